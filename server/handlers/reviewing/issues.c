/* The issues of a report under review, and what is said about them. */
#include "server/handlers/handlers.h"

#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/evidence/digest.h"
#include "server/handlers/reviewing/reviewed.h"
#include "storage/filing/store_issues.h"

/* What is said about an issue, by whom the act is. */
struct saying {
	enum jx_act act;
	JxIssueState state; /* from then on */
	char *text;
	const JxIssue *issue;
	bool raises; /* the issue is new */
};

/* The digest of an issue as it was asked for, what was left out filled in. */
static enum jx_status digest_raised(
	struct jx_task *task, const JxIssue *issue, char digest[JX_DIGEST_TEXT_BYTES])
{
	JxNewIssue raised = JX_NEW_ISSUE_INIT;
	raised.field = issue->field;
	raised.wanted_action = issue->wanted_action;
	raised.text = issue->text;
	raised.code = issue->code;
	raised.rule = issue->rule;
	return jx_digest_message(&raised.base, JX_DIGEST_SHA256, digest, &task->error);
}

static enum jx_status record_saying(struct jx_task *task, const struct jx_reviewed *reviewed,
	const struct saying *saying, uint32_t message)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxIssueRecord what = JX_ISSUE_RECORD_INIT;
	char digest[JX_DIGEST_TEXT_BYTES];
	char raised[JX_DIGEST_TEXT_BYTES] = "";
	const struct jx_doing doing = {.act = saying->act, .facts = &reviewed->facts, .logged = &record};
	enum jx_status status =
		jx_digest_bytes(saying->text, strlen(saying->text), JX_DIGEST_SHA256, digest, &task->error);
	if (status == JX_OK && saying->raises)
		status = digest_raised(task, saying->issue, raised);
	if (status != JX_OK)
		return status;
	what.issue_digest = raised;
	what.number = saying->issue->number;
	what.message_number = message;
	what.field = saying->issue->field;
	what.state = saying->state;
	what.text_digest = digest;
	record.issue = &what;
	return jx_record_act(task, &reviewed->record, &doing, NULL);
}

/* Adds the message to the thread of its issue, and to the log. */
static enum jx_status say(
	struct jx_task *task, const struct jx_reviewed *reviewed, const struct saying *saying)
{
	const struct jx_issue_step step = {.record_id = reviewed->record.id,
		.number = saying->issue->number,
		.state = saying->state,
		.person = task->caller.id,
		.text = saying->text,
		.version_number = reviewed->record.message->version_number,
		.at_ms = task->now_ms};
	uint32_t message = 0;
	enum jx_status status = jx_issue_say(task->db, &step, &message, &task->error);
	return status == JX_OK ? record_saying(task, reviewed, saying, message) : status;
}

/* The issue that a request names, and what the guards ask about it. */
static enum jx_status find_issue(
	struct jx_task *task, struct jx_reviewed *reviewed, uint32_t number, JxIssue **ret_issue)
{
	enum jx_status status =
		jx_issue_get(task->db, reviewed->record.id, number, &task->arena, ret_issue, &task->error);
	if (status != JX_OK)
		return status;
	JxIssueState state = (*ret_issue)->state;
	reviewed->facts.is_issue_answered = state == JX_ISSUE_STATE_ANSWERED;
	reviewed->facts.is_issue_open = state == JX_ISSUE_STATE_OPEN || state == JX_ISSUE_STATE_ANSWERED;
	return JX_OK;
}

/* Who may not act on any issue of this submission is told so before the one that is named is looked for. */
static enum jx_status ask_at_all(struct jx_task *task, const struct jx_reviewed *reviewed, enum jx_act act)
{
	struct jx_reviewed best = *reviewed;
	jx_facts_assume_request(&best.facts);
	return jx_reviewed_ask(task, &best, act);
}

/* ---- raising ---- */

static enum jx_status raise_new(struct jx_task *task, struct jx_reviewed *reviewed, const JxNewIssue *raised)
{
	JxIssue *issue = NULL;
	uint32_t number = 0;
	enum jx_status status =
		jx_reviewed_check_room(task, reviewed, (JxNewIssue *const[]){(JxNewIssue *)raised}, 1);
	if (status == JX_OK)
		status = jx_reviewed_raise(task, reviewed, raised, &number);
	if (status == JX_OK)
		status = jx_issue_get(
			task->db, reviewed->record.id, number, &task->arena, &issue, &task->error);
	if (status != JX_OK)
		return status;
	const struct saying saying = {JX_ACT_ISSUE, JX_ISSUE_STATE_OPEN, raised->text, issue, true};
	return record_saying(task, reviewed, &saying, 1);
}

/* An answered issue is asked again. */
static enum jx_status raise_again(
	struct jx_task *task, struct jx_reviewed *reviewed, const JxAddIssueRequest *request)
{
	JxIssue *issue = NULL;
	enum jx_status status = find_issue(task, reviewed, request->number, &issue);
	if (status == JX_OK)
		status = jx_reviewed_ask(task, reviewed, JX_ACT_ISSUE);
	if (status == JX_OK)
		status = jx_reviewed_check_room(task, reviewed, &request->issue, 1);
	if (status != JX_OK)
		return status;
	const struct saying saying = {JX_ACT_ISSUE, JX_ISSUE_STATE_OPEN, request->issue->text, issue, false};
	return say(task, reviewed, &saying);
}

/* All checks of an issue, before it changes anything. */
static enum jx_status check_new(
	struct jx_task *task, const JxAddIssueRequest *request, struct jx_reviewed *reviewed)
{
	if (request->issue == NULL)
		return jx_task_fail_missing(task, "issue");
	enum jx_status status = jx_reviewed_find(task, request->name, reviewed);
	if (status != JX_OK)
		return status;
	reviewed->facts.is_issue_open = true;
	reviewed->facts.is_issue_answered = true;
	reviewed->facts.has_reason = !jx_text_is_blank(request->issue->text);
	status = jx_reviewed_ask(task, reviewed, JX_ACT_ISSUE);
	if (status == JX_OK)
		status = jx_reviewed_check_seen(task, reviewed, request->digest);
	return status == JX_OK ? jx_reviewed_check_length(task, "issue.text", request->issue->text) : status;
}

enum jx_status jx_load_add_issue(struct jx_task *task)
{
	const JxAddIssueRequest *request = (const JxAddIssueRequest *)task->message;
	struct jx_reviewed reviewed = {0};
	struct jx_version version = {0};
	enum jx_status status = check_new(task, request, &reviewed);
	if (status != JX_OK || request->number != 0)
		return status;
	status = jx_reviewed_version(task, &reviewed, &version);
	return status == JX_OK ? jx_reviewed_check_raised(task, version.message->report, request->issue)
			       : status;
}

enum jx_status jx_handle_add_issue(struct jx_task *task)
{
	const JxAddIssueRequest *request = (const JxAddIssueRequest *)task->message;
	JxAddIssueResponse *reply = (JxAddIssueResponse *)task->reply;
	struct jx_reviewed reviewed = {0};
	enum jx_status status = check_new(task, request, &reviewed);
	if (status == JX_OK)
		status = request->number == 0 ? raise_new(task, &reviewed, request->issue)
					      : raise_again(task, &reviewed, request);
	return status == JX_OK ? jx_record_reply(task, &reviewed.key, &reply->submission) : status;
}

/* ---- closing ---- */

/* A request that closes an issue, or replies to it. */
struct closing {
	const char *name; /* of the submission */
	uint32_t number;
	char *text;
	const char *field; /* of the text in the request */
	enum jx_act act;
	JxIssueState state;
};

static enum jx_status answer(
	struct jx_task *task, const struct closing *closing, JxSubmission **ret_submission)
{
	struct jx_reviewed reviewed = {0};
	JxIssue *issue = NULL;
	enum jx_status status = jx_reviewed_find(task, closing->name, &reviewed);
	if (status == JX_OK)
		status = ask_at_all(task, &reviewed, closing->act);
	if (status == JX_OK)
		status = find_issue(task, &reviewed, closing->number, &issue);
	if (status == JX_OK)
		status = jx_reviewed_check_length(task, closing->field, closing->text);
	if (status != JX_OK)
		return status;
	/* To waive an issue takes a reason and no answer, to resolve one an answer and no reason. */
	if (closing->state == JX_ISSUE_STATE_WAIVED)
		reviewed.facts.is_issue_answered = reviewed.facts.is_issue_open;
	reviewed.facts.has_reason =
		closing->state == JX_ISSUE_STATE_RESOLVED || !jx_text_is_blank(closing->text);
	status = jx_reviewed_ask(task, &reviewed, closing->act);
	if (status != JX_OK)
		return status;
	/* What is to be corrected is answered by a changed figure alone. */
	bool wants_figure = issue->wanted_action == JX_WANTED_ACTION_CORRECT;
	const struct saying saying = {closing->act,
		closing->act == JX_ACT_REPLY && wants_figure ? issue->state : closing->state, closing->text,
		issue, false};
	status = say(task, &reviewed, &saying);
	return status == JX_OK ? jx_record_reply(task, &reviewed.key, ret_submission) : status;
}

enum jx_status jx_handle_resolve_issue(struct jx_task *task)
{
	const JxResolveIssueRequest *request = (const JxResolveIssueRequest *)task->message;
	const struct closing closing = {
		request->name, request->number, request->text, "text", JX_ACT_ISSUE, JX_ISSUE_STATE_RESOLVED};
	return answer(task, &closing, &((JxResolveIssueResponse *)task->reply)->submission);
}

enum jx_status jx_handle_waive_issue(struct jx_task *task)
{
	const JxWaiveIssueRequest *request = (const JxWaiveIssueRequest *)task->message;
	const struct closing closing = {request->name, request->number, request->reason, "reason",
		JX_ACT_ISSUE, JX_ISSUE_STATE_WAIVED};
	return answer(task, &closing, &((JxWaiveIssueResponse *)task->reply)->submission);
}

enum jx_status jx_handle_reply_to_issue(struct jx_task *task)
{
	const JxReplyToIssueRequest *request = (const JxReplyToIssueRequest *)task->message;
	const struct closing closing = {
		request->name, request->number, request->text, "text", JX_ACT_REPLY, JX_ISSUE_STATE_ANSWERED};
	return answer(task, &closing, &((JxReplyToIssueResponse *)task->reply)->submission);
}
