/* The tables of a report: what their lines add up to, and how they weigh. See total.h. */
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/report.h"
#include "proto/contract/score/total.h"

void jx_score_add_to_table(struct jx_score_table *table, const JxScoreLine *line)
{
	bool is_computed = line->state == JX_SCORE_STATE_COMPUTED;
	bool is_claimed = line->claimed != NULL;
	int64_t points = line->points->micros;
	int64_t counted = line->counted != NULL ? line->counted->micros : 0;
	table->has_lines = true;
	table->has_computed = table->has_computed || is_computed;
	table->has_claim = table->has_claim || is_claimed;
	table->has_gap = table->has_gap || (!is_computed && !is_claimed);
	table->points += points;
	table->slack += line->points->decimals > 0 ? jx_micros_last_digit(line->points->decimals) / 2 : 0;
	table->claimed += is_claimed ? jx_score_box_within(line->claimed, line->points) : 0;
	table->unclaimed += is_claimed ? 0 : points;
	table->counted += counted;
	table->reviewed += line->reviewed != NULL ? line->reviewed->micros : counted;
	table->covered += is_computed || line->reviewed != NULL ? points : 0;
}

/* The money of a project as its weight; none when it names none. */
static struct jx_term money_of(const JxProject *project)
{
	struct jx_tally money;
	bool is_there = jx_project_money(project, &money) && money.value > 0;
	return is_there ? jx_term_of(money.value, 1) : jx_term_none();
}

/* The weight that the form prints of a goal; none when it prints none. */
static struct jx_term weight_of(const JxGoal *goal)
{
	bool is_there = jx_score_has(goal->weight) && goal->weight->micros > 0;
	return is_there ? jx_term_of(goal->weight->micros, JX_TERM_MICROS) : jx_term_none();
}

/* What a project or a goal weighs by itself; none when the form does not say. */
static struct jx_term weight_at(const JxReport *report, size_t table)
{
	size_t first_goal = jx_score_goal_table(report, 0);
	return table < first_goal ? money_of(report->projects[table - 1])
				  : weight_of(report->goals[table - first_goal]);
}

static void add_table(struct jx_score_table *table, const struct jx_score_table *other)
{
	table->has_computed = table->has_computed || other->has_computed;
	table->has_claim = table->has_claim || other->has_claim;
	table->has_gap = table->has_gap || other->has_gap;
	table->points += other->points;
	table->left_out += other->left_out;
	table->slack += other->slack;
	table->claimed += other->claimed;
	table->unclaimed += other->unclaimed;
	table->counted += other->counted;
	table->reviewed += other->reviewed;
	table->covered += other->covered;
}

/* Where goals have tables, what belongs to none of them, such as the execution, is part of each; the department's own
 * table is no more than that, and its total is theirs. */
static void share_own_table(struct jx_score_tables *tables)
{
	struct jx_score_table *own = &tables->items[JX_SCORE_OWN_TABLE];
	bool has_goals = false;
	for (size_t i = jx_score_goal_table(tables->run->report, 0); i < tables->n; i++) {
		struct jx_score_table *goal = &tables->items[i];
		if (!goal->has_lines)
			continue;
		has_goals = true;
		add_table(goal, own);
		goal->stated = own->stated;
		goal->has_column = own->has_column;
	}
	if (has_goals)
		own->has_lines = false;
}

/* Which tables count: those of goals, else the department's own, else those of projects. */
struct range {
	size_t first;
	size_t end;
};

static struct range counting_tables(const struct jx_score_tables *tables)
{
	size_t first_goal = jx_score_goal_table(tables->run->report, 0);
	for (size_t i = first_goal; i < tables->n; i++) {
		if (tables->items[i].has_lines)
			return (struct range){first_goal, tables->n};
	}
	if (tables->items[JX_SCORE_OWN_TABLE].has_lines)
		return (struct range){JX_SCORE_OWN_TABLE, JX_SCORE_OWN_TABLE + 1};
	return (struct range){JX_SCORE_OWN_TABLE + 1, first_goal};
}

/* The department's own table is its score. Of several, goals or projects, it is the mean: by their weights or their
 * money where each that has a table names it, else all alike. */
static enum jx_status weigh(struct jx_score_tables *tables)
{
	const JxReport *report = tables->run->report;
	const struct range range = counting_tables(tables);
	bool has_weights = range.first != JX_SCORE_OWN_TABLE;
	tables->weights = jx_arena_calloc(tables->run->arena, tables->n, sizeof(*tables->weights));
	if (tables->weights == NULL)
		return jx_arena_fail(tables->run->arena, NULL);
	tables->total = jx_term_of(0, 1);
	for (size_t i = range.first; i < range.end && has_weights; i++)
		has_weights = !tables->items[i].has_lines || weight_at(report, i).is_there;
	for (size_t i = 0; i < tables->n; i++) {
		bool is_counted = i >= range.first && i < range.end && tables->items[i].has_lines;
		tables->weights[i] = jx_term_of(0, 1);
		if (is_counted)
			tables->weights[i] = has_weights ? weight_at(report, i) : jx_term_of(1, 1);
		tables->total = jx_term_add(tables->total, tables->weights[i]);
	}
	return JX_OK;
}

static bool has_column(
	JxFundLine *const *funds, size_t n_funds, JxIndicator *const *indicators, size_t n_indicators)
{
	for (size_t i = 0; i < n_funds; i++) {
		if (funds[i]->claimed_score != NULL)
			return true;
	}
	for (size_t i = 0; i < n_indicators; i++) {
		if (indicators[i]->claimed_score != NULL)
			return true;
	}
	return false;
}

/* What a table of the form says beside its lines. */
static void read_form(struct jx_score_tables *tables)
{
	const JxReport *report = tables->run->report;
	struct jx_score_table *own = &tables->items[JX_SCORE_OWN_TABLE];
	const JxDecimal *total = report->conclusion != NULL ? report->conclusion->claimed_score : NULL;
	own->stated = jx_score_has(total) ? total : NULL;
	own->has_column = has_column(report->funds_by_source, report->n_funds_by_source, report->indicators,
				  report->n_indicators) ||
			  has_column(report->funds_by_nature, report->n_funds_by_nature, NULL, 0);
	for (size_t i = 0; i < report->n_projects; i++) {
		const JxProject *project = report->projects[i];
		struct jx_score_table *table = &tables->items[i + 1];
		table->stated = jx_score_has(project->claimed_score) ? project->claimed_score : NULL;
		table->has_column = has_column(
			project->funds, project->n_funds, project->indicators, project->n_indicators);
	}
}

enum jx_status jx_score_gather_tables(
	struct jx_score_run *run, const JxScoreSheet *sheet, struct jx_score_tables *tables)
{
	*tables = (struct jx_score_tables){.run = run};
	tables->n = jx_score_goal_table(run->report, run->report->n_goals);
	tables->items = jx_arena_calloc(run->arena, tables->n, sizeof(*tables->items));
	if (tables->items == NULL)
		return jx_arena_fail(run->arena, NULL);
	for (size_t i = 0; i < sheet->n_lines; i++) {
		tables->items[run->tables[i]].left_out += run->left_out[i];
		if (!sheet->lines[i]->is_common && sheet->lines[i]->points != NULL)
			jx_score_add_to_table(&tables->items[run->tables[i]], sheet->lines[i]);
	}
	read_form(tables);
	share_own_table(tables);
	return weigh(tables);
}

/* A sum of lines in micros; where rows do not apply, scaled up to the points of all rows, cut at a micro. */
static jx_int128 scaled(const struct jx_score_table *table, jx_int128 sum)
{
	return table->left_out > 0 && table->points > 0
		       ? sum * (table->points + table->left_out) / table->points
		       : sum;
}

/* The most that the lines of a table let it claim: what they claim, and all points of those that claim nothing or are
 * on no row. */
static jx_int128 reach_of(const struct jx_score_table *table, int64_t full)
{
	jx_int128 points = table->points + table->left_out;
	jx_int128 unlisted = full > points ? full - points : 0;
	jx_int128 reach = jx_score_within(scaled(table, table->claimed + table->unclaimed) + unlisted, full);
	return table->stated != NULL ? jx_score_within(table->stated->micros, reach) : reach;
}

bool jx_score_tables_fit(const struct jx_score_tables *tables)
{
	int64_t full = jx_score_full_points(tables->run);
	for (size_t i = 0; i < tables->n; i++) {
		const struct jx_score_table *table = &tables->items[i];
		if (!jx_term_is_zero(tables->weights[i]) &&
			table->points + table->left_out > full + table->slack)
			return false;
	}
	return true;
}

static JxUnavailableReason lack_of(const struct jx_score_table *table, int64_t full)
{
	if (table->stated != NULL)
		return JX_UNAVAILABLE_REASON_UNSPECIFIED;
	if (table->unclaimed > 0 && (table->has_column || table->has_gap))
		return JX_UNAVAILABLE_REASON_UNCLAIMED;
	return table->points + table->left_out + table->slack < full ? JX_UNAVAILABLE_REASON_PART
								     : JX_UNAVAILABLE_REASON_UNSPECIFIED;
}

JxUnavailableReason jx_score_tables_lack(const struct jx_score_tables *tables)
{
	int64_t full = jx_score_full_points(tables->run);
	JxUnavailableReason lack = JX_UNAVAILABLE_REASON_UNSPECIFIED;
	for (size_t i = 0; i < tables->n && lack == JX_UNAVAILABLE_REASON_UNSPECIFIED; i++) {
		if (!jx_term_is_zero(tables->weights[i]))
			lack = lack_of(&tables->items[i], full);
	}
	return lack;
}

static struct jx_term micros_within(jx_int128 micros, int64_t full)
{
	return jx_term_of(jx_score_within(micros, full), JX_TERM_MICROS);
}

/* What lines add up to, of a whole table. */
static struct jx_term sum_within(const struct jx_score_table *table, jx_int128 sum, int64_t full)
{
	return micros_within(scaled(table, sum), full);
}

static struct jx_term part_of(const struct jx_score_tables *tables, size_t i, enum jx_score_part part)
{
	const struct jx_score_table *table = &tables->items[i];
	int64_t full = jx_score_full_points(tables->run);
	struct jx_term whole = jx_score_full_term(tables->run);
	struct jx_term points = jx_term_of(table->points + table->left_out, JX_TERM_MICROS);
	switch (part) {
	case JX_PART_CLAIMED:
		return table->stated != NULL ? micros_within(table->stated->micros, full)
					     : sum_within(table, table->claimed, full);
	case JX_PART_REACH:
		return jx_term_of(reach_of(table, full), JX_TERM_MICROS);
	case JX_PART_COUNTED:
		return sum_within(table, table->counted, full);
	case JX_PART_REVIEWED:
		return sum_within(table, table->reviewed, full);
	case JX_PART_COVERED:
		/* Of a whole table: points that the form does not show are not verified either. Tables with more points
		 * than a whole one have bottoms of their own, and the mean of many would not fit: each is brought to one,
		 * upwards, so that none falls below a threshold that it reaches. */
		return jx_term_round_up(
			jx_term_divide(jx_term_of(scaled(table, table->covered), JX_TERM_MICROS),
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
