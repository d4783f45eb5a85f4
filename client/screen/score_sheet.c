/* Score sheets as tables and sentences. See sheet.h. */
#include "client/screen/score_sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/i18n.h"
#include "client/screen/labels.h"
#include "client/screen/table.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/score/score.h"

static const struct jx_column LINE_COLUMNS[] = {
	{"number", N_("No."), true, false, 0},
	{"line", N_("Line"), false, true, 0},
	{"points", N_("Points"), true, false, 0},
	{"claimed", N_("Claimed"), true, false, 0},
	{"computed", N_("Computed"), true, false, 0},
	{"not_computed", N_("Carried"), true, false, 0},
	{"method", N_("Method"), false, false, 1},
	{"why", N_("Why"), false, true, 0},
	{"field", N_("Field"), false, true, 2},
	{"reviewed", N_("Reviewed"), true, false, 1},
	{"final", N_("Final"), true, false, 1},
	{"rule", N_("Rule"), false, false, 3},
};

static const struct jx_column STEP_COLUMNS[] = {
	{"kind", N_("Step"), false, false, 0},
	{"text", N_("What"), false, true, 0},
	{"value", N_("Value"), true, true, 0},
	{"field", N_("Field"), false, true, 1},
};

static bool is_for_people(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_TABLE || (app->output == JX_OUTPUT_AUTO && app->terminal.is_tty);
}

static bool is_computed(const JxScoreLine *line)
{
	return line->state == JX_SCORE_STATE_COMPUTED;
}

static const char *label_of(const struct jx_app *app, const JxScoreLine *line)
{
	if (line->not_computed_reason == JX_NOT_COMPUTED_REASON_NOT_LISTED)
		return _("(not listed)");
	return jx_localized(line->label, app->language);
}

static const char *why(const struct jx_app *app, const JxScoreLine *line)
{
	if (!is_computed(line))
		return jx_localized(jx_score_reason_text(line->not_computed_reason), app->language);
	return line->is_capped ? _("capped") : "";
}

/* The row's name after that of its project. */
static void set_name(const struct jx_app *app, struct jx_table *table, size_t column, const JxScoreLine *line)
{
	char *text = NULL;
	bool has_project = line->project[0] != '\0';
	const char *before = line->is_common ? _("Common indicator") : line->project;
	bool has_before = has_project || line->is_common;
	if (asprintf(&text, "%s%s%s", before, has_before ? "：" : "", label_of(app, line)) < 0)
		return;
	jx_table_set(table, column, text);
	free(text);
}

/* The method; for programs its id alone. */
static void set_method(struct jx_table *table, size_t column, const JxScoreLine *line)
{
	char *text = NULL;
	if (asprintf(&text, "%s%s%s", line->method, line->is_assumed ? " " : "",
		    line->is_assumed ? _("(assumed)") : "") < 0)
		return;
	jx_table_set_raw(table, column, text, line->method);
	free(text);
}

static void add_line(struct jx_app *app, struct jx_table *table, const JxScoreLine *line)
{
	char text[JX_FIGURE_TEXT_BYTES];
	(void)snprintf(text, sizeof(text), "%u", line->number);
	jx_table_add_row(table);
	jx_table_set(table, 0, text);
	set_name(app, table, 1, line);
	jx_table_set(table, 2, jx_label_decimal(line->points, text));
	jx_table_set(table, 3, jx_label_decimal(line->claimed, text));
	jx_table_set(table, 4, jx_label_decimal(line->computed, text));
	if (!is_computed(line))
		jx_table_set(table, 5, jx_label_decimal(line->counted, text));
	set_method(table, 6, line);
	jx_table_set(table, 7, why(app, line));
	jx_table_set(table, 8, line->field);
	jx_table_set(table, 9, jx_label_decimal(line->reviewed, text));
	jx_table_set(table, 10, jx_label_decimal(line->final_score, text));
	jx_table_set(table, 11, line->rule);
}

/* A sentence beside the table: to people with it, else out of the way of the data. */
JX_PRINTF(2, 3) static void tell(struct jx_app *app, const char *format, ...)
{
	char *sentence = NULL;
	va_list args;
	va_start(args, format);
	int n = vasprintf(&sentence, format, args);
	va_end(args);
	if (n < 0)
		return;
	if (is_for_people(app))
		jx_print(&app->terminal, "%s", sentence);
	else
		jx_note(&app->terminal, "%s", sentence);
	free(sentence);
}

static void tell_own(struct jx_app *app, const JxScoreSheet *sheet)
{
	char texts[3][JX_FIGURE_TEXT_BYTES];
	const char *claimed = jx_label_decimal(sheet->claimed, texts[0]);
	const char *points = jx_label_decimal(sheet->points, texts[1]);
	if (sheet->computed == NULL)
		tell(app, _("Computed: not computable, because %s."),
			jx_localized(jx_score_unavailable_text(sheet->unavailable_reason), app->language));
	else if (sheet->own != NULL)
		tell(app,
			sheet->is_mixed ? _("Claimed %s of %s points. Computed %s, carried lines included.")
					: _("Claimed %s of %s points. Computed %s."),
			claimed, points, jx_label_decimal(sheet->own, texts[2]));
	if (sheet->tables > 1)
		tell(app, _("%u tables: the mean, by the money of their projects where each names it."),
			sheet->tables);
	if (sheet->stated != NULL)
		tell(app, _("The report states a total of %s."), jx_label_decimal(sheet->stated, texts[0]));
}

/* The common indicators, the caps, and what they make of the table's own score. */
static void tell_computed(struct jx_app *app, const JxScoreSheet *sheet)
{
	char texts[3][JX_FIGURE_TEXT_BYTES];
	if (sheet->common != NULL)
		tell(app, _("Common indicators: %s, from %s points that can be computed; weight %s%%."),
			jx_label_decimal(sheet->common, texts[0]),
			jx_label_decimal(sheet->common_points, texts[1]),
			jx_label_decimal(sheet->common_weight, texts[2]));
	for (size_t i = 0; i < sheet->n_caps; i++) {
		const JxAppliedCap *cap = sheet->caps[i];
		tell(app, _("Cap %s (%s): %s becomes %s."), cap->id, jx_localized(cap->title, app->language),
			jx_label_decimal(cap->before, texts[0]), jx_label_decimal(cap->most, texts[1]));
	}
	if (sheet->computed != NULL && (sheet->n_caps > 0 || sheet->common != NULL))
		tell(app, _("Computed score: %s."), jx_label_decimal(sheet->computed, texts[0]));
}

static const char *kind_words(JxScoreKind kind)
{
	if (kind == JX_SCORE_KIND_REVIEWED)
		return _("reviewed by finance");
	return kind == JX_SCORE_KIND_CLAIMED ? _("the claim, which is less than computed")
					     : _("the computed score");
}

/* From the computed score to the final one. */
static void tell_final(struct jx_app *app, const JxScoreSheet *sheet)
{
	char texts[2][JX_FIGURE_TEXT_BYTES];
	for (size_t i = 0; i < sheet->n_deductions; i++) {
		const JxAppliedDeduction *deduction = sheet->deductions[i];
		tell(app, _("Deduction %s (%s), %u times: %s%s."), deduction->id,
			jx_localized(deduction->title, app->language), deduction->count,
			jx_label_decimal(deduction->points, texts[0]),
			deduction->is_capped ? _(", at its most") : "");
	}
	if (sheet->final_score == NULL)
		tell(app, "%s", _("Final score: none."));
	else
		tell(app, _("Final score: %s (%s%s); grade %s%s."),
			jx_label_decimal(sheet->final_score, texts[0]), kind_words(sheet->final_from),
			sheet->n_deductions > 0 ? _(", less deductions") : "", sheet->grade,
			sheet->is_grade_held ? _(", held down by its coverage") : "");
}

static void tell_totals(struct jx_app *app, const JxScoreSheet *sheet)
{
	char text[JX_FIGURE_TEXT_BYTES];
	bool is_enough = sheet->group == JX_COVERAGE_GROUP_VERIFIABLE;
	tell_own(app, sheet);
	tell_computed(app, sheet);
	tell(app, _("Coverage %s%%; lines computed: %u, carried: %u; group: %s"),
		jx_label_decimal(sheet->coverage, text), sheet->computed_lines, sheet->not_computed_lines,
		is_enough ? _("can be verified") : _("cannot be verified"));
	tell_final(app, sheet);
}

/* The line most worth a look: the first whose computed score is not what is claimed, else the first of all. */
static unsigned next_line(const JxScoreSheet *sheet)
{
	for (size_t i = 0; i < sheet->n_lines; i++) {
		const JxScoreLine *line = sheet->lines[i];
		if (is_computed(line) && line->claimed != NULL &&
			line->claimed->micros != line->computed->micros)
			return line->number;
	}
	return 1;
}

enum jx_status jx_score_sheet_print(struct jx_app *app, const char *subject, const JxScoreSheet *sheet)
{
	struct jx_table table;
	char *command = NULL;
	jx_table_init(&table, LINE_COLUMNS, JX_COUNT_OF(LINE_COLUMNS));
	for (size_t i = 0; i < sheet->n_lines; i++)
		add_line(app, &table, sheet->lines[i]);
	enum jx_status status = sheet->n_lines > 0 ? jx_app_print_table(app, &table) : JX_OK;
	jx_table_clear(&table);
	if (status != JX_OK)
		return status;
	tell_totals(app, sheet);
	if (sheet->n_lines > 0 &&
		asprintf(&command, "jixiao explain %s %u", subject, next_line(sheet)) >= 0) {
		jx_app_next(app, command);
		free(command);
	}
	return JX_OK;
}

/* ---- one line ---- */

/* Whether a line is meant by what a user wrote: its number or its path, or when is_loose a part of its name. */
static bool is_meant(const struct jx_app *app, const JxScoreLine *line, const char *wanted, bool is_loose)
{
	char number[16];
	size_t n = strlen(line->field);
	(void)snprintf(number, sizeof(number), "%u", line->number);
	if (is_loose)
		return strstr(label_of(app, line), wanted) != NULL;
	bool is_path =
		n > 0 && strncmp(line->field, wanted, n) == 0 && (wanted[n] == '\0' || wanted[n] == '.');
	bool is_rule = line->is_common && strcmp(line->rule, wanted) == 0;
	return is_path || is_rule || strcmp(number, wanted) == 0 || strcmp(label_of(app, line), wanted) == 0;
}

const JxScoreLine *jx_score_sheet_find(struct jx_app *app, const JxScoreSheet *sheet, const char *wanted)
{
	enum jx_reason reason = JX_REASON_SCORE_LINE_NOT_FOUND;
	for (int pass = 0; pass < 2; pass++) {
		const JxScoreLine *found = NULL;
		size_t n = 0;
		for (size_t i = 0; i < sheet->n_lines; i++) {
			if (!is_meant(app, sheet->lines[i], wanted, pass == 1))
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
	(void)jx_fail_with(&app->error, reason, JX_ARGS(JX_TEXT(wanted)));
	return NULL;
}

static const char *step_words(JxScoreStepKind kind)
{
	static const char *const words[] = {
		[JX_SCORE_STEP_KIND_INPUT] = N_("figure"),
		[JX_SCORE_STEP_KIND_RULE] = N_("rule"),
		[JX_SCORE_STEP_KIND_CAP] = N_("bound"),
		[JX_SCORE_STEP_KIND_NOTE] = N_("remark"),
		[JX_SCORE_STEP_KIND_RESULT] = N_("result"),
	};
	size_t index = (size_t)kind;
	return index < JX_COUNT_OF(words) && words[index] != NULL ? _(words[index]) : "";
}

enum jx_status jx_score_sheet_print_line(struct jx_app *app, const JxScoreLine *line)
{
	struct jx_table table;
	char texts[2][JX_FIGURE_TEXT_BYTES];
	tell(app, _("%u  %s: %s points, claimed %s"), line->number, label_of(app, line),
		line->points != NULL ? jx_label_decimal(line->points, texts[0]) : "—",
		line->claimed != NULL ? jx_label_decimal(line->claimed, texts[1]) : "—");
	jx_table_init(&table, STEP_COLUMNS, JX_COUNT_OF(STEP_COLUMNS));
	for (size_t i = 0; i < line->n_steps; i++) {
		const JxScoreStep *step = line->steps[i];
		jx_table_add_row(&table);
		jx_table_set(&table, 0, step_words(step->kind));
		jx_table_set(&table, 1, jx_localized(step->text, app->language));
		jx_table_set(&table, 2, step->value);
		jx_table_set(&table, 3, step->field);
	}
	enum jx_status status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	return status;
}
