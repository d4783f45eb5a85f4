#include "client/dataset/writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/dataset/writer_private.h"

struct jx_data_writer {
	const struct jx_data_way *way;
	const struct jx_data_target *target;
	void *user;
};

static const struct jx_data_way *const WAYS[] = {
	[JX_DATA_CSV] = &jx_data_way_csv,
	[JX_DATA_CSV_EXCEL] = &jx_data_way_csv,
	[JX_DATA_JSON] = &jx_data_way_json,
	[JX_DATA_WORKBOOK] = &jx_data_way_workbook,
	[JX_DATA_PACKAGE] = &jx_data_way_package,
	[JX_DATA_DATABASE] = &jx_data_way_database,
};

enum jx_status jx_data_writer_open(
	const struct jx_data_target *target, struct jx_data_writer **ret_writer, struct jx_error *error)
{
	struct jx_data_writer *writer = calloc(1, sizeof(*writer));
	if (writer == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	writer->way = WAYS[target->form];
	writer->target = target;
	enum jx_status status = writer->way->open(target, &writer->user, error);
	if (status == JX_OK)
		*ret_writer = writer;
	else
		free(writer);
	return status;
}

static enum jx_status put_row(
	void *user, enum jx_data_table_id table, const struct jx_datum *cells, struct jx_error *error)
{
	struct jx_data_writer *writer = user;
	if (!jx_data_wants(writer->target, table))
		return JX_OK;
	return writer->way->put(writer->user, table, cells, error);
}

struct jx_data_sink jx_data_writer_sink(struct jx_data_writer *writer)
{
	return (struct jx_data_sink){.put = put_row, .user = writer};
}

enum jx_status jx_data_writer_close(struct jx_data_writer *writer, struct jx_error *error)
{
	return writer->way->close(writer->user, error);
}

void jx_data_writer_free(struct jx_data_writer *writer)
{
	if (writer == NULL)
		return;
	writer->way->free(writer->user);
	free(writer);
}

/* ---- what the forms have in common ---- */

enum jx_status jx_data_fail(const char *what, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT("--out"), JX_TEXT(what)));
}

enum jx_status jx_data_fail_system(int code, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT("--out"), JX_SYSTEM(code)));
}

enum jx_status jx_data_put_json(FILE *stream, const struct jx_data_column *column,
	const struct jx_datum *datum, struct jx_error *error)
{
	if (datum->text != NULL && (column->type == JX_DATA_TEXT || column->type == JX_DATA_TIME))
		return jx_data_put_json_text(stream, datum->text, error);
	if (fputs(datum->text != NULL ? datum->text : "null", stream) == EOF)
		return jx_data_fail_system(errno, error);
	return JX_OK;
}

const char *jx_data_title(enum jx_language language)
{
	return language == JX_ZH ? "部门整体支出绩效自评数据" : "Self-evaluations of departments";
}
