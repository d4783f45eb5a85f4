/*
 * jixiao reference load, list, show: what the treasury has of departments, for their reports to be held against.
 */
#include <string.h>

#include "client/app/list_file.h"
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/disk/files.h"
#include "client/lists/treasury.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

#define MAX_YEAR 9999u

static enum jx_status read_year(struct jx_app *app, const struct jx_args *args, uint32_t *ret_year)
{
	static const struct jx_option_range years = {.least = 1, .most = MAX_YEAR, .expected = "2025"};
	uint64_t year = 0;
	enum jx_status status = jx_option_number(app, "year", jx_args_value(args, "year"), &years, &year);
	*ret_year = (uint32_t)year;
	return status;
}

/* ---- load ---- */

static enum jx_status read_treasury(struct jx_app *app, const char *name, struct jx_treasury *treasury)
{
	struct jx_csv_file file;
	enum jx_status status = jx_app_read_list(app, name, &file);
	return status == JX_OK ? jx_treasury_read(&file, &app->arena, treasury, &app->error) : status;
}

static struct jx_list_problems problems_of(
	const struct jx_treasury *treasury, const JxLoadReferencesResponse *reply)
{
	return (struct jx_list_problems){
		.of_file = &treasury->problems,
		.reply = reply != NULL ? &reply->base : NULL,
		.of_server = reply != NULL ? reply->problems : NULL,
		.n_of_server = reply != NULL ? reply->n_problems : 0,
		.lines = treasury->lines,
		.n_lines = treasury->n,
		.code = {.key = "code", .title = N_("Code")},
		.reason = JX_REASON_BATCH_REFUSED,
	};
}

enum jx_status cmd_reference_load(struct jx_app *app, const struct jx_args *args)
{
	JxLoadReferencesRequest request = JX_LOAD_REFERENCES_REQUEST_INIT;
	JxLoadReferencesResponse *reply = NULL;
	struct jx_treasury treasury;
	if (jx_args_value(args, "year") == NULL)
		return jx_option_fail_missing(app, args, "year");
	if (jx_args_value(args, "source") == NULL)
		return jx_option_fail_missing(app, args, "source");
	enum jx_status status = read_year(app, args, &request.year);
	if (status == JX_OK)
		status = jx_option_text(app, jx_args_value(args, "source"), &request.source);
	if (status == JX_OK)
		status = read_treasury(app, args->operands[0], &treasury);
	if (status != JX_OK)
		return status;
	request.sheets = treasury.rows;
	request.n_sheets = treasury.n;
	request.validate_only = jx_args_has(args, "dry-run") || treasury.problems.n > 0;
	if (treasury.n > 0)
		status = jx_call_load_references(app, &request, &reply);
	if (status != JX_OK)
		return status;
	const struct jx_list_problems problems = problems_of(&treasury, reply);
	if (jx_list_has_problems(&problems))
		return jx_app_refuse_list(app, &problems);
	if (reply == NULL)
		return jx_app_fail_with(app, JX_REASON_CSV_LINE,
			JX_ARGS(JX_TEXT(args->operands[0]), JX_U64(1), JX_TEXT(_("the file has no rows"))));
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (reply->edition == NULL)
		return jx_call_fail_incomplete(app);
	if (request.validate_only)
		jx_print(&app->terminal, _("%u departments would be loaded for %u"),
			reply->edition->departments, request.year);
	else
		jx_print(&app->terminal,
			_("Loaded: %u departments, %s. Reports that are filed from now on are held against them."),
			reply->edition->departments, reply->edition->name);
	jx_app_next(app, "jixiao reference list");
	return JX_OK;
}

/* ---- list ---- */

enum edition_column { NAME, YEAR, NUMBER, SOURCE, DEPARTMENTS, TIME, PERSON };

static const struct jx_column COLUMNS[] = {
	[NAME] = {"name", N_("Edition"), .leave_out = 2},
	[YEAR] = {"year", N_("Year"), .is_right = true},
	[NUMBER] = {"number", N_("No."), .is_right = true},
	[SOURCE] = {"source", N_("Source"), .wraps = true},
	[DEPARTMENTS] = {"departments", N_("Departments"), .is_right = true},
	[TIME] = {.key = "load_time", .title = N_("Loaded")},
	[PERSON] = {"person", N_("By"), .leave_out = 1},
};

enum jx_status cmd_reference_list(struct jx_app *app, const struct jx_args *args)
{
	JxListReferenceEditionsRequest request = JX_LIST_REFERENCE_EDITIONS_REQUEST_INIT;
	JxListReferenceEditionsResponse *reply;
	struct jx_table table;
	enum jx_status status = read_year(app, args, &request.year);
	if (status == JX_OK)
		status = jx_call_list_reference_editions(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_editions; i++) {
		const JxReferenceEdition *row = reply->editions[i];
		jx_table_add_row(&table);
		jx_table_set(&table, NAME, row->name);
		jx_cell_set_number(&table, YEAR, row->year);
		jx_cell_set_number(&table, NUMBER, row->number);
		jx_table_set(&table, SOURCE, row->source);
		jx_cell_set_number(&table, DEPARTMENTS, row->departments);
		jx_cell_set_time(&table, TIME, row->load_time);
		jx_table_set(&table, PERSON, jx_name_last(row->person));
	}
	status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	jx_app_next(app, reply->n_editions > 0
				 ? "jixiao reference show DEPT --year 2025"
				 : "jixiao reference load FILE.csv --year 2025 --source SOURCE");
	return JX_OK;
}

/* ---- show ---- */

static void print_amount(struct jx_app *app, const char *title, const JxAmount *amount)
{
	char text[JX_FIGURE_TEXT_BYTES];
	if (amount != NULL)
		jx_print(&app->terminal, "  %s  %s", title, jx_label_amount(amount, text));
}

static void print_people(struct jx_app *app, const char *title, const JxDecimal *people)
{
	char text[JX_FIGURE_TEXT_BYTES];
	if (people != NULL)
		jx_print(&app->terminal, "  %s  %s", title, jx_label_decimal(people, text));
}

enum jx_status cmd_reference_show(struct jx_app *app, const struct jx_args *args)
{
	JxGetReferenceSheetRequest request = JX_GET_REFERENCE_SHEET_REQUEST_INIT;
	JxGetReferenceSheetResponse *reply;
	if (jx_args_value(args, "year") == NULL)
		return jx_option_fail_missing(app, args, "year");
	enum jx_status status = read_year(app, args, &request.year);
	if (status == JX_OK)
		status = jx_resolve_department(app, args->operands[0], &request.department);
	if (status == JX_OK)
		status = jx_call_get_reference_sheet(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	const JxReferenceSheet *sheet = reply->sheet;
	if (sheet == NULL) {
		jx_print(&app->terminal, _("The treasury's figures of %u have nothing of %s."), request.year,
			jx_name_last(request.department));
	} else {
		jx_print(&app->terminal, _("%s, %u, by %s (%s):"), jx_name_last(request.department),
			sheet->year, sheet->source, sheet->name);
		print_amount(app, _("Budget at the start of the year"), sheet->initial);
		print_amount(app, _("Budget of the whole year"), sheet->adjusted);
		print_amount(app, _("Executed"), sheet->executed);
		print_people(app, _("Posts"), sheet->posts);
		print_people(app, _("In post"), sheet->in_post);
	}
	jx_app_next(app, "jixiao reference list");
	return JX_OK;
}
