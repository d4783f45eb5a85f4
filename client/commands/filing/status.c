/*
 * jixiao status: where the own department's reports stand, what finance wants, and what to run next.
 */
#include <string.h>

#include "client/calls/call.h"
#include "client/calls/renewal.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/print/submission_print.h"
#include "client/report/round_rules.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

static enum jx_status fetch_department(struct jx_app *app, const char **ret_department)
{
	JxGetCallerRequest request = JX_GET_CALLER_REQUEST_INIT;
	JxGetCallerResponse *reply;
	enum jx_status status = jx_call_get_caller(app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_department = reply->person != NULL ? reply->person->department : "";
	return JX_OK;
}

/* Keeps the submissions of one department; finance people whose own department files see all. */
static void keep_own(JxListSubmissionsResponse *reply, const char *department)
{
	size_t n = 0;
	for (size_t i = 0; i < reply->n_submissions; i++)
		if (strcmp(reply->submissions[i]->department, department) == 0)
			reply->submissions[n++] = reply->submissions[i];
	reply->n_submissions = n;
}

/* Prints the open issues of what was returned, which only a single submission has. */
static enum jx_status print_issues(struct jx_app *app, const JxSubmission *listed)
{
	const JxSubmission *submission;
	if (listed->state != JX_SUBMISSION_STATE_RETURNED)
		return JX_OK;
	enum jx_status status = jx_resolve_fetch_submission(app, listed->name, &submission);
	if (status != JX_OK)
		return status;
	jx_print(&app->terminal, _("\nRound %s was returned with these issues:"),
		jx_name_last(submission->round));
	return jx_submission_print_issues(app, submission->issues, submission->n_issues, true);
}

static enum jx_status print_all(struct jx_app *app, const JxListSubmissionsResponse *reply)
{
	enum jx_status status = jx_submission_print_own(app, reply->submissions, reply->n_submissions);
	for (size_t i = 0; i < reply->n_submissions && status == JX_OK && jx_app_wants_text(app); i++)
		status = print_issues(app, reply->submissions[i]);
	return status;
}

static void print_next(struct jx_app *app, const JxListSubmissionsResponse *reply)
{
	if (reply->n_submissions == 0) {
		jx_app_next(app, "jixiao round list");
		return;
	}
	const JxSubmission *newest = reply->submissions[reply->n_submissions - 1];
	if (newest->state == JX_SUBMISSION_STATE_CHECKING || newest->state == JX_SUBMISSION_STATE_FINAL)
		jx_app_next(app, "jixiao rank %s", jx_name_last(newest->round));
	else if (newest->holder == JX_HOLDER_DEPARTMENT)
		jx_app_next(app, "jixiao check FILE");
	else
		jx_app_next(app, "jixiao show %s --round %s", jx_name_last(newest->department),
			jx_name_last(newest->round));
}

/* Fetches the rulebooks of the rounds that wait for this department, so that it can check without a network. */
static enum jx_status fetch_rules(struct jx_app *app, const JxListSubmissionsResponse *reply)
{
	for (size_t i = 0; i < reply->n_submissions; i++) {
		struct jx_round_rules rules;
		const JxSubmission *submission = reply->submissions[i];
		if (submission->holder != JX_HOLDER_DEPARTMENT)
			continue;
		enum jx_status status = jx_round_rules_find(app, submission->round, JX_RULES_SERVER, &rules);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status fetch_own(struct jx_app *app, const struct jx_args *args, const char *department,
	JxListSubmissionsResponse **ret_reply)
{
	JxListSubmissionsRequest request = JX_LIST_SUBMISSIONS_REQUEST_INIT;
	const char *round = jx_args_value(args, "round");
	enum jx_status status = JX_OK;
	if (round != NULL)
		status = jx_resolve_round(app, round, JX_ROUND_NEWEST, &request.round);
	if (status != JX_OK)
		return status;
	status = jx_call_list_submissions(app, &request, ret_reply);
	if (status != JX_OK)
		return status;
	keep_own(*ret_reply, department);
	return JX_OK;
}

enum jx_status cmd_status(struct jx_app *app, const struct jx_args *args)
{
	const char *department;
	JxListSubmissionsResponse *reply;
	enum jx_status status = fetch_department(app, &department);
	if (status != JX_OK)
		return status;
	jx_renewal_run_if_due(app);
	jx_renewal_warn(app);
	if (department[0] == '\0') {
		jx_note(&app->terminal, "%s", _("You belong to no department that files."));
		jx_app_next(app, "jixiao list");
		return JX_OK;
	}
	status = fetch_own(app, args, department, &reply);
	if (status != JX_OK)
		return status;
	status = fetch_rules(app, reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	status = print_all(app, reply);
	if (status != JX_OK)
		return status;
	print_next(app, reply);
	return JX_OK;
}
