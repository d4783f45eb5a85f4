/*
 * jixiao explain: what a report's scores come to, line by line, and why; or what a rule or a method says.
 *
 * Offline, by the code of proto/contract/score.h. With a line: its steps. With JSON: a ScoreSheet, a ScoreLine,
 * or for a rule a Finding without a place.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/commands.h"
#include "client/i18n.h"
#include "client/judge.h"
#include "client/words.h"
#include "proto/contract/check.h"
#include "proto/contract/score.h"

#define N_OF(list) (sizeof(list) / sizeof((list)[0]))

static const struct jx_column LINE_COLUMNS[] = {
	{"number", N_("No."), true, false, 0},
	{"line", N_("Line"), false, true, 0},
	{"points", N_("Points"), true, false, 0},
	{"claimed", N_("Claimed"), true, false, 0},
	{"computed", N_("Computed"), true, false, 0},
	{"carried", N_("Carried"), true, false, 0},
	{"method", N_("Method"), false, false, 1},
	{"why", N_("Why"), false, true, 0},
	{"field", N_("Field"), false, true, 2},
};

static const struct jx_column STEP_COLUMNS[] = {
	{"kind", N_("Step"), false, false, 0},
	{"text", N_("What"), false, true, 0},
	{"value", N_("Value"), true, true, 0},
	{"field", N_("Field"), false, true, 1},
};

/* ---- rules and methods ---- */

static void put(struct jx_app *app, const char *title, const char *text)
{
	if (text[0] != '\0')
		jx_print(&app->terminal, "%s  %s", title, text);
}

static enum jx_status explain_rule(struct jx_app *app, const struct jx_rule *rule)
{
	Jixiao__V1__Finding finding = JIXIAO__V1__FINDING__INIT;
	finding.rule = (char *)rule->id;
	finding.severity = rule->severity;
	finding.message_zh = (char *)rule->message_zh;
	finding.message_en = (char *)rule->message_en;
	finding.remedy_zh = (char *)rule->remedy_zh;
	finding.remedy_en = (char *)rule->remedy_en;
	finding.basis = (char *)rule->basis;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &finding.base);
	jx_print(&app->terminal, "%s  %s  %s", rule->id, jx_words_severity(&finding),
		jx_app_text(app, rule->title_zh, rule->title_en));
	put(app, _("says"), jx_app_text(app, rule->message_zh, rule->message_en));
	put(app, _("How to fix"), jx_app_text(app, rule->remedy_zh, rule->remedy_en));
	put(app, _("Basis"), rule->basis);
	return JX_OK;
}

static void explain_method(struct jx_app *app, const struct jx_score_method *method)
{
	jx_print(&app->terminal, "%s  %s", method->id, jx_app_text(app, method->title_zh, method->title_en));
	put(app, _("rule"), jx_app_text(app, method->formula_zh, method->formula_en));
	if (method->needs_parameters)
		jx_print(&app->terminal, "%s",
			_("It has parameters that a rulebook must give: lines that state it are carried."));
}

/* ---- the sheet ---- */

static bool is_for_people(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_TABLE || (app->output == JX_OUTPUT_AUTO && app->terminal.is_tty);
}

static bool is_computed(const Jixiao__V1__ScoreLine *line)
{
	return line->state == JIXIAO__V1__SCORE_STATE__SCORE_STATE_COMPUTED;
}

static const char *label_of(const Jixiao__V1__ScoreLine *line)
{
	return line->reason == JIXIAO__V1__CARRY_REASON__CARRY_REASON_NOT_LISTED ? _("(not listed)")
										 : line->label;
}

static const char *why(const struct jx_app *app, const Jixiao__V1__ScoreLine *line)
{
	if (!is_computed(line))
		return jx_score_reason_text(line->reason, app->language);
	return line->is_capped ? _("capped") : "";
}

/* The row's name after that of its project. */
static void set_name(struct jx_table *table, size_t column, const Jixiao__V1__ScoreLine *line)
{
	char *text = NULL;
	bool has_project = line->project[0] != '\0';
	if (asprintf(&text, "%s%s%s", line->project, has_project ? "：" : "", label_of(line)) < 0)
		return;
	jx_table_set(table, column, text);
	free(text);
}

/* The method; for programs its id alone. */
static void set_method(struct jx_table *table, size_t column, const Jixiao__V1__ScoreLine *line)
{
	char *text = NULL;
	if (asprintf(&text, "%s%s%s", line->method, line->is_assumed ? " " : "",
		    line->is_assumed ? _("(assumed)") : "") < 0)
		return;
	jx_table_set_raw(table, column, text, line->method);
	free(text);
}

static void add_line(struct jx_app *app, struct jx_table *table, const Jixiao__V1__ScoreLine *line)
{
	char text[JX_FIGURE_TEXT_BYTES];
	(void)snprintf(text, sizeof(text), "%u", line->number);
	jx_table_add_row(table);
	jx_table_set(table, 0, text);
	set_name(table, 1, line);
	jx_table_set(table, 2, jx_words_decimal(line->points, text));
	jx_table_set(table, 3, jx_words_decimal(line->claimed, text));
	jx_table_set(table, 4, jx_words_decimal(line->computed, text));
	if (!is_computed(line))
		jx_table_set(table, 5, jx_words_decimal(line->counted, text));
	set_method(table, 6, line);
	jx_table_set(table, 7, why(app, line));
	jx_table_set(table, 8, line->field);
}

/* A sentence beside the table: to people with it, else out of the way of the data. */
static void tell(struct jx_app *app, const char *sentence)
{
	if (is_for_people(app))
		jx_print(&app->terminal, "%s", sentence);
	else
		jx_note(&app->terminal, "%s", sentence);
}

static void tell_totals(struct jx_app *app, const Jixiao__V1__ScoreSheet *sheet)
{
	char texts[3][JX_FIGURE_TEXT_BYTES];
	char *sentence = NULL;
	bool is_enough = sheet->group == JIXIAO__V1__COVERAGE_GROUP__COVERAGE_GROUP_VERIFIABLE;
	const char *claimed = jx_words_decimal(sheet->claimed, texts[0]);
	const char *points = jx_words_decimal(sheet->points, texts[1]);
	if (sheet->computed == NULL) {
		if (asprintf(&sentence, _("Computed: not computable, because %s."),
			    jx_score_gap_text(sheet->gap, app->language)) < 0)
			return;
	} else if (asprintf(&sentence,
			   sheet->is_mixed
				   ? _("Claimed %s of %s points. Computed %s, carried lines included.")
				   : _("Claimed %s of %s points. Computed %s."),
			   claimed, points, jx_words_decimal(sheet->computed, texts[2])) < 0) {
		return;
	}
	tell(app, sentence);
	free(sentence);
	if (sheet->stated != NULL && asprintf(&sentence, _("The report states a total of %s."),
					     jx_words_decimal(sheet->stated, texts[0])) >= 0) {
		tell(app, sentence);
		free(sentence);
	}
	if (asprintf(&sentence, _("Coverage %s%%; lines computed: %u, carried: %u; group: %s"),
		    jx_words_decimal(sheet->coverage, texts[0]), sheet->computed_lines, sheet->carried_lines,
		    is_enough ? _("can be verified") : _("cannot be verified")) < 0)
		return;
	tell(app, sentence);
	free(sentence);
}

/* The line most worth a look: the first whose computed score is not what is claimed, else the first of all. */
static unsigned next_line(const Jixiao__V1__ScoreSheet *sheet)
{
	for (size_t i = 0; i < sheet->n_lines; i++) {
		const Jixiao__V1__ScoreLine *line = sheet->lines[i];
		if (is_computed(line) && line->claimed != NULL &&
			line->claimed->micros != line->computed->micros)
			return line->number;
	}
	return 1;
}

static enum jx_status print_sheet(struct jx_app *app, const char *file, const Jixiao__V1__ScoreSheet *sheet)
{
	struct jx_table table;
	char *command = NULL;
	jx_table_init(&table, LINE_COLUMNS, N_OF(LINE_COLUMNS));
	for (size_t i = 0; i < sheet->n_lines; i++)
		add_line(app, &table, sheet->lines[i]);
	enum jx_status status = sheet->n_lines > 0 ? jx_app_print_table(app, &table) : JX_OK;
	jx_table_clear(&table);
	if (status != JX_OK)
		return status;
	tell_totals(app, sheet);
	if (sheet->n_lines > 0 && asprintf(&command, "jixiao explain %s %u", file, next_line(sheet)) >= 0) {
		jx_app_next(app, command);
		free(command);
	}
	return JX_OK;
}

/* ---- one line ---- */

/* Whether a line is meant by what a user wrote: its number or its path, or when is_loose a part of its name. */
static bool is_meant(const Jixiao__V1__ScoreLine *line, const char *wanted, bool is_loose)
{
	char number[16];
	size_t n = strlen(line->field);
	(void)snprintf(number, sizeof(number), "%u", line->number);
	if (is_loose)
		return strstr(label_of(line), wanted) != NULL;
	bool is_path = strncmp(line->field, wanted, n) == 0 && (wanted[n] == '\0' || wanted[n] == '.');
	return is_path || strcmp(number, wanted) == 0 || strcmp(label_of(line), wanted) == 0;
}

/* The one line that is meant; NULL with the error filled when there is none, or more than one. */
static const Jixiao__V1__ScoreLine *find_line(
	struct jx_app *app, const Jixiao__V1__ScoreSheet *sheet, const char *wanted)
{
	enum jx_reason reason = JX_REASON_SCORE_LINE_NOT_FOUND;
	for (int pass = 0; pass < 2; pass++) {
		const Jixiao__V1__ScoreLine *found = NULL;
		size_t n = 0;
		for (size_t i = 0; i < sheet->n_lines; i++) {
			if (!is_meant(sheet->lines[i], wanted, pass == 1))
				continue;
			found = sheet->lines[i];
			n++;
		}
		if (n == 1)
			return found;
		if (n > 1) {
			reason = JX_REASON_SCORE_LINE_SEVERAL;
			break;
		}
	}
	(void)jx_fail(&app->error, reason, wanted, NULL, NULL);
	return NULL;
}

static const char *step_words(Jixiao__V1__ScoreStepKind kind)
{
	static const char *const words[] = {
		[JIXIAO__V1__SCORE_STEP_KIND__SCORE_STEP_KIND_INPUT] = N_("figure"),
		[JIXIAO__V1__SCORE_STEP_KIND__SCORE_STEP_KIND_RULE] = N_("rule"),
		[JIXIAO__V1__SCORE_STEP_KIND__SCORE_STEP_KIND_CAP] = N_("bound"),
		[JIXIAO__V1__SCORE_STEP_KIND__SCORE_STEP_KIND_NOTE] = N_("remark"),
		[JIXIAO__V1__SCORE_STEP_KIND__SCORE_STEP_KIND_RESULT] = N_("result"),
	};
	size_t index = (size_t)kind;
	return index < N_OF(words) && words[index] != NULL ? _(words[index]) : "";
}

static enum jx_status print_line(struct jx_app *app, const Jixiao__V1__ScoreLine *line)
{
	struct jx_table table;
	char texts[2][JX_FIGURE_TEXT_BYTES];
	char *sentence = NULL;
	if (asprintf(&sentence, _("%u  %s: %s points, claimed %s"), line->number, label_of(line),
		    line->points != NULL ? jx_words_decimal(line->points, texts[0]) : "—",
		    line->claimed != NULL ? jx_words_decimal(line->claimed, texts[1]) : "—") >= 0) {
		tell(app, sentence);
		free(sentence);
	}
	jx_table_init(&table, STEP_COLUMNS, N_OF(STEP_COLUMNS));
	for (size_t i = 0; i < line->n_steps; i++) {
		const Jixiao__V1__ScoreStep *step = line->steps[i];
		jx_table_add_row(&table);
		jx_table_set(&table, 0, step_words(step->kind));
		jx_table_set(&table, 1, jx_app_text(app, step->text_zh, step->text_en));
		jx_table_set(&table, 2, step->value);
		jx_table_set(&table, 3, step->field);
	}
	enum jx_status status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	return status;
}

/* ---- the command ---- */

static enum jx_status read_report(struct jx_app *app, const char *file, struct jx_judged *judged)
{
	enum jx_status status = jx_judge_file(app, NULL, file, NULL, judged);
	if (status != JX_OK || judged->submission != NULL)
		return status;
	status = jx_app_wants_json(app) ? jx_judged_print_json(app, judged)
					: jx_judged_print(app, judged, true);
	app->is_told = true;
	return status == JX_OK ? jx_app_fail(app, JX_REASON_HARD_FINDINGS, NULL, NULL, NULL) : status;
}

enum jx_status cmd_explain(struct jx_app *app, const struct jx_args *args)
{
	const struct jx_score_options options = {.has_steps = true};
	const char *subject = jx_args_operand(args, 0);
	const char *wanted = jx_args_operand(args, 1);
	const struct jx_rule *rule = wanted == NULL ? jx_rule_find(subject) : NULL;
	const struct jx_score_method *method = wanted == NULL ? jx_score_method_find(subject) : NULL;
	struct jx_judged judged;
	Jixiao__V1__ScoreSheet *sheet;
	if (rule != NULL)
		return explain_rule(app, rule);
	if (method != NULL) {
		explain_method(app, method);
		return JX_OK;
	}
	enum jx_status status = read_report(app, subject, &judged);
	if (status != JX_OK)
		return status;
	if (jx_score_run(judged.submission, &options, &app->arena, &sheet) != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	if (wanted == NULL)
		return jx_app_wants_json(app) ? jx_app_print_json(app, &sheet->base)
					      : print_sheet(app, subject, sheet);
	const Jixiao__V1__ScoreLine *line = find_line(app, sheet, wanted);
	if (line == NULL)
		return jx_reason_status(app->error.reason);
	return jx_app_wants_json(app) ? jx_app_print_json(app, &line->base) : print_line(app, line);
}
