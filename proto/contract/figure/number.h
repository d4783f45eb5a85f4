/*
 * Exact numbers of the formula language: fractions of two 128-bit integers.
 *
 * 1/3 * 3 is 1, 0.1 + 0.2 is 0.3; nothing is rounded but by jx_number_round() and when a number is printed. A
 * fraction is reduced only when its terms grow, because most figures are whole fen and a greatest common
 * divisor costs more than the sum it follows; an operation that does not fit is tried again with reduced
 * terms, so whether it fits depends on the values alone. What was rejected: decimals with a fixed number of
 * places (a third of a budget times three must be that budget) and numbers of any length (no ceiling). Pure.
 * Thread: any.
 */
#ifndef PROTO_CONTRACT_FIGURE_NUMBER_H
#define PROTO_CONTRACT_FIGURE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/status.h"
#include "proto/contract/base/wide.h"

#define JX_NUMBER_MAX_DECIMALS 12 /* that a number can be rounded to and printed with */
#define JX_NUMBER_TEXT_BYTES   64 /* the longest printed number with its terminator */

/** A fraction. Need not be reduced. */
struct jx_number {
	jx_int128 top;    /* more than the smallest jx_int128, so that it can be negated */
	jx_int128 bottom; /* above zero */
};

/** A whole number. */
struct jx_number jx_number_of(int64_t value);

/** A number of so many millionths. */
struct jx_number jx_number_of_micros(int64_t micros);

/** Read digits with an optional point, "0.05"; no sign, no exponent.
 *
 * @return JX_OK; JX_INVALID for anything else; JX_OUT_OF_RANGE beyond 18 digits before the point or
 *   JX_NUMBER_MAX_DECIMALS behind it.
 */
enum jx_status jx_number_parse(const char *text, size_t n, struct jx_number *ret_number) JX_MUST_CHECK;

/** Arithmetic.
 *
 * @return JX_OK; JX_OUT_OF_RANGE when the result in lowest terms, or of a sum the common bottom of its terms,
 *   does not fit.
 */
enum jx_status jx_number_add(
	const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_sum) JX_MUST_CHECK;
enum jx_status jx_number_subtract(
	const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_difference) JX_MUST_CHECK;
enum jx_status jx_number_multiply(
	const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_product) JX_MUST_CHECK;

/** Divide exactly. b must not be zero. */
enum jx_status jx_number_divide(
	const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_quotient) JX_MUST_CHECK;

/** What is left after dividing as often as a whole number of times towards zero: 7.5 % 2 is 1.5, -7 % 2 is -1.
 *
 * b must not be zero.
 */
enum jx_status jx_number_remainder(
	const struct jx_number *a, const struct jx_number *b, struct jx_number *ret_rest) JX_MUST_CHECK;

struct jx_number jx_number_negate(const struct jx_number *a);

/** Reduce to lowest terms; the value stays. */
void jx_number_reduce(struct jx_number *number);

/** -1, 0 or 1 as a is below, equal to or above b. Exact for all numbers. */
int jx_number_compare(const struct jx_number *a, const struct jx_number *b);

/** -1, 0 or 1. */
int jx_number_sign(const struct jx_number *a);

/** Round half away from zero. @param decimals  0 to JX_NUMBER_MAX_DECIMALS. */
enum jx_status jx_number_round(
	const struct jx_number *a, unsigned decimals, struct jx_number *ret_rounded) JX_MUST_CHECK;

/** The number in units of 10 to the -decimals, rounded half away from zero: 1/3 with 6 is 333333.
 *
 * @return JX_OK; JX_OUT_OF_RANGE when it does not fit.
 */
enum jx_status jx_number_scaled(
	const struct jx_number *a, unsigned decimals, int64_t *ret_scaled) JX_MUST_CHECK;

/** Write a number with at least min_decimals decimals and as many more as it takes, up to max_decimals.
 *
 * @param ret_is_exact  may be NULL; false when digits were rounded away.
 * @param out           of JX_NUMBER_TEXT_BYTES.
 * @return out.
 */
const char *jx_number_print(const struct jx_number *number, unsigned min_decimals, unsigned max_decimals,
	bool *ret_is_exact, char out[JX_NUMBER_TEXT_BYTES]);

#endif
