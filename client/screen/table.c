#include "client/screen/table.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/i18n.h"
#include "client/screen/csv.h"
#include "client/screen/layout.h"
#include "client/screen/terminal.h"

void jx_table_init(struct jx_table *table, const struct jx_column *columns, size_t n_columns)
{
	*table = (struct jx_table){.columns = columns, .n_columns = n_columns};
}

void jx_table_clear(struct jx_table *table)
{
	for (size_t i = 0; i < table->n_rows * table->n_columns; i++) {
		free(table->cells[i].text);
		free(table->cells[i].raw);
	}
	free(table->cells);
	jx_table_init(table, table->columns, table->n_columns);
}

void jx_table_add_row(struct jx_table *table)
{
	if (table->status != JX_OK)
		return;
	if (table->n_rows == table->n_room) {
		size_t n_room = table->n_room == 0 ? 16 : 2 * table->n_room;
		struct jx_cell *cells = reallocarray(table->cells, n_room * table->n_columns, sizeof(*cells));
		if (cells == NULL) {
			table->status = JX_UNAVAILABLE;
			return;
		}
		table->cells = cells;
		table->n_room = n_room;
	}
	memset(&table->cells[table->n_rows * table->n_columns], 0, table->n_columns * sizeof(*table->cells));
	table->n_rows++;
}

static struct jx_cell *newest(struct jx_table *table, size_t column)
{
	return &table->cells[(table->n_rows - 1) * table->n_columns + column];
}

static void replace(struct jx_table *table, char **place, const char *text)
{
	free(*place);
	*place = text != NULL ? strdup(text) : NULL;
	if (text != NULL && *place == NULL)
		table->status = JX_UNAVAILABLE;
}

void jx_table_set_raw(struct jx_table *table, size_t column, const char *text, const char *raw)
{
	if (table->status != JX_OK)
		return;
	struct jx_cell *cell = newest(table, column);
	replace(table, &cell->text, text);
	replace(table, &cell->raw, raw);
}

void jx_table_set(struct jx_table *table, size_t column, const char *text)
{
	jx_table_set_raw(table, column, text, NULL);
}

void jx_table_set_colour(struct jx_table *table, size_t column, enum jx_colour colour)
{
	if (table->status == JX_OK)
		newest(table, column)->colour = colour;
}

static void print_csv(const struct jx_table *table, const struct jx_score_sheet *sheet)
{
	struct jx_csv_writer writer;
	jx_csv_writer_init(
		&writer, sheet->stream, sheet->output == JX_OUTPUT_CSV ? JX_CSV_PLAIN : JX_CSV_EXCEL);
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

/* Every cell made harmless, on one line; missing ones as "". Freed with free_texts(). */
static enum jx_status escape_all(const struct jx_table *table, char ***ret_texts)
{
	size_t n = table->n_rows * table->n_columns;
	char **texts = calloc(n + 1, sizeof(*texts));
	if (texts == NULL)
		return JX_UNAVAILABLE;
	for (size_t i = 0; i < n; i++) {
		const char *text = table->cells[i].text;
		texts[i] = jx_text_escape(text != NULL ? text : "", false);
		if (texts[i] != NULL)
			continue;
		jx_layout_free_texts(texts, n);
		return JX_UNAVAILABLE;
	}
	*ret_texts = texts;
	return JX_OK;
}

static void print_tabs(const struct jx_table *table, const struct jx_score_sheet *sheet, char *const *texts)
{
	for (size_t r = 0; r < table->n_rows; r++)
		for (size_t c = 0; c < table->n_columns; c++) {
			(void)fputs(texts[r * table->n_columns + c], sheet->stream);
			(void)fputc(c + 1 < table->n_columns ? '\t' : '\n', sheet->stream);
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
			char *wrapped = jx_text_wrap(texts[at], layout->width[c]);
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

static enum jx_status print_columns(const struct jx_table *table, const struct jx_score_sheet *sheet,
	const struct jx_layout *layout, char *const *texts)
{
	struct libscols_table *lines = scols_new_table();
	if (lines == NULL)
		return JX_UNAVAILABLE;
	/* The layout has made everything fit; smartcols must not judge again. */
	(void)scols_table_set_termforce(lines, SCOLS_TERMFORCE_ALWAYS);
	(void)scols_table_set_termwidth(lines, 2u * sheet->width);
	(void)scols_table_set_column_separator(lines, JX_LAYOUT_GAP);
	(void)scols_table_enable_colors(lines, sheet->has_colour);
	enum jx_status status = new_columns(lines, table, layout);
	if (status == JX_OK)
		status = fill_lines(lines, table, layout, texts);
	char *printed = NULL;
	if (status == JX_OK && scols_print_table_to_string(lines, &printed) != 0)
		status = JX_UNAVAILABLE;
	if (status == JX_OK && printed != NULL)
		put_trimmed(sheet->stream, printed);
	free(printed);
	scols_unref_table(lines);
	return status;
}

static enum jx_status print_cards(
	const struct jx_table *table, const struct jx_score_sheet *sheet, char *const *texts)
{
	for (size_t r = 0; r < table->n_rows; r++) {
		if (r > 0)
			(void)fputc('\n', sheet->stream);
		for (size_t c = 0; c < table->n_columns; c++) {
			const char *text = texts[r * table->n_columns + c];
			if (text[0] == '\0')
				continue;
			char *line = NULL;
			if (asprintf(&line, "%s: %s", gettext(table->columns[c].title), text) < 0)
				return JX_UNAVAILABLE;
			char *wrapped = jx_text_wrap(line, sheet->width);
			free(line);
			if (wrapped == NULL)
				return JX_UNAVAILABLE;
			(void)fprintf(sheet->stream, "%s\n", wrapped);
			free(wrapped);
		}
	}
	return JX_OK;
}

enum jx_status jx_table_print(const struct jx_table *table, const struct jx_score_sheet *sheet)
{
	if (table->status != JX_OK)
		return table->status;
	if (sheet->output == JX_OUTPUT_CSV || sheet->output == JX_OUTPUT_CSV_EXCEL) {
		print_csv(table, sheet);
		return JX_OK;
	}
	char **texts;
	enum jx_status status = escape_all(table, &texts);
	if (status != JX_OK)
		return status;
	struct jx_layout layout;
	if (sheet->output != JX_OUTPUT_TABLE && !sheet->is_tty)
		print_tabs(table, sheet, texts);
	else if (jx_layout_fit(&layout, table, texts, sheet->width))
		status = print_columns(table, sheet, &layout, texts);
	else
		status = print_cards(table, sheet, texts);
	jx_layout_free_texts(texts, table->n_rows * table->n_columns);
	return status;
}
