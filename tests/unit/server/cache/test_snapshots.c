/* Snapshots of rounds: shared while they are right, and never put when a write came between. */
#include "tests/support/test.h"

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

static struct jx_snapshot *put(struct store_kit *kit, struct jx_snapshots *snapshots, uint64_t version)
{
	struct jx_ranking *ranking = NULL;
	assert_int_equal(jx_ranking_load(kit->writer, "2025", 0, &ranking, &kit->error), JX_OK);
	struct jx_snapshot *snapshot = jx_snapshots_put(snapshots, ranking, false, version);
	assert_non_null(snapshot);
	assert_string_equal(jx_snapshot_ranking(snapshot)->round, "2025");
	return snapshot;
}

static void a_snapshot_is_found_by_round_and_source(void **state)
{
	struct store_kit *kit = *state;
	struct jx_snapshots *snapshots = jx_snapshots_new();
	fill(kit);
	assert_null(jx_snapshots_get(snapshots, "2025", false));
	struct jx_snapshot *snapshot = put(kit, snapshots, jx_snapshots_version(snapshots));
	struct jx_snapshot *found = jx_snapshots_get(snapshots, "2025", false);
	assert_ptr_equal(found, snapshot);
	assert_null(jx_snapshots_get(snapshots, "2025", true));
	assert_null(jx_snapshots_get(snapshots, "2024", false));
	/* A second reader that loaded it meanwhile gets the first one's. */
	struct jx_snapshot *second = put(kit, snapshots, jx_snapshots_version(snapshots));
	assert_ptr_equal(second, snapshot);
	jx_snapshots_unref(snapshots, snapshot, NULL);
	jx_snapshots_unref(snapshots, found, NULL);
	jx_snapshots_unref(snapshots, second, NULL);
	jx_snapshots_free(snapshots);
}

static void what_was_read_before_a_write_serves_its_reader_only(void **state)
{
	struct store_kit *kit = *state;
	struct jx_snapshots *snapshots = jx_snapshots_new();
	fill(kit);
	uint64_t version = jx_snapshots_version(snapshots);
	jx_snapshots_invalidate(snapshots, "2025");
	struct jx_snapshot *snapshot = put(kit, snapshots, version);
	assert_null(jx_snapshots_get(snapshots, "2025", false));
	jx_snapshots_unref(snapshots, snapshot, NULL);
	jx_snapshots_free(snapshots);
}

static void a_write_drops_the_snapshot_but_not_from_who_uses_it(void **state)
{
	struct store_kit *kit = *state;
	struct jx_snapshots *snapshots = jx_snapshots_new();
	fill(kit);
	struct jx_snapshot *snapshot = put(kit, snapshots, jx_snapshots_version(snapshots));
	jx_snapshots_invalidate(snapshots, "2024");
	struct jx_snapshot *found = jx_snapshots_get(snapshots, "2025", false);
	assert_ptr_equal(found, snapshot);
	jx_snapshots_unref(snapshots, found, NULL);
	jx_snapshots_invalidate(snapshots, "2025");
	assert_null(jx_snapshots_get(snapshots, "2025", false));
	assert_string_equal(jx_snapshot_ranking(snapshot)->round, "2025");
	jx_snapshots_unref(snapshots, snapshot, NULL);
	jx_snapshots_free(snapshots);
}

static void an_order_is_shared_until_a_write(void **state)
{
	struct store_kit *kit = *state;
	struct jx_snapshots *snapshots = jx_snapshots_new();
	fill(kit);
	uint64_t version = jx_snapshots_version(snapshots);
	struct jx_snapshot *snapshot = put(kit, snapshots, version);
	struct jx_sorted_ranking *order = NULL;
	assert_null(jx_snapshots_get_order(snapshots, snapshot, &BY_SCORE));
	assert_int_equal(
		jx_sorted_ranking_new(jx_snapshot_ranking(snapshot), &BY_SCORE, NULL, &order, &kit->error),
		JX_OK);
	jx_snapshots_put_order(snapshots, snapshot, order, version + 1);
	assert_null(jx_snapshots_get_order(snapshots, snapshot, &BY_SCORE));
	jx_snapshots_put_order(snapshots, snapshot, order, version);
	struct jx_sorted_ranking *found = jx_snapshots_get_order(snapshots, snapshot, &BY_SCORE);
	assert_ptr_equal(found, order);
	jx_snapshots_unref(snapshots, NULL, found);
	jx_snapshots_unref(snapshots, snapshot, order);
	jx_snapshots_free(snapshots);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_snapshot_is_found_by_round_and_source, store_kit_setup, store_kit_teardown),
		cmocka_unit_test_setup_teardown(what_was_read_before_a_write_serves_its_reader_only,
			store_kit_setup, store_kit_teardown),
		cmocka_unit_test_setup_teardown(a_write_drops_the_snapshot_but_not_from_who_uses_it,
			store_kit_setup, store_kit_teardown),
		cmocka_unit_test_setup_teardown(
			an_order_is_shared_until_a_write, store_kit_setup, store_kit_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
