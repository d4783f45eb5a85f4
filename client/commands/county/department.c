/*
 * jixiao department add, list: the departments of the county.
 */
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"

enum department_column { CODE, NAME, SHORT_NAME, LEVEL, NATURE, FUNDING, PEERS };

static const struct jx_column COLUMNS[] = {
	[CODE] = {.key = "code", .title = N_("Code")},
	[NAME] = {"title", N_("Name"), .wraps = true},
	[SHORT_NAME] = {.key = "short_title", .title = N_("Short")},
	[LEVEL] = {"level", N_("Level"), .leave_out = 3},
	[NATURE] = {"nature", N_("Nature"), .leave_out = 2},
	[FUNDING] = {"funding_form", N_("Funding"), .leave_out = 4},
	[PEERS] = {"peer_group", N_("Peers"), .leave_out = 1},
};

static void add_row(struct jx_table *table, const JxDepartment *department)
{
	jx_table_add_row(table);
	jx_table_set(table, CODE, department->code);
	jx_table_set(table, NAME, department->title);
	jx_table_set(table, SHORT_NAME, department->short_title);
	jx_table_set(table, LEVEL, department->level);
	jx_table_set(table, NATURE, department->nature);
	jx_table_set(table, FUNDING, department->funding_form);
	jx_table_set(table, PEERS, department->peer_group);
}

enum jx_status cmd_department_list(struct jx_app *app, const struct jx_args *args)
{
	JxListDepartmentsRequest request = JX_LIST_DEPARTMENTS_REQUEST_INIT;
	JxListDepartmentsResponse *reply;
	struct jx_table table;
	(void)args;
	enum jx_status status = jx_call_list_departments(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_departments; i++)
		add_row(&table, reply->departments[i]);
	status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	jx_app_next(app, reply->n_departments > 0 ? "jixiao round create ID --year 2025 --deadline 30d"
						  : "jixiao department load FILE.csv");
	return JX_OK;
}

static enum jx_status read_department(
	struct jx_app *app, const struct jx_args *args, JxDepartment *department)
{
	const struct {
		const char *text;
		char **field;
	} texts[] = {
		{args->operands[0], &department->code},
		{args->operands[1], &department->title},
		{jx_args_value(args, "short"), &department->short_title},
		{jx_args_value(args, "level"), &department->level},
		{jx_args_value(args, "nature"), &department->nature},
		{jx_args_value(args, "funding"), &department->funding_form},
		{jx_args_value(args, "peers"), &department->peer_group},
	};
	department->is_finance = jx_args_has(args, "finance");
	for (size_t i = 0; i < JX_COUNT_OF(texts); i++) {
		enum jx_status status = jx_option_text(app, texts[i].text, texts[i].field);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

enum jx_status cmd_department_add(struct jx_app *app, const struct jx_args *args)
{
	JxDepartment department = JX_DEPARTMENT_INIT;
	JxCreateDepartmentRequest request = JX_CREATE_DEPARTMENT_REQUEST_INIT;
	JxCreateDepartmentResponse *reply;
	request.department = &department;
	enum jx_status status = read_department(app, args, &department);
	if (status != JX_OK)
		return status;
	status = jx_call_create_department(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	jx_print(&app->terminal, _("Added: %s %s"), department.code, department.title);
	jx_app_next(app, "jixiao invite ID --role enterer --department %s", department.code);
	return JX_OK;
}
