#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "tests/support/formula_kit.h"
#include "tests/support/test.h"

static const struct formula_table NOTHING = {.json = NULL};

static void what_does_not_fit_is_told_with_its_place(void **state)
{
	(void)state;
	static const struct formula_line lines[] = {
		{"acounts.income", "1:1 UNKNOWN_NAME_NEAR acounts | accounts"},
		{"accounts.incme", "1:10 UNKNOWN_FIELD_NEAR incme | Accounts | income"},
		{"accounts.zzzzzz", "1:10 UNKNOWN_FIELD zzzzzz | Accounts"},
		{"zzzz", "1:1 UNKNOWN_NAME zzzz"},
		{"projets.all(p, p.name == \"\")", "1:1 UNKNOWN_NAME_NEAR projets | projects"},
		{"projects.all(p, q.name == \"\")", "1:17 UNKNOWN_NAME_NEAR q | p"},
		{"projects.al(p, true)", "1:10 UNKNOWN_FUNCTION_NEAR al | all"},
		{"projects.forEach(p, true)", "1:10 UNKNOWN_FUNCTION forEach"},
		{"sums(1, 2)", "1:1 UNKNOWN_FUNCTION_NEAR sums | sum"},
		{"frobnicate(1)", "1:1 UNKNOWN_FUNCTION frobnicate"},
		{"projects.name", "1:10 IS_LIST projects | name"},
		{"accounts.income.fen", "1:17 NO_FIELDS accounts.income | money | fen"},
		{"profile.name.x", "1:14 NO_FIELDS profile.name | a text | x"},
		{"staff.posts.micros", "1:13 NO_FIELDS staff.posts | a number | micros"},
		{"kind == \"departement\"",
			"1:9 UNKNOWN_CHOICE departement | ReportKind | unspecified, department, project"},
		{"kind in [profile.name]", "1:6 OPERANDS in | ReportKind | a list of texts"},
		{"kind in ['department', profile.name]", "1:6 OPERANDS in | ReportKind | a list of texts"},
		{"kind in [\"department\", \"x\"]",
			"1:24 UNKNOWN_CHOICE x | ReportKind | unspecified, department, project"},
		{"kind < \"project\"", "1:6 OPERANDS < | ReportKind | a text"},
		{"kind == profile.name", "1:6 OPERANDS == | ReportKind | a text"},
		{"accounts.income + 1", "1:17 OPERANDS + | money | a number"},
		{"accounts.income > 0", "1:17 OPERANDS > | money | a number"},
		{"accounts.income * accounts.income", "1:17 OPERANDS * | money | money"},
		{"1 / accounts.income", "1:3 OPERANDS / | a number | money"},
		{"1 % accounts.income", "1:3 OPERANDS % | a number | money"},
		{"\"a\" + \"b\"", "1:5 OPERANDS + | a text | a text"},
		{"1 == \"1\"", "1:3 OPERANDS == | a number | a text"},
		{"true < false", "1:6 OPERANDS < | a yes or no | a yes or no"},
		{"accounts == accounts", "1:10 OPERANDS == | Accounts | Accounts"},
		{"projects == projects", "1:10 OPERANDS == | a list of Project | a list of Project"},
		{"1 && true", "1:1 WANTS && | a yes or no, such as a comparison | a number"},
		{"!1", "1:2 WANTS ! | a yes or no, such as a comparison | a number"},
		{"-\"a\"", "1:2 WANTS - | a number or money | a text"},
		{"-true", "1:2 WANTS - | a number or money | a yes or no"},
		{"true ? 1 : \"a\"", "1:6 OPERANDS ? | a number | a text"},
		{"1 in 2", "1:6 WANTS in | a list | a number"},
		{"1 in [\"a\"]", "1:3 OPERANDS in | a number | a list of texts"},
		{"[]", "1:1 EMPTY_LIST"},
		{"[1, \"a\"]", "1:5 MIXED_LIST a number | a text"},
		{"[[1], [2]]", "1:2 LIST_IN_LIST"},
		{"projects.map(p, p.indicators)", "1:17 LIST_IN_LIST"},
		{"has(1)", "1:5 HAS"},
		{"has(1 + 2)", "1:5 HAS"},
		{"has(projects.filter(p, true))", "1:5 HAS"},
		{"has()", "1:1 ARGUMENTS has | 1 | 0"},
		{"has(accounts, staff)", "1:1 ARGUMENTS has | 1 | 2"},
		{"size(1)", "1:6 WANTS size | a list or a text | a number"},
		{"sum(1)", "1:5 WANTS sum | a list | a number"},
		{"sum(projects)",
			"1:5 WANTS sum | a list of numbers or money, taken out with map | a list of Project"},
		{"sum([\"a\"])",
			"1:5 WANTS sum | a list of numbers or money, taken out with map | a list of texts"},
		{"min(1, amount(\"1元\"))", "1:1 OPERANDS min | a number | money"},
		{"sum()", "1:1 ARGUMENTS sum | ≥1 | 0"},
		{"ratio(1)", "1:1 ARGUMENTS ratio | 2 | 1"},
		{"ratio(1, amount(\"1元\"))", "1:1 OPERANDS ratio | a number | money"},
		{"ratio(amount(\"1元\"), 1)", "1:1 OPERANDS ratio | money | a number"},
		{"round(1, 13)", "1:10 LITERAL round | a number of decimals, 0 to 12"},
		{"round(1, size(projects))", "1:10 LITERAL round | a number of decimals, 0 to 12"},
		{"round(1, -1)", "1:10 LITERAL round | a number of decimals, 0 to 12"},
		{"round(amount(\"1元\"), 3)", "1:21 LITERAL round | the decimals of yuan, 0, 1 or 2"},
		{"round(\"a\")", "1:7 WANTS round | a number or money | a text"},
		{"amount(1)", "1:8 LITERAL amount | a text in quotes"},
		{"amount(\"1\")", "1:8 AMOUNT 1"},
		{"amount(\"—\")", "1:8 AMOUNT —"},
		{"amount(profile.name)", "1:8 LITERAL amount | a text in quotes"},
		{"timestamp(\"yesterday\")", "1:11 TIME yesterday"},
		{"profile.name.startsWith(1)", "1:25 WANTS startsWith | a text | a number"},
		{"plain(1)", "1:7 WANTS plain | a text | a number"},
		{"first_day(projects)", "1:11 WANTS first_day | a text | a list of Project"},
		{"projects.all(1, true)", "1:14 SYNTAX 1 | a name for the rows"},
		{"projects.all(p)", "1:15 SYNTAX ) | ,"},
		{"projects.all(in, true)", "1:14 RESERVED in"},
		{"projects.all(p, 1)", "1:17 WANTS all | a yes or no, such as a comparison | a number"},
		{"projects.filter(p, p.name)",
			"1:20 WANTS filter | a yes or no, such as a comparison | a text"},
		{"accounts.all(p, true)", "1:1 WANTS all | a list | Accounts"},
		{"projects[true]", "1:10 WANTS [ | a whole number, counted from 0 | a yes or no"},
		{"projects[\"a\"]", "1:10 WANTS [ | a whole number, counted from 0 | a text"},
		{"projects[-1]", "1:10 WANTS [ | a whole number, counted from 0 | a number"},
		{"accounts[0]", "1:1 WANTS [ | a list | Accounts"},
		{"projects.all(p, projects.all(q, projects.all(r, true)))",
			"1:1 TOO_COSTLY 16012006002 | 120000000"},
		{"projects.all(a, a.indicators.all(b, a.funds.all(c, a.payments.all(d, true))))",
			"1:67 NESTING 3"},
		{"foo + bar + staff.post", "1:1 UNKNOWN_NAME foo"},
		{"\"你好\" == profil.name", "1:9 UNKNOWN_NAME_NEAR profil | profile"},
		{"1 == 1 == 2", "1:8 OPERANDS == | a yes or no | a number"},
		{"a.b(c)", "1:3 UNKNOWN_FUNCTION b"},
	};
	FORMULAS(&NOTHING, lines);
}

static void all_mistakes_are_told_in_the_order_of_the_text(void **state)
{
	(void)state;
	static const char text[] =
		"acounts.income > 0 &&\n(staff.post + 'a' == 1 || kind == 'x') && sum(projects) > 1";
	static const char *const wanted[] = {"1:1 acounts", "2:8 post", "2:35 x", "2:47 sum"};
	struct jx_arena arena;
	struct jx_formula_problems problems;
	const struct jx_formula *formula = NULL;
	struct jx_formula_scope scope = {.message = JX_REPORT_DESCRIPTOR};
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(
		jx_formula_compile(&scope, text, strlen(text), &arena, &problems, &formula), JX_INVALID);
	assert_int_equal(problems.n_items, 4);
	for (size_t i = 0; i < 4; i++) {
		char place[JX_ERROR_ARG_BYTES + 60];
		(void)snprintf(place, sizeof(place), "%zu:%zu %s", problems.items[i].line,
			problems.items[i].column, problems.items[i].error.arg[0]);
		assert_string_equal(place, wanted[i]);
	}
	jx_arena_clear(&arena);
}

static void every_problem_has_sentences_and_a_remedy(void **state)
{
	(void)state;
	for (int reason = JX_REASON_FORMULA_TOO_LONG; reason <= JX_REASON_FORMULA_WANTS_RESULT; reason++) {
		struct jx_error error = {.reason = (enum jx_reason)reason};
		char text[512];
		assert_int_equal(jx_reason_status(error.reason), JX_INVALID);
		assert_true(strlen(jx_error_sentence(&error, JX_ZH, text, sizeof(text))) > 0);
		assert_true(strlen(jx_error_sentence(&error, JX_EN, text, sizeof(text))) > 0);
		assert_true(strlen(jx_error_remedy(&error, JX_ZH, text, sizeof(text))) > 0);
		assert_true(strlen(jx_error_remedy(&error, JX_EN, text, sizeof(text))) > 0);
	}
}

static void cost_is_counted_over_the_largest_report(void **state)
{
	(void)state;
	static const struct {
		const char *formula;
		uint64_t least;
		uint64_t most; /* 0: refused */
	} lines[] = {
		{"1 + 1", 3, 3},
		{"accounts.income > accounts.expenditure", 5, 5},
		{"size(projects)", 2000, 2100},
		{"projects.all(p, p.is_key)", 3 * 2000, 4 * 2000},
		/* indicators of all projects together are no more than indicators of one report */
		{"projects.all(p, p.indicators.all(i, has(i.target)))", 3 * 20000, 6 * 20000},
		{"projects.all(p, p.funds.all(f, has(f.executed)))", 3 * 20000, 6 * 20000},
		{"projects.filter(p, p.is_key).all(p, p.indicators.all(i, has(i.target)))", 3 * 20000,
			6 * 20000},
		/* each against each is the product */
		{"projects.all(p, projects.exists_one(q, q.number == p.number))", 5 * 2000 * 2000,
			8 * 2000 * 2000},
		/* and each pair of texts, of which no more is read than a report holds for each of the others */
		{"projects.all(p, projects.exists_one(q, q.name == p.name))",
			8 * 2000 * 2000 + 2000ul * JX_MAX_MESSAGE_BYTES / 128,
			12 * 2000 * 2000 + 2000ul * JX_MAX_MESSAGE_BYTES / 128},
		{"projects.all(p, profile.changes == conclusion.text)", 2000 * (30000 / 128),
			2000 * (30000 / 128 + 16)},
		{"projects.all(p, p.name == '科工局')", 9 * 2000, 12 * 2000},
		{"projects.all(p, p.name.contains('科'))", 8 * 2000 + JX_MAX_MESSAGE_BYTES / 32,
			12 * 2000 + JX_MAX_MESSAGE_BYTES / 32},
		/* one project may have all indicators, so that each of its own against each of them does multiply */
		{"projects.all(p, p.indicators.all(i, p.indicators.exists(j, j.points == i.points)))", 0, 0},
		{"projects.all(p, p.funds.all(f, p.indicators.exists(i, i.points == f.points)))", 0, 0},
		/* texts that are equal to the end, each pair of projects */
		{"projects.all(p, projects.all(q, conclusion.text == profile.changes))", 0, 0},
		{"projects.all(p, projects.all(q, q.indicators.all(i, has(i.target))))", 0, 0},
		{"indicators.all(i, indicators.all(j, i.name != j.name))", 0, 0},
		{"projects.map(p, projects[0]).all(p, p.indicators.all(i, has(i.target)))", 0, 0},
		{"projects.all(a, outcomes.all(b, problems.all(c, a.number != c.number)))", 0, 0},
	};
	for (size_t i = 0; i < JX_COUNT_OF(lines); i++) {
		struct jx_arena arena;
		struct jx_formula_problems problems;
		const struct jx_formula *formula = NULL;
		const char *text = lines[i].formula;
		struct jx_formula_scope scope = {.message = JX_REPORT_DESCRIPTOR};
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		enum jx_status status =
			jx_formula_compile(&scope, text, strlen(text), &arena, &problems, &formula);
		if (lines[i].most == 0) {
			assert_int_equal(status, JX_INVALID);
			assert_int_equal(problems.items[0].error.reason, JX_REASON_FORMULA_TOO_COSTLY);
		} else {
			assert_int_equal(status, JX_OK);
			assert_in_range(jx_formula_cost(formula), lines[i].least, lines[i].most);
		}
		jx_arena_clear(&arena);
	}
}

static void a_formula_tells_its_type(void **state)
{
	(void)state;
	static const struct {
		const char *formula;
		const char *zh;
		const char *en;
	} lines[] = {
		{"accounts.income", "金额", "money"},
		{"projects.map(p, p.amount)", "金额列表", "a list of money"},
		{"projects", "Project 列表", "a list of Project"},
		{"kind", "ReportKind", "ReportKind"},
		{"1 < 2", "是否", "a yes or no"},
		{"[1]", "数列表", "a list of numbers"},
		{"profile", "Profile", "Profile"},
		{"timestamp('2026-03-15T08:42:07Z')", "时间", "a time"},
	};
	struct jx_arena arena;
	struct jx_formula_problems problems;
	char text[100];
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	for (size_t i = 0; i < JX_COUNT_OF(lines); i++) {
		const struct jx_formula *formula = formula_of(&arena, lines[i].formula);
		assert_string_equal(
			jx_formula_type_print(jx_formula_type_of(formula), JX_ZH, text, sizeof(text)),
			lines[i].zh);
		assert_string_equal(
			jx_formula_type_print(jx_formula_type_of(formula), JX_EN, text, sizeof(text)),
			lines[i].en);
	}
	const struct jx_formula *formula = formula_of(&arena, "[true]");
	assert_int_equal(jx_formula_expect(formula, JX_FORMULA_BOOL, &arena, &problems), JX_INVALID);
	assert_int_equal(problems.items[0].error.reason, JX_REASON_FORMULA_WANTS_RESULT);
	formula = formula_of(&arena, "true");
	assert_int_equal(jx_formula_expect(formula, JX_FORMULA_BOOL, &arena, &problems), JX_OK);
	jx_arena_clear(&arena);
}

static void other_messages_have_times_and_bytes(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_formula_problems problems;
	const struct jx_formula *formula = NULL;
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	JxReceipt receipt = JX_RECEIPT_INIT;
	struct jx_formula_scope scope = {.message = JX_RECEIPT_DESCRIPTOR};
	struct jx_formula_value value;
	static const char late[] = "receive_time > timestamp('2026-03-15T08:42:07.123Z')";
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	time.seconds = 1773564127;
	time.nanos = 124000000;
	receipt.receive_time = &time;
	assert_int_equal(jx_formula_compile(&scope, late, strlen(late), &arena, &problems, &formula), JX_OK);
	assert_int_equal(jx_formula_eval(formula,
				 &(struct jx_formula_run){.message = &receipt.base, .arena = &arena}, &value),
		JX_OK);
	assert_true(value.not_computable == JX_COMPUTABLE && value.as.is_true);
	time.nanos = 123000000;
	assert_int_equal(jx_formula_eval(formula,
				 &(struct jx_formula_run){.message = &receipt.base, .arena = &arena}, &value),
		JX_OK);
	assert_true(value.not_computable == JX_COMPUTABLE && !value.as.is_true);
	receipt.receive_time = NULL;
	assert_int_equal(jx_formula_eval(formula,
				 &(struct jx_formula_run){.message = &receipt.base, .arena = &arena}, &value),
		JX_OK);
	assert_string_equal(value.path, "receive_time");
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_does_not_fit_is_told_with_its_place),
		cmocka_unit_test(all_mistakes_are_told_in_the_order_of_the_text),
		cmocka_unit_test(every_problem_has_sentences_and_a_remedy),
		cmocka_unit_test(cost_is_counted_over_the_largest_report),
		cmocka_unit_test(a_formula_tells_its_type),
		cmocka_unit_test(other_messages_have_times_and_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
