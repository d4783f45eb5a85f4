/*
 * Adding up printed figures, and how much their digits allow the sum to differ.
 *
 * Pure. Thread: any.
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

/** A sum of printed figures: what they add up to, and how much their digits allow. */
struct jx_tally {
	jx_int128 value;
	jx_int128 slack; /* sum of one unit of each last digit: twice the tolerance */
	enum jx_scale scale;
	JxAmountUnit unit; /* of the first amount */
	uint32_t decimals; /* most of any operand */
	size_t n;
	bool is_broken; /* an operand was missing, or of another scale */
};

/** Add an amount, or take it off. A box without a number breaks the tally. */
void jx_tally_amount(struct jx_tally *tally, const JxAmount *amount, int sign);

/** Add a number; is_count as in jx_printed_decimal(). A box without a number breaks the tally. */
void jx_tally_decimal(struct jx_tally *tally, const JxDecimal *decimal, bool is_count, int sign);

/** True when the tally is whole and cannot be the stated total, whatever was rounded. */
bool jx_tally_contradicts(const struct jx_tally *tally, const struct jx_tally *stated);

/** Write the value of a tally in the unit and with the decimals of another. */
void jx_tally_print(
	jx_int128 value, const struct jx_tally *form, uint32_t min_decimals, char out[JX_FIGURE_TEXT_BYTES]);

#endif
