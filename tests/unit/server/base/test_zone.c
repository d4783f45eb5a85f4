/* Times as the county's people read them. */
#include "server/base/zone.h"

#include "tests/support/test.h"

static void a_zone_is_known_by_its_name_alone(void **state)
{
	(void)state;
	assert_true(jx_zone_is_known(JX_ZONE_DEFAULT));
	assert_true(jx_zone_is_known("UTC"));
	assert_false(jx_zone_is_known(""));
	assert_false(jx_zone_is_known("Asia"));
	assert_false(jx_zone_is_known("Asia/Nowhere"));
	assert_false(jx_zone_is_known("/etc/localtime"));
	assert_false(jx_zone_is_known("../zoneinfo/UTC"));
	assert_false(jx_zone_is_known("zone.tab"));
}

static void a_time_names_its_zone(void **state)
{
	char out[JX_ZONE_TIME_BYTES];
	(void)state;
	assert_string_equal(jx_zone_name(), "");
	assert_true(jx_zone_set("Asia/Shanghai"));
	assert_string_equal(jx_zone_name(), "Asia/Shanghai");
	assert_string_equal(jx_zone_print(INT64_C(1773567000999), out), "2026-03-15T17:30:00+08:00");
	assert_true(jx_zone_set("America/St_Johns"));
	assert_string_equal(jx_zone_print(INT64_C(1773567000000), out), "2026-03-15T07:00:00-02:30");
	assert_string_equal(jx_zone_print(INT64_MAX, out), "?");
}

static void a_day_is_one_of_the_county(void **state)
{
	(void)state;
	assert_true(jx_zone_set("Asia/Shanghai"));
	assert_int_equal(jx_zone_day(INT64_C(1767196799999)), 20251231);
	assert_int_equal(jx_zone_day(INT64_C(1767196800000)), 20260101);
	assert_true(jx_zone_set("America/St_Johns"));
	assert_int_equal(jx_zone_day(INT64_C(1767196800000)), 20251231);
	assert_int_equal(jx_zone_day(INT64_MAX), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_zone_is_known_by_its_name_alone),
		cmocka_unit_test(a_time_names_its_zone),
		cmocka_unit_test(a_day_is_one_of_the_county),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
