/*
 * jixiao explain: how a report is scored, line by line, and why; or what a rule or a method says.
 *
 * A file is explained on this machine, by the code of proto/contract/score/score.h and the rulebook of its round; the
 * report of a department by the server. With a line: its steps. With JSON: a ScoreSheet, a ScoreLine, or the rule.
 */
#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "client/calls/call.h"
#include "client/calls/missing.h"
#include "client/calls/resolve.h"
#include "client/calls/sheet.h"
#include "client/commands/commands.h"
#include "client/commands/rulebook_open.h"
#include "client/print/judge_print.h"
#include "client/print/ranking_table.h"
#include "client/print/rule_print.h"
#include "client/print/rule_words.h"
#include "client/print/score_sheet.h"
#include "client/report/judge.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/check/check.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/finding/builtin.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/rulebook/method.h"
#include "proto/contract/score/score.h"

#define SAMPLE "county-sample"

/* ---- rules and methods ---- */

static void print_text(struct jx_app *app, const char *title, const char *text)
{
	if (text[0] != '\0')
		jx_print(&app->terminal, "%s  %s", title, text);
}

static enum jx_status explain_rule(struct jx_app *app, const struct jx_rule *rule)
{
	JxFinding finding = JX_FINDING_INIT;
	char severity[JX_LABEL_BYTES];
	char words[JX_RULE_WORDS_BYTES];
	finding.rule = (char *)rule->id;
	finding.severity = rule->severity;
	finding.message = (JxLocalizedText *)&rule->message;
	finding.remedy = (JxLocalizedText *)&rule->remedy;
	finding.basis = (char *)rule->basis;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &finding.base);
	jx_print(&app->terminal, "%s  %s  %s", rule->id, jx_label_severity(&finding, severity),
		jx_localized(&rule->title, app->language));
	print_text(app, _("says"),
		jx_rule_words(rule->id, jx_localized(&rule->message, app->language), app->language, words));
	print_text(app, _("How to fix"),
		jx_rule_words(rule->id, jx_localized(&rule->remedy, app->language), app->language, words));
	print_text(app, _("Basis"), rule->basis);
	return JX_OK;
}

static void explain_method(struct jx_app *app, const struct jx_score_method *method)
{
	jx_print(&app->terminal, "%s  %s", method->id, jx_localized(&method->title, app->language));
	print_text(app, _("rule"), jx_localized(&method->formula, app->language));
	if (method->needs_parameters)
		jx_print(&app->terminal, "%s",
			_("It has parameters that only a rulebook sets: without them its lines keep their claimed score."));
}

/* Explains a rule, a scoring or a bound of the rulebook that was named, else of the sample. */
static enum jx_status explain_of_rulebook(
	struct jx_app *app, const struct jx_args *args, const char *id, bool *ret_is_found)
{
	const char *named = jx_args_value(args, "rulebook");
	const struct jx_rulebook *rulebook;
	enum jx_status status = jx_rulebook_open(app, named != NULL ? named : SAMPLE, &rulebook);
	if (status != JX_OK)
		return status;
	return jx_rule_print_id(app, rulebook, id, ret_is_found);
}

/* ---- a report ---- */

/* The sheet as JSON. Scripts that were written before final_score had its name ask for "final": it stands beside it. */
static enum jx_status print_sheet_json(struct jx_app *app, const JxScoreSheet *sheet)
{
	static const char before[] = "\"final_from\":";
	char number[JX_FIGURE_TEXT_BYTES];
	char *text;
	bool is_for_people = app->terminal.is_tty && app->output == JX_OUTPUT_JSON;
	if (is_for_people || sheet->final_score == NULL ||
		jx_decimal_print(sheet->final_score, number, sizeof(number)) != JX_OK)
		return jx_app_print_json(app, &sheet->base);
	enum jx_status status =
		jx_json_write(&sheet->base, JX_JSON_CANONICAL, &app->arena, &app->error, &text, NULL);
	if (status != JX_OK)
		return status;
	char *from = strstr(text, before); /* no text of the report looks like this: its quotes are escaped */
	if (from == NULL)
		return jx_app_print_json(app, &sheet->base);
	*from = '\0';
	jx_app_put_json(app, text);
	jx_app_put_json(app, "\"final\":\"");
	jx_app_put_json(app, number);
	jx_app_put_json(app, "\",\"");
	jx_app_put_json(app, from + 1);
	jx_app_put_json(app, "\n");
	return JX_OK;
}

static enum jx_status print_sheet(struct jx_app *app, const struct jx_args *args, const JxScoreSheet *sheet)
{
	const char *subject = jx_args_operand(args, 0);
	const char *wanted = jx_args_operand(args, 1);
	if (wanted == NULL)
		return jx_app_wants_json(app) ? print_sheet_json(app, sheet)
					      : jx_score_sheet_print(app, subject, sheet);
	const JxScoreLine *line = jx_score_sheet_find(app, sheet, wanted);
	if (line == NULL)
		return jx_reason_status(app->error.reason);
	return jx_app_wants_json(app) ? jx_app_print_json(app, &line->base)
				      : jx_score_sheet_print_line(app, line);
}

/* Reads a report; one whose form is wrong is refused with its problems. */
static enum jx_status read_report(
	struct jx_app *app, const struct jx_args *args, struct jx_judged *ret_judged)
{
	struct jx_judge_options options = {.from = JX_RULES_STORED_FIRST};
	const char *rulebook = jx_args_value(args, "rulebook");
	enum jx_status status = JX_OK;
	if (rulebook != NULL)
		status = jx_rulebook_open(app, rulebook, &options.rulebook);
	if (status != JX_OK)
		return status;
	status = jx_judge_file(app, &options, jx_args_operand(args, 0), ret_judged);
	if (status != JX_OK || ret_judged->report != NULL)
		return status;
	status = jx_app_wants_json(app) ? jx_judge_print_json(app, ret_judged)
					: jx_judge_print(app, ret_judged, true);
	if (status != JX_OK)
		return status;
	app->is_reported = true;
	return jx_app_fail(app, JX_REASON_HARD_FINDINGS);
}

static enum jx_status explain_file(struct jx_app *app, const struct jx_args *args)
{
	struct jx_judged judged;
	JxScoreSheet *sheet;
	enum jx_status status = read_report(app, args, &judged);
	if (status != JX_OK)
		return status;
	const struct jx_score_options options = {.has_steps = true,
		.rulebook = judged.rules.rulebook,
		.findings = judged.findings,
		.n_findings = judged.n_findings};
	if (jx_score_run(judged.report, &options, &app->arena, &sheet) != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	status = print_sheet(app, args, sheet);
	if (status != JX_OK)
		return status;
	if (!jx_app_wants_json(app))
		jx_judge_print_rules(app, &judged);
	return JX_OK;
}

static enum jx_status explain_department(struct jx_app *app, const struct jx_args *args)
{
	JxExplainScoreRequest request = JX_EXPLAIN_SCORE_REQUEST_INIT;
	JxExplainScoreResponse *reply = NULL;
	request.source = jx_ranking_table_source(args);
	enum jx_status status = jx_resolve_department(app, jx_args_operand(args, 0), &request.department);
	if (status != JX_OK)
		return status;
	status = jx_resolve_round(app, jx_args_value(args, "round"), JX_ROUND_MEANT, &request.round);
	if (status != JX_OK)
		return status;
	status = jx_sheet_read(app, &request, &reply);
	if (status != JX_OK)
		return jx_missing_tell(app, status, request.department, request.round);
	assert(reply != NULL && reply->sheet != NULL);
	if (!jx_app_wants_json(app))
		jx_note(&app->terminal, _("%s, %s, rulebook: %s"), reply->department_title,
			reply->version_name, reply->rulebook[0] != '\0' ? reply->rulebook : _("none"));
	return print_sheet(app, args, reply->sheet);
}

/* ---- the command ---- */

/* What looks like a file is one, so that a mistyped name is reported as that and never sent to the server. */
static bool is_file(const char *subject)
{
	size_t n = strlen(subject);
	return strcmp(subject, "-") == 0 || strchr(subject, '/') != NULL || access(subject, F_OK) == 0 ||
	       (n > 5 && strcmp(subject + n - 5, ".json") == 0);
}

/* No department is named like the id of a rule or a method. */
static bool is_like_id(const char *subject)
{
	size_t n = strspn(subject + 1, "0123456789");
	return subject[0] >= 'A' && subject[0] <= 'Z' && (n == 1 || n == 2) &&
	       (subject[1 + n] == '\0' || subject[2 + n] == '\0');
}

/* Explains what has the id of a rule, a method or a row of a rulebook. */
static enum jx_status explain_id(
	struct jx_app *app, const struct jx_args *args, const char *id, bool *ret_is_found)
{
	const char *rulebook = jx_args_value(args, "rulebook");
	const struct jx_rule *rule = jx_rule_find(id);
	const struct jx_score_method *method = jx_score_method_find(id);
	*ret_is_found = true;
	if (rule != NULL)
		return explain_rule(app, rule);
	if (method != NULL) {
		explain_method(app, method);
		return JX_OK;
	}
	enum jx_status status = explain_of_rulebook(app, args, id, ret_is_found);
	if (status != JX_OK || *ret_is_found || !is_like_id(id))
		return status;
	return jx_app_fail_with(app, JX_REASON_UNKNOWN_RULE,
		JX_ARGS(JX_TEXT(id), JX_TEXT(rulebook != NULL ? rulebook : SAMPLE)));
}

enum jx_status cmd_explain(struct jx_app *app, const struct jx_args *args)
{
	const char *subject = jx_args_operand(args, 0);
	bool is_found = false;
	if (is_file(subject))
		return explain_file(app, args);
	if (jx_args_operand(args, 1) == NULL) {
		enum jx_status status = explain_id(app, args, subject, &is_found);
		if (status != JX_OK || is_found)
			return status;
	}
	return explain_department(app, args);
}
