/* The shipped metrics: the table, and what turns one into a message. The formulas are in metric_formula.c. */
#include "proto/contract/ranking/metric.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/message/localized.h"
#include "proto/contract/ranking/metric_private.h"

#define MAX_LISTED_BYTES 240 /* of the keys in an error's argument */

/* clang-format off */
static const struct jx_metric metrics[] = {
	{"execution_rate", JX_LOCALIZED("预算执行率", "execution rate"), "%", "executed / adjusted of the total row: funds_by_source, else funds_by_nature, else the sum over projects[].funds", true, false, true, 2, jx_metric_execution_rate},
	{"execution_rate_initial", JX_LOCALIZED("对年初预算的执行率", "execution rate of the initial budget"), "%", "executed / initial of the total row, as in execution_rate", true, false, true, 2, jx_metric_execution_rate_initial},
	{"adjustment_rate", JX_LOCALIZED("预算调整率", "adjustment rate"), "%", "(adjusted - initial) / initial of the total row, as in execution_rate", false, false, true, 2, jx_metric_adjustment_rate},
	{"carry_over_rate", JX_LOCALIZED("结转结余率", "carry-over rate"), "%", "closing_carry_over / adjusted of the total row of funds_by_source, else accounts.closing_carry_over / that adjusted", false, false, true, 2, jx_metric_carry_over_rate},
	{"income", JX_LOCALIZED("收入", "income"), "万元", "accounts.income", true, false, true, 2, jx_metric_income},
	{"expenditure", JX_LOCALIZED("支出", "expenditure"), "万元", "accounts.expenditure, else executed of the total row, as in execution_rate", true, false, true, 2, jx_metric_expenditure},
	{"income_change", JX_LOCALIZED("收入比上年增减", "change of income"), "%", "(accounts.income - previous) / previous, with income_change.previous, else income - income_change.change", true, false, true, 2, jx_metric_income_change},
	{"expenditure_change", JX_LOCALIZED("支出比上年增减", "change of expenditure"), "%", "like income_change, of accounts.expenditure", true, false, true, 2, jx_metric_expenditure_change},
	{"project_share", JX_LOCALIZED("项目支出占比", "share of project expenditure"), "%", "accounts.project_expenditure / accounts.expenditure", true, false, true, 2, jx_metric_project_share},
	{"class_share", JX_LOCALIZED("功能分类占比", "share of a functional class"), "%", "amounts of functions of the code, else of the finer codes below it / accounts.fiscal_expenditure", true, true, true, 2, jx_metric_class_share},
	{"spending_per_post", JX_LOCALIZED("人均支出", "spending per person in post"), "元", "expenditure / staff.in_post", false, false, true, 2, jx_metric_spending_per_post},
	{"control_rate", JX_LOCALIZED("在职人员控制率", "control rate of staff"), "%", "staff.in_post / staff.posts", false, false, true, 2, jx_metric_control_rate},
	{"self_funded_share", JX_LOCALIZED("经费自理人员占比", "share of self-funded staff"), "%", "staff.lines of self_funded in_post / staff.in_post", false, false, true, 2, jx_metric_self_funded_share},
	{"asset_net_ratio", JX_LOCALIZED("资产净值率", "net to gross assets"), "%", "net / gross of assets.total, else of the sum of assets.lines", true, false, true, 2, jx_metric_asset_net_ratio},
	{"asset_use_rate", JX_LOCALIZED("固定资产利用率", "use of assets"), "%", "in_use / gross of assets.total, else of the sum of assets.lines", true, false, true, 2, jx_metric_asset_use_rate},
	{"three_public_change", JX_LOCALIZED("三公经费变动率", "change of the three public expenses"), "%", "(budget - prior_budget) / prior_budget of rate_inputs three_public", false, false, true, 2, jx_metric_three_public_change},
	{"three_public_control", JX_LOCALIZED("三公经费控制率", "control rate of the three public expenses"), "%", "actual / budget of rate_inputs three_public", false, false, true, 2, jx_metric_three_public_control},
	{"public_control", JX_LOCALIZED("公用经费控制率", "control rate of public expenses"), "%", "actual / budget of rate_inputs public", false, false, true, 2, jx_metric_public_control},
	{"procurement_rate", JX_LOCALIZED("政府采购执行率", "execution of procurement"), "%", "actual / budget of rate_inputs procurement", true, false, true, 2, jx_metric_procurement_rate},
	{"traceable_share", JX_LOCALIZED("可追溯到项目的支出占比", "share of expenditure traceable to projects"), "%", "money of projects (stated_total, else payments, else amount, else executed) / expenditure", true, false, true, 2, jx_metric_traceable_share},
	{"project_coverage", JX_LOCALIZED("项目自评覆盖率", "projects in the report of those evaluated"), "%", "different projects / organisation.projects_evaluated", true, false, true, 2, jx_metric_project_coverage},
	{"claimed_score", JX_LOCALIZED("自评得分", "claimed score"), "分", "conclusion.claimed_score, else projects[0].claimed_score of a report of one project", true, false, false, 2, jx_metric_claimed_score},
};
/* clang-format on */

size_t jx_metric_count(void)
{
	return JX_COUNT_OF(metrics);
}

const struct jx_metric *jx_metric_at(size_t index)
{
	return index < JX_COUNT_OF(metrics) ? &metrics[index] : NULL;
}

/* The keys one can rank by, with commas, for the error; an ellipsis stands for what does not fit. */
static void list_keys(char out[MAX_LISTED_BYTES])
{
	static const char more[] = ", …";
	size_t n = 0;
	out[0] = '\0';
	for (size_t i = 0; i < JX_COUNT_OF(metrics); i++) {
		const char *comma = n > 0 ? ", " : "";
		if (!metrics[i].is_for_ranking)
			continue;
		if (n + strlen(comma) + strlen(metrics[i].key) + sizeof(more) > MAX_LISTED_BYTES) {
			(void)jx_text_copy(out + n, MAX_LISTED_BYTES - n, more);
			return;
		}
		n += jx_text_copy(out + n, MAX_LISTED_BYTES - n, comma);
		n += jx_text_copy(out + n, MAX_LISTED_BYTES - n, metrics[i].key);
	}
}

static bool is_class_code(const char *text)
{
	size_t n = strspn(text, "0123456789");
	return text[n] == '\0' && (n == 3 || n == 5 || n == 7);
}

enum jx_status jx_metric_find(const char *key, const struct jx_metric **ret_metric,
	char ret_argument[JX_METRIC_ARGUMENT_BYTES], struct jx_error *error)
{
	char keys[MAX_LISTED_BYTES];
	size_t n = strcspn(key, ":");
	const char *argument = key[n] == ':' ? key + n + 1 : "";
	for (size_t i = 0; i < JX_COUNT_OF(metrics); i++) {
		const struct jx_metric *metric = &metrics[i];
		if (strlen(metric->key) != n || strncmp(metric->key, key, n) != 0)
			continue;
		if (metric->takes_argument ? !is_class_code(argument) : key[n] == ':')
			break;
		(void)jx_text_copy(ret_argument, JX_METRIC_ARGUMENT_BYTES, argument);
		*ret_metric = metric;
		return JX_OK;
	}
	list_keys(keys);
	return jx_fail_with(error, JX_REASON_UNKNOWN_METRIC, JX_ARGS(JX_TEXT(key), JX_TEXT(keys)));
}

void jx_metric_eval(const struct jx_metric *metric, const char *argument, const JxReport *report,
	struct jx_measure *ret_measure)
{
	*ret_measure = (struct jx_measure){.unit = metric->unit, .decimals = metric->decimals};
	metric->eval(metric, argument, report, ret_measure);
}

enum jx_status jx_measure_message(
	const struct jx_measure *measure, struct jx_arena *arena, JxMeasurement **ret_measurement)
{
	JxMeasurement *message = jx_arena_alloc(arena, sizeof(*message));
	if (message == NULL)
		return jx_arena_fail(arena, NULL);
	jx_measurement_init(message);
	message->unit = (char *)measure->unit;
	if (!measure->is_computable) {
		message->missing = jx_arena_strdup(arena, measure->missing);
		if (message->missing == NULL)
			return jx_arena_fail(arena, NULL);
		*ret_measurement = message;
		return JX_OK;
	}
	message->value = jx_arena_alloc(arena, sizeof(*message->value));
	if (message->value == NULL)
		return jx_arena_fail(arena, NULL);
	jx_decimal_init(message->value);
	message->value->micros = measure->micros;
	message->value->decimals = measure->decimals;
	*ret_measurement = message;
	return JX_OK;
}
