/*
 * jixiao export: everything accepted, row by row as it arrives; or a publication with all that recomputing it requires.
 *
 * JSON lines hold the whole report, from which anybody can recompute every digest. CSV holds one row for each
 * department with its principal figures: money in 元, rates in percent. A file appears when it is whole.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/history.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/print/ranking_table.h"
#include "client/screen/key_figures.h"
#include "client/screen/labels.h"
#include "client/text/csv.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/unknown.h"

#define TEXT_BYTES 512

struct exporting {
	FILE *stream;
	bool is_screen; /* the stream is a terminal */
	bool is_csv;
	struct jx_csv_writer csv;
	size_t n; /* reports, of a publication bytes */
};

static const char *const HEAD[] = {
	"version", "department", "department_title", "digest", "reviewed_score", "is_late", "is_unanswered"};

static void put_headings(struct exporting *exporting)
{
	for (size_t i = 0; i < JX_COUNT_OF(HEAD); i++)
		jx_csv_write(&exporting->csv, HEAD[i]);
	for (size_t i = 0; i < jx_key_figures_count(); i++)
		jx_csv_write(&exporting->csv, jx_key_figures_key(i));
	jx_csv_end_row(&exporting->csv);
}

static void put_row(struct exporting *exporting, const JxExportRow *row)
{
	char text[TEXT_BYTES], raw[TEXT_BYTES], score[JX_FIGURE_TEXT_BYTES];
	jx_csv_write(&exporting->csv, row->version_name);
	jx_csv_write(&exporting->csv, row->report != NULL ? jx_name_last(row->report->department) : "");
	jx_csv_write(&exporting->csv, row->department_title);
	jx_csv_write(&exporting->csv, row->digest);
	jx_csv_write(&exporting->csv, jx_label_decimal(row->reviewed_score, score));
	jx_csv_write(&exporting->csv, row->is_late ? "true" : "false");
	jx_csv_write(&exporting->csv, row->is_unanswered ? "true" : "false");
	for (size_t i = 0; i < jx_key_figures_count(); i++) {
		raw[0] = '\0';
		if (row->report != NULL)
			jx_key_figures_write(row->report, i, text, raw, sizeof(raw));
		jx_csv_write(&exporting->csv, raw);
	}
	jx_csv_end_row(&exporting->csv);
}

/* A line of JSON on its way to the file. */
struct line {
	const struct exporting *exporting;
	size_t n_bytes;
};

static enum jx_status on_json_text(void *user, const char *text, size_t n_bytes)
{
	struct line *line = user;
	FILE *stream = line->exporting->stream;
	line->n_bytes += n_bytes;
	if (line->exporting->is_screen)
		jx_terminal_put_json(stream, text, n_bytes);
	else
		(void)fwrite(text, 1, n_bytes, stream);
	return ferror(stream) ? JX_UNKNOWN : JX_OK;
}

static enum jx_status fail_file(struct jx_error *error)
{
	return jx_fail_with(
		error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT("--out"), JX_TEXT(strerror(errno))));
}

/* A line that nobody could read again, or verify, is refused here, and not when it is needed. */
static enum jx_status put_line(
	const struct exporting *exporting, const ProtobufCMessage *message, struct jx_error *error)
{
	FILE *stream = exporting->stream;
	struct line line = {.exporting = exporting};
	const struct jx_json_sink sink = {.on_text = on_json_text, .user = &line};
	enum jx_status status = jx_message_check_known(message, error);
	if (status != JX_OK)
		return status;
	status = jx_json_write_to(message, JX_JSON_CANONICAL, &sink, error);
	if (ferror(stream) || (status == JX_OK && fputc('\n', stream) == EOF))
		return fail_file(error);
	if (status != JX_OK || line.n_bytes <= JX_MAX_JSON_BYTES)
		return status;
	return jx_fail_with(
		error, JX_REASON_MESSAGE_TOO_LARGE, JX_ARGS(JX_U64(line.n_bytes), JX_U64(JX_MAX_JSON_BYTES)));
}

static enum jx_status on_row(void *user, const ProtobufCMessage *message, struct jx_error *error)
{
	struct exporting *exporting = user;
	JxExportRow *row = ((const JxExportReportsResponse *)message)->row;
	if (row == NULL)
		return JX_OK;
	exporting->n++;
	if (!exporting->is_csv)
		return put_line(exporting, &row->base, error);
	put_row(exporting, row);
	return ferror(exporting->stream) ? fail_file(error) : JX_OK;
}

static enum jx_status run_stream(struct jx_app *app, const ProtobufCMessage *request,
	jx_rpc_on_message on_message, struct exporting *exporting)
{
	enum jx_status status = jx_app_connect(app);
	if (status == JX_OK)
		status = jx_history_check(app);
	if (status != JX_OK)
		return status;
	const struct jx_rpc_stream call = {.request = request, .on_message = on_message, .user = exporting};
	return jx_rpc_stream(app->rpc, &call, &app->error);
}

/* ---- a publication ---- */

/* The file comes whole: what it says is for verify-publication to find out. */
static enum jx_status on_piece(void *user, const ProtobufCMessage *message, struct jx_error *error)
{
	struct exporting *exporting = user;
	const ProtobufCBinaryData *piece = &((const JxGetPublicationFileResponse *)message)->piece;
	exporting->n += piece->len;
	if (exporting->is_screen)
		jx_terminal_put_json(exporting->stream, (const char *)piece->data, piece->len);
	else
		(void)fwrite(piece->data, 1, piece->len, exporting->stream);
	return ferror(exporting->stream) ? fail_file(error) : JX_OK;
}

static enum jx_status export_publication(
	struct jx_app *app, const char *round, const char *number, struct exporting *exporting)
{
	JxGetPublicationFileRequest request = JX_GET_PUBLICATION_FILE_REQUEST_INIT;
	char name[JX_RESOURCE_NAME_BYTES];
	(void)snprintf(name, sizeof(name), "%s/publications/%s", round, number);
	request.name = name;
	return run_stream(app, &request.base, on_piece, exporting);
}

/* ---- the command ---- */

static enum jx_status export_to(struct jx_app *app, const struct jx_args *args, FILE *stream, size_t *ret_n)
{
	static const struct jx_option_range numbers = {
		.least = 1, .most = UINT32_MAX, .expected = "1, 2, ..., latest"};
	JxExportReportsRequest request = JX_EXPORT_REPORTS_REQUEST_INIT;
	const char *number = jx_args_value(args, "publication");
	struct exporting exporting = {.stream = stream,
		.is_screen = stream == app->terminal.out && app->terminal.is_tty,
		.is_csv = app->output == JX_OUTPUT_CSV || app->output == JX_OUTPUT_CSV_EXCEL};
	enum jx_status status = JX_OK;
	if (number != NULL && strcmp(number, "latest") != 0)
		status = jx_option_number(app, "publication", number, &numbers, &(uint64_t){0});
	if (status != JX_OK)
		return status;
	/* Refused before the first line is written: only what is published is for everybody. */
	if (app->is_public && number == NULL) {
		const char *round = jx_args_operand(args, 0);
		return jx_app_fail_with(app, JX_REASON_EXPORT_NOT_PUBLIC,
			JX_ARGS(JX_TEXT(round != NULL ? round : _("ROUND"))));
	}
	if (exporting.is_csv && number != NULL)
		return jx_option_fail(app, "output", "csv", "jsonl");
	if (number != NULL)
		status = jx_ranking_table_round(app, args, &request.round);
	else if (args->n_operands > 0)
		status = jx_resolve_round_to_read(
			app, jx_args_operand(args, 0), JX_REPORT_SOURCE_UNSPECIFIED, &request.round);
	if (status != JX_OK)
		return status;
	jx_csv_writer_init(
		&exporting.csv, stream, app->output == JX_OUTPUT_CSV_EXCEL ? JX_CSV_EXCEL : JX_CSV_PLAIN);
	exporting.csv.is_for_screen = exporting.is_screen;
	if (exporting.is_csv)
		put_headings(&exporting);
	status = number != NULL ? export_publication(app, request.round, number, &exporting)
				: run_stream(app, &request.base, on_row, &exporting);
	*ret_n = exporting.n;
	return status;
}

static enum jx_status fail_out(struct jx_app *app, const char *path, int code)
{
	return jx_app_fail_with(
		app, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_TEXT(strerror(code))));
}

/* Writes to a file beside the wanted one, which takes its place when all of it is on disk. */
static enum jx_status export_to_file(
	struct jx_app *app, const struct jx_args *args, const char *path, size_t *ret_n)
{
	char temporary[JX_FILE_PATH_BYTES];
	if (snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= (int)sizeof(temporary))
		return fail_out(app, path, ENAMETOOLONG);
	int fd = mkstemp(temporary);
	FILE *stream = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (stream == NULL)
		return fail_out(app, path, errno);
	enum jx_status status = export_to(app, args, stream, ret_n);
	bool is_written = fflush(stream) == 0 && fsync(fd) == 0;
	is_written = fclose(stream) == 0 && is_written;
	if (status == JX_OK && (!is_written || rename(temporary, path) != 0))
		status = fail_out(app, path, errno);
	if (status != JX_OK)
		(void)unlink(temporary);
	return status;
}

enum jx_status cmd_export(struct jx_app *app, const struct jx_args *args)
{
	const char *path = jx_args_value(args, "out");
	size_t n = 0;
	enum jx_status status = path != NULL ? export_to_file(app, args, path, &n)
					     : export_to(app, args, app->terminal.out, &n);
	if (status != JX_OK)
		return status;
	if (jx_args_has(args, "publication"))
		jx_note(&app->terminal,
			_("Bytes written: %zu. Compute it again: jixiao verify-publication %s"), n,
			path != NULL ? path : "-");
	else
		jx_note(&app->terminal, ngettext("%zu report exported", "%zu reports exported", n), n);
	return JX_OK;
}
