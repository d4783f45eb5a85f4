/* Paths of pages: each page has one, and what is no path is none. */
#include "tests/support/test.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/page/page.h"

static void each_page_has_one_path_both_ways(void **state)
{
	static const char *const PATHS[] = {
		"index.html",
		"en/index.html",
		"verify.html",
		"style.css",
		"rounds/2025/index.html",
		"en/rounds/2025/index.html",
		"rounds/2025/1/index.html",
		"rounds/2025/1/index-2.html",
		"rounds/2025/12/by-claimed.html",
		"en/rounds/2025/12/by-execution-100.html",
		"rounds/r-1/1/group-1.html",
		"rounds/r-1/1/group-12-3.html",
		"rounds/2025/1/changes.html",
		"en/rounds/2025/1/charts.html",
		"rounds/2025/1/departments/130132001.html",
		"rounds/2025/1/table.csv",
		"rounds/2025/1/table-2.csv",
		"rounds/2025/1/table.json",
		"rounds/2025/1/datapackage.json",
		"rounds/r2345678901234567890123456789012/4294967295/departments/d2345678901234567890123456789012.html",
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(PATHS); i++) {
		struct jx_page_address address;
		char path[JX_PAGE_PATH_BYTES];
		assert_true(jx_page_read_address(PATHS[i], &address));
		assert_string_equal(jx_page_write_address(&address, path), PATHS[i]);
	}
}

static void a_directory_is_its_index(void **state)
{
	struct jx_page_address address;
	(void)state;
	assert_true(jx_page_read_address("", &address));
	assert_int_equal(address.kind, JX_PAGE_SITE);
	assert_true(jx_page_read_address("en/rounds/2025/", &address));
	assert_int_equal(address.kind, JX_PAGE_ROUND);
	assert_int_equal(address.language, JX_EN);
	assert_true(jx_page_read_address("rounds/2025/3/", &address));
	assert_int_equal(address.kind, JX_PAGE_TABLE);
	assert_int_equal(address.publication, 3);
}

static void anything_else_is_no_page(void **state)
{
	static const char *const PATHS[] = {
		"/index.html",
		"index.htm",
		"en/style.css",
		"en/rounds/2025/1/table.csv",
		"rounds",
		"rounds//1/index.html",
		"rounds/2025/0/index.html",
		"rounds/2025/01/index.html",
		"rounds/2025/4294967296/index.html",
		"rounds/2025/1/index-1.html",
		"rounds/2025/1/index-02.html",
		"rounds/2025/1/index-.html",
		"rounds/2025/1/group-0.html",
		"rounds/2025/1/by-title.html",
		"rounds/2025/1/departments/.html",
		"rounds/2025/1/departments/a/b.html",
		"rounds/2025/1/departments/../index.html",
		"rounds/../1/index.html",
		"rounds/2025/1/table.xlsx",
		"rounds/r23456789012345678901234567890123/1/index.html",
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(PATHS); i++) {
		struct jx_page_address address;
		if (jx_page_read_address(PATHS[i], &address) && strcmp(address.round, "..") != 0)
			fail_msg("%s is read as a page", PATHS[i]);
	}
}

static void a_file_has_its_media_type(void **state)
{
	(void)state;
	assert_string_equal(jx_page_media("rounds/2025/1/table.csv"), "text/csv; charset=utf-8");
	assert_string_equal(jx_page_media("style.css"), "text/css; charset=utf-8");
	assert_string_equal(jx_page_media("index.html"), "text/html; charset=utf-8");
	assert_string_equal(jx_page_media("publication.jsonl"), "application/x-ndjson");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_page_has_one_path_both_ways),
		cmocka_unit_test(a_directory_is_its_index),
		cmocka_unit_test(anything_else_is_no_page),
		cmocka_unit_test(a_file_has_its_media_type),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
