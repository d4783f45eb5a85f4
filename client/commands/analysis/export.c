/*
 * jixiao export: everything accepted, row by row as it arrives; or a publication with all that recomputing it requires.
 *
 * JSON lines hold the whole report, from which anybody can recompute every digest. CSV holds one row for each
 * department with its principal figures: money in 元, rates in percent. A file appears when it is whole.
 */
#include <assert.h>
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
	bool is_publication; /* rows are lines of a publication */
	struct jx_csv_writer csv;
	size_t n;
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
		return put_line(exporting, exporting->is_publication ? &line.base : &row->base, error);
	put_row(exporting, row);
	return ferror(exporting->stream) ? fail_file(error) : JX_OK;
}

static enum jx_status stream_rows(
	struct jx_app *app, JxExportReportsRequest *request, struct exporting *exporting)
{
	enum jx_status status = jx_app_connect(app);
	if (status == JX_OK)
		status = jx_history_check(app);
	if (status != JX_OK)
		return status;
	const struct jx_rpc_stream call = {
		.request = &request->base, .on_message = on_message, .user = exporting};
	return jx_rpc_stream(app->rpc, &call, &app->error);
}

/* ---- a publication ---- */

/* Writes its pages. The first has all of its head and is returned; the further ones hold rows, then missing and waived departments. */
static enum jx_status put_pages(
	struct jx_app *app, const struct exporting *exporting, char *name, const JxPublication **ret_head)
{
	JxGetPublicationRequest request = JX_GET_PUBLICATION_REQUEST_INIT;
	JxGetPublicationResponse *reply;
	const JxPublication *head = NULL;
	request.name = name;
	do {
		JxPublicationLine line = JX_PUBLICATION_LINE_INIT;
		JxPublication page = JX_PUBLICATION_INIT;
		enum jx_status status = jx_call_get_publication(app, &request, &reply);
		if (status != JX_OK)
			return status;
		if (reply->publication == NULL)
			return jx_app_fail_with(app, JX_REASON_NOT_PUBLISHED, JX_ARGS(JX_TEXT(name)));
		page.rows = reply->publication->rows;
		page.n_rows = reply->publication->n_rows;
		page.missing = reply->publication->missing;
		page.n_missing = reply->publication->n_missing;
		page.waived = reply->publication->waived;
		page.n_waived = reply->publication->n_waived;
		line.publication = head == NULL ? reply->publication : &page;
		status = put_line(exporting, &line.base, &app->error);
		if (status != JX_OK)
			return status;
		if (head == NULL)
			head = reply->publication;
		/* Of "latest" too the next page is of the same publication. */
		request.page_token = reply->next_page_token;
	} while (request.page_token[0] != '\0');
	*ret_head = head;
	return JX_OK;
}

static enum jx_status put_rulebook(struct jx_app *app, const struct exporting *exporting, char *digest)
{
	JxGetRulebookRequest request = JX_GET_RULEBOOK_REQUEST_INIT;
	JxGetRulebookResponse *reply;
	JxPublicationLine line = JX_PUBLICATION_LINE_INIT;
	if (digest[0] == '\0')
		return JX_OK;
	request.digest = digest;
	enum jx_status status = jx_call_get_rulebook(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (reply->rulebook == NULL || reply->rulebook->rulebook == NULL)
		return jx_app_fail_with(app, JX_REASON_RULEBOOK_NOT_FOUND, JX_ARGS(JX_TEXT(digest)));
	line.rulebook = reply->rulebook->rulebook;
	return put_line(exporting, &line.base, &app->error);
}

static enum jx_status export_publication(
	struct jx_app *app, const char *round, const char *number, struct exporting *exporting)
{
	JxExportReportsRequest request = JX_EXPORT_REPORTS_REQUEST_INIT;
	const JxPublication *head = NULL;
	char name[JX_RESOURCE_NAME_BYTES];
	(void)snprintf(name, sizeof(name), "%s/publications/%s", round, number);
	enum jx_status status = put_pages(app, exporting, name, &head);
	if (status != JX_OK)
		return status;
	assert(head != NULL);
	status = put_rulebook(app, exporting, head->rulebook_digest);
	if (status != JX_OK)
		return status;
	request.publication = head->name;
	return stream_rows(app, &request, exporting);
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
		.is_publication = number != NULL,
		.is_csv = app->output == JX_OUTPUT_CSV || app->output == JX_OUTPUT_CSV_EXCEL};
	enum jx_status status = JX_OK;
	if (number != NULL && strcmp(number, "latest") != 0)
		status = jx_option_number(app, "publication", number, &numbers, &(uint64_t){0});
	if (status != JX_OK)
		return status;
	/* Refused before the first line is written: the table alone is no export. */
	if (app->is_public) {
		const char *round = jx_args_operand(args, 0);
		return jx_app_fail_with(app, JX_REASON_EXPORT_NOT_PUBLIC,
			JX_ARGS(JX_TEXT(round != NULL ? round : _("ROUND"))));
	}
	if (exporting.is_csv && number != NULL)
		return jx_option_fail(app, "output", "csv", "jsonl");
	if (args->n_operands > 0 || number != NULL)
		status = jx_resolve_round_to_read(app, jx_args_operand(args, 0),
			number != NULL ? JX_REPORT_SOURCE_PUBLISHED : JX_REPORT_SOURCE_UNSPECIFIED,
			&request.round);
	if (status != JX_OK)
		return status;
	jx_csv_writer_init(
		&exporting.csv, stream, app->output == JX_OUTPUT_CSV_EXCEL ? JX_CSV_EXCEL : JX_CSV_PLAIN);
	exporting.csv.is_for_screen = exporting.is_screen;
	if (exporting.is_csv)
		put_headings(&exporting);
	status = number != NULL ? export_publication(app, request.round, number, &exporting)
				: stream_rows(app, &request, &exporting);
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
	jx_note(&app->terminal, ngettext("%zu report exported", "%zu reports exported", n), n);
	return JX_OK;
}
