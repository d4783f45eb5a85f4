#include "client/screen/table.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "client/screen/layout.h"
#include "client/screen/terminal.h"
#include "client/text/csv.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"

void jx_table_init(
	struct jx_table *table, struct jx_arena *arena, const struct jx_column *columns, size_t n_columns)
{
	*table = (struct jx_table){.arena = arena, .columns = columns, .n_columns = n_columns};
}

void jx_table_add_row(struct jx_table *table)
{
	size_t row_bytes = table->n_columns * sizeof(*table->cells);
	if (table->status == JX_OK)
		table->status = jx_arena_array_grow(table->arena, (void **)&table->cells, row_bytes,
			table->n_rows, &table->room, SIZE_MAX);
	if (table->status != JX_OK)
		return;
	memset(&table->cells[table->n_rows * table->n_columns], 0, row_bytes);
	table->n_rows++;
}

static struct jx_cell *newest_cell(struct jx_table *table, size_t column)
{
	return &table->cells[(table->n_rows - 1) * table->n_columns + column];
}

static const char *copy_text(struct jx_table *table, const char *text)
{
	if (text == NULL)
		return NULL;
	const char *copy = jx_arena_strdup(table->arena, text);
	if (copy == NULL)
		table->status = JX_UNAVAILABLE;
	return copy;
}

void jx_table_set_raw(struct jx_table *table, size_t column, const char *text, const char *raw)
{
	if (table->status != JX_OK)
		return;
	struct jx_cell *cell = newest_cell(table, column);
	cell->text = copy_text(table, text);
	cell->raw = copy_text(table, raw);
}

void jx_table_set(struct jx_table *table, size_t column, const char *text)
{
	jx_table_set_raw(table, column, text, NULL);
}

void jx_table_set_colour(struct jx_table *table, size_t column, enum jx_colour colour)
{
	if (table->status == JX_OK)
		newest_cell(table, column)->colour = colour;
}

static void print_csv(const struct jx_table *table, const struct jx_table_target *target)
{
	struct jx_csv_writer writer;
	jx_csv_writer_init(
		&writer, target->stream, target->output == JX_OUTPUT_CSV ? JX_CSV_PLAIN : JX_CSV_EXCEL);
	writer.is_for_screen = target->is_tty;
	for (size_t c = 0; c < table->n_columns; c++)
		jx_csv_write(&writer, table->columns[c].key);
	jx_csv_end_row(&writer);
	for (size_t r = 0; r < table->n_rows; r++) {
		for (size_t c = 0; c < table->n_columns; c++) {
			const struct jx_cell *cell = &table->cells[r * table->n_columns + c];
			jx_csv_write(&writer, cell->raw != NULL ? cell->raw : cell->text);
		}
		jx_csv_end_row(&writer);
	}
}

/* Every cell made harmless, on one line; missing ones as "". Freed with jx_layout_free_texts(). */
static enum jx_status escape_all(const struct jx_table *table, char ***ret_texts)
{
	size_t n = table->n_rows * table->n_columns;
	char **texts = calloc(n + 1, sizeof(*texts));
	if (texts == NULL)
		return JX_UNAVAILABLE;
	for (size_t i = 0; i < n; i++) {
		const char *text = table->cells[i].text;
		texts[i] = jx_terminal_escape(text != NULL ? text : "", false);
		if (texts[i] != NULL)
			continue;
		jx_layout_free_texts(texts, n);
		return JX_UNAVAILABLE;
	}
	*ret_texts = texts;
	return JX_OK;
}

static void print_tabs(const struct jx_table *table, const struct jx_table_target *target, char *const *texts)
{
	for (size_t r = 0; r < table->n_rows; r++)
		for (size_t c = 0; c < table->n_columns; c++) {
			(void)fputs(texts[r * table->n_columns + c], target->stream);
			(void)fputc(c + 1 < table->n_columns ? '\t' : '\n', target->stream);
		}
}

static const char *colour_name(enum jx_colour colour)
{
	return colour == JX_COLOUR_RED ? "red" : "yellow";
}

/* Hands the shown columns to libsmartcols. */
static enum jx_status fill_lines(struct libscols_table *lines, const struct jx_table *table,
	const struct jx_layout *layout, char *const *texts)
{
	for (size_t r = 0; r < table->n_rows; r++) {
		struct libscols_line *line = scols_table_new_line(lines, NULL);
		if (line == NULL)
			return JX_UNAVAILABLE;
		size_t shown = 0;
		for (size_t c = 0; c < table->n_columns; c++) {
			if (layout->width[c] == 0)
				continue;
			size_t at = r * table->n_columns + c;
			char *wrapped = jx_terminal_wrap(texts[at], layout->width[c]);
			if (wrapped == NULL || scols_line_refer_data(line, shown, wrapped) != 0) {
				free(wrapped);
				return JX_UNAVAILABLE;
			}
			if (table->cells[at].colour != JX_COLOUR_NONE)
				(void)scols_cell_set_color(scols_line_get_cell(line, shown),
					colour_name(table->cells[at].colour));
			shown++;
		}
	}
	return JX_OK;
}

static enum jx_status new_columns(
	struct libscols_table *lines, const struct jx_table *table, const struct jx_layout *layout)
{
	for (size_t c = 0; c < table->n_columns; c++) {
		if (layout->width[c] == 0)
			continue;
		const struct jx_column *column = &table->columns[c];
		int flags = SCOLS_FL_WRAP | (column->is_right ? SCOLS_FL_RIGHT : 0);
		struct libscols_column *one =
			scols_table_new_column(lines, gettext(column->title), layout->width[c], flags);
		if (one == NULL || scols_column_set_safechars(one, "\n") != 0 ||
			scols_column_set_wrapfunc(
				one, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL) != 0)
			return JX_UNAVAILABLE;
	}
	return JX_OK;
}

/* Prints without the spaces that padding leaves at the ends of lines. */
static void put_trimmed(FILE *stream, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		size_t kept = n;
		while (kept > 0 && text[kept - 1] == ' ')
			kept--;
		(void)fwrite(text, 1, kept, stream);
		(void)fputc('\n', stream);
		text += n + (text[n] == '\n');
	}
}

static enum jx_status print_columns(const struct jx_table *table, const struct jx_table_target *target,
	const struct jx_layout *layout, char *const *texts)
{
	struct libscols_table *lines = scols_new_table();
	if (lines == NULL)
		return JX_UNAVAILABLE;
	/* The layout has made everything fit; smartcols must not judge again. */
	(void)scols_table_set_termforce(lines, SCOLS_TERMFORCE_ALWAYS);
	(void)scols_table_set_termwidth(lines, 2u * target->width);
	(void)scols_table_set_column_separator(lines, JX_LAYOUT_GAP);
	(void)scols_table_enable_colors(lines, target->has_colour);
	enum jx_status status = new_columns(lines, table, layout);
	if (status == JX_OK)
		status = fill_lines(lines, table, layout, texts);
	char *printed = NULL;
	if (status == JX_OK && scols_print_table_to_string(lines, &printed) != 0)
		status = JX_UNAVAILABLE;
	if (status == JX_OK && printed != NULL)
		put_trimmed(target->stream, printed);
	free(printed);
	scols_unref_table(lines);
	return status;
}

static enum jx_status print_cards(
	const struct jx_table *table, const struct jx_table_target *target, char *const *texts)
{
	for (size_t r = 0; r < table->n_rows; r++) {
		if (r > 0)
			(void)fputc('\n', target->stream);
		for (size_t c = 0; c < table->n_columns; c++) {
			const char *text = texts[r * table->n_columns + c];
			if (text[0] == '\0')
				continue;
			char *line = NULL;
			if (asprintf(&line, "%s: %s", gettext(table->columns[c].title), text) < 0)
				return JX_UNAVAILABLE;
			char *wrapped = jx_terminal_wrap(line, target->width);
			free(line);
			if (wrapped == NULL)
				return JX_UNAVAILABLE;
			(void)fprintf(target->stream, "%s\n", wrapped);
			free(wrapped);
		}
	}
	return JX_OK;
}

enum jx_status jx_table_print(const struct jx_table *table, const struct jx_table_target *target)
{
	if (table->status != JX_OK)
		return table->status;
	if (target->output == JX_OUTPUT_CSV || target->output == JX_OUTPUT_CSV_EXCEL) {
		print_csv(table, target);
		return JX_OK;
	}
	char **texts;
	enum jx_status status = escape_all(table, &texts);
	if (status != JX_OK)
		return status;
	struct jx_layout layout;
	if (target->output != JX_OUTPUT_TABLE && !target->is_tty)
		print_tabs(table, target, texts);
	else if (jx_layout_fit(&layout, table, texts, target->width))
		status = print_columns(table, target, &layout, texts);
	else
		status = print_cards(table, target, texts);
	jx_layout_free_texts(texts, table->n_rows * table->n_columns);
	return status;
}
