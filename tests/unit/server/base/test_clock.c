/* The daemon's now never runs behind what is on record. */
#include "server/base/clock.h"

#include "tests/support/test.h"

static void now_is_the_time_of_the_system_until_something_later_is_on_record(void **state)
{
	(void)state;
	int64_t before_ms = jx_clock_ms();
	assert_int_equal(jx_clock_floor_ms(), 0);
	assert_int_equal(jx_clock_behind_ms(), 0);
	jx_clock_raise(before_ms - 3600000);
	assert_true(jx_clock_ms() >= before_ms);
	assert_int_equal(jx_clock_behind_ms(), 0);
}

static void a_clock_behind_the_record_stands_still_and_is_known(void **state)
{
	(void)state;
	int64_t newest_ms = jx_clock_ms() + 3600000;
	jx_clock_raise(newest_ms);
	assert_int_equal(jx_clock_ms(), newest_ms);
	assert_in_range(jx_clock_behind_ms(), 3600000 - 60000, 3600000);
	/* An entry from before lowers nothing. */
	jx_clock_raise(newest_ms - 1);
	assert_int_equal(jx_clock_ms(), newest_ms);
	assert_int_equal(jx_clock_floor_ms(), newest_ms);
}

static void what_was_once_the_time_is_never_again_to_come(void **state)
{
	(void)state;
	int64_t later_ms = jx_clock_ms() + 3600000;
	int64_t on_record_ms = jx_clock_floor_ms();
	jx_clock_resume(later_ms);
	assert_int_equal(jx_clock_ms(), later_ms);
	jx_clock_resume(later_ms - 1);
	assert_int_equal(jx_clock_ms(), later_ms);
	assert_int_equal(jx_clock_floor_ms(), on_record_ms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(now_is_the_time_of_the_system_until_something_later_is_on_record),
		cmocka_unit_test(a_clock_behind_the_record_stands_still_and_is_known),
		cmocka_unit_test(what_was_once_the_time_is_never_again_to_come),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
