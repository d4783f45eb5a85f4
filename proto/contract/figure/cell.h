/*
 * What one cell of a form says: the sign, the one number and the unit in its text, or the one date.
 *
 * A form holds "≥ 1,200万元" in one cell and its parts in fields beside it; the two can be held against each other where the
 * text is plain: exactly one number, nothing before it but signs and a word such as 完成, nothing behind it but a unit, a
 * remark in brackets, and words such as 以上. Of anything else nothing is claimed. Numbers are exact. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_FIGURE_CELL_H
#define PROTO_CONTRACT_FIGURE_CELL_H

#include <stdbool.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/figure/number.h"
#include "proto/contract/figure/unit.h"

#define JX_CELL_BYTES 128 /* of a cell, folded; a longer text is prose and no cell */

/** A cell that is read. */
struct jx_cell {
	char text[JX_CELL_BYTES]; /* folded */
	const char *rest;         /* behind the signs in front, in text */
	JxFigureSign sign;        /* the first one printed; unspecified for none */
	bool is_sign_symbol;      /* ≥ and its like, not a word */
	bool has_digits;
	bool has_number; /* it is plain: number, decimals and unit are set */
	struct jx_number number;
	unsigned decimals;
	char unit[JX_UNIT_BYTES]; /* as printed, folded; "" for none */
	bool has_range;           /* "10～20人": low, high and unit are set */
	struct jx_number low;
	struct jx_number high;
};

/** Read a cell. @return false, and ret_cell is empty, when the text is too long to be one. */
bool jx_cell_read(const char *text, struct jx_cell *ret_cell);

/** Tell whether a number that stands in a field may be the one of a text, as far as digits and units say.
 *
 * @param number    of the text, in its unit.
 * @param decimals  it was printed with.
 * @param unit      of the text; "" when it prints none.
 * @param field     must hold a number.
 */
bool jx_cell_agrees(const struct jx_number *number, unsigned decimals, const char *unit,
	const JxDecimal *field, const char *field_unit);

/** How a form prints a sign: "≥", "约"; "" for those that have no symbol. */
const char *jx_cell_sign_symbol(JxFigureSign sign);

/** A date that a cell names. */
struct jx_cell_date {
	struct jx_date date; /* of year 0 when the text names none */
	bool has_year;
	bool is_before; /* 6月前: the end of May too */
};

/** Read the one date of a text: "2025年6月底前", "2025.6.30", "11月", "全年", "三季度". False when it says anything else. */
bool jx_cell_read_date(const char *text, struct jx_cell_date *ret_date);

/** Tell whether a date that stands in a field may be the one of a text. */
bool jx_cell_date_agrees(const struct jx_cell_date *text, const struct jx_date *field);

#endif
