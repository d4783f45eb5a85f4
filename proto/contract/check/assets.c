/* Assets: net and in use within gross, categories against the total. */
#include <string.h>

#include "proto/contract/check/private.h"

#include "proto/contract/base/array.h"

static void check_not_negative_amount(struct jx_check *check, const struct jx_location *location,
	const char *field, const JxAmount *amount, const char *name_zh, const char *name_en)
{
	char path[JX_PATH_BYTES];
	char stated[JX_FIGURE_TEXT_BYTES];
	if (!jx_has_amount(amount) || amount->fen >= 0)
		return;
	const struct jx_finding_draft draft = {.rule = "G14",
		.field = jx_location_field(location, field, path),
		.place = location->place,
		.stated = jx_text_amount(amount, stated),
		.expected = "≥0",
		.args = {name_zh, name_en}};
	jx_check_add_finding(check, &draft);
}

static void check_at_most(struct jx_check *check, const struct jx_location *location, const char *field,
	const char *rule, const JxAmount *part, const JxAmount *whole)
{
	char path[JX_PATH_BYTES];
	const struct jx_finding_draft draft = {
		.rule = rule, .field = jx_location_field(location, field, path), .place = location->place};
	jx_check_amount_at_most(check, part, whole, &draft);
}

/* Things that come in pieces; land and buildings are measured. */
static bool is_whole_kind(const JxAssetLine *line)
{
	static const char *const units[] = {"辆", "台", "套", "件", "个", "条", "部", "把", "张"};
	bool is_whole = strcmp(line->category, "vehicle") == 0;
	for (size_t i = 0; i < JX_COUNT_OF(units); i++)
		is_whole |= strcmp(line->count_unit, units[i]) == 0;
	return is_whole;
}

static void check_asset_line(
	struct jx_check *check, const struct jx_location *location, const JxAssetLine *line)
{
	if (is_whole_kind(line))
		jx_check_count(check, line->count, location, "count", "数量", "the count");
	else
		jx_check_not_negative(check, line->count, location, "count", "数量", "the count");
	check_not_negative_amount(check, location, "gross", line->gross, "原值", "the gross value");
	check_not_negative_amount(check, location, "net", line->net, "净值", "the net value");
	check_not_negative_amount(check, location, "in_use", line->in_use, "在用原值", "the value in use");
	jx_check_not_negative(check, line->area, location, "area", "建筑面积", "the floor area");
	check_at_most(check, location, "net", "A01", line->net, line->gross);
	check_at_most(check, location, "in_use", "A03", line->in_use, line->gross);
}

/* ---- lines inside a line ---- */

/* The line that a line names as the one it is a part of; SIZE_MAX for none. */
static size_t line_named(const JxAssets *assets, size_t i)
{
	size_t n = jx_rows(assets->n_lines, JX_MAX_LINES);
	size_t j = 0;
	while (j < n && (j == i || strcmp(assets->lines[j]->label, assets->lines[i]->part_of) != 0))
		j++;
	return j < n ? j : SIZE_MAX;
}

static const JxAmount *asset_amount(const JxAssetLine *line, size_t column)
{
	return column == 0 ? line->gross : column == 1 ? line->net : line->in_use;
}

/* The columns of assets: three amounts, then two numbers. */
enum { COLUMN_COUNT = 3, COLUMN_AREA, N_COLUMNS };

static const struct {
	const char *field;
	const char *zh;
	const char *en;
} columns[N_COLUMNS] = {{"gross", "原值", "gross values"}, {"net", "净值", "net values"},
	{"in_use", "在用原值", "values in use"}, {"count", "数量", "counts"},
	{"area", "建筑面积", "floor areas"}};

/* Few lines of assets have an area: those without a box for one are no building. */
static void add_figure(struct jx_identity *sum, const JxAssetLine *line, size_t column)
{
	if (column < COLUMN_COUNT)
		jx_identity_amount(sum, asset_amount(line, column), 1, JX_GAP_NOT_NEGATIVE);
	else if (column == COLUMN_COUNT)
		jx_identity_decimal(sum, line->count, true, JX_GAP_NOT_NEGATIVE);
	else
		jx_identity_decimal(
			sum, line->area, false, line->area != NULL ? JX_GAP_NOT_NEGATIVE : JX_GAP_NOTHING);
}

/* Whether a line is the first that names the line it is a part of. */
static bool is_first_inside(const JxAssets *assets, size_t i)
{
	const char *outer = assets->lines[i]->part_of;
	for (size_t j = 0; j < i; j++) {
		if (strcmp(assets->lines[j]->part_of, outer) == 0)
			return false;
	}
	return outer[0] != '\0';
}

/* A line that names another one names one that is there, and not itself by way of others. */
static void check_outer_lines(struct jx_check *check)
{
	const JxAssets *assets = check->report->assets;
	size_t n = jx_rows(assets->n_lines, JX_MAX_LINES);
	size_t *outers = jx_arena_calloc(check->arena, n + 1, sizeof(*outers));
	struct jx_location location;
	if (outers == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return;
	}
	for (size_t i = 0; i < n; i++)
		outers[i] = assets->lines[i]->part_of[0] != '\0' ? line_named(assets, i) : SIZE_MAX;
	for (size_t i = 0; i < n; i++) {
		if (assets->lines[i]->part_of[0] == '\0')
			continue;
		jx_location_path(&location, "assets.lines[%zu]", i);
		jx_location_label(&location, "", assets->lines[i]->label);
		jx_check_outer(check, outers, n, i, &location, assets->lines[i]->part_of);
	}
}

/* All lines inside a line are no more than it together; told at the first of them. */
static void check_inside(struct jx_check *check, size_t first, const struct jx_location *location)
{
	const JxAssets *assets = check->report->assets;
	size_t outer = line_named(assets, first);
	char path[JX_PATH_BYTES];
	if (outer == SIZE_MAX)
		return;
	for (size_t column = 0; column < N_COLUMNS; column++) {
		struct jx_identity parts = {0};
		struct jx_identity whole = {0};
		for (size_t i = first; i < jx_rows(assets->n_lines, JX_MAX_LINES); i++) {
			if (strcmp(assets->lines[i]->part_of, assets->lines[first]->part_of) == 0)
				add_figure(&parts, assets->lines[i], column);
		}
		add_figure(&whole, assets->lines[outer], column);
		const struct jx_finding_draft draft = {.rule = "A04",
			.field = jx_location_field(location, columns[column].field, path),
			.place = location->place,
			.args = {columns[column].zh, assets->lines[outer]->label, columns[column].en}};
		jx_check_at_most(check, &parts.sum, &whole.sum, &draft);
	}
}

/* ---- the total ---- */

static void check_asset_total(struct jx_check *check, const struct jx_location *location)
{
	const JxAssets *assets = check->report->assets;
	size_t n = jx_rows(assets->n_lines, JX_MAX_LINES);
	size_t n_of_which = 0;
	for (size_t i = 0; i < n; i++)
		n_of_which += jx_is_of_which(assets->lines[i]->label) ? 1 : 0;
	bool is_partial = n_of_which == n ||
			  jx_is_partial(check->report,
				  "assets.lines"); /* 其中 from end to end: some categories, not all */
	for (size_t column = 0; column < N_COLUMNS; column++) {
		struct jx_identity sum = {.can_be_more = is_partial};
		char path[JX_PATH_BYTES];
		for (size_t i = 0; i < n; i++) {
			if (assets->lines[i]->part_of[0] == '\0')
				add_figure(&sum, assets->lines[i], column);
		}
		jx_identity_end_list(&sum);
		const struct jx_finding_draft draft = {.rule = "A02",
			.field = jx_location_field(location, columns[column].field, path),
			.place = assets->total->label,
			.args = {columns[column].zh, columns[column].en}};
		if (column < COLUMN_COUNT)
			jx_check_total_amount(check, &sum, asset_amount(assets->total, column), &draft);
		else if (column == COLUMN_COUNT)
			jx_check_total_count(check, &sum, assets->total->count, &draft);
		else
			jx_check_total_measure(check, &sum, assets->total->area, &draft);
	}
}

/* ---- buildings: what was approved, and what was built ---- */

static void check_building_rate(struct jx_check *check, const struct jx_printed *built,
	const struct jx_printed *approved, const JxDecimal *stated, const struct jx_finding_draft *draft)
{
	struct jx_printed rate = jx_printed_decimal(stated, false);
	jx_check_percent(check, jx_interval_share_ok(built, approved, &rate), built, approved, stated, draft);
}

static void check_building_area(
	struct jx_check *check, const JxBuildingLine *line, const struct jx_location *location)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	struct jx_tally built = {0};
	struct jx_tally approved = {0};
	jx_check_not_negative(
		check, line->approved_area, location, "approved_area", "批复面积", "the area approved");
	jx_check_not_negative(
		check, line->actual_area, location, "actual_area", "实际面积", "the area built");
	jx_tally_decimal(&built, line->actual_area, false, 1);
	jx_tally_decimal(&approved, line->approved_area, false, 1);
	const struct jx_finding_draft above = {.rule = "A06",
		.field = jx_location_field(location, "actual_area", path),
		.place = location->place,
		.args = {"实际面积", "批复面积", "the area built", "the area approved"},
		.is_note = line->reason[0] != '\0'};
	jx_check_at_most(check, &built, &approved, &above);
	if (!jx_has_decimal(line->actual_area) || !jx_has_decimal(line->approved_area) ||
		!jx_is_bounded_decimal(line->stated_area_rate))
		return;
	struct jx_printed printed[2] = {
		jx_printed_decimal(line->actual_area, false), jx_printed_decimal(line->approved_area, false)};
	const struct jx_finding_draft rate = {.rule = "A05",
		.field = jx_location_field(location, "stated_area_rate", path),
		.place = location->place,
		.args = {jx_text_decimal(line->actual_area, texts[0]),
			jx_text_decimal(line->approved_area, texts[1])}};
	check_building_rate(check, &printed[0], &printed[1], line->stated_area_rate, &rate);
}

static void check_building_investment(
	struct jx_check *check, const JxBuildingLine *line, const struct jx_location *location)
{
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	check_not_negative_amount(check, location, "approved_investment", line->approved_investment,
		"预算投资", "the investment approved");
	check_not_negative_amount(check, location, "actual_investment", line->actual_investment, "实际投资",
		"the investment made");
	const struct jx_finding_draft above = {.rule = "A06",
		.field = jx_location_field(location, "actual_investment", path),
		.place = location->place,
		.args = {"实际投资", "预算投资", "the investment made", "the investment approved"},
		.is_note = line->reason[0] != '\0'};
	jx_check_amount_at_most(check, line->actual_investment, line->approved_investment, &above);
	if (!jx_has_amount(line->actual_investment) || !jx_has_amount(line->approved_investment) ||
		!jx_is_bounded_decimal(line->stated_investment_rate))
		return;
	struct jx_printed printed[2] = {
		jx_printed_amount(line->actual_investment), jx_printed_amount(line->approved_investment)};
	const struct jx_finding_draft rate = {.rule = "A05",
		.field = jx_location_field(location, "stated_investment_rate", path),
		.place = location->place,
		.args = {jx_text_amount(line->actual_investment, texts[0]),
			jx_text_amount(line->approved_investment, texts[1])}};
	check_building_rate(check, &printed[0], &printed[1], line->stated_investment_rate, &rate);
}

static void check_buildings(struct jx_check *check, const JxAssets *assets)
{
	struct jx_location location;
	for (size_t i = 0; i < jx_rows(assets->n_buildings, JX_MAX_LINES); i++) {
		jx_location_path(&location, "assets.buildings[%zu]", i);
		jx_location_label(&location, "", assets->buildings[i]->label);
		check_building_area(check, assets->buildings[i], &location);
		check_building_investment(check, assets->buildings[i], &location);
	}
}

void jx_check_assets(struct jx_check *check)
{
	const JxAssets *assets = check->report->assets;
	struct jx_location location;
	if (assets == NULL)
		return;
	for (size_t i = 0; i < jx_rows(assets->n_lines, JX_MAX_LINES); i++) {
		jx_location_path(&location, "assets.lines[%zu]", i);
		jx_location_label(&location, "", assets->lines[i]->label);
		check_asset_line(check, &location, assets->lines[i]);
		if (is_first_inside(assets, i))
			check_inside(check, i, &location);
	}
	check_outer_lines(check);
	check_buildings(check, assets);
	if (assets->total == NULL)
		return;
	jx_location_path(&location, "assets.total");
	jx_location_label(&location, "", assets->total->label);
	check_asset_line(check, &location, assets->total);
	check_asset_total(check, &location);
}
