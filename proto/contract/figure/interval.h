/*
 * Could this stated figure be true? Interval arithmetic on integers.
 *
 * A printed figure stands for every true value that rounds to it: half a unit of its last digit to either
 * side, ends included, because nobody knows how the form rounded its ties. A stated result passes when some
 * choice of true operands within their intervals gives a true result within the result's interval. A count is
 * exact: 560 households are 560. All products are of __int128; what overflows even that is answered
 * "undefined". Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_FIGURE_INTERVAL_H
#define PROTO_CONTRACT_FIGURE_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"

/* What the integers of a printed figure count; operands of one comparison must agree. */
enum jx_scale { JX_SCALE_FEN, JX_SCALE_MICROS };

/** A figure as printed: every value from value - last_digit/2 to value + last_digit/2. */
struct jx_printed {
	int64_t value;      /* in fen or micros */
	int64_t last_digit; /* one unit of the last printed digit, same scale; not negative; ignored when exact */
	enum jx_scale scale;
	bool is_exact; /* a count, or a figure from a system: the value and nothing else */
};

enum jx_plausibility {
	JX_POSSIBLE,   /* some true operands give the stated result */
	JX_IMPOSSIBLE, /* none do */
	JX_UNDEFINED, /* no answer: base is zero (or not surely positive), scales differ, or beyond __int128 */
};

/** An amount as an operand. It must hold a number; see jx_has_amount(). */
struct jx_printed jx_printed_amount(const JxAmount *amount);

/** A number as an operand; is_count: it was counted, not measured, so it is exact when printed without decimals. */
struct jx_printed jx_printed_decimal(const JxDecimal *decimal, bool is_count);

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
