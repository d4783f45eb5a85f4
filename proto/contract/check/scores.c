/* Tables of scores: points that make a hundred, a total that the lines give, what claims nothing. */
#include "proto/contract/check/scores.h"

#include <stdio.h>

#include "proto/contract/base/array.h"
#include "proto/contract/score/points.h"

#define MEAN_DECIMALS 2     /* of the mean of tables and of a scaled total, as shown */
#define SHOWN_DIGIT   10000 /* micros of the last of them */

/* ---- what a table adds up to ---- */

/* A score outside its points is told as that, and counts within them. */
static int64_t within_points(const JxDecimal *score, const JxDecimal *points)
{
	if (!jx_has_decimal(points))
		return score->micros;
	int64_t most = points->micros > 0 ? points->micros : 0;
	return score->micros < 0 ? 0 : score->micros > most ? most : score->micros;
}

void jx_score_sums_add(struct jx_score_sums *sums, const JxDecimal *points, const JxDecimal *score)
{
	bool has_points = jx_has_decimal(points);
	bool has_score = jx_is_bounded_decimal(score);
	sums->n_scored += has_score;
	sums->scores += has_score ? within_points(score, points) : 0;
	sums->printed += has_score ? score->micros : 0;
	sums->unscored += has_score ? score->unread_micros : 0;
	sums->n_with_points += has_points;
	sums->n_without_points += !has_points;
	if (!has_points)
		return;
	sums->points += points->micros;
	sums->slack += points->decimals > 0 ? jx_micros_last_digit(points->decimals) / 2 : 0;
	if (points->decimals > sums->decimals)
		sums->decimals = points->decimals;
	if (!has_score)
		sums->unscored += points->micros;
}

static void add_aside(struct jx_score_sums *sums, const JxDecimal *points, const JxDecimal *score)
{
	sums->aside += points->micros;
	if (jx_has_decimal(score))
		sums->aside_scores += within_points(score, points);
	else
		sums->aside_unscored += points->micros;
}

static const JxDecimal *score_of(const struct jx_score_table_of *table, const JxIndicator *row)
{
	return table->is_review ? row->printed_review_score : row->claimed_score;
}

static void add_indicators(struct jx_score_sums *sums, const struct jx_score_table_of *table)
{
	struct jx_points by_count;
	size_t n = jx_rows(table->n_indicators, JX_MAX_INDICATORS);
	jx_points_count(table->scoring, table->indicators, n, &by_count);
	for (size_t i = 0; i < n; i++) {
		const JxIndicator *row = table->indicators[i];
		const JxDecimal *points = row->points;
		const JxDecimal *score = score_of(table, row);
		JxDecimal counted;
		sums->n_of_goal += row->goal != 0 && row->goal == table->goal;
		if (table->goal != 0 && row->goal != 0 && row->goal != table->goal)
			continue;
		if (!jx_has_decimal(points) && jx_points_of(&by_count, row, &counted)) {
			points = &counted;
			sums->has_counted = true;
		}
		jx_score_sums_add(sums, points, score);
		if (table->heads != NULL)
			jx_heads_add_row(table->heads, row, i, points, score);
		if (row->does_not_apply && jx_has_decimal(row->points))
			add_aside(sums, row->points, score);
	}
}

struct jx_score_sums jx_score_sums_of(const struct jx_score_table_of *table)
{
	struct jx_score_sums sums = {0};
	for (size_t i = 0; table->heads != NULL && i < table->heads->n; i++)
		table->heads->items[i].rows = (struct jx_score_sums){0};
	add_indicators(&sums, table);
	if (table->heads != NULL)
		jx_heads_add_up(table, &sums);
	for (size_t k = 0; k < JX_COUNT_OF(table->funds); k++) {
		for (size_t i = 0; i < jx_rows(table->n_funds[k], JX_MAX_LINES); i++) {
			const JxFundLine *line = table->funds[k][i];
			/* Most lines of money have no points, which is no gap in the report. */
			const JxDecimal *score =
				table->is_review ? line->printed_review_score : line->claimed_score;
			bool is_scored = jx_has_decimal(line->points) || jx_is_bounded_decimal(score);
			if (is_scored)
				jx_score_sums_add(&sums, line->points, score);
			sums.has_money = sums.has_money || is_scored;
		}
	}
	return sums;
}

jx_int128 jx_score_sums_reach(const struct jx_score_sums *sums)
{
	jx_int128 unlisted = sums->points < JX_HUNDRED_POINTS ? JX_HUNDRED_POINTS - sums->points : 0;
	return sums->scores + sums->unscored + unlisted;
}

const char *jx_text_points(jx_int128 micros, uint32_t decimals, char out[JX_FIGURE_TEXT_BYTES])
{
	JxDecimal decimal = JX_DECIMAL_INIT;
	out[0] = '\0';
	if (micros < INT64_MIN || micros > INT64_MAX)
		return out;
	decimal.micros = (int64_t)micros;
	decimal.decimals = decimals;
	return jx_text_decimal(&decimal, out);
}

/* ---- points ---- */

/* Whether a table shows every part of the form: execution, outputs, benefits and satisfaction. */
static bool is_whole_form(const struct jx_score_table_of *table, const struct jx_score_sums *sums)
{
	static const char *const PARTS[] = {"产出", "效益", "满意"};
	size_t n_found = 0;
	for (size_t part = 0; part < JX_COUNT_OF(PARTS); part++) {
		bool is_found = false;
		for (size_t i = 0; i < jx_rows(table->n_indicators, JX_MAX_INDICATORS) && !is_found; i++)
			is_found = strstr(table->indicators[i]->level1, PARTS[part]) != NULL;
		n_found += is_found;
	}
	return sums->has_money && n_found == JX_COUNT_OF(PARTS);
}

/* The rule that the sum of the points breaks; NULL for none. Points beyond a hundred are wrong whatever is missing; fewer
 * are when nothing is missing. */
static const char *broken_by_points(const struct jx_score_table_of *table, const struct jx_score_sums *sums)
{
	jx_int128 apart = jx_int128_abs(sums->points - JX_HUNDRED_POINTS);
	if (apart == 0 || table->n_indicators == 0 || sums->n_with_points == 0)
		return NULL;
	if (sums->points < JX_HUNDRED_POINTS && (table->is_partial || sums->n_without_points > 0))
		return NULL;
	/* The points of a row that does not apply may have been given to the others, and stand there still. */
	if (sums->points > JX_HUNDRED_POINTS && sums->points - sums->aside <= JX_HUNDRED_POINTS)
		return NULL;
	if (apart <= sums->slack)
		return sums->has_counted ? NULL : "T02b";
	bool is_whole = jx_has_decimal(table->total) || is_whole_form(table, sums);
	return sums->points > JX_HUNDRED_POINTS || is_whole ? "T02" : "T02b";
}

static void check_points(struct jx_check *check, const struct jx_score_table_of *table,
	const struct jx_score_sums *sums, const char *field)
{
	char texts[3][JX_FIGURE_TEXT_BYTES];
	const char *rule = broken_by_points(table, sums);
	if (rule == NULL)
		return;
	const struct jx_finding_draft draft = {.rule = rule,
		.field = field,
		.place = table->place,
		.stated = jx_text_points(sums->points, sums->decimals, texts[0]),
		.expected = "100",
		.difference = jx_text_points(sums->points - JX_HUNDRED_POINTS, sums->decimals, texts[1]),
		.tolerance = jx_text_points(sums->slack, 0, texts[2])};
	jx_check_add_finding(check, &draft);
}

/* ---- the total ---- */

/* What a total is at most where the rulebook scales the rows that apply up to the whole table; sets ret_most to that. */
static bool is_scaled(
	const struct jx_score_table_of *table, const struct jx_score_sums *sums, jx_int128 *ret_most)
{
	jx_int128 own = sums->points - sums->aside;
	bool scales = table->scoring != NULL && table->scoring->scales_applicable && !table->is_review;
	if (!scales || sums->aside == 0 || own <= 0 || sums->points > JX_HUNDRED_POINTS)
		return false;
	jx_int128 most = jx_score_sums_reach(sums) - sums->aside_scores - sums->aside_unscored;
	*ret_most = most * sums->points / own;
	return true;
}

/* A total above what the rows that apply make once they are scaled. @return false where the rulebook does not scale. */
static bool check_scaled_total(
	struct jx_check *check, const struct jx_score_table_of *table, const struct jx_score_sums *sums)
{
	char texts[4][JX_FIGURE_TEXT_BYTES];
	jx_int128 most;
	if (!is_scaled(table, sums, &most))
		return false;
	/* A total is rounded once, to the digits that it prints. */
	jx_int128 half = jx_micros_last_digit(table->total->decimals) / 2;
	jx_int128 shown = (most + SHOWN_DIGIT / 2) / SHOWN_DIGIT * SHOWN_DIGIT;
	const struct jx_finding_draft draft = {.rule = "T01d",
		.field = table->total_field,
		.place = table->place,
		.stated = jx_text_decimal(table->total, texts[0]),
		.expected = jx_text_points(shown, MEAN_DECIMALS, texts[1]),
		.difference = jx_text_points(table->total->micros - shown, MEAN_DECIMALS, texts[2]),
		.tolerance = jx_text_points(half, 0, texts[3])};
	if (table->total->micros > most + half)
		jx_check_add_finding(check, &draft);
	return table->total->micros >= sums->scores; /* a total below all its scores is told as any other */
}

/* A box for the total that holds no figure, above scores that make one. */
static void check_blank_total(
	struct jx_check *check, const struct jx_score_table_of *table, const struct jx_score_sums *sums)
{
	char text[JX_FIGURE_TEXT_BYTES];
	const struct jx_finding_draft draft = {.rule = "F09b",
		.field = table->total_field,
		.place = table->place,
		.expected = jx_text_points(sums->scores, sums->decimals, text)};
	if (jx_is_empty_decimal(table->total) && sums->n_scored > 0 && sums->scores > 0)
		jx_check_add_finding(check, &draft);
}

/*
 * The total lies between the scores there are, and those with full points for every line that has none and for the points
 * that are on no line. With all lines scored and all points listed the two are one.
 */
void jx_check_total(
	struct jx_check *check, const struct jx_score_table_of *table, const struct jx_score_sums *sums)
{
	char bound[JX_FIGURE_TEXT_BYTES + 4];
	char texts[3][JX_FIGURE_TEXT_BYTES];
	check_blank_total(check, table, sums);
	if (!jx_has_decimal(table->total) || table->n_indicators == 0 || sums->n_scored == 0 ||
		check_scaled_total(check, table, sums))
		return;
	jx_int128 total = table->total->micros;
	jx_int128 low = sums->scores;
	jx_int128 high = jx_score_sums_reach(sums);
	if ((total >= low && total <= high) || total == sums->printed)
		return;
	jx_int128 expected = total > high ? high : low;
	(void)snprintf(bound, sizeof(bound), "%s%s",
		low == high    ? ""
		: total > high ? "≤"
			       : "≥",
		jx_text_points(expected, table->total->decimals, texts[1]));
	const struct jx_finding_draft draft = {.rule = table->is_review ? "T11" : "T01",
		.field = table->total_field,
		.place = table->place,
		.stated = jx_text_decimal(table->total, texts[0]),
		.expected = bound,
		.difference = jx_text_points(total - expected, table->total->decimals, texts[2]),
		.tolerance = "0"};
	jx_check_add_finding(check, &draft);
}

/* ---- empty boxes ---- */

static bool has_actual(const JxIndicator *row)
{
	return jx_has_decimal(row->actual) || row->actual_text[0] != '\0' || row->actual_date[0] != '\0';
}

/* A row of a table, of either kind. */
struct scored_row {
	const JxDecimal *points;
	const JxDecimal *score;
	bool is_used; /* it has an actual value: a row that the department has no use for has none */
};

/* The rule that a row of a table breaks in which others claim scores; NULL for none. A line that claims nothing leaves the
 * table without a sum, unless a total is stated. */
static const char *broken_by_boxes(const struct jx_score_table_of *table, const struct scored_row *row)
{
	bool has_total = jx_has_decimal(table->total) || table->is_partial;
	bool has_points = jx_has_decimal(row->points);
	bool has_score = jx_is_bounded_decimal(row->score);
	if (has_points && !has_score && row->points->micros > 0)
		return row->is_used && !has_total ? "T08" : "T08b";
	return !has_points && row->points != NULL && has_score ? "T08c" : NULL;
}

static void report_box(struct jx_check *check, const struct jx_location *location, const char *rule,
	const struct scored_row *row)
{
	char path[JX_PATH_BYTES];
	char stated[JX_FIGURE_TEXT_BYTES];
	bool has_points = jx_has_decimal(row->points);
	const struct jx_finding_draft draft = {.rule = rule,
		.field = jx_location_field(location, has_points ? "claimed_score" : "points", path),
		.place = location->place,
		.stated = jx_text_decimal(has_points ? row->points : row->score, stated)};
	jx_check_add_finding(check, &draft);
}

static void check_money_row(struct jx_check *check, const struct jx_score_table_of *table, const char *list,
	const JxFundLine *line, size_t i)
{
	struct jx_location location;
	bool is_of_project = table->prefix[0] != '\0';
	const struct scored_row row = {line->points, line->claimed_score, true};
	const char *rule = broken_by_boxes(table, &row);
	if (rule == NULL)
		return;
	jx_location_path(&location, "%s%s%s[%zu]", table->prefix, is_of_project ? "." : "", list, i);
	jx_location_label(&location, is_of_project ? table->place : "",
		line->label[0] != '\0' ? line->label : line->row);
	report_box(check, &location, rule, &row);
}

static void check_indicator_row(
	struct jx_check *check, const struct jx_score_table_of *table, const JxIndicator *indicator, size_t i)
{
	struct jx_location location;
	bool is_of_project = table->prefix[0] != '\0';
	const struct scored_row row = {indicator->points, indicator->claimed_score, has_actual(indicator)};
	const char *rule = indicator->does_not_apply ? NULL : broken_by_boxes(table, &row);
	if (rule == NULL)
		return;
	jx_location_path(&location, "%s%sindicators[%zu]", table->prefix, is_of_project ? "." : "", i);
	jx_location_label(&location, is_of_project ? table->place : "", indicator->name);
	report_box(check, &location, rule, &row);
}

static void check_rows(struct jx_check *check, const struct jx_score_table_of *table)
{
	static const char *const LISTS[2][2] = {{"funds_by_source", "funds_by_nature"}, {"funds", ""}};
	const char *const *lists = LISTS[table->prefix[0] != '\0'];
	for (size_t k = 0; k < JX_COUNT_OF(table->funds); k++) {
		for (size_t i = 0; i < jx_rows(table->n_funds[k], JX_MAX_LINES); i++)
			check_money_row(check, table, lists[k], table->funds[k][i], i);
	}
	for (size_t i = 0; i < jx_rows(table->n_indicators, JX_MAX_INDICATORS); i++)
		check_indicator_row(check, table, table->indicators[i], i);
}

/* A table of points that claims nothing at all is told once, not row by row. */
static void report_unclaimed(
	struct jx_check *check, const struct jx_score_table_of *table, const struct jx_score_sums *sums)
{
	char path[JX_PATH_BYTES];
	char points[JX_FIGURE_TEXT_BYTES];
	struct jx_location location;
	const char *list = table->n_indicators > 0    ? "indicators"
			   : table->prefix[0] != '\0' ? "funds"
			   : table->n_funds[0] > 0    ? "funds_by_source"
						      : "funds_by_nature";
	jx_location_path(&location, "%s", table->prefix);
	const struct jx_finding_draft draft = {.rule = "T09",
		.field = jx_location_field(&location, list, path),
		.place = table->place,
		.stated = jx_text_points(sums->points, sums->decimals, points)};
	jx_check_add_finding(check, &draft);
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

/* Points and total of a report whose rows name goals and have more than a hundred points together: each goal has a table then,
 * and the total is their mean. @return false for any other table, of which nothing is said. */
static bool check_goal_tables(
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
		check_points(check, &one, &own, location.path);
		jx_int128 weight = has_weights ? goal->weight->micros : 1;
		mean.weights += weight;
		mean.low += weight * own.scores;
		mean.high += weight * jx_score_sums_reach(&own);
		mean.is_scored |= own.n_scored > 0;
	}
	check_mean(check, table, &mean);
	return true;
}

void jx_check_score_table(struct jx_check *check, const struct jx_score_table_of *table)
{
	const struct jx_score_sums sums = jx_score_sums_of(table);
	if (!check_goal_tables(check, table, &sums)) {
		char path[JX_PATH_BYTES];
		struct jx_location location;
		jx_location_path(&location, "%s", table->prefix);
		check_points(check, table, &sums, jx_location_field(&location, "indicators", path));
		jx_check_total(check, table, &sums);
		jx_check_range_total(check, table, &sums);
	}
	jx_check_levels(check, table);
	if (sums.n_scored > 0)
		check_rows(check, table);
	else if (sums.n_with_points > 0 && !jx_has_decimal(table->total))
		report_unclaimed(check, table, &sums);
}
