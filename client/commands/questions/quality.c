/*
 * jixiao quality: which rules the reports of rounds break, and how often; with --targets, whose targets were easy or met to the
 * digit.
 */
#include <string.h>

#include "client/commands/commands.h"
#include "client/commands/questions/answer.h"
#include "client/commands/questions/source.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/finding/builtin.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/question/targets.h"

#define MAX_RULES 1000u
#define PERCENT   100
#define HUNDREDTH 10000 /* micros */

static const struct jx_column COLUMNS[] = {
	{"rule", N_("Rule"), .wraps = false},
	{"title", N_("What it says"), .wraps = true, .leave_out = 1},
	{"round", N_("Round"), .wraps = false},
	{"departments", N_("Departments"), .is_right = true},
	{"reports", N_("of"), .is_right = true, .leave_out = 3},
	{"share", N_("Percent"), .is_right = true},
	{"share_change", N_("Change"), .is_right = true},
	{"findings", N_("Findings"), .is_right = true, .leave_out = 2},
	{"explained", N_("Explained"), .is_right = true, .leave_out = 2},
};

static const struct jx_column TARGET_COLUMNS[] = {
	{"title", N_("Department"), .wraps = true},
	{"round", N_("Round"), .wraps = false},
	{"targets", N_("Targets"), .is_right = true},
	{"exact_hits", N_("Exact hits"), .is_right = true},
	{"below_last_year", N_("Below last year"), .is_right = true},
	{"far_above", N_("Passed by 30 %"), .is_right = true},
	{"missed", N_("Missed"), .is_right = true},
	{"marks", N_("Marks"), .wraps = true},
	{"department", N_("Code"), .leave_out = 1},
};

/* ---- rules ---- */

struct counting {
	struct jx_app *app;
	JxQualityAnswer reply;
	const char **rules; /* ids, each once, in the order in which they are met */
	size_t n_rules;
};

static size_t find_rule(struct counting *counting, const char *rule)
{
	size_t i = 0;
	while (i < counting->n_rules && strcmp(counting->rules[i], rule) != 0)
		i++;
	if (i == counting->n_rules && i < MAX_RULES)
		counting->rules[counting->n_rules++] = rule;
	return i;
}

static void count_report(
	struct counting *counting, const JxExportRow *report, JxQualityRow **rows, char *round)
{
	for (size_t i = 0; i < report->n_findings; i++) {
		const JxFinding *finding = report->findings[i];
		size_t which = find_rule(counting, finding->rule);
		JxQualityRow *row = which < MAX_RULES ? rows[which] : NULL;
		bool is_first = true;
		if (which == MAX_RULES)
			continue;
		if (row == NULL) {
			row = jx_arena_alloc(&counting->app->arena, sizeof(*row));
			if (row == NULL)
				return;
			jx_quality_row_init(row);
			row->round = round;
			row->rule = finding->rule;
			row->severity = finding->severity;
			rows[which] = row;
		}
		for (size_t j = 0; j < i && is_first; j++)
			is_first = strcmp(report->findings[j]->rule, finding->rule) != 0;
		row->departments += is_first;
		row->findings++;
		row->explained += finding->is_explained ? 1 : 0;
	}
}

static char *title_of(struct jx_app *app, const struct jx_source *sources, size_t n, const char *rule)
{
	for (size_t i = 0; i < n; i++) {
		const JxRulebook *rulebook =
			sources[i].rulebook != NULL ? jx_rulebook_message(sources[i].rulebook) : NULL;
		for (size_t j = 0; rulebook != NULL && j < rulebook->n_rules; j++)
			if (strcmp(rulebook->rules[j]->id, rule) == 0)
				return jx_answer_text(
					app, jx_localized(rulebook->rules[j]->title, app->language));
	}
	const struct jx_rule *built_in = jx_rule_find(rule);
	return jx_answer_text(app, built_in != NULL ? jx_localized(&built_in->title, app->language) : "");
}

/* Puts the rows of all rounds together: a rule's rounds beside one another. */
static enum jx_status join(
	struct counting *counting, JxQualityRow ***rows, const struct jx_source *sources, size_t n)
{
	struct jx_app *app = counting->app;
	enum jx_status status = jx_answer_new_rows(app, counting->n_rules * n, &counting->reply.rows);
	for (size_t which = 0; status == JX_OK && which < counting->n_rules; which++) {
		char *title = title_of(app, sources, n, counting->rules[which]);
		const JxQualityRow *before = NULL;
		for (size_t i = 0; i < n; i++) {
			JxQualityRow *row = rows[i][which];
			if (row == NULL) {
				row = jx_arena_alloc(&app->arena, sizeof(*row));
				if (row == NULL)
					return jx_arena_fail(&app->arena, &app->error);
				jx_quality_row_init(row);
				row->round = jx_source_round(app, &sources[i]);
				row->rule = (char *)counting->rules[which];
			}
			row->title = title;
			row->reports = (uint32_t)sources[i].n;
			int64_t whole = sources[i].n > 0 ? (int64_t)sources[i].n : 1;
			int64_t share = ((int64_t)row->departments * PERCENT * 100 * 2 + whole) / (2 * whole);
			row->share = jx_source_decimal(app, share * HUNDREDTH, 2);
			if (before != NULL && row->share != NULL && before->share != NULL)
				row->share_change =
					jx_source_decimal(app, row->share->micros - before->share->micros, 2);
			before = row;
			counting->reply.rows[counting->reply.n_rows++] = row;
		}
	}
	return status;
}

static enum jx_status answer_rules(struct jx_app *app, const struct jx_source *sources, size_t n)
{
	struct counting counting = {.app = app, .reply = JX_QUALITY_ANSWER_INIT};
	JxQualityRow ***rows = jx_arena_calloc(&app->arena, n + 1, sizeof(JxQualityRow **));
	counting.rules = jx_arena_calloc(&app->arena, MAX_RULES, sizeof(const char *));
	if (rows == NULL || counting.rules == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; i < n; i++) {
		char *round = jx_source_round(app, &sources[i]);
		enum jx_status status = jx_answer_new_rows(app, MAX_RULES, &rows[i]);
		if (status != JX_OK)
			return status;
		for (size_t j = 0; j < sources[i].n; j++)
			count_report(&counting, sources[i].reports[j], rows[i], round);
	}
	enum jx_status status = join(&counting, rows, sources, n);
	return status == JX_OK ? jx_answer_print(app, &counting.reply.base, COLUMNS, JX_COUNT_OF(COLUMNS))
			       : status;
}

/* ---- targets ---- */

static int by_marks(const void *a, const void *b)
{
	const JxTargetRow *left = *(const JxTargetRow *const *)a;
	const JxTargetRow *right = *(const JxTargetRow *const *)b;
	if (left->n_marks != right->n_marks)
		return left->n_marks > right->n_marks ? -1 : 1;
	int order = strcmp(left->department, right->department);
	return order != 0 ? order : strcmp(left->round, right->round);
}

static enum jx_status add_target(
	struct jx_app *app, JxTargetsAnswer *reply, const JxExportRow *report, char *round)
{
	static const char *const WORDS[] = {"exact_hits", "easy_targets", "all_met"};
	struct jx_targets targets;
	JxTargetRow *row = jx_arena_alloc(&app->arena, sizeof(*row));
	if (row == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_targets_count(report->report, &targets);
	jx_target_row_init(row);
	row->round = round;
	row->department = report->report->department;
	row->title = report->department_title;
	row->targets = targets.n;
	row->exact_hits = targets.n_exact;
	row->below_last_year = targets.n_below_last_year;
	row->far_above = targets.n_far_above;
	row->missed = targets.n_missed;
	reply->rows[reply->n_rows++] = row;
	enum jx_status status = jx_answer_new_rows(app, JX_COUNT_OF(WORDS), &row->marks);
	bool has[] = {jx_targets_are_exact(&targets), jx_targets_are_easy(&targets),
		jx_targets_are_all_met(&targets)};
	for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(WORDS); i++)
		if (has[i])
			row->marks[row->n_marks++] = (char *)WORDS[i];
	return status;
}

static enum jx_status answer_targets(struct jx_app *app, const struct jx_source *sources, size_t n)
{
	JxTargetsAnswer reply = JX_TARGETS_ANSWER_INIT;
	size_t n_all = 0;
	for (size_t i = 0; i < n; i++)
		n_all += sources[i].n;
	enum jx_status status = jx_answer_new_rows(app, n_all, &reply.rows);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; status == JX_OK && j < sources[i].n; j++)
			status = add_target(
				app, &reply, sources[i].reports[j], jx_source_round(app, &sources[i]));
	if (status != JX_OK)
		return status;
	jx_array_sort(reply.rows, reply.n_rows, sizeof(reply.rows[0]), by_marks);
	status = jx_answer_print(app, &reply.base, TARGET_COLUMNS, JX_COUNT_OF(TARGET_COLUMNS));
	if (status == JX_OK && jx_app_is_for_people(app))
		jx_print(&app->terminal, "%s",
			_("Met to the digit: at least five targets, and of them half and more met to the last digit. Easy targets: half and more ask for less than was done the year before, or were passed by 30 percent. None missed: of at least five. A mark is a reason to look, and proves nothing."));
	return status;
}

enum jx_status cmd_quality(struct jx_app *app, const struct jx_args *args)
{
	struct jx_source *sources = jx_arena_calloc(&app->arena, args->n_operands + 1, sizeof(*sources));
	size_t n = args->n_operands > 0 ? args->n_operands : 1;
	enum jx_status status = JX_OK;
	if (sources == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		status = jx_source_read(app, jx_args_operand(args, i), &sources[i]);
		if (status == JX_OK)
			status = jx_source_keep_peers(app, &sources[i], jx_args_value(args, "peers"));
	}
	if (status == JX_OK)
		status = jx_args_has(args, "targets") ? answer_targets(app, sources, n)
						      : answer_rules(app, sources, n);
	if (status == JX_OK)
		jx_app_next(app, "jixiao explain RULE");
	return status;
}
