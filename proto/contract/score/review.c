/* What finance sets line by line, held against the sheet it is about. See score.h. */
#include <string.h>

#include "proto/contract/figure/figure.h"
#include "proto/contract/score/private.h"

static const JxScoreLine *find_line(const JxScoreSheet *sheet, const char *field)
{
	for (size_t i = 0; i < sheet->n_lines; i++) {
		const JxScoreLine *line = sheet->lines[i];
		if (!line->is_common && line->points != NULL && strcmp(line->field, field) == 0)
			return line;
	}
	return NULL;
}

static enum jx_status check_line(const JxReviewedLine *set, const JxScoreLine *line, struct jx_error *error)
{
	char score[JX_FIGURE_TEXT_BYTES] = "";
	char points[JX_FIGURE_TEXT_BYTES] = "";
	bool is_printable = jx_decimal_print(line->points, points, sizeof(points)) == JX_OK &&
			    set->score != NULL && jx_decimal_print(set->score, score, sizeof(score)) == JX_OK;
	if (!is_printable || !jx_score_has(set->score) || set->score->micros < 0 ||
		set->score->micros > line->points->micros)
		return jx_fail_at(
			error, JX_REASON_SCORE_RANGE, set->field, JX_ARGS(JX_TEXT(score), JX_TEXT(points)));
	bool is_as_claimed = jx_score_has(line->claimed) && line->claimed->micros == set->score->micros;
	if (!is_as_claimed && set->reason[0] == '\0')
		return jx_fail_at(error, JX_REASON_REASON_REQUIRED, set->field, JX_ARGS(JX_TEXT(set->field)));
	if (strlen(set->reason) > JX_MAX_REASON_BYTES)
		return jx_fail_at(error, JX_REASON_BAD_FIELD, set->field,
			JX_ARGS(JX_TEXT("reason"), JX_TEXT(set->reason),
				JX_WORDS("最多 3000 字节", "at most 3000 bytes")));
	return JX_OK;
}

enum jx_status jx_review_check(const JxReview *review, const JxScoreSheet *sheet, struct jx_error *error)
{
	for (size_t i = 0; i < review->n_lines; i++) {
		const JxReviewedLine *set = review->lines[i];
		const JxScoreLine *line = find_line(sheet, set->field);
		for (size_t j = 0; j < i; j++) {
			if (strcmp(review->lines[j]->field, set->field) == 0)
				return jx_fail_at(error, JX_REASON_BAD_FIELD, set->field,
					JX_ARGS(JX_TEXT("lines"), JX_TEXT(set->field),
						JX_WORDS("只列一次", "given once")));
		}
		if (line == NULL)
			return jx_fail_at(error, JX_REASON_SCORE_LINE_NOT_FOUND, set->field,
				JX_ARGS(JX_TEXT(set->field)));
		enum jx_status status = check_line(set, line, error);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}
