/*
 * jixiao form templates; form import --template: forms of other places, read by their descriptions.
 */
#include <string.h>

#include "client/commands/commands.h"
#include "client/commands/form/form_file_out.h"
#include "client/commands/form/form_import.h"
#include "client/form/template/template.h"
#include "client/report/form_file.h"
#include "client/screen/table.h"
#include "client/text/encoding.h"
#include "client/text/i18n.h"
#include "client/workbook/read.h"
#include "proto/contract/base/array.h"

enum column { ID, TITLE };

static const struct jx_column COLUMNS[] = {
	[ID] = {.key = "template", .title = N_("Template")},
	[TITLE] = {"title", N_("Title"), .wraps = true},
};

static const struct jx_shipped_template *find_shipped(const char *id)
{
	for (size_t i = 0; i < jx_shipped_templates_n; i++)
		if (strcmp(jx_shipped_templates[i].id, id) == 0)
			return &jx_shipped_templates[i];
	return NULL;
}

/* Opens a description by its name, else a file of one. */
static enum jx_status open_template(struct jx_app *app, const char *name, struct jx_template *ret_template)
{
	const struct jx_shipped_template *shipped = find_shipped(name);
	char *bytes;
	size_t n;
	if (shipped != NULL)
		return jx_template_parse(
			name, shipped->text, shipped->n_bytes, &app->arena, ret_template, &app->error);
	enum jx_status status =
		jx_file_read(name, JX_MAX_TEMPLATE_BYTES, &app->arena, &bytes, &n, &app->error);
	if (status == JX_NOT_FOUND)
		return jx_app_fail_with(app, JX_REASON_TEMPLATE_NOT_FOUND, JX_ARGS(JX_TEXT(name)));
	return status == JX_OK ? jx_template_parse(name, bytes, n, &app->arena, ret_template, &app->error)
			       : status;
}

/* Reads one workbook of another place into the report of a form. */
static enum jx_status read_one(
	struct jx_app *app, const struct jx_template *description, const char *file, struct jx_form *form)
{
	char *bytes;
	size_t n;
	struct jx_grid grid;
	enum jx_status status = jx_file_read(file, JX_MAX_FORM_BYTES, &app->arena, &bytes, &n, &app->error);
	const struct jx_workbook_file workbook = {.name = file, .bytes = bytes, .n = n};
	if (status == JX_OK)
		status = jx_workbook_read(&workbook, &app->arena, &grid, &app->error);
	return status == JX_OK ? jx_template_read(description, &grid, file, form, &app->error) : status;
}

enum jx_status jx_form_import_foreign(
	struct jx_app *app, const struct jx_args *args, JxReport *into, struct jx_judged *judged)
{
	struct jx_template description;
	struct jx_form *form;
	enum jx_status status = open_template(app, jx_args_value(args, "template"), &description);
	if (status != JX_OK)
		return status;
	form = jx_arena_alloc(&app->arena, sizeof(*form));
	if (form == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	*form = (struct jx_form){.report = into, .arena = &app->arena};
	for (size_t i = 0; i < args->n_operands && status == JX_OK; i++)
		status = read_one(app, &description, args->operands[i], form);
	if (status != JX_OK)
		return status;
	return jx_form_file_judge_problems(app, args->operands[0], form, judged);
}

enum jx_status cmd_form_templates(struct jx_app *app, const struct jx_args *args)
{
	struct jx_table table;
	(void)args;
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < jx_shipped_templates_n; i++) {
		const struct jx_shipped_template *shipped = &jx_shipped_templates[i];
		struct jx_template description;
		enum jx_status status = jx_template_parse(
			shipped->id, shipped->text, shipped->n_bytes, &app->arena, &description, &app->error);
		if (status != JX_OK)
			return status;
		jx_table_add_row(&table);
		jx_table_set(&table, ID, description.id);
		jx_table_set(&table, TITLE, description.title);
	}
	return jx_app_print_table(app, &table);
}
