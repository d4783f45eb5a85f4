/*
 * jixiao export: what is accepted or published, as tables in the form that a file's name says; or as lines of the schema.
 *
 * JSON lines hold the whole reports as they arrive, or a publication with all that recomputing it requires: from them anybody
 * can recompute every digest. A file appears when it is whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/analysis/export_tables.h"
#include "client/commands/commands.h"
#include "client/dataset/writer.h"
#include "client/print/ranking_table.h"
#include "client/screen/progress.h"
#include "client/text/i18n.h"
#include "client/text/language.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/message/unknown.h"

struct exporting {
	FILE *stream;
	bool is_screen; /* the stream is a terminal */
	size_t n;       /* reports, of a publication bytes */
	struct jx_progress progress;
};

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
	return jx_fail_with(error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT("--out"), JX_SYSTEM(errno)));
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
	if (!exporting->is_screen)
		jx_progress_step(&exporting->progress, exporting->n, row->department_title);
	exporting->n++;
	return put_line(exporting, &row->base, error);
}

/* ---- a publication ---- */

/* The file comes whole: what it says is for verify-publication to find out. */
static enum jx_status on_piece(void *user, const ProtobufCMessage *message, struct jx_error *error)
{
	struct exporting *exporting = user;
	const ProtobufCBinaryData *piece = &((const JxGetPublicationFileResponse *)message)->piece;
	if (!exporting->is_screen)
		jx_progress_step(&exporting->progress, exporting->n / 1024, "KiB");
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
	return jx_call_stream(app, &request.base, on_piece, exporting);
}

/* ---- which form ---- */

/* What an export is written as: the lines of the schema, or tables. */
struct form {
	const char *extension;
	enum jx_output output; /* of --output that means it */
	bool is_lines;
	enum jx_data_form data;
};

static const struct form FORMS[] = {
	{".csv", .output = JX_OUTPUT_CSV, .data = JX_DATA_CSV},
	{".csv", .output = JX_OUTPUT_CSV_EXCEL, .data = JX_DATA_CSV_EXCEL},
	{".jsonl", .output = JX_OUTPUT_JSONL, .is_lines = true},
	{".json", .output = JX_OUTPUT_JSON, .data = JX_DATA_JSON},
	{".xlsx", .data = JX_DATA_WORKBOOK},
	{".zip", .data = JX_DATA_PACKAGE},
	{".db", .data = JX_DATA_DATABASE},
	{".sqlite", .data = JX_DATA_DATABASE},
};

#define EXTENSIONS ".csv, .jsonl, .json, .xlsx, .zip, .db, .sqlite"

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text);
	size_t n_end = strlen(end);
	return n > n_end && strcasecmp(text + n - n_end, end) == 0;
}

static const struct form *form_of_output(enum jx_output output)
{
	for (size_t i = 0; i < JX_COUNT_OF(FORMS); i++)
		if (FORMS[i].output == output && output != JX_OUTPUT_AUTO)
			return &FORMS[i];
	return &FORMS[2]; /* tables for people are too wide: the lines */
}

/* By the name of the file; by --output, when that was typed, as long as the name does not say something else. */
static enum jx_status find_form(struct jx_app *app, const struct jx_args *args, const struct form **ret_form)
{
	const char *path = jx_args_value(args, "out");
	bool is_typed = jx_args_has(args, "output") && app->output != JX_OUTPUT_AUTO &&
			app->output != JX_OUTPUT_TABLE;
	const struct form *typed = form_of_output(app->output);
	*ret_form = typed;
	if (path == NULL)
		return JX_OK;
	for (size_t i = 0; i < JX_COUNT_OF(FORMS); i++) {
		if (!ends_with(path, FORMS[i].extension))
			continue;
		*ret_form = &FORMS[i];
		if (!is_typed)
			return JX_OK;
		*ret_form = typed;
		return strcmp(typed->extension, FORMS[i].extension) == 0
			       ? JX_OK
			       : jx_option_fail(app, "out", path, typed->extension);
	}
	return is_typed ? JX_OK : jx_option_fail(app, "out", path, EXTENSIONS);
}

/* ---- tables ---- */

static enum jx_status fail_apart(struct jx_app *app, const char *option, const char *form)
{
	return jx_app_fail_with(
		app, JX_REASON_OPTIONS_APART, JX_ARGS(JX_TEXT(option), JX_TEXT(form), JX_TEXT("export")));
}

/* Which tables: of CSV one, of everything else all, of JSON the one that was named. */
static enum jx_status read_tables(struct jx_app *app, const struct jx_args *args,
	const struct jx_dataset *dataset, unsigned *ret_tables)
{
	const char *name = jx_args_value(args, "table");
	const struct jx_data_table *table = jx_dataset_table(dataset, name != NULL ? name : "departments");
	if (table == NULL)
		return jx_option_fail(app, "table", name,
			"departments, projects, indicators, funds, functions, findings, issues, missing, rounds");
	*ret_tables = 1u << (table - dataset->tables);
	return JX_OK;
}

static enum jx_status read_target(struct jx_app *app, const struct jx_args *args, const struct form *form,
	struct jx_data_target *target)
{
	const char *headings = jx_args_value(args, "headings");
	bool is_csv = form->data == JX_DATA_CSV || form->data == JX_DATA_CSV_EXCEL;
	target->form = form->data;
	target->language = app->language;
	target->has_titles = headings != NULL;
	target->time_s = app->now_s;
	target->tables = JX_DATA_ALL_TABLES;
	if (headings != NULL && !jx_language_parse(headings, &target->language))
		return jx_option_fail(app, "headings", headings, "zh, en");
	if (headings != NULL && form->data == JX_DATA_JSON)
		return fail_apart(app, "--headings", "json");
	if (!is_csv && form->data != JX_DATA_JSON && jx_args_has(args, "table"))
		return fail_apart(app, "--table", form->extension);
	if (is_csv || jx_args_has(args, "table"))
		return read_tables(app, args, target->dataset, &target->tables);
	return JX_OK;
}

/* Without a round every round; but a publication is of one. */
static enum jx_status find_round(
	struct jx_app *app, const struct jx_args *args, bool is_published, char **ret_round)
{
	if (is_published)
		return jx_ranking_table_round(app, args, ret_round);
	if (args->n_operands == 0)
		return JX_OK;
	return jx_resolve_round_to_read(
		app, jx_args_operand(args, 0), JX_REPORT_SOURCE_UNSPECIFIED, ret_round);
}

static enum jx_status write_tables(struct jx_app *app, const struct jx_args *args,
	struct jx_data_target *target, const struct form *form, size_t *ret_n)
{
	struct jx_dataset dataset;
	struct jx_export_wish wish = {.number = jx_args_value(args, "publication")};
	JX_AUTO(jx_data_writer) writer = NULL;
	enum jx_status status = jx_dataset_init(&dataset, app->language, &app->arena, &app->error);
	target->dataset = &dataset;
	if (status == JX_OK)
		status = read_target(app, args, form, target);
	if (status == JX_OK)
		status = find_round(app, args, wish.number != NULL, &wish.round);
	wish.wants_issues = (target->tables & 1u << JX_DATA_ISSUES) != 0;
	if (status == JX_OK)
		status = jx_data_writer_open(target, &writer, &app->error);
	if (status == JX_OK) {
		const struct jx_data_sink sink = jx_data_writer_sink(writer);
		status = jx_export_tables(app, &wish, &dataset, &sink, ret_n);
	}
	if (status == JX_OK)
		status = jx_data_writer_close(writer, &app->error);
	target->dataset = NULL;
	return status;
}

/* ---- the command ---- */

static enum jx_status write_lines(
	struct jx_app *app, const struct jx_args *args, struct jx_data_target *target, size_t *ret_n)
{
	JxExportReportsRequest request = JX_EXPORT_REPORTS_REQUEST_INIT;
	const char *number = jx_args_value(args, "publication");
	struct exporting exporting = {.stream = target->stream, .is_screen = target->is_for_screen};
	char *round = NULL;
	if (jx_args_has(args, "headings"))
		return fail_apart(app, "--headings", "jsonl");
	if (jx_args_has(args, "table"))
		return fail_apart(app, "--table", "jsonl");
	enum jx_status status = find_round(app, args, number != NULL, &round);
	if (status != JX_OK)
		return status;
	if (round != NULL)
		request.round = round;
	jx_progress_begin(&exporting.progress, &app->terminal, 0);
	status = number != NULL ? export_publication(app, round, number, &exporting)
				: jx_call_stream(app, &request.base, on_row, &exporting);
	jx_progress_end(&exporting.progress);
	*ret_n = exporting.n;
	return status;
}

static enum jx_status fail_out(struct jx_app *app, const char *path, int code)
{
	return jx_app_fail_with(app, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(code)));
}

static enum jx_status write_form(struct jx_app *app, const struct jx_args *args, const struct form *form,
	struct jx_data_target *target, size_t *ret_n)
{
	return form->is_lines ? write_lines(app, args, target, ret_n)
			      : write_tables(app, args, target, form, ret_n);
}

/* All of a file that a library has written, on the disk. */
static bool sync_file(const char *path)
{
	int fd = open(path, O_RDONLY);
	bool is_on_disk = fd >= 0 && fsync(fd) == 0;
	int code = errno;
	if (fd >= 0)
		(void)close(fd);
	errno = code;
	return is_on_disk;
}

/* Writes to a file beside the wanted one, which takes its place when all of it is on disk. */
static enum jx_status write_file(struct jx_app *app, const struct jx_args *args, const struct form *form,
	const char *path, size_t *ret_n)
{
	char temporary[JX_FILE_PATH_BYTES];
	if (snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= (int)sizeof(temporary))
		return fail_out(app, path, ENAMETOOLONG);
	int fd = mkstemp(temporary);
	struct jx_data_target target = {.path = temporary, .stream = fd >= 0 ? fdopen(fd, "w") : NULL};
	if (target.stream == NULL)
		return fail_out(app, path, errno);
	enum jx_status status = write_form(app, args, form, &target, ret_n);
	bool is_written = fclose(target.stream) == 0;
	if (status == JX_OK && (!is_written || !sync_file(temporary) || rename(temporary, path) != 0))
		status = fail_out(app, path, errno);
	if (status != JX_OK)
		(void)unlink(temporary);
	return status;
}

/* Refused before the first line is written: only what is published is for everybody. */
static enum jx_status check_public(struct jx_app *app, const struct jx_args *args, const struct form *form)
{
	const char *round = jx_args_operand(args, 0);
	if (!app->is_public || (form->is_lines && jx_args_has(args, "publication")))
		return JX_OK;
	return jx_app_fail_with(
		app, JX_REASON_EXPORT_NOT_PUBLIC, JX_ARGS(JX_TEXT(round != NULL ? round : _("ROUND"))));
}

static void tell(struct jx_app *app, const struct jx_args *args, const struct form *form, size_t n)
{
	const char *path = jx_args_value(args, "out");
	if (form->is_lines && jx_args_has(args, "publication")) {
		jx_note(&app->terminal,
			_("Bytes written: %zu. Compute it again: jixiao verify-publication %s"), n,
			path != NULL ? path : "-");
		return;
	}
	jx_note(&app->terminal, ngettext("%zu report exported", "%zu reports exported", n), n);
	if (form->data == JX_DATA_DATABASE && path != NULL)
		jx_note(&app->terminal, _("Next: jixiao sql %s 'SELECT * FROM columns'"), path);
}

enum jx_status cmd_export(struct jx_app *app, const struct jx_args *args)
{
	static const struct jx_option_range numbers = {
		.least = 1, .most = UINT32_MAX, .expected = "1, 2, ..., latest"};
	const char *path = jx_args_value(args, "out");
	const char *number = jx_args_value(args, "publication");
	const struct form *form = NULL;
	struct jx_data_target target = {.stream = app->terminal.out, .is_for_screen = app->terminal.is_tty};
	size_t n = 0;
	enum jx_status status = JX_OK;
	if (number != NULL && strcmp(number, "latest") != 0)
		status = jx_option_number(app, "publication", number, &numbers, &(uint64_t){0});
	if (status == JX_OK)
		status = find_form(app, args, &form);
	if (status == JX_OK)
		status = check_public(app, args, form);
	if (status != JX_OK)
		return status;
	status = path != NULL ? write_file(app, args, form, path, &n)
			      : write_form(app, args, form, &target, &n);
	if (status == JX_OK)
		tell(app, args, form, n);
	return status;
}
