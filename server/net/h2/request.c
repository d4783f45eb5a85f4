/*
 * Requests: what comes in on a session, checked frame by frame.
 *
 * nghttp2 has checked that the frames are HTTP/2. Here they must also be gRPC, stay under the ceilings and
 * ask for something. All of this runs inside nghttp2_session_mem_recv(), so it only submits and takes note.
 */
#include <string.h>

#include "proto/contract/base/limits.h"
#include "server/net/h2/h2_session.h"

#define FRAME_HEAD_BYTES      9u
#define HEADER_OVERHEAD_BYTES 32u /* what each field counts beside its bytes, RFC 9113 6.5.2 */

/* Finds a stream by its id; most frames are of the same one as the frame before. */
static struct jx_stream *stream_of(struct jx_h2 *h2, int32_t id)
{
	if (h2->recent == NULL || h2->recent->id != id)
		h2->recent = nghttp2_session_get_stream_user_data(h2->session, id);
	return h2->recent;
}

static void refuse_request(struct jx_stream *stream, enum jx_reason reason, const char *a0)
{
	struct jx_error error;
	(void)jx_fail_with(&error, reason, JX_ARGS(JX_TEXT(a0)));
	jx_stream_refuse(stream, &error);
}

static bool is_productive(struct jx_h2 *h2, const nghttp2_frame_hd *hd)
{
	if (hd->type == NGHTTP2_HEADERS)
		return true;
	if (hd->type != NGHTTP2_DATA)
		return false;
	h2->n_data_bytes += hd->length;
	const struct jx_stream *stream = stream_of(h2, hd->stream_id);
	if (stream == NULL || stream->is_answered) {
		if (!jx_guard_after_error(&h2->guard, hd->length))
			jx_h2_terminate(h2, NGHTTP2_ENHANCE_YOUR_CALM);
		return hd->length > 0;
	}
	return hd->length > 0 || (hd->flags & NGHTTP2_FLAG_END_STREAM) != 0;
}

static int on_begin_frame(nghttp2_session *session, const nghttp2_frame_hd *hd, void *user)
{
	(void)session;
	struct jx_h2 *h2 = user;
	if (h2->phase == JX_H2_TERMINATED)
		return 0;
	if (hd->type == NGHTTP2_HEADERS && hd->stream_id % 2 == 1 &&
		!jx_guard_open(&h2->guard, (uint32_t)hd->stream_id)) {
		/* RFC 9113 5.1.1: a skipped id is closed, and nghttp2 does not remember. */
		jx_h2_terminate(h2, NGHTTP2_PROTOCOL_ERROR);
		return 0;
	}
	if (is_productive(h2, hd))
		jx_guard_credit(&h2->guard, FRAME_HEAD_BYTES + hd->length);
	else if (!jx_guard_charge(&h2->guard, FRAME_HEAD_BYTES + hd->length))
		jx_h2_terminate(h2, NGHTTP2_ENHANCE_YOUR_CALM);
	return 0;
}

static int on_begin_headers(nghttp2_session *session, const nghttp2_frame *frame, void *user)
{
	struct jx_h2 *h2 = user;
	if (frame->headers.cat != NGHTTP2_HCAT_REQUEST)
		return 0;
	struct jx_stream *stream = jx_stream_new(h2, frame->hd.stream_id);
	if (stream == NULL)
		return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
	(void)nghttp2_session_set_stream_user_data(session, frame->hd.stream_id, stream);
	return 0;
}

static bool is_name(const uint8_t *name, size_t n_name, const char *text, size_t n_text)
{
	return n_name == n_text && memcmp(name, text, n_text) == 0;
}
#define IS_NAME(text) is_name(name, n_name, text, sizeof(text) - 1)

/* Binary metadata may hold several values, with commas between them. */
static bool is_base64_list(const char *value, size_t n)
{
	size_t start = 0;
	for (size_t i = 0; i <= n; i++) {
		if (i < n && value[i] != ',')
			continue;
		size_t n_bytes;
		if (jx_grpc_base64_decode(value + start, i - start, NULL, &n_bytes) != JX_OK)
			return false;
		start = i + 1;
	}
	return true;
}

static void take_path(struct jx_stream *stream, const uint8_t *value, size_t n)
{
	if (n >= sizeof(stream->call.path)) {
		stream->refusal = JX_REFUSAL_PATH;
		n = sizeof(stream->call.path) - 1;
	}
	memcpy(stream->call.path, value, n);
	stream->call.path[n] = '\0';
}

static void take_timeout(struct jx_stream *stream, const char *value, size_t n)
{
	uint64_t ms;
	if (jx_grpc_timeout_parse(value, n, &ms) == JX_OK)
		stream->call.deadline_ms = stream->call.received_ms + ms;
	else
		stream->refusal = JX_REFUSAL_TIMEOUT;
}

/* NOLINTNEXTLINE(readability-function-size): nghttp2 says what the parameters are. */
static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name, size_t n_name,
	const uint8_t *value, size_t n_value, uint8_t flags, void *user)
{
	(void)session;
	(void)flags;
	struct jx_h2 *h2 = user;
	struct jx_stream *stream = stream_of(h2, frame->hd.stream_id);
	if (stream == NULL || stream->refusal == JX_REFUSAL_HEADERS)
		return 0;
	stream->n_header_bytes += n_name + n_value + HEADER_OVERHEAD_BYTES;
	if (stream->n_header_bytes > JX_MAX_HEADER_LIST_BYTES) {
		stream->refusal = JX_REFUSAL_HEADERS;
		return 0;
	}
	const char *text = (const char *)value;
	if (n_name > 4 && memcmp(name + n_name - 4, "-bin", 4) == 0) {
		if (!is_base64_list(text, n_value))
			stream->refusal = JX_REFUSAL_METADATA;
		return 0;
	}
	if (frame->headers.cat != NGHTTP2_HCAT_REQUEST)
		return 0;
	if (IS_NAME(":path")) {
		take_path(stream, value, n_value);
	} else if (IS_NAME(":method")) {
		stream->is_post = n_value == 4 && memcmp(value, "POST", 4) == 0;
	} else if (IS_NAME("content-type")) {
		stream->is_grpc = jx_grpc_is_content_type(text, n_value);
	} else if (IS_NAME("grpc-timeout")) {
		take_timeout(stream, text, n_value);
	} else if (IS_NAME("grpc-encoding")) {
		size_t n = n_value < sizeof(stream->encoding) ? n_value : sizeof(stream->encoding) - 1;
		memcpy(stream->encoding, value, n);
		stream->reader.encoding = stream->encoding;
	}
	return 0;
}

/* NOLINTNEXTLINE(readability-function-size): nghttp2 says what the parameters are. */
static int on_invalid_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name,
	size_t n_name, const uint8_t *value, size_t n_value, uint8_t flags, void *user)
{
	(void)name, (void)n_name, (void)value, (void)n_value, (void)flags, (void)user;
	/* nghttp2 would pass over such a field; RFC 9113 8.2.1 calls the whole request malformed. */
	(void)nghttp2_submit_rst_stream(
		session, NGHTTP2_FLAG_NONE, frame->hd.stream_id, NGHTTP2_PROTOCOL_ERROR);
	return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
}

/* Refuses a request that its headers alone make wrong; false when it was refused. */
static bool check_headers(struct jx_stream *stream)
{
	struct jx_h2_shared *shared = stream->shared;
	stream->has_headers = true;
	if (stream->refusal == JX_REFUSAL_HEADERS)
		jx_reply_settle_plain(stream, "431", NULL);
	else if (!stream->is_post)
		jx_reply_settle_plain(stream, "405", shared->wrong_method);
	else if (!stream->is_grpc)
		jx_reply_settle_plain(stream, "415", shared->wrong_content_type);
	else if (stream->refusal == JX_REFUSAL_PATH)
		refuse_request(stream, JX_REASON_UNKNOWN_METHOD, stream->call.path);
	else if (stream->refusal == JX_REFUSAL_TIMEOUT)
		refuse_request(stream, JX_REASON_BAD_FRAMING, "grpc-timeout");
	else if (stream->refusal == JX_REFUSAL_METADATA)
		refuse_request(stream, JX_REASON_BAD_FRAMING, "metadata that is not base64");
	else if (stream->h2->n_calls >= 2 * (size_t)JX_MAX_STREAMS)
		/* Streams a peer resets leave calls behind that still run: those are counted too. */
		refuse_request(stream, JX_REASON_SERVER_BUSY, NULL);
	return !stream->is_answered;
}

/* Gives a call to the dispatcher at once when its method has many requests. */
static void open_conversation(struct jx_stream *stream)
{
	const struct jx_call_events *events = &stream->shared->events;
	if (stream->h2->phase == JX_H2_TERMINATED)
		return;
	if (events->is_conversation == NULL || !events->is_conversation(events->user, stream->call.path))
		return;
	/* Such a stream may stay open without a request being due, so its time is bounded whatever it asks for. */
	uint64_t latest_ms = stream->call.received_ms + JX_CALL_TIMEOUT_MS;
	if (stream->call.deadline_ms > latest_ms)
		stream->call.deadline_ms = latest_ms;
	stream->is_conversation = true;
	jx_stream_give(stream);
}

static void end_request(struct jx_stream *stream)
{
	const struct jx_call_events *events = &stream->shared->events;
	stream->is_ended = true;
	if (stream->is_answered || stream->h2->phase == JX_H2_TERMINATED)
		return;
	struct jx_error error;
	if (stream->is_conversation && stream->reader.n_prefix == 0)
		events->on_end(events->user, &stream->call);
	else if (jx_grpc_reader_end(&stream->reader, &error) != JX_OK)
		jx_stream_refuse(stream, &error);
	else if (stream->call.deadline_ms <= stream->h2->now_ms)
		refuse_request(stream, JX_REASON_DEADLINE_PASSED, NULL);
	else
		jx_stream_ready(stream);
}

/* The peer has answered the PING of a shutdown, so it has seen the first GOAWAY: name the last stream now. */
static void note_ping_ack(struct jx_h2 *h2)
{
	if (h2->phase == JX_H2_NOTICED)
		jx_h2_last_goaway(h2);
}

static int on_frame_recv(nghttp2_session *session, const nghttp2_frame *frame, void *user)
{
	(void)session;
	struct jx_h2 *h2 = user;
	bool is_end = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
	if (frame->hd.type == NGHTTP2_SETTINGS) {
		h2->has_settings = true;
	} else if (frame->hd.type == NGHTTP2_PING) {
		if ((frame->hd.flags & NGHTTP2_FLAG_ACK) != 0)
			note_ping_ack(h2);
	} else if (frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA) {
		struct jx_stream *stream = stream_of(h2, frame->hd.stream_id);
		if (stream == NULL)
			return 0;
		bool is_open = false;
		if (frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST)
			is_open = check_headers(stream);
		else if (stream->refusal != JX_REFUSAL_NONE && !stream->is_answered)
			refuse_request(stream, JX_REASON_BAD_FRAMING, "trailers");
		if (is_open)
			open_conversation(stream);
		if (is_end)
			end_request(stream);
	}
	return 0;
}

/* Takes request bytes until the first complete message; JX_OK with n_used < n when there is more behind it. */
static enum jx_status take_message(
	struct jx_stream *stream, const uint8_t *bytes, size_t n, size_t *ret_n_used, struct jx_error *error)
{
	size_t n_taken = 0;
	do {
		size_t n_used;
		enum jx_status status =
			jx_grpc_reader_push(&stream->reader, bytes + n_taken, n - n_taken, &n_used, error);
		if (status != JX_OK)
			return status;
		n_taken += n_used;
		if (jx_grpc_reader_is_announced(&stream->reader) && !jx_stream_place(stream, error))
			return jx_reason_status(error->reason);
	} while (n_taken < n && !jx_grpc_reader_is_complete(&stream->reader));
	*ret_n_used = n_taken;
	return JX_OK;
}

/* Delivers one message of a conversation; the dispatcher may finish the call in it. */
static void deliver_message(struct jx_stream *stream)
{
	const struct jx_call_events *events = &stream->shared->events;
	events->on_message(events->user, &stream->call);
	jx_grpc_reader_next(&stream->reader);
	jx_stream_unpark(stream);
}

static int on_data_chunk(
	nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *bytes, size_t n, void *user)
{
	(void)flags;
	struct jx_h2 *h2 = user;
	struct jx_stream *stream = stream_of(h2, id);
	if (stream == NULL || stream->is_answered) {
		(void)nghttp2_session_consume(session, id, n);
		return 0;
	}
	/* The stream's window opens at once, the connection's when the call is done: a message may be larger than
	 * a stream's window, and all that is admitted fits into the connection's, so nothing can lock up. */
	stream->n_parked_bytes += n;
	(void)nghttp2_session_consume_stream(session, id, n);
	while (n > 0 && !stream->is_answered) {
		struct jx_error error;
		size_t n_used = 0;
		if (jx_grpc_reader_is_complete(&stream->reader)) {
			refuse_request(stream, JX_REASON_BAD_FRAMING, "more than one message");
		} else if (take_message(stream, bytes, n, &n_used, &error) != JX_OK) {
			jx_stream_refuse(stream, &error);
		} else {
			bytes += n_used;
			n -= n_used;
			if (stream->is_conversation && jx_grpc_reader_is_complete(&stream->reader))
				deliver_message(stream);
		}
	}
	return 0;
}

static int on_stream_close(nghttp2_session *session, int32_t id, uint32_t error_code, void *user)
{
	(void)session;
	(void)error_code;
	struct jx_h2 *h2 = user;
	struct jx_stream *stream = stream_of(h2, id);
	if (stream != NULL)
		jx_stream_close(stream);
	return 0;
}

static int on_frame_send(nghttp2_session *session, const nghttp2_frame *frame, void *user)
{
	struct jx_h2 *h2 = user;
	uint8_t type = frame->hd.type;
	if (type == NGHTTP2_RST_STREAM) {
		if (!jx_guard_reset(&h2->guard))
			jx_h2_terminate(h2, NGHTTP2_ENHANCE_YOUR_CALM);
	} else if ((type == NGHTTP2_HEADERS || type == NGHTTP2_DATA) &&
		   (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
		const struct jx_stream *stream = stream_of(h2, frame->hd.stream_id);
		/* RFC 9113 8.1: answered before the request was whole, so ask the peer to stop sending. */
		if (stream != NULL && !stream->is_ended)
			(void)nghttp2_submit_rst_stream(
				session, NGHTTP2_FLAG_NONE, frame->hd.stream_id, NGHTTP2_NO_ERROR);
	}
	return 0;
}

void jx_request_callbacks(nghttp2_session_callbacks *callbacks)
{
	nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks, on_begin_frame);
	nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, on_begin_headers);
	nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
	nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks, on_invalid_header);
	nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame_recv);
	nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data_chunk);
	nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_stream_close);
	nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, on_frame_send);
}
