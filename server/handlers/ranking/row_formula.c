#include "server/handlers/ranking/row_formula.h"

#include <stdlib.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/formula/formula.h"
#include "server/handlers/ranking/rankings.h"
#include "storage/results/store_export.h"

/* The formulas of one query, and where their values go. */
struct evaluation {
	struct jx_task *task;
	const struct jx_ranking *ranking;
	const struct jx_formula *by;    /* NULL for none */
	const struct jx_formula *where; /* likewise */
	bool needs_reports;
	struct jx_row_values *values;
};

static const struct jx_formula_variable ROW_VARIABLE = {
	.name = "row", .type = {.kind = JX_FORMULA_MESSAGE, .descriptor = JX_RANK_ROW_DESCRIPTOR}};

/* Makes the first problem of a formula the error of the call. */
static enum jx_status fail_formula(
	struct jx_task *task, const char *field, const struct jx_formula_problems *problems)
{
	task->error = problems->items[0].error;
	(void)jx_text_copy(task->error.field, sizeof(task->error.field), field);
	return jx_reason_status(task->error.reason);
}

/* Without the report's fields first: a formula that can do without them needs no report to be read. */
static enum jx_status compile_formula(struct evaluation *evaluation, const char *field, const char *text,
	bool reads_reports, const struct jx_formula **ret_formula)
{
	struct jx_task *task = evaluation->task;
	struct jx_formula_problems problems;
	struct jx_formula_scope scope = {.variables = &ROW_VARIABLE, .n_variables = 1};
	enum jx_status status =
		jx_formula_compile(&scope, text, strlen(text), &task->arena, &problems, ret_formula);
	if (status == JX_INVALID) {
		scope.message = JX_REPORT_DESCRIPTOR;
		status = jx_formula_compile(&scope, text, strlen(text), &task->arena, &problems, ret_formula);
		evaluation->needs_reports = evaluation->needs_reports || status == JX_OK;
	}
	if (status == JX_OK && evaluation->needs_reports && !reads_reports)
		return jx_fail_at(&task->error, JX_REASON_REPORT_FORMULA, field, JX_ARGS(JX_TEXT(field)));
	if (status == JX_INVALID)
		return fail_formula(task, field, &problems);
	return status == JX_OK ? JX_OK : jx_task_no_memory(task);
}

static enum jx_status expect_kind(
	struct jx_task *task, const char *field, const struct jx_formula *formula, enum jx_formula_kind kind)
{
	struct jx_formula_problems problems;
	enum jx_status status = jx_formula_expect(formula, kind, &task->arena, &problems);
	if (status == JX_INVALID)
		return fail_formula(task, field, &problems);
	return status == JX_OK ? JX_OK : jx_task_no_memory(task);
}

static enum jx_status compile_by(struct evaluation *evaluation, const struct jx_ranking_query *query)
{
	evaluation->values->unit = "";
	if (query->by[0] == '\0' || !jx_sorted_ranking_is_formula(query->by))
		return JX_OK;
	enum jx_status status =
		compile_formula(evaluation, "by", query->by, query->reads_reports, &evaluation->by);
	if (status != JX_OK)
		return status;
	struct jx_formula_type type = jx_formula_type_of(evaluation->by);
	if (type.kind == JX_FORMULA_MONEY && !type.is_list) {
		evaluation->values->unit = "万元";
		return JX_OK;
	}
	return expect_kind(evaluation->task, "by", evaluation->by, JX_FORMULA_NUMBER);
}

static enum jx_status compile_where(struct evaluation *evaluation, const struct jx_ranking_query *query)
{
	if (query->where[0] == '\0')
		return JX_OK;
	enum jx_status status =
		compile_formula(evaluation, "where", query->where, query->reads_reports, &evaluation->where);
	if (status != JX_OK)
		return status;
	return expect_kind(evaluation->task, "where", evaluation->where, JX_FORMULA_BOOL);
}

static enum jx_status make_arrays(struct evaluation *evaluation)
{
	struct jx_row_values *values = evaluation->values;
	size_t n = evaluation->ranking->n_rows + 1;
	jx_arena_init(&values->texts, JX_MAX_RANKING_BYTES);
	if (evaluation->by != NULL) {
		values->by = calloc(n, sizeof(*values->by));
		values->missing = calloc(n, sizeof(*values->missing));
	}
	if (evaluation->where != NULL)
		values->is_met = calloc(n, sizeof(*values->is_met));
	bool is_short = (evaluation->by != NULL && (values->by == NULL || values->missing == NULL)) ||
			(evaluation->where != NULL && values->is_met == NULL);
	return is_short ? jx_task_no_memory(evaluation->task) : JX_OK;
}

static enum jx_status keep_value(
	struct evaluation *evaluation, size_t row, const struct jx_formula_value *value)
{
	struct jx_row_values *values = evaluation->values;
	struct jx_measure measure;
	if (jx_formula_measure(value, &measure) != JX_OK)
		return jx_fail_with(
			&evaluation->task->error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("kind of a formula")));
	values->by[row] = (struct jx_ranking_value){.micros = measure.micros,
		.decimals = measure.decimals,
		.is_computable = measure.is_computable};
	values->missing[row] = jx_arena_strdup(&values->texts, measure.missing);
	return values->missing[row] != NULL ? JX_OK : jx_arena_fail(&values->texts, &evaluation->task->error);
}

/* Evaluates both formulas for a department. @param report  NULL when no formula reads it. */
static enum jx_status eval_row(
	struct evaluation *evaluation, size_t row, const JxReport *report, struct jx_arena *scratch)
{
	struct jx_formula_value value;
	const JxRankRow *message = jx_rank_row(scratch, evaluation->ranking, row);
	if (message == NULL)
		return jx_arena_fail(scratch, &evaluation->task->error);
	const struct jx_formula_value variable = jx_formula_message(&message->base, NULL);
	const struct jx_stop *stop = jx_task_stop(evaluation->task);
	const struct jx_formula_run run = {.message = report != NULL ? &report->base : NULL,
		.values = &variable,
		.arena = scratch,
		.stop = stop};
	/* asked for every row too: most formulas are done before they ask themselves */
	enum jx_status status = jx_stop_is_due(stop) ? JX_DEADLINE : JX_OK;
	if (status == JX_OK && evaluation->where != NULL) {
		status = jx_formula_eval(evaluation->where, &run, &value);
		evaluation->values->is_met[row] =
			status == JX_OK && value.not_computable == JX_COMPUTABLE && value.as.is_true;
	}
	if (status == JX_OK && evaluation->by != NULL)
		status = jx_formula_eval(evaluation->by, &run, &value);
	if (status == JX_DEADLINE)
		return jx_task_fail_stopped(evaluation->task);
	if (status != JX_OK)
		return jx_arena_fail(scratch, &evaluation->task->error);
	return evaluation->by != NULL ? keep_value(evaluation, row, &value) : JX_OK;
}

static enum jx_status eval_rows(struct evaluation *evaluation, struct jx_arena *scratch)
{
	enum jx_status status = JX_OK;
	for (size_t row = 0; status == JX_OK && row < evaluation->ranking->n_rows; row++) {
		status = eval_row(evaluation, row, NULL, scratch);
		jx_arena_reset(scratch);
	}
	return status;
}

/* Rows and reports come in the same order, that of department codes. */
static enum jx_status eval_reports(struct evaluation *evaluation, struct jx_arena *scratch)
{
	const struct jx_ranking *ranking = evaluation->ranking;
	char after[64] = "";
	size_t row = 0;
	enum jx_status status = JX_OK;
	do {
		struct jx_export page = {0};
		const struct jx_export_query query = {.round = ranking->round,
			.after = after,
			.max_bytes = JX_MAX_MESSAGE_BYTES / 4,
			.publication = ranking->publication};
		status = jx_export_page(
			evaluation->task->db, &query, scratch, &page, &evaluation->task->error);
		for (size_t i = 0; status == JX_OK && i < page.n; i++) {
			while (row < ranking->n_rows &&
				strcmp(ranking->rows[row].department,
					jx_name_last(page.rows[i]->report->department)) < 0)
				row++;
			if (row < ranking->n_rows &&
				strcmp(ranking->rows[row].digest, page.rows[i]->digest) == 0)
				status = eval_row(evaluation, row, page.rows[i]->report, scratch);
		}
		(void)jx_text_copy(after, sizeof(after), status == JX_OK ? page.next : "");
		jx_arena_reset(scratch);
	} while (status == JX_OK && after[0] != '\0');
	return status;
}

/* A row that nothing was evaluated for has no value, and says so. */
static void mark_missing(struct evaluation *evaluation)
{
	for (size_t row = 0; evaluation->by != NULL && row < evaluation->ranking->n_rows; row++) {
		if (evaluation->values->missing[row] == NULL)
			evaluation->values->missing[row] = "report";
	}
}

enum jx_status jx_row_values_eval(struct jx_task *task, const struct jx_ranking *ranking,
	const struct jx_ranking_query *query, struct jx_row_values *ret_values)
{
	struct evaluation evaluation = {.task = task, .ranking = ranking, .values = ret_values};
	struct jx_arena scratch;
	*ret_values = (struct jx_row_values){0};
	enum jx_status status = compile_by(&evaluation, query);
	if (status == JX_OK)
		status = compile_where(&evaluation, query);
	if (status != JX_OK || (evaluation.by == NULL && evaluation.where == NULL))
		return status;
	status = make_arrays(&evaluation);
	jx_arena_init(&scratch, JX_MAX_RANKING_BYTES);
	if (status == JX_OK)
		status = evaluation.needs_reports ? eval_reports(&evaluation, &scratch)
						  : eval_rows(&evaluation, &scratch);
	jx_arena_clear(&scratch);
	if (status == JX_OK)
		mark_missing(&evaluation);
	else
		jx_row_values_clear(ret_values);
	return status;
}
