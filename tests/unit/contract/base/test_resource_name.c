#include "proto/contract/base/resource_name.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "tests/support/test.h"

static void names_are_put_together(void **state)
{
	(void)state;
	char name[JX_RESOURCE_NAME_BYTES];
	assert_string_equal(jx_name_round(name, "2025"), "rounds/2025");
	assert_string_equal(jx_name_department(name, "0101"), "departments/0101");
	assert_string_equal(jx_name_person(name, "lead"), "persons/lead");
	assert_string_equal(jx_name_submission(name, "2025-b", "101"), "submissions/2025-b-101");
	assert_string_equal(jx_name_version(name, "2025", "101", 3), "submissions/2025-101/versions/3");
	assert_string_equal(jx_name_publication(name, "2025", 2), "rounds/2025/publications/2");
	assert_string_equal(jx_name_edition(name, "sample", "2026-1"), "rulebooks/sample/editions/2026-1");
}

static void the_longest_name_fits(void **state)
{
	(void)state;
	char id[300];
	char name[JX_RESOURCE_NAME_BYTES];
	memset(id, 'x', sizeof(id) - 1);
	id[sizeof(id) - 1] = '\0';
	(void)jx_name_version(name, id, id, UINT64_MAX);
	assert_true(strlen(name) < sizeof(name) - 1);
	assert_non_null(strstr(name, "/versions/18446744073709551615"));
}

static void an_id_is_of_its_collection(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		const char *id;
	} rows[] = {
		{"rounds/2025", "2025"},
		{"rounds/", NULL},
		{"rounds", NULL},
		{"round/2025", NULL},
		{"rounds/2025/publications/1", NULL},
		{"rounds/aaaaaaaaaabbbbbbbbbbccccccccccddd", NULL},
		{"", NULL},
		{NULL, NULL},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		const char *id = jx_name_id(rows[i].name, "rounds");
		if (rows[i].id == NULL)
			assert_null(id);
		else
			assert_string_equal(id, rows[i].id);
	}
}

static void a_number_stands_behind_its_collection(void **state)
{
	(void)state;
	uint64_t number = 9;
	size_t n_parent = 0;
	assert_true(jx_name_read_number("submissions/2025-1/versions/3", "versions", &number, &n_parent));
	assert_int_equal(number, 3);
	assert_int_equal(n_parent, strlen("submissions/2025-1"));
	assert_true(
		jx_name_read_number("rounds/2025/publications/latest", "publications", &number, &n_parent));
	assert_int_equal(number, 0);
	static const char *const bad[] = {"submissions/2025-1/versions/", "submissions/2025-1/versions/0",
		"submissions/2025-1/versions/03", "submissions/2025-1/versions/-3", "/versions/3",
		"versions/3", "3", "", "submissions/2025-1/xversions/3",
		"submissions/2025-1/versions/18446744073709551616"};
	for (size_t i = 0; i < JX_COUNT_OF(bad); i++)
		assert_false(jx_name_read_number(bad[i], "versions", &number, &n_parent));
}

static void a_number_is_digits_and_nothing_else(void **state)
{
	(void)state;
	uint64_t number = 0;
	assert_true(jx_text_u64("0", 0, &number));
	assert_true(jx_text_u64("18446744073709551615", UINT64_MAX, &number));
	assert_true(number == UINT64_MAX);
	static const char *const bad[] = {
		"", "+1", "-1", " 1", "1 ", "01", "1x", "256", "18446744073709551616"};
	for (size_t i = 0; i < JX_COUNT_OF(bad); i++)
		assert_false(jx_text_u64(bad[i], 255, &number));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_put_together),
		cmocka_unit_test(the_longest_name_fits),
		cmocka_unit_test(an_id_is_of_its_collection),
		cmocka_unit_test(a_number_stands_behind_its_collection),
		cmocka_unit_test(a_number_is_digits_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
