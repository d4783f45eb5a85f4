/* The points that finance sets beside those of a line, before it accepts the report. */
#include "server/handlers/handlers.h"

#include <string.h>

#include "proto/contract/base/text_class.h"
#include "server/handlers/reviewing/review.h"
#include "server/handlers/reviewing/reviewed.h"
#include "server/judging/judge.h"
#include "storage/results/store_scores.h"

struct scoring {
	struct jx_reviewed reviewed;
	struct jx_version version;
	const JxReviewedLine *line;
	JxScoreSheet *sheet; /* without what finance sets */
	JxReview *review;    /* all that is set by now; NULL for nothing */
};

static enum jx_status find_version(
	struct jx_task *task, const JxSetReviewedScoreRequest *request, struct scoring *scoring)
{
	struct jx_reviewed *reviewed = &scoring->reviewed;
	enum jx_status status = jx_reviewed_find(task, request->name, reviewed);
	if (status != JX_OK)
		return status;
	if (scoring->line == NULL)
		return jx_task_fail_missing(task, "line");
	reviewed->facts.has_reason = scoring->line->score == NULL || !jx_text_is_blank(scoring->line->reason);
	status = jx_reviewed_ask(task, reviewed, JX_ACT_SET_SCORE);
	if (status == JX_OK)
		status = jx_reviewed_check_seen(task, reviewed, request->digest);
	if (status == JX_OK)
		status = jx_reviewed_version(task, reviewed, &scoring->version);
	return status == JX_OK ? jx_judge_by_version(task, &scoring->version) : status;
}

/* Only what was set is taken back. */
static enum jx_status check_taken_back(
	struct jx_task *task, const struct scoring *scoring, const JxReview *before)
{
	size_t n_before = before != NULL ? before->n_lines : 0;
	size_t n = scoring->review != NULL ? scoring->review->n_lines : 0;
	if (n < n_before)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_SCORE_LINE_NOT_FOUND, "line.field",
		JX_ARGS(JX_TEXT(scoring->line->field)));
}

/* All that is set, with this line. */
static enum jx_status set_line(struct jx_task *task, struct scoring *scoring)
{
	JxReviewedLine *lines[] = {(JxReviewedLine *)scoring->line};
	const struct jx_wish wish = {.reason = (char *)"", .lines = lines, .n_lines = 1};
	const JxReview *before = scoring->version.message->review;
	scoring->version.message->review = NULL;
	enum jx_status status = jx_judge_scores_once(task, &scoring->version, false, &scoring->sheet);
	if (status == JX_OK)
		status = jx_review_make(task, before, &wish, &scoring->review);
	if (status == JX_OK && scoring->line->score == NULL)
		status = check_taken_back(task, scoring, before);
	if (status == JX_OK && scoring->review != NULL)
		status = jx_review_hold(task, scoring->review, scoring->sheet);
	return status;
}

static const JxScoreLine *find_line(const JxScoreSheet *sheet, const char *field)
{
	static const JxScoreLine none = JX_SCORE_LINE_INIT;
	for (size_t i = 0; i < sheet->n_lines; i++)
		if (!sheet->lines[i]->is_common && strcmp(sheet->lines[i]->field, field) == 0)
			return sheet->lines[i];
	return &none;
}

static enum jx_status record_line(struct jx_task *task, const struct scoring *scoring)
{
	const JxScoreLine *line = find_line(scoring->sheet, scoring->line->field);
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxReviewRecord what = JX_REVIEW_RECORD_INIT;
	char digest[JX_DIGEST_TEXT_BYTES] = "";
	enum jx_status status = JX_OK;
	const struct jx_doing doing = {.act = JX_ACT_SET_SCORE,
		.facts = &scoring->reviewed.facts,
		.change = {.review_reason = scoring->line->reason},
		.logged = &record};
	if (scoring->review != NULL)
		status = jx_digest_message(&scoring->review->base, JX_DIGEST_SHA256, digest, &task->error);
	if (status != JX_OK)
		return status;
	what.version_number = scoring->version.message->number;
	what.content_digest = scoring->version.message->digest;
	what.field = scoring->line->field;
	what.claimed_score = line->claimed;
	what.computed_score = line->computed;
	what.reviewed_score = scoring->line->score;
	what.review_digest = digest;
	record.review = &what;
	return jx_record_act(task, &scoring->reviewed.record, &doing, NULL);
}

/* What the line changes, with the scores before it and with it. */
static enum jx_status score_line(struct jx_task *task, struct scoring *scoring, JxScoreSheet **ret_sheet)
{
	const JxSetReviewedScoreRequest *request = (const JxSetReviewedScoreRequest *)task->message;
	*scoring = (struct scoring){.line = request->line};
	enum jx_status status = find_version(task, request, scoring);
	if (status == JX_OK)
		status = set_line(task, scoring);
	if (status != JX_OK)
		return status;
	scoring->version.message->review = scoring->review;
	return jx_judge_scores_once(task, &scoring->version, false, ret_sheet);
}

enum jx_status jx_load_set_reviewed_score(struct jx_task *task)
{
	struct scoring scoring;
	JxScoreSheet *sheet = NULL;
	return score_line(task, &scoring, &sheet);
}

enum jx_status jx_handle_set_reviewed_score(struct jx_task *task)
{
	JxSetReviewedScoreResponse *reply = (JxSetReviewedScoreResponse *)task->reply;
	struct scoring scoring;
	enum jx_status status = score_line(task, &scoring, &reply->sheet);
	if (status == JX_OK)
		status = record_line(task, &scoring);
	if (status == JX_OK)
		status = jx_scores_review(task->db, scoring.version.id, scoring.review, &task->error);
	if (status != JX_OK)
		return status;
	jx_judge_fit_sheet(reply->sheet);
	return jx_record_reply(task, &scoring.reviewed.key, &reply->submission);
}
