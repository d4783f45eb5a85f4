#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "client/form/national/national.h"
#include "proto/contract/message/field.h"
#include "proto/contract/message/json/json.h"

#define WIDTH 20

static void write_table(lxw_workbook *book, size_t table, const struct jx_national_rows *rows)
{
	const struct jx_national_table *kind = &jx_national_tables[table];
	lxw_worksheet *sheet = workbook_add_worksheet(book, kind->name);
	lxw_format *head = workbook_add_format(book);
	lxw_format *text = workbook_add_format(book);
	format_set_bold(head);
	format_set_num_format(text, "@");
	worksheet_freeze_panes(sheet, 2, 0);
	for (size_t i = 0; i < kind->n_fields; i++) {
		lxw_col_t column = (lxw_col_t)i;
		(void)worksheet_set_column(sheet, column, column, WIDTH, NULL);
		(void)worksheet_write_string(sheet, 0, column, kind->fields[i].name, head);
		(void)worksheet_write_string(sheet, 1, column, kind->fields[i].title, head);
		for (size_t j = 0; j < rows->n; j++)
			(void)worksheet_write_string(
				sheet, (lxw_row_t)(j + 2), column, rows->cells[j][i], text);
	}
}

enum jx_status jx_national_write(const struct jx_national *national, const char *path, struct jx_error *error)
{
	lxw_workbook *book = workbook_new(path);
	if (book == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	for (size_t i = 0; i < JX_NATIONAL_TABLES; i++)
		write_table(book, i, &national->tables[i]);
	lxw_error closed = workbook_close(book);
	if (closed == LXW_NO_ERROR)
		return JX_OK;
	return jx_fail_with(
		error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_TEXT(lxw_strerror(closed))));
}

/* ---- JSON ---- */

static enum jx_status put_text(void *user, const char *text, size_t n_bytes)
{
	FILE *out = user;
	return fwrite(text, 1, n_bytes, out) == n_bytes ? JX_OK : JX_UNAVAILABLE;
}

static void put(FILE *out, const char *text)
{
	(void)fprintf(out, "%s", text);
}

/* Writes a text as JSON, by the writer of messages. */
static enum jx_status put_string(FILE *out, const char *text)
{
	JxLocalizedText holder = JX_LOCALIZED_TEXT_INIT;
	const struct jx_json_sink sink = {.on_text = put_text, .user = out};
	holder.zh = (char *)text;
	return jx_json_write_value(&holder.base, jx_field_find(holder.base.descriptor, "zh", 2),
		JX_JSON_WHOLE_FIELD, &sink, NULL);
}

static enum jx_status put_row(FILE *out, const struct jx_national_table *kind, char *const *cells)
{
	size_t n = 0;
	put(out, "\n    {");
	for (size_t i = 0; i < kind->n_fields; i++) {
		if (cells[i][0] == '\0')
			continue;
		(void)fprintf(out, "%s\"%s\": ", n++ > 0 ? ", " : "", kind->fields[i].name);
		enum jx_status status = put_string(out, cells[i]);
		if (status != JX_OK)
			return status;
	}
	put(out, "}");
	return JX_OK;
}

static enum jx_status put_tables(FILE *out, const struct jx_national *national)
{
	put(out, "{");
	for (size_t i = 0; i < JX_NATIONAL_TABLES; i++) {
		const struct jx_national_table *kind = &jx_national_tables[i];
		const struct jx_national_rows *rows = &national->tables[i];
		(void)fprintf(out, "%s\n  \"%s\": [", i > 0 ? "," : "", kind->name);
		for (size_t j = 0; j < rows->n; j++) {
			put(out, j > 0 ? "," : "");
			enum jx_status status = put_row(out, kind, rows->cells[j]);
			if (status != JX_OK)
				return status;
		}
		put(out, rows->n > 0 ? "\n  ]" : "]");
	}
	put(out, "\n}\n");
	return JX_OK;
}

enum jx_status jx_national_json(
	const struct jx_national *national, struct jx_arena *arena, char **ret_text, size_t *ret_n)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	if (out == NULL)
		return JX_UNAVAILABLE;
	enum jx_status status = put_tables(out, national);
	if (fclose(out) != 0)
		status = JX_UNAVAILABLE;
	if (status == JX_OK) {
		*ret_text = jx_arena_alloc(arena, n + 1);
		*ret_n = n;
		if (*ret_text != NULL)
			memcpy(*ret_text, text, n + 1);
		else
			status = JX_UNAVAILABLE;
	}
	free(text);
	return status;
}
