/*
 * jixiao explain: what a report's scores come to, line by line, and why; or what a rule or a method says.
 *
 * A file is explained on this machine, by the code of proto/contract/score/score.h and the rulebook of its round; the report
 * of a department by the server. With a line: its steps. With JSON: a ScoreSheet, a ScoreLine, or the rule.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/report/judge.h"
#include "client/report/round_rules.h"
#include "client/report/rulebook_open.h"
#include "client/screen/labels.h"
#include "client/screen/rule_print.h"
#include "client/screen/score_sheet.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/check/check.h"
#include "proto/contract/finding/builtin.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/rulebook/method.h"
#include "proto/contract/score/score.h"

#define SAMPLE "county-sample"

/* ---- rules and methods ---- */

static void put(struct jx_app *app, const char *title, const char *text)
{
	if (text[0] != '\0')
		jx_print(&app->terminal, "%s  %s", title, text);
}

static enum jx_status explain_rule(struct jx_app *app, const struct jx_rule *rule)
{
	JxFinding finding = JX_FINDING_INIT;
	finding.rule = (char *)rule->id;
	finding.severity = rule->severity;
	finding.message = (JxLocalizedText *)&rule->message;
	finding.remedy = (JxLocalizedText *)&rule->remedy;
	finding.basis = (char *)rule->basis;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &finding.base);
	jx_print(&app->terminal, "%s  %s  %s", rule->id, jx_label_severity(&finding),
		jx_localized(&rule->title, app->language));
	put(app, _("says"), jx_localized(&rule->message, app->language));
	put(app, _("How to fix"), jx_localized(&rule->remedy, app->language));
	put(app, _("Basis"), rule->basis);
	return JX_OK;
}

static void explain_method(struct jx_app *app, const struct jx_score_method *method)
{
	jx_print(&app->terminal, "%s  %s", method->id, jx_localized(&method->title, app->language));
	put(app, _("rule"), jx_localized(&method->formula, app->language));
	if (method->needs_parameters)
		jx_print(&app->terminal, "%s",
			_("It has parameters that a rulebook must give: lines that state it are carried."));
}

/* A rule, a scoring or a bound of a rulebook: the one that was named, else the sample. False when it has none. */
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

static enum jx_status print_sheet(struct jx_app *app, const struct jx_args *args, const JxScoreSheet *sheet)
{
	const char *subject = jx_args_operand(args, 0);
	const char *wanted = jx_args_operand(args, 1);
	if (wanted == NULL)
		return jx_app_wants_json(app) ? jx_app_print_json(app, &sheet->base)
					      : jx_score_sheet_print(app, subject, sheet);
	const JxScoreLine *line = jx_score_sheet_find(app, sheet, wanted);
	if (line == NULL)
		return jx_reason_status(app->error.reason);
	return jx_app_wants_json(app) ? jx_app_print_json(app, &line->base)
				      : jx_score_sheet_print_line(app, line);
}

static enum jx_status read_report(struct jx_app *app, const struct jx_args *args, struct jx_judged *judged)
{
	struct jx_judge_options query = {.from = JX_RULES_KEPT_FIRST};
	enum jx_status status = JX_OK;
	if (jx_args_has(args, "rulebook"))
		status = jx_rulebook_open(app, jx_args_value(args, "rulebook"), &query.rulebook);
	if (status == JX_OK)
		status = jx_judge_file(app, &query, jx_args_operand(args, 0), judged);
	if (status != JX_OK || judged->submission != NULL)
		return status;
	status = jx_app_wants_json(app) ? jx_judged_print_json(app, judged)
					: jx_judged_print(app, judged, true);
	app->is_reported = true;
	return status == JX_OK ? jx_app_fail(app, JX_REASON_HARD_FINDINGS) : status;
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
	if (jx_score_run(judged.submission, &options, &app->arena, &sheet) != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	status = print_sheet(app, args, sheet);
	if (status == JX_OK && !jx_app_wants_json(app))
		jx_judged_print_rules(app, &judged);
	return status;
}

static enum jx_status explain_department(struct jx_app *app, const struct jx_args *args)
{
	JxExplainScoreRequest request = JX_EXPLAIN_SCORE_REQUEST_INIT;
	char round[JX_NAME_BYTES];
	char department[JX_NAME_BYTES];
	ProtobufCMessage *message;
	enum jx_status status = jx_find_department(app, jx_args_operand(args, 0), department);
	if (status == JX_OK)
		status = jx_find_round(app, jx_args_value(args, "round"), JX_ROUND_NEWEST, round);
	if (status != JX_OK)
		return status;
	request.department = department;
	request.round = round;
	if (jx_args_has(args, "accepted"))
		request.source = JX_REPORT_SOURCE_ACCEPTED;
	if (jx_args_has(args, "published"))
		request.source = JX_REPORT_SOURCE_PUBLISHED;
	status = jx_app_call(app, "/jixiao.v1.ScoreService/ExplainScore", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxExplainScoreResponse *reply = (const JxExplainScoreResponse *)message;
	if (reply->sheet == NULL)
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("the reply is missing"))));
	if (!jx_app_wants_json(app))
		jx_note(&app->terminal, _("%s, %s, rulebook: %s"), reply->department_title,
			reply->version_name, reply->rulebook[0] != '\0' ? reply->rulebook : _("none"));
	return print_sheet(app, args, reply->sheet);
}

/* ---- the command ---- */

/* What looks like a file is one, so that a name mistyped is told as that and never asked of the server. */
static bool is_file(const char *subject)
{
	size_t n = strlen(subject);
	return strcmp(subject, "-") == 0 || strchr(subject, '/') != NULL || access(subject, F_OK) == 0 ||
	       (n > 5 && strcmp(subject + n - 5, ".json") == 0);
}

/* What is written like the id of a rule or a method is none of a department. */
static bool is_like_id(const char *subject)
{
	size_t n = strspn(subject + 1, "0123456789");
	return subject[0] >= 'A' && subject[0] <= 'Z' && (n == 1 || n == 2) &&
	       (subject[1 + n] == '\0' || subject[2 + n] == '\0');
}

enum jx_status cmd_explain(struct jx_app *app, const struct jx_args *args)
{
	const char *subject = jx_args_operand(args, 0);
	bool is_alone = jx_args_operand(args, 1) == NULL;
	const struct jx_rule *rule = is_alone ? jx_rule_find(subject) : NULL;
	const struct jx_score_method *method = is_alone ? jx_score_method_find(subject) : NULL;
	bool is_found = false;
	if (is_file(subject))
		return explain_file(app, args);
	if (rule != NULL)
		return explain_rule(app, rule);
	if (method != NULL) {
		explain_method(app, method);
		return JX_OK;
	}
	enum jx_status status = is_alone ? explain_of_rulebook(app, args, subject, &is_found) : JX_OK;
	if (status != JX_OK || is_found)
		return status;
	if (is_alone && is_like_id(subject)) {
		const char *named = jx_args_value(args, "rulebook");
		return jx_app_fail_with(app, JX_REASON_UNKNOWN_RULE,
			JX_ARGS(JX_TEXT(subject), JX_TEXT(named != NULL ? named : SAMPLE)));
	}
	return explain_department(app, args);
}
