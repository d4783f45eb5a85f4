/*
 * jixiao compare, metrics: figures side by side, and what there is to rank by.
 */
#include <stdio.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/screen/labels.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/localized.h"

#define TITLE_BYTES 128

static const struct jx_column METRIC_COLUMNS[] = {
	{"key", N_("Key"), false, false, 0},
	{"title", N_("Title"), false, true, 0},
	{"unit", N_("Unit"), false, false, 2},
	{"is_higher_first", N_("First"), false, false, 3},
	{"formula", N_("Formula"), false, true, 1},
};

enum jx_status cmd_metrics(struct jx_app *app, const struct jx_args *args)
{
	JxListMetricsRequest request = JX_LIST_METRICS_REQUEST_INIT;
	struct jx_table table;
	ProtobufCMessage *message;
	(void)args;
	enum jx_status status =
		jx_list_all(app, "/jixiao.v1.RankingService/ListMetrics", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxListMetricsResponse *reply = (const JxListMetricsResponse *)message;
	if (app->output == JX_OUTPUT_JSONL)
		return jx_app_print_jsonl(
			app, (ProtobufCMessage *const *)(void *)reply->metrics, reply->n_metrics);
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	jx_table_init(&table, METRIC_COLUMNS, JX_COUNT_OF(METRIC_COLUMNS));
	for (size_t i = 0; i < reply->n_metrics; i++) {
		const JxMetric *metric = reply->metrics[i];
		jx_table_add_row(&table);
		jx_table_set(&table, 0, metric->key);
		jx_table_set(&table, 1, jx_localized(metric->title, app->language));
		jx_table_set(&table, 2, metric->unit);
		jx_table_set_raw(&table, 3, metric->is_higher_first ? _("highest") : _("lowest"),
			metric->is_higher_first ? "true" : "false");
		jx_table_set(&table, 4, metric->formula);
	}
	status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	if (status == JX_OK)
		jx_app_next(app, "jixiao rank --by execution_rate");
	return status;
}

static enum jx_status find_all(
	struct jx_app *app, const struct jx_args *args, JxCompareDepartmentsRequest *request)
{
	request->departments = jx_arena_calloc(&app->arena, args->n_operands, sizeof(char *));
	if (request->departments == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < args->n_operands; i++) {
		char name[JX_NAME_BYTES];
		enum jx_status status = jx_find_department(app, args->operands[i], name);
		if (status != JX_OK)
			return status;
		request->departments[i] = jx_arena_strdup(&app->arena, name);
		if (request->departments[i] == NULL)
			return jx_arena_fail(&app->arena, &app->error);
		request->n_departments++;
	}
	return JX_OK;
}

/* Heads of the columns: the department, or its rounds when the years are compared. */
static void make_columns(const JxCompareDepartmentsResponse *reply, bool is_years, char titles[][TITLE_BYTES],
	struct jx_column *columns)
{
	columns[0] = (struct jx_column){"key", N_("Key"), false, false, 5};
	columns[1] = (struct jx_column){"title", N_("Figure"), false, true, 0};
	for (size_t i = 0; i < reply->n_columns; i++) {
		const JxComparisonColumn *one = reply->columns[i];
		(void)snprintf(titles[i], TITLE_BYTES, "%.96s",
			is_years || one->title[0] == '\0' ? jx_last_part(one->round) : one->title);
		columns[2 + i] = (struct jx_column){
			is_years ? jx_last_part(one->round) : jx_last_part(one->department), titles[i], true,
			true, 0};
	}
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
	jx_table_set(table, 0, row->key);
	jx_table_set(table, 1, title);
	for (size_t i = 0; i < row->n_values && 2 + i < table->n_columns; i++)
		jx_label_set_measurement(table, 2 + i, row->values[i]);
}

static enum jx_status print_comparison(
	struct jx_app *app, const JxCompareDepartmentsResponse *reply, bool is_years)
{
	struct jx_table table;
	char titles[JX_MAX_COMPARED][TITLE_BYTES];
	struct jx_column columns[2 + JX_MAX_COMPARED];
	if (reply->n_columns > JX_MAX_COMPARED)
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("too many columns"))));
	make_columns(reply, is_years, titles, columns);
	jx_table_init(&table, columns, 2 + reply->n_columns);
	for (size_t i = 0; i < reply->n_rows; i++)
		add_row(app, &table, reply->rows[i]);
	enum jx_status status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	return status;
}

enum jx_status cmd_compare(struct jx_app *app, const struct jx_args *args)
{
	JxCompareDepartmentsRequest request = JX_COMPARE_DEPARTMENTS_REQUEST_INIT;
	char round[JX_NAME_BYTES];
	bool is_years = jx_args_has(args, "years");
	ProtobufCMessage *message;
	if (is_years && args->n_operands > 1)
		return jx_app_fail_with(app, JX_REASON_EXTRA_ARGUMENT,
			JX_ARGS(JX_TEXT(args->operands[1]), JX_TEXT("compare")));
	enum jx_status status = find_all(app, args, &request);
	if (status == JX_OK && !is_years)
		status = jx_find_round(app, jx_args_value(args, "round"), JX_ROUND_NEWEST, round);
	if (status != JX_OK)
		return status;
	if (!is_years)
		request.round = round;
	if (jx_args_has(args, "accepted"))
		request.source = JX_REPORT_SOURCE_ACCEPTED;
	if (jx_args_has(args, "published"))
		request.source = JX_REPORT_SOURCE_PUBLISHED;
	status = jx_list_all(app, "/jixiao.v1.RankingService/CompareDepartments", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxCompareDepartmentsResponse *reply = (const JxCompareDepartmentsResponse *)message;
	if (app->output == JX_OUTPUT_JSONL)
		return jx_app_print_jsonl(app, (ProtobufCMessage *const *)(void *)reply->rows, reply->n_rows);
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	status = print_comparison(app, reply, is_years);
	if (status == JX_OK)
		jx_app_next(app, "jixiao rank");
	return status;
}
