/*
 * jixiao compare, metrics: figures side by side, and what there is to rank by.
 */
#include <stdio.h>
#include <string.h>

#include "client/calls/call.h"
#include "client/calls/missing.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/print/ranking_table.h"
#include "client/screen/cell.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/localized.h"

#define TITLE_BYTES 128

/* ---- metrics ---- */

enum metric_column { METRIC_KEY, METRIC_TITLE, METRIC_UNIT, METRIC_FIRST, METRIC_FORMULA };

static const struct jx_column METRIC_COLUMNS[] = {
	[METRIC_KEY] = {.key = "key", .title = N_("Key")},
	[METRIC_TITLE] = {"title", N_("Title"), .wraps = true},
	[METRIC_UNIT] = {"unit", N_("Unit"), .leave_out = 2},
	[METRIC_FIRST] = {"is_higher_first", N_("First"), .leave_out = 3},
	[METRIC_FORMULA] = {"formula", N_("Formula"), .wraps = true, .leave_out = 1},
};

static void add_metric(const struct jx_app *app, struct jx_table *table, const JxMetric *metric)
{
	jx_table_add_row(table);
	jx_table_set(table, METRIC_KEY, metric->key);
	jx_table_set(table, METRIC_TITLE, jx_localized(metric->title, app->language));
	jx_table_set(table, METRIC_UNIT, metric->unit);
	jx_table_set_raw(table, METRIC_FIRST, metric->is_higher_first ? _("highest") : _("lowest"),
		metric->is_higher_first ? "true" : "false");
	jx_table_set(table, METRIC_FORMULA, metric->formula);
}

enum jx_status cmd_metrics(struct jx_app *app, const struct jx_args *args)
{
	JxListMetricsRequest request = JX_LIST_METRICS_REQUEST_INIT;
	JxListMetricsResponse *reply;
	struct jx_table table;
	(void)args;
	enum jx_status status = jx_call_list_metrics(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	jx_table_init(&table, &app->arena, METRIC_COLUMNS, JX_COUNT_OF(METRIC_COLUMNS));
	for (size_t i = 0; i < reply->n_metrics; i++)
		add_metric(app, &table, reply->metrics[i]);
	status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao rank --by execution_rate");
	return JX_OK;
}

/* ---- compare ---- */

/* Two columns say what a row is; after them comes one for each department or year. */
enum comparison_column { KEY, FIGURE, FIRST_VALUE };

static enum jx_status resolve_all(
	struct jx_app *app, const struct jx_args *args, JxCompareDepartmentsRequest *request)
{
	request->departments = jx_arena_calloc(&app->arena, args->n_operands, sizeof(char *));
	if (request->departments == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < args->n_operands; i++) {
		enum jx_status status =
			jx_resolve_department(app, args->operands[i], &request->departments[i]);
		if (status != JX_OK)
			return status;
		request->n_departments++;
	}
	return JX_OK;
}

/* The head of a column: the department, or its round when years are compared. */
static struct jx_column make_column(const JxComparisonColumn *one, bool is_years, char title[TITLE_BYTES])
{
	const char *round = jx_name_last(one->round);
	const bool is_before = is_years && one->predecessor_of[0] != '\0';
	if (is_before)
		(void)snprintf(title, TITLE_BYTES, "%.32s %.90s", round, one->title);
	else
		(void)jx_text_copy(
			title, TITLE_BYTES, is_years || one->title[0] == '\0' ? round : one->title);
	return (struct jx_column){.key = is_before  ? title
					 : is_years ? round
						    : jx_name_last(one->department),
		.title = title,
		.is_right = true,
		.wraps = true};
}

static void add_row(const struct jx_app *app, struct jx_table *table, const JxComparisonRow *row)
{
	char title[TITLE_BYTES];
	const char *unit = "";
	for (size_t i = 0; i < row->n_values && unit[0] == '\0'; i++)
		unit = row->values[i]->unit;
	/* The unit stands once, beside the title; rates carry their own sign. */
	bool has_unit = unit[0] != '\0' && strcmp(unit, "%") != 0;
	(void)snprintf(title, sizeof(title), has_unit ? "%.96s (%.16s)" : "%.96s%.0s",
		jx_localized(row->title, app->language), unit);
	jx_table_add_row(table);
	jx_table_set(table, KEY, row->key);
	jx_table_set(table, FIGURE, title);
	for (size_t i = 0; i < row->n_values && FIRST_VALUE + i < table->n_columns; i++)
		jx_cell_set_measurement(table, FIRST_VALUE + i, row->values[i]);
}

static enum jx_status print_comparison(
	struct jx_app *app, const JxCompareDepartmentsResponse *reply, bool is_years)
{
	struct jx_table table;
	char titles[JX_MAX_COMPARED][TITLE_BYTES];
	struct jx_column columns[FIRST_VALUE + JX_MAX_COMPARED] = {
		[KEY] = {"key", N_("Key"), .leave_out = 5},
		[FIGURE] = {"title", N_("Figure"), .wraps = true},
	};
	if (reply->n_columns > JX_MAX_COMPARED)
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("too many columns"))));
	for (size_t i = 0; i < reply->n_columns; i++)
		columns[FIRST_VALUE + i] = make_column(reply->columns[i], is_years, titles[i]);
	jx_table_init(&table, &app->arena, columns, FIRST_VALUE + reply->n_columns);
	for (size_t i = 0; i < reply->n_rows; i++)
		add_row(app, &table, reply->rows[i]);
	return jx_app_print_table(app, &table);
}

/* Whose figures stand in for a department that was not there yet. */
static void tell_predecessors(struct jx_app *app, const JxCompareDepartmentsResponse *reply)
{
	for (size_t i = 0; i < reply->n_columns; i++) {
		const JxComparisonColumn *one = reply->columns[i];
		if (one->predecessor_of[0] == '\0')
			continue;
		if (one->retire_date[0] != '\0')
			jx_app_remark(app,
				_("%s: figures of %s %s, merged into %s on %s; they are not added up"),
				jx_name_last(one->round), jx_name_last(one->department), one->title,
				jx_name_last(one->predecessor_of), one->retire_date);
		else
			jx_app_remark(app,
				_("%s: figures of %s %s, which gave a part of its work to %s; they are not added up"),
				jx_name_last(one->round), jx_name_last(one->department), one->title,
				jx_name_last(one->predecessor_of));
	}
}

/* Where the figures of a department that has ended go on. */
static enum jx_status tell_successors(struct jx_app *app, char *name)
{
	JxGetDepartmentRequest request = JX_GET_DEPARTMENT_REQUEST_INIT;
	JxGetDepartmentResponse *reply;
	request.name = name;
	enum jx_status status = jx_call_get_department(app, &request, &reply);
	if (status != JX_OK || reply->department == NULL)
		return status == JX_OK ? jx_call_fail_incomplete(app) : status;
	for (size_t i = 0; i < reply->department->n_successors; i++)
		jx_app_remark(app,
			_("%s has ended or given work away; it goes on in: jixiao compare %s --years"),
			reply->department->title, jx_name_last(reply->department->successors[i]));
	return JX_OK;
}

enum jx_status cmd_compare(struct jx_app *app, const struct jx_args *args)
{
	JxCompareDepartmentsRequest request = JX_COMPARE_DEPARTMENTS_REQUEST_INIT;
	JxCompareDepartmentsResponse *reply;
	bool is_years = jx_args_has(args, "years");
	if (is_years && args->n_operands > 1)
		return jx_app_fail_with(app, JX_REASON_EXTRA_ARGUMENT,
			JX_ARGS(JX_TEXT(args->operands[1]), JX_TEXT("compare")));
	enum jx_status status = resolve_all(app, args, &request);
	if (status != JX_OK)
		return status;
	if (!is_years) {
		status = jx_resolve_round_to_read(
			app, jx_args_value(args, "round"), jx_ranking_table_source(args), &request.round);
		if (status != JX_OK)
			return status;
	}
	request.source = jx_ranking_table_source(args);
	status = jx_call_compare_departments(app, &request, &reply);
	if (status != JX_OK)
		return jx_missing_tell(app, status, "", request.round);
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	status = print_comparison(app, reply, is_years);
	if (status == JX_OK && is_years) {
		tell_predecessors(app, reply);
		status = app->is_public ? JX_OK : tell_successors(app, request.departments[0]);
	}
	if (status != JX_OK)
		return status;
	if (is_years)
		jx_app_next(app, "jixiao rank");
	else
		jx_app_next(app, "jixiao rank %s", jx_name_last(request.round));
	return JX_OK;
}
