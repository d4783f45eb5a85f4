/* One figure in two places: accounts, money tables, base table, projects and indicators say the same. */
#include "proto/contract/check/fund_table.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/message/field.h"

/* Two places of one figure. */
struct pair {
	const char *rule;
	const char *field; /* of the first */
	const char *zh;    /* what the first is called, and where the other stands */
	const char *en;
	const char *other_zh;
	const char *other_en;
};

/* Reports that one place does not say what the rows of the other make. */
static void check_pair(struct jx_check *check, const struct pair *pair, const JxAmount *stated,
	const struct jx_identity *other)
{
	const struct jx_finding_draft draft = {.rule = pair->rule,
		.field = pair->field,
		.place = pair->zh,
		.args = {pair->zh, pair->en, pair->other_zh, pair->other_en}};
	jx_check_identity_amount(check, other, stated, &draft);
}

static struct jx_identity figure_of(const JxAmount *amount)
{
	struct jx_identity figure = {0};
	jx_identity_amount(&figure, amount, 1, JX_GAP_ANY);
	return figure;
}

static struct jx_identity executed_total(const struct jx_fund_table *table)
{
	return figure_of(table->total != SIZE_MAX ? table->lines[table->total]->executed : NULL);
}

static bool differs(const JxAmount *stated, const struct jx_identity *other)
{
	struct jx_tally claim = {0};
	jx_tally_amount(&claim, stated, 1);
	return jx_identity_balance(other, &claim) != JX_BALANCED;
}

/* Expenditure against both views of what was executed. Where the views differ themselves it need fit only one of them. */
static void check_expenditure(struct jx_check *check, const JxAccounts *accounts,
	const struct jx_fund_table *source, const struct jx_fund_table *nature)
{
	static const struct pair by_nature = {"F16b", "accounts.expenditure", "支出合计", "expenditure",
		"按支出性质的执行数合计", "executed by nature in total"};
	static const struct pair by_source = {"F16b", "accounts.expenditure", "支出合计", "expenditure",
		"按收入性质的执行数合计", "executed by source in total"};
	struct jx_identity parts = {0};
	jx_identity_amount(&parts, accounts->basic_expenditure, 1, JX_GAP_NOT_NEGATIVE);
	jx_identity_amount(&parts, accounts->project_expenditure, 1, JX_GAP_NOT_NEGATIVE);
	const struct jx_identity natural = executed_total(nature);
	const struct jx_identity sourced = executed_total(source);
	bool has_both = natural.sum.n > 0 && sourced.sum.n > 0;
	if (has_both &&
		(!differs(accounts->expenditure, &natural) || !differs(accounts->expenditure, &sourced)))
		return;
	/* Where its own parts make what the tables say, that is one fault, and told as it (F03). */
	const struct jx_identity *view = natural.sum.n > 0 ? &natural : &sourced;
	if (!parts.can_be_more && differs(accounts->expenditure, &parts) &&
		jx_identity_balance(&parts, &view->sum) == JX_BALANCED)
		return;
	if (natural.sum.n > 0)
		check_pair(check, &by_nature, accounts->expenditure, &natural);
	else
		check_pair(check, &by_source, accounts->expenditure, &sourced);
}

/* Spending above the money by source, where neither income nor an opening balance is printed. */
static void check_income_missing(
	struct jx_check *check, const JxAccounts *accounts, const struct jx_fund_table *source)
{
	const struct jx_identity money = jx_fund_parts(source, JX_FUND_ADJUSTED);
	struct jx_tally spent = {0};
	jx_tally_amount(&spent, accounts->expenditure, 1);
	const struct jx_finding_draft draft = {
		.rule = "F04b", .field = "accounts.expenditure", .place = "支出合计"};
	if (!money.can_be_more && !jx_has_amount(accounts->income) &&
		!jx_has_amount(accounts->opening_carry_over))
		jx_check_at_most(check, &spent, &money.sum, &draft);
}

static void check_accounts(
	struct jx_check *check, const struct jx_fund_table *source, const struct jx_fund_table *nature)
{
	static const struct pair basic = {"F16b", "accounts.basic_expenditure", "基本支出",
		"basic expenditure", "按支出性质的基本支出", "basic expenditure by nature"};
	static const struct pair project = {"F16b", "accounts.project_expenditure", "项目支出",
		"project expenditure", "按支出性质的项目支出", "project expenditure by nature"};
	static const struct pair opening = {"F16b", "accounts.opening_carry_over", "年初结转",
		"opening balance", "资金表合计行的年初结转", "opening balance of the total row"};
	static const struct pair closing = {"F16b", "accounts.closing_carry_over", "年末结转",
		"closing balance", "资金表合计行的年末结转", "closing balance of the total row"};
	const JxAccounts *accounts = check->report->accounts;
	if (accounts == NULL)
		return;
	check_expenditure(check, accounts, source, nature);
	check_income_missing(check, accounts, source);
	const struct jx_identity basics = jx_fund_rows(nature, JX_FUND_EXECUTED, "basic");
	const struct jx_identity projects = jx_fund_rows(nature, JX_FUND_EXECUTED, "project");
	check_pair(check, &basic, accounts->basic_expenditure, &basics);
	check_pair(check, &project, accounts->project_expenditure, &projects);
	if (source->total == SIZE_MAX)
		return;
	const struct jx_identity opened = figure_of(source->lines[source->total]->opening_carry_over);
	const struct jx_identity closed = figure_of(source->lines[source->total]->closing_carry_over);
	check_pair(check, &opening, accounts->opening_carry_over, &opened);
	check_pair(check, &closing, accounts->closing_carry_over, &closed);
}

/* The base table against the table by nature: a note, for the two may differ in what they count. */
static void check_base_table(struct jx_check *check, const struct jx_fund_table *nature)
{
	const JxAccounts *accounts = check->report->accounts;
	struct jx_identity projects = jx_fund_rows(nature, JX_FUND_EXECUTED, "project");
	if (projects.sum.n == 0 && accounts != NULL)
		projects = figure_of(accounts->project_expenditure);
	const struct jx_identity all = executed_total(nature);
	for (size_t i = 0; i < jx_rows(check->report->n_rate_inputs, JX_MAX_LINES); i++) {
		const JxRateInput *input = check->report->rate_inputs[i];
		bool is_project = strcmp(input->key, "project") == 0;
		struct jx_location location;
		char path[JX_PATH_BYTES];
		if (!is_project && strcmp(input->key, "whole_budget") != 0)
			continue;
		jx_location_path(&location, "rate_inputs[%zu]", i);
		const struct pair pair = {"F16c", jx_location_field(&location, "actual", path),
			is_project ? "基础数据表的项目支出" : "基础数据表的部门整体支出",
			is_project ? "project spending of the base table"
				   : "whole spending of the base table",
			is_project ? "全部项目支出" : "按支出性质的执行数合计",
			is_project ? "all project expenditure" : "executed by nature in total"};
		check_pair(check, &pair, input->actual, is_project ? &projects : &all);
	}
}

/* The executed total of a project's own table; NULL without one, and for a zero above other rows, which is told by itself. */
static const JxAmount *project_executed(const JxProject *project)
{
	size_t total = jx_funds_total(project->funds, jx_rows(project->n_funds, JX_MAX_LINES));
	const JxAmount *executed = total != SIZE_MAX ? project->funds[total]->executed : NULL;
	if (executed == NULL || !jx_has_amount(executed))
		return NULL;
	return (executed->fen != 0 || project->n_funds == 1) ? executed : NULL;
}

/* What a project paid by its own table lies within what was spent on projects, and in all. */
static void check_project_within(struct jx_check *check, size_t i)
{
	const JxProject *project = check->report->projects[i];
	const JxAccounts *accounts = check->report->accounts;
	size_t total = jx_funds_total(project->funds, jx_rows(project->n_funds, JX_MAX_LINES));
	struct jx_location location;
	char path[JX_PATH_BYTES];
	if (accounts == NULL || total == SIZE_MAX || check->report->kind != JX_REPORT_KIND_DEPARTMENT)
		return;
	bool has_projects = jx_has_amount(accounts->project_expenditure);
	jx_location_path(&location, "projects[%zu].funds[%zu]", i, total);
	const struct jx_finding_draft draft = {.rule = "F03b",
		.field = jx_location_field(&location, "executed", path),
		.place = project->name,
		.args = {"项目执行数", "executed by the project", has_projects ? "全部项目支出" : "支出合计",
			has_projects ? "all project expenditure" : "all expenditure"}};
	jx_check_amount_at_most(check, project_executed(project),
		has_projects ? accounts->project_expenditure : accounts->expenditure, &draft);
}

/* The sum that the text gives for the payments of a project against the executed total of its table. */
static void check_stated_total(struct jx_check *check, size_t i)
{
	const JxProject *project = check->report->projects[i];
	const struct jx_identity executed = figure_of(project_executed(project));
	struct jx_location location;
	char path[JX_PATH_BYTES];
	jx_location_path(&location, "projects[%zu]", i);
	const struct pair pair = {"F16c", jx_location_field(&location, "stated_total", path), "支付合计",
		"sum of payments", "资金表的执行数", "executed in its table of money"};
	check_pair(check, &pair, project->stated_total, &executed);
}

/* Names of an indicator that mean what the whole project cost. */
static bool is_whole_cost(const char *name)
{
	static const char *const words[] = {"总成本", "项目成本", "成本总额", "项目总投资"};
	for (size_t i = 0; i < JX_COUNT_OF(words); i++) {
		if (strstr(name, words[i]) != NULL)
			return true;
	}
	return false;
}

/*
 * A cost among the indicators against what the project executed. Under the project's own name, in the unit of its table, the
 * two are one figure; under another name a contract sum may differ from what was paid.
 */
static void check_costs(struct jx_check *check, size_t i)
{
	const JxProject *project = check->report->projects[i];
	const JxAmount *executed = project_executed(project);
	const struct jx_identity paid = figure_of(executed);
	for (size_t j = 0; j < jx_rows(project->n_indicators, JX_MAX_INDICATORS) && paid.sum.n > 0; j++) {
		const JxIndicator *indicator = project->indicators[j];
		const char *unit =
			indicator->actual_unit[0] != '\0' ? indicator->actual_unit : indicator->unit;
		bool is_own = strcmp(indicator->name, project->name) == 0;
		struct jx_location location;
		char path[JX_PATH_BYTES];
		JxAmount actual;
		if (!(is_own || is_whole_cost(indicator->name)) ||
			!jx_money_of(indicator->actual, unit, &actual))
			continue;
		jx_location_path(&location, "projects[%zu].indicators[%zu]", i, j);
		const struct pair pair = {is_own && actual.unit == executed->unit ? "N01b" : "N01c",
			jx_location_field(&location, "actual", path), indicator->name, indicator->name,
			"资金表的执行数", "executed in the table of money"};
		check_pair(check, &pair, &actual, &paid);
	}
}

/* Projects together against what the department executed: no more, but for projects that others paid. */
static void check_all_projects(struct jx_check *check, const struct jx_fund_table *source)
{
	const JxReport *report = check->report;
	struct jx_tally sum = {0};
	struct jx_tally total = {0};
	struct jx_location location;
	char path[JX_PATH_BYTES];
	if (source->total == SIZE_MAX)
		return;
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS); i++) {
		const JxAmount *executed = project_executed(report->projects[i]);
		if (jx_has_amount(executed) && report->projects[i]->group[0] == '\0')
			jx_tally_amount(&sum, executed, 1);
	}
	jx_tally_amount(&total, source->lines[source->total]->executed, 1);
	jx_location_path(&location, "funds_by_source[%zu]", source->total);
	const struct jx_finding_draft draft = {.rule = "F16d",
		.field = jx_location_field(&location, "executed", path),
		.place = source->lines[source->total]->label};
	jx_check_at_most(check, &sum, &total, &draft);
}

/* A list that is said to lack rows is one that the checks know. */
static void check_partial_lists(struct jx_check *check)
{
	static const char *const lists[] = {"staff.lines", "assets.lines", "funds_by_source",
		"funds_by_nature", "functions", "economic_classes", "projects", "indicators"};
	for (size_t i = 0; i < jx_rows(check->report->n_partial_lists, JX_MAX_LINES); i++) {
		struct jx_location location;
		const char *name = check->report->partial_lists[i];
		const char *nearest = lists[0];
		size_t best = SIZE_MAX;
		for (size_t l = 0; l < JX_COUNT_OF(lists); l++) {
			size_t apart = jx_edit_distance(
				name, strlen(name), lists[l], strlen(lists[l]), JX_MAX_APART);
			nearest = apart < best ? lists[l] : nearest;
			best = apart < best ? apart : best;
		}
		jx_location_path(&location, "partial_lists[%zu]", i);
		const struct jx_finding_draft draft = {
			.rule = "G17", .field = location.path, .stated = name, .expected = nearest};
		if (best > 0)
			jx_check_add_finding(check, &draft);
	}
}

void jx_check_places(struct jx_check *check)
{
	const JxReport *report = check->report;
	const struct jx_fund_table source = jx_fund_table(
		report->funds_by_source, report->n_funds_by_source, "funds_by_source", "", false);
	const struct jx_fund_table nature = jx_fund_table(
		report->funds_by_nature, report->n_funds_by_nature, "funds_by_nature", "", true);
	check_partial_lists(check);
	check_accounts(check, &source, &nature);
	check_base_table(check, &nature);
	check_all_projects(check, &source);
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS) && check->status == JX_OK; i++) {
		check_project_within(check, i);
		check_stated_total(check, i);
		check_costs(check, i);
	}
}
