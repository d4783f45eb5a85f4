/*
 * Figures as printed: which true values a figure stands for, and whether a stated result could be true.
 *
 * A printed figure stands for every true value that is rounded half away from zero to it: 2.50 for all from 2.495, which
 * is one of them, up to 2.505, which is none. A zero is exact, and so is a count: nothing was rounded away. Forms leave out
 * trailing zeros, so in one comparison a figure has the decimals of the finest one of its unit: 30 beside 29.99 is 30.00. A
 * figure of another unit brings half a unit of its own.
 *
 * A figure with digits that cannot be read stands for whatever they may be: "9?.5" for all from 90.45 up to 99.55.
 *
 * A stated result passes when some choice of true operands gives a true result that rounds to it. It is doubtful, worth a
 * note and no accusation, when only half a unit of whole numbers saves it, or when its digits were cut off instead of
 * rounded. All products are of __int128; what overflows even that is answered "undefined". Sums are in tally.h, formulas
 * in formula/slack.c; both ask here what a figure stands for. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_FIGURE_INTERVAL_H
#define PROTO_CONTRACT_FIGURE_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"

/* What the integers of a printed figure count; operands of one comparison must agree. */
enum jx_scale { JX_SCALE_FEN, JX_SCALE_MICROS };

/** A figure as printed. */
struct jx_printed {
	int64_t value;      /* in fen or micros */
	int64_t last_digit; /* one unit of the last printed digit, same scale; not negative; ignored when exact */
	enum jx_scale scale;
	JxAmountUnit unit; /* of an amount; of a number unspecified */
	bool is_exact;     /* a count, a zero, or a figure from a system: the value and nothing else */
	bool is_whole;     /* printed without decimals */
	int64_t unread; /* what its digits that cannot be read may add to its size, same scale; 0: all were read */
};

enum jx_plausibility {
	JX_POSSIBLE,   /* some true operands give the stated result */
	JX_DOUBTFUL,   /* only whole numbers that were rounded do, or digits that were cut off */
	JX_IMPOSSIBLE, /* none do */
	JX_UNDEFINED, /* no answer: base is zero (or not surely positive), scales differ, or beyond __int128 */
};

/** Whether the end of a figure's interval is no true value of it: above of 2.50, below of -2.50, neither of what is exact. */
bool jx_printed_is_low_open(const struct jx_printed *figure);
bool jx_printed_is_high_open(const struct jx_printed *figure);

/** An amount as an operand. It must hold a number; see jx_has_amount(). */
struct jx_printed jx_printed_amount(const JxAmount *amount);

/** A number as an operand; is_count: it was counted, not measured, so it is exact when printed without decimals. */
struct jx_printed jx_printed_decimal(const JxDecimal *decimal, bool is_count);

/** The last digit of a figure in a comparison with another one: the finer of the two where both are of one unit. */
int64_t jx_printed_digit_beside(const struct jx_printed *figure, const struct jx_printed *other);

/** Whether two figures are printed alike, and so are one and the same number: their quotient is exactly one. */
bool jx_printed_are_alike(const struct jx_printed *a, const struct jx_printed *b);

/** Could current be the stated percentage above (below, when negative) previous?
 *
 * stated_pct is in percent, scale micros: -24.72 % is {-24720000, 10000}. 560 to 291 stated -47.9 is impossible
 * (-48.04); 13372.57 to 10067.32 stated -24.72 is possible.
 * @return JX_UNDEFINED when previous is not positive.
 */
enum jx_plausibility jx_interval_change_ok(const struct jx_printed *previous,
	const struct jx_printed *current, const struct jx_printed *stated_pct);

/** Like jx_interval_change_ok() when the previous figure is not given but the change is, signed: 10067.32
 * after a change of -3305.25. @return JX_UNDEFINED when current is negative or current - change is not surely
 * positive.
 */
enum jx_plausibility jx_interval_change_by_amount_ok(const struct jx_printed *current,
	const struct jx_printed *change, const struct jx_printed *stated_pct);

/** Could part be the stated percentage of whole? Any signs; JX_UNDEFINED when whole is zero. */
enum jx_plausibility jx_interval_share_ok(
	const struct jx_printed *part, const struct jx_printed *whole, const struct jx_printed *stated_pct);

/** Could a - b be the stated difference? */
enum jx_plausibility jx_interval_difference_ok(
	const struct jx_printed *a, const struct jx_printed *b, const struct jx_printed *stated);

/** Could a be at most b? */
enum jx_plausibility jx_interval_at_most_ok(const struct jx_printed *a, const struct jx_printed *b);

#endif
