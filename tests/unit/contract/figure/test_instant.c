/* Times and dates as text. */
#include "proto/contract/figure/instant.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "tests/support/test.h"

static void times_have_one_text(void **state)
{
	(void)state;
	static const struct {
		int64_t seconds;
		int32_t nanos;
		const char *text;
	} ROWS[] = {
		{0, 0, "1970-01-01T00:00:00Z"},
		{1773564127, 0, "2026-03-15T08:42:07Z"},
		{1773564127, 5000000, "2026-03-15T08:42:07.005Z"},
		{951782400, 0, "2000-02-29T00:00:00Z"},
		{4107542400, 0, "2100-03-01T00:00:00Z"},
		{-1, 999000000, "1969-12-31T23:59:59.999Z"},
		{-62135596800, 0, "0001-01-01T00:00:00Z"},
		{253402300799, 999000000, "9999-12-31T23:59:59.999Z"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		char out[JX_INSTANT_TEXT_BYTES];
		int64_t seconds = 0;
		int32_t nanos = 0;
		assert_true(jx_instant_print(ROWS[i].seconds, ROWS[i].nanos, out));
		assert_string_equal(out, ROWS[i].text);
		assert_true(jx_instant_parse(out, strlen(out), &seconds, &nanos));
		assert_true(seconds == ROWS[i].seconds && nanos == ROWS[i].nanos);
	}
	static const char *const BAD[] = {"", "2026-03-15", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
		"2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
		"2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z",
		"2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.000Z",
		"2026-01-01t00:00:00z", "2026-01-01T00:00:00+08:00", "0000-01-01T00:00:00Z",
		"2026-1a-01T00:00:00Z", "2026-01-01T00:00:00.5Z"};
	for (size_t i = 0; i < JX_COUNT_OF(BAD); i++) {
		int64_t seconds;
		int32_t nanos;
		assert_false(jx_instant_parse(BAD[i], strlen(BAD[i]), &seconds, &nanos));
	}
	char out[JX_INSTANT_TEXT_BYTES];
	assert_false(jx_instant_print(0, 1, out));
	assert_false(jx_instant_print(0, 1000000000, out));
	assert_false(jx_instant_print(253402300800, 0, out));
}

static void every_day_of_four_centuries_returns(void **state)
{
	(void)state;
	char last[JX_INSTANT_TEXT_BYTES] = "";
	for (int64_t day = -135140; day < 150000; day++) { /* from the year 1600 on */
		char out[JX_INSTANT_TEXT_BYTES];
		int64_t seconds;
		int32_t nanos;
		assert_true(jx_instant_print(day * 86400, 0, out));
		assert_true(strcmp(last, out) < 0);
		memcpy(last, out, sizeof(last));
		assert_true(jx_instant_parse(out, strlen(out), &seconds, &nanos));
		assert_true(seconds == day * 86400 && nanos == 0);
	}
}

static void a_date_is_a_year_a_month_or_a_day(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		struct jx_date date;
	} ROWS[] = {
		{"2025", {20250101, 20251231}},
		{"2025-02", {20250201, 20250228}},
		{"2024-02", {20240201, 20240229}},
		{"2024-02-29", {20240229, 20240229}},
		{"9999-12-31", {99991231, 99991231}},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		struct jx_date date;
		assert_true(jx_date_parse(ROWS[i].text, strlen(ROWS[i].text), &date));
		assert_int_equal(date.first, ROWS[i].date.first);
		assert_int_equal(date.last, ROWS[i].date.last);
	}
	static const char *const BAD[] = {"", "25", "0000", "2025-", "2025-1", "2025-13", "2025-00",
		"2025/12", "2025-02-29", "2025-02-31", "2025-04-31", "2025-12-00", "2025-12-1", "2025-12/01",
		"20251231", " 2025", "2025-1a", "2025-12-31T"};
	for (size_t i = 0; i < JX_COUNT_OF(BAD); i++) {
		struct jx_date date;
		assert_false(jx_date_parse(BAD[i], strlen(BAD[i]), &date));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_have_one_text),
		cmocka_unit_test(every_day_of_four_centuries_returns),
		cmocka_unit_test(a_date_is_a_year_a_month_or_a_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
