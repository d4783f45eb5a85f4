#include "server/counts/call_counts.h"

#include "tests/support/test.h"

#define NS_PER_MS UINT64_C(1000000)

static struct jx_call_counts *counts;

static int open_room(void **state)
{
	(void)state;
	counts = jx_call_counts_new();
	assert_non_null(counts);
	return 0;
}

static int close_room(void **state)
{
	(void)state;
	jx_call_counts_free(counts);
	return 0;
}

static void a_call_is_counted_under_its_method_and_status(void **state)
{
	size_t n_methods = 0;
	const struct jx_method *methods = jx_methods(&n_methods);
	(void)state;
	for (size_t i = 0; i < n_methods; i++)
		for (size_t n = 0; n <= i % 3; n++)
			jx_call_counts_add(counts, &methods[i], n == 0 ? JX_OK : JX_DENIED, NS_PER_MS);
	jx_call_counts_add(counts, NULL, JX_UNIMPLEMENTED, 0);
	for (size_t i = 0; i < n_methods; i++) {
		const struct jx_method_counts *row = jx_call_counts_of(counts, &methods[i]);
		assert_int_equal(row->by_status[JX_OK], 1);
		assert_int_equal(row->by_status[JX_DENIED], i % 3);
	}
	assert_int_equal(jx_call_counts_of(counts, NULL)->by_status[JX_UNIMPLEMENTED], 1);
	assert_int_equal(jx_call_counts_of(counts, NULL)->by_status[JX_OK], 0);
	assert_int_equal(jx_call_counts_faults(counts), 0);
	jx_call_counts_add(counts, &methods[0], JX_INTERNAL, 0);
	jx_call_counts_add(counts, &methods[1], JX_DATA_LOSS, 0);
	assert_int_equal(jx_call_counts_faults(counts), 2);
}

static void a_duration_is_in_the_first_bucket_that_holds_it(void **state)
{
	static const struct {
		uint64_t took_ns;
		size_t bucket; /* JX_CALL_BUCKETS: none */
	} rows[] = {{0, 0}, {500 * 1000, 0}, {501 * 1000, 1}, {NS_PER_MS, 1}, {2 * NS_PER_MS, 2},
		{10000 * NS_PER_MS, JX_CALL_BUCKETS - 1}, {10001 * NS_PER_MS, JX_CALL_BUCKETS}};
	const struct jx_method *method = jx_method_find("/jixiao.v1.SystemService/Ping");
	const struct jx_method_counts *row = jx_call_counts_of(counts, method);
	uint64_t n_before[JX_CALL_BUCKETS];
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (size_t j = 0; j < JX_CALL_BUCKETS; j++)
			n_before[j] = row->buckets[j];
		jx_call_counts_add(counts, method, JX_OK, rows[i].took_ns);
		for (size_t j = 0; j < JX_CALL_BUCKETS; j++)
			assert_int_equal(row->buckets[j] - n_before[j], j == rows[i].bucket ? 1 : 0);
	}
	assert_int_equal(row->n_timed, sizeof(rows) / sizeof(rows[0]));
	assert_int_equal(row->total_us, 500 + 501 + 1000 + 2000 + 10000000 + 10001000);
}

static void a_stream_that_waits_for_its_caller_has_no_duration(void **state)
{
	const struct jx_method *watch = jx_method_find("/grpc.health.v1.Health/Watch");
	(void)state;
	jx_call_counts_add(counts, watch, JX_CANCELLED, 3600000 * NS_PER_MS);
	assert_int_equal(jx_call_counts_of(counts, watch)->by_status[JX_CANCELLED], 1);
	assert_int_equal(jx_call_counts_of(counts, watch)->n_timed, 0);
}

static void changes_are_counted_apart(void **state)
{
	(void)state;
	assert_int_equal(jx_call_counts_changes(counts), 0);
	jx_call_counts_add_change(counts);
	jx_call_counts_add_change(counts);
	assert_int_equal(jx_call_counts_changes(counts), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_call_is_counted_under_its_method_and_status, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			a_duration_is_in_the_first_bucket_that_holds_it, open_room, close_room),
		cmocka_unit_test_setup_teardown(
			a_stream_that_waits_for_its_caller_has_no_duration, open_room, close_room),
		cmocka_unit_test_setup_teardown(changes_are_counted_apart, open_room, close_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
