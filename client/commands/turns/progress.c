/*
 * jixiao progress: how many departments of a round are in each state, and who is missing.
 */
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/print/round_print.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

#define MAX_NAMED 30u /* of the missing ones; a screen */

enum column { STATE, HOLDER, DEPARTMENTS, OVERDUE, OLDEST };

static const struct jx_column COLUMNS[] = {
	[STATE] = {.key = "state", .title = N_("State")},
	[HOLDER] = {.key = "holder", .title = N_("Turn")},
	[DEPARTMENTS] = {"departments", N_("Departments"), .is_right = true},
	[OVERDUE] = {"overdue", N_("Overdue"), .is_right = true},
	[OLDEST] = {"oldest_time", N_("Longest since"), .leave_out = 1},
};

static void add_row(const struct jx_app *app, struct jx_table *table, const JxStateCount *count)
{
	char text[JX_LABEL_BYTES];
	jx_table_add_row(table);
	jx_table_set(table, STATE, jx_label_state(count->state, app->language, text));
	jx_table_set(table, HOLDER,
		count->holder != JX_HOLDER_UNSPECIFIED ? jx_label_holder(count->holder, text) : "");
	jx_cell_set_number(table, DEPARTMENTS, count->departments);
	jx_cell_set_number(table, OVERDUE, count->overdue);
	if (count->overdue > 0)
		jx_table_set_colour(table, OVERDUE, JX_COLOUR_RED);
	jx_cell_set_time(table, OLDEST, count->oldest_time);
}

/* Names those that have not filed, as many as fit on a screen. */
static enum jx_status print_missing(struct jx_app *app, char *round)
{
	JxListMissingDepartmentsRequest request = JX_LIST_MISSING_DEPARTMENTS_REQUEST_INIT;
	JxListMissingDepartmentsResponse *list;
	size_t n = 0;
	request.round = round;
	request.source = JX_REPORT_SOURCE_ACCEPTED;
	enum jx_status status = jx_call_list_missing_departments(app, &request, &list);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < list->n_departments; i++) {
		const JxMissingDepartment *department = list->departments[i];
		if (department->is_filed || department->waiver_document[0] != '\0')
			continue;
		if (n == 0)
			jx_print(&app->terminal, "%s", _("\nNot filed yet:"));
		if (n++ < MAX_NAMED)
			jx_print(&app->terminal, "  %s %s", jx_name_last(department->department),
				department->title);
	}
	if (n > MAX_NAMED)
		jx_print(&app->terminal, ngettext("  and %zu more", "  and %zu more", n - MAX_NAMED),
			n - MAX_NAMED);
	return JX_OK;
}

static enum jx_status print_progress(struct jx_app *app, const JxGetProgressResponse *reply, char *round)
{
	struct jx_table table;
	enum jx_status status = JX_OK;
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_states; i++)
		add_row(app, &table, reply->states[i]);
	if (!jx_app_wants_text(app))
		return jx_app_print_table(app, &table);
	if (reply->round == NULL)
		return jx_call_fail_incomplete(app);
	jx_round_print_clock(app, reply->round);
	status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	if (reply->late > 0)
		jx_print(&app->terminal,
			ngettext("%u report came late.", "%u reports came late.", reply->late), reply->late);
	return print_missing(app, round);
}

enum jx_status cmd_progress(struct jx_app *app, const struct jx_args *args)
{
	JxGetProgressRequest request = JX_GET_PROGRESS_REQUEST_INIT;
	JxGetProgressResponse *reply;
	enum jx_status status =
		jx_resolve_round(app, jx_args_operand(args, 0), JX_ROUND_MEANT, &request.round);
	if (status == JX_OK)
		status = jx_call_get_progress(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	status = print_progress(app, reply, request.round);
	if (status == JX_OK)
		jx_app_next(app, "jixiao remind %s", jx_name_last(request.round));
	return status;
}
