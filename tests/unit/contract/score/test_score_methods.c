/* What a rulebook may set beside formulas: deductions of rows, rows that do not apply, points by count, tables of goals,
 * coefficients, and the edges of grades. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/rulebook/rulebook.h"
#include "proto/contract/score/score.h"
#include "tests/support/quotes.h"
#include "tests/support/submission.h"

#define MAX_TEXT_BYTES 8192

static const struct jx_rulebook *load(struct jx_arena *arena, const char *text, size_t n)
{
	struct jx_json_problems problems;
	const struct jx_rulebook *book = NULL;
	assert_int_equal(jx_rulebook_load(text, n, arena, &problems, &book), JX_OK);
	return book;
}

static const struct jx_rulebook *book_of(struct jx_arena *arena, const char *scoring)
{
	char text[MAX_TEXT_BYTES];
	int n = snprintf(text, sizeof(text),
		"{'id':'one','number':'1','title':{'zh':'一','en':'one'},'effective_year':2025,'scoring':{%s}}",
		scoring);
	assert_true(n > 0 && (size_t)n < sizeof(text));
	unquote(text);
	return load(arena, text, (size_t)n);
}

static const struct jx_rulebook *shipped(struct jx_arena *arena, const char *id)
{
	const struct jx_shipped_rulebook *book = jx_rulebook_shipped(id);
	assert_non_null(book);
	return load(arena, book->text, book->n_bytes);
}

static const JxScoreSheet *score_by(
	struct jx_arena *arena, const struct jx_rulebook *book, const char *report, const JxReview *review)
{
	char text[MAX_TEXT_BYTES];
	JxScoreSheet *sheet = NULL;
	const struct jx_score_options options = {.has_steps = true, .rulebook = book, .review = review};
	int n = snprintf(text, sizeof(text), "{%s}", report);
	assert_true(n > 0 && (size_t)n < sizeof(text));
	assert_int_equal(jx_score_run(read_submission(arena, text), &options, arena, &sheet), JX_OK);
	return sheet;
}

/* A number as printed, or "-"; texts of one call live until the fourth after it. */
static const char *number(const JxDecimal *decimal)
{
	static char texts[4][JX_FIGURE_TEXT_BYTES];
	static size_t next;
	char *text = texts[next++ % 4];
	if (decimal == NULL)
		return "-";
	assert_int_equal(jx_decimal_print(decimal, text, JX_FIGURE_TEXT_BYTES), JX_OK);
	return text;
}

/* One case: a scoring, a report, and what comes of it. */
struct example {
	const char *scoring;
	const char *report;
	const char *first;    /* computed score of the first line */
	const char *computed; /* of the sheet */
	const char *final_score;
};

static void assert_example(const struct example *example)
{
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxScoreSheet *sheet =
		score_by(&arena, book_of(&arena, example->scoring), example->report, NULL);
	assert_string_equal(number(sheet->lines[0]->computed), example->first);
	assert_string_equal(number(sheet->computed), example->computed);
	assert_string_equal(number(sheet->final_score), example->final_score);
	jx_arena_clear(&arena);
}

#define MET(points)                                                                  \
	"{'name':'乙','sign':'at_least','target':'1','actual':'1','points':'" points \
	"','claimed_score':'" points "'}"

/* ---- deductions of rows ---- */

#define TAKES "'takes_row_deductions':true"
#define TAKEN(actual, deduction)                                                       \
	"'indicators':[{'name':'甲','sign':'at_least','target':'10','actual':'" actual \
	"','points':'20','claimed_score':'20','deduction':'" deduction "'}," MET("80") "]"

static void a_deduction_of_the_row_is_taken_off_what_its_method_gives(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{TAKES, TAKEN("10", "3"), "17.00", "97.00", "97.00"},
		{TAKES, TAKEN("5", "3"), "7.00", "87.00", "87.00"},
		{TAKES, TAKEN("5", "2.5"), "7.50", "87.50", "87.50"},
		{TAKES, TAKEN("5", "0.005"), "10.00", "90.00", "90.00"},
		{TAKES, TAKEN("5", "10"), "0.00", "80.00", "80.00"},
		{TAKES, TAKEN("5", "30"), "0.00", "80.00", "80.00"},
		{TAKES, TAKEN("-5", "0"), "0.00", "80.00", "80.00"}, /* below zero is none */
		{TAKES, TAKEN("10", "-3"), "20.00", "100.00", "100.00"},
		{TAKES, TAKEN("10", "—"), "20.00", "100.00", "100.00"},
		{"", TAKEN("10", "3"), "20.00", "100.00", "100.00"}, /* a rulebook that does not take it */
	};
	for (size_t i = 0; i < JX_COUNT_OF(examples); i++)
		assert_example(&examples[i]);
}

/* ---- rows that do not apply ---- */

#define SCALES        "'scales_applicable':true"
#define APART(points) "{'name':'丙','points':'" points "','does_not_apply':true}"
#define HALF(points)                                                                 \
	"{'name':'甲','sign':'at_least','target':'2','actual':'1','points':'" points \
	"','claimed_score':'" points "'}"

static void rows_that_do_not_apply_leave_their_table_and_the_rest_is_scaled(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{SCALES, "'indicators':[" HALF("40") "," MET("40") "," APART("20") "]", "20.00", "75.00",
			"75.00"},
		{SCALES, "'indicators':[" HALF("30") "," MET("60") "," APART("10") "]", "15.00", "83.33",
			"83.33"},
		/* a total beside it is the scaled one */
		{SCALES,
			"'conclusion':{'claimed_score':'70'},'indicators':[" HALF("40") "," MET(
				"40") "," APART("20") "]",
			"20.00", "75.00", "70.00"},
		/* a part of a table stays one */
		{SCALES, "'indicators':[" HALF("40") "," APART("20") "]", "20.00", "30.00", "-"},
		/* where the rulebook does not scale, the row's box is an empty one */
		{"", "'indicators':[" HALF("40") "," MET("40") "," APART("20") "]", "20.00", "60.00", "-"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(examples); i++)
		assert_example(&examples[i]);
}

static void what_does_not_apply_says_so(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxScoreSheet *sheet = score_by(
		&arena, book_of(&arena, SCALES), "'indicators':[" MET("80") "," APART("20") "]", NULL);
	assert_int_equal(sheet->lines[1]->not_computed_reason, JX_NOT_COMPUTED_REASON_DOES_NOT_APPLY);
	assert_null(sheet->lines[1]->points);
	assert_string_equal(number(sheet->points_left_out), "20.00");
	assert_string_equal(number(sheet->coverage), "100.00");
	assert_string_equal(number(sheet->computed), "100.00");
	jx_arena_clear(&arena);
}

/* ---- points by count ---- */

#define LEVELS "'level_points':[{'level':'产出','points':'85'},{'level':'满意度','points':'15'}]"
#define OF(level, actual) \
	"{'level1':'" level "','name':'甲','sign':'at_least','target':'2','actual':'" actual "'}"
#define SEVEN                                                                                 \
	OF("满意度指标", "1")                                                                 \
	"," OF("满意度指标", "2") "," OF("满意度指标", "2") "," OF("满意度指标", "2") "," OF( \
		"满意度指标", "2") "," OF("满意度指标", "2") "," OF("满意度指标", "2")

static void the_points_of_a_level_are_shared_alike_by_its_rows(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxScoreSheet *sheet = score_by(
		&arena, book_of(&arena, LEVELS), "'indicators':[" SEVEN "," OF("产出指标", "2") "]", NULL);
	assert_string_equal(number(sheet->lines[0]->points), "2.14");
	assert_string_equal(number(sheet->lines[0]->computed), "1.07");
	assert_string_equal(number(sheet->points), "99.98");
	assert_string_equal(number(sheet->computed), "98.91");
	assert_string_equal(number(sheet->final_score), "98.91"); /* whole but for what rounding leaves */
	/* a row with points of its own beside them: an empty box is an empty box */
	sheet = score_by(&arena, book_of(&arena, LEVELS),
		"'indicators':[" OF("产出指标", "2") ",{'level1':'产出','name':'乙','points':'5'}," OF(
			"效益", "2") "]",
		NULL);
	assert_null(sheet->lines[0]->points);
	assert_null(sheet->lines[2]->points);
	/* a row that does not apply has no share */
	sheet = score_by(&arena, book_of(&arena, LEVELS),
		"'indicators':[" OF("满意度", "2") ",{'level1':'满意度','name':'乙','does_not_apply':true}]",
		NULL);
	assert_string_equal(number(sheet->lines[0]->points), "15.00");
	jx_arena_clear(&arena);
}

/* ---- tables of goals ---- */

#define WEIGHS "'weighs_goals':true"
#define GOALS(a, b) \
	"'goals':[{'number':1,'name':'一','weight':'" a "'},{'number':2,'name':'二','weight':'" b "'}],"
#define ROW_OF(goal, actual, points)                                                           \
	"{'name':'甲','sign':'at_least','target':'10','actual':'" actual "','points':'" points \
	"','claimed_score':'" points "','goal':" goal "}"

static void the_score_of_goals_is_their_mean_by_weight(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{WEIGHS,
			GOALS("40", "60") "'indicators':[" ROW_OF("1", "5", "100") "," ROW_OF(
				"2", "10", "100") "]",
			"50.00", "80.00", "80.00"},
		{WEIGHS,
			GOALS("—", "60") "'indicators':[" ROW_OF("1", "5", "100") "," ROW_OF(
				"2", "10", "100") "]",
			"50.00", "75.00", "75.00"},
		/* what belongs to no goal is part of each */
		{WEIGHS,
			GOALS("40", "60") "'indicators':[" ROW_OF("0", "10", "20") "," ROW_OF(
				"1", "5", "80") "," ROW_OF("2", "10", "80") "]",
			"20.00", "84.00", "84.00"},
		/* a goal that the report does not have is none */
		{WEIGHS, GOALS("40", "60") "'indicators':[" ROW_OF("3", "5", "100") "]", "50.00", "50.00",
			"50.00"},
		{"",
			GOALS("40", "60") "'indicators':[" ROW_OF("1", "5", "50") "," ROW_OF(
				"2", "10", "50") "]",
			"25.00", "75.00", "75.00"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(examples); i++)
		assert_example(&examples[i]);
}

/* ---- coefficients ---- */

#define BY_COEFFICIENT \
	"'sign_methods':[{'sign':'at_least','method':'M15'},{'sign':'qualitative','method':'M15'}]"
#define COEFFICIENT(sign, coefficient)             \
	"'indicators':[{'name':'甲','sign':'" sign \
	"','points':'100','claimed_score':'90','coefficient':'" coefficient "'}]"

static void a_sign_may_mean_the_coefficient_of_the_form(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{BY_COEFFICIENT, COEFFICIENT("at_least", "72.5"), "72.50", "72.50", "72.50"},
		{BY_COEFFICIENT, COEFFICIENT("qualitative", "80"), "80.00", "80.00", "80.00"},
		{BY_COEFFICIENT, COEFFICIENT("qualitative", "120"), "100.00", "100.00", "90.00"},
		{BY_COEFFICIENT, COEFFICIENT("qualitative", "-1"), "0.00", "0.00", "0.00"},
		{BY_COEFFICIENT, COEFFICIENT("qualitative", "—"), "-", "-", "-"},
		{"", COEFFICIENT("qualitative", "80"), "-", "-", "-"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(examples); i++)
		assert_example(&examples[i]);
}

/* ---- grades ---- */

static void every_shipped_rulebook_states_the_edges_of_its_grades(void **state)
{
	(void)state;
	static const struct {
		const char *score;
		const char *grade;        /* by the bands of the ministry */
		const char *grade_system; /* by those of the integrated system */
	} edges[] = {{"100", "优", "优"}, {"90.01", "优", "优"}, {"90", "优", ""}, {"89.99", "良", "良"},
		{"80", "良", "良"}, {"79.99", "中", "中"}, {"60", "中", "中"}, {"59.99", "差", "差"},
		{"0", "差", "差"}};
	size_t n;
	const struct jx_shipped_rulebook *books = jx_rulebooks_shipped(&n);
	for (size_t b = 0; b < n; b++) {
		struct jx_arena arena;
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		const struct jx_rulebook *book = shipped(&arena, books[b].id);
		bool is_system = strcmp(books[b].id, "integrated-system") == 0;
		for (size_t i = 0; i < JX_COUNT_OF(edges); i++) {
			JxReview review = JX_REVIEW_INIT;
			JxDecimal set = JX_DECIMAL_INIT;
			assert_int_equal(jx_decimal_parse(edges[i].score, &set, NULL), JX_OK);
			review.score = &set;
			const JxScoreSheet *sheet = score_by(&arena, book,
				"'staff':{'posts':'10','in_post':'10'},'indicators':[" MET("100") "]",
				&review);
			const char *grade = is_system ? edges[i].grade_system : edges[i].grade;
			bool is_held = sheet->is_grade_held && strcmp(grade, "优") == 0;
			assert_string_equal(sheet->grade, is_held ? "良" : grade);
		}
		jx_arena_clear(&arena);
	}
}

static void the_integrated_system_scores_by_its_own_methods(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxScoreSheet *sheet = score_by(&arena, shipped(&arena, "integrated-system"),
		"'indicators':[{'name':'甲','sign':'at_most','target':'5300','actual':'5830','points':'10',"
		"'claimed_score':'9'},{'name':'乙','sign':'equal','target':'10','actual':'12','points':'80',"
		"'claimed_score':'80'},{'name':'丙','sign':'at_least','target':'10','actual':'10','points':'10',"
		"'claimed_score':'8','deduction':'2'}]",
		NULL);
	assert_string_equal(number(sheet->lines[0]->computed), "9.00");
	assert_string_equal(number(sheet->lines[1]->computed), "80.00");
	assert_string_equal(number(sheet->lines[2]->computed), "8.00");
	assert_string_equal(number(sheet->final_score), "97.00");
	assert_string_equal(sheet->grade, "优");
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_deduction_of_the_row_is_taken_off_what_its_method_gives),
		cmocka_unit_test(rows_that_do_not_apply_leave_their_table_and_the_rest_is_scaled),
		cmocka_unit_test(what_does_not_apply_says_so),
		cmocka_unit_test(the_points_of_a_level_are_shared_alike_by_its_rows),
		cmocka_unit_test(the_score_of_goals_is_their_mean_by_weight),
		cmocka_unit_test(a_sign_may_mean_the_coefficient_of_the_form),
		cmocka_unit_test(every_shipped_rulebook_states_the_edges_of_its_grades),
		cmocka_unit_test(the_integrated_system_scores_by_its_own_methods),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
