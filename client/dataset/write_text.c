/* An export as text: one table as CSV, all of them as one JSON object. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/dataset/writer_private.h"
#include "client/screen/terminal.h"
#include "client/text/csv.h"

static enum jx_status check(FILE *stream, struct jx_error *error)
{
	return ferror(stream) ? jx_data_fail_system(errno, error) : JX_OK;
}

/* ---- CSV ---- */

struct csv {
	const struct jx_data_target *target;
	struct jx_csv_writer writer;
};

static enum jx_status open_csv(const struct jx_data_target *target, void **ret_user, struct jx_error *error)
{
	struct csv *csv = calloc(1, sizeof(*csv));
	if (csv == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	csv->target = target;
	jx_csv_writer_init(&csv->writer, target->stream,
		target->form == JX_DATA_CSV_EXCEL ? JX_CSV_EXCEL : JX_CSV_PLAIN);
	csv->writer.is_for_screen = target->is_for_screen;
	for (size_t id = 0; id < JX_DATA_TABLES; id++) {
		const struct jx_data_table *table = &target->dataset->tables[id];
		if (!jx_data_wants(target, (enum jx_data_table_id)id))
			continue;
		for (size_t i = 0; i < table->n_columns; i++)
			jx_csv_write(&csv->writer, target->has_titles
							   ? table->columns[i].title[target->language]
							   : table->columns[i].key);
		jx_csv_end_row(&csv->writer);
	}
	*ret_user = csv;
	return JX_OK;
}

static enum jx_status put_csv(
	void *user, enum jx_data_table_id id, const struct jx_datum *cells, struct jx_error *error)
{
	struct csv *csv = user;
	for (size_t i = 0; i < csv->target->dataset->tables[id].n_columns; i++)
		jx_csv_write(&csv->writer, cells[i].text);
	jx_csv_end_row(&csv->writer);
	return check(csv->target->stream, error);
}

static enum jx_status close_csv(void *user, struct jx_error *error)
{
	const struct csv *csv = user;
	return check(csv->target->stream, error);
}

const struct jx_data_way jx_data_way_csv = {
	.open = open_csv, .put = put_csv, .close = close_csv, .free = free};

/* ---- JSON ---- */

/* Rows come in the order of reports: each table is kept in a file without a name until all are there. */
struct json {
	const struct jx_data_target *target;
	FILE *files[JX_DATA_TABLES];
	size_t n_rows[JX_DATA_TABLES];
};

static void free_json(void *user)
{
	struct json *json = user;
	for (size_t id = 0; id < JX_DATA_TABLES; id++)
		if (json->files[id] != NULL)
			(void)fclose(json->files[id]);
	free(json);
}

static enum jx_status open_json(const struct jx_data_target *target, void **ret_user, struct jx_error *error)
{
	struct json *json = calloc(1, sizeof(*json));
	if (json == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	json->target = target;
	for (size_t id = 0; id < JX_DATA_TABLES; id++) {
		json->files[id] = tmpfile();
		if (json->files[id] == NULL) {
			int problem = errno;
			free_json(json);
			return jx_data_fail_system(problem, error);
		}
	}
	*ret_user = json;
	return JX_OK;
}

static enum jx_status put_json(
	void *user, enum jx_data_table_id id, const struct jx_datum *cells, struct jx_error *error)
{
	struct json *json = user;
	const struct jx_data_table *table = &json->target->dataset->tables[id];
	FILE *file = json->files[id];
	(void)fputs(json->n_rows[id]++ > 0 ? ",{" : "{", file);
	for (size_t i = 0; i < table->n_columns; i++) {
		(void)fprintf(file, "%s\"%s\":", i > 0 ? "," : "", table->columns[i].key);
		enum jx_status status = jx_data_put_json(file, &table->columns[i], &cells[i], error);
		if (status != JX_OK)
			return status;
	}
	(void)fputc('}', file);
	return check(file, error);
}

/* Characters are not cut: the pieces for a screen end with a row's ASCII. */
static enum jx_status copy(FILE *from, const struct jx_data_target *target, struct jx_error *error)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	rewind(from);
	while ((n = getdelim(&line, &room, '}', from)) > 0) {
		if (target->is_for_screen)
			jx_terminal_put_json(target->stream, line, (size_t)n);
		else
			(void)fwrite(line, 1, (size_t)n, target->stream);
	}
	free(line);
	if (ferror(from))
		return jx_data_fail_system(errno, error);
	return check(target->stream, error);
}

static enum jx_status close_json(void *user, struct jx_error *error)
{
	struct json *json = user;
	FILE *stream = json->target->stream;
	size_t n = 0;
	(void)fputc('{', stream);
	for (size_t id = 0; id < JX_DATA_TABLES; id++) {
		if (!jx_data_wants(json->target, (enum jx_data_table_id)id))
			continue;
		(void)fprintf(
			stream, "%s\n\"%s\":[", n++ > 0 ? "," : "", json->target->dataset->tables[id].key);
		enum jx_status status = copy(json->files[id], json->target, error);
		if (status != JX_OK)
			return status;
		(void)fputc(']', stream);
	}
	(void)fputs("\n}\n", stream);
	return check(stream, error);
}

const struct jx_data_way jx_data_way_json = {
	.open = open_json, .put = put_json, .close = close_json, .free = free_json};
