/* Returning a report to its department, with what was raised before and what is raised now. */
#include "server/handlers/handlers.h"

#include "proto/contract/base/text_class.h"
#include "server/handlers/reviewing/reviewed.h"
#include "storage/filing/store_issues.h"
#include "storage/results/store_accepted.h"

/* What an issue does not say: it wants a correction, for another reason. */
static void set_defaults(const JxReturnSubmissionRequest *request)
{
	for (size_t i = 0; i < request->n_issues; i++) {
		JxNewIssue *issue = request->issues[i];
		if (issue->wanted_action == JX_WANTED_ACTION_UNSPECIFIED)
			issue->wanted_action = JX_WANTED_ACTION_CORRECT;
		if (issue->code == JX_ISSUE_CODE_UNSPECIFIED)
			issue->code = JX_ISSUE_CODE_OTHER;
	}
}

static enum jx_status raise_issues(
	struct jx_task *task, const struct jx_reviewed *reviewed, const JxReturnSubmissionRequest *request)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < request->n_issues; i++)
		status = jx_reviewed_raise(task, reviewed, request->issues[i], NULL);
	if (status != JX_OK)
		return status;
	return jx_issues_set_due(
		task->db, reviewed->record.id, jx_timestamp_ms(request->due_time), &task->error);
}

/* All checks of a return, before it changes anything. */
static enum jx_status check_return(
	struct jx_task *task, const JxReturnSubmissionRequest *request, struct jx_reviewed *reviewed)
{
	enum jx_status status = jx_reviewed_find(task, request->name, reviewed);
	if (status != JX_OK)
		return status;
	reviewed->facts.n_new_issues = (uint32_t)request->n_issues;
	reviewed->facts.has_due = request->due_time != NULL;
	reviewed->facts.has_reason = !jx_text_is_blank(request->reason);
	status = jx_reviewed_ask(task, reviewed, JX_ACT_RETURN);
	if (status == JX_OK)
		status = jx_reviewed_check_seen(task, reviewed, request->digest);
	if (status == JX_OK)
		status = jx_reviewed_check_room(task, reviewed, request->issues, request->n_issues);
	if (status == JX_OK)
		status = jx_reviewed_check_length(task, "reason", request->reason);
	return status == JX_OK ? jx_task_check_ahead(task, "due_time", request->due_time) : status;
}

static enum jx_status record_return(
	struct jx_task *task, const struct jx_reviewed *reviewed, const JxReturnSubmissionRequest *request)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxReturnRecord what = JX_RETURN_RECORD_INIT;
	JxReturnSubmissionRequest issues = JX_RETURN_SUBMISSION_REQUEST_INIT;
	char digest[JX_DIGEST_TEXT_BYTES];
	const struct jx_doing doing = {.act = JX_ACT_RETURN,
		.facts = &reviewed->facts,
		.change = {.reviewer = task->caller.id,
			.due_ms = jx_timestamp_ms(request->due_time),
			.review_reason = request->reason},
		.logged = &record};
	issues.issues = request->issues;
	issues.n_issues = request->n_issues;
	enum jx_status status = jx_digest_message(&issues.base, JX_DIGEST_SHA256, digest, &task->error);
	if (status != JX_OK)
		return status;
	what.version_number = reviewed->record.message->version_number;
	what.content_digest = reviewed->record.message->digest;
	what.due_time = request->due_time;
	what.issue_count = (uint32_t)request->n_issues + reviewed->facts.n_open_issues;
	what.issues_digest = digest;
	record.returned = &what;
	return jx_record_act(task, &reviewed->record, &doing, NULL);
}

enum jx_status jx_load_return_submission(struct jx_task *task)
{
	const JxReturnSubmissionRequest *request = (const JxReturnSubmissionRequest *)task->message;
	struct jx_reviewed reviewed = {0};
	struct jx_version version = {0};
	enum jx_status status = check_return(task, request, &reviewed);
	if (status == JX_OK && request->n_issues > 0)
		status = jx_reviewed_version(task, &reviewed, &version);
	for (size_t i = 0; status == JX_OK && i < request->n_issues; i++)
		status = jx_reviewed_check_raised(task, version.message->report, request->issues[i]);
	return status;
}

enum jx_status jx_handle_return_submission(struct jx_task *task)
{
	const JxReturnSubmissionRequest *request = (const JxReturnSubmissionRequest *)task->message;
	struct jx_reviewed reviewed = {0};
	JxReturnSubmissionResponse *reply = (JxReturnSubmissionResponse *)task->reply;
	set_defaults(request);
	enum jx_status status = check_return(task, request, &reviewed);
	if (status == JX_OK)
		status = raise_issues(task, &reviewed, request);
	/* When an acceptance is taken back, the analysts' rows go too. */
	if (status == JX_OK && reviewed.record.accepted_version_id != 0)
		status = jx_accepted_clear(task->db, reviewed.record.accepted_version_id, &task->error);
	if (status == JX_OK)
		status = record_return(task, &reviewed, request);
	return status == JX_OK ? jx_record_reply(task, &reviewed.key, &reply->submission) : status;
}
