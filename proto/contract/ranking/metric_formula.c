/* One function for each metric: operands, and the ratio of them. See the table in metric.c for the words. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/message/report.h"
#include "proto/contract/ranking/metric_private.h"

#define PERCENT 100

/* Every formula has the parameters of the table; few need all of them. */
#define FORMULA(name)                                                                                       \
	void jx_metric_##name(const struct jx_metric *metric, const char *argument, const JxReport *report, \
		struct jx_measure *ret_measure)

static struct jx_operand less(const struct jx_operand *a, const struct jx_operand *b)
{
	if (!a->is_there)
		return *a;
	if (!b->is_there)
		return *b;
	struct jx_operand difference = *a;
	difference.value -= b->value;
	return difference;
}

static void budget_ratio(
	const JxReport *report, enum jx_budget top, enum jx_budget bottom, struct jx_measure *ret_measure)
{
	struct jx_operand numerator = jx_operand_budget(report, top);
	struct jx_operand denominator = jx_operand_budget(report, bottom);
	jx_measure_ratio(ret_measure, &numerator, &denominator, PERCENT);
}

FORMULA(execution_rate)
{
	(void)metric;
	(void)argument;
	budget_ratio(report, JX_BUDGET_EXECUTED, JX_BUDGET_ADJUSTED, ret_measure);
}

FORMULA(execution_rate_initial)
{
	(void)metric;
	(void)argument;
	budget_ratio(report, JX_BUDGET_EXECUTED, JX_BUDGET_INITIAL, ret_measure);
}

FORMULA(adjustment_rate)
{
	(void)metric;
	(void)argument;
	struct jx_operand adjusted = jx_operand_budget(report, JX_BUDGET_ADJUSTED);
	struct jx_operand initial = jx_operand_budget(report, JX_BUDGET_INITIAL);
	struct jx_operand change = less(&adjusted, &initial);
	jx_measure_ratio(ret_measure, &change, &initial, PERCENT);
}

FORMULA(carry_over_rate)
{
	(void)metric;
	(void)argument;
	const JxAccounts *accounts = report->accounts;
	size_t row =
		jx_funds_total(report->funds_by_source, jx_rows(report->n_funds_by_source, JX_MAX_LINES));
	struct jx_operand closing = jx_operand_amount(
		accounts != NULL ? accounts->closing_carry_over : NULL, "accounts.closing_carry_over");
	if (row != SIZE_MAX && jx_has_amount(report->funds_by_source[row]->closing_carry_over)) {
		char path[JX_MEASURE_MISSING_BYTES];
		(void)snprintf(path, sizeof(path), "funds_by_source[%zu].closing_carry_over", row);
		closing = jx_operand_amount(report->funds_by_source[row]->closing_carry_over, path);
	}
	struct jx_operand adjusted = jx_operand_budget(report, JX_BUDGET_ADJUSTED);
	jx_measure_ratio(ret_measure, &closing, &adjusted, PERCENT);
}

FORMULA(income)
{
	(void)metric;
	(void)argument;
	const JxAccounts *accounts = report->accounts;
	struct jx_operand income =
		jx_operand_amount(accounts != NULL ? accounts->income : NULL, "accounts.income");
	jx_measure_value(ret_measure, &income);
}

FORMULA(expenditure)
{
	(void)metric;
	(void)argument;
	struct jx_operand expenditure = jx_operand_expenditure(report);
	jx_measure_value(ret_measure, &expenditure);
}

/* Against the year before as printed, else as the change implies; never from the printed percentage. */
static void change_ratio(const JxAmount *amount, const JxAmountChange *change, const char *names[2],
	struct jx_measure *ret_measure)
{
	struct jx_operand current = jx_operand_amount(amount, names[0]);
	struct jx_operand previous = jx_operand_amount(change != NULL ? change->previous : NULL, names[1]);
	if (!previous.is_there && change != NULL && jx_has_amount(change->change) && current.is_there) {
		previous.is_there = true;
		previous.value = current.value - change->change->fen;
	}
	struct jx_operand difference = less(&current, &previous);
	jx_measure_ratio(ret_measure, &difference, &previous, PERCENT);
}

FORMULA(income_change)
{
	(void)metric;
	(void)argument;
	const JxAccounts *accounts = report->accounts;
	const char *names[2] = {"accounts.income", "accounts.income_change.previous"};
	change_ratio(accounts != NULL ? accounts->income : NULL,
		accounts != NULL ? accounts->income_change : NULL, names, ret_measure);
}

FORMULA(expenditure_change)
{
	(void)metric;
	(void)argument;
	const JxAccounts *accounts = report->accounts;
	const char *names[2] = {"accounts.expenditure", "accounts.expenditure_change.previous"};
	change_ratio(accounts != NULL ? accounts->expenditure : NULL,
		accounts != NULL ? accounts->expenditure_change : NULL, names, ret_measure);
}

FORMULA(project_share)
{
	(void)metric;
	(void)argument;
	const JxAccounts *accounts = report->accounts;
	struct jx_operand project = jx_operand_amount(
		accounts != NULL ? accounts->project_expenditure : NULL, "accounts.project_expenditure");
	struct jx_operand whole =
		jx_operand_amount(accounts != NULL ? accounts->expenditure : NULL, "accounts.expenditure");
	jx_measure_ratio(ret_measure, &project, &whole, PERCENT);
}

FORMULA(class_share)
{
	(void)metric;
	const JxAccounts *accounts = report->accounts;
	struct jx_operand part = jx_operand_class(report, argument);
	struct jx_operand whole = jx_operand_amount(
		accounts != NULL ? accounts->fiscal_expenditure : NULL, "accounts.fiscal_expenditure");
	jx_measure_ratio(ret_measure, &part, &whole, PERCENT);
}

FORMULA(spending_per_post)
{
	(void)metric;
	(void)argument;
	struct jx_operand spending = jx_operand_expenditure(report);
	const JxStaff *staff = report->staff;
	struct jx_operand people = jx_operand_decimal(staff != NULL ? staff->in_post : NULL, "staff.in_post");
	/* fen / millionths of a person: 10,000 to 元 a person. */
	jx_measure_ratio(ret_measure, &spending, &people, 10000);
}

FORMULA(control_rate)
{
	(void)metric;
	(void)argument;
	const JxStaff *staff = report->staff;
	struct jx_operand people = jx_operand_decimal(staff != NULL ? staff->in_post : NULL, "staff.in_post");
	struct jx_operand posts = jx_operand_decimal(staff != NULL ? staff->posts : NULL, "staff.posts");
	jx_measure_ratio(ret_measure, &people, &posts, PERCENT);
}

/* A split without a line for them has none of them; no split at all is a missing figure. */
FORMULA(self_funded_share)
{
	(void)metric;
	(void)argument;
	const JxStaff *staff = report->staff;
	size_t n = staff != NULL ? jx_rows(staff->n_lines, JX_MAX_LINES) : 0;
	struct jx_operand people = jx_operand_decimal(staff != NULL ? staff->in_post : NULL, "staff.in_post");
	struct jx_operand own = jx_operand_decimal(NULL, "staff.lines");
	own.is_there = n > 0;
	for (size_t i = 0; i < n && own.is_there; i++) {
		char path[JX_MEASURE_MISSING_BYTES];
		if (strcmp(staff->lines[i]->category, "self_funded") != 0)
			continue;
		(void)snprintf(path, sizeof(path), "staff.lines[%zu].in_post", i);
		struct jx_operand line = jx_operand_decimal(staff->lines[i]->in_post, path);
		line.value += own.value;
		own = line;
	}
	jx_measure_ratio(ret_measure, &own, &people, PERCENT);
}

FORMULA(asset_net_ratio)
{
	(void)metric;
	(void)argument;
	struct jx_operand net = jx_operand_assets(report, 1);
	struct jx_operand gross = jx_operand_assets(report, 0);
	jx_measure_ratio(ret_measure, &net, &gross, PERCENT);
}

FORMULA(asset_use_rate)
{
	(void)metric;
	(void)argument;
	struct jx_operand in_use = jx_operand_assets(report, 2);
	struct jx_operand gross = jx_operand_assets(report, 0);
	jx_measure_ratio(ret_measure, &in_use, &gross, PERCENT);
}

enum input_column { PRIOR_BUDGET, BUDGET, ACTUAL };

static struct jx_operand input(const JxReport *report, const char *key, enum input_column column)
{
	static const char *const fields[] = {"prior_budget", "budget", "actual"};
	for (size_t i = 0; i < jx_rows(report->n_rate_inputs, JX_MAX_LINES); i++) {
		const JxRateInput *line = report->rate_inputs[i];
		const JxAmount *const amounts[] = {line->prior_budget, line->budget, line->actual};
		char path[JX_MEASURE_MISSING_BYTES];
		if (strcmp(line->key, key) != 0)
			continue;
		(void)snprintf(path, sizeof(path), "rate_inputs[%zu].%s", i, fields[column]);
		return jx_operand_amount(amounts[column], path);
	}
	return jx_operand_amount(NULL, "rate_inputs");
}

static void control(const JxReport *report, const char *key, struct jx_measure *ret_measure)
{
	struct jx_operand actual = input(report, key, ACTUAL);
	struct jx_operand budget = input(report, key, BUDGET);
	jx_measure_ratio(ret_measure, &actual, &budget, PERCENT);
}

FORMULA(three_public_change)
{
	(void)metric;
	(void)argument;
	struct jx_operand budget = input(report, "three_public", BUDGET);
	struct jx_operand before = input(report, "three_public", PRIOR_BUDGET);
	struct jx_operand change = less(&budget, &before);
	jx_measure_ratio(ret_measure, &change, &before, PERCENT);
}

FORMULA(three_public_control)
{
	(void)metric;
	(void)argument;
	control(report, "three_public", ret_measure);
}

FORMULA(public_control)
{
	(void)metric;
	(void)argument;
	control(report, "public", ret_measure);
}

FORMULA(procurement_rate)
{
	(void)metric;
	(void)argument;
	control(report, "procurement", ret_measure);
}

/* True for a project whose money is in that of its group. */
static bool is_in_group(const JxReport *report, const JxProject *member)
{
	struct jx_tally money;
	if (member->group[0] == '\0')
		return false;
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS); i++) {
		const JxProject *group = report->projects[i];
		if (group != member && group->is_group && strcmp(group->name, member->group) == 0 &&
			jx_project_money(group, &money))
			return true;
	}
	return false;
}

/* Projects that state no amount add nothing: the share is what can be traced. */
FORMULA(traceable_share)
{
	(void)metric;
	(void)argument;
	struct jx_operand traced = jx_operand_amount(NULL, "projects");
	struct jx_operand expenditure = jx_operand_expenditure(report);
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS); i++) {
		struct jx_tally money;
		const JxProject *project = report->projects[i];
		if (!jx_project_money(project, &money) || is_in_group(report, project))
			continue;
		traced.is_there = true;
		traced.value += money.value;
	}
	jx_measure_ratio(ret_measure, &traced, &expenditure, PERCENT);
}

/* A project listed twice counts once. */
static bool is_listed_before(const JxReport *report, size_t index)
{
	const JxProject *project = report->projects[index];
	for (size_t i = 0; i < index; i++) {
		const JxProject *other = report->projects[i];
		bool is_same_code = project->code[0] != '\0' && strcmp(project->code, other->code) == 0;
		if (is_same_code ||
			(strcmp(project->code, other->code) == 0 && strcmp(project->name, other->name) == 0))
			return true;
	}
	return false;
}

FORMULA(project_coverage)
{
	(void)metric;
	(void)argument;
	const JxOrganisation *organisation = report->organisation;
	struct jx_operand listed = jx_operand_decimal(NULL, "projects");
	struct jx_operand evaluated =
		jx_operand_decimal(organisation != NULL ? organisation->projects_evaluated : NULL,
			"organisation.projects_evaluated");
	for (size_t i = 0; i < jx_rows(report->n_projects, JX_MAX_PROJECTS); i++) {
		if (is_listed_before(report, i))
			continue;
		listed.is_there = true;
		listed.value += 1000000;
	}
	jx_measure_ratio(ret_measure, &listed, &evaluated, PERCENT);
}

FORMULA(claimed_score)
{
	(void)metric;
	(void)argument;
	const JxConclusion *conclusion = report->conclusion;
	struct jx_operand score = jx_operand_decimal(
		conclusion != NULL ? conclusion->claimed_score : NULL, "conclusion.claimed_score");
	if (!score.is_there && report->n_projects == 1)
		score = jx_operand_decimal(report->projects[0]->claimed_score, "projects[0].claimed_score");
	jx_measure_value(ret_measure, &score);
}
