/*
 * Figures as text: Amount and Decimal, exactly as printed.
 *
 * The text forms are those of proto/jixiao/v1/figures.proto. Reading is strict, so that a figure has one text
 * and a text one figure: ASCII digits, "-" only before a number that is not zero, no "+", no separators, no
 * spaces, no leading zeros ("0.5", not ".5" or "00.5"), no digit that is lost. What is read prints back byte
 * for byte. No binary fractions anywhere. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_FIGURE_FIGURE_H
#define PROTO_CONTRACT_FIGURE_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

#define JX_FIGURE_TEXT_BYTES 48 /* of the longest figure, with its unit and terminator */
#define JX_MICROS_DECIMALS   6  /* a micro has this many; a Decimal with more is a leaked binary fraction */
#define JX_YUAN_DECIMALS     2  /* whole fen in 元 */
#define JX_WAN_YUAN_DECIMALS 6  /* whole fen in 万元 */
#define JX_YI_YUAN_DECIMALS  10 /* whole fen in 亿元 */

/** Read an amount: "10067.32万元", "1921402.60元", "249.69亿元", or "", "—", "/", "无", "*" for an empty box. A digit that
 * cannot be read is "?": "12?.50万元".
 *
 * @param text        borrowed, terminated UTF-8.
 * @param ret_amount  set on JX_OK: initialised and filled; holds no pointers.
 * @param error       may be NULL; arg 0 is the text.
 * @return JX_OK; JX_INVALID with the reason that says what is wrong with the text (FIGURE_NOT_A_NUMBER,
 *   AMOUNT_WITHOUT_UNIT, FIGURE_DECIMALS, FIGURE_RANGE, …).
 * @thread any.
 */
enum jx_status jx_amount_parse(const char *text, JxAmount *ret_amount, struct jx_error *error) JX_MUST_CHECK;

/** Read a number: "24.72", "-47.9", "0", or the mark of an empty box. Else like jx_amount_parse().
 *
 * Seven decimals or more are refused (FIGURE_FLOAT_LEAK): "0.0900000762939453" was seen in a real system.
 */
enum jx_status jx_decimal_parse(
	const char *text, JxDecimal *ret_decimal, struct jx_error *error) JX_MUST_CHECK;

/** Write an amount as it was printed.
 *
 * @param amount  must pass jx_amount_is_printable().
 * @param out     of size bytes, JX_FIGURE_TEXT_BYTES are always enough; "" on failure.
 * @return JX_OK; JX_INVALID when the amount cannot be printed; JX_EXHAUSTED when out is too small.
 */
enum jx_status jx_amount_print(const JxAmount *amount, char *out, size_t size) JX_MUST_CHECK;

/** Write a number as it was printed. Like jx_amount_print(). */
enum jx_status jx_decimal_print(const JxDecimal *decimal, char *out, size_t size) JX_MUST_CHECK;

/** Tell whether an amount from outside can be printed: unit and empty kind known, decimals within the unit, no
 * digit below the last printed one, and an empty box with zeros only.
 */
bool jx_amount_is_printable(const JxAmount *amount);

/** Tell whether a number from outside can be printed. Like jx_amount_is_printable(). */
bool jx_decimal_is_printable(const JxDecimal *decimal);

/** Like jx_amount_is_printable(), with an error. @return JX_OK; JX_INVALID (BAD_FIGURE) at the field. */
enum jx_status jx_amount_check(
	const JxAmount *amount, const char *field, struct jx_error *error) JX_MUST_CHECK;

/** Like jx_decimal_is_printable(), with an error. @return like jx_amount_check(). */
enum jx_status jx_decimal_check(
	const JxDecimal *decimal, const char *field, struct jx_error *error) JX_MUST_CHECK;

/** True when a box holds a number that can be computed with: all its digits are read. */
bool jx_has_amount(const JxAmount *amount);
bool jx_has_decimal(const JxDecimal *decimal);

/** True when a box is there and holds no digit: blank, a dash, 无. */
bool jx_is_empty_amount(const JxAmount *amount);
bool jx_is_empty_decimal(const JxDecimal *decimal);

/** True when a box holds a number, read whole or in part: what can be held against bounds. */
bool jx_is_bounded_amount(const JxAmount *amount);
bool jx_is_bounded_decimal(const JxDecimal *decimal);

/** Fen of the last printed digit of an amount, e.g. 10000 for "10067.32万元"; 0 for an empty box or bad unit. */
int64_t jx_amount_last_digit_fen(const JxAmount *amount);

/** Micros of the last printed digit, e.g. 10000 for two decimals; 0 when decimals exceeds six. */
int64_t jx_micros_last_digit(uint32_t decimals);

/** Write micros with exactly so many decimals (0 to 6), rounded half away from zero: 7925000, 2 gives "7.93".
 *
 * What rounds to zero prints without a sign. out is cut at size, JX_FIGURE_TEXT_BYTES are always enough; more
 * than six decimals print as six.
 * @return out.
 */
const char *jx_micros_print(int64_t micros, uint32_t decimals, char *out, size_t size);

#endif
