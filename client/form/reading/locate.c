#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/form/reading/form_private.h"
#include "proto/contract/base/text.h"

/* Reads "[3]". @return the text behind it; NULL when it is none. */
static const char *read_index(const char *text, size_t *ret_index)
{
	char *end;
	if (text[0] != '[' || text[1] < '0' || text[1] > '9')
		return NULL;
	*ret_index = strtoul(text + 1, &end, 10);
	return *end == ']' ? end + 1 : NULL;
}

/* Reads a path as one of a list: "projects[2].funds[0].initial" of "projects[].funds".
 *
 * @return the text behind the list's index; NULL when the path is of another list. SIZE_MAX for an index that is not there.
 */
static const char *match_list(const char *path, const char *list, size_t *ret_parent, size_t *ret_index)
{
	const char *inner = strstr(list, "[].");
	*ret_parent = 0;
	*ret_index = SIZE_MAX;
	if (inner != NULL) {
		size_t n = (size_t)(inner - list);
		if (strncmp(path, list, n) != 0)
			return NULL;
		path = read_index(path + n, ret_parent);
		if (path == NULL || *path != '.')
			return NULL;
		path++;
		list = inner + 3;
	}
	size_t n = jx_text_begins_with(path, list);
	if (n == 0 || (path[n] != '\0' && path[n] != '['))
		return NULL;
	path += n;
	const char *behind = read_index(path, ret_index);
	return behind != NULL ? behind : path;
}

static void put_place(
	const struct jx_form_table *table, uint32_t row, uint32_t column, char out[JX_FORM_PLACE_BYTES])
{
	char cell[JX_CELL_NAME_BYTES];
	size_t n = jx_text_copy(out, JX_FORM_PLACE_BYTES - sizeof(cell) - 1, table->sheet->name);
	(void)snprintf(out + n, JX_FORM_PLACE_BYTES - n, "!%s", jx_grid_place(row, column, cell));
}

/* The line that a path inside a row or the report is of: the longest that it begins with. */
static const struct jx_form_line *find_line(const struct jx_form_table *table, const char *path)
{
	const struct jx_form_line *found = NULL;
	size_t n_found = 0;
	for (size_t i = 0; i < table->n_lines; i++) {
		const char *own = table->lines[i].type.layout->path;
		size_t n = jx_text_begins_with(path, own);
		bool is_whole = n > 0 && (path[n] == '\0' || path[n] == '.' || path[n] == '[');
		if (is_whole && n > n_found) {
			found = &table->lines[i];
			n_found = n;
		}
	}
	return found;
}

/* The first line whose field lies in a message that a path names: "accounts.income_change". */
static const struct jx_form_line *find_line_inside(const struct jx_form_table *table, const char *path)
{
	for (size_t i = 0; i < table->n_lines; i++) {
		size_t n = jx_text_begins_with(table->lines[i].type.layout->path, path);
		if (n > 0 && table->lines[i].type.layout->path[n] == '.')
			return &table->lines[i];
	}
	return NULL;
}

static bool locate_in_card(const struct jx_form_table *table, const char *path, char out[JX_FORM_PLACE_BYTES])
{
	const struct jx_form_line *line = find_line(table, path);
	if (line == NULL)
		line = find_line_inside(table, path);
	if (line == NULL)
		return false;
	put_place(table, line->at, table->value_column, out);
	return true;
}

static bool locate_in_list(const struct jx_form_table *table, const char *path, char out[JX_FORM_PLACE_BYTES])
{
	size_t parent;
	size_t index;
	const char *inside = match_list(path, table->layout->list, &parent, &index);
	if (inside == NULL)
		return false;
	(void)jx_text_copy(out, JX_FORM_PLACE_BYTES, table->sheet->name);
	for (size_t i = 0; i < table->n_rows && index != SIZE_MAX; i++) {
		const struct jx_form_row *row = &table->rows[i];
		if (row->index != index || row->parent != parent)
			continue;
		const struct jx_form_line *line = *inside == '.' ? find_line(table, inside + 1) : NULL;
		if (line == NULL && *inside == '.')
			line = find_line_inside(table, inside + 1);
		/* The row as a whole is shown at the first of its cells that people see. */
		uint32_t column = table->n_lines > 0 ? table->lines[0].at : table->mark->column;
		put_place(table, row->at, line != NULL ? line->at : column, out);
	}
	return true;
}

bool jx_form_locate(const struct jx_form *form, const char *path, char out[JX_FORM_PLACE_BYTES])
{
	/* Lists inside others first: their paths begin like those of the list that they are in. */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < form->n_tables; i++) {
			const struct jx_form_table *table = &form->tables[i];
			bool is_inner = table->layout != NULL && strstr(table->layout->list, "[].") != NULL;
			if (is_inner != (pass == 0))
				continue;
			if (table->layout == NULL ? locate_in_card(table, path, out)
						  : locate_in_list(table, path, out))
				return true;
		}
	return false;
}
