/* Scores: within their points, points that make a hundred, a total that its lines give. */
#include <stdio.h>

#include "proto/contract/check/private.h"

#define HUNDRED ((jx_int128)100000000)

void jx_check_score(struct jx_check *check, const struct jx_location *location, const JxDecimal *score,
	const JxDecimal *points)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (!jx_has_decimal(score) || (points != NULL && !jx_has_decimal(points)))
		return;
	int64_t most = points != NULL ? points->micros : 100000000;
	if (score->micros >= 0 && score->micros <= most)
		return;
	const struct jx_finding_draft draft = {.rule = "I01",
		.field = jx_location_field(location, "claimed_score", path),
		.place = location->place,
		.stated = jx_text_decimal(score, texts[0]),
		.expected = points != NULL ? jx_text_decimal(points, texts[1]) : "100"};
	jx_check_add_finding(check, &draft);
}

/* A table of scores: the indicators, the points for execution of its money table, and the total claimed. */
struct score_table {
	const char *prefix; /* of paths: "" or "projects[3]" */
	const char *place;
	JxIndicator *const *indicators;
	size_t n_indicators;
	JxFundLine *const *funds;
	size_t n_funds;
	const JxDecimal *total;
	const char *total_field;
};

/* What a table adds up to. */
struct score_sums {
	struct jx_tally points;
	struct jx_tally scores;   /* of the lines that have one */
	struct jx_tally unscored; /* points of the lines that have none */
	size_t n_without_points;
};

static void add_line(struct score_sums *sums, const JxDecimal *points, const JxDecimal *score)
{
	if (!jx_has_decimal(points)) {
		sums->n_without_points++;
		return;
	}
	jx_tally_decimal(&sums->points, points, true, 1);
	if (jx_has_decimal(score))
		jx_tally_decimal(&sums->scores, score, true, 1);
	else
		jx_tally_decimal(&sums->unscored, points, true, 1);
}

static struct score_sums add_up(const struct score_table *table)
{
	struct score_sums sums = {0};
	for (size_t i = 0; i < jx_rows(table->n_indicators, JX_MAX_INDICATORS); i++)
		add_line(&sums, table->indicators[i]->points, table->indicators[i]->claimed_score);
	for (size_t i = 0; i < jx_rows(table->n_funds, JX_MAX_LINES); i++) {
		/* Most lines of money have no points, which is no gap in the report. */
		if (jx_has_decimal(table->funds[i]->points))
			add_line(&sums, table->funds[i]->points, table->funds[i]->claimed_score);
	}
	return sums;
}

static void check_points(
	struct jx_check *check, const struct score_table *table, const struct score_sums *sums)
{
	char path[JX_PATH_BYTES];
	struct jx_location location;
	jx_location_path(&location, "%s", table->prefix);
	struct jx_tally hundred = {.value = HUNDRED, .scale = JX_SCALE_MICROS, .n = 1};
	const struct jx_finding_draft draft = {.rule = "T02",
		.field = jx_location_field(&location, "indicators", path),
		.place = table->place};
	if (jx_tally_contradicts(&hundred, &sums->points))
		jx_check_add_sum_finding(check, &hundred, &sums->points, &draft);
}

/*
 * The total lies between the scores there are and those scores with full points for every line that has none.
 * With all lines scored the two are one.
 */
static void check_total(
	struct jx_check *check, const struct score_table *table, const struct score_sums *sums)
{
	char bound[JX_FIGURE_TEXT_BYTES + 4];
	char texts[3][JX_FIGURE_TEXT_BYTES];
	struct jx_tally stated = {0};
	jx_tally_decimal(&stated, table->total, true, 1);
	jx_int128 low = sums->scores.value;
	jx_int128 high = low + sums->unscored.value;
	if (stated.is_broken || (stated.value >= low && stated.value <= high))
		return;
	jx_int128 expected = stated.value > high ? high : low;
	jx_tally_print(expected, &stated, stated.decimals, texts[1]);
	(void)snprintf(bound, sizeof(bound), "%s%s",
		low == high           ? ""
		: stated.value > high ? "≤"
				      : "≥",
		texts[1]);
	jx_tally_print(stated.value - expected, &stated, stated.decimals, texts[2]);
	const struct jx_finding_draft draft = {.rule = "T01",
		.field = table->total_field,
		.place = table->place,
		.stated = jx_text_decimal(table->total, texts[0]),
		.expected = bound,
		.difference = texts[2],
		.tolerance = "0"};
	jx_check_add_finding(check, &draft);
}

/* A table is complete, and can be checked, when it claims a total and every indicator has its points. */
static void check_table(struct jx_check *check, const struct score_table *table)
{
	struct score_sums sums = add_up(table);
	if (!jx_has_decimal(table->total) || table->n_indicators == 0 || sums.points.n == 0 ||
		sums.n_without_points > 0)
		return;
	check_points(check, table, &sums);
	/* Points that do not make a hundred are the finding; a total over half a table would be another one.
	 */
	if (sums.points.value == HUNDRED)
		check_total(check, table, &sums);
}

static bool has_points(JxIndicator *const *indicators, size_t n)
{
	for (size_t i = 0; i < jx_rows(n, JX_MAX_INDICATORS); i++) {
		if (jx_has_decimal(indicators[i]->points))
			return true;
	}
	return false;
}

static void report_baseless(
	struct jx_check *check, const JxDecimal *total, const char *field, const char *place)
{
	char stated[JX_FIGURE_TEXT_BYTES];
	const struct jx_finding_draft draft = {
		.rule = "T07", .field = field, .place = place, .stated = jx_text_decimal(total, stated)};
	if (jx_has_decimal(total))
		jx_check_add_finding(check, &draft);
}

static void check_indicators(struct jx_check *check, const struct score_table *table)
{
	struct jx_location location;
	const char *dot = table->prefix[0] != '\0' ? "." : "";
	for (size_t i = 0; i < jx_rows(table->n_indicators, JX_MAX_INDICATORS) && check->status == JX_OK;
		i++) {
		const JxIndicator *indicator = table->indicators[i];
		if (indicator->points == NULL || indicator->claimed_score == NULL)
			continue;
		jx_location_path(&location, "%s%sindicators[%zu]", table->prefix, dot, i);
		jx_location_label(&location, table->prefix[0] != '\0' ? table->place : "", indicator->name);
		jx_check_score(check, &location, indicator->claimed_score, indicator->points);
	}
}

/* Returns whether the project has a table of points. */
static bool check_project(struct jx_check *check, size_t i)
{
	const JxProject *project = check->report->projects[i];
	struct jx_location location;
	char path[JX_PATH_BYTES];
	jx_location_path(&location, "projects[%zu]", i);
	jx_location_label(&location, "", project->name);
	const struct score_table table = {.prefix = location.path,
		.place = location.place,
		.indicators = project->indicators,
		.n_indicators = project->n_indicators,
		.funds = project->funds,
		.n_funds = project->n_funds,
		.total = project->claimed_score,
		.total_field = jx_location_field(&location, "claimed_score", path)};
	jx_check_score(check, &location, project->claimed_score, NULL);
	check_indicators(check, &table);
	check_table(check, &table);
	bool is_based = has_points(project->indicators, project->n_indicators);
	if (!is_based)
		report_baseless(check, project->claimed_score, table.total_field, location.place);
	return is_based;
}

void jx_check_scores(struct jx_check *check)
{
	const JxReport *report = check->report;
	const JxConclusion *conclusion = report->conclusion;
	bool is_based = has_points(report->indicators, report->n_indicators);
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS); i++)
		is_based |= check_project(check, i);
	const struct score_table table = {.prefix = "",
		.place = "自评得分",
		.indicators = report->indicators,
		.n_indicators = report->n_indicators,
		.funds = report->funds_by_source,
		.n_funds = report->n_funds_by_source,
		.total = conclusion != NULL ? conclusion->claimed_score : NULL,
		.total_field = "conclusion.claimed_score"};
	check_indicators(check, &table);
	check_table(check, &table);
	if (conclusion == NULL)
		return;
	struct jx_location location;
	jx_location_path(&location, "conclusion");
	jx_location_label(&location, "", table.place);
	jx_check_score(check, &location, conclusion->claimed_score, NULL);
	if (!is_based)
		report_baseless(check, conclusion->claimed_score, table.total_field, table.place);
}
