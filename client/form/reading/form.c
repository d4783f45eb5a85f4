#include "client/form/reading/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/form/reading/form_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

enum jx_status jx_form_fail_memory(struct jx_form *form, struct jx_error *error)
{
	return jx_arena_fail(form->arena, error);
}

/* ---- problems and notes ---- */

void jx_form_print_place(
	const struct jx_grid_sheet *sheet, uint32_t row, uint32_t column, char out[JX_FORM_PLACE_BYTES])
{
	char cell[JX_CELL_NAME_BYTES];
	size_t n = jx_text_copy(out, JX_FORM_PLACE_BYTES - sizeof(cell) - 1, sheet->name);
	(void)snprintf(out + n, JX_FORM_PLACE_BYTES - n, "!%s", jx_grid_place(row, column, cell));
}

enum jx_status jx_form_tell(struct jx_form *form, struct jx_form_problems *problems,
	const struct jx_form_table *table, uint32_t row, uint32_t column, const struct jx_error *what)
{
	problems->n_all++;
	if (problems->n == JX_MAX_JSON_PROBLEMS)
		return JX_OK;
	if (jx_arena_array_grow(form->arena, (void **)&problems->items, sizeof(*problems->items), problems->n,
		    &problems->room, JX_MAX_JSON_PROBLEMS) != JX_OK)
		return JX_UNAVAILABLE;
	struct jx_form_problem *problem = &problems->items[problems->n++];
	*problem = (struct jx_form_problem){.error = *what};
	jx_form_print_place(table->sheet, row, column, problem->place);
	return JX_OK;
}

enum jx_status jx_form_keep_why(struct jx_form *form, const struct jx_form_table *table, uint32_t row,
	const char *path, struct jx_error *error)
{
	char place[JX_FORM_PLACE_BYTES];
	const struct jx_grid_cell *cell = table->why_column != JX_FORM_NOWHERE
						  ? jx_grid_cell(table->sheet, row, table->why_column)
						  : NULL;
	if (cell == NULL)
		return JX_OK;
	jx_form_print_place(table->sheet, row, table->why_column, place);
	const struct jx_form_why why = {.path = jx_arena_strdup(form->arena, path),
		.text = jx_form_text_clean(cell->text, form->arena),
		.place = jx_arena_strdup(form->arena, place)};
	if (why.path == NULL || why.text == NULL || why.place == NULL)
		return jx_form_fail_memory(form, error);
	if (why.text[0] == '\0')
		return JX_OK;
	if (jx_arena_array_grow(form->arena, (void **)&form->whys, sizeof(why), form->n_whys,
		    &form->whys_room, JX_MAX_FORM_CELLS) != JX_OK)
		return jx_form_fail_memory(form, error);
	form->whys[form->n_whys++] = why;
	return JX_OK;
}

enum jx_status jx_form_read_cell(struct jx_form *form, const struct jx_form_table *table,
	const struct jx_form_line *line, const struct jx_grid_cell *cell, ProtobufCMessage *root,
	const char *prefix)
{
	struct jx_error found = {0};
	enum jx_status status = jx_form_value_read(&line->type, cell, root, form->arena, &found);
	if (status != JX_INVALID)
		return status;
	(void)snprintf(found.field, sizeof(found.field), "%s%s%s", prefix, prefix[0] != '\0' ? "." : "",
		line->type.layout->path);
	size_t n = form->problems.n;
	status = jx_form_tell(form, &form->problems, table, cell->row, cell->column, &found);
	if (status == JX_OK && form->problems.n > n)
		form->problems.items[n].raw = cell->text;
	return status;
}

/* ---- marks ---- */

bool jx_form_line_make(struct jx_form *form, const ProtobufCMessageDescriptor *type,
	const struct jx_form_sheet *sheet, const char *key, struct jx_form_line *line)
{
	size_t n = strcspn(key, " ");
	line->type.codes = &form->codes;
	line->type.qualifier = key[n] == ' ' ? key + n + 1 : "";
	if (sheet == NULL) {
		char path[JX_PATH_BYTES];
		const struct jx_form_sheet *found;
		(void)jx_text_copy_n(path, sizeof(path), key, n);
		if (!jx_form_card_field(path, &found, &line->type.layout))
			return false;
	} else {
		line->type.layout = jx_form_field_of(sheet, key, n);
	}
	if (line->type.layout == NULL)
		return false;
	line->type.field = jx_form_field_at(type, line->type.layout->path, n);
	return line->type.field != NULL;
}

struct jx_form_table *jx_form_table_of(const struct jx_form *form, const char *list, size_t n)
{
	for (size_t i = 0; i < form->n_tables; i++) {
		const struct jx_form_sheet *layout = form->tables[i].layout;
		if (layout != NULL && strncmp(layout->list, list, n) == 0 && layout->list[n] == '\0')
			return &form->tables[i];
	}
	return NULL;
}

/* Finds the cell of a sheet that marks it as ours; NULL for none. */
static const struct jx_grid_cell *find_mark(const struct jx_grid_sheet *sheet)
{
	for (size_t i = 0; i < sheet->n_cells; i++)
		if (jx_text_begins_with(sheet->cells[i].text, "jixiao:") > 0)
			return &sheet->cells[i];
	return NULL;
}

/* Reads the words for codes that the form brings with it: list, word, code in three columns. */
static enum jx_status read_codes(
	struct jx_form *form, const struct jx_grid_sheet *sheet, const struct jx_grid_cell *mark)
{
	for (size_t i = 0; i < sheet->n_cells; i++) {
		const struct jx_grid_cell *list = &sheet->cells[i];
		if (list->column != mark->column || list->row <= mark->row)
			continue;
		const struct jx_grid_cell *label = jx_grid_cell(sheet, list->row, mark->column + 1);
		const struct jx_grid_cell *code = jx_grid_cell(sheet, list->row, mark->column + 2);
		if (label == NULL || code == NULL)
			continue;
		if (jx_arena_array_grow(form->arena, (void **)&form->codes.items, sizeof(struct jx_form_code),
			    form->codes.n, &form->codes.room, JX_MAX_FORM_CELLS) != JX_OK)
			return JX_UNAVAILABLE;
		form->codes.items[form->codes.n++] =
			(struct jx_form_code){.list = list->text, .label = label->text, .code = code->text};
	}
	return JX_OK;
}

/* Tells of a sheet with a mark that is there twice, or that no version knows; it is not read. */
static enum jx_status refuse_table(
	struct jx_form *form, const struct jx_form_table *table, enum jx_reason reason)
{
	struct jx_error what = {0};
	(void)jx_error_fill(
		&what, reason, NULL, JX_ARGS(JX_TEXT(table->sheet->name), JX_TEXT(table->mark->text)));
	return jx_form_tell(form, &form->problems, table, table->mark->row, table->mark->column, &what);
}

static enum jx_status keep_table(
	struct jx_form *form, const struct jx_grid_sheet *sheet, const struct jx_grid_cell *mark)
{
	struct jx_form_table table = {.sheet = sheet,
		.mark = mark,
		.value_column = JX_FORM_NOWHERE,
		.parent_column = JX_FORM_NOWHERE,
		.why_column = JX_FORM_NOWHERE,
		.issue_column = JX_FORM_NOWHERE,
		.reply_column = JX_FORM_NOWHERE};
	size_t n_list = jx_text_begins_with(mark->text, JX_FORM_MARK_LIST);
	if (n_list > 0) {
		const char *list = mark->text + n_list;
		table.layout = jx_form_sheet_of_list(list, strlen(list));
		if (table.layout == NULL)
			return refuse_table(form, &table, JX_REASON_FORM_UNKNOWN_SHEET);
		if (jx_form_table_of(form, list, strlen(list)) != NULL)
			return refuse_table(form, &table, JX_REASON_FORM_SHEET_TWICE);
	} else if (strcmp(mark->text, JX_FORM_MARK_CARD) != 0) {
		return refuse_table(form, &table, JX_REASON_FORM_UNKNOWN_SHEET);
	}
	if (jx_arena_array_grow(form->arena, (void **)&form->tables, sizeof(table), form->n_tables,
		    &form->tables_room, JX_MAX_FORM_SHEETS) != JX_OK)
		return JX_UNAVAILABLE;
	form->tables[form->n_tables++] = table;
	return JX_OK;
}

/* Tells of a sheet that a person has added, when something is in it. */
static enum jx_status note_sheet(struct jx_form *form, const struct jx_grid_sheet *sheet)
{
	struct jx_error what = {0};
	const struct jx_form_table table = {.sheet = sheet};
	if (sheet->n_cells == 0 || strcmp(sheet->name, JX_FORM_GUIDE_SHEET) == 0)
		return JX_OK;
	(void)jx_error_fill(&what, JX_REASON_FORM_SHEET_NOT_READ, NULL, JX_ARGS(JX_TEXT(sheet->name)));
	return jx_form_tell(form, &form->notes, &table, sheet->cells[0].row, sheet->cells[0].column, &what);
}

/* Reads the sheet of all issues: its mark names their submission. */
static enum jx_status read_issues(
	struct jx_form *form, const struct jx_grid_sheet *sheet, const struct jx_grid_cell *mark)
{
	struct jx_form_table table = {.sheet = sheet,
		.mark = mark,
		.issue_column = JX_FORM_NOWHERE,
		.reply_column = JX_FORM_NOWHERE};
	form->submission = mark->text + jx_text_begins_with(mark->text, JX_FORM_MARK_ISSUES);
	return jx_form_read_replies(form, &table, NULL);
}

static enum jx_status find_tables(struct jx_form *form, const struct jx_grid *grid)
{
	for (size_t i = 0; i < grid->n_sheets; i++) {
		const struct jx_grid_sheet *sheet = &grid->sheets[i];
		const struct jx_grid_cell *mark = find_mark(sheet);
		enum jx_status status;
		if (mark == NULL)
			status = note_sheet(form, sheet);
		else if (strcmp(mark->text, JX_FORM_MARK_CODES) == 0)
			status = read_codes(form, sheet, mark);
		else if (strcmp(mark->text, JX_FORM_MARK_FINDINGS) == 0)
			status = JX_OK; /* what an earlier check wrote */
		else if (jx_text_begins_with(mark->text, JX_FORM_MARK_ISSUES) > 0)
			status = read_issues(form, sheet, mark);
		else
			status = keep_table(form, sheet, mark);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* ---- cards ---- */

static void read_card_columns(struct jx_form_table *table)
{
	const struct jx_grid_sheet *sheet = table->sheet;
	for (size_t i = 0; i < sheet->n_cells; i++) {
		const struct jx_grid_cell *cell = &sheet->cells[i];
		if (cell->row != table->mark->row)
			continue;
		if (strcmp(cell->text, JX_FORM_KEY_VALUE) == 0)
			table->value_column = cell->column;
		else if (strcmp(cell->text, JX_FORM_KEY_WHY) == 0)
			table->why_column = cell->column;
	}
}

static enum jx_status read_card_row(struct jx_form *form, struct jx_form_table *table,
	const struct jx_grid_cell *key, struct jx_error *error)
{
	struct jx_form_line line = {.at = key->row};
	const struct jx_grid_cell *value = jx_grid_cell(table->sheet, key->row, table->value_column);
	if (!jx_form_line_make(form, JX_REPORT_DESCRIPTOR, NULL, key->text, &line)) {
		struct jx_error what = {0};
		(void)jx_error_fill(&what, JX_REASON_FORM_UNKNOWN_KEY, NULL, JX_ARGS(JX_TEXT(key->text)));
		return jx_form_tell(form, &form->problems, table, key->row, key->column, &what);
	}
	if (jx_arena_array_grow(form->arena, (void **)&table->lines, sizeof(line), table->n_lines,
		    &table->lines_room, JX_MAX_FORM_ROWS) != JX_OK)
		return jx_form_fail_memory(form, error);
	table->lines[table->n_lines++] = line;
	enum jx_status status = JX_OK;
	bool is_computed = value != NULL && value->is_formula && line.type.layout->recipe != JX_RECIPE_NONE;
	if (value != NULL && !is_computed)
		status = jx_form_read_cell(form, table, &line, value, &form->report->base, "");
	return status == JX_OK ? jx_form_keep_why(form, table, key->row, line.type.layout->path, error)
			       : status;
}

static enum jx_status read_card(struct jx_form *form, struct jx_form_table *table, struct jx_error *error)
{
	const struct jx_grid_sheet *sheet = table->sheet;
	read_card_columns(table);
	for (size_t i = 0; i < sheet->n_cells; i++) {
		const struct jx_grid_cell *key = &sheet->cells[i];
		if (key->column != table->mark->column || key->row <= table->mark->row ||
			jx_text_begins_with(key->text, JX_FORM_KEY_TEXT) > 0)
			continue;
		enum jx_status status = read_card_row(form, table, key, error);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* Reads all sheets: lists inside others last, because their rows name those of the others. */
static enum jx_status read_tables(struct jx_form *form, struct jx_error *error)
{
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < form->n_tables; i++) {
			struct jx_form_table *table = &form->tables[i];
			bool is_inner = table->layout != NULL && strstr(table->layout->list, "[].") != NULL;
			if (is_inner != (pass == 1))
				continue;
			enum jx_status status = jx_form_read_replies(form, table, error);
			if (status == JX_OK)
				status = table->layout == NULL ? read_card(form, table, error)
							       : jx_form_read_rows(form, table, error);
			if (status != JX_OK)
				return status;
		}
	}
	return JX_OK;
}

/* Marks lists with rows that could not be read as incomplete, so that their sums are not found wrong a second time. Such a report
 * is never filed. */
static enum jx_status mark_partial_lists(struct jx_form *form)
{
	static const char *const lists[] = {"staff.lines", "assets.lines", "funds_by_source",
		"funds_by_nature", "functions", "projects", "indicators"};
	JxReport *report = form->report;
	char **paths = jx_arena_calloc(
		form->arena, report->n_partial_lists + JX_COUNT_OF(lists) + 1, sizeof(*paths));
	if (paths == NULL)
		return JX_UNAVAILABLE;
	for (size_t i = 0; i < report->n_partial_lists; i++)
		paths[i] = report->partial_lists[i];
	for (size_t i = 0; i < JX_COUNT_OF(lists); i++) {
		bool is_partial = false;
		for (size_t j = 0; j < form->problems.n; j++)
			is_partial = is_partial ||
				     jx_text_begins_with(form->problems.items[j].error.field, lists[i]) > 0;
		if (is_partial)
			paths[report->n_partial_lists++] = (char *)lists[i];
	}
	report->partial_lists = paths;
	return JX_OK;
}

enum jx_status jx_form_read(
	const struct jx_grid *grid, struct jx_arena *arena, struct jx_form *form, struct jx_error *error)
{
	*form = (struct jx_form){.arena = arena};
	form->report = (JxReport *)jx_form_new_message(arena, JX_REPORT_DESCRIPTOR);
	if (form->report == NULL || find_tables(form, grid) != JX_OK)
		return jx_form_fail_memory(form, error);
	if (form->n_tables == 0 && form->problems.n == 0)
		return jx_fail(error, JX_REASON_FORM_WITHOUT_KEYS);
	enum jx_status status = read_tables(form, error);
	if (status == JX_OK)
		status = jx_form_derive(form, error);
	if (status == JX_OK && form->problems.n > 0)
		status = mark_partial_lists(form);
	return status == JX_UNAVAILABLE ? jx_form_fail_memory(form, error) : status;
}
