/*
 * What fills a cell by itself: differences, percentages, shares and totals, computed exactly as the contract prints figures.
 *
 * Rows that are part of other rows are not added up twice. The value that a workbook stores for a formula is never believed: it may be missing or old. Thread: any.
 */
#ifndef CLIENT_FORM_VALUE_RECIPE_H
#define CLIENT_FORM_VALUE_RECIPE_H

#include "client/form/value/value.h"

/** Where a recipe finds its operands. Borrowed. */
struct jx_form_operands {
	ProtobufCMessage *row;         /* of the list, or the report */
	ProtobufCMessage *const *rows; /* all rows of the list; NULL for a card */
	size_t n_rows;
	JxReport *report;
};

/** Compute a field by its recipe.
 *
 * @param ret_figure  an initialised Amount or Decimal, as the field is; set on true only.
 * @return false when an operand is missing or no number, or nothing can be divided by.
 */
bool jx_form_recipe_run(const struct jx_form_type *type, const struct jx_form_operands *operands,
	ProtobufCMessage *ret_figure);

#endif
