/* The score sheet of a report: its lines in the order of the form, and what they add up to. */
#include "proto/contract/score/score.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/message/meant.h"
#include "proto/contract/message/report.h"
#include "proto/contract/rulebook/compiled.h"
#include "proto/contract/score/points.h"
#include "proto/contract/score/total.h"

/* Points and claims of one table: the department's own, or a project's. */
struct table {
	jx_int128 points;
	jx_int128 claimed;
	bool has_lines;
};

static void add_up(struct table *table, const JxScoreLine *line)
{
	if (line->points == NULL)
		return;
	table->has_lines = true;
	table->points += line->points->micros;
	if (line->claimed != NULL)
		table->claimed += line->claimed->micros;
}

/* ---- lines ---- */

/* Where rows stand, and what rulebooks call the list. */
struct rows_at {
	const char *prefix; /* of their paths, "projects[3].funds" */
	const char *list;   /* "projects[].funds" */
};

static enum jx_status add_funds(struct jx_score_run *run, JxFundLine *const *rows, size_t n,
	const struct rows_at *at, const JxAmount *other_view)
{
	char path[JX_PATH_BYTES];
	struct jx_score_draft draft;
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		if (!jx_points_are_usable(rows[i]->points))
			continue;
		(void)jx_path_put_row(at->prefix, i, path);
		const char *label = rows[i]->label[0] != '\0' ? rows[i]->label : rows[i]->row;
		status = jx_score_begin(run, path, label, &draft);
		if (status != JX_OK)
			return status;
		bool is_total = strcmp(rows[i]->row, "total") == 0;
		const JxFundLine *row = is_total ? jx_score_whole_row(run, rows, n, rows[i]) : rows[i];
		if (row == NULL)
			return jx_arena_fail(run->arena, NULL);
		draft.line->points = rows[i]->points;
		draft.line->claimed = jx_score_has(rows[i]->claimed_score) ? rows[i]->claimed_score : NULL;
		if (!jx_score_by_rulebook(&draft, &rows[i]->base, at->list))
			jx_score_execution(&draft, row, is_total ? other_view : NULL);
		status = jx_score_end(&draft);
	}
	return status;
}

/* A row that does not apply leaves its table where the rulebook scales the others: its points are in no sum. */
static bool is_left_out(struct jx_score_draft *draft, const JxIndicator *row)
{
	const JxScoring *scoring = jx_score_scoring(draft->run);
	if (!row->does_not_apply || scoring == NULL || !scoring->scales_applicable)
		return false;
	if (draft->line->points != NULL)
		draft->run->left_out[draft->run->n_lines - 1] = draft->line->points->micros;
	draft->line->points = NULL;
	draft->line->claimed = NULL;
	jx_score_not_computed(draft, JX_NOT_COMPUTED_REASON_DOES_NOT_APPLY, "does_not_apply");
	return true;
}

/* The table of a row of the department's own: that of its goal, where goals have tables of their own. */
static uint32_t table_of(const struct jx_score_run *run, const JxIndicator *row)
{
	const JxReport *report = run->report;
	const JxScoring *scoring = jx_score_scoring(run);
	bool has_goal =
		run->table == JX_SCORE_OWN_TABLE && scoring != NULL && scoring->weighs_goals && row->goal > 0;
	for (size_t i = 0; has_goal && i < report->n_goals; i++) {
		if (report->goals[i]->number == row->goal)
			return (uint32_t)jx_score_goal_table(report, i);
	}
	return run->table;
}

static void begin_indicator(struct jx_score_draft *draft, const struct jx_points *points, JxIndicator *row)
{
	struct jx_score_run *run = draft->run;
	const JxScoring *scoring = jx_score_scoring(run);
	JxDecimal counted;
	run->tables[run->n_lines - 1] = table_of(run, row);
	draft->line->points = NULL;
	if (jx_points_are_usable(row->points))
		draft->line->points = row->points;
	else if (jx_points_of(points, row, &counted))
		draft->line->points = jx_score_decimal(run, counted.micros, counted.decimals);
	draft->line->claimed = jx_score_has(row->claimed_score) ? row->claimed_score : NULL;
	if (scoring != NULL && scoring->takes_row_deductions && jx_score_has(row->deduction))
		draft->deduction = row->deduction;
}

static enum jx_status add_indicators(
	struct jx_score_run *run, JxIndicator *const *rows, size_t n, const struct rows_at *at)
{
	char path[JX_PATH_BYTES];
	struct jx_score_draft draft;
	struct jx_points points;
	enum jx_status status = JX_OK;
	jx_points_count(jx_score_scoring(run), rows, n, &points);
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		(void)jx_path_put_row(at->prefix, i, path);
		status = jx_score_begin(run, path, rows[i]->name, &draft);
		if (status != JX_OK)
			return status;
		begin_indicator(&draft, &points, rows[i]);
		if (!is_left_out(&draft, rows[i]) && !jx_score_by_rulebook(&draft, &rows[i]->base, at->list))
			jx_score_indicator(&draft, rows[i]);
		status = jx_score_end(&draft);
	}
	return status;
}

/* What the claimed total holds beyond the lines, where the lines do not make a whole form. */
static enum jx_status add_rest(
	struct jx_score_run *run, size_t first, const JxDecimal *total, const char *field, const char *label)
{
	struct table table = {0};
	struct jx_score_draft draft;
	jx_int128 full_points = jx_score_full_points(run);
	for (size_t i = first; i < run->n_lines; i++) {
		add_up(&table, run->lines[i]);
		table.points += run->left_out[i];
	}
	if (!table.has_lines || !jx_score_has(total) || table.points >= full_points)
		return JX_OK;
	jx_int128 claim = total->micros - table.claimed;
	jx_int128 points = full_points - table.points;
	if (claim <= 0 || claim > points)
		return JX_OK;
	enum jx_status status = jx_score_begin(run, field, label, &draft);
	if (status != JX_OK)
		return status;
	draft.line->points = jx_score_decimal(run, (int64_t)points, 0);
	draft.line->claimed = jx_score_decimal(run, (int64_t)claim, 0);
	if (draft.line->points == NULL || draft.line->claimed == NULL)
		return jx_arena_fail(run->arena, NULL);
	jx_score_not_computed(&draft, JX_NOT_COMPUTED_REASON_NOT_LISTED, "");
	return jx_score_end(&draft);
}

static enum jx_status add_project(struct jx_score_run *run, size_t index)
{
	const JxProject *project = run->report->projects[index];
	char prefix[JX_PATH_BYTES];
	size_t first = run->n_lines;
	const struct rows_at funds = {prefix, "projects[].funds"};
	const struct rows_at indicators = {prefix, "projects[].indicators"};
	run->table = JX_SCORE_OWN_TABLE + 1 + (uint32_t)index;
	(void)snprintf(prefix, sizeof(prefix), "projects[%zu].funds", index);
	enum jx_status status = add_funds(run, project->funds, project->n_funds, &funds, NULL);
	(void)snprintf(prefix, sizeof(prefix), "projects[%zu].indicators", index);
	if (status == JX_OK)
		status = add_indicators(run, project->indicators, project->n_indicators, &indicators);
	(void)snprintf(prefix, sizeof(prefix), "projects[%zu].claimed_score", index);
	if (status == JX_OK)
		status = add_rest(run, first, project->claimed_score, prefix, "—");
	for (size_t i = first; i < run->n_lines; i++)
		run->lines[i]->project = project->name;
	return status;
}

/* The executed total of a view; NULL when it prints none. */
static enum jx_status executed_total(
	struct jx_score_run *run, JxFundLine *const *rows, size_t n, const JxAmount **ret_executed)
{
	size_t total = jx_funds_total(rows, n);
	*ret_executed = NULL;
	if (total == SIZE_MAX || !jx_is_whole_year(run->report, rows[total]))
		return JX_OK;
	const JxFundLine *row = jx_score_whole_row(run, rows, n, rows[total]);
	if (row == NULL)
		return jx_arena_fail(run->arena, NULL);
	*ret_executed = row->executed;
	return JX_OK;
}

static bool has_points(struct jx_score_run *run)
{
	struct table table = {0};
	for (size_t i = 0; i < run->n_lines; i++)
		add_up(&table, run->lines[i]);
	return table.has_lines;
}

static enum jx_status add_lines(struct jx_score_run *run)
{
	const JxReport *report = run->report;
	const JxAmount *by_source;
	const JxAmount *by_nature;
	const struct rows_at source = {"funds_by_source", "funds_by_source"};
	const struct rows_at nature = {"funds_by_nature", "funds_by_nature"};
	const struct rows_at indicators = {"indicators", "indicators"};
	enum jx_status status =
		executed_total(run, report->funds_by_source, report->n_funds_by_source, &by_source);
	if (status == JX_OK)
		status = executed_total(run, report->funds_by_nature, report->n_funds_by_nature, &by_nature);
	if (status == JX_OK)
		status = add_funds(
			run, report->funds_by_source, report->n_funds_by_source, &source, by_nature);
	if (status == JX_OK)
		status = add_funds(
			run, report->funds_by_nature, report->n_funds_by_nature, &nature, by_source);
	size_t n_money = run->n_lines;
	for (size_t i = 0; i < report->n_projects && status == JX_OK; i++)
		status = add_project(run, i);
	/* The department's total may be that of its projects: then it says nothing about missing rows. */
	struct jx_score_run projects = {.lines = run->lines + n_money, .n_lines = run->n_lines - n_money};
	bool is_own_table = !has_points(&projects);
	run->table = JX_SCORE_OWN_TABLE;
	if (status == JX_OK)
		status = add_indicators(run, report->indicators, report->n_indicators, &indicators);
	if (status == JX_OK && is_own_table && report->conclusion != NULL)
		status = add_rest(run, 0, report->conclusion->claimed_score, "conclusion.claimed_score", "—");
	return status;
}

/* Room for every line that there can be, those for unlisted points included. */
static size_t count_rows(const JxReport *report, const struct jx_rulebook *rulebook)
{
	size_t n = (rulebook != NULL ? rulebook->scoring.n_common : 0) + report->n_funds_by_source +
		   report->n_funds_by_nature + report->n_indicators + 1;
	for (size_t i = 0; i < report->n_projects; i++)
		n += report->projects[i]->n_funds + report->projects[i]->n_indicators + 1;
	return n;
}

/* ---- the sheet ---- */

static void set_values(struct jx_score_run *run)
{
	const struct jx_rulebook *rulebook = run->options->rulebook;
	for (size_t i = 0; rulebook != NULL && i < rulebook->n_variables; i++)
		run->values[i] = rulebook->values[i];
	run->values[0] = jx_formula_message(&run->report->base, NULL);
}

/* Fills in everything of the sheet that is not a line. */
static enum jx_status put_totals(struct jx_score_run *run, JxScoreSheet *sheet)
{
	struct jx_score_tables tables;
	const struct jx_score_common common = jx_score_add_up_common(run, sheet);
	if (run->options->rulebook != NULL)
		sheet->rulebook_digest = (char *)jx_rulebook_digest(run->options->rulebook);
	enum jx_status status = jx_score_gather_tables(run, sheet, &tables);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < tables.n; i++)
		sheet->tables += tables.items[i].has_lines;
	status = jx_score_put_sums(run, sheet);
	if (status != JX_OK)
		return status;
	status = jx_score_put_computed(run, sheet, &tables, &common);
	if (status != JX_OK)
		return status;
	status = jx_score_apply_caps(run, sheet);
	if (status != JX_OK)
		return status;
	return jx_score_put_final(run, sheet, &tables, &common);
}

struct jx_score_lines {
	struct jx_score_run run; /* as it is once all lines are there */
};

static enum jx_status compute_lines(const JxReport *report, const struct jx_score_options *options,
	struct jx_arena *arena, struct jx_score_run *ret_run)
{
	struct jx_score_run *run = ret_run;
	const JxRulebook *book = options->rulebook != NULL ? jx_rulebook_message(options->rulebook) : NULL;
	enum jx_status status = JX_OK;
	if (options->meant != NULL)
		report = options->meant;
	else
		status = jx_report_meant(report, book, arena, &report);
	if (status != JX_OK)
		return status;
	*run = (struct jx_score_run){
		.report = report, .arena = arena, .options = options, .table = JX_SCORE_OWN_TABLE};
	size_t n_rows = count_rows(report, options->rulebook);
	size_t n_scorings = options->rulebook != NULL ? options->rulebook->scoring.n_lines : 0;
	run->lines = jx_arena_calloc(arena, n_rows, sizeof(*run->lines));
	run->tables = jx_arena_calloc(arena, n_rows, sizeof(*run->tables));
	run->left_out = jx_arena_calloc(arena, n_rows, sizeof(*run->left_out));
	run->shared = jx_arena_calloc(arena, 2 * n_scorings + 1, sizeof(*run->shared));
	if (run->lines == NULL || run->tables == NULL || run->left_out == NULL || run->shared == NULL)
		return jx_arena_fail(arena, NULL);
	set_values(run);
	status = jx_score_sort_review(run);
	if (status == JX_OK)
		status = add_lines(run);
	return status == JX_OK ? jx_score_add_common(run) : status;
}

enum jx_status jx_score_run_lines(const JxReport *report, const struct jx_score_options *options,
	struct jx_arena *arena, const struct jx_score_lines **ret_lines)
{
	struct jx_score_lines *lines = jx_arena_alloc(arena, sizeof(*lines));
	if (lines == NULL)
		return jx_arena_fail(arena, NULL);
	*ret_lines = lines;
	return compute_lines(report, options, arena, &lines->run);
}

JxScoreSheet jx_score_lines_sheet(const struct jx_score_lines *lines)
{
	JxScoreSheet sheet = JX_SCORE_SHEET_INIT;
	sheet.lines = lines->run.lines;
	sheet.n_lines = lines->run.n_lines;
	return sheet;
}

enum jx_status jx_score_run(const JxReport *report, const struct jx_score_options *options,
	struct jx_arena *arena, JxScoreSheet **ret_sheet)
{
	static const struct jx_score_options defaults = {0};
	struct jx_score_run run;
	enum jx_status status = JX_OK;
	if (options == NULL)
		options = &defaults;
	JxScoreSheet *sheet = jx_arena_alloc(arena, sizeof(*sheet));
	if (sheet == NULL)
		return jx_arena_fail(arena, NULL);
	jx_score_sheet_init(sheet);
	if (options->lines != NULL && options->review == NULL && !options->has_steps)
		run = options->lines->run;
	else
		status = compute_lines(report, options, arena, &run);
	if (status != JX_OK)
		return status;
	run.options = options;
	run.arena = arena;
	sheet->lines = run.lines;
	sheet->n_lines = run.n_lines;
	status = put_totals(&run, sheet);
	if (status == JX_OK)
		*ret_sheet = sheet;
	return status;
}
