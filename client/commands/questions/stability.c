/*
 * jixiao stability: how firm each rank is when the points of the classes of indicators move, and who cannot be told apart.
 */
#include "proto/contract/question/stability.h"

#include <stdio.h>

#include "client/app/option.h"
#include "client/commands/commands.h"
#include "client/commands/questions/answer.h"
#include "client/commands/questions/source.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/question/classes.h"

#define MAX_LIKE      20u     /* names of departments in a row */
#define DEFAULT_SHIFT 5000000 /* micros of a point */
#define MAX_SHIFT     100000000
#define SHOWN         2

static const struct jx_column COLUMNS[] = {
	{"rank", N_("Rank"), .is_right = true},
	{"title", N_("Department"), .wraps = true},
	{"final_score", N_("Final"), .is_right = true},
	{"best_rank", N_("Best rank"), .is_right = true},
	{"worst_rank", N_("Worst rank"), .is_right = true},
	{"like_count", N_("Alike"), .is_right = true},
	{"like", N_("Cannot be told apart from"), .wraps = true, .leave_out = 2},
	{"flags", N_("Flags"), .wraps = true, .leave_out = 1},
	{"department", N_("Code"), .leave_out = 3},
};

/* The ranked departments, with what moves them. */
struct ranked {
	struct jx_app *app;
	struct jx_stability stability;
	const struct jx_question_row **rows; /* in the order of their ranks */
	struct jx_stability_item *items;
	size_t n;
};

static int by_rank(const void *a, const void *b)
{
	const struct jx_question_row *left = *(const struct jx_question_row *const *)a;
	const struct jx_question_row *right = *(const struct jx_question_row *const *)b;
	if (left->rank != right->rank)
		return left->rank < right->rank ? -1 : 1;
	return (left > right) - (left < right);
}

static enum jx_status gather(
	struct ranked *ranked, const struct jx_question_table *table, const struct jx_classes *classes)
{
	struct jx_arena *arena = &ranked->app->arena;
	ranked->rows = jx_arena_calloc(arena, table->n + 1, sizeof(const struct jx_question_row *));
	ranked->items = jx_arena_calloc(arena, table->n + 1, sizeof(*ranked->items));
	if (ranked->rows == NULL || ranked->items == NULL)
		return jx_arena_fail(arena, &ranked->app->error);
	for (size_t i = 0; i < table->n; i++)
		if (table->rows[i].rank > 0)
			ranked->rows[ranked->n++] = &table->rows[i];
	jx_array_sort(ranked->rows, ranked->n, sizeof(ranked->rows[0]), by_rank);
	for (size_t i = 0; i < ranked->n; i++)
		jx_classes_shares(classes, ranked->rows[i], &ranked->items[i]);
	return JX_OK;
}

static enum jx_status put_like(const struct ranked *ranked, size_t which, JxStabilityRow *row)
{
	enum jx_status status = jx_answer_new_rows(ranked->app, MAX_LIKE, &row->like);
	for (size_t i = 0; status == JX_OK && i < ranked->n && row->n_like < MAX_LIKE; i++)
		if (i != which &&
			jx_stability_is_like(&ranked->stability, &ranked->items[which], &ranked->items[i]))
			row->like[row->n_like++] = ranked->rows[i]->report->report->department;
	return status;
}

static enum jx_status add_row(const struct ranked *ranked, size_t which, JxStabilityAnswer *reply)
{
	struct jx_app *app = ranked->app;
	const struct jx_question_row *from = ranked->rows[which];
	JxStabilityRow *row = jx_arena_alloc(&app->arena, sizeof(*row));
	if (row == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_stability_row_init(row);
	row->rank = from->rank;
	row->department = from->report->report->department;
	row->title = from->report->department_title;
	row->final_score = from->sheet->final_score;
	row->best_rank = ranked->items[which].best;
	row->worst_rank = ranked->items[which].worst;
	row->like_count = ranked->items[which].n_like;
	reply->rows[reply->n_rows++] = row;
	if (!jx_flags_put(from->flags, &app->arena, &row->flags, &row->n_flags))
		return jx_arena_fail(&app->arena, &app->error);
	return put_like(ranked, which, row);
}

static enum jx_status put_classes(
	struct jx_app *app, const struct jx_classes *classes, JxStabilityAnswer *reply)
{
	enum jx_status status = jx_answer_new_rows(app, classes->n, &reply->classes);
	for (size_t i = 0; status == JX_OK && i < classes->n; i++)
		reply->classes[reply->n_classes++] = jx_answer_text(app, classes->names[i]);
	return status;
}

static void print_head(struct jx_app *app, const struct jx_source *source, const JxStabilityAnswer *reply)
{
	char shift[JX_FIGURE_TEXT_BYTES];
	jx_source_print_basis(app, source);
	jx_print(&app->terminal,
		_("Each class of indicators may have up to %s points more or less, all together the same sum:"),
		jx_label_decimal(reply->shift, shift));
	for (size_t i = 0; i < reply->n_classes; i++)
		jx_print(&app->terminal, "  %s", reply->classes[i]);
	jx_print(&app->terminal, "%s", "");
}

static enum jx_status answer(struct jx_app *app, const struct jx_source *source, int64_t shift)
{
	JxStabilityAnswer reply = JX_STABILITY_ANSWER_INIT;
	struct jx_question_table table;
	struct jx_classes classes;
	struct ranked ranked = {.app = app};
	enum jx_status status = jx_source_judge(app, source, &table);
	if (status != JX_OK)
		return status;
	jx_classes_collect(&table, &classes);
	ranked.stability = (struct jx_stability){.n_classes = classes.n, .shift = shift};
	status = gather(&ranked, &table, &classes);
	if (status == JX_OK)
		status = put_classes(app, &classes, &reply);
	if (status == JX_OK)
		status = jx_answer_new_rows(app, ranked.n, &reply.rows);
	if (status != JX_OK)
		return status;
	jx_stability_run(&ranked.stability, ranked.items, ranked.n);
	for (size_t i = 0; status == JX_OK && i < ranked.n; i++)
		status = add_row(&ranked, i, &reply);
	if (status != JX_OK)
		return status;
	reply.publication = source->publication->name;
	reply.publication_stage = source->publication->stage;
	reply.shift = jx_source_decimal(app, shift, SHOWN);
	if (jx_app_is_for_people(app))
		print_head(app, source, &reply);
	status = jx_answer_print(app, &reply.base, COLUMNS, JX_COUNT_OF(COLUMNS));
	if (status == JX_OK && jx_app_is_for_people(app))
		jx_print(&app->terminal, "%s",
			_("Best and worst rank are exact for each pair of departments. Who cannot be told apart is ahead under some such points and behind under others."));
	return status;
}

enum jx_status cmd_stability(struct jx_app *app, const struct jx_args *args)
{
	struct jx_source source;
	JxDecimal *shift = NULL;
	const char *text = jx_args_value(args, "shift");
	enum jx_status status = jx_option_points(app, "shift", text, &shift);
	if (status == JX_OK && shift != NULL && (shift->micros < 0 || shift->micros > MAX_SHIFT))
		status = jx_option_fail(app, "shift", text, "0 ... 100");
	if (status == JX_OK)
		status = jx_source_read(app, jx_args_operand(args, 0), &source);
	if (status == JX_OK)
		status = jx_source_keep_peers(app, &source, jx_args_value(args, "peers"));
	if (status == JX_OK)
		status = answer(app, &source, shift != NULL ? shift->micros : DEFAULT_SHIFT);
	if (status == JX_OK)
		jx_app_next(app, "jixiao rank %s", jx_source_round(app, &source));
	return status;
}
