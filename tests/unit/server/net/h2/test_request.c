/* Requests that are HTTP/2 but not gRPC as we speak it: what each is answered with, and that the session goes on. */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "tests/support/h2_peer.h"
#include "tests/support/test.h"

static void assert_serves(struct peer *peer, int32_t id)
{
	peer_request(peer, id, "/a/B");
	peer_message(peer, id, "ok", 2, true);
	assert_int_equal(peer_reply(peer, id)->grpc_status, 0);
}

static struct peer *echo_peer(enum jx_listener listener)
{
	struct peer *peer = peer_new(listener);
	peer->mode = PEER_ECHO;
	peer_hello(peer);
	return peer;
}

/* G1, G4, G5 */
static void headers_alone_can_be_reason_enough(void **state)
{
	(void)state;
	static char long_path[200];
	memset(long_path, 'p', sizeof(long_path) - 1);
	long_path[0] = '/';
	const struct {
		const char *name;
		const char *method, *path, *type, *key, *value;
		int http, grpc; /* -1: none */
	} rows[] = {
		{"good", "POST", "/a/B", "application/grpc", "x", "y", 200, 0},
		{"+proto", "POST", "/a/B", "application/grpc+proto", "x", "y", 200, 0},
		{"get", "GET", "/a/B", "application/grpc", "x", "y", 405, -1},
		{"put", "PUT", "/a/B", "application/grpc", "x", "y", 405, -1},
		{"json", "POST", "/a/B", "application/json", "x", "y", 415, -1},
		{"grpc-web", "POST", "/a/B", "application/grpc-web", "x", "y", 415, -1},
		{"long path", "POST", long_path, "application/grpc", "x", "y", 200, JX_UNIMPLEMENTED},
		{"timeout garbage", "POST", "/a/B", "application/grpc", "grpc-timeout", "soon", 200,
			JX_INTERNAL},
		{"timeout nine digits", "POST", "/a/B", "application/grpc", "grpc-timeout", "123456789m", 200,
			JX_INTERNAL},
		{"timeout over at once", "POST", "/a/B", "application/grpc", "grpc-timeout", "1n", 200,
			JX_DEADLINE},
		{"timeout good", "POST", "/a/B", "application/grpc", "grpc-timeout", "5S", 200, 0},
		{"binary good", "POST", "/a/B", "application/grpc", "x-bin", "Zm9v,YQ==", 200, 0},
		{"binary bad", "POST", "/a/B", "application/grpc", "x-bin", "Zm9v!", 200, JX_INTERNAL},
		{"other encoding, not used", "POST", "/a/B", "application/grpc", "grpc-encoding", "gzip", 200,
			0},
	};
	struct peer *peer = echo_peer(JX_LISTENER_MAIN);
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		int32_t id = (int32_t)(1 + 4 * i);
		const char *const pairs[] = {":method", rows[i].method, ":scheme", "http", ":authority", "t",
			":path", rows[i].path, "content-type", rows[i].type, rows[i].key, rows[i].value,
			NULL};
		peer_headers(peer, id, 0, pairs);
		peer_message(peer, id, "x", 1, true);
		struct peer_reply *reply = peer_reply(peer, id);
		if (reply->http_status != rows[i].http || reply->grpc_status != rows[i].grpc)
			fail_msg("%s: %d, %d", rows[i].name, reply->http_status, reply->grpc_status);
		assert_true(reply->is_ended);
		if (rows[i].http != 200)
			assert_true(reply->n_body > 0);
		assert_serves(peer, id + 2);
	}
	assert_false(peer->has_goaway);
	peer_free(peer);
}

/* G5 */
static void malformed_headers_reset_their_stream(void **state)
{
	(void)state;
	static const char *const rows[][5] = {
		{"uppercase name", "X-Upper", "v"},
		{"line break in a value", "x", "a\r\nb"},
		{"space in a name", "a b", "v"},
		{"second method", ":method", "GET"},
		{"second path", ":path", "/c/D"},
		{"unknown pseudo header", ":strange", "x"},
		{"connection header", "connection", "close"},
		{"other te", "te", "gzip"},
		{"lying content-length", "content-length", "3"},
	};
	struct peer *peer = echo_peer(JX_LISTENER_MAIN);
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		int32_t id = (int32_t)(1 + 4 * i);
		bool is_pseudo = rows[i][1][0] == ':';
		const char *const pairs[] = {":method", "POST", ":scheme", "http", ":path", "/a/B",
			is_pseudo ? rows[i][1] : ":authority", is_pseudo ? rows[i][2] : "t",
			is_pseudo ? "host" : rows[i][1], is_pseudo ? "t" : rows[i][2], "content-type",
			"application/grpc", NULL};
		peer_headers(peer, id, 0, pairs);
		peer_message(peer, id, "x", 1, true);
		struct peer_reply *reply = peer_reply(peer, id);
		if (!reply->is_reset || reply->reset_code != NGHTTP2_PROTOCOL_ERROR ||
			reply->grpc_status != -1)
			fail_msg("%s: reset %d, code %u", rows[i][0], reply->is_reset, reply->reset_code);
		assert_serves(peer, id + 2);
	}
	assert_int_equal(peer->n_calls, 9);
	peer_free(peer);
}

/* G2, G3 */
static void broken_bodies_are_answered_by_name(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		const char *encoding;
		const char *bytes;
		size_t n;
		int grpc;
	} rows[] = {
		{"no message", "identity", "", 0, JX_INTERNAL},
		{"cut prefix", "identity", "\0\0\0", 3, JX_INTERNAL},
		{"cut message", "identity", "\0\0\0\0\5abc", 8, JX_INTERNAL},
		{"two messages", "identity", "\0\0\0\0\1a\0\0\0\0\1b", 12, JX_INTERNAL},
		{"a byte too many", "identity", "\0\0\0\0\1ab", 7, JX_INTERNAL},
		{"compressed, none named", "identity", "\1\0\0\0\1a", 6, JX_INTERNAL},
		{"compressed, gzip", "gzip", "\1\0\0\0\1a", 6, JX_UNIMPLEMENTED},
		{"unknown flag", "identity", "\200\0\0\0\1a", 6, JX_INTERNAL},
		{"4 MiB and a byte", "identity", "\0\0\100\0\1", 5, JX_EXHAUSTED},
		{"4 GiB", "identity", "\0\377\377\377\377", 5, JX_EXHAUSTED},
	};
	for (size_t step = 1; step <= 20; step += 19) {
		struct peer *peer = echo_peer(JX_LISTENER_MAIN);
		peer->step = step;
		for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
			int32_t id = (int32_t)(1 + 4 * i);
			const char *const pairs[] = {":method", "POST", ":scheme", "http", ":authority", "t",
				":path", "/a/B", "content-type", "application/grpc", "grpc-encoding",
				rows[i].encoding, NULL};
			peer_headers(peer, id, 0, pairs);
			peer_frame(peer, NGHTTP2_DATA, NGHTTP2_FLAG_END_STREAM, id, rows[i].bytes, rows[i].n);
			struct peer_reply *reply = peer_reply(peer, id);
			if (reply->grpc_status != rows[i].grpc)
				fail_msg("%s: %d", rows[i].name, reply->grpc_status);
			assert_int_equal(reply->names_encodings, rows[i].grpc == JX_UNIMPLEMENTED);
			assert_serves(peer, id + 2);
		}
		assert_false(peer->has_goaway);
		peer_free(peer);
	}
}

static void the_open_listeners_take_small_messages_only(void **state)
{
	(void)state;
	static const uint8_t prefix[] = {0, 0, 1, 0, 1}; /* 64 KiB and a byte */
	static const enum jx_listener listeners[] = {JX_LISTENER_ENROL, JX_LISTENER_PUBLIC};
	for (size_t i = 0; i < 2; i++) {
		struct peer *peer = echo_peer(listeners[i]);
		peer_request(peer, 1, "/a/B");
		peer_frame(peer, NGHTTP2_DATA, 0, 1, prefix, 5);
		assert_int_equal(peer_reply(peer, 1)->grpc_status, JX_EXHAUSTED);
		peer_free(peer);
	}
}

static void an_early_answer_asks_the_peer_to_stop(void **state)
{
	(void)state;
	struct peer *peer = echo_peer(JX_LISTENER_MAIN);
	peer_request(peer, 1, "/no/Such");
	struct peer_reply *reply = peer_reply(peer, 1);
	assert_int_equal(reply->grpc_status, JX_UNIMPLEMENTED);
	assert_true(reply->is_ended);
	/* What is under way may still come: a reset that meets it would cost some peers the answer. */
	assert_false(reply->is_reset);
	peer_wait(peer, JX_LINGER_MS);
	assert_true(reply->is_reset);
	assert_int_equal(reply->reset_code, NGHTTP2_NO_ERROR);
	/* What was on its way is dropped, and its flow control comes back. */
	static uint8_t data[16384];
	uint64_t n_opened = peer->n_window_opened;
	for (unsigned i = 0; i < 60; i++)
		peer_frame(peer, NGHTTP2_DATA, 0, 1, data, sizeof(data));
	assert_false(peer->has_goaway);
	for (int32_t id = 3; id < 403; id += 2)
		assert_serves(peer, id);
	assert_true(peer->n_window_opened >= n_opened);
	peer_free(peer);
}

/* Such a client expects that its request is read, and its mistakes found, before it is told that this is not HTTP. */
static void what_is_not_grpc_is_answered_when_it_has_ended(void **state)
{
	(void)state;
	static const struct {
		const char *method, *type;
		int status;
	} rows[] = {{"GET", "application/grpc", 405}, {"POST", "text/plain", 415}};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct peer *peer = echo_peer(JX_LISTENER_PUBLIC);
		const char *const pairs[] = {":method", rows[i].method, ":scheme", "http", ":authority", "t",
			":path", "/a/B", "content-type", rows[i].type, NULL};
		peer_headers(peer, 1, 0, pairs);
		peer_frame(peer, NGHTTP2_DATA, 0, 1, "body", 4);
		assert_int_equal(peer_reply(peer, 1)->http_status, 0);
		peer_frame(peer, NGHTTP2_DATA, NGHTTP2_FLAG_END_STREAM, 1, "", 0);
		assert_int_equal(peer_reply(peer, 1)->http_status, rows[i].status);
		assert_true(peer_reply(peer, 1)->is_ended);
		assert_false(peer_reply(peer, 1)->is_reset);
		assert_int_equal(peer->n_calls, 0);
		peer_free(peer);
	}
}

static void a_path_is_shown_again_only_as_plain_text(void **state)
{
	(void)state;
	static const char *const paths[] = {"/x\xff\xfe", "/\xe2\x80\xae", "/\xc2\x9b", "/a b", "/\x7f"};
	for (size_t i = 0; i < JX_COUNT_OF(paths); i++) {
		struct peer *peer = echo_peer(JX_LISTENER_PUBLIC);
		peer_request(peer, 1, paths[i]);
		if (peer->has_goaway || peer_reply(peer, 1)->is_reset)
			assert_int_not_equal(peer_reply(peer, 1)->grpc_status, 0);
		const struct peer_reply *reply = peer_reply(peer, 1);
		if (reply->grpc_status >= 0) {
			assert_int_equal(reply->grpc_status, JX_UNIMPLEMENTED);
			assert_non_null(strchr(reply->message, '?'));
			assert_null(strchr(reply->message, '%'));
		}
		assert_int_equal(peer->n_calls, 0);
		peer_free(peer);
	}
}

static void a_conversation_is_held_to_one_message_a_turn(void **state)
{
	(void)state;
	struct peer *peer = echo_peer(JX_LISTENER_MAIN);
	uint8_t flood[6 * (JX_MAX_STREAM_MESSAGES + 20)];
	for (size_t i = 0; i < sizeof(flood); i += 6)
		memcpy(flood + i, "\0\0\0\0\1x", 6);
	peer_request(peer, 1, "/talk/Talk");
	size_t n_before = peer->n_turns;
	peer_frame(peer, NGHTTP2_DATA, 0, 1, flood, sizeof(flood) / 2);
	size_t n = sizeof(flood) / 2 / 6;
	assert_int_equal(peer->n_messages, n);
	assert_in_range(peer->n_turns - n_before, n, n + 2);
	/* And to so many in all; another call goes on. */
	peer_frame(peer, NGHTTP2_DATA, 0, 1, flood, sizeof(flood) / 2);
	assert_int_equal(peer->n_messages, JX_MAX_STREAM_MESSAGES);
	assert_int_equal(peer_reply(peer, 1)->grpc_status, JX_EXHAUSTED);
	assert_int_equal(peer->n_gone, 1);
	peer_request(peer, 3, "/talk/Talk");
	peer_frame(peer, NGHTTP2_DATA, NGHTTP2_FLAG_END_STREAM, 3, flood, 60);
	assert_int_equal(peer_reply(peer, 3)->grpc_status, 0);
	assert_int_equal(peer->n_messages, JX_MAX_STREAM_MESSAGES + 10);
	peer_free(peer);
}

/* An entry of 3,900 bytes for the table of the peer's headers, which a single byte names afterwards. */
#define N_VALUE 3900u
#define NAMED   0xbe
static const uint8_t ENTRY[] = {
	0x40, 3, 'x', '-', 'b', 0x7f, 0x80 | ((N_VALUE - 127) & 0x7f), (N_VALUE - 127) >> 7};
/* POST, http, "/", "t", application/grpc */
static const uint8_t REQUEST[] = {0x83, 0x86, 0x84, 0x01, 1, 't', 0x0f, 0x10, 16, 'a', 'p', 'p', 'l', 'i',
	'c', 'a', 't', 'i', 'o', 'n', '/', 'g', 'r', 'p', 'c'};

/* A request that enters the entry, and is refused for nothing else. */
static void send_entry(struct peer *peer, size_t n_more)
{
	static uint8_t block[16384];
	size_t n = sizeof(REQUEST);
	memcpy(block, REQUEST, n);
	memcpy(block + n, ENTRY, sizeof(ENTRY));
	n += sizeof(ENTRY);
	memset(block + n, 'b', N_VALUE);
	n += N_VALUE;
	memset(block + n, NAMED, n_more);
	peer_frame(peer, NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM, 1, block,
		n + n_more);
}

/* Lists of nearly the most there may be, thirty bytes each on the wire, as many as one read holds. */
static void unpacked_headers_are_bounded_for_a_turn(void **state)
{
	(void)state;
	enum { N = 90, N_BLOCK = sizeof(REQUEST) + 4 };
	static uint8_t bytes[N * (9 + N_BLOCK)];
	struct peer *peer = echo_peer(JX_LISTENER_MAIN);
	send_entry(peer, 0);
	for (size_t i = 0; i < N; i++) {
		uint8_t *at = bytes + i * (9 + N_BLOCK);
		const uint8_t head[9] = {0, 0, N_BLOCK, NGHTTP2_HEADERS,
			NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_END_STREAM, 0, 0, 0, (uint8_t)(3 + 2 * i)};
		memcpy(at, head, 9);
		memcpy(at + 9, REQUEST, sizeof(REQUEST));
		memset(at + 9 + sizeof(REQUEST), NAMED, 4);
	}
	size_t n_before = peer->n_turns;
	peer_raw(peer, bytes, sizeof(bytes));
	size_t n_turns = peer->n_turns - n_before;
	assert_in_range(
		n_turns, N * 4 * N_VALUE / JX_TURN_WORK_BYTES + 1, N * 4 * N_VALUE / JX_TURN_WORK_BYTES + 2);
	assert_false(peer->has_goaway);
	for (int32_t id = 3; id < 3 + 2 * N; id += 2)
		assert_int_equal(peer_reply(peer, id)->grpc_status, JX_INTERNAL);
	peer_free(peer);
}

static void a_header_bomb_ends_its_connection(void **state)
{
	(void)state;
	struct peer *peer = echo_peer(JX_LISTENER_MAIN);
	send_entry(peer, 10000);
	assert_true(peer->has_goaway);
	assert_int_equal(peer->goaway_code, NGHTTP2_ENHANCE_YOUR_CALM);
	peer_free(peer);
}

static void trailers_are_taken_and_judged(void **state)
{
	(void)state;
	struct peer *peer = echo_peer(JX_LISTENER_MAIN);
	const char *const good[] = {"x-checksum", "1", NULL};
	const char *const bad[] = {"x-bin", "!", NULL};
	peer_request(peer, 1, "/a/B");
	peer_message(peer, 1, "x", 1, false);
	peer_headers(peer, 1, NGHTTP2_FLAG_END_STREAM, good);
	assert_int_equal(peer_reply(peer, 1)->grpc_status, 0);
	peer_request(peer, 3, "/a/B");
	peer_message(peer, 3, "x", 1, false);
	peer_headers(peer, 3, NGHTTP2_FLAG_END_STREAM, bad);
	assert_int_equal(peer_reply(peer, 3)->grpc_status, JX_INTERNAL);
	peer_free(peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_alone_can_be_reason_enough),
		cmocka_unit_test(malformed_headers_reset_their_stream),
		cmocka_unit_test(broken_bodies_are_answered_by_name),
		cmocka_unit_test(the_open_listeners_take_small_messages_only),
		cmocka_unit_test(an_early_answer_asks_the_peer_to_stop),
		cmocka_unit_test(what_is_not_grpc_is_answered_when_it_has_ended),
		cmocka_unit_test(a_path_is_shown_again_only_as_plain_text),
		cmocka_unit_test(a_conversation_is_held_to_one_message_a_turn),
		cmocka_unit_test(unpacked_headers_are_bounded_for_a_turn),
		cmocka_unit_test(a_header_bomb_ends_its_connection),
		cmocka_unit_test(trailers_are_taken_and_judged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
