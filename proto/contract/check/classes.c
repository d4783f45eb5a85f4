/* Expenditure by functional and by economic class: codes, shares, and what the classes of a list make together. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/check/fund_table.h"

#include "proto/contract/base/array.h"

#define MAX_CLASS_DIGITS 7 /* 3 for a class, 5 for a section, 7 for an item */

/* One line of either list. */
struct class_line {
	const char *code;
	const char *name;
	const JxAmount *amount;
	const JxDecimal *stated_share;
};

/* A list of classes, and the rules that speak of it. */
struct class_list {
	const JxReport *report;
	const char *path;
	const char *code_rule;
	const char *share_rule;
	size_t n;
	bool is_economic;
};

static struct class_line line_at(const struct class_list *list, size_t i)
{
	if (list->is_economic) {
		const JxEconomicLine *line = list->report->economic_classes[i];
		return (struct class_line){line->code, line->name, line->amount, line->stated_share};
	}
	const JxFunctionLine *line = list->report->functions[i];
	return (struct class_line){line->code, line->name, line->amount, line->stated_share};
}

/* A class that another line holds already: 20601 where 206 is printed too. */
static bool is_inner_class(const struct class_list *list, size_t i)
{
	const char *code = line_at(list, i).code;
	size_t n_code = strnlen(code, MAX_CLASS_DIGITS + 1);
	for (size_t j = 0; j < list->n; j++) {
		const char *outer = line_at(list, j).code;
		size_t n = strnlen(outer, MAX_CLASS_DIGITS + 1);
		if (n > 0 && n < n_code && strncmp(outer, code, n) == 0)
			return true;
	}
	return false;
}

/* Functional classes have 3, 5 or 7 digits; economic ones 3 or 5, and begin with 3, or 5 in the government's classification. */
static bool is_class_code(const struct class_list *list, const char *code)
{
	size_t n = strspn(code, "0123456789");
	if (list->is_economic)
		return code[n] == '\0' && (n == 3 || n == 5) && (code[0] == '3' || code[0] == '5');
	return code[n] == '\0' && (n == 3 || n == 5 || n == 7);
}

/* A code that a line before has too. */
static void check_once(struct jx_check *check, const struct class_list *list, size_t i)
{
	const char *code = line_at(list, i).code;
	struct jx_location location;
	struct jx_location other;
	char path[JX_PATH_BYTES];
	size_t before = 0;
	while (before < i && strcmp(line_at(list, before).code, code) != 0)
		before++;
	if (before == i || code[0] == '\0')
		return;
	jx_location_path(&location, "%s[%zu]", list->path, i);
	jx_location_label(&location, "", line_at(list, i).name);
	jx_location_path(&other, "%zu", before + 1);
	const struct jx_finding_draft draft = {.rule = "S08",
		.field = jx_location_field(&location, "code", path),
		.place = location.place,
		.stated = code,
		.args = {other.path}};
	jx_check_add_finding(check, &draft);
}

static void check_class(
	struct jx_check *check, const struct class_list *list, size_t i, const JxAmount *whole)
{
	const struct class_line line = line_at(list, i);
	struct jx_location location;
	char path[JX_PATH_BYTES];
	char texts[2][JX_FIGURE_TEXT_BYTES];
	check_once(check, list, i);
	jx_location_path(&location, "%s[%zu]", list->path, i);
	jx_location_label(&location, "", line.name);
	struct jx_finding_draft draft = {.rule = list->code_rule,
		.field = jx_location_field(&location, "code", path),
		.place = location.place,
		.stated = line.code};
	if (line.code[0] != '\0' && !is_class_code(list, line.code))
		jx_check_add_finding(check, &draft);
	if (!jx_is_bounded_amount(line.amount) || !jx_is_bounded_amount(whole) ||
		!jx_is_bounded_decimal(line.stated_share))
		return;
	struct jx_printed part = jx_printed_amount(line.amount);
	struct jx_printed total = jx_printed_amount(whole);
	struct jx_printed stated = jx_printed_decimal(line.stated_share, false);
	enum jx_plausibility answer = jx_interval_share_ok(&part, &total, &stated);
	draft = (struct jx_finding_draft){.rule = list->share_rule,
		.field = jx_location_field(&location, "stated_share", path),
		.place = location.place,
		.args = {jx_text_amount(line.amount, texts[0]), jx_text_amount(whole, texts[1])}};
	jx_check_percent(check, answer, &part, &total, line.stated_share, &draft);
}

/* Shares of two lines or more make 100, but for what rounding moves; less where one is not printed. */
static void check_shares(
	struct jx_check *check, const struct class_list *list, const struct jx_identity *identity)
{
	const struct jx_tally *shares = &identity->sum;
	char tolerance[JX_FIGURE_TEXT_BYTES];
	struct jx_tally hundred = {.value = 100000000, .scale = JX_SCALE_MICROS, .n = 1};
	if (shares->n < 2 || jx_identity_balance(identity, &hundred) == JX_BALANCED)
		return;
	jx_tally_print((jx_tally_slack(shares, &hundred) + 1) / 2, &hundred, 0, tolerance);
	const struct jx_finding_draft draft = {.rule = "S03",
		.field = list->path,
		.place = list->is_economic ? "经济分类占比" : "功能分类占比",
		.args = {tolerance}};
	jx_check_add_sum_finding(check, &hundred, shares, &draft);
}

/* What the classes of a list make, and their shares. */
struct class_sums {
	struct jx_identity amounts;
	struct jx_identity shares;
};

static struct class_sums add_up(struct jx_check *check, const struct class_list *list)
{
	struct class_sums sums = {0};
	size_t n_parts = 0;
	size_t n_of_which = 0;
	for (size_t i = 0; i < list->n; i++) {
		const struct class_line line = line_at(list, i);
		if (is_inner_class(list, i))
			continue;
		n_parts++;
		n_of_which += jx_is_of_which(line.name) ? 1 : 0;
		jx_identity_amount(&sums.amounts, line.amount, 1, JX_GAP_NOT_NEGATIVE);
		jx_identity_decimal(&sums.shares, line.stated_share, false, JX_GAP_NOT_NEGATIVE);
	}
	/* A list of 其中 from end to end names some classes and not all. */
	bool is_partial = n_of_which == n_parts || jx_is_partial(check->report, list->path);
	sums.amounts.can_be_more |= is_partial;
	jx_identity_end_list(&sums.amounts);
	sums.shares.can_be_more |= is_partial;
	return sums;
}

/* ---- functional classes ---- */

static void check_functions(struct jx_check *check)
{
	const JxReport *report = check->report;
	const JxAccounts *accounts = report->accounts;
	const struct class_list list = {.report = report,
		.path = "functions",
		.code_rule = "G15",
		.share_rule = "S02",
		.n = jx_rows(report->n_functions, JX_MAX_LINES)};
	const JxAmount *whole = NULL;
	if (accounts != NULL)
		whole = jx_has_amount(accounts->fiscal_expenditure) ? accounts->fiscal_expenditure
								    : accounts->expenditure;
	for (size_t i = 0; i < list.n; i++)
		check_class(check, &list, i, whole);
	const struct class_sums sums = add_up(check, &list);
	const struct jx_finding_draft draft = {
		.rule = "S01", .field = "accounts.fiscal_expenditure", .place = "财政拨款支出"};
	jx_check_total_amount(
		check, &sums.amounts, accounts != NULL ? accounts->fiscal_expenditure : NULL, &draft);
	check_shares(check, &list, &sums.shares);
}

/* ---- economic classes ---- */

/* What economic classes may be of, the widest first. */
enum scope { SCOPE_ALL, SCOPE_FISCAL, SCOPE_BASIC, SCOPES };

static const JxAmount *executed_of(const struct jx_fund_table *table, const char *code)
{
	for (size_t i = 0; i < table->n; i++) {
		if (strcmp(table->lines[i]->row, code) == 0)
			return table->lines[i]->executed;
	}
	return NULL;
}

/* The total of each scope: of the accounts, or else of the table by nature; NULL where neither prints it. */
static void find_scopes(
	const JxReport *report, const struct jx_fund_table *nature, const JxAmount *ret_wholes[SCOPES])
{
	static const JxAccounts none = JX_ACCOUNTS_INIT;
	const JxAccounts *accounts = report->accounts != NULL ? report->accounts : &none;
	ret_wholes[SCOPE_ALL] = accounts->expenditure;
	ret_wholes[SCOPE_FISCAL] = accounts->fiscal_expenditure;
	ret_wholes[SCOPE_BASIC] = accounts->basic_expenditure;
	if (!jx_is_bounded_amount(accounts->expenditure))
		ret_wholes[SCOPE_ALL] = executed_of(nature, "total");
	if (!jx_is_bounded_amount(accounts->basic_expenditure))
		ret_wholes[SCOPE_BASIC] = executed_of(nature, "basic");
}

static enum jx_balance balance_of(const struct jx_identity *sum, const JxAmount *whole)
{
	struct jx_tally stated = {0};
	jx_tally_amount(&stated, whole, 1);
	return jx_identity_balance(sum, &stated);
}

/* The scope that the classes make up; SCOPES for none of those that are printed. */
static enum scope scope_of(const struct jx_identity *sum, const JxAmount *const wholes[SCOPES])
{
	for (enum scope scope = SCOPE_ALL; scope < SCOPES; scope++) {
		if (jx_is_bounded_amount(wholes[scope]) && balance_of(sum, wholes[scope]) == JX_BALANCED)
			return scope;
	}
	return SCOPES;
}

/* The printed scope that comes nearest; SCOPES for none. */
static enum scope nearest_scope(const struct jx_identity *sum, const JxAmount *const wholes[SCOPES])
{
	enum scope nearest = SCOPES;
	jx_int128 least = 0;
	for (enum scope scope = SCOPE_ALL; scope < SCOPES; scope++) {
		if (wholes[scope] == NULL || !jx_is_bounded_amount(wholes[scope]))
			continue;
		jx_int128 apart = jx_int128_abs(sum->sum.value - wholes[scope]->fen);
		if (nearest != SCOPES && apart >= least)
			continue;
		nearest = scope;
		least = apart;
	}
	return nearest;
}

/* Classes may also be those of basic expenditure from fiscal appropriation, which has no box: no more than either. */
static bool may_be_fiscal_basic(const struct jx_identity *sum, const JxAmount *const wholes[SCOPES])
{
	bool is_printed = false;
	for (enum scope scope = SCOPE_FISCAL; scope < SCOPES; scope++) {
		if (!jx_is_bounded_amount(wholes[scope]))
			continue;
		is_printed = true;
		if (sum->sum.value > wholes[scope]->fen)
			return false;
	}
	return is_printed;
}

static void check_scope(
	struct jx_check *check, const struct jx_identity *sum, const JxAmount *const wholes[SCOPES])
{
	static const char *const names[SCOPES][2] = {{"支出合计", "all expenditure"},
		{"财政拨款支出", "fiscal expenditure"}, {"基本支出", "basic expenditure"}};
	enum scope nearest = nearest_scope(sum, wholes);
	if (sum->sum.n == 0 || sum->sum.is_broken || nearest == SCOPES || scope_of(sum, wholes) != SCOPES)
		return;
	const struct jx_finding_draft draft = {.rule = "S05",
		.field = "economic_classes",
		.place = "经济分类",
		.args = {names[nearest][0], names[nearest][1]},
		.is_note = may_be_fiscal_basic(sum, wholes)};
	struct jx_tally whole = {0};
	jx_tally_amount(&whole, wholes[nearest], 1);
	jx_check_add_sum_finding(check, &whole, &sum->sum, &draft);
}

/* 301 and 303 are people, and the others running, where the classes are those of basic expenditure. */
static void check_people(
	struct jx_check *check, const struct class_list *list, const struct jx_fund_table *nature)
{
	struct jx_identity people = {0};
	for (size_t i = 0; i < list->n; i++) {
		const struct class_line line = line_at(list, i);
		if (strcmp(line.code, "301") == 0 || strcmp(line.code, "303") == 0)
			jx_identity_amount(&people, line.amount, 1, JX_GAP_NOT_NEGATIVE);
	}
	const JxAmount *printed = executed_of(nature, "personnel");
	const struct jx_finding_draft draft = {
		.rule = "S07", .field = "economic_classes", .place = "经济分类"};
	struct jx_tally whole = {0};
	if (people.sum.n == 0 || !jx_is_bounded_amount(printed) ||
		balance_of(&people, printed) == JX_BALANCED)
		return;
	jx_tally_amount(&whole, printed, 1);
	jx_check_add_sum_finding(check, &whole, &people.sum, &draft);
}

static void check_economic(struct jx_check *check)
{
	const JxReport *report = check->report;
	const struct class_list list = {.report = report,
		.path = "economic_classes",
		.code_rule = "G19",
		.share_rule = "S06",
		.n = jx_rows(report->n_economic_classes, JX_MAX_LINES),
		.is_economic = true};
	if (list.n == 0)
		return;
	const struct jx_fund_table nature = jx_fund_table(
		report->funds_by_nature, report->n_funds_by_nature, "funds_by_nature", "", true);
	const JxAmount *wholes[SCOPES];
	const struct class_sums sums = add_up(check, &list);
	find_scopes(report, &nature, wholes);
	enum scope scope = scope_of(&sums.amounts, wholes);
	for (size_t i = 0; i < list.n; i++)
		check_class(check, &list, i, scope < SCOPES ? wholes[scope] : NULL);
	check_scope(check, &sums.amounts, wholes);
	if (scope == SCOPE_BASIC)
		check_people(check, &list, &nature);
	check_shares(check, &list, &sums.shares);
}

void jx_check_classes(struct jx_check *check)
{
	check_functions(check);
	check_economic(check);
}
