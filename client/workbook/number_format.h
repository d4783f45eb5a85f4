/*
 * How a workbook shows a number: what its format says, and the number printed so, exactly.
 *
 * A workbook stores a binary fraction in decimal digits, "10067.320000000002": 15 digits are what people typed, as every
 * spreadsheet shows it. No binary fraction is computed with. Pure. Thread: any.
 */
#ifndef CLIENT_WORKBOOK_NUMBER_FORMAT_H
#define CLIENT_WORKBOOK_NUMBER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "client/workbook/grid.h"

#define JX_NUMBER_TEXT_BYTES 64

enum jx_date_part { JX_DATE_NONE, JX_DATE_YEAR, JX_DATE_MONTH, JX_DATE_DAY };

/** What a number format says about the text of a number. */
struct jx_number_format {
	enum jx_date_part date; /* the smallest part that is shown; JX_DATE_NONE: no date */
	bool is_percent;
	unsigned char decimals; /* shown at least */
};

/** The format of a number that every program knows without its text: 0 to 163. */
struct jx_number_format jx_number_format_builtin(unsigned id);

/** Read the text of a format, such as "#,##0.00" or "yyyy\年m\月". */
struct jx_number_format jx_number_format_read(const char *code);

/** Print a stored number.
 *
 * @param literal  as stored, "1.00673E4".
 * @param is_1904  the workbook counts days from 1904.
 * @param ret_kind  number, percent or date; text where it is no number, which is printed as it stands.
 */
void jx_number_format_print(const char *literal, const struct jx_number_format *format, bool is_1904,
	enum jx_grid_kind *ret_kind, char out[JX_NUMBER_TEXT_BYTES]);

#endif
