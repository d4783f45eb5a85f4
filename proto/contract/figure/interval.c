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
	bool is_low_open;
	bool is_high_open;
};

/* ---- what a figure stands for ---- */

bool jx_printed_is_low_open(const struct jx_printed *figure)
{
	return !figure->is_exact && figure->last_digit > 0 && figure->value < 0;
}

bool jx_printed_is_high_open(const struct jx_printed *figure)
{
	return !figure->is_exact && figure->last_digit > 0 && figure->value > 0;
}

struct jx_printed jx_printed_amount(const JxAmount *amount)
{
	return (struct jx_printed){.value = amount->fen,
		.last_digit = jx_amount_last_digit_fen(amount),
		.scale = JX_SCALE_FEN,
		.unit = amount->unit,
		.is_exact = amount->fen == 0 && amount->unread_fen == 0,
		.unread = amount->unread_fen,
		.is_whole = amount->decimals == 0};
}

struct jx_printed jx_printed_decimal(const JxDecimal *decimal, bool is_count)
{
	return (struct jx_printed){.value = decimal->micros,
		.last_digit = jx_micros_last_digit(decimal->decimals),
		.scale = JX_SCALE_MICROS,
		.is_exact = (decimal->micros == 0 && decimal->unread_micros == 0) ||
			    (is_count && decimal->decimals == 0),
		.unread = decimal->unread_micros,
		.is_whole = decimal->decimals == 0};
}

int64_t jx_printed_digit_beside(const struct jx_printed *figure, const struct jx_printed *other)
{
	/* A count has no digits that say anything. */
	bool is_alike = figure->scale == other->scale && figure->unit == other->unit &&
			(other->value == 0 || !other->is_exact) && other->last_digit > 0;
	return is_alike && other->last_digit < figure->last_digit ? other->last_digit : figure->last_digit;
}

bool jx_printed_are_alike(const struct jx_printed *a, const struct jx_printed *b)
{
	return a->scale == b->scale && a->unit == b->unit && a->value == b->value && a->unread == 0 &&
	       b->unread == 0;
}

/* Figures of one comparison. */
static struct bounds bounds_beside(const struct jx_printed *figure, const struct jx_printed *other)
{
	jx_int128 middle = (jx_int128)figure->value * 2;
	jx_int128 half = figure->is_exact ? 0 : jx_printed_digit_beside(figure, other);
	jx_int128 unread = (jx_int128)figure->unread * 2;
	return (struct bounds){middle - half - (figure->value < 0 ? unread : 0),
		middle + half + (figure->value < 0 ? 0 : unread), jx_printed_is_low_open(figure),
		jx_printed_is_high_open(figure)};
}

static struct bounds bounds_of(const struct jx_printed *figure)
{
	return bounds_beside(figure, figure);
}

/* What a result stands for whose further digits were cut off. */
static struct bounds bounds_of_cut(const struct jx_printed *figure)
{
	struct bounds cut = bounds_of(figure);
	jx_int128 digit = figure->is_exact ? 0 : figure->last_digit;
	if (figure->value < 0) {
		cut.low -= digit;
		cut.high = (jx_int128)figure->value * 2;
	} else {
		cut.low = (jx_int128)figure->value * 2;
		cut.high += digit;
	}
	return cut;
}

/* ---- bounds ---- */

static struct bounds negated(struct bounds b)
{
	return (struct bounds){-b.high, -b.low, b.is_high_open, b.is_low_open};
}

/* Whether a low bound leaves room below a high one. */
static bool leaves_room(int order, bool is_open)
{
	return order < 0 || (order == 0 && !is_open);
}

static int order_of(jx_int128 a, jx_int128 b)
{
	return (a > b) - (a < b);
}

static enum jx_plausibility meets(struct bounds a, struct bounds b)
{
	bool does = leaves_room(order_of(a.low, b.high), a.is_low_open || b.is_high_open) &&
		    leaves_room(order_of(b.low, a.high), b.is_low_open || a.is_high_open);
	return does ? JX_POSSIBLE : JX_IMPOSSIBLE;
}

/* top/bottom, bottom above zero. */
struct ratio {
	jx_int128 top;
	jx_int128 bottom;
	bool is_open; /* an end that it is made of is no true value */
};

/* Tells by ret_order (-1, 0, 1) how factor * ratio compares with value; false when the products overflow. */
static bool compare(struct ratio ratio, jx_int128 factor, jx_int128 value, int *ret_order)
{
	jx_int128 left;
	jx_int128 right;
	if (__builtin_mul_overflow(ratio.top, factor, &left) ||
		__builtin_mul_overflow(ratio.bottom, value, &right))
		return false;
	*ret_order = order_of(left, right);
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
	bool does = leaves_room(low_order, low.is_open || stated.is_high_open) &&
		    leaves_room(-high_order, high.is_open || stated.is_low_open);
	return does ? JX_POSSIBLE : JX_IMPOSSIBLE;
}

/* The end of a quotient: nothing divided by anything is nothing, whatever the divisor's end. */
static struct ratio end_of(jx_int128 top, bool is_top_open, jx_int128 bottom, bool is_bottom_open)
{
	return (struct ratio){top, bottom, is_top_open || (top != 0 && is_bottom_open)};
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
	struct ratio low = top.low >= 0 ? end_of(top.low, top.is_low_open, bottom.high, bottom.is_high_open)
					: end_of(top.low, top.is_low_open, bottom.low, bottom.is_low_open);
	struct ratio high = top.high >= 0
				    ? end_of(top.high, top.is_high_open, bottom.low, bottom.is_low_open)
				    : end_of(top.high, top.is_high_open, bottom.high, bottom.is_high_open);
	return ratio_meets(low, high, factor, stated);
}

/* ---- percentages ---- */

/* part / whole in percent, plus shift, against what is stated. */
static enum jx_plausibility percent_meets(
	const struct jx_printed *part, const struct jx_printed *whole, jx_int128 shift, struct bounds stated)
{
	stated.low += shift;
	stated.high += shift;
	if (jx_printed_are_alike(part, whole)) {
		struct bounds one = {2 * ONE_IN_PERCENT, 2 * ONE_IN_PERCENT, false, false};
		return meets(one, stated);
	}
	return quotient_meets(bounds_beside(part, whole), bounds_beside(whole, part), ONE_IN_PERCENT, stated);
}

static struct jx_printed as_exact(const struct jx_printed *figure)
{
	struct jx_printed exact = *figure;
	exact.is_exact = true;
	return exact;
}

/* The verdict on a stated percentage, with the two readings that make it doubtful. */
static enum jx_plausibility percent_ok(const struct jx_printed *part, const struct jx_printed *whole,
	jx_int128 shift, const struct jx_printed *stated)
{
	enum jx_plausibility answer = percent_meets(part, whole, shift, bounds_of(stated));
	if (answer == JX_IMPOSSIBLE)
		return percent_meets(part, whole, shift, bounds_of_cut(stated)) == JX_POSSIBLE ? JX_DOUBTFUL
											       : answer;
	if (answer != JX_POSSIBLE || !part->is_whole || !whole->is_whole)
		return answer;
	struct jx_printed exact_part = as_exact(part);
	struct jx_printed exact_whole = as_exact(whole);
	return percent_meets(&exact_part, &exact_whole, shift, bounds_of(stated)) == JX_IMPOSSIBLE
		       ? JX_DOUBTFUL
		       : JX_POSSIBLE;
}

enum jx_plausibility jx_interval_share_ok(
	const struct jx_printed *part, const struct jx_printed *whole, const struct jx_printed *stated_pct)
{
	if (part->scale != whole->scale || stated_pct->scale != JX_SCALE_MICROS || whole->value == 0)
		return JX_UNDEFINED;
	return percent_ok(part, whole, 0, stated_pct);
}

enum jx_plausibility jx_interval_change_ok(const struct jx_printed *previous,
	const struct jx_printed *current, const struct jx_printed *stated_pct)
{
	if (previous->scale != current->scale || stated_pct->scale != JX_SCALE_MICROS || previous->value <= 0)
		return JX_UNDEFINED;
	/* (current - previous) / previous is stated, so current / previous is stated + 100 %: each operand once. */
	return percent_ok(current, previous, 2 * ONE_IN_PERCENT, stated_pct);
}

/* change / (current - change) in percent against what is stated. */
static enum jx_plausibility change_meets(struct bounds now, struct bounds step, struct bounds stated)
{
	/* A quantity that is not negative as printed is not negative. */
	if (now.low < 0) {
		now.low = 0;
		now.is_low_open = false;
	}
	if (now.low - step.high <= 0)
		return JX_UNDEFINED;
	/* It grows with the change; with current it falls where the change is above zero, else it grows. */
	struct ratio low = step.low >= 0
				   ? end_of(step.low, step.is_low_open, now.high - step.low, now.is_high_open)
				   : end_of(step.low, step.is_low_open, now.low - step.low, now.is_low_open);
	struct ratio high =
		step.high >= 0 ? end_of(step.high, step.is_high_open, now.low - step.high, now.is_low_open)
			       : end_of(step.high, step.is_high_open, now.high - step.high, now.is_high_open);
	return ratio_meets(low, high, ONE_IN_PERCENT, stated);
}

enum jx_plausibility jx_interval_change_by_amount_ok(const struct jx_printed *current,
	const struct jx_printed *change, const struct jx_printed *stated_pct)
{
	if (current->scale != change->scale || stated_pct->scale != JX_SCALE_MICROS || current->value < 0)
		return JX_UNDEFINED;
	struct bounds now = bounds_beside(current, change);
	struct bounds step = bounds_beside(change, current);
	enum jx_plausibility answer = change_meets(now, step, bounds_of(stated_pct));
	if (answer == JX_IMPOSSIBLE && change_meets(now, step, bounds_of_cut(stated_pct)) == JX_POSSIBLE)
		return JX_DOUBTFUL;
	return answer;
}

/* ---- differences ---- */

enum jx_plausibility jx_interval_difference_ok(
	const struct jx_printed *a, const struct jx_printed *b, const struct jx_printed *stated)
{
	if (a->scale != b->scale || a->scale != stated->scale)
		return JX_UNDEFINED;
	/* All three have the decimals of the finest: each is looked at beside the finer of the other two. */
	const struct jx_printed *finer = jx_printed_digit_beside(a, b) < a->last_digit ? b : a;
	const struct jx_printed *finest =
		jx_printed_digit_beside(finer, stated) < finer->last_digit ? stated : finer;
	struct bounds first = bounds_beside(a, finest);
	struct bounds second = negated(bounds_beside(b, finest));
	struct bounds difference = {first.low + second.low, first.high + second.high,
		first.is_low_open || second.is_low_open, first.is_high_open || second.is_high_open};
	return meets(difference, bounds_beside(stated, finest));
}

enum jx_plausibility jx_interval_at_most_ok(const struct jx_printed *a, const struct jx_printed *b)
{
	if (a->scale != b->scale)
		return JX_UNDEFINED;
	struct bounds low = bounds_beside(a, b);
	struct bounds high = bounds_beside(b, a);
	return leaves_room(order_of(low.low, high.high), low.is_low_open || high.is_high_open)
		       ? JX_POSSIBLE
		       : JX_IMPOSSIBLE;
}
