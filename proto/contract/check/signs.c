/* Amounts that are below zero: refunds and reversals are real, so a reason is asked for and nothing is refused. */
#include <string.h>

#include "proto/contract/check/private.h"

#include "proto/contract/base/array.h"

/* An amount of a row. */
struct money {
	const JxAmount *amount;
	const char *field;
	const char *zh;
	const char *en;
};

static void check_signs(struct jx_check *check, const struct jx_location *location, const char *reason,
	const struct money *amounts, size_t n)
{
	char path[JX_PATH_BYTES];
	char stated[JX_FIGURE_TEXT_BYTES];
	for (size_t i = 0; i < n; i++) {
		if (!jx_has_amount(amounts[i].amount) || amounts[i].amount->fen >= 0)
			continue;
		const struct jx_finding_draft draft = {.rule = reason[0] != '\0' ? "F22b" : "F22",
			.field = jx_location_field(location, amounts[i].field, path),
			.place = location->place,
			.stated = jx_text_amount(amounts[i].amount, stated),
			.expected = "≥0",
			.args = {amounts[i].zh, amounts[i].en}};
		jx_check_add_finding(check, &draft);
	}
}

static void check_fund_lines(
	struct jx_check *check, JxFundLine *const *lines, size_t n, const char *path, const char *project)
{
	struct jx_location location;
	for (size_t i = 0; i < jx_rows(n, JX_MAX_LINES); i++) {
		const JxFundLine *line = lines[i];
		const struct money amounts[] = {
			{line->initial, "initial", "年初预算数", "the initial budget"},
			{line->adjusted, "adjusted", "全年预算数", "the adjusted budget"},
			{line->executed, "executed", "全年执行数", "what was executed"},
			{line->opening_carry_over, "opening_carry_over", "年初结转", "the opening balance"},
			{line->closing_carry_over, "closing_carry_over", "年末结转", "the closing balance"},
			{line->recovered, "recovered", "收回数", "what was recovered"},
			{line->issued, "issued", "下达数", "what was issued"},
			{line->received, "received", "到位数", "what was received"}};
		jx_location_path(&location, "%s[%zu]", path, i);
		jx_location_label(&location, project, line->label);
		check_signs(check, &location, line->reason, amounts, JX_COUNT_OF(amounts));
	}
}

static void check_accounts(struct jx_check *check, const JxAccounts *accounts)
{
	struct jx_location location;
	const struct money amounts[] = {{accounts->income, "income", "收入合计", "income"},
		{accounts->expenditure, "expenditure", "支出合计", "expenditure"},
		{accounts->fiscal_expenditure, "fiscal_expenditure", "财政拨款支出", "fiscal expenditure"},
		{accounts->basic_expenditure, "basic_expenditure", "基本支出", "basic expenditure"},
		{accounts->project_expenditure, "project_expenditure", "项目支出", "project expenditure"},
		{accounts->other_expenditure, "other_expenditure", "其他支出", "other expenditure"},
		{accounts->opening_carry_over, "opening_carry_over", "年初结转", "the opening balance"},
		{accounts->closing_carry_over, "closing_carry_over", "年末结转", "the closing balance"},
		{accounts->total_income, "total_income", "收入总计", "total income"},
		{accounts->total_expenditure, "total_expenditure", "支出总计", "total expenditure"},
		{accounts->surplus_used, "surplus_used", "使用非财政拨款结余", "surplus used"},
		{accounts->surplus_allotted, "surplus_allotted", "结余分配", "surplus allotted"}};
	jx_location_path(&location, "accounts");
	jx_location_label(&location, "", "收支");
	check_signs(check, &location, "", amounts, JX_COUNT_OF(amounts));
}

static void check_project(struct jx_check *check, size_t i)
{
	const JxProject *project = check->report->projects[i];
	struct jx_location location;
	const struct money amounts[] = {{project->amount, "amount", "项目金额", "the amount of the project"},
		{project->stated_total, "stated_total", "支付合计", "the sum of payments"}};
	jx_location_path(&location, "projects[%zu]", i);
	jx_location_label(&location, "", project->name);
	check_signs(check, &location, "", amounts, JX_COUNT_OF(amounts));
	for (size_t j = 0; j < jx_rows(project->n_payments, JX_MAX_LINES); j++) {
		const struct money paid = {project->payments[j]->amount, "amount", "支付金额", "the payment"};
		jx_location_path(&location, "projects[%zu].payments[%zu]", i, j);
		jx_location_label(&location, project->name, project->payments[j]->item);
		check_signs(check, &location, "", &paid, 1);
	}
	jx_location_path(&location, "projects[%zu].funds", i);
	check_fund_lines(check, project->funds, project->n_funds, location.path, project->name);
}

void jx_check_signs(struct jx_check *check)
{
	const JxReport *report = check->report;
	struct jx_location location;
	if (report->accounts != NULL)
		check_accounts(check, report->accounts);
	check_fund_lines(check, report->funds_by_source, report->n_funds_by_source, "funds_by_source", "");
	check_fund_lines(check, report->funds_by_nature, report->n_funds_by_nature, "funds_by_nature", "");
	for (size_t i = 0; i < jx_rows(report->n_functions, JX_MAX_LINES); i++) {
		const struct money amount = {
			report->functions[i]->amount, "amount", "支出", "the expenditure"};
		jx_location_path(&location, "functions[%zu]", i);
		jx_location_label(&location, "", report->functions[i]->name);
		check_signs(check, &location, "", &amount, 1);
	}
	for (size_t i = 0; i < jx_rows(report->n_economic_classes, JX_MAX_LINES); i++) {
		const struct money amount = {
			report->economic_classes[i]->amount, "amount", "支出", "the expenditure"};
		jx_location_path(&location, "economic_classes[%zu]", i);
		jx_location_label(&location, "", report->economic_classes[i]->name);
		check_signs(check, &location, "", &amount, 1);
	}
	for (size_t i = 0; i < jx_rows(report->n_rate_inputs, JX_MAX_LINES); i++) {
		const JxRateInput *input = report->rate_inputs[i];
		const struct money amounts[] = {
			{input->prior_budget, "prior_budget", "上年预算数", "last year's budget"},
			{input->prior_actual, "prior_actual", "上年决算数", "last year's actual"},
			{input->budget, "budget", "本年预算数", "this year's budget"},
			{input->adjusted, "adjusted", "调整后预算数", "the adjusted budget"},
			{input->actual, "actual", "本年决算数", "this year's actual"}};
		jx_location_path(&location, "rate_inputs[%zu]", i);
		jx_location_label(&location, "", input->label);
		check_signs(check, &location, input->reason, amounts, JX_COUNT_OF(amounts));
	}
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS) && check->status == JX_OK; i++)
		check_project(check, i);
}
