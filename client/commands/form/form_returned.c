/*
 * jixiao form returned: the form of the newest version, with finance's issues in the cells that they are about.
 */
#include <stdio.h>
#include <string.h>

#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/calls/version.h"
#include "client/commands/commands.h"
#include "client/commands/form/form_file_out.h"
#include "client/report/round_rules.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

#define ISSUE_BYTES 4096

/* What the form is made from. */
struct returned {
	char *name; /* of the submission */
	const JxSubmissionVersion *version;
	struct jx_form_remark *remarks;
	size_t n_remarks;
};

/* The submission of the department that is named, else of the caller's own. */
static enum jx_status find_submission(struct jx_app *app, const struct jx_args *args, char **ret_name)
{
	const char *text = jx_args_operand(args, 0);
	const JxDepartment *department;
	if (text != NULL)
		return jx_resolve_submission(app, args, text, ret_name);
	enum jx_status status = jx_own_department_fetch(app, &department);
	return status == JX_OK ? jx_resolve_submission(app, args, department->name, ret_name) : status;
}

static const char *advice_of(const JxIssue *issue)
{
	if (issue->wanted_action == JX_WANTED_ACTION_CORRECT)
		return _(
			"Correct this cell; what should be said about it goes into the reply in the same row.");
	if (issue->wanted_action == JX_WANTED_ACTION_ATTACH)
		return _("Name the evidence in the reply in the same row.");
	return _("Give the reason in the reply in the same row, or correct this cell.");
}

/* What is asked: the issue, and what finance has said about it since. */
static enum jx_status print_issue(struct jx_app *app, const JxIssue *issue, const char **ret_text)
{
	char text[ISSUE_BYTES];
	const JxIssueMessage *last = issue->n_messages > 0 ? issue->messages[issue->n_messages - 1] : NULL;
	bool is_asked_again = last != NULL && last->text[0] != '\0' && strcmp(last->text, issue->text) != 0;
	(void)snprintf(text, sizeof(text), _("Issue %u of finance: %s%s%s"), issue->number, issue->text,
		is_asked_again ? "\n" : "", is_asked_again ? last->text : "");
	*ret_text = jx_arena_strdup(&app->arena, text);
	return *ret_text != NULL ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}

/* Turns the issues that wait for the department into remarks. */
static enum jx_status make_remarks(struct jx_app *app, struct returned *returned)
{
	JxListIssuesRequest request = JX_LIST_ISSUES_REQUEST_INIT;
	JxListIssuesResponse *reply;
	request.name = returned->name;
	enum jx_status status = jx_call_list_issues(app, &request, &reply);
	if (status != JX_OK)
		return status;
	returned->remarks = jx_arena_calloc(&app->arena, reply->n_issues + 1, sizeof(*returned->remarks));
	if (returned->remarks == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < reply->n_issues && status == JX_OK; i++) {
		const JxIssue *issue = reply->issues[i];
		struct jx_form_remark *remark = &returned->remarks[returned->n_remarks];
		if (issue->state != JX_ISSUE_STATE_OPEN)
			continue;
		bool wants_figure = issue->wanted_action == JX_WANTED_ACTION_CORRECT;
		*remark = (struct jx_form_remark){.path = issue->field,
			.kind = wants_figure ? JX_REMARK_HARD : JX_REMARK_EXPLAIN,
			.advice = advice_of(issue),
			.issue = issue->number};
		status = print_issue(app, issue, &remark->text);
		returned->n_remarks++;
	}
	return status;
}

static enum jx_status write_form(struct jx_app *app, const struct returned *returned, const char *path)
{
	const JxReport *report = returned->version->report;
	struct jx_round_rules rules;
	const JxRulebook *book = NULL;
	char title[JX_FORM_TITLE_BYTES];
	enum jx_status status = jx_round_rules_find(app, report->round, JX_RULES_SERVER, &rules);
	if (status == JX_OK)
		status = jx_form_book(app, &rules, &book);
	if (status != JX_OK)
		return status;
	const struct jx_form_contents contents = {.report = report,
		.book = book,
		.title = jx_form_title(report, title),
		.submission = returned->name,
		.language = app->language,
		.remarks = returned->remarks,
		.n_remarks = returned->n_remarks};
	return jx_form_out_write(app, &contents, path);
}

enum jx_status cmd_form_returned(struct jx_app *app, const struct jx_args *args)
{
	struct returned returned = {0};
	const char *path;
	enum jx_status status = jx_form_out_path(app, args, &path);
	if (status == JX_OK)
		status = find_submission(app, args, &returned.name);
	if (status == JX_OK)
		status = jx_version_fetch(app, returned.name, NULL, &returned.version);
	if (status == JX_OK)
		status = make_remarks(app, &returned);
	if (status == JX_OK)
		status = write_form(app, &returned, path);
	if (status != JX_OK)
		return status;
	jx_version_remember(app, returned.name, returned.version);
	jx_app_remark(app, _("%s written: version %u, issues that wait for the department: %zu"), path,
		returned.version->number, returned.n_remarks);
	jx_app_next(app, "jixiao check %s", path);
	return JX_OK;
}
