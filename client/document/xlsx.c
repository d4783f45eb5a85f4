/* A document as a workbook: a sheet for each heading, tables as tables, charts as the program draws them. */
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "client/document/document.h"
#include "proto/contract/base/text.h"

#define CHART_COLUMN 26 /* where the data of charts stand, right of every table */
#define NAME_BYTES   (31 * 4)
#define UNIT_WIDTH   2 /* letters for one weight of a column */
#define CHART_ROWS   24
#define MICROS       1e6
#define MOST_DIGITS  15 /* that a cell holds exactly */

struct sheet_writing {
	lxw_workbook *book;
	lxw_worksheet *sheet; /* NULL before the first heading */
	lxw_format *head, *text, *title;
	lxw_row_t row;
	lxw_col_t data_column; /* for the next chart */
	size_t n_sheets;
};

/* The name of a sheet: a heading without its numeral 一、, and of it what a sheet's name may be. */
static void name_sheet(const char *heading, char name[NAME_BYTES])
{
	const char *rest = strstr(heading, "、");
	rest = rest != NULL && rest - heading <= 6 ? rest + strlen("、") : heading;
	(void)jx_text_copy(name, NAME_BYTES / 4, rest);
	for (char *at = name; *at != '\0'; at++)
		if (strchr("[]:*?/\\'", *at) != NULL)
			*at = ' ';
}

static void begin_sheet(struct sheet_writing *writing, const char *heading)
{
	char name[NAME_BYTES];
	name_sheet(heading, name);
	writing->sheet = workbook_add_worksheet(writing->book, name);
	writing->row = 0;
	writing->data_column = CHART_COLUMN;
	writing->n_sheets++;
	if (writing->sheet != NULL)
		(void)worksheet_write_string(writing->sheet, writing->row++, 0, heading, writing->title);
}

/* A figure as a number with the decimals it is printed with; anything else as text. */
static void put_cell(struct sheet_writing *writing, lxw_col_t column, const char *text, bool is_figure)
{
	char *end = NULL;
	size_t n = strlen(text);
	bool is_number = is_figure && n > 0 && n <= MOST_DIGITS && strspn(text, "-0123456789.") == n;
	double value = is_number ? strtod(text, &end) : 0;
	if (!is_number || *end != '\0') {
		(void)worksheet_write_string(writing->sheet, writing->row, column, text, writing->text);
		return;
	}
	const char *point = strchr(text, '.');
	size_t decimals = point != NULL ? n - (size_t)(point - text) - 1 : 0;
	lxw_format *format = workbook_add_format(writing->book);
	static const char *const FORMATS[] = {"0", "0.0", "0.00", "0.000", "0.0000", "0.00000", "0.000000"};
	if (format != NULL)
		format_set_num_format(format, FORMATS[decimals < 7 ? decimals : 6]);
	(void)worksheet_write_number(writing->sheet, writing->row, column, value, format);
}

static void put_table(struct sheet_writing *writing, const struct jx_block *table)
{
	lxw_row_t first = writing->row;
	for (size_t i = 0; i < table->n_columns; i++) {
		lxw_col_t column = (lxw_col_t)i;
		(void)worksheet_set_column(
			writing->sheet, column, column, table->columns[i].weight * UNIT_WIDTH, NULL);
		(void)worksheet_write_string(
			writing->sheet, first, column, table->columns[i].heading, writing->head);
	}
	writing->row++;
	for (size_t i = 0; i < table->n_rows; i++, writing->row++)
		for (size_t j = 0; j < table->n_columns; j++)
			put_cell(writing, (lxw_col_t)j, table->cells[i * table->n_columns + j],
				table->columns[j].is_right);
	if (table->n_rows > 0)
		(void)worksheet_autofilter(
			writing->sheet, first, 0, writing->row - 1, (lxw_col_t)(table->n_columns - 1));
	worksheet_freeze_panes(writing->sheet, first + 1, 1);
	writing->row++;
}

/* The data of a chart beside the tables. @return rows of them. */
static lxw_row_t put_data(struct sheet_writing *writing, const struct jx_figure *figure)
{
	const struct jx_chart *chart = &figure->chart;
	bool is_row = figure->kind == JX_FIGURE_BARS || figure->kind == JX_FIGURE_GAP;
	lxw_col_t column = writing->data_column;
	lxw_row_t row = 1;
	(void)worksheet_write_string(writing->sheet, 0, (lxw_col_t)(column + 1), chart->first, writing->head);
	(void)worksheet_write_string(writing->sheet, 0, (lxw_col_t)(column + 2),
		chart->second != NULL ? chart->second : "", writing->head);
	for (size_t i = 0; i < chart->n_items && !(is_row && row > JX_CHART_MAX_ROWS); i++) {
		const struct jx_chart_item *item = &chart->items[i];
		if (!jx_figure_shows(figure, item))
			continue;
		(void)worksheet_write_string(writing->sheet, row, column, item->label, writing->text);
		if (item->first.has)
			(void)worksheet_write_number(writing->sheet, row, (lxw_col_t)(column + 1),
				(double)item->first.micros / MICROS, NULL);
		if (item->second.has)
			(void)worksheet_write_number(writing->sheet, row, (lxw_col_t)(column + 2),
				(double)item->second.micros / MICROS, NULL);
		row++;
	}
	return row - 1;
}

static void add_series(
	struct sheet_writing *writing, lxw_chart *drawn, lxw_col_t labels, lxw_col_t values, lxw_row_t n)
{
	const char *name = writing->sheet->name;
	lxw_chart_series *series = chart_add_series(drawn, NULL, NULL);
	if (series == NULL)
		return;
	chart_series_set_name_range(series, name, 0, values);
	chart_series_set_categories(series, name, 1, labels, n, labels);
	chart_series_set_values(series, name, 1, values, n, values);
}

static void put_figure(struct sheet_writing *writing, const struct jx_figure *figure)
{
	static const uint8_t TYPES[] = {[JX_FIGURE_BARS] = LXW_CHART_BAR,
		[JX_FIGURE_COLUMNS] = LXW_CHART_COLUMN,
		[JX_FIGURE_GAP] = LXW_CHART_BAR,
		[JX_FIGURE_QUADRANT] = LXW_CHART_SCATTER};
	if (figure->kind == JX_FIGURE_HEAT)
		return;
	lxw_col_t column = writing->data_column;
	lxw_row_t n = put_data(writing, figure);
	lxw_chart *drawn = n > 0 ? workbook_add_chart(writing->book, TYPES[figure->kind]) : NULL;
	if (drawn == NULL)
		return;
	if (figure->kind == JX_FIGURE_QUADRANT) {
		add_series(writing, drawn, (lxw_col_t)(column + 1), (lxw_col_t)(column + 2), n);
		chart_axis_set_name(drawn->x_axis, figure->chart.first);
		chart_axis_set_name(drawn->y_axis, figure->chart.second);
	} else {
		add_series(writing, drawn, column, (lxw_col_t)(column + 1), n);
	}
	if (figure->kind == JX_FIGURE_GAP)
		add_series(writing, drawn, column, (lxw_col_t)(column + 2), n);
	else
		chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
	if (figure->kind == JX_FIGURE_BARS || figure->kind == JX_FIGURE_GAP)
		chart_axis_set_reverse(drawn->y_axis);
	chart_title_set_name(drawn, figure->chart.title);
	lxw_chart_options options = {
		.x_scale = 1.5, .y_scale = n > 20 && figure->kind != JX_FIGURE_QUADRANT ? n / 15.0 : 1.6};
	(void)worksheet_insert_chart_opt(writing->sheet, 1, 10, drawn, &options);
	writing->data_column = (lxw_col_t)(column + 4);
}

static void put_block(struct sheet_writing *writing, const struct jx_block *block)
{
	if (block->kind == JX_BLOCK_HEADING || block->kind == JX_BLOCK_PAGE || writing->sheet == NULL) {
		begin_sheet(writing, block->text);
		return;
	}
	if (block->kind == JX_BLOCK_TABLE)
		put_table(writing, block);
	else if (block->kind == JX_BLOCK_FIGURE)
		put_figure(writing, block->figure);
	else
		(void)worksheet_write_string(writing->sheet, writing->row++, 0, block->text, NULL);
}

enum jx_status jx_document_xlsx(const struct jx_document *document, const char *path)
{
	struct sheet_writing writing = {.book = document->is_short ? NULL : workbook_new(path)};
	if (writing.book == NULL)
		return JX_UNAVAILABLE;
	lxw_doc_properties properties = {.title = (char *)document->title, .created = 0};
	properties.created = 315532800; /* 1980-01-01, as in the archive: the same data give the same bytes */
	(void)workbook_set_properties(writing.book, &properties);
	writing.head = workbook_add_format(writing.book);
	writing.text = workbook_add_format(writing.book);
	writing.title = workbook_add_format(writing.book);
	format_set_bold(writing.head);
	format_set_num_format(writing.text, "@");
	format_set_bold(writing.title);
	for (size_t i = 0; i < document->n_blocks; i++)
		put_block(&writing, &document->blocks[i]);
	return workbook_close(writing.book) == LXW_NO_ERROR ? JX_OK : JX_UNAVAILABLE;
}
