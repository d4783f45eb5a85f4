/* Goals: a row that stands in the table of a goal names one of the report; points and total of such tables. */
#include <stdio.h>
#include <stdlib.h>

#include "proto/contract/base/array.h"
#include "proto/contract/check/scores.h"

#define NUMBER_BYTES  16 /* of the number of a goal */
#define MEAN_DECIMALS 2  /* of the mean of tables, as shown */

/* The numbers of the goals of a report, in order. */
struct goals {
	uint32_t *numbers;
	size_t n;
};

static int compare_numbers(const void *a, const void *b)
{
	const uint32_t *left = a;
	const uint32_t *right = b;
	return (*left > *right) - (*left < *right);
}

static void check_rows(struct jx_check *check, const struct goals *goals, JxIndicator *const *rows, size_t n,
	const char *prefix)
{
	for (size_t i = 0; i < jx_rows(n, JX_MAX_INDICATORS) && check->status == JX_OK; i++) {
		uint32_t goal = rows[i]->goal;
		struct jx_location location;
		char path[JX_PATH_BYTES];
		char stated[NUMBER_BYTES];
		if (goal == 0 ||
			bsearch(&goal, goals->numbers, goals->n, sizeof(goal), compare_numbers) != NULL)
			continue;
		jx_location_path(&location, "%sindicators[%zu]", prefix, i);
		jx_location_label(&location, "", rows[i]->name);
		(void)snprintf(stated, sizeof(stated), "%u", goal);
		const struct jx_finding_draft draft = {.rule = "G09",
			.field = jx_location_field(&location, "goal", path),
			.place = location.place,
			.stated = stated,
			.args = {"目标序号", "number of a goal"}};
		jx_check_add_finding(check, &draft);
	}
}

void jx_check_goals(struct jx_check *check)
{
	const JxReport *report = check->report;
	struct goals goals = {.n = jx_rows(report->n_goals, JX_MAX_LINES)};
	goals.numbers = jx_arena_calloc(check->arena, goals.n + 1, sizeof(*goals.numbers));
	if (goals.numbers == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return;
	}
	for (size_t i = 0; i < goals.n; i++)
		goals.numbers[i] = report->goals[i]->number;
	qsort(goals.numbers, goals.n, sizeof(*goals.numbers), compare_numbers);
	check_rows(check, &goals, report->indicators, report->n_indicators, "");
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS) && check->status == JX_OK; i++) {
		const JxProject *project = report->projects[i];
		struct jx_location location;
		jx_location_path(&location, "projects[%zu].", i);
		check_rows(check, &goals, project->indicators, project->n_indicators, location.path);
	}
}

/* ---- a table for each goal ---- */

/* How many goals have rows of their own, and whether each of them prints a weight. */
static size_t count_tables(const JxReport *report, bool *ret_has_weights)
{
	size_t n_tables = 0;
	*ret_has_weights = true;
	for (size_t i = 0; i < jx_rows(report->n_goals, JX_MAX_LINES); i++) {
		const JxGoal *goal = report->goals[i];
		bool has_rows = false;
		for (size_t j = 0; j < jx_rows(report->n_indicators, JX_MAX_INDICATORS) && !has_rows; j++)
			has_rows = goal->number != 0 && report->indicators[j]->goal == goal->number;
		n_tables += has_rows;
		*ret_has_weights &= !has_rows || (jx_has_decimal(goal->weight) && goal->weight->micros > 0);
	}
	return n_tables;
}

/* What the tables of the goals make together, each times its weight. */
struct mean {
	jx_int128 weights;
	jx_int128 low;
	jx_int128 high;
	bool is_scored;
};

static void check_mean(struct jx_check *check, const struct jx_score_table_of *table, const struct mean *mean)
{
	char texts[3][JX_FIGURE_TEXT_BYTES];
	char bound[JX_FIGURE_TEXT_BYTES + sizeof("≤")];
	if (!jx_has_decimal(table->total) || !mean->is_scored || mean->weights == 0)
		return;
	/* A total is rounded once, to the digits that it prints. */
	jx_int128 half = (jx_int128)jx_micros_last_digit(table->total->decimals) / 2 * mean->weights;
	jx_int128 total = (jx_int128)table->total->micros * mean->weights;
	if (total >= mean->low - half && total <= mean->high + half)
		return;
	bool is_above = total > mean->high;
	jx_int128 expected = (is_above ? mean->high : mean->low) / mean->weights;
	(void)snprintf(bound, sizeof(bound), "%s%s",
		mean->low == mean->high ? ""
		: is_above              ? "≤"
					: "≥",
		jx_text_points(expected, MEAN_DECIMALS, texts[1]));
	const struct jx_finding_draft draft = {.rule = "T01",
		.field = table->total_field,
		.place = table->place,
		.stated = jx_text_decimal(table->total, texts[0]),
		.expected = bound,
		.difference = jx_text_points(table->total->micros - expected, MEAN_DECIMALS, texts[2]),
		.tolerance = "0"};
	jx_check_add_finding(check, &draft);
}

bool jx_check_goal_tables(
	struct jx_check *check, const struct jx_score_table_of *table, const struct jx_score_sums *sums)
{
	const JxReport *report = check->report;
	struct mean mean = {0};
	bool has_weights;
	if (report->n_goals > JX_MAX_GOAL_TABLES || table->prefix[0] != '\0' ||
		sums->points <= JX_HUNDRED_POINTS || count_tables(report, &has_weights) < 2)
		return false;
	for (size_t i = 0; i < jx_rows(report->n_goals, JX_MAX_LINES) && check->status == JX_OK; i++) {
		const JxGoal *goal = report->goals[i];
		struct jx_score_table_of one = *table;
		struct jx_location location;
		one.goal = goal->number;
		one.place = goal->name;
		const struct jx_score_sums own = jx_score_sums_of(&one);
		if (goal->number == 0 || own.n_of_goal == 0)
			continue;
		jx_location_path(&location, "goals[%zu]", i);
		jx_check_points(check, &one, &own, location.path);
		jx_int128 weight = has_weights ? goal->weight->micros : 1;
		mean.weights += weight;
		mean.low += weight * own.scores;
		mean.high += weight * jx_score_sums_reach(&own);
		mean.is_scored |= own.n_scored > 0;
	}
	check_mean(check, table, &mean);
	return true;
}
