/*
 * jixiao department load: a list of departments from a CSV file, made so after it was shown.
 */
#include <string.h>

#include "client/app/list_file.h"
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/commands/departments/department_words.h"
#include "client/lists/roster.h"
#include "client/screen/cell.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"

#define MAX_LINES 200u /* of what changes, on the screen: more is counted */
#define MAX_NAMED 10u  /* of those that the file does not have */

enum change_column { AT_LINE, OF_CODE, TITLE, CHANGE };

static const struct jx_column CHANGE_COLUMNS[] = {
	[AT_LINE] = {"line", N_("Line"), .is_right = true},
	[OF_CODE] = {.key = "code", .title = N_("Code")},
	[TITLE] = {"title", N_("Name"), .wraps = true},
	[CHANGE] = {"change", N_("Change"), .wraps = true},
};

static enum jx_status read_roster(struct jx_app *app, const char *name, struct jx_roster *roster)
{
	struct jx_csv_file file;
	enum jx_status status = jx_app_read_list(app, name, &file);
	return status == JX_OK ? jx_roster_read(&file, &app->arena, roster, &app->error) : status;
}

static struct jx_list_problems problems_of(
	const struct jx_roster *roster, const JxLoadDepartmentsResponse *reply)
{
	return (struct jx_list_problems){
		.of_file = &roster->problems,
		.reply = reply != NULL ? &reply->base : NULL,
		.of_server = reply != NULL ? reply->problems : NULL,
		.n_of_server = reply != NULL ? reply->n_problems : 0,
		.lines = roster->lines,
		.n_lines = roster->n,
		.code = {.key = "code", .title = N_("Code")},
		.reason = JX_REASON_BATCH_REFUSED,
	};
}

/* ---- what it would do ---- */

static enum jx_status print_differences(
	struct jx_app *app, const struct jx_roster *roster, const JxLoadDepartmentsResponse *reply)
{
	struct jx_table table;
	size_t n = reply->n_differences < MAX_LINES ? reply->n_differences : MAX_LINES;
	jx_table_init(&table, &app->arena, CHANGE_COLUMNS, JX_COUNT_OF(CHANGE_COLUMNS));
	for (size_t i = 0; i < n; i++) {
		const JxDepartmentDifference *row = reply->differences[i];
		jx_table_add_row(&table);
		jx_cell_set_number(
			&table, AT_LINE, row->row - 1 < roster->n ? roster->lines[row->row - 1] : 0);
		jx_table_set(&table, OF_CODE, row->code);
		jx_table_set(&table, TITLE, row->title);
		jx_table_set(&table, CHANGE,
			row->is_new ? _("new") : jx_department_changes(app, row->fields, row->n_fields));
	}
	enum jx_status status = n > 0 ? jx_app_print_table(app, &table) : JX_OK;
	size_t n_all = (size_t)reply->added + reply->changed;
	if (status == JX_OK && n_all > n)
		jx_print(&app->terminal, _("  ... and %zu more"), n_all - n);
	return status;
}

/* Nothing is done to them: the file may be of a part. */
static void print_missing(struct jx_app *app, const JxLoadDepartmentsResponse *reply)
{
	size_t n = reply->n_missing < MAX_NAMED ? reply->n_missing : MAX_NAMED;
	if (n == 0)
		return;
	jx_print(&app->terminal, _("Not in the file, and left as they are:"));
	for (size_t i = 0; i < n; i++)
		jx_print(&app->terminal, "  %s %s", reply->missing[i]->code, reply->missing[i]->title);
	if (reply->n_missing > n)
		jx_print(&app->terminal, _("  ... and %zu more"), reply->n_missing - n);
}

static enum jx_status show(
	struct jx_app *app, const struct jx_roster *roster, const JxLoadDepartmentsResponse *reply)
{
	if (jx_app_wants_json(app))
		return JX_OK;
	enum jx_status status = print_differences(app, roster, reply);
	if (status != JX_OK)
		return status;
	print_missing(app, reply);
	jx_print(&app->terminal, _("%u new, %u changed, %u unchanged"), reply->added, reply->changed,
		reply->unchanged);
	return JX_OK;
}

/* What is new needs no agreement where nobody can be asked; what changes does. */
static enum jx_status confirm(struct jx_app *app, const JxLoadDepartmentsResponse *reply)
{
	return jx_app_confirm(app, _("Make the departments so?"), NULL, reply->changed > 0);
}

static enum jx_status apply(
	struct jx_app *app, JxLoadDepartmentsRequest *request, const JxLoadDepartmentsResponse *shown)
{
	JxLoadDepartmentsResponse *reply;
	request->validate_only = false;
	request->base_digest = shown->digest;
	request->request_id = (char *)protobuf_c_empty_string;
	enum jx_status status = jx_call_load_departments(app, request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	jx_print(&app->terminal, _("Done: %u added, %u changed"), reply->added, reply->changed);
	jx_app_next(app, reply->changed > 0 ? "jixiao department list"
					    : "jixiao round create ID --year 2025 --deadline 30d");
	return JX_OK;
}

static enum jx_status fill_request(struct jx_app *app, const struct jx_args *args, struct jx_roster *roster,
	JxLoadDepartmentsRequest *request)
{
	request->departments = roster->rows;
	request->n_departments = roster->n;
	request->fields = roster->fields;
	request->n_fields = roster->n_fields;
	request->validate_only = true;
	request->allows_twins = jx_args_has(args, "allow-twins");
	return jx_department_read_basis_options(
		app, args, &request->effective_date, &request->document, &request->reason);
}

enum jx_status cmd_department_load(struct jx_app *app, const struct jx_args *args)
{
	JxLoadDepartmentsRequest request = JX_LOAD_DEPARTMENTS_REQUEST_INIT;
	JxLoadDepartmentsResponse *reply = NULL;
	struct jx_roster roster;
	bool is_dry_run = jx_args_has(args, "dry-run");
	enum jx_status status = read_roster(app, args->operands[0], &roster);
	if (status == JX_OK)
		status = fill_request(app, args, &roster, &request);
	if (status == JX_OK && roster.n > 0)
		status = jx_call_load_departments(app, &request, &reply);
	if (status != JX_OK)
		return status;
	const struct jx_list_problems problems = problems_of(&roster, reply);
	if (jx_list_has_problems(&problems))
		return jx_app_refuse_list(app, &problems);
	if (reply == NULL)
		return jx_app_fail_with(app, JX_REASON_CSV_LINE,
			JX_ARGS(JX_TEXT(args->operands[0]), JX_U64(1), JX_TEXT(_("the file has no rows"))));
	status = show(app, &roster, reply);
	bool is_nothing = reply->added + reply->changed == 0;
	if (status == JX_OK && (is_dry_run || is_nothing)) {
		if (jx_app_wants_json(app))
			return jx_app_print_json(app, &reply->base);
		if (is_nothing)
			jx_app_next(app, "jixiao department list");
		else
			jx_app_next(app, "jixiao department load %s", args->operands[0]);
		return JX_OK;
	}
	if (status == JX_OK)
		status = confirm(app, reply);
	return status == JX_OK ? apply(app, &request, reply) : status;
}
