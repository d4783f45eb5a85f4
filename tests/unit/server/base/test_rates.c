#include "server/base/rates.h"

#include "tests/support/test.h"

#define KEY UINT64_C(77)

static void a_bucket_gives_its_burst_and_then_its_rate(void **state)
{
	(void)state;
	static struct jx_rates rates = {.burst = 3, .period_ms = 10};
	for (unsigned i = 0; i < 3; i++)
		assert_true(jx_rates_take(&rates, KEY, 1000));
	assert_false(jx_rates_take(&rates, KEY, 1000));
	assert_false(jx_rates_take(&rates, KEY, 1009));
	assert_true(jx_rates_take(&rates, KEY, 1010));
	assert_false(jx_rates_take(&rates, KEY, 1010));
	for (unsigned i = 0; i < 3; i++)
		assert_true(jx_rates_take(&rates, KEY, 2000));
	assert_false(jx_rates_take(&rates, KEY, 2000));
}

static void what_is_given_back_can_be_taken_and_no_more(void **state)
{
	(void)state;
	static struct jx_rates rates = {.burst = 2, .period_ms = 10};
	jx_rates_give_back(&rates, KEY, 5);
	assert_true(jx_rates_take(&rates, KEY, 5));
	jx_rates_give_back(&rates, KEY, 5);
	jx_rates_give_back(&rates, KEY, 5);
	assert_true(jx_rates_take(&rates, KEY, 5));
	assert_true(jx_rates_take(&rates, KEY, 5));
	assert_false(jx_rates_take(&rates, KEY, 5));
}

static void keys_have_buckets_of_their_own(void **state)
{
	(void)state;
	static struct jx_rates rates = {.burst = 1, .period_ms = 10};
	assert_true(jx_rates_take(&rates, KEY, 5));
	assert_true(jx_rates_take(&rates, KEY + 1, 5));
	assert_false(jx_rates_take(&rates, KEY, 5));
	assert_false(jx_rates_take(&rates, KEY + 1, 5));
	/* two on one place drive each other out */
	assert_true(jx_rates_take(&rates, KEY + JX_RATES_PLACES, 5));
	assert_true(jx_rates_take(&rates, KEY, 5));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bucket_gives_its_burst_and_then_its_rate),
		cmocka_unit_test(what_is_given_back_can_be_taken_and_no_more),
		cmocka_unit_test(keys_have_buckets_of_their_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
