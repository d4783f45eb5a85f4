/*
 * jixiao export: everything accepted, row by row as it arrives.
 *
 * JSON lines hold the whole content, from which anybody can recompute every digest. CSV holds one row for each
 * department with its principal figures: money in 元, rates in percent. A file appears when it is whole.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/commands.h"
#include "client/csv.h"
#include "client/figures.h"
#include "client/i18n.h"
#include "client/lists.h"
#include "client/words.h"
#include "jixiao/v1/rankings.pb-c.h"
#include "proto/contract/json.h"

#define TEXT_BYTES 512

struct exporting {
	FILE *stream;
	bool is_csv;
	struct jx_csv_writer csv;
	size_t n;
};

static const char *const HEAD[] = {"version", "department", "department_title", "digest", "reviewed_score"};

static void put_headings(struct exporting *exporting)
{
	for (size_t i = 0; i < sizeof(HEAD) / sizeof(HEAD[0]); i++)
		jx_csv_write(&exporting->csv, HEAD[i]);
	for (size_t i = 0; i < jx_figures_count(); i++)
		jx_csv_write(&exporting->csv, jx_figures_key(i));
	jx_csv_end_row(&exporting->csv);
}

static void put_row(struct exporting *exporting, const Jixiao__V1__ExportRow *row)
{
	char text[TEXT_BYTES], raw[TEXT_BYTES], score[JX_FIGURE_TEXT_BYTES];
	jx_csv_write(&exporting->csv, row->version);
	jx_csv_write(
		&exporting->csv, row->submission != NULL ? jx_last_part(row->submission->department) : "");
	jx_csv_write(&exporting->csv, row->department_title);
	jx_csv_write(&exporting->csv, row->digest);
	jx_csv_write(&exporting->csv, jx_words_decimal(row->reviewed_score, score));
	for (size_t i = 0; i < jx_figures_count(); i++) {
		raw[0] = '\0';
		if (row->submission != NULL)
			jx_figures_write(row->submission, i, text, raw, sizeof(raw));
		jx_csv_write(&exporting->csv, raw);
	}
	jx_csv_end_row(&exporting->csv);
}

static enum jx_status on_json_text(void *user, const char *text, size_t n_bytes)
{
	return fwrite(text, 1, n_bytes, user) == n_bytes ? JX_OK : JX_UNKNOWN;
}

static enum jx_status on_message(void *user, const ProtobufCMessage *message, struct jx_error *error)
{
	struct exporting *exporting = user;
	const Jixiao__V1__ExportRow *row = ((const Jixiao__V1__ExportResponse *)message)->row;
	if (row == NULL)
		return JX_OK;
	exporting->n++;
	if (exporting->is_csv) {
		put_row(exporting, row);
	} else {
		struct jx_json_sink sink = {.on_text = on_json_text, .user = exporting->stream};
		enum jx_status status = jx_json_write_to(&row->base, JX_JSON_CANONICAL, &sink, error);
		if (status != JX_OK && !ferror(exporting->stream))
			return status;
		(void)fputc('\n', exporting->stream);
	}
	if (!ferror(exporting->stream))
		return JX_OK;
	return jx_fail(error, JX_REASON_LOCAL_FILE_FAILED, "--out", strerror(errno), NULL);
}

static enum jx_status run(struct jx_app *app, const struct jx_args *args, FILE *stream, size_t *ret_n)
{
	Jixiao__V1__ExportRequest request = JIXIAO__V1__EXPORT_REQUEST__INIT;
	struct exporting exporting = {.stream = stream};
	char round[JX_NAME_BYTES];
	enum jx_status status = JX_OK;
	if (args->n_operands > 0) {
		status = jx_find_round(app, args->operands[0], JX_ROUND_NEWEST, round);
		request.round = round;
	}
	if (status == JX_OK)
		status = jx_app_connect(app);
	if (status != JX_OK)
		return status;
	exporting.is_csv = app->output == JX_OUTPUT_CSV || app->output == JX_OUTPUT_CSV_EXCEL;
	jx_csv_writer_init(
		&exporting.csv, stream, app->output == JX_OUTPUT_CSV_EXCEL ? JX_CSV_EXCEL : JX_CSV_PLAIN);
	if (exporting.is_csv)
		put_headings(&exporting);
	struct jx_rpc_stream call = {.path = "/jixiao.v1.RankingService/Export",
		.request = &request.base,
		.on_message = on_message,
		.user = &exporting};
	status = jx_rpc_stream(app->rpc, &call, &app->error);
	*ret_n = exporting.n;
	return status;
}

/* To a file beside the wanted one, which takes its place when all of it is on disk. */
static enum jx_status run_to_file(
	struct jx_app *app, const struct jx_args *args, const char *path, size_t *ret_n)
{
	char temporary[JX_FILE_PATH_BYTES];
	if (snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= (int)sizeof(temporary))
		return jx_app_fail(app, JX_REASON_LOCAL_FILE_FAILED, path, strerror(ENAMETOOLONG), NULL);
	int fd = mkstemp(temporary);
	FILE *stream = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (stream == NULL)
		return jx_app_fail(app, JX_REASON_LOCAL_FILE_FAILED, path, strerror(errno), NULL);
	enum jx_status status = run(app, args, stream, ret_n);
	bool is_kept = fflush(stream) == 0 && fsync(fd) == 0;
	is_kept = fclose(stream) == 0 && is_kept;
	if (status == JX_OK && (!is_kept || rename(temporary, path) != 0))
		status = jx_app_fail(app, JX_REASON_LOCAL_FILE_FAILED, path, strerror(errno), NULL);
	if (status != JX_OK)
		(void)unlink(temporary);
	return status;
}

enum jx_status cmd_export(struct jx_app *app, const struct jx_args *args)
{
	const char *path = jx_args_value(args, "out");
	size_t n = 0;
	enum jx_status status =
		path != NULL ? run_to_file(app, args, path, &n) : run(app, args, app->terminal.out, &n);
	if (status != JX_OK)
		return status;
	jx_note(&app->terminal, ngettext("%zu report exported", "%zu reports exported", n), n);
	return JX_OK;
}
