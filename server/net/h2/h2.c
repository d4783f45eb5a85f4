#include "server/net/h2/h2.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "server/net/h2/h2_session.h"

/* Room in the connection's window beside JX_CONNECTION_WINDOW_BYTES, which counts messages only: for prefixes
 * and for messages stored inside their stream. */
#define WINDOW_SLACK_BYTES (64u * 1024u)

/* Of the table of headers that we send: three fields repeat, and an error's are not entered. */
#define DEFLATE_TABLE_BYTES 512u

static struct jx_reply_buf *plain_body(const char *text)
{
	size_t n = strlen(text);
	struct jx_reply_buf *reply = malloc(sizeof(*reply) + n);
	if (reply == NULL)
		return NULL;
	*reply = (struct jx_reply_buf){.refcount = 1, .n_bytes = n};
	memcpy(reply->bytes, text, n);
	return reply;
}

static enum jx_status make_callbacks(struct jx_h2_shared *shared)
{
	if (nghttp2_session_callbacks_new(&shared->callbacks) != 0)
		return JX_UNAVAILABLE;
	jx_request_callbacks(shared->callbacks);
	nghttp2_session_callbacks_set_send_data_callback(shared->callbacks, jx_reply_send);
	nghttp2_session_callbacks_set_data_source_read_length_callback(
		shared->callbacks, jx_reply_read_length);
	return JX_OK;
}

static enum jx_status make_option(struct jx_h2_shared *shared)
{
	if (nghttp2_option_new(&shared->option) != 0)
		return JX_UNAVAILABLE;
	nghttp2_option_set_no_auto_window_update(shared->option, 1);
	nghttp2_option_set_max_deflate_dynamic_table_size(shared->option, DEFLATE_TABLE_BYTES);
	nghttp2_option_set_max_outbound_ack(shared->option, JX_MAX_OUTBOUND_ACK);
	nghttp2_option_set_max_settings(shared->option, JX_MAX_SETTINGS);
	nghttp2_option_set_max_continuations(shared->option, JX_MAX_CONTINUATIONS);
	/* guard.c counts them, for it knows which were answered. */
	nghttp2_option_set_stream_reset_rate_limit(shared->option, UINT64_MAX, 1);
	return JX_OK;
}

enum jx_status jx_h2_shared_new(const struct jx_call_events *events, struct jx_h2_shared **ret_shared)
{
	JX_AUTO(jx_h2_shared) shared = calloc(1, sizeof(*shared));
	if (shared == NULL)
		return JX_UNAVAILABLE;
	shared->events = *events;
	shared->input.max_bytes = JX_MAX_PARKED_BYTES;
	shared->output.max_bytes = JX_MAX_OUTPUT_BYTES;
	jx_pool_init(&shared->pool);
	shared->wrong_method = plain_body("gRPC methods are called by POST\n");
	shared->wrong_content_type = plain_body("content-type must be application/grpc\n");
	if (shared->wrong_method == NULL || shared->wrong_content_type == NULL)
		return JX_UNAVAILABLE;
	enum jx_status status = make_callbacks(shared);
	if (status == JX_OK)
		status = make_option(shared);
	if (status != JX_OK)
		return status;
	*ret_shared = jx_h2_shared_take(&shared);
	return JX_OK;
}

void jx_h2_shared_free(struct jx_h2_shared *shared)
{
	if (shared == NULL)
		return;
	while (shared->spare != NULL) {
		struct jx_stream *stream = shared->spare;
		shared->spare = stream->next;
		free(stream);
	}
	shared->n_spare = 0;
	shared->is_abandoned = true;
	if (shared->counters.n_open_calls > 0)
		return;
	nghttp2_session_callbacks_del(shared->callbacks);
	nghttp2_option_del(shared->option);
	jx_pool_clear(&shared->pool);
	jx_reply_buf_unref(shared->wrong_method);
	jx_reply_buf_unref(shared->wrong_content_type);
	free(shared);
}

const struct jx_budget *jx_h2_shared_input(const struct jx_h2_shared *shared)
{
	return &shared->input;
}

struct jx_budget *jx_h2_shared_output(struct jx_h2_shared *shared)
{
	return &shared->output;
}

void jx_h2_shared_set_time_zone(struct jx_h2_shared *shared, const char *name)
{
	shared->time_zone = name;
}

struct jx_net_counters *jx_h2_shared_counters(struct jx_h2_shared *shared)
{
	return &shared->counters;
}

static enum jx_status submit_settings(nghttp2_session *session)
{
	static const nghttp2_settings_entry settings[] = {
		{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, JX_MAX_STREAMS},
		{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, JX_STREAM_WINDOW_BYTES},
		{NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, JX_MAX_HEADER_LIST_BYTES},
	};
	if (nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings, JX_COUNT_OF(settings)) != 0)
		return JX_UNAVAILABLE;
	if (nghttp2_session_set_local_window_size(session, NGHTTP2_FLAG_NONE, 0,
		    (int32_t)(JX_CONNECTION_WINDOW_BYTES + WINDOW_SLACK_BYTES)) != 0)
		return JX_UNAVAILABLE;
	return JX_OK;
}

enum jx_status jx_h2_new(struct jx_h2_shared *shared, const struct jx_h2_peer *peer,
	const struct jx_h2_owner *owner, uint64_t now_ms, struct jx_h2 **ret_h2)
{
	JX_AUTO(jx_h2) h2 = calloc(1, sizeof(*h2));
	if (h2 == NULL)
		return JX_UNAVAILABLE;
	h2->shared = shared;
	h2->owner = *owner;
	h2->peer = peer;
	jx_holder_ref(peer->holder);
	h2->now_ms = now_ms;
	h2->started_ms = now_ms;
	h2->last_ready = &h2->first_ready;
	jx_guard_init(&h2->guard, now_ms);
	jx_scan_init(&h2->scan);
	if (nghttp2_session_server_new3(
		    &h2->session, shared->callbacks, h2, shared->option, &shared->pool.mem) != 0)
		return JX_UNAVAILABLE;
	enum jx_status status = submit_settings(h2->session);
	if (status != JX_OK)
		return status;
	*ret_h2 = jx_h2_take(&h2);
	return JX_OK;
}

void jx_h2_free(struct jx_h2 *h2)
{
	if (h2 == NULL)
		return;
	nghttp2_session_del(h2->session);
	h2->session = NULL;
	for (struct jx_stream *stream = h2->first, *next; stream != NULL; stream = next) {
		next = stream->next;
		jx_stream_close(stream);
	}
	/* This frees complete requests that were never given; running calls hear that their peer is gone. */
	jx_h2_deliver_events(h2);
	while (h2->first != NULL)
		jx_stream_detach(h2->first);
	jx_holder_unref(h2->peer->holder);
	free(h2->rest.bytes);
	jx_guard_clear(&h2->guard);
	free(h2);
}

void jx_h2_terminate(struct jx_h2 *h2, uint32_t code)
{
	if (h2->phase == JX_H2_TERMINATED)
		return;
	h2->phase = JX_H2_TERMINATED;
	(void)nghttp2_session_terminate_session(h2->session, code);
}

static void advance(struct jx_h2 *h2, uint64_t now_ms)
{
	if (now_ms == h2->now_ms)
		return;
	h2->now_ms = now_ms;
	jx_guard_advance(&h2->guard, now_ms);
}

/* Counts what nghttp2 has passed over: unknown frames, and DATA on streams that are closed. */
static void charge_dropped(struct jx_h2 *h2)
{
	uint64_t n_unknown = h2->scan.n_unknown_bytes;
	uint64_t n_dropped = h2->scan.n_data_bytes - h2->n_data_bytes;
	h2->scan.n_unknown_bytes = 0;
	h2->n_data_bytes = h2->scan.n_data_bytes;
	if (n_unknown > 0 && !jx_guard_charge(&h2->guard, n_unknown))
		jx_h2_terminate(h2, NGHTTP2_ENHANCE_YOUR_CALM);
	if (n_dropped > 0 && !jx_guard_after_reset(&h2->guard, n_dropped))
		jx_h2_terminate(h2, NGHTTP2_ENHANCE_YOUR_CALM);
}

enum jx_status jx_h2_receive(
	struct jx_h2 *h2, const uint8_t *bytes, size_t n, uint64_t now_ms, size_t *ret_n_used)
{
	advance(h2, now_ms);
	h2->n_work_bytes = 0;
	h2->is_paused = false;
	*ret_n_used = n;
	if (h2->phase == JX_H2_TERMINATED)
		return JX_OK;
	ssize_t n_used = 0;
	jx_request_resume(h2);
	if (!h2->is_paused)
		n_used = nghttp2_session_mem_recv(h2->session, bytes, n);
	if (n_used >= 0) {
		jx_scan_feed(&h2->scan, bytes, (size_t)n_used);
		charge_dropped(h2);
		*ret_n_used = (size_t)n_used;
	}
	jx_h2_deliver_events(h2);
	if (n_used >= 0)
		return JX_OK;
	if (n_used == NGHTTP2_ERR_FLOODED)
		jx_h2_terminate(h2, NGHTTP2_ENHANCE_YOUR_CALM);
	return JX_INTERNAL;
}

bool jx_h2_is_paused(const struct jx_h2 *h2)
{
	return h2->is_paused && h2->phase != JX_H2_TERMINATED;
}

enum jx_status jx_h2_pull(struct jx_h2 *h2, struct jx_out *out)
{
	enum jx_status status = JX_OK;
	h2->out = out;
	while (jx_out_has_room(out)) {
		const uint8_t *bytes;
		ssize_t n = nghttp2_session_mem_send(h2->session, &bytes);
		if (n == 0)
			break;
		/* Our longest header block is an error with its details, well below what jx_out_has_room() asks. */
		if (n < 0 || !jx_out_copy(out, bytes, (size_t)n)) {
			status = JX_INTERNAL;
			break;
		}
	}
	h2->out = NULL;
	jx_h2_deliver_events(h2);
	return status;
}

static bool is_drained(struct jx_h2 *h2)
{
	if (h2->n_unread_bytes == 0)
		return true;
	if (h2->n_drained_bytes >= JX_MIN_DRAIN_BYTES) {
		h2->drain_ms = h2->now_ms;
		h2->n_drained_bytes = 0;
	}
	return h2->now_ms - h2->drain_ms < JX_DRAIN_TIMEOUT_MS;
}

static bool is_overdue(const struct jx_stream *stream, uint64_t now_ms)
{
	uint64_t age_ms = now_ms - stream->call.received_ms;
	if (stream->is_answered)
		return false;
	if (stream->is_conversation && now_ms >= stream->call.deadline_ms)
		return true;
	/* Nothing is without end for who shows no certificate. */
	if (!stream->call.has_peer && age_ms >= JX_STRANGER_CALL_MS)
		return true;
	return !stream->is_ended && !stream->is_conversation && age_ms >= JX_REQUEST_TIMEOUT_MS;
}

/* RFC 9113 8.1: who has its answer and has not ended its request by now is asked to stop sending. */
static void stop_sender(struct jx_stream *stream, uint64_t now_ms)
{
	if (stream->sent_ms == 0 || stream->is_ended || now_ms - stream->sent_ms < JX_LINGER_MS)
		return;
	stream->sent_ms = 0;
	(void)nghttp2_submit_rst_stream(stream->h2->session, NGHTTP2_FLAG_NONE, stream->id, NGHTTP2_NO_ERROR);
}

/* Refuses requests that take too long to arrive; false when one does not even end its headers. */
static bool refuse_slow(struct jx_h2 *h2)
{
	for (struct jx_stream *stream = h2->first, *next; stream != NULL; stream = next) {
		next = stream->next;
		if (stream->is_closed)
			continue;
		stop_sender(stream, h2->now_ms);
		if (!is_overdue(stream, h2->now_ms))
			continue;
		if (!stream->has_headers)
			return false;
		struct jx_error error;
		(void)jx_fail(&error, JX_REASON_DEADLINE_PASSED);
		h2->shared->counters.n_timed_out++;
		jx_stream_refuse(stream, &error);
	}
	return true;
}

enum jx_status jx_h2_tick(struct jx_h2 *h2, uint64_t now_ms)
{
	advance(h2, now_ms);
	if (h2->phase == JX_H2_TERMINATED)
		return JX_OK;
	bool is_late = !h2->has_settings && now_ms - h2->started_ms >= JX_HANDSHAKE_TIMEOUT_MS;
	if (is_late || !is_drained(h2) || !refuse_slow(h2)) {
		jx_h2_terminate(h2, NGHTTP2_ENHANCE_YOUR_CALM);
		return JX_DEADLINE;
	}
	(void)nghttp2_session_consume_connection(h2->session, h2->n_unwanted_bytes);
	h2->n_unwanted_bytes = 0;
	if (h2->phase == JX_H2_NOTICED && now_ms - h2->noticed_ms >= JX_GOAWAY_WAIT_MS)
		jx_h2_last_goaway(h2);
	jx_h2_deliver_events(h2);
	return JX_OK;
}

void jx_h2_last_goaway(struct jx_h2 *h2)
{
	h2->phase = JX_H2_LAST;
	int32_t last_id = nghttp2_session_get_last_proc_stream_id(h2->session);
	(void)nghttp2_submit_goaway(h2->session, NGHTTP2_FLAG_NONE, last_id, NGHTTP2_NO_ERROR, NULL, 0);
}

void jx_h2_shutdown(struct jx_h2 *h2, uint64_t now_ms)
{
	if (h2->phase != JX_H2_RUNNING)
		return;
	h2->phase = JX_H2_NOTICED;
	h2->noticed_ms = now_ms;
	(void)nghttp2_submit_shutdown_notice(h2->session);
	(void)nghttp2_submit_ping(h2->session, NGHTTP2_FLAG_NONE, NULL);
}

bool jx_h2_is_done(const struct jx_h2 *h2)
{
	if (nghttp2_session_want_write(h2->session) != 0)
		return false;
	return h2->phase == JX_H2_TERMINATED || nghttp2_session_want_read(h2->session) == 0;
}

bool jx_h2_is_idle(const struct jx_h2 *h2)
{
	return h2->n_streams == 0;
}

uint64_t jx_h2_calls_given(const struct jx_h2 *h2)
{
	return h2->n_given;
}

void jx_h2_refuse(struct jx_h2 *h2)
{
	jx_h2_terminate(h2, NGHTTP2_ENHANCE_YOUR_CALM);
}
