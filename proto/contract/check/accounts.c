/* Income and expenditure as a whole, and the inputs of the common rates. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/check/private.h"

#include "proto/contract/base/array.h"

/* What a box adds where few forms have it: nothing without the box, something unknown where it holds no figure. */
static enum jx_gap gap_of(const JxAmount *amount)
{
	return amount != NULL ? JX_GAP_NOT_NEGATIVE : JX_GAP_NOTHING;
}

/* Basic and project expenditure are all of it, but for another box where a form has one; none of them is negative. */
static void check_basic_and_project(struct jx_check *check, const JxAccounts *accounts)
{
	struct jx_identity parts = {0};
	jx_identity_amount(&parts, accounts->basic_expenditure, 1, JX_GAP_NOT_NEGATIVE);
	jx_identity_amount(&parts, accounts->project_expenditure, 1, JX_GAP_NOT_NEGATIVE);
	bool has_other = accounts->other_expenditure != NULL;
	jx_identity_amount(&parts, accounts->other_expenditure, 1, gap_of(accounts->other_expenditure));
	const struct jx_finding_draft draft = {.rule = "F03",
		.field = "accounts.expenditure",
		.place = "支出合计",
		.args = {"支出合计", "expenditure",
			has_other ? "基本支出 + 项目支出 + 其他支出" : "基本支出 + 项目支出",
			has_other ? "basic + project + other expenditure" : "basic + project expenditure"}};
	jx_check_total_amount(check, &parts, accounts->expenditure, &draft);
}

/* What was paid from fiscal appropriation is a part of what was paid. */
static void check_fiscal(struct jx_check *check, const JxAccounts *accounts)
{
	const struct jx_finding_draft draft = {.rule = "F03b",
		.field = "accounts.fiscal_expenditure",
		.place = "财政拨款支出",
		.args = {"财政拨款支出", "fiscal expenditure", "支出合计", "all expenditure"}};
	jx_check_amount_at_most(check, accounts->fiscal_expenditure, accounts->expenditure, &draft);
}

/* What there was to spend: income, surplus used and what was carried over. */
static struct jx_identity sum_income(const JxAccounts *accounts)
{
	struct jx_identity sum = {0};
	jx_identity_amount(&sum, accounts->opening_carry_over, 1, JX_GAP_NOT_NEGATIVE);
	jx_identity_amount(&sum, accounts->income, 1, JX_GAP_NOT_NEGATIVE);
	jx_identity_amount(&sum, accounts->surplus_used, 1, gap_of(accounts->surplus_used));
	return sum;
}

/* What became of it: expenditure, surplus allotted and what was carried over. */
static struct jx_identity sum_expenditure(const JxAccounts *accounts)
{
	struct jx_identity sum = {0};
	jx_identity_amount(&sum, accounts->expenditure, 1, JX_GAP_NOT_NEGATIVE);
	jx_identity_amount(&sum, accounts->surplus_allotted, 1, gap_of(accounts->surplus_allotted));
	jx_identity_amount(&sum, accounts->closing_carry_over, 1, JX_GAP_NOT_NEGATIVE);
	return sum;
}

/* Opening + income - expenditure = closing, held against the closing balance, or else against the expenditure. */
static void check_roll_forward(struct jx_check *check, const JxAccounts *accounts)
{
	struct jx_identity closing = sum_income(accounts);
	struct jx_identity spent;
	jx_identity_amount(&closing, accounts->surplus_allotted, -1, gap_of(accounts->surplus_allotted));
	spent = closing;
	jx_identity_amount(&closing, accounts->expenditure, -1, JX_GAP_NOT_NEGATIVE);
	jx_identity_amount(&spent, accounts->closing_carry_over, -1, JX_GAP_NOT_NEGATIVE);
	struct jx_finding_draft draft = {.rule = "F04",
		.field = "accounts.closing_carry_over",
		.place = "年末结转",
		.args = {"按年初结转＋收入－支出，年末结转", "opening balance + income - expenditure"}};
	jx_check_identity_amount(check, &closing, accounts->closing_carry_over, &draft);
	draft.field = "accounts.expenditure";
	draft.place = "支出合计";
	draft.args[0] = "按年初结转＋收入－年末结转，支出";
	draft.args[1] = "opening balance + income - closing balance";
	if (!jx_has_amount(accounts->closing_carry_over))
		jx_check_identity_amount(check, &spent, accounts->expenditure, &draft);
	draft.rule = "F04b";
	if (!jx_has_amount(accounts->opening_carry_over) && accounts->surplus_used == NULL &&
		!jx_has_amount(accounts->total_income))
		jx_check_amount_at_most(check, accounts->expenditure, accounts->income, &draft);
}

/* The totals of both sides: each is the sum of its own. */
static void check_totals(struct jx_check *check, const JxAccounts *accounts)
{
	struct jx_identity income = sum_income(accounts);
	struct jx_identity expenditure = sum_expenditure(accounts);
	struct jx_finding_draft draft = {.rule = "F23",
		.field = "accounts.total_income",
		.place = "收入总计",
		.args = {"收入总计", "total income", "本年收入 + 使用结余 + 年初结转",
			"income + surplus used + opening balance"}};
	jx_check_identity_amount(check, &income, accounts->total_income, &draft);
	draft.field = "accounts.total_expenditure";
	draft.place = "支出总计";
	draft.args[0] = "支出总计";
	draft.args[1] = "total expenditure";
	draft.args[2] = "本年支出 + 结余分配 + 年末结转";
	draft.args[3] = "expenditure + surplus allotted + closing balance";
	jx_check_identity_amount(check, &expenditure, accounts->total_expenditure, &draft);
}

/* They are equal. Where their parts do not fit, that is what is wrong. */
static void check_equal_totals(struct jx_check *check, const JxAccounts *accounts)
{
	struct jx_tally total = {0};
	const struct jx_finding_draft draft = {
		.rule = "F23b", .field = "accounts.total_expenditure", .place = "支出总计"};
	jx_tally_amount(&total, accounts->total_income, 1);
	jx_check_sum(check, &total, accounts->total_expenditure, &draft);
}

/* The percentage from the year before where it is printed, else from the change. */
static void check_change_percent(struct jx_check *check, const JxAmount *current,
	const JxAmountChange *change, const struct jx_finding_draft *draft)
{
	bool has_previous = jx_is_bounded_amount(change->previous);
	if (!jx_is_bounded_amount(current) || !jx_is_bounded_decimal(change->stated_percent) ||
		(!has_previous && !jx_is_bounded_amount(change->change)))
		return;
	struct jx_printed now = jx_printed_amount(current);
	struct jx_printed stated = jx_printed_decimal(change->stated_percent, false);
	struct jx_printed before;
	struct jx_printed part;
	struct jx_finding_draft filled = *draft;
	enum jx_plausibility answer;
	filled.changed = has_previous ? &now : NULL;
	if (has_previous) {
		before = jx_printed_amount(change->previous);
		part = jx_printed_less(&now, &before);
		answer = jx_interval_change_ok(&before, &now, &stated);
	} else {
		part = jx_printed_amount(change->change);
		before = jx_printed_less(&now, &part);
		answer = jx_interval_change_by_amount_ok(&now, &part, &stated);
	}
	jx_check_percent(check, answer, &part, &before, change->stated_percent, &filled);
}

static void check_change(struct jx_check *check, const JxAmount *current, const JxAmountChange *change,
	const char *path, const char *place)
{
	struct jx_location location;
	char field[JX_PATH_BYTES];
	if (change == NULL)
		return;
	jx_location_path(&location, "%s", path);
	struct jx_identity difference = {0};
	jx_identity_amount(&difference, current, 1, JX_GAP_NOT_NEGATIVE);
	jx_identity_amount(&difference, change->previous, -1, JX_GAP_NOT_NEGATIVE);
	struct jx_finding_draft draft = {.rule = "Y01",
		.field = jx_location_field(&location, "change", field),
		.place = place,
		.args = {"增减额", "change", ""}};
	jx_check_identity_amount(check, &difference, change->change, &draft);
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
	check_fiscal(check, accounts);
	size_t n_told = check->findings->n_all;
	check_roll_forward(check, accounts);
	check_totals(check, accounts);
	if (check->findings->n_all == n_told)
		check_equal_totals(check, accounts);
	check_change(
		check, accounts->income, accounts->income_change, "accounts.income_change", "收入比上年增减");
	check_change(check, accounts->expenditure, accounts->expenditure_change,
		"accounts.expenditure_change", "支出比上年增减");
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
struct whole {
	const char *key;
	const char *parts[3]; /* NULL past the last */
	const char *zh;
	const char *en;
};

static const struct whole wholes[] = {
	{"three_public", {"abroad", "vehicles", "reception"}, "因公出国、公务用车、公务接待",
		"abroad, vehicles and reception"},
	{"vehicles", {"vehicle_purchase", "vehicle_running", NULL}, "公务用车购置、运行维护",
		"purchase and running of vehicles"},
};

/* Adds the parts of a whole. A part that is not printed is what its own parts make, or more; with is_by_parts one whose
 * parts contradict it is what they make, too. */
static void add_parts(struct jx_identity *sum, const JxReport *report, const struct whole *whole,
	size_t column, bool is_by_parts)
{
	for (size_t p = 0; p < JX_COUNT_OF(whole->parts) && whole->parts[p] != NULL; p++) {
		size_t row = find_input(report, whole->parts[p]);
		const JxAmount *amount = row != SIZE_MAX ? input_at(report->rate_inputs[row], column) : NULL;
		struct jx_identity inner = {0};
		for (size_t w = (size_t)(whole - wholes) + 1; w < JX_COUNT_OF(wholes); w++) {
			if (strcmp(wholes[w].key, whole->parts[p]) == 0)
				add_parts(&inner, report, &wholes[w], column, is_by_parts);
		}
		struct jx_tally shown = {0};
		jx_tally_amount(&shown, amount, 1);
		bool is_wrong = is_by_parts && jx_identity_balance(&inner, &shown) != JX_BALANCED;
		bool is_inner = inner.sum.n > 0 && (is_wrong || !jx_has_amount(amount));
		if (is_inner)
			jx_tally_add(&sum->sum, &inner.sum);
		sum->can_be_more |= is_inner && (inner.can_be_more || !jx_has_amount(amount));
		if (!is_inner)
			jx_identity_amount(sum, amount, 1, JX_GAP_NOT_NEGATIVE);
	}
}

static void check_whole(struct jx_check *check, const struct whole *whole)
{
	const JxReport *report = check->report;
	size_t row = find_input(report, whole->key);
	if (row == SIZE_MAX)
		return;
	struct jx_location location;
	char path[JX_PATH_BYTES];
	jx_location_path(&location, "rate_inputs[%zu]", row);
	for (size_t column = 0; column < N_INPUT_COLUMNS; column++) {
		struct jx_identity sum = {0};
		struct jx_identity by_parts = {0};
		struct jx_tally stated = {0};
		const JxAmount *amount = input_at(report->rate_inputs[row], column);
		add_parts(&sum, report, whole, column, false);
		add_parts(&by_parts, report, whole, column, true);
		jx_tally_amount(&stated, amount, 1);
		/* What the parts of a part make right is a fault of that part, and told there. */
		if (jx_has_amount(amount) && jx_identity_balance(&by_parts, &stated) == JX_BALANCED)
			continue;
		const struct jx_finding_draft draft = {.rule = "F11",
			.field = jx_location_field(&location, input_columns[column].field, path),
			.place = report->rate_inputs[row]->label,
			.args = {input_columns[column].zh, whole->zh, input_columns[column].en, whole->en}};
		jx_check_total_amount(check, &sum, amount, &draft);
	}
}

/* Told when the printed rate is none of those that a form may mean: of the budget, of the year before, or the change. */
static void check_input_rate(struct jx_check *check, size_t row)
{
	const JxRateInput *input = check->report->rate_inputs[row];
	const JxAmount *const bases[] = {input->budget, input->prior_actual, input->prior_budget};
	const JxAmount *const tops[] = {input->actual, input->budget};
	struct jx_location location;
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	if (!jx_is_bounded_decimal(input->stated_rate) || !jx_is_bounded_amount(input->actual) ||
		!jx_is_bounded_amount(input->budget))
		return;
	struct jx_printed stated = jx_printed_decimal(input->stated_rate, false);
	bool is_doubtful = false;
	for (size_t t = 0; t < JX_COUNT_OF(tops); t++) {
		for (size_t b = 0; b < JX_COUNT_OF(bases); b++) {
			if (tops[t] == bases[b] || !jx_is_bounded_amount(bases[b]))
				continue;
			struct jx_printed top = jx_printed_amount(tops[t]);
			struct jx_printed base = jx_printed_amount(bases[b]);
			enum jx_plausibility share = jx_interval_share_ok(&top, &base, &stated);
			enum jx_plausibility change = jx_interval_change_ok(&base, &top, &stated);
			if (share == JX_POSSIBLE || change == JX_POSSIBLE)
				return;
			is_doubtful |= share == JX_DOUBTFUL || change == JX_DOUBTFUL;
		}
	}
	struct jx_printed top = jx_printed_amount(input->actual);
	struct jx_printed base = jx_printed_amount(input->budget);
	jx_location_path(&location, "rate_inputs[%zu]", row);
	const struct jx_finding_draft draft = {.rule = "F05c",
		.field = jx_location_field(&location, "stated_rate", path),
		.place = input->label,
		.args = {jx_text_amount(input->actual, texts[0]), jx_text_amount(input->budget, texts[1])}};
	enum jx_plausibility answer = jx_interval_share_ok(&top, &base, &stated);
	answer = answer == JX_IMPOSSIBLE && is_doubtful ? JX_DOUBTFUL : answer;
	jx_check_percent(check, answer, &top, &base, input->stated_rate, &draft);
}

void jx_check_rate_inputs(struct jx_check *check)
{
	for (size_t i = 0; i < JX_COUNT_OF(wholes); i++)
		check_whole(check, &wholes[i]);
	for (size_t i = 0; i < jx_rows(check->report->n_rate_inputs, JX_MAX_LINES); i++)
		check_input_rate(check, i);
}
