/* What finance sets, as a whole or line by line: found for a line, and held against the sheet. See score.h. */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/score/private.h"

#define SHOWN_DIGIT jx_micros_last_digit(2) /* points are set to two decimals, as they are shown */

_Static_assert(JX_MAX_REASON_BYTES == 3000, "see the words of the refusal");

/* ---- finding what is set, among as many lines as a report may have ---- */

static int by_field_and_place(const void *a, const void *b)
{
	const struct jx_score_reviewed *left = a;
	const struct jx_score_reviewed *right = b;
	int order = strcmp(left->line->field, right->line->field);
	return order != 0 ? order : (left->place > right->place) - (left->place < right->place);
}

enum jx_status jx_score_sort_review(struct jx_score_run *run)
{
	const JxReview *review = run->options->review;
	if (review == NULL || review->n_lines == 0)
		return JX_OK;
	run->reviewed = jx_arena_calloc(run->arena, review->n_lines, sizeof(*run->reviewed));
	if (run->reviewed == NULL)
		return jx_arena_fail(run->arena, NULL);
	for (; run->n_reviewed < review->n_lines; run->n_reviewed++)
		run->reviewed[run->n_reviewed] =
			(struct jx_score_reviewed){review->lines[run->n_reviewed], run->n_reviewed};
	jx_array_sort(run->reviewed, run->n_reviewed, sizeof(*run->reviewed), by_field_and_place);
	return JX_OK;
}

const JxReviewedLine *jx_score_find_reviewed(const struct jx_score_run *run, const char *field)
{
	size_t low = 0;
	size_t high = run->n_reviewed;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(run->reviewed[middle].line->field, field) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool is_found = low > 0 && strcmp(run->reviewed[low - 1].line->field, field) == 0;
	return is_found ? run->reviewed[low - 1].line : NULL;
}

/* ---- the check ---- */

static int by_field(const void *a, const void *b)
{
	return strcmp((*(JxScoreLine *const *)a)->field, (*(JxScoreLine *const *)b)->field);
}

/* The lines that finance may set, in the order of their fields. */
struct settable {
	JxScoreLine **lines;
	bool *is_set; /* one each */
	size_t n;
};

static enum jx_status gather_lines(
	const JxScoreSheet *sheet, struct jx_arena *arena, struct settable *ret_settable)
{
	struct settable settable = {
		.lines = jx_arena_calloc(arena, sheet->n_lines + 1, sizeof(JxScoreLine *)),
		.is_set = jx_arena_calloc(arena, sheet->n_lines + 1, sizeof(bool))};
	if (settable.lines == NULL || settable.is_set == NULL)
		return jx_arena_fail(arena, NULL);
	for (size_t i = 0; i < sheet->n_lines; i++) {
		if (!sheet->lines[i]->is_common && sheet->lines[i]->points != NULL)
			settable.lines[settable.n++] = sheet->lines[i];
	}
	jx_array_sort(settable.lines, settable.n, sizeof(JxScoreLine *), by_field);
	*ret_settable = settable;
	return JX_OK;
}

static enum jx_status find_line(
	const struct settable *settable, char *field, const JxScoreLine **ret_line, struct jx_error *error)
{
	const JxScoreLine wanted = {.field = field};
	const JxScoreLine *const key = &wanted;
	JxScoreLine **found = NULL;
	if (settable->n > 0)
		found = jx_array_search(&key, settable->lines, settable->n, sizeof(JxScoreLine *), by_field);
	if (found == NULL)
		return jx_fail_at(error, JX_REASON_SCORE_LINE_NOT_FOUND, field, JX_ARGS(JX_TEXT(field)));
	bool *is_set = &settable->is_set[found - settable->lines];
	if (*is_set)
		return jx_fail_at(error, JX_REASON_BAD_FIELD, field,
			JX_ARGS(JX_TEXT("lines"), JX_TEXT(field), JX_WORDS("只列一次", "given once")));
	*is_set = true;
	*ret_line = *found;
	return JX_OK;
}

/* Points that finance sets: a number within 0 and the most, to two decimals. */
static enum jx_status check_points(
	const JxDecimal *points, const JxDecimal *most, const char *field, struct jx_error *error)
{
	char text[JX_FIGURE_TEXT_BYTES] = "";
	char most_text[JX_FIGURE_TEXT_BYTES] = "";
	bool is_number = jx_score_has(points) && jx_decimal_print(points, text, sizeof(text)) == JX_OK;
	if (jx_decimal_print(most, most_text, sizeof(most_text)) != JX_OK || !is_number ||
		points->micros < 0 || points->micros > most->micros)
		return jx_fail_at(
			error, JX_REASON_SCORE_RANGE, field, JX_ARGS(JX_TEXT(text), JX_TEXT(most_text)));
	if (points->micros % SHOWN_DIGIT != 0)
		return jx_fail_at(error, JX_REASON_SCORE_DECIMALS, field, JX_ARGS(JX_TEXT(text)));
	return JX_OK;
}

/* Why points differ from the claim. */
static enum jx_status check_reason(const char *reason, const JxDecimal *points, const JxDecimal *claimed,
	const char *field, struct jx_error *error)
{
	bool is_as_claimed = points == NULL || (jx_score_has(claimed) && claimed->micros == points->micros);
	if (!is_as_claimed && jx_text_is_blank(reason))
		return jx_fail_at(error, JX_REASON_REASON_REQUIRED, field, JX_ARGS(JX_TEXT(field)));
	if (strlen(reason) > JX_MAX_REASON_BYTES)
		return jx_fail_at(error, JX_REASON_BAD_FIELD, field,
			JX_ARGS(JX_TEXT("reason"), JX_TEXT(reason),
				JX_WORDS("最多 3000 字节", "at most 3000 bytes")));
	return JX_OK;
}

/* A score as a whole, or lines that make it; never both, and never neither. */
static enum jx_status check_whole(const JxReview *review, const JxScoreSheet *sheet, struct jx_error *error)
{
	bool has_score = review->score != NULL;
	if (has_score == (review->n_lines > 0))
		return jx_fail_at(error, JX_REASON_BAD_FIELD, "score",
			JX_ARGS(JX_TEXT("score"), JX_TEXT(""),
				JX_WORDS("总分与逐行得分二者之一", "either a score as a whole or lines")));
	if (has_score) {
		enum jx_status status = check_points(review->score, sheet->full_points, "score", error);
		if (status != JX_OK)
			return status;
	}
	return check_reason(review->reason, review->score, sheet->claimed_score, "reason", error);
}

static enum jx_status check_line(
	const struct settable *settable, const JxReviewedLine *set, struct jx_error *error)
{
	const JxScoreLine *line = NULL;
	enum jx_status status = find_line(settable, set->field, &line, error);
	if (status != JX_OK)
		return status;
	status = check_points(set->score, line->points, set->field, error);
	if (status != JX_OK)
		return status;
	return check_reason(set->reason, set->score, line->claimed, set->field, error);
}

enum jx_status jx_review_check(
	const JxReview *review, const JxScoreSheet *sheet, struct jx_arena *arena, struct jx_error *error)
{
	struct settable settable = {0};
	enum jx_status status = check_whole(review, sheet, error);
	if (status != JX_OK)
		return status;
	if (gather_lines(sheet, arena, &settable) != JX_OK)
		return jx_arena_fail(arena, error);
	for (size_t i = 0; i < review->n_lines; i++) {
		status = check_line(&settable, review->lines[i], error);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}
