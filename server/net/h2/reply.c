/*
 * Replies: response headers, data by reference, the status at the end.
 *
 * nghttp2 asks for data when the peer's windows allow some. The first pass (jx_reply_read) says how much, the
 * second (jx_reply_send) puts exactly that into the batch, so both walk the replies with the same rules.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/wire/details.h"
#include "server/net/h2/h2_session.h"

#define COPY_MAX         (16u * 1024u) /* bytes of one DATA frame that may be copied; the rest goes by reference */
#define FRAME_HEAD_BYTES 9u
#define MAX_FIELDS       7
#define CREDIT_SHARE \
	256u /* a peer may answer this many bytes of data with one of WINDOW_UPDATE and its like */

/* A field whose name and value live as long as the program. */
#define FIELD(name, value)                                                                  \
	{                                                                                   \
		(uint8_t *)(name), (uint8_t *)(value), sizeof(name) - 1, sizeof(value) - 1, \
			NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE        \
	}

static const nghttp2_nv RESPONSE[] = {FIELD(":status", "200"), FIELD("content-type", "application/grpc")};
#define N_RESPONSE 2
static const char ZONE_NAME[] = "jixiao-time-zone";
static const nghttp2_nv STATUS_OK = FIELD("grpc-status", "0");
static const nghttp2_nv ENCODINGS = FIELD("grpc-accept-encoding", "identity");
static const nghttp2_nv PLAIN_TYPE = FIELD("content-type", "text/plain");
static const char *const STATUS_DIGITS[] = {
	"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16"};

static nghttp2_nv field(const char *name, const char *value, size_t n_value, uint8_t flags)
{
	return (nghttp2_nv){(uint8_t *)name, (uint8_t *)value, strlen(name), n_value,
		(uint8_t)(NGHTTP2_NV_FLAG_NO_COPY_NAME | flags)};
}

/* Writes the fields of a status; those that differ each time stay out of the peer's header table. */
static size_t trailer_fields(const struct jx_trailer *trailer, nghttp2_nv *out)
{
	if (trailer == NULL) {
		out[0] = STATUS_OK;
		return 1;
	}
	const char *digits = STATUS_DIGITS[trailer->status];
	size_t n = 0;
	out[n++] = field("grpc-status", digits, strlen(digits), NGHTTP2_NV_FLAG_NO_COPY_VALUE);
	if (trailer->n_message > 0)
		out[n++] = field("grpc-message", trailer->text, trailer->n_message, NGHTTP2_NV_FLAG_NO_INDEX);
	if (trailer->n_details > 0)
		out[n++] = field("grpc-status-details-bin", trailer->text + trailer->n_message,
			trailer->n_details, NGHTTP2_NV_FLAG_NO_INDEX);
	if (trailer->names_encodings)
		out[n++] = ENCODINGS;
	return n;
}

/* Builds the trailer of an error; NULL without memory. */
static struct jx_trailer *trailer_new(const struct jx_error *error, const uint8_t *details, size_t n_details)
{
	char sentence[JX_SENTENCE_BYTES];
	char message[JX_SENTENCE_BYTES * 3];
	struct jx_buf packed;
	jx_buf_init(&packed, JX_MAX_ERROR_DETAIL_BYTES);
	jx_error_sentence(error, JX_EN, sentence, sizeof(sentence));
	size_t n_message = jx_grpc_message_encode(sentence, message, sizeof(message));
	if ((details == NULL || n_details > JX_MAX_ERROR_DETAIL_BYTES) &&
		jx_details_pack(error, NULL, 0, &packed) == JX_OK) {
		details = packed.bytes;
		n_details = packed.n_bytes;
	}
	if (details == NULL || n_details > JX_MAX_ERROR_DETAIL_BYTES)
		n_details = 0;
	struct jx_trailer *trailer = malloc(sizeof(*trailer) + n_message + JX_GRPC_BASE64_BYTES(n_details));
	if (trailer != NULL) {
		trailer->status = jx_reason_status(error->reason);
		trailer->n_message = n_message;
		memcpy(trailer->text, message, n_message);
		trailer->n_details =
			n_details > 0 ? jx_grpc_base64_encode(details, n_details, trailer->text + n_message)
				      : 0;
		trailer->names_encodings = error->reason == JX_REASON_COMPRESSION_REFUSED;
	}
	jx_buf_clear(&packed);
	return trailer;
}

/* Submits response headers: with data to follow, or as the whole answer with the status in them. */
static void submit(struct jx_stream *stream, bool has_data)
{
	nghttp2_nv fields[N_RESPONSE + MAX_FIELDS];
	memcpy(fields, RESPONSE, sizeof(RESPONSE));
	size_t n = N_RESPONSE;
	const char *zone = stream->h2->shared->time_zone;
	if (zone != NULL)
		fields[n++] = field(ZONE_NAME, zone, strlen(zone), NGHTTP2_NV_FLAG_NO_COPY_VALUE);
	nghttp2_data_provider data = {.source = {.ptr = stream}, .read_callback = jx_reply_read};
	if (!has_data)
		n += trailer_fields(stream->trailer, fields + n);
	stream->has_response = true;
	if (nghttp2_submit_response(stream->h2->session, stream->id, fields, n, has_data ? &data : NULL) != 0)
		jx_h2_terminate(stream->h2, NGHTTP2_INTERNAL_ERROR);
}

static void resume(struct jx_stream *stream)
{
	if (!stream->is_deferred)
		return;
	stream->is_deferred = false;
	if (nghttp2_session_resume_data(stream->h2->session, stream->id) != 0)
		jx_h2_terminate(stream->h2, NGHTTP2_INTERNAL_ERROR);
}

/* Doubles the ring, unrolling it. */
static bool grow(struct jx_stream *stream)
{
	size_t n_room = stream->n_reply_room * 2;
	struct jx_queued *replies = malloc(n_room * sizeof(*replies));
	if (replies == NULL)
		return false;
	for (size_t i = 0; i < stream->n_replies; i++)
		replies[i] = stream->replies[(stream->first_reply + i) % stream->n_reply_room];
	if (stream->replies != stream->inline_replies)
		free(stream->replies);
	stream->replies = replies;
	stream->n_reply_room = n_room;
	stream->first_reply = 0;
	return true;
}

/* What a reply counts on its connection. One that others refer to as well, a cached one, counts little more than once
 * however many streams of the connection have it. */
static size_t weight_of(const struct jx_reply_buf *reply)
{
	uint64_t n = reply->refcount;
	return (size_t)(reply->n_bytes / (n * n)) + JX_REPLY_COST_BYTES;
}

/* Charges a reply to the first who queues it, and each place in a queue to its own holder. */
static bool charge(struct jx_h2 *h2, struct jx_reply_buf *reply)
{
	struct jx_holder *holder = h2->peer->holder;
	size_t n = JX_REPLY_COST_BYTES + (reply->n_queued == 0 ? reply->n_bytes : 0);
	if (!jx_budget_take(&h2->shared->output, &holder->n_output_bytes, n))
		return false;
	if (reply->n_queued++ == 0) {
		reply->payer = holder;
		jx_holder_ref(holder);
	}
	return true;
}

static void discharge(struct jx_h2 *h2, struct jx_reply_buf *reply)
{
	struct jx_budget *output = &h2->shared->output;
	jx_budget_give_back(output, &h2->peer->holder->n_output_bytes, JX_REPLY_COST_BYTES);
	if (--reply->n_queued > 0)
		return;
	jx_budget_give_back(output, &reply->payer->n_output_bytes, reply->n_bytes);
	jx_holder_unref(reply->payer);
	reply->payer = NULL;
}

static enum jx_reason queue(struct jx_stream *stream, struct jx_reply_buf *reply)
{
	struct jx_h2 *h2 = stream->h2;
	size_t weight = weight_of(reply);
	if (stream->n_replies == stream->n_reply_room && !grow(stream))
		return JX_REASON_OUT_OF_MEMORY;
	if (h2->n_weighed_bytes > 0 && h2->n_weighed_bytes + weight > JX_MAX_UNREAD_OUTPUT_BYTES)
		return JX_REASON_OUTPUT_UNREAD;
	if (!charge(h2, reply))
		return JX_REASON_OUTPUT_UNREAD;
	jx_reply_buf_ref(reply);
	stream->replies[(stream->first_reply + stream->n_replies++) % stream->n_reply_room] =
		(struct jx_queued){reply, weight};
	if (h2->n_unread_bytes == 0) {
		h2->drain_ms = h2->now_ms;
		h2->n_drained_bytes = 0;
	}
	stream->n_unsent_bytes += reply->n_bytes;
	stream->n_queued_bytes += reply->n_bytes + JX_REPLY_COST_BYTES;
	h2->n_unread_bytes += reply->n_bytes + JX_REPLY_COST_BYTES;
	h2->n_weighed_bytes += weight;
	return JX_REASON_NONE;
}

/* The HTTP status of an answer to a GET that is no body. */
static const char *plain_status(enum jx_status status)
{
	switch ((int)status) {
	case JX_NOT_FOUND:
		return "404";
	case JX_INVALID:
		return "400";
	case JX_EXHAUSTED:
	case JX_UNAVAILABLE:
		return "503";
	default:
		return "500";
	}
}

/* Submits the headers of a body that comes by parts. */
static void submit_body(struct jx_stream *stream)
{
	const char *media = stream->call.media;
	nghttp2_nv fields[] = {field(":status", "200", 3, NGHTTP2_NV_FLAG_NO_COPY_VALUE),
		field("content-type", media, strlen(media), NGHTTP2_NV_FLAG_NO_COPY_VALUE)};
	nghttp2_data_provider data = {.source = {.ptr = stream}, .read_callback = jx_reply_read};
	stream->is_plain = true;
	stream->has_response = true;
	if (nghttp2_submit_response(stream->h2->session, stream->id, fields, 2, &data) != 0)
		jx_h2_terminate(stream->h2, NGHTTP2_INTERNAL_ERROR);
}

static enum jx_reason append_body(struct jx_stream *stream, struct jx_reply_buf *reply)
{
	const struct jx_call_events *events = &stream->shared->events;
	struct jx_reply_buf *body = events->body_of(events->user, &stream->call, reply);
	if (body == NULL) {
		jx_reply_settle_plain(stream, plain_status(JX_NOT_FOUND), NULL);
		return JX_REASON_NONE;
	}
	enum jx_reason reason = queue(stream, body);
	jx_reply_buf_unref(body);
	if (reason != JX_REASON_NONE)
		return reason;
	if (stream->has_response)
		resume(stream);
	else
		submit_body(stream);
	return JX_REASON_NONE;
}

/* The end of a body; one that is not whole is reset, so that nobody takes it for the file. */
static void end_body(struct jx_stream *stream, bool is_whole)
{
	stream->is_answered = true;
	if (is_whole)
		resume(stream);
	else
		(void)nghttp2_submit_rst_stream(
			stream->h2->session, NGHTTP2_FLAG_NONE, stream->id, NGHTTP2_INTERNAL_ERROR);
}

enum jx_reason jx_reply_append(struct jx_stream *stream, struct jx_reply_buf *reply)
{
	if (stream->call.is_get)
		return append_body(stream, reply);
	enum jx_reason reason = queue(stream, reply);
	if (reason != JX_REASON_NONE)
		return reason;
	if (stream->has_response)
		resume(stream);
	else
		submit(stream, true);
	return JX_REASON_NONE;
}

void jx_reply_settle(
	struct jx_stream *stream, const struct jx_error *error, const uint8_t *details, size_t n_details)
{
	if (stream->is_answered)
		return;
	if (stream->call.is_get && stream->has_response) {
		end_body(stream, error == NULL || error->reason == JX_REASON_NONE);
		return;
	}
	if (stream->call.is_get) {
		jx_reply_settle_plain(stream,
			plain_status(error != NULL ? jx_reason_status(error->reason) : JX_INTERNAL), NULL);
		return;
	}
	stream->is_answered = true;
	if (error != NULL && error->reason != JX_REASON_NONE) {
		stream->trailer = trailer_new(error, details, n_details);
		if (stream->trailer == NULL) {
			/* An error must never look like success: without memory for it, the stream is reset. */
			(void)nghttp2_submit_rst_stream(
				stream->h2->session, NGHTTP2_FLAG_NONE, stream->id, NGHTTP2_INTERNAL_ERROR);
			return;
		}
	}
	if (stream->has_response)
		resume(stream);
	else
		submit(stream, false);
}

void jx_reply_settle_plain(struct jx_stream *stream, const char *http_status, struct jx_reply_buf *body)
{
	if (stream->is_answered)
		return;
	stream->is_answered = true;
	stream->is_plain = true;
	stream->has_response = true;
	bool has_data = body != NULL && queue(stream, body) == JX_REASON_NONE;
	nghttp2_nv fields[] = {field(":status", http_status, 3, NGHTTP2_NV_FLAG_NO_COPY_VALUE), PLAIN_TYPE};
	nghttp2_data_provider data = {.source = {.ptr = stream}, .read_callback = jx_reply_read};
	if (nghttp2_submit_response(stream->h2->session, stream->id, fields, 2, has_data ? &data : NULL) != 0)
		jx_h2_terminate(stream->h2, NGHTTP2_INTERNAL_ERROR);
}

/* Drops the first reply of the queue. */
static void pop(struct jx_stream *stream)
{
	struct jx_h2 *h2 = stream->h2;
	struct jx_reply_buf *reply = stream->replies[stream->first_reply].reply;
	stream->n_queued_bytes -= reply->n_bytes + JX_REPLY_COST_BYTES;
	h2->n_unread_bytes -= reply->n_bytes + JX_REPLY_COST_BYTES;
	h2->n_weighed_bytes -= stream->replies[stream->first_reply].weight;
	discharge(h2, reply);
	stream->first_reply = (stream->first_reply + 1) % stream->n_reply_room;
	stream->n_replies--;
	stream->first_offset = 0;
	jx_reply_buf_unref(reply);
}

void jx_reply_clear(struct jx_stream *stream)
{
	while (stream->n_replies > 0)
		pop(stream);
	stream->n_unsent_bytes = 0;
	if (stream->replies != stream->inline_replies)
		free(stream->replies);
	stream->replies = stream->inline_replies;
	stream->n_reply_room = JX_INLINE_REPLIES;
	stream->first_reply = 0;
	free(stream->trailer);
	stream->trailer = NULL;
}

/* How many bytes of the i-th reply go into a DATA frame that has n_taken of at most n_max already. */
static size_t take_of(const struct jx_stream *stream, size_t i, size_t n_taken, size_t n_max)
{
	const struct jx_reply_buf *reply =
		stream->replies[(stream->first_reply + i) % stream->n_reply_room].reply;
	size_t n_left = reply->n_bytes - (i == 0 ? stream->first_offset : 0);
	return n_left < n_max - n_taken ? n_left : n_max - n_taken;
}

/* NOLINTNEXTLINE(readability-function-size): nghttp2 says what the parameters are. */
ssize_t jx_reply_read(nghttp2_session *session, int32_t id, uint8_t *buf, size_t length, uint32_t *flags,
	nghttp2_data_source *source, void *user)
{
	(void)buf;
	struct jx_stream *stream = source->ptr;
	struct jx_h2 *h2 = user;
	size_t n = 0;
	size_t n_copied = 0;
	/* Head, and two pieces for each reply referred to: a copied neighbour may stand between any two. */
	size_t n_pieces = 1;
	for (size_t i = 0; i < stream->n_replies && n < length && n_pieces + 2 <= JX_OUT_FRAME_PIECES; i++) {
		size_t n_take = take_of(stream, i, n, length);
		if (!jx_out_copies(h2->out, n_take)) {
			n_pieces += 2;
		} else if (n_copied + n_take <= COPY_MAX) {
			n_copied += n_take;
		} else if (h2->out->copies_all && n_copied < COPY_MAX) {
			n += COPY_MAX - n_copied;
			break;
		} else {
			break;
		}
		n += n_take;
	}
	*flags |= NGHTTP2_DATA_FLAG_NO_COPY;
	if (n == stream->n_unsent_bytes && stream->is_answered) {
		*flags |= NGHTTP2_DATA_FLAG_EOF;
		if (!stream->is_plain) {
			nghttp2_nv fields[MAX_FIELDS];
			*flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
			size_t n_fields = trailer_fields(stream->trailer, fields);
			if (nghttp2_submit_trailer(session, id, fields, n_fields) != 0)
				return NGHTTP2_ERR_CALLBACK_FAILURE;
		}
	} else if (n == 0) {
		stream->is_deferred = true;
		return NGHTTP2_ERR_DEFERRED;
	}
	return (ssize_t)n;
}

/* Tells the dispatcher to go on once half of what a stream may queue is gone; on a connection with much unread, once all
 * of it is. */
static void note_sent(struct jx_stream *stream, size_t n)
{
	struct jx_h2 *h2 = stream->h2;
	stream->n_unsent_bytes -= n;
	h2->n_drained_bytes += n;
	jx_guard_credit(&h2->guard, n / CREDIT_SHARE);
	bool is_low = stream->n_queued_bytes < JX_STREAM_OUTPUT_BYTES / 2;
	if (stream->is_blocked && is_low &&
		(stream->n_replies == 0 || h2->n_weighed_bytes < JX_BUSY_OUTPUT_BYTES))
		jx_stream_writable(stream);
}

int jx_reply_send(nghttp2_session *session, nghttp2_frame *frame, const uint8_t *head, size_t length,
	nghttp2_data_source *source, void *user)
{
	(void)session;
	(void)frame; /* never padded: no padding callback is set */
	struct jx_stream *stream = source->ptr;
	struct jx_h2 *h2 = user;
	if (!jx_out_copy(h2->out, head, FRAME_HEAD_BYTES))
		return NGHTTP2_ERR_CALLBACK_FAILURE;
	for (size_t n = 0; n < length;) {
		struct jx_reply_buf *first = stream->replies[stream->first_reply].reply;
		size_t n_take = take_of(stream, 0, n, length);
		if (!jx_out_refer(h2->out, first, stream->first_offset, n_take))
			return NGHTTP2_ERR_CALLBACK_FAILURE;
		n += n_take;
		stream->first_offset += n_take;
		if (stream->first_offset == first->n_bytes)
			pop(stream);
	}
	note_sent(stream, length);
	/* nghttp2 goes straight on to the next frame, whatever it is: stop it while that would still fit. */
	return jx_out_has_room(h2->out) ? 0 : NGHTTP2_ERR_PAUSE;
}

/* NOLINTNEXTLINE(readability-function-size): nghttp2 says what the parameters are. */
ssize_t jx_reply_read_length(nghttp2_session *session, uint8_t type, int32_t id, int32_t session_window,
	int32_t stream_window, uint32_t max_frame_size, void *user)
{
	(void)type;
	(void)user;
	const struct jx_stream *stream = nghttp2_session_get_stream_user_data(session, id);
	/* Not more than there is: nghttp2 grows a buffer of its own to this length and keeps it. */
	size_t n = stream != NULL ? stream->n_unsent_bytes : 0;
	if (n < COPY_MAX)
		n = COPY_MAX;
	if (n > JX_MAX_FRAME_BYTES)
		n = JX_MAX_FRAME_BYTES;
	if (n > max_frame_size)
		n = max_frame_size;
	int32_t window = session_window < stream_window ? session_window : stream_window;
	if (window < (int32_t)n)
		n = window > 0 ? (size_t)window : 1;
	return (ssize_t)n;
}
