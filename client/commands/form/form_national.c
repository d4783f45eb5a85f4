/*
 * jixiao form national: a report in the tables and names of the national budget system, and what differs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/app/option.h"
#include "client/commands/commands.h"
#include "client/commands/form/form_file_out.h"
#include "client/commands/form/form_import.h"
#include "client/form/national/national.h"
#include "client/screen/table.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"

/* ---- the names ---- */

enum name_column { TABLE, FIELD, TITLE, WIDTH, SOURCE };

static const struct jx_column NAME_COLUMNS[] = {
	[TABLE] = {.key = "table", .title = N_("Table")},
	[FIELD] = {.key = "field", .title = N_("Field there")},
	[TITLE] = {.key = "title", .title = N_("Title")},
	[WIDTH] = {"width", N_("Characters"), .is_right = true},
	[SOURCE] = {"source", N_("Filled from"), .wraps = true},
};

static void print_source(const struct jx_national_table *table, const struct jx_national_field *field,
	char out[JX_FILE_PATH_BYTES])
{
	static const char *const own[] = {[JX_NATIONAL_SYSTEM] = "",
		[JX_NATIONAL_KEY] = "(key)",
		[JX_NATIONAL_EVAL_KEY] = "(key of the project)",
		[JX_NATIONAL_DIVISION] = "--division",
		[JX_NATIONAL_AGENCY] = "department"};
	if (field->source == JX_NATIONAL_ROW)
		(void)snprintf(out, JX_FILE_PATH_BYTES, "%s[].%s", table->list, field->path);
	else if (field->source == JX_NATIONAL_PROJECT)
		(void)snprintf(out, JX_FILE_PATH_BYTES, "projects[].%s", field->path);
	else
		(void)snprintf(out, JX_FILE_PATH_BYTES, "%s",
			field->source < JX_COUNT_OF(own) ? own[field->source] : field->path);
}

static enum jx_status print_names(struct jx_app *app)
{
	struct jx_table table;
	jx_table_init(&table, &app->arena, NAME_COLUMNS, JX_COUNT_OF(NAME_COLUMNS));
	for (size_t i = 0; i < JX_NATIONAL_TABLES; i++)
		for (size_t j = 0; j < jx_national_tables[i].n_fields; j++) {
			const struct jx_national_field *field = &jx_national_tables[i].fields[j];
			char source[JX_FILE_PATH_BYTES];
			char width[8] = "";
			if (field->width > 0)
				(void)snprintf(width, sizeof(width), "%u", field->width);
			print_source(&jx_national_tables[i], field, source);
			jx_table_add_row(&table);
			jx_table_set(&table, TABLE, jx_national_tables[i].name);
			jx_table_set(&table, FIELD, field->name);
			jx_table_set(&table, TITLE, field->title);
			jx_table_set(&table, WIDTH, width);
			jx_table_set(&table, SOURCE, source);
		}
	return jx_app_print_table(app, &table);
}

/* ---- what differs ---- */

enum difference_column { PLACE, NATIONAL, REFUSED, DIFFERENCE };

static const struct jx_column DIFFERENCE_COLUMNS[] = {
	[PLACE] = {"path", N_("Place"), .wraps = true},
	[NATIONAL] = {"field", N_("Field there"), .wraps = true},
	[REFUSED] = {.key = "kind", .title = N_("Kind")},
	[DIFFERENCE] = {"difference", N_("Difference"), .wraps = true},
};

static enum jx_status print_differences(struct jx_app *app, const struct jx_national *national)
{
	struct jx_table table;
	if (national->n_differences == 0)
		return JX_OK;
	jx_table_init(&table, &app->arena, DIFFERENCE_COLUMNS, JX_COUNT_OF(DIFFERENCE_COLUMNS));
	for (size_t i = 0; i < national->n_differences; i++) {
		const struct jx_national_difference *difference = &national->differences[i];
		char name[JX_FILE_PATH_BYTES] = "";
		if (difference->table[0] != '\0')
			(void)snprintf(name, sizeof(name), "%s.%s", difference->table, difference->field);
		jx_table_add_row(&table);
		jx_table_set(&table, PLACE, difference->path);
		jx_table_set(&table, NATIONAL, name);
		jx_table_set(&table, REFUSED, difference->is_refused ? _("refused") : _("left out"));
		jx_table_set(&table, DIFFERENCE, app->language == JX_ZH ? difference->zh : difference->en);
	}
	return jx_app_print_table(app, &table);
}

/* ---- writing ---- */

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text);
	size_t n_end = strlen(end);
	return n >= n_end && strcmp(text + n - n_end, end) == 0;
}

static enum jx_status write_workbook(struct jx_app *app, const struct jx_national *national, const char *path)
{
	char made[] = "/tmp/jixiao-form-XXXXXX";
	int fd = mkstemp(made);
	if (fd < 0)
		return jx_app_fail_with(
			app, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(made), JX_TEXT("mkstemp")));
	(void)close(fd);
	enum jx_status status = jx_national_write(national, made, &app->error);
	return jx_out_move(app, status, made, path);
}

static enum jx_status write_tables(struct jx_app *app, const struct jx_national *national, const char *path)
{
	char *text;
	size_t n;
	if (ends_with(path, ".xlsx"))
		return write_workbook(app, national, path);
	if (!ends_with(path, ".json"))
		return jx_option_fail(app, "out", path, _("a file that ends in .xlsx or .json"));
	if (jx_national_json(national, &app->arena, &text, &n) != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	return jx_out_write(app, path, text, n);
}

enum jx_status cmd_form_national(struct jx_app *app, const struct jx_args *args)
{
	struct jx_judged judged;
	struct jx_national national;
	const char *path;
	if (args->n_operands == 0)
		return print_names(app);
	enum jx_status status = jx_form_out_path(app, args, &path);
	if (status == JX_OK)
		status = jx_form_read_whole(app, args, &judged);
	if (status != JX_OK)
		return status;
	if (jx_national_fill(judged.report, jx_args_value(args, "division"), &app->arena, &national) != JX_OK)
		return jx_arena_fail(&app->arena, &app->error);
	status = write_tables(app, &national, path);
	if (status == JX_OK)
		status = print_differences(app, &national);
	if (status != JX_OK)
		return status;
	jx_app_remark(app, _("%s written: would be refused there: %zu, left out: %zu"), path,
		national.n_refused, national.n_differences - national.n_refused);
	if (national.n_refused == 0)
		return JX_OK;
	app->is_reported = true;
	return jx_app_fail(app, JX_REASON_HARD_FINDINGS);
}
