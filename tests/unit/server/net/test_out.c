/* The batch: what is copied, what is referred to, and that every hold comes back. */
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "server/net/out.h"
#include "tests/support/test.h"

static int set_up(void **state)
{
	*state = calloc(1, sizeof(struct jx_out));
	return *state == NULL;
}

static int tear_down(void **state)
{
	free(*state);
	return 0;
}

static void neighbours_that_are_copied_become_one_piece(void **state)
{
	struct jx_out *out = *state;
	jx_out_reset(out, false);
	assert_true(jx_out_copy(out, (const uint8_t *)"one", 3));
	assert_true(jx_out_copy(out, (const uint8_t *)"two", 3));
	assert_int_equal(out->n_pieces, 1);
	assert_int_equal(out->n_total_bytes, 6);
	assert_memory_equal(out->pieces[0].bytes, "onetwo", 6);
	jx_out_reset(out, false);
	assert_int_equal(out->n_pieces, 0);
}

static void long_replies_are_held_not_copied(void **state)
{
	struct jx_out *out = *state;
	struct jx_reply_buf *reply = jx_reply_buf_new(10000);
	assert_non_null(reply);
	memset(jx_reply_buf_message(reply), 1, 10000);
	jx_out_reset(out, false);
	assert_true(jx_out_refer(out, reply, 5, JX_OUT_MIN_REFERENCE - 1));
	assert_int_equal(reply->refcount, 1);
	assert_true(jx_out_refer(out, reply, 5, JX_OUT_MIN_REFERENCE));
	assert_int_equal(reply->refcount, 2);
	assert_ptr_equal(out->pieces[1].bytes, reply->bytes + 5);
	assert_int_equal(out->n_bytes, JX_OUT_MIN_REFERENCE - 1);
	jx_out_reset(out, true);
	assert_int_equal(reply->refcount, 1);
	assert_true(jx_out_refer(out, reply, 0, 10005));
	assert_int_equal(reply->refcount, 1);
	assert_int_equal(out->n_bytes, 10005);
	jx_out_reset(out, false);
	jx_reply_buf_unref(reply);
}

static void a_full_batch_takes_no_more(void **state)
{
	struct jx_out *out = *state;
	static const uint8_t bytes[JX_OUT_FRAME_BYTES];
	struct jx_reply_buf *reply = jx_reply_buf_new(100000);
	assert_non_null(reply);
	memset(jx_reply_buf_message(reply), 1, 100000);
	jx_out_reset(out, false);
	while (jx_out_has_room(out))
		assert_true(jx_out_copy(out, bytes, sizeof(bytes)));
	assert_true(out->n_bytes <= JX_OUT_BYTES);
	assert_false(jx_out_copy(out, bytes, JX_OUT_BYTES - out->n_bytes + 1));
	jx_out_reset(out, false);
	while (jx_out_has_room(out))
		assert_true(jx_out_refer(out, reply, 0, JX_OUT_MIN_REFERENCE));
	assert_true(out->n_pieces + JX_OUT_FRAME_PIECES > JX_OUT_PIECES);
	while (out->n_pieces < JX_OUT_PIECES)
		assert_true(jx_out_refer(out, reply, 0, JX_OUT_MIN_REFERENCE));
	assert_false(jx_out_refer(out, reply, 0, JX_OUT_MIN_REFERENCE));
	assert_false(jx_out_copy(out, bytes, 1));
	jx_out_reset(out, false);
	while (jx_out_has_room(out))
		assert_true(jx_out_refer(out, reply, 0, 100000));
	assert_in_range(out->n_total_bytes, JX_WRITE_BATCH_BYTES, JX_WRITE_BATCH_BYTES + 100000);
	jx_out_reset(out, false);
	assert_int_equal(reply->refcount, 1);
	jx_reply_buf_unref(reply);
}

static void no_frame_is_made_above_the_ceiling(void **state)
{
	(void)state;
	assert_null(jx_reply_buf_new(JX_MAX_MESSAGE_BYTES + 1));
	assert_null(jx_reply_buf_new(SIZE_MAX));
	struct jx_reply_buf *reply = jx_reply_buf_new(JX_MAX_MESSAGE_BYTES);
	assert_non_null(reply);
	assert_memory_equal(reply->bytes, "\0\0\100\0\0", 5);
	assert_ptr_equal(jx_reply_buf_message(reply), reply->bytes + 5);
	jx_reply_buf_unref(reply);
	jx_reply_buf_unref(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(neighbours_that_are_copied_become_one_piece),
		cmocka_unit_test(long_replies_are_held_not_copied),
		cmocka_unit_test(a_full_batch_takes_no_more),
		cmocka_unit_test(no_frame_is_made_above_the_ceiling),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
