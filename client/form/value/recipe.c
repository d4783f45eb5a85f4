#include "client/form/value/recipe.h"

#include <string.h>

#include "proto/contract/base/wide.h"
#include "proto/contract/figure/figure.h"

#define PERCENT_DECIMALS 2u
#define PER_CENT_PARTS   10000 /* hundredths of a percent of one */
#define PART_MICROS      10000 /* a hundredth, of the unit in which percents are counted */

/* A figure as a number. */
struct operand {
	bool is_amount;
	jx_int128 value; /* fen or micros */
	unsigned decimals;
	JxAmountUnit unit;
};

static bool read_operand(ProtobufCMessage *row, const char *path, struct operand *operand)
{
	struct jx_form_slot slot;
	ProtobufCMessage *figure;
	if (!jx_form_slot_find(row, path, &slot) || slot.field->type != PROTOBUF_C_TYPE_MESSAGE)
		return false;
	memcpy(&figure, jx_form_slot_member(&slot), sizeof(figure));
	if (figure == NULL)
		return false;
	if (figure->descriptor == JX_AMOUNT_DESCRIPTOR) {
		const JxAmount *amount = (const JxAmount *)figure;
		*operand = (struct operand){.is_amount = true,
			.value = amount->fen,
			.decimals = amount->decimals,
			.unit = amount->unit};
		return jx_has_amount(amount);
	}
	const JxDecimal *decimal = (const JxDecimal *)figure;
	*operand = (struct operand){.value = decimal->micros, .decimals = decimal->decimals};
	return jx_has_decimal(decimal);
}

/* Adds a figure of the same kind and unit. */
static bool add_operand(struct operand *sum, const struct operand *more, int sign)
{
	if (sum->is_amount != more->is_amount || sum->unit != more->unit)
		return false;
	sum->value += sign * more->value;
	if (more->decimals > sum->decimals)
		sum->decimals = more->decimals;
	return true;
}

/* True for a row whose figures are in those of another row. */
static bool is_part(ProtobufCMessage *row)
{
	struct jx_form_slot slot;
	return jx_form_slot_find(row, "part_of", &slot) &&
	       (*(char *const *)jx_form_slot_member(&slot))[0] != '\0';
}

/* Adds up a field over rows; rows without it, and rows that are part of others, count nothing. */
static bool add_up(ProtobufCMessage *const *rows, size_t n, const char *path, struct operand *sum)
{
	bool is_any = false;
	for (size_t i = 0; i < n; i++) {
		struct operand one;
		if (is_part(rows[i]) || !read_operand(rows[i], path, &one))
			continue;
		if (!is_any)
			*sum = one;
		else if (!add_operand(sum, &one, 1))
			return false;
		is_any = true;
	}
	return is_any;
}

/* first / second in hundredths of a percent, rounded half away from nothing. */
static bool divide(const struct operand *first, const struct operand *second, struct operand *result)
{
	if (second->value == 0 || first->is_amount != second->is_amount)
		return false;
	jx_int128 parts = jx_int128_abs(first->value) * PER_CENT_PARTS;
	jx_int128 by = jx_int128_abs(second->value);
	jx_int128 rounded = (2 * parts + by) / (2 * by);
	bool is_negative = (first->value < 0) != (second->value < 0);
	*result = (struct operand){
		.value = (is_negative ? -rounded : rounded) * PART_MICROS, .decimals = PERCENT_DECIMALS};
	return true;
}

static bool total_of_list(
	const struct jx_form_operands *operands, const struct jx_form_field *layout, struct operand *result)
{
	struct jx_form_slot slot;
	ProtobufCMessage **rows;
	size_t n;
	if (!jx_form_slot_find(&operands->report->base, layout->second, &slot))
		return false;
	memcpy(&rows, jx_form_slot_member(&slot), sizeof(rows));
	memcpy(&n, (const char *)slot.parent + slot.field->quantifier_offset, sizeof(n));
	return add_up(rows, n, layout->first, result);
}

static bool compute(
	const struct jx_form_operands *operands, const struct jx_form_field *layout, struct operand *result)
{
	struct operand first;
	struct operand second;
	if (layout->recipe == JX_RECIPE_TOTAL)
		return total_of_list(operands, layout, result);
	if (!read_operand(operands->row, layout->first, &first))
		return false;
	if (layout->recipe == JX_RECIPE_SHARE)
		return add_up(operands->rows, operands->n_rows, layout->first, &second) &&
		       divide(&first, &second, result);
	if (!read_operand(operands->row, layout->second, &second))
		return false;
	if (layout->recipe == JX_RECIPE_PERCENT)
		return divide(&first, &second, result);
	*result = first;
	return layout->recipe == JX_RECIPE_DIFFERENCE && add_operand(result, &second, -1);
}

bool jx_form_recipe_run(const struct jx_form_type *type, const struct jx_form_operands *operands,
	ProtobufCMessage *ret_figure)
{
	struct operand result;
	bool is_amount = ret_figure->descriptor == JX_AMOUNT_DESCRIPTOR;
	if (!compute(operands, type->layout, &result) || result.is_amount != is_amount ||
		jx_int128_abs(result.value) > INT64_MAX)
		return false;
	if (is_amount) {
		JxAmount *amount = (JxAmount *)ret_figure;
		amount->fen = (int64_t)result.value;
		amount->decimals = result.decimals;
		amount->unit = result.unit;
		return jx_amount_is_printable(amount);
	}
	JxDecimal *decimal = (JxDecimal *)ret_figure;
	decimal->micros = (int64_t)result.value;
	decimal->decimals = result.decimals;
	return jx_decimal_is_printable(decimal);
}
