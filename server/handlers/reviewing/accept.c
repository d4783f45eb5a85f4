/*
 * Accepting a report: with a score that finance sets or without, without an answer of the department once its time is over,
 * and with another score as long as it is not published.
 */
#include "server/handlers/handlers.h"

#include "jixiao/v1/schema.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/figure/figure.h"
#include "server/handlers/reviewing/review.h"
#include "server/handlers/reviewing/reviewed.h"
#include "server/judging/judge.h"
#include "storage/filing/store_issues.h"
#include "storage/results/store_accepted.h"
#include "storage/results/store_scores.h"
#include "storage/results/store_texts.h"

struct acceptance {
	struct jx_reviewed reviewed;
	enum jx_act act;
	struct jx_wish wish;
	struct jx_version version;
	JxReview *review; /* NULL: finance sets nothing */
	JxScoreSheet *sheet;
};

/* The version that is accepted, and what finance has set beside it, which a correction replaces. */
static enum jx_status read_version(struct jx_task *task, struct acceptance *acceptance)
{
	enum jx_status status = jx_reviewed_version(task, &acceptance->reviewed, &acceptance->version);
	if (status == JX_OK)
		status = jx_judge_by_version(task, &acceptance->version);
	if (status != JX_OK)
		return status;
	if (acceptance->act != JX_ACT_CORRECT_ACCEPTANCE)
		acceptance->review = acceptance->version.message->review;
	acceptance->version.message->review = NULL;
	return JX_OK;
}

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

/* What finance sets, held against the scores without it. */
static enum jx_status hold_review(struct jx_task *task, struct acceptance *acceptance, const JxReview *review)
{
	enum jx_status status = jx_judge_scores_once(task, &acceptance->version, false, &acceptance->sheet);
	return status == JX_OK ? jx_review_hold(task, review, acceptance->sheet) : status;
}

/* What finance sets, and the scores it gives. */
static enum jx_status set_review(struct jx_task *task, struct acceptance *acceptance)
{
	const struct jx_wish *wish = &acceptance->wish;
	JxReview *review = NULL;
	enum jx_status status = jx_review_make(task, acceptance->review, wish, &review);
	if (status == JX_OK && review != NULL && review != acceptance->review)
		status = hold_review(task, acceptance, review);
	if (status != JX_OK)
		return status;
	acceptance->review = acceptance->version.message->review = review;
	status = jx_judge_scores_once(task, &acceptance->version, true, &acceptance->sheet);
	if (status != JX_OK || wish->score == NULL || review == NULL || review->n_lines == 0)
		return status;
	return check_sum(task, wish->score, acceptance->sheet->reviewed);
}

/* The score as it is stored: as it was typed, or as the lines give it. */
static const JxDecimal *stored_score(const struct acceptance *acceptance)
{
	const JxReview *review = acceptance->review;
	return review != NULL && review->score != NULL ? review->score : acceptance->sheet->reviewed;
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

/* The analysts' rows, in the place of those of an acceptance before. */
static enum jx_status write_accepted(struct jx_task *task, const struct acceptance *acceptance)
{
	const JxReport *report = acceptance->version.message->report;
	int64_t id = acceptance->version.id;
	enum jx_status status = JX_OK;
	if (acceptance->reviewed.record.accepted_version_id != 0)
		status = jx_accepted_clear(
			task->db, acceptance->reviewed.record.accepted_version_id, &task->error);
	if (status == JX_OK)
		status = jx_accepted_write(task->db, id, report, &task->error);
	if (status == JX_OK)
		status = jx_scores_accept(task->db, id, acceptance->sheet, acceptance->review, &task->error);
	return status == JX_OK ? jx_texts_write(task->db, id, report, &task->error) : status;
}

/* The reply holds no steps: ExplainScore gives them. */
static void drop_steps(JxScoreSheet *sheet)
{
	for (size_t i = 0; i < sheet->n_lines; i++)
		sheet->lines[i]->n_steps = 0;
}

/* All checks of an acceptance, before it changes anything. */
static enum jx_status check_acceptance(
	struct jx_task *task, const char *name, const char *digest, struct acceptance *acceptance)
{
	struct jx_reviewed *reviewed = &acceptance->reviewed;
	enum jx_status status = jx_reviewed_find(task, name, reviewed);
	if (status != JX_OK)
		return status;
	reviewed->facts.has_reason = !jx_text_is_blank(acceptance->wish.reason);
	status = jx_reviewed_ask(task, reviewed, acceptance->act);
	if (status == JX_OK)
		status = jx_reviewed_check_seen(task, reviewed, digest);
	if (status == JX_OK)
		status = read_version(task, acceptance);
	if (status == JX_OK)
		status = jx_reviewed_check_length(task, "reason", acceptance->wish.reason);
	return status == JX_OK ? set_review(task, acceptance) : status;
}

static enum jx_status record_acceptance(struct jx_task *task, const struct acceptance *acceptance)
{
	const struct jx_reviewed *reviewed = &acceptance->reviewed;
	const JxScoreSheet *sheet = acceptance->sheet;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxAcceptanceRecord what = JX_ACCEPTANCE_RECORD_INIT;
	char review[JX_DIGEST_TEXT_BYTES];
	const struct jx_doing doing = {.act = acceptance->act,
		.facts = &reviewed->facts,
		.change = {.reviewer = task->caller.id,
			.reviewed_score = stored_score(acceptance),
			.review_reason = acceptance->wish.reason,
			.is_unanswered = acceptance->act == JX_ACT_ACCEPT_UNANSWERED ||
					 (acceptance->act == JX_ACT_CORRECT_ACCEPTANCE &&
						 reviewed->record.message->is_unanswered)},
		.logged = &record};
	if (acceptance->review != NULL) {
		enum jx_status status =
			jx_digest_message(&acceptance->review->base, JX_DIGEST_SHA256, review, &task->error);
		if (status != JX_OK)
			return status;
		what.review_digest = review;
	}
	what.version_number = reviewed->record.message->version_number;
	what.content_digest = reviewed->record.message->digest;
	what.rulebook_digest = acceptance->version.message->rulebook_digest;
	what.reviewed_score = (JxDecimal *)doing.change.reviewed_score;
	what.final_score = sheet->final_score;
	what.coverage = sheet->coverage;
	what.grade = sheet->grade;
	what.is_unanswered = doing.change.is_unanswered;
	record.acceptance = &what;
	return jx_record_act(task, &reviewed->record, &doing, NULL);
}

/* Writes down what was checked, and fills the reply. */
static enum jx_status keep_acceptance(
	struct jx_task *task, struct acceptance *acceptance, JxSubmission **ret_submission)
{
	enum jx_status status = record_acceptance(task, acceptance);
	if (status == JX_OK)
		status = resolve_issues(task, &acceptance->reviewed.record);
	if (status == JX_OK)
		status = write_accepted(task, acceptance);
	if (status != JX_OK)
		return status;
	drop_steps(acceptance->sheet);
	jx_judge_fit_sheet(acceptance->sheet);
	return jx_record_reply(task, &acceptance->reviewed.key, ret_submission);
}

/* ---- the three ways; each is checked, with its scores, by a reader first, and again by the writer ---- */

static enum jx_status check_accept(struct jx_task *task, struct acceptance *acceptance)
{
	const JxAcceptSubmissionRequest *request = (const JxAcceptSubmissionRequest *)task->message;
	*acceptance = (struct acceptance){.act = JX_ACT_ACCEPT,
		.wish = {request->reviewed_score, request->reason, request->lines, request->n_lines}};
	return check_acceptance(task, request->name, request->digest, acceptance);
}

enum jx_status jx_load_accept_submission(struct jx_task *task)
{
	struct acceptance acceptance;
	return check_accept(task, &acceptance);
}

enum jx_status jx_handle_accept_submission(struct jx_task *task)
{
	JxAcceptSubmissionResponse *reply = (JxAcceptSubmissionResponse *)task->reply;
	struct acceptance acceptance;
	enum jx_status status = check_accept(task, &acceptance);
	if (status == JX_OK)
		status = keep_acceptance(task, &acceptance, &reply->submission);
	reply->sheet = acceptance.sheet;
	return status;
}

static enum jx_status check_correction(struct jx_task *task, struct acceptance *acceptance)
{
	const JxCorrectAcceptanceRequest *request = (const JxCorrectAcceptanceRequest *)task->message;
	*acceptance = (struct acceptance){.act = JX_ACT_CORRECT_ACCEPTANCE,
		.wish = {request->reviewed_score, request->reason, request->lines, request->n_lines}};
	return check_acceptance(task, request->name, request->digest, acceptance);
}

enum jx_status jx_load_correct_acceptance(struct jx_task *task)
{
	struct acceptance acceptance;
	return check_correction(task, &acceptance);
}

enum jx_status jx_handle_correct_acceptance(struct jx_task *task)
{
	JxCorrectAcceptanceResponse *reply = (JxCorrectAcceptanceResponse *)task->reply;
	struct acceptance acceptance;
	enum jx_status status = check_correction(task, &acceptance);
	if (status == JX_OK)
		status = keep_acceptance(task, &acceptance, &reply->submission);
	reply->sheet = acceptance.sheet;
	return status;
}

static enum jx_status check_unanswered(struct jx_task *task, struct acceptance *acceptance)
{
	const JxAcceptUnansweredSubmissionRequest *request =
		(const JxAcceptUnansweredSubmissionRequest *)task->message;
	*acceptance =
		(struct acceptance){.act = JX_ACT_ACCEPT_UNANSWERED, .wish = {.reason = request->reason}};
	return check_acceptance(task, request->name, request->digest, acceptance);
}

enum jx_status jx_load_accept_unanswered_submission(struct jx_task *task)
{
	struct acceptance acceptance;
	return check_unanswered(task, &acceptance);
}

enum jx_status jx_handle_accept_unanswered_submission(struct jx_task *task)
{
	JxAcceptUnansweredSubmissionResponse *reply = (JxAcceptUnansweredSubmissionResponse *)task->reply;
	struct acceptance acceptance;
	enum jx_status status = check_unanswered(task, &acceptance);
	return status == JX_OK ? keep_acceptance(task, &acceptance, &reply->submission) : status;
}
