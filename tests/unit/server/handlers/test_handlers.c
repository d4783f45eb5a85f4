#include "server/handlers/handlers.h"

#include "tests/support/test.h"

static bool has_hooks_of_its_kind(const struct jx_method *method, const struct jx_handler *handler)
{
	bool is_cached_read = handler->cache == JX_CACHE_BY_REQUEST;
	switch (method->kind) {
	case JX_METHOD_LOOP:
		return (handler->answer != NULL) == !method->is_streaming && handler->read == NULL &&
		       handler->check == NULL && handler->write == NULL && !is_cached_read;
	case JX_METHOD_READ:
		return handler->read != NULL && handler->answer == NULL && handler->check == NULL &&
		       handler->write == NULL && is_cached_read == (handler->authorise != NULL) &&
		       handler->cache != JX_CACHE_MILLISECOND;
	case JX_METHOD_WRITE:
		return handler->write != NULL && handler->answer == NULL && handler->authorise == NULL &&
		       handler->cache == JX_CACHE_NONE;
	}
	return false;
}

static void every_method_has_the_hooks_of_its_kind(void **state)
{
	(void)state;
	size_t n = 0;
	const struct jx_method *methods = jx_methods(&n);
	for (size_t i = 0; i < n; i++) {
		const struct jx_handler *handler = jx_handler_of(&methods[i]);
		assert_string_equal(handler->path, methods[i].path);
		if (!has_hooks_of_its_kind(&methods[i], handler))
			fail_msg("%s has hooks of another kind", methods[i].path);
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
		cmocka_unit_test(every_method_has_the_hooks_of_its_kind),
		cmocka_unit_test(a_time_beyond_all_years_is_the_nearest_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
