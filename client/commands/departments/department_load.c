/*
 * jixiao department load: a list of departments from a CSV file, made so after it was shown.
 */
#include <string.h>

#include "client/app/list_file.h"
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/commands/departments/department_words.h"
#include "client/disk/roster.h"
#include "client/screen/cell.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/localized.h"

#define MAX_LINES 200u /* of what changes, on the screen: more is counted */
#define MAX_NAMED 10u  /* of those that the file does not have */

enum problem_column { LINE, CODE, PROBLEM };

static const struct jx_column PROBLEM_COLUMNS[] = {
	[LINE] = {"line", N_("Line"), .is_right = true},
	[CODE] = {.key = "code", .title = N_("Code")},
	[PROBLEM] = {"problem", N_("Problem"), .wraps = true},
};

enum change_column { AT_LINE, OF_CODE, TITLE, CHANGE };

static const struct jx_column CHANGE_COLUMNS[] = {
	[AT_LINE] = {"line", N_("Line"), .is_right = true},
	[OF_CODE] = {.key = "code", .title = N_("Code")},
	[TITLE] = {"title", N_("Name"), .wraps = true},
	[CHANGE] = {"change", N_("Change"), .wraps = true},
};

static enum jx_status read_roster(struct jx_app *app, const char *name, struct jx_roster *roster)
{
	struct jx_roster_file file;
	enum jx_status status = jx_app_read_list(app, name, &file);
	return status == JX_OK ? jx_roster_read(&file, &app->arena, roster, &app->error) : status;
}

/* ---- problems ---- */

/* Those of the file and those that the server has found, by the lines of the file. */
static enum jx_status print_problems(
	struct jx_app *app, const struct jx_roster *roster, const JxLoadDepartmentsResponse *reply)
{
	struct jx_table table;
	size_t n_of_server = reply != NULL ? reply->n_problems : 0;
	jx_table_init(&table, &app->arena, PROBLEM_COLUMNS, JX_COUNT_OF(PROBLEM_COLUMNS));
	for (size_t i = 0, j = 0; i < roster->n_problems || j < n_of_server;) {
		const struct jx_roster_problem *ours = i < roster->n_problems ? &roster->problems[i] : NULL;
		const JxBatchRow *theirs = j < n_of_server ? reply->problems[j] : NULL;
		size_t line =
			theirs != NULL && theirs->row - 1 < roster->n ? roster->lines[theirs->row - 1] : 0;
		bool is_ours = ours != NULL && (theirs == NULL || ours->line <= line);
		if (!is_ours && theirs == NULL)
			break;
		jx_table_add_row(&table);
		jx_cell_set_number(&table, LINE, is_ours ? ours->line : line);
		jx_table_set(&table, CODE, is_ours ? ours->code : theirs->code);
		jx_table_set(&table, PROBLEM,
			is_ours ? ours->words : jx_localized(theirs->problem, app->language));
		i += is_ours;
		j += !is_ours;
	}
	return jx_app_print_table(app, &table);
}

static enum jx_status refuse(
	struct jx_app *app, const struct jx_roster *roster, const JxLoadDepartmentsResponse *reply)
{
	size_t n = roster->n_problems + (reply != NULL ? reply->n_problems : 0);
	bool is_json = jx_app_wants_json(app) && reply != NULL && roster->n_problems == 0;
	enum jx_status status =
		is_json ? jx_app_print_json(app, &reply->base) : print_problems(app, roster, reply);
	if (status != JX_OK)
		return status;
	app->is_reported = is_json;
	return jx_app_fail_with(app, JX_REASON_BATCH_REFUSED, JX_ARGS(JX_U64(n)));
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
	if (roster.n_problems > 0 || (reply != NULL && reply->n_problems > 0))
		return refuse(app, &roster, reply);
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
