#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/form/writing/write_private.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

#define REMARK_BYTES 2048
#define PLACE_BYTES  256
#define AUTHOR       "jixiao"

/* A word in both languages. */
struct words {
	const char *zh;
	const char *en;
};

static const char *word(const struct jx_writing *writing, struct words words)
{
	return writing->contents->language == JX_EN ? words.en : words.zh;
}

/* ---- at a cell ---- */

/* True when the first path names the second, or something that it is in. */
static bool is_around(const char *path, const char *inner)
{
	size_t n = jx_text_begins_with(inner, path);
	return n > 0 && (inner[n] == '\0' || inner[n] == '.' || inner[n] == '[');
}

bool jx_remark_is_about(const char *remark, const char *path)
{
	return is_around(path, remark);
}

static size_t add_text(char out[REMARK_BYTES], size_t n, const char *text)
{
	return n + jx_text_copy(out + n, REMARK_BYTES - n, text);
}

void jx_write_remarks(struct jx_writing *writing, const struct jx_cell_writing *cell, bool is_exact)
{
	char text[REMARK_BYTES] = "";
	size_t n = 0;
	for (size_t i = 0; i < writing->contents->n_remarks; i++) {
		const struct jx_form_remark *remark = &writing->contents->remarks[i];
		bool is_here =
			is_exact ? strcmp(remark->path, cell->path) == 0
				 : is_around(cell->path, remark->path) || is_around(remark->path, cell->path);
		if (writing->places[i].sheet != NULL || !is_here)
			continue;
		n = add_text(text, n, n > 0 ? "\n" : "");
		n = add_text(text, n, remark->text);
		n = add_text(text, n, remark->advice[0] != '\0' ? "\n→ " : "");
		n = add_text(text, n, remark->advice);
		writing->places[i] = (struct jx_remark_place){cell->sheet_name, cell->row, cell->column};
	}
	if (n == 0)
		return;
	lxw_comment_options options = {.author = AUTHOR, .x_scale = 2.0, .y_scale = 1.5};
	(void)worksheet_write_comment_opt(cell->sheet, cell->row, cell->column, text, &options);
}

/* ---- beside a row: issues of finance, and the cell for the reply ---- */

/* True for an issue that stands in a row that can be filled in. */
static bool is_beside(const struct jx_writing *writing, size_t i, const char *sheet_name)
{
	const struct jx_remark_place *place = &writing->places[i];
	return writing->contents->remarks[i].issue != 0 && place->sheet != NULL &&
	       place->row >= JX_WRITE_HEAD_ROWS && strcmp(place->sheet, sheet_name) == 0;
}

/* Writes the issues of the row that one of them stands in; again for each of them, with the same result. */
static void write_issues_of_row(struct jx_writing *writing, lxw_worksheet *sheet, size_t of, uint16_t column)
{
	char numbers[PLACE_BYTES] = "";
	char text[REMARK_BYTES] = "";
	size_t n = 0;
	size_t n_numbers = 0;
	const struct jx_remark_place *place = &writing->places[of];
	for (size_t i = 0; i < writing->contents->n_remarks; i++) {
		const struct jx_form_remark *remark = &writing->contents->remarks[i];
		if (!is_beside(writing, i, place->sheet) || writing->places[i].row != place->row)
			continue;
		char number[16];
		(void)snprintf(number, sizeof(number), "%s%" PRIu32, n > 0 ? " " : "", remark->issue);
		n_numbers += jx_text_copy(numbers + n_numbers, sizeof(numbers) - n_numbers, number);
		n = add_text(text, n, n > 0 ? "\n" : "");
		n = add_text(text, n, remark->text);
	}
	(void)worksheet_write_string(sheet, place->row, column, numbers, writing->label);
	(void)worksheet_write_string(sheet, place->row, (lxw_col_t)(column + 1), text, writing->label);
	(void)worksheet_write_blank(
		sheet, place->row, (lxw_col_t)(column + 2), jx_writing_text(writing, JX_LOOKS_REQUIRED));
}

void jx_write_issue_columns(
	struct jx_writing *writing, lxw_worksheet *sheet, const char *sheet_name, uint16_t column)
{
	static const char *const keys[] = {JX_FORM_KEY_ISSUE, "#issue", JX_FORM_KEY_REPLY};
	static const char *const headings[] = {"意见编号", "财政意见", "对意见的答复"};
	static const double widths[] = {8, 40, 40};
	bool has_any = false;
	for (size_t i = 0; i < writing->contents->n_remarks; i++) {
		if (!is_beside(writing, i, sheet_name))
			continue;
		write_issues_of_row(writing, sheet, i, column);
		has_any = true;
	}
	for (lxw_col_t i = 0; has_any && i < (lxw_col_t)JX_COUNT_OF(keys); i++) {
		lxw_col_t at = (lxw_col_t)(column + i);
		(void)worksheet_write_string(sheet, 0, at, keys[i], NULL);
		(void)worksheet_write_string(sheet, JX_WRITE_HEAD_ROWS - 1, at, headings[i], writing->head);
		(void)worksheet_set_column(sheet, at, at, widths[i], NULL);
	}
}

/* ---- all of them in a sheet ---- */

enum list_column { LIST_KEY, LIST_NUMBER, LIST_KIND, LIST_PLACE, LIST_TEXT, LIST_ADVICE, LIST_REPLY, LIST_N };

static void write_link(struct jx_writing *writing, lxw_worksheet *sheet, uint32_t row, size_t i)
{
	const struct jx_remark_place *place = &writing->places[i];
	char link[PLACE_BYTES];
	char shown[PLACE_BYTES];
	char cell[JX_CELL_NAME_BYTES];
	if (place->sheet == NULL) {
		(void)worksheet_write_string(
			sheet, row, LIST_PLACE, writing->contents->remarks[i].path, writing->plain);
		return;
	}
	(void)jx_grid_place(place->row, place->column, cell);
	(void)snprintf(link, sizeof(link), "internal:'%s'!%s", place->sheet, cell);
	(void)snprintf(shown, sizeof(shown), "%s!%s", place->sheet, cell);
	(void)worksheet_write_url_opt(sheet, row, LIST_PLACE, link, NULL, shown, NULL);
}

/* The cell for the reply to an issue that stands in no row: whole lists, whole reports. */
static void write_reply(struct jx_writing *writing, lxw_worksheet *sheet, uint32_t row, size_t i)
{
	const struct jx_remark_place *place = &writing->places[i];
	if (writing->contents->remarks[i].issue != 0 &&
		(place->sheet == NULL || place->row < JX_WRITE_HEAD_ROWS))
		(void)worksheet_write_blank(
			sheet, row, LIST_REPLY, jx_writing_text(writing, JX_LOOKS_REQUIRED));
}

/* Writes keys, title and headings, as all sheets have them. @param n  columns. */
static void write_head(struct jx_writing *writing, lxw_worksheet *sheet, lxw_col_t n)
{
	static const struct words headings[LIST_N] = {{JX_FORM_KEY_HEAD, JX_FORM_KEY_HEAD}, {"序号", "No."},
		{"级别", "Kind"}, {"位置", "Place"}, {"问题", "Problem"}, {"怎么改", "How to mend it"},
		{"答复（没有位置的填这里）", "Reply (to what has no place)"}};
	static const double widths[LIST_N] = {4, 8, 10, 24, 60, 60, 40};
	const char *submission = writing->contents->submission;
	char mark[PLACE_BYTES] = JX_FORM_MARK_FINDINGS;
	if (submission != NULL)
		(void)snprintf(mark, sizeof(mark), "%s%s", JX_FORM_MARK_ISSUES, submission);
	(void)worksheet_write_string(sheet, 0, LIST_KEY, mark, NULL);
	if (submission != NULL) {
		(void)worksheet_write_string(sheet, 0, LIST_NUMBER, JX_FORM_KEY_ISSUE, NULL);
		(void)worksheet_write_string(sheet, 0, LIST_REPLY, JX_FORM_KEY_REPLY, NULL);
	}
	(void)worksheet_write_string(sheet, 1, LIST_NUMBER, writing->contents->title, writing->title);
	for (lxw_col_t i = 0; i < n; i++) {
		(void)worksheet_write_string(
			sheet, JX_WRITE_HEAD_ROWS - 1, i, word(writing, headings[i]), writing->head);
		(void)worksheet_set_column(sheet, i, i, widths[i], NULL);
	}
}

void jx_write_remark_list(struct jx_writing *writing, lxw_worksheet *sheet)
{
	static const struct words kinds[] = {{"必改", "correct"}, {"说明", "explain"}, {"提示", "note"}};
	const struct jx_form_contents *contents = writing->contents;
	write_head(writing, sheet, contents->submission != NULL ? LIST_N : LIST_REPLY);
	for (size_t i = 0; i < contents->n_remarks; i++) {
		const struct jx_form_remark *remark = &contents->remarks[i];
		uint32_t row = JX_WRITE_HEAD_ROWS + (uint32_t)i;
		(void)worksheet_write_number(sheet, row, LIST_NUMBER,
			remark->issue != 0 ? remark->issue : (double)(i + 1), writing->plain);
		(void)worksheet_write_string(
			sheet, row, LIST_KIND, word(writing, kinds[remark->kind]), writing->plain);
		write_link(writing, sheet, row, i);
		(void)worksheet_write_string(sheet, row, LIST_TEXT, remark->text, writing->plain);
		(void)worksheet_write_string(sheet, row, LIST_ADVICE, remark->advice, writing->plain);
		write_reply(writing, sheet, row, i);
	}
}
