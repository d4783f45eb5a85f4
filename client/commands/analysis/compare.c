/*
 * jixiao compare, metrics: figures side by side, and what there is to rank by.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/missing.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/print/ranking_table.h"
#include "client/screen/cell.h"
#include "client/text/i18n.h"
#include "client/text/suggest.h"
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

/* The values of an option that may be given several times, in the app's arena. */
static enum jx_status read_all(
	struct jx_app *app, const struct jx_args *args, const char *name, char ***ret_values, size_t *ret_n)
{
	enum jx_status status = JX_OK;
	*ret_n = 0;
	*ret_values = jx_arena_calloc(&app->arena, args->n_given + 1, sizeof(char *));
	if (*ret_values == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; status == JX_OK && i < args->n_given; i++)
		if (strcmp(args->given[i].option->name, name) == 0)
			status = jx_option_text(app, args->given[i].value, &(*ret_values)[(*ret_n)++]);
	return status;
}

/* The rounds of which something can be compared, oldest first. */
static enum jx_status read_years(struct jx_app *app, JxCompareDepartmentsRequest *request)
{
	JxListRoundsRequest of_rounds = JX_LIST_ROUNDS_REQUEST_INIT;
	JxListRoundsResponse *list;
	enum jx_status status = jx_call_list_rounds(app, &of_rounds, &list);
	if (status != JX_OK)
		return status;
	request->rounds = jx_arena_calloc(&app->arena, list->n_rounds + 1, sizeof(char *));
	if (request->rounds == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = list->n_rounds; i-- > 0;) {
		JxRoundState state = list->rounds[i]->state;
		if (state != JX_ROUND_STATE_DRAFT && state != JX_ROUND_STATE_CANCELLED)
			request->rounds[request->n_rounds++] = list->rounds[i]->name;
	}
	return JX_OK;
}

static enum jx_status read_rounds(
	struct jx_app *app, const struct jx_args *args, JxCompareDepartmentsRequest *request)
{
	char **names;
	size_t n = 0;
	enum jx_status status = read_all(app, args, "round", &names, &n);
	if (status != JX_OK)
		return status;
	if (jx_args_has(args, "years"))
		return args->n_operands > 1 ? read_years(app, request) : JX_OK;
	if (n <= 1)
		return jx_resolve_round_to_read(
			app, n > 0 ? names[0] : NULL, request->source, &request->round);
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = jx_resolve_round_to_read(app, names[i], request->source, &names[i]);
	request->rounds = names;
	request->n_rounds = n;
	return status;
}

/* ---- which figures ---- */

static bool is_wanted(const struct jx_app *app, const JxComparisonRow *row, char *const *wanted, size_t n)
{
	const char *title = jx_localized(row->title, app->language);
	for (size_t i = 0; i < n; i++)
		if (strstr(row->key, wanted[i]) != NULL || strstr(title, wanted[i]) != NULL)
			return true;
	/* An indicator was asked for by name already. */
	return n == 0 || strncmp(row->key, "indicator:", 10) == 0;
}

static bool is_known(const struct jx_app *app, const JxCompareDepartmentsResponse *reply, char *wanted)
{
	for (size_t i = 0; i < reply->n_rows; i++)
		if (strncmp(reply->rows[i]->key, "indicator:", 10) != 0 &&
			is_wanted(app, reply->rows[i], &wanted, 1))
			return true;
	return false;
}

/* Keeps the figures that --figure names; a name that none has is refused, with the nearest one. */
static enum jx_status keep_wanted(
	struct jx_app *app, const struct jx_args *args, JxCompareDepartmentsResponse *reply)
{
	char **wanted;
	size_t n = 0;
	size_t n_kept = 0;
	enum jx_status status = read_all(app, args, "figure", &wanted, &n);
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		struct jx_suggestion suggestion = {.word = wanted[i]};
		for (size_t j = 0; j < reply->n_rows; j++) {
			jx_suggest_offer(&suggestion, reply->rows[j]->key);
			jx_suggest_offer(&suggestion, jx_localized(reply->rows[j]->title, app->language));
		}
		if (!is_known(app, reply, wanted[i]))
			return jx_app_fail_with(app, JX_REASON_UNKNOWN_FIGURE,
				JX_ARGS(JX_TEXT(wanted[i]),
					JX_TEXT(suggestion.nearest != NULL ? suggestion.nearest
									   : "final_score")));
	}
	for (size_t i = 0; status == JX_OK && i < reply->n_rows; i++)
		if (is_wanted(app, reply->rows[i], wanted, n))
			reply->rows[n_kept++] = reply->rows[i];
	reply->n_rows = n_kept;
	return status;
}

/* ---- the table ---- */

/* What the heads of the columns tell apart. */
enum heading { BY_DEPARTMENT, BY_ROUND, BY_BOTH };

static enum heading heading_of(const JxCompareDepartmentsResponse *reply, bool is_years)
{
	bool has_rounds = is_years;
	bool has_departments = false;
	for (size_t i = 1; i < reply->n_columns; i++) {
		has_rounds |= strcmp(reply->columns[i]->round, reply->columns[0]->round) != 0;
		has_departments |= strcmp(reply->columns[i]->department, reply->columns[0]->department) != 0;
	}
	if (has_rounds && has_departments)
		return BY_BOTH;
	return has_rounds ? BY_ROUND : BY_DEPARTMENT;
}

/* The head of a column: the department, its round, or both. */
static struct jx_column make_column(
	const JxComparisonColumn *one, enum heading heading, char title[TITLE_BYTES], char key[TITLE_BYTES])
{
	const char *round = jx_name_last(one->round);
	const char *code = jx_name_last(one->department);
	const char *name = one->title[0] != '\0' ? one->title : code;
	switch (heading) {
	case BY_BOTH:
		(void)snprintf(title, TITLE_BYTES, "%.80s %.40s", name, round);
		(void)snprintf(key, TITLE_BYTES, "%.60s/%.60s", code, round);
		break;
	case BY_ROUND:
		(void)jx_text_copy(title, TITLE_BYTES, round);
		(void)jx_text_copy(key, TITLE_BYTES, round);
		break;
	case BY_DEPARTMENT:
	default:
		(void)jx_text_copy(title, TITLE_BYTES, name);
		(void)jx_text_copy(key, TITLE_BYTES, code);
		break;
	}
	return (struct jx_column){.key = key, .title = title, .is_right = true, .wraps = true};
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

/* What the figures of each column rest on, where there is something to be said. */
static void add_flags(struct jx_table *table, const JxCompareDepartmentsResponse *reply)
{
	bool has_any = false;
	for (size_t i = 0; i < reply->n_columns; i++)
		has_any |= reply->columns[i]->n_flags > 0;
	if (!has_any)
		return;
	jx_table_add_row(table);
	jx_table_set(table, KEY, "flags");
	jx_table_set(table, FIGURE, _("Flags"));
	for (size_t i = 0; i < reply->n_columns; i++)
		jx_cell_set_flags(
			table, FIRST_VALUE + i, reply->columns[i]->flags, reply->columns[i]->n_flags);
}

static void print_absent(struct jx_app *app, const JxCompareDepartmentsResponse *reply)
{
	for (size_t i = 0; i < reply->n_absent; i++) {
		const JxAbsentColumn *absent = reply->absent[i];
		const char *code = jx_name_last(absent->department);
		const char *round = jx_name_last(absent->round);
		if (absent->is_filed)
			jx_app_remark(app, _("Left out: %s %s, filed for round %s and not accepted"), code,
				absent->title, round);
		else
			jx_app_remark(app, _("Left out: %s %s, no report of round %s to compare"), code,
				absent->title, round);
	}
}

static enum jx_status print_comparison(
	struct jx_app *app, const JxCompareDepartmentsResponse *reply, bool is_years)
{
	struct jx_table table;
	char titles[JX_MAX_COMPARED][TITLE_BYTES];
	char keys[JX_MAX_COMPARED][TITLE_BYTES];
	enum heading heading = heading_of(reply, is_years);
	struct jx_column columns[FIRST_VALUE + JX_MAX_COMPARED] = {
		[KEY] = {"key", N_("Key"), .leave_out = 5},
		[FIGURE] = {"title", N_("Figure"), .wraps = true},
	};
	if (reply->n_columns > JX_MAX_COMPARED)
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("too many columns"))));
	for (size_t i = 0; i < reply->n_columns; i++)
		columns[FIRST_VALUE + i] = make_column(reply->columns[i], heading, titles[i], keys[i]);
	jx_table_init(&table, &app->arena, columns, FIRST_VALUE + reply->n_columns);
	for (size_t i = 0; i < reply->n_rows; i++)
		add_row(app, &table, reply->rows[i]);
	add_flags(&table, reply);
	return jx_app_print_table(app, &table);
}

/* What to run next: of one round its ranking, of several the newest one's. */
static void tell_next(struct jx_app *app, const JxCompareDepartmentsRequest *request)
{
	if (request->round[0] == '\0')
		jx_app_next(app, "jixiao rank");
	else
		jx_app_next(app, "jixiao rank %s", jx_name_last(request->round));
}

enum jx_status cmd_compare(struct jx_app *app, const struct jx_args *args)
{
	JxCompareDepartmentsRequest request = JX_COMPARE_DEPARTMENTS_REQUEST_INIT;
	JxCompareDepartmentsResponse *reply;
	bool is_years = jx_args_has(args, "years");
	if (is_years && jx_args_has(args, "round"))
		return jx_app_fail_with(app, JX_REASON_OPTIONS_APART,
			JX_ARGS(JX_TEXT("--years"), JX_TEXT("--round"), JX_TEXT("compare")));
	request.source = jx_ranking_table_source(args);
	enum jx_status status = resolve_all(app, args, &request);
	if (status == JX_OK)
		status = read_rounds(app, args, &request);
	if (status == JX_OK)
		status = read_all(app, args, "indicator", &request.indicators, &request.n_indicators);
	if (status != JX_OK)
		return status;
	status = jx_call_compare_departments(app, &request, &reply);
	if (status != JX_OK)
		return jx_missing_tell(app, status, "", request.round);
	status = keep_wanted(app, args, reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	status = print_comparison(app, reply, is_years);
	if (status != JX_OK)
		return status;
	print_absent(app, reply);
	tell_next(app, &request);
	return JX_OK;
}
