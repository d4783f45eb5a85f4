#include "proto/contract/figure/interval.h"

#include "proto/contract/base/wide.h"
#include "proto/contract/figure/figure.h"

/*
 * All bounds are doubled, so that half a unit of the last digit is a whole number. A bound has then 65 bits
 * at most, a ratio is compared by cross-multiplying, and what exceeds 127 bits is answered JX_UNDEFINED.
 */

#define ONE_IN_PERCENT ((jx_int128)100 * 1000000) /* 100 %, in millionths */

struct bounds {
	jx_int128 low;
	jx_int128 high;
};

static struct bounds bounds_of(const struct jx_printed *printed)
{
	jx_int128 middle = (jx_int128)printed->value * 2;
	jx_int128 half = printed->is_exact ? 0 : printed->last_digit;
	return (struct bounds){middle - half, middle + half};
}

static struct bounds negated(struct bounds b)
{
	return (struct bounds){-b.high, -b.low};
}

static enum jx_plausibility meets(struct bounds a, struct bounds b)
{
	return a.low <= b.high && b.low <= a.high ? JX_POSSIBLE : JX_IMPOSSIBLE;
}

struct jx_printed jx_printed_amount(const JxAmount *amount)
{
	return (struct jx_printed){amount->fen, jx_amount_last_digit_fen(amount), JX_SCALE_FEN, false};
}

struct jx_printed jx_printed_decimal(const JxDecimal *decimal, bool is_count)
{
	return (struct jx_printed){decimal->micros, jx_micros_last_digit(decimal->decimals), JX_SCALE_MICROS,
		is_count && decimal->decimals == 0};
}

/* top/bottom, bottom above zero. */
struct ratio {
	jx_int128 top;
	jx_int128 bottom;
};

/* Tells by ret_order (-1, 0, 1) how factor * ratio compares with value; false when the products overflow. */
static bool compare(struct ratio ratio, jx_int128 factor, jx_int128 value, int *ret_order)
{
	jx_int128 left;
	jx_int128 right;
	if (__builtin_mul_overflow(ratio.top, factor, &left) ||
		__builtin_mul_overflow(ratio.bottom, value, &right))
		return false;
	*ret_order = (left > right) - (left < right);
	return true;
}

/* Whether factor * [low, high] meets the bounds of the stated figure (doubled, so factor counts twice). */
static enum jx_plausibility ratio_meets(
	struct ratio low, struct ratio high, jx_int128 factor, struct bounds stated)
{
	int low_order;
	int high_order;
	if (!compare(low, 2 * factor, stated.high, &low_order) ||
		!compare(high, 2 * factor, stated.low, &high_order))
		return JX_UNDEFINED;
	return low_order <= 0 && high_order >= 0 ? JX_POSSIBLE : JX_IMPOSSIBLE;
}

/*
 * Whether factor * top / bottom can meet the stated bounds. The bottom must lie on one side of zero. The
 * ratio is continuous on the box of operands and monotone in each, so its values are exactly those between
 * two corners.
 */
static enum jx_plausibility quotient_meets(
	struct bounds top, struct bounds bottom, jx_int128 factor, struct bounds stated)
{
	if (bottom.high < 0) {
		top = negated(top);
		bottom = negated(bottom);
	}
	if (bottom.low <= 0)
		return JX_UNDEFINED;
	struct ratio low = {top.low, top.low >= 0 ? bottom.high : bottom.low};
	struct ratio high = {top.high, top.high >= 0 ? bottom.low : bottom.high};
	return ratio_meets(low, high, factor, stated);
}

enum jx_plausibility jx_interval_share_ok(
	const struct jx_printed *part, const struct jx_printed *whole, const struct jx_printed *stated_pct)
{
	if (part->scale != whole->scale || stated_pct->scale != JX_SCALE_MICROS || whole->value == 0)
		return JX_UNDEFINED;
	return quotient_meets(bounds_of(part), bounds_of(whole), ONE_IN_PERCENT, bounds_of(stated_pct));
}

enum jx_plausibility jx_interval_change_ok(const struct jx_printed *previous,
	const struct jx_printed *current, const struct jx_printed *stated_pct)
{
	if (previous->scale != current->scale || stated_pct->scale != JX_SCALE_MICROS || previous->value <= 0)
		return JX_UNDEFINED;
	/* (current - previous) / previous is stated, so current / previous is stated + 100 %: each operand once. */
	struct bounds stated = bounds_of(stated_pct);
	jx_int128 whole = 2 * ONE_IN_PERCENT;
	stated.low += whole;
	stated.high += whole;
	return quotient_meets(bounds_of(current), bounds_of(previous), ONE_IN_PERCENT, stated);
}

enum jx_plausibility jx_interval_change_by_amount_ok(const struct jx_printed *current,
	const struct jx_printed *change, const struct jx_printed *stated_pct)
{
	if (current->scale != change->scale || stated_pct->scale != JX_SCALE_MICROS || current->value < 0)
		return JX_UNDEFINED;
	struct bounds now = bounds_of(current);
	struct bounds step = bounds_of(change);
	/* A quantity that is not negative as printed is not negative: 0.00 is not -0.004. */
	if (now.low < 0)
		now.low = 0;
	if (now.low - step.high <= 0)
		return JX_UNDEFINED;
	/* change / (current - change) grows with change; with current it falls when change > 0, else it grows. */
	jx_int128 low_now = step.low >= 0 ? now.high : now.low;
	jx_int128 high_now = step.high >= 0 ? now.low : now.high;
	struct ratio low = {step.low, low_now - step.low};
	struct ratio high = {step.high, high_now - step.high};
	return ratio_meets(low, high, ONE_IN_PERCENT, bounds_of(stated_pct));
}

enum jx_plausibility jx_interval_difference_ok(
	const struct jx_printed *a, const struct jx_printed *b, const struct jx_printed *stated)
{
	if (a->scale != b->scale || a->scale != stated->scale)
		return JX_UNDEFINED;
	struct bounds first = bounds_of(a);
	struct bounds second = bounds_of(b);
	return meets((struct bounds){first.low - second.high, first.high - second.low}, bounds_of(stated));
}

enum jx_plausibility jx_interval_at_most_ok(const struct jx_printed *a, const struct jx_printed *b)
{
	if (a->scale != b->scale)
		return JX_UNDEFINED;
	return bounds_of(a).low <= bounds_of(b).high ? JX_POSSIBLE : JX_IMPOSSIBLE;
}
