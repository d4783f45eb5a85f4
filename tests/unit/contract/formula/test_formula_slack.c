/*
 * Slack: no true figures within the digits of the printed ones give a result further from the printed one than it says.
 *
 * Held against random figures in mixed units and every corner of what their digits allow; and it is not larger than it
 * must be where the operators are sums.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "tests/support/formula_kit.h"

#define N_FIGURES 4
#define N_ROUNDS  400

static uint64_t seed = 20250701;

static uint64_t random_below(uint64_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (seed >> 33) % n;
}

/* A printed figure as a value: money in one of three units with up to as many decimals as fen allow. */
static JxAmount random_amount(void)
{
	static const struct {
		JxAmountUnit unit;
		int64_t fen;
		uint32_t max_decimals;
	} units[] = {{JX_AMOUNT_UNIT_YUAN, 100, 2}, {JX_AMOUNT_UNIT_WAN_YUAN, 1000000, 6},
		{JX_AMOUNT_UNIT_YI_YUAN, 10000000000, 6}};
	JxAmount amount = JX_AMOUNT_INIT;
	size_t unit = random_below(3);
	int64_t digit = units[unit].fen;
	amount.unit = units[unit].unit;
	amount.decimals = (uint32_t)random_below(units[unit].max_decimals + 1);
	for (uint32_t i = 0; i < amount.decimals; i++)
		digit /= 10;
	amount.fen = digit * (int64_t)random_below(3000);
	return amount;
}

/* Half a unit of the last digit of the finest figure of its unit, in half fen. */
static int64_t half_in_half_fen(const JxAmount *amount, const JxAmount *const figures[N_FIGURES])
{
	uint32_t decimals = 0;
	int64_t digit = amount->unit == JX_AMOUNT_UNIT_YUAN       ? 100
			: amount->unit == JX_AMOUNT_UNIT_WAN_YUAN ? 1000000
								  : INT64_C(10000000000);
	for (size_t i = 0; i < N_FIGURES; i++) {
		if (figures[i]->unit == amount->unit && figures[i]->decimals > decimals)
			decimals = figures[i]->decimals;
	}
	for (uint32_t i = 0; i < decimals; i++)
		digit /= 10;
	return amount->fen == 0 ? 0 : digit;
}

/* The figures as the four amounts of accounts that the formulas name. */
static void fill(JxAccounts *accounts, JxAmount figures[N_FIGURES])
{
	accounts->income = &figures[0];
	accounts->expenditure = &figures[1];
	accounts->basic_expenditure = &figures[2];
	accounts->project_expenditure = &figures[3];
}

static struct jx_formula_value eval(
	struct jx_arena *arena, const struct jx_formula *formula, const JxReport *report, bool has_slack)
{
	struct jx_formula_value value;
	struct jx_formula_digits digits = {.is_gathered = false};
	const struct jx_formula_run run = {
		.message = &report->base, .arena = arena, .digits = has_slack ? &digits : NULL};
	assert_int_equal(jx_formula_eval(formula, &run, &value), JX_OK);
	digits.is_gathered = true;
	assert_int_equal(jx_formula_eval(formula, &run, &value), JX_OK);
	return value;
}

static struct jx_number distance(const struct jx_formula_value *a, const struct jx_formula_value *b)
{
	struct jx_number difference;
	assert_int_equal(jx_number_subtract(&a->as.number, &b->as.number, &difference), JX_OK);
	return jx_number_sign(&difference) < 0 ? jx_number_negate(&difference) : difference;
}

/* Evaluates at a corner: each figure at one end of what its digits allow, in fen when these are whole. */
static void check_corner(struct jx_arena *arena, const struct jx_formula *formula, JxReport *report,
	const struct jx_formula_value *printed, unsigned corner)
{
	JxAmount *figures[N_FIGURES] = {report->accounts->income, report->accounts->expenditure,
		report->accounts->basic_expenditure, report->accounts->project_expenditure};
	int64_t fen[N_FIGURES];
	for (size_t i = 0; i < N_FIGURES; i++) {
		fen[i] = figures[i]->fen;
		/* towards the figure, where half a fen is meant */
		int64_t half = half_in_half_fen(figures[i], (const JxAmount *const *)figures) / 2;
		figures[i]->fen += corner >> i & 1 ? half : -half;
	}
	struct jx_formula_value moved = eval(arena, formula, report, false);
	if (moved.not_computable == JX_COMPUTABLE) {
		struct jx_number off = distance(printed, &moved);
		struct jx_number slack = printed->slack;
		if (slack.bottom == 0)
			slack.bottom = 1;
		assert_true(jx_number_compare(&off, &slack) <= 0);
	}
	for (size_t i = 0; i < N_FIGURES; i++)
		figures[i]->fen = fen[i];
}

#define A "accounts.income"
#define B "accounts.expenditure"
#define C "accounts.basic_expenditure"
#define D "accounts.project_expenditure"

static void no_true_figures_are_further_off(void **state)
{
	(void)state;
	static const char *const formulas[] = {A, A " + " B " - " C, "sum(" A ", " B ", " C ", " D ")",
		"-" A " - " B, A " * 3", "0.17 * (" A " - " B ")", A " / 7", "min(" A ", " B ", " C ")",
		"max(" A " - " B ", " C ")", "abs(" A " - " B ")", "ratio(" A ", " B ")",
		A " * ratio(" B ", " C ")", "(" A " - " B ") / (" C " + " D ")", "round(" A " - " B ", 0)",
		"round(ratio(" A ", " B "), 2)", A " > " B " ? " A " : " A, "[" A ", " B "][1]",
		"[" A ", " B ", " C "].map(x, x * 2)[2]",
		"sum([" A ", " B ", " C "].filter(x, x > amount('0元')))"};
	for (size_t i = 0; i < JX_COUNT_OF(formulas) * N_ROUNDS; i++) {
		struct jx_arena arena;
		JxReport report = JX_REPORT_INIT;
		JxAccounts accounts = JX_ACCOUNTS_INIT;
		JxAmount figures[N_FIGURES];
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		const struct jx_formula *formula = formula_of(&arena, formulas[i / N_ROUNDS]);
		for (size_t k = 0; k < N_FIGURES; k++)
			figures[k] = random_amount();
		report.accounts = &accounts;
		fill(&accounts, figures);
		struct jx_formula_value printed = eval(&arena, formula, &report, true);
		for (unsigned corner = 0; corner < 1u << N_FIGURES && printed.not_computable == JX_COMPUTABLE;
			corner++)
			check_corner(&arena, formula, &report, &printed, corner);
		jx_arena_clear(&arena);
	}
}

static void slack_of_a_sum_is_that_of_its_figures(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_ROUNDS; i++) {
		struct jx_arena arena;
		JxReport report = JX_REPORT_INIT;
		JxAccounts accounts = JX_ACCOUNTS_INIT;
		JxAmount figures[N_FIGURES];
		int64_t sum = 0;
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		const JxAmount *const all[N_FIGURES] = {&figures[0], &figures[1], &figures[2], &figures[3]};
		for (size_t k = 0; k < N_FIGURES; k++)
			figures[k] = random_amount();
		for (size_t k = 0; k < N_FIGURES; k++)
			sum += half_in_half_fen(&figures[k], all);
		report.accounts = &accounts;
		fill(&accounts, figures);
		struct jx_formula_value value =
			eval(&arena, formula_of(&arena, A " + " B " - " C " - " D), &report, true);
		struct jx_number expected = {sum, 2};
		assert_int_equal(jx_number_compare(&value.slack, &expected), 0);
		assert_true(value.is_low_open &&
			    value.is_high_open); /* something is added, and something taken off */
		jx_arena_clear(&arena);
	}
}

static void what_is_written_or_counted_is_exact(void **state)
{
	(void)state;
	static const char *const formulas[] = {"amount('1.00万元')", "3 * 0.25", "size(projects)",
		"projects.map(p, p.number)[0]", "profile.year - 1"};
	struct jx_arena arena;
	JxReport report = JX_REPORT_INIT;
	JxProfile profile = JX_PROFILE_INIT;
	report.profile = &profile;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	for (size_t i = 0; i < JX_COUNT_OF(formulas); i++)
		assert_true(eval(&arena, formula_of(&arena, formulas[i]), &report, true).slack.top == 0);
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_true_figures_are_further_off),
		cmocka_unit_test(slack_of_a_sum_is_that_of_its_figures),
		cmocka_unit_test(what_is_written_or_counted_is_exact),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
