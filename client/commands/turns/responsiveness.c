/*
 * jixiao responsiveness: how long each department, and finance, takes to answer.
 */
#include <stdio.h>

#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/screen/cell.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

enum column {
	DEPARTMENT,
	ANSWERS,
	MEDIAN,
	WORST,
	WAITING,
	FINANCE_ANSWERS,
	FINANCE_MEDIAN,
	FINANCE_WORST,
	FINANCE_WAITING,
	CODE
};

static const struct jx_column COLUMNS[] = {
	[DEPARTMENT] = {"department_title", N_("Department"), .wraps = true},
	[ANSWERS] = {"answers", N_("Answers"), .is_right = true, .leave_out = 2},
	[MEDIAN] = {"median_ms", N_("Median"), .is_right = true},
	[WORST] = {"worst_ms", N_("Worst"), .is_right = true},
	[WAITING] = {"waiting", N_("Open"), .is_right = true, .leave_out = 3},
	[FINANCE_ANSWERS] = {"finance_answers", N_("Finance: answers"), .is_right = true, .leave_out = 4},
	[FINANCE_MEDIAN] = {"finance_median_ms", N_("Finance: median"), .is_right = true},
	[FINANCE_WORST] = {"finance_worst_ms", N_("Finance: worst"), .is_right = true},
	[FINANCE_WAITING] = {"finance_waiting", N_("Finance: open"), .is_right = true, .leave_out = 5},
	[CODE] = {"department", N_("Code"), .leave_out = 1},
};

/* A span for people, milliseconds for programs; a dash where there was nothing to answer. */
static void set_span(struct jx_table *table, size_t column, bool is_set, uint64_t ms)
{
	char text[JX_SPAN_BYTES], raw[JX_SPAN_BYTES];
	if (!is_set) {
		jx_table_set_raw(table, column, "—", "");
		return;
	}
	(void)snprintf(raw, sizeof(raw), "%llu", (unsigned long long)ms);
	jx_table_set_raw(table, column, jx_span_print(ms, text), raw);
}

/* @param first  the column of the number of answers; the other three follow. */
static void set_times(struct jx_table *table, size_t first, const JxAnswerTimes *times)
{
	if (times == NULL)
		return;
	jx_cell_set_number(table, first, times->answers);
	set_span(table, first + 1, times->answers > 0, times->median_ms);
	set_span(table, first + 2, times->answers + times->waiting > 0, times->worst_ms);
	jx_cell_set_number(table, first + 3, times->waiting);
}

static void add_row(struct jx_table *table, const char *title, const char *code,
	const JxAnswerTimes *department, const JxAnswerTimes *finance)
{
	jx_table_add_row(table);
	jx_table_set(table, DEPARTMENT, title);
	set_times(table, ANSWERS, department);
	set_times(table, FINANCE_ANSWERS, finance);
	jx_table_set(table, CODE, code);
}

enum jx_status cmd_responsiveness(struct jx_app *app, const struct jx_args *args)
{
	JxListResponsivenessRequest request = JX_LIST_RESPONSIVENESS_REQUEST_INIT;
	JxListResponsivenessResponse *reply;
	struct jx_table table;
	enum jx_status status = jx_resolve_round_to_read(
		app, jx_args_operand(args, 0), JX_REPORT_SOURCE_UNSPECIFIED, &request.round);
	if (status == JX_OK)
		status = jx_call_list_responsiveness(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_rows; i++) {
		const JxResponsivenessRow *row = reply->rows[i];
		add_row(&table, row->department_title, jx_name_last(row->department), row->department_times,
			row->finance_times);
	}
	if (reply->n_rows != 1 && jx_app_wants_text(app))
		add_row(&table, _("All together"), "", reply->departments, reply->finance);
	status = jx_app_print_table(app, &table);
	if (status != JX_OK || !jx_app_wants_text(app))
		return status;
	jx_note(&app->terminal, "%s",
		_("A department answers a return or a reopening by filing; finance answers a filing by accepting or returning it, and an objection by deciding. Worst: waits that have not ended count too."));
	return JX_OK;
}
