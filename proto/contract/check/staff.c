/* Staff and assets: sums by category, the control rate, net within gross. */
#include <stdio.h>

#include "proto/contract/check/private.h"

#include "proto/contract/base/array.h"

/* The lines of one column against the total; lines without the column's box say nothing. */
static void check_staff_sum(struct jx_check *check, bool is_posts)
{
	const JxStaff *staff = check->report->staff;
	const JxDecimal *total = is_posts ? staff->posts : staff->in_post;
	struct jx_tally sum = {0};
	for (size_t i = 0; i < jx_rows(staff->n_lines, JX_MAX_LINES); i++)
		jx_tally_decimal(&sum, is_posts ? staff->lines[i]->posts : staff->lines[i]->in_post, true, 1);
	const struct jx_finding_draft draft = {.rule = "P01",
		.field = is_posts ? "staff.posts" : "staff.in_post",
		.place = is_posts ? "编制数" : "在职人数",
		.args = {is_posts ? "编制" : "在职人员", is_posts ? "posts" : "people in post"}};
	jx_check_sum_decimal(check, &sum, total, true, &draft);
}

/* Both are counts: more is more, whatever was printed. */
static void check_within_posts(struct jx_check *check, const struct jx_location *location,
	const JxDecimal *posts, const JxDecimal *in_post)
{
	char path[JX_PATH_BYTES];
	char texts[3][JX_FIGURE_TEXT_BYTES];
	if (!jx_has_decimal(posts) || !jx_has_decimal(in_post) || in_post->micros <= posts->micros)
		return;
	struct jx_tally form = {.scale = JX_SCALE_MICROS};
	jx_tally_print((jx_int128)in_post->micros - posts->micros, &form, 0, texts[2]);
	const struct jx_finding_draft draft = {.rule = "P03",
		.field = jx_location_field(location, "in_post", path),
		.place = location->place,
		.stated = jx_text_decimal(in_post, texts[0]),
		.expected = jx_text_decimal(posts, texts[1]),
		.difference = texts[2]};
	jx_check_add_finding(check, &draft);
}

static void check_control_rate(struct jx_check *check)
{
	const JxStaff *staff = check->report->staff;
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (!jx_has_decimal(staff->posts) || !jx_has_decimal(staff->in_post) ||
		!jx_has_decimal(staff->stated_control_rate) || staff->posts->micros == 0)
		return;
	struct jx_printed posts = jx_printed_decimal(staff->posts, true);
	struct jx_printed in_post = jx_printed_decimal(staff->in_post, true);
	struct jx_printed stated = jx_printed_decimal(staff->stated_control_rate, false);
	enum jx_plausibility answer = jx_interval_share_ok(&in_post, &posts, &stated);
	const struct jx_finding_draft draft = {.rule = "P02",
		.field = "staff.stated_control_rate",
		.place = "在职人员控制率",
		.args = {jx_text_decimal(staff->in_post, texts[0]), jx_text_decimal(staff->posts, texts[1])}};
	jx_check_percent(check, answer, &in_post, &posts, staff->stated_control_rate, &draft);
}

void jx_check_staff(struct jx_check *check)
{
	const JxStaff *staff = check->report->staff;
	struct jx_location location;
	if (staff == NULL)
		return;
	jx_location_path(&location, "staff");
	jx_location_label(&location, "", "在职人数");
	jx_check_not_negative(check, staff->posts, &location, "posts", "编制数", "the number of posts");
	jx_check_not_negative(
		check, staff->in_post, &location, "in_post", "在职人数", "the number of people");
	check_within_posts(check, &location, staff->posts, staff->in_post);
	check_control_rate(check);
	for (size_t i = 0; i < jx_rows(staff->n_lines, JX_MAX_LINES); i++) {
		const JxStaffLine *line = staff->lines[i];
		jx_location_path(&location, "staff.lines[%zu]", i);
		jx_location_label(&location, "", line->label);
		jx_check_not_negative(
			check, line->posts, &location, "posts", "编制数", "the number of posts");
		jx_check_not_negative(
			check, line->in_post, &location, "in_post", "在职人数", "the number of people");
		check_within_posts(check, &location, line->posts, line->in_post);
	}
	check_staff_sum(check, true);
	check_staff_sum(check, false);
}

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
	if (!jx_has_amount(part) || !jx_has_amount(whole))
		return;
	struct jx_printed a = jx_printed_amount(part);
	struct jx_printed b = jx_printed_amount(whole);
	if (jx_interval_at_most_ok(&a, &b) != JX_IMPOSSIBLE)
		return;
	struct jx_tally stated = {0};
	struct jx_tally limit = {0};
	jx_tally_amount(&stated, part, 1);
	jx_tally_amount(&limit, whole, 1);
	const struct jx_finding_draft draft = {
		.rule = rule, .field = jx_location_field(location, field, path), .place = location->place};
	jx_check_add_sum_finding(check, &limit, &stated, &draft);
}

static void check_asset_line(
	struct jx_check *check, const struct jx_location *location, const JxAssetLine *line)
{
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
	for (size_t column = 0; column < JX_COUNT_OF(columns); column++) {
		struct jx_tally sum = {0};
		for (size_t i = 0; i < n; i++)
			jx_tally_amount(&sum, asset_amount(assets->lines[i], column), 1);
		const struct jx_finding_draft draft = {.rule = "A02",
			.field = columns[column].field,
			.place = assets->total->label,
			.args = {columns[column].zh, columns[column].en}};
		jx_check_sum(check, &sum, asset_amount(assets->total, column), &draft);
	}
	struct jx_tally count = {0};
	for (size_t i = 0; i < n; i++)
		jx_tally_decimal(&count, assets->lines[i]->count, true, 1);
	const struct jx_finding_draft draft = {.rule = "A02",
		.field = "assets.total.count",
		.place = assets->total->label,
		.args = {"数量", "counts"}};
	jx_check_sum_decimal(check, &count, assets->total->count, true, &draft);
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
