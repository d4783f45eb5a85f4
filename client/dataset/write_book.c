/* An export as a workbook: what it is, charts, and a sheet for each table. Rows are not held in memory. */
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "client/dataset/book_private.h"
#include "client/dataset/writer_private.h"
#include "client/text/datetime.h"
#include "proto/contract/base/text.h"

#define MAX_ROWS      1048575u /* of a sheet, below its head */
#define MAX_TEXT      32000u   /* bytes of a cell; the format allows 32,767 characters */
#define MAX_DIGITS    15u      /* that a spreadsheet's numbers keep */
#define WIDE          26
#define NARROW        13
#define SECONDS_A_DAY 86400

/* Words of the sheets, by language. */
enum word { ABOUT, EXPORTED, PROGRAM, ACCEPTED_ONLY, WORDS };
static const char *const TEXTS[WORDS][JX_DATA_LANGUAGES] = {
	[ABOUT] = {"说明", "About"},
	[EXPORTED] = {"导出时间", "Exported"},
	[PROGRAM] = {"程序", "Program"},
	[ACCEPTED_ONLY] = {"目前审核通过的报告，未发布", "reports accepted so far, not published"},
};

static const char *word(const struct jx_data_book *book, enum word which)
{
	return TEXTS[which][book->target->language];
}

static void free_book(void *user)
{
	struct jx_data_book *book = user;
	/* Without workbook_close() the library has no other end for it than writing it. */
	if (book->workbook != NULL)
		lxw_workbook_free(book->workbook);
	jx_book_chart_clear(book);
	free(book);
}

/* ---- the formats ---- */

static bool add_formats(struct jx_data_book *book)
{
	static const char *const numbers[JX_BOOK_DECIMALS] = {
		"0", "0.0", "0.00", "0.000", "0.0000", "0.00000", "0.000000"};
	bool is_whole = true;
	for (size_t i = 0; i < JX_BOOK_DECIMALS; i++) {
		book->numbers[i] = workbook_add_format(book->workbook);
		is_whole = is_whole && book->numbers[i] != NULL;
		if (is_whole)
			format_set_num_format(book->numbers[i], numbers[i]);
	}
	book->money = workbook_add_format(book->workbook);
	book->text = workbook_add_format(book->workbook);
	book->head = workbook_add_format(book->workbook);
	book->title = workbook_add_format(book->workbook);
	if (!is_whole || book->money == NULL || book->text == NULL || book->head == NULL ||
		book->title == NULL)
		return false;
	format_set_num_format(book->money, "#,##0.00");
	format_set_num_format(book->text, "@");
	format_set_bold(book->head);
	format_set_text_wrap(book->head);
	format_set_align(book->head, LXW_ALIGN_VERTICAL_CENTER);
	format_set_bg_color(book->head, 0xDDE6F0);
	format_set_border(book->head, LXW_BORDER_THIN);
	format_set_bold(book->title);
	format_set_font_size(book->title, 14);
	return true;
}

/* ---- cells ---- */

bool jx_book_put_text(
	lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format)
{
	char cut[MAX_TEXT];
	if (strlen(text) >= sizeof(cut)) {
		size_t n = jx_text_copy(cut, sizeof(cut) - sizeof("…"), text);
		(void)jx_text_copy(cut + n, sizeof(cut) - n, "…");
		text = cut;
	}
	return worksheet_write_string(sheet, row, column, text, format) == LXW_NO_ERROR;
}

/* Digits of a number that count. */
static size_t count_digits(const char *text)
{
	size_t n = 0;
	for (; *text != '\0'; text++)
		n += *text >= '0' && *text <= '9' && (n > 0 || *text != '0');
	return n;
}

bool jx_book_put_number(const struct jx_data_book *book, lxw_worksheet *sheet, lxw_row_t row,
	lxw_col_t column, const struct jx_datum *datum)
{
	if (datum->text == NULL)
		return true;
	const char *point = strchr(datum->text, '.');
	size_t n = point != NULL ? strlen(point + 1) : 0;
	/* What a double cannot hold stands there as it was printed. */
	if (count_digits(datum->text) > MAX_DIGITS || n >= JX_BOOK_DECIMALS)
		return jx_book_put_text(sheet, row, column, datum->text, book->text);
	return worksheet_write_number(sheet, row, column, strtod(datum->text, NULL), book->numbers[n]) ==
	       LXW_NO_ERROR;
}

static bool put_money(const struct jx_data_book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
	const char *text)
{
	if (count_digits(text) > MAX_DIGITS)
		return jx_book_put_text(sheet, row, column, text, book->text);
	return worksheet_write_number(sheet, row, column, strtod(text, NULL), book->money) == LXW_NO_ERROR;
}

static bool put_cell(const struct jx_data_book *book, lxw_worksheet *sheet, lxw_row_t row, size_t i,
	const struct jx_data_column *column, const struct jx_datum *datum)
{
	lxw_col_t at = (lxw_col_t)i;
	if (datum->text == NULL)
		return true;
	switch (column->type) {
	case JX_DATA_INTEGER:
	case JX_DATA_NUMBER:
		return jx_book_put_number(book, sheet, row, at, datum);
	case JX_DATA_MONEY:
		return put_money(book, sheet, row, at, datum->text);
	case JX_DATA_FLAG:
		return worksheet_write_boolean(sheet, row, at, strcmp(datum->text, "true") == 0, NULL) ==
		       LXW_NO_ERROR;
	case JX_DATA_TEXT:
	case JX_DATA_TIME:
	default:
		return jx_book_put_text(sheet, row, at, datum->text, book->text);
	}
}

/* ---- sheets ---- */

static bool begin_table(struct jx_data_book *book, size_t id)
{
	const struct jx_data_table *table = &book->target->dataset->tables[id];
	enum jx_language language = book->target->language;
	lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, table->title[language]);
	bool is_whole = sheet != NULL;
	book->sheets[id] = sheet;
	for (size_t i = 0; i < table->n_columns && is_whole; i++) {
		const struct jx_data_column *column = &table->columns[i];
		char head[MAX_TEXT / 64];
		bool is_text = column->type == JX_DATA_TEXT;
		(void)snprintf(head, sizeof(head), column->unit[0] != '\0' ? "%s (%s)" : "%s",
			column->title[language], column->unit);
		is_whole = worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i,
				   is_text && i >= table->n_key ? WIDE : NARROW, NULL) == LXW_NO_ERROR &&
			   jx_book_put_text(sheet, 0, (lxw_col_t)i, head, book->head);
	}
	if (!is_whole)
		return false;
	worksheet_freeze_panes(sheet, 1, (lxw_col_t)(table->n_key + (id == JX_DATA_DEPARTMENTS ? 1 : 0)));
	worksheet_set_landscape(sheet);
	worksheet_repeat_rows(sheet, 0, 0);
	return true;
}

static bool begin_sheets(struct jx_data_book *book)
{
	book->about = workbook_add_worksheet(book->workbook, word(book, ABOUT));
	if (book->about == NULL || !jx_book_chart_begin(book))
		return false;
	for (size_t id = 0; id < JX_DATA_TABLES; id++)
		if (id != JX_DATA_ROUNDS && jx_data_wants(book->target, (enum jx_data_table_id)id) &&
			!begin_table(book, id))
			return false;
	return true;
}

/* ---- what it is ---- */

static bool put_fact(struct jx_data_book *book, const char *name, const char *value)
{
	lxw_row_t row = book->about_row++;
	return jx_book_put_text(book->about, row, 0, name, book->head) &&
	       jx_book_put_text(book->about, row, 1, value, book->text);
}

static bool begin_about(struct jx_data_book *book)
{
	char time[JX_DATETIME_BYTES];
	Google__Protobuf__Timestamp now = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	now.seconds = book->target->time_s;
	bool is_whole = worksheet_set_column(book->about, 0, 0, WIDE, NULL) == LXW_NO_ERROR &&
			worksheet_set_column(book->about, 1, 1, WIDE * 3, NULL) == LXW_NO_ERROR &&
			jx_book_put_text(book->about, book->about_row++, 0,
				jx_data_title(book->target->language), book->title);
	return is_whole && put_fact(book, word(book, EXPORTED), jx_datetime_print(&now, time)) &&
	       put_fact(book, word(book, PROGRAM), "jixiao " JX_VERSION);
}

/* A round: what its figures rest on, below a blank row. */
static bool put_round(struct jx_data_book *book, const struct jx_datum *cells)
{
	const struct jx_data_table *table = &book->target->dataset->tables[JX_DATA_ROUNDS];
	size_t publication = jx_data_column_at(table, "publication");
	bool is_whole = true;
	book->about_row++;
	for (size_t i = 0; i < table->n_columns && is_whole; i++) {
		const char *text = cells[i].text;
		if (i == publication && text == NULL)
			text = word(book, ACCEPTED_ONLY);
		if (text != NULL)
			is_whole = put_fact(book, table->columns[i].title[book->target->language], text);
	}
	return is_whole;
}

/* ---- the workbook ---- */

static enum jx_status fail(struct jx_error *error)
{
	return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

/* The time in the properties is that of the export, so that nothing else makes two files differ. */
static bool set_properties(struct jx_data_book *book)
{
	lxw_doc_properties properties = {.title = (char *)jx_data_title(book->target->language),
		.author = (char *)"jixiao",
		.created = (time_t)book->target->time_s};
	return workbook_set_properties(book->workbook, &properties) == LXW_NO_ERROR;
}

static enum jx_status open_book(const struct jx_data_target *target, void **ret_user, struct jx_error *error)
{
	struct jx_data_book *book = calloc(1, sizeof(*book));
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	if (book == NULL)
		return fail(error);
	book->target = target;
	book->workbook = workbook_new_opt(target->path, &options);
	if (book->workbook != NULL && add_formats(book) && set_properties(book) && begin_sheets(book) &&
		begin_about(book)) {
		*ret_user = book;
		return JX_OK;
	}
	free_book(book);
	return fail(error);
}

static enum jx_status put_row(
	void *user, enum jx_data_table_id id, const struct jx_datum *cells, struct jx_error *error)
{
	struct jx_data_book *book = user;
	const struct jx_data_table *table = &book->target->dataset->tables[id];
	if (id == JX_DATA_ROUNDS)
		return put_round(book, cells) ? JX_OK : fail(error);
	if (book->n_rows[id] == MAX_ROWS)
		return jx_fail_with(error, JX_REASON_SHEET_FULL,
			JX_ARGS(JX_TEXT(table->title[book->target->language]), JX_U64(MAX_ROWS)));
	lxw_row_t row = (lxw_row_t)++book->n_rows[id];
	for (size_t i = 0; i < table->n_columns; i++)
		if (!put_cell(book, book->sheets[id], row, i, &table->columns[i], &cells[i]))
			return fail(error);
	if (id == JX_DATA_DEPARTMENTS && !jx_book_chart_add(book, cells))
		return fail(error);
	return JX_OK;
}

static enum jx_status close_book(void *user, struct jx_error *error)
{
	struct jx_data_book *book = user;
	for (size_t id = 0; id < JX_DATA_TABLES; id++)
		if (book->sheets[id] != NULL &&
			worksheet_autofilter(book->sheets[id], 0, 0, (lxw_row_t)book->n_rows[id],
				(lxw_col_t)(book->target->dataset->tables[id].n_columns - 1)) != LXW_NO_ERROR)
			return fail(error);
	if (!jx_book_chart_end(book))
		return fail(error);
	lxw_error closed = workbook_close(book->workbook);
	book->workbook = NULL;
	return closed == LXW_NO_ERROR ? JX_OK : jx_data_fail(lxw_strerror(closed), error);
}

const struct jx_data_way jx_data_way_workbook = {
	.open = open_book, .put = put_row, .close = close_book, .free = free_book};
