/* Replies shared within a millisecond, and methods remembered. */
#include "tests/support/test.h"

#include <stdlib.h>

#include "proto/contract/base/array.h"
#include "server/call/memo.h"

#define PING    "/jixiao.v1.SystemService/Ping"
#define METRICS "/jixiao.v1.RankingService/ListMetrics"
#define RANK    "/jixiao.v1.RankingService/RankDepartments"
#define WATCH   "/grpc.health.v1.Health/Watch"

struct asked {
	struct jx_memo memo;
	struct jx_call call;
	struct jx_task task;
	struct jx_reply_buf *frame;
};

static int setup(void **state)
{
	struct asked *asked = calloc(1, sizeof(*asked));
	assert_non_null(asked);
	asked->frame = jx_reply_buf_new(3);
	assert_non_null(asked->frame);
	asked->task.call = &asked->call;
	*state = asked;
	return 0;
}

static int teardown(void **state)
{
	struct asked *asked = *state;
	jx_memo_clear(&asked->memo);
	assert_int_equal(asked->frame->refcount, 1);
	jx_reply_buf_unref(asked->frame);
	free(asked);
	return 0;
}

static const struct jx_method *answer(struct asked *asked, const char *path, uint64_t now_ms)
{
	const struct jx_method *method = jx_memo_method(&asked->memo, path);
	asked->task.method = method;
	jx_memo_keep(&asked->memo, &asked->task, asked->frame, now_ms);
	return method;
}

static void a_method_comes_with_its_handler(void **state)
{
	struct asked *asked = *state;
	for (int i = 0; i < 2; i++) {
		assert_ptr_equal(jx_memo_method(&asked->memo, PING), jx_method_find(PING));
		assert_ptr_equal(asked->memo.handler, jx_handler_find(PING));
	}
	assert_ptr_equal(jx_memo_method(&asked->memo, RANK), jx_method_find(RANK));
	assert_ptr_equal(asked->memo.handler, jx_handler_find(RANK));
}

static void an_unknown_path_is_not_taken_for_the_last_one(void **state)
{
	struct asked *asked = *state;
	assert_non_null(jx_memo_method(&asked->memo, PING));
	assert_null(jx_memo_method(&asked->memo, PING "s"));
	assert_null(jx_memo_method(&asked->memo, ""));
	assert_non_null(jx_memo_method(&asked->memo, PING));
}

static void who_asks_in_the_same_millisecond_shares_the_reply(void **state)
{
	struct asked *asked = *state;
	const struct jx_method *ping = answer(asked, PING, 7);
	assert_ptr_equal(jx_memo_reply(&asked->memo, ping, &asked->call, 7), asked->frame);
	assert_null(jx_memo_reply(&asked->memo, ping, &asked->call, 8));
	assert_int_equal(asked->frame->refcount, 2);
}

static void another_method_has_another_reply(void **state)
{
	struct asked *asked = *state;
	(void)answer(asked, PING, 7);
	assert_null(jx_memo_reply(&asked->memo, jx_method_find(METRICS), &asked->call, 7));
}

static void a_request_with_fields_is_answered_by_itself(void **state)
{
	struct asked *asked = *state;
	const struct jx_method *ping = answer(asked, PING, 7);
	asked->call.n_message_bytes = 2;
	assert_null(jx_memo_reply(&asked->memo, ping, &asked->call, 7));
	jx_memo_clear(&asked->memo);
	(void)answer(asked, PING, 7);
	assert_null(asked->memo.frame);
}

static void only_unary_methods_of_the_loop_share(void **state)
{
	static const char *const PATHS[] = {RANK, WATCH};
	struct asked *asked = *state;
	for (size_t i = 0; i < JX_COUNT_OF(PATHS); i++) {
		const struct jx_method *method = answer(asked, PATHS[i], 7);
		assert_non_null(method);
		assert_null(asked->memo.frame);
		assert_null(jx_memo_reply(&asked->memo, method, &asked->call, 7));
	}
}

static void a_call_that_failed_leaves_the_reply_there_was(void **state)
{
	struct asked *asked = *state;
	const struct jx_method *ping = answer(asked, PING, 7);
	jx_memo_keep(&asked->memo, &asked->task, NULL, 7);
	assert_ptr_equal(jx_memo_reply(&asked->memo, ping, &asked->call, 7), asked->frame);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_method_comes_with_its_handler, setup, teardown),
		cmocka_unit_test_setup_teardown(
			an_unknown_path_is_not_taken_for_the_last_one, setup, teardown),
		cmocka_unit_test_setup_teardown(
			who_asks_in_the_same_millisecond_shares_the_reply, setup, teardown),
		cmocka_unit_test_setup_teardown(another_method_has_another_reply, setup, teardown),
		cmocka_unit_test_setup_teardown(a_request_with_fields_is_answered_by_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(only_unary_methods_of_the_loop_share, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_call_that_failed_leaves_the_reply_there_was, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
