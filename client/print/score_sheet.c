#include "client/print/score_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/localized.h"

enum line_column {
	LINE_NUMBER,
	LINE_NAME,
	LINE_POINTS,
	LINE_CLAIMED,
	LINE_COMPUTED,
	LINE_NOT_COMPUTED,
	LINE_METHOD,
	LINE_WHY,
	LINE_FIELD,
	LINE_REVIEWED,
	LINE_FINAL,
	LINE_RULE,
	LINE_REASON
};

static const struct jx_column LINE_COLUMNS[] = {
	[LINE_NUMBER] = {"number", N_("No."), .is_right = true},
	[LINE_NAME] = {"line", N_("Line"), .wraps = true},
	[LINE_POINTS] = {"points", N_("Points"), .is_right = true},
	[LINE_CLAIMED] = {"claimed", N_("Claimed"), .is_right = true},
	[LINE_COMPUTED] = {"computed", N_("Computed"), .is_right = true},
	[LINE_NOT_COMPUTED] = {"not_computed", N_("Claim kept"), .is_right = true},
	[LINE_METHOD] = {"method", N_("Method"), .leave_out = 1},
	[LINE_WHY] = {"why", N_("Why"), .wraps = true},
	[LINE_FIELD] = {"field", N_("Field"), .wraps = true, .leave_out = 2},
	[LINE_REVIEWED] = {"reviewed", N_("Reviewed"), .is_right = true, .leave_out = 1},
	[LINE_FINAL] = {"final", N_("Final"), .is_right = true, .leave_out = 1},
	[LINE_RULE] = {"rule", N_("Rule"), .leave_out = 3},
	[LINE_REASON] = {"review_reason", N_("Reason of finance"), .wraps = true, .leave_out = 1},
};

enum step_column { STEP_KIND, STEP_TEXT, STEP_VALUE, STEP_FIELD };

static const struct jx_column STEP_COLUMNS[] = {
	[STEP_KIND] = {.key = "kind", .title = N_("Step")},
	[STEP_TEXT] = {"text", N_("What"), .wraps = true},
	[STEP_VALUE] = {"value", N_("Value"), .is_right = true, .wraps = true},
	[STEP_FIELD] = {"field", N_("Field"), .wraps = true},
};

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

static void set_why(const struct jx_app *app, struct jx_table *table, const JxScoreLine *line)
{
	char unknown[JX_LABEL_BYTES];
	const char *why = "";
	if (!is_computed(line))
		why = jx_label_not_computed(line->not_computed_reason, app->language, unknown);
	else if (line->is_capped)
		why = _("capped");
	jx_table_set(table, LINE_WHY, why);
}

/* Sets the line's name after that of its project. */
static void set_name(const struct jx_app *app, struct jx_table *table, const JxScoreLine *line)
{
	char *text = NULL;
	const char *before = line->is_common ? _("Common indicator") : line->project;
	if (asprintf(&text, "%s%s%s", before, before[0] != '\0' ? "：" : "", label_of(app, line)) < 0)
		return;
	jx_table_set(table, LINE_NAME, text);
	free(text);
}

/* Sets the method; for programs its id alone. */
static void set_method(struct jx_table *table, const JxScoreLine *line)
{
	char *text = NULL;
	if (asprintf(&text, "%s%s%s", line->method, line->is_assumed ? " " : "",
		    line->is_assumed ? _("(assumed)") : "") < 0)
		return;
	jx_table_set_raw(table, LINE_METHOD, text, line->method);
	free(text);
}

static void add_line(struct jx_app *app, struct jx_table *table, const JxScoreLine *line)
{
	jx_table_add_row(table);
	jx_cell_set_number(table, LINE_NUMBER, line->number);
	set_name(app, table, line);
	jx_cell_set_decimal(table, LINE_POINTS, line->points);
	jx_cell_set_decimal(table, LINE_CLAIMED, line->claimed);
	jx_cell_set_decimal(table, LINE_COMPUTED, line->computed);
	if (!is_computed(line))
		jx_cell_set_decimal(table, LINE_NOT_COMPUTED, line->counted);
	set_method(table, line);
	set_why(app, table, line);
	jx_table_set(table, LINE_FIELD, line->field);
	jx_cell_set_decimal(table, LINE_REVIEWED, line->reviewed);
	jx_cell_set_decimal(table, LINE_FINAL, line->final_score);
	jx_table_set(table, LINE_RULE, line->rule);
	jx_table_set(table, LINE_REASON, line->review_reason);
}

static void print_own(struct jx_app *app, const JxScoreSheet *sheet)
{
	char texts[3][JX_FIGURE_TEXT_BYTES], unknown[JX_LABEL_BYTES];
	const char *claimed = jx_label_decimal(sheet->claimed, texts[0]);
	const char *points = jx_label_decimal(sheet->points, texts[1]);
	if (sheet->computed == NULL)
		jx_app_remark(app, _("Computed: not computable, because %s."),
			jx_label_unavailable(sheet->unavailable_reason, app->language, unknown));
	else if (sheet->own != NULL && sheet->claimed == NULL)
		jx_app_remark(app, _("No score box is filled in. Computed %s of %s points."),
			jx_label_decimal(sheet->own, texts[2]), points);
	else if (sheet->own != NULL)
		jx_app_remark(app,
			sheet->is_mixed
				? _("Claimed %s of %s points. Computed %s, with the claims of lines that cannot be computed.")
				: _("Claimed %s of %s points. Computed %s."),
			claimed, points, jx_label_decimal(sheet->own, texts[2]));
	if (sheet->tables > 1)
		jx_app_remark(app,
			_("%u tables: the mean, by the money of their projects where each names it."),
			sheet->tables);
	if (sheet->points_left_out != NULL)
		jx_app_remark(app,
			_("Rows of %s points do not apply; the others are scaled up to all points."),
			jx_label_decimal(sheet->points_left_out, texts[0]));
	if (sheet->stated != NULL)
		jx_app_remark(app, _("The report states a total of %s."),
			jx_label_decimal(sheet->stated, texts[0]));
}

/* The common indicators, the caps, and what they make of the table's own score. */
static void print_computed(struct jx_app *app, const JxScoreSheet *sheet)
{
	char texts[3][JX_FIGURE_TEXT_BYTES];
	if (sheet->common != NULL)
		jx_app_remark(app,
			_("Common indicators: %s, from %s points that can be computed; weight %s%%."),
			jx_label_decimal(sheet->common, texts[0]),
			jx_label_decimal(sheet->common_points, texts[1]),
			jx_label_decimal(sheet->common_weight, texts[2]));
	for (size_t i = 0; i < sheet->n_caps; i++) {
		const JxAppliedCap *cap = sheet->caps[i];
		jx_app_remark(app, _("Cap %s (%s): %s becomes %s."), cap->id,
			jx_localized(cap->title, app->language), jx_label_decimal(cap->before, texts[0]),
			jx_label_decimal(cap->most, texts[1]));
	}
	if (sheet->computed != NULL && (sheet->n_caps > 0 || sheet->common != NULL))
		jx_app_remark(app, _("Computed score: %s."), jx_label_decimal(sheet->computed, texts[0]));
}

/* From the computed score to the final one. */
static void print_final(struct jx_app *app, const JxScoreSheet *sheet)
{
	char texts[2][JX_FIGURE_TEXT_BYTES], unknown[JX_LABEL_BYTES];
	for (size_t i = 0; i < sheet->n_deductions; i++) {
		const JxAppliedDeduction *deduction = sheet->deductions[i];
		jx_app_remark(app, _("Deduction %s (%s), %u times: %s%s."), deduction->id,
			jx_localized(deduction->title, app->language), deduction->count,
			jx_label_decimal(deduction->points, texts[0]),
			deduction->is_capped ? _(", at its most") : "");
	}
	const char *less = sheet->n_deductions > 0 ? _(", less deductions") : "";
	const char *score = jx_label_decimal(sheet->final_score, texts[0]);
	if (sheet->final_score == NULL)
		jx_app_remark(app, _("Final score: none, because %s."),
			jx_label_unavailable(sheet->final_unavailable_reason, app->language, unknown));
	else if (sheet->grade[0] == '\0')
		jx_app_remark(app,
			sheet->group == JX_COVERAGE_GROUP_VERIFIABLE
				? _("Final score: %s (%s%s); the rules give no grade for it.")
				: _("Final score: %s (%s%s); no grade, because it cannot be verified."),
			score, jx_label_score_origin(sheet->final_from, unknown), less);
	else
		jx_app_remark(app, _("Final score: %s (%s%s); grade %s%s."), score,
			jx_label_score_origin(sheet->final_from, unknown), less, sheet->grade,
			sheet->is_grade_held ? _(", held down by its coverage") : "");
}

static void print_totals(struct jx_app *app, const JxScoreSheet *sheet)
{
	char text[JX_FIGURE_TEXT_BYTES], unknown[JX_LABEL_BYTES];
	print_own(app, sheet);
	print_computed(app, sheet);
	jx_app_remark(app, _("Coverage %s%%; lines computed: %u, not computed: %u; group: %s"),
		jx_label_decimal(sheet->coverage, text), sheet->computed_lines, sheet->not_computed_lines,
		jx_label_group(sheet->group, unknown));
	print_final(app, sheet);
}

/* The line to explain next: the first whose computed score is not what is claimed, else the first of all. */
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

enum jx_status jx_score_sheet_print_lines(struct jx_app *app, const JxScoreSheet *sheet)
{
	struct jx_table table;
	jx_table_init(&table, &app->arena, LINE_COLUMNS, JX_COUNT_OF(LINE_COLUMNS));
	for (size_t i = 0; i < sheet->n_lines; i++)
		add_line(app, &table, sheet->lines[i]);
	if (sheet->n_lines > 0) {
		enum jx_status status = jx_app_print_table(app, &table);
		if (status != JX_OK)
			return status;
	}
	print_totals(app, sheet);
	return JX_OK;
}

enum jx_status jx_score_sheet_print(struct jx_app *app, const char *subject, const JxScoreSheet *sheet)
{
	enum jx_status status = jx_score_sheet_print_lines(app, sheet);
	if (status != JX_OK)
		return status;
	if (sheet->n_lines > 0)
		jx_app_next(app, "jixiao explain %s %u", subject, next_line(sheet));
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

enum jx_status jx_score_sheet_print_line(struct jx_app *app, const JxScoreLine *line)
{
	struct jx_table table;
	char texts[2][JX_FIGURE_TEXT_BYTES], unknown[JX_LABEL_BYTES];
	jx_app_remark(app, _("%u  %s: %s points, claimed %s"), line->number, label_of(app, line),
		jx_label_decimal_or_dash(line->points, texts[0]),
		jx_label_decimal_or_dash(line->claimed, texts[1]));
	jx_table_init(&table, &app->arena, STEP_COLUMNS, JX_COUNT_OF(STEP_COLUMNS));
	for (size_t i = 0; i < line->n_steps; i++) {
		const JxScoreStep *step = line->steps[i];
		jx_table_add_row(&table);
		jx_table_set(&table, STEP_KIND, jx_label_step(step->kind, unknown));
		jx_table_set(&table, STEP_TEXT, jx_localized(step->text, app->language));
		jx_table_set(&table, STEP_VALUE,
			step->words != NULL ? jx_localized(step->words, app->language) : step->value);
		jx_table_set(&table, STEP_FIELD, step->field);
	}
	return jx_app_print_table(app, &table);
}
