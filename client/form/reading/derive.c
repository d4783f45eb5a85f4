#include <stdio.h>
#include <string.h>

#include "client/form/reading/form_private.h"
#include "client/form/value/recipe.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

/* True when something in a list could not be read: "projects[3].funds[0].initial" is in "projects[].funds". */
static bool is_spoilt(const struct jx_form *form, const char *list)
{
	for (size_t i = 0; i < form->problems.n; i++) {
		const char *path = form->problems.items[i].error.field;
		const char *at = list;
		if (path[0] == '\0')
			return true; /* a row that belongs nowhere */
		for (; *path != '\0' && *at != '\0' && *path == *at; at++) {
			path++;
			if (*at == '[')
				path += strspn(path, "0123456789");
		}
		if (*at == '\0')
			return true;
	}
	return form->problems.n_all > form->problems.n;
}

/* True for a sum of a list without some of its rows: it would be found wrong a second time. */
static bool is_sum_spoilt(
	const struct jx_form *form, const struct jx_form_table *table, const struct jx_form_field *field)
{
	if (field->recipe == JX_RECIPE_TOTAL)
		return is_spoilt(form, field->second);
	/* A card has no list. */
	return field->recipe == JX_RECIPE_SHARE && table->layout != NULL &&
	       is_spoilt(form, table->layout->list);
}

/* Remembers a formula without a result, so that a copy of the form has it too. */
static enum jx_status keep_formula(struct jx_form *form, const char *row, const char *field)
{
	char path[JX_PATH_BYTES];
	(void)snprintf(path, sizeof(path), "%s%s%s", row, row[0] != '\0' ? "." : "", field);
	const char *kept = jx_arena_strdup(form->arena, path);
	if (kept == NULL || jx_arena_array_grow(form->arena, (void **)&form->formulas, sizeof(kept),
				    form->n_formulas, &form->formulas_room, JX_MAX_FORM_CELLS) != JX_OK)
		return JX_UNAVAILABLE;
	form->formulas[form->n_formulas++] = kept;
	return JX_OK;
}

/* Computes one cell, where a formula stands in it. @param row  path of its row; "" on a card. */
static enum jx_status derive_cell(struct jx_form *form, const struct jx_form_table *table,
	const struct jx_form_line *line, const struct jx_grid_cell *cell,
	const struct jx_form_operands *operands, const char *row)
{
	struct jx_form_slot slot;
	const struct jx_form_field *field = line->type.layout;
	if (field->recipe == JX_RECIPE_NONE || cell == NULL || !cell->is_formula)
		return JX_OK;
	ProtobufCMessage *figure = jx_form_new_message(form->arena, line->type.field->descriptor);
	if (figure == NULL)
		return JX_UNAVAILABLE;
	if (is_sum_spoilt(form, table, field) || !jx_form_recipe_run(&line->type, operands, figure))
		return keep_formula(form, row, field->path);
	if (jx_form_slot_make(form->arena, operands->row, field->path, &slot) != JX_OK)
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
		enum jx_status status = derive_cell(form, table, &table->lines[i], cell, &operands, "");
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* Computes the cells of rows begin to end, which are one list. */
static enum jx_status derive_list(
	struct jx_form *form, const struct jx_form_table *table, size_t begin, size_t end)
{
	char path[JX_PATH_BYTES];
	ProtobufCMessage **rows = jx_arena_calloc(form->arena, end - begin, sizeof(*rows));
	if (rows == NULL)
		return JX_UNAVAILABLE;
	for (size_t i = begin; i < end; i++)
		rows[i - begin] = table->rows[i].message;
	for (size_t i = begin; i < end; i++) {
		const struct jx_form_operands operands = {
			.row = rows[i - begin], .rows = rows, .n_rows = end - begin, .report = form->report};
		jx_form_row_path(table, &table->rows[i], path);
		for (size_t j = 0; j < table->n_lines; j++) {
			const struct jx_grid_cell *cell =
				jx_grid_cell(table->sheet, table->rows[i].at, table->lines[j].at);
			enum jx_status status =
				derive_cell(form, table, &table->lines[j], cell, &operands, path);
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

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
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
	jx_array_sort(form->formulas, form->n_formulas, sizeof(*form->formulas), compare_paths);
	return JX_OK;
}
