/*
 * Accepting a report: with a score that finance sets or without, without an answer of the department once its time is over,
 * and with another score as long as it is not published.
 *
 * load (reader, in its snapshot): the guards, the version, what finance has set so far.
 * score (reader): what finance sets, held against the scores without it, the scores with it, and all rows to be stored.
 * write (writer, step by step): the analysts' rows, JX_ACCEPTING_STEP_ROWS a job and unseen by anybody; in the last one the
 * guards again, that nothing was set or swept meanwhile, scores, state and log. A correction has that one alone: the other
 * rows follow from the version.
 */
#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/figure/figure.h"
#include "server/call/idempotency.h"
#include "server/handlers/followup/idle_flag.h"
#include "server/handlers/reviewing/review.h"
#include "server/handlers/reviewing/reviewed.h"
#include "server/handlers/reviewing/scored.h"
#include "server/judging/judge.h"
#include "storage/filing/store_issues.h"
#include "storage/results/store_accepted.h"
#include "storage/results/store_scores.h"

/* An acceptance in the making. Made by a reader and not changed afterwards, but for how far its rows are inserted. */
struct acceptance {
	enum jx_act act;
	const char *name; /* of the submission */
	const char *digest;
	struct jx_wish wish;
	struct jx_version version;      /* until it is scored: in the scratch arena */
	char set[JX_DIGEST_TEXT_BYTES]; /* the digest of what finance had set */
	struct jx_scored scored;
	struct jx_rows rows; /* of jx_accepted_make() */
	struct jx_idle_balances balances;
	char *version_name;
	bool is_swept;
};

/* ---- load ---- */

/* All checks of an acceptance, before it changes anything. */
static enum jx_status check_acceptance(
	struct jx_task *task, const struct acceptance *acceptance, struct jx_reviewed *reviewed)
{
	enum jx_status status = jx_reviewed_find(task, acceptance->name, reviewed);
	if (status != JX_OK)
		return status;
	reviewed->facts.has_reason = !jx_text_is_blank(acceptance->wish.reason);
	status = jx_reviewed_ask(task, reviewed, acceptance->act);
	return status == JX_OK ? jx_reviewed_check_seen(task, reviewed, acceptance->digest) : status;
}

static enum jx_status load(struct jx_task *task, const struct acceptance *asked)
{
	struct jx_reviewed reviewed = {0};
	struct acceptance *acceptance = jx_arena_calloc(&task->arena, 1, sizeof(*acceptance));
	if (acceptance == NULL)
		return jx_task_no_memory(task);
	*acceptance = *asked;
	task->prepared = acceptance;
	/* The rows and the sheet of the widest report are more than one call may send. */
	task->arena.max_bytes = JX_MAX_ACCEPTING_BYTES;
	enum jx_status status = check_acceptance(task, acceptance, &reviewed);
	if (status == JX_OK)
		status = jx_reviewed_version(task, &reviewed, &acceptance->version);
	if (status == JX_OK)
		status = jx_judge_by_version(task, &acceptance->version);
	if (status == JX_OK)
		status = jx_reviewed_check_length(task, "reason", acceptance->wish.reason);
	if (status != JX_OK)
		return status;
	return jx_scores_review_digest(task->db, acceptance->version.id, acceptance->set, &task->error);
}

/* ---- score ---- */

/* The score that was given must be the one that the lines make. */
static enum jx_status check_sum(struct jx_task *task, const JxDecimal *given, const JxDecimal *made)
{
	char text[JX_FIGURE_TEXT_BYTES] = "";
	char sum[JX_FIGURE_TEXT_BYTES] = "";
	if (made != NULL && made->micros == given->micros)
		return JX_OK;
	(void)!jx_decimal_print(given, text, sizeof(text));
	if (made == NULL)
		return jx_fail_at(&task->error, JX_REASON_REVIEW_SUM, "reviewed_score",
			JX_ARGS(JX_TEXT(text), JX_WORDS("无", "no score")));
	(void)!jx_decimal_print(made, sum, sizeof(sum));
	return jx_fail_at(
		&task->error, JX_REASON_REVIEW_SUM, "reviewed_score", JX_ARGS(JX_TEXT(text), JX_TEXT(sum)));
}

/* What finance sets, held against the scores without it. A correction replaces what was set before. */
static enum jx_status make_review(struct jx_task *task, struct acceptance *acceptance, JxReview **ret_review)
{
	JxSubmissionVersion *message = acceptance->version.message;
	const JxReview *before = acceptance->act != JX_ACT_CORRECT_ACCEPTANCE ? message->review : NULL;
	JxScoreSheet *sheet = NULL;
	enum jx_status status = jx_review_make(task, before, &acceptance->wish, ret_review);
	if (status != JX_OK || *ret_review == NULL || *ret_review == before)
		return status;
	message->review = NULL;
	status = jx_judge_scores(task, &acceptance->version, false, &sheet);
	return status == JX_OK ? jx_review_hold(task, *ret_review, sheet) : status;
}

/* What finance sets, and the scores it gives. */
static enum jx_status score(struct jx_task *task, struct acceptance *acceptance, JxScoreSheet **ret_sheet)
{
	const struct jx_wish *wish = &acceptance->wish;
	JxReview *review = NULL;
	enum jx_status status = make_review(task, acceptance, &review);
	if (status != JX_OK)
		return status;
	acceptance->version.message->review = review;
	status = jx_judge_scores(task, &acceptance->version, true, ret_sheet);
	if (status != JX_OK || wish->score == NULL || review == NULL || review->n_lines == 0)
		return status;
	return check_sum(task, wish->score, (*ret_sheet)->reviewed);
}

enum jx_status jx_score_acceptance(struct jx_task *task)
{
	struct acceptance *acceptance = task->prepared;
	const struct jx_version *version = &acceptance->version;
	JxScoreSheet *sheet = NULL;
	enum jx_status status = score(task, acceptance, &sheet);
	if (status == JX_OK)
		status = jx_scored_make(task, version, sheet, &acceptance->scored);
	if (status != JX_OK)
		return status;
	jx_rows_init(&acceptance->rows, &task->arena);
	if (acceptance->act == JX_ACT_CORRECT_ACCEPTANCE)
		return JX_OK;
	acceptance->version_name = jx_arena_strdup(&task->arena, version->message->name);
	if (acceptance->version_name == NULL ||
		jx_idle_balances_find(version->message->report, &task->arena, &acceptance->balances) != JX_OK)
		return jx_task_no_memory(task);
	return jx_accepted_make(&acceptance->rows, version->id, version->message->report, &task->error);
}

/* ---- write ---- */

/* One step before the last: what earlier ones left behind goes, rows come. */
static enum jx_status take_step(struct jx_task *task, struct acceptance *acceptance)
{
	struct jx_reviewed reviewed = {0};
	task->goes_on = true;
	if (acceptance->is_swept)
		return jx_rows_insert(&acceptance->rows, task->db, JX_ACCEPTING_STEP_ROWS, &task->error);
	enum jx_status status = jx_reviewed_find(task, acceptance->name, &reviewed);
	return status == JX_OK
		       ? jx_accepted_sweep(task->db, reviewed.record.id, &acceptance->is_swept, &task->error)
		       : status;
}

/* An answered issue is resolved by an acceptance; an open one stays open when nobody answered. */
static enum jx_status resolve_issues(struct jx_task *task, const struct jx_record *record)
{
	const struct jx_issue_step step = {.record_id = record->id,
		.state = JX_ISSUE_STATE_RESOLVED,
		.person = task->caller.id,
		.text = "",
		.version_number = record->message->version_number,
		.at_ms = task->now_ms};
	return jx_issues_say_all(task->db, JX_ISSUE_STATE_ANSWERED, &step, &task->error);
}

/* What was made ready is of this version still, and of all that finance has set beside it. */
static enum jx_status check_unchanged(
	struct jx_task *task, const struct acceptance *acceptance, const struct jx_reviewed *reviewed)
{
	char set[JX_DIGEST_TEXT_BYTES];
	int64_t id = acceptance->scored.version_id;
	enum jx_status status = jx_scores_review_digest(task->db, id, set, &task->error);
	if (status != JX_OK)
		return status;
	if (reviewed->record.message->version_number != acceptance->scored.number ||
		strcmp(set, acceptance->set) != 0)
		return jx_scored_fail_changed(task, acceptance->name);
	if (acceptance->rows.n == 0 || jx_idempotency_is_dry_run(task))
		return JX_OK;
	status = jx_accepted_check(task->db, id, &acceptance->rows, &task->error);
	return status == JX_CONFLICT ? jx_scored_fail_changed(task, acceptance->name) : status;
}

static enum jx_status record_acceptance(struct jx_task *task, struct acceptance *acceptance,
	const struct jx_reviewed *reviewed, const JxScoreSheet *sheet)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxAcceptanceRecord what = JX_ACCEPTANCE_RECORD_INIT;
	bool was_unanswered =
		acceptance->act == JX_ACT_CORRECT_ACCEPTANCE && reviewed->record.message->is_unanswered;
	record.acceptance = &what;
	jx_scored_record(&acceptance->scored, sheet, &what);
	what.is_unanswered = acceptance->act == JX_ACT_ACCEPT_UNANSWERED || was_unanswered;
	const struct jx_doing doing = {.act = acceptance->act,
		.facts = &reviewed->facts,
		.change = {.reviewer = task->caller.id,
			.reviewed_score = what.reviewed_score,
			.review_reason = acceptance->wish.reason,
			.is_unanswered = what.is_unanswered},
		.logged = &record};
	return jx_record_act(task, &reviewed->record, &doing, NULL);
}

/* The last step: all of it or nothing. */
static enum jx_status finish(struct jx_task *task, struct acceptance *acceptance, JxScoreSheet *sheet,
	JxSubmission **ret_submission)
{
	struct jx_reviewed reviewed = {0};
	struct jx_scored *scored = &acceptance->scored;
	enum jx_status status = check_acceptance(task, acceptance, &reviewed);
	if (status == JX_OK)
		status = check_unchanged(task, acceptance, &reviewed);
	if (status == JX_OK)
		status = record_acceptance(task, acceptance, &reviewed, sheet);
	if (status == JX_OK)
		status = resolve_issues(task, &reviewed.record);
	if (status == JX_OK)
		status = jx_idle_flag_balances(task, acceptance->version_name, &acceptance->balances);
	if (status == JX_OK)
		status = jx_scores_replace(task->db, scored->version_id, &scored->rows, &task->error);
	return status == JX_OK ? jx_record_reply(task, &reviewed.key, ret_submission) : status;
}

static enum jx_status write_acceptance(
	struct jx_task *task, JxSubmission **ret_submission, JxScoreSheet **ret_sheet)
{
	struct acceptance *acceptance = task->prepared;
	const struct jx_scored *scored = &acceptance->scored;
	bool has_steps = acceptance->rows.n > 0 && !jx_idempotency_is_dry_run(task);
	if (has_steps && (!acceptance->is_swept || acceptance->rows.n_inserted < acceptance->rows.n))
		return take_step(task, acceptance);
	enum jx_status status = jx_scored_unpack_sheet(task, scored->sheet, scored->n_sheet, ret_sheet);
	return status == JX_OK ? finish(task, acceptance, *ret_sheet, ret_submission) : status;
}

/* ---- the three ways ---- */

enum jx_status jx_load_accept_submission(struct jx_task *task)
{
	const JxAcceptSubmissionRequest *request = (const JxAcceptSubmissionRequest *)task->message;
	return load(task, &(struct acceptance){.act = JX_ACT_ACCEPT,
				  .name = request->name,
				  .digest = request->digest,
				  .wish = {request->reviewed_score, request->reason, request->lines,
					  request->n_lines}});
}

enum jx_status jx_handle_accept_submission(struct jx_task *task)
{
	JxAcceptSubmissionResponse *reply = (JxAcceptSubmissionResponse *)task->reply;
	return write_acceptance(task, &reply->submission, &reply->sheet);
}

enum jx_status jx_load_correct_acceptance(struct jx_task *task)
{
	const JxCorrectAcceptanceRequest *request = (const JxCorrectAcceptanceRequest *)task->message;
	return load(task, &(struct acceptance){.act = JX_ACT_CORRECT_ACCEPTANCE,
				  .name = request->name,
				  .digest = request->digest,
				  .wish = {request->reviewed_score, request->reason, request->lines,
					  request->n_lines}});
}

enum jx_status jx_handle_correct_acceptance(struct jx_task *task)
{
	JxCorrectAcceptanceResponse *reply = (JxCorrectAcceptanceResponse *)task->reply;
	return write_acceptance(task, &reply->submission, &reply->sheet);
}

enum jx_status jx_load_accept_unanswered_submission(struct jx_task *task)
{
	const JxAcceptUnansweredSubmissionRequest *request =
		(const JxAcceptUnansweredSubmissionRequest *)task->message;
	return load(task, &(struct acceptance){.act = JX_ACT_ACCEPT_UNANSWERED,
				  .name = request->name,
				  .digest = request->digest,
				  .wish = {.reason = request->reason}});
}

enum jx_status jx_handle_accept_unanswered_submission(struct jx_task *task)
{
	JxAcceptUnansweredSubmissionResponse *reply = (JxAcceptUnansweredSubmissionResponse *)task->reply;
	JxScoreSheet *sheet = NULL;
	return write_acceptance(task, &reply->submission, &sheet);
}
