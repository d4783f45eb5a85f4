/* Replies shared within a millisecond. */
#include "tests/support/test.h"

#include <stdlib.h>

#include "server/call/reply_memo.h"

#define PING    "/jixiao.v1.SystemService/Ping"
#define METRICS "/jixiao.v1.RankingService/ListMetrics"

struct asked {
	struct jx_reply_memo memo;
	struct jx_call call;
	struct jx_reply_buf *reply;
	const struct jx_method *ping;
};

static int setup(void **state)
{
	struct asked *asked = calloc(1, sizeof(*asked));
	assert_non_null(asked);
	asked->reply = jx_reply_buf_new(3);
	assert_non_null(asked->reply);
	asked->ping = jx_method_find(PING);
	*state = asked;
	return 0;
}

static int teardown(void **state)
{
	struct asked *asked = *state;
	jx_reply_memo_clear(&asked->memo);
	assert_int_equal(asked->reply->refcount, 1);
	jx_reply_buf_unref(asked->reply);
	free(asked);
	return 0;
}

static void who_asks_in_the_same_millisecond_shares_the_reply(void **state)
{
	struct asked *asked = *state;
	jx_reply_memo_put(&asked->memo, asked->ping, &asked->call, asked->reply, 7);
	assert_ptr_equal(jx_reply_memo_get(&asked->memo, asked->ping, &asked->call, 7), asked->reply);
	assert_null(jx_reply_memo_get(&asked->memo, asked->ping, &asked->call, 8));
	assert_int_equal(asked->reply->refcount, 2);
}

static void another_method_has_another_reply(void **state)
{
	struct asked *asked = *state;
	jx_reply_memo_put(&asked->memo, asked->ping, &asked->call, asked->reply, 7);
	assert_null(jx_reply_memo_get(&asked->memo, jx_method_find(METRICS), &asked->call, 7));
}

static void a_request_with_fields_is_answered_by_itself(void **state)
{
	struct asked *asked = *state;
	jx_reply_memo_put(&asked->memo, asked->ping, &asked->call, asked->reply, 7);
	asked->call.n_message_bytes = 2;
	assert_null(jx_reply_memo_get(&asked->memo, asked->ping, &asked->call, 7));
	jx_reply_memo_clear(&asked->memo);
	jx_reply_memo_put(&asked->memo, asked->ping, &asked->call, asked->reply, 7);
	assert_null(asked->memo.reply);
}

static void a_call_that_failed_leaves_the_reply_there_was(void **state)
{
	struct asked *asked = *state;
	jx_reply_memo_put(&asked->memo, asked->ping, &asked->call, asked->reply, 7);
	jx_reply_memo_put(&asked->memo, asked->ping, &asked->call, NULL, 7);
	assert_ptr_equal(jx_reply_memo_get(&asked->memo, asked->ping, &asked->call, 7), asked->reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			who_asks_in_the_same_millisecond_shares_the_reply, setup, teardown),
		cmocka_unit_test_setup_teardown(another_method_has_another_reply, setup, teardown),
		cmocka_unit_test_setup_teardown(a_request_with_fields_is_answered_by_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_call_that_failed_leaves_the_reply_there_was, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
