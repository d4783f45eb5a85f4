#include "tests/support/h2_peer.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/wire/grpc.h"
#include "tests/support/test.h"

static enum jx_call_kind kind_of(void *user, struct jx_call *call, struct jx_error *error)
{
	(void)user;
	if (strcmp(call->path, "/talk/Talk") == 0)
		return JX_CALL_CONVERSATION;
	if (strcmp(call->path, "/no/Such") != 0)
		return JX_CALL_UNARY;
	(void)jx_fail_with(error, JX_REASON_UNKNOWN_METHOD, JX_ARGS(JX_TEXT(call->path)));
	return JX_CALL_REFUSED;
}

static void on_call(void *user, struct jx_call *call)
{
	struct peer *peer = user;
	assert_true(peer->n_calls < PEER_MAX_CALLS);
	peer->calls[peer->n_calls++] = call;
	if (peer->mode == PEER_ECHO && kind_of(NULL, call, NULL) != JX_CALL_CONVERSATION)
		peer_echo(peer, peer->n_calls - 1);
}

static void on_gone(void *user, struct jx_call *call)
{
	struct peer *peer = user;
	assert_null(call->stream);
	peer->n_gone++;
}

static void on_writable(void *user, struct jx_call *call)
{
	struct peer *peer = user;
	assert_non_null(call->stream);
	peer->n_writable++;
}

/* Echoes each message of a conversation; "bye" ends it. */
static void on_message(void *user, struct jx_call *call)
{
	struct peer *peer = user;
	peer->n_messages++;
	struct jx_reply_buf *frame = jx_reply_buf_new(call->n_message_bytes);
	assert_non_null(frame);
	memcpy(jx_reply_buf_message(frame), call->message, call->n_message_bytes);
	bool is_bye = call->n_message_bytes == 3 && memcmp(call->message, "bye", 3) == 0;
	(void)jx_call_send(call, frame);
	jx_reply_buf_unref(frame);
	if (is_bye)
		peer_finish(peer, call, NULL);
}

static void on_end(void *user, struct jx_call *call)
{
	struct peer *peer = user;
	peer->n_ended++;
	peer_finish(peer, call, NULL);
}

void peer_finish(struct peer *peer, struct jx_call *call, const struct jx_error *error)
{
	for (size_t i = 0; i < peer->n_calls; i++)
		if (peer->calls[i] == call)
			peer->calls[i] = NULL;
	jx_call_finish(call, error, NULL, 0);
}

static void on_output(void *user)
{
	struct peer *peer = user;
	peer->n_output++;
}

void peer_echo(struct peer *peer, size_t i)
{
	struct jx_call *call = peer->calls[i];
	struct jx_reply_buf *frame = jx_reply_buf_new(call->n_message_bytes);
	assert_non_null(frame);
	memcpy(jx_reply_buf_message(frame), call->message, call->n_message_bytes);
	(void)jx_call_send(call, frame);
	jx_reply_buf_unref(frame);
	peer->calls[i] = NULL;
	jx_call_finish(call, NULL, NULL, 0);
}

struct peer *peer_new(enum jx_listener listener)
{
	struct peer *peer = calloc(1, sizeof(*peer));
	assert_non_null(peer);
	struct jx_call_events events = {.on_call = on_call,
		.on_gone = on_gone,
		.on_writable = on_writable,
		.kind_of = kind_of,
		.on_message = on_message,
		.on_end = on_end,
		.user = peer};
	peer->holder = malloc(sizeof(*peer->holder));
	assert_non_null(peer->holder);
	jx_holder_init(peer->holder);
	peer->who = (struct jx_h2_peer){.listener = listener,
		.has_peer = listener == JX_LISTENER_MAIN,
		.address = "192.0.2.1:5",
		.holder = peer->holder};
	struct jx_h2_owner owner = {on_output, peer};
	peer->now_ms = 1000;
	peer->step = SIZE_MAX;
	peer->out = calloc(1, sizeof(*peer->out));
	assert_int_equal(jx_h2_shared_new(&events, &peer->shared), JX_OK);
	assert_int_equal(jx_h2_new(peer->shared, &peer->who, &owner, peer->now_ms, &peer->h2), JX_OK);
	assert_int_equal(nghttp2_hd_deflate_new(&peer->deflater, 4096), 0);
	assert_int_equal(nghttp2_hd_inflate_new(&peer->inflater), 0);
	jx_buf_init(&peer->received, 32u << 20);
	for (size_t i = 0; i < PEER_MAX_STREAMS; i++)
		peer->replies[i].grpc_status = -1;
	return peer;
}

void peer_free(struct peer *peer)
{
	jx_h2_free(peer->h2);
	for (size_t i = 0; i < peer->n_calls; i++)
		if (peer->calls[i] != NULL)
			jx_call_finish(peer->calls[i], NULL, NULL, 0);
	assert_int_equal(jx_h2_shared_counters(peer->shared)->n_open_calls, 0);
	assert_int_equal(peer->holder->n_input_bytes, 0);
	assert_int_equal(peer->holder->n_output_bytes, 0);
	jx_holder_unref(peer->holder);
	jx_h2_shared_free(peer->shared);
	nghttp2_hd_deflate_del(peer->deflater);
	nghttp2_hd_inflate_del(peer->inflater);
	jx_buf_clear(&peer->received);
	free(peer->out);
	free(peer);
}

struct peer_reply *peer_reply(struct peer *peer, int32_t id)
{
	size_t i = (size_t)(id - 1) / 2;
	assert_true(i < PEER_MAX_STREAMS);
	return &peer->replies[i];
}

static void note_field(struct peer_reply *reply, const nghttp2_nv *nv)
{
	const char *name = (const char *)nv->name;
	const char *value = (const char *)nv->value;
	if (strcmp(name, ":status") == 0)
		reply->http_status = atoi(value);
	else if (strcmp(name, "grpc-status") == 0)
		reply->grpc_status = atoi(value);
	else if (strcmp(name, "grpc-message") == 0)
		jx_grpc_message_decode(value, nv->valuelen, reply->message, sizeof(reply->message));
	else if (strcmp(name, "grpc-accept-encoding") == 0)
		reply->names_encodings = strcmp(value, "identity") == 0;
	else if (strcmp(name, "grpc-status-details-bin") == 0 && nv->valuelen < sizeof(reply->details))
		memcpy(reply->details, value, nv->valuelen + 1);
}

static void note_headers(struct peer *peer, int32_t id, uint8_t *bytes, size_t n)
{
	for (;;) {
		nghttp2_nv nv;
		int flags = 0;
		ssize_t n_used = nghttp2_hd_inflate_hd2(peer->inflater, &nv, &flags, bytes, n, 1);
		assert_true(n_used >= 0);
		bytes += n_used;
		n -= (size_t)n_used;
		if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0)
			note_field(peer_reply(peer, id), &nv);
		if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0)
			break;
	}
	nghttp2_hd_inflate_end_headers(peer->inflater);
}

static void note_data(struct peer_reply *reply, const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (reply->n_body < sizeof(reply->body))
			reply->body[reply->n_body] = bytes[i];
		reply->n_body++;
		reply->sum = reply->sum * 31 + bytes[i];
	}
	if (n > reply->longest_data)
		reply->longest_data = n;
}

static uint32_t number(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void note_frame(struct peer *peer, const uint8_t *head, uint8_t *payload, size_t n)
{
	uint8_t type = head[3];
	uint8_t flags = head[4];
	int32_t id = (int32_t)number(head + 5);
	peer->n_frames[type]++;
	if (type == NGHTTP2_HEADERS) {
		assert_true((flags & NGHTTP2_FLAG_END_HEADERS) != 0);
		note_headers(peer, id, payload, n);
	} else if (type == NGHTTP2_DATA) {
		note_data(peer_reply(peer, id), payload, n);
	} else if (type == NGHTTP2_RST_STREAM) {
		peer_reply(peer, id)->is_reset = true;
		peer_reply(peer, id)->reset_code = number(payload);
	} else if (type == NGHTTP2_GOAWAY) {
		peer->has_goaway = true;
		peer->goaway_last_id = (int32_t)number(payload);
		peer->goaway_code = number(payload + 4);
	} else if (type == NGHTTP2_WINDOW_UPDATE && id == 0) {
		peer->n_window_opened += number(payload);
	}
	if ((type == NGHTTP2_HEADERS || type == NGHTTP2_DATA) && (flags & NGHTTP2_FLAG_END_STREAM) != 0) {
		assert_false(peer_reply(peer, id)->is_ended);
		peer_reply(peer, id)->is_ended = true;
	}
}

static void note_frames(struct peer *peer)
{
	struct jx_buf *in = &peer->received;
	size_t at = 0;
	while (in->n_bytes - at >= 9) {
		uint8_t *head = in->bytes + at;
		size_t n = (size_t)head[0] << 16 | (size_t)head[1] << 8 | head[2];
		if (in->n_bytes - at < 9 + n)
			break;
		note_frame(peer, head, head + 9, n);
		at += 9 + n;
	}
	if (at > 0)
		memmove(in->bytes, in->bytes + at, in->n_bytes - at);
	in->n_bytes -= at;
}

void peer_pull(struct peer *peer)
{
	for (;;) {
		jx_out_reset(peer->out, false);
		if (jx_h2_pull(peer->h2, peer->out) != JX_OK)
			peer->is_broken = true;
		if (peer->out->n_pieces == 0)
			break;
		for (size_t i = 0; i < peer->out->n_pieces; i++) {
			const struct jx_out_piece *piece = &peer->out->pieces[i];
			peer->n_sent_total += piece->n_bytes;
			assert_int_equal(jx_buf_append(&peer->received, piece->bytes, piece->n_bytes), JX_OK);
		}
		jx_out_reset(peer->out, false);
		note_frames(peer);
	}
}

void peer_raw(struct peer *peer, const void *bytes, size_t n)
{
	const uint8_t *at = bytes;
	while ((n > 0 || jx_h2_is_paused(peer->h2)) && !peer->is_broken) {
		size_t n_now = n < peer->step ? n : peer->step;
		size_t n_used = 0;
		if (jx_h2_receive(peer->h2, at, n_now, peer->now_ms, &n_used) != JX_OK)
			peer->is_broken = true;
		peer->n_turns++;
		at += n_used;
		n -= n_used;
	}
	peer_pull(peer);
}

void peer_frame(struct peer *peer, uint8_t type, uint8_t flags, int32_t id, const void *payload, size_t n)
{
	uint8_t *frame = malloc(9 + n);
	assert_non_null(frame);
	frame[0] = (uint8_t)(n >> 16 & 0xFF);
	frame[1] = (uint8_t)(n >> 8 & 0xFF);
	frame[2] = (uint8_t)(n & 0xFF);
	frame[3] = type;
	frame[4] = flags;
	for (unsigned i = 0; i < 4; i++)
		frame[5 + i] = (uint8_t)((uint32_t)id >> (24 - 8 * i) & 0xFF);
	if (n > 0)
		memcpy(frame + 9, payload, n);
	peer_raw(peer, frame, 9 + n);
	free(frame);
}

void peer_hello(struct peer *peer)
{
	static const char preface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
	peer_raw(peer, preface, sizeof(preface) - 1);
	peer_frame(peer, NGHTTP2_SETTINGS, 0, 0, NULL, 0);
	peer_frame(peer, NGHTTP2_SETTINGS, NGHTTP2_FLAG_ACK, 0, NULL, 0);
}

void peer_headers(struct peer *peer, int32_t id, uint8_t flags, const char *const *pairs)
{
	nghttp2_nv nv[64];
	static uint8_t block[1 << 20];
	size_t n = 0;
	for (; pairs[n * 2] != NULL; n++) {
		assert_true(n < 64);
		nv[n] = (nghttp2_nv){(uint8_t *)pairs[n * 2], (uint8_t *)pairs[n * 2 + 1],
			strlen(pairs[n * 2]), strlen(pairs[n * 2 + 1]), NGHTTP2_NV_FLAG_NONE};
	}
	ssize_t n_block = nghttp2_hd_deflate_hd(peer->deflater, block, sizeof(block), nv, n);
	assert_true(n_block > 0);
	peer_frame(peer, NGHTTP2_HEADERS, flags | NGHTTP2_FLAG_END_HEADERS, id, block, (size_t)n_block);
}

void peer_request(struct peer *peer, int32_t id, const char *path)
{
	const char *const pairs[] = {":method", "POST", ":scheme", "http", ":path", path, ":authority", "t",
		"content-type", "application/grpc", "te", "trailers", NULL};
	peer_headers(peer, id, 0, pairs);
}

void peer_message(struct peer *peer, int32_t id, const void *message, size_t n, bool is_end)
{
	uint8_t *bytes = malloc(JX_GRPC_PREFIX_BYTES + n);
	assert_non_null(bytes);
	jx_grpc_write_prefix(bytes, n);
	if (n > 0)
		memcpy(bytes + JX_GRPC_PREFIX_BYTES, message, n);
	peer_frame(peer, NGHTTP2_DATA, is_end ? NGHTTP2_FLAG_END_STREAM : 0, id, bytes,
		JX_GRPC_PREFIX_BYTES + n);
	free(bytes);
}

void peer_window(struct peer *peer, int32_t id, uint32_t n)
{
	uint8_t bytes[4] = {(uint8_t)(n >> 24 & 0x7F), (uint8_t)(n >> 16 & 0xFF), (uint8_t)(n >> 8 & 0xFF),
		(uint8_t)(n & 0xFF)};
	peer_frame(peer, NGHTTP2_WINDOW_UPDATE, 0, id, bytes, 4);
}

void peer_wait(struct peer *peer, uint64_t ms)
{
	while (ms > 0) {
		uint64_t step = ms < JX_TICK_MS ? ms : JX_TICK_MS;
		peer->now_ms += step;
		ms -= step;
		if (jx_h2_tick(peer->h2, peer->now_ms) != JX_OK)
			peer->is_broken = true;
		peer_pull(peer);
	}
}
