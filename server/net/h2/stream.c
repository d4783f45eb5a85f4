/*
 * Streams and the calls on them: their memory, their way to the dispatcher and back.
 *
 * The dispatcher may finish a call at any time, and a peer may leave at any time. Neither frees the other's half: see
 * the drawing in h2_session.h. Events for the dispatcher are put into lists here and delivered by
 * jx_h2_deliver_events(), since it must not be called from inside nghttp2 or from inside itself.
 */
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "server/net/h2/h2_session.h"

struct jx_stream *jx_stream_new(struct jx_h2 *h2, int32_t id)
{
	struct jx_h2_shared *shared = h2->shared;
	struct jx_stream *stream = shared->spare;
	if (stream != NULL) {
		shared->spare = stream->next;
		shared->n_spare--;
	} else {
		stream = malloc(sizeof(*stream));
		if (stream == NULL)
			return NULL;
	}
	memset(stream, 0, offsetof(struct jx_stream, inline_replies));
	stream->shared = shared;
	stream->h2 = h2;
	stream->id = id;
	stream->replies = stream->inline_replies;
	stream->n_reply_room = JX_INLINE_REPLIES;
	stream->call.stream = stream;
	stream->call.listener = h2->peer->listener;
	stream->call.received_ms = h2->now_ms;
	stream->call.deadline_ms = h2->now_ms + JX_CALL_TIMEOUT_MS;
	stream->call.has_peer = h2->peer->has_peer;
	memcpy(stream->call.peer_fingerprint, h2->peer->fingerprint, sizeof(h2->peer->fingerprint));
	memcpy(stream->call.peer_person, h2->peer->person, sizeof(h2->peer->person));
	memcpy(stream->call.peer_address, h2->peer->address, sizeof(h2->peer->address));
	stream->call.stranger = h2->peer->stranger;
	jx_grpc_reader_init(&stream->reader,
		h2->peer->listener == JX_LISTENER_MAIN ? JX_MAX_MESSAGE_BYTES : JX_MAX_SMALL_MESSAGE_BYTES);
	stream->previous = h2->last;
	if (h2->last != NULL)
		h2->last->next = stream;
	else
		h2->first = stream;
	h2->last = stream;
	h2->n_streams++;
	return stream;
}

static void unlink_stream(struct jx_stream *stream)
{
	struct jx_h2 *h2 = stream->h2;
	if (stream->previous != NULL)
		stream->previous->next = stream->next;
	else
		h2->first = stream->next;
	if (stream->next != NULL)
		stream->next->previous = stream->previous;
	else
		h2->last = stream->previous;
}

void jx_stream_unpark(struct jx_stream *stream)
{
	struct jx_h2 *h2 = stream->h2;
	if (stream->call.message != stream->inline_message)
		free(stream->call.message);
	stream->call.message = NULL;
	stream->call.n_message_bytes = 0;
	if (stream->n_reserved_bytes > 0) {
		jx_budget_give_back(
			&stream->shared->input, &stream->holder->n_input_bytes, stream->n_reserved_bytes);
		jx_holder_unref(stream->holder);
	}
	if (h2 != NULL) {
		h2->n_parked_bytes -= stream->n_reserved_bytes;
		if (h2->session != NULL && stream->n_parked_bytes > 0)
			(void)nghttp2_session_consume_connection(h2->session, stream->n_parked_bytes);
	}
	stream->n_reserved_bytes = 0;
	stream->n_parked_bytes = 0;
}

/* Frees a stream, or puts it among the spare ones; nothing may refer to it any more. */
static void release_stream(struct jx_stream *stream)
{
	struct jx_h2_shared *shared = stream->shared;
	jx_reply_clear(stream);
	jx_stream_unpark(stream);
	if (stream->h2 != NULL)
		unlink_stream(stream);
	if (shared->n_spare < JX_MAX_POOLED_STREAMS && !shared->is_abandoned) {
		stream->next = shared->spare;
		shared->spare = stream;
		shared->n_spare++;
	} else {
		free(stream);
	}
}

static void push_event(struct jx_stream *stream)
{
	if (stream->is_event)
		return;
	stream->is_event = true;
	stream->next_event = stream->h2->events;
	stream->h2->events = stream;
}

static void drop_event(struct jx_stream *stream)
{
	if (!stream->is_event)
		return;
	struct jx_stream **at = &stream->h2->events;
	while (*at != stream)
		at = &(*at)->next_event;
	*at = stream->next_event;
	stream->is_event = false;
}

void jx_stream_writable(struct jx_stream *stream)
{
	if (stream->call.stream != NULL)
		push_event(stream);
}

/* From here on the answer is dropped; the dispatcher will be notified. */
static void push_gone(struct jx_stream *stream)
{
	stream->call.stream = NULL;
	stream->is_gone = true;
	stream->is_answered = true;
	push_event(stream);
}

void jx_stream_close(struct jx_stream *stream)
{
	if (stream->is_closed)
		return;
	stream->is_closed = true;
	stream->h2->n_streams--;
	if (stream->h2->recent == stream)
		stream->h2->recent = NULL;
	if (stream->h2->rest.stream == stream)
		stream->h2->rest.stream = NULL;
	jx_reply_clear(stream);
	if (stream->is_given && !stream->is_finished) {
		if (stream->call.stream != NULL)
			push_gone(stream);
	} else if (!stream->is_ready) {
		release_stream(stream);
	}
}

void jx_stream_detach(struct jx_stream *stream)
{
	unlink_stream(stream);
	stream->h2->n_parked_bytes -= stream->n_reserved_bytes;
	stream->h2 = NULL;
}

void jx_stream_ready(struct jx_stream *stream)
{
	stream->is_ready = true;
	stream->next_event = NULL;
	*stream->h2->last_ready = stream;
	stream->h2->last_ready = &stream->next_event;
}

bool jx_stream_place(struct jx_stream *stream, struct jx_error *error)
{
	struct jx_h2 *h2 = stream->h2;
	size_t n = stream->reader.n_message;
	uint8_t *place = stream->inline_message;
	if (n > sizeof(stream->inline_message)) {
		size_t *n_held = &h2->peer->holder->n_input_bytes;
		if (n > JX_CONNECTION_WINDOW_BYTES - h2->n_parked_bytes ||
			!jx_budget_take(&stream->shared->input, n_held, n)) {
			(void)jx_fail(error, JX_REASON_SERVER_BUSY);
			return false;
		}
		place = malloc(n);
		if (place == NULL) {
			jx_budget_give_back(&stream->shared->input, n_held, n);
			(void)jx_fail(error, JX_REASON_OUT_OF_MEMORY);
			return false;
		}
		stream->n_reserved_bytes = n;
		stream->holder = h2->peer->holder;
		jx_holder_ref(stream->holder);
		h2->n_parked_bytes += n;
	}
	stream->call.message = place;
	stream->call.n_message_bytes = n;
	jx_grpc_reader_place(&stream->reader, place);
	return true;
}

void jx_stream_refuse(struct jx_stream *stream, const struct jx_error *error)
{
	if (stream->is_answered)
		return;
	jx_reply_settle(stream, error, NULL, 0);
	if (stream->is_given) {
		push_gone(stream);
		return;
	}
	jx_stream_unpark(stream);
}

void jx_stream_give(struct jx_stream *stream)
{
	struct jx_h2_shared *shared = stream->shared;
	stream->is_given = true;
	stream->h2->n_calls++;
	stream->h2->n_given++;
	shared->counters.n_calls++;
	shared->counters.n_open_calls++;
	shared->events.on_call(shared->events.user, &stream->call);
}

void jx_h2_deliver_events(struct jx_h2 *h2)
{
	const struct jx_call_events *events = &h2->shared->events;
	while (h2->first_ready != NULL) {
		struct jx_stream *stream = h2->first_ready;
		h2->first_ready = stream->next_event;
		if (h2->first_ready == NULL)
			h2->last_ready = &h2->first_ready;
		stream->is_ready = false;
		if (stream->is_closed)
			release_stream(stream);
		else
			jx_stream_give(stream);
	}
	while (h2->events != NULL) {
		struct jx_stream *stream = h2->events;
		h2->events = stream->next_event;
		stream->is_event = false;
		if (stream->is_gone) {
			h2->shared->counters.n_gone++;
			events->on_gone(events->user, &stream->call);
		} else {
			stream->is_blocked = false;
			events->on_writable(events->user, &stream->call);
		}
	}
}

bool jx_call_send(struct jx_call *call, struct jx_reply_buf *reply)
{
	struct jx_stream *stream = call->stream;
	if (stream == NULL)
		return false;
	struct jx_h2 *h2 = stream->h2;
	enum jx_reason reason = jx_reply_append(stream, reply);
	if (reason != JX_REASON_NONE) {
		struct jx_error error;
		(void)jx_fail(&error, reason);
		jx_stream_refuse(stream, &error);
	}
	h2->owner.on_output(h2->owner.user);
	if (reason != JX_REASON_NONE)
		return false;
	if (stream->n_queued_bytes >= JX_STREAM_OUTPUT_BYTES || h2->n_weighed_bytes >= JX_BUSY_OUTPUT_BYTES)
		stream->is_blocked = true;
	return !stream->is_blocked;
}

bool jx_call_shares_connection(const struct jx_call *call, const struct jx_call *other)
{
	return call->stream->h2 == other->stream->h2;
}

void jx_call_finish(
	struct jx_call *call, const struct jx_error *error, const uint8_t *details, size_t n_details)
{
	struct jx_stream *stream = (struct jx_stream *)call;
	struct jx_h2_shared *shared = stream->shared;
	struct jx_h2 *h2 = stream->h2;
	stream->is_finished = true;
	if (h2 != NULL) {
		h2->n_calls--;
		drop_event(stream);
	}
	shared->counters.n_open_calls--;
	if (call->stream != NULL) {
		jx_reply_settle(stream, error, details, n_details);
		call->stream = NULL;
	}
	jx_stream_unpark(stream);
	if (h2 != NULL)
		h2->owner.on_output(h2->owner.user);
	if (stream->is_closed)
		release_stream(stream);
	if (shared->is_abandoned && shared->counters.n_open_calls == 0)
		jx_h2_shared_free(shared);
}
