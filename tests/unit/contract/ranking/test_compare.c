/* Reports side by side: rows, values, differences, and what is left out. */
#include "tests/support/test.h"

#include <stdbool.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/ranking/compare.h"
#include "tests/support/submission.h"

static const JxComparisonRow *find(JxComparisonRow **rows, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i]->key, key) == 0)
			return rows[i];
	}
	return NULL;
}

static const char *text(const JxMeasurement *measurement, char out[JX_FIGURE_TEXT_BYTES])
{
	if (measurement->value == NULL)
		return measurement->missing;
	assert_int_equal(jx_decimal_print(measurement->value, out, JX_FIGURE_TEXT_BYTES), JX_OK);
	return out;
}

static void every_column_stands_beside_the_first(void **state)
{
	(void)state;
	static const char *const reports[] = {
		"{\"accounts\":{\"income\":\"100.00万元\",\"fiscal_expenditure\":\"10万元\"},\"staff\":{\"in_"
		"post\":"
		"\"30\",\"posts\":\"40\"},\"functions\":[{\"code\":\"206\",\"name\":\"科学技术支出\","
		"\"amount\":"
		"\"4万元\"}],\"conclusion\":{\"claimed_score\":\"98\"},\"funds_by_source\":[{\"row\":"
		"\"total\","
		"\"initial\":\"5万元\",\"adjusted\":\"8万元\",\"executed\":\"6万元\"}]}",
		"{\"accounts\":{\"income\":\"800000.50元\",\"fiscal_expenditure\":\"20万元\"},\"staff\":{"
		"\"in_post\":"
		"\"33\",\"posts\":\"—\"},\"functions\":[{\"code\":\"208\",\"name\":\"社会保障和就业支出\","
		"\"amount\":"
		"\"15万元\"},{\"code\":\"206\",\"name\":\"科技\",\"amount\":\"5万元\"}],\"conclusion\":{"
		"\"claimed_score\":\"97.5\"},\"assets\":{\"lines\":[{\"gross\":\"2万元\",\"net\":\"1万元\"}]}"
		"}",
	};
	static const struct {
		const char *key;
		const char *zh;
		const char *values[2];
		const char *difference;
	} expected[] = {
		{"income", "收入", {"100.00", "80.00005"}, "-19.99995"},
		{"control_rate", "在职人员控制率", {"75.00", "staff.posts"}, "staff.posts"},
		{"execution_rate", "预算执行率", {"75.00", "funds_by_source"}, "funds_by_source"},
		{"claimed_score", "自评得分", {"98.00", "97.50"}, "-0.50"},
		{"staff.in_post", "在职人数", {"30", "33"}, "3"},
		{"staff.posts", "编制数", {"40", "staff.posts"}, "staff.posts"},
		{"assets.gross", "资产原值", {"assets", "2.00"}, "assets"},
		{"budget.initial", "年初预算数", {"5.00", "funds_by_source"}, "funds_by_source"},
		{"accounts.fiscal_expenditure", "财政拨款支出", {"10.00", "20.00"}, "10.00"},
		{"functions:206", "206 科学技术支出", {"4.00", "5.00"}, "1.00"},
		{"class_share:206", "206 科学技术支出 占比", {"40.00", "25.00"}, "-15.00"},
		{"functions:208", "208 社会保障和就业支出", {"functions", "15.00"}, "functions"},
	};
	struct jx_arena arena;
	JxComparisonRow **rows = NULL;
	size_t n = 0;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *columns[2] = {
		read_submission(&arena, reports[0]), read_submission(&arena, reports[1])};
	assert_int_equal(
		jx_compare(&(struct jx_compared){.reports = columns, .n = 2}, &arena, &rows, &n, NULL),
		JX_OK);
	for (size_t i = 0; i < JX_COUNT_OF(expected); i++) {
		char out[JX_FIGURE_TEXT_BYTES];
		const JxComparisonRow *row = find(rows, n, expected[i].key);
		assert_non_null(row);
		assert_string_equal(row->title->zh, expected[i].zh);
		assert_true(row->title->en[0] != '\0');
		assert_int_equal(row->n_values, 2);
		assert_int_equal(row->n_differences, 2);
		assert_string_equal(text(row->values[0], out), expected[i].values[0]);
		assert_string_equal(text(row->values[1], out), expected[i].values[1]);
		assert_string_equal(text(row->differences[1], out), expected[i].difference);
		assert_string_equal(row->values[0]->unit, row->values[1]->unit);
	}
	/* 206 before 208, whichever report has which */
	size_t first = 0;
	size_t second = 0;
	for (size_t i = 0; i < n; i++) {
		first = strcmp(rows[i]->key, "functions:206") == 0 ? i : first;
		second = strcmp(rows[i]->key, "functions:208") == 0 ? i : second;
	}
	assert_true(first < second);
	jx_arena_clear(&arena);
}

static void rows_that_nobody_can_fill_are_left_out(void **state)
{
	(void)state;
	struct jx_arena arena;
	JxComparisonRow **rows = NULL;
	size_t n = 0;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *columns[2] = {
		read_submission(&arena, "{\"staff\":{\"posts\":\"3\"}}"), read_submission(&arena, "{}")};
	assert_int_equal(
		jx_compare(&(struct jx_compared){.reports = columns, .n = 2}, &arena, &rows, &n, NULL),
		JX_OK);
	assert_int_equal(n, 1);
	assert_string_equal(rows[0]->key, "staff.posts");
	assert_int_equal(
		jx_compare(&(struct jx_compared){.reports = &columns[1], .n = 1}, &arena, &rows, &n, NULL),
		JX_OK);
	assert_int_equal(n, 0);
	assert_int_equal(
		jx_compare(&(struct jx_compared){.reports = NULL, .n = 0}, &arena, &rows, &n, NULL), JX_OK);
	assert_int_equal(n, 0);
	jx_arena_clear(&arena);
}

static void an_absent_report_is_an_empty_column(void **state)
{
	(void)state;
	struct jx_arena arena;
	JxComparisonRow **rows = NULL;
	size_t n = 0;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *columns[3] = {NULL, read_submission(&arena, "{\"staff\":{\"posts\":\"3\"}}"),
		read_submission(&arena, "{\"staff\":{\"posts\":\"5\"}}")};
	assert_int_equal(
		jx_compare(&(struct jx_compared){.reports = columns, .n = 3}, &arena, &rows, &n, NULL),
		JX_OK);
	assert_int_equal(n, 1);
	assert_null(rows[0]->values[0]->value);
	assert_int_equal(rows[0]->values[2]->value->micros, 5000000);
	assert_null(rows[0]->differences[2]->value);
	jx_arena_clear(&arena);
}

static void two_years_of_the_starting_report_differ_by_nothing_but_what_was_changed(void **state)
{
	(void)state;
	struct jx_arena arena;
	JxComparisonRow **rows = NULL;
	size_t n = 0;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	JxReport *before = read_case(&arena, "000_seed_yuanshi_kgj_2025");
	JxReport *after = read_case(&arena, "000_seed_yuanshi_kgj_2025");
	after->functions[1]->amount->fen += 10000; /* 0.01万元 */
	const JxReport *columns[2] = {before, after};
	assert_int_equal(
		jx_compare(&(struct jx_compared){.reports = columns, .n = 2}, &arena, &rows, &n, NULL),
		JX_OK);
	for (size_t i = 0; i < n; i++) {
		bool is_changed = strcmp(rows[i]->key, "functions:208") == 0;
		if (rows[i]->differences[1]->value != NULL)
			assert_int_equal(rows[i]->differences[1]->value->micros, is_changed ? 10000 : 0);
	}
	assert_int_equal(find(rows, n, "functions:208")->differences[1]->value->micros, 10000);
	jx_arena_clear(&arena);
}

static void want_of_memory_is_a_status(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *columns[1] = {read_case(&arena, "000_seed_yuanshi_kgj_2025")};
	size_t n_refused = 0;
	for (size_t cap = 0; cap < 60000; cap += 256) {
		struct jx_arena small;
		JxComparisonRow **rows = NULL;
		size_t n = 0;
		jx_arena_init(&small, cap);
		enum jx_status status = jx_compare(
			&(struct jx_compared){.reports = columns, .n = 1}, &small, &rows, &n, NULL);
		assert_true(status == JX_OK || status == JX_EXHAUSTED);
		n_refused += status == JX_OK ? 0 : 1;
		jx_arena_clear(&small);
	}
	assert_true(n_refused > 0);
	jx_arena_clear(&arena);
}

/* The row of a key; NULL when there is none. */
static const JxComparisonRow *row_of(JxComparisonRow **rows, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i]->key, key) == 0)
			return rows[i];
	return NULL;
}

static void what_no_comparison_looks_at_can_be_left_out(void **state)
{
	(void)state;
	struct jx_arena arena;
	JxComparisonRow **rows = NULL;
	size_t n = 0;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	JxReport *whole = read_case(&arena, "000_seed_yuanshi_kgj_2025");
	JxReport *figures = read_case(&arena, "000_seed_yuanshi_kgj_2025");
	assert_true(figures->projects[0]->n_indicators > 0 && figures->n_measures > 0);
	jx_compare_keep_figures(figures);
	assert_true(figures->projects[0]->n_indicators == 0 && figures->n_measures == 0);
	const JxReport *columns[2] = {whole, figures};
	const struct jx_compared compared = {.reports = columns, .n = 2};
	assert_int_equal(jx_compare(&compared, &arena, &rows, &n, NULL), JX_OK);
	for (size_t i = 0; i < n; i++) {
		const JxMeasurement *const *values = (const JxMeasurement *const *)rows[i]->values;
		assert_int_equal(values[0]->value == NULL, values[1]->value == NULL);
		assert_string_equal(values[0]->missing, values[1]->missing);
		if (values[0]->value != NULL)
			assert_int_equal(values[0]->value->micros, values[1]->value->micros);
	}
	jx_arena_clear(&arena);
}

static void scores_come_first_and_stand_for_what_a_report_states(void **state)
{
	struct jx_arena arena;
	JxComparisonRow **rows = NULL;
	size_t n = 0;
	(void)state;
	JxDecimal decimals[3] = {JX_DECIMAL_INIT, JX_DECIMAL_INIT, JX_DECIMAL_INIT};
	decimals[0].micros = 88930000;
	decimals[1].micros = 90000000;
	decimals[2].micros = 97500000;
	JxScoreSheet sheets[2] = {JX_SCORE_SHEET_INIT, JX_SCORE_SHEET_INIT};
	sheets[0].final_score = &decimals[0];
	sheets[0].claimed_score = &decimals[1];
	sheets[1].claimed_score = &decimals[2];
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *columns[2] = {read_submission(&arena, "{\"conclusion\":{\"claimed_score\":\"12\"}}"),
		read_submission(&arena, "{}")};
	const JxScoreSheet *const both[2] = {&sheets[0], &sheets[1]};
	const struct jx_compared compared = {.reports = columns, .sheets = both, .n = 2};
	assert_int_equal(jx_compare(&compared, &arena, &rows, &n, NULL), JX_OK);
	assert_string_equal(rows[0]->key, "final_score");
	assert_int_equal(rows[0]->values[0]->value->micros, 88930000);
	assert_null(rows[0]->values[1]->value);
	assert_string_equal(rows[0]->values[1]->missing, "final_score");
	const JxComparisonRow *claimed = row_of(rows, n, "claimed_score");
	assert_int_equal(claimed->values[0]->value->micros, 90000000);
	assert_int_equal(claimed->differences[1]->value->micros, 7500000);
	assert_null(row_of(rows, n, "computed_score"));
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_column_stands_beside_the_first),
		cmocka_unit_test(rows_that_nobody_can_fill_are_left_out),
		cmocka_unit_test(an_absent_report_is_an_empty_column),
		cmocka_unit_test(two_years_of_the_starting_report_differ_by_nothing_but_what_was_changed),
		cmocka_unit_test(what_no_comparison_looks_at_can_be_left_out),
		cmocka_unit_test(want_of_memory_is_a_status),
		cmocka_unit_test(scores_come_first_and_stand_for_what_a_report_states),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
