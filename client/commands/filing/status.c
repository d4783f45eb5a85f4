/*
 * jixiao status: where the person stands, on one screen: the rounds and their deadlines, the own department's reports, what
 * waits, what lies in the outbox, and what to run next.
 */
#include <string.h>

#include "client/calls/call.h"
#include "client/calls/own_department.h"
#include "client/calls/renewal.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/turns/turn_table.h"
#include "client/disk/outbox.h"
#include "client/print/round_print.h"
#include "client/print/submission_print.h"
#include "client/report/round_rules.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/service/methods.h"

/* ---- gathering ---- */

static enum jx_status read_person(struct jx_app *app, JxStatus *report)
{
	JxGetCallerRequest request = JX_GET_CALLER_REQUEST_INIT;
	JxGetCallerResponse *reply;
	enum jx_status status = jx_call_get_caller(app, &request, &reply);
	if (status != JX_OK)
		return status;
	report->person = reply->person;
	report->department = reply->department;
	return reply->person != NULL ? JX_OK : jx_call_fail_incomplete(app);
}

static bool is_in_work(const JxRound *round)
{
	return round->state >= JX_ROUND_STATE_OPEN && round->state <= JX_ROUND_STATE_PROVISIONAL;
}

/* The round that was named, or those in which anybody may have something to do. */
static enum jx_status read_rounds(struct jx_app *app, const char *named, JxStatus *report)
{
	JxListRoundsRequest request = JX_LIST_ROUNDS_REQUEST_INIT;
	JxListRoundsResponse *reply;
	enum jx_status status = jx_call_list_rounds(app, &request, &reply);
	if (status != JX_OK)
		return status;
	report->rounds = reply->rounds;
	for (size_t i = 0; i < reply->n_rounds; i++) {
		JxRound *round = reply->rounds[i];
		if (named != NULL ? strcmp(round->name, named) == 0 : is_in_work(round))
			report->rounds[report->n_rounds++] = round;
	}
	return JX_OK;
}

static bool is_listed(const JxStatus *report, const char *round)
{
	for (size_t i = 0; i < report->n_rounds; i++)
		if (strcmp(report->rounds[i]->name, round) == 0)
			return true;
	return false;
}

/* Of the own department: people of finance see all. What is past stands there until another round is in work. */
static enum jx_status read_submissions(struct jx_app *app, char *named, JxStatus *report)
{
	JxListSubmissionsRequest request = JX_LIST_SUBMISSIONS_REQUEST_INIT;
	JxListSubmissionsResponse *reply;
	if (named != NULL)
		request.round = named;
	enum jx_status status = jx_call_list_submissions(app, &request, &reply);
	if (status != JX_OK)
		return status;
	report->submissions = reply->submissions;
	for (size_t i = 0; i < reply->n_submissions; i++) {
		JxSubmission *submission = reply->submissions[i];
		bool is_own = strcmp(submission->department, report->person->department) == 0;
		bool has_begun = submission->start_time != NULL || submission->state_time != NULL;
		bool is_shown = report->n_rounds == 0 || is_listed(report, submission->round) ||
				submission->state == JX_SUBMISSION_STATE_REOPENED;
		if (is_own && has_begun && is_shown)
			report->submissions[report->n_submissions++] = submission;
	}
	return JX_OK;
}

static enum jx_status read_turns(struct jx_app *app, const char *named, JxStatus *report)
{
	JxListTurnsRequest request = JX_LIST_TURNS_REQUEST_INIT;
	JxListTurnsResponse *reply;
	if ((jx_roles_of(report->person) & (JX_ROLES_OWN | JX_ROLES_FINANCE)) == 0)
		return JX_OK;
	enum jx_status status = jx_call_list_turns(app, &request, &reply);
	if (status != JX_OK)
		return status;
	report->turns = reply->turns;
	for (size_t i = 0; i < reply->n_turns; i++)
		if (named == NULL || reply->turns[i]->round[0] == '\0' ||
			strcmp(reply->turns[i]->round, named) == 0)
			report->turns[report->n_turns++] = reply->turns[i];
	return JX_OK;
}

static enum jx_status read_outbox(struct jx_app *app, JxStatus *report)
{
	struct jx_outbox outbox;
	struct jx_outbox_entry *entries;
	size_t n_waiting = 0;
	size_t n_refused = 0;
	enum jx_status status = jx_outbox_open(&outbox, app->home, NULL, &app->error);
	if (status == JX_OK)
		status = jx_outbox_list(&outbox, &app->arena, &entries, &n_waiting, &app->error);
	if (status == JX_OK)
		status = jx_outbox_list_refused(&outbox, &app->arena, &entries, &n_refused, &app->error);
	report->unsent_reports = (uint32_t)n_waiting;
	report->refused_reports = (uint32_t)n_refused;
	return status;
}

/* Fetches the rulebooks of the rounds that wait for this department, so that it can check without a network. */
static enum jx_status fetch_rules(struct jx_app *app, const JxStatus *report)
{
	for (size_t i = 0; i < report->n_submissions; i++) {
		struct jx_round_rules rules;
		const JxSubmission *submission = report->submissions[i];
		if (submission->holder != JX_HOLDER_DEPARTMENT)
			continue;
		enum jx_status status = jx_round_rules_find(app, submission->round, JX_RULES_SERVER, &rules);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status gather(struct jx_app *app, const struct jx_args *args, JxStatus *report)
{
	const char *text = jx_args_value(args, "round");
	char *named = NULL;
	enum jx_status status = text != NULL ? jx_resolve_round(app, text, JX_ROUND_MEANT, &named) : JX_OK;
	if (status == JX_OK)
		status = read_person(app, report);
	if (status == JX_OK)
		status = read_rounds(app, named, report);
	if (status == JX_OK && report->person->department[0] != '\0')
		status = read_submissions(app, named, report);
	if (status == JX_OK)
		status = read_turns(app, named, report);
	if (status == JX_OK)
		status = read_outbox(app, report);
	return status == JX_OK ? fetch_rules(app, report) : status;
}

/* ---- printing ---- */

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

static void print_outbox(struct jx_app *app, const JxStatus *report)
{
	if (report->unsent_reports > 0)
		jx_print(&app->terminal,
			ngettext("Outbox: %u report waits to be sent: jixiao outbox send",
				"Outbox: %u reports wait to be sent: jixiao outbox send",
				report->unsent_reports),
			report->unsent_reports);
	if (report->refused_reports > 0)
		jx_print(&app->terminal,
			ngettext("Outbox: %u report was refused: jixiao outbox list",
				"Outbox: %u reports were refused: jixiao outbox list",
				report->refused_reports),
			report->refused_reports);
}

static enum jx_status print_screen(struct jx_app *app, const JxStatus *report)
{
	char roles[JX_ROLES_BYTES];
	enum jx_status status = JX_OK;
	const char *department = report->n_submissions > 0 ? report->submissions[0]->department_title : "";
	if (report->person->department[0] == '\0')
		jx_print(&app->terminal, "%s  %s", jx_name_last(report->person->name),
			jx_label_roles(report->person, app->language, roles));
	else
		jx_print(&app->terminal, "%s %s  %s", jx_name_last(report->person->department), department,
			jx_label_roles(report->person, app->language, roles));
	jx_own_department_tell(app, report->department);
	for (size_t i = 0; i < report->n_rounds; i++)
		jx_round_print_clock(app, report->rounds[i]);
	if (report->n_submissions > 0)
		status = jx_submission_print_own(app, report->submissions, report->n_submissions);
	for (size_t i = 0; i < report->n_submissions && status == JX_OK; i++)
		status = print_issues(app, report->submissions[i]);
	if (status != JX_OK)
		return status;
	if (report->n_turns > 0) {
		jx_print(&app->terminal, "%s", _("\nWhat waits for you:"));
		status = jx_turns_print(app, report->turns, report->n_turns);
	} else {
		jx_print(&app->terminal, "%s", _("Nothing waits for you."));
	}
	print_outbox(app, report);
	return status;
}

static void print_next(struct jx_app *app, const JxStatus *report)
{
	char command[JX_TURN_COMMAND_BYTES];
	if (report->unsent_reports > 0)
		jx_app_next(app, "jixiao outbox send");
	else if (report->n_turns > 0)
		jx_app_next(app, "%s", jx_turn_command(report->turns[0], command));
	else if (report->n_submissions > 0)
		jx_app_next(app, "jixiao show %s --round %s",
			jx_name_last(report->submissions[report->n_submissions - 1]->department),
			jx_name_last(report->submissions[report->n_submissions - 1]->round));
	else
		jx_app_next(app, "jixiao round list");
}

static enum jx_status print_status(struct jx_app *app, JxStatus *report)
{
	JxListSubmissionsResponse rows = JX_LIST_SUBMISSIONS_RESPONSE_INIT;
	if (app->output == JX_OUTPUT_JSON)
		return jx_app_print_json(app, &report->base);
	rows.submissions = report->submissions;
	rows.n_submissions = report->n_submissions;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &rows.base);
	if (!jx_app_wants_text(app))
		return jx_submission_print_own(app, report->submissions, report->n_submissions);
	enum jx_status status = print_screen(app, report);
	if (status == JX_OK)
		print_next(app, report);
	return status;
}

enum jx_status cmd_status(struct jx_app *app, const struct jx_args *args)
{
	JxStatus report = JX_STATUS_INIT;
	Google__Protobuf__Timestamp ends = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	enum jx_status status = gather(app, args, &report);
	if (status != JX_OK)
		return status;
	jx_renewal_run_if_due(app);
	jx_renewal_warn(app);
	ends.seconds = app->identity.life.ends_s;
	report.certificate_end_time = &ends;
	return print_status(app, &report);
}
