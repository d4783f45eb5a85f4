/*
 * jixiao export: everything accepted, row by row as it arrives; or a publication with all it takes to compute it again.
 *
 * JSON lines hold the whole content, from which anybody can recompute every digest. CSV holds one row for each
 * department with its principal figures: money in 元, rates in percent. A file appears when it is whole.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/screen/csv.h"
#include "client/screen/key_figures.h"
#include "client/screen/labels.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/json.h"
#include "proto/contract/message/unknown.h"

#define TEXT_BYTES 512

struct exporting {
	FILE *stream;
	bool is_csv;
	bool is_publication; /* rows are lines of a publication */
	struct jx_csv_writer csv;
	size_t n;
};

static const char *const HEAD[] = {"version", "department", "department_title", "digest", "reviewed_score"};

static void put_headings(struct exporting *exporting)
{
	for (size_t i = 0; i < JX_COUNT_OF(HEAD); i++)
		jx_csv_write(&exporting->csv, HEAD[i]);
	for (size_t i = 0; i < jx_figures_count(); i++)
		jx_csv_write(&exporting->csv, jx_figures_key(i));
	jx_csv_end_row(&exporting->csv);
}

static void put_row(struct exporting *exporting, const JxExportRow *row)
{
	char text[TEXT_BYTES], raw[TEXT_BYTES], score[JX_FIGURE_TEXT_BYTES];
	jx_csv_write(&exporting->csv, row->version_name);
	jx_csv_write(&exporting->csv, row->report != NULL ? jx_last_part(row->report->department) : "");
	jx_csv_write(&exporting->csv, row->department_title);
	jx_csv_write(&exporting->csv, row->digest);
	jx_csv_write(&exporting->csv, jx_label_decimal(row->reviewed_score, score));
	for (size_t i = 0; i < jx_figures_count(); i++) {
		raw[0] = '\0';
		if (row->report != NULL)
			jx_figures_write(row->report, i, text, raw, sizeof(raw));
		jx_csv_write(&exporting->csv, raw);
	}
	jx_csv_end_row(&exporting->csv);
}

/* A line of JSON on its way to the file. */
struct line {
	FILE *stream;
	size_t n_bytes;
};

static enum jx_status on_json_text(void *user, const char *text, size_t n_bytes)
{
	struct line *line = user;
	line->n_bytes += n_bytes;
	return fwrite(text, 1, n_bytes, line->stream) == n_bytes ? JX_OK : JX_UNKNOWN;
}

static enum jx_status fail_file(struct jx_error *error)
{
	return jx_fail_with(
		error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT("--out"), JX_TEXT(strerror(errno))));
}

/* A line that nobody could read again, or verify, is refused here, and not when it is needed. */
static enum jx_status put_line(FILE *stream, const ProtobufCMessage *message, struct jx_error *error)
{
	struct line line = {.stream = stream};
	const struct jx_json_sink sink = {.on_text = on_json_text, .user = &line};
	enum jx_status status = jx_message_check_known(message, error);
	if (status != JX_OK)
		return status;
	status = jx_json_write_to(message, JX_JSON_CANONICAL, &sink, error);
	if (ferror(stream) || (status == JX_OK && fputc('\n', stream) == EOF))
		return fail_file(error);
	if (status != JX_OK || line.n_bytes <= JX_MAX_JSON_BYTES)
		return status;
	char count[24], most[24];
	(void)snprintf(count, sizeof(count), "%zu", line.n_bytes);
	(void)snprintf(most, sizeof(most), "%u", JX_MAX_JSON_BYTES);
	return jx_fail_with(error, JX_REASON_MESSAGE_TOO_LARGE, JX_ARGS(JX_TEXT(count), JX_TEXT(most)));
}

static enum jx_status on_message(void *user, const ProtobufCMessage *message, struct jx_error *error)
{
	struct exporting *exporting = user;
	JxExportRow *row = ((const JxExportReportsResponse *)message)->row;
	JxPublicationLine line = JX_PUBLICATION_LINE_INIT;
	if (row == NULL)
		return JX_OK;
	exporting->n++;
	line.report = row;
	if (!exporting->is_csv)
		return put_line(
			exporting->stream, exporting->is_publication ? &line.base : &row->base, error);
	put_row(exporting, row);
	return ferror(exporting->stream) ? fail_file(error) : JX_OK;
}

static enum jx_status stream_rows(
	struct jx_app *app, JxExportReportsRequest *request, struct exporting *exporting)
{
	enum jx_status status = jx_app_connect(app);
	if (status != JX_OK)
		return status;
	struct jx_rpc_stream call = {.path = "/jixiao.v1.PublicationService/ExportReports",
		.request = &request->base,
		.on_message = on_message,
		.user = exporting};
	return jx_rpc_stream(app->rpc, &call, &app->error);
}

/* ---- a publication ---- */

/* Its pages; the further ones hold only what is listed: rows, then missing departments. The whole head stays in the
 * arena. */
static enum jx_status put_pages(
	struct jx_app *app, FILE *stream, const char *name, const JxPublication **ret_head)
{
	JxGetPublicationRequest request = JX_GET_PUBLICATION_REQUEST_INIT;
	const JxGetPublicationResponse *reply;
	ProtobufCMessage *message;
	*ret_head = NULL;
	request.name = (char *)name;
	do {
		JxPublicationLine line = JX_PUBLICATION_LINE_INIT;
		JxPublication page = JX_PUBLICATION_INIT;
		enum jx_status status = jx_app_call(
			app, "/jixiao.v1.PublicationService/GetPublication", &request.base, &message);
		if (status != JX_OK)
			return status;
		reply = (const JxGetPublicationResponse *)message;
		if (reply->publication == NULL)
			return jx_app_fail_with(app, JX_REASON_NOT_PUBLISHED, JX_ARGS(JX_TEXT(name)));
		page.rows = reply->publication->rows;
		page.n_rows = reply->publication->n_rows;
		page.missing = reply->publication->missing;
		page.n_missing = reply->publication->n_missing;
		line.publication = *ret_head == NULL ? reply->publication : &page;
		status = put_line(stream, &line.base, &app->error);
		if (status != JX_OK)
			return status;
		if (*ret_head == NULL)
			*ret_head = reply->publication;
		/* "latest" may be another one by the next page. */
		request.name = (*ret_head)->name;
		request.page_token = reply->next_page_token;
	} while (request.page_token[0] != '\0');
	return JX_OK;
}

static enum jx_status put_rulebook(struct jx_app *app, FILE *stream, char *digest)
{
	JxGetRulebookRequest request = JX_GET_RULEBOOK_REQUEST_INIT;
	JxPublicationLine line = JX_PUBLICATION_LINE_INIT;
	ProtobufCMessage *message;
	if (digest[0] == '\0')
		return JX_OK;
	request.digest = digest;
	enum jx_status status =
		jx_app_call(app, "/jixiao.v1.RulebookService/GetRulebook", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxRulebookEdition *edition = ((const JxGetRulebookResponse *)message)->rulebook;
	if (edition == NULL || edition->rulebook == NULL)
		return jx_app_fail_with(app, JX_REASON_RULEBOOK_NOT_FOUND, JX_ARGS(JX_TEXT(digest)));
	line.rulebook = edition->rulebook;
	return put_line(stream, &line.base, &app->error);
}

static enum jx_status run_publication(
	struct jx_app *app, const char *round, const char *number, struct exporting *exporting)
{
	JxExportReportsRequest request = JX_EXPORT_REPORTS_REQUEST_INIT;
	const JxPublication *head;
	char name[JX_NAME_BYTES];
	(void)snprintf(name, sizeof(name), "%.48s/publications/%.16s", round, number);
	enum jx_status status = put_pages(app, exporting->stream, name, &head);
	if (status != JX_OK || head == NULL)
		return status;
	status = put_rulebook(app, exporting->stream, head->rulebook_digest);
	if (status != JX_OK)
		return status;
	request.publication = head->name;
	return stream_rows(app, &request, exporting);
}

/* ---- the command ---- */

static enum jx_status run(struct jx_app *app, const struct jx_args *args, FILE *stream, size_t *ret_n)
{
	JxExportReportsRequest request = JX_EXPORT_REPORTS_REQUEST_INIT;
	const char *number = jx_args_value(args, "publication");
	struct exporting exporting = {.stream = stream, .is_publication = number != NULL};
	char round[JX_NAME_BYTES];
	enum jx_status status = JX_OK;
	if (args->n_operands > 0 || number != NULL) {
		status = jx_find_round(app, jx_args_operand(args, 0), JX_ROUND_NEWEST, round);
		request.round = round;
	}
	if (status != JX_OK)
		return status;
	exporting.is_csv = app->output == JX_OUTPUT_CSV || app->output == JX_OUTPUT_CSV_EXCEL;
	if (exporting.is_csv && number != NULL)
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--output"), JX_TEXT("csv"), JX_TEXT("jsonl")));
	jx_csv_writer_init(
		&exporting.csv, stream, app->output == JX_OUTPUT_CSV_EXCEL ? JX_CSV_EXCEL : JX_CSV_PLAIN);
	if (exporting.is_csv)
		put_headings(&exporting);
	status = number != NULL ? run_publication(app, round, number, &exporting)
				: stream_rows(app, &request, &exporting);
	*ret_n = exporting.n;
	return status;
}

/* To a file beside the wanted one, which takes its place when all of it is on disk. */
static enum jx_status run_to_file(
	struct jx_app *app, const struct jx_args *args, const char *path, size_t *ret_n)
{
	char temporary[JX_FILE_PATH_BYTES];
	if (snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= (int)sizeof(temporary))
		return jx_app_fail_with(app, JX_REASON_LOCAL_FILE_FAILED,
			JX_ARGS(JX_TEXT(path), JX_TEXT(strerror(ENAMETOOLONG))));
	int fd = mkstemp(temporary);
	FILE *stream = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (stream == NULL)
		return jx_app_fail_with(
			app, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_TEXT(strerror(errno))));
	enum jx_status status = run(app, args, stream, ret_n);
	bool is_kept = fflush(stream) == 0 && fsync(fd) == 0;
	is_kept = fclose(stream) == 0 && is_kept;
	if (status == JX_OK && (!is_kept || rename(temporary, path) != 0))
		status = jx_app_fail_with(
			app, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_TEXT(strerror(errno))));
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
