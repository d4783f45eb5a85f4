/*
 * jixiao round create, open, close, list: the collections of reports.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/screen/datetime.h"
#include "client/screen/labels.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/service/states.h"

#define MAX_YEAR         9999ul
#define DEFAULT_RULEBOOK "county-sample"

static const struct jx_column COLUMNS[] = {
	{"id", N_("Round"), false, false, 0},
	{"title", N_("Title"), false, true, 3},
	{"year", N_("Year"), true, false, 4},
	{"state", N_("State"), false, false, 0},
	{"deadline", N_("Deadline"), false, false, 1},
	{"departments", N_("Must file"), true, false, 0},
	{"filed", N_("Filed"), true, false, 0},
	{"accepted", N_("Accepted"), true, false, 0},
	{"publication", N_("Publication"), false, false, 2},
	{"rulebook", N_("Rulebook"), false, false, 3},
};

static void put_number(struct jx_table *table, size_t column, unsigned number)
{
	char text[16];
	(void)snprintf(text, sizeof(text), "%u", number);
	jx_table_set(table, column, text);
}

/* "county-sample 2026-1" of the name of an edition; programs get the name. */
static void set_rulebook(struct jx_table *table, size_t column, const char *name)
{
	char text[JX_NAME_BYTES];
	const char *id = strchr(name, '/');
	size_t n = id != NULL ? strcspn(id + 1, "/") : 0;
	(void)snprintf(text, sizeof(text), "%.*s %s", (int)n, id != NULL ? id + 1 : "", jx_last_part(name));
	jx_table_set_raw(table, column, name[0] != '\0' ? text : "", name);
}

static void add_row(const struct jx_app *app, struct jx_table *table, const JxRound *round)
{
	char time[JX_DATETIME_BYTES], utc[JX_DATETIME_BYTES];
	jx_table_add_row(table);
	jx_table_set(table, 0, jx_last_part(round->name));
	jx_table_set(table, 1, round->title);
	put_number(table, 2, round->year);
	jx_label_set(table, 3, jx_round_state_name(round->state, app->language), (int)round->state);
	jx_table_set_raw(table, 4, jx_datetime_print(round->deadline_time, time),
		jx_datetime_print_utc(round->deadline_time, utc));
	put_number(table, 5, round->departments);
	put_number(table, 6, round->filed);
	put_number(table, 7, round->accepted);
	jx_table_set(table, 8, jx_last_part(round->publication));
	set_rulebook(table, 9, round->rulebook);
}

enum jx_status cmd_round_list(struct jx_app *app, const struct jx_args *args)
{
	JxListRoundsRequest request = JX_LIST_ROUNDS_REQUEST_INIT;
	struct jx_table table;
	ProtobufCMessage *message;
	(void)args;
	enum jx_status status =
		jx_list_all(app, "/jixiao.v1.RoundService/ListRounds", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxListRoundsResponse *reply = (const JxListRoundsResponse *)message;
	if (jx_app_wants_json(app))
		return jx_list_print_json(app, message);
	jx_table_init(&table, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_rounds; i++)
		add_row(app, &table, reply->rounds[i]);
	status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	if (status == JX_OK)
		jx_app_next(app, reply->n_rounds > 0 ? "jixiao list" : "jixiao round create");
	return status;
}

static enum jx_status parse_year(struct jx_app *app, const char *text, uint32_t *ret_year)
{
	if (text == NULL)
		return jx_app_fail_with(
			app, JX_REASON_MISSING_ARGUMENT, JX_ARGS(JX_TEXT("--year"), JX_TEXT("round create")));
	size_t digits = strspn(text, "0123456789");
	unsigned long year = strtoul(text, NULL, 10);
	if (digits == 0 || text[digits] != '\0' || year > MAX_YEAR)
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--year"), JX_TEXT(text), JX_TEXT("2025")));
	*ret_year = (uint32_t)year;
	return JX_OK;
}

static enum jx_status parse_deadline(
	struct jx_app *app, const char *text, Google__Protobuf__Timestamp *ret_deadline)
{
	int64_t seconds;
	if (text == NULL)
		return jx_app_fail_with(app, JX_REASON_MISSING_ARGUMENT,
			JX_ARGS(JX_TEXT("--deadline"), JX_TEXT("round create")));
	if (jx_datetime_parse(text, app->now_s, &seconds) != JX_OK)
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--deadline"), JX_TEXT(text),
				JX_TEXT("2026-03-15, 2026-03-15T17:30+08:00, 30d")));
	ret_deadline->seconds = seconds;
	return JX_OK;
}

/* "130132001,130132002" as names, in the arena. */
static enum jx_status parse_roster(struct jx_app *app, const char *text, JxCreateRoundRequest *request)
{
	if (text == NULL)
		return JX_OK;
	char *codes = jx_arena_strdup(&app->arena, text);
	request->departments = jx_arena_calloc(&app->arena, strlen(text) + 1, sizeof(char *));
	if (codes == NULL || request->departments == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	char *rest = NULL;
	for (char *code = strtok_r(codes, ",", &rest); code != NULL; code = strtok_r(NULL, ",", &rest)) {
		char name[JX_NAME_BYTES];
		enum jx_status status = jx_find_department(app, code, name);
		if (status != JX_OK)
			return status;
		char *kept = jx_arena_strdup(&app->arena, name);
		if (kept == NULL)
			return jx_arena_fail(&app->arena, &app->error);
		request->departments[request->n_departments++] = kept;
	}
	return JX_OK;
}

static enum jx_status report(
	struct jx_app *app, ProtobufCMessage *message, const JxRound *round, const char *next)
{
	char time[JX_DATETIME_BYTES];
	char number[JX_LABEL_NUMBER_BYTES];
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	jx_print(&app->terminal, _("Round %s (%s): %s, %u departments, deadline %s"),
		jx_last_part(round->name), round->title,
		jx_label_or_number(
			jx_round_state_name(round->state, app->language), (int)round->state, number),
		round->departments, jx_datetime_print(round->deadline_time, time));
	if (round->rulebook[0] != '\0')
		jx_print(&app->terminal, _("Its reports are judged by %s."), round->rulebook);
	else
		jx_print(&app->terminal, "%s", _("Its reports are judged by the built-in rules alone."));
	jx_app_next(app, next);
	return JX_OK;
}

/* "county-sample" or "county-sample@2026-1" as the name of an edition, in the arena; "" for none. */
static enum jx_status parse_rulebook(struct jx_app *app, const char *text, char **ret_name)
{
	const char *id = text != NULL ? text : DEFAULT_RULEBOOK;
	const char *at = strchr(id, '@');
	char name[2 * JX_NAME_BYTES];
	*ret_name = (char *)protobuf_c_empty_string;
	if (strcmp(id, "none") == 0)
		return JX_OK;
	size_t n = at != NULL ? (size_t)(at - id) : strlen(id);
	if (n == 0 || (at != NULL && at[1] == '\0'))
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--rulebook"), JX_TEXT(text),
				JX_TEXT("county-sample, county-sample@2026-1, none")));
	(void)snprintf(
		name, sizeof(name), "rulebooks/%.*s/editions/%s", (int)n, id, at != NULL ? at + 1 : "latest");
	*ret_name = jx_arena_strdup(&app->arena, name);
	return *ret_name != NULL ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}

enum jx_status cmd_round_create(struct jx_app *app, const struct jx_args *args)
{
	Google__Protobuf__Timestamp deadline = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	JxRound round = JX_ROUND_INIT;
	JxCreateRoundRequest request = JX_CREATE_ROUND_REQUEST_INIT;
	char id[JX_UUID_BYTES], name[JX_NAME_BYTES], next[JX_NAME_BYTES];
	const char *title = jx_args_value(args, "title");
	ProtobufCMessage *message;
	enum jx_status status = jx_find_round(app, args->operands[0], JX_ROUND_NEWEST, name);
	if (status == JX_OK)
		status = parse_year(app, jx_args_value(args, "year"), &round.year);
	if (status == JX_OK)
		status = parse_deadline(app, jx_args_value(args, "deadline"), &deadline);
	if (status == JX_OK)
		status = parse_rulebook(app, jx_args_value(args, "rulebook"), &round.rulebook);
	if (status == JX_OK)
		status = parse_roster(app, jx_args_value(args, "departments"), &request);
	if (status == JX_OK)
		status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	round.name = name;
	round.title = jx_arena_strdup(&app->arena, title != NULL ? title : jx_last_part(name));
	round.deadline_time = &deadline;
	round.accepts_late = jx_args_has(args, "accepts-late");
	if (round.title == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	request.round = &round;
	request.request_id = id;
	status = jx_app_call(app, "/jixiao.v1.RoundService/CreateRound", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxCreateRoundResponse *reply = (const JxCreateRoundResponse *)message;
	(void)snprintf(next, sizeof(next), "jixiao round open %.40s", jx_last_part(name));
	return report(app, message, reply->round != NULL ? reply->round : &round, next);
}

enum jx_status cmd_round_open(struct jx_app *app, const struct jx_args *args)
{
	JxOpenRoundRequest request = JX_OPEN_ROUND_REQUEST_INIT;
	char id[JX_UUID_BYTES], name[JX_NAME_BYTES], next[JX_NAME_BYTES];
	ProtobufCMessage *message;
	enum jx_status status = jx_find_round(app, args->operands[0], JX_ROUND_NEWEST, name);
	if (status == JX_OK)
		status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	request.name = name;
	request.request_id = id;
	status = jx_app_call(app, "/jixiao.v1.RoundService/OpenRound", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxOpenRoundResponse *reply = (const JxOpenRoundResponse *)message;
	if (reply->round == NULL)
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("the reply is missing"))));
	(void)snprintf(next, sizeof(next), "jixiao list --state missing --round %.40s", jx_last_part(name));
	return report(app, message, reply->round, next);
}

/* Names are a courtesy: without them the count still says how many. */
static void print_missing(struct jx_app *app, const char *round, uint32_t n)
{
	JxListMissingDepartmentsRequest request = JX_LIST_MISSING_DEPARTMENTS_REQUEST_INIT;
	ProtobufCMessage *message = NULL;
	jx_print(&app->terminal, ngettext("%u department has not filed", "%u departments have not filed", n),
		n);
	request.round = (char *)round;
	if (n == 0)
		return;
	if (jx_list_all(app, "/jixiao.v1.RoundService/ListMissingDepartments", &request.base, &message) !=
		JX_OK) {
		app->error = (struct jx_error){0};
		return;
	}
	const JxListMissingDepartmentsResponse *list = (const JxListMissingDepartmentsResponse *)message;
	for (size_t i = 0; i < list->n_departments; i++)
		if (!list->departments[i]->is_filed)
			jx_print(&app->terminal, "  %s %s", jx_last_part(list->departments[i]->department),
				list->departments[i]->title);
}

enum jx_status cmd_round_close(struct jx_app *app, const struct jx_args *args)
{
	JxCloseRoundRequest request = JX_CLOSE_ROUND_REQUEST_INIT;
	char id[JX_UUID_BYTES], name[JX_NAME_BYTES], next[JX_NAME_BYTES];
	ProtobufCMessage *message;
	enum jx_status status = jx_find_round(app, args->operands[0], JX_ROUND_NEWEST, name);
	if (status == JX_OK)
		status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	request.name = name;
	request.request_id = id;
	status = jx_app_call(app, "/jixiao.v1.RoundService/CloseRound", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxCloseRoundResponse *reply = (const JxCloseRoundResponse *)message;
	if (reply->round == NULL)
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("the reply is missing"))));
	if (!jx_app_wants_json(app))
		print_missing(app, name, reply->missing_count);
	(void)snprintf(next, sizeof(next), "jixiao publish %.40s", jx_last_part(name));
	return report(app, message, reply->round, next);
}
