/* Ranks: ties, missing keys, order, and agreement with a plain sort. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "proto/contract/ranking/rank.h"

#define NO INT64_MIN /* in the tables here: has no key */

static void fill(struct jx_rank_item *items, const int64_t *keys, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		items[i] = (struct jx_rank_item){
			.key = keys[i], .index = (uint32_t)i, .ret_rank = 77, .has_key = keys[i] != NO};
	}
}

static void equal_keys_share_a_rank_and_the_next_is_skipped(void **state)
{
	(void)state;
	static const int64_t keys[] = {80, 95, 80, NO, 60, -3, NO};
	static const struct {
		bool is_higher_first;
		uint32_t index[7];
		uint32_t rank[7];
	} cases[] = {
		{true, {1, 0, 2, 4, 5, 3, 6}, {1, 2, 2, 4, 5, 0, 0}},
		{false, {5, 4, 0, 2, 1, 3, 6}, {1, 2, 3, 3, 5, 0, 0}},
	};
	for (size_t c = 0; c < 2; c++) {
		struct jx_rank_item items[7];
		fill(items, keys, 7);
		assert_int_equal(jx_rank_order(items, 7, cases[c].is_higher_first), JX_OK);
		for (size_t i = 0; i < 7; i++) {
			assert_int_equal(items[i].index, cases[c].index[i]);
			assert_int_equal(items[i].ret_rank, cases[c].rank[i]);
		}
	}
}

static void the_order_given_does_not_matter(void **state)
{
	(void)state;
	struct jx_rank_item items[4] = {
		{.key = 5, .index = 9, .has_key = true},
		{.key = 5, .index = 2, .has_key = true},
		{.key = 7, .index = 4, .has_key = true},
		{.key = 5, .index = 1, .has_key = true},
	};
	static const uint32_t index[4] = {4, 1, 2, 9};
	static const uint32_t rank[4] = {1, 2, 2, 2};
	assert_int_equal(jx_rank_order(items, 4, true), JX_OK);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(items[i].index, index[i]);
		assert_int_equal(items[i].ret_rank, rank[i]);
	}
}

static void nobody_and_one_alone_are_ranked_too(void **state)
{
	(void)state;
	assert_int_equal(jx_rank_order(NULL, 0, true), JX_OK);
	struct jx_rank_item one = {.key = INT64_MIN, .has_key = true};
	assert_int_equal(jx_rank_order(&one, 1, true), JX_OK);
	assert_int_equal(one.ret_rank, 1);
	one.has_key = false;
	assert_int_equal(jx_rank_order(&one, 1, true), JX_OK);
	assert_int_equal(one.ret_rank, 0);
}

static void the_ends_of_the_range_sort_right(void **state)
{
	(void)state;
	struct jx_rank_item items[5] = {
		{.key = 0, .index = 0, .has_key = true},
		{.key = INT64_MAX, .index = 1, .has_key = true},
		{.key = INT64_MIN, .index = 2, .has_key = true},
		{.key = -1, .index = 3, .has_key = true},
		{.key = 1, .index = 4, .has_key = true},
	};
	static const uint32_t order[5] = {2, 3, 0, 4, 1};
	assert_int_equal(jx_rank_order(items, 5, false), JX_OK);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(items[i].index, order[i]);
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Each rank is one more than the number of better keys: counted, not sorted. */
static void ranks_are_one_more_than_the_number_of_better_keys(void **state)
{
	(void)state;
	uint64_t seed = 20251123;
	for (int trial = 0; trial < 60; trial++) {
		struct jx_rank_item items[97];
		bool is_higher_first = trial % 2 == 0;
		int64_t spread = trial < 30 ? 12 : INT64_C(1) << 50;
		for (size_t i = 0; i < 97; i++) {
			items[i] = (struct jx_rank_item){.index = (uint32_t)i};
			items[i].key = (int64_t)(next_random(&seed) % (uint64_t)spread) - spread / 2;
			items[i].has_key = next_random(&seed) % 9 != 0;
		}
		assert_int_equal(jx_rank_order(items, 97, is_higher_first), JX_OK);
		for (size_t i = 0; i < 97; i++) {
			uint32_t better = 0;
			for (size_t j = 0; j < 97; j++) {
				bool is_better = is_higher_first ? items[j].key > items[i].key
								 : items[j].key < items[i].key;
				better += items[j].has_key && is_better ? 1u : 0u;
			}
			assert_int_equal(items[i].ret_rank, items[i].has_key ? better + 1 : 0);
			if (i > 0 && items[i].has_key && items[i].key == items[i - 1].key)
				assert_true(items[i].index > items[i - 1].index);
		}
	}
}

/* A ceiling two orders above what was measured: it fails on a quadratic sort, not on a slow machine. */
static void a_nation_of_departments_is_ranked_at_once(void **state)
{
	(void)state;
	size_t n = 250000;
	struct jx_rank_item *items = calloc(n, sizeof(*items));
	assert_non_null(items);
	uint64_t seed = 7;
	for (size_t i = 0; i < n; i++) {
		items[i].key = (int64_t)(next_random(&seed) % 100000000u);
		items[i].index = (uint32_t)i;
		items[i].has_key = true;
	}
	struct timespec before;
	struct timespec after;
	assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &before), 0);
	assert_int_equal(jx_rank_order(items, n, true), JX_OK);
	assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &after), 0);
	long ms = (long)(after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
	print_message("250,000 ranked in %ld ms\n", ms);
	assert_true(ms < 3000);
	for (size_t i = 1; i < n; i++)
		assert_true(items[i].key <= items[i - 1].key);
	free(items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_keys_share_a_rank_and_the_next_is_skipped),
		cmocka_unit_test(the_order_given_does_not_matter),
		cmocka_unit_test(nobody_and_one_alone_are_ranked_too),
		cmocka_unit_test(the_ends_of_the_range_sort_right),
		cmocka_unit_test(ranks_are_one_more_than_the_number_of_better_keys),
		cmocka_unit_test(a_nation_of_departments_is_ranked_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
