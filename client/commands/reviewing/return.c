/*
 * jixiao return: reports that their departments are to answer for.
 */
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/reviewing/chosen.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"

static enum jx_status add_issue(struct jx_app *app, const char *field, JxReturnSubmissionRequest *request)
{
	JxNewIssue *issue = jx_arena_alloc(&app->arena, sizeof(*issue));
	if (issue == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_new_issue_init(issue);
	issue->wanted_action = JX_WANTED_ACTION_CORRECT;
	request->issues[request->n_issues++] = issue;
	return jx_option_text(app, field, &issue->field);
}

static enum jx_status read_action(struct jx_app *app, const char *text, JxNewIssue *issue)
{
	int action = (int)issue->wanted_action;
	enum jx_status status = jx_option_enum(
		app, "want", text, JX_WANTED_ACTION_DESCRIPTOR, "correct, explain, attach", &action);
	issue->wanted_action = (JxWantedAction)action;
	return status;
}

/* --at begins an issue; -m and --want after it belong to it. */
static enum jx_status take_issue_option(
	struct jx_app *app, const struct jx_given *given, JxReturnSubmissionRequest *request)
{
	if (strcmp(given->option->name, "at") == 0)
		return add_issue(app, given->value, request);
	if (strcmp(given->option->name, "reason") == 0)
		return jx_option_text(app, given->value, &request->reason);
	bool is_message = strcmp(given->option->name, "message") == 0;
	if (!is_message && strcmp(given->option->name, "want") != 0)
		return JX_OK;
	if (request->n_issues == 0)
		return jx_option_fail(
			app, given->option->name, given->value, _("after the --at that it belongs to"));
	JxNewIssue *issue = request->issues[request->n_issues - 1];
	return is_message ? jx_option_text(app, given->value, &issue->text)
			  : read_action(app, given->value, issue);
}

static enum jx_status read_issues(
	struct jx_app *app, const struct jx_args *args, JxReturnSubmissionRequest *request)
{
	request->issues = jx_arena_calloc(&app->arena, args->n_given + 1, sizeof(*request->issues));
	if (request->issues == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < args->n_given; i++) {
		enum jx_status status = take_issue_option(app, &args->given[i], request);
		if (status != JX_OK)
			return status;
	}
	for (size_t i = 0; i < request->n_issues; i++)
		if (request->issues[i]->text[0] == '\0')
			return jx_option_fail_missing(app, args, "message");
	return JX_OK;
}

/* What is about to be asked, before anybody says yes. */
static void show_issues(struct jx_app *app, const JxReturnSubmissionRequest *request)
{
	char unknown[JX_LABEL_BYTES], place[JX_PLACE_BYTES];
	for (size_t i = 0; i < request->n_issues; i++) {
		const JxNewIssue *issue = request->issues[i];
		jx_print(&app->terminal, _("Asks:     %s: %s; %s"),
			jx_label_place(issue->field, app->language, place),
			jx_label_action(issue->wanted_action, unknown), issue->text);
	}
}

static enum jx_status return_one(struct jx_app *app, const JxSubmission *submission, void *user)
{
	const JxReturnSubmissionRequest *wish = user;
	JxReturnSubmissionRequest request = *wish;
	JxReturnSubmissionResponse *reply;
	request.name = submission->name;
	request.digest = submission->digest;
	enum jx_status status = jx_call_return_submission(app, &request, &reply);
	return status == JX_OK ? jx_chosen_print_done(app, &reply->base, reply->submission) : status;
}

static enum jx_status read_due(
	struct jx_app *app, const struct jx_args *args, Google__Protobuf__Timestamp *due)
{
	const char *text = jx_args_value(args, "due");
	return text != NULL ? jx_resolve_time(app, "due", text, "3d, 2026-03-15", due)
			    : jx_option_fail_missing(app, args, "due");
}

enum jx_status cmd_return(struct jx_app *app, const struct jx_args *args)
{
	JxReturnSubmissionRequest request = JX_RETURN_SUBMISSION_REQUEST_INIT;
	struct jx_chosen chosen;
	Google__Protobuf__Timestamp due = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	request.due_time = &due;
	enum jx_status status = read_issues(app, args, &request);
	if (status == JX_OK)
		status = read_due(app, args, &due);
	if (status == JX_OK)
		status = jx_chosen_find(app, args, &chosen);
	if (status != JX_OK)
		return status;
	/* Those that were raised before go back with it. */
	for (size_t i = 0; request.n_issues == 0 && i < chosen.n; i++)
		if (chosen.rows[i]->open_issue_count == 0)
			return jx_app_fail(app, JX_REASON_ISSUE_REQUIRED);
	if (jx_chosen_show(app, &chosen))
		show_issues(app, &request);
	request.validate_only = jx_args_has(args, "dry-run");
	status = jx_chosen_confirm(
		app, args, ngettext("Return this report?", "Return these reports?", chosen.n));
	if (status == JX_OK)
		status = jx_chosen_each(app, &chosen, return_one, &request);
	if (status != JX_OK)
		return status;
	jx_chosen_next(app, args, "jixiao list --state returned");
	return JX_OK;
}
