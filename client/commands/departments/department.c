/*
 * jixiao department add, list: the departments of the county.
 */
#include "proto/contract/service/department.h"
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

#define SUCCESSORS_BYTES 700u /* 20 codes */

enum department_column {
	CODE,
	NAME,
	SHORT_NAME,
	LEVEL,
	NATURE,
	FUNDING,
	PEERS,
	FINANCE,
	RETIRED,
	SUCCESSORS
};

static const struct jx_column COLUMNS[] = {
	[CODE] = {.key = "code", .title = N_("Code")},
	[NAME] = {"title", N_("Name"), .wraps = true},
	[SHORT_NAME] = {.key = "short_title", .title = N_("Short")},
	[LEVEL] = {"level", N_("Level"), .leave_out = 3},
	[NATURE] = {"nature", N_("Nature"), .leave_out = 2},
	[FUNDING] = {"funding_form", N_("Funding"), .leave_out = 4},
	[PEERS] = {"peer_group", N_("Peers"), .leave_out = 1},
	[FINANCE] = {"is_finance", N_("Finance bureau"), .leave_out = 5},
	[RETIRED] = {.key = "retire_date", .title = N_("Ended")},
	[SUCCESSORS] = {.key = "successors", .title = N_("Done by")},
};

/* A code under its name; programs get the code. */
static void set_word(const struct jx_app *app, struct jx_table *table, size_t column,
	enum jx_department_field field, const char *code)
{
	jx_table_set_raw(table, column, jx_department_word_name(field, code, app->language), code);
}

static void add_row(
	struct jx_app *app, struct jx_table *table, const JxDepartment *department, bool has_ended)
{
	char codes[SUCCESSORS_BYTES] = "";
	size_t n = 0;
	jx_table_add_row(table);
	jx_table_set(table, CODE, department->code);
	jx_table_set(table, NAME, department->title);
	jx_table_set(table, SHORT_NAME, department->short_title);
	set_word(app, table, LEVEL, JX_DEPARTMENT_LEVEL, department->level);
	set_word(app, table, NATURE, JX_DEPARTMENT_NATURE, department->nature);
	set_word(app, table, FUNDING, JX_DEPARTMENT_FUNDING_FORM, department->funding_form);
	jx_table_set(table, PEERS, department->peer_group);
	jx_table_set_raw(
		table, FINANCE, department->is_finance ? _("yes") : "", department->is_finance ? "true" : "");
	if (!has_ended)
		return;
	for (size_t i = 0; i < department->n_successors && n < sizeof(codes); i++) {
		n += jx_text_copy(codes + n, sizeof(codes) - n, i > 0 ? " " : "");
		n += jx_text_copy(codes + n, sizeof(codes) - n, jx_name_last(department->successors[i]));
	}
	jx_table_set(table, RETIRED, department->retire_date);
	jx_table_set(table, SUCCESSORS, codes);
}

/* Those that exist, unless all are asked for. */
static void leave_out_ended(JxListDepartmentsResponse *reply)
{
	size_t n = 0;
	for (size_t i = 0; i < reply->n_departments; i++)
		if (reply->departments[i]->retire_date[0] == '\0')
			reply->departments[n++] = reply->departments[i];
	reply->n_departments = n;
}

enum jx_status cmd_department_list(struct jx_app *app, const struct jx_args *args)
{
	JxListDepartmentsRequest request = JX_LIST_DEPARTMENTS_REQUEST_INIT;
	JxListDepartmentsResponse *reply;
	struct jx_table table;
	const bool has_ended = jx_args_has(args, "all");
	enum jx_status status = jx_call_list_departments(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (!has_ended)
		leave_out_ended(reply);
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	jx_table_init(&table, &app->arena, COLUMNS, has_ended ? JX_COUNT_OF(COLUMNS) : RETIRED);
	for (size_t i = 0; i < reply->n_departments; i++)
		add_row(app, &table, reply->departments[i], has_ended);
	status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	jx_app_next(app, reply->n_departments > 0 ? "jixiao round create ID --year 2025 --deadline 30d"
						  : "jixiao department load FILE.csv");
	return JX_OK;
}

/* Words of people become codes. */
static enum jx_status read_words(struct jx_app *app, const struct jx_args *args, JxDepartment *department)
{
	static const struct {
		const char *option;
		enum jx_department_field field;
	} words[] = {{"level", JX_DEPARTMENT_LEVEL}, {"nature", JX_DEPARTMENT_NATURE},
		{"funding", JX_DEPARTMENT_FUNDING_FORM}};
	char known[JX_DEPARTMENT_WORDS_BYTES];
	for (size_t i = 0; i < JX_COUNT_OF(words); i++) {
		const char *code = jx_department_word(
			words[i].field, jx_department_field_get(department, words[i].field));
		if (code == NULL)
			return jx_option_fail(app, words[i].option, jx_args_value(args, words[i].option),
				jx_department_words(words[i].field, app->language, known));
		jx_department_field_set(department, words[i].field, code);
	}
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
	return read_words(app, args, department);
}

enum jx_status cmd_department_add(struct jx_app *app, const struct jx_args *args)
{
	JxDepartment department = JX_DEPARTMENT_INIT;
	JxCreateDepartmentRequest request = JX_CREATE_DEPARTMENT_REQUEST_INIT;
	JxCreateDepartmentResponse *reply;
	request.department = &department;
	request.allows_twins = jx_args_has(args, "allow-twins");
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
