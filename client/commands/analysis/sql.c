/*
 * jixiao sql: one statement that reads a database that export has made. No network.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/commands/commands.h"
#include "client/dataset/json_text.h"
#include "client/dataset/query.h"
#include "client/text/csv.h"
#include "client/text/i18n.h"
#include "proto/contract/base/limits.h"

/* An answer on its way out: as a table, which is held until all of it is there; else row by row. */
struct answer {
	struct jx_app *app;
	struct jx_csv_writer csv;
	struct jx_column *columns; /* in the app's arena */
	size_t n_columns;
	size_t n_rows;
	struct jx_table table;
};

static bool is_csv(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_CSV || app->output == JX_OUTPUT_CSV_EXCEL;
}

/* ---- JSON ---- */

static enum jx_status put_object(
	const struct answer *answer, FILE *out, const struct jx_query_value *values, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	(void)fputc('{', out);
	for (size_t i = 0; i < answer->n_columns && status == JX_OK; i++) {
		(void)fputs(i > 0 ? "," : "", out);
		status = jx_data_put_json_text(out, answer->columns[i].key, error);
		(void)fputc(':', out);
		if (status != JX_OK)
			break;
		if (values[i].text == NULL)
			(void)fputs("null", out);
		else if (values[i].is_number)
			(void)fputs(values[i].text, out);
		else
			status = jx_data_put_json_text(out, values[i].text, error);
	}
	(void)fputc('}', out);
	return status;
}

static enum jx_status put_columns(const struct answer *answer, FILE *out, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	(void)fputs("{\"columns\":[", out);
	for (size_t i = 0; i < answer->n_columns && status == JX_OK; i++) {
		(void)fputs(i > 0 ? "," : "", out);
		status = jx_data_put_json_text(out, answer->columns[i].key, error);
	}
	(void)fputs("],\"rows\":[", out);
	return status;
}

/* Writes a piece of JSON: the columns, or with values a row. */
static enum jx_status put_piece(
	struct answer *answer, const struct jx_query_value *values, struct jx_error *error)
{
	struct jx_app *app = answer->app;
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	if (out == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	bool is_document = app->output == JX_OUTPUT_JSON;
	enum jx_status status = values != NULL ? JX_OK : put_columns(answer, out, error);
	if (values != NULL) {
		(void)fputs(is_document && answer->n_rows > 1 ? ",\n" : is_document ? "\n" : "", out);
		status = put_object(answer, out, values, error);
		(void)fputs(is_document ? "" : "\n", out);
	}
	if (fclose(out) != 0 && status == JX_OK)
		status = jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (status == JX_OK)
		jx_app_put_json(app, text);
	free(text);
	return status;
}

/* ---- columns and rows ---- */

static enum jx_status on_columns(void *user, const char *const *names, size_t n, struct jx_error *error)
{
	struct answer *answer = user;
	struct jx_app *app = answer->app;
	answer->columns = jx_arena_calloc(&app->arena, n, sizeof(*answer->columns));
	answer->n_columns = n;
	for (size_t i = 0; i < n && answer->columns != NULL; i++) {
		const char *name = jx_arena_strdup(&app->arena, names[i]);
		answer->columns[i] = (struct jx_column){.key = name, .title = name, .wraps = true};
		if (name == NULL)
			answer->columns = NULL;
	}
	if (answer->columns == NULL)
		return jx_arena_fail(&app->arena, error);
	if (app->output == JX_OUTPUT_JSON)
		return put_piece(answer, NULL, error);
	for (size_t i = 0; i < n && is_csv(app); i++)
		jx_csv_write(&answer->csv, names[i]);
	if (is_csv(app))
		jx_csv_end_row(&answer->csv);
	if (jx_app_wants_text(app) && n > JX_TABLE_MAX_COLUMNS)
		return jx_fail_with(
			error, JX_REASON_TABLE_TOO_WIDE, JX_ARGS(JX_U64(n), JX_U64(JX_TABLE_MAX_COLUMNS)));
	if (jx_app_wants_text(app))
		jx_table_init(&answer->table, &app->arena, answer->columns, n);
	return JX_OK;
}

static enum jx_status on_row(
	void *user, const struct jx_query_value *values, size_t n, struct jx_error *error)
{
	struct answer *answer = user;
	struct jx_app *app = answer->app;
	answer->n_rows++;
	if (jx_app_wants_json(app))
		return put_piece(answer, values, error);
	if (is_csv(app)) {
		for (size_t i = 0; i < n; i++)
			jx_csv_write(&answer->csv, values[i].text);
		jx_csv_end_row(&answer->csv);
		return JX_OK;
	}
	jx_table_add_row(&answer->table);
	for (size_t i = 0; i < n; i++) {
		jx_table_set(&answer->table, i, values[i].text);
		if (values[i].is_number)
			answer->columns[i].is_right = true;
	}
	return answer->table.status == JX_OK ? JX_OK : jx_arena_fail(&app->arena, error);
}

enum jx_status cmd_sql(struct jx_app *app, const struct jx_args *args)
{
	struct answer answer = {.app = app};
	const struct jx_query query = {.path = jx_args_operand(args, 0),
		.statement = jx_args_operand(args, 1),
		.max_ms = app->patience.is_chosen ? app->patience.left_ms : JX_MAX_QUERY_MS,
		.on_columns = on_columns,
		.on_row = on_row,
		.user = &answer};
	jx_csv_writer_init(&answer.csv, app->terminal.out,
		app->output == JX_OUTPUT_CSV_EXCEL ? JX_CSV_EXCEL : JX_CSV_PLAIN);
	answer.csv.is_for_screen = app->terminal.is_tty;
	enum jx_status status = jx_query_run(&query, &app->error);
	if (status != JX_OK)
		return status;
	if (app->output == JX_OUTPUT_JSON)
		jx_app_put_json(app, answer.n_rows > 0 ? "\n]}\n" : "]}\n");
	if (jx_app_wants_text(app))
		return jx_app_print_table(app, &answer.table);
	return JX_OK;
}
