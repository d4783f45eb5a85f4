/*
 * jixiao problems: which kinds of problem departments name, over rounds; with --repeated, the problems that one names again.
 */
#include <string.h>

#include "client/commands/commands.h"
#include "client/commands/questions/answer.h"
#include "client/commands/questions/source.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/message/localized.h"

static const struct jx_column COLUMNS[] = {
	{"category", N_("Category"), .wraps = true},
	{"title", N_("Title"), .wraps = true},
	{"round", N_("Round"), .wraps = false},
	{"departments", N_("Departments"), .is_right = true},
	{"problems", N_("Problems"), .is_right = true},
	{"again", N_("Named before"), .is_right = true},
	{"same_words", N_("In the same words"), .is_right = true},
};

static const struct jx_column REPEATED_COLUMNS[] = {
	{"title", N_("Department"), .wraps = true},
	{"category", N_("Category"), .wraps = true},
	{"rounds", N_("Rounds"), .wraps = true},
	{"is_same_words", N_("Same words"), .wraps = false},
	{"text", N_("Problem"), .wraps = true},
	{"department", N_("Code"), .leave_out = 1},
};

/* A problem of a report of a round. */
struct named {
	const JxExportRow *report;
	const JxProblem *problem;
	size_t round;       /* index of its source */
	bool is_again;      /* the department named one of the kind in an earlier round */
	bool is_same_words; /* and in the same words */
	bool is_told;       /* in the list of repeated ones */
};

struct naming {
	struct jx_app *app;
	struct jx_source *sources;
	size_t n_sources;
	struct named *items; /* in the order of rounds and departments */
	size_t n;
};

/* Whether two problems are one: of one department, of one kind where it is stated, else in the same words. */
static bool is_same(const struct named *a, const struct named *b)
{
	if (strcmp(a->report->report->department, b->report->report->department) != 0)
		return false;
	if (a->problem->category[0] != '\0' && b->problem->category[0] != '\0')
		return strcmp(a->problem->category, b->problem->category) == 0;
	return strcmp(a->problem->text, b->problem->text) == 0;
}

static enum jx_status gather(struct naming *naming)
{
	size_t n = 0;
	for (size_t i = 0; i < naming->n_sources; i++)
		for (size_t j = 0; j < naming->sources[i].n; j++)
			n += naming->sources[i].reports[j]->report->n_problems;
	naming->items = jx_arena_calloc(&naming->app->arena, n + 1, sizeof(*naming->items));
	if (naming->items == NULL)
		return jx_arena_fail(&naming->app->arena, &naming->app->error);
	for (size_t i = 0; i < naming->n_sources; i++)
		for (size_t j = 0; j < naming->sources[i].n; j++) {
			const JxExportRow *report = naming->sources[i].reports[j];
			for (size_t k = 0; k < report->report->n_problems; k++)
				naming->items[naming->n++] = (struct named){
					.report = report, .problem = report->report->problems[k], .round = i};
		}
	return JX_OK;
}

static int by_department(const void *a, const void *b)
{
	const struct named *left = a;
	const struct named *right = b;
	int order = strcmp(left->report->report->department, right->report->report->department);
	if (order != 0)
		return order;
	if (left->round != right->round)
		return left->round < right->round ? -1 : 1;
	return (left->problem->number > right->problem->number) -
	       (left->problem->number < right->problem->number);
}

/* Looks each problem up among those of its department's earlier rounds: a department's stand side by side. */
static void mark_repeated(struct naming *naming)
{
	jx_array_sort(naming->items, naming->n, sizeof(*naming->items), by_department);
	for (size_t i = 0; i < naming->n; i++) {
		struct named *item = &naming->items[i];
		for (size_t j = i; j-- > 0;) {
			const struct named *before = &naming->items[j];
			if (strcmp(before->report->report->department, item->report->report->department) != 0)
				break;
			if (before->round == item->round || !is_same(before, item))
				continue;
			item->is_again = true;
			item->is_same_words |= strcmp(before->problem->text, item->problem->text) == 0;
		}
	}
}

/* ---- by kind ---- */

static char *title_of(struct jx_app *app, const struct jx_source *source, const char *category)
{
	const JxRulebook *rulebook = source->rulebook != NULL ? jx_rulebook_message(source->rulebook) : NULL;
	const char *list = "";
	for (size_t i = 0; rulebook != NULL && i < rulebook->n_fields; i++)
		if (strcmp(rulebook->fields[i]->path, "problems[].category") == 0)
			list = rulebook->fields[i]->code_list;
	for (size_t i = 0; rulebook != NULL && i < rulebook->n_code_lists; i++) {
		const JxCodeList *codes = rulebook->code_lists[i];
		for (size_t j = 0; strcmp(codes->name, list) == 0 && j < codes->n_codes; j++)
			if (strcmp(codes->codes[j]->code, category) == 0)
				return jx_answer_text(
					app, jx_localized(codes->codes[j]->label, app->language));
	}
	return jx_answer_text(app, "");
}

static int by_kind(const void *a, const void *b)
{
	const struct named *left = a;
	const struct named *right = b;
	int order = strcmp(left->problem->category, right->problem->category);
	if (order != 0)
		return order;
	if (left->round != right->round)
		return left->round < right->round ? -1 : 1;
	return strcmp(left->report->report->department, right->report->report->department);
}

static enum jx_status answer_kinds(struct naming *naming)
{
	struct jx_app *app = naming->app;
	JxProblemsAnswer reply = JX_PROBLEMS_ANSWER_INIT;
	JxProblemRow *row = NULL;
	enum jx_status status = jx_answer_new_rows(app, naming->n, &reply.rows);
	jx_array_sort(naming->items, naming->n, sizeof(*naming->items), by_kind);
	for (size_t i = 0; status == JX_OK && i < naming->n; i++) {
		const struct named *item = &naming->items[i];
		const struct named *before = i > 0 ? &naming->items[i - 1] : NULL;
		bool is_kind = before != NULL && before->round == item->round &&
			       strcmp(before->problem->category, item->problem->category) == 0;
		bool is_department = is_kind && before->report == item->report;
		if (!is_kind) {
			row = jx_arena_alloc(&app->arena, sizeof(*row));
			if (row == NULL)
				return jx_arena_fail(&app->arena, &app->error);
			jx_problem_row_init(row);
			row->round = jx_source_round(app, &naming->sources[item->round]);
			row->category = item->problem->category;
			row->title = title_of(app, &naming->sources[item->round], row->category);
			reply.rows[reply.n_rows++] = row;
		}
		row->problems++;
		row->departments += !is_department;
		row->again += item->is_again && !is_department;
		row->same_words += item->is_same_words;
	}
	return status == JX_OK ? jx_answer_print(app, &reply.base, COLUMNS, JX_COUNT_OF(COLUMNS)) : status;
}

/* ---- repeated ones ---- */

static enum jx_status add_repeated(struct naming *naming, size_t last, JxRepeatedProblemsAnswer *reply)
{
	struct jx_app *app = naming->app;
	const struct named *item = &naming->items[last];
	JxRepeatedProblemRow *row = jx_arena_alloc(&app->arena, sizeof(*row));
	if (row == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_repeated_problem_row_init(row);
	row->department = item->report->report->department;
	row->title = item->report->department_title;
	row->category = item->problem->category;
	row->text = item->problem->text;
	row->is_same_words = true;
	reply->rows[reply->n_rows++] = row;
	enum jx_status status = jx_answer_new_rows(app, naming->n_sources, &row->rounds);
	size_t told = SIZE_MAX;
	for (size_t i = 0; status == JX_OK && i <= last; i++) {
		struct named *one = &naming->items[i];
		if (!is_same(one, item))
			continue;
		one->is_told = true;
		row->is_same_words =
			row->is_same_words && strcmp(one->problem->text, item->problem->text) == 0;
		if (one->round != told)
			row->rounds[row->n_rounds++] = jx_source_round(app, &naming->sources[one->round]);
		told = one->round;
	}
	return status;
}

static enum jx_status answer_repeated(struct naming *naming)
{
	JxRepeatedProblemsAnswer reply = JX_REPEATED_PROBLEMS_ANSWER_INIT;
	enum jx_status status = jx_answer_new_rows(naming->app, naming->n, &reply.rows);
	/* From the last round backwards, so that each is told once, in its newest words. */
	for (size_t i = naming->n; status == JX_OK && i-- > 0;)
		if (naming->items[i].is_again && !naming->items[i].is_told)
			status = add_repeated(naming, i, &reply);
	for (size_t i = 0; i < reply.n_rows / 2; i++) {
		JxRepeatedProblemRow *row = reply.rows[i];
		reply.rows[i] = reply.rows[reply.n_rows - 1 - i];
		reply.rows[reply.n_rows - 1 - i] = row;
	}
	return status == JX_OK ? jx_answer_print(naming->app, &reply.base, REPEATED_COLUMNS,
					 JX_COUNT_OF(REPEATED_COLUMNS))
			       : status;
}

enum jx_status cmd_problems(struct jx_app *app, const struct jx_args *args)
{
	struct naming naming = {.app = app, .n_sources = args->n_operands > 0 ? args->n_operands : 1};
	enum jx_status status = JX_OK;
	naming.sources = jx_arena_calloc(&app->arena, naming.n_sources, sizeof(*naming.sources));
	if (naming.sources == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; status == JX_OK && i < naming.n_sources; i++)
		status = jx_source_read(app, jx_args_operand(args, i), &naming.sources[i]);
	if (status == JX_OK)
		status = gather(&naming);
	if (status != JX_OK)
		return status;
	mark_repeated(&naming);
	status = jx_args_has(args, "repeated") ? answer_repeated(&naming) : answer_kinds(&naming);
	if (status == JX_OK)
		jx_app_next(app, "jixiao rectify list");
	return status;
}
