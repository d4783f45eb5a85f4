/*
 * Adding up printed figures, and how much their digits allow the sum to differ (interval.h says what a figure stands for).
 *
 * How much that is depends on what the sum is held against, for figures of one unit have the decimals of the finest among
 * all of them: it is worked out when two tallies are compared. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_FIGURE_TALLY_H
#define PROTO_CONTRACT_FIGURE_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/wide.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/figure/interval.h"

#define JX_TALLY_UNITS 4 /* of amounts, by number; numbers have the first */

/** A sum of printed figures: what they add up to, and what their digits are. */
struct jx_tally {
	jx_int128 value;
	uint32_t n_rounded[JX_TALLY_UNITS]; /* operands of a unit that are not exact */
	int64_t last_digit[JX_TALLY_UNITS]; /* finest of a unit; 0: none */
	bool is_low_open; /* the least that it can be is no true value of it; see interval.h */
	bool is_high_open;
	jx_int128 less; /* what digits that cannot be read may take off the value, or add to it */
	jx_int128 more;
	enum jx_scale scale;
	JxAmountUnit unit; /* of the first amount */
	uint32_t decimals; /* most of any operand */
	size_t n;
	bool is_broken; /* an operand was missing, or of another scale */
};

/** Add an amount, or take it off. A box without a number breaks the tally; one that is partly read leaves a range. */
void jx_tally_amount(struct jx_tally *tally, const JxAmount *amount, int sign);

/** Add a number; is_count as in jx_printed_decimal(). A box without a number breaks the tally. */
void jx_tally_decimal(struct jx_tally *tally, const JxDecimal *decimal, bool is_count, int sign);

/** Add what another tally holds. A broken one breaks it. */
void jx_tally_add(struct jx_tally *tally, const struct jx_tally *more);

/** How far a tally lies above another at least, whatever their unread digits are; 0 where they may meet. */
jx_int128 jx_tally_apart(const struct jx_tally *a, const struct jx_tally *b);

/** The value of a tally that is nearest to another one. */
jx_int128 jx_tally_nearest(const struct jx_tally *tally, const struct jx_tally *other);

/** Twice what the digits of two tallies allow them to be apart. */
jx_int128 jx_tally_slack(const struct jx_tally *a, const struct jx_tally *b);

/** True when the tally is whole and cannot be the stated total, whatever was rounded. */
bool jx_tally_contradicts(const struct jx_tally *tally, const struct jx_tally *stated);

/** Write the value of a tally in the unit and with the decimals of another. */
void jx_tally_print(
	jx_int128 value, const struct jx_tally *form, uint32_t min_decimals, char out[JX_FIGURE_TEXT_BYTES]);

#endif
