#include <string.h>

#include "client/form/reading/form_private.h"
#include "client/form/value/recipe.h"

/* Computes one cell, where a formula stands in it. */
static enum jx_status derive_cell(struct jx_form *form, const struct jx_form_line *line,
	const struct jx_grid_cell *cell, const struct jx_form_operands *operands)
{
	struct jx_form_slot slot;
	enum jx_form_recipe recipe = line->type.layout->recipe;
	if (recipe == JX_RECIPE_NONE || cell == NULL || !cell->is_formula)
		return JX_OK;
	/* A sum without what could not be read would be found wrong a second time. */
	if (form->problems.n_all > 0 && (recipe == JX_RECIPE_SHARE || recipe == JX_RECIPE_TOTAL))
		return JX_OK;
	ProtobufCMessage *figure = jx_form_new_message(form->arena, line->type.field->descriptor);
	if (figure == NULL)
		return JX_UNAVAILABLE;
	if (!jx_form_recipe_run(&line->type, operands, figure))
		return JX_OK;
	if (jx_form_slot_make(form->arena, operands->row, line->type.layout->path, &slot) != JX_OK)
		return JX_UNAVAILABLE;
	memcpy(jx_form_slot_member(&slot), &figure, sizeof(figure));
	return JX_OK;
}

static enum jx_status derive_card(struct jx_form *form, const struct jx_form_table *table)
{
	const struct jx_form_operands operands = {.row = &form->report->base, .report = form->report};
	for (size_t i = 0; i < table->n_lines; i++) {
		const struct jx_grid_cell *cell =
			jx_grid_cell(table->sheet, table->lines[i].at, table->value_column);
		enum jx_status status = derive_cell(form, &table->lines[i], cell, &operands);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* Computes the cells of rows begin to end, which are one list. */
static enum jx_status derive_list(
	struct jx_form *form, const struct jx_form_table *table, size_t begin, size_t end)
{
	ProtobufCMessage **rows = jx_arena_calloc(form->arena, end - begin, sizeof(*rows));
	if (rows == NULL)
		return JX_UNAVAILABLE;
	for (size_t i = begin; i < end; i++)
		rows[i - begin] = table->rows[i].message;
	for (size_t i = begin; i < end; i++) {
		const struct jx_form_operands operands = {
			.row = rows[i - begin], .rows = rows, .n_rows = end - begin, .report = form->report};
		for (size_t j = 0; j < table->n_lines; j++) {
			const struct jx_grid_cell *cell =
				jx_grid_cell(table->sheet, table->rows[i].at, table->lines[j].at);
			enum jx_status status = derive_cell(form, &table->lines[j], cell, &operands);
			if (status != JX_OK)
				return status;
		}
	}
	return JX_OK;
}

static enum jx_status derive_lists(struct jx_form *form, const struct jx_form_table *table)
{
	enum jx_status status = JX_OK;
	for (size_t begin = 0, end; begin < table->n_rows && status == JX_OK; begin = end) {
		if (table->rows[begin].message == NULL)
			return JX_OK; /* a list of texts */
		for (end = begin + 1;
			end < table->n_rows && table->rows[end].parent == table->rows[begin].parent;)
			end++;
		status = derive_list(form, table, begin, end);
	}
	return status;
}

enum jx_status jx_form_derive(struct jx_form *form, struct jx_error *error)
{
	for (size_t i = 0; i < form->n_tables; i++) {
		const struct jx_form_table *table = &form->tables[i];
		enum jx_status status =
			table->layout == NULL ? derive_card(form, table) : derive_lists(form, table);
		if (status != JX_OK)
			return jx_form_fail_memory(form, error);
	}
	return JX_OK;
}
