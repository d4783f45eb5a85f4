#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "tests/support/formula_kit.h"
#include "tests/support/test.h"

static const struct formula_table NOTHING = {.json = NULL};

static void what_cannot_be_read_is_told_with_its_place(void **state)
{
	(void)state;
	static const struct formula_line lines[] = {
		{"1 +", "1:4 SYNTAX the end of the formula | a number, a name or an opening bracket"},
		{"1 + * 2", "1:5 SYNTAX * | a number, a name or an opening bracket"},
		{"(1 + 2", "1:7 SYNTAX the end of the formula | )"},
		{"1 2", "1:3 SYNTAX 2 | an operator or the end of the formula"},
		{"accounts.", "1:10 SYNTAX the end of the formula | the name of a field"},
		{"accounts.income = accounts.expenditure", "1:17 CHARACTER_NEAR = | =="},
		{"accounts.income ＝ accounts.expenditure", "1:17 CHARACTER_NEAR ＝ | =="},
		{"accounts．income", "1:9 CHARACTER_NEAR ． | ."},
		{"（1 + 2）", "1:1 CHARACTER_NEAR （ | ("},
		{"1 ＋ 2 × 3", "1:3 CHARACTER_NEAR ＋ | +"},
		{"accounts.income ≥ amount(“1元”)", "1:17 CHARACTER_NEAR ≥ | >="},
		{"\"abc", "1:1 TEXT_OPEN \"abc"},
		{"'a\\qb'", "1:3 ESCAPE \\q"},
		{"'\\u12'", "1:2 ESCAPE \\u12"},
		{"'\\ud800'", "1:2 ESCAPE \\ud800"},
		{"\"\\x00\"", "1:2 ESCAPE \\x00"},
		{"\"\\000\"", "1:2 ESCAPE \\000"},
		{"\"\\u0000\"", "1:2 ESCAPE \\u0000"},
		{"1e9", "1:1 NUMBER 1e9"},
		{"0x1F", "1:1 NUMBER 0x1F"},
		{"5u", "1:1 NUMBER 5u"},
		{"1.", "1:3 SYNTAX the end of the formula | the name of a field"},
		{".5", "1:1 SYNTAX . | a number, a name or an opening bracket"},
		{".profile.name", "1:1 SYNTAX . | a number, a name or an opening bracket"},
		{"profile.`name`", "1:9 CHARACTER `"},
		{"1234567890123456789", "1:1 NUMBER 1234567890123456789"},
		{"0.1234567890123", "1:1 NUMBER 0.1234567890123"},
		{"null", "1:1 RESERVED null"},
		{"for", "1:1 RESERVED for"},
		{"a ? b", "1:6 SYNTAX the end of the formula | :"},
		{"1 ? 2 : 3", "1:1 WANTS ? | a yes or no, such as a comparison | a number"},
		{"1 // comment", "1"},
		{"@", "1:1 CHARACTER @"},
		{"accounts.income # 3", "1:17 CHARACTER #"},
		{"accounts.income & staff.posts", "1:17 CHARACTER_NEAR & | &&"},
		{"size(projects) = 3 && profile.name = \"x\"", "1:16 CHARACTER_NEAR = | =="},
		{"round(1.5, 2, 3)", "1:1 ARGUMENTS round | 1–2 | 3"},
		{"f(", "1:1 UNKNOWN_FUNCTION f"},
		{"((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))"
		 "))))))))))))))))))))))))))))))))))))))",
			"1:65 TOO_DEEP 64"},
		{"1 +\n  @", "2:3 CHARACTER @"},
		{"'科' + @", "1:7 CHARACTER @"},
		{"", "1:1 SYNTAX the end of the formula | a number, a name or an opening bracket"},
	};
	FORMULAS(&NOTHING, lines);
}

static void operators_bind_as_in_cel(void **state)
{
	(void)state;
	static const struct formula_line lines[] = {
		{"true || false && false", "yes"},
		{"(true || false) && false", "no"},
		{"1 + 2 < 4 && 2 * 3 == 6", "yes"},
		{"!true || true", "yes"},
		{"!(true || true)", "no"},
		{"-2 * 3", "-6"},
		{"2 - -3", "5"},
		{"!!true", "yes"},
		{"true ? false ? 1 : 2 : 3", "1:14 SYNTAX ? | :"}, /* CEL wants brackets here, too */
		{"true ? (false ? 1 : 2) : 3", "2"},
		{"false ? 1 : false ? 2 : 3", "3"},
		{"1 in [1, 2] == true", "yes"},
		{"[1, 2,]", "2 rows"},
		{"1 +\n2 // the rest is a remark\n+ 3", "6"},
		{"'\\x41\\u00e9\\U0001F600\\101\\n' == \"Aé😀A\\n\"", "yes"},
		{"size('é😀')", "2"},
	};
	FORMULAS(&NOTHING, lines);
}

static void every_stray_character_is_told(void **state)
{
	(void)state;
	static const char text[] = "（1 ＋ 2） ＞ 3";
	struct jx_arena arena;
	struct jx_formula_problems problems;
	const struct jx_formula *formula = NULL;
	struct jx_formula_scope scope = {.message = JX_REPORT_DESCRIPTOR};
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(
		jx_formula_compile(&scope, text, strlen(text), &arena, &problems, &formula), JX_INVALID);
	assert_int_equal(problems.n_items, 4);
	assert_int_equal(problems.items[3].column, 9);
	assert_string_equal(problems.items[3].error.arg[1], ">");
	jx_arena_clear(&arena);
}

static const char *compile_repeated(
	struct jx_arena *arena, const char *start, const char *middle, size_t n, const char *end, char *out)
{
	static const struct formula_table table = {.json = NULL};
	char *text = jx_arena_alloc(arena, strlen(start) + n * strlen(middle) + n * strlen(end) + 1);
	assert_non_null(text);
	char *at = stpcpy(text, start);
	for (size_t i = 0; i < n; i++)
		at = stpcpy(at, middle);
	for (size_t i = 0; i < n; i++)
		at = stpcpy(at, end);
	return formula_text(arena, &table, text, out);
}

/* What follows a wrong escape in its text is not read as anything else. */
static void a_wrong_escape_is_one_mistake(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"profile.name == \"\\000\"",
		"profile.name == '\\q\\' ＋ @' && true",
		"profile.name == \"\\q",
		"profile.name == \"\\q\\",
		"profile.name == \"\\q\n\"",
	};
	for (size_t i = 0; i < JX_COUNT_OF(texts); i++) {
		struct jx_arena arena;
		struct jx_formula_problems problems;
		const struct jx_formula *formula = NULL;
		struct jx_formula_scope scope = {.message = JX_REPORT_DESCRIPTOR};
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(
			jx_formula_compile(&scope, texts[i], strlen(texts[i]), &arena, &problems, &formula),
			JX_INVALID);
		/* a text ends with its line, so that a quote in the next one begins another */
		assert_int_equal(problems.n_items, strchr(texts[i], '\n') != NULL ? 2 : 1);
		assert_int_equal(problems.items[0].error.reason, JX_REASON_FORMULA_ESCAPE);
		jx_arena_clear(&arena);
	}
}

static void bombs_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *start;
		const char *middle;
		const char *end;
		size_t n;
		const char *reason;
	} lines[] = {
		{"", "(1+", "1)", 600, "TOO_DEEP"},
		{"1", "+1", "", 200, "TOO_DEEP"},
		{"1", "+1", "", 60, "61"},
		{"", "-", "", 500, "TOO_DEEP"},
		{"", "!", "", 500, "TOO_DEEP"},
		{"", "[", "]", 500, "TOO_DEEP"},
		{"", "true?1:", "", 300, "TOO_DEEP"},
		{"a", ".a", "", 200, "TOO_DEEP"},
		{"a", "[0]", "", 200, "TOO_DEEP"},
		{"sum(1", ",1", "", 253, "SYNTAX"},
		{"sum(1", ",1", "", 300, "TOO_LARGE"},
		{"min(1,[1", ",1", "", 600, "TOO_LARGE"},
		{"", "1111111111", "", 1000, "TOO_LONG"},
		{"has(", "has(", ")", 300, "TOO_DEEP"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(lines); i++) {
		struct jx_arena arena;
		char text[KIT_TEXT_BYTES];
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		compile_repeated(&arena, lines[i].start, lines[i].middle, lines[i].n, lines[i].end, text);
		if (strstr(text, lines[i].reason) == NULL)
			print_error("%zu: %s, not %s\n", i, text, lines[i].reason);
		assert_non_null(strstr(text, lines[i].reason));
		jx_arena_clear(&arena);
	}
}

static void bytes_that_are_no_text_are_refused(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_formula_problems problems;
	const struct jx_formula *formula = NULL;
	struct jx_formula_scope scope = {.message = NULL};
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_formula_compile(&scope, "1 \xff", 3, &arena, &problems, &formula), JX_INVALID);
	assert_int_equal(problems.items[0].error.reason, JX_REASON_FORMULA_UTF8);
	assert_int_equal(problems.items[0].column, 3);
	assert_int_equal(jx_formula_compile(&scope, "1 \0", 3, &arena, &problems, &formula), JX_INVALID);
	assert_int_equal(problems.items[0].error.reason, JX_REASON_FORMULA_UTF8);
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_read_is_told_with_its_place),
		cmocka_unit_test(operators_bind_as_in_cel),
		cmocka_unit_test(every_stray_character_is_told),
		cmocka_unit_test(a_wrong_escape_is_one_mistake),
		cmocka_unit_test(bombs_are_refused),
		cmocka_unit_test(bytes_that_are_no_text_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
