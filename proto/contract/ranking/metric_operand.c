/* Operands of the metrics: figures by path, sums that name what they miss, ratios rounded once. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/message/report.h"
#include "proto/contract/ranking/metric_private.h"

static struct jx_operand missing(const char *path)
{
	struct jx_operand operand = {0};
	(void)jx_text_copy(operand.path, sizeof(operand.path), path);
	return operand;
}

struct jx_operand jx_operand_amount(const JxAmount *amount, const char *path)
{
	struct jx_operand operand = missing(path);
	operand.is_there = amount != NULL && jx_has_amount(amount);
	operand.value = operand.is_there ? amount->fen : 0;
	return operand;
}

struct jx_operand jx_operand_decimal(const JxDecimal *decimal, const char *path)
{
	struct jx_operand operand = missing(path);
	operand.is_there = decimal != NULL && jx_has_decimal(decimal);
	operand.value = operand.is_there ? decimal->micros : 0;
	return operand;
}

/* Adds to a sum; the first figure that is missing makes the sum missing, and is the one it names. */
static void add(struct jx_operand *sum, const struct jx_operand *part)
{
	if (!sum->is_there)
		return;
	if (part->is_there)
		sum->value += part->value;
	else
		*sum = *part;
}

static struct jx_operand budget_of(
	const JxFundLine *line, enum jx_budget budget, const char *list, size_t row)
{
	static const char *const fields[] = {"initial", "adjusted", "executed"};
	const JxAmount *const amounts[] = {line->initial, line->adjusted, line->executed};
	char path[JX_MEASURE_MISSING_BYTES];
	(void)snprintf(path, sizeof(path), "%s[%zu].%s", list, row, fields[budget]);
	return jx_operand_amount(amounts[budget], path);
}

/* Over all projects: every one must have a total row with the amount. */
static struct jx_operand budget_of_projects(const JxReport *report, enum jx_budget budget)
{
	struct jx_operand sum = missing("funds_by_source");
	size_t n = jx_rows(report->n_projects, JX_MAX_PROJECTS);
	char list[64];
	sum.is_there = n > 0;
	for (size_t i = 0; i < n && sum.is_there; i++) {
		const JxProject *project = report->projects[i];
		size_t row = jx_funds_total(project->funds, jx_rows(project->n_funds, JX_MAX_LINES));
		(void)snprintf(list, sizeof(list), "projects[%zu].funds", i);
		struct jx_operand part =
			row != SIZE_MAX ? budget_of(project->funds[row], budget, list, row) : missing(list);
		add(&sum, &part);
		if (i == 0 && sum.is_there)
			(void)jx_text_copy(sum.path, sizeof(sum.path), part.path);
	}
	return sum;
}

struct jx_operand jx_operand_budget(const JxReport *report, enum jx_budget budget)
{
	size_t row =
		jx_funds_total(report->funds_by_source, jx_rows(report->n_funds_by_source, JX_MAX_LINES));
	if (row != SIZE_MAX)
		return budget_of(report->funds_by_source[row], budget, "funds_by_source", row);
	row = jx_funds_total(report->funds_by_nature, jx_rows(report->n_funds_by_nature, JX_MAX_LINES));
	if (row != SIZE_MAX)
		return budget_of(report->funds_by_nature[row], budget, "funds_by_nature", row);
	return budget_of_projects(report, budget);
}

struct jx_operand jx_operand_expenditure(const JxReport *report)
{
	const JxAccounts *accounts = report->accounts;
	struct jx_operand expenditure =
		jx_operand_amount(accounts != NULL ? accounts->expenditure : NULL, "accounts.expenditure");
	if (expenditure.is_there)
		return expenditure;
	struct jx_operand executed = jx_operand_budget(report, JX_BUDGET_EXECUTED);
	return executed.is_there ? executed : expenditure;
}

static const JxAmount *asset_amount(const JxAssetLine *line, int column)
{
	return column == 0 ? line->gross : column == 1 ? line->net : line->in_use;
}

struct jx_operand jx_operand_assets(const JxReport *report, int column)
{
	static const char *const fields[] = {"gross", "net", "in_use"};
	const JxAssets *assets = report->assets;
	char path[JX_MEASURE_MISSING_BYTES];
	if (assets == NULL)
		return missing("assets");
	if (assets->total != NULL && jx_has_amount(asset_amount(assets->total, column))) {
		(void)snprintf(path, sizeof(path), "assets.total.%s", fields[column]);
		return jx_operand_amount(asset_amount(assets->total, column), path);
	}
	struct jx_operand sum = missing("assets.lines");
	size_t n = jx_rows(assets->n_lines, JX_MAX_LINES);
	sum.is_there = n > 0;
	for (size_t i = 0; i < n; i++) {
		(void)snprintf(path, sizeof(path), "assets.lines[%zu].%s", i, fields[column]);
		struct jx_operand part = jx_operand_amount(asset_amount(assets->lines[i], column), path);
		add(&sum, &part);
	}
	return sum;
}

struct jx_operand jx_operand_class(const JxReport *report, const char *code)
{
	size_t n = jx_rows(report->n_functions, JX_MAX_LINES);
	bool has_own = false;
	char path[JX_MEASURE_MISSING_BYTES];
	struct jx_operand sum = missing("functions");
	for (size_t i = 0; i < n; i++)
		has_own |= strcmp(report->functions[i]->code, code) == 0;
	size_t n_found = 0;
	sum.is_there = true;
	for (size_t i = 0; i < n; i++) {
		const JxFunctionLine *line = report->functions[i];
		bool is_of_it = has_own ? strcmp(line->code, code) == 0
					: strncmp(line->code, code, strlen(code)) == 0;
		if (!is_of_it)
			continue;
		(void)snprintf(path, sizeof(path), "functions[%zu].amount", i);
		struct jx_operand part = jx_operand_amount(line->amount, path);
		add(&sum, &part);
		n_found++;
	}
	sum.is_there = sum.is_there && n_found > 0;
	return sum;
}

static void set_missing(struct jx_measure *measure, const char *kind, const char *path)
{
	measure->is_computable = false;
	measure->micros = 0;
	(void)snprintf(measure->missing, sizeof(measure->missing), "%.6s%.*s", kind,
		(int)sizeof(measure->missing) - 8, path);
}

void jx_measure_ratio(struct jx_measure *measure, const struct jx_operand *numerator,
	const struct jx_operand *denominator, int64_t factor)
{
	if (!numerator->is_there || !denominator->is_there) {
		set_missing(measure, "", !numerator->is_there ? numerator->path : denominator->path);
		return;
	}
	if (denominator->value == 0) {
		set_missing(measure, "zero:", denominator->path);
		return;
	}
	int64_t step = jx_micros_last_digit(measure->decimals);
	jx_int128 top = numerator->value;
	jx_int128 bottom = denominator->value;
	jx_int128 scaled;
	/* One rounding: straight to the decimals shown, in steps of the last one. */
	if (__builtin_mul_overflow(top, (jx_int128)factor * (1000000 / step), &scaled)) {
		set_missing(measure, "range:", numerator->path);
		return;
	}
	if (bottom < 0) {
		bottom = -bottom;
		scaled = -scaled;
	}
	jx_int128 half = bottom / 2;
	jx_int128 size = scaled < 0 ? -scaled : scaled;
	jx_int128 steps = size / bottom + (size % bottom >= bottom - half ? 1 : 0);
	jx_int128 micros = (scaled < 0 ? -steps : steps) * step;
	if (micros > INT64_MAX || micros < -INT64_MAX) {
		set_missing(measure, "range:", numerator->path);
		return;
	}
	measure->is_computable = true;
	measure->micros = (int64_t)micros;
}

void jx_measure_value(struct jx_measure *measure, const struct jx_operand *operand)
{
	if (!operand->is_there) {
		set_missing(measure, "", operand->path);
		return;
	}
	if (operand->value > INT64_MAX || operand->value < -INT64_MAX) {
		set_missing(measure, "range:", operand->path);
		return;
	}
	measure->is_computable = true;
	measure->micros = (int64_t)operand->value;
	while (measure->decimals < JX_MICROS_DECIMALS &&
		measure->micros % jx_micros_last_digit(measure->decimals) != 0)
		measure->decimals++;
}
