/* The rules of the shipped rulebooks that read the cells of one row: values, texts, units, dates. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/support/submission.h"

#define REPORT_HEAD                                                                         \
	"{\"department\":\"departments/1\",\"round\":\"rounds/2025\",\"kind\":\"project\"," \
	"\"profile\":{\"name\":\"甲局\",\"year\":2025,\"report_date\":\"2026-03-01\"}"

static const struct jx_rulebook *load(struct jx_arena *arena)
{
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped("county-sample");
	const struct jx_rulebook *book = NULL;
	struct jx_json_problems problems;
	assert_non_null(shipped);
	assert_int_equal(jx_rulebook_load(shipped->text, shipped->n_bytes, arena, &problems, &book), JX_OK);
	return book;
}

/* Rows of indicators and what is found in the last of them. */
struct expectation {
	const char *rows;
	const char *rule;
	const char *field; /* NULL: the rule finds nothing */
};

static bool is_found(const struct jx_findings *findings, const struct expectation *wanted)
{
	for (size_t i = 0; i < findings->n; i++) {
		const JxFinding *finding = findings->items[i];
		const char *last = strrchr(finding->field, '.');
		if (strcmp(finding->rule, wanted->rule) == 0 &&
			(wanted->field == NULL || (last != NULL && strcmp(last + 1, wanted->field) == 0)))
			return true;
	}
	return false;
}

static void expect(const struct expectation *table, size_t n)
{
	struct jx_arena book_arena;
	jx_arena_init(&book_arena, JX_MAX_ARENA_BYTES);
	const struct jx_rulebook *book = load(&book_arena);
	for (size_t i = 0; i < n; i++) {
		char text[4096];
		struct jx_arena arena;
		struct jx_findings findings;
		int length =
			snprintf(text, sizeof(text), "%s,\"indicators\":[%s]}", REPORT_HEAD, table[i].rows);
		assert_true(length > 0 && (size_t)length < sizeof(text));
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(jx_check_run(book, read_submission(&arena, text), &arena, &findings), JX_OK);
		if (is_found(&findings, &table[i]) != (table[i].field != NULL))
			print_error("%s: %s\n", table[i].rule, table[i].rows);
		assert_int_equal(is_found(&findings, &table[i]), table[i].field != NULL);
		jx_arena_clear(&arena);
	}
	jx_arena_clear(&book_arena);
}

#define ROW(fields)   "{\"name\":\"人数\",\"points\":\"20\",\"claimed_score\":\"20\"," fields "}"
#define TARGET        "\"sign\":\"at_least\",\"target\":\"100\",\"target_text\":\"≥100人\",\"unit\":\"人\","
#define WORDS         "\"sign\":\"qualitative\",\"target_text\":\"效果显著\","
#define ZERO          "\"sign\":\"at_most\",\"target\":\"0\",\"target_text\":\"≤0起\",\"unit\":\"起\","
#define ACTUAL(t)     "\"actual_text\":\"" t "\""
#define REACHED(n, t) "\"actual\":\"" n "\"," ACTUAL(t)
#define BY_JUNE       "\"sign\":\"by_date\",\"target_date\":\"2025-06-30\",\"target_text\":\"6月底前\","
#define IN_NOVEMBER   "\"actual_date\":\"2025-11\",\"actual_text\":\"11月\""
#define EXPECT(table) expect(table, JX_COUNT_OF(table))

static void a_mark_is_no_value_where_one_is_wanted(void **state)
{
	(void)state;
	static const struct expectation table[] = {
		{ROW(TARGET ACTUAL("—")), "I07", "actual_text"},
		{ROW(TARGET ACTUAL("／")), "I07", "actual_text"},
		{ROW(TARGET "\"actual\":\"*\""), "I07", "actual_text"},
		{ROW(TARGET ACTUAL("未统计")), "I07", "actual_text"},
		{ROW(TARGET REACHED("100", "100")), "I07", NULL},
		{ROW(ZERO ACTUAL("无")), "I07", NULL},
		{ROW(ZERO ACTUAL("—")), "I07", "actual_text"},
		{ROW(WORDS ACTUAL("—")), "I07", NULL},
		{ROW(WORDS ACTUAL("—")), "I07b", "actual_text"},
		{ROW(WORDS ACTUAL("显著")), "I07b", NULL},
		{ROW("\"method_text\":\"甲\""), "I07", NULL},
		{ROW(TARGET REACHED("1", "1")) "," ROW("\"method_text\":\"甲\""), "I07", "actual_text"},
		{"{\"name\":\"人数\"," TARGET ACTUAL("—") "}", "N10", "actual_text"},
		{"{\"target\":\"\",\"actual\":\"\"}", "I07c", "actual_text"},
	};
	EXPECT(table);
}

static void a_target_is_no_answer_but_in_words(void **state)
{
	(void)state;
	static const struct expectation table[] = {
		{ROW(TARGET ACTUAL(" ≥１００人")), "I08", "actual_text"},
		{ROW(TARGET ACTUAL("≥≥100人")), "I08", "actual_text"},
		{ROW(TARGET ACTUAL("不少于100人")), "I08", "actual_text"},
		{ROW(TARGET ACTUAL("完成")), "I08", "actual_text"},
		{ROW(TARGET ACTUAL("１０５人")), "I08", NULL},
		{ROW(TARGET ACTUAL("一百零五人")), "I08", NULL},
		{ROW(TARGET ACTUAL("超过100人")), "I08", NULL},
		{ROW("\"sign\":\"qualitative\",\"target_text\":\"不超过预算\"," ACTUAL("不超过预算")), "I08",
			NULL},
	};
	EXPECT(table);
}

static void fields_say_what_their_cells_say(void **state)
{
	(void)state;
	static const struct expectation table[] = {
		{ROW(TARGET REACHED("100", "80人")), "I21", "actual"},
		{ROW(TARGET REACHED("100", "１００ 人")), "I21", NULL},
		{ROW(TARGET REACHED("100", "80人、20次")), "I21", NULL},
		{ROW("\"sign\":\"at_most\",\"target\":\"100\",\"target_text\":\"≥100人\""), "I21", "sign"},
		{ROW("\"sign\":\"at_least\",\"target\":\"100\",\"target_text\":\"≥90人\""), "I21", "target"},
		{ROW("\"sign\":\"at_least\",\"target\":\"100\",\"target_text\":\"≥100户\",\"unit\":\"人\""),
			"I21", "unit"},
		{ROW("\"sign\":\"range\",\"target_low\":\"10\",\"target_high\":\"20\",\"target_text\":\"10～"
		     "20\""),
			"I21", NULL},
		{ROW("\"sign\":\"range\",\"target_low\":\"10\",\"target_high\":\"20\",\"target_text\":\"15～"
		     "20\""),
			"I21", "target_low"},
		{ROW("\"target_date\":\"2025-07-01\",\"target_text\":\"6月底前\""), "I21", "target_date"},
		{ROW(BY_JUNE IN_NOVEMBER), "I21", NULL},
		{ROW("\"target\":\"12\",\"unit\":\"月\",\"target_text\":\"1年\""), "I21", NULL},
	};
	EXPECT(table);
}

static void units_differ_by_meaning_not_by_spelling(void **state)
{
	(void)state;
#define UNITS(a, b) ROW("\"target\":\"17\",\"unit\":\"" a "\",\"actual\":\"18\",\"actual_unit\":\"" b "\"")
	static const struct expectation table[] = {
		{UNITS("%", "％"), "I11", NULL},
		{UNITS("%", "％"), "I11b", NULL},
		{UNITS("平方米", "㎡"), "I11b", NULL},
		{UNITS("人", "人次"), "I11", "actual_unit"},
		{UNITS("万", "万元"), "I11", NULL},
		{UNITS("万", "万元"), "I11b", "actual_unit"},
		{UNITS("万元", "元"), "I11", "actual_unit"},
		{ROW("\"target\":\"17\",\"unit\":\"万元\",\"actual\":\"180000\",\"actual_unit\":\"元\""),
			"I11", NULL},
		{ROW("\"target\":\"17\",\"unit\":\"万元\",\"actual\":\"180000\",\"actual_unit\":\"元\""),
			"I11b", NULL},
	};
	EXPECT(table);
}

static void what_is_late_is_answered_by_points_and_a_reason(void **state)
{
	(void)state;
#define SCORED(score, more) "{\"name\":\"甲\",\"points\":\"20\",\"claimed_score\":\"" score "\"," more "}"
#define WHY                 ",\"reason\":\"雨季停工\""
	static const struct expectation table[] = {
		{SCORED("20", BY_JUNE IN_NOVEMBER), "I20", "actual_date"},
		{SCORED("20", BY_JUNE IN_NOVEMBER WHY), "I20", "actual_date"},
		{SCORED("12", BY_JUNE IN_NOVEMBER), "I20", "actual_date"},
		{SCORED("12", BY_JUNE IN_NOVEMBER WHY), "I20", NULL},
		{SCORED("20", "\"sign\":\"by_date\",\"target_text\":\"6月底前\",\"actual_text\":\"11月\""),
			"I20", "actual_text"},
		{SCORED("20", "\"sign\":\"by_date\",\"target_text\":\"2025年底前\",\"actual_text\":\"11月\""),
			"I20", NULL},
		{"{\"name\":\"甲\"," BY_JUNE IN_NOVEMBER "}", "I20", NULL},
		{"{\"name\":\"甲\"," BY_JUNE IN_NOVEMBER "}", "I20b", "actual_date"},
		{"{\"name\":\"甲\"," BY_JUNE IN_NOVEMBER WHY "}", "I20b", NULL},
		{ROW(BY_JUNE "\"actual_date\":\"2026-04\""), "E03c", "actual_date"},
		{ROW(BY_JUNE "\"actual_date\":\"2023-04\""), "E03", "actual_date"},
		{ROW(BY_JUNE IN_NOVEMBER), "E03", NULL},
	};
	EXPECT(table);
}

static void names_tell_what_a_figure_can_be(void **state)
{
	(void)state;
#define NAMED(name, level2, more) "{\"name\":\"" name "\",\"level2\":\"" level2 "\"," more "}"
#define PERCENT(target, actual)   "\"unit\":\"％\",\"target\":\"" target "\",\"actual\":\"" actual "\""
	static const struct expectation table[] = {
		{NAMED("满 意 度", "质量", PERCENT("90", "100.01")), "I22", "actual"},
		{NAMED("满意度", "质量", PERCENT("90", "100")), "I22", NULL},
		{NAMED("合格率", "质量", PERCENT("101", "100")), "I22", "target"},
		{NAMED("合格任务完成率", "质量", PERCENT("101", "120")), "I22", NULL},
		{NAMED("总成本", "成本", "\"sign\":\"at_least\",\"target\":\"1\""), "I10d", "sign"},
		{NAMED("成本节约率", "成本", "\"sign\":\"at_least\",\"target\":\"1\""), "I10d", NULL},
		{NAMED("总成本", "成本", "\"direction\":\"higher\",\"sign\":\"at_least\",\"target\":\"1\""),
			"I10d", NULL},
		{NAMED("场次", "数量", "\"sign\":\"at_most\",\"target\":\"1\""), "I10d", "sign"},
	};
	EXPECT(table);
}

static void far_exceeded_begins_at_its_limit(void **state)
{
	(void)state;
	static const struct expectation table[] = {
		{ROW(TARGET REACHED("130", "130")), "I09", "actual"},
		{ROW(TARGET REACHED("129.999", "129.999")), "I09", NULL},
		{ROW(ZERO REACHED("3", "3")), "I12", "target"},
		{ROW(ZERO REACHED("0", "0")), "I12", NULL},
		{ROW(ZERO REACHED("0", "0")), "I12b", "target"},
	};
	EXPECT(table);
}

/* What does not depend on the row is spelled once and must outlive the rows. */
static void a_text_of_the_report_is_kept_while_rows_go_by(void **state)
{
	(void)state;
	static const char rules[] =
		"{\"id\":\"one\",\"number\":\"1\",\"title\":{\"zh\":\"一\",\"en\":\"one\"},\"effective_year\":2025,"
		"\"bases\":[{\"key\":\"b\",\"document\":\"样表\",\"statement\":{\"zh\":\"一\",\"en\":\"one\"},"
		"\"certainty\":\"illustrative\"}],\"rules\":[{\"id\":\"Z01\",\"severity\":\"info\",\"lists\":[\"goals\"],"
		"\"when\":\"plain(report.profile.form) == plain(name)\",\"title\":{\"zh\":\"一\",\"en\":\"one\"},"
		"\"message\":{\"zh\":\"一\",\"en\":\"one\"},\"remedy\":{\"zh\":\"改\",\"en\":\"mend\"},"
		"\"basis\":\"b\"}]}";
	static const char report[] =
		"{\"department\":\"departments/1\",\"round\":\"rounds/2025\",\"kind\":\"project\",\"profile\":{\"name\":\"甲局\",\"year\":2025,\"form\":\" 甲　局\"}"
		",\"goals\":[{\"name\":\"甲 局\"},{\"name\":\"丙 \"},{\"name\":\"甲局\"}]}";
	struct jx_arena arena;
	struct jx_findings findings;
	struct jx_json_problems problems;
	const struct jx_rulebook *book = NULL;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_rulebook_load(rules, sizeof(rules) - 1, &arena, &problems, &book), JX_OK);
	assert_int_equal(jx_check_run(book, read_submission(&arena, report), &arena, &findings), JX_OK);
	size_t n = 0;
	for (size_t i = 0; i < findings.n; i++)
		n += strcmp(findings.items[i]->rule, "Z01") == 0 ? 1 : 0;
	assert_int_equal(n, 2);
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mark_is_no_value_where_one_is_wanted),
		cmocka_unit_test(a_target_is_no_answer_but_in_words),
		cmocka_unit_test(fields_say_what_their_cells_say),
		cmocka_unit_test(units_differ_by_meaning_not_by_spelling),
		cmocka_unit_test(what_is_late_is_answered_by_points_and_a_reason),
		cmocka_unit_test(names_tell_what_a_figure_can_be),
		cmocka_unit_test(far_exceeded_begins_at_its_limit),
		cmocka_unit_test(a_text_of_the_report_is_kept_while_rows_go_by),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
