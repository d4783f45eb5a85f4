/* Cached replies: what is found, what is dropped, and what is never cached. */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "server/call/reply_cache.h"
#include "server/call/task.h"

struct fixture {
	struct jx_reply_cache *cache;
	struct jx_reply_buf *reply;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	assert_non_null(fixture);
	fixture->cache = jx_reply_cache_new();
	fixture->reply = jx_reply_buf_new(3);
	assert_non_null(fixture->cache);
	assert_non_null(fixture->reply);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;
	jx_reply_cache_free(fixture->cache);
	assert_int_equal(fixture->reply->refcount, 1);
	jx_reply_buf_unref(fixture->reply);
	free(fixture);
	return 0;
}

static struct jx_reply_key key_of(const char *request, uint32_t view)
{
	return (struct jx_reply_key){.method = jx_methods(&(size_t){0}),
		.request = (const uint8_t *)request,
		.n_request_bytes = strlen(request),
		.view = view};
}

static struct jx_cached_reply *begin(struct fixture *fixture, const char *request, uint32_t view)
{
	const struct jx_reply_key key = key_of(request, view);
	struct jx_cached_reply *entry = jx_reply_cache_begin(fixture->cache, &key, "2025");
	assert_non_null(entry);
	return entry;
}

static void put(struct fixture *fixture, const char *request, uint32_t view)
{
	struct jx_cached_reply *entry = begin(fixture, request, view);
	assert_null(jx_reply_cache_put(fixture->cache, entry, fixture->reply));
}

static struct jx_reply_buf *get(struct fixture *fixture, const char *request, uint32_t view)
{
	const struct jx_reply_key key = key_of(request, view);
	return jx_reply_cache_get(fixture->cache, &key);
}

static void the_same_request_gets_the_same_reply(void **state)
{
	struct fixture *fixture = *state;
	assert_null(get(fixture, "a", 0));
	put(fixture, "a", 0);
	put(fixture, "", 0);
	assert_ptr_equal(get(fixture, "a", 0), fixture->reply);
	assert_ptr_equal(get(fixture, "", 0), fixture->reply);
	assert_null(get(fixture, "b", 0));
	assert_null(get(fixture, "aa", 0));
}

static void who_may_see_something_else_gets_another_reply(void **state)
{
	struct fixture *fixture = *state;
	put(fixture, "a", 1);
	assert_null(get(fixture, "a", 0));
	assert_null(get(fixture, "a", 3));
	assert_non_null(get(fixture, "a", 1));
}

static void a_write_drops_the_replies_of_its_round_only(void **state)
{
	struct fixture *fixture = *state;
	put(fixture, "a", 0);
	put(fixture, "b", 1);
	jx_reply_cache_invalidate(fixture->cache, "2024");
	assert_non_null(get(fixture, "a", 0));
	jx_reply_cache_invalidate(fixture->cache, "2025");
	assert_null(get(fixture, "a", 0));
	assert_null(get(fixture, "b", 1));
}

static void a_reply_begun_before_a_write_is_given_but_not_cached(void **state)
{
	struct fixture *fixture = *state;
	struct jx_task before = {0};
	struct jx_task after = {0};
	const struct jx_reply_key key = key_of("a", 0);
	struct jx_cached_reply *entry = begin(fixture, "a", 0);
	assert_true(jx_reply_cache_wait(fixture->cache, &key, &before));
	jx_reply_cache_invalidate(fixture->cache, "2025");
	assert_false(jx_reply_cache_wait(fixture->cache, &key, &after));
	assert_ptr_equal(jx_reply_cache_put(fixture->cache, entry, fixture->reply), &before);
	assert_null(get(fixture, "a", 0));
}

static void equal_calls_wait_for_one_maker(void **state)
{
	struct fixture *fixture = *state;
	struct jx_task tasks[2];
	memset(tasks, 0, sizeof(tasks));
	const struct jx_reply_key key = key_of("a", 0);
	struct jx_cached_reply *entry = begin(fixture, "a", 0);
	assert_null(get(fixture, "a", 0));
	for (size_t i = 0; i < 2; i++)
		assert_true(jx_reply_cache_wait(fixture->cache, &key, &tasks[i]));
	struct jx_task *waiting = jx_reply_cache_put(fixture->cache, entry, fixture->reply);
	assert_ptr_equal(waiting, &tasks[1]);
	assert_ptr_equal(waiting->next_waiting, &tasks[0]);
	assert_false(jx_reply_cache_wait(fixture->cache, &key, &tasks[0]));
}

static void one_who_waits_takes_the_place_of_its_maker(void **state)
{
	struct fixture *fixture = *state;
	struct jx_task tasks[2];
	memset(tasks, 0, sizeof(tasks));
	const struct jx_reply_key key = key_of("a", 0);
	struct jx_cached_reply *entry = begin(fixture, "a", 0);
	for (size_t i = 0; i < 2; i++)
		assert_true(jx_reply_cache_wait(fixture->cache, &key, &tasks[i]));
	assert_ptr_equal(jx_reply_cache_next_maker(entry), &tasks[1]);
	assert_ptr_equal(jx_reply_cache_put(fixture->cache, entry, fixture->reply), &tasks[0]);
	assert_null(tasks[0].next_waiting);
	assert_ptr_equal(get(fixture, "a", 0), fixture->reply);
	entry = begin(fixture, "b", 0);
	assert_null(jx_reply_cache_next_maker(entry));
	assert_null(jx_reply_cache_put(fixture->cache, entry, NULL));
}

static void a_reply_that_failed_is_begun_again(void **state)
{
	struct fixture *fixture = *state;
	struct jx_task task = {0};
	const struct jx_reply_key key = key_of("a", 0);
	assert_null(jx_reply_cache_put(fixture->cache, begin(fixture, "a", 0), NULL));
	assert_null(get(fixture, "a", 0));
	assert_false(jx_reply_cache_wait(fixture->cache, &key, &task));
	put(fixture, "a", 0);
	assert_non_null(get(fixture, "a", 0));
}

static void the_least_recently_used_reply_goes_first(void **state)
{
	struct fixture *fixture = *state;
	char request[16];
	for (unsigned i = 0; i < JX_MAX_CACHED_REPLIES; i++) {
		(void)snprintf(request, sizeof(request), "%u", i);
		put(fixture, request, 0);
	}
	assert_non_null(get(fixture, "0", 0));
	put(fixture, "one more", 0);
	assert_non_null(get(fixture, "0", 0));
	assert_null(get(fixture, "1", 0));
	assert_non_null(get(fixture, "2", 0));
}

static void replies_are_bounded_by_their_bytes_too(void **state)
{
	struct fixture *fixture = *state;
	struct jx_reply_buf *large = jx_reply_buf_new(JX_MAX_MESSAGE_BYTES);
	assert_non_null(large);
	unsigned n = JX_MAX_CACHED_REPLY_BYTES / JX_MAX_MESSAGE_BYTES + 1;
	char request[16];
	for (unsigned i = 0; i < n; i++) {
		(void)snprintf(request, sizeof(request), "%u", i);
		assert_null(jx_reply_cache_put(fixture->cache, begin(fixture, request, 0), large));
	}
	assert_null(get(fixture, "0", 0));
	assert_non_null(get(fixture, request, 0));
	assert_true(large->refcount <= n);
	jx_reply_cache_invalidate(fixture->cache, "2025");
	assert_int_equal(large->refcount, 1);
	jx_reply_buf_unref(large);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_same_request_gets_the_same_reply, setup, teardown),
		cmocka_unit_test_setup_teardown(
			who_may_see_something_else_gets_another_reply, setup, teardown),
		cmocka_unit_test_setup_teardown(a_write_drops_the_replies_of_its_round_only, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_reply_begun_before_a_write_is_given_but_not_cached, setup, teardown),
		cmocka_unit_test_setup_teardown(equal_calls_wait_for_one_maker, setup, teardown),
		cmocka_unit_test_setup_teardown(one_who_waits_takes_the_place_of_its_maker, setup, teardown),
		cmocka_unit_test_setup_teardown(a_reply_that_failed_is_begun_again, setup, teardown),
		cmocka_unit_test_setup_teardown(the_least_recently_used_reply_goes_first, setup, teardown),
		cmocka_unit_test_setup_teardown(replies_are_bounded_by_their_bytes_too, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
