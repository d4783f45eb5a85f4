#include "client/report/judge.h"

#include <stdio.h>
#include <string.h>

#include "client/calls/resolve.h"
#include "client/report/form_file.h"
#include "client/report/reference.h"
#include "client/text/encoding.h"
#include "client/text/file_kind.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/check/check.h"
#include "proto/contract/finding/finding.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/message/report.h"
#include "proto/contract/score/score.h"

static enum jx_status fail_memory(struct jx_app *app)
{
	return jx_arena_fail(&app->arena, &app->error);
}

typedef const char *(*error_text_fn)(
	const struct jx_error *error, enum jx_language language, char *out, size_t size);

/* The sentence or the remedy of an error, in both languages; NULL without memory. */
static JxLocalizedText *make_text(struct jx_app *app, const struct jx_error *error, error_text_fn print)
{
	char zh[JX_APP_SENTENCE_BYTES];
	char en[JX_APP_SENTENCE_BYTES];
	return jx_localized_new(
		&app->arena, print(error, JX_ZH, zh, sizeof(zh)), print(error, JX_EN, en, sizeof(en)));
}

/* Makes a finding of a mistake of the file's form: the place is its line and column. */
static enum jx_status make_finding(
	struct jx_app *app, const struct jx_json_problem *problem, JxFinding **ret_finding)
{
	char place[64];
	JxFinding *finding = jx_arena_alloc(&app->arena, sizeof(*finding));
	if (finding == NULL)
		return fail_memory(app);
	jx_finding_init(finding);
	(void)snprintf(place, sizeof(place), "%zu:%zu", problem->line, problem->column);
	finding->severity = JX_FINDING_SEVERITY_HARD;
	finding->rule = jx_arena_strdup(&app->arena, jx_reason_name(problem->error.reason));
	finding->field = jx_arena_strdup(&app->arena, problem->error.field);
	finding->place = jx_arena_strdup(&app->arena, place);
	finding->message = make_text(app, &problem->error, jx_error_sentence);
	finding->remedy = make_text(app, &problem->error, jx_error_remedy);
	if (finding->rule == NULL || finding->field == NULL || finding->place == NULL ||
		finding->message == NULL || finding->remedy == NULL)
		return fail_memory(app);
	*ret_finding = finding;
	return JX_OK;
}

enum jx_status jx_judge_problems(struct jx_app *app, const char *file,
	const struct jx_json_problems *problems, struct jx_judged *judged)
{
	*judged = (struct jx_judged){.file = file};
	judged->findings = jx_arena_calloc(&app->arena, problems->n_items + 1, sizeof(JxFinding *));
	if (judged->findings == NULL)
		return fail_memory(app);
	for (size_t i = 0; i < problems->n_items; i++) {
		enum jx_status status = make_finding(app, &problems->items[i], &judged->findings[i]);
		if (status != JX_OK)
			return status;
	}
	judged->n_findings = problems->n_items;
	judged->n_all = judged->n_hard = problems->n_found;
	return JX_OK;
}

/* Sets the round from the command line, where the file leaves it open. */
static enum jx_status set_round(struct jx_app *app, const char *round, struct jx_judged *judged)
{
	JxReport *report = judged->report;
	char *name;
	if (round == NULL)
		return JX_OK;
	enum jx_status status = jx_resolve_round(app, round, JX_ROUND_MEANT, &name);
	if (status != JX_OK)
		return status;
	if (report->round[0] == '\0')
		report->round = name;
	if (strcmp(report->round, name) == 0)
		return JX_OK;
	return jx_app_fail_with(app, JX_REASON_OTHER_ROUND_IN_FILE,
		JX_ARGS(JX_TEXT(judged->file), JX_TEXT(jx_name_last(report->round)),
			JX_TEXT(jx_name_last(name))));
}

/* Finds the rules to judge by: those that were given, else those of the report's round. */
static enum jx_status find_rules(
	struct jx_app *app, const struct jx_judge_options *options, struct jx_judged *judged)
{
	if (options->rulebook == NULL) {
		enum jx_status status =
			jx_round_rules_find(app, judged->report->round, options->from, &judged->rules);
		if (status == JX_OK)
			jx_reference_find(app, judged->report, judged->rules.is_fresh, &judged->reference);
		return status;
	}
	judged->rules = (struct jx_round_rules){.rulebook = options->rulebook,
		.name = jx_rulebook_message(options->rulebook)->id,
		.is_known = true};
	return JX_OK;
}

/* Scores as the server does when it checks a report: without steps. */
static enum jx_status run_scores(
	struct jx_app *app, const struct jx_rulebook *rulebook, struct jx_judged *judged)
{
	const struct jx_score_options options = {
		.rulebook = rulebook, .findings = judged->findings, .n_findings = judged->n_findings};
	if (jx_score_run(judged->report, &options, &app->arena, &judged->sheet) != JX_OK ||
		jx_costs_of(rulebook, judged->findings, judged->n_findings, judged->sheet, &app->arena,
			&judged->costs) != JX_OK)
		return fail_memory(app);
	return JX_OK;
}

/* Without the round's rulebook nobody can tell whether it has the rules that explanations name: the server will. */
static void drop_unknown_rules(struct jx_findings *findings)
{
	size_t n = 0;
	for (size_t i = 0; i < findings->n; i++) {
		bool is_unknown_rule = strcmp(findings->items[i]->rule, "G10") == 0;
		findings->n_all -= is_unknown_rule;
		findings->n_hard -= is_unknown_rule;
		if (!is_unknown_rule)
			findings->items[n++] = findings->items[i];
	}
	findings->n = n;
}

/* Checks once. @param ret_findings  in the app's arena. */
static enum jx_status check_once(struct jx_app *app, const struct jx_rulebook *rulebook,
	const struct jx_judged *judged, struct jx_findings **ret_findings)
{
	const struct jx_check_basis basis = {.rulebook = rulebook, .reference = judged->reference};
	struct jx_findings *findings = jx_arena_calloc(&app->arena, 1, sizeof(*findings));
	if (findings == NULL || jx_check_run_by(&basis, judged->report, &app->arena, findings) != JX_OK)
		return fail_memory(app);
	if (!judged->rules.is_known)
		drop_unknown_rules(findings);
	*ret_findings = findings;
	return JX_OK;
}

/* Checks, and again once explanations that stand beside figures have found what they explain. */
static enum jx_status run_checks(
	struct jx_app *app, const struct jx_rulebook *rulebook, struct jx_judged *judged)
{
	struct jx_findings *findings = NULL;
	size_t n_added = 0;
	enum jx_status status = check_once(app, rulebook, judged, &findings);
	if (status == JX_OK && findings != NULL && judged->form != NULL && judged->form->n_whys > 0)
		status = jx_form_file_explain(app, judged->form, findings->items, findings->n, &n_added);
	if (status == JX_OK && n_added > 0)
		status = check_once(app, rulebook, judged, &findings);
	if (status != JX_OK || findings == NULL)
		return status;
	judged->findings = findings->items;
	judged->n_findings = findings->n;
	judged->n_all = findings->n_all;
	judged->n_hard = findings->n_hard;
	judged->n_unexplained = findings->n_unexplained;
	judged->n_explained = findings->n_explain - findings->n_unexplained;
	judged->n_info = findings->n_info;
	judged->has_round_missing = judged->report->round[0] == '\0';
	status = jx_digest_message(
		&judged->report->base, JX_DIGEST_SHA256, judged->content_digest, &app->error);
	if (status != JX_OK)
		return status;
	return jx_verdict_digest(judged->content_digest,
		rulebook != NULL ? jx_rulebook_digest(rulebook) : NULL, findings, judged->verdict_digest);
}

/* ---- forms ---- */

/* Puts what a form says about its own cells around the findings: what cannot be read first, what was left out last. */
static enum jx_status add_form_findings(struct jx_app *app, struct jx_judged *judged)
{
	const struct jx_form_problems *problems = &judged->form->problems;
	const struct jx_form_problems *notes = &judged->form->notes;
	size_t n = problems->n + judged->n_findings + notes->n;
	JxFinding **all = jx_arena_calloc(&app->arena, n + 1, sizeof(*all));
	enum jx_status status = jx_form_file_locate(app, judged->form, judged->findings, judged->n_findings);
	if (status != JX_OK)
		return status;
	if (all == NULL)
		return fail_memory(app);
	for (size_t i = 0; i < n; i++) {
		if (i < problems->n)
			all[i] = jx_form_file_finding(app, &problems->items[i], JX_FINDING_SEVERITY_HARD);
		else if (i < problems->n + judged->n_findings)
			all[i] = judged->findings[i - problems->n];
		else
			all[i] =
				jx_form_file_finding(app, &notes->items[i - problems->n - judged->n_findings],
					JX_FINDING_SEVERITY_INFO);
		if (all[i] == NULL)
			return fail_memory(app);
	}
	judged->findings = all;
	judged->n_findings = n;
	judged->n_all += problems->n_all + notes->n_all;
	judged->n_hard += problems->n_all;
	judged->n_info += notes->n_all;
	return JX_OK;
}

/* ---- reading ---- */

/* Reads a text file of whatever encoding. What is UTF-8 but for some places stays as it is: the reader tells the first. */
static enum jx_status decode(struct jx_app *app, const char *file, char **text, size_t *n)
{
	const char *encoding;
	const struct jx_file_bytes bytes = {.name = file, .bytes = *text, .n = *n};
	enum jx_status status = jx_encoding_decode(&bytes, &app->arena, text, &encoding, &app->error);
	if (status != JX_OK && app->error.reason == JX_REASON_BAD_ENCODING) {
		app->error = (struct jx_error){0};
		return JX_OK;
	}
	if (status != JX_OK)
		return status;
	*n = strlen(*text);
	if (encoding != NULL && !jx_app_wants_json(app))
		jx_note(&app->terminal, _("%s is not UTF-8; it was read as %s"), file, encoding);
	return JX_OK;
}

/* Reads a JSON file; mistakes of its form are all of its judgement. */
static enum jx_status read_json(struct jx_app *app, char *text, size_t n, struct jx_judged *judged)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message;
	const char *kind = jx_file_kind(text, n);
	if (kind != NULL)
		return jx_app_fail_with(
			app, JX_REASON_NO_REPORT_FILE, JX_ARGS(JX_TEXT(judged->file), JX_TEXT(kind)));
	enum jx_status status = decode(app, judged->file, &text, &n);
	if (status != JX_OK)
		return status;
	status = jx_json_read(JX_REPORT_DESCRIPTOR, text, n, &app->arena, &problems, &message);
	if (status == JX_INVALID)
		return jx_judge_problems(app, judged->file, &problems, judged);
	if (status != JX_OK)
		return fail_memory(app);
	judged->report = (JxReport *)message;
	return JX_OK;
}

static enum jx_status read_form(
	struct jx_app *app, const struct jx_workbook_file *file, struct jx_judged *judged)
{
	enum jx_status status = jx_form_file_read(app, file, &judged->form);
	if (status == JX_OK)
		judged->report = judged->form->report;
	return status;
}

/* Judges a report that was read. */
static enum jx_status judge_report(
	struct jx_app *app, const struct jx_judge_options *options, struct jx_judged *judged)
{
	enum jx_status status = jx_report_check_size(judged->report, &app->error);
	if (status == JX_OK)
		status = set_round(app, options->round, judged);
	if (status == JX_OK)
		status = find_rules(app, options, judged);
	if (status == JX_OK)
		status = run_checks(app, judged->rules.rulebook, judged);
	if (status == JX_OK)
		status = run_scores(app, judged->rules.rulebook, judged);
	return status == JX_OK && judged->form != NULL ? add_form_findings(app, judged) : status;
}

enum jx_status jx_judge_report(struct jx_app *app, const struct jx_judge_options *options, const char *name,
	JxReport *report, struct jx_judged *ret_judged)
{
	*ret_judged = (struct jx_judged){.file = name, .report = report};
	return judge_report(app, options, ret_judged);
}

enum jx_status jx_judge_file(struct jx_app *app, const struct jx_judge_options *options, const char *file,
	struct jx_judged *ret_judged)
{
	char *bytes;
	size_t n;
	*ret_judged = (struct jx_judged){.file = file};
	enum jx_status status = jx_file_read(file, JX_MAX_JSON_BYTES, &app->arena, &bytes, &n, &app->error);
	if (status != JX_OK)
		return status;
	const struct jx_workbook_file workbook = {.name = file, .bytes = bytes, .n = n};
	status = jx_workbook_is_one(bytes, n) ? read_form(app, &workbook, ret_judged)
					      : read_json(app, bytes, n, ret_judged);
	if (status != JX_OK || ret_judged->report == NULL)
		return status;
	return judge_report(app, options, ret_judged);
}

void jx_judge_name_topic(struct jx_app *app, const struct jx_judged *judged)
{
	if (judged->report == NULL)
		return;
	app->topic.department = jx_name_last(judged->report->department);
	app->topic.round = jx_name_last(judged->report->round);
}

bool jx_judge_passes(const struct jx_judged *judged)
{
	return judged->report != NULL && judged->n_hard == 0 && judged->n_unexplained == 0;
}
