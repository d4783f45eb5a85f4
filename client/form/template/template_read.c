#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/form/template/template_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

#define LABEL_BYTES 512u /* a longer text is no label */

enum jx_status jx_template_fail_missing(const struct jx_template_reading *reading, const char *what)
{
	return jx_fail_with(reading->error, JX_REASON_FORM_NOT_OF_TEMPLATE,
		JX_ARGS(JX_TEXT(reading->file), JX_TEXT(reading->description->title), JX_TEXT(what)));
}

/* ---- places ---- */

size_t jx_template_row_begin(const struct jx_grid_sheet *sheet, uint32_t row)
{
	size_t low = 0;
	size_t high = sheet->n_cells;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (sheet->cells[middle].row < row)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Folds the texts of a sheet once: they are compared many times. */
static enum jx_status fold_sheet(struct jx_template_reading *reading)
{
	const struct jx_grid_sheet *sheet = reading->sheet;
	reading->folded = jx_arena_calloc(reading->form->arena, sheet->n_cells + 1, sizeof(*reading->folded));
	if (reading->folded == NULL)
		return jx_arena_fail(reading->form->arena, reading->error);
	for (size_t i = 0; i < sheet->n_cells; i++) {
		bool is_long = strlen(sheet->cells[i].text) > LABEL_BYTES;
		reading->folded[i] =
			is_long ? "" : jx_form_text_fold(sheet->cells[i].text, reading->form->arena);
		if (reading->folded[i] == NULL)
			return jx_arena_fail(reading->form->arena, reading->error);
	}
	return JX_OK;
}

bool jx_template_find_row(const struct jx_template_reading *reading, const char *text, uint32_t *ret_row)
{
	for (size_t i = 0; i < reading->sheet->n_cells; i++) {
		if (jx_text_begins_with(reading->folded[i], text) == 0)
			continue;
		*ret_row = reading->sheet->cells[i].row;
		return true;
	}
	return false;
}

/* True for a sheet of the form: a cell of it holds the text that the description names. */
static bool is_of_form(const struct jx_template_reading *reading)
{
	for (size_t i = 0; i < reading->sheet->n_cells; i++)
		if (strstr(reading->folded[i], reading->description->find) != NULL)
			return true;
	return false;
}

bool jx_template_column(const char *letters, uint32_t *ret_column)
{
	char name[JX_CELL_NAME_BYTES];
	uint32_t row;
	(void)snprintf(name, sizeof(name), "%.3s1", letters);
	const char *rest = jx_grid_place_read(name, &row, ret_column);
	return rest != NULL && *rest == '\0';
}

/* Finds the place of a cell: "C4", or "C@项目名称": column C of the row with that label. */
static enum jx_status find_cell(
	const struct jx_template_reading *reading, const char *where, uint32_t *ret_row, uint32_t *ret_column)
{
	const char *at = strchr(where, '@');
	if (at == NULL) {
		const char *rest = jx_grid_place_read(where, ret_row, ret_column);
		return rest != NULL && *rest == '\0' ? JX_OK : jx_template_fail_missing(reading, where);
	}
	char column[4];
	(void)jx_text_copy_n(column, sizeof(column), where, (size_t)(at - where));
	if (!jx_template_column(column, ret_column) || !jx_template_find_row(reading, at + 1, ret_row))
		return jx_template_fail_missing(reading, at + 1);
	return JX_OK;
}

/* ---- cells ---- */

enum jx_status jx_template_read_cell(const struct jx_template_reading *reading,
	const struct jx_form_type *type, const struct jx_grid_cell *cell, ProtobufCMessage *root,
	const char *prefix)
{
	struct jx_error found = {0};
	struct jx_form_problems *problems = &reading->form->problems;
	enum jx_status status = jx_form_value_read(type, cell, root, reading->form->arena, &found);
	if (status != JX_INVALID)
		return status;
	(void)snprintf(found.field, sizeof(found.field), "%s%s%s", prefix, prefix[0] != '\0' ? "." : "",
		type->layout->path);
	problems->n_all++;
	if (problems->n == JX_MAX_JSON_PROBLEMS)
		return JX_OK;
	if (jx_arena_array_grow(reading->form->arena, (void **)&problems->items, sizeof(*problems->items),
		    problems->n, &problems->room, JX_MAX_JSON_PROBLEMS) != JX_OK)
		return jx_arena_fail(reading->form->arena, reading->error);
	struct jx_form_problem *problem = &problems->items[problems->n++];
	*problem = (struct jx_form_problem){.error = found, .raw = cell->text};
	jx_form_print_place(reading->sheet, cell->row, cell->column, problem->place);
	return JX_OK;
}

static enum jx_status read_single(
	const struct jx_template_reading *reading, const struct jx_template_line *line)
{
	struct jx_template_field field;
	uint32_t row;
	uint32_t column;
	enum jx_status status = find_cell(reading, line->where, &row, &column);
	const struct jx_grid_cell *cell = status == JX_OK ? jx_grid_cell(reading->sheet, row, column) : NULL;
	if (cell == NULL || cell->text[0] == '\0' || !jx_template_field(line->field, &field))
		return status;
	const ProtobufCMessageDescriptor *type =
		field.is_of_project ? JX_PROJECT_DESCRIPTOR : JX_REPORT_DESCRIPTOR;
	const struct jx_form_type read = {.layout = field.layout,
		.field = jx_form_field_at(type, field.layout->path, strlen(field.layout->path)),
		.qualifier = line->detail,
		.codes = &reading->form->codes};
	return jx_template_read_cell(reading, &read, cell,
		field.is_of_project ? &reading->project->base : &reading->form->report->base,
		field.is_of_project ? "projects[]" : "");
}

/* ---- projects ---- */

static bool is_same_project(const JxProject *a, const JxProject *b)
{
	if (a->code[0] != '\0' || b->code[0] != '\0')
		return strcmp(a->code, b->code) == 0;
	return strcmp(a->name, b->name) == 0;
}

/* Puts a project into the report: where one of the same code or name stands, which keeps its number, else at the end. */
static enum jx_status put_project(struct jx_form *form, JxProject *project)
{
	JxReport *report = form->report;
	uint32_t number = 0;
	for (size_t i = 0; i < report->n_projects; i++) {
		if (is_same_project(report->projects[i], project)) {
			project->number = report->projects[i]->number;
			report->projects[i] = project;
			return JX_OK;
		}
		if (report->projects[i]->number > number)
			number = report->projects[i]->number;
	}
	JxProject **grown = jx_arena_calloc(form->arena, report->n_projects + 1, sizeof(JxProject *));
	if (grown == NULL)
		return JX_UNAVAILABLE;
	if (report->n_projects > 0)
		memcpy(grown, report->projects, report->n_projects * sizeof(*grown));
	project->number = project->number != 0 ? project->number : number + 1;
	grown[report->n_projects++] = project;
	report->projects = grown;
	return JX_OK;
}

/* ---- sheets ---- */

static enum jx_status read_sheet(struct jx_template_reading *reading)
{
	const struct jx_template *description = reading->description;
	enum jx_status status = JX_OK;
	if (description->is_of_projects) {
		reading->project =
			(JxProject *)jx_form_new_message(reading->form->arena, JX_PROJECT_DESCRIPTOR);
		if (reading->project == NULL)
			return jx_arena_fail(reading->form->arena, reading->error);
	}
	for (size_t i = 0; i < description->n_lines && status == JX_OK; i++) {
		if (description->lines[i].what == JX_TEMPLATE_CELL)
			status = read_single(reading, &description->lines[i]);
		else if (description->lines[i].what == JX_TEMPLATE_BLOCK)
			status = jx_template_read_block(reading, i);
	}
	if (status != JX_OK || reading->project == NULL)
		return status;
	return put_project(reading->form, reading->project) == JX_OK
		       ? JX_OK
		       : jx_arena_fail(reading->form->arena, reading->error);
}

enum jx_status jx_template_read(const struct jx_template *description, const struct jx_grid *grid,
	const char *file, struct jx_form *form, struct jx_error *error)
{
	struct jx_template_reading reading = {
		.description = description, .file = file, .form = form, .error = error};
	size_t n = 0;
	for (size_t i = 0; i < grid->n_sheets; i++) {
		reading.sheet = &grid->sheets[i];
		reading.project = NULL;
		enum jx_status status = fold_sheet(&reading);
		if (status == JX_OK && !is_of_form(&reading))
			continue;
		if (status == JX_OK)
			status = read_sheet(&reading);
		if (status != JX_OK)
			return status;
		n++;
	}
	return n > 0 ? JX_OK : jx_template_fail_missing(&reading, description->find);
}
