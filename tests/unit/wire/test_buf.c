/* The growing buffer: its ceiling, and that a refusal changes nothing. */
#include <stdlib.h>
#include <string.h>

#include "proto/wire/buf.h"
#include "tests/support/test.h"

static void bytes_come_back_in_order(void **state)
{
	(void)state;
	struct jx_buf buf;
	jx_buf_init(&buf, 100000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(jx_buf_append(&buf, "abcdefghij", 10), JX_OK);
	assert_int_equal(buf.n_bytes, 10000);
	for (size_t i = 0; i < buf.n_bytes; i++)
		assert_int_equal(buf.bytes[i], 'a' + i % 10);
	jx_buf_clear(&buf);
	assert_int_equal(buf.n_bytes, 0);
	assert_int_equal(buf.max_bytes, 100000);
}

static void the_ceiling_is_exact(void **state)
{
	(void)state;
	struct jx_buf buf;
	jx_buf_init(&buf, 1000);
	char bytes[1000] = {0};
	assert_int_equal(jx_buf_append(&buf, bytes, 600), JX_OK);
	assert_int_equal(jx_buf_append(&buf, bytes, 401), JX_EXHAUSTED);
	assert_int_equal(buf.n_bytes, 600);
	assert_int_equal(jx_buf_append(&buf, bytes, 400), JX_OK);
	assert_int_equal(jx_buf_append(&buf, bytes, 1), JX_EXHAUSTED);
	assert_int_equal(jx_buf_append(&buf, bytes, 0), JX_OK);
	assert_true(buf.n_room <= 1000);
	jx_buf_clear(&buf);
}

static void a_giant_is_refused_before_it_is_allocated(void **state)
{
	(void)state;
	struct jx_buf buf;
	jx_buf_init(&buf, 4096);
	assert_int_equal(jx_buf_reserve(&buf, SIZE_MAX), JX_EXHAUSTED);
	assert_int_equal(jx_buf_reserve(&buf, 4097), JX_EXHAUSTED);
	assert_null(buf.bytes);
	jx_buf_clear(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_come_back_in_order),
		cmocka_unit_test(the_ceiling_is_exact),
		cmocka_unit_test(a_giant_is_refused_before_it_is_allocated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
