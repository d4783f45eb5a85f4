/*
 * jixiao issue add, resolve, waive, list; jixiao reply: the issues of a report, and what is said about them.
 */
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/reviewing/chosen.h"
#include "client/print/submission_print.h"
#include "client/report/judge.h"
#include "client/report/replies.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

static const struct jx_option_range NUMBERS = {.least = 1, .most = UINT32_MAX, .expected = "1, 2, ..."};

static enum jx_status read_number(struct jx_app *app, const char *text, uint32_t *ret_number)
{
	uint64_t number = 0;
	enum jx_status status = jx_option_number(app, "issue", text, &NUMBERS, &number);
	*ret_number = (uint32_t)number;
	return status;
}

/* ---- finance ---- */

static enum jx_status read_issue(
	struct jx_app *app, const struct jx_args *args, JxNewIssue *issue, uint32_t *ret_again)
{
	int action = JX_WANTED_ACTION_CORRECT;
	int code = JX_ISSUE_CODE_UNSPECIFIED;
	enum jx_status status = jx_option_text(app, jx_args_value(args, "at"), &issue->field);
	if (status == JX_OK)
		status = jx_option_text(app, jx_args_value(args, "message"), &issue->text);
	if (status == JX_OK)
		status = jx_option_text(app, jx_args_value(args, "rule"), &issue->rule);
	if (status == JX_OK)
		status = jx_option_enum(app, "want", jx_args_value(args, "want"), JX_WANTED_ACTION_DESCRIPTOR,
			"correct, explain, attach", &action);
	if (status == JX_OK)
		status = jx_option_enum(app, "code", jx_args_value(args, "code"), JX_ISSUE_CODE_DESCRIPTOR,
			"figure, contradiction, evidence, explanation, incomplete, score, other", &code);
	if (status == JX_OK && jx_args_value(args, "again") != NULL)
		status = read_number(app, jx_args_value(args, "again"), ret_again);
	if (status != JX_OK)
		return status;
	issue->wanted_action = (JxWantedAction)action;
	issue->code = (JxIssueCode)code;
	if (issue->text[0] == '\0')
		return jx_option_fail_missing(app, args, "message");
	return issue->field[0] != '\0' || *ret_again != 0 ? JX_OK : jx_option_fail_missing(app, args, "at");
}

enum jx_status cmd_issue_add(struct jx_app *app, const struct jx_args *args)
{
	JxAddIssueRequest request = JX_ADD_ISSUE_REQUEST_INIT;
	JxNewIssue issue = JX_NEW_ISSUE_INIT;
	const JxSubmission *submission;
	JxAddIssueResponse *reply;
	request.issue = &issue;
	enum jx_status status = read_issue(app, args, &issue, &request.number);
	if (status == JX_OK)
		status = jx_resolve_submission(app, args, args->operands[0], &request.name);
	if (status == JX_OK)
		status = jx_resolve_fetch_submission(app, request.name, &submission);
	if (status != JX_OK)
		return status;
	request.digest = submission->digest;
	status = jx_call_add_issue(app, &request, &reply);
	if (status == JX_OK)
		status = jx_chosen_print_done(app, &reply->base, reply->submission);
	if (status == JX_OK)
		jx_app_next(app, "jixiao return %s --due 3d", jx_name_last(submission->department));
	return status;
}

/* What is left to do about the report: its other issues, then its acceptance. */
static enum jx_status print_closed(
	struct jx_app *app, const ProtobufCMessage *reply, const JxSubmission *submission)
{
	enum jx_status status = jx_chosen_print_done(app, reply, submission);
	if (status == JX_OK && submission != NULL)
		jx_app_next(app, "jixiao %s %s", submission->open_issue_count > 0 ? "issue list" : "accept",
			jx_name_last(submission->department));
	return status;
}

enum jx_status cmd_issue_resolve(struct jx_app *app, const struct jx_args *args)
{
	JxResolveIssueRequest request = JX_RESOLVE_ISSUE_REQUEST_INIT;
	JxResolveIssueResponse *reply;
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &request.name);
	if (status == JX_OK)
		status = read_number(app, args->operands[1], &request.number);
	if (status == JX_OK)
		status = jx_option_text(app, jx_args_value(args, "message"), &request.text);
	if (status == JX_OK)
		status = jx_call_resolve_issue(app, &request, &reply);
	return status == JX_OK ? print_closed(app, &reply->base, reply->submission) : status;
}

enum jx_status cmd_issue_waive(struct jx_app *app, const struct jx_args *args)
{
	JxWaiveIssueRequest request = JX_WAIVE_ISSUE_REQUEST_INIT;
	JxWaiveIssueResponse *reply;
	if (jx_args_value(args, "reason") == NULL)
		return jx_option_fail_missing(app, args, "reason");
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &request.name);
	if (status == JX_OK)
		status = read_number(app, args->operands[1], &request.number);
	if (status == JX_OK)
		status = jx_option_text(app, jx_args_value(args, "reason"), &request.reason);
	if (status == JX_OK)
		status = jx_call_waive_issue(app, &request, &reply);
	return status == JX_OK ? print_closed(app, &reply->base, reply->submission) : status;
}

/* ---- both sides ---- */

enum jx_status cmd_issue_list(struct jx_app *app, const struct jx_args *args)
{
	JxListIssuesRequest request = JX_LIST_ISSUES_REQUEST_INIT;
	JxListIssuesResponse *reply;
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &request.name);
	if (status == JX_OK)
		status = jx_call_list_issues(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	if (jx_app_wants_text(app)) {
		jx_submission_print_threads(app, reply->issues, reply->n_issues);
		if (reply->n_issues == 0)
			jx_note(&app->terminal, "%s", _("No issue has been raised about this report."));
		return JX_OK;
	}
	return jx_submission_print_issues(app, reply->issues, reply->n_issues, false);
}

/* ---- the department ---- */

/* Sends the replies that stand in a returned form, and nothing else of it. */
static enum jx_status reply_from_form(struct jx_app *app, const char *file)
{
	const struct jx_judge_options options = {.from = JX_RULES_STORED_FIRST};
	struct jx_judged judged;
	size_t n = 0;
	enum jx_status status = jx_judge_file(app, &options, file, &judged);
	if (status == JX_OK && (judged.form == NULL || judged.form->n_replies == 0))
		return jx_app_fail_with(app, JX_REASON_FORM_WITHOUT_REPLIES, JX_ARGS(JX_TEXT(file)));
	if (status == JX_OK)
		status = jx_replies_send(app, &judged, &n);
	if (status != JX_OK)
		return status;
	jx_app_remark(app, _("Replies sent: %zu"), n);
	jx_app_next(app, "jixiao submit %s", file);
	return JX_OK;
}

enum jx_status cmd_reply(struct jx_app *app, const struct jx_args *args)
{
	if (args->n_operands == 1)
		return reply_from_form(app, args->operands[0]);
	JxReplyToIssueRequest request = JX_REPLY_TO_ISSUE_REQUEST_INIT;
	JxReplyToIssueResponse *reply;
	if (jx_args_value(args, "message") == NULL)
		return jx_option_fail_missing(app, args, "message");
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &request.name);
	if (status == JX_OK)
		status = read_number(app, args->operands[1], &request.number);
	if (status == JX_OK)
		status = jx_option_text(app, jx_args_value(args, "message"), &request.text);
	if (status == JX_OK)
		status = jx_call_reply_to_issue(app, &request, &reply);
	if (status == JX_OK)
		status = jx_chosen_print_done(app, &reply->base, reply->submission);
	if (status == JX_OK)
		jx_app_next(app, "jixiao submit FILE");
	return status;
}
