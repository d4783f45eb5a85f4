/* Rows of the base table inside the row they name: no more than it, in each column. */
#include <stdint.h>
#include <string.h>

#include "proto/contract/check/private.h"

#include "proto/contract/base/array.h"

static const struct {
	const char *field;
	const char *zh;
	const char *en;
} columns[] = {{"prior_budget", "上年预算数", "last year's budget"},
	{"prior_actual", "上年决算数", "last year's actual"}, {"budget", "本年预算数", "this year's budget"},
	{"adjusted", "调整后预算数", "the adjusted budget"}, {"actual", "本年决算数", "this year's actual"}};

static const JxAmount *amount_at(const JxRateInput *input, size_t column)
{
	const JxAmount *const amounts[JX_COUNT_OF(columns)] = {
		input->prior_budget, input->prior_actual, input->budget, input->adjusted, input->actual};
	return amounts[column];
}

/* The row that a row names; SIZE_MAX for none. */
static size_t row_named(const JxReport *report, size_t n, size_t i)
{
	size_t j = 0;
	while (j < n &&
		(j == i || strcmp(report->rate_inputs[j]->label, report->rate_inputs[i]->part_of) != 0))
		j++;
	return j < n ? j : SIZE_MAX;
}

static void report_unnamed(struct jx_check *check, size_t i)
{
	const JxRateInput *input = check->report->rate_inputs[i];
	struct jx_location location;
	char path[JX_PATH_BYTES];
	jx_location_path(&location, "rate_inputs[%zu]", i);
	const struct jx_finding_draft draft = {.rule = "G09",
		.field = jx_location_field(&location, "part_of", path),
		.place = input->label,
		.stated = input->part_of,
		.args = {"其中项所在的行", "the row that this one is a part of"}};
	jx_check_add_finding(check, &draft);
}

/* All rows inside one row, in one column. */
static void check_column(struct jx_check *check, const size_t *outers, size_t n, size_t first, size_t column)
{
	const JxReport *report = check->report;
	const JxRateInput *outer = report->rate_inputs[outers[first]];
	struct jx_tally inner = {0};
	struct jx_tally limit = {0};
	struct jx_location location;
	char path[JX_PATH_BYTES];
	for (size_t i = first; i < n; i++) {
		const JxAmount *amount = amount_at(report->rate_inputs[i], column);
		if (outers[i] == outers[first] && jx_has_amount(amount))
			jx_tally_amount(&inner, amount, 1);
	}
	jx_tally_amount(&limit, amount_at(outer, column), 1);
	if (inner.n == 0 || limit.n == 0)
		return;
	jx_location_path(&location, "rate_inputs[%zu]", first);
	const struct jx_finding_draft draft = {.rule = "F01d",
		.field = jx_location_field(&location, columns[column].field, path),
		.place = report->rate_inputs[first]->label,
		.args = {columns[column].zh, columns[column].en,
			inner.n > 1 ? "各行合计" : report->rate_inputs[first]->label, outer->label}};
	jx_check_at_most(check, &inner, &limit, &draft);
}

void jx_check_input_parts(struct jx_check *check)
{
	const JxReport *report = check->report;
	size_t n = jx_rows(report->n_rate_inputs, JX_MAX_LINES);
	size_t *outers = jx_arena_calloc(check->arena, n + 1, sizeof(*outers));
	if (outers == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		bool is_inner = report->rate_inputs[i]->part_of[0] != '\0';
		outers[i] = is_inner ? row_named(report, n, i) : SIZE_MAX;
		if (is_inner && outers[i] == SIZE_MAX)
			report_unnamed(check, i);
	}
	for (size_t i = 0; i < n && check->status == JX_OK; i++) {
		bool is_first = outers[i] != SIZE_MAX;
		for (size_t j = 0; j < i && is_first; j++)
			is_first = outers[j] != outers[i];
		for (size_t column = 0; column < JX_COUNT_OF(columns) && is_first; column++)
			check_column(check, outers, n, i, column);
	}
}
