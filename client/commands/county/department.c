/*
 * jixiao department add, list: the departments of the county.
 */
#include <stdio.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"

static const struct jx_column COLUMNS[] = {
	{"code", N_("Code"), false, false, 0},
	{"name", N_("Name"), false, true, 0},
	{"short_name", N_("Short"), false, false, 0},
	{"level", N_("Level"), false, false, 3},
	{"nature", N_("Nature"), false, false, 2},
	{"funding_form", N_("Funding"), false, false, 4},
	{"peer_group", N_("Peers"), false, false, 1},
};

enum jx_status cmd_department_list(struct jx_app *app, const struct jx_args *args)
{
	JxListDepartmentsRequest request = JX_LIST_DEPARTMENTS_REQUEST_INIT;
	struct jx_table table;
	ProtobufCMessage *message;
	(void)args;
	enum jx_status status =
		jx_list_all(app, "/jixiao.v1.DepartmentService/ListDepartments", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxListDepartmentsResponse *reply = (const JxListDepartmentsResponse *)message;
	if (jx_app_wants_json(app))
		return jx_list_print_json(app, message);
	jx_table_init(&table, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_departments; i++) {
		const JxDepartment *one = reply->departments[i];
		jx_table_add_row(&table);
		jx_table_set(&table, 0, one->code);
		jx_table_set(&table, 1, one->title);
		jx_table_set(&table, 2, one->short_title);
		jx_table_set(&table, 3, one->level);
		jx_table_set(&table, 4, one->nature);
		jx_table_set(&table, 5, one->funding_form);
		jx_table_set(&table, 6, one->peer_group);
	}
	status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	if (status == JX_OK)
		jx_app_next(app,
			reply->n_departments > 0 ? "jixiao round create" : "jixiao department load FILE.csv");
	return status;
}

/* A text of the command line for a message, which has no const. */
static char *given(struct jx_app *app, const struct jx_args *args, const char *option)
{
	const char *value = jx_args_value(args, option);
	return jx_arena_strdup(&app->arena, value != NULL ? value : "");
}

enum jx_status cmd_department_add(struct jx_app *app, const struct jx_args *args)
{
	JxDepartment department = JX_DEPARTMENT_INIT;
	JxCreateDepartmentRequest request = JX_CREATE_DEPARTMENT_REQUEST_INIT;
	char id[JX_UUID_BYTES];
	ProtobufCMessage *message;
	department.code = jx_arena_strdup(&app->arena, args->operands[0]);
	department.title = jx_arena_strdup(&app->arena, args->operands[1]);
	department.short_title = given(app, args, "short");
	department.level = given(app, args, "level");
	department.nature = given(app, args, "nature");
	department.funding_form = given(app, args, "funding");
	department.peer_group = given(app, args, "peers");
	if (department.code == NULL || department.title == NULL || department.short_title == NULL ||
		department.level == NULL || department.nature == NULL || department.funding_form == NULL ||
		department.peer_group == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	enum jx_status status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	request.department = &department;
	request.request_id = id;
	status = jx_app_call(app, "/jixiao.v1.DepartmentService/CreateDepartment", &request.base, &message);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	jx_print(&app->terminal, _("Added: %s %s"), department.code, department.title);
	char next[128];
	(void)snprintf(
		next, sizeof(next), "jixiao invite ID --role enterer --department %.32s", department.code);
	jx_app_next(app, next);
	return JX_OK;
}
