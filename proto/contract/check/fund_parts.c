/* Rows inside the row they name: of money tables, where a code may say it too, and of the base table. See fund_table.h. */
#include <stdint.h>
#include <string.h>

#include "proto/contract/check/fund_table.h"

#include "proto/contract/base/array.h"

/* The first row of a code; SIZE_MAX for none. */
static size_t row_of(const struct jx_fund_table *table, const char *code)
{
	size_t i = 0;
	while (i < table->n && strcmp(table->lines[i]->row, code) != 0)
		i++;
	return i < table->n ? i : SIZE_MAX;
}

/* The row that a row names; SIZE_MAX for none. */
static size_t row_named(const struct jx_fund_table *table, size_t i)
{
	size_t j = 0;
	while (j < table->n && (j == i || strcmp(table->lines[j]->label, table->lines[i]->part_of) != 0))
		j++;
	return j < table->n ? j : SIZE_MAX;
}

/* The row that a row lies inside: the one it names, else the one its code says; SIZE_MAX for none. */
static size_t outer_of(const struct jx_fund_table *table, size_t i)
{
	const JxFundLine *line = table->lines[i];
	if (line->part_of[0] != '\0')
		return row_named(table, i);
	bool is_basic = strcmp(line->row, "personnel") == 0 || strcmp(line->row, "public") == 0;
	if (is_basic && table->has_basic)
		return row_of(table, "basic");
	if (strcmp(line->row, "special_purpose") == 0 && table->has_project)
		return row_of(table, "project");
	if (strcmp(line->row, "public") == 0 && table->has_operating)
		return row_of(table, "operating");
	return SIZE_MAX;
}

static void check_outer(
	struct jx_check *check, const struct jx_fund_table *table, const size_t *outers, size_t i)
{
	struct jx_location location;
	jx_location_path(&location, "%s[%zu]", table->path, i);
	jx_location_label(&location, table->project, table->lines[i]->label);
	jx_check_outer(check, outers, table->n, i, &location, table->lines[i]->part_of);
}

/* The rows inside one row: no more than it; people and running are all of basic expenditure. */
static void check_column(struct jx_check *check, const struct jx_fund_table *table, const size_t *outers,
	size_t first, enum jx_fund_column column)
{
	const JxFundLine *outer = table->lines[outers[first]];
	struct jx_tally inner = {0};
	struct jx_tally limit = {0};
	bool has_people = false;
	bool has_running = false;
	for (size_t i = first; i < table->n; i++) {
		const JxAmount *amount = jx_fund_amount(table->lines[i], column);
		if (outers[i] != outers[first] || !jx_has_amount(amount))
			continue;
		has_people |= strcmp(table->lines[i]->row, "personnel") == 0;
		has_running |= strcmp(table->lines[i]->row, "public") == 0;
		jx_tally_amount(&inner, amount, 1);
	}
	jx_tally_amount(&limit, jx_fund_amount(outer, column), 1);
	if (inner.n == 0 || limit.n == 0)
		return;
	struct jx_location location;
	char path[JX_PATH_BYTES];
	struct jx_finding_draft draft = jx_fund_draft(table, first, column, &location, path);
	draft.rule = "F01d";
	draft.args[2] = inner.n > 1 ? "各行合计" : table->lines[first]->label;
	draft.args[3] = outer->label[0] != '\0' ? outer->label : outer->row;
	const struct jx_identity whole = {.sum = limit};
	bool is_all = has_people && has_running && strcmp(outer->row, "basic") == 0 && !table->is_partial;
	if (is_all)
		jx_check_identity(check, &whole, &inner, &draft);
	else
		jx_check_at_most(check, &inner, &limit, &draft);
}

void jx_check_fund_parts(struct jx_check *check, const struct jx_fund_table *table)
{
	size_t *outers = jx_arena_calloc(check->arena, table->n + 1, sizeof(*outers));
	if (outers == NULL) {
		check->status = jx_arena_fail(check->arena, NULL);
		return;
	}
	for (size_t i = 0; i < table->n; i++)
		outers[i] = outer_of(table, i);
	for (size_t i = 0; i < table->n; i++) {
		if (table->lines[i]->part_of[0] != '\0')
			check_outer(check, table, outers, i);
	}
	for (size_t i = 0; i < table->n && check->status == JX_OK; i++) {
		bool is_first = outers[i] != SIZE_MAX;
		for (size_t j = 0; j < i && is_first; j++)
			is_first = outers[j] != outers[i];
		for (enum jx_fund_column column = 0; column < JX_FUND_COLUMNS && is_first; column++)
			check_column(check, table, outers, i, column);
	}
}

/* ---- the base table ---- */

static const struct {
	const char *field;
	const char *zh;
	const char *en;
} input_columns[] = {{"prior_budget", "上年预算数", "last year's budget"},
	{"prior_actual", "上年决算数", "last year's actual"}, {"budget", "本年预算数", "this year's budget"},
	{"adjusted", "调整后预算数", "the adjusted budget"}, {"actual", "本年决算数", "this year's actual"}};

static const JxAmount *input_at(const JxRateInput *input, size_t column)
{
	const JxAmount *const amounts[JX_COUNT_OF(input_columns)] = {
		input->prior_budget, input->prior_actual, input->budget, input->adjusted, input->actual};
	return amounts[column];
}

/* The row that a row names; SIZE_MAX for none. */
static size_t input_named(const JxReport *report, size_t n, size_t i)
{
	size_t j = 0;
	while (j < n &&
		(j == i || strcmp(report->rate_inputs[j]->label, report->rate_inputs[i]->part_of) != 0))
		j++;
	return j < n ? j : SIZE_MAX;
}

static void check_outer_input(struct jx_check *check, const size_t *outers, size_t n, size_t i)
{
	const JxRateInput *input = check->report->rate_inputs[i];
	struct jx_location location;
	jx_location_path(&location, "rate_inputs[%zu]", i);
	jx_location_label(&location, "", input->label);
	jx_check_outer(check, outers, n, i, &location, input->part_of);
}

/* All rows inside one row, in one column. */
static void check_input_column(
	struct jx_check *check, const size_t *outers, size_t n, size_t first, size_t column)
{
	const JxReport *report = check->report;
	const JxRateInput *outer = report->rate_inputs[outers[first]];
	struct jx_tally inner = {0};
	struct jx_tally limit = {0};
	struct jx_location location;
	char path[JX_PATH_BYTES];
	for (size_t i = first; i < n; i++) {
		const JxAmount *amount = input_at(report->rate_inputs[i], column);
		if (outers[i] == outers[first] && jx_has_amount(amount))
			jx_tally_amount(&inner, amount, 1);
	}
	jx_tally_amount(&limit, input_at(outer, column), 1);
	if (inner.n == 0 || limit.n == 0)
		return;
	jx_location_path(&location, "rate_inputs[%zu]", first);
	const struct jx_finding_draft draft = {.rule = "F01d",
		.field = jx_location_field(&location, input_columns[column].field, path),
		.place = report->rate_inputs[first]->label,
		.args = {input_columns[column].zh, input_columns[column].en,
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
		outers[i] = is_inner ? input_named(report, n, i) : SIZE_MAX;
	}
	for (size_t i = 0; i < n; i++) {
		if (report->rate_inputs[i]->part_of[0] != '\0')
			check_outer_input(check, outers, n, i);
	}
	for (size_t i = 0; i < n && check->status == JX_OK; i++) {
		bool is_first = outers[i] != SIZE_MAX;
		for (size_t j = 0; j < i && is_first; j++)
			is_first = outers[j] != outers[i];
		for (size_t column = 0; column < JX_COUNT_OF(input_columns) && is_first; column++)
			check_input_column(check, outers, n, i, column);
	}
}
