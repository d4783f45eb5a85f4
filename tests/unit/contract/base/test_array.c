#include "proto/contract/base/array.h"

#include <stdlib.h>

#include "tests/support/test.h"

static void an_array_grows_to_its_ceiling_and_keeps_what_it_holds(void **state)
{
	(void)state;
	int *items = NULL;
	size_t room = 0;
	for (size_t n = 0; n < 100; n++) {
		assert_int_equal(jx_array_grow((void **)&items, sizeof(*items), n, &room, 100), JX_OK);
		assert_true(room > n && room <= 100);
		items[n] = (int)n;
	}
	assert_int_equal(jx_array_grow((void **)&items, sizeof(*items), 100, &room, 100), JX_EXHAUSTED);
	for (size_t n = 0; n < 100; n++)
		assert_int_equal(items[n], (int)n);
	free(items);
}

static void an_array_of_an_arena_ends_at_the_cap_of_the_arena(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, 64 * 1024);
	char *items = NULL;
	size_t room = 0;
	size_t n = 0;
	enum jx_status status = JX_OK;
	while ((status = jx_arena_array_grow(&arena, (void **)&items, 1, n, &room, SIZE_MAX)) == JX_OK)
		items[n++] = 'x';
	assert_int_equal(status, JX_EXHAUSTED);
	assert_true(n > 1024);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(items[i], 'x');
	jx_arena_clear(&arena);
}

static void a_product_that_overflows_is_the_ceiling(void **state)
{
	(void)state;
	char *items = NULL;
	size_t room = SIZE_MAX / 1024;
	assert_int_equal(jx_array_grow((void **)&items, 1024, room, &room, SIZE_MAX), JX_EXHAUSTED);
	assert_null(items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_array_grows_to_its_ceiling_and_keeps_what_it_holds),
		cmocka_unit_test(an_array_of_an_arena_ends_at_the_cap_of_the_arena),
		cmocka_unit_test(a_product_that_overflows_is_the_ceiling),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
