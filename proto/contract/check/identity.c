/* Terms that add up to a total, as far as they are known. See private.h. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/check/private.h"
#include "proto/contract/figure/instant.h"

static void open_towards(struct jx_identity *identity, int sign, enum jx_gap gap)
{
	bool has_value = gap != JX_GAP_NOTHING;
	identity->can_be_more |= has_value && (sign > 0 || gap == JX_GAP_ANY);
	identity->can_be_less |= has_value && (sign < 0 || gap == JX_GAP_ANY);
}

void jx_identity_amount(struct jx_identity *identity, const JxAmount *amount, int sign, enum jx_gap gap)
{
	if (jx_is_bounded_amount(amount))
		jx_tally_amount(&identity->sum, amount, sign);
	else
		open_towards(identity, sign, gap);
}

void jx_identity_left(struct jx_identity *identity, const JxAmount *whole, const JxAmount *part)
{
	if (jx_has_amount(whole) && jx_has_amount(part) && whole->unit == part->unit &&
		whole->fen == part->fen) {
		JxAmount nothing = *whole;
		nothing.fen = 0;
		jx_identity_amount(identity, &nothing, 1, JX_GAP_NOTHING);
		return;
	}
	jx_identity_amount(identity, whole, 1, JX_GAP_NOT_NEGATIVE);
	jx_identity_amount(identity, part, -1, JX_GAP_NOT_NEGATIVE);
}

void jx_identity_decimal(
	struct jx_identity *identity, const JxDecimal *decimal, bool is_count, enum jx_gap gap)
{
	if (jx_is_bounded_decimal(decimal))
		jx_tally_decimal(&identity->sum, decimal, is_count, 1);
	else
		open_towards(identity, 1, gap);
}

void jx_identity_end_list(struct jx_identity *identity)
{
	identity->can_be_more |= identity->sum.n == 1 && identity->sum.value == 0;
}

enum jx_balance jx_identity_balance(const struct jx_identity *identity, const struct jx_tally *stated)
{
	if (!jx_tally_contradicts(&identity->sum, stated))
		return JX_BALANCED;
	if (stated->value > identity->sum.value)
		return identity->can_be_more ? JX_BALANCED : JX_STATED_TOO_MUCH;
	return identity->can_be_less ? JX_BALANCED : JX_STATED_TOO_LITTLE;
}

void jx_check_identity(struct jx_check *check, const struct jx_identity *identity,
	const struct jx_tally *stated, const struct jx_finding_draft *draft)
{
	if (jx_identity_balance(identity, stated) == JX_BALANCED)
		return;
	struct jx_finding_draft bounded = *draft;
	bounded.bound = identity->can_be_more ? "≥" : identity->can_be_less ? "≤" : "";
	jx_check_add_sum_finding(check, &identity->sum, stated, &bounded);
}

void jx_check_identity_amount(struct jx_check *check, const struct jx_identity *identity,
	const JxAmount *stated, const struct jx_finding_draft *draft)
{
	struct jx_tally claim = {0};
	jx_tally_amount(&claim, stated, 1);
	jx_check_identity(check, identity, &claim, draft);
}

void jx_check_identity_count(struct jx_check *check, const struct jx_identity *identity,
	const JxDecimal *stated, const struct jx_finding_draft *draft)
{
	struct jx_tally claim = {0};
	jx_tally_decimal(&claim, stated, true, 1);
	jx_check_identity(check, identity, &claim, draft);
}

/* A box for the total that holds no figure, above lines that make more than nothing. */
static void report_blank_total(
	struct jx_check *check, const struct jx_identity *lines, const struct jx_finding_draft *draft)
{
	char text[JX_FIGURE_TEXT_BYTES];
	if (lines->sum.is_broken || lines->sum.n == 0 || lines->sum.value <= 0)
		return;
	jx_tally_print(lines->sum.value, &lines->sum, lines->sum.decimals, text);
	const struct jx_finding_draft blank = {
		.rule = "F09b", .field = draft->field, .place = draft->place, .expected = text};
	jx_check_add_finding(check, &blank);
}

void jx_check_total_amount(struct jx_check *check, const struct jx_identity *lines, const JxAmount *total,
	const struct jx_finding_draft *draft)
{
	if (jx_is_empty_amount(total))
		report_blank_total(check, lines, draft);
	else
		jx_check_identity_amount(check, lines, total, draft);
}

void jx_check_total_count(struct jx_check *check, const struct jx_identity *lines, const JxDecimal *total,
	const struct jx_finding_draft *draft)
{
	if (jx_is_empty_decimal(total))
		report_blank_total(check, lines, draft);
	else
		jx_check_identity_count(check, lines, total, draft);
}

void jx_check_total_measure(struct jx_check *check, const struct jx_identity *lines, const JxDecimal *total,
	const struct jx_finding_draft *draft)
{
	struct jx_tally claim = {0};
	if (jx_is_empty_decimal(total)) {
		report_blank_total(check, lines, draft);
		return;
	}
	jx_tally_decimal(&claim, total, false, 1);
	jx_check_identity(check, lines, &claim, draft);
}

void jx_check_at_most(struct jx_check *check, const struct jx_tally *part, const struct jx_tally *whole,
	const struct jx_finding_draft *draft)
{
	if (jx_tally_contradicts(whole, part) && part->value > whole->value)
		jx_check_add_sum_finding(check, whole, part, draft);
}

void jx_check_amount_at_most(struct jx_check *check, const JxAmount *part, const JxAmount *whole,
	const struct jx_finding_draft *draft)
{
	struct jx_tally a = {0};
	struct jx_tally b = {0};
	jx_tally_amount(&a, part, 1);
	jx_tally_amount(&b, whole, 1);
	jx_check_at_most(check, &a, &b, draft);
}

bool jx_leads_back(const size_t *outers, size_t n, size_t row)
{
	size_t at = outers[row];
	for (size_t steps = 0; steps < n && at != SIZE_MAX && at != row; steps++)
		at = outers[at];
	return at == row;
}

void jx_check_outer(struct jx_check *check, const size_t *outers, size_t n, size_t row,
	const struct jx_location *location, const char *part_of)
{
	char path[JX_PATH_BYTES];
	bool is_none = outers[row] == SIZE_MAX;
	const struct jx_finding_draft draft = {.rule = is_none ? "G09" : "G20",
		.field = jx_location_field(location, "part_of", path),
		.place = location->place,
		.stated = part_of,
		.args = {"其中项所在的行", "the row that this one is a part of"}};
	if (part_of[0] != '\0' && (is_none || jx_leads_back(outers, n, row)))
		jx_check_add_finding(check, &draft);
}

bool jx_is_partial(const JxReport *report, const char *list)
{
	for (size_t i = 0; i < jx_rows(report->n_partial_lists, JX_MAX_LINES); i++) {
		if (strcmp(report->partial_lists[i], list) == 0)
			return true;
	}
	return false;
}
