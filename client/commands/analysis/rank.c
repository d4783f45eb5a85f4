/*
 * jixiao rank: who comes where, by which score, on which basis, and who is not in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/report/rank_formula.h"
#include "client/screen/labels.h"
#include "client/screen/ranking_table.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/json.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/ranking/metric.h"
#include "proto/contract/service/states.h"

/* The order of CSV: what was added later stands behind. */
enum rank_column {
	RANK,
	DEPARTMENT,
	VALUE,
	REVIEWED,
	CLAIMED,
	RATE,
	RATE_INITIAL,
	PEERS,
	LATE,
	CODE,
	FINAL,
	COMPUTED,
	COMMON,
	DEDUCTED,
	COVERAGE,
	GROUP,
	GRADE
};

static const struct jx_column COLUMNS[] = {
	{"rank", N_("Rank"), true, false, 0},
	{"title", N_("Department"), false, true, 0},
	{"value", N_("Value"), true, false, 0},
	{"reviewed_score", N_("Reviewed"), true, false, 2},
	{"claimed_score", N_("Claimed"), true, false, 0},
	{"execution_rate", N_("Execution"), true, false, 5},
	{"execution_rate_initial", N_("Execution (initial)"), true, false, 9},
	{"peer_group", N_("Peers"), false, false, 8},
	{"is_late", N_("Late"), false, false, 11},
	{"department", N_("Code"), false, false, 12},
	{"final_score", N_("Final"), true, false, 0},
	{"computed_score", N_("Computed"), true, false, 1},
	{"common_score", N_("Common"), true, false, 7},
	{"deduction", N_("Deducted"), true, false, 6},
	{"coverage", N_("Coverage"), true, false, 3},
	{"group", N_("Group"), false, false, 10},
	{"grade", N_("Grade"), false, false, 4},
};

#define N_COLUMNS JX_COUNT_OF(COLUMNS)

/* The order for people. */
static const size_t SHOWN[N_COLUMNS] = {RANK, DEPARTMENT, VALUE, FINAL, CLAIMED, COMPUTED, REVIEWED, COMMON,
	DEDUCTED, COVERAGE, GROUP, GRADE, RATE, RATE_INITIAL, PEERS, LATE, CODE};

/* ---- what is asked ---- */

static enum jx_status read_score(struct jx_app *app, const char *text, JxScoreKind *ret_score)
{
	int value = 0;
	if (text == NULL)
		return JX_OK;
	if (jx_json_enum_value(JX_SCORE_KIND_DESCRIPTOR, text, &value) != JX_OK || value == 0)
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--score"), JX_TEXT(text),
				JX_TEXT("final, computed, reviewed, common, claimed")));
	*ret_score = (JxScoreKind)value;
	return JX_OK;
}

static enum jx_status read_top(struct jx_app *app, const char *text, int32_t *ret_limit)
{
	if (text == NULL)
		return JX_OK;
	size_t digits = strspn(text, "0123456789");
	*ret_limit = (int32_t)strtoul(text, NULL, 10);
	if (digits == 0 || digits > 6 || text[digits] != '\0' || *ret_limit == 0)
		return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
			JX_ARGS(JX_TEXT("--top"), JX_TEXT(text), JX_TEXT("1, 2, ...")));
	return JX_OK;
}

static enum jx_status copy_option(
	struct jx_app *app, const struct jx_args *args, const char *name, char **ret_text)
{
	const char *value = jx_args_value(args, name);
	*ret_text = jx_arena_strdup(&app->arena, value != NULL ? value : "");
	return *ret_text != NULL ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}

static enum jx_status read_options(
	struct jx_app *app, const struct jx_args *args, JxRankDepartmentsRequest *request)
{
	enum jx_status status = copy_option(app, args, "by", &request->by);
	if (status == JX_OK)
		status = copy_option(app, args, "peers", &request->peer_group);
	if (status == JX_OK)
		status = copy_option(app, args, "where", &request->where);
	if (status == JX_OK)
		status = read_score(app, jx_args_value(args, "score"), &request->score);
	if (status == JX_OK)
		status = read_top(app, jx_args_value(args, "top"), &request->page_size);
	if (status != JX_OK)
		return status;
	request->source = jx_ranking_table_source(args);
	request->is_lower_first = jx_args_has(args, "lower-first");
	/* What would be passed over in silence is a misunderstanding. */
	if (request->by[0] != '\0' && jx_args_has(args, "score"))
		return jx_app_fail_with(
			app, JX_REASON_EXTRA_ARGUMENT, JX_ARGS(JX_TEXT("--score"), JX_TEXT("rank")));
	if (request->is_lower_first && !jx_rank_is_formula(request->by))
		return jx_app_fail_with(app, JX_REASON_MISSING_ARGUMENT,
			JX_ARGS(JX_TEXT(_("--by FORMULA")), JX_TEXT("rank")));
	return jx_rank_formulas_check(app, request->by, request->where);
}

/* ---- the head ---- */

static const char *unit_of(const JxRankDepartmentsResponse *reply)
{
	for (size_t i = 0; i < reply->n_rows; i++)
		if (reply->rows[i]->value != NULL && strcmp(reply->rows[i]->value->unit, "%") != 0)
			return reply->rows[i]->value->unit;
	return "";
}

/* What it is ranked by, in words, with the unit that the column cannot hold. NULL without memory; free() it. */
static char *key_title(const struct jx_app *app, const JxRankDepartmentsRequest *request,
	const JxRankDepartmentsResponse *reply)
{
	const struct jx_metric *metric;
	char argument[JX_METRIC_ARGUMENT_BYTES] = "";
	const char *title = reply->by;
	const char *unit = unit_of(reply);
	bool is_formula = jx_rank_is_formula(reply->by);
	char *text = NULL;
	if (reply->by[0] == '\0')
		title = jx_ranking_table_score(reply->score);
	else if (!is_formula && jx_metric_find(reply->by, &metric, argument, NULL) == JX_OK)
		title = jx_localized(&metric->title, app->language);
	if (asprintf(&text, "%s%s%s%s%s%s%s%s", is_formula ? _("the formula ") : "", title,
		    argument[0] != '\0' ? " " : "", argument, unit[0] != '\0' ? " (" : "", unit,
		    unit[0] != '\0' ? ")" : "", request->is_lower_first ? _(", lowest first") : "") < 0)
		return NULL;
	return text;
}

static bool is_by_claim(const JxRankDepartmentsResponse *reply)
{
	return reply->by[0] == '\0' && reply->score == JX_SCORE_KIND_CLAIMED;
}

static void print_source(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	const char *number = jx_last_part(reply->publication);
	if (reply->source == JX_REPORT_SOURCE_ACCEPTED)
		jx_ranking_table_print_basis(app, "");
	else if (reply->round_state == JX_ROUND_STATE_PROVISIONAL)
		jx_print(&app->terminal, _("Basis: publication %s, provisional"), number);
	else
		jx_print(&app->terminal, _("Basis: publication %s, final"), number);
}

/* "rulebooks/{id}/editions/{number}" and as much of the digest as tells two apart. */
static void print_rulebook(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	static const char COLLECTION[] = "rulebooks/";
	const char *id = reply->rulebook;
	if (id[0] == '\0') {
		jx_print(&app->terminal, "%s", _("Rulebook: none, the built-in rules alone"));
		return;
	}
	if (strncmp(id, COLLECTION, sizeof(COLLECTION) - 1) == 0)
		id += sizeof(COLLECTION) - 1;
	jx_print(&app->terminal, _("Rulebook: %.*s, edition %s, %.19s..."), (int)strcspn(id, "/"), id,
		jx_last_part(reply->rulebook), reply->rulebook_digest);
}

/* Round, its state, the basis and the key: no rank without them. */
static void print_head(
	struct jx_app *app, const JxRankDepartmentsRequest *request, const JxRankDepartmentsResponse *reply)
{
	char number[JX_LABEL_NUMBER_BYTES];
	const char *state = jx_label_or_number(
		jx_round_state_name(reply->round_state, app->language), (int)reply->round_state, number);
	char *title = key_title(app, request, reply);
	if (title == NULL)
		return;
	if (is_by_claim(reply))
		jx_print(&app->terminal, _("Round %s (%s), listed by %s, without ranks"),
			jx_last_part(reply->round), state, title);
	else
		jx_print(&app->terminal, _("Round %s (%s), ranked by %s"), jx_last_part(reply->round), state,
			title);
	free(title);
	print_source(app, reply);
	print_rulebook(app, reply);
	if (request->peer_group[0] != '\0')
		jx_print(&app->terminal, _("Only the peer group %s"), request->peer_group);
	if (reply->where[0] != '\0')
		jx_print(&app->terminal,
			_("Only where %s: %u left out, those included for which it cannot be computed"),
			reply->where, reply->excluded_count);
	(void)fputc('\n', app->terminal.out);
}

/* ---- the rows ---- */

static void add_row(struct jx_table *table, const JxRankRow *row)
{
	char text[JX_FIGURE_TEXT_BYTES];
	jx_table_add_row(table);
	(void)snprintf(text, sizeof(text), "%u", row->rank);
	jx_table_set_raw(table, RANK, row->rank > 0 ? text : "—", row->rank > 0 ? text : "");
	jx_table_set(table, DEPARTMENT, row->title);
	jx_label_set_measurement(table, VALUE, row->value);
	jx_table_set(table, REVIEWED, jx_label_decimal(row->reviewed_score, text));
	jx_table_set(table, CLAIMED, jx_label_decimal(row->claimed_score, text));
	jx_label_set_measurement(table, RATE, row->execution_rate);
	jx_label_set_measurement(table, RATE_INITIAL, row->execution_rate_initial);
	jx_table_set(table, PEERS, row->peer_group);
	jx_table_set_raw(table, LATE, row->is_late ? _("late") : "", row->is_late ? "true" : "false");
	jx_table_set(table, CODE, jx_last_part(row->department));
	jx_table_set(table, FINAL, jx_label_decimal(row->final_score, text));
	jx_table_set(table, COMPUTED, jx_label_decimal(row->computed_score, text));
	jx_table_set(table, COMMON, jx_label_decimal(row->common_score, text));
	(void)jx_label_decimal(row->deduction, text);
	/* A column of noughts tells a person nothing. */
	jx_table_set_raw(
		table, DEDUCTED, row->deduction != NULL && row->deduction->micros != 0 ? text : "", text);
	jx_ranking_table_set_percent(table, COVERAGE, row->coverage);
	jx_ranking_table_set_group(table, GROUP, row->group);
	jx_table_set(table, GRADE, row->grade);
}

/* The column of the score it is ranked by, which no screen is too narrow for. */
static size_t kept_column(const JxRankDepartmentsResponse *reply)
{
	if (reply->by[0] != '\0')
		return VALUE;
	switch (reply->score) {
	case JX_SCORE_KIND_COMPUTED:
		return COMPUTED;
	case JX_SCORE_KIND_REVIEWED:
		return REVIEWED;
	case JX_SCORE_KIND_COMMON:
		return COMMON;
	case JX_SCORE_KIND_CLAIMED:
	case JX_SCORE_KIND_FINAL:
	case JX_SCORE_KIND_UNSPECIFIED:
	case _JIXIAO__V1__SCORE_KIND_IS_INT_SIZE:
	default:
		return FINAL;
	}
}

/* True for a row without a rank because its report cannot be verified, which only a ranking by a score asks. */
static bool is_apart(const JxRankDepartmentsResponse *reply, const JxRankRow *row)
{
	return reply->by[0] == '\0' && reply->score != JX_SCORE_KIND_CLAIMED &&
	       reply->score != JX_SCORE_KIND_COMMON && row->rank == 0 &&
	       row->group == JX_COVERAGE_GROUP_UNVERIFIABLE;
}

/* For people those that stand apart have a table of their own, under what they are. */
static enum jx_status print_rows(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	struct jx_table ranked;
	struct jx_table apart;
	bool is_read = jx_ranking_table_are_read(app);
	jx_table_init(&ranked, COLUMNS, N_COLUMNS);
	jx_table_init(&apart, COLUMNS, N_COLUMNS);
	for (size_t i = 0; i < reply->n_rows; i++)
		add_row(is_read && is_apart(reply, reply->rows[i]) ? &apart : &ranked, reply->rows[i]);
	enum jx_status status = jx_ranking_table_print(app, &ranked, SHOWN, N_COLUMNS, kept_column(reply));
	if (status == JX_OK && apart.n_rows > 0) {
		if (ranked.n_rows > 0)
			(void)fputc('\n', app->terminal.out);
		jx_print(&app->terminal, "%s", _("Cannot be verified (too little coverage for a rank)"));
		status = jx_ranking_table_print(app, &apart, SHOWN, N_COLUMNS, kept_column(reply));
	}
	jx_table_clear(&ranked);
	jx_table_clear(&apart);
	return status;
}

/* ---- the foot ---- */

static void print_names(struct jx_app *app, const JxListMissingDepartmentsResponse *list, bool is_filed)
{
	for (size_t i = 0; list != NULL && i < list->n_departments; i++)
		if (list->departments[i]->is_filed == is_filed)
			jx_print(&app->terminal, "  %s %s", jx_last_part(list->departments[i]->department),
				list->departments[i]->title);
}

static void print_gap(struct jx_app *app, const JxRankRow *row)
{
	const char *missing = row->value->missing;
	if (strncmp(missing, "zero:", 5) == 0)
		jx_print(&app->terminal, _("Not ranked: %s, %s is zero"), row->title, missing + 5);
	else if (strncmp(missing, "range:", 6) == 0)
		jx_print(&app->terminal, _("Not ranked: %s, the value is too large to be written"),
			row->title);
	else
		jx_print(&app->terminal, _("Not ranked: %s, %s is missing"), row->title, missing);
}

/* Why rows have no rank: the figure that is missing, or a score that is not there. */
static void print_unranked(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	for (size_t i = 0; i < reply->n_rows; i++) {
		const JxRankRow *row = reply->rows[i];
		if (row->rank > 0 || is_by_claim(reply) || is_apart(reply, row))
			continue;
		if (row->value != NULL)
			print_gap(app, row);
		else if (reply->score == JX_SCORE_KIND_REVIEWED)
			jx_print(&app->terminal, _("Not ranked: %s, finance set no score"), row->title);
		else
			jx_print(&app->terminal, _("Not ranked: %s, the score cannot be computed"),
				row->title);
	}
}

static void print_rules(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	if (is_by_claim(reply)) {
		jx_print(&app->terminal, "%s",
			_("Nobody has a rank: what departments claim for themselves is shown and never "
			  "ranked "
			  "by."));
		return;
	}
	jx_print(&app->terminal, "%s",
		_("Equal values share a rank and the next one is skipped (1-2-2-4). The claimed score is "
		  "never ranked "
		  "by."));
}

/* Names are a courtesy: without them the counts still say how many. */
static const JxListMissingDepartmentsResponse *list_missing(
	struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	JxListMissingDepartmentsRequest request = JX_LIST_MISSING_DEPARTMENTS_REQUEST_INIT;
	ProtobufCMessage *list = NULL;
	if (reply->not_filed_count + reply->not_accepted_count == 0)
		return NULL;
	request.round = reply->round;
	request.source = reply->source;
	if (jx_list_all(app, "/jixiao.v1.RoundService/ListMissingDepartments", &request.base, &list) != JX_OK)
		list = NULL;
	app->error = (struct jx_error){0};
	return (const JxListMissingDepartmentsResponse *)list;
}

static void print_foot(struct jx_app *app, const JxRankDepartmentsResponse *reply)
{
	const JxListMissingDepartmentsResponse *missing = list_missing(app, reply);
	(void)fputc('\n', app->terminal.out);
	print_unranked(app, reply);
	if (reply->not_filed_count > 0)
		jx_print(&app->terminal,
			ngettext("%u has not filed:", "%u have not filed:", reply->not_filed_count),
			reply->not_filed_count);
	print_names(app, missing, false);
	if (reply->not_accepted_count > 0)
		jx_print(&app->terminal,
			ngettext("%u filed and is not accepted yet:", "%u filed and are not accepted yet:",
				reply->not_accepted_count),
			reply->not_accepted_count);
	print_names(app, missing, true);
	print_rules(app, reply);
}

static enum jx_status print_reply(
	struct jx_app *app, const JxRankDepartmentsRequest *request, const JxRankDepartmentsResponse *reply)
{
	bool is_read = jx_ranking_table_are_read(app);
	if (is_read)
		print_head(app, request, reply);
	enum jx_status status = print_rows(app, reply);
	if (status != JX_OK)
		return status;
	if (is_read)
		print_foot(app, reply);
	jx_app_next(app, "jixiao compare DEPT DEPT");
	return JX_OK;
}

enum jx_status cmd_rank(struct jx_app *app, const struct jx_args *args)
{
	static const char PATH[] = "/jixiao.v1.RankingService/RankDepartments";
	JxRankDepartmentsRequest request = JX_RANK_DEPARTMENTS_REQUEST_INIT;
	char round[JX_NAME_BYTES];
	ProtobufCMessage *message;
	enum jx_status status = read_options(app, args, &request);
	if (status == JX_OK)
		status = jx_ranking_table_round(app, args, round);
	if (status != JX_OK)
		return status;
	request.round = round;
	status = request.page_size != 0 ? jx_app_call(app, PATH, &request.base, &message)
					: jx_list_all(app, PATH, &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxRankDepartmentsResponse *reply = (const JxRankDepartmentsResponse *)message;
	if (app->output == JX_OUTPUT_JSONL)
		return jx_app_print_jsonl(app, (ProtobufCMessage *const *)(void *)reply->rows, reply->n_rows);
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	return print_reply(app, &request, reply);
}
