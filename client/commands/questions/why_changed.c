/*
 * jixiao why-changed: score and rank of each department between two publications, split over its own figures, its peers, the
 * weights and the other rules. Parts add up exactly.
 */
#include <stdio.h>
#include <string.h>

#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/questions/answer.h"
#include "client/commands/questions/source.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/question/change.h"
#include "proto/contract/question/mix.h"

#define MICROS INT64_C(1000000)

static const struct jx_column COLUMNS[] = {
	{"title", N_("Department"), .wraps = true},
	{"from_score", N_("Score before"), .is_right = true, .leave_out = 10},
	{"to_score", N_("Score after"), .is_right = true, .leave_out = 9},
	{"score_change", N_("Change"), .is_right = true},
	{"score_own", N_("Score: own figures"), .is_right = true, .leave_out = 1},
	{"score_weights", N_("Score: weights"), .is_right = true, .leave_out = 3},
	{"score_rules", N_("Score: rules"), .is_right = true, .leave_out = 5},
	{"from_rank", N_("Rank before"), .is_right = true, .leave_out = 8},
	{"to_rank", N_("Rank after"), .is_right = true, .leave_out = 7},
	{"rank_change", N_("Places gained"), .is_right = true},
	{"rank_own", N_("Places: own figures"), .is_right = true},
	{"rank_peers", N_("Places: peers"), .is_right = true},
	{"rank_weights", N_("Places: weights"), .is_right = true, .leave_out = 2},
	{"rank_rules", N_("Places: rules"), .is_right = true, .leave_out = 4},
	{"gap", N_("No parts"), .wraps = true, .leave_out = 6},
	{"flags", N_("Flags"), .wraps = true, .leave_out = 11},
	{"department", N_("Code"), .leave_out = 12},
};

/* Two publications, and the tables of both with each mix of weights and rules. */
struct changing {
	struct jx_app *app;
	struct jx_source sources[2];              /* before, after */
	struct jx_question_table tables[2][2][2]; /* [own figures][weights][rules] */
	const char **departments;                 /* of either, in the order of their codes */
	struct jx_change_item *items;
	size_t n;
};

/* The rulebook with weights and rules of one time each. */
static enum jx_status mix(
	struct changing *changing, int weights, int rules, const struct jx_rulebook **ret_rulebook)
{
	const struct jx_rulebook *of_rules = changing->sources[rules].rulebook;
	const struct jx_rulebook *of_weights = changing->sources[weights].rulebook;
	JxRulebook *mixed;
	*ret_rulebook = of_rules;
	bool is_same = of_rules == NULL || of_rules == of_weights ||
		       (of_weights != NULL &&
			       strcmp(jx_rulebook_digest(of_rules), jx_rulebook_digest(of_weights)) == 0);
	if (is_same)
		return JX_OK;
	if (jx_mix_weights(jx_rulebook_message(of_rules),
		    of_weights != NULL ? jx_rulebook_message(of_weights) : NULL, &changing->app->arena,
		    &mixed) != JX_OK)
		return jx_arena_fail(&changing->app->arena, &changing->app->error);
	return jx_source_load_rulebook(changing->app, mixed, ret_rulebook);
}

static enum jx_status judge_all(struct changing *changing)
{
	const struct jx_rulebook *rulebooks[2][2] = {{NULL}};
	enum jx_status status = JX_OK;
	for (int state = 0; status == JX_OK && state < 4; state++)
		status = mix(changing, state & 1, state >> 1, &rulebooks[state & 1][state >> 1]);
	for (int state = 0; status == JX_OK && state < 8; state++) {
		int own = state & 1;
		int weights = state >> 1 & 1;
		int rules = state >> 2;
		struct jx_question_table *table = &changing->tables[own][weights][rules];
		/* Tables by one rulebook are one table. */
		if (state >= 2 && rulebooks[weights][rules] == rulebooks[0][0])
			*table = changing->tables[own][0][0];
		else
			status = jx_source_judge_by(
				changing->app, &changing->sources[own], rulebooks[weights][rules], table);
	}
	return status;
}

/* ---- departments of both ---- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum jx_status collect(struct changing *changing)
{
	struct jx_arena *arena = &changing->app->arena;
	size_t n_all = changing->sources[0].n + changing->sources[1].n;
	changing->departments = jx_arena_calloc(arena, n_all + 1, sizeof(const char *));
	changing->items = jx_arena_calloc(arena, n_all + 1, sizeof(*changing->items));
	if (changing->departments == NULL || changing->items == NULL)
		return jx_arena_fail(arena, &changing->app->error);
	size_t n = 0;
	for (int own = 0; own < 2; own++)
		for (size_t i = 0; i < changing->sources[own].n; i++)
			changing->departments[n++] = changing->sources[own].reports[i]->report->department;
	jx_array_sort(changing->departments, n, sizeof(changing->departments[0]), by_text);
	for (size_t i = 0; i < n; i++)
		if (changing->n == 0 ||
			strcmp(changing->departments[i], changing->departments[changing->n - 1]) != 0)
			changing->departments[changing->n++] = changing->departments[i];
	return JX_OK;
}

static void fill_item(const struct changing *changing, const char *department, struct jx_change_item *item)
{
	for (unsigned state = 0; state < JX_CHANGE_SCORES; state++) {
		unsigned own = state >> JX_CHANGE_OWN & 1;
		unsigned weights = state >> JX_CHANGE_WEIGHTS & 1;
		unsigned rules = state >> JX_CHANGE_RULES & 1;
		const struct jx_question_row *row =
			jx_question_find(&changing->tables[own][weights][rules], department);
		if (row == NULL)
			continue;
		if (own == 1)
			item->is_after = true;
		else
			item->is_before = true;
		const JxDecimal *score = row->sheet->final_score;
		item->scores[state] = (struct jx_change_score){.has = score != NULL,
			.micros = score != NULL ? score->micros : 0,
			.is_ranked = row->sheet->group == JX_COVERAGE_GROUP_VERIFIABLE};
	}
}

/* ---- the answer ---- */

static char *part_of(struct jx_app *app, int64_t part, int64_t unit)
{
	char text[JX_CHANGE_TEXT_BYTES];
	return jx_answer_text(app, jx_change_print(part, unit, text));
}

static const char *gap_of(const struct jx_change_item *item)
{
	if (!item->is_before)
		return "new";
	if (!item->is_after)
		return "gone";
	if (!item->has_score_parts)
		return "no_score";
	return item->has_rank_parts ? "" : "no_rank";
}

static void put_parts(struct jx_app *app, const struct jx_change_item *item, JxChangeRow *row)
{
	if (item->has_score_parts) {
		row->score_own = part_of(app, item->score_parts[JX_CHANGE_OWN], MICROS);
		row->score_weights = part_of(app, item->score_parts[JX_CHANGE_WEIGHTS], MICROS);
		row->score_rules = part_of(app, item->score_parts[JX_CHANGE_RULES], MICROS);
	}
	if (item->has_rank_parts) {
		row->rank_change = (int32_t)item->from_rank - (int32_t)item->to_rank;
		row->rank_own = part_of(app, item->rank_parts[JX_CHANGE_OWN], 1);
		row->rank_peers = part_of(app, item->rank_parts[JX_CHANGE_PEERS], 1);
		row->rank_weights = part_of(app, item->rank_parts[JX_CHANGE_WEIGHTS], 1);
		row->rank_rules = part_of(app, item->rank_parts[JX_CHANGE_RULES], 1);
	}
}

static enum jx_status add_row(const struct changing *changing, size_t which, JxChangeAnswer *reply)
{
	struct jx_app *app = changing->app;
	const struct jx_change_item *item = &changing->items[which];
	const char *department = changing->departments[which];
	const struct jx_question_row *before = jx_question_find(&changing->tables[0][0][0], department);
	const struct jx_question_row *after = jx_question_find(&changing->tables[1][1][1], department);
	const struct jx_question_row *either = after != NULL ? after : before;
	JxChangeRow *row = jx_arena_alloc(&app->arena, sizeof(*row));
	if (row == NULL || either == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_change_row_init(row);
	row->department = (char *)department;
	row->title = either->report->department_title;
	row->from_score = before != NULL ? before->sheet->final_score : NULL;
	row->to_score = after != NULL ? after->sheet->final_score : NULL;
	if (row->from_score != NULL && row->to_score != NULL)
		row->score_change =
			jx_source_decimal(app, row->to_score->micros - row->from_score->micros, 2);
	row->from_rank = item->from_rank;
	row->to_rank = item->to_rank;
	row->gap = jx_answer_text(app, gap_of(item));
	put_parts(app, item, row);
	reply->rows[reply->n_rows++] = row;
	if (after != NULL && !jx_flags_put(after->flags, &app->arena, &row->flags, &row->n_flags))
		return jx_arena_fail(&app->arena, &app->error);
	return JX_OK;
}

static enum jx_status compute(struct changing *changing)
{
	enum jx_status status = judge_all(changing);
	if (status == JX_OK)
		status = collect(changing);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < changing->n; i++)
		fill_item(changing, changing->departments[i], &changing->items[i]);
	jx_change_run(changing->items, changing->n);
	return JX_OK;
}

static enum jx_status fill_reply(struct changing *changing, const char *only, JxChangeAnswer *reply)
{
	enum jx_status status = jx_answer_new_rows(changing->app, changing->n, &reply->rows);
	for (size_t i = 0; status == JX_OK && i < changing->n; i++)
		if (only == NULL || strcmp(only, changing->departments[i]) == 0)
			status = add_row(changing, i, reply);
	if (status == JX_OK && reply->n_rows == 0 && only != NULL)
		return jx_app_fail_with(changing->app, JX_REASON_NO_REPORT_IN_ANY, JX_ARGS(JX_TEXT(only)));
	reply->from = changing->sources[0].publication->name;
	reply->to = changing->sources[1].publication->name;
	return status;
}

static void print_foot(struct jx_app *app)
{
	jx_print(&app->terminal, "%s",
		_("Each part is what changing this one thing makes, averaged over all orders in which own figures, peers, weights and rules can be changed. Parts are exact and add up to the change."));
}

enum jx_status cmd_why_changed(struct jx_app *app, const struct jx_args *args)
{
	JxChangeAnswer reply = JX_CHANGE_ANSWER_INIT;
	struct changing changing = {.app = app};
	char *only = NULL;
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < 2; i++)
		status = jx_source_read(app, args->operands[i], &changing.sources[i]);
	if (status == JX_OK && args->n_operands > 2)
		status = jx_resolve_department(app, args->operands[2], &only);
	if (status == JX_OK)
		status = compute(&changing);
	if (status == JX_OK)
		status = fill_reply(&changing, only, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_is_for_people(app)) {
		jx_source_print_basis(app, &changing.sources[0]);
		jx_source_print_basis(app, &changing.sources[1]);
		jx_print(&app->terminal, "%s", "");
	}
	status = jx_answer_print(app, &reply.base, COLUMNS, JX_COUNT_OF(COLUMNS));
	if (status != JX_OK)
		return status;
	if (jx_app_is_for_people(app))
		print_foot(app);
	jx_app_next(app, "jixiao rank %s", jx_source_round(app, &changing.sources[1]));
	return JX_OK;
}
