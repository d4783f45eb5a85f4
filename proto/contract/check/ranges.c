/* Points that a form prints as a range. See private.h. */
#include <stdio.h>

#include "proto/contract/check/scores.h"

#define HUNDRED_MICROS 100000000 /* points of a whole table */

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

void jx_check_range(struct jx_check *check, const struct jx_location *location, const char *field,
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
