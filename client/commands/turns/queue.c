/*
 * jixiao queue: the reports of a round that wait for review, by risk or by age.
 */
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

enum column {
	RISK,
	DEPARTMENT,
	STATE,
	REVIEWER,
	WAITS,
	EXPLAINED,
	NOTES,
	CLAIMED,
	COMPUTED,
	GROUP,
	RETURNS,
	LATE,
	SPENT,
	CODE
};

static const struct jx_column COLUMNS[] = {
	[RISK] = {"risk", N_("Risk"), .is_right = true},
	[DEPARTMENT] = {"department_title", N_("Department"), .wraps = true},
	[STATE] = {.key = "state", .title = N_("State")},
	[REVIEWER] = {"reviewer", N_("Reviewer"), .leave_out = 4},
	[WAITS] = {"since_time", N_("Waits"), .is_right = true},
	[EXPLAINED] = {"explain_findings", N_("Explained"), .is_right = true, .leave_out = 3},
	[NOTES] = {"info_findings", N_("Notes"), .is_right = true, .leave_out = 6},
	[CLAIMED] = {"claimed_score", N_("Claimed"), .is_right = true, .leave_out = 5},
	[COMPUTED] = {"computed_score", N_("Computed"), .is_right = true, .leave_out = 5},
	[GROUP] = {"group", N_("Group"), .leave_out = 7},
	[RETURNS] = {"return_count", N_("Returns"), .is_right = true, .leave_out = 8},
	[LATE] = {"is_late", N_("Late"), .leave_out = 9},
	[SPENT] = {"expenditure", N_("Spent before"), .is_right = true, .leave_out = 2},
	[CODE] = {"department", N_("Code"), .leave_out = 1},
};

static void add_row(const struct jx_app *app, struct jx_table *table, const JxQueueRow *row)
{
	char text[JX_LABEL_BYTES], span[JX_SPAN_BYTES], time[JX_DATETIME_BYTES], money[JX_FIGURE_TEXT_BYTES];
	jx_table_add_row(table);
	jx_cell_set_number(table, RISK, row->risk);
	jx_table_set(table, DEPARTMENT, row->department_title);
	jx_table_set(table, STATE, jx_label_state(row->state, app->language, text));
	jx_table_set(table, REVIEWER, jx_name_last(row->reviewer));
	if (row->since_time != NULL && row->since_time->seconds <= app->now_s)
		jx_table_set_raw(table, WAITS,
			jx_span_print((uint64_t)(app->now_s - row->since_time->seconds) * 1000, span),
			jx_datetime_print_utc(row->since_time, time));
	jx_cell_set_number(table, EXPLAINED, row->explain_findings);
	jx_cell_set_number(table, NOTES, row->info_findings);
	jx_cell_set_decimal(table, CLAIMED, row->claimed_score);
	jx_cell_set_decimal(table, COMPUTED, row->computed_score);
	jx_cell_set_group(table, GROUP, row->group);
	jx_cell_set_number(table, RETURNS, row->return_count);
	jx_cell_set_flag(table, LATE, row->is_late, _("late"));
	jx_table_set(table, SPENT, jx_label_amount(row->expenditure, money));
	jx_table_set(table, CODE, jx_name_last(row->department));
}

static enum jx_status read_request(
	struct jx_app *app, const struct jx_args *args, JxListQueueRequest *request)
{
	int order = JX_QUEUE_ORDER_RISK;
	enum jx_status status = jx_option_enum(
		app, "by", jx_args_value(args, "by"), JX_QUEUE_ORDER_DESCRIPTOR, "risk, age", &order);
	request->order = (JxQueueOrder)order;
	request->only_mine = jx_args_has(args, "mine");
	if (status != JX_OK)
		return status;
	return jx_resolve_round(app, jx_args_value(args, "round"), JX_ROUND_MEANT, &request->round);
}

enum jx_status cmd_queue(struct jx_app *app, const struct jx_args *args)
{
	JxListQueueRequest request = JX_LIST_QUEUE_REQUEST_INIT;
	JxListQueueResponse *reply;
	struct jx_table table;
	enum jx_status status = read_request(app, args, &request);
	if (status == JX_OK)
		status = jx_call_list_queue(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_rows; i++)
		add_row(app, &table, reply->rows[i]);
	if (reply->n_rows > 0 || app->output != JX_OUTPUT_AUTO)
		status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_text(app))
		jx_note(&app->terminal,
			ngettext("Round %s: %zu report waits for review",
				"Round %s: %zu reports wait for review", reply->n_rows),
			jx_name_last(request.round), reply->n_rows);
	if (reply->n_rows == 0)
		jx_app_next(app, "jixiao progress %s", jx_name_last(request.round));
	else
		jx_app_next(app,
			reply->rows[0]->state == JX_SUBMISSION_STATE_SUBMITTED ? "jixiao claim %s --round %s"
									       : "jixiao show %s --round %s",
			jx_name_last(reply->rows[0]->department), jx_name_last(request.round));
	return JX_OK;
}
