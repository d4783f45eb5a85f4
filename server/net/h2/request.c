/*
 * Requests: what comes in on a session, checked frame by frame.
 *
 * nghttp2 has checked that the frames are HTTP/2. Here they must also be gRPC, stay under the ceilings and
 * ask for something. All of this runs inside nghttp2_session_mem_recv(), so it only submits and takes note.
 */
#include <stdlib.h>
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

/* Copies what a peer sent and what may be shown again: everything but ASCII that can be seen becomes "?".
 *
 * @return false when something was cut or replaced.
 */
static bool take_printable(char *out, size_t size, const char *text, size_t n)
{
	bool is_whole = n < size;
	size_t n_taken = is_whole ? n : size - 1;
	for (size_t i = 0; i < n_taken; i++) {
		bool is_visible = text[i] > ' ' && text[i] <= '~';
		out[i] = '?';
		if (is_visible)
			out[i] = text[i];
		is_whole = is_whole && is_visible;
	}
	out[n_taken] = '\0';
	return is_whole;
}

/* The path of a method is plain ASCII, so any other is none of ours. */
static void take_path(struct jx_stream *stream, const char *text, size_t n)
{
	if (!take_printable(stream->call.path, sizeof(stream->call.path), text, n))
		stream->refusal = JX_REFUSAL_PATH;
}

static void take_timeout(struct jx_stream *stream, const char *value, size_t n)
{
	uint64_t ms;
	if (jx_grpc_timeout_parse(value, n, &ms) == JX_OK)
		stream->call.deadline_ms = stream->call.received_ms + ms;
	else
		stream->refusal = JX_REFUSAL_TIMEOUT;
}

/* One field of a header list, not terminated. */
struct field {
	const uint8_t *name;
	size_t n_name;
	const uint8_t *value;
	size_t n_value;
};

static bool is_named(const struct field *field, const char *name)
{
	return field->n_name == strlen(name) && memcmp(field->name, name, field->n_name) == 0;
}

static void take_field(struct jx_stream *stream, const nghttp2_frame *frame, const struct field *field)
{
	const char *text = (const char *)field->value;
	size_t n = field->n_value;
	if (field->n_name > 4 && memcmp(field->name + field->n_name - 4, "-bin", 4) == 0) {
		if (!is_base64_list(text, n))
			stream->refusal = JX_REFUSAL_METADATA;
		return;
	}
	if (frame->headers.cat != NGHTTP2_HCAT_REQUEST)
		return;
	if (is_named(field, ":path")) {
		take_path(stream, text, n);
	} else if (is_named(field, ":method")) {
		stream->is_post = n == 4 && memcmp(text, "POST", 4) == 0;
		stream->is_get = n == 3 && memcmp(text, "GET", 3) == 0;
	} else if (is_named(field, "content-type")) {
		stream->is_grpc = jx_grpc_is_content_type(text, n);
	} else if (is_named(field, "grpc-timeout")) {
		take_timeout(stream, text, n);
	} else if (is_named(field, "grpc-encoding")) {
		take_printable(stream->encoding, sizeof(stream->encoding), text, n);
		stream->reader.encoding = stream->encoding;
	}
}

/* Ends the work of a session in this turn of the loop. */
static int pause_turn(struct jx_h2 *h2)
{
	h2->is_paused = true;
	return NGHTTP2_ERR_PAUSE;
}

/* NOLINTNEXTLINE(readability-function-size): nghttp2 says what the parameters are. */
static int on_header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name, size_t n_name,
	const uint8_t *value, size_t n_value, uint8_t flags, void *user)
{
	(void)session;
	(void)flags;
	struct jx_h2 *h2 = user;
	struct jx_stream *stream = stream_of(h2, frame->hd.stream_id);
	if (stream == NULL)
		return 0;
	size_t n = n_name + n_value + HEADER_OVERHEAD_BYTES;
	stream->n_header_bytes += n;
	h2->n_work_bytes += n;
	if (stream->n_header_bytes > JX_MAX_UNPACKED_BYTES) {
		jx_h2_terminate(h2, NGHTTP2_ENHANCE_YOUR_CALM);
		return NGHTTP2_ERR_CALLBACK_FAILURE;
	}
	if (stream->n_header_bytes > JX_MAX_HEADER_LIST_BYTES)
		stream->refusal = JX_REFUSAL_HEADERS;
	else if (stream->refusal < JX_REFUSAL_METHOD)
		take_field(stream, frame, &(struct field){name, n_name, value, n_value});
	return h2->n_work_bytes >= JX_TURN_WORK_BYTES ? pause_turn(h2) : 0;
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

/* Gives a call whose requests are many to the dispatcher at once. */
static void open_conversation(struct jx_stream *stream)
{
	if (stream->h2->phase == JX_H2_TERMINATED)
		return;
	/* Such a stream may stay open without a request being due, so its time is bounded whatever it asks for. */
	uint64_t latest_ms = stream->call.received_ms + JX_CALL_TIMEOUT_MS;
	if (stream->call.deadline_ms > latest_ms)
		stream->call.deadline_ms = latest_ms;
	stream->is_conversation = true;
	jx_stream_give(stream);
}

/* Asks the dispatcher what is called; it need not wait for the end of a request that nobody takes. */
static void ask_kind(struct jx_stream *stream)
{
	const struct jx_call_events *events = &stream->shared->events;
	struct jx_error error;
	enum jx_call_kind kind = JX_CALL_UNARY;
	if (events->kind_of != NULL)
		kind = events->kind_of(events->user, &stream->call, &error);
	if (kind == JX_CALL_REFUSED)
		jx_stream_refuse(stream, &error);
	else if (kind == JX_CALL_CONVERSATION)
		open_conversation(stream);
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

/* A GET that a method answers goes on as if that had been called: with its path, and its request as the body. */
static bool take_get(struct jx_stream *stream)
{
	uint8_t framed[JX_GRPC_PREFIX_BYTES + JX_GET_REQUEST_BYTES];
	const struct jx_call_events *events = &stream->shared->events;
	struct jx_error error;
	size_t n = 0;
	size_t n_used = 0;
	bool is_taken = stream->is_get && stream->refusal == JX_REFUSAL_NONE &&
			stream->call.listener == JX_LISTENER_PUBLIC && events->take_get != NULL &&
			events->take_get(events->user, &stream->call, framed + JX_GRPC_PREFIX_BYTES, &n);
	if (!is_taken)
		return false;
	stream->call.is_get = true;
	jx_grpc_write_prefix(framed, n);
	ask_kind(stream);
	if (!stream->is_answered &&
		take_message(stream, framed, JX_GRPC_PREFIX_BYTES + n, &n_used, &error) != JX_OK)
		jx_stream_refuse(stream, &error);
	return true;
}

/* Judges a request by its headers, and refuses it when they alone make it wrong. */
static void check_headers(struct jx_stream *stream)
{
	stream->has_headers = true;
	if (stream->refusal == JX_REFUSAL_HEADERS)
		jx_reply_settle_plain(stream, "431", NULL);
	else if (take_get(stream))
		return;
	else if (!stream->is_post)
		stream->refusal = JX_REFUSAL_METHOD;
	else if (!stream->is_grpc)
		stream->refusal = JX_REFUSAL_CONTENT_TYPE;
	else if (stream->refusal == JX_REFUSAL_PATH)
		refuse_request(stream, JX_REASON_UNKNOWN_METHOD, stream->call.path);
	else if (stream->refusal == JX_REFUSAL_TIMEOUT)
		refuse_request(stream, JX_REASON_BAD_FRAMING, "grpc-timeout");
	else if (stream->refusal == JX_REFUSAL_METADATA)
		refuse_request(stream, JX_REASON_BAD_FRAMING, "metadata that is not base64");
	else if (stream->h2->n_calls >= 2 * (size_t)JX_MAX_STREAMS)
		/* Streams a peer resets leave calls behind that still run: those are counted too. */
		refuse_request(stream, JX_REASON_SERVER_BUSY, NULL);
	else
		ask_kind(stream);
}

static void end_request(struct jx_stream *stream)
{
	const struct jx_call_events *events = &stream->shared->events;
	stream->is_ended = true;
	if (stream->is_answered || stream->h2->phase == JX_H2_TERMINATED)
		return;
	struct jx_error error;
	if (stream->refusal == JX_REFUSAL_METHOD)
		jx_reply_settle_plain(stream, "405", stream->shared->wrong_method);
	else if (stream->refusal == JX_REFUSAL_CONTENT_TYPE)
		jx_reply_settle_plain(stream, "415", stream->shared->wrong_content_type);
	else if (stream->is_conversation && stream->reader.n_prefix == 0)
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

static void take_headers(struct jx_stream *stream, const nghttp2_frame *frame)
{
	bool is_plain = stream->refusal >= JX_REFUSAL_METHOD;
	if (frame->headers.cat == NGHTTP2_HCAT_REQUEST)
		check_headers(stream);
	else if (stream->refusal != JX_REFUSAL_NONE && !is_plain && !stream->is_answered)
		refuse_request(stream, JX_REASON_BAD_FRAMING, "trailers");
}

/* A client may give up what it asked for; one that does nothing else is cut. */
static void take_reset(struct jx_h2 *h2, const struct jx_stream *stream)
{
	bool is_served = stream != NULL && stream->has_response;
	if (!is_served && !jx_guard_reset(&h2->guard))
		jx_h2_terminate(h2, NGHTTP2_ENHANCE_YOUR_CALM);
}

static int on_frame_recv(nghttp2_session *session, const nghttp2_frame *frame, void *user)
{
	(void)session;
	struct jx_h2 *h2 = user;
	uint8_t type = frame->hd.type;
	if (type == NGHTTP2_SETTINGS) {
		h2->has_settings = true;
	} else if (type == NGHTTP2_PING) {
		if ((frame->hd.flags & NGHTTP2_FLAG_ACK) != 0)
			note_ping_ack(h2);
	} else if (type == NGHTTP2_RST_STREAM) {
		take_reset(h2, stream_of(h2, frame->hd.stream_id));
	} else if (type == NGHTTP2_HEADERS || type == NGHTTP2_DATA) {
		struct jx_stream *stream = stream_of(h2, frame->hd.stream_id);
		if (stream == NULL)
			return 0;
		if (type == NGHTTP2_HEADERS)
			take_headers(stream, frame);
		if ((frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0)
			end_request(stream);
	}
	return 0;
}

/* Delivers one message of a conversation; the dispatcher may finish the call in it. */
static void deliver_message(struct jx_stream *stream)
{
	const struct jx_call_events *events = &stream->shared->events;
	if (++stream->n_messages > JX_MAX_STREAM_MESSAGES) {
		struct jx_error error;
		(void)jx_fail_with(
			&error, JX_REASON_TOO_MANY_MESSAGES, JX_ARGS(JX_U64(JX_MAX_STREAM_MESSAGES)));
		jx_stream_refuse(stream, &error);
		return;
	}
	events->on_message(events->user, &stream->call);
	jx_grpc_reader_next(&stream->reader);
	jx_stream_unpark(stream);
}

/* Takes the bytes of a body, of a conversation no more than one message. @return how many were taken. */
static size_t take_body(struct jx_stream *stream, const uint8_t *bytes, size_t n)
{
	size_t n_taken = 0;
	while (n_taken < n && !stream->is_answered) {
		struct jx_error error;
		size_t n_used = 0;
		if (jx_grpc_reader_is_complete(&stream->reader)) {
			refuse_request(stream, JX_REASON_BAD_FRAMING, "more than one message");
		} else if (take_message(stream, bytes + n_taken, n - n_taken, &n_used, &error) != JX_OK) {
			jx_stream_refuse(stream, &error);
		} else {
			n_taken += n_used;
			if (stream->is_conversation && jx_grpc_reader_is_complete(&stream->reader)) {
				deliver_message(stream);
				pause_turn(stream->h2);
				return n_taken;
			}
		}
	}
	return n;
}

/* Keeps for the next turn of the loop what came behind a message. */
static void keep_rest(struct jx_stream *stream, const uint8_t *bytes, size_t n)
{
	struct jx_h2 *h2 = stream->h2;
	uint8_t *copy = realloc(h2->rest.bytes, n);
	if (copy == NULL) {
		refuse_request(stream, JX_REASON_OUT_OF_MEMORY, NULL);
		return;
	}
	memcpy(copy, bytes, n);
	h2->rest.bytes = copy;
	h2->rest.n_bytes = n;
	h2->rest.n_used = 0;
	h2->rest.stream = stream;
}

static int on_data_chunk(
	nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *bytes, size_t n, void *user)
{
	(void)flags;
	struct jx_h2 *h2 = user;
	struct jx_stream *stream = stream_of(h2, id);
	if (stream == NULL || stream->is_answered || stream->refusal >= JX_REFUSAL_METHOD) {
		/* The connection's window opens at the next tick, and the stream's only if the answer waits for the
		 * request to end: flow control bounds what is thrown away, and no honest peer is cut for what was
		 * under way to us. */
		h2->n_unwanted_bytes += n;
		if (stream != NULL && !stream->is_answered)
			(void)nghttp2_session_consume_stream(session, id, n);
		return 0;
	}
	/* The stream's window opens at once, the connection's when the call is done: a message may be larger than
	 * a stream's window, and all that is admitted fits into the connection's, so nothing can lock up. */
	stream->n_parked_bytes += n;
	(void)nghttp2_session_consume_stream(session, id, n);
	size_t n_taken = take_body(stream, bytes, n);
	if (n_taken < n && !stream->is_answered)
		keep_rest(stream, bytes + n_taken, n - n_taken);
	return h2->is_paused ? NGHTTP2_ERR_PAUSE : 0;
}

void jx_request_resume(struct jx_h2 *h2)
{
	struct jx_stream *stream = h2->rest.stream;
	if (stream == NULL)
		return;
	h2->rest.n_used +=
		take_body(stream, h2->rest.bytes + h2->rest.n_used, h2->rest.n_bytes - h2->rest.n_used);
	if (h2->rest.n_used == h2->rest.n_bytes || stream->is_answered)
		h2->rest.stream = NULL;
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
	(void)session;
	struct jx_h2 *h2 = user;
	uint8_t type = frame->hd.type;
	if (type == NGHTTP2_RST_STREAM) {
		if (!jx_guard_reset(&h2->guard))
			jx_h2_terminate(h2, NGHTTP2_ENHANCE_YOUR_CALM);
	} else if ((type == NGHTTP2_HEADERS || type == NGHTTP2_DATA) &&
		   (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
		struct jx_stream *stream = stream_of(h2, frame->hd.stream_id);
		/* Answered before the request was whole. What is under way may still come: a reset that meets it is an error
		 * to some peers, who then lose the answer. jx_h2_tick() asks those to stop who go on. */
		if (stream != NULL && !stream->is_ended)
			stream->sent_ms = h2->now_ms;
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
