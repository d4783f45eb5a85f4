/* What finance sets beside the figures of a version: made of a wish, and held against the scores. @thread writer. */
#ifndef SERVER_HANDLERS_REVIEWING_REVIEW_H
#define SERVER_HANDLERS_REVIEWING_REVIEW_H

#include "jixiao/v1/schema.h"
#include "server/call/task.h"

/** What a request wishes to be set. All borrowed. */
struct jx_wish {
	const JxDecimal *score; /* as a whole; NULL for none */
	char *reason;
	JxReviewedLine **lines; /* one without a score takes back what was set for it */
	size_t n_lines;
};

/** Make a review of a wish and what was set before: a line of the wish stands in the place of the same line.
 *
 * @param before  NULL for nothing.
 * @param ret_review  in the task's arena; NULL when nothing is set. With lines it has no score as a whole.
 * @return JX_OK; JX_INVALID (CONTENT_TOO_LARGE).
 */
enum jx_status jx_review_make(struct jx_task *task, const JxReview *before, const struct jx_wish *wish,
	JxReview **ret_review) JX_MUST_CHECK;

/** Check a review against the scores of its version as they are without one. @return as jx_review_check(). */
enum jx_status jx_review_hold(
	struct jx_task *task, const JxReview *review, const JxScoreSheet *sheet) JX_MUST_CHECK;

#endif
