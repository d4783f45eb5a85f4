/* What finance sets as a whole: within full points, to two decimals, with a reason, and never beside lines. */
#include "proto/contract/score/score.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "tests/support/test.h"

#define POINT INT64_C(1000000)

static JxDecimal points(int64_t micros, uint32_t decimals)
{
	JxDecimal decimal = JX_DECIMAL_INIT;
	decimal.micros = micros;
	decimal.decimals = decimals;
	return decimal;
}

/* The check of a review against a sheet of 100 points, claimed at 97.5, with lines[0] to lines[n_lines - 1] of 10 points
 * each, claimed at 9. */
static enum jx_status check(const JxReview *review, size_t n_lines, struct jx_error *error)
{
	struct jx_arena arena;
	JxScoreSheet sheet = JX_SCORE_SHEET_INIT;
	JxDecimal full = points(100 * POINT, 0);
	JxDecimal claimed = points(97 * POINT + POINT / 2, 1);
	JxDecimal most = points(10 * POINT, 0);
	JxDecimal nine = points(9 * POINT, 0);
	char name[32];
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	sheet.full_points = &full;
	sheet.claimed_score = &claimed;
	sheet.lines = jx_arena_calloc(&arena, n_lines + 1, sizeof(*sheet.lines));
	assert_non_null(sheet.lines);
	for (; sheet.n_lines < n_lines; sheet.n_lines++) {
		JxScoreLine *line = jx_arena_alloc(&arena, sizeof(*line));
		assert_non_null(line);
		jx_score_line_init(line);
		(void)snprintf(name, sizeof(name), "lines[%zu]", sheet.n_lines);
		line->field = jx_arena_strdup(&arena, name);
		line->points = &most;
		line->claimed = &nine;
		sheet.lines[sheet.n_lines] = line;
	}
	*error = (struct jx_error){0};
	enum jx_status status = jx_review_check(review, &sheet, &arena, error);
	jx_arena_clear(&arena);
	return status;
}

static void a_whole_score_is_within_full_points_to_two_decimals_with_a_reason(void **state)
{
	(void)state;
	static const struct {
		int64_t micros;
		uint32_t decimals;
		const char *reason;
		enum jx_reason expected; /* JX_REASON_NONE: it is right */
		const char *field;
	} rows[] = {
		{0, 0, "未实施", JX_REASON_NONE, ""}, {100 * POINT, 0, "核增", JX_REASON_NONE, ""},
		{97 * POINT + POINT / 2, 2, "", JX_REASON_NONE, ""}, /* as claimed */
		{88 * POINT + 930000, 2, "核减", JX_REASON_NONE, ""},
		{88 * POINT + 930000, 2, "", JX_REASON_REASON_REQUIRED, "reason"},
		{150 * POINT, 2, "核增", JX_REASON_SCORE_RANGE, "score"},
		{100 * POINT + 10000, 2, "核增", JX_REASON_SCORE_RANGE, "score"},
		{-10000, 2, "核减", JX_REASON_SCORE_RANGE, "score"},
		{-5 * POINT, 2, "核减", JX_REASON_SCORE_RANGE, "score"},
		{88 * POINT + 935000, 3, "核减", JX_REASON_SCORE_DECIMALS, "score"},
		{1, 0, "核减", JX_REASON_SCORE_RANGE, "score"}, /* cannot be printed */
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct jx_error error;
		JxReview review = JX_REVIEW_INIT;
		JxDecimal score = points(rows[i].micros, rows[i].decimals);
		review.score = &score;
		review.reason = (char *)rows[i].reason;
		enum jx_status status = check(&review, 0, &error);
		assert_int_equal(status == JX_OK, rows[i].expected == JX_REASON_NONE);
		assert_int_equal(error.reason, rows[i].expected);
		assert_string_equal(error.field, rows[i].field);
	}
}

static void an_empty_box_is_no_score(void **state)
{
	(void)state;
	struct jx_error error;
	JxReview review = JX_REVIEW_INIT;
	JxDecimal score = JX_DECIMAL_INIT;
	score.empty = JX_EMPTY_KIND_DASH;
	review.score = &score;
	review.reason = "核减";
	assert_int_equal(check(&review, 0, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_SCORE_RANGE);
}

static void a_review_is_a_score_or_lines_never_both_and_never_neither(void **state)
{
	(void)state;
	struct jx_error error;
	JxReview review = JX_REVIEW_INIT;
	JxReviewedLine line = JX_REVIEWED_LINE_INIT;
	JxReviewedLine *lines[] = {&line};
	JxDecimal score = points(80 * POINT, 2);
	JxDecimal half = points(POINT / 2, 1);
	review.reason = "核减";
	assert_int_equal(check(&review, 1, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_BAD_FIELD);
	line.field = "lines[0]";
	line.score = &half;
	line.reason = "佐证不足";
	review.lines = lines;
	review.n_lines = 1;
	assert_int_equal(check(&review, 1, &error), JX_OK);
	review.score = &score;
	assert_int_equal(check(&review, 1, &error), JX_INVALID);
	assert_string_equal(error.field, "score");
}

static void a_line_is_set_to_two_decimals(void **state)
{
	(void)state;
	struct jx_error error;
	JxReview review = JX_REVIEW_INIT;
	JxReviewedLine line = JX_REVIEWED_LINE_INIT;
	JxReviewedLine *lines[] = {&line};
	JxDecimal fine = points(POINT / 1000, 3);
	line.field = "lines[0]";
	line.score = &fine;
	line.reason = "佐证不足";
	review.lines = lines;
	review.n_lines = 1;
	assert_int_equal(check(&review, 1, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_SCORE_DECIMALS);
	assert_string_equal(error.field, "lines[0]");
}

/* As many lines as a report may have are found by search: one by one they would take 400 million steps. */
static void the_widest_review_is_checked(void **state)
{
	(void)state;
	struct jx_error error;
	JxReview review = JX_REVIEW_INIT;
	JxDecimal score = points(5 * POINT, 0);
	size_t n = JX_MAX_INDICATORS;
	JxReviewedLine *lines = test_calloc(n, sizeof(*lines));
	JxReviewedLine **list = test_calloc(n, sizeof(*list));
	char(*names)[32] = test_calloc(n, sizeof(*names));
	for (size_t i = 0; i < n; i++) {
		jx_reviewed_line_init(&lines[i]);
		(void)snprintf(names[i], sizeof(names[i]), "lines[%zu]", n - 1 - i);
		lines[i].field = names[i];
		lines[i].score = &score;
		lines[i].reason = "佐证不足";
		list[i] = &lines[i];
	}
	review.lines = list;
	review.n_lines = n;
	assert_int_equal(check(&review, n, &error), JX_OK);
	(void)strcpy(names[n - 1], names[0]);
	assert_int_equal(check(&review, n, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_BAD_FIELD);
	test_free(names);
	test_free(list);
	test_free(lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_score_is_within_full_points_to_two_decimals_with_a_reason),
		cmocka_unit_test(an_empty_box_is_no_score),
		cmocka_unit_test(a_review_is_a_score_or_lines_never_both_and_never_neither),
		cmocka_unit_test(a_line_is_set_to_two_decimals),
		cmocka_unit_test(the_widest_review_is_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
