#include <stdio.h>
#include <string.h>

#include "client/form/template/template_private.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/cell.h"
#include "proto/contract/figure/figure.h"

#define NUMBER_BYTES 64

const ProtobufCMessageDescriptor *jx_template_row_type(const char *list)
{
	size_t n = jx_text_begins_with(list, JX_TEMPLATE_PROJECT);
	const ProtobufCMessageDescriptor *holder = n > 0 ? JX_PROJECT_DESCRIPTOR : JX_REPORT_DESCRIPTOR;
	return jx_form_field_at(holder, list + n, strlen(list + n))->descriptor;
}

/* Makes the number that a cell begins with, with the digits that it is printed with. */
static enum jx_status make_number(
	const struct jx_template_reading *reading, const char *text, JxDecimal **ret_number)
{
	char digits[NUMBER_BYTES];
	size_t n = 0;
	for (; n + 1 < sizeof(digits) && *text != '\0' && strchr("0123456789.,-", *text) != NULL; text++)
		if (*text != ',')
			digits[n++] = *text;
	digits[n] = '\0';
	*ret_number = (JxDecimal *)jx_form_new_message(reading->form->arena, JX_DECIMAL_DESCRIPTOR);
	if (*ret_number == NULL)
		return jx_arena_fail(reading->form->arena, reading->error);
	if (jx_decimal_parse(digits, *ret_number, NULL) != JX_OK)
		*ret_number = NULL;
	return JX_OK;
}

/* The sign of a target that prints none: costs must stay below it, the rest reach it. Marked as assumed. */
static void assume_sign(JxIndicator *indicator)
{
	bool is_cost = strstr(indicator->level1, "成本") != NULL || strstr(indicator->level2, "成本") != NULL;
	indicator->sign = is_cost ? JX_FIGURE_SIGN_AT_MOST : JX_FIGURE_SIGN_AT_LEAST;
	indicator->is_sign_assumed = true;
}

static enum jx_status copy_unit(
	const struct jx_template_reading *reading, const struct jx_cell *cell, char **unit)
{
	if ((*unit)[0] != '\0' || cell->unit[0] == '\0')
		return JX_OK;
	char *copy = jx_arena_strdup(reading->form->arena, cell->unit);
	if (copy == NULL)
		return jx_arena_fail(reading->form->arena, reading->error);
	*unit = copy;
	return JX_OK;
}

static enum jx_status read_target(const struct jx_template_reading *reading, JxIndicator *indicator)
{
	struct jx_cell cell;
	if (indicator->target != NULL || !jx_cell_read(indicator->target_text, &cell))
		return JX_OK;
	if (indicator->sign == JX_FIGURE_SIGN_UNSPECIFIED)
		indicator->sign = cell.sign;
	if (!cell.has_number) {
		if (indicator->sign == JX_FIGURE_SIGN_UNSPECIFIED && !cell.has_digits)
			indicator->sign = JX_FIGURE_SIGN_QUALITATIVE;
		return JX_OK;
	}
	if (indicator->sign == JX_FIGURE_SIGN_QUALITATIVE)
		return JX_OK;
	if (indicator->sign == JX_FIGURE_SIGN_UNSPECIFIED)
		assume_sign(indicator);
	enum jx_status status = make_number(reading, cell.rest, &indicator->target);
	return status == JX_OK ? copy_unit(reading, &cell, &indicator->unit) : status;
}

static enum jx_status read_actual(const struct jx_template_reading *reading, JxIndicator *indicator)
{
	struct jx_cell cell;
	bool is_wanted = indicator->actual == NULL && indicator->sign != JX_FIGURE_SIGN_QUALITATIVE;
	if (!is_wanted || !jx_cell_read(indicator->actual_text, &cell) || !cell.has_number)
		return JX_OK;
	enum jx_status status = make_number(reading, cell.rest, &indicator->actual);
	if (status == JX_OK && strcmp(cell.unit, indicator->unit) != 0)
		status = copy_unit(reading, &cell, &indicator->actual_unit);
	return status;
}

enum jx_status jx_template_read_texts(const struct jx_template_reading *reading, JxIndicator *indicator)
{
	enum jx_status status = read_target(reading, indicator);
	return status == JX_OK ? read_actual(reading, indicator) : status;
}
