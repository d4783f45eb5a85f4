#include "proto/contract/question/table.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/check/check.h"
#include "proto/contract/ranking/rank.h"
#include "proto/contract/rulebook/rulebook.h"
#include "proto/contract/score/score.h"

static enum jx_status judge_row(
	struct jx_question_row *row, const struct jx_rulebook *rulebook, struct jx_arena *arena)
{
	const JxExportRow *report = row->report;
	const struct jx_check_basis basis = {.rulebook = rulebook, .reference = report->reference};
	enum jx_status status = jx_check_run_by(&basis, report->report, arena, &row->findings);
	if (status != JX_OK)
		return status;
	const struct jx_score_options options = {.rulebook = rulebook,
		.is_late = report->is_late,
		.review = report->review,
		.findings = row->findings.items,
		.n_findings = row->findings.n,
		.lines = row->findings.lines};
	const struct jx_flags_facts facts = {.findings = row->findings.items,
		.n_findings = row->findings.n,
		.is_late = report->is_late,
		.is_unanswered = report->is_unanswered};
	row->flags = jx_flags_of(report->report, &facts);
	return jx_score_run(report->report, &options, arena, &row->sheet);
}

enum jx_status jx_question_rank(struct jx_question_table *table)
{
	struct jx_rank_item *items = calloc(table->n + 1, sizeof(*items));
	if (items == NULL)
		return JX_UNAVAILABLE;
	for (size_t i = 0; i < table->n; i++) {
		const JxScoreSheet *sheet = table->rows[i].sheet;
		items[i] = (struct jx_rank_item){.index = (uint32_t)i,
			.has_key = sheet->final_score != NULL,
			.key = sheet->final_score != NULL ? sheet->final_score->micros : 0,
			.is_apart = sheet->group != JX_COVERAGE_GROUP_VERIFIABLE};
	}
	enum jx_status status = jx_rank_order(items, table->n, true);
	table->n_ranked = 0;
	for (size_t i = 0; status == JX_OK && i < table->n; i++) {
		table->rows[items[i].index].rank = items[i].ret_rank;
		table->n_ranked += items[i].ret_rank > 0;
	}
	free(items);
	return status;
}

enum jx_status jx_question_judge(JxExportRow *const *reports, size_t n, const struct jx_rulebook *rulebook,
	struct jx_arena *arena, struct jx_question_table *ret_table)
{
	*ret_table =
		(struct jx_question_table){.rows = jx_arena_calloc(arena, n + 1, sizeof(*ret_table->rows))};
	if (ret_table->rows == NULL)
		return jx_arena_fail(arena, NULL);
	for (size_t i = 0; i < n; i++) {
		struct jx_question_row *row = &ret_table->rows[ret_table->n++];
		row->report = reports[i];
		enum jx_status status = judge_row(row, rulebook, arena);
		if (status != JX_OK)
			return status;
	}
	return jx_question_rank(ret_table);
}

static int compare_department(const void *key, const void *item)
{
	return strcmp(key, ((const struct jx_question_row *)item)->report->report->department);
}

const struct jx_question_row *jx_question_find(const struct jx_question_table *table, const char *department)
{
	return jx_array_search(department, table->rows, table->n, sizeof(*table->rows), compare_department);
}
