/*
 * jixiao department load: many departments from a CSV file, all or none.
 */
#include <string.h>

#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/disk/roster.h"
#include "client/screen/cell.h"
#include "client/text/encoding.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/localized.h"

enum problem_column { ROW, CODE, PROBLEM };

static const struct jx_column COLUMNS[] = {
	[ROW] = {"row", N_("Row"), .is_right = true},
	[CODE] = {.key = "code", .title = N_("Code")},
	[PROBLEM] = {"problem", N_("Problem"), .wraps = true},
};

static enum jx_status read_roster(
	struct jx_app *app, const char *name, JxBatchCreateDepartmentsRequest *request)
{
	char *bytes;
	size_t n;
	const char *encoding;
	struct jx_roster_file roster = {.name = name};
	enum jx_status status = jx_file_read(name, JX_MAX_JSON_BYTES, &app->arena, &bytes, &n, &app->error);
	if (status != JX_OK)
		return status;
	struct jx_file_bytes file = {.name = name, .bytes = bytes, .n = n};
	status = jx_encoding_decode(&file, &app->arena, &roster.text, &encoding, &app->error);
	if (status != JX_OK)
		return status;
	if (encoding != NULL)
		jx_note(&app->terminal, _("%s is not UTF-8; it was read as %s"), name, encoding);
	roster.n = strlen(roster.text);
	return jx_roster_read(&roster, &app->arena, request, &app->error);
}

/* Prints every row that was refused; row 1 of the server is the one below the headings. */
static enum jx_status print_problems(struct jx_app *app, const JxBatchCreateDepartmentsResponse *reply)
{
	struct jx_table table;
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_problems; i++) {
		const JxBatchRow *row = reply->problems[i];
		jx_table_add_row(&table);
		jx_cell_set_number(&table, ROW, row->row);
		jx_table_set(&table, CODE, row->code);
		jx_table_set(&table, PROBLEM, jx_localized(row->problem, app->language));
	}
	return jx_app_print_table(app, &table);
}

static void print_counts(
	struct jx_app *app, const JxBatchCreateDepartmentsResponse *reply, bool is_dry_run, const char *file)
{
	if (is_dry_run) {
		jx_print(&app->terminal, _("%u would be added, %u are there already"), reply->created,
			reply->unchanged);
		jx_app_next(app, "jixiao department load %s", file);
		return;
	}
	jx_print(&app->terminal, _("%u added, %u were there already"), reply->created, reply->unchanged);
	jx_app_next(app, "jixiao round create ID --year 2025 --deadline 30d");
}

enum jx_status cmd_department_load(struct jx_app *app, const struct jx_args *args)
{
	JxBatchCreateDepartmentsRequest request = JX_BATCH_CREATE_DEPARTMENTS_REQUEST_INIT;
	JxBatchCreateDepartmentsResponse *reply;
	bool is_json = jx_app_wants_json(app);
	request.validate_only = jx_args_has(args, "dry-run");
	enum jx_status status = read_roster(app, args->operands[0], &request);
	if (status != JX_OK)
		return status;
	status = jx_call_batch_create_departments(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (is_json)
		status = jx_app_print_json(app, &reply->base);
	else if (reply->n_problems > 0)
		status = print_problems(app, reply);
	else
		print_counts(app, reply, request.validate_only, args->operands[0]);
	if (status != JX_OK || reply->n_problems == 0)
		return status;
	app->is_reported = is_json;
	return jx_app_fail_with(app, JX_REASON_BATCH_REFUSED, JX_ARGS(JX_U64(reply->n_problems)));
}
