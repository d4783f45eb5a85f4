#include "server/handlers/reviewing/review.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/score/score.h"

static int by_field(const void *a, const void *b)
{
	return strcmp((*(JxReviewedLine *const *)a)->field, (*(JxReviewedLine *const *)b)->field);
}

/* The lines that were set and of which the wish says nothing, then those of the wish. */
static enum jx_status lay_lines(
	struct jx_task *task, const JxReview *before, const struct jx_wish *wish, JxReview *review)
{
	size_t n_before = before != NULL ? before->n_lines : 0;
	JxReviewedLine **wished = jx_arena_calloc(&task->arena, wish->n_lines + 1, sizeof(*wished));
	review->lines = jx_arena_calloc(&task->arena, n_before + wish->n_lines + 1, sizeof(*review->lines));
	if (wished == NULL || review->lines == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < wish->n_lines; i++)
		wished[i] = wish->lines[i];
	jx_array_sort(wished, wish->n_lines, sizeof(*wished), by_field);
	for (size_t i = 0; i < n_before; i++)
		if (jx_array_search(&before->lines[i], wished, wish->n_lines, sizeof(*wished), by_field) ==
			NULL)
			review->lines[review->n_lines++] = before->lines[i];
	for (size_t i = 0; i < wish->n_lines; i++)
		if (wish->lines[i]->score != NULL)
			review->lines[review->n_lines++] = wish->lines[i];
	return JX_OK;
}

static enum jx_status check_size(struct jx_task *task, const JxReview *review)
{
	size_t n_bytes = jx_codec_packed_bytes(&review->base);
	if (n_bytes <= JX_MAX_REVIEW_BYTES)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_CONTENT_TOO_LARGE, "lines",
		JX_ARGS(JX_TEXT("lines"), JX_U64(n_bytes), JX_U64(JX_MAX_REVIEW_BYTES)));
}

enum jx_status jx_review_make(
	struct jx_task *task, const JxReview *before, const struct jx_wish *wish, JxReview **ret_review)
{
	*ret_review = NULL;
	JxReview *review = jx_task_new(task, JX_REVIEW_DESCRIPTOR);
	if (review == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = lay_lines(task, before, wish, review);
	if (status != JX_OK)
		return status;
	if (review->n_lines == 0 && wish->score == NULL) {
		/* A wish that says nothing leaves a score as a whole as it was. */
		*ret_review = wish->n_lines == 0 ? (JxReview *)before : NULL;
		return JX_OK;
	}
	review->reason = wish->reason;
	if (review->n_lines == 0)
		review->score = (JxDecimal *)wish->score;
	*ret_review = review;
	return check_size(task, review);
}

/* The score as a whole is reviewed_score of the request. */
enum jx_status jx_review_hold(struct jx_task *task, const JxReview *review, const JxScoreSheet *sheet)
{
	enum jx_status status = jx_review_check(review, sheet, &task->arena, &task->error);
	if (status != JX_OK && strcmp(task->error.field, "score") == 0)
		(void)jx_text_copy(task->error.field, sizeof(task->error.field), "reviewed_score");
	return status;
}
