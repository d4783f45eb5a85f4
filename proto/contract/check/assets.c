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
	check_at_most(check, location, "net", "A01", line->net, line->gross);
	check_at_most(check, location, "in_use", "A03", line->in_use, line->gross);
}

static const JxAmount *asset_amount(const JxAssetLine *line, size_t column)
{
	return column == 0 ? line->gross : column == 1 ? line->net : line->in_use;
}

static void check_asset_total(struct jx_check *check)
{
	static const struct {
		const char *field;
		const char *zh;
		const char *en;
	} columns[] = {{"assets.total.gross", "原值", "gross values"},
		{"assets.total.net", "净值", "net values"},
		{"assets.total.in_use", "在用原值", "values in use"}};
	const JxAssets *assets = check->report->assets;
	size_t n = jx_rows(assets->n_lines, JX_MAX_LINES);
	size_t n_of_which = 0;
	for (size_t i = 0; i < n; i++)
		n_of_which += jx_is_of_which(assets->lines[i]->label) ? 1 : 0;
	bool is_partial = n_of_which == n ||
			  jx_is_partial(check->report,
				  "assets.lines"); /* 其中 from end to end: some categories, not all */
	for (size_t column = 0; column < JX_COUNT_OF(columns); column++) {
		struct jx_identity sum = {.can_be_more = is_partial};
		for (size_t i = 0; i < n; i++)
			jx_identity_amount(
				&sum, asset_amount(assets->lines[i], column), 1, JX_GAP_NOT_NEGATIVE);
		jx_identity_end_list(&sum);
		const struct jx_finding_draft draft = {.rule = "A02",
			.field = columns[column].field,
			.place = assets->total->label,
			.args = {columns[column].zh, columns[column].en}};
		jx_check_total_amount(check, &sum, asset_amount(assets->total, column), &draft);
	}
	struct jx_identity count = {.can_be_more = is_partial};
	for (size_t i = 0; i < n; i++)
		jx_identity_decimal(&count, assets->lines[i]->count, true, JX_GAP_NOT_NEGATIVE);
	jx_identity_end_list(&count);
	const struct jx_finding_draft draft = {.rule = "A02",
		.field = "assets.total.count",
		.place = assets->total->label,
		.args = {"数量", "counts"}};
	jx_check_total_count(check, &count, assets->total->count, &draft);
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
	}
	if (assets->total == NULL)
		return;
	jx_location_path(&location, "assets.total");
	jx_location_label(&location, "", assets->total->label);
	check_asset_line(check, &location, assets->total);
	check_asset_total(check);
}
