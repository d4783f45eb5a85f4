/* The score sheet of a report: its lines in the order of the form, and what they add up to. */
#include "proto/contract/score.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/figure.h"
#include "proto/contract/score_private.h"

#define FULL_POINTS ((wide)JX_SCORE_FULL_POINTS * 1000000)

typedef jx_score_wide wide;

/* Points and claims of one table: the department's own, or a project's. */
struct table {
	wide points;
	wide claimed;
	bool has_lines;
};

static void add_up(struct table *table, const Jixiao__V1__ScoreLine *line)
{
	if (line->points == NULL)
		return;
	table->has_lines = true;
	table->points += line->points->micros;
	if (line->claimed != NULL)
		table->claimed += line->claimed->micros;
}

/* Points that are above zero; a form that gives a line none of them gives it no part in the total. */
static Jixiao__V1__Decimal *usable_points(Jixiao__V1__Decimal *points)
{
	return jx_score_has(points) && points->micros > 0 ? points : NULL;
}

/* ---- lines ---- */

static enum jx_status add_funds(struct jx_score_run *run, Jixiao__V1__FundLine *const *rows, size_t n,
	const char *prefix, const Jixiao__V1__Amount *other_view)
{
	char path[JX_PATH_BYTES];
	struct jx_score_draft draft;
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		if (usable_points(rows[i]->points) == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "%s[%zu]", prefix, i);
		status = jx_score_begin(run, path, &draft);
		if (status != JX_OK)
			return status;
		draft.line->label = rows[i]->label[0] != '\0' ? rows[i]->label : rows[i]->row;
		draft.line->points = rows[i]->points;
		draft.line->claimed = jx_score_has(rows[i]->claimed_score) ? rows[i]->claimed_score : NULL;
		jx_score_execution(&draft, rows[i], strcmp(rows[i]->row, "total") == 0 ? other_view : NULL);
		status = jx_score_end(&draft);
	}
	return status;
}

static enum jx_status add_indicators(
	struct jx_score_run *run, Jixiao__V1__Indicator *const *rows, size_t n, const char *prefix)
{
	char path[JX_PATH_BYTES];
	struct jx_score_draft draft;
	enum jx_status status = JX_OK;
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		(void)snprintf(path, sizeof(path), "%sindicators[%zu]", prefix, i);
		status = jx_score_begin(run, path, &draft);
		if (status != JX_OK)
			return status;
		draft.line->label = rows[i]->name;
		draft.line->points = usable_points(rows[i]->points);
		draft.line->claimed = jx_score_has(rows[i]->claimed_score) ? rows[i]->claimed_score : NULL;
		jx_score_indicator(&draft, rows[i]);
		status = jx_score_end(&draft);
	}
	return status;
}

/* What the claimed total holds beyond the lines, where the lines do not make a whole form. */
static enum jx_status add_rest(struct jx_score_run *run, size_t first, const Jixiao__V1__Decimal *total,
	const char *field, const char *label)
{
	struct table table = {0};
	struct jx_score_draft draft;
	for (size_t i = first; i < run->n_lines; i++)
		add_up(&table, run->lines[i]);
	if (!table.has_lines || !jx_score_has(total) || table.points >= FULL_POINTS)
		return JX_OK;
	wide claim = total->micros - table.claimed;
	wide points = FULL_POINTS - table.points;
	if (claim <= 0 || claim > points)
		return JX_OK;
	enum jx_status status = jx_score_begin(run, field, &draft);
	if (status != JX_OK)
		return status;
	draft.line->label = (char *)label;
	draft.line->points = jx_score_decimal(run, (int64_t)points, 0);
	draft.line->claimed = jx_score_decimal(run, (int64_t)claim, 0);
	if (draft.line->points == NULL || draft.line->claimed == NULL)
		return jx_arena_fail(run->arena, NULL);
	jx_score_carry(&draft, JIXIAO__V1__CARRY_REASON__CARRY_REASON_NOT_LISTED, "");
	return jx_score_end(&draft);
}

static enum jx_status add_project(struct jx_score_run *run, size_t index)
{
	const Jixiao__V1__Project *project = run->submission->projects[index];
	char prefix[JX_PATH_BYTES];
	size_t first = run->n_lines;
	(void)snprintf(prefix, sizeof(prefix), "projects[%zu].funds", index);
	enum jx_status status = add_funds(run, project->funds, project->n_funds, prefix, NULL);
	(void)snprintf(prefix, sizeof(prefix), "projects[%zu].", index);
	if (status == JX_OK)
		status = add_indicators(run, project->indicators, project->n_indicators, prefix);
	(void)snprintf(prefix, sizeof(prefix), "projects[%zu].claimed_score", index);
	if (status == JX_OK)
		status = add_rest(run, first, project->claimed_score, prefix, "—");
	for (size_t i = first; i < run->n_lines; i++)
		run->lines[i]->project = project->name;
	return status;
}

/* The executed total of a view; NULL when it prints none. */
static const Jixiao__V1__Amount *executed_total(Jixiao__V1__FundLine *const *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i]->row, "total") == 0)
			return rows[i]->executed;
	}
	return NULL;
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
	const Jixiao__V1__Submission *submission = run->submission;
	const Jixiao__V1__Amount *by_source =
		executed_total(submission->funds_by_source, submission->n_funds_by_source);
	const Jixiao__V1__Amount *by_nature =
		executed_total(submission->funds_by_nature, submission->n_funds_by_nature);
	enum jx_status status = add_funds(run, submission->funds_by_source, submission->n_funds_by_source,
		"funds_by_source", by_nature);
	if (status == JX_OK)
		status = add_funds(run, submission->funds_by_nature, submission->n_funds_by_nature,
			"funds_by_nature", by_source);
	size_t n_money = run->n_lines;
	for (size_t i = 0; i < submission->n_projects && status == JX_OK; i++)
		status = add_project(run, i);
	/* The department's total may be that of its projects: then it says nothing about missing rows. */
	struct jx_score_run projects = {.lines = run->lines + n_money, .n_lines = run->n_lines - n_money};
	bool is_own_table = !has_points(&projects);
	if (status == JX_OK)
		status = add_indicators(run, submission->indicators, submission->n_indicators, "");
	if (status == JX_OK && is_own_table && submission->conclusion != NULL)
		status = add_rest(
			run, 0, submission->conclusion->claimed_score, "conclusion.claimed_score", "—");
	return status;
}

/* Room for every line that there can be, the rests included. */
static size_t count_rows(const Jixiao__V1__Submission *submission)
{
	size_t n =
		submission->n_funds_by_source + submission->n_funds_by_nature + submission->n_indicators + 1;
	for (size_t i = 0; i < submission->n_projects; i++)
		n += submission->projects[i]->n_funds + submission->projects[i]->n_indicators + 1;
	return n;
}

/* ---- totals ---- */

/* The sums of a sheet, in micros. */
struct sums {
	wide points;
	wide claimed;
	wide counted;
	wide computed_points;
};

static void add_to_sums(Jixiao__V1__ScoreSheet *sheet, const Jixiao__V1__ScoreLine *line, struct sums *sums)
{
	if (line->points == NULL)
		return;
	sums->points += line->points->micros;
	sums->claimed += line->claimed != NULL ? line->claimed->micros : 0;
	sums->counted += line->counted != NULL ? line->counted->micros : 0;
	if (line->state == JIXIAO__V1__SCORE_STATE__SCORE_STATE_COMPUTED) {
		sums->computed_points += line->points->micros;
		sheet->computed_lines++;
	} else {
		sheet->carried_lines++;
	}
}

static bool fits(wide sum)
{
	return sum >= INT64_MIN && sum <= INT64_MAX;
}

/* The total as the report states it: of the department, or of the one project it is about. */
static Jixiao__V1__Decimal *stated_total(const Jixiao__V1__Submission *submission)
{
	Jixiao__V1__Decimal *total =
		submission->conclusion != NULL ? submission->conclusion->claimed_score : NULL;
	if (!jx_score_has(total) && submission->n_projects == 1)
		total = submission->projects[0]->claimed_score;
	return jx_score_has(total) ? total : NULL;
}

static enum jx_status put_totals(
	struct jx_score_run *run, Jixiao__V1__ScoreSheet *sheet, const struct sums *sums)
{
	bool is_in_range = fits(sums->points) && fits(sums->claimed);
	wide whole = sums->points > 0 && is_in_range ? sums->points : 1;
	wide covered = is_in_range ? sums->computed_points : 0;
	wide coverage = (covered * 10000 * 2 + whole) / (whole * 2); /* hundredths of a percent */
	bool is_enough = covered * 100 >= whole * JX_SCORE_MIN_COVERAGE_PCT;
	sheet->points = jx_score_decimal(run, is_in_range ? (int64_t)sums->points : 0, 2);
	sheet->claimed = jx_score_decimal(run, is_in_range ? (int64_t)sums->claimed : 0, 2);
	sheet->points_computed = jx_score_decimal(run, (int64_t)covered, 2);
	sheet->coverage = jx_score_decimal(run, (int64_t)coverage * 10000, 2);
	sheet->group = is_enough ? JIXIAO__V1__COVERAGE_GROUP__COVERAGE_GROUP_VERIFIABLE
				 : JIXIAO__V1__COVERAGE_GROUP__COVERAGE_GROUP_UNVERIFIABLE;
	sheet->is_mixed = sheet->computed_lines > 0 && sheet->carried_lines > 0;
	if (!is_in_range)
		sheet->gap = JIXIAO__V1__TOTAL_GAP__TOTAL_GAP_OUT_OF_RANGE;
	else if (sums->points == 0)
		sheet->gap = JIXIAO__V1__TOTAL_GAP__TOTAL_GAP_NO_POINTS;
	else if (sheet->computed_lines == 0)
		sheet->gap = JIXIAO__V1__TOTAL_GAP__TOTAL_GAP_NOTHING_COMPUTED;
	else
		sheet->computed = jx_score_decimal(run, (int64_t)sums->counted, 2);
	bool is_short =
		sheet->points == NULL || sheet->claimed == NULL || sheet->points_computed == NULL ||
		sheet->coverage == NULL ||
		(sheet->gap == JIXIAO__V1__TOTAL_GAP__TOTAL_GAP_UNSPECIFIED && sheet->computed == NULL);
	return is_short ? jx_arena_fail(run->arena, NULL) : JX_OK;
}

enum jx_status jx_score_run(const Jixiao__V1__Submission *submission, const struct jx_score_options *options,
	struct jx_arena *arena, Jixiao__V1__ScoreSheet **ret_sheet)
{
	struct jx_score_run run = {
		.submission = submission, .arena = arena, .has_steps = options != NULL && options->has_steps};
	struct sums sums = {0};
	Jixiao__V1__ScoreSheet *sheet = jx_arena_alloc(arena, sizeof(*sheet));
	run.lines = jx_arena_calloc(arena, count_rows(submission), sizeof(*run.lines));
	if (sheet == NULL || run.lines == NULL)
		return jx_arena_fail(arena, NULL);
	jixiao__v1__score_sheet__init(sheet);
	enum jx_status status = add_lines(&run);
	if (status != JX_OK)
		return status;
	sheet->lines = run.lines;
	sheet->n_lines = run.n_lines;
	sheet->stated = stated_total(submission);
	for (size_t i = 0; i < run.n_lines; i++)
		add_to_sums(sheet, run.lines[i], &sums);
	status = put_totals(&run, sheet, &sums);
	if (status == JX_OK)
		*ret_sheet = sheet;
	return status;
}
