/*
 * jixiao round create, edit, open, close, list: the collections of reports.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/county/round_roster.h"
#include "client/print/round_print.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/service/states.h"

#define MAX_YEAR         9999u
#define DEFAULT_RULEBOOK "county-sample"

enum round_column { ID, TITLE, YEAR, STATE, DEADLINE, DEPARTMENTS, FILED, ACCEPTED, PUBLICATION, RULEBOOK };

static const struct jx_column COLUMNS[] = {
	[ID] = {.key = "id", .title = N_("Round")},
	[TITLE] = {"title", N_("Title"), .wraps = true, .leave_out = 3},
	[YEAR] = {"year", N_("Year"), .is_right = true, .leave_out = 4},
	[STATE] = {.key = "state", .title = N_("State")},
	[DEADLINE] = {"deadline", N_("Deadline"), .leave_out = 1},
	[DEPARTMENTS] = {"departments", N_("Must file"), .is_right = true},
	[FILED] = {"filed", N_("Filed"), .is_right = true},
	[ACCEPTED] = {"accepted", N_("Accepted"), .is_right = true},
	[PUBLICATION] = {"publication", N_("Publication"), .leave_out = 2},
	[RULEBOOK] = {"rulebook", N_("Rulebook"), .leave_out = 3},
};

/* "county-sample 2026-1" of the name of an edition; programs get the name. */
static void set_rulebook(struct jx_table *table, const char *name)
{
	char text[JX_RESOURCE_NAME_BYTES] = "";
	const char *id = strchr(name, '/');
	if (id != NULL)
		(void)snprintf(
			text, sizeof(text), "%.*s %s", (int)strcspn(id + 1, "/"), id + 1, jx_name_last(name));
	jx_table_set_raw(table, RULEBOOK, text, name);
}

static void add_row(const struct jx_app *app, struct jx_table *table, const JxRound *round)
{
	char state[JX_LABEL_BYTES];
	jx_table_add_row(table);
	jx_table_set(table, ID, jx_name_last(round->name));
	jx_table_set(table, TITLE, round->title);
	jx_cell_set_number(table, YEAR, round->year);
	jx_table_set(table, STATE, jx_label_round_state(round->state, app->language, state));
	jx_cell_set_time(table, DEADLINE, round->deadline_time);
	jx_cell_set_number(table, DEPARTMENTS, round->departments);
	jx_cell_set_number(table, FILED, round->filed);
	jx_cell_set_number(table, ACCEPTED, round->accepted);
	jx_table_set(table, PUBLICATION, jx_name_last(round->publication));
	set_rulebook(table, round->rulebook);
}

enum jx_status cmd_round_list(struct jx_app *app, const struct jx_args *args)
{
	JxListRoundsRequest request = JX_LIST_ROUNDS_REQUEST_INIT;
	JxListRoundsResponse *reply;
	struct jx_table table;
	(void)args;
	enum jx_status status = jx_call_list_rounds(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_rounds; i++)
		add_row(app, &table, reply->rounds[i]);
	status = jx_app_print_table(app, &table);
	if (status != JX_OK)
		return status;
	jx_app_next(app,
		reply->n_rounds > 0 ? "jixiao list" : "jixiao round create ID --year 2025 --deadline 30d");
	return JX_OK;
}

/* "130132001,130132002" as names. */
enum jx_status jx_round_parse_roster(struct jx_app *app, const char *text, char ***ret_names, size_t *ret_n)
{
	*ret_n = 0;
	if (text == NULL)
		return JX_OK;
	char *codes = jx_arena_strdup(&app->arena, text);
	char **names = jx_arena_calloc(&app->arena, strlen(text) + 1, sizeof(char *));
	*ret_names = names;
	if (codes == NULL || names == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	char *rest = NULL;
	for (char *code = strtok_r(codes, ",", &rest); code != NULL; code = strtok_r(NULL, ",", &rest)) {
		enum jx_status status = jx_resolve_department(app, code, &names[*ret_n]);
		if (status != JX_OK)
			return status;
		(*ret_n)++;
	}
	return JX_OK;
}

/* "county-sample" or "county-sample@2026-1" as the name of an edition; "" for none. */
static enum jx_status parse_rulebook(struct jx_app *app, const char *text, char **ret_name)
{
	static const char OF_NAMES[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
	const char *id = text != NULL ? text : DEFAULT_RULEBOOK;
	const char *at = strchr(id, '@');
	const char *number = at != NULL ? at + 1 : "latest";
	char rulebook[JX_RESOURCE_ID_BYTES];
	char name[JX_RESOURCE_NAME_BYTES];
	if (strcmp(id, "none") == 0)
		return jx_option_text(app, "", ret_name);
	size_t n = at != NULL ? (size_t)(at - id) : strlen(id);
	if (n == 0 || number[0] == '\0' || strspn(id, OF_NAMES) < n ||
		number[strspn(number, OF_NAMES)] != '\0')
		return jx_option_fail(app, "rulebook", text, "county-sample, county-sample@2026-1, none");
	(void)jx_text_copy_n(rulebook, sizeof(rulebook), id, n);
	return jx_option_text(app, jx_name_edition(name, rulebook, number), ret_name);
}

/* The signatures that a report must have. */
static enum jx_status read_signatures(struct jx_app *app, const struct jx_args *args, JxRound *round)
{
	static const struct jx_option_range members = {
		.most = JX_MAX_REQUIRED_MEMBERS, .expected = "0 ... 20"};
	const char *text = jx_args_value(args, "members");
	uint64_t n = 0;
	enum jx_status status = text != NULL ? jx_option_number(app, "members", text, &members, &n) : JX_OK;
	round->required_member_signatures = (uint32_t)n;
	round->requires_head_signature = jx_args_has(args, "head");
	return status;
}

/* What the options say of a round; those that are not given stay at their defaults. */
static enum jx_status read_round(struct jx_app *app, const struct jx_args *args, JxRound *round)
{
	static const struct jx_option_range years = {.most = MAX_YEAR, .expected = "2025, 0"};
	const char *title = jx_args_value(args, "title");
	const char *deadline = jx_args_value(args, "deadline");
	const char *year_text = jx_args_value(args, "year");
	uint64_t year = 0;
	enum jx_status status = jx_option_number(app, "year", year_text, &years, &year);
	if (status != JX_OK)
		return status;
	round->year = (uint32_t)year;
	status = jx_resolve_time(
		app, "deadline", deadline, "2026-03-15, 2026-03-15T17:30+08:00, 30d", round->deadline_time);
	if (status != JX_OK)
		return status;
	status = parse_rulebook(app, jx_args_value(args, "rulebook"), &round->rulebook);
	if (status != JX_OK)
		return status;
	round->accepts_late = jx_args_has(args, "accepts-late");
	return jx_option_text(app, title != NULL ? title : jx_name_last(round->name), &round->title);
}

enum jx_status cmd_round_create(struct jx_app *app, const struct jx_args *args)
{
	Google__Protobuf__Timestamp deadline = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	JxRound round = JX_ROUND_INIT;
	JxCreateRoundRequest request = JX_CREATE_ROUND_REQUEST_INIT;
	JxCreateRoundResponse *reply;
	round.deadline_time = &deadline;
	request.round = &round;
	if (jx_args_value(args, "year") == NULL)
		return jx_option_fail_missing(app, args, "year");
	if (jx_args_value(args, "deadline") == NULL)
		return jx_option_fail_missing(app, args, "deadline");
	enum jx_status status = jx_resolve_new_round(app, args->operands[0], &round.name);
	if (status != JX_OK)
		return status;
	status = read_round(app, args, &round);
	if (status != JX_OK)
		return status;
	status = read_signatures(app, args, &round);
	if (status == JX_OK)
		status = jx_round_parse_roster(app, jx_args_value(args, "departments"), &request.departments,
			&request.n_departments);
	if (status != JX_OK)
		return status;
	status = jx_call_create_round(app, &request, &reply);
	if (status != JX_OK)
		return status;
	status = jx_round_print(app, &reply->base, reply->round);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao round open %s", jx_name_last(round.name));
	return JX_OK;
}

/* The fields of a round, and the options that set them. */
static const struct {
	const char *option;
	const char *field;
} EDITED[] = {{"title", "title"}, {"year", "year"}, {"deadline", "deadline_time"},
	{"accepts-late", "accepts_late"}, {"rulebook", "rulebook"}, {"departments", "departments"},
	{"members", "required_member_signatures"}, {"head", "requires_head_signature"}};

enum jx_status cmd_round_edit(struct jx_app *app, const struct jx_args *args)
{
	Google__Protobuf__Timestamp deadline = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	JxRound round = JX_ROUND_INIT;
	JxUpdateRoundRequest request = JX_UPDATE_ROUND_REQUEST_INIT;
	JxUpdateRoundResponse *reply;
	char *fields[JX_COUNT_OF(EDITED)];
	round.deadline_time = &deadline;
	request.round = &round;
	request.fields = fields;
	for (size_t i = 0; i < JX_COUNT_OF(EDITED); i++)
		if (jx_args_has(args, EDITED[i].option))
			fields[request.n_fields++] = (char *)EDITED[i].field;
	if (request.n_fields == 0)
		return jx_option_fail_missing(app, args, "deadline");
	enum jx_status status = jx_resolve_round(app, args->operands[0], JX_ROUND_MEANT, &round.name);
	if (status == JX_OK)
		status = read_round(app, args, &round);
	if (status == JX_OK)
		status = read_signatures(app, args, &round);
	if (status == JX_OK)
		status = jx_round_parse_roster(app, jx_args_value(args, "departments"), &request.departments,
			&request.n_departments);
	if (status == JX_OK)
		status = jx_call_update_round(app, &request, &reply);
	if (status == JX_OK)
		status = jx_round_print(app, &reply->base, reply->round);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao round open %s", jx_name_last(round.name));
	return JX_OK;
}

enum jx_status cmd_round_open(struct jx_app *app, const struct jx_args *args)
{
	JxOpenRoundRequest request = JX_OPEN_ROUND_REQUEST_INIT;
	JxOpenRoundResponse *reply;
	enum jx_status status = jx_resolve_round(app, args->operands[0], JX_ROUND_MEANT, &request.name);
	if (status != JX_OK)
		return status;
	status = jx_call_open_round(app, &request, &reply);
	if (status != JX_OK)
		return status;
	status = jx_round_print(app, &reply->base, reply->round);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao list --state missing --round %s", jx_name_last(request.name));
	return JX_OK;
}

/* Prints who has not filed: what a closing is about. Names are a courtesy where they cannot be had. */
static void print_missing(struct jx_app *app, char *round)
{
	JxListMissingDepartmentsRequest request = JX_LIST_MISSING_DEPARTMENTS_REQUEST_INIT;
	JxListMissingDepartmentsResponse *list;
	unsigned n = 0;
	if (jx_app_wants_json(app))
		return;
	request.round = round;
	if (jx_call_list_missing_departments(app, &request, &list) != JX_OK) {
		app->error = (struct jx_error){0};
		return;
	}
	for (size_t i = 0; i < list->n_departments; i++) {
		const JxMissingDepartment *department = list->departments[i];
		if (department->is_filed || department->waiver_document[0] != '\0')
			continue;
		jx_print(&app->terminal, "  %s %s", jx_name_last(department->department), department->title);
		n++;
	}
	jx_print(&app->terminal, ngettext("%u department has not filed", "%u departments have not filed", n),
		n);
}

/* Names who is missing, and asks. A round that cannot be closed is refused by the server: nobody is asked first. */
static enum jx_status confirm_closing(struct jx_app *app, char *round)
{
	JxGetRoundRequest request = JX_GET_ROUND_REQUEST_INIT;
	JxGetRoundResponse *reply;
	const struct jx_round_transition *rows[2];
	request.name = round;
	enum jx_status status = jx_call_get_round(app, &request, &reply);
	if (status != JX_OK || reply->round == NULL)
		return status == JX_OK ? jx_call_fail_incomplete(app) : status;
	if (jx_round_path(reply->round->state, JX_ROUND_ACT_CLOSE, rows) == 0)
		return JX_OK;
	print_missing(app, round);
	return jx_app_confirm(
		app, _("Those who have not filed cannot file any more."), jx_name_last(round), true);
}

enum jx_status cmd_round_close(struct jx_app *app, const struct jx_args *args)
{
	JxCloseRoundRequest request = JX_CLOSE_ROUND_REQUEST_INIT;
	JxCloseRoundResponse *reply;
	enum jx_status status = jx_resolve_round(app, args->operands[0], JX_ROUND_MEANT, &request.name);
	if (status != JX_OK)
		return status;
	status = confirm_closing(app, request.name);
	if (status == JX_OK)
		status = jx_call_close_round(app, &request, &reply);
	if (status != JX_OK)
		return status;
	status = jx_round_print(app, &reply->base, reply->round);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao publish %s", jx_name_last(request.name));
	return JX_OK;
}
