#include "server/handlers/handlers.h"

#include <string.h>

#include "tests/support/test.h"

static void every_method_has_its_row_and_its_handler(void **state)
{
	(void)state;
	size_t n = 0;
	const struct jx_method *methods = jx_methods(&n);
	for (size_t i = 0; i < n; i++) {
		const struct jx_handler_row *row = jx_handler_find(methods[i].path);
		if (row == NULL || strcmp(row->path, methods[i].path) != 0)
			fail_msg("no row for %s", methods[i].path);
		bool is_of_the_loop = methods[i].kind == JX_METHOD_LOOP && methods[i].is_streaming;
		if ((row->handle == NULL) != is_of_the_loop)
			fail_msg("%s has no handler", methods[i].path);
	}
}

static void a_time_beyond_all_years_is_the_nearest_one(void **state)
{
	(void)state;
	Google__Protobuf__Timestamp timestamp = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	assert_int_equal(jx_timestamp_ms(NULL), 0);
	timestamp.seconds = INT64_MAX;
	assert_int_equal(jx_timestamp_ms(&timestamp), INT64_C(253402300799000));
	timestamp.seconds = INT64_MIN;
	assert_int_equal(jx_timestamp_ms(&timestamp), INT64_C(-62135596800000));
	timestamp.seconds = 1773564127;
	timestamp.nanos = 250000000;
	assert_int_equal(jx_timestamp_ms(&timestamp), INT64_C(1773564127250));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_method_has_its_row_and_its_handler),
		cmocka_unit_test(a_time_beyond_all_years_is_the_nearest_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
