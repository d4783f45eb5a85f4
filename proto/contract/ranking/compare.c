/* Several reports side by side. See compare.h. */
#include "proto/contract/ranking/compare.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/message/report.h"
#include "proto/contract/ranking/metric.h"
#include "proto/contract/ranking/metric_private.h"

#define CLASS_CODE_BYTES 8   /* seven digits and the terminator */
#define CLASS_NAME_BYTES 320 /* a longer name is cut */

/* A principal figure: not a rate, so not a metric. */
struct principal {
	const char *key; /* path of the figure, or of what it stands for */
	JxLocalizedText title;
	const char *unit;
	uint8_t decimals;
	struct jx_operand (*operand)(const JxReport *report);
};

static struct jx_operand initial(const JxReport *report)
{
	return jx_operand_budget(report, JX_BUDGET_INITIAL);
}

static struct jx_operand adjusted(const JxReport *report)
{
	return jx_operand_budget(report, JX_BUDGET_ADJUSTED);
}

static struct jx_operand executed(const JxReport *report)
{
	return jx_operand_budget(report, JX_BUDGET_EXECUTED);
}

static struct jx_operand fiscal(const JxReport *report)
{
	const JxAccounts *accounts = report->accounts;
	return jx_operand_amount(
		accounts != NULL ? accounts->fiscal_expenditure : NULL, "accounts.fiscal_expenditure");
}

static struct jx_operand basic(const JxReport *report)
{
	const JxAccounts *accounts = report->accounts;
	return jx_operand_amount(
		accounts != NULL ? accounts->basic_expenditure : NULL, "accounts.basic_expenditure");
}

static struct jx_operand project(const JxReport *report)
{
	const JxAccounts *accounts = report->accounts;
	return jx_operand_amount(
		accounts != NULL ? accounts->project_expenditure : NULL, "accounts.project_expenditure");
}

static struct jx_operand posts(const JxReport *report)
{
	return jx_operand_decimal(report->staff != NULL ? report->staff->posts : NULL, "staff.posts");
}

static struct jx_operand in_post(const JxReport *report)
{
	return jx_operand_decimal(report->staff != NULL ? report->staff->in_post : NULL, "staff.in_post");
}

static struct jx_operand gross(const JxReport *report)
{
	return jx_operand_assets(report, 0);
}

static struct jx_operand net(const JxReport *report)
{
	return jx_operand_assets(report, 1);
}

static struct jx_operand n_projects(const JxReport *report)
{
	struct jx_operand count = jx_operand_decimal(NULL, "projects");
	count.is_there = report->n_projects > 0;
	count.value = (jx_int128)report->n_projects * 1000000;
	return count;
}

static const struct principal principals[] = {
	{"accounts.fiscal_expenditure", JX_LOCALIZED("财政拨款支出", "fiscal expenditure"), "万元", 2,
		fiscal},
	{"accounts.basic_expenditure", JX_LOCALIZED("基本支出", "basic expenditure"), "万元", 2, basic},
	{"accounts.project_expenditure", JX_LOCALIZED("项目支出", "project expenditure"), "万元", 2, project},
	{"budget.initial", JX_LOCALIZED("年初预算数", "initial budget"), "万元", 2, initial},
	{"budget.adjusted", JX_LOCALIZED("全年预算数", "adjusted budget"), "万元", 2, adjusted},
	{"budget.executed", JX_LOCALIZED("全年执行数", "executed"), "万元", 2, executed},
	{"staff.posts", JX_LOCALIZED("编制数", "posts"), "人", 0, posts},
	{"staff.in_post", JX_LOCALIZED("在职人数", "people in post"), "人", 0, in_post},
	{"assets.gross", JX_LOCALIZED("资产原值", "gross assets"), "万元", 2, gross},
	{"assets.net", JX_LOCALIZED("资产净值", "net assets"), "万元", 2, net},
	{"projects", JX_LOCALIZED("项目个数", "projects listed"), "个", 0, n_projects},
};

#define N_PRINCIPALS JX_COUNT_OF(principals)

/* A score; its row stands for the metric of the same key, which sees only what the report itself states. */
struct score {
	const char *key;
	JxLocalizedText title;
	const char *unit;
	size_t offset; /* of the Decimal in the sheet */
};

#define AT(member) offsetof(JxScoreSheet, member)

static const struct score scores[] = {
	{"final_score", JX_LOCALIZED("终评得分", "final score"), "分", AT(final_score)},
	{"claimed_score", JX_LOCALIZED("自评得分", "claimed score"), "分", AT(claimed_score)},
	{"computed_score", JX_LOCALIZED("测算得分", "computed score"), "分", AT(computed)},
	{"reviewed_score", JX_LOCALIZED("复核得分", "reviewed score"), "分", AT(reviewed)},
	{"common_score", JX_LOCALIZED("共性指标得分", "score of the common indicators"), "分", AT(common)},
	{"deduction", JX_LOCALIZED("扣分", "points deducted"), "分", AT(deduction)},
	{"coverage", JX_LOCALIZED("覆盖率", "coverage"), "%", AT(coverage)},
};

#define N_SCORES JX_COUNT_OF(scores)

/* The rows in the making. */
struct comparison {
	const JxReport *const *columns;
	const JxScoreSheet *const *sheets;
	size_t n_columns;
	struct jx_arena *arena;
	struct jx_error *error;
	JxComparisonRow **rows;
	size_t n_rows;
	struct jx_measure *measures; /* of the row at hand, one a column */
};

/* This column less the first; missing where either is, or where their units differ. */
static struct jx_measure difference(const struct jx_measure *measure, const struct jx_measure *first)
{
	struct jx_measure result = *measure;
	if (!measure->is_computable)
		return result;
	if (!first->is_computable)
		return *first;
	if (strcmp(measure->unit, first->unit) != 0) {
		result.is_computable = false;
		(void)snprintf(result.missing, sizeof(result.missing), "unit");
		return result;
	}
	result.decimals = measure->decimals > first->decimals ? measure->decimals : first->decimals;
	if (__builtin_sub_overflow(measure->micros, first->micros, &result.micros)) {
		result.is_computable = false;
		result.micros = 0;
		(void)snprintf(result.missing, sizeof(result.missing), "range:");
	}
	return result;
}

/* Makes a row of comparison->measures; none when no column has a value. */
static enum jx_status add_row(struct comparison *comparison, const char *key, const JxLocalizedText *title)
{
	size_t n = comparison->n_columns;
	struct jx_arena *arena = comparison->arena;
	bool has_any = false;
	for (size_t i = 0; i < n; i++)
		has_any |= comparison->measures[i].is_computable;
	if (!has_any)
		return JX_OK;
	JxComparisonRow *row = jx_arena_alloc(arena, sizeof(*row));
	JxMeasurement **values = jx_arena_calloc(arena, n, sizeof(*values));
	JxMeasurement **differences = jx_arena_calloc(arena, n, sizeof(*differences));
	if (row == NULL || values == NULL || differences == NULL)
		return jx_arena_fail(arena, comparison->error);
	jx_comparison_row_init(row);
	row->key = jx_arena_strdup(arena, key);
	row->title = jx_localized_new(arena, title->zh, title->en);
	if (row->key == NULL || row->title == NULL)
		return jx_arena_fail(arena, comparison->error);
	for (size_t i = 0; i < n; i++) {
		struct jx_measure apart = difference(&comparison->measures[i], &comparison->measures[0]);
		enum jx_status status = jx_measure_message(&comparison->measures[i], arena, &values[i]);
		if (status == JX_OK)
			status = jx_measure_message(&apart, arena, &differences[i]);
		if (status != JX_OK)
			return jx_arena_fail(arena, comparison->error);
	}
	row->values = values;
	row->n_values = n;
	row->differences = differences;
	row->n_differences = n;
	comparison->rows[comparison->n_rows++] = row;
	return JX_OK;
}

static struct jx_measure no_column(const char *unit)
{
	return (struct jx_measure){.unit = unit};
}

static enum jx_status add_metric(struct comparison *comparison, const struct jx_metric *metric,
	const char *argument, const JxLocalizedText *title)
{
	char key[64];
	(void)snprintf(key, sizeof(key), "%s%s%s", metric->key, argument[0] != '\0' ? ":" : "", argument);
	for (size_t i = 0; i < comparison->n_columns; i++) {
		if (comparison->columns[i] == NULL)
			comparison->measures[i] = no_column(metric->unit);
		else
			jx_metric_eval(metric, argument, comparison->columns[i], &comparison->measures[i]);
	}
	return add_row(comparison, key, title);
}

static enum jx_status add_score(struct comparison *comparison, const struct score *score)
{
	for (size_t i = 0; i < comparison->n_columns; i++) {
		struct jx_measure *measure = &comparison->measures[i];
		const JxScoreSheet *sheet = comparison->sheets[i];
		const JxDecimal *decimal = NULL;
		*measure = no_column(score->unit);
		measure->decimals = 2;
		if (sheet != NULL)
			decimal = *(JxDecimal *const *)(const void *)((const char *)sheet + score->offset);
		measure->is_computable = decimal != NULL;
		if (decimal != NULL)
			measure->micros = decimal->micros;
		else
			(void)snprintf(measure->missing, sizeof(measure->missing), "%s", score->key);
	}
	return add_row(comparison, score->key, &score->title);
}

static bool is_score(const char *key)
{
	for (size_t i = 0; i < N_SCORES; i++)
		if (strcmp(scores[i].key, key) == 0)
			return true;
	return false;
}

static enum jx_status add_principal(struct comparison *comparison, const struct principal *principal)
{
	for (size_t i = 0; i < comparison->n_columns; i++) {
		struct jx_measure *measure = &comparison->measures[i];
		*measure = no_column(principal->unit);
		measure->decimals = principal->decimals;
		if (comparison->columns[i] == NULL)
			continue;
		struct jx_operand operand = principal->operand(comparison->columns[i]);
		jx_measure_value(measure, &operand);
	}
	return add_row(comparison, principal->key, &principal->title);
}

/* A functional class of any of the reports. */
struct class_code {
	char code[CLASS_CODE_BYTES];
	const char *name; /* as the first report prints it */
	size_t order;
};

static int compare_codes(const void *a, const void *b)
{
	const struct class_code *left = a;
	const struct class_code *right = b;
	int order = strcmp(left->code, right->code);
	if (order != 0)
		return order;
	return (left->order > right->order) - (left->order < right->order);
}

/* Collects the codes of all columns, sorted, each once. NULL without memory. */
static struct class_code *collect_classes(const struct comparison *comparison, size_t *ret_n)
{
	size_t n_max = 0;
	for (size_t i = 0; i < comparison->n_columns; i++) {
		if (comparison->columns[i] != NULL)
			n_max += jx_rows(comparison->columns[i]->n_functions, JX_MAX_LINES);
	}
	struct class_code *classes = jx_arena_calloc(comparison->arena, n_max, sizeof(*classes));
	size_t n = 0;
	for (size_t i = 0; classes != NULL && i < comparison->n_columns; i++) {
		const JxReport *column = comparison->columns[i];
		for (size_t j = 0; column != NULL && j < jx_rows(column->n_functions, JX_MAX_LINES); j++) {
			const JxFunctionLine *line = column->functions[j];
			size_t n_code = strnlen(line->code, CLASS_CODE_BYTES);
			if (n_code == 0 || n_code >= CLASS_CODE_BYTES)
				continue;
			memcpy(classes[n].code, line->code, n_code);
			classes[n].name = line->name;
			classes[n].order = n;
			n++;
		}
	}
	if (n > 0)
		jx_array_sort(classes, n, sizeof(*classes), compare_codes);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		if (*ret_n == 0 || strcmp(classes[i].code, classes[*ret_n - 1].code) != 0)
			classes[(*ret_n)++] = classes[i];
	}
	return classes;
}

/* The amount of a class, and its share. */
static enum jx_status add_class(
	struct comparison *comparison, const struct jx_metric *share, const struct class_code *class_code)
{
	char key[32];
	char zh[CLASS_NAME_BYTES + 64];
	char en[64];
	char name[CLASS_NAME_BYTES];
	const JxLocalizedText title = JX_LOCALIZED(zh, en);
	(void)jx_text_copy(name, sizeof(name), class_code->name);
	(void)snprintf(key, sizeof(key), "functions:%s", class_code->code);
	(void)snprintf(zh, sizeof(zh), "%s %s", class_code->code, name);
	(void)snprintf(en, sizeof(en), "class %s", class_code->code);
	for (size_t i = 0; i < comparison->n_columns; i++) {
		struct jx_measure *measure = &comparison->measures[i];
		*measure = no_column("万元");
		measure->decimals = 2;
		if (comparison->columns[i] == NULL)
			continue;
		struct jx_operand operand = jx_operand_class(comparison->columns[i], class_code->code);
		jx_measure_value(measure, &operand);
	}
	enum jx_status status = add_row(comparison, key, &title);
	if (status != JX_OK)
		return status;
	(void)snprintf(zh, sizeof(zh), "%s %s 占比", class_code->code, name);
	(void)snprintf(en, sizeof(en), "share of class %s", class_code->code);
	return add_metric(comparison, share, class_code->code, &title);
}

static enum jx_status add_classes(
	struct comparison *comparison, const struct class_code *classes, size_t n_classes)
{
	const struct jx_metric *share = NULL;
	char argument[JX_METRIC_ARGUMENT_BYTES];
	for (size_t i = 0; i < n_classes; i++) {
		char key[32];
		(void)snprintf(key, sizeof(key), "class_share:%s", classes[i].code);
		/* A code of another length has no share: the checks refuse it, an old report may hold it. */
		if (jx_metric_find(key, &share, argument, NULL) != JX_OK)
			continue;
		enum jx_status status = add_class(comparison, share, &classes[i]);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* An indicator's values come measured: their reports were given back. */
static enum jx_status add_indicator(
	struct comparison *comparison, const struct jx_compared_indicators *indicators, size_t index)
{
	char key[CLASS_NAME_BYTES];
	char *name = indicators->names[index];
	const JxLocalizedText title = JX_LOCALIZED(name, name);
	(void)snprintf(key, sizeof(key), "indicator:%.200s", name);
	for (size_t i = 0; i < comparison->n_columns; i++)
		comparison->measures[i] = indicators->values[i * indicators->n + index];
	return add_row(comparison, key, &title);
}

static const JxIndicator *search_indicator(
	JxIndicator *const *rows, size_t n, const char *name, size_t *ret_index)
{
	for (size_t i = 0; i < n; i++) {
		*ret_index = i;
		if (strstr(rows[i]->name, name) != NULL)
			return rows[i];
	}
	return NULL;
}

enum jx_status jx_compare_find_indicator(
	const JxReport *report, const char *name, struct jx_arena *arena, struct jx_measure *ret_measure)
{
	size_t index = 0;
	size_t project = 0;
	const JxIndicator *found = search_indicator(
		report->indicators, jx_rows(report->n_indicators, JX_MAX_INDICATORS), name, &index);
	*ret_measure = no_column("");
	(void)snprintf(ret_measure->missing, sizeof(ret_measure->missing), "indicators[%zu].actual", index);
	for (; found == NULL && project < jx_rows(report->n_projects, JX_MAX_PROJECTS); project++) {
		const JxProject *one = report->projects[project];
		found = search_indicator(
			one->indicators, jx_rows(one->n_indicators, JX_MAX_INDICATORS), name, &index);
		(void)snprintf(ret_measure->missing, sizeof(ret_measure->missing),
			"projects[%zu].indicators[%zu].actual", project, index);
	}
	if (found == NULL) {
		(void)snprintf(ret_measure->missing, sizeof(ret_measure->missing), "indicators");
		return JX_OK;
	}
	const char *unit = found->actual_unit[0] != '\0' ? found->actual_unit : found->unit;
	ret_measure->unit = jx_arena_strdup(arena, unit);
	if (ret_measure->unit == NULL)
		return jx_arena_fail(arena, NULL);
	struct jx_operand operand = jx_operand_decimal(found->actual, ret_measure->missing);
	if (operand.is_there) {
		ret_measure->decimals = (uint8_t)found->actual->decimals;
		ret_measure->missing[0] = '\0';
		jx_measure_value(ret_measure, &operand);
	}
	return JX_OK;
}

static void keep_project_figures(JxProject *project)
{
	project->n_indicators = 0;
	project->n_levels = 0;
	project->goal = (char *)protobuf_c_empty_string;
	project->result = (char *)protobuf_c_empty_string;
	project->note = (char *)protobuf_c_empty_string;
}

void jx_compare_keep_figures(JxReport *report)
{
	size_t *const lists[] = {&report->n_goals, &report->n_outcomes, &report->n_indicators,
		&report->n_problems, &report->n_measures, &report->n_team, &report->n_explanations,
		&report->n_attachments, &report->n_levels};
	for (size_t i = 0; i < JX_COUNT_OF(lists); i++)
		*lists[i] = 0;
	for (size_t i = 0; i < report->n_projects; i++)
		keep_project_figures(report->projects[i]);
}

enum jx_status jx_compare(const struct jx_compared *compared, struct jx_arena *arena,
	JxComparisonRow ***ret_rows, size_t *ret_n_rows, struct jx_error *error)
{
	struct comparison comparison = {.columns = compared->reports,
		.sheets = compared->sheets,
		.n_columns = compared->n,
		.arena = arena,
		.error = error};
	bool has_scores = compared->sheets != NULL;
	size_t n_classes = 0;
	struct class_code *classes = collect_classes(&comparison, &n_classes);
	size_t n_max = N_SCORES + jx_metric_count() + N_PRINCIPALS + 2 * n_classes + compared->indicators.n;
	comparison.rows = jx_arena_calloc(arena, n_max, sizeof(JxComparisonRow *));
	comparison.measures = jx_arena_calloc(arena, compared->n, sizeof(struct jx_measure));
	if (classes == NULL || comparison.rows == NULL || comparison.measures == NULL)
		return jx_arena_fail(arena, error);
	enum jx_status status = JX_OK;
	for (size_t i = 0; has_scores && i < N_SCORES && status == JX_OK; i++)
		status = add_score(&comparison, &scores[i]);
	for (size_t i = 0; i < jx_metric_count() && status == JX_OK; i++) {
		const struct jx_metric *metric = jx_metric_at(i);
		if (!metric->takes_argument && !(has_scores && is_score(metric->key)))
			status = add_metric(&comparison, metric, "", &metric->title);
	}
	for (size_t i = 0; i < N_PRINCIPALS && status == JX_OK; i++)
		status = add_principal(&comparison, &principals[i]);
	if (status == JX_OK)
		status = add_classes(&comparison, classes, n_classes);
	for (size_t i = 0; i < compared->indicators.n && status == JX_OK; i++)
		status = add_indicator(&comparison, &compared->indicators, i);
	if (status != JX_OK)
		return status;
	*ret_rows = comparison.rows;
	*ret_n_rows = comparison.n_rows;
	return JX_OK;
}

bool jx_compare_is_published(const char *key)
{
	static const char *const COLUMNS[] = {"final_score", "claimed_score", "computed_score",
		"reviewed_score", "common_score", "deduction", "coverage", "execution_rate",
		"execution_rate_initial"};
	for (size_t i = 0; i < JX_COUNT_OF(COLUMNS); i++)
		if (strcmp(COLUMNS[i], key) == 0)
			return true;
	return false;
}
