#include <stdio.h>
#include <string.h>

#include "client/form/template/template.h"
#include "client/form/template/template_private.h"
#include "client/text/csv.h"
#include "client/text/encoding.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"

#define LINE_CELLS 4u  /* what, where, field, detail */
#define ROOM_CELLS 64u /* of a line: remarks have commas */

/* A description while it is read. */
struct parsing {
	struct jx_template *description;
	struct jx_arena *arena;
	struct jx_error *error;
	const struct jx_form_sheet
		*block; /* the list of the block that lines are about; NULL before the first */
	size_t line;
};

static const char *const WHATS[JX_TEMPLATE_WHATS] = {"cell", "block", "column", "row", "end", "skip"};

static enum jx_status fail_line(const struct parsing *parsing, const char *what)
{
	return jx_fail_with(parsing->error, JX_REASON_TEMPLATE_FAULT,
		JX_ARGS(JX_TEXT(parsing->description->id), JX_U64(parsing->line), JX_TEXT(what)));
}

bool jx_template_field(const char *path, struct jx_template_field *ret_field)
{
	const struct jx_form_sheet *sheet;
	size_t n = jx_text_begins_with(path, JX_TEMPLATE_PROJECT);
	ret_field->is_of_project = n > 0;
	if (n == 0)
		return jx_form_card_field(path, &sheet, &ret_field->layout);
	sheet = jx_form_sheet_of_list("projects", strlen("projects"));
	ret_field->layout = jx_form_field_of(sheet, path + n, strlen(path + n));
	return ret_field->layout != NULL;
}

/* Holds a line against the fields of a form. */
static enum jx_status check_line(struct parsing *parsing, const struct jx_template_line *line)
{
	struct jx_template_field field;
	bool wants_block = line->what != JX_TEMPLATE_CELL && line->what != JX_TEMPLATE_BLOCK;
	if (line->where[0] == '\0')
		return fail_line(parsing, "where?");
	if (line->what == JX_TEMPLATE_CELL && !jx_template_field(line->field, &field))
		return fail_line(parsing, line->field);
	if (line->what == JX_TEMPLATE_BLOCK) {
		parsing->block = jx_form_sheet_of_list(line->field, strlen(line->field));
		if (parsing->block == NULL)
			return fail_line(parsing, line->field);
	}
	if (wants_block && parsing->block == NULL)
		return fail_line(parsing, "block?");
	if (line->what == JX_TEMPLATE_COLUMN &&
		jx_form_field_of(parsing->block, line->field, strlen(line->field)) == NULL)
		return fail_line(parsing, line->field);
	return JX_OK;
}

static enum jx_status keep_line(struct parsing *parsing, const struct jx_template_line *line)
{
	struct jx_template *description = parsing->description;
	enum jx_status status = check_line(parsing, line);
	if (status != JX_OK)
		return status;
	description->is_of_projects =
		description->is_of_projects || jx_text_begins_with(line->field, JX_TEMPLATE_PROJECT) > 0;
	if (jx_arena_array_grow(parsing->arena, (void **)&description->lines, sizeof(*line),
		    description->n_lines, &description->lines_room, JX_MAX_TEMPLATE_LINES) != JX_OK)
		return description->n_lines == JX_MAX_TEMPLATE_LINES
			       ? fail_line(parsing, "too many lines")
			       : jx_arena_fail(parsing->arena, parsing->error);
	description->lines[description->n_lines++] = *line;
	return JX_OK;
}

static enum jx_status read_line(struct parsing *parsing, char *const cells[LINE_CELLS])
{
	struct jx_template_line line = {.field = cells[2], .detail = cells[3]};
	if (strcmp(cells[0], "title") == 0) {
		parsing->description->title = cells[1];
		return JX_OK;
	}
	/* Texts are compared folded: full width, white space and the like are one. */
	line.where = jx_form_text_fold(cells[1], parsing->arena);
	if (line.where == NULL)
		return jx_arena_fail(parsing->arena, parsing->error);
	if (strcmp(cells[0], "find") == 0) {
		parsing->description->find = line.where;
		return JX_OK;
	}
	while (line.what < JX_TEMPLATE_WHATS && strcmp(WHATS[line.what], cells[0]) != 0)
		line.what++;
	return line.what < JX_TEMPLATE_WHATS ? keep_line(parsing, &line) : fail_line(parsing, cells[0]);
}

enum jx_status jx_template_parse(const char *id, const char *text, size_t n, struct jx_arena *arena,
	struct jx_template *description, struct jx_error *error)
{
	struct parsing parsing = {.description = description, .arena = arena, .error = error};
	struct jx_csv_reader reader;
	char *cells[ROOM_CELLS];
	size_t n_cells;
	char *copy = jx_arena_alloc(arena, n + 1);
	*description = (struct jx_template){.id = id, .title = id, .find = ""};
	if (copy == NULL)
		return jx_arena_fail(arena, error);
	memcpy(copy, text, n);
	copy[n] = '\0';
	jx_csv_reader_init(&reader, copy, n);
	for (;;) {
		enum jx_status status = jx_csv_read_row(&reader, cells, ROOM_CELLS, &n_cells);
		parsing.line = reader.line;
		if (status == JX_OUT_OF_RANGE)
			break;
		bool is_remark = status == JX_OK && cells[0][0] == '#';
		if (status != JX_OK || (n_cells > LINE_CELLS && !is_remark))
			return fail_line(&parsing, "CSV?");
		if (is_remark)
			continue;
		for (size_t i = n_cells; i < LINE_CELLS; i++)
			cells[i] = copy + n; /* "" */
		status = read_line(&parsing, cells);
		if (status != JX_OK)
			return status;
	}
	return description->n_lines > 0 && description->find[0] != '\0' ? JX_OK
									: fail_line(&parsing, "find?");
}
