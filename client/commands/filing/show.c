/*
 * jixiao show: one report as a person reads it, with its state, what was found and said about it, its scores and items.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/calls/sheet.h"
#include "client/calls/version.h"
#include "client/commands/commands.h"
#include "client/print/followup_print.h"
#include "client/print/judge_print.h"
#include "client/print/reading/reading.h"
#include "client/print/score_sheet.h"
#include "client/print/submission_print.h"
#include "client/report/judge.h"
#include "client/report/round_rules.h"
#include "client/screen/key_figures.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/unknown.h"
#include "proto/contract/service/guard.h"

#define TEXT_BYTES 256

enum figure_column { FIGURE, VALUE };

static const struct jx_column COLUMNS[] = {
	[FIGURE] = {"figure", N_("Figure"), .wraps = true},
	[VALUE] = {"value", N_("Value"), .is_right = true},
};

enum explanation_column { PLACE, RULE, EXPLANATION };

static const struct jx_column EXPLANATION_COLUMNS[] = {
	[PLACE] = {"field", N_("Place"), .wraps = true},
	[RULE] = {"rule", N_("Rule"), .leave_out = 1},
	[EXPLANATION] = {"text", N_("Explanation"), .wraps = true},
};

/* What is shown: a submission, and one version of it; NULL before the first. */
struct jx_shown {
	const JxSubmission *submission;
	const JxSubmissionVersion *version;
};

static enum jx_status fetch_version(struct jx_app *app, const char *submission, const char *number,
	const JxSubmissionVersion **ret_version)
{
	static const struct jx_option_range versions = {
		.least = 1, .most = UINT32_MAX, .expected = "1, 2, ..."};
	uint64_t ignored;
	enum jx_status status = jx_option_number(app, "version", number, &versions, &ignored);
	if (status != JX_OK)
		return status;
	return jx_version_fetch(app, submission, number, ret_version);
}

/* The report as a file: pretty wherever it goes, because a person will edit it. */
static enum jx_status print_content(struct jx_app *app, const JxSubmissionVersion *version)
{
	char *text;
	enum jx_status status = jx_message_check_known(&version->report->base, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_json_write(&version->report->base, JX_JSON_PRETTY, &app->arena, &app->error, &text, NULL);
	if (status == JX_OK)
		jx_app_put_json(app, text);
	return status;
}

static enum jx_status print_figures(struct jx_app *app, const JxReport *report)
{
	struct jx_table table;
	char text[TEXT_BYTES], raw[TEXT_BYTES];
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < jx_key_figures_count(); i++) {
		jx_key_figures_write(report, i, text, raw, sizeof(text));
		if (text[0] == '\0')
			continue;
		jx_table_add_row(&table);
		jx_table_set(&table, FIGURE, jx_key_figures_title(i, app->language));
		jx_table_set_raw(&table, VALUE, text, raw);
	}
	jx_print(&app->terminal, "\n%s", _("Figures"));
	return jx_app_print_table(app, &table);
}

/* What the department says about the figures: what a reviewer is to judge. */
static enum jx_status print_explanations(struct jx_app *app, const JxReport *report)
{
	struct jx_table table;
	if (report->n_explanations == 0)
		return JX_OK;
	jx_table_init(&table, &app->arena, EXPLANATION_COLUMNS, JX_COUNT_OF(EXPLANATION_COLUMNS));
	for (size_t i = 0; i < report->n_explanations; i++) {
		jx_table_add_row(&table);
		jx_table_set(&table, PLACE, report->explanations[i]->field);
		jx_table_set(&table, RULE, report->explanations[i]->rule);
		jx_table_set(&table, EXPLANATION, report->explanations[i]->text);
	}
	jx_print(&app->terminal, "\n%s", _("Explanations"));
	return jx_app_print_table(app, &table);
}

/* The figures that matter most and the findings, or the findings alone. */
static enum jx_status print_short(struct jx_app *app, const JxSubmissionVersion *version, bool only_problems)
{
	if (!only_problems) {
		enum jx_status status = print_figures(app, version->report);
		if (status != JX_OK)
			return status;
	}
	if (version->n_findings == 0)
		return JX_OK;
	jx_print(&app->terminal, _("\nFindings of version %u"), version->number);
	/* What was let through is explained or for information: that is what a reviewer looks for. */
	enum jx_status status =
		jx_judge_print_findings(app, version->findings, version->n_findings, NULL, false);
	return status == JX_OK ? print_explanations(app, version->report) : status;
}

/* The report itself, under the labels of its round's rulebook where that can be had. */
static enum jx_status print_whole(
	struct jx_app *app, const struct jx_shown *shown, JxIssue *const *issues, size_t n_issues)
{
	struct jx_round_rules rules = {0};
	enum jx_status status =
		jx_round_rules_find(app, shown->submission->round, JX_RULES_STORED_FIRST, &rules);
	if (status != JX_OK)
		return status;
	const struct jx_reading reading = {.version = shown->version,
		.issues = issues,
		.n_issues = n_issues,
		.rulebook = rules.rulebook != NULL ? jx_rulebook_message(rules.rulebook) : NULL};
	return jx_reading_print(app, &reading);
}

/* What the newest version is worth, line by line, with the points that finance set. */
static enum jx_status print_scores(struct jx_app *app, const struct jx_shown *shown)
{
	JxExplainScoreRequest request = JX_EXPLAIN_SCORE_REQUEST_INIT;
	JxExplainScoreResponse *reply;
	if (shown->version->number != shown->submission->version_number)
		return JX_OK;
	request.department = shown->submission->department;
	request.round = shown->submission->round;
	enum jx_status status = jx_sheet_read(app, &request, &reply);
	if (status != JX_OK)
		return status;
	jx_print(&app->terminal, "\n%s", _("Scores"));
	return jx_score_sheet_print_lines(app, reply->sheet);
}

/* What outlives the round: items of rectification and idle funds of the department. */
static enum jx_status print_items(struct jx_app *app, const JxSubmission *submission)
{
	JxListRectificationsRequest rectifications = JX_LIST_RECTIFICATIONS_REQUEST_INIT;
	JxListRectificationsResponse *raised;
	JxListIdleFundsRequest idle = JX_LIST_IDLE_FUNDS_REQUEST_INIT;
	JxListIdleFundsResponse *flagged;
	rectifications.department = submission->department;
	idle.department = submission->department;
	enum jx_status status = jx_call_list_rectifications(app, &rectifications, &raised);
	if (status == JX_OK)
		status = jx_call_list_idle_funds(app, &idle, &flagged);
	if (status != JX_OK)
		return status;
	if (raised->n_items > 0) {
		jx_print(&app->terminal, "\n%s", _("Rectification items"));
		status = jx_rectifications_print(app, raised->items, raised->n_items);
	}
	if (status != JX_OK || flagged->n_items == 0)
		return status;
	jx_print(&app->terminal, "\n%s", _("Idle funds"));
	return jx_idle_funds_print(app, flagged->items, flagged->n_items);
}

/* The issues raised so far with their threads; those of only_problems wait for somebody. */
static enum jx_status fetch_issues(struct jx_app *app, const struct jx_shown *shown, bool only_problems,
	JxListIssuesResponse **ret_reply)
{
	JxListIssuesRequest request = JX_LIST_ISSUES_REQUEST_INIT;
	size_t n = 0;
	request.name = shown->submission->name;
	enum jx_status status = jx_call_list_issues(app, &request, ret_reply);
	if (status != JX_OK)
		return status;
	JxListIssuesResponse *reply = *ret_reply;
	for (size_t i = 0; i < reply->n_issues; i++)
		if (!only_problems || reply->issues[i]->holder != JX_HOLDER_UNSPECIFIED)
			reply->issues[n++] = reply->issues[i];
	reply->n_issues = n;
	return JX_OK;
}

static void print_threads(struct jx_app *app, const JxListIssuesResponse *reply)
{
	if (reply->n_issues == 0)
		return;
	jx_print(&app->terminal, "\n%s", _("Issues"));
	jx_submission_print_threads(app, reply->issues, reply->n_issues);
}

/* What the caller does next: the first of these acts that is possible. */
static const char *find_verb(const struct jx_facts *facts)
{
	static const enum jx_act order[] = {JX_ACT_SUBMIT, JX_ACT_ACCEPT, JX_ACT_RELEASE};
	enum jx_act acts[JX_ACT_COUNT];
	size_t n = jx_acts_possible(facts, acts);
	for (size_t i = 0; i < JX_COUNT_OF(order); i++)
		for (size_t j = 0; j < n; j++)
			if (acts[j] == order[i])
				return jx_act_verb(order[i]);
	return "";
}

/* The same table as the server's says what the caller may do now. */
static void print_next(struct jx_app *app, const JxSubmission *submission)
{
	JxGetCallerRequest request = JX_GET_CALLER_REQUEST_INIT;
	JxGetCallerResponse *reply;
	struct jx_facts facts;
	const struct jx_error before = app->error;
	if (!jx_app_wants_text(app))
		return;
	bool is_known = jx_call_get_caller(app, &request, &reply) == JX_OK && reply->person != NULL;
	app->error = before;
	if (!is_known)
		return;
	jx_facts_of_submission(&facts, submission, reply->person->name, reply->person->department);
	facts.roles = jx_roles_of(reply->person);
	const char *verb = find_verb(&facts);
	if (strcmp(verb, "submit") == 0)
		jx_app_next(app, "jixiao check FILE");
	else if (verb[0] != '\0')
		jx_app_next(app, "jixiao %s %s --round %s", verb, jx_name_last(submission->department),
			jx_name_last(submission->round));
	else if (facts.is_own)
		jx_app_next(app, "jixiao status");
	else
		jx_app_next(app, "jixiao list --round %s", jx_name_last(submission->round));
}

/* What an older version claims and what finance has set for it: the submission says that of the newest alone. */
static enum jx_status read_older(struct jx_app *app, const JxSubmissionVersion *version, JxSubmission *head)
{
	struct jx_judged judged;
	const struct jx_judge_options options = {.from = JX_RULES_STORED_FIRST};
	enum jx_status status = jx_judge_report(app, &options, version->name, version->report, &judged);
	if (status != JX_OK)
		return status;
	head->claimed_score = judged.sheet != NULL ? judged.sheet->claimed_score : NULL;
	head->reviewed_score = version->review != NULL ? version->review->score : NULL;
	head->review_reason =
		version->review != NULL ? version->review->reason : (char *)protobuf_c_empty_string;
	return JX_OK;
}

/* Number, time, digest and scores are those of the version whose figures follow. */
static enum jx_status print_head(struct jx_app *app, const struct jx_shown *shown)
{
	const JxSubmissionVersion *version = shown->version;
	JxSubmission head = *shown->submission;
	if (version != NULL) {
		head.version_number = version->number;
		head.digest = version->digest;
		head.submit_time = version->submit_time;
	}
	bool is_older = version != NULL && version->number != shown->submission->version_number;
	enum jx_status status = is_older ? read_older(app, version, &head) : JX_OK;
	if (status != JX_OK)
		return status;
	jx_submission_print(app, &head);
	if (is_older)
		jx_note(&app->terminal,
			_("An older version. State and turn are those of version %u, the newest: jixiao show %s --round %s"),
			shown->submission->version_number, jx_name_last(head.department),
			jx_name_last(head.round));
	return JX_OK;
}

/* A version with its record, whose state and issues are part of what is shown. */
static enum jx_status print_document(
	struct jx_app *app, const JxSubmission *submission, const JxSubmissionVersion *version)
{
	if (version == NULL)
		return jx_app_print_json(app, &submission->base);
	JxSubmissionVersion document = *version;
	document.submission = (JxSubmission *)submission;
	return jx_app_print_json(app, &document.base);
}

static enum jx_status print_all(struct jx_app *app, const struct jx_args *args, const struct jx_shown *shown)
{
	JxListIssuesResponse *issues;
	bool only_problems = jx_args_has(args, "only-problems");
	bool is_short = only_problems || jx_args_has(args, "key-figures");
	/* This is for people, wherever it goes: a table without its headings says nothing to them. */
	if (app->output == JX_OUTPUT_AUTO)
		app->output = JX_OUTPUT_TABLE;
	enum jx_status status = print_head(app, shown);
	if (status == JX_OK)
		status = fetch_issues(app, shown, only_problems, &issues);
	if (status != JX_OK)
		return status;
	print_threads(app, issues);
	jx_submission_print_objections(app, shown->submission);
	if (shown->version != NULL && is_short)
		status = print_short(app, shown->version, only_problems);
	if (shown->version != NULL && !is_short)
		status = print_whole(app, shown, issues->issues, issues->n_issues);
	if (status == JX_OK && shown->version != NULL && !is_short)
		status = print_scores(app, shown);
	if (status == JX_OK && !is_short)
		status = print_items(app, shown->submission);
	if (status == JX_OK)
		print_next(app, shown->submission);
	return status;
}

enum jx_status cmd_show(struct jx_app *app, const struct jx_args *args)
{
	char *name;
	const JxSubmission *submission;
	const JxSubmissionVersion *version = NULL;
	const char *number = jx_args_value(args, "version");
	bool wants_content = jx_args_has(args, "content");
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &name);
	if (status != JX_OK)
		return status;
	status = jx_resolve_fetch_submission(app, name, &submission);
	if (status != JX_OK)
		return status;
	if (submission->version_number > 0 || number != NULL || wants_content) {
		status = fetch_version(app, name, number, &version);
		if (status != JX_OK)
			return status;
	}
	if (wants_content)
		status = print_content(app, version);
	else if (jx_app_wants_json(app))
		status = print_document(app, submission, version);
	else
		status = print_all(app, args, &(struct jx_shown){submission, version});
	bool is_shown_whole = wants_content || jx_app_wants_json(app) || !jx_args_has(args, "only-problems");
	if (status == JX_OK && version != NULL && version->number == submission->version_number &&
		is_shown_whole)
		jx_version_remember(app, name, version);
	return status;
}
