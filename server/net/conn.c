#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "server/net/address.h"
#include "server/net/conn_private.h"

#define MAX_ROUNDS 8u /* batches one connection may send in a turn before the others have theirs */

static void on_closed(uv_handle_t *handle)
{
	struct jx_conn *conn = handle->data;
	struct jx_conn_shared *shared = conn->shared;
	jx_tls_free(conn->tls);
	jx_buf_clear(&conn->rest);
	free(conn);
	shared->on_conn_freed(shared->user);
}

void jx_conn_close(struct jx_conn *conn)
{
	if (conn->is_closing)
		return;
	conn->is_closing = true;
	conn->shared->counters->n_open_connections--;
	jx_list_remove(&conn->all);
	jx_list_remove(&conn->dirty);
	jx_doors_leave(conn->shared->doors, &conn->guest);
	struct jx_h2 *h2 = conn->h2;
	conn->h2 = NULL;
	jx_h2_free(h2);
	uv_close((uv_handle_t *)&conn->tcp, on_closed);
}

void jx_conn_mark_dirty(struct jx_conn *conn)
{
	if (jx_list_is_empty(&conn->dirty) && !conn->is_closing)
		jx_list_append(&conn->shared->dirty, &conn->dirty);
}

static void on_output(void *user)
{
	jx_conn_mark_dirty(user);
}

static void on_shut(uv_shutdown_t *request, int result)
{
	(void)request;
	(void)result;
}

/* Tells the doors how the connection stands. */
static void note_guest(struct jx_conn *conn)
{
	bool is_busy = conn->h2 != NULL && !jx_h2_is_idle(conn->h2);
	uint64_t n_served = conn->h2 != NULL ? jx_h2_calls_given(conn->h2) : conn->n_served;
	if (is_busy == conn->guest.is_busy && n_served == conn->n_served)
		return;
	if (!is_busy)
		conn->idle_ms = uv_now(conn->shared->loop);
	conn->n_served = n_served;
	jx_doors_note(conn->shared->doors, &conn->guest, is_busy);
}

/* Ends our side, and waits until the peer has read what was sent. */
static void linger(struct jx_conn *conn)
{
	conn->is_lingering = true;
	conn->linger_ms = uv_now(conn->shared->loop);
	struct jx_h2 *h2 = conn->h2;
	conn->h2 = NULL;
	jx_h2_free(h2);
	/* It has no call any more: it gives way to whoever comes. */
	note_guest(conn);
	if (conn->tls != NULL) {
		jx_tls_close(conn->tls, &conn->shared->sealed);
		if (!jx_conn_send_sealed(conn)) {
			jx_conn_close(conn);
			return;
		}
	}
	if (uv_shutdown(&conn->shutdown, (uv_stream_t *)&conn->tcp, on_shut) != 0)
		jx_conn_close(conn);
}

/* Sends what there is to send; what is left over keeps the connection dirty. */
static void flush(struct jx_conn *conn)
{
	struct jx_out *out = &conn->shared->out;
	unsigned n_rounds = 0;
	while (conn->h2 != NULL && conn->n_pending == 0) {
		if (n_rounds++ == MAX_ROUNDS) {
			jx_conn_mark_dirty(conn);
			return;
		}
		jx_out_reset(out, conn->tls != NULL);
		bool is_broken = jx_h2_pull(conn->h2, out) != JX_OK;
		bool is_empty = out->n_pieces == 0;
		bool ok = is_empty || jx_conn_send_batch(conn);
		jx_out_reset(out, false);
		if (!ok || is_broken) {
			jx_conn_close(conn);
			return;
		}
		if (is_empty)
			break;
	}
	if (conn->n_pending == 0 && !conn->is_lingering && (conn->wants_close || jx_h2_is_done(conn->h2)))
		linger(conn);
}

static struct jx_conn *conn_of(struct jx_guest *guest)
{
	return JX_OF_LINK(guest, struct jx_conn, guest);
}

/* Enters a door; whoever has to give way for it is closed. */
static bool enter(struct jx_conn *conn, enum jx_door door, const struct jx_holder_key *key)
{
	struct jx_conn_shared *shared = conn->shared;
	struct jx_guest *leaving = NULL;
	jx_doors_leave(shared->doors, &conn->guest);
	bool is_in = jx_doors_enter(shared->doors, door, key, &conn->guest, &leaving);
	conn->peer.holder = conn->guest.holder;
	if (!is_in) {
		shared->counters->n_refused++;
		return false;
	}
	if (leaving != NULL) {
		shared->counters->n_evicted++;
		jx_conn_close(conn_of(leaving));
	}
	return true;
}

/* A person comes from the porch to the main door; who is not let in goes back, to be sent away. */
static bool enter_main(struct jx_conn *conn)
{
	struct jx_holder_key person;
	memcpy(person.bytes, conn->peer.person, sizeof(person.bytes));
	if (enter(conn, JX_DOOR_MAIN, &person))
		return true;
	(void)enter(conn, JX_DOOR_PORCH, &conn->address);
	return false;
}

static enum jx_status start_h2(struct jx_conn *conn)
{
	struct jx_h2_owner owner = {on_output, conn};
	if (conn->tls != NULL)
		conn->peer.has_peer = jx_tls_peer(conn->tls, conn->peer.fingerprint, conn->peer.person);
	bool is_in = conn->peer.listener != JX_LISTENER_MAIN || enter_main(conn);
	if (conn->guest.holder == NULL)
		return JX_UNAVAILABLE;
	jx_conn_mark_dirty(conn);
	uint64_t now_ms = uv_now(conn->shared->loop);
	enum jx_status status = jx_h2_new(conn->shared->h2, &conn->peer, &owner, now_ms, &conn->h2);
	conn->idle_ms = now_ms;
	if (status != JX_OK || is_in)
		return status;
	jx_h2_refuse(conn->h2);
	return JX_EXHAUSTED;
}

/* Keeps what the session leaves to another turn of the loop. */
static enum jx_status keep_rest(struct jx_conn *conn, const uint8_t *bytes, size_t n)
{
	(void)uv_read_stop((uv_stream_t *)&conn->tcp);
	conn->has_rest = true;
	return jx_buf_append(&conn->rest, bytes, n);
}

static enum jx_status receive_clear(struct jx_conn *conn, const uint8_t *bytes, size_t n)
{
	if (conn->has_rest)
		return keep_rest(conn, bytes, n);
	size_t n_used = 0;
	enum jx_status status = jx_h2_receive(conn->h2, bytes, n, uv_now(conn->shared->loop), &n_used);
	if (status != JX_OK || !jx_h2_is_paused(conn->h2))
		return status;
	return keep_rest(conn, bytes + n_used, n - n_used);
}

/* Decrypts all that was read; JX_CANCELLED and the like end the connection after what is sealed was sent. */
static enum jx_status receive_sealed(struct jx_conn *conn, const uint8_t *bytes, size_t n)
{
	struct jx_conn_shared *shared = conn->shared;
	jx_tls_feed(conn->tls, bytes, n);
	enum jx_status status;
	size_t n_clear;
	do {
		n_clear = 0;
		status = jx_tls_read(
			conn->tls, shared->clear, sizeof(shared->clear), &shared->sealed, &n_clear);
		if (status == JX_UNAUTHENTICATED)
			shared->counters->n_handshakes_failed++;
		if (status == JX_OK && conn->h2 == NULL && jx_tls_is_ready(conn->tls))
			status = start_h2(conn);
		if (status == JX_OK && n_clear > 0)
			status = receive_clear(conn, shared->clear, n_clear);
	} while (status == JX_OK && n_clear > 0);
	/* All connections share the buffer, so it cannot wait for the end of the turn. */
	if (!jx_conn_send_sealed(conn))
		return JX_CANCELLED;
	return status;
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
	(void)suggested;
	struct jx_conn *conn = handle->data;
	*buf = uv_buf_init((char *)conn->shared->read, sizeof(conn->shared->read));
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct jx_conn *conn = stream->data;
	if (n == 0 || conn->is_closing)
		return;
	if (n < 0) {
		jx_conn_close(conn);
		return;
	}
	if (conn->is_lingering || conn->wants_close)
		return;
	const uint8_t *bytes = (const uint8_t *)buf->base;
	enum jx_status status = conn->tls != NULL ? receive_sealed(conn, bytes, (size_t)n)
						  : receive_clear(conn, bytes, (size_t)n);
	if (status != JX_OK)
		conn->wants_close = true;
	jx_conn_mark_dirty(conn);
}

/* Goes on with what was left in the turn before; reading begins again when nothing is. */
static void resume(struct jx_conn *conn)
{
	static const uint8_t nothing[1];
	const uint8_t *bytes = conn->rest.n_bytes > 0 ? conn->rest.bytes + conn->n_rest_used : nothing;
	size_t n_used = 0;
	enum jx_status status = jx_h2_receive(
		conn->h2, bytes, conn->rest.n_bytes - conn->n_rest_used, uv_now(conn->shared->loop), &n_used);
	conn->n_rest_used += n_used;
	if (status != JX_OK)
		conn->wants_close = true;
	if (jx_h2_is_paused(conn->h2) || conn->wants_close)
		return;
	jx_buf_clear(&conn->rest);
	conn->n_rest_used = 0;
	conn->has_rest = false;
	if (uv_read_start((uv_stream_t *)&conn->tcp, on_alloc, on_read) != 0)
		conn->wants_close = true;
}

void jx_conn_flush_all(struct jx_conn_shared *shared)
{
	/* What becomes dirty meanwhile waits for the next turn, so that sockets are read in between. */
	struct jx_link now;
	unsigned n_resumes = 0;
	jx_list_move(&shared->dirty, &now);
	for (struct jx_link *link; (link = jx_list_first(&now)) != NULL;) {
		struct jx_conn *conn = JX_OF_LINK(link, struct jx_conn, dirty);
		jx_list_remove(link);
		if (conn->is_lingering || (conn->h2 == NULL && !conn->wants_close))
			continue;
		if (conn->has_rest && !conn->wants_close && n_resumes++ < JX_MAX_TURN_RESUMES)
			resume(conn);
		flush(conn);
		if (conn->is_closing || conn->is_lingering)
			continue;
		note_guest(conn);
		if (conn->has_rest)
			jx_conn_mark_dirty(conn);
	}
	if (!jx_list_is_empty(&shared->dirty))
		shared->on_busy(shared->user);
}

static void name_peer(struct jx_conn *conn)
{
	struct sockaddr_storage from = {0};
	const struct sockaddr *address = (const struct sockaddr *)&from;
	int n = sizeof(from);
	(void)uv_tcp_getpeername(&conn->tcp, (struct sockaddr *)&from, &n);
	jx_address_print(address, conn->peer.address, sizeof(conn->peer.address));
	jx_address_key(address, &conn->address);
	conn->peer.stranger = jx_holder_key_hash(&conn->address);
}

/* Makes the connection ready to read; a failure ends it like any other. */
static enum jx_status open_conn(struct jx_conn *conn)
{
	static const enum jx_door doors[JX_LISTENERS] = {JX_DOOR_PORCH, JX_DOOR_ENROL, JX_DOOR_PUBLIC};
	struct jx_tls_context *context = conn->shared->tls[conn->peer.listener];
	(void)uv_tcp_nodelay(&conn->tcp, 1);
	(void)uv_tcp_keepalive(&conn->tcp, 1, JX_KEEPALIVE_S);
	name_peer(conn);
	if (!enter(conn, doors[conn->peer.listener], &conn->address))
		return JX_EXHAUSTED;
	enum jx_status status = context != NULL ? jx_tls_new(context, &conn->tls) : start_h2(conn);
	if (status != JX_OK)
		return status;
	return uv_read_start((uv_stream_t *)&conn->tcp, on_alloc, on_read) == 0 ? JX_OK : JX_UNAVAILABLE;
}

enum jx_status jx_conn_accept(struct jx_conn_shared *shared, uv_stream_t *server, enum jx_listener listener)
{
	struct jx_conn *conn = calloc(1, sizeof(*conn));
	if (conn == NULL)
		return JX_UNAVAILABLE;
	if (uv_tcp_init(shared->loop, &conn->tcp) != 0) {
		free(conn);
		return JX_UNAVAILABLE;
	}
	conn->tcp.data = conn;
	conn->shared = shared;
	conn->peer.listener = listener;
	conn->accepted_ms = uv_now(shared->loop);
	conn->idle_ms = conn->accepted_ms;
	jx_buf_init(&conn->rest, 2 * JX_READ_BYTES);
	jx_list_append(&shared->all, &conn->all);
	jx_list_init(&conn->dirty);
	shared->counters->n_open_connections++;
	if (uv_accept(server, (uv_stream_t *)&conn->tcp) != 0 || open_conn(conn) != JX_OK)
		jx_conn_close(conn);
	return JX_OK;
}

/* True when the peer's socket has taken too little for too long. */
static bool is_stuck(struct jx_conn *conn, uint64_t now_ms)
{
	if (conn->n_pending == 0)
		return false;
	size_t n = uv_stream_get_write_queue_size((uv_stream_t *)&conn->tcp);
	if (n + JX_MIN_DRAIN_BYTES <= conn->n_pending_mark) {
		conn->n_pending_mark = n;
		conn->pending_ms = now_ms;
	}
	return now_ms - conn->pending_ms >= JX_DRAIN_TIMEOUT_MS;
}

/* When a shutdown tells a peer: in a pause, because libcurl 7.88 loses the trailers of an answer when it has seen a GOAWAY
 * before (cf_h2_recv() takes the session for over). Who goes on calling has no pauses, and is told after a while. */
static bool is_to_be_told(const struct jx_conn *conn, uint64_t now_ms)
{
	uint64_t shutdown_ms = conn->shared->shutdown_ms;
	if (shutdown_ms == 0 || conn->h2 == NULL)
		return false;
	if (!conn->guest.is_busy)
		return now_ms - conn->idle_ms >= JX_GOAWAY_PAUSE_MS;
	uint64_t n_since = conn->n_served - conn->n_served_before;
	return n_since >= JX_GOAWAY_CALLS || (n_since > 0 && now_ms - shutdown_ms >= JX_GOAWAY_WAIT_MS);
}

static void tick(struct jx_conn *conn, uint64_t now_ms)
{
	struct jx_net_counters *counters = conn->shared->counters;
	if (conn->is_lingering) {
		if (now_ms - conn->linger_ms >= JX_LINGER_MS)
			jx_conn_close(conn);
		return;
	}
	uint64_t shutdown_ms = conn->shared->shutdown_ms;
	bool is_late =
		conn->h2 == NULL && (now_ms - conn->accepted_ms >= JX_HANDSHAKE_TIMEOUT_MS ||
					    (shutdown_ms > 0 && now_ms - shutdown_ms >= JX_GOAWAY_WAIT_MS));
	if (is_late || is_stuck(conn, now_ms)) {
		counters->n_timed_out++;
		jx_conn_close(conn);
		return;
	}
	if (conn->h2 == NULL)
		return;
	if (is_to_be_told(conn, now_ms))
		jx_h2_shutdown(conn->h2, now_ms);
	bool is_stranger = !conn->peer.has_peer;
	if (is_stranger && !conn->guest.is_busy && now_ms - conn->idle_ms >= JX_STRANGER_IDLE_MS)
		jx_h2_shutdown(conn->h2, now_ms);
	if (jx_h2_tick(conn->h2, now_ms) != JX_OK) {
		counters->n_timed_out++;
		conn->wants_close = true;
	}
	jx_conn_mark_dirty(conn);
}

/* The connections that are open now, each once; a step may close its own only. */
#define FOR_ALL(shared, conn)                                                                     \
	for (struct jx_link *link = (shared)->all.next, *next = link->next;                       \
		link != &(shared)->all && ((conn) = JX_OF_LINK(link, struct jx_conn, all), true); \
		link = next, next = link->next)

void jx_conn_tick_all(struct jx_conn_shared *shared)
{
	uint64_t now_ms = uv_now(shared->loop);
	struct jx_conn *conn;
	FOR_ALL(shared, conn)
	tick(conn, now_ms);
}

void jx_conn_shutdown_all(struct jx_conn_shared *shared)
{
	uint64_t now_ms = uv_now(shared->loop);
	struct jx_conn *conn;
	shared->shutdown_ms = now_ms;
	FOR_ALL(shared, conn)
	{
		/* A handshake goes on too: whoever was accepted may have sent a call behind it. */
		conn->n_served_before = conn->n_served;
		tick(conn, now_ms);
	}
}

void jx_conn_close_all(struct jx_conn_shared *shared)
{
	struct jx_link *link;
	while ((link = jx_list_first(&shared->all)) != NULL)
		jx_conn_close(JX_OF_LINK(link, struct jx_conn, all));
}

void jx_conn_close_certificate(struct jx_conn_shared *shared, const uint8_t fingerprint[JX_FINGERPRINT_BYTES])
{
	for (struct jx_link *link = shared->all.next, *next; link != &shared->all; link = next) {
		struct jx_conn *conn = JX_OF_LINK(link, struct jx_conn, all);
		next = link->next;
		if (!conn->peer.has_peer ||
			memcmp(conn->peer.fingerprint, fingerprint, JX_FINGERPRINT_BYTES) != 0)
			continue;
		/* Answers that were given before still go out. */
		if (!conn->is_lingering)
			flush(conn);
		jx_conn_close(conn);
	}
}
