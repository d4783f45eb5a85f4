/* Sums and percentages, compared as printed. See private.h. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/check/private.h"

#define BOUND_BYTES   3         /* of "≥" and "≤" */
#define PERCENT_SCALE 100000000 /* a ratio to percent in micros */

void jx_check_add_sum_finding(struct jx_check *check, const struct jx_tally *sum,
	const struct jx_tally *stated, const struct jx_finding_draft *draft)
{
	char texts[4][JX_FIGURE_TEXT_BYTES];
	char expected[JX_FIGURE_TEXT_BYTES + BOUND_BYTES];
	char shown[JX_FIGURE_TEXT_BYTES + BOUND_BYTES];
	uint32_t decimals = sum->unit == stated->unit && sum->decimals > stated->decimals ? sum->decimals
											  : stated->decimals;
	/* Of figures that are partly read the ends that are nearest to each other. */
	bool is_less = stated->value < sum->value;
	bool is_sum_open = sum->less + sum->more > 0;
	bool is_stated_open = stated->less + stated->more > 0;
	jx_tally_print(jx_tally_nearest(stated, sum), stated, stated->decimals, texts[0]);
	jx_tally_print(jx_tally_nearest(sum, stated), stated, decimals, texts[1]);
	jx_tally_print(jx_tally_apart(stated, sum), stated, decimals, texts[2]);
	jx_tally_print((jx_tally_slack(sum, stated) + 1) / 2, stated, 0, texts[3]);
	const char *bound = draft->bound != NULL ? draft->bound : "";
	(void)snprintf(expected, sizeof(expected), "%s%s",
		!is_sum_open ? bound
		: is_less    ? "≥"
			     : "≤",
		texts[1]);
	(void)snprintf(shown, sizeof(shown), "%s%s", !is_stated_open ? "" : is_less ? "≤" : "≥", texts[0]);
	struct jx_finding_draft whole = *draft;
	whole.stated = shown;
	whole.expected = expected;
	whole.difference = texts[2];
	whole.tolerance = texts[3];
	jx_check_add_finding(check, &whole);
}

void jx_check_sum(struct jx_check *check, const struct jx_tally *sum, const JxAmount *stated,
	const struct jx_finding_draft *draft)
{
	struct jx_tally claim = {0};
	jx_tally_amount(&claim, stated, 1);
	if (jx_tally_contradicts(sum, &claim))
		jx_check_add_sum_finding(check, sum, &claim, draft);
}

struct jx_printed jx_printed_less(const struct jx_printed *a, const struct jx_printed *b)
{
	struct jx_printed less = {.scale = a->scale, .is_exact = a->is_exact && b->is_exact};
	int64_t slack_a = a->is_exact ? 0 : a->last_digit;
	int64_t slack_b = b->is_exact ? 0 : b->last_digit;
	/* Figures this large have no meaning; a broken difference is silent, a wrapped one would not be. */
	if (__builtin_sub_overflow(a->value, b->value, &less.value) ||
		__builtin_add_overflow(slack_a, slack_b, &less.last_digit))
		return (struct jx_printed){.scale = a->scale, .is_exact = true};
	return less;
}

/* part / whole in percent, in millionths, rounded half away from zero to so many decimals. */
static bool percent_micros(int64_t part, int64_t whole, uint32_t decimals, jx_int128 *ret_micros)
{
	int64_t step = jx_micros_last_digit(decimals);
	jx_int128 scaled;
	if (whole == 0 || step == 0 ||
		__builtin_mul_overflow((jx_int128)part, (jx_int128)(PERCENT_SCALE / step), &scaled))
		return false;
	jx_int128 divisor = whole;
	if (divisor < 0) {
		divisor = -divisor;
		scaled = -scaled;
	}
	jx_int128 steps = (jx_int128_abs(scaled) * 2 + divisor) / (divisor * 2);
	*ret_micros = (scaled < 0 ? -steps : steps) * step;
	return true;
}

/*
 * How far the percentage may lie off, in millionths: half a digit of the stated one, and what the digits of
 * the operands can move: (half_part + |ratio| half_whole) / (|whole| - half_whole). -1 when it does not fit.
 */
static jx_int128 percent_tolerance(
	const struct jx_printed *part, const struct jx_printed *whole, int64_t stated_last_digit)
{
	jx_int128 abs_part = jx_int128_abs(part->value);
	jx_int128 abs_whole = jx_int128_abs(whole->value);
	bool is_one = jx_printed_are_alike(part, whole);
	jx_int128 slack_part = part->is_exact || is_one ? 0 : jx_printed_digit_beside(part, whole);
	jx_int128 slack_whole = whole->is_exact || is_one ? 0 : jx_printed_digit_beside(whole, part);
	jx_int128 divisor = 2 * abs_whole - slack_whole;
	jx_int128 moved;
	jx_int128 cross;
	if (divisor <= 0 || __builtin_mul_overflow(abs_part, slack_whole, &cross) ||
		__builtin_mul_overflow(slack_part + cross / abs_whole + (cross % abs_whole != 0),
			(jx_int128)PERCENT_SCALE, &moved))
		return -1;
	return (moved + divisor - 1) / divisor + (stated_last_digit + 1) / 2;
}

/* From what is expected to the nearest figure that the stated one may be; by unread digits it is larger in size. */
static jx_int128 gap_to(const JxDecimal *stated, jx_int128 expected)
{
	jx_int128 other = (jx_int128)stated->micros +
			  (stated->micros < 0 ? -(jx_int128)stated->unread_micros : stated->unread_micros);
	jx_int128 gaps[] = {stated->micros - expected, other - expected};
	return jx_int128_abs(gaps[1]) < jx_int128_abs(gaps[0]) ? gaps[1] : gaps[0];
}

/* What a figure is when its unread digits are zeros, or nines; all digits are read then. */
static struct jx_printed end_of(const struct jx_printed *figure, bool has_nines)
{
	struct jx_printed end = *figure;
	end.unread = 0;
	if (has_nines)
		end.value +=
			figure->value < 0 ? -figure->unread : figure->unread; /* fits: figure.c saw to it */
	return end;
}

/* Puts in the place of operands with unread digits those by which the percentage comes nearest to what is stated.
 * @return the bound that it is then; "" where all digits are read. */
static const char *come_nearest(struct jx_printed *part, struct jx_printed *whole, const JxDecimal *stated,
	const struct jx_printed *changed)
{
	const struct jx_printed top = changed != NULL ? *changed : *part;
	const struct jx_printed bottom = *whole;
	jx_int128 nearest = -1;
	const char *bound = "";
	for (unsigned corner = 0; corner < 4 && (top.unread != 0 || bottom.unread != 0); corner++) {
		const struct jx_printed base = end_of(&bottom, (corner & 1u) != 0);
		struct jx_printed share = end_of(&top, (corner & 2u) != 0);
		jx_int128 expected;
		if (changed != NULL)
			share = jx_printed_less(&share, &base);
		if (!percent_micros(share.value, base.value, JX_MICROS_DECIMALS, &expected))
			continue;
		jx_int128 gap = gap_to(stated, expected);
		if (nearest >= 0 && jx_int128_abs(gap) >= nearest)
			continue;
		nearest = jx_int128_abs(gap);
		bound = gap < 0 ? "≥" : "≤";
		*part = share;
		*whole = base;
	}
	return bound;
}

void jx_check_percent(struct jx_check *check, enum jx_plausibility answer, const struct jx_printed *part_of,
	const struct jx_printed *whole_of, const JxDecimal *stated, const struct jx_finding_draft *draft)
{
	if (answer == JX_POSSIBLE || answer == JX_UNDEFINED)
		return;
	char texts[4][JX_FIGURE_TEXT_BYTES];
	char bounded[JX_FIGURE_TEXT_BYTES + BOUND_BYTES];
	struct jx_printed operands[2] = {*part_of, *whole_of};
	const struct jx_printed *part = &operands[0];
	const struct jx_printed *whole = &operands[1];
	const char *bound = come_nearest(&operands[0], &operands[1], stated, draft->changed);
	struct jx_tally form = {.scale = JX_SCALE_MICROS};
	uint32_t decimals = stated->decimals > 2 ? stated->decimals : 2;
	jx_int128 expected = 0;
	if (!percent_micros(part->value, whole->value, decimals, &expected))
		return;
	jx_int128 tolerance = percent_tolerance(part, whole, jx_micros_last_digit(stated->decimals));
	/* Two decimals may hide by how much the tolerance is exceeded. */
	while (answer == JX_IMPOSSIBLE && jx_int128_abs(gap_to(stated, expected)) <= tolerance &&
		decimals < JX_MICROS_DECIMALS &&
		percent_micros(part->value, whole->value, decimals + 1, &expected))
		decimals++;
	(void)jx_text_decimal(stated, texts[0]);
	jx_tally_print(expected, &form, decimals, texts[1]);
	jx_tally_print(gap_to(stated, expected), &form, decimals, texts[2]);
	texts[3][0] = '\0';
	if (tolerance >= 0)
		jx_tally_print(tolerance, &form, 0, texts[3]);
	struct jx_finding_draft filled = *draft;
	filled.stated = texts[0];
	(void)snprintf(bounded, sizeof(bounded), "%s%s", bound, texts[1]);
	filled.expected = bounded;
	filled.difference = texts[2];
	filled.tolerance = texts[3];
	filled.is_note = draft->is_note || answer == JX_DOUBTFUL;
	jx_check_add_finding(check, &filled);
}

int jx_fen_per_micro(const char *unit)
{
	if (strcmp(unit, "万元") == 0)
		return 1;
	if (strcmp(unit, "亿元") == 0)
		return 10000;
	return strcmp(unit, "元") == 0 ? -10000 : 0;
}

bool jx_money_of(const JxDecimal *value, const char *unit, JxAmount *ret_amount)
{
	int factor = jx_fen_per_micro(unit);
	JxAmount amount = JX_AMOUNT_INIT;
	if (factor == 0 || !jx_has_decimal(value))
		return false;
	amount.unit = factor == 1  ? JX_AMOUNT_UNIT_WAN_YUAN
		      : factor > 1 ? JX_AMOUNT_UNIT_YI_YUAN
				   : JX_AMOUNT_UNIT_YUAN;
	amount.decimals = value->decimals;
	if (factor < 0)
		amount.fen = value->micros / -factor;
	else if (__builtin_mul_overflow(value->micros, (int64_t)factor, &amount.fen))
		return false;
	*ret_amount = amount;
	return jx_amount_is_printable(&amount);
}
