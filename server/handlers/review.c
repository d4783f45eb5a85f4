#include "server/handlers/handlers.h"

#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
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

/* What both acts of review start with. */
struct reviewed {
	struct jx_record_key key;
	struct jx_record record;
	/* Of an acceptance. */
	struct jx_version version;
	const JxReview *review; /* NULL: finance sets nothing */
	JxScoreSheet *sheet;
};

/* Nobody reviews his own department, and nobody acts on a version he has not seen. */
static enum jx_status start(
	struct jx_task *task, const char *name, const char *digest, struct reviewed *reviewed)
{
	enum jx_status status = jx_record_key_read(task, name, &reviewed->key);
	if (status == JX_OK)
		status = jx_record_get(task, &reviewed->key, &reviewed->record);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(task->round, sizeof(task->round), reviewed->key.round);
	if (strcmp(task->caller.department, reviewed->key.department) == 0)
		return jx_fail(&task->error, JX_REASON_OWN_DEPARTMENT);
	if (digest[0] == '\0')
		return jx_fail_at(
			&task->error, JX_REASON_MISSING_FIELD, "digest", JX_ARGS(JX_TEXT("digest")));
	const JxSubmission *record = reviewed->record.message;
	if (strcmp(digest, record->digest) != 0) {
		char now[16];
		(void)snprintf(now, sizeof(now), "%u", record->version_number);
		return jx_fail_at(&task->error, JX_REASON_STALE_BASE, "digest",
			JX_ARGS(JX_TEXT(record->name), JX_TEXT(now), JX_TEXT(digest)));
	}
	return JX_OK;
}

static bool is_number(const JxDecimal *decimal)
{
	return decimal != NULL && decimal->empty == JX_EMPTY_KIND_UNSPECIFIED;
}

static enum jx_status check_score(
	struct jx_task *task, const JxAcceptSubmissionRequest *request, const struct reviewed *reviewed)
{
	const JxDecimal *score = request->reviewed_score;
	const JxDecimal *claimed = reviewed->record.message->claimed_score;
	const JxDecimal *full = reviewed->sheet->full_points;
	char text[JX_FIGURE_TEXT_BYTES] = "";
	char most[JX_FIGURE_TEXT_BYTES] = "";
	if (strlen(request->reason) > JX_MAX_REASON_BYTES)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "reason",
			JX_ARGS(JX_TEXT("reason"), JX_TEXT("-"), JX_TEXT("at most 3000 bytes")));
	if (score == NULL)
		return JX_OK;
	(void)!jx_decimal_print(full, most, sizeof(most));
	if (jx_decimal_print(score, text, sizeof(text)) != JX_OK || !is_number(score) || score->micros < 0 ||
		score->micros > full->micros)
		return jx_fail_at(&task->error, JX_REASON_SCORE_RANGE, "reviewed_score",
			JX_ARGS(JX_TEXT(text), JX_TEXT(most)));
	bool is_as_claimed = is_number(claimed) && claimed->micros == score->micros;
	if (!is_as_claimed && request->reason[0] == '\0' && request->n_lines == 0)
		return jx_fail_at(&task->error, JX_REASON_REASON_REQUIRED, "reason", JX_ARGS(JX_TEXT(text)));
	return JX_OK;
}

/* The version that is accepted, and its scores before finance says anything. */
static enum jx_status read_version(struct jx_task *task, struct reviewed *reviewed)
{
	const struct jx_version_query query = {
		.round = reviewed->key.round, .department = reviewed->key.department};
	enum jx_status status =
		jx_version_get(task->db, &query, &task->arena, &reviewed->version, &task->error);
	if (status != JX_OK)
		return status;
	reviewed->version.message->review = NULL;
	return jx_judge_scores(task, &reviewed->version, false, &reviewed->sheet);
}

/* What finance sets, checked against the lines, and what it comes to. */
static enum jx_status set_review(
	struct jx_task *task, const JxAcceptSubmissionRequest *request, struct reviewed *reviewed)
{
	const JxDecimal *given = request->reviewed_score;
	if (given == NULL && request->n_lines == 0)
		return jx_judge_scores(task, &reviewed->version, true, &reviewed->sheet);
	JxReview *review = jx_task_new(task, JX_REVIEW_DESCRIPTOR);
	if (review == NULL)
		return jx_task_no_memory(task);
	review->reason = request->reason;
	review->lines = request->lines;
	review->n_lines = request->n_lines;
	if (request->n_lines == 0)
		review->score = request->reviewed_score;
	enum jx_status status = jx_review_check(review, reviewed->sheet, &task->error);
	reviewed->review = reviewed->version.message->review = review;
	if (status == JX_OK)
		status = jx_judge_scores(task, &reviewed->version, true, &reviewed->sheet);
	if (status != JX_OK || given == NULL || request->n_lines == 0)
		return status;
	char text[JX_FIGURE_TEXT_BYTES] = "";
	char sum[JX_FIGURE_TEXT_BYTES] = "-";
	const JxDecimal *made = reviewed->sheet->reviewed;
	if (made != NULL && made->micros == given->micros)
		return JX_OK;
	(void)!jx_decimal_print(given, text, sizeof(text));
	if (made != NULL)
		(void)!jx_decimal_print(made, sum, sizeof(sum));
	return jx_fail_at(
		&task->error, JX_REASON_REVIEW_SUM, "reviewed_score", JX_ARGS(JX_TEXT(text), JX_TEXT(sum)));
}

/* The score as it is kept: as it was typed, or as the lines come to. */
static const JxDecimal *score_set(const struct reviewed *reviewed)
{
	const JxReview *review = reviewed->review;
	return review != NULL && review->score != NULL ? review->score : reviewed->sheet->reviewed;
}

static bool is_open(const JxIssue *issue)
{
	return issue->state == JX_ISSUE_STATE_OPEN;
}

/* An open issue stops an acceptance; an answered one is resolved by it. */
static enum jx_status resolve_issues(struct jx_task *task, const struct jx_record *record)
{
	struct jx_issues issues = {0};
	size_t n_open = 0;
	char fields[JX_ERROR_ARG_BYTES] = "";
	enum jx_status status = jx_issues_list(task->db, record->id, &task->arena, &issues, &task->error);
	for (size_t i = 0; status == JX_OK && i < issues.n; i++) {
		if (!is_open(issues.rows[i]))
			continue;
		size_t used = strlen(fields);
		(void)snprintf(fields + used, sizeof(fields) - used, "%s%s", n_open > 0 ? ", " : "",
			issues.rows[i]->field);
		n_open++;
	}
	if (status == JX_OK && n_open > 0) {
		char number[24];
		(void)snprintf(number, sizeof(number), "%zu", n_open);
		return jx_fail_with(
			&task->error, JX_REASON_OPEN_ISSUES, JX_ARGS(JX_TEXT(number), JX_TEXT(fields)));
	}
	for (size_t i = 0; status == JX_OK && i < issues.n; i++) {
		if (issues.rows[i]->state != JX_ISSUE_STATE_ANSWERED)
			continue;
		const struct jx_issue_change change = {.record_id = record->id,
			.number = issues.rows[i]->number,
			.from = JX_ISSUE_STATE_ANSWERED,
			.to = JX_ISSUE_STATE_RESOLVED,
			.at_ms = task->now_ms,
			.person = task->caller.id,
			.reason = ""};
		status = jx_issue_set_state(task->db, &change, &task->error);
	}
	return status;
}

static enum jx_status write_accepted(struct jx_task *task, const struct reviewed *reviewed)
{
	const JxReport *submission = reviewed->version.message->report;
	int64_t id = reviewed->version.id;
	enum jx_status status = jx_accepted_write(task->db, id, submission, &task->error);
	if (status == JX_OK)
		status = jx_scores_accept(task->db, id, reviewed->sheet, reviewed->review, &task->error);
	return status == JX_OK ? jx_texts_write(task->db, id, submission, &task->error) : status;
}

/* The reply holds no steps: Explain gives them. */
static void drop_steps(JxScoreSheet *sheet)
{
	for (size_t i = 0; i < sheet->n_lines; i++)
		sheet->lines[i]->n_steps = 0;
}

enum jx_status jx_handle_accept_submission(struct jx_task *task)
{
	const JxAcceptSubmissionRequest *request = (const JxAcceptSubmissionRequest *)task->message;
	struct reviewed reviewed = {0};
	enum jx_status status = start(task, request->name, request->digest, &reviewed);
	if (status == JX_OK)
		status = read_version(task, &reviewed);
	if (status == JX_OK)
		status = check_score(task, request, &reviewed);
	if (status == JX_OK)
		status = set_review(task, request, &reviewed);
	if (status != JX_OK)
		return status;
	const struct jx_state_change change = {
		.reviewer = task->caller.id,
		.reviewed_score = score_set(&reviewed),
		.review_reason = request->reason,
	};
	status = jx_record_act(task, &reviewed.record, JX_ACT_ACCEPT, &change, NULL);
	if (status == JX_OK)
		status = resolve_issues(task, &reviewed.record);
	if (status == JX_OK)
		status = write_accepted(task, &reviewed);
	if (status != JX_OK)
		return status;
	JxAcceptSubmissionResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	drop_steps(reviewed.sheet);
	reply->sheet = reviewed.sheet;
	return jx_record_reply(task, &reviewed.key, &reply->submission);
}

static enum jx_status raise_issue(struct jx_task *task, const struct reviewed *reviewed,
	const JxReport *submission, const JxNewIssue *raised)
{
	struct jx_place place;
	char person[JX_MAX_CODE_BYTES + 16];
	uint32_t number = 0;
	if (raised->text[0] == '\0')
		return jx_fail_at(&task->error, JX_REASON_REASON_REQUIRED, "issues.text",
			JX_ARGS(JX_TEXT(raised->field)));
	if (strlen(raised->text) > JX_MAX_REASON_BYTES)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "issues.text",
			JX_ARGS(JX_TEXT("text"), JX_TEXT("-"), JX_TEXT("at most 3000 bytes")));
	enum jx_status status = jx_path_resolve(&submission->base, raised->field, &place, &task->error);
	if (status != JX_OK)
		return status;
	(void)snprintf(person, sizeof(person), "persons/%s", task->caller.id);
	JxIssue issue = JX_ISSUE_INIT;
	issue.field = raised->field;
	issue.wanted_action = raised->wanted_action != JX_WANTED_ACTION_UNSPECIFIED
				      ? raised->wanted_action
				      : JX_WANTED_ACTION_CORRECT;
	issue.text = raised->text;
	issue.version_number = reviewed->record.message->version_number;
	issue.raised_by = person;
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
	enum jx_status status = jx_version_get(task->db, &query, &task->arena, &version, &task->error);
	for (size_t i = 0; status == JX_OK && i < request->n_issues; i++)
		status = raise_issue(task, reviewed, version.message->report, request->issues[i]);
	/* Of an acceptance that is taken back, the analysts' rows go too. */
	if (status == JX_OK && reviewed->record.accepted_version_id != 0)
		status = jx_accepted_clear(task->db, reviewed->record.accepted_version_id, &task->error);
	return status;
}

enum jx_status jx_handle_return_submission(struct jx_task *task)
{
	const JxReturnSubmissionRequest *request = (const JxReturnSubmissionRequest *)task->message;
	struct reviewed reviewed = {0};
	int64_t due_ms = jx_timestamp_ms(request->due_time);
	enum jx_status status = start(task, request->name, request->digest, &reviewed);
	if (status == JX_OK && request->n_issues == 0)
		status = jx_fail_at(&task->error, JX_REASON_ISSUE_REQUIRED, "issues", NULL);
	if (status == JX_OK && due_ms == 0)
		status = jx_fail_at(
			&task->error, JX_REASON_MISSING_FIELD, "due_time", JX_ARGS(JX_TEXT("due_time")));
	if (status == JX_OK && due_ms <= task->now_ms)
		status = jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "due_time",
			JX_ARGS(JX_TEXT("due_time"), JX_TEXT("-"), JX_TEXT("a time to come")));
	const struct jx_state_change change = {.reviewer = task->caller.id, .due_ms = due_ms};
	if (status == JX_OK)
		status = raise_issues(task, &reviewed, request);
	if (status == JX_OK)
		status = jx_record_act(task, &reviewed.record, JX_ACT_RETURN, &change, NULL);
	if (status != JX_OK)
		return status;
	JxReturnSubmissionResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	return jx_record_reply(task, &reviewed.key, &reply->submission);
}
