#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/form/template/template_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"

/* A column of a block: where it is, and what field it holds. */
struct column {
	struct jx_form_type type;
	uint32_t at;
	bool is_merged;
	const struct jx_grid_cell *above; /* of a merged one: the last cell with something in it */
};

/* A block while it is read. */
struct block {
	const struct jx_template_reading *reading;
	const struct jx_template_line *lines; /* behind that of the block */
	size_t n_lines;
	const char *list;
	const ProtobufCMessageDescriptor *type;
	uint32_t heading; /* row that its place names */
	uint32_t first;
	size_t most_rows;
	struct column *columns;
	size_t n_columns;
	ProtobufCMessage **rows;
	size_t n_rows;
	size_t rows_room;
};

/* ---- where it is ---- */

/* Finds the first row: "15", "@年度资金总额", "@一级指标+1". */
static enum jx_status find_first(struct block *block, const char *where)
{
	uint64_t number;
	char label[JX_PATH_BYTES];
	if (jx_text_u64(where, JX_MAX_FORM_ROWS, &number) && number > 0) {
		block->first = (uint32_t)number - 1;
		block->heading = block->first > 0 ? block->first - 1 : 0;
		return JX_OK;
	}
	const char *plus = strrchr(where, '+');
	size_t n = plus != NULL ? (size_t)(plus - where) : strlen(where);
	(void)jx_text_copy_n(label, sizeof(label), where + 1, n > 0 ? n - 1 : 0);
	if (where[0] != '@' || !jx_template_find_row(block->reading, label, &block->heading))
		return jx_template_fail_missing(block->reading, label);
	block->first = block->heading + (plus != NULL ? (uint32_t)strtoul(plus + 1, NULL, 10) : 0);
	return JX_OK;
}

/* Finds a column: "C", or "=指标值" by its heading. */
static enum jx_status find_column(const struct block *block, const char *where, uint32_t *ret_column)
{
	if (where[0] != '=')
		return jx_template_column(where, ret_column)
			       ? JX_OK
			       : jx_template_fail_missing(block->reading, where);
	const struct jx_grid_sheet *sheet = block->reading->sheet;
	size_t end = jx_template_row_begin(sheet, block->first);
	for (size_t i = jx_template_row_begin(sheet, block->heading); i < end; i++) {
		if (strstr(block->reading->folded[i], where + 1) == NULL)
			continue;
		*ret_column = sheet->cells[i].column;
		return JX_OK;
	}
	return jx_template_fail_missing(block->reading, where + 1);
}

static enum jx_status find_columns(struct block *block)
{
	const struct jx_form_sheet *sheet = jx_form_sheet_of_list(block->list, strlen(block->list));
	block->columns =
		jx_arena_calloc(block->reading->form->arena, block->n_lines + 1, sizeof(*block->columns));
	if (block->columns == NULL)
		return jx_arena_fail(block->reading->form->arena, block->reading->error);
	for (size_t i = 0; i < block->n_lines; i++) {
		const struct jx_template_line *line = &block->lines[i];
		struct column *column = &block->columns[block->n_columns];
		if (line->what != JX_TEMPLATE_COLUMN)
			continue;
		enum jx_status status = find_column(block, line->where, &column->at);
		if (status != JX_OK)
			return status;
		column->is_merged = strcmp(line->detail, JX_TEMPLATE_MERGED) == 0;
		column->type = (struct jx_form_type){
			.layout = jx_form_field_of(sheet, line->field, strlen(line->field)),
			.field = jx_form_field_at(block->type, line->field, strlen(line->field)),
			.qualifier = column->is_merged ? "" : line->detail,
			.codes = &block->reading->form->codes};
		block->n_columns++;
	}
	return JX_OK;
}

/* ---- rows ---- */

/* True when a cell of a row holds the text of a line of this kind. */
static bool is_told(const struct block *block, uint32_t row, enum jx_template_what what)
{
	const struct jx_grid_sheet *sheet = block->reading->sheet;
	size_t end = jx_template_row_begin(sheet, row + 1);
	for (size_t i = jx_template_row_begin(sheet, row); i < end; i++)
		for (size_t j = 0; j < block->n_lines; j++)
			if (block->lines[j].what == what &&
				strstr(block->reading->folded[i], block->lines[j].where) != NULL)
				return true;
	return false;
}

static const struct jx_grid_cell *cell_of(struct block *block, struct column *column, uint32_t row)
{
	const struct jx_grid_cell *cell = jx_grid_cell(block->reading->sheet, row, column->at);
	bool is_empty = cell == NULL || strspn(cell->text, " \t\r\n") == strlen(cell->text);
	if (is_empty)
		return column->is_merged ? column->above : NULL;
	column->above = cell;
	return cell;
}

/* True for a row that says something of its own. */
static bool is_filled(struct block *block, uint32_t row)
{
	for (size_t i = 0; i < block->n_columns; i++)
		if (!block->columns[i].is_merged && cell_of(block, &block->columns[i], row) != NULL)
			return true;
	return false;
}

/* Sets the code of a row by the text that its label holds. */
static void set_code(const struct block *block, ProtobufCMessage *row)
{
	struct jx_form_slot label;
	struct jx_form_slot code;
	if (!jx_form_slot_find(row, "label", &label) ||
		!jx_form_slot_find(row, block->type == JX_FUND_LINE_DESCRIPTOR ? "row" : "category", &code))
		return;
	const char *text =
		jx_form_text_fold(*(char *const *)jx_form_slot_member(&label), block->reading->form->arena);
	for (size_t i = 0; text != NULL && i < block->n_lines; i++) {
		const struct jx_template_line *line = &block->lines[i];
		if (line->what != JX_TEMPLATE_ROW || strstr(text, line->where) == NULL)
			continue;
		memcpy(jx_form_slot_member(&code), &line->field, sizeof(line->field));
		return;
	}
}

static enum jx_status read_row(struct block *block, uint32_t at)
{
	struct jx_arena *arena = block->reading->form->arena;
	char path[JX_PATH_BYTES];
	ProtobufCMessage *row = jx_form_new_message(arena, block->type);
	if (row == NULL || jx_arena_array_grow(arena, (void **)&block->rows, sizeof(row), block->n_rows,
				   &block->rows_room, JX_MAX_KIND_ROWS) != JX_OK)
		return jx_arena_fail(arena, block->reading->error);
	(void)snprintf(path, sizeof(path), "%s[%zu]", block->list, block->n_rows);
	block->rows[block->n_rows++] = row;
	for (size_t i = 0; i < block->n_columns; i++) {
		const struct jx_grid_cell *cell = cell_of(block, &block->columns[i], at);
		enum jx_status status = JX_OK;
		if (cell != NULL)
			status = jx_template_read_cell(
				block->reading, &block->columns[i].type, cell, row, path);
		if (status != JX_OK)
			return status;
	}
	set_code(block, row);
	return block->type == JX_INDICATOR_DESCRIPTOR
		       ? jx_template_read_texts(block->reading, (JxIndicator *)row)
		       : JX_OK;
}

static enum jx_status read_rows(struct block *block)
{
	const struct jx_grid_sheet *sheet = block->reading->sheet;
	uint32_t last = sheet->n_cells > 0 ? sheet->cells[sheet->n_cells - 1].row : 0;
	for (uint32_t row = block->first; row <= last && block->n_rows < block->most_rows; row++) {
		if (is_told(block, row, JX_TEMPLATE_END) || !is_filled(block, row))
			break;
		if (is_told(block, row, JX_TEMPLATE_SKIP))
			continue;
		enum jx_status status = read_row(block, row);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* Hangs the rows into the report, or into the project of the sheet. */
static enum jx_status hang_rows(const struct block *block)
{
	const struct jx_template_reading *reading = block->reading;
	struct jx_form_slot slot;
	size_t n = jx_text_begins_with(block->list, JX_TEMPLATE_PROJECT);
	ProtobufCMessage *holder = n > 0 ? &reading->project->base : &reading->form->report->base;
	if (jx_form_slot_make(reading->form->arena, holder, block->list + n, &slot) != JX_OK)
		return jx_arena_fail(reading->form->arena, reading->error);
	if (block->n_rows > 0)
		jx_form_slot_set_list(&slot, block->rows, block->n_rows);
	return JX_OK;
}

enum jx_status jx_template_read_block(const struct jx_template_reading *reading, size_t line)
{
	const struct jx_template *description = reading->description;
	const struct jx_template_line *head = &description->lines[line];
	struct block block = {.reading = reading,
		.lines = head + 1,
		.list = head->field,
		.type = jx_template_row_type(head->field),
		.most_rows = JX_MAX_KIND_ROWS};
	uint64_t most;
	while (line + 1 + block.n_lines < description->n_lines &&
		block.lines[block.n_lines].what != JX_TEMPLATE_BLOCK)
		block.n_lines++;
	if (jx_text_u64(head->detail, JX_MAX_KIND_ROWS, &most))
		block.most_rows = (size_t)most;
	enum jx_status status = find_first(&block, head->where);
	if (status == JX_OK)
		status = find_columns(&block);
	if (status == JX_OK)
		status = read_rows(&block);
	return status == JX_OK ? hang_rows(&block) : status;
}
