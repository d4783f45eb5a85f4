/*
 * Slack: how far the digits that figures are printed with let a result be off.
 *
 * "100.00万元" may have been anything from 99.995 up to 100.005 (figure/interval.h). Each operator makes of its operands'
 * slack one that no true operands within their digits can exceed: of a sum the sum, of a product with something exact that
 * much of it. What is written in a formula, counted or given by the rulebook is exact. A sum knows which of its ends is no
 * true value; whatever else is computed takes both ends for true ones, which accuses nobody falsely. Slack that does not
 * fit is reported like a result that does not.
 */
#include "jixiao/v1/schema.h"
#include "proto/contract/formula/private.h"

#define FEN_IN_YUAN 100

static bool is_exact(const struct jx_number *slack)
{
	return slack->top == 0;
}

static struct jx_number size_of(const struct jx_number *number)
{
	return jx_number_sign(number) < 0 ? jx_number_negate(number) : *number;
}

/* One unit of a decimal; money in fen. Bad figures have more decimals than there are: they are reported as such. */
static struct jx_number unit_of(int64_t base, unsigned decimals)
{
	struct jx_number unit = {base, 1};
	for (unsigned i = 0; i < decimals && i < JX_NUMBER_MAX_DECIMALS; i++)
		unit.bottom *= 10;
	return unit;
}

void jx_slack_of_figure(
	enum jx_formula_kind kind, struct jx_formula_digits *digits, struct jx_formula_value *value)
{
	int64_t base = 1;
	size_t unit = kind == JX_FORMULA_MONEY && value->unit < JX_TALLY_UNITS ? value->unit : 0;
	if (value->not_computable != JX_COMPUTABLE)
		return;
	if (!digits->is_gathered) {
		if (value->decimals > digits->finest[unit])
			digits->finest[unit] = value->decimals;
		return;
	}
	int sign = jx_number_sign(&value->as.number);
	if (sign == 0)
		return;
	if (kind == JX_FORMULA_MONEY) {
		base = FEN_IN_YUAN;
		if (value->unit == JX_AMOUNT_UNIT_WAN_YUAN)
			base *= 10000;
		else if (value->unit == JX_AMOUNT_UNIT_YI_YUAN)
			base *= 100000000;
	}
	value->slack = unit_of(base, digits->finest[unit]);
	value->slack.bottom *= 2;
	value->is_low_open = sign < 0;
	value->is_high_open = sign > 0;
}

bool jx_slack_add(struct jx_number *slack, const struct jx_number *more)
{
	if (is_exact(more))
		return true;
	if (is_exact(slack)) {
		*slack = *more;
		return true;
	}
	return jx_number_add(slack, more, slack) == JX_OK;
}

/* Adds |value| times slack. */
static bool add_part(struct jx_number *sum, const struct jx_number *value, const struct jx_number *slack)
{
	struct jx_number part;
	if (is_exact(slack) || jx_number_sign(value) == 0)
		return true;
	struct jx_number size = size_of(value);
	return jx_number_multiply(&size, slack, &part) == JX_OK && jx_slack_add(sum, &part);
}

/* |a| sb + |b| sa: how far a product is off, but for the product of both slacks. */
static bool cross(
	const struct jx_formula_value *a, const struct jx_formula_value *b, struct jx_number *ret_slack)
{
	*ret_slack = jx_number_of(0);
	if (is_exact(&a->slack) && is_exact(&b->slack))
		return true;
	return add_part(ret_slack, &a->as.number, &b->slack) && add_part(ret_slack, &b->as.number, &a->slack);
}

bool jx_slack_multiply(
	const struct jx_formula_value *a, const struct jx_formula_value *b, struct jx_number *ret_slack)
{
	return cross(a, b, ret_slack) && add_part(ret_slack, &a->slack, &b->slack);
}

bool jx_slack_hides_zero(const struct jx_formula_value *value)
{
	struct jx_number size = size_of(&value->as.number);
	return !is_exact(&value->slack) && jx_number_compare(&size, &value->slack) <= 0;
}

bool jx_slack_divide(
	const struct jx_formula_value *a, const struct jx_formula_value *b, struct jx_number *ret_slack)
{
	struct jx_number size = size_of(&b->as.number);
	struct jx_number nearest = size;
	struct jx_number bottom;
	if (!cross(a, b, ret_slack))
		return false;
	if (is_exact(ret_slack))
		return true;
	if (!is_exact(&b->slack) && jx_number_subtract(&size, &b->slack, &nearest) != JX_OK)
		return false;
	return jx_number_multiply(&size, &nearest, &bottom) == JX_OK &&
	       jx_number_divide(ret_slack, &bottom, ret_slack) == JX_OK;
}

bool jx_slack_remainder(
	const struct jx_formula_value *a, const struct jx_formula_value *b, struct jx_number *ret_slack)
{
	struct jx_number size = size_of(&b->as.number);
	*ret_slack = jx_number_of(0);
	if (is_exact(&a->slack) && is_exact(&b->slack))
		return true;
	*ret_slack = size; /* both remainders are less than the divisor, and of any sign */
	return jx_slack_add(ret_slack, &size) && jx_slack_add(ret_slack, &b->slack);
}

bool jx_formula_slack(const struct jx_formula_value *a, const struct jx_formula_value *b,
	struct jx_formula_value *ret_tolerance)
{
	struct jx_number sum = jx_number_of(0);
	bool fits = jx_slack_add(&sum, &a->slack) && jx_slack_add(&sum, &b->slack);
	*ret_tolerance = *a;
	ret_tolerance->is_low_open = a->is_low_open || b->is_high_open;
	ret_tolerance->is_high_open = a->is_high_open || b->is_low_open;
	ret_tolerance->as.number = sum;
	ret_tolerance->path = NULL;
	ret_tolerance->not_computable = fits ? JX_COMPUTABLE : JX_NOT_COMPUTABLE_RANGE;
	return fits;
}

bool jx_slack_round(struct jx_number *slack, bool is_money, unsigned decimals)
{
	struct jx_number unit = unit_of(is_money ? FEN_IN_YUAN : 1, decimals);
	return is_exact(slack) || jx_slack_add(slack, &unit);
}

void jx_slack_widen(struct jx_number *slack, const struct jx_number *other)
{
	if (is_exact(slack) || (!is_exact(other) && jx_number_compare(other, slack) > 0))
		*slack = *other;
}
