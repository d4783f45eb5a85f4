/*
 * jixiao peers: the departments most like one, by people, money and functions, with the distance and its parts.
 */
#include <string.h>

#include "client/app/option.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/questions/answer.h"
#include "client/commands/questions/source.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/question/distance.h"

#define DEFAULT_TOP 10
#define DECIMALS    6

static const struct jx_column COLUMNS[] = {
	{"place", N_("Nearest"), .is_right = true},
	{"title", N_("Department"), .wraps = true},
	{"distance", N_("How far apart"), .is_right = true},
	{"staff_part", N_("People"), .is_right = true, .leave_out = 2},
	{"money_part", N_("Money"), .is_right = true, .leave_out = 2},
	{"functions_part", N_("Functions"), .is_right = true, .leave_out = 2},
	{"missing", N_("Missing"), .wraps = true},
	{"final_score", N_("Final"), .is_right = true},
	{"rank", N_("Rank among these"), .is_right = true},
	{"peer_group", N_("Peers"), .leave_out = 3},
	{"flags", N_("Flags"), .wraps = true, .leave_out = 1},
	{"department", N_("Code"), .leave_out = 4},
};

/* A department on its way into the list. */
struct near {
	struct jx_question_row *row;
	struct jx_distance distance;
	bool is_itself;
};

static int by_distance(const void *a, const void *b)
{
	const struct near *left = a;
	const struct near *right = b;
	if (left->is_itself != right->is_itself)
		return left->is_itself ? -1 : 1;
	if (left->distance.is_comparable != right->distance.is_comparable)
		return left->distance.is_comparable ? -1 : 1;
	if (left->distance.all != right->distance.all)
		return left->distance.all < right->distance.all ? -1 : 1;
	return strcmp(left->row->report->report->department, right->row->report->report->department);
}

/* Measures every department against one. NULL without memory. */
static struct near *measure(struct jx_app *app, const struct jx_question_table *table, const char *department)
{
	struct jx_distance_facts *own = jx_arena_calloc(&app->arena, 2, sizeof(*own));
	struct near *all = jx_arena_calloc(&app->arena, table->n + 1, sizeof(*all));
	const struct jx_question_row *itself = jx_question_find(table, department);
	if (own == NULL || all == NULL)
		return NULL;
	if (itself != NULL)
		jx_distance_read(itself->report->report, &own[0]);
	for (size_t i = 0; i < table->n; i++) {
		jx_distance_read(table->rows[i].report->report, &own[1]);
		all[i] = (struct near){.row = &table->rows[i],
			.distance = jx_distance_between(&own[0], &own[1]),
			.is_itself = &table->rows[i] == itself};
	}
	jx_array_sort(all, table->n, sizeof(*all), by_distance);
	return all;
}

static enum jx_status add_row(
	struct jx_app *app, JxPeersAnswer *reply, const struct near *near, uint32_t place)
{
	JxPeerRow *row = jx_arena_alloc(&app->arena, sizeof(*row));
	if (row == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_peer_row_init(row);
	row->department = near->row->report->report->department;
	row->title = near->row->report->department_title;
	row->peer_group = near->row->report->peer_group;
	row->final_score = near->row->sheet->final_score;
	row->rank = near->row->rank;
	if (near->distance.is_comparable) {
		row->place = place;
		row->distance = jx_source_decimal(app, near->distance.all, DECIMALS);
		row->staff_part = jx_source_decimal(app, near->distance.people, DECIMALS);
		row->money_part = jx_source_decimal(app, near->distance.money, DECIMALS);
		row->functions_part = jx_source_decimal(app, near->distance.functions, DECIMALS);
	} else {
		row->missing = jx_answer_text(app, near->distance.missing);
	}
	reply->rows[reply->n_rows++] = row;
	if (!jx_flags_put(near->row->flags, &app->arena, &row->flags, &row->n_flags))
		return jx_arena_fail(&app->arena, &app->error);
	return JX_OK;
}

/* Ranks the departments of the list alone. */
static enum jx_status rank_listed(struct jx_app *app, const struct near *all, size_t n)
{
	struct jx_question_table listed = {
		.rows = jx_arena_calloc(&app->arena, n + 1, sizeof(*listed.rows)), .n = n};
	if (listed.rows == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < n; i++)
		listed.rows[i] = *all[i].row;
	if (jx_question_rank(&listed) != JX_OK)
		return jx_app_fail(app, JX_REASON_OUT_OF_MEMORY);
	for (size_t i = 0; i < n; i++)
		all[i].row->rank = listed.rows[i].rank;
	return JX_OK;
}

static enum jx_status fill_rows(struct jx_app *app, const struct jx_question_table *table,
	const char *department, size_t top, JxPeersAnswer *reply)
{
	struct near *all = measure(app, table, department);
	if (all == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	if (table->n == 0 || !all[0].is_itself)
		return jx_app_fail_with(app, JX_REASON_NO_REPORT_IN_ANY, JX_ARGS(JX_TEXT(department)));
	/* The department itself stands before its peers. */
	size_t n = table->n < top + 1 ? table->n : top + 1;
	enum jx_status status = rank_listed(app, all, n);
	if (status == JX_OK)
		status = jx_answer_new_rows(app, n, &reply->rows);
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = add_row(app, reply, &all[i], (uint32_t)i);
	return status;
}

enum jx_status cmd_peers(struct jx_app *app, const struct jx_args *args)
{
	static const struct jx_option_range tops = {.least = 1, .most = 999, .expected = "1, 2, ..."};
	JxPeersAnswer reply = JX_PEERS_ANSWER_INIT;
	struct jx_source source;
	struct jx_question_table table;
	uint64_t top = DEFAULT_TOP;
	char *department = NULL;
	enum jx_status status = jx_option_number(app, "top", jx_args_value(args, "top"), &tops, &top);
	if (status == JX_OK)
		status = jx_resolve_department(app, args->operands[0], &department);
	if (status == JX_OK)
		status = jx_source_read(app, jx_args_operand(args, 1), &source);
	if (status == JX_OK)
		status = jx_source_judge(app, &source, &table);
	if (status == JX_OK)
		status = fill_rows(app, &table, department, (size_t)top, &reply);
	if (status != JX_OK)
		return status;
	reply.publication = source.publication->name;
	reply.publication_stage = source.publication->stage;
	if (jx_app_is_for_people(app)) {
		jx_source_print_basis(app, &source);
		jx_print(&app->terminal, "%s", "");
	}
	status = jx_answer_print(app, &reply.base, COLUMNS, JX_COUNT_OF(COLUMNS));
	if (status != JX_OK)
		return status;
	if (jx_app_is_for_people(app))
		jx_print(&app->terminal, "%s",
			_("Distance: the mean of the three parts, each from 0, alike, to 1. A department whose figure is missing cannot be compared, and comes last."));
	if (reply.n_rows > 1)
		jx_app_next(app, "jixiao compare %s %s --round %s", jx_name_last(department),
			jx_name_last(reply.rows[1]->department), jx_source_round(app, &source));
	return JX_OK;
}
