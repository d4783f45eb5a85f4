/* The inflation index: how few lines shrink it, what it is measured against, and whom it flags. */
#include "tests/support/test.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/ranking/inflation.h"

#define POINT INT64_C(1000000) /* micros */
#define MAX_N 8

static struct jx_inflation_item lines(int64_t points, int64_t claimed, int64_t computed, uint32_t n_lines)
{
	return (struct jx_inflation_item){
		.points = points, .claimed = claimed, .computed = computed, .n_lines = n_lines};
}

/* A department whose index is so many hundredths: two lines of 100 points count one half. */
static struct jx_inflation_item at(int64_t hundredths)
{
	int64_t not_computable = hundredths * 20000;
	return lines(100 * POINT, not_computable > 0 ? not_computable : 0,
		not_computable > 0 ? 0 : -not_computable, 2);
}

static struct jx_inflation run(struct jx_inflation_item *items, size_t n)
{
	struct jx_inflation all;
	memset(&all, 0x5a, sizeof(all));
	assert_int_equal(jx_inflation_run(items, n, &all), JX_OK);
	return all;
}

static struct jx_inflation run_at(struct jx_inflation_item *items, const int64_t *hundredths, size_t n)
{
	for (size_t i = 0; i < n; i++)
		items[i] = at(hundredths[i]);
	return run(items, n);
}

static void few_lines_say_less_than_many(void **state)
{
	(void)state;
	static const struct {
		uint32_t n_lines;
		int64_t index;
	} cases[] = {{1, 3330000}, {2, 5000000}, {8, 8000000}, {18, 9000000}, {198, 9900000}};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_inflation_item item = lines(10 * POINT, 10 * POINT, 9 * POINT, cases[i].n_lines);
		(void)run(&item, 1);
		assert_true(item.has_index);
		assert_int_equal(item.excess, 10 * POINT);
		assert_int_equal(item.index, cases[i].index);
	}
}

static void claims_below_the_figures_have_a_negative_index(void **state)
{
	(void)state;
	struct jx_inflation_item item = lines(40 * POINT, 30 * POINT, 40 * POINT, 3);
	struct jx_inflation all = run(&item, 1);
	assert_int_equal(item.excess, -25 * POINT);
	assert_int_equal(item.index, -15 * POINT);
	assert_int_equal(all.median, -15 * POINT);
}

static void halves_are_rounded_away_from_zero(void **state)
{
	(void)state;
	static const struct {
		int64_t not_computable; /* micros of 100 points: hundred times as many are a percent */
		uint32_t n_lines;
		int64_t excess;
		int64_t index;
	} cases[] = {
		{4999, 2, 0, 0},
		{5000, 2, 10000, 0},
		{-5000, 2, -10000, 0},
		{-4999, 2, 0, 0},
		{15000, 1, 20000, 10000},
		{-15000, 1, -20000, -10000},
		{14999, 1, 10000, 0},
		{-14999, 1, -10000, 0},
		{9600, 2, 10000, 0}, /* of the excess itself, not of the rounded one, which would give 0.01 */
		{-9600, 2, -10000, 0},
	};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_inflation_item item = lines(
			100 * POINT, 50 * POINT + cases[i].not_computable, 50 * POINT, cases[i].n_lines);
		(void)run(&item, 1);
		assert_int_equal(item.excess, cases[i].excess);
		assert_int_equal(item.index, cases[i].index);
	}
}

static void median_and_spread_are_those_of_the_middle(void **state)
{
	(void)state;
	static const struct {
		size_t n;
		int64_t hundredths[5];
		int64_t median;
		int64_t spread;
		int64_t distance[5];
	} cases[] = {
		{5, {2000, 100, 700, 400, 200}, 4000000, 4450000, {3600000, -670000, 670000, 0, -450000}},
		{4, {700, 100, 400, 200}, 3000000, 2220000, {1800000, -900000, 450000, -450000}},
		{3, {-300, -100, -200}, -2000000, 1480000, {-670000, 670000, 0}},
		{2, {1, 2}, 20000, 10000, {-670000, 670000}},    /* a median of 0.015 */
		{2, {-1, -2}, -20000, 10000, {670000, -670000}}, /* and of -0.015 */
	};
	for (size_t c = 0; c < JX_COUNT_OF(cases); c++) {
		struct jx_inflation_item items[5];
		struct jx_inflation all = run_at(items, cases[c].hundredths, cases[c].n);
		assert_true(all.has_median);
		assert_int_equal(all.median, cases[c].median);
		assert_int_equal(all.spread, cases[c].spread);
		for (size_t i = 0; i < cases[c].n; i++) {
			assert_int_equal(items[i].index, cases[c].hundredths[i] * 10000);
			assert_true(items[i].has_distance);
			assert_int_equal(items[i].distance, cases[c].distance[i]);
		}
	}
}

static void where_all_are_alike_nobody_stands_out(void **state)
{
	(void)state;
	static const int64_t hundredths[] = {9000, 9000, 9000, 9000, 9000};
	for (size_t n = 1; n <= 5; n++) {
		struct jx_inflation_item items[5];
		struct jx_inflation all = run_at(items, hundredths, n);
		assert_true(all.has_median);
		assert_int_equal(all.median, 90 * POINT);
		assert_int_equal(all.spread, 0);
		for (size_t i = 0; i < n; i++) {
			assert_true(items[i].has_index);
			assert_false(items[i].has_distance);
			assert_false(items[i].is_flagged);
		}
	}
}

/* The median distance is 0, so the mean one takes its place. */
static void where_most_are_alike_the_mean_distance_is_the_spread(void **state)
{
	(void)state;
	static const int64_t five[] = {300, 300, 900, 300, 300};
	static const int64_t four[] = {300, 900, 300, 300};
	struct jx_inflation_item items[5];
	struct jx_inflation all = run_at(items, five, 5);
	assert_int_equal(all.median, 3 * POINT);
	assert_int_equal(all.spread, 1500000); /* 1.2533 x 6 / 5 */
	assert_int_equal(items[2].distance, 3990000);
	assert_true(items[2].is_flagged);
	assert_true(items[0].has_distance);
	assert_int_equal(items[0].distance, 0);
	assert_false(items[0].is_flagged);
	all = run_at(items, four, 4);
	assert_int_equal(all.spread, 1880000); /* 1.2533 x 6 / 4 */
	assert_int_equal(items[1].distance, 3190000);
	assert_false(items[1].is_flagged);
}

static void a_flag_needs_the_distance_and_a_whole_point(void **state)
{
	(void)state;
	static const struct {
		int64_t hundredths[5]; /* the last one is who is asked about */
		int64_t distance;
		bool is_flagged;
	} cases[] = {
		/* The spread is 148.26, and 3.5 times that 518.91. */
		{{-10000, -10000, 0, 10000, 51890}, 3500000, false},
		{{-10000, -10000, 0, 10000, 51891}, 3500000, false},
		{{-10000, -10000, 0, 10000, 51892}, 3500000, true}, /* before rounding, it is above */
		{{10000, 10000, 0, -10000, -51892}, -3500000, false},
		{{10000, 10000, 0, -10000, -90000}, -6070000, false},
		/* The spread is 0.0148, so that only the point is missing. */
		{{-1, -1, 0, 1, 99}, 66770000, false},
		{{-1, -1, 0, 1, 100}, 67450000, true},
		{{499, 499, 500, 501, 599}, 66770000, false}, /* above the median, not above zero */
		{{499, 499, 500, 501, 600}, 67450000, true},
	};
	for (size_t c = 0; c < JX_COUNT_OF(cases); c++) {
		struct jx_inflation_item items[5];
		(void)run_at(items, cases[c].hundredths, 5);
		assert_int_equal(items[4].distance, cases[c].distance);
		assert_int_equal(items[4].is_flagged, cases[c].is_flagged);
		for (size_t i = 0; i < 4; i++)
			assert_false(items[i].is_flagged);
	}
}

static void a_department_without_computed_lines_counts_for_nothing(void **state)
{
	(void)state;
	static const int64_t hundredths[] = {2000, 100, 700, 400, 200};
	struct jx_inflation_item alone[5];
	struct jx_inflation_item items[MAX_N];
	struct jx_inflation expected = run_at(alone, hundredths, 5);
	size_t n = 0;
	for (size_t i = 0; i < 5; i++) {
		items[n++] = at(hundredths[i]);
		if (i % 2 == 0)
			items[n++] = (struct jx_inflation_item){
				.claimed = 90 * POINT, .has_distance = true, .is_flagged = true};
	}
	struct jx_inflation all = run(items, n);
	assert_int_equal(all.median, expected.median);
	assert_int_equal(all.spread, expected.spread);
	for (size_t i = 0, with = 0; i < n; i++) {
		assert_int_equal(items[i].has_index, items[i].points > 0);
		if (!items[i].has_index) {
			assert_false(items[i].has_distance);
			assert_false(items[i].is_flagged);
			continue;
		}
		assert_int_equal(items[i].distance, alone[with].distance);
		assert_int_equal(items[i].is_flagged, alone[with++].is_flagged);
	}
}

static void without_anybody_to_compare_there_is_no_median(void **state)
{
	(void)state;
	struct jx_inflation_item items[2] = {{.claimed = POINT}, {.computed = POINT, .n_lines = 4}};
	struct jx_inflation all = run(items, 2);
	assert_false(all.has_median);
	assert_int_equal(all.spread, 0);
	assert_false(items[0].has_index);
	assert_false(items[1].has_index);
	all = run(NULL, 0);
	assert_false(all.has_median);
}

/* Every one of the 120 orders of five departments gives each of them the same. */
static void the_order_given_does_not_matter(void **state)
{
	(void)state;
	static const int64_t hundredths[] = {2000, 100, 700, 400, 200};
	struct jx_inflation_item expected[5];
	struct jx_inflation first = run_at(expected, hundredths, 5);
	for (size_t order = 0; order < 120; order++) {
		size_t who[5] = {0, 1, 2, 3, 4};
		struct jx_inflation_item items[5];
		for (size_t i = 0, left = order; i < 5; left /= 5 - i, i++) {
			size_t other = i + left % (5 - i);
			size_t taken = who[other];
			who[other] = who[i];
			who[i] = taken;
			items[i] = at(hundredths[taken]);
		}
		struct jx_inflation all = run(items, 5);
		assert_int_equal(all.median, first.median);
		assert_int_equal(all.spread, first.spread);
		for (size_t i = 0; i < 5; i++) {
			assert_int_equal(items[i].index, expected[who[i]].index);
			assert_int_equal(items[i].distance, expected[who[i]].distance);
			assert_int_equal(items[i].is_flagged, who[i] == 0);
		}
	}
}

static void the_largest_sums_do_not_overflow(void **state)
{
	(void)state;
	const int64_t most = INT64_C(999999999999999);
	struct jx_inflation_item items[3] = {
		lines(most, most, 0, 98), lines(most, 0, most, 98), lines(most, most, most, 98)};
	struct jx_inflation all = run(items, 3);
	assert_int_equal(items[0].excess, 100 * POINT);
	assert_int_equal(items[0].index, 98 * POINT);
	assert_int_equal(items[1].index, -98 * POINT);
	assert_int_equal(all.median, 0);
	assert_int_equal(all.spread, 145290000); /* 1.4826 x 98 = 145.2948 */
	assert_int_equal(items[0].distance, 670000);
	assert_int_equal(items[1].distance, -670000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_lines_say_less_than_many),
		cmocka_unit_test(claims_below_the_figures_have_a_negative_index),
		cmocka_unit_test(halves_are_rounded_away_from_zero),
		cmocka_unit_test(median_and_spread_are_those_of_the_middle),
		cmocka_unit_test(where_all_are_alike_nobody_stands_out),
		cmocka_unit_test(where_most_are_alike_the_mean_distance_is_the_spread),
		cmocka_unit_test(a_flag_needs_the_distance_and_a_whole_point),
		cmocka_unit_test(a_department_without_computed_lines_counts_for_nothing),
		cmocka_unit_test(without_anybody_to_compare_there_is_no_median),
		cmocka_unit_test(the_order_given_does_not_matter),
		cmocka_unit_test(the_largest_sums_do_not_overflow),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
