/*
 * jixiao rank: who comes where, by which score, on which basis, and who is not in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/commands.h"
#include "client/i18n.h"
#include "client/lists.h"
#include "client/words.h"
#include "jixiao/v1/departments.pb-c.h"
#include "jixiao/v1/rankings.pb-c.h"
#include "proto/contract/metric.h"
#include "proto/contract/states.h"
#include "proto/contract/text.h"

#define TITLE_BYTES 128

enum rank_column { RANK, DEPARTMENT, VALUE, REVIEWED, CLAIMED, RATE, RATE_INITIAL, PEERS, LATE, CODE };

static const struct jx_column COLUMNS[] = {
	{"rank", N_("Rank"), true, false, 0},
	{"title", N_("Department"), false, true, 0},
	{"value", N_("Value"), true, false, 0},
	{"reviewed_score", N_("Reviewed"), true, false, 0},
	{"claimed_score", N_("Claimed"), true, false, 0},
	{"execution_rate", N_("Execution"), true, false, 1},
	{"execution_rate_initial", N_("Execution (initial)"), true, false, 2},
	{"peer_group", N_("Peers"), false, false, 3},
	{"is_late", N_("Late"), false, false, 4},
	{"department", N_("Code"), false, false, 5},
};

#define N_COLUMNS (sizeof(COLUMNS) / sizeof(COLUMNS[0]))

static bool is_for_people(const struct jx_app *app)
{
	return app->output == JX_OUTPUT_AUTO || app->output == JX_OUTPUT_TABLE;
}

static enum jx_status read_options(
	struct jx_app *app, const struct jx_args *args, Jixiao__V1__RankRequest *request)
{
	const char *by = jx_args_value(args, "by");
	const char *peers = jx_args_value(args, "peers");
	const char *top = jx_args_value(args, "top");
	request->by = jx_arena_strdup(&app->arena, by != NULL ? by : "");
	request->peer_group = jx_arena_strdup(&app->arena, peers != NULL ? peers : "");
	if (request->by == NULL || request->peer_group == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	if (top != NULL) {
		size_t digits = strspn(top, "0123456789");
		request->limit = (uint32_t)strtoul(top, NULL, 10);
		if (digits == 0 || digits > 6 || top[digits] != '\0' || request->limit == 0)
			return jx_app_fail(app, JX_REASON_BAD_OPTION_VALUE, "--top", top, "1, 2, ...");
	}
	if (jx_args_has(args, "accepted"))
		request->source = JIXIAO__V1__RANK_SOURCE__RANK_SOURCE_ACCEPTED;
	if (jx_args_has(args, "published"))
		request->source = JIXIAO__V1__RANK_SOURCE__RANK_SOURCE_PUBLISHED;
	return JX_OK;
}

/* What it is ranked by, in words. */
static const char *key_title(const struct jx_app *app, const char *by, char out[TITLE_BYTES])
{
	const struct jx_metric *metric;
	char argument[JX_METRIC_ARGUMENT_BYTES];
	if (by[0] == '\0')
		(void)jx_text_copy(out, TITLE_BYTES, _("reviewed score"));
	else if (jx_metric_find(by, &metric, argument, NULL) != JX_OK)
		(void)jx_text_copy(out, TITLE_BYTES, by);
	else
		(void)snprintf(out, TITLE_BYTES, "%s%s%s",
			jx_app_text(app, metric->title_zh, metric->title_en), argument[0] != '\0' ? " " : "",
			argument);
	return out;
}

/* Round, its state, the basis and the key: no rank without them. */
static void print_head(struct jx_app *app, const Jixiao__V1__RankResponse *reply)
{
	char title[TITLE_BYTES];
	const char *state = jx_round_state_name(reply->round_state, app->language);
	(void)key_title(app, reply->by, title);
	if (reply->source == JIXIAO__V1__RANK_SOURCE__RANK_SOURCE_ACCEPTED)
		jx_print(&app->terminal,
			_("Round %s (%s), ranked by %s, from reports accepted so far: not published"),
			jx_last_part(reply->round), state, title);
	else if (reply->round_state == JIXIAO__V1__ROUND_STATE__ROUND_STATE_PROVISIONAL)
		jx_print(&app->terminal, _("Round %s (%s), ranked by %s, from publication %s: provisional"),
			jx_last_part(reply->round), state, title, jx_last_part(reply->publication));
	else
		jx_print(&app->terminal, _("Round %s (%s), ranked by %s, from publication %s: final"),
			jx_last_part(reply->round), state, title, jx_last_part(reply->publication));
	(void)fputc('\n', app->terminal.out);
}

static void add_row(struct jx_table *table, const Jixiao__V1__RankRow *row)
{
	char text[JX_FIGURE_TEXT_BYTES];
	jx_table_add_row(table);
	(void)snprintf(text, sizeof(text), "%u", row->rank);
	jx_table_set_raw(table, RANK, row->rank > 0 ? text : "—", row->rank > 0 ? text : "");
	jx_table_set(table, DEPARTMENT, row->title);
	jx_words_set_measurement(table, VALUE, row->value);
	jx_table_set(table, REVIEWED, jx_words_decimal(row->reviewed_score, text));
	jx_table_set(table, CLAIMED, jx_words_decimal(row->claimed_score, text));
	jx_words_set_measurement(table, RATE, row->execution_rate);
	jx_words_set_measurement(table, RATE_INITIAL, row->execution_rate_initial);
	jx_table_set(table, PEERS, row->peer_group);
	jx_table_set_raw(table, LATE, row->is_late ? _("late") : "", row->is_late ? "true" : "false");
	jx_table_set(table, CODE, jx_last_part(row->department));
}

/* Columns that say nothing in this ranking are left out for people; CSV always has all. */
static bool is_needed(const Jixiao__V1__RankResponse *reply, size_t column)
{
	if (column == VALUE)
		return reply->by[0] != '\0';
	for (size_t i = 0; i < reply->n_rows; i++) {
		if (column == LATE && reply->rows[i]->is_late)
			return true;
		if (column == PEERS && reply->rows[i]->peer_group[0] != '\0')
			return true;
	}
	return column != LATE && column != PEERS;
}

static enum jx_status print_rows(struct jx_app *app, const Jixiao__V1__RankResponse *reply)
{
	struct jx_table table;
	struct jx_column columns[N_COLUMNS];
	size_t from[N_COLUMNS];
	struct jx_table shown;
	size_t n = 0;
	jx_table_init(&table, COLUMNS, N_COLUMNS);
	for (size_t i = 0; i < reply->n_rows; i++)
		add_row(&table, reply->rows[i]);
	for (size_t c = 0; c < N_COLUMNS; c++) {
		if (is_for_people(app) && !is_needed(reply, c))
			continue;
		columns[n] = COLUMNS[c];
		from[n++] = c;
	}
	jx_table_init(&shown, columns, n);
	for (size_t r = 0; r < table.n_rows; r++) {
		jx_table_add_row(&shown);
		for (size_t c = 0; c < n; c++) {
			const struct jx_cell *cell = &table.cells[r * N_COLUMNS + from[c]];
			jx_table_set_raw(&shown, c, cell->text, cell->raw);
		}
	}
	if (table.status != JX_OK)
		shown.status = table.status;
	enum jx_status status = jx_app_print_table(app, &shown);
	jx_table_clear(&shown);
	jx_table_clear(&table);
	return status;
}

/* Departments by code; the list the server gives is in the order of codes. */
static const char *title_of(const Jixiao__V1__ListDepartmentsResponse *list, const char *name)
{
	size_t low = 0;
	size_t high = list != NULL ? list->n_departments : 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(list->departments[middle]->name, name);
		if (order == 0)
			return list->departments[middle]->title;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return "";
}

static void print_names(
	struct jx_app *app, char *const *names, size_t n, const Jixiao__V1__ListDepartmentsResponse *list)
{
	for (size_t i = 0; i < n; i++) {
		const char *title = title_of(list, names[i]);
		jx_print(&app->terminal, "  %s%s%s", jx_last_part(names[i]), title[0] != '\0' ? " " : "",
			title);
	}
}

/* Why rows have no rank: the figure that is missing, or finance's score. */
static void print_unranked(struct jx_app *app, const Jixiao__V1__RankResponse *reply)
{
	for (size_t i = 0; i < reply->n_rows; i++) {
		const Jixiao__V1__RankRow *row = reply->rows[i];
		if (row->rank > 0)
			continue;
		const char *missing = row->value != NULL ? row->value->missing : "";
		if (reply->by[0] == '\0')
			jx_print(&app->terminal, _("Not ranked: %s, finance set no score"), row->title);
		else if (strncmp(missing, "zero:", 5) == 0)
			jx_print(&app->terminal, _("Not ranked: %s, %s is zero"), row->title, missing + 5);
		else
			jx_print(&app->terminal, _("Not ranked: %s, %s is missing"), row->title, missing);
	}
}

static void print_foot(struct jx_app *app, const Jixiao__V1__RankResponse *reply)
{
	Jixiao__V1__ListDepartmentsRequest request = JIXIAO__V1__LIST_DEPARTMENTS_REQUEST__INIT;
	ProtobufCMessage *list = NULL;
	bool wants_titles = reply->n_not_filed + reply->n_not_accepted > 0 && !app->is_public;
	/* Titles are a courtesy: without them the codes still say who it is. */
	if (wants_titles && jx_list_all(app, "/jixiao.v1.DepartmentService/ListDepartments", &request.base,
				    &list) != JX_OK)
		list = NULL;
	app->error = (struct jx_error){0};
	const Jixiao__V1__ListDepartmentsResponse *titles = (const Jixiao__V1__ListDepartmentsResponse *)list;
	(void)fputc('\n', app->terminal.out);
	print_unranked(app, reply);
	if (reply->n_not_filed > 0)
		jx_print(&app->terminal,
			ngettext("%zu has not filed:", "%zu have not filed:", reply->n_not_filed),
			reply->n_not_filed);
	print_names(app, reply->not_filed, reply->n_not_filed, titles);
	if (reply->n_not_accepted > 0)
		jx_print(&app->terminal,
			ngettext("%zu filed and is not accepted yet:", "%zu filed and are not accepted yet:",
				reply->n_not_accepted),
			reply->n_not_accepted);
	print_names(app, reply->not_accepted, reply->n_not_accepted, titles);
	jx_print(&app->terminal, "%s",
		_("Equal values share a rank and the next one is skipped (1-2-2-4). The claimed score is "
		  "never ranked "
		  "by."));
}

enum jx_status cmd_rank(struct jx_app *app, const struct jx_args *args)
{
	Jixiao__V1__RankRequest request = JIXIAO__V1__RANK_REQUEST__INIT;
	char round[JX_NAME_BYTES];
	const char *named = jx_args_operand(args, 0);
	ProtobufCMessage *message;
	if (named == NULL && app->is_public)
		return jx_app_fail(app, JX_REASON_MISSING_ARGUMENT, _("ROUND"), "rank", NULL);
	enum jx_status status = read_options(app, args, &request);
	if (status == JX_OK)
		status = jx_find_round(app, named, JX_ROUND_NEWEST, round);
	if (status != JX_OK)
		return status;
	request.round = round;
	static const char PATH[] = "/jixiao.v1.RankingService/Rank";
	status = request.limit != 0 ? jx_app_call(app, PATH, &request.base, &message)
				    : jx_list_all(app, PATH, &request.base, &message);
	if (status != JX_OK)
		return status;
	const Jixiao__V1__RankResponse *reply = (const Jixiao__V1__RankResponse *)message;
	if (app->output == JX_OUTPUT_JSONL)
		return jx_app_print_jsonl(app, (ProtobufCMessage *const *)(void *)reply->rows, reply->n_rows);
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	bool is_read =
		app->output == JX_OUTPUT_TABLE || (app->output == JX_OUTPUT_AUTO && app->terminal.is_tty);
	if (is_read)
		print_head(app, reply);
	status = print_rows(app, reply);
	if (status == JX_OK && is_read)
		print_foot(app, reply);
	if (status == JX_OK)
		jx_app_next(app, "jixiao compare DEPT DEPT");
	return status;
}
