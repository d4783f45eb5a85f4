#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/path.h"
#include "proto/contract/score/score.h"
#include "server/handlers/records.h"
#include "server/judging/judge.h"
#include "storage/filing/store_issues.h"
#include "storage/filing/store_submissions.h"
#include "storage/filing/store_versions.h"
#include "storage/results/store_accepted.h"
#include "storage/results/store_scores.h"
#include "storage/results/store_texts.h"

_Static_assert(JX_MAX_REASON_BYTES == 3000 && JX_MAX_ISSUES == 200, "see the words of the refusals");

/* What both acts of review begin with. */
struct reviewed {
	struct jx_record_key key;
	struct jx_record record;
	struct jx_facts facts;
	/* Of an acceptance. */
	struct jx_version version;
	const JxReview *review; /* NULL: finance sets nothing */
	JxScoreSheet *sheet;
};

/* Nobody acts on a version they have not seen. */
static enum jx_status check_seen(struct jx_task *task, const char *digest, const JxSubmission *submission)
{
	if (digest[0] == '\0')
		return jx_task_fail_missing(task, "digest");
	if (strcmp(digest, submission->digest) == 0)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_STALE_BASE, "digest",
		JX_ARGS(JX_TEXT(submission->name), JX_U64(submission->version_number), JX_TEXT(digest)));
}

static enum jx_status find_reviewed(struct jx_task *task, const char *name, struct reviewed *reviewed)
{
	enum jx_status status = jx_record_key_read(task, name, &reviewed->key);
	if (status != JX_OK)
		return status;
	status = jx_record_get(task, &reviewed->key, &reviewed->record);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(task->round, sizeof(task->round), reviewed->key.round);
	return jx_record_facts(task, &reviewed->record, &reviewed->facts);
}

/* Asked before anything is done; jx_record_act() asks again. */
static enum jx_status ask_guards(struct jx_task *task, const struct reviewed *reviewed, enum jx_act act)
{
	const struct jx_transition *rows[2];
	return jx_act_check(&reviewed->facts, act, rows, NULL, &task->error);
}

static enum jx_status check_length(struct jx_task *task, const char *field, const char *text)
{
	size_t n = strlen(text);
	if (n <= JX_MAX_REASON_BYTES)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, field,
		JX_ARGS(JX_TEXT(field), JX_U64(n), JX_WORDS("最多 3000 字节", "at most 3000 bytes")));
}

/* The version that is accepted, and its scores before finance says anything. */
static enum jx_status read_version(struct jx_task *task, struct reviewed *reviewed)
{
	const struct jx_version_query query = {
		.round = reviewed->key.round, .department = reviewed->key.department};
	enum jx_status status =
		jx_version_get(task->db, &query, &task->scratch, &reviewed->version, &task->error);
	if (status != JX_OK)
		return status;
	reviewed->version.message->review = NULL;
	return jx_judge_scores(task, &reviewed->version, false, &reviewed->sheet);
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

/* The score as a whole is reviewed_score of the request. */
static enum jx_status check_review(struct jx_task *task, const JxReview *review, const JxScoreSheet *sheet)
{
	enum jx_status status = jx_review_check(review, sheet, &task->arena, &task->error);
	if (status != JX_OK && strcmp(task->error.field, "score") == 0)
		(void)jx_text_copy(task->error.field, sizeof(task->error.field), "reviewed_score");
	return status;
}

/* What finance sets, checked against the sheet, and the scores it gives. */
static enum jx_status set_review(
	struct jx_task *task, const JxAcceptSubmissionRequest *request, struct reviewed *reviewed)
{
	const JxDecimal *given = request->reviewed_score;
	bool has_lines = request->n_lines > 0;
	if (given == NULL && !has_lines)
		return jx_judge_scores(task, &reviewed->version, true, &reviewed->sheet);
	JxReview *review = jx_task_new(task, JX_REVIEW_DESCRIPTOR);
	if (review == NULL)
		return jx_task_no_memory(task);
	review->reason = request->reason;
	review->lines = request->lines;
	review->n_lines = request->n_lines;
	if (!has_lines)
		review->score = request->reviewed_score;
	size_t n_bytes = jx_codec_packed_bytes(&review->base);
	if (n_bytes > JX_MAX_REVIEW_BYTES)
		return jx_fail_at(&task->error, JX_REASON_CONTENT_TOO_LARGE, "lines",
			JX_ARGS(JX_TEXT("lines"), JX_U64(n_bytes), JX_U64(JX_MAX_REVIEW_BYTES)));
	enum jx_status status = check_review(task, review, reviewed->sheet);
	if (status != JX_OK)
		return status;
	reviewed->review = reviewed->version.message->review = review;
	status = jx_judge_scores(task, &reviewed->version, true, &reviewed->sheet);
	if (status != JX_OK || given == NULL || !has_lines)
		return status;
	return check_sum(task, given, reviewed->sheet->reviewed);
}

/* The score as it is stored: as it was typed, or as the lines give it. */
static const JxDecimal *stored_score(const struct reviewed *reviewed)
{
	const JxReview *review = reviewed->review;
	return review != NULL && review->score != NULL ? review->score : reviewed->sheet->reviewed;
}

/* An answered issue is resolved by an acceptance. */
static enum jx_status resolve_issues(struct jx_task *task, const struct jx_record *record)
{
	const struct jx_issue_change change = {.record_id = record->id,
		.from = JX_ISSUE_STATE_ANSWERED,
		.to = JX_ISSUE_STATE_RESOLVED,
		.at_ms = task->now_ms,
		.person = task->caller.id};
	return jx_issues_set_state(task->db, &change, &task->error);
}

static enum jx_status write_accepted(struct jx_task *task, const struct reviewed *reviewed)
{
	const JxReport *report = reviewed->version.message->report;
	int64_t id = reviewed->version.id;
	enum jx_status status = jx_accepted_write(task->db, id, report, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_scores_accept(task->db, id, reviewed->sheet, reviewed->review, &task->error);
	if (status != JX_OK)
		return status;
	return jx_texts_write(task->db, id, report, &task->error);
}

/* The reply holds no steps: ExplainScore gives them. */
static void drop_steps(JxScoreSheet *sheet)
{
	for (size_t i = 0; i < sheet->n_lines; i++)
		sheet->lines[i]->n_steps = 0;
}

/* All checks of an acceptance, before it changes anything. */
static enum jx_status check_acceptance(
	struct jx_task *task, const JxAcceptSubmissionRequest *request, struct reviewed *reviewed)
{
	enum jx_status status = find_reviewed(task, request->name, reviewed);
	if (status == JX_OK)
		status = ask_guards(task, reviewed, JX_ACT_ACCEPT);
	if (status == JX_OK)
		status = check_seen(task, request->digest, reviewed->record.message);
	if (status != JX_OK)
		return status;
	status = read_version(task, reviewed);
	if (status != JX_OK)
		return status;
	status = check_length(task, "reason", request->reason);
	return status == JX_OK ? set_review(task, request, reviewed) : status;
}

static enum jx_status record_acceptance(
	struct jx_task *task, const struct reviewed *reviewed, const struct jx_state_change *change)
{
	const JxScoreSheet *sheet = reviewed->sheet;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxAcceptanceRecord what = JX_ACCEPTANCE_RECORD_INIT;
	char review[JX_DIGEST_TEXT_BYTES];
	if (reviewed->review != NULL) {
		enum jx_status status =
			jx_digest_message(&reviewed->review->base, JX_DIGEST_SHA256, review, &task->error);
		if (status != JX_OK)
			return status;
		what.review_digest = review;
	}
	what.version_number = reviewed->record.message->version_number;
	what.content_digest = reviewed->record.message->digest;
	what.rulebook_digest = reviewed->version.message->rulebook_digest;
	what.reviewed_score = (JxDecimal *)change->reviewed_score;
	what.final_score = sheet->final_score;
	what.coverage = sheet->coverage;
	what.grade = sheet->grade;
	record.acceptance = &what;
	const struct jx_doing doing = {
		.act = JX_ACT_ACCEPT, .facts = &reviewed->facts, .change = *change, .logged = &record};
	return jx_record_act(task, &reviewed->record, &doing, NULL);
}

enum jx_status jx_handle_accept_submission(struct jx_task *task)
{
	const JxAcceptSubmissionRequest *request = (const JxAcceptSubmissionRequest *)task->message;
	struct reviewed reviewed = {0};
	JxAcceptSubmissionResponse *reply = (JxAcceptSubmissionResponse *)task->reply;
	enum jx_status status = check_acceptance(task, request, &reviewed);
	if (status != JX_OK)
		return status;
	const struct jx_state_change change = {
		.reviewer = task->caller.id,
		.reviewed_score = stored_score(&reviewed),
		.review_reason = request->reason,
	};
	status = record_acceptance(task, &reviewed, &change);
	if (status != JX_OK)
		return status;
	status = resolve_issues(task, &reviewed.record);
	if (status != JX_OK)
		return status;
	status = write_accepted(task, &reviewed);
	if (status != JX_OK)
		return status;
	drop_steps(reviewed.sheet);
	jx_judge_fit_sheet(reviewed.sheet);
	reply->sheet = reviewed.sheet;
	return jx_record_reply(task, &reviewed.key, &reply->submission);
}

static enum jx_status raise_issue(struct jx_task *task, const struct reviewed *reviewed,
	const JxReport *report, const JxNewIssue *raised)
{
	struct jx_place place;
	char person[JX_RESOURCE_NAME_BYTES];
	uint32_t number = 0;
	if (jx_text_is_blank(raised->text))
		return jx_fail_at(&task->error, JX_REASON_REASON_REQUIRED, "issues.text",
			JX_ARGS(JX_TEXT(raised->field)));
	enum jx_status status = check_length(task, "issues.text", raised->text);
	if (status != JX_OK)
		return status;
	status = jx_path_resolve(&report->base, raised->field, &place, &task->error);
	if (status != JX_OK) {
		(void)jx_text_copy(task->error.field, sizeof(task->error.field), "issues.field");
		return status;
	}
	JxIssue issue = JX_ISSUE_INIT;
	issue.field = raised->field;
	issue.wanted_action = raised->wanted_action;
	issue.text = raised->text;
	issue.version_number = reviewed->record.message->version_number;
	issue.raised_by = (char *)jx_name_person(person, task->caller.id);
	issue.raise_time = jx_task_timestamp(task, task->now_ms);
	if (issue.raise_time == NULL)
		return jx_task_no_memory(task);
	return jx_issue_insert(task->db, reviewed->record.id, &issue, &number, &task->error);
}

static enum jx_status raise_issues(
	struct jx_task *task, const struct reviewed *reviewed, const JxReturnSubmissionRequest *request)
{
	const struct jx_version_query query = {
		.round = reviewed->key.round, .department = reviewed->key.department};
	struct jx_version version = {0};
	enum jx_status status = jx_version_get(task->db, &query, &task->scratch, &version, &task->error);
	for (size_t i = 0; status == JX_OK && i < request->n_issues; i++)
		status = raise_issue(task, reviewed, version.message->report, request->issues[i]);
	return status;
}

/* As many as a department can answer, and no more than every reply about the submission can hold. */
static enum jx_status check_issues(struct jx_task *task, const JxReturnSubmissionRequest *request)
{
	size_t n_bytes = 0;
	if (request->n_issues > JX_MAX_ISSUES)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "issues",
			JX_ARGS(JX_TEXT("issues"), JX_U64(request->n_issues),
				JX_WORDS("最多 200 条", "at most 200 of them")));
	for (size_t i = 0; i < request->n_issues; i++) {
		JxNewIssue *issue = request->issues[i];
		n_bytes += strlen(issue->field) + strlen(issue->text);
		if (issue->wanted_action == JX_WANTED_ACTION_UNSPECIFIED)
			issue->wanted_action = JX_WANTED_ACTION_CORRECT;
	}
	if (n_bytes <= JX_MAX_ISSUES_BYTES)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_CONTENT_TOO_LARGE, "issues",
		JX_ARGS(JX_TEXT("issues"), JX_U64(n_bytes), JX_U64(JX_MAX_ISSUES_BYTES)));
}

static enum jx_status record_return(struct jx_task *task, const struct reviewed *reviewed,
	const JxReturnSubmissionRequest *request, const struct jx_state_change *change)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxReturnRecord what = JX_RETURN_RECORD_INIT;
	JxReturnSubmissionRequest issues = JX_RETURN_SUBMISSION_REQUEST_INIT;
	char digest[JX_DIGEST_TEXT_BYTES];
	issues.issues = request->issues;
	issues.n_issues = request->n_issues;
	enum jx_status status = jx_digest_message(&issues.base, JX_DIGEST_SHA256, digest, &task->error);
	if (status != JX_OK)
		return status;
	what.version_number = reviewed->record.message->version_number;
	what.content_digest = reviewed->record.message->digest;
	what.due_time = request->due_time;
	what.issue_count = (uint32_t)request->n_issues;
	what.issues_digest = digest;
	record.returned = &what;
	const struct jx_doing doing = {
		.act = JX_ACT_RETURN, .facts = &reviewed->facts, .change = *change, .logged = &record};
	return jx_record_act(task, &reviewed->record, &doing, NULL);
}

/* All checks of a return, before it changes anything. */
static enum jx_status check_return(
	struct jx_task *task, const JxReturnSubmissionRequest *request, struct reviewed *reviewed)
{
	enum jx_status status = find_reviewed(task, request->name, reviewed);
	if (status != JX_OK)
		return status;
	reviewed->facts.n_new_issues = (uint32_t)request->n_issues;
	reviewed->facts.has_due = request->due_time != NULL;
	reviewed->facts.has_reason = !jx_text_is_blank(request->reason);
	status = ask_guards(task, reviewed, JX_ACT_RETURN);
	if (status != JX_OK)
		return status;
	status = check_seen(task, request->digest, reviewed->record.message);
	if (status != JX_OK)
		return status;
	status = check_issues(task, request);
	if (status != JX_OK)
		return status;
	status = check_length(task, "reason", request->reason);
	return status == JX_OK ? jx_task_check_ahead(task, "due_time", request->due_time) : status;
}

enum jx_status jx_handle_return_submission(struct jx_task *task)
{
	const JxReturnSubmissionRequest *request = (const JxReturnSubmissionRequest *)task->message;
	struct reviewed reviewed = {0};
	const struct jx_state_change change = {.reviewer = task->caller.id,
		.due_ms = jx_timestamp_ms(request->due_time),
		.review_reason = request->reason};
	JxReturnSubmissionResponse *reply = (JxReturnSubmissionResponse *)task->reply;
	enum jx_status status = check_return(task, request, &reviewed);
	if (status != JX_OK)
		return status;
	status = raise_issues(task, &reviewed, request);
	if (status != JX_OK)
		return status;
	/* When an acceptance is taken back, the analysts' rows go too. */
	if (reviewed.record.accepted_version_id != 0)
		status = jx_accepted_clear(task->db, reviewed.record.accepted_version_id, &task->error);
	if (status != JX_OK)
		return status;
	status = record_return(task, &reviewed, request, &change);
	if (status != JX_OK)
		return status;
	return jx_record_reply(task, &reviewed.key, &reply->submission);
}
