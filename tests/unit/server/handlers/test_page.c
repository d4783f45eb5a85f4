#include "server/handlers/page.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "tests/support/test.h"

static const struct jx_method METRICS = {.path = "/jixiao.v1.RankingService/ListMetrics"};
static const struct jx_method ROUNDS = {.path = "/jixiao.v1.RoundService/ListRounds"};

/* Only what pages need of a task, and its request. */
struct call {
	struct jx_task task;
	JxListMetricsRequest request;
};

static void make_call(struct call *call, const struct jx_method *method)
{
	*call = (struct call){.task = {.method = method, .message = &call->request.base}};
	call->task.arena.max_bytes = 1 << 16;
	jx_list_metrics_request_init(&call->request);
}

static enum jx_status cut(struct call *call, int32_t size, const char *token, const struct jx_table *table,
	struct jx_row_range *rows)
{
	call->request.page_size = size;
	call->request.page_token = (char *)token;
	return jx_page_cut(&call->task, table, rows);
}

static void pages_cut_a_table_without_a_gap(void **state)
{
	(void)state;
	const struct jx_table table = {.edition = 7, .max_rows = 10, .n_rows = 23};
	for (int32_t size = 1; size <= 12; size++) {
		struct call call;
		struct jx_row_range rows;
		const char *token = "";
		size_t n_seen = 0;
		make_call(&call, &METRICS);
		do {
			assert_int_equal(cut(&call, size, token, &table, &rows), JX_OK);
			assert_int_equal(rows.first, n_seen);
			assert_in_range(rows.n, 1, size < 10 ? size : 10);
			n_seen += rows.n;
			token = jx_page_end(&call.task, &table, n_seen);
			assert_non_null(token);
		} while (token[0] != '\0');
		assert_int_equal(n_seen, 23);
		jx_arena_clear(&call.task.arena);
	}
}

static void a_page_without_a_size_is_as_long_as_one_may_be(void **state)
{
	(void)state;
	struct call call;
	struct jx_row_range rows;
	const struct jx_table table = {.max_rows = 10, .n_rows = 23};
	const struct jx_table empty = {.max_rows = 10};
	make_call(&call, &METRICS);
	assert_int_equal(cut(&call, 0, "", &table, &rows), JX_OK);
	assert_int_equal(rows.n, 10);
	assert_int_equal(cut(&call, 0, "", &empty, &rows), JX_OK);
	assert_int_equal(rows.n, 0);
	assert_string_equal(jx_page_end(&call.task, &empty, 0), "");
	jx_arena_clear(&call.task.arena);
}

static void a_page_of_another_edition_is_refused(void **state)
{
	(void)state;
	struct call call;
	struct jx_row_range rows;
	bool has_edition = false;
	uint64_t edition = 0;
	const struct jx_table table = {.edition = UINT64_MAX, .max_rows = 10, .n_rows = 23};
	const struct jx_table other = {.edition = 8, .max_rows = 10, .n_rows = 23};
	make_call(&call, &METRICS);
	assert_int_equal(jx_page_edition(&call.task, &has_edition, &edition), JX_OK);
	assert_false(has_edition);
	const char *token = jx_page_end(&call.task, &table, 10);
	assert_int_equal(cut(&call, 10, token, &other, &rows), JX_CONFLICT);
	assert_int_equal(call.task.error.reason, JX_REASON_PAGE_TOKEN_OUTDATED);
	assert_int_equal(jx_page_edition(&call.task, &has_edition, &edition), JX_OK);
	assert_true(has_edition && edition == UINT64_MAX);
	assert_int_equal(cut(&call, 10, token, &table, &rows), JX_OK);
	assert_int_equal(rows.first, 10);
	jx_arena_clear(&call.task.arena);
}

static void a_token_of_another_request_is_refused(void **state)
{
	(void)state;
	struct jx_page page;
	JxListCoverageRequest request = JX_LIST_COVERAGE_REQUEST_INIT;
	struct jx_task task = {.method = &ROUNDS, .message = &request.base};
	task.arena.max_bytes = 1 << 16;
	request.round = (char *)"rounds/2025";
	request.page_size = 3;
	const char *token = jx_page_token(&task, "101");
	request.page_size = 9; /* is no part of what is asked for */
	assert_int_equal(jx_page_of(&task, 9, token, &page), JX_OK);
	request.round = (char *)"rounds/2024";
	assert_int_equal(jx_page_of(&task, 9, token, &page), JX_INVALID);
	assert_int_equal(task.error.reason, JX_REASON_BAD_PAGE_TOKEN);
	jx_arena_clear(&task.arena);
}

static void a_page_ends_before_it_is_too_large(void **state)
{
	(void)state;
	static char text[JX_MAX_PAGE_BYTES / 2];
	JxMetric row = JX_METRIC_INIT;
	size_t n_bytes = 0;
	memset(text, 'x', sizeof(text) - 1);
	row.key = text;
	assert_true(jx_page_has_room(&n_bytes, &row.base));
	assert_false(jx_page_has_room(&n_bytes, &row.base));
	row.key = (char *)"";
	n_bytes = 0;
	assert_true(jx_page_has_room(&n_bytes, &row.base));
	assert_true(jx_page_has_room(&n_bytes, &row.base));
}

static void a_key_comes_back_as_it_was(void **state)
{
	(void)state;
	struct call call;
	struct jx_page page;
	make_call(&call, &ROUNDS);
	char *token = jx_page_token(&call.task, "17/1001:零陵");
	assert_non_null(token);
	assert_int_equal(jx_page_of(&call.task, 7, token, &page), JX_OK);
	assert_int_equal(page.max_rows, 7);
	assert_string_equal(page.after, "17/1001:零陵");
	assert_string_equal(jx_page_token(&call.task, ""), "");
	assert_int_equal(jx_page_of(&call.task, 0, "", &page), JX_OK);
	assert_string_equal(page.after, "");
	jx_arena_clear(&call.task.arena);
}

static void wrong_sizes_and_tokens_are_refused(void **state)
{
	(void)state;
	struct call call;
	struct call other;
	struct jx_row_range rows;
	struct jx_page page;
	const struct jx_table table = {.max_rows = 10, .n_rows = 23};
	make_call(&call, &METRICS);
	make_call(&other, &ROUNDS);
	const char *tokens[] = {jx_page_token(&other.task, "0/10"), jx_page_token(&call.task, "10"),
		jx_page_token(&call.task, "x/1"), jx_page_token(&call.task, "0/-1"),
		jx_page_token(&call.task, "0/99999999999999999999999"),
		jx_page_token(&call.task, "99999999999999999999999/1"), "TGlzdE1ldHJpY3M=", "!", "/w=="};
	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
		assert_non_null(tokens[i]);
		assert_int_equal(cut(&call, 10, tokens[i], &table, &rows), JX_INVALID);
		assert_int_equal(call.task.error.reason, JX_REASON_BAD_PAGE_TOKEN);
	}
	assert_int_equal(cut(&call, -1, "", &table, &rows), JX_INVALID);
	assert_string_equal(call.task.error.arg[1], "-1");
	assert_int_equal(jx_page_of(&call.task, INT32_MIN, "", &page), JX_INVALID);
	jx_arena_clear(&call.task.arena);
	jx_arena_clear(&other.task.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_cut_a_table_without_a_gap),
		cmocka_unit_test(a_page_without_a_size_is_as_long_as_one_may_be),
		cmocka_unit_test(a_page_of_another_edition_is_refused),
		cmocka_unit_test(a_token_of_another_request_is_refused),
		cmocka_unit_test(a_page_ends_before_it_is_too_large),
		cmocka_unit_test(a_key_comes_back_as_it_was),
		cmocka_unit_test(wrong_sizes_and_tokens_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
