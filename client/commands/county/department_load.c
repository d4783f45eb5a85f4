/*
 * jixiao department load: many departments from a CSV file, all or none.
 */
#include <stdio.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/disk/encoding.h"
#include "client/disk/roster.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/localized.h"

#define LOAD "/jixiao.v1.DepartmentService/BatchCreateDepartments"

static const struct jx_column COLUMNS[] = {
	{"row", N_("Row"), true, false, 0},
	{"code", N_("Code"), false, false, 0},
	{"problem", N_("Problem"), false, true, 0},
};

static enum jx_status read_file(
	struct jx_app *app, const char *name, JxBatchCreateDepartmentsRequest *request)
{
	char *bytes;
	size_t n;
	bool is_gb18030;
	struct jx_roster_file roster = {.name = name};
	enum jx_status status = jx_file_read(name, JX_MAX_JSON_BYTES, &app->arena, &bytes, &n, &app->error);
	if (status != JX_OK)
		return status;
	struct jx_file_bytes file = {.name = name, .bytes = bytes, .n = n};
	status = jx_text_decode(&file, &app->arena, &app->error, &roster.text, &is_gb18030);
	if (status != JX_OK)
		return status;
	if (is_gb18030)
		jx_note(&app->terminal, _("%s is not UTF-8; it was read as GB18030"), name);
	roster.n = strlen(roster.text);
	return jx_roster_read(&roster, &app->arena, request, &app->error);
}

/* Every row with a problem; row 1 of the server is the one below the headings. */
static enum jx_status refuse(struct jx_app *app, const JxBatchCreateDepartmentsResponse *reply)
{
	struct jx_table table;
	char number[24];
	jx_table_init(&table, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_problems; i++) {
		const JxBatchRow *row = reply->problems[i];
		(void)snprintf(number, sizeof(number), "%u", row->row);
		jx_table_add_row(&table);
		jx_table_set(&table, 0, number);
		jx_table_set(&table, 1, row->code);
		jx_table_set(&table, 2, jx_localized(row->problem, app->language));
	}
	enum jx_status status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	if (status != JX_OK)
		return status;
	(void)snprintf(number, sizeof(number), "%zu", reply->n_problems);
	return jx_app_fail_with(app, JX_REASON_BATCH_REFUSED, JX_ARGS(JX_TEXT(number)));
}

enum jx_status cmd_department_load(struct jx_app *app, const struct jx_args *args)
{
	JxBatchCreateDepartmentsRequest request = JX_BATCH_CREATE_DEPARTMENTS_REQUEST_INIT;
	char id[JX_UUID_BYTES];
	char next[JX_FILE_PATH_BYTES];
	ProtobufCMessage *message;
	enum jx_status status = read_file(app, args->operands[0], &request);
	if (status == JX_OK)
		status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	request.request_id = id;
	request.validate_only = jx_args_has(args, "dry-run");
	status = jx_app_call(app, LOAD, &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxBatchCreateDepartmentsResponse *reply = (const JxBatchCreateDepartmentsResponse *)message;
	if (jx_app_wants_json(app))
		status = jx_app_print_json(app, message);
	if (status == JX_OK && reply->n_problems > 0 && !jx_app_wants_json(app))
		return refuse(app, reply);
	if (status == JX_OK && reply->n_problems > 0) {
		app->is_reported = true;
		return jx_app_fail(app, JX_REASON_BATCH_REFUSED);
	}
	if (status != JX_OK || jx_app_wants_json(app))
		return status;
	if (request.validate_only)
		jx_print(&app->terminal, _("%u would be added, %u are there already"), reply->created,
			reply->unchanged);
	else
		jx_print(&app->terminal, _("%u added, %u were there already"), reply->created,
			reply->unchanged);
	(void)snprintf(next, sizeof(next), "jixiao department load %.900s", args->operands[0]);
	jx_app_next(app, request.validate_only ? next : "jixiao round create");
	return JX_OK;
}
