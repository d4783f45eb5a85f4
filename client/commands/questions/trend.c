/*
 * jixiao trend: a department, or a peer group, over the rounds; a round without a figure says why.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/analysis/rank_formula.h"
#include "client/commands/commands.h"
#include "client/commands/questions/answer.h"
#include "client/commands/questions/source.h"
#include "client/commands/questions/trend_chart.h"
#include "client/print/ranking_table.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"

static const struct jx_column COLUMNS[] = {
	{"round", N_("Round"), .wraps = true},
	{"year", N_("Year"), .is_right = true},
	{"rank", N_("Rank"), .is_right = true},
	{"ranked_count", N_("of"), .is_right = true},
	{"rank_change", N_("Places gained"), .is_right = true, .leave_out = 2},
	{"value", N_("Value"), .is_right = true},
	{"final_score", N_("Final"), .is_right = true},
	{"score_change", N_("Change"), .is_right = true},
	{"claimed_score", N_("Claimed"), .is_right = true, .leave_out = 3},
	{"computed_score", N_("Computed"), .is_right = true, .leave_out = 4},
	{"coverage", N_("Coverage"), .is_right = true, .leave_out = 5},
	{"grade", N_("Grade"), .leave_out = 6},
	{"execution_rate", N_("Execution"), .is_right = true, .leave_out = 7},
	{"gap", N_("Gap"), .wraps = true},
	{"merged_into", N_("Merged into"), .leave_out = 1},
	{"predecessor_of", N_("Taken over by"), .leave_out = 1},
	{"flags", N_("Flags"), .wraps = true, .leave_out = 8},
	{"title", N_("Department"), .wraps = true, .leave_out = 9},
	{"department", N_("Code"), .leave_out = 10},
};

/* A trend being made. */
struct trend {
	struct jx_app *app;
	JxRankDepartmentsRequest request;
	const char *department; /* name; NULL for a peer group */
	char **predecessors;    /* names of those it has taken over from */
	size_t n_predecessors;
	const char *successor; /* that has taken over, of one that exists no more; NULL */
	JxTrendAnswer reply;
	const JxTrendRow *last; /* with a score; NULL before the first */
};

/* ---- a peer group ---- */

static int by_size(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;
	return (left > right) - (left < right);
}

enum score { FINAL, CLAIMED, COMPUTED, COVERAGE };

static const JxDecimal *score_of(const JxRankRow *row, enum score score)
{
	switch (score) {
	case FINAL:
		return row->final_score;
	case CLAIMED:
		return row->claimed_score;
	case COMPUTED:
		return row->computed_score;
	case COVERAGE:
	default:
		return row->coverage;
	}
}

/* The median of a score, that of an even number of them the mean of the two in the middle, rounded half up to two decimals. */
static JxDecimal *median_of(struct jx_app *app, const JxRankDepartmentsResponse *reply, enum score score)
{
	int64_t *values = jx_arena_calloc(&app->arena, reply->n_rows + 1, sizeof(*values));
	size_t n = 0;
	for (size_t i = 0; values != NULL && i < reply->n_rows; i++) {
		const JxDecimal *one = score_of(reply->rows[i], score);
		if (one != NULL)
			values[n++] = one->micros;
	}
	if (n == 0)
		return NULL;
	jx_array_sort(values, n, sizeof(*values), by_size);
	int64_t twice = values[n / 2] + values[(n - 1) / 2];
	return jx_source_decimal(app, (twice + 10000) / 20000 * 10000, 2);
}

static void put_group(struct trend *trend, const JxRankDepartmentsResponse *reply, JxTrendRow *row)
{
	row->title = trend->request.peer_group;
	for (size_t i = 0; i < reply->n_rows; i++)
		row->ranked_count += reply->rows[i]->rank > 0;
	row->final_score = median_of(trend->app, reply, FINAL);
	row->claimed_score = median_of(trend->app, reply, CLAIMED);
	row->computed_score = median_of(trend->app, reply, COMPUTED);
	row->coverage = median_of(trend->app, reply, COVERAGE);
	if (reply->n_rows == 0)
		row->gap = (char *)"not_listed";
}

/* ---- a department ---- */

static void put_department(const JxRankRow *from, JxTrendRow *row)
{
	row->title = from->title;
	row->rank = from->rank;
	row->final_score = from->final_score;
	row->claimed_score = from->claimed_score;
	row->computed_score = from->computed_score;
	row->coverage = from->coverage;
	row->grade = from->grade;
	row->execution_rate = from->execution_rate;
	row->value = from->value;
}

/* Of one department its own; of a group those of all that its medians are made of. */
static enum jx_status put_flags(struct trend *trend, JxRankRow *const *from, size_t n, JxTrendRow *row)
{
	jx_flags flags = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < from[i]->n_flags; j++)
			flags |= jx_flags_bit(from[i]->flags[j]);
	if (n > 0 && row->publication_stage == JX_PUBLICATION_STAGE_PROVISIONAL)
		flags |= JX_FLAG(JX_INPUT_FLAG_PROVISIONAL);
	return jx_flags_put(flags, &trend->app->arena, &row->flags, &row->n_flags)
		       ? JX_OK
		       : jx_arena_fail(&trend->app->arena, &trend->app->error);
}

/* Why a department has no row, as the round tells it. */
static void put_gap(const struct trend *trend, const JxRankDepartmentsResponse *reply, JxTrendRow *row)
{
	row->gap = (char *)"not_listed";
	for (size_t i = 0; i < reply->n_missing; i++) {
		const JxMissingDepartment *missing = reply->missing[i];
		if (strcmp(missing->department, trend->department) != 0)
			continue;
		row->title = missing->title;
		row->merged_into = missing->merged_into;
		if (missing->merged_into[0] != '\0')
			row->gap = (char *)"merged";
		else if (missing->waiver_document[0] != '\0')
			row->gap = (char *)"waived";
		else
			row->gap = (char *)(missing->is_filed ? "not_accepted" : "not_filed");
	}
}

/* One that has ended is on no roster any more: who took over files. */
static void put_successor(const struct trend *trend, JxTrendRow *row)
{
	if (trend->successor == NULL || strcmp(row->gap, "not_listed") != 0)
		return;
	row->gap = (char *)"merged";
	row->merged_into = (char *)trend->successor;
}

static void put_changes(struct trend *trend, JxTrendRow *row)
{
	const JxTrendRow *last = trend->last;
	if (row->final_score == NULL)
		return;
	if (last != NULL)
		row->score_change = jx_source_decimal(
			trend->app, row->final_score->micros - last->final_score->micros, 2);
	if (last != NULL && row->rank > 0 && last->rank > 0)
		row->rank_change = (int32_t)last->rank - (int32_t)row->rank;
	trend->last = row;
}

static void begin_row(struct trend *trend, const JxRound *round, const char *department, JxTrendRow *row)
{
	jx_trend_row_init(row);
	row->round = round->name;
	row->year = round->year;
	row->department = (char *)(department != NULL ? department : "");
	trend->reply.rows[trend->reply.n_rows++] = row;
}

static JxRankRow *find_row(const JxRankDepartmentsResponse *reply, const char *department)
{
	for (size_t i = 0; i < reply->n_rows; i++)
		if (strcmp(reply->rows[i]->department, department) == 0)
			return reply->rows[i];
	return NULL;
}

/* Those that it has taken over from, where they have figures in the round. */
static enum jx_status add_predecessors(struct trend *trend, const JxRound *round,
	const JxRankDepartmentsResponse *reply, const JxTrendRow *of)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < trend->n_predecessors; i++) {
		JxRankRow *from = find_row(reply, trend->predecessors[i]);
		JxTrendRow *row = from != NULL ? jx_arena_alloc(&trend->app->arena, sizeof(*row)) : NULL;
		if (from == NULL)
			continue;
		if (row == NULL)
			return jx_arena_fail(&trend->app->arena, &trend->app->error);
		begin_row(trend, round, trend->predecessors[i], row);
		put_department(from, row);
		row->predecessor_of = (char *)trend->department;
		row->ranked_count = of->ranked_count;
		row->publication = of->publication;
		row->publication_stage = of->publication_stage;
		status = put_flags(trend, &from, 1, row);
	}
	return status;
}

static enum jx_status add_round(struct trend *trend, const JxRound *round)
{
	struct jx_app *app = trend->app;
	JxRankDepartmentsResponse *reply;
	JxTrendRow *row = jx_arena_alloc(&app->arena, sizeof(*row));
	if (row == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	begin_row(trend, round, trend->department, row);
	trend->request.round = round->name;
	trend->request.page_size = 0;
	trend->request.page_token = (char *)protobuf_c_empty_string;
	enum jx_status status = jx_call_rank_departments(app, &trend->request, &reply);
	if (status == JX_NOT_FOUND && app->error.reason == JX_REASON_NOT_PUBLISHED) {
		app->error = (struct jx_error){0};
		row->gap = (char *)"not_published";
		return JX_OK;
	}
	if (status != JX_OK)
		return status;
	row->publication = reply->publication;
	row->publication_stage = reply->publication_stage;
	JxRankRow *own = NULL;
	for (size_t i = 0; i < reply->n_rows && trend->department != NULL; i++) {
		row->ranked_count += reply->rows[i]->rank > 0;
		if (strcmp(reply->rows[i]->department, trend->department) == 0)
			own = reply->rows[i];
	}
	if (trend->department == NULL)
		put_group(trend, reply, row);
	else if (own != NULL)
		put_department(own, row);
	else
		put_gap(trend, reply, row);
	put_successor(trend, row);
	put_changes(trend, row);
	status = trend->department == NULL ? put_flags(trend, reply->rows, reply->n_rows, row)
					   : put_flags(trend, &own, own != NULL ? 1 : 0, row);
	return status == JX_OK ? add_predecessors(trend, round, reply, row) : status;
}

static enum jx_status read_options(struct trend *trend, const struct jx_args *args)
{
	struct jx_app *app = trend->app;
	const char *group = jx_args_value(args, "peers");
	char *department = NULL;
	enum jx_status status = JX_OK;
	if ((group == NULL) == (args->n_operands == 0))
		return jx_app_fail_with(app, JX_REASON_MISSING_ARGUMENT,
			JX_ARGS(JX_TEXT(_("DEPT or --peers GROUP")), JX_TEXT("trend")));
	trend->request.source = jx_ranking_table_source(args);
	if (group != NULL)
		status = jx_option_text(app, group, &trend->request.peer_group);
	else
		status = jx_resolve_department(app, args->operands[0], &department);
	trend->department = department;
	if (status == JX_OK)
		status = jx_rank_formula_read(app, jx_args_value(args, "by"), &trend->request.by);
	if (status == JX_OK)
		status = jx_rank_formula_check_metric(app, trend->request.by);
	return status == JX_OK ? jx_rank_formula_check(app, trend->request.by, "") : status;
}

/* Where the department stands among the others; who may not know it sees its own rounds. */
static enum jx_status find_relatives(struct trend *trend)
{
	JxGetDepartmentRequest request = JX_GET_DEPARTMENT_REQUEST_INIT;
	JxGetDepartmentResponse *reply;
	if (trend->department == NULL)
		return JX_OK;
	request.name = (char *)trend->department;
	enum jx_status status = jx_call_get_department(trend->app, &request, &reply);
	if (status == JX_DENIED || status == JX_NOT_FOUND) {
		trend->app->error = (struct jx_error){0};
		return JX_OK;
	}
	if (status != JX_OK || reply->department == NULL)
		return status;
	trend->predecessors = reply->department->predecessors;
	trend->n_predecessors = reply->department->n_predecessors;
	if (reply->department->retire_date[0] != '\0' && reply->department->n_successors > 0)
		trend->successor = reply->department->successors[0];
	return JX_OK;
}

static enum jx_status add_rounds(struct trend *trend)
{
	JxListRoundsRequest request = JX_LIST_ROUNDS_REQUEST_INIT;
	JxListRoundsResponse *list;
	enum jx_status status = jx_call_list_rounds(trend->app, &request, &list);
	if (status == JX_OK)
		status = find_relatives(trend);
	if (status == JX_OK)
		status = jx_answer_new_rows(
			trend->app, list->n_rounds * (1 + trend->n_predecessors), &trend->reply.rows);
	/* The list begins with the newest round. */
	for (size_t i = status == JX_OK ? list->n_rounds : 0; status == JX_OK && i-- > 0;) {
		JxRoundState state = list->rounds[i]->state;
		if (state != JX_ROUND_STATE_DRAFT && state != JX_ROUND_STATE_CANCELLED)
			status = add_round(trend, list->rounds[i]);
	}
	return status;
}

/* Why the last of the changes came about, where there is one. */
static void tell_next(struct jx_app *app, const JxTrendAnswer *reply)
{
	const JxTrendRow *last = NULL;
	for (size_t i = reply->n_rows; i-- > 0;) {
		const JxTrendRow *row = reply->rows[i];
		if (row->publication[0] == '\0' || row->final_score == NULL || row->predecessor_of[0] != '\0')
			continue;
		if (last != NULL) {
			jx_app_next(app, "jixiao why-changed %s %s", jx_name_last(row->round),
				jx_name_last(last->round));
			return;
		}
		last = row;
	}
	jx_app_next(app, "jixiao rank");
}

enum jx_status cmd_trend(struct jx_app *app, const struct jx_args *args)
{
	struct trend trend = {
		.app = app, .request = JX_RANK_DEPARTMENTS_REQUEST_INIT, .reply = JX_TREND_ANSWER_INIT};
	const char *path = jx_args_value(args, "out");
	enum jx_status status = path != NULL ? jx_trend_chart_check(app, path) : JX_OK;
	if (status == JX_OK)
		status = read_options(&trend, args);
	if (status == JX_OK)
		status = add_rounds(&trend);
	if (status == JX_OK && path != NULL)
		status = jx_trend_chart_write(app, &trend.reply, path);
	if (status == JX_OK)
		status = jx_answer_print(app, &trend.reply.base, COLUMNS, JX_COUNT_OF(COLUMNS));
	if (status != JX_OK)
		return status;
	tell_next(app, &trend.reply);
	return JX_OK;
}
