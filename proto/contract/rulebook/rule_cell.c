/*
 * Whether the fields of a row of indicators say what its cells say in words. See rule_private.h.
 *
 * A disagreement is found only where the text is plain (figure/cell.h) and the field is filled in.
 */
#include <string.h>

#include "proto/contract/figure/cell.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/rulebook/rule_private.h"

/* The words of signs as they stand in the schema, for a finding. */
static const char *name_of(JxFigureSign sign)
{
	static const char *const names[] = {
		[JX_FIGURE_SIGN_AT_LEAST] = "≥",
		[JX_FIGURE_SIGN_AT_MOST] = "≤",
		[JX_FIGURE_SIGN_EQUAL] = "=",
		[JX_FIGURE_SIGN_MORE_THAN] = ">",
		[JX_FIGURE_SIGN_LESS_THAN] = "<",
		[JX_FIGURE_SIGN_ABOUT] = "约",
		[JX_FIGURE_SIGN_QUALITATIVE] = "定性",
	};
	size_t at = (size_t)sign;
	return at < sizeof(names) / sizeof(names[0]) && names[at] != NULL ? names[at] : "";
}

/* A number of the row against the one of its text. */
static bool number_differs(const char *field, const JxDecimal *number, const char *unit, const char *text,
	struct jx_rule_fault *ret_fault)
{
	char shown[JX_FIGURE_TEXT_BYTES];
	struct jx_cell cell;
	return jx_has_decimal(number) && jx_cell_read(text, &cell) && cell.has_number &&
	       !jx_cell_agrees(&cell.number, cell.decimals, cell.unit, number, unit) &&
	       jx_decimal_print(number, shown, sizeof(shown)) == JX_OK &&
	       jx_rule_set_fault(ret_fault, field, shown, text);
}

/* A unit of the row against the one of its text. "次/月" beside "次" may be the same count of another period. */
static bool unit_differs(
	const char *field, const char *unit, const char *text, struct jx_rule_fault *ret_fault)
{
	struct jx_cell cell;
	return unit[0] != '\0' && jx_cell_read(text, &cell) && cell.has_number &&
	       jx_unit_is_known(cell.unit) && jx_unit_is_known(unit) &&
	       (strchr(cell.unit, '/') != NULL) == (strchr(unit, '/') != NULL) &&
	       jx_unit_relate(cell.unit, unit, NULL) == JX_UNIT_DIFFERENT &&
	       jx_rule_set_fault(ret_fault, field, unit, text);
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
static bool sign_differs(const JxIndicator *row, struct jx_rule_fault *ret_fault)
{
	struct jx_cell cell;
	struct jx_cell_date date;
	if (row->sign == JX_FIGURE_SIGN_UNSPECIFIED || row->sign == JX_FIGURE_SIGN_RANGE ||
		row->sign == JX_FIGURE_SIGN_BY_DATE || !jx_cell_read(row->target_text, &cell) ||
		!cell.has_number || cell.sign == JX_FIGURE_SIGN_UNSPECIFIED || cell.sign == row->sign ||
		jx_cell_read_date(row->target_text, &date))
		return false;
	bool is_opposite = (is_upward(cell.sign) && is_downward(row->sign)) ||
			   (is_downward(cell.sign) && is_upward(row->sign));
	return (cell.is_sign_symbol || is_opposite) && cell.sign != JX_FIGURE_SIGN_ABOUT &&
	       jx_rule_set_fault(ret_fault, "sign", name_of(row->sign), row->target_text);
}

/* A bound of the row against that of a text such as 10～20人. */
static bool bound_differs(const JxIndicator *row, bool is_low, struct jx_rule_fault *ret_fault)
{
	char shown[JX_FIGURE_TEXT_BYTES];
	struct jx_cell cell;
	const JxDecimal *bound = is_low ? row->target_low : row->target_high;
	return jx_has_decimal(bound) && jx_cell_read(row->target_text, &cell) && cell.has_range &&
	       !jx_cell_agrees(is_low ? &cell.low : &cell.high, 0, cell.unit, bound, row->unit) &&
	       jx_decimal_print(bound, shown, sizeof(shown)) == JX_OK &&
	       jx_rule_set_fault(ret_fault, is_low ? "target_low" : "target_high", shown, row->target_text);
}

static bool date_differs(
	const char *field, const char *date, const char *text, struct jx_rule_fault *ret_fault)
{
	struct jx_date stated;
	struct jx_cell_date named;
	return jx_date_parse(date, strlen(date), &stated) && jx_cell_read_date(text, &named) &&
	       !jx_cell_date_agrees(&named, &stated) && jx_rule_set_fault(ret_fault, field, date, text);
}

bool jx_rule_cell_differs(const JxIndicator *row, size_t part, struct jx_rule_fault *ret_fault)
{
	bool has_own_unit = row->actual_unit[0] != '\0';
	const char *actual_unit = has_own_unit ? row->actual_unit : row->unit;
	const char *text = part < JX_RULE_CELL_TARGET_PARTS ? row->target_text : row->actual_text;
	if (text[0] == '\0')
		return false;
	switch (part) {
	case 0:
		return number_differs("target", row->target, row->unit, text, ret_fault);
	case 1:
		return sign_differs(row, ret_fault);
	case 2:
		return unit_differs("unit", row->unit, text, ret_fault);
	case 3:
		return bound_differs(row, true, ret_fault) || bound_differs(row, false, ret_fault);
	case 4:
		return date_differs("target_date", row->target_date, text, ret_fault);
	case 5:
		return number_differs("actual", row->actual, actual_unit, text, ret_fault);
	case 6:
		return unit_differs(has_own_unit ? "actual_unit" : "unit", actual_unit, text, ret_fault);
	default:
		return date_differs("actual_date", row->actual_date, text, ret_fault);
	}
}
