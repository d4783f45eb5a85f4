/* Income and expenditure as a whole, functional classes, and the inputs of the common rates. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/check/private.h"

#include "proto/contract/base/array.h"

#define MAX_CLASS_DIGITS 7 /* 3 for a class, 5 for a section, 7 for an item */

static void check_basic_and_project(struct jx_check *check, const JxAccounts *accounts)
{
	struct jx_tally sum = {0};
	jx_tally_amount(&sum, accounts->basic_expenditure, 1);
	jx_tally_amount(&sum, accounts->project_expenditure, 1);
	const struct jx_finding_draft draft = {.rule = "F03",
		.field = "accounts.expenditure",
		.place = "支出合计",
		.args = {"支出合计", "expenditure"}};
	jx_check_sum(check, &sum, accounts->expenditure, &draft);
}

static void check_roll_forward(struct jx_check *check, const JxAccounts *accounts)
{
	struct jx_tally sum = {0};
	jx_tally_amount(&sum, accounts->opening_carry_over, 1);
	jx_tally_amount(&sum, accounts->income, 1);
	jx_tally_amount(&sum, accounts->expenditure, -1);
	const struct jx_finding_draft draft = {
		.rule = "F04", .field = "accounts.closing_carry_over", .place = "年末结转"};
	jx_check_sum(check, &sum, accounts->closing_carry_over, &draft);
}

/* The percentage from the year before where it is printed, else from the change. */
static void check_change_percent(struct jx_check *check, const JxAmount *current,
	const JxAmountChange *change, const struct jx_finding_draft *draft)
{
	bool has_previous = jx_has_amount(change->previous);
	if (!jx_has_amount(current) || !jx_has_decimal(change->stated_percent) ||
		(!has_previous && !jx_has_amount(change->change)))
		return;
	struct jx_printed now = jx_printed_amount(current);
	struct jx_printed stated = jx_printed_decimal(change->stated_percent, false);
	struct jx_printed before;
	struct jx_printed part;
	enum jx_plausibility answer;
	if (has_previous) {
		before = jx_printed_amount(change->previous);
		part = jx_printed_less(&now, &before);
		answer = jx_interval_change_ok(&before, &now, &stated);
	} else {
		part = jx_printed_amount(change->change);
		before = jx_printed_less(&now, &part);
		answer = jx_interval_change_by_amount_ok(&now, &part, &stated);
	}
	jx_check_percent(check, answer, &part, &before, change->stated_percent, draft);
}

static void check_change(struct jx_check *check, const JxAmount *current, const JxAmountChange *change,
	const char *path, const char *place)
{
	struct jx_location location;
	char field[JX_PATH_BYTES];
	if (change == NULL)
		return;
	jx_location_path(&location, "%s", path);
	struct jx_tally difference = {0};
	jx_tally_amount(&difference, current, 1);
	jx_tally_amount(&difference, change->previous, -1);
	struct jx_finding_draft draft = {.rule = "Y01",
		.field = jx_location_field(&location, "change", field),
		.place = place,
		.args = {"增减额", "change", ""}};
	jx_check_sum(check, &difference, change->change, &draft);
	draft.field = jx_location_field(&location, "stated_percent", field);
	draft.args[0] = "增减比例";
	draft.args[1] = "percentage of change";
	draft.args[2] = "%";
	check_change_percent(check, current, change, &draft);
}

void jx_check_accounts(struct jx_check *check)
{
	const JxAccounts *accounts = check->report->accounts;
	if (accounts == NULL)
		return;
	check_basic_and_project(check, accounts);
	check_roll_forward(check, accounts);
	check_change(
		check, accounts->income, accounts->income_change, "accounts.income_change", "收入比上年增减");
	check_change(check, accounts->expenditure, accounts->expenditure_change,
		"accounts.expenditure_change", "支出比上年增减");
}

/* A class that another line holds already: 20601 where 206 is printed too. */
static bool is_inner_class(const JxReport *report, size_t i)
{
	const char *code = report->functions[i]->code;
	size_t n_code = strnlen(code, MAX_CLASS_DIGITS + 1);
	for (size_t j = 0; j < report->n_functions; j++) {
		const char *outer = report->functions[j]->code;
		size_t n = strnlen(outer, MAX_CLASS_DIGITS + 1);
		if (n > 0 && n < n_code && strncmp(outer, code, n) == 0)
			return true;
	}
	return false;
}

static bool is_class_code(const char *code)
{
	size_t n = strspn(code, "0123456789");
	return code[n] == '\0' && (n == 3 || n == 5 || n == 7);
}

static void check_class(struct jx_check *check, size_t i, const JxAmount *whole)
{
	const JxFunctionLine *line = check->report->functions[i];
	struct jx_location location;
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	jx_location_path(&location, "functions[%zu]", i);
	jx_location_label(&location, "", line->name);
	struct jx_finding_draft draft = {.rule = "G15",
		.field = jx_location_field(&location, "code", path),
		.place = location.place,
		.stated = line->code};
	if (line->code[0] != '\0' && !is_class_code(line->code))
		jx_check_add_finding(check, &draft);
	if (!jx_has_amount(line->amount) || !jx_has_amount(whole) || !jx_has_decimal(line->stated_share))
		return;
	struct jx_printed part = jx_printed_amount(line->amount);
	struct jx_printed total = jx_printed_amount(whole);
	struct jx_printed stated = jx_printed_decimal(line->stated_share, false);
	enum jx_plausibility answer = jx_interval_share_ok(&part, &total, &stated);
	draft = (struct jx_finding_draft){.rule = "S02",
		.field = jx_location_field(&location, "stated_share", path),
		.place = location.place,
		.args = {jx_text_amount(line->amount, texts[0]), jx_text_amount(whole, texts[1])}};
	jx_check_percent(check, answer, &part, &total, line->stated_share, &draft);
}

/* Shares of two lines or more that are all printed make 100, but for what rounding moves. */
static void check_shares(struct jx_check *check, const struct jx_tally *shares)
{
	char tolerance[JX_FIGURE_TEXT_BYTES];
	struct jx_tally hundred = {.value = 100000000, .scale = JX_SCALE_MICROS, .n = 1};
	if (shares->n < 2 || !jx_tally_contradicts(&hundred, shares))
		return;
	jx_tally_print((jx_tally_slack(shares, &hundred) + 1) / 2, &hundred, 0, tolerance);
	const struct jx_finding_draft draft = {
		.rule = "S03", .field = "functions", .place = "功能分类占比", .args = {tolerance}};
	jx_check_add_sum_finding(check, &hundred, shares, &draft);
}

void jx_check_functions(struct jx_check *check)
{
	const JxReport *report = check->report;
	const JxAccounts *accounts = report->accounts;
	const JxAmount *whole = NULL;
	if (accounts != NULL)
		whole = jx_has_amount(accounts->fiscal_expenditure) ? accounts->fiscal_expenditure
								    : accounts->expenditure;
	struct jx_tally sum = {0};
	struct jx_tally shares = {0};
	for (size_t i = 0; i < jx_rows(report->n_functions, JX_MAX_LINES); i++) {
		check_class(check, i, whole);
		if (is_inner_class(report, i))
			continue;
		jx_tally_amount(&sum, report->functions[i]->amount, 1);
		jx_tally_decimal(&shares, report->functions[i]->stated_share, false, 1);
	}
	const struct jx_finding_draft draft = {
		.rule = "S01", .field = "accounts.fiscal_expenditure", .place = "财政拨款支出"};
	jx_check_sum(check, &sum, accounts != NULL ? accounts->fiscal_expenditure : NULL, &draft);
	check_shares(check, &shares);
}

static size_t find_input(const JxReport *report, const char *key)
{
	for (size_t i = 0; i < jx_rows(report->n_rate_inputs, JX_MAX_LINES); i++) {
		if (strcmp(report->rate_inputs[i]->key, key) == 0)
			return i;
	}
	return SIZE_MAX;
}

/* The columns of the base table. */
static const struct {
	const char *field;
	const char *zh;
	const char *en;
} input_columns[] = {{"prior_budget", "上年预算数", "last year's budget"},
	{"prior_actual", "上年决算数", "last year's actual"}, {"budget", "本年预算数", "this year's budget"},
	{"actual", "本年决算数", "this year's actual"}};

#define N_INPUT_COLUMNS JX_COUNT_OF(input_columns)

static const JxAmount *input_at(const JxRateInput *input, size_t column)
{
	const JxAmount *const amounts[N_INPUT_COLUMNS] = {
		input->prior_budget, input->prior_actual, input->budget, input->actual};
	return amounts[column];
}

/* A key and the keys that add up to it. */
struct identity {
	const char *whole;
	const char *parts[3]; /* NULL past the last */
	const char *zh;
	const char *en;
};

static void check_identity(struct jx_check *check, const struct identity *identity)
{
	const JxReport *report = check->report;
	size_t whole = find_input(report, identity->whole);
	size_t parts[3] = {SIZE_MAX, SIZE_MAX, SIZE_MAX};
	size_t n_parts = 0;
	for (; n_parts < 3 && identity->parts[n_parts] != NULL; n_parts++) {
		parts[n_parts] = find_input(report, identity->parts[n_parts]);
		if (parts[n_parts] == SIZE_MAX)
			return;
	}
	if (whole == SIZE_MAX)
		return;
	struct jx_location location;
	char path[JX_PATH_BYTES];
	jx_location_path(&location, "rate_inputs[%zu]", whole);
	for (size_t column = 0; column < N_INPUT_COLUMNS; column++) {
		struct jx_tally sum = {0};
		for (size_t i = 0; i < n_parts; i++)
			jx_tally_amount(&sum, input_at(report->rate_inputs[parts[i]], column), 1);
		const struct jx_finding_draft draft = {.rule = "F11",
			.field = jx_location_field(&location, input_columns[column].field, path),
			.place = report->rate_inputs[whole]->label,
			.args = {input_columns[column].zh, identity->zh, input_columns[column].en,
				identity->en}};
		jx_check_sum(check, &sum, input_at(report->rate_inputs[whole], column), &draft);
	}
}

void jx_check_rate_inputs(struct jx_check *check)
{
	static const struct identity identities[] = {
		{"three_public", {"abroad", "vehicles", "reception"}, "因公出国、公务用车、公务接待",
			"abroad, vehicles and reception"},
		{"vehicles", {"vehicle_purchase", "vehicle_running", NULL}, "公务用车购置、运行维护",
			"purchase and running of vehicles"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(identities); i++)
		check_identity(check, &identities[i]);
}
