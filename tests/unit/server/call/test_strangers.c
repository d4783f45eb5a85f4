#include "server/call/strangers.h"

#include <stdio.h>

#include "proto/contract/base/limits.h"
#include "tests/support/test.h"

#define NOW_MS UINT64_C(1000000)

static int open_door(void **state)
{
	*state = jx_strangers_new();
	return *state != NULL ? 0 : -1;
}

static int close_door(void **state)
{
	jx_strangers_free(*state);
	return 0;
}

static struct jx_call call_from(unsigned address, unsigned port)
{
	struct jx_call call = {.stranger = address};
	(void)snprintf(
		call.peer_address, sizeof(call.peer_address), "[2001:db8::%x:%x]:%u", address, port, port);
	return call;
}

static bool try_from(struct jx_strangers *door, unsigned address, unsigned port)
{
	const struct jx_call call = call_from(address, port);
	return jx_strangers_try(door, &call, NOW_MS);
}

static unsigned tries_of(struct jx_strangers *door, unsigned address)
{
	unsigned n = 0;
	while (n < 10 * JX_ENROL_TRIES && try_from(door, address, 1))
		n++;
	return n;
}

static void a_connection_has_its_first_try_whatever_others_did(void **state)
{
	assert_int_equal(tries_of(*state, 1), JX_ENROL_TRIES + 1);
	assert_false(try_from(*state, 1, 1));
	assert_true(try_from(*state, 1, 2));
	assert_false(try_from(*state, 1, 2));
	assert_true(try_from(*state, 2, 1));
}

static void all_addresses_together_have_the_tries_of_the_door(void **state)
{
	unsigned n_second = 0;
	for (unsigned address = 0; address < 40; address++)
		n_second += tries_of(*state, address) - 1;
	assert_int_equal(n_second, JX_ENROL_DOOR_TRIES);
}

static void good_codes_cost_nothing(void **state)
{
	const struct jx_call call = call_from(1, 5);
	for (unsigned i = 0; i < 10 * JX_ENROL_DOOR_TRIES; i++) {
		assert_true(jx_strangers_try(*state, &call, NOW_MS));
		jx_strangers_pay_back(*state, &call, NOW_MS);
	}
}

static void a_mistake_is_forgiven_after_a_while(void **state)
{
	assert_int_equal(tries_of(*state, 1), JX_ENROL_TRIES + 1);
	const struct jx_call call = call_from(1, 1);
	assert_false(jx_strangers_try(*state, &call, NOW_MS));
	assert_true(jx_strangers_try(*state, &call, NOW_MS + JX_ENROL_TRY_MS));
	assert_false(jx_strangers_try(*state, &call, NOW_MS + JX_ENROL_TRY_MS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_connection_has_its_first_try_whatever_others_did, open_door, close_door),
		cmocka_unit_test_setup_teardown(
			all_addresses_together_have_the_tries_of_the_door, open_door, close_door),
		cmocka_unit_test_setup_teardown(good_codes_cost_nothing, open_door, close_door),
		cmocka_unit_test_setup_teardown(a_mistake_is_forgiven_after_a_while, open_door, close_door),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
