#include "proto/contract/base/arena.h"

#include <stdint.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "tests/support/test.h"

static void pieces_are_aligned_and_apart(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, 1u << 20);
	char *before = NULL;
	for (size_t n = 0; n < 200; n++) {
		char *piece = jx_arena_alloc(&arena, n);
		assert_non_null(piece);
		assert_int_equal((uintptr_t)piece % 16, 0);
		assert_true(piece != before);
		if (piece != NULL)
			memset(piece, 0xA5, n);
		before = piece;
	}
	jx_arena_clear(&arena);
}

static void the_cap_is_never_passed(void **state)
{
	(void)state;
	static const size_t CAPS[] = {0, 1, 15, 64, 100, 1000, 16384, 50000, 1000000};
	for (size_t i = 0; i < JX_COUNT_OF(CAPS); i++) {
		struct jx_arena arena;
		jx_arena_init(&arena, CAPS[i]);
		size_t given = 0;
		while (jx_arena_alloc(&arena, 48) != NULL)
			given += 48;
		assert_true(given <= CAPS[i]);
		assert_true(arena.n_held_bytes <= CAPS[i]);
		assert_true(arena.is_cap_reached);
		jx_arena_clear(&arena);
	}
}

static void a_large_cap_is_used_nearly_whole(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, 1u << 20);
	size_t given = 0;
	while (jx_arena_alloc(&arena, 64) != NULL)
		given += 64;
	assert_true(given > (1u << 20) * 9 / 10);
	jx_arena_clear(&arena);
}

static void a_giant_is_refused_not_wrapped(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, SIZE_MAX);
	assert_null(jx_arena_alloc(&arena, SIZE_MAX));
	assert_null(jx_arena_alloc(&arena, SIZE_MAX - 20));
	assert_null(jx_arena_calloc(&arena, SIZE_MAX / 2, 3));
	assert_null(jx_arena_strndup(&arena, "", SIZE_MAX));
	jx_arena_clear(&arena);
	jx_arena_init(&arena, 1000);
	assert_null(jx_arena_alloc(&arena, 1001));
	assert_non_null(jx_arena_alloc(&arena, 900));
	jx_arena_clear(&arena);
}

static void reset_keeps_one_chunk_and_forgets_refusals(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, 4u << 20);
	assert_non_null(jx_arena_alloc(&arena, 2u << 20));
	for (int i = 0; i < 100; i++)
		assert_non_null(jx_arena_alloc(&arena, 10000));
	while (jx_arena_alloc(&arena, 4096) != NULL)
		;
	assert_true(arena.is_cap_reached);
	jx_arena_reset(&arena);
	assert_false(arena.is_cap_reached);
	assert_true(arena.n_held_bytes > 0);
	assert_true(arena.n_held_bytes <= 256u * 1024u);
	size_t held = arena.n_held_bytes;
	assert_non_null(jx_arena_alloc(&arena, 1000));
	assert_int_equal(arena.n_held_bytes, held);
	jx_arena_clear(&arena);
	assert_int_equal(arena.n_held_bytes, 0);
	assert_non_null(jx_arena_alloc(&arena, 1000));
	jx_arena_clear(&arena);
}

static void calloc_is_zeroed_even_after_a_reset(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, 1u << 16);
	char *first = jx_arena_alloc(&arena, 4096);
	assert_non_null(first);
	if (first != NULL)
		memset(first, 0xFF, 4096);
	jx_arena_reset(&arena);
	const char *piece = jx_arena_calloc(&arena, 64, 64);
	assert_non_null(piece);
	for (size_t i = 0; i < 4096; i++)
		assert_int_equal(piece[i], 0);
	jx_arena_clear(&arena);
}

static void texts_are_copied_and_terminated(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, 1u << 16);
	assert_string_equal(jx_arena_strdup(&arena, "万元"), "万元");
	assert_string_equal(jx_arena_strndup(&arena, "abcdef", 3), "abc");
	assert_string_equal(jx_arena_strdup(&arena, ""), "");
	jx_arena_clear(&arena);
}

static void a_reached_cap_is_not_worth_a_retry(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_error error;
	jx_arena_init(&arena, 100);
	assert_null(jx_arena_alloc(&arena, 4096));
	assert_int_equal(jx_arena_fail(&arena, &error), JX_EXHAUSTED);
	assert_int_equal(error.reason, JX_REASON_CALL_TOO_LARGE);
	assert_string_equal(error.arg[0], "100");
	jx_arena_clear(&arena);
	assert_int_equal(jx_arena_fail(&arena, NULL), JX_UNAVAILABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_aligned_and_apart),
		cmocka_unit_test(the_cap_is_never_passed),
		cmocka_unit_test(a_large_cap_is_used_nearly_whole),
		cmocka_unit_test(a_giant_is_refused_not_wrapped),
		cmocka_unit_test(reset_keeps_one_chunk_and_forgets_refusals),
		cmocka_unit_test(calloc_is_zeroed_even_after_a_reset),
		cmocka_unit_test(texts_are_copied_and_terminated),
		cmocka_unit_test(a_reached_cap_is_not_worth_a_retry),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
