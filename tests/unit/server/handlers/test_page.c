#include "server/handlers/page.h"

#include <string.h>

#include "proto/contract/base/limits.h"
#include "tests/support/test.h"

static const struct jx_method METRICS = {.path = "/jixiao.v1.RankingService/ListMetrics"};
static const struct jx_method ROUNDS = {.path = "/jixiao.v1.RoundService/ListRounds"};

/* Only what pages need of a task. */
static struct jx_task new_task(const struct jx_method *method)
{
	struct jx_task task = {.method = method};
	task.arena.max_bytes = 1 << 16;
	return task;
}

static void pages_cut_a_table_without_a_gap(void **state)
{
	(void)state;
	for (int32_t size = 1; size <= 12; size++) {
		struct jx_task task = new_task(&METRICS);
		struct jx_row_range rows = {.next_page_token = (char *)""};
		size_t n_seen = 0;
		do {
			assert_int_equal(
				jx_page_cut(&task, size, rows.next_page_token, 10, 23, &rows), JX_OK);
			assert_int_equal(rows.first, n_seen);
			assert_in_range(rows.n, 1, size < 10 ? size : 10);
			n_seen += rows.n;
		} while (rows.next_page_token[0] != '\0');
		assert_int_equal(n_seen, 23);
		jx_arena_clear(&task.arena);
	}
}

static void a_page_without_a_size_is_as_long_as_one_may_be(void **state)
{
	(void)state;
	struct jx_task task = new_task(&METRICS);
	struct jx_row_range rows;
	assert_int_equal(jx_page_cut(&task, 0, "", 10, 23, &rows), JX_OK);
	assert_int_equal(rows.n, 10);
	assert_int_equal(jx_page_cut(&task, 0, "", 10, 0, &rows), JX_OK);
	assert_int_equal(rows.n, 0);
	assert_string_equal(rows.next_page_token, "");
	jx_arena_clear(&task.arena);
}

static void a_table_that_has_shrunk_ends(void **state)
{
	(void)state;
	struct jx_task task = new_task(&METRICS);
	struct jx_row_range rows;
	assert_int_equal(jx_page_cut(&task, 10, "", 10, 23, &rows), JX_OK);
	assert_int_equal(jx_page_cut(&task, 10, rows.next_page_token, 10, 5, &rows), JX_OK);
	assert_int_equal(rows.first, 5);
	assert_int_equal(rows.n, 0);
	assert_string_equal(rows.next_page_token, "");
	jx_arena_clear(&task.arena);
}

static void a_key_comes_back_as_it_was(void **state)
{
	(void)state;
	struct jx_task task = new_task(&ROUNDS);
	struct jx_page page;
	char *token = jx_page_token(&task, "17/1001:零陵");
	assert_non_null(token);
	assert_int_equal(jx_page_of(&task, 7, token, &page), JX_OK);
	assert_int_equal(page.max_rows, 7);
	assert_string_equal(page.after, "17/1001:零陵");
	assert_string_equal(jx_page_token(&task, ""), "");
	assert_int_equal(jx_page_of(&task, 0, "", &page), JX_OK);
	assert_string_equal(page.after, "");
	jx_arena_clear(&task.arena);
}

static void wrong_sizes_and_tokens_are_refused(void **state)
{
	(void)state;
	struct jx_task task = new_task(&METRICS);
	struct jx_task other = new_task(&ROUNDS);
	struct jx_row_range rows;
	struct jx_page page;
	const char *tokens[] = {jx_page_token(&other, "10"), jx_page_token(&task, "x"),
		jx_page_token(&task, "-1"), jx_page_token(&task, "99999999999999999999999"),
		"TGlzdE1ldHJpY3M=", "!", "/w=="};
	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
		assert_non_null(tokens[i]);
		assert_int_equal(jx_page_cut(&task, 10, tokens[i], 10, 23, &rows), JX_INVALID);
		assert_int_equal(task.error.reason, JX_REASON_BAD_PAGE_TOKEN);
	}
	assert_int_equal(jx_page_cut(&task, -1, "", 10, 23, &rows), JX_INVALID);
	assert_string_equal(task.error.arg[1], "-1");
	assert_int_equal(jx_page_of(&task, INT32_MIN, "", &page), JX_INVALID);
	jx_arena_clear(&task.arena);
	jx_arena_clear(&other.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_cut_a_table_without_a_gap),
		cmocka_unit_test(a_page_without_a_size_is_as_long_as_one_may_be),
		cmocka_unit_test(a_table_that_has_shrunk_ends),
		cmocka_unit_test(a_key_comes_back_as_it_was),
		cmocka_unit_test(wrong_sizes_and_tokens_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
