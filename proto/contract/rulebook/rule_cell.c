/*
 * Whether the fields of a row of indicators say what its cells say in words. See rule_private.h.
 *
 * A disagreement is found only where the text is plain (figure/cell.h) and the field is filled in.
 */
#include <string.h>

#include "proto/contract/figure/cell.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/rulebook/rule_private.h"

/* A text and what was read of it, with the unit that the fields give it. */
struct cell {
	const char *text;
	const struct jx_cell *read;
	const char *unit;
};

/* A number of the row against the one of its text. */
static bool number_differs(
	const struct cell *cell, const char *field, const JxDecimal *number, struct jx_rule_fault *ret_fault)
{
	char shown[JX_FIGURE_TEXT_BYTES];
	const struct jx_cell *read = cell->read;
	return jx_has_decimal(number) && read->has_number &&
	       !jx_cell_agrees(&read->number, read->decimals, read->unit, number, cell->unit) &&
	       jx_decimal_print(number, shown, sizeof(shown)) == JX_OK &&
	       jx_rule_set_fault(ret_fault, field, shown, cell->text);
}

#define COUNTED_BYTES 64 /* of what a unit counts */

/* What a unit counts: the part before "/". A longer one is none. */
static const char *counted(const char *unit, char out[COUNTED_BYTES])
{
	const char *slash = strchr(unit, '/');
	size_t n = slash != NULL ? (size_t)(slash - unit) : strlen(unit);
	n = n < COUNTED_BYTES ? n : 0;
	memcpy(out, unit, n);
	out[n] = '\0';
	return out;
}

/* Whether the field holds the very number of the text: then nobody converted it. */
static bool is_same_number(const struct cell *cell, const JxDecimal *number)
{
	struct jx_number held;
	if (!jx_has_decimal(number) || number->micros == 0)
		return false;
	held = jx_number_of_micros(number->micros);
	return jx_number_compare(&held, &cell->read->number) == 0;
}

/* A unit of the row against the one of its text. "次/月" beside "次" may be the same count of another period; "吨" is not. */
static bool unit_differs(
	const struct cell *cell, const char *field, const JxDecimal *number, struct jx_rule_fault *ret_fault)
{
	char texts[2][COUNTED_BYTES];
	const char *printed = cell->read->unit;
	const char *unit = cell->unit;
	if ((strchr(printed, '/') != NULL) != (strchr(unit, '/') != NULL)) {
		printed = counted(printed, texts[0]);
		unit = counted(unit, texts[1]);
	}
	return unit[0] != '\0' && cell->read->has_number && strcmp(printed, unit) != 0 &&
	       jx_unit_is_known(printed) && jx_unit_is_known(unit) &&
	       jx_unit_relate(printed, unit, NULL) == JX_UNIT_DIFFERENT &&
	       (!jx_unit_measures_alike(printed, unit) || is_same_number(cell, number)) &&
	       jx_rule_set_fault(ret_fault, field, cell->unit, cell->text);
}

static bool is_upward(JxFigureSign sign)
{
	return sign == JX_FIGURE_SIGN_AT_LEAST || sign == JX_FIGURE_SIGN_MORE_THAN;
}

static bool is_downward(JxFigureSign sign)
{
	return sign == JX_FIGURE_SIGN_AT_MOST || sign == JX_FIGURE_SIGN_LESS_THAN;
}

/* A printed symbol is exact; of words (超过, 以上) only the direction is. */
static bool sign_differs(
	const struct cell *cell, const char *field, JxFigureSign sign, struct jx_rule_fault *ret_fault)
{
	struct jx_cell_date date;
	JxFigureSign printed = cell->read->sign;
	if (sign == JX_FIGURE_SIGN_UNSPECIFIED || sign == JX_FIGURE_SIGN_RANGE ||
		sign == JX_FIGURE_SIGN_BY_DATE || sign == JX_FIGURE_SIGN_BEFORE_DATE ||
		!cell->read->has_number || printed == JX_FIGURE_SIGN_UNSPECIFIED || printed == sign)
		return false;
	bool is_opposite =
		(is_upward(printed) && is_downward(sign)) || (is_downward(printed) && is_upward(sign));
	return (cell->read->is_sign_symbol || is_opposite) && printed != JX_FIGURE_SIGN_ABOUT &&
	       !jx_cell_read_date(cell->text, &date) &&
	       jx_rule_set_fault(ret_fault, field, jx_cell_sign_symbol(sign), cell->text);
}

/* A bound of the row against that of a text such as 10～20人. */
static bool bound_differs(const struct cell *cell, const char *field, const JxDecimal *bound,
	const struct jx_number *printed, struct jx_rule_fault *ret_fault)
{
	char shown[JX_FIGURE_TEXT_BYTES];
	return jx_has_decimal(bound) && cell->read->has_range &&
	       !jx_cell_agrees(printed, 0, cell->read->unit, bound, cell->unit) &&
	       jx_decimal_print(bound, shown, sizeof(shown)) == JX_OK &&
	       jx_rule_set_fault(ret_fault, field, shown, cell->text);
}

static bool date_differs(
	const char *field, const char *date, const char *text, struct jx_rule_fault *ret_fault)
{
	struct jx_date stated;
	struct jx_cell_date named;
	return jx_date_parse(date, strlen(date), &stated) && jx_cell_read_date(text, &named) &&
	       !jx_cell_date_agrees(&named, &stated) && jx_rule_set_fault(ret_fault, field, date, text);
}

void jx_rule_read_cells(const JxIndicator *row, struct jx_rule_cells *ret_cells)
{
	ret_cells->row = row;
	(void)jx_cell_read(row->target_text, &ret_cells->target);
	(void)jx_cell_read(row->actual_text, &ret_cells->actual);
}

bool jx_rule_cell_differs(const struct jx_rule_cells *cells, size_t part, struct jx_rule_fault *ret_fault)
{
	const JxIndicator *row = cells->row;
	bool has_own_unit = row->actual_unit[0] != '\0';
	const struct cell target = {row->target_text, &cells->target, row->unit};
	const struct cell actual = {
		row->actual_text, &cells->actual, has_own_unit ? row->actual_unit : row->unit};
	switch (part) {
	case 0:
		return number_differs(&target, "target", row->target, ret_fault);
	case 1:
		return sign_differs(&target, "sign", row->sign, ret_fault);
	case 2:
		return unit_differs(&target, "unit", row->target, ret_fault);
	case 3:
		return bound_differs(&target, "target_low", row->target_low, &cells->target.low, ret_fault);
	case 4:
		return bound_differs(
			&target, "target_high", row->target_high, &cells->target.high, ret_fault);
	case 5:
		return date_differs("target_date", row->target_date, row->target_text, ret_fault);
	case 6:
		return number_differs(&actual, "actual", row->actual, ret_fault);
	case 7:
		return unit_differs(&actual, has_own_unit ? "actual_unit" : "unit", row->actual, ret_fault);
	case 8:
		return sign_differs(&actual, "actual_sign", row->actual_sign, ret_fault);
	default:
		return date_differs("actual_date", row->actual_date, row->actual_text, ret_fault);
	}
}
