#include "tests/support/test.h"

#include <stdlib.h>
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
		int64_t seconds = -1;
		enum jx_status status = jx_datetime_parse(cases[i].text, NOW, &seconds);
		if (seconds != cases[i].seconds)
			fail_msg("%s gives %lld", cases[i].text, (long long)seconds);
		assert_int_equal(status, cases[i].seconds < 0 ? JX_INVALID : JX_OK);
	}
}

static void moments_are_shown_here_and_kept_in_utc(void **state)
{
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char out[JX_DATETIME_BYTES];
	(void)state;
	time.seconds = INT64_C(1773567000);
	assert_string_equal(jx_datetime_print(&time, out), "2026-03-15 17:30");
	assert_string_equal(jx_datetime_print_utc(&time, out), "2026-03-15T09:30:00Z");
	assert_string_equal(jx_datetime_print(NULL, out), "");
	assert_string_equal(jx_datetime_print_utc(NULL, out), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans_have_a_unit),
		cmocka_unit_test(moments_are_spans_dates_or_times),
		cmocka_unit_test(moments_are_shown_here_and_kept_in_utc),
	};
	(void)setenv("TZ", "UTC-8", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
