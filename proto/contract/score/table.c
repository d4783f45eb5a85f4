/* The tables of a report: what their lines add up to, and how they weigh. See total.h. */
#include "proto/contract/message/report.h"
#include "proto/contract/score/total.h"

void jx_score_add_to_table(struct jx_score_table *table, const JxScoreLine *line)
{
	bool is_computed = line->state == JX_SCORE_STATE_COMPUTED;
	int64_t counted = line->counted != NULL ? line->counted->micros : 0;
	table->has_lines = true;
	table->has_computed = table->has_computed || is_computed;
	table->has_claim = table->has_claim || line->claimed != NULL;
	table->points += line->points->micros;
	table->claimed += line->claimed != NULL ? line->claimed->micros : 0;
	table->counted += counted;
	table->reviewed += line->reviewed != NULL ? line->reviewed->micros : counted;
	table->covered += is_computed || line->reviewed != NULL ? line->points->micros : 0;
}

/* The money of a project as its weight; none when it names none. */
static struct jx_term money_of(const JxProject *project)
{
	struct jx_tally money;
	bool is_there = jx_project_money(project, &money) && money.value > 0;
	return is_there ? jx_term_of(money.value, 1) : jx_term_none();
}

/* The department's own table is its score. Without one it is the mean of those of its projects, by their money where
 * each that has a table names it, else all alike. */
static enum jx_status weigh(struct jx_score_tables *tables)
{
	const JxReport *report = tables->run->report;
	bool has_money = true;
	tables->weights = jx_arena_calloc(tables->run->arena, tables->n, sizeof(*tables->weights));
	if (tables->weights == NULL)
		return jx_arena_fail(tables->run->arena, NULL);
	tables->total = jx_term_of(0, 1);
	bool is_own = tables->items[JX_SCORE_OWN_TABLE].has_lines;
	for (size_t i = 1; i < tables->n; i++) {
		if (tables->items[i].has_lines && !money_of(report->projects[i - 1]).is_there)
			has_money = false;
	}
	for (size_t i = 0; i < tables->n; i++) {
		bool is_counted = tables->items[i].has_lines && (i == JX_SCORE_OWN_TABLE) == is_own;
		tables->weights[i] = jx_term_of(0, 1);
		if (is_counted)
			tables->weights[i] =
				is_own || !has_money ? jx_term_of(1, 1) : money_of(report->projects[i - 1]);
		tables->total = jx_term_add(tables->total, tables->weights[i]);
	}
	return JX_OK;
}

enum jx_status jx_score_gather_tables(
	struct jx_score_run *run, const JxScoreSheet *sheet, struct jx_score_tables *tables)
{
	*tables = (struct jx_score_tables){.run = run};
	tables->n = run->report->n_projects + 1;
	tables->items = jx_arena_calloc(run->arena, tables->n, sizeof(*tables->items));
	if (tables->items == NULL)
		return jx_arena_fail(run->arena, NULL);
	for (size_t i = 0; i < sheet->n_lines; i++) {
		if (!sheet->lines[i]->is_common && sheet->lines[i]->points != NULL)
			jx_score_add_to_table(&tables->items[run->tables[i]], sheet->lines[i]);
	}
	return weigh(tables);
}

static struct jx_term part_of(const struct jx_score_tables *tables, size_t i, enum jx_score_part part)
{
	const struct jx_score_table *table = &tables->items[i];
	struct jx_term whole = jx_score_full_term(tables->run);
	struct jx_term points = jx_term_of(table->points, JX_TERM_MICROS);
	switch (part) {
	case JX_PART_CLAIMED:
		return jx_term_of(table->claimed, JX_TERM_MICROS);
	case JX_PART_COUNTED:
		return jx_term_of(table->counted, JX_TERM_MICROS);
	case JX_PART_REVIEWED:
		return jx_term_of(table->reviewed, JX_TERM_MICROS);
	case JX_PART_COVERED:
		/* Of a whole table: points that the form does not show are not verified either. Tables with more points
		 * than a whole one have bottoms of their own, and the mean of many would not fit: each is brought to one,
		 * upwards, so that none falls below a threshold that it reaches. */
		return jx_term_round_up(jx_term_divide(jx_term_of(table->covered, JX_TERM_MICROS),
			jx_term_is_below(whole, points) ? points : whole));
	}
	return jx_term_none();
}

struct jx_term jx_score_mean(const struct jx_score_tables *tables, enum jx_score_part part)
{
	struct jx_term sum = jx_term_of(0, 1);
	for (size_t i = 0; i < tables->n; i++) {
		if (!jx_term_is_zero(tables->weights[i]))
			sum = jx_term_add(
				sum, jx_term_multiply(tables->weights[i], part_of(tables, i, part)));
	}
	return jx_term_divide(sum, tables->total);
}
