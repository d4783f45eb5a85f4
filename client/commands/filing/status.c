/*
 * jixiao status: where the own department's reports stand, what finance wants, and what to run next.
 */
#include <stdio.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/report/round_rules.h"
#include "client/screen/submission_print.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"

static enum jx_status ask_department(struct jx_app *app, const char **ret_department)
{
	JxGetCallerRequest request = JX_GET_CALLER_REQUEST_INIT;
	ProtobufCMessage *message;
	enum jx_status status =
		jx_app_call(app, "/jixiao.v1.PersonService/GetCaller", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxGetCallerResponse *reply = (const JxGetCallerResponse *)message;
	*ret_department = reply->person != NULL ? reply->person->department : "";
	return JX_OK;
}

/* Keeps the records of one department; finance people with a report of their own see all. */
static void keep_own(JxListSubmissionsResponse *reply, const char *department)
{
	size_t n = 0;
	for (size_t i = 0; i < reply->n_submissions; i++)
		if (strcmp(reply->submissions[i]->department, department) == 0)
			reply->submissions[n++] = reply->submissions[i];
	reply->n_submissions = n;
}

static bool is_returned(const JxSubmission *record)
{
	return record->state == JX_SUBMISSION_STATE_RETURNED;
}

/* The open issues of what was returned, which only the single record has. */
static enum jx_status print_issues(struct jx_app *app, const JxSubmission *listed)
{
	const JxSubmission *record;
	enum jx_status status = jx_record_fetch(app, listed->name, &record);
	if (status != JX_OK)
		return status;
	jx_print(
		&app->terminal, _("\nRound %s was returned with these issues:"), jx_last_part(record->round));
	return jx_issues_print(app, record->issues, record->n_issues, true);
}

static void tell_next(struct jx_app *app, const JxListSubmissionsResponse *reply)
{
	char next[JX_NAME_BYTES];
	if (reply->n_submissions == 0) {
		jx_app_next(app, "jixiao round list");
		return;
	}
	const JxSubmission *newest = reply->submissions[reply->n_submissions - 1];
	bool is_public =
		newest->state == JX_SUBMISSION_STATE_CHECKING || newest->state == JX_SUBMISSION_STATE_FINAL;
	(void)snprintf(next, sizeof(next), is_public ? "jixiao rank %.32s" : "jixiao show %.32s",
		jx_last_part(is_public ? newest->round : newest->department));
	jx_app_next(app, newest->holder == JX_HOLDER_DEPARTMENT && !is_public ? "jixiao check FILE" : next);
}

/* Rulebooks of the rounds that wait for this department, so that it can check without a network. */
static enum jx_status keep_rules(struct jx_app *app, const JxListSubmissionsResponse *reply)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < reply->n_submissions && status == JX_OK; i++) {
		struct jx_round_rules rules;
		const JxSubmission *record = reply->submissions[i];
		if (record->holder == JX_HOLDER_DEPARTMENT)
			status = jx_rulebook_of_round(app, record->round, JX_RULES_SERVER, &rules);
	}
	return status;
}

static bool is_for_people(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_AUTO || app->output == JX_OUTPUT_TABLE;
}

enum jx_status cmd_status(struct jx_app *app, const struct jx_args *args)
{
	JxListSubmissionsRequest request = JX_LIST_SUBMISSIONS_REQUEST_INIT;
	char round[JX_NAME_BYTES];
	const char *department;
	ProtobufCMessage *message;
	const char *wanted = jx_args_value(args, "round");
	enum jx_status status = ask_department(app, &department);
	if (status == JX_OK && wanted != NULL)
		status = jx_find_round(app, wanted, JX_ROUND_NEWEST, round);
	if (status != JX_OK)
		return status;
	if (department[0] == '\0') {
		jx_note(&app->terminal, "%s", _("You belong to no department that files."));
		jx_app_next(app, "jixiao list");
		return JX_OK;
	}
	if (wanted != NULL)
		request.round = round;
	status = jx_list_all(app, "/jixiao.v1.SubmissionService/ListSubmissions", &request.base, &message);
	if (status != JX_OK)
		return status;
	JxListSubmissionsResponse *reply = (JxListSubmissionsResponse *)message;
	keep_own(reply, department);
	status = keep_rules(app, reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_list_print_json(app, message);
	status = jx_records_print_own(app, reply->submissions, reply->n_submissions);
	for (size_t i = 0; i < reply->n_submissions && status == JX_OK && is_for_people(app); i++)
		if (is_returned(reply->submissions[i]))
			status = print_issues(app, reply->submissions[i]);
	if (status == JX_OK)
		tell_next(app, reply);
	return status;
}
