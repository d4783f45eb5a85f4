/* Claims: each within its points, each based on a table, and the report's total within those of its projects. */
#include <stdio.h>

#include "proto/contract/check/scores.h"
#include "proto/contract/rulebook/rulebook.h"

#define HUNDRED_MICROS 100000000 /* points of a whole table */

void jx_check_score(struct jx_check *check, const struct jx_location *location, const JxDecimal *score,
	const JxDecimal *points)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (!jx_is_bounded_decimal(score) || (points != NULL && !jx_has_decimal(points)))
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

/* ---- points printed as a range ---- */

/* "90-100", "≥90", "≤60"; "" without a bound. */
static const char *print_range(const JxPointRange *range, char out[2 * JX_FIGURE_TEXT_BYTES])
{
	char low[JX_FIGURE_TEXT_BYTES];
	char high[JX_FIGURE_TEXT_BYTES];
	bool has_low = jx_has_decimal(range->low);
	bool has_high = jx_has_decimal(range->high);
	const char *before = has_low && has_high ? "" : has_low ? "≥" : has_high ? "≤" : "";
	(void)snprintf(out, 2 * JX_FIGURE_TEXT_BYTES, "%s%s%s%s", before,
		has_low ? jx_text_decimal(range->low, low) : "", has_low && has_high ? "-" : "",
		has_high ? jx_text_decimal(range->high, high) : "");
	return out;
}

static bool is_outside(const JxDecimal *points)
{
	return jx_has_decimal(points) && (points->micros < 0 || points->micros > HUNDRED_MICROS);
}

/* A range is within 0 and 100, its bounds in order, and no number beside it. */
static void check_range(struct jx_check *check, const struct jx_location *location, const char *field,
	const JxPointRange *range, const JxDecimal *number)
{
	char path[JX_PATH_BYTES];
	char stated[2 * JX_FIGURE_TEXT_BYTES];
	if (range == NULL)
		return;
	bool is_upside_down = jx_has_decimal(range->low) && jx_has_decimal(range->high) &&
			      range->low->micros > range->high->micros;
	struct jx_finding_draft draft = {.rule = "I25",
		.field = jx_location_field(location, field, path),
		.place = location->place,
		.stated = print_range(range, stated)};
	if (is_upside_down || is_outside(range->low) || is_outside(range->high))
		jx_check_add_finding(check, &draft);
	draft.rule = "I25b";
	if (jx_has_decimal(number))
		jx_check_add_finding(check, &draft);
}

void jx_check_range_total(
	struct jx_check *check, const struct jx_score_table_of *table, const struct jx_score_sums *sums)
{
	const JxPointRange *range = table->range;
	char stated[2 * JX_FIGURE_TEXT_BYTES];
	char points[JX_FIGURE_TEXT_BYTES];
	char bound[JX_FIGURE_TEXT_BYTES + sizeof("≤")];
	struct jx_location location;
	char path[JX_PATH_BYTES];
	if (range == NULL || table->n_indicators == 0 || sums->n_scored == 0)
		return;
	jx_int128 reach = jx_score_sums_reach(sums);
	bool is_above = jx_has_decimal(range->low) && range->low->micros > reach;
	bool is_below = jx_has_decimal(range->high) && range->high->micros < sums->scores;
	if (!is_above && !is_below)
		return;
	jx_location_path(&location, "%s", table->prefix[0] != '\0' ? table->prefix : "conclusion");
	const char *sign = reach == sums->scores ? "" : is_above ? "≤" : "≥";
	(void)snprintf(bound, sizeof(bound), "%s%s", sign,
		jx_text_points(is_above ? reach : sums->scores, sums->decimals, points));
	const struct jx_finding_draft draft = {.rule = "T01c",
		.field = jx_location_field(&location, "claimed_range", path),
		.place = table->place,
		.stated = print_range(range, stated),
		.expected = bound};
	jx_check_add_finding(check, &draft);
}

/* ---- indicators ---- */

void jx_check_printed_review(struct jx_check *check, const struct jx_location *location,
	const JxDecimal *score, const JxDecimal *points)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (score == NULL || points == NULL || !jx_has_decimal(score) || !jx_has_decimal(points) ||
		(score->micros >= 0 && score->micros <= points->micros))
		return;
	const struct jx_finding_draft draft = {.rule = "I01b",
		.field = jx_location_field(location, "printed_review_score", path),
		.place = location->place,
		.stated = jx_text_decimal(score, texts[0]),
		.expected = jx_text_decimal(points, texts[1])};
	jx_check_add_finding(check, &draft);
}

/* Its total: within a hundred, what the rows make of it, and what the heads of levels do. */
static void check_review_total(struct jx_check *check, const struct jx_score_table_of *claims,
	const struct jx_location *location, const JxDecimal *total)
{
	static const JxDecimal hundred = {
		.base = PROTOBUF_C_MESSAGE_INIT(JX_DECIMAL_DESCRIPTOR), .micros = HUNDRED_MICROS};
	char path[JX_PATH_BYTES];
	struct jx_score_table_of reviews = *claims;
	reviews.is_review = true;
	reviews.total = total;
	reviews.total_field = jx_location_field(location, "printed_review_score", path);
	const struct jx_score_sums sums = jx_score_sums_of(&reviews);
	jx_check_printed_review(check, location, total, &hundred);
	jx_check_total(check, &reviews, &sums);
	jx_check_levels(check, &reviews);
}

/* The second column of the money rows. */
static void check_money_reviews(struct jx_check *check, JxFundLine *const *lines, size_t n, const char *list)
{
	struct jx_location location;
	for (size_t i = 0; i < jx_rows(n, JX_MAX_LINES); i++) {
		if (lines[i]->printed_review_score == NULL)
			continue;
		jx_location_path(&location, "%s[%zu]", list, i);
		jx_location_label(&location, "", lines[i]->label);
		jx_check_printed_review(check, &location, lines[i]->printed_review_score, lines[i]->points);
	}
}

/* What stands beside a score: points taken off, a coefficient, a remark that the row does not apply. */
static void check_beside_score(
	struct jx_check *check, const struct jx_location *location, const JxIndicator *indicator)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	const JxDecimal *score = indicator->claimed_score;
	const struct jx_finding_draft aside = {.rule = "I26",
		.field = jx_location_field(location, "claimed_score", path),
		.place = location->place,
		.stated = jx_text_decimal(score, texts[0])};
	if (indicator->does_not_apply && jx_has_decimal(score) && score->micros > 0)
		jx_check_add_finding(check, &aside);
	const struct jx_finding_draft coefficient = {.rule = "I28",
		.field = jx_location_field(location, "coefficient", path),
		.place = location->place,
		.stated = jx_text_decimal(indicator->coefficient, texts[1]),
		.expected = "0～100"};
	if (is_outside(indicator->coefficient))
		jx_check_add_finding(check, &coefficient);
}

/* A score is no more than the points less what the form says is taken off. One above all points is told as that. */
static void check_deduction(
	struct jx_check *check, const struct jx_location *location, const JxIndicator *indicator)
{
	char path[JX_PATH_BYTES];
	char texts[3][JX_FIGURE_TEXT_BYTES];
	const JxDecimal *score = indicator->claimed_score;
	const JxDecimal *points = indicator->points;
	const JxDecimal *deduction = indicator->deduction;
	if (score == NULL || points == NULL || deduction == NULL || !jx_has_decimal(score) ||
		!jx_has_decimal(points) || !jx_has_decimal(deduction) || deduction->micros <= 0 ||
		score->micros <= 0 || score->micros > points->micros)
		return;
	jx_int128 rest = (jx_int128)points->micros - deduction->micros;
	jx_int128 most = rest > 0 ? rest : 0;
	uint32_t decimals = deduction->decimals > points->decimals ? deduction->decimals : points->decimals;
	const struct jx_finding_draft draft = {.rule = "I27",
		.field = jx_location_field(location, "claimed_score", path),
		.place = location->place,
		.stated = jx_text_decimal(score, texts[0]),
		.expected = jx_text_points(most, decimals, texts[1]),
		.args = {jx_text_decimal(deduction, texts[2])}};
	if (score->micros > most)
		jx_check_add_finding(check, &draft);
}

static void check_indicators(struct jx_check *check, const struct jx_score_table_of *table)
{
	struct jx_location location;
	const char *dot = table->prefix[0] != '\0' ? "." : "";
	for (size_t i = 0; i < jx_rows(table->n_indicators, JX_MAX_INDICATORS) && check->status == JX_OK;
		i++) {
		const JxIndicator *indicator = table->indicators[i];
		jx_location_path(&location, "%s%sindicators[%zu]", table->prefix, dot, i);
		jx_location_label(&location, table->prefix[0] != '\0' ? table->place : "", indicator->name);
		if (indicator->points != NULL)
			jx_check_score(check, &location, indicator->claimed_score, indicator->points);
		check_beside_score(check, &location, indicator);
		check_deduction(check, &location, indicator);
		check_range(check, &location, "points_range", indicator->points_range, indicator->points);
		if (indicator->points_range != NULL && indicator->points_range->high != NULL)
			jx_check_score(
				check, &location, indicator->claimed_score, indicator->points_range->high);
		jx_check_printed_review(check, &location, indicator->printed_review_score, indicator->points);
	}
}

/* ---- what a total is based on ---- */

/* Points of indicators, of heads of levels, or by count; those for execution alone are no table. */
static bool has_points(const struct jx_score_table_of *table)
{
	struct jx_score_table_of rows = *table;
	rows.n_funds[0] = 0;
	rows.n_funds[1] = 0;
	return jx_score_sums_of(&rows).n_with_points > 0;
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

/* ---- the report's total against those of its projects ---- */

/* What the tables of projects let the report claim. */
struct projects_claim {
	JxDecimal best; /* the most that one of them claims */
	bool is_known;  /* each of them claims a total, or has a table that bounds it */
};

static void add_project(struct projects_claim *claim, const struct jx_score_table_of *table)
{
	const struct jx_score_sums sums = jx_score_sums_of(table);
	jx_int128 reach = jx_score_sums_reach(&sums);
	JxDecimal most = JX_DECIMAL_INIT;
	if (jx_has_decimal(table->total)) {
		most = *table->total;
	} else if (sums.n_with_points > 0 && !table->is_partial && reach >= 0 && reach <= INT64_MAX) {
		most.micros = (int64_t)reach;
		most.decimals = sums.decimals;
	} else {
		claim->is_known = false;
	}
	if (most.micros >= claim->best.micros)
		claim->best = most;
}

/* A report without a table of its own claims no more than the best of its projects; a report on one project claims what
 * that one does. */
static void check_against_projects(struct jx_check *check, const struct jx_score_table_of *own,
	const struct projects_claim *projects, size_t n_projects)
{
	char texts[3][JX_FIGURE_TEXT_BYTES];
	const struct jx_score_sums sums = jx_score_sums_of(own);
	bool has_own_table = sums.n_with_points + sums.n_scored > 0;
	if (!jx_has_decimal(own->total) || has_own_table || n_projects == 0 || !projects->is_known)
		return;
	bool is_of_projects = check->report->kind == JX_REPORT_KIND_PROJECT;
	jx_int128 apart = (jx_int128)own->total->micros - projects->best.micros;
	if (apart == 0 || (apart < 0 && !(is_of_projects && n_projects == 1)))
		return;
	const struct jx_finding_draft draft = {.rule = is_of_projects ? "T01b" : "T06b",
		.field = own->total_field,
		.place = own->place,
		.stated = jx_text_decimal(own->total, texts[0]),
		.expected = jx_text_decimal(&projects->best, texts[1]),
		.difference = jx_text_points(apart, own->total->decimals, texts[2])};
	jx_check_add_finding(check, &draft);
}

/* ---- the tables ---- */

static const JxScoring *scoring_of(const struct jx_check *check)
{
	return check->rulebook != NULL ? jx_rulebook_message(check->rulebook)->scoring : NULL;
}

/* Returns whether the project has a table of points. */
static bool check_project(struct jx_check *check, size_t i, struct projects_claim *claim)
{
	const JxProject *project = check->report->projects[i];
	struct jx_location location;
	char path[JX_PATH_BYTES];
	jx_location_path(&location, "projects[%zu]", i);
	jx_location_label(&location, "", project->name);
	struct jx_score_table_of table = {.prefix = location.path,
		.place = location.place,
		.indicators = project->indicators,
		.n_indicators = project->n_indicators,
		.heads = jx_heads_of(check, project->levels, project->n_levels, project->indicators,
			project->n_indicators),
		.scoring = scoring_of(check),
		.funds = {project->funds},
		.n_funds = {project->n_funds},
		.total = project->claimed_score,
		.total_field = jx_location_field(&location, "claimed_score", path),
		.range = project->claimed_range,
		.is_partial = project->is_partial};
	struct jx_location funds;
	jx_check_score(check, &location, project->claimed_score, NULL);
	check_range(check, &location, "claimed_range", project->claimed_range, project->claimed_score);
	check_indicators(check, &table);
	jx_check_score_table(check, &table);
	jx_location_path(&funds, "projects[%zu].funds", i);
	check_money_reviews(check, project->funds, project->n_funds, funds.path);
	check_review_total(check, &table, &location, project->printed_review_score);
	add_project(claim, &table);
	bool is_based = has_points(&table);
	if (!is_based)
		report_baseless(check, project->claimed_score, table.total_field, location.place);
	return is_based;
}

static struct jx_score_table_of own_table(struct jx_check *check)
{
	const JxReport *report = check->report;
	const JxConclusion *conclusion = report->conclusion;
	struct jx_score_table_of table = {.prefix = "",
		.place = "自评得分",
		.indicators = report->indicators,
		.n_indicators = report->n_indicators,
		.heads = jx_heads_of(
			check, report->levels, report->n_levels, report->indicators, report->n_indicators),
		.scoring = scoring_of(check),
		.funds = {report->funds_by_source, report->funds_by_nature},
		.n_funds = {report->n_funds_by_source, report->n_funds_by_nature},
		.total = conclusion != NULL ? conclusion->claimed_score : NULL,
		.total_field = "conclusion.claimed_score",
		.range = conclusion != NULL ? conclusion->claimed_range : NULL,
		.is_partial = jx_is_partial(report, "indicators")};
	return table;
}

void jx_check_scores(struct jx_check *check)
{
	const JxReport *report = check->report;
	const JxConclusion *conclusion = report->conclusion;
	struct projects_claim claim = {.best = JX_DECIMAL_INIT, .is_known = true};
	size_t n_projects = jx_rows(report->n_projects, JX_MAX_PROJECTS);
	const struct jx_score_table_of table = own_table(check);
	bool is_based = has_points(&table);
	struct jx_location location;
	for (size_t i = 0; i < n_projects; i++)
		is_based |= check_project(check, i, &claim);
	check_indicators(check, &table);
	jx_check_score_table(check, &table);
	check_money_reviews(check, report->funds_by_source, report->n_funds_by_source, "funds_by_source");
	check_money_reviews(check, report->funds_by_nature, report->n_funds_by_nature, "funds_by_nature");
	jx_location_path(&location, "conclusion");
	jx_location_label(&location, "", table.place);
	check_review_total(
		check, &table, &location, conclusion != NULL ? conclusion->printed_review_score : NULL);
	if (conclusion == NULL)
		return;
	jx_check_score(check, &location, conclusion->claimed_score, NULL);
	check_range(check, &location, "claimed_range", conclusion->claimed_range, conclusion->claimed_score);
	check_against_projects(check, &table, &claim, n_projects);
	if (!is_based)
		report_baseless(check, conclusion->claimed_score, table.total_field, table.place);
}
