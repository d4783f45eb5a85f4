/* Snapshots of rounds: found by the number of the change they stand at, and kept for who reads them page by page. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "server/cache/snapshots.h"
#include "storage/registry/store_rounds.h"
#include "tests/support/store_kit.h"

static const struct jx_ranking_query BY_SCORE = {.by = "", .peer_group = "", .where = ""};

static void fill(struct store_kit *kit)
{
	store_kit_begin(kit);
	store_kit_department(kit, "101", "综合");
	store_kit_round(kit, "2025");
	store_kit_commit(kit);
}

static struct jx_snapshot *put(struct store_kit *kit, struct jx_snapshots *snapshots)
{
	struct jx_ranking *ranking = NULL;
	assert_int_equal(jx_ranking_load(kit->writer, "2025", 0, &ranking, &kit->error), JX_OK);
	struct jx_snapshot *snapshot = jx_snapshots_put(snapshots, ranking);
	assert_non_null(snapshot);
	assert_string_equal(jx_snapshot_ranking(snapshot)->round, "2025");
	return snapshot;
}

static struct jx_snapshot *get(
	struct jx_snapshots *snapshots, const char *round, uint32_t publication, uint64_t change)
{
	const struct jx_snapshot_key key = {round, publication, change};
	return jx_snapshots_get(snapshots, &key);
}

static void change_round(struct store_kit *kit)
{
	store_kit_begin(kit);
	assert_int_equal(jx_round_count_change(kit->writer, "2025", &kit->error), JX_OK);
	store_kit_commit(kit);
}

static void a_snapshot_is_found_by_its_round_and_number(void **state)
{
	struct store_kit *kit = *state;
	struct jx_snapshots *snapshots = jx_snapshots_new(SIZE_MAX);
	fill(kit);
	assert_null(get(snapshots, "2025", 0, 0));
	struct jx_snapshot *snapshot = put(kit, snapshots);
	struct jx_snapshot *found = get(snapshots, "2025", 0, 0);
	assert_ptr_equal(found, snapshot);
	assert_null(get(snapshots, "2025", 1, 0));
	assert_null(get(snapshots, "2025", 0, 1));
	assert_null(get(snapshots, "2024", 0, 0));
	/* A second reader that loaded it meanwhile gets the first one's. */
	struct jx_snapshot *second = put(kit, snapshots);
	assert_ptr_equal(second, snapshot);
	jx_snapshots_unref(snapshots, snapshot, NULL);
	jx_snapshots_unref(snapshots, found, NULL);
	jx_snapshots_unref(snapshots, second, NULL);
	jx_snapshots_free(snapshots);
}

static void a_round_that_changed_is_another_one(void **state)
{
	struct store_kit *kit = *state;
	struct jx_snapshots *snapshots = jx_snapshots_new(SIZE_MAX);
	fill(kit);
	struct jx_snapshot *before = put(kit, snapshots);
	change_round(kit);
	struct jx_snapshot *after = put(kit, snapshots);
	assert_ptr_not_equal(after, before);
	struct jx_snapshot *found = get(snapshots, "2025", 0, 1);
	assert_ptr_equal(found, after);
	jx_snapshots_unref(snapshots, before, NULL);
	jx_snapshots_unref(snapshots, after, NULL);
	jx_snapshots_unref(snapshots, found, NULL);
	jx_snapshots_free(snapshots);
}

static void a_write_drops_the_snapshot_but_not_from_who_uses_it(void **state)
{
	struct store_kit *kit = *state;
	struct jx_snapshots *snapshots = jx_snapshots_new(SIZE_MAX);
	fill(kit);
	struct jx_snapshot *snapshot = put(kit, snapshots);
	jx_snapshots_invalidate(snapshots, "2024");
	struct jx_snapshot *found = get(snapshots, "2025", 0, 0);
	assert_ptr_equal(found, snapshot);
	jx_snapshots_unref(snapshots, found, NULL);
	jx_snapshots_invalidate(snapshots, "2025");
	assert_null(get(snapshots, "2025", 0, 0));
	assert_string_equal(jx_snapshot_ranking(snapshot)->round, "2025");
	jx_snapshots_unref(snapshots, snapshot, NULL);
	jx_snapshots_free(snapshots);
}

/* Whoever reads page by page finds the table they began with; of many such tables the newest stay. */
static void a_snapshot_with_open_pages_stays_for_a_while(void **state)
{
	struct store_kit *kit = *state;
	struct jx_snapshots *snapshots = jx_snapshots_new(SIZE_MAX);
	fill(kit);
	for (uint64_t change = 0; change < 6; change++) {
		struct jx_snapshot *snapshot = put(kit, snapshots);
		jx_snapshots_keep(snapshots, snapshot);
		jx_snapshots_unref(snapshots, snapshot, NULL);
		change_round(kit);
		jx_snapshots_invalidate(snapshots, "2025");
		struct jx_snapshot *found = get(snapshots, "2025", 0, change);
		assert_non_null(found);
		assert_int_equal(jx_snapshot_ranking(found)->change_number, change);
		jx_snapshots_unref(snapshots, found, NULL);
	}
	assert_null(get(snapshots, "2025", 0, 0));
	jx_snapshots_free(snapshots);
}

static void an_order_is_shared(void **state)
{
	struct store_kit *kit = *state;
	struct jx_snapshots *snapshots = jx_snapshots_new(SIZE_MAX);
	fill(kit);
	struct jx_snapshot *snapshot = put(kit, snapshots);
	struct jx_sorted_ranking *order = NULL;
	assert_null(jx_snapshots_get_order(snapshots, snapshot, &BY_SCORE));
	assert_int_equal(
		jx_sorted_ranking_new(jx_snapshot_ranking(snapshot), &BY_SCORE, NULL, &order, &kit->error),
		JX_OK);
	jx_snapshots_put_order(snapshots, snapshot, order);
	struct jx_sorted_ranking *found = jx_snapshots_get_order(snapshots, snapshot, &BY_SCORE);
	assert_ptr_equal(found, order);
	jx_snapshots_unref(snapshots, NULL, found);
	jx_snapshots_unref(snapshots, snapshot, order);
	jx_snapshots_free(snapshots);
}

static void counts_of_copies_are_shared(void **state)
{
	struct store_kit *kit = *state;
	struct jx_snapshots *snapshots = jx_snapshots_new(SIZE_MAX);
	fill(kit);
	struct jx_snapshot *snapshot = put(kit, snapshots);
	assert_null(jx_snapshots_get_copies(snapshots, snapshot));
	uint32_t *counts = calloc(1, sizeof(*counts));
	assert_ptr_equal(jx_snapshots_put_copies(snapshots, snapshot, counts), counts);
	assert_ptr_equal(jx_snapshots_put_copies(snapshots, snapshot, calloc(1, sizeof(*counts))), counts);
	assert_ptr_equal(jx_snapshots_get_copies(snapshots, snapshot), counts);
	jx_snapshots_unref(snapshots, snapshot, NULL);
	jx_snapshots_free(snapshots);
}

/* How many of the six newest states of a round, each put and then the first used again, are in a set of so many bytes. */
static unsigned n_kept(struct store_kit *kit, size_t max_bytes, bool *ret_has_first)
{
	struct jx_snapshots *snapshots = jx_snapshots_new(max_bytes);
	unsigned n = 0;
	uint64_t first = 0;
	for (int i = 0; i < 6; i++) {
		struct jx_snapshot *snapshot = put(kit, snapshots);
		uint64_t number = jx_snapshot_ranking(snapshot)->change_number;
		first = i == 0 ? number : first;
		jx_snapshots_unref(snapshots, snapshot, NULL);
		jx_snapshots_unref(snapshots, get(snapshots, "2025", 0, first), NULL);
		change_round(kit);
	}
	for (uint64_t number = first; number < first + 6; number++) {
		struct jx_snapshot *found = get(snapshots, "2025", 0, number);
		n += found != NULL;
		if (number == first)
			*ret_has_first = found != NULL;
		jx_snapshots_unref(snapshots, found, NULL);
	}
	jx_snapshots_free(snapshots);
	return n;
}

static void past_the_limit_the_least_recently_used_go(void **state)
{
	struct store_kit *kit = *state;
	struct jx_ranking *ranking = NULL;
	bool has_first = false;
	fill(kit);
	assert_int_equal(jx_ranking_load(kit->writer, "2025", 0, &ranking, &kit->error), JX_OK);
	size_t n_bytes = jx_ranking_bytes(ranking);
	jx_ranking_free(ranking);
	assert_int_equal(n_kept(kit, SIZE_MAX, &has_first), 6);
	assert_int_equal(n_kept(kit, 4 * n_bytes, &has_first), 3);
	assert_true(has_first);
	assert_int_equal(n_kept(kit, 1, &has_first), 1);
	assert_false(has_first);
}

/* What an order takes counts while it is there. */
static void orders_count_towards_the_limit(void **state)
{
	struct store_kit *kit = *state;
	struct jx_snapshots *snapshots = NULL;
	struct jx_sorted_ranking *order = NULL;
	fill(kit);
	for (size_t n_orders = 0; n_orders < 2; n_orders++) {
		struct jx_ranking *ranking = NULL;
		assert_int_equal(jx_ranking_load(kit->writer, "2025", 0, &ranking, &kit->error), JX_OK);
		snapshots = jx_snapshots_new(2 * jx_ranking_bytes(ranking) + 1000);
		uint64_t number = ranking->change_number;
		struct jx_snapshot *snapshot = jx_snapshots_put(snapshots, ranking);
		change_round(kit);
		struct jx_snapshot *newer = put(kit, snapshots);
		for (size_t i = 0; i < n_orders * 20; i++) {
			char by[32];
			(void)snprintf(by, sizeof(by), "%zu", i);
			const struct jx_ranking_query query = {.by = "", .peer_group = by, .where = ""};
			assert_int_equal(jx_sorted_ranking_new(jx_snapshot_ranking(newer), &query, NULL,
						 &order, &kit->error),
				JX_OK);
			jx_snapshots_put_order(snapshots, newer, order);
			jx_snapshots_unref(snapshots, NULL, order);
		}
		jx_snapshots_unref(snapshots, snapshot, NULL);
		struct jx_snapshot *found = get(snapshots, "2025", 0, number);
		assert_int_equal(found == NULL, n_orders > 0);
		jx_snapshots_unref(snapshots, found, NULL);
		jx_snapshots_unref(snapshots, newer, NULL);
		jx_snapshots_free(snapshots);
	}
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(a_snapshot_is_found_by_its_round_and_number),
		WITH_STORE(a_round_that_changed_is_another_one),
		WITH_STORE(a_write_drops_the_snapshot_but_not_from_who_uses_it),
		WITH_STORE(a_snapshot_with_open_pages_stays_for_a_while),
		WITH_STORE(an_order_is_shared),
		WITH_STORE(counts_of_copies_are_shared),
		WITH_STORE(past_the_limit_the_least_recently_used_go),
		WITH_STORE(orders_count_towards_the_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
