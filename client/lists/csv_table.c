#include "client/lists/csv_table.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

#define NO_COLUMN   JX_CSV_TABLE_CELLS
#define UNKNOWN     (JX_CSV_IGNORED + 1)
#define WORDS_BYTES 600u

enum jx_status jx_csv_table_fail(const struct jx_csv_table *table, const char *why, struct jx_error *error)
{
	size_t line = table->csv.line > 0 ? table->csv.line : 1;
	return jx_fail_with(
		error, JX_REASON_CSV_LINE, JX_ARGS(JX_TEXT(table->file->name), JX_U64(line), JX_TEXT(why)));
}

static enum jx_status read_row(struct jx_csv_table *table, struct jx_error *error)
{
	enum jx_status status =
		jx_csv_read_row(&table->csv, table->cells, JX_CSV_TABLE_CELLS, &table->n_cells);
	if (status == JX_INVALID)
		return jx_csv_table_fail(
			table, _("a quote is not closed, or something follows a closing one"), error);
	if (status == JX_EXHAUSTED)
		return jx_csv_table_fail(table, _("too many columns"), error);
	for (size_t i = 0; status == JX_OK && i < table->n_cells; i++)
		table->cells[i] = jx_csv_clean(table->cells[i]);
	while (status == JX_OK && table->n_cells > 0 && table->cells[table->n_cells - 1][0] == '\0')
		table->n_cells--;
	return status;
}

/* ---- headings ---- */

/* The bytes of a heading before what stands behind it in brackets. */
static size_t bytes_before_bracket(const char *heading)
{
	const char *wide = strstr(heading, "（");
	size_t n = strcspn(heading, "(");
	if (wide != NULL && (size_t)(wide - heading) < n)
		n = (size_t)(wide - heading);
	while (n > 0 && heading[n - 1] == ' ')
		n--;
	return n;
}

static size_t field_of(const struct jx_csv_form *form, const char *heading)
{
	const size_t n = bytes_before_bracket(heading);
	for (size_t i = 0; i < form->n_headings; i++)
		if (strcasecmp(form->headings[i].words, heading) == 0)
			return form->headings[i].field;
	for (size_t i = 0; n > 0 && i < form->n_headings; i++)
		if (strlen(form->headings[i].words) == n &&
			strncasecmp(form->headings[i].words, heading, n) == 0)
			return form->headings[i].field;
	return UNKNOWN;
}

static enum jx_status fail_heading(struct jx_csv_table *table, const struct jx_csv_form *form,
	const char *heading, struct jx_error *error)
{
	char words[WORDS_BYTES];
	(void)snprintf(words, sizeof(words), _("there is no field \"%.80s\"; the headings are: %s"), heading,
		form->known);
	const char *kept = jx_arena_strdup(table->arena, words);
	return kept != NULL ? jx_csv_table_fail(table, kept, error) : jx_arena_fail(table->arena, error);
}

static enum jx_status read_headings(
	struct jx_csv_table *table, const struct jx_csv_form *form, struct jx_error *error)
{
	enum jx_status status = read_row(table, error);
	if (status == JX_OUT_OF_RANGE || (status == JX_OK && table->n_cells == 0))
		return jx_csv_table_fail(table, _("the file is empty"), error);
	for (size_t c = 0; status == JX_OK && c < table->n_cells; c++) {
		const char *heading = table->cells[c];
		size_t field = heading[0] == '\0' ? JX_CSV_IGNORED : field_of(form, heading);
		if (field == UNKNOWN) /* a misspelt heading would silently drop its column */
			return fail_heading(table, form, heading, error);
		if (field == JX_CSV_IGNORED)
			continue;
		if (jx_csv_table_has(table, field))
			return jx_csv_table_fail(table, _("a heading appears twice"), error);
		table->column[field] = c;
		table->heading[field] = heading;
	}
	table->n_headings = table->n_cells;
	return status;
}

enum jx_status jx_csv_table_open(struct jx_csv_table *table, const struct jx_csv_file *file,
	const struct jx_csv_form *form, struct jx_arena *arena, struct jx_error *error)
{
	*table = (struct jx_csv_table){.file = file, .arena = arena};
	for (size_t f = 0; f < JX_CSV_TABLE_FIELDS; f++) {
		table->column[f] = NO_COLUMN;
		table->heading[f] = "";
	}
	jx_csv_reader_init(&table->csv, file->text, file->n);
	jx_csv_reader_guess(&table->csv);
	return read_headings(table, form, error);
}

/* ---- rows ---- */

enum jx_status jx_csv_table_next(struct jx_csv_table *table, struct jx_error *error)
{
	enum jx_status status;
	do
		status = read_row(table, error);
	while (status == JX_OK && table->n_cells == 0);
	return status;
}

bool jx_csv_table_has(const struct jx_csv_table *table, size_t field)
{
	return table->column[field] != NO_COLUMN;
}

char *jx_csv_table_cell(struct jx_csv_table *table, size_t field)
{
	static char nothing[] = "";
	size_t column = table->column[field];
	return column < table->n_cells ? table->cells[column] : nothing;
}

enum jx_status jx_csv_table_tell(
	struct jx_csv_table *table, const char *code, const char *words, struct jx_error *error)
{
	struct jx_csv_problems *problems = &table->problems;
	const char *kept = jx_arena_strdup(table->arena, words);
	enum jx_status status = jx_arena_array_grow(table->arena, (void **)&problems->rows,
		sizeof(*problems->rows), problems->n, &problems->room, JX_MAX_BATCH_ROWS);
	if (status == JX_EXHAUSTED && problems->n == JX_MAX_BATCH_ROWS)
		return jx_csv_table_fail(table, _("too many rows"), error);
	if (status != JX_OK || kept == NULL)
		return jx_arena_fail(table->arena, error);
	problems->rows[problems->n++] = (struct jx_csv_problem){table->csv.line, code, kept};
	return JX_OK;
}

enum jx_status jx_csv_table_tell_wide(struct jx_csv_table *table, const char *code, struct jx_error *error)
{
	if (table->n_cells <= table->n_headings)
		return JX_OK;
	return jx_csv_table_tell(table, code, _("it has more columns than the headings"), error);
}

enum jx_status jx_csv_table_add(
	struct jx_csv_table *table, void **array, size_t n_bytes, size_t n_most, struct jx_error *error)
{
	if (table->n == n_most)
		return jx_csv_table_fail(table, _("too many rows"), error);
	enum jx_status status =
		jx_arena_array_grow(table->arena, array, n_bytes, table->n, &table->rows_room, n_most);
	if (status == JX_OK)
		status = jx_arena_array_grow(table->arena, (void **)&table->lines, sizeof(*table->lines),
			table->n, &table->lines_room, n_most);
	if (status != JX_OK)
		return jx_arena_fail(table->arena, error);
	table->lines[table->n++] = table->csv.line;
	return JX_OK;
}
