/* A session attacked: each row H and G of the threat list that HTTP/2 and gRPC can decide, frame by frame. */
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "tests/support/h2_peer.h"
#include "tests/support/test.h"

static const char CANCEL[] = "\0\0\0\10";
static const char *const REQUEST[] = {":method", "POST", ":scheme", "http", ":path", "/a/B", ":authority",
	"t", "content-type", "application/grpc", NULL};

static struct peer *echo_peer(void)
{
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer->mode = PEER_ECHO;
	peer_hello(peer);
	assert_false(peer->is_broken);
	return peer;
}

static bool is_interrupted(const struct peer *peer)
{
	return peer->is_broken || peer->has_goaway;
}

/* A session that survived must still serve. */
static void assert_serves(struct peer *peer, int32_t id)
{
	peer_request(peer, id, "/a/B");
	peer_message(peer, id, "ok", 2, true);
	assert_int_equal(peer_reply(peer, id)->grpc_status, 0);
}

/* H1, H2 */

static void rapid_reset_is_cut(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	int32_t n = 0;
	for (; n < 2000 && !is_interrupted(peer); n++) {
		peer_headers(peer, 1 + 2 * n, NGHTTP2_FLAG_END_STREAM, REQUEST);
		peer_frame(peer, NGHTTP2_RST_STREAM, 0, 1 + 2 * n, CANCEL, 4);
	}
	assert_int_equal(peer->goaway_code, NGHTTP2_ENHANCE_YOUR_CALM);
	assert_int_equal(n, JX_RESET_BURST + 1);
	peer_free(peer);
}

/* A client that gives up all it has open, again and again, keeps its connection; what had an answer coming is no abuse. */
static void cancelled_calls_do_not_end_a_connection(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	int32_t id = 1;
	for (unsigned round = 0; round < 5; round++) {
		int32_t first = id;
		for (; id < first + 2 * (int32_t)JX_MAX_STREAMS; id += 2) {
			peer_request(peer, id, "/a/B");
			peer_message(peer, id, "x", 1, true);
		}
		for (int32_t at = first; at < id; at += 2)
			peer_frame(peer, NGHTTP2_RST_STREAM, 0, at, CANCEL, 4);
		for (size_t i = 0; i < peer->n_calls; i++)
			if (peer->calls[i] != NULL)
				peer_finish(peer, peer->calls[i], NULL);
	}
	assert_int_equal(peer->n_gone, 5 * JX_MAX_STREAMS);
	assert_false(is_interrupted(peer));
	peer_free(peer);

	peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	struct jx_reply_buf *reply = jx_reply_buf_new(1);
	for (id = 1; id < 2 * (int32_t)(JX_RESET_BURST + 20); id += 2) {
		peer_request(peer, id, "/a/B");
		peer_message(peer, id, "x", 1, true);
		struct jx_call *call = peer->calls[peer->n_calls - 1];
		(void)jx_call_send(call, reply);
		peer_pull(peer);
		peer_frame(peer, NGHTTP2_RST_STREAM, 0, id, CANCEL, 4);
		peer_finish(peer, call, NULL);
	}
	assert_false(is_interrupted(peer));
	jx_reply_buf_unref(reply);
	peer_free(peer);
}

static void streams_we_are_made_to_reset_are_cut(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	int32_t n = 0;
	for (; n < 2000 && !is_interrupted(peer); n++) {
		peer_headers(peer, 1 + 2 * n, 0, REQUEST);
		peer_frame(peer, NGHTTP2_WINDOW_UPDATE, 0, 1 + 2 * n, "\0\0\0\0", 4);
	}
	assert_true(peer->has_goaway);
	assert_in_range(n, 1, JX_RESET_BURST + 1);
	peer_free(peer);
}

static void work_of_a_reset_stream_is_cancelled_and_bounded(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	int32_t id = 1;
	for (; id < 2 * 150; id += 2) {
		peer_request(peer, id, "/a/B");
		peer_message(peer, id, "x", 1, true);
		peer_frame(peer, NGHTTP2_RST_STREAM, 0, id, CANCEL, 4);
	}
	assert_int_equal(peer->n_gone, 150);
	/* Those 150 calls still run at the dispatcher, so they count. */
	for (size_t i = 0; i < 60; i++, id += 2) {
		peer_request(peer, id, "/a/B");
		peer_message(peer, id, "x", 1, true);
	}
	assert_int_equal(peer->n_calls, 2 * JX_MAX_STREAMS);
	assert_int_equal(peer_reply(peer, id - 2)->grpc_status, JX_EXHAUSTED);
	assert_false(is_interrupted(peer));
	peer_free(peer);
}

/* H3 */

static void continuations_without_end_are_cut(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 5};
	for (size_t i = 0; i < 2; i++) {
		struct peer *peer = echo_peer();
		peer_frame(peer, NGHTTP2_HEADERS, 0, 1, "\x83", 1);
		unsigned n = 0;
		for (; n < 100 && !is_interrupted(peer); n++)
			peer_frame(peer, NGHTTP2_CONTINUATION, 0, 1, "\x86\x86\x86\x86\x86", sizes[i]);
		assert_true(is_interrupted(peer));
		assert_in_range(n, 1, JX_MAX_CONTINUATIONS + 1);
		peer_free(peer);
	}
}

/* H4 */

static void floods_that_ask_for_nothing_are_cut(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		uint8_t type;
		int32_t id;
		const char *payload;
		size_t n;
	} rows[] = {
		{"ping", NGHTTP2_PING, 0, "12345678", 8},
		{"settings", NGHTTP2_SETTINGS, 0, "\0\3\0\0\0\144", 6},
		{"priority", NGHTTP2_PRIORITY, 1, "\0\0\0\0\1", 5},
		{"window update", NGHTTP2_WINDOW_UPDATE, 0, "\0\0\0\1", 4},
		{"unknown frame", 0xEE, 0, "zzzz", 4},
		{"empty data", NGHTTP2_DATA, 1, "", 0},
		{"reset of a closed stream", NGHTTP2_RST_STREAM, 1, CANCEL, 4},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct peer *peer = echo_peer();
		peer_request(peer, 1, "/a/B");
		if (rows[i].type == NGHTTP2_RST_STREAM)
			peer_message(peer, 1, "x", 1, true);
		unsigned n = 0;
		for (; n < 20000 && !is_interrupted(peer); n++)
			peer_frame(peer, rows[i].type, 0, rows[i].id, rows[i].payload, rows[i].n);
		if (!is_interrupted(peer))
			fail_msg("%s: not cut", rows[i].name);
		peer_free(peer);
	}
}

static void acknowledgements_nobody_reads_are_bounded(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	/* All in one read, so that nothing is pulled in between. */
	uint8_t flood[17 * 1000];
	for (size_t i = 0; i < 1000; i++)
		memcpy(flood + i * 17, "\0\0\10\6\0\0\0\0\0abcdefgh", 17);
	peer_raw(peer, flood, sizeof(flood));
	assert_true(peer->has_goaway);
	assert_true(peer->n_frames[NGHTTP2_PING] <= JX_MAX_OUTBOUND_ACK);
	peer_free(peer);
}

static void a_busy_client_may_ping_and_update_windows(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	static uint8_t message[15000];
	for (int32_t n = 0; n < 250; n++) {
		int32_t id = 1 + 2 * n;
		peer_request(peer, id, "/a/B");
		peer_message(peer, id, message, sizeof(message), true);
		peer_frame(peer, NGHTTP2_PING, 0, 0, "12345678", 8);
		for (int i = 0; i < 40; i++)
			peer_window(peer, 0, 400);
	}
	assert_false(is_interrupted(peer));
	assert_int_equal(peer_reply(peer, 499)->grpc_status, 0);
	peer_free(peer);
}

/* H5 */

static void a_header_list_above_its_ceiling_is_431(void **state)
{
	(void)state;
	char big[4300];
	memset(big, 'v', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	const char *const pairs[] = {":method", "POST", ":scheme", "http", ":path", "/a/B", ":authority", "t",
		"content-type", "application/grpc", "a", big, "b", big, "c", big, "d", big, NULL};
	struct peer *peer = echo_peer();
	peer_headers(peer, 1, NGHTTP2_FLAG_END_STREAM, pairs);
	assert_int_equal(peer_reply(peer, 1)->http_status, 431);
	assert_serves(peer, 3);
	peer_free(peer);
}

static void an_hpack_bomb_costs_nothing(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	char big[4000];
	memset(big, 'v', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	const char *const first[] = {":method", "POST", ":scheme", "http", ":path", "/a/B", ":authority", "t",
		"content-type", "application/grpc", "bomb", big, NULL};
	peer_headers(peer, 1, NGHTTP2_FLAG_END_STREAM, first);
	/* 15,000 references to that entry: 60 MB in one frame. */
	uint8_t block[15004];
	memset(block, 0xBE, sizeof(block));
	memcpy(block, "\x83\x86\x84\x86", 4);
	peer_frame(peer, NGHTTP2_HEADERS, NGHTTP2_FLAG_END_STREAM | NGHTTP2_FLAG_END_HEADERS, 3, block,
		sizeof(block));
	struct peer_reply *reply = peer_reply(peer, 3);
	assert_true(is_interrupted(peer) || reply->http_status == 431 || reply->is_reset);
	peer_free(peer);
}

/* H6 */

static void replies_a_peer_never_reads_end_its_connection(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	static uint8_t message[100000];
	peer_frame(peer, NGHTTP2_SETTINGS, 0, 0, "\0\4\0\0\0\0", 6);
	for (int32_t id = 1; id < 100; id += 2) {
		peer_request(peer, id, "/a/B");
		uint8_t prefix[5] = {0, 0, 1, 0x86, 0xA0};
		peer_frame(peer, NGHTTP2_DATA, 0, id, prefix, 5);
		for (size_t n = 0; n < sizeof(message); n += 10000)
			peer_frame(peer, NGHTTP2_DATA, n == 90000, id, message, 10000);
	}
	unsigned n_refused = 0;
	for (int32_t id = 1; id < 100; id += 2)
		n_refused += peer_reply(peer, id)->grpc_status == JX_EXHAUSTED;
	assert_in_range(n_refused, 5, 15);
	peer_wait(peer, JX_DRAIN_TIMEOUT_MS - JX_TICK_MS);
	assert_false(peer->is_broken);
	/* Opening the window by a byte now and then is not reading. */
	peer_window(peer, 1, 1);
	peer_wait(peer, 2 * JX_TICK_MS);
	assert_true(peer->is_broken);
	assert_int_equal(peer->goaway_code, NGHTTP2_ENHANCE_YOUR_CALM);
	peer_free(peer);
}

static void a_slow_but_honest_reader_is_not_cut(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	peer->mode = PEER_HOLD;
	peer_request(peer, 1, "/a/B");
	peer_message(peer, 1, "", 0, true);
	struct jx_reply_buf *reply = jx_reply_buf_new(1000000);
	assert_non_null(reply);
	memset(jx_reply_buf_message(reply), 0, 1000000);
	(void)jx_call_send(peer->calls[0], reply);
	jx_reply_buf_unref(reply);
	peer_finish(peer, peer->calls[0], NULL);
	peer_pull(peer);
	while (peer_reply(peer, 1)->n_body < 1000005) {
		peer_wait(peer, JX_DRAIN_TIMEOUT_MS - 1000);
		assert_false(is_interrupted(peer));
		peer_window(peer, 0, JX_MIN_DRAIN_BYTES);
		peer_window(peer, 1, JX_MIN_DRAIN_BYTES);
	}
	assert_int_equal(peer_reply(peer, 1)->grpc_status, 0);
	peer_free(peer);
}

/* H7 */

static void a_silent_peer_is_closed(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_raw(peer, "PRI * HTTP/2.0\r\n", 16);
	peer_wait(peer, JX_HANDSHAKE_TIMEOUT_MS - 1);
	assert_false(peer->is_broken);
	peer_wait(peer, 1);
	assert_true(peer->is_broken);
	peer_free(peer);
}

static void an_idle_peer_is_not(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	peer_wait(peer, 600000);
	assert_false(is_interrupted(peer));
	assert_serves(peer, 1);
	peer_free(peer);
}

static void a_slow_body_is_answered_and_reset(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	peer_request(peer, 1, "/a/B");
	for (unsigned i = 0; i < JX_REQUEST_TIMEOUT_MS / 1000; i++) {
		peer_frame(peer, NGHTTP2_DATA, 0, 1, "\0", i < 5 ? 1 : 0);
		peer_wait(peer, 1000);
	}
	assert_int_equal(peer_reply(peer, 1)->grpc_status, JX_DEADLINE);
	peer_wait(peer, JX_LINGER_MS);
	assert_int_equal(peer_reply(peer, 1)->reset_code, NGHTTP2_NO_ERROR);
	assert_serves(peer, 3);
	peer_free(peer);
}

static void slow_headers_end_the_connection(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	peer_frame(peer, NGHTTP2_HEADERS, 0, 1, "\x83", 1);
	peer_wait(peer, JX_REQUEST_TIMEOUT_MS);
	assert_true(peer->is_broken);
	peer_free(peer);
}

static void running_calls_are_not_slow(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	peer_request(peer, 1, "/a/B");
	peer_message(peer, 1, "x", 1, true);
	peer_wait(peer, 10 * JX_REQUEST_TIMEOUT_MS);
	assert_false(is_interrupted(peer));
	peer_echo(peer, 0);
	peer_pull(peer);
	assert_int_equal(peer_reply(peer, 1)->grpc_status, 0);
	peer_free(peer);
}

/* H9 */

static void broken_http2_ends_the_connection(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		uint8_t type, flags;
		int32_t id;
		const char *payload;
		size_t n;
		uint32_t code;
	} rows[] = {
		{"window overflow", NGHTTP2_WINDOW_UPDATE, 0, 0, "\x7F\xFF\xFF\xFF", 4,
			NGHTTP2_FLOW_CONTROL_ERROR},
		{"zero window update", NGHTTP2_WINDOW_UPDATE, 0, 0, "\0\0\0\0", 4, NGHTTP2_PROTOCOL_ERROR},
		{"data on stream 0", NGHTTP2_DATA, 0, 0, "x", 1, NGHTTP2_PROTOCOL_ERROR},
		{"data on an idle stream", NGHTTP2_DATA, 0, 9, "x", 1, NGHTTP2_PROTOCOL_ERROR},
		{"headers on an even stream", NGHTTP2_HEADERS, 5, 2, "\x83", 1, NGHTTP2_PROTOCOL_ERROR},
		{"push promise", NGHTTP2_PUSH_PROMISE, 4, 1, "\0\0\0\2", 4, NGHTTP2_PROTOCOL_ERROR},
		{"short ping", NGHTTP2_PING, 0, 0, "1234", 4, NGHTTP2_FRAME_SIZE_ERROR},
		{"odd settings", NGHTTP2_SETTINGS, 0, 0, "12345", 5, NGHTTP2_FRAME_SIZE_ERROR},
		{"bad initial window", NGHTTP2_SETTINGS, 0, 0, "\0\4\xFF\xFF\xFF\xFF", 6,
			NGHTTP2_FLOW_CONTROL_ERROR},
		{"bad hpack", NGHTTP2_HEADERS, 5, 1, "\xFF\xFF\xFF\xFF\xFF", 5, NGHTTP2_COMPRESSION_ERROR},
		{"lone continuation", NGHTTP2_CONTINUATION, 4, 1, "", 0, NGHTTP2_PROTOCOL_ERROR},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct peer *peer = echo_peer();
		peer_frame(peer, rows[i].type, rows[i].flags, rows[i].id, rows[i].payload, rows[i].n);
		if (!peer->has_goaway || peer->goaway_code != rows[i].code)
			fail_msg("%s: goaway %d, code %u", rows[i].name, peer->has_goaway, peer->goaway_code);
		assert_true(jx_h2_is_done(peer->h2));
		peer_free(peer);
	}
}

static void an_oversize_frame_is_refused(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	peer_request(peer, 1, "/a/B");
	static uint8_t big[16385];
	peer_frame(peer, NGHTTP2_DATA, 0, 1, big, sizeof(big));
	assert_int_equal(peer->goaway_code, NGHTTP2_FRAME_SIZE_ERROR);
	peer_free(peer);
}

static void what_is_not_http2_is_closed(void **state)
{
	(void)state;
	static const char *const rows[] = {"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\x00"};
	for (size_t i = 0; i < 3; i++) {
		struct peer *peer = peer_new(JX_LISTENER_PUBLIC);
		peer_raw(peer, rows[i], i == 2 ? 24 : strlen(rows[i]));
		assert_true(peer->is_broken);
		peer_free(peer);
	}
}

static void a_skipped_stream_id_stays_closed(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	assert_serves(peer, 1);
	assert_serves(peer, 9);
	peer_headers(peer, 5, NGHTTP2_FLAG_END_STREAM, REQUEST);
	assert_true(peer->has_goaway);
	assert_int_equal(peer->goaway_code, NGHTTP2_PROTOCOL_ERROR);
	peer_free(peer);
}

static void a_stream_too_many_ends_a_peer_that_knew(void **state)
{
	(void)state;
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_hello(peer);
	for (int32_t i = 0; i <= (int32_t)JX_MAX_STREAMS; i++) {
		peer_request(peer, 1 + 2 * i, "/a/B");
		peer_message(peer, 1 + 2 * i, "x", 1, true);
	}
	assert_int_equal(peer->n_calls, JX_MAX_STREAMS);
	assert_int_equal(peer->goaway_code, NGHTTP2_PROTOCOL_ERROR);
	peer_free(peer);
}

static void a_stream_too_many_is_refused_to_one_that_did_not(void **state)
{
	(void)state;
	static const char preface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
	struct peer *peer = peer_new(JX_LISTENER_MAIN);
	peer_raw(peer, preface, sizeof(preface) - 1);
	peer_frame(peer, NGHTTP2_SETTINGS, 0, 0, NULL, 0);
	for (int32_t i = 0; i <= (int32_t)JX_MAX_STREAMS; i++) {
		peer_request(peer, 1 + 2 * i, "/a/B");
		peer_message(peer, 1 + 2 * i, "x", 1, true);
	}
	assert_int_equal(peer->n_calls, JX_MAX_STREAMS);
	assert_int_equal(peer_reply(peer, 201)->reset_code, NGHTTP2_REFUSED_STREAM);
	assert_false(is_interrupted(peer));
	peer_echo(peer, 0);
	peer_pull(peer);
	peer->mode = PEER_ECHO;
	assert_serves(peer, 203);
	peer_free(peer);
}

static void endless_data_after_an_answer_is_cut(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	peer_request(peer, 1, "/no/Such");
	assert_int_equal(peer_reply(peer, 1)->grpc_status, JX_UNIMPLEMENTED);
	static uint8_t data[16384];
	unsigned n = 0;
	for (; n < 2000 && !is_interrupted(peer); n++)
		peer_frame(peer, NGHTTP2_DATA, 0, 1, data, sizeof(data));
	assert_in_range(n, JX_STREAM_WINDOW_BYTES / sizeof(data),
		(JX_STREAM_WINDOW_BYTES + JX_MAX_BYTES_AFTER_RESET) / sizeof(data) + 2);
	assert_true(peer->has_goaway);
	peer_free(peer);
}

/* Whoever keeps to the windows he was given may have that much under way when he is refused. */
static void large_requests_refused_early_do_not_end_the_connection(void **state)
{
	(void)state;
	struct peer *peer = echo_peer();
	uint64_t n_opened = peer->n_window_opened;
	static uint8_t data[16384];
	int32_t id = 1;
	for (unsigned round = 0; round < 5; round++) {
		for (unsigned i = 0; i < JX_CONNECTION_WINDOW_BYTES / JX_STREAM_WINDOW_BYTES; i++, id += 2) {
			peer_request(peer, id, "/no/Such");
			assert_int_equal(peer_reply(peer, id)->grpc_status, JX_UNIMPLEMENTED);
			for (size_t n = 0; n < JX_STREAM_WINDOW_BYTES; n += sizeof(data))
				peer_frame(peer, NGHTTP2_DATA, 0, id, data, sizeof(data));
		}
		assert_false(is_interrupted(peer));
		peer_wait(peer, JX_TICK_MS);
		assert_true(peer->n_window_opened - n_opened >= JX_CONNECTION_WINDOW_BYTES);
		n_opened = peer->n_window_opened;
	}
	assert_serves(peer, id);
	peer_free(peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rapid_reset_is_cut),
		cmocka_unit_test(cancelled_calls_do_not_end_a_connection),
		cmocka_unit_test(streams_we_are_made_to_reset_are_cut),
		cmocka_unit_test(work_of_a_reset_stream_is_cancelled_and_bounded),
		cmocka_unit_test(continuations_without_end_are_cut),
		cmocka_unit_test(floods_that_ask_for_nothing_are_cut),
		cmocka_unit_test(acknowledgements_nobody_reads_are_bounded),
		cmocka_unit_test(a_busy_client_may_ping_and_update_windows),
		cmocka_unit_test(a_header_list_above_its_ceiling_is_431),
		cmocka_unit_test(an_hpack_bomb_costs_nothing),
		cmocka_unit_test(replies_a_peer_never_reads_end_its_connection),
		cmocka_unit_test(a_slow_but_honest_reader_is_not_cut),
		cmocka_unit_test(a_silent_peer_is_closed),
		cmocka_unit_test(an_idle_peer_is_not),
		cmocka_unit_test(a_slow_body_is_answered_and_reset),
		cmocka_unit_test(slow_headers_end_the_connection),
		cmocka_unit_test(running_calls_are_not_slow),
		cmocka_unit_test(broken_http2_ends_the_connection),
		cmocka_unit_test(an_oversize_frame_is_refused),
		cmocka_unit_test(what_is_not_http2_is_closed),
		cmocka_unit_test(a_skipped_stream_id_stays_closed),
		cmocka_unit_test(a_stream_too_many_ends_a_peer_that_knew),
		cmocka_unit_test(a_stream_too_many_is_refused_to_one_that_did_not),
		cmocka_unit_test(endless_data_after_an_answer_is_cut),
		cmocka_unit_test(large_requests_refused_early_do_not_end_the_connection),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
