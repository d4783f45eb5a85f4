/* The pool behind nghttp2: pieces come back, contents survive growing, and what is kept has a ceiling. */
#include <stdint.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "server/net/h2/pool.h"
#include "tests/support/test.h"

static void a_freed_piece_is_the_next_of_its_size(void **state)
{
	(void)state;
	struct jx_pool pool;
	jx_pool_init(&pool);
	void *a = pool.mem.malloc(100, &pool);
	void *b = pool.mem.malloc(100, &pool);
	assert_true(a != b);
	memset(a, 1, 100);
	memset(b, 2, 100);
	pool.mem.free(a, &pool);
	assert_ptr_equal(pool.mem.malloc(97, &pool), a);
	uint8_t *zeroed;
	pool.mem.free(b, &pool);
	zeroed = pool.mem.calloc(20, 5, &pool);
	assert_ptr_equal(zeroed, b);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(zeroed[i], 0);
	pool.mem.free(a, &pool);
	pool.mem.free(b, &pool);
	pool.mem.free(NULL, &pool);
	jx_pool_clear(&pool);
}

static void contents_survive_every_change_of_size(void **state)
{
	(void)state;
	struct jx_pool pool;
	jx_pool_init(&pool);
	static const size_t sizes[] = {1, 32, 33, 1000, 1024, 1025, 5000, 20000, 64, 1};
	uint8_t *bytes = NULL;
	size_t n_before = 0;
	for (size_t i = 0; i < JX_COUNT_OF(sizes); i++) {
		bytes = pool.mem.realloc(bytes, sizes[i], &pool);
		assert_non_null(bytes);
		assert_int_equal((uintptr_t)bytes % 16, 0);
		size_t n = n_before < sizes[i] ? n_before : sizes[i];
		for (size_t k = 0; k < n; k++)
			assert_int_equal(bytes[k], k % 251);
		for (size_t k = 0; k < sizes[i]; k++)
			bytes[k] = (uint8_t)(k % 251);
		n_before = sizes[i];
	}
	pool.mem.free(bytes, &pool);
	jx_pool_clear(&pool);
}

static void what_is_kept_has_a_ceiling(void **state)
{
	(void)state;
	struct jx_pool pool;
	jx_pool_init(&pool);
	static void *pieces[4096];
	for (size_t i = 0; i < 4096; i++) {
		pieces[i] = pool.mem.malloc(1024, &pool);
		assert_non_null(pieces[i]);
	}
	for (size_t i = 0; i < 4096; i++)
		pool.mem.free(pieces[i], &pool);
	assert_int_equal(pool.n_free_bytes, JX_MAX_POOLED_BYTES);
	jx_pool_clear(&pool);
	assert_int_equal(pool.n_free_bytes, 0);
}

static void impossible_sizes_are_refused(void **state)
{
	(void)state;
	struct jx_pool pool;
	jx_pool_init(&pool);
	assert_null(pool.mem.malloc(SIZE_MAX, &pool));
	assert_null(pool.mem.calloc(SIZE_MAX / 2, 3, &pool));
	void *none = pool.mem.malloc(0, &pool);
	assert_non_null(none);
	pool.mem.free(none, &pool);
	jx_pool_clear(&pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_freed_piece_is_the_next_of_its_size),
		cmocka_unit_test(contents_survive_every_change_of_size),
		cmocka_unit_test(what_is_kept_has_a_ceiling),
		cmocka_unit_test(impossible_sizes_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
