#include <stdio.h>
#include <string.h>

#include "client/form/reading/form_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/field.h"

/* The list of a table: where it hangs, and what its rows are. */
struct list {
	struct jx_form_table *outer;            /* table of the list that it is inside of; NULL: the report */
	const char *path;                       /* from the report or the outer row */
	const ProtobufCFieldDescriptor *field;  /* the list */
	const ProtobufCMessageDescriptor *type; /* of its rows; NULL for texts */
};

/* ---- columns ---- */

static bool find_list(struct jx_form *form, const struct jx_form_table *table, struct list *list)
{
	const char *path = table->layout->list;
	const char *inner = strstr(path, "[].");
	const ProtobufCMessageDescriptor *holder = JX_REPORT_DESCRIPTOR;
	*list = (struct list){.path = path};
	if (inner != NULL) {
		list->outer = jx_form_table_of(form, path, (size_t)(inner - path));
		list->path = inner + 3;
		holder = jx_form_field_at(holder, path, (size_t)(inner - path))->descriptor;
	}
	list->field = jx_form_field_at(holder, list->path, strlen(list->path));
	list->type = list->field->type == PROTOBUF_C_TYPE_MESSAGE ? list->field->descriptor : NULL;
	return inner == NULL || list->outer != NULL;
}

static bool make_line(struct jx_form *form, const struct jx_form_table *table, const struct list *list,
	const char *key, struct jx_form_line *line)
{
	if (list->type != NULL)
		return jx_form_line_make(form, list->type, table->layout, key, line);
	line->type = (struct jx_form_type){.layout = &table->layout->fields[0],
		.field = list->field,
		.qualifier = "",
		.codes = &form->codes};
	return strcmp(key, JX_FORM_KEY_ITEM) == 0;
}

static enum jx_status read_column(struct jx_form *form, struct jx_form_table *table, const struct list *list,
	const struct jx_grid_cell *key)
{
	struct jx_form_line line = {.at = key->column};
	if (strcmp(key->text, JX_FORM_KEY_PARENT) == 0)
		table->parent_column = key->column;
	else if (strcmp(key->text, JX_FORM_KEY_WHY) == 0)
		table->why_column = key->column;
	else if (make_line(form, table, list, key->text, &line)) {
		if (jx_arena_array_grow(form->arena, (void **)&table->lines, sizeof(line), table->n_lines,
			    &table->lines_room, JX_MAX_FORM_COLUMNS) != JX_OK)
			return JX_UNAVAILABLE;
		table->lines[table->n_lines++] = line;
	} else if (key->text[0] != JX_FORM_KEY_TEXT[0] && !jx_form_is_of_issues(table, key->column)) {
		struct jx_error what = {0};
		(void)jx_error_fill(&what, JX_REASON_FORM_UNKNOWN_KEY, NULL, JX_ARGS(JX_TEXT(key->text)));
		return jx_form_tell(form, &form->problems, table, key->row, key->column, &what);
	}
	return JX_OK;
}

static enum jx_status read_columns(struct jx_form *form, struct jx_form_table *table, const struct list *list)
{
	for (size_t i = 0; i < table->sheet->n_cells; i++) {
		const struct jx_grid_cell *key = &table->sheet->cells[i];
		if (key->row != table->mark->row || key == table->mark)
			continue;
		enum jx_status status = read_column(form, table, list, key);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static const struct jx_form_line *line_at(const struct jx_form_table *table, uint32_t column)
{
	for (size_t i = 0; i < table->n_lines; i++)
		if (table->lines[i].at == column)
			return &table->lines[i];
	return NULL;
}

/* ---- rows ---- */

/* True for a cell that says something: not white space, and no formula of the form's own. */
static bool is_filled(const struct jx_form_line *line, const struct jx_grid_cell *cell)
{
	bool is_computed = cell->is_formula && line->type.layout->recipe != JX_RECIPE_NONE;
	return !is_computed && (cell->is_formula || strspn(cell->text, " \t\r\n") != strlen(cell->text));
}

static bool is_figure(const struct jx_form_line *line)
{
	return line->type.field->type == PROTOBUF_C_TYPE_MESSAGE;
}

/* Reads the key of a row: "12", "3.12" (the last part counts), "?" for one that is offered. */
static void read_key(const struct jx_form_table *table, struct jx_form_row *row)
{
	const struct jx_grid_cell *key = jx_grid_cell(table->sheet, row->at, table->mark->column);
	row->key = SIZE_MAX;
	if (key == NULL)
		return;
	const char *dot = strrchr(key->text, '.');
	uint64_t number;
	row->is_offered = jx_text_begins_with(key->text, JX_FORM_KEY_OFFER) > 0;
	if (jx_text_u64(dot != NULL ? dot + 1 : key->text, JX_MAX_FORM_ROWS, &number))
		row->key = (size_t)number;
}

static enum jx_status note_column(
	struct jx_form *form, const struct jx_form_table *table, const struct jx_grid_cell *cell)
{
	struct jx_error what = {0};
	(void)jx_error_fill(&what, JX_REASON_FORM_CELL_NOT_READ, NULL, JX_ARGS(JX_TEXT(cell->text)));
	return jx_form_tell(form, &form->notes, table, cell->row, cell->column, &what);
}

static enum jx_status keep_row(struct jx_form *form, struct jx_form_table *table, struct jx_form_row *row)
{
	read_key(table, row);
	if (jx_arena_array_grow(form->arena, (void **)&table->rows, sizeof(*row), table->n_rows,
		    &table->rows_room, JX_MAX_KIND_ROWS) != JX_OK)
		return table->n_rows == JX_MAX_KIND_ROWS ? JX_EXHAUSTED : JX_UNAVAILABLE;
	table->rows[table->n_rows++] = *row;
	return JX_OK;
}

/* Looks at the cells of one row; the next row begins at *at. */
static enum jx_status find_row(struct jx_form *form, struct jx_form_table *table, size_t *at)
{
	const struct jx_grid_sheet *sheet = table->sheet;
	struct jx_form_row row = {.at = sheet->cells[*at].row};
	bool has_content = false;
	bool has_figure = false;
	for (; *at < sheet->n_cells && sheet->cells[*at].row == row.at; (*at)++) {
		const struct jx_grid_cell *cell = &sheet->cells[*at];
		const struct jx_form_line *line = line_at(table, cell->column);
		bool is_own = cell->column == table->mark->column || cell->column == table->parent_column ||
			      cell->column == table->why_column || jx_form_is_of_issues(table, cell->column);
		if (line == NULL && !is_own) {
			enum jx_status status = note_column(form, table, cell);
			if (status != JX_OK)
				return status;
		}
		if (line == NULL || !is_filled(line, cell))
			continue;
		has_content = true;
		has_figure = has_figure || is_figure(line);
	}
	struct jx_form_row keyed = row;
	read_key(table, &keyed);
	return has_content && (has_figure || !keyed.is_offered) ? keep_row(form, table, &row) : JX_OK;
}

static enum jx_status find_rows(struct jx_form *form, struct jx_form_table *table)
{
	const struct jx_grid_sheet *sheet = table->sheet;
	uint32_t first = jx_form_first_row(table);
	size_t at = 0;
	while (at < sheet->n_cells && sheet->cells[at].row < first)
		at++;
	while (at < sheet->n_cells) {
		uint32_t row = sheet->cells[at].row;
		enum jx_status status = find_row(form, table, &at);
		if (status == JX_EXHAUSTED) {
			struct jx_error what = {0};
			(void)jx_error_fill(&what, JX_REASON_FORM_TOO_MANY_ROWS, NULL,
				JX_ARGS(JX_TEXT(sheet->name), JX_U64(JX_MAX_KIND_ROWS)));
			return jx_form_tell(form, &form->problems, table, row, table->mark->column, &what);
		}
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* ---- which row of the list above a row belongs to ---- */

/* True when a row above is the one that a text names: by its number, by its name, or "#3" by its place. */
static bool is_named(const struct jx_form_row *row, const char *text)
{
	struct jx_form_slot slot;
	uint64_t number;
	if (text[0] == '#')
		return jx_text_u64(text + 1, JX_MAX_FORM_ROWS, &number) && row->key == (size_t)number;
	if (jx_text_u64(text, UINT32_MAX, &number) && jx_form_slot_find(row->message, "number", &slot))
		return number == *(const uint32_t *)jx_form_slot_member(&slot);
	return jx_form_slot_find(row->message, "name", &slot) &&
	       strcmp(*(char **)jx_form_slot_member(&slot), text) == 0;
}

/* True for the row above that a row was written under, when the number of that one can no more be read. */
static bool is_of_unreadable(
	const struct jx_form_table *table, const struct jx_form_row *row, const struct jx_form_row *above)
{
	const struct jx_grid_cell *key = jx_grid_cell(table->sheet, row->at, table->mark->column);
	struct jx_form_slot slot;
	char text[JX_PATH_BYTES];
	if (key == NULL || above->key == SIZE_MAX || !jx_form_slot_find(above->message, "number", &slot) ||
		*(const uint32_t *)jx_form_slot_member(&slot) != 0)
		return false;
	(void)snprintf(text, sizeof(text), "%zu.", above->key);
	return jx_text_begins_with(key->text, text) > 0;
}

static enum jx_status find_parent(struct jx_form *form, const struct jx_form_table *table,
	const struct list *list, size_t above, struct jx_form_row *row)
{
	const struct jx_grid_cell *cell = table->parent_column != JX_FORM_NOWHERE
						  ? jx_grid_cell(table->sheet, row->at, table->parent_column)
						  : NULL;
	struct jx_error what = {0};
	row->parent = above;
	if (cell == NULL && above != SIZE_MAX)
		return JX_OK;
	const char *text = cell != NULL ? jx_form_text_clean(cell->text, form->arena) : "";
	if (text == NULL)
		return JX_UNAVAILABLE;
	row->parent = SIZE_MAX;
	for (size_t i = 0; i < list->outer->n_rows && row->parent == SIZE_MAX; i++)
		if (is_named(&list->outer->rows[i], text))
			row->parent = list->outer->rows[i].index;
	for (size_t i = 0; i < list->outer->n_rows && row->parent == SIZE_MAX; i++)
		if (is_of_unreadable(table, row, &list->outer->rows[i]))
			row->parent = list->outer->rows[i].index;
	if (row->parent != SIZE_MAX)
		return JX_OK;
	(void)jx_error_fill(&what, JX_REASON_FORM_NO_SUCH_PROJECT, NULL, JX_ARGS(JX_TEXT(text)));
	uint32_t column =
		table->parent_column != JX_FORM_NOWHERE ? table->parent_column : table->mark->column;
	return jx_form_tell(form, &form->problems, table, row->at, column, &what);
}

/* Finds the parents of all rows; rows without one are left out, which was told. */
static enum jx_status find_parents(struct jx_form *form, struct jx_form_table *table, const struct list *list)
{
	size_t n = 0;
	size_t above = SIZE_MAX;
	for (size_t i = 0; i < table->n_rows; i++) {
		enum jx_status status = find_parent(form, table, list, above, &table->rows[i]);
		if (status != JX_OK)
			return status;
		if (table->rows[i].parent == SIZE_MAX)
			continue;
		above = table->rows[i].parent;
		table->rows[n++] = table->rows[i];
	}
	table->n_rows = n;
	return JX_OK;
}

/* ---- order ---- */

static int compare_rows(const void *a, const void *b)
{
	const struct jx_form_row *left = a;
	const struct jx_form_row *right = b;
	if (left->parent != right->parent)
		return left->parent < right->parent ? -1 : 1;
	if (left->order != right->order)
		return left->order < right->order ? -1 : 1;
	if ((left->key == SIZE_MAX) != (right->key == SIZE_MAX))
		return left->key == SIZE_MAX ? 1 : -1;
	return (left->at > right->at) - (left->at < right->at);
}

/* Puts rows into the order they had, however they were sorted; new ones stay behind the row above them. A key that is there
 * twice was copied: only the first row keeps it. */
static void order_rows(struct jx_form_table *table)
{
	size_t above = 0;
	for (size_t i = 0; i < table->n_rows; i++) {
		struct jx_form_row *row = &table->rows[i];
		bool is_growing = i > 0 && row->key != SIZE_MAX && row->key >= above &&
				  table->rows[i - 1].parent == row->parent;
		for (size_t j = i; j-- > 0 && row->key != SIZE_MAX && !is_growing;)
			if (table->rows[j].key == row->key && table->rows[j].parent == row->parent)
				row->key = SIZE_MAX;
		if (row->key != SIZE_MAX)
			above = row->key + 1;
		row->order = above;
	}
	jx_array_sort(table->rows, table->n_rows, sizeof(*table->rows), compare_rows);
	for (size_t i = 0; i < table->n_rows; i++) {
		bool is_next = i > 0 && table->rows[i].parent == table->rows[i - 1].parent;
		table->rows[i].index = is_next ? table->rows[i - 1].index + 1 : 0;
	}
}

void jx_form_row_path(
	const struct jx_form_table *table, const struct jx_form_row *row, char out[JX_PATH_BYTES])
{
	const char *list = table->layout->list;
	const char *inner = strstr(list, "[].");
	if (inner == NULL)
		(void)snprintf(out, JX_PATH_BYTES, "%s[%zu]", list, row->index);
	else
		(void)snprintf(out, JX_PATH_BYTES, "%.*s[%zu].%s[%zu]", (int)(inner - list), list,
			row->parent, inner + 3, row->index);
}

/* ---- reading ---- */

/* The cell of a row in a column; of text cells made one over several rows the first. */
static const struct jx_grid_cell *cell_of(
	const struct jx_form_table *table, const struct jx_form_row *row, const struct jx_form_line *line)
{
	const struct jx_grid_cell *cell = jx_grid_cell(table->sheet, row->at, line->at);
	if (cell != NULL || table->sheet->n_merges == 0 || is_figure(line))
		return cell;
	const struct jx_grid_merge *merge = jx_grid_merge(table->sheet, row->at, line->at);
	bool is_column = merge != NULL && merge->column == merge->last_column;
	return is_column ? jx_grid_cell(table->sheet, merge->row, merge->column) : NULL;
}

static enum jx_status read_row(struct jx_form *form, const struct jx_form_table *table,
	struct jx_form_row *row, struct jx_error *error)
{
	char path[JX_PATH_BYTES];
	jx_form_row_path(table, row, path);
	for (size_t i = 0; i < table->n_lines; i++) {
		const struct jx_form_line *line = &table->lines[i];
		const struct jx_grid_cell *cell = cell_of(table, row, line);
		if (cell == NULL || !is_filled(line, cell))
			continue;
		enum jx_status status = jx_form_read_cell(form, table, line, cell, row->message, path);
		if (status != JX_OK)
			return status;
	}
	return jx_form_keep_why(form, table, row->at, path, error);
}

/* Reads the row of a list of texts. */
static enum jx_status read_item(
	struct jx_form *form, const struct jx_form_table *table, const struct jx_form_row *row, char **item)
{
	const struct jx_grid_cell *cell = table->n_lines > 0 ? cell_of(table, row, &table->lines[0]) : NULL;
	const char *text = cell != NULL ? cell->text : "";
	*item = text[0] == '\'' ? jx_arena_strdup(form->arena, text + 1)
				: jx_form_text_clean(text, form->arena);
	return *item != NULL ? JX_OK : JX_UNAVAILABLE;
}

/* Hangs rows i to j of a table into the message that holds their list, and reads them. */
static enum jx_status fill_list(struct jx_form *form, const struct jx_form_table *table,
	const struct list *list, size_t begin, size_t end)
{
	struct jx_form_row *rows = table->rows + begin;
	size_t n = end - begin;
	void **items = jx_arena_calloc(form->arena, n, sizeof(*items));
	ProtobufCMessage *holder = &form->report->base;
	struct jx_form_slot slot;
	struct jx_error error;
	for (size_t i = 0; list->outer != NULL && i < list->outer->n_rows; i++)
		if (list->outer->rows[i].index == rows[0].parent)
			holder = list->outer->rows[i].message;
	if (items == NULL || jx_form_slot_make(form->arena, holder, list->path, &slot) != JX_OK)
		return JX_UNAVAILABLE;
	jx_form_slot_set_list(&slot, items, n);
	for (size_t i = 0; i < n; i++) {
		enum jx_status status;
		if (list->type == NULL) {
			status = read_item(form, table, &rows[i], (char **)&items[i]);
		} else {
			rows[i].message = jx_form_new_message(form->arena, list->type);
			items[i] = rows[i].message;
			status = rows[i].message != NULL ? read_row(form, table, &rows[i], &error)
							 : JX_UNAVAILABLE;
		}
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* Tells that the list around this one has no sheet, so that its rows belong to nothing. */
static enum jx_status tell_missing(struct jx_form *form, const struct jx_form_table *table)
{
	struct jx_error what = {0};
	const char *list = table->layout->list;
	const struct jx_form_sheet *outer = jx_form_sheet_of_list(list, strcspn(list, "["));
	(void)jx_error_fill(&what, JX_REASON_FORM_SHEET_MISSING, NULL,
		JX_ARGS(JX_TEXT(outer->name), JX_TEXT(table->sheet->name)));
	return jx_form_tell(form, &form->problems, table, table->mark->row, table->mark->column, &what);
}

enum jx_status jx_form_read_rows(struct jx_form *form, struct jx_form_table *table, struct jx_error *error)
{
	struct list list;
	if (!find_list(form, table, &list))
		return tell_missing(form, table);
	enum jx_status status = read_columns(form, table, &list);
	if (status == JX_OK)
		status = find_rows(form, table);
	if (status == JX_OK && list.outer != NULL)
		status = find_parents(form, table, &list);
	if (status != JX_OK)
		return jx_form_fail_memory(form, error);
	order_rows(table);
	for (size_t begin = 0, end; begin < table->n_rows && status == JX_OK; begin = end) {
		for (end = begin + 1;
			end < table->n_rows && table->rows[end].parent == table->rows[begin].parent;)
			end++;
		status = fill_list(form, table, &list, begin, end);
	}
	return status == JX_OK ? JX_OK : jx_form_fail_memory(form, error);
}
