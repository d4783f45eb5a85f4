#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/text/datetime.h"
#include "proto/contract/base/array.h"

#define NOW INT64_C(1773560000) /* 2026-03-15T07:33:20Z */

static void spans_have_a_unit(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds; /* -1: refused */
	} cases[] = {
		{"3d", 259200},
		{"36h", 129600},
		{"90m", 5400},
		{"0", 0},
		{"0d", 0},
		{"3660d", 316224000},
		{"3661d", -1},
		{"3", -1},
		{"", -1},
		{"d", -1},
		{"-3d", -1},
		{"3.5d", -1},
		{"3 d", -1},
		{"3dd", -1},
		{"3w", -1},
		{"99999999999d", -1},
		{" 3d", -1},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		int64_t seconds = -1;
		enum jx_status status = jx_datetime_parse_span(cases[i].text, &seconds);
		assert_int_equal(status, cases[i].seconds < 0 ? JX_INVALID : JX_OK);
		assert_int_equal(seconds, cases[i].seconds);
	}
}

static void moments_are_spans_dates_or_times(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds; /* -1: refused */
	} cases[] = {
		{"3d", NOW + 259200},
		{"0", NOW},
		{"2026-03-15T08:42:07Z", INT64_C(1773564127)},
		{"2026-03-15T17:30+08:00", INT64_C(1773567000)},
		{"2026-03-15T17:30-05:30", INT64_C(1773615600)},
		/* the zone of this test is UTC+8 */
		{"2026-03-15", INT64_C(1773590399)},
		{"2026-03-15T17:30", INT64_C(1773567000)},
		{"2024-02-29", INT64_C(1709222399)},
		{"2025-02-29", -1},
		{"2026-04-31", -1},
		{"2026-13-01", -1},
		{"2026-00-10", -1},
		{"2026-03-15T24:00", -1},
		{"2026-03-15T17:60", -1},
		{"2026-03-15T17", -1},
		{"2026-03-15T17:30+8", -1},
		{"2026-03-15T17:30+15:00", -1},
		{"2026-03-15T17:30Zx", -1},
		{"2026-3-15", -1},
		{"15.3.2026", -1},
		{"tomorrow", -1},
		{"2026-03-15 17:30", -1},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
		time.seconds = -1;
		enum jx_status status = jx_datetime_parse(cases[i].text, NOW, &time);
		if (time.seconds != cases[i].seconds)
			fail_msg("%s gives %lld", cases[i].text, (long long)time.seconds);
		assert_int_equal(status, cases[i].seconds < 0 ? JX_INVALID : JX_OK);
	}
}

static void moments_are_shown_here_and_kept_in_utc(void **state)
{
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char out[JX_DATETIME_BYTES];
	(void)state;
	time.seconds = INT64_C(1773567000);
	assert_string_equal(jx_datetime_print(&time, out), "2026-03-15 17:30 +08:00");
	assert_string_equal(jx_datetime_print_utc(&time, out), "2026-03-15T09:30:00Z");
	assert_string_equal(jx_datetime_print(NULL, out), "");
	assert_string_equal(jx_datetime_print_utc(NULL, out), "");
}

static void a_day_ends_with_its_last_millisecond(void **state)
{
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	(void)state;
	assert_int_equal(jx_datetime_parse("2026-03-15", NOW, &time), JX_OK);
	assert_int_equal(time.nanos, 999000000);
	assert_int_equal(jx_datetime_parse("2026-03-15T23:59", NOW, &time), JX_OK);
	assert_int_equal(time.nanos, 0);
}

static void only_a_day_or_an_hour_without_zone_is_one_of_the_county(void **state)
{
	(void)state;
	assert_true(jx_datetime_needs_zone("2026-03-15"));
	assert_true(jx_datetime_needs_zone("2026-03-15T17:30"));
	assert_false(jx_datetime_needs_zone("2026-03-15T17:30+08:00"));
	assert_false(jx_datetime_needs_zone("2026-03-15T17:30Z"));
	assert_false(jx_datetime_needs_zone("3d"));
	assert_false(jx_datetime_needs_zone("tomorrow"));
}

static void set_zone(const char *name)
{
	jx_datetime_set_zone(name, strlen(name));
}

/* Runs last: the zone stays. */
static void days_are_those_of_the_zone_that_the_server_told(void **state)
{
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char out[JX_DATETIME_BYTES];
	(void)state;
	assert_int_equal(jx_datetime_zone_state(), JX_ZONE_NOT_TOLD);
	set_zone("");
	set_zone("/etc/passwd");
	set_zone("../../../etc/passwd");
	assert_int_equal(jx_datetime_zone_state(), JX_ZONE_NOT_TOLD);
	set_zone("Asia/Nowhere");
	assert_int_equal(jx_datetime_zone_state(), JX_ZONE_UNKNOWN);
	assert_string_equal(jx_datetime_zone_name(), "Asia/Nowhere");
	set_zone("America/New_York");
	assert_int_equal(jx_datetime_zone_state(), JX_ZONE_SET);
	assert_int_equal(jx_datetime_parse("2026-03-31", NOW, &time), JX_OK);
	assert_string_equal(jx_datetime_print_utc(&time, out), "2026-04-01T03:59:59Z");
	assert_string_equal(jx_datetime_print(&time, out), "2026-03-31 23:59 -04:00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans_have_a_unit),
		cmocka_unit_test(moments_are_spans_dates_or_times),
		cmocka_unit_test(moments_are_shown_here_and_kept_in_utc),
		cmocka_unit_test(a_day_ends_with_its_last_millisecond),
		cmocka_unit_test(only_a_day_or_an_hour_without_zone_is_one_of_the_county),
		cmocka_unit_test(days_are_those_of_the_zone_that_the_server_told),
	};
	(void)setenv("TZ", "UTC-8", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
