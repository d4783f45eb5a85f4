/* The counts a peer cannot exceed, how they fade, and the stream ids that stay closed. */
#include "server/net/h2/guard.h"
#include "tests/support/test.h"

static void unproductive_bytes_have_a_ceiling_that_recovers(void **state)
{
	(void)state;
	struct jx_guard guard;
	jx_guard_init(&guard, 1000);
	assert_true(jx_guard_charge(&guard, JX_UNPRODUCTIVE_BYTES));
	assert_false(jx_guard_charge(&guard, 1));
	jx_guard_advance(&guard, 1000 + JX_UNPRODUCTIVE_HALVING_MS - 1);
	assert_false(jx_guard_charge(&guard, 1));
	jx_guard_advance(&guard, 1000 + JX_UNPRODUCTIVE_HALVING_MS);
	assert_true(jx_guard_charge(&guard, JX_UNPRODUCTIVE_BYTES / 2 - 2));
	jx_guard_advance(&guard, 1000000000);
	assert_int_equal(guard.n_unproductive_bytes, 0);
	jx_guard_clear(&guard);
}

static void work_earns_credit_but_not_without_end(void **state)
{
	(void)state;
	struct jx_guard guard;
	jx_guard_init(&guard, 0);
	for (int i = 0; i < 1000; i++)
		jx_guard_credit(&guard, 1000000);
	assert_true(jx_guard_charge(&guard, 2 * JX_UNPRODUCTIVE_BYTES));
	assert_false(jx_guard_charge(&guard, 1));
	jx_guard_clear(&guard);
}

static void resets_are_paid_back_at_their_rate(void **state)
{
	(void)state;
	struct jx_guard guard;
	jx_guard_init(&guard, 0);
	for (unsigned i = 0; i < JX_RESET_BURST; i++)
		assert_true(jx_guard_reset(&guard));
	assert_false(jx_guard_reset(&guard));
	jx_guard_advance(&guard, 1000);
	for (unsigned i = 0; i < JX_RESET_RATE - 1; i++)
		assert_true(jx_guard_reset(&guard));
	assert_false(jx_guard_reset(&guard));
	jx_guard_advance(&guard, 10000000);
	assert_true(jx_guard_reset(&guard));
	jx_guard_clear(&guard);
}

static void bytes_after_a_reset_have_a_ceiling(void **state)
{
	(void)state;
	struct jx_guard guard;
	jx_guard_init(&guard, 0);
	assert_true(jx_guard_after_reset(&guard, JX_MAX_BYTES_AFTER_RESET));
	assert_false(jx_guard_after_reset(&guard, 1));
	jx_guard_clear(&guard);
}

static void skipped_ids_stay_closed(void **state)
{
	(void)state;
	struct jx_guard guard;
	jx_guard_init(&guard, 0);
	assert_true(jx_guard_open(&guard, 1));
	assert_true(jx_guard_open(&guard, 3));
	assert_true(jx_guard_open(&guard, 9));
	assert_false(jx_guard_open(&guard, 5));
	assert_false(jx_guard_open(&guard, 7));
	assert_true(jx_guard_open(&guard, 3)); /* trailers of an open stream */
	assert_true(jx_guard_open(&guard, 9));
	assert_true(jx_guard_open(&guard, 11));
	jx_guard_clear(&guard);
}

static void a_peer_that_skips_all_the_time_costs_no_memory(void **state)
{
	(void)state;
	struct jx_guard guard;
	jx_guard_init(&guard, 0);
	for (uint32_t i = 0; i < 10 * JX_MAX_SKIPPED_RANGES; i++)
		assert_true(jx_guard_open(&guard, 5 + i * 4));
	uint32_t newest = guard.highest_id - 2;
	assert_false(jx_guard_open(&guard, newest));
	assert_false(jx_guard_open(&guard, newest - 4 * (JX_MAX_SKIPPED_RANGES - 1)));
	assert_true(jx_guard_open(&guard, newest - 4 * JX_MAX_SKIPPED_RANGES));
	jx_guard_clear(&guard);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unproductive_bytes_have_a_ceiling_that_recovers),
		cmocka_unit_test(work_earns_credit_but_not_without_end),
		cmocka_unit_test(resets_are_paid_back_at_their_rate),
		cmocka_unit_test(bytes_after_a_reset_have_a_ceiling),
		cmocka_unit_test(skipped_ids_stay_closed),
		cmocka_unit_test(a_peer_that_skips_all_the_time_costs_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
