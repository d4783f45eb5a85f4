/* A session at work: calls in, replies out, backpressure, departures, a clean end; all in memory. */
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/wire/details.h"
#include "proto/wire/grpc.h"
#include "tests/support/h2_peer.h"
#include "tests/support/test.h"

static struct jx_reply_buf *filled_reply(size_t n)
{
	struct jx_reply_buf *reply = jx_reply_buf_new(n);
	assert_non_null(reply);
	memset(jx_reply_buf_message(reply), 'z', n);
	return reply;
}

static void finish(struct peer *peer, size_t i, const struct jx_error *error)
{
	peer_finish(peer, peer->calls[i], error);
}

static void a_unary_call_is_echoed_in_pieces_of_any_size(void **state)
{
	(void)state;
	static const size_t steps[] = {1, 2, 3, 7, 9, 10, 64, SIZE_MAX};
	for (size_t i = 0; i < JX_COUNT_OF(steps); i++) {
		struct peer *peer = peer_new(JX_LISTENER_MAIN);
		peer->step = steps[i];
		peer_hello(peer);
		peer_request(peer, 1, "/jixiao.v1.X/Get");
		peer_message(peer, 1, "hello", 5, true);
		assert_int_equal(peer->n_calls, 1);
		struct jx_call *call = peer->calls[0];
		assert_string_equal(call->path, "/jixiao.v1.X/Get");
		assert_int_equal(call->n_message_bytes, 5);
		assert_memory_equal(call->message, "hello", 5);
		assert_string_equal(call->peer_address, "192.0.2.1:5");
		assert_int_equal(call->received_ms, 1000);
		assert_int_equal(call->deadline_ms, 1000 + JX_CALL_TIMEOUT_MS);
		peer_echo(peer, 0);
		assert_true(peer->n_output > 0);
		peer_pull(peer);
		struct peer_reply *reply = peer_reply(peer, 1);
		assert_int_equal(reply->http_status, 200);
		assert_int_equal(reply->grpc_status, 0);
		assert_true(reply->is_ended);
		assert_false(reply->is_reset);
		assert_int_equal(reply->n_body, 10);
		assert_memory_equal(reply->body, "\0\0\0\0\5hello", 10);
		assert_true(jx_h2_is_idle(peer->h2));
		assert_int_equal(jx_h2_calls_given(peer->h2), peer->n_calls);
		assert_false(peer->has_goaway);
		peer_free(peer);
	}
}

static void a_call_may_be_answered_inside_on_call(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer->mode = PEER_ECHO;
	peer_hello(peer);
	for (int32_t id = 1; id < 1000; id += 2) {
		peer_request(peer, id, "/a/B");
		peer_message(peer, id, &id, sizeof(id), true);
		assert_int_equal(peer_reply(peer, id)->grpc_status, 0);
		assert_memory_equal(peer_reply(peer, id)->body + 5, &id, sizeof(id));
	}
	assert_int_equal(jx_h2_shared_counters(peer->shared)->n_calls, 500);
	peer_free(peer);
}

static void an_error_carries_status_message_and_details(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_request(peer, 1, "/a/B");
	peer_message(peer, 1, "", 0, true);
	struct jx_error error;
	(void)jx_fail_with(&error, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_TEXT("二〇二五")));
	finish(peer, 0, &error);
	peer_pull(peer);
	struct peer_reply *reply = peer_reply(peer, 1);
	assert_int_equal(reply->grpc_status, JX_NOT_FOUND);
	assert_string_equal(reply->message, "no round \"二〇二五\"");
	assert_true(reply->is_ended);
	assert_int_equal(peer->n_frames[NGHTTP2_HEADERS], 1);
	uint8_t bytes[9000];
	size_t n;
	struct jx_details details;
	assert_int_equal(jx_grpc_base64_decode(reply->details, strlen(reply->details), bytes, &n), JX_OK);
	assert_int_equal(jx_details_unpack(bytes, n, &details), JX_OK);
	assert_int_equal(details.error.reason, JX_REASON_ROUND_NOT_FOUND);
	assert_string_equal(details.error.arg[0], "二〇二五");
	jx_details_clear(&details);
	peer_free(peer);
}

static void an_error_after_data_comes_in_the_trailers(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_request(peer, 1, "/a/B");
	peer_message(peer, 1, "", 0, true);
	struct jx_reply_buf *message = filled_reply(100);
	assert_true(jx_call_send(peer->calls[0], message));
	peer_pull(peer);
	assert_true(jx_call_send(peer->calls[0], message));
	jx_reply_buf_unref(message);
	struct jx_error error;
	(void)jx_fail(&error, JX_REASON_STORAGE_FULL);
	/* Details given by the dispatcher go before those made from the error. */
	struct jx_call *call = peer->calls[0];
	peer->calls[0] = NULL;
	jx_call_finish(call, &error, (const uint8_t *)"abc", 3);
	peer_pull(peer);
	struct peer_reply *reply = peer_reply(peer, 1);
	assert_int_equal(reply->http_status, 200);
	assert_int_equal(reply->n_body, 210);
	assert_int_equal(reply->grpc_status, JX_UNAVAILABLE);
	assert_string_equal(reply->details, "YWJj");
	peer_free(peer);
}

static void a_stream_of_replies_waits_for_its_reader(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_request(peer, 1, "/a/Export");
	peer_message(peer, 1, "", 0, true);
	struct jx_reply_buf *reply = filled_reply(10000);
	size_t n_sent = 1;
	while (jx_call_send(peer->calls[0], reply))
		n_sent++;
	assert_in_range(n_sent, JX_STREAM_OUTPUT_BYTES / 11000, JX_STREAM_OUTPUT_BYTES / 10000 + 1);
	peer_pull(peer);
	assert_int_equal(peer_reply(peer, 1)->n_body, 65535);
	assert_int_equal(peer->n_writable, 0);
	peer_window(peer, 0, 1 << 30);
	peer_window(peer, 1, 100000);
	assert_int_equal(peer->n_writable, 1);
	assert_true(jx_call_send(peer->calls[0], reply));
	n_sent++;
	peer_window(peer, 1, 1 << 30);
	assert_int_equal(peer_reply(peer, 1)->n_body, n_sent * 10005);
	assert_false(peer_reply(peer, 1)->is_ended);
	finish(peer, 0, NULL);
	peer_pull(peer);
	assert_true(peer_reply(peer, 1)->is_ended);
	assert_int_equal(peer_reply(peer, 1)->grpc_status, 0);
	assert_int_equal(reply->refcount, 1);
	jx_reply_buf_unref(reply);
	peer_free(peer);
}

static void many_tiny_replies_keep_their_order(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_window(peer, 0, 1 << 30);
	peer_request(peer, 1, "/a/Watch");
	peer_message(peer, 1, "", 0, true);
	uint32_t expected = 0;
	for (unsigned i = 0; i < 3000; i++) {
		size_t n = i * 7 % 2500; /* some copied, some referred to */
		struct jx_reply_buf *reply = filled_reply(n);
		if (n > 0)
			jx_reply_buf_message(reply)[0] = (uint8_t)i;
		for (size_t k = 0; k < reply->n_bytes; k++)
			expected = expected * 31 + reply->bytes[k];
		if (!jx_call_send(peer->calls[0], reply))
			peer_window(peer, 1, 1 << 20);
		jx_reply_buf_unref(reply);
	}
	finish(peer, 0, NULL);
	peer_window(peer, 1, 1 << 20);
	assert_int_equal(peer_reply(peer, 1)->sum, expected);
	assert_true(peer_reply(peer, 1)->is_ended);
	peer_free(peer);
}

static void a_cancelled_call_is_told_and_still_finished(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_request(peer, 1, "/a/B");
	peer_message(peer, 1, "x", 1, true);
	peer_frame(peer, NGHTTP2_RST_STREAM, 0, 1, "\0\0\0\10", 4);
	assert_int_equal(peer->n_gone, 1);
	assert_true(jx_h2_is_idle(peer->h2));
	assert_null(peer->calls[0]->stream);
	assert_memory_equal(peer->calls[0]->message, "x", 1);
	struct jx_reply_buf *reply = filled_reply(10);
	assert_false(jx_call_send(peer->calls[0], reply));
	jx_reply_buf_unref(reply);
	finish(peer, 0, NULL);
	peer_pull(peer);
	assert_int_equal(peer_reply(peer, 1)->http_status, 0);
	peer_free(peer);
}

static void a_request_reset_in_the_same_read_is_never_given(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_request(peer, 1, "/a/B");
	static const uint8_t both[] = {
		0, 0, 5, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 8};
	peer_raw(peer, both, sizeof(both));
	assert_int_equal(peer->n_calls, 0);
	assert_true(jx_h2_is_idle(peer->h2));
	peer_free(peer);
}

static void calls_outlive_their_connection_and_the_net(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	for (int32_t id = 1; id <= 5; id += 2) {
		peer_request(peer, id, "/a/B");
		peer_message(peer, id, "x", 1, true);
	}
	struct jx_call *last = peer->calls[2];
	jx_h2_free(peer->h2);
	peer->h2 = NULL;
	assert_int_equal(peer->n_gone, 3);
	finish(peer, 0, NULL);
	finish(peer, 1, NULL);
	peer->calls[2] = NULL;
	/* The shared part is freed with the last call, which the leak checker sees. */
	struct jx_h2_shared *shared = peer->shared;
	const struct jx_call_events none = {0};
	assert_int_equal(jx_h2_shared_new(&none, &peer->shared), JX_OK);
	jx_h2_shared_free(shared);
	assert_memory_equal(last->message, "x", 1);
	jx_call_finish(last, NULL, NULL, 0);
	peer_free(peer);
}

static void the_largest_message_passes_through_small_windows(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_window(peer, 0, 1 << 30);
	peer_request(peer, 1, "/a/B");
	uint8_t prefix[5];
	static uint8_t piece[16384];
	jx_grpc_write_prefix(prefix, JX_MAX_MESSAGE_BYTES);
	peer_frame(peer, NGHTTP2_DATA, 0, 1, prefix, 5);
	for (size_t n = 0; n < JX_MAX_MESSAGE_BYTES; n += sizeof(piece))
		peer_frame(peer, NGHTTP2_DATA, n + sizeof(piece) == JX_MAX_MESSAGE_BYTES ? 1 : 0, 1, piece,
			sizeof(piece));
	assert_int_equal(peer->n_calls, 1);
	assert_int_equal(peer->calls[0]->n_message_bytes, JX_MAX_MESSAGE_BYTES);
	peer_window(peer, 1, 1 << 30);
	peer_echo(peer, 0);
	peer_pull(peer);
	assert_int_equal(peer_reply(peer, 1)->n_body, JX_MAX_MESSAGE_BYTES + 5);
	assert_int_equal(peer_reply(peer, 1)->grpc_status, 0);
	peer_free(peer);
}

static void the_connection_window_opens_when_the_work_is_done(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	uint64_t n_at_first = peer->n_window_opened;
	static uint8_t message[200000];
	static const int32_t last_id = 81;
	for (int32_t id = 1; id <= last_id; id += 2) {
		peer_request(peer, id, "/a/B");
		uint8_t prefix[5];
		jx_grpc_write_prefix(prefix, sizeof(message));
		peer_frame(peer, NGHTTP2_DATA, 0, id, prefix, 5);
		for (size_t n = 0; n < sizeof(message); n += 16000) {
			size_t n_now = sizeof(message) - n < 16000 ? sizeof(message) - n : 16000;
			peer_frame(peer, NGHTTP2_DATA, n + n_now == sizeof(message), id, message + n, n_now);
		}
	}
	assert_int_equal(peer->n_calls, 41);
	assert_int_equal(peer->n_window_opened, n_at_first);
	for (size_t i = 0; i < 41; i++)
		finish(peer, i, NULL);
	peer_pull(peer);
	assert_true(peer->n_window_opened - n_at_first > 4000000);
	peer_free(peer);
}

static void what_a_peer_may_park_is_bounded(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	uint8_t prefix[5];
	jx_grpc_write_prefix(prefix, JX_MAX_MESSAGE_BYTES);
	for (int32_t id = 1; id <= 5; id += 2) {
		peer_request(peer, id, "/a/B");
		peer_frame(peer, NGHTTP2_DATA, 0, id, prefix, 5);
	}
	assert_int_equal(peer_reply(peer, 1)->grpc_status, -1);
	assert_int_equal(peer_reply(peer, 3)->grpc_status, -1);
	assert_int_equal(peer_reply(peer, 5)->grpc_status, JX_EXHAUSTED);
	/* A stream that goes away makes room. */
	peer_frame(peer, NGHTTP2_RST_STREAM, 0, 1, "\0\0\0\10", 4);
	peer_request(peer, 7, "/a/B");
	peer_frame(peer, NGHTTP2_DATA, 0, 7, prefix, 5);
	assert_int_equal(peer_reply(peer, 7)->grpc_status, -1);
	peer_free(peer);
}

static void a_large_reply_uses_the_frames_its_peer_allows(void **state)
{
	(void)state;
	static const uint8_t settings[] = {0, 5, 0, 16, 0, 0}; /* SETTINGS_MAX_FRAME_SIZE = 1 MiB */
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_frame(peer, NGHTTP2_SETTINGS, 0, 0, settings, sizeof(settings));
	peer_window(peer, 0, 1 << 30);
	peer_request(peer, 1, "/a/B");
	peer_window(peer, 1, 1 << 30);
	peer_message(peer, 1, "", 0, true);
	struct jx_reply_buf *reply = filled_reply(300000);
	(void)jx_call_send(peer->calls[0], reply);
	jx_reply_buf_unref(reply);
	finish(peer, 0, NULL);
	peer_pull(peer);
	assert_int_equal(peer_reply(peer, 1)->n_body, 300005);
	assert_int_equal(peer_reply(peer, 1)->longest_data, JX_MAX_FRAME_BYTES);
	peer_free(peer);
}

static void replies_nobody_reads_end_in_resource_exhausted(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	for (int32_t id = 1; id <= 19; id += 2) {
		peer_request(peer, id, "/a/B");
		peer_message(peer, id, "", 0, true);
	}
	for (size_t i = 0; i < 10; i++) {
		struct jx_reply_buf *reply = filled_reply(1000000);
		(void)jx_call_send(peer->calls[i], reply);
		jx_reply_buf_unref(reply);
		finish(peer, i, NULL);
	}
	peer_pull(peer);
	assert_int_equal(peer->n_gone, 0);
	assert_int_equal(peer_reply(peer, 7)->grpc_status, -1);
	assert_int_equal(peer_reply(peer, 9)->grpc_status, JX_EXHAUSTED);
	assert_int_equal(peer_reply(peer, 19)->grpc_status, JX_EXHAUSTED);
	peer_free(peer);
}

static void a_cached_reply_is_charged_once(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	struct jx_reply_buf *reply = filled_reply(1000000);
	for (int32_t id = 1; id <= 99; id += 2) {
		peer_request(peer, id, "/a/B");
		peer_message(peer, id, "", 0, true);
		size_t i = peer->n_calls - 1;
		(void)jx_call_send(peer->calls[i], reply);
		finish(peer, i, NULL);
	}
	peer_pull(peer);
	peer_window(peer, 0, 1 << 30);
	for (int32_t id = 1; id <= 99; id += 2) {
		peer_window(peer, id, 1 << 30);
		assert_int_equal(peer_reply(peer, id)->grpc_status, 0);
		assert_int_equal(peer_reply(peer, id)->n_body, 1000005);
	}
	assert_int_equal(reply->refcount, 1);
	jx_reply_buf_unref(reply);
	peer_free(peer);
}

static void a_streaming_call_that_overflows_is_told_it_is_gone(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_request(peer, 1, "/a/B");
	peer_message(peer, 1, "", 0, true);
	struct jx_reply_buf *reply;
	for (size_t i = 0; i < 7; i++) {
		reply = filled_reply(1000000);
		(void)jx_call_send(peer->calls[0], reply);
		jx_reply_buf_unref(reply);
	}
	peer_pull(peer);
	assert_int_equal(peer->n_gone, 1);
	peer_window(peer, 0, 1 << 30);
	peer_window(peer, 1, 1 << 30);
	assert_int_equal(peer_reply(peer, 1)->grpc_status, JX_EXHAUSTED);
	finish(peer, 0, NULL);
	peer_free(peer);
}

static void a_shutdown_names_the_last_stream_and_waits_for_it(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_request(peer, 1, "/a/B");
	peer_message(peer, 1, "one", 3, true);
	jx_h2_shutdown(peer->h2, peer->now_ms);
	peer_pull(peer);
	assert_true(peer->has_goaway);
	assert_int_equal(peer->goaway_last_id, 0x7FFFFFFF);
	assert_int_equal(peer->n_frames[NGHTTP2_PING], 1);
	/* What was on its way meanwhile is still served. */
	peer_request(peer, 3, "/a/B");
	peer_message(peer, 3, "two", 3, true);
	assert_int_equal(peer->n_calls, 2);
	peer_frame(peer, NGHTTP2_PING, NGHTTP2_FLAG_ACK, 0, "\0\0\0\0\0\0\0\0", 8);
	assert_int_equal(peer->goaway_last_id, 3);
	assert_int_equal(peer->goaway_code, NGHTTP2_NO_ERROR);
	assert_false(jx_h2_is_done(peer->h2));
	peer_request(peer, 5, "/a/B");
	peer_message(peer, 5, "three", 5, true);
	assert_int_equal(peer->n_calls, 2);
	peer_echo(peer, 0);
	peer_echo(peer, 1);
	peer_pull(peer);
	assert_int_equal(peer_reply(peer, 3)->grpc_status, 0);
	assert_true(jx_h2_is_done(peer->h2));
	peer_free(peer);
}

static void a_shutdown_does_not_wait_for_a_silent_peer(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	jx_h2_shutdown(peer->h2, peer->now_ms);
	peer_pull(peer);
	assert_false(jx_h2_is_done(peer->h2));
	peer_wait(peer, JX_GOAWAY_WAIT_MS);
	assert_int_equal(peer->goaway_last_id, 0);
	assert_true(jx_h2_is_done(peer->h2));
	peer_free(peer);
}

static void a_conversation_is_told_message_by_message(void **state)
{
	(void)state;
	/* Two messages, and the first byte of the next prefix. */
	static const uint8_t two[] = {0, 0, 0, 0, 2, 'a', 'b', 0, 0, 0, 0, 0, 0};
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_request(peer, 1, "/talk/Talk");
	assert_int_equal(peer->n_calls, 1);
	assert_null(peer->calls[0]->message);
	peer_frame(peer, NGHTTP2_DATA, 0, 1, two, sizeof(two));
	assert_int_equal(peer->n_messages, 2);
	assert_memory_equal(peer_reply(peer, 1)->body, "\0\0\0\0\2ab\0\0\0\0", 12);
	peer_frame(peer, NGHTTP2_DATA, 0, 1, "\0\0\0\1x", 5);
	assert_int_equal(peer->n_messages, 3);
	peer_message(peer, 1, "last", 4, true);
	assert_int_equal(peer->n_messages, 4);
	assert_int_equal(peer->n_ended, 1);
	assert_int_equal(peer_reply(peer, 1)->grpc_status, 0);
	assert_int_equal(peer_reply(peer, 1)->n_body, 12 + 6 + 9);
	assert_false(peer_reply(peer, 1)->is_reset);
	peer_free(peer);
}

static void a_conversation_may_end_early_badly_or_late(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_request(peer, 1, "/talk/Talk");
	peer_message(peer, 1, "bye", 3, false);
	assert_int_equal(peer_reply(peer, 1)->grpc_status, 0);
	peer_wait(peer, JX_LINGER_MS);
	assert_int_equal(peer_reply(peer, 1)->reset_code, NGHTTP2_NO_ERROR);
	peer_request(peer, 3, "/talk/Talk");
	peer_frame(peer, NGHTTP2_DATA, NGHTTP2_FLAG_END_STREAM, 3, "\0\0\0", 3);
	assert_int_equal(peer_reply(peer, 3)->grpc_status, JX_INTERNAL);
	assert_int_equal(peer->n_gone, 1);
	peer_request(peer, 5, "/talk/Talk");
	peer_wait(peer, JX_CALL_TIMEOUT_MS);
	assert_int_equal(peer_reply(peer, 5)->grpc_status, JX_DEADLINE);
	assert_int_equal(peer->n_gone, 2);
	peer_wait(peer, JX_LINGER_MS);
	peer_request(peer, 7, "/talk/Talk");
	peer_message(peer, 7, "x", 1, false);
	peer_frame(peer, NGHTTP2_RST_STREAM, 0, 7, "\0\0\0\10", 4);
	assert_int_equal(peer->n_gone, 3);
	assert_true(jx_h2_is_idle(peer->h2));
	peer_free(peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_unary_call_is_echoed_in_pieces_of_any_size),
		cmocka_unit_test(a_call_may_be_answered_inside_on_call),
		cmocka_unit_test(an_error_carries_status_message_and_details),
		cmocka_unit_test(an_error_after_data_comes_in_the_trailers),
		cmocka_unit_test(a_stream_of_replies_waits_for_its_reader),
		cmocka_unit_test(many_tiny_replies_keep_their_order),
		cmocka_unit_test(a_cancelled_call_is_told_and_still_finished),
		cmocka_unit_test(a_request_reset_in_the_same_read_is_never_given),
		cmocka_unit_test(calls_outlive_their_connection_and_the_net),
		cmocka_unit_test(the_largest_message_passes_through_small_windows),
		cmocka_unit_test(the_connection_window_opens_when_the_work_is_done),
		cmocka_unit_test(what_a_peer_may_park_is_bounded),
		cmocka_unit_test(a_large_reply_uses_the_frames_its_peer_allows),
		cmocka_unit_test(replies_nobody_reads_end_in_resource_exhausted),
		cmocka_unit_test(a_cached_reply_is_charged_once),
		cmocka_unit_test(a_streaming_call_that_overflows_is_told_it_is_gone),
		cmocka_unit_test(a_conversation_is_told_message_by_message),
		cmocka_unit_test(a_conversation_may_end_early_badly_or_late),
		cmocka_unit_test(a_shutdown_names_the_last_stream_and_waits_for_it),
		cmocka_unit_test(a_shutdown_does_not_wait_for_a_silent_peer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
