#include "server/net/conn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"

#define MAX_ROUNDS         8u /* batches one connection may send in a turn before the others have theirs */
#define MAX_PENDING_WRITES 4u /* one batch, and what TLS itself has to say meanwhile */

struct jx_conn {
	uv_tcp_t tcp;
	struct jx_conn_shared *shared;
	struct jx_conn *previous, *next, *next_dirty;
	struct jx_tls *tls; /* NULL on a clear text listener */
	struct jx_h2 *h2;   /* NULL until the handshake is done, and when lingering */
	uv_shutdown_t shutdown;
	unsigned n_pending;    /* writes the kernel has not taken whole */
	size_t n_pending_mark; /* bytes it had not taken at pending_ms */
	uint64_t pending_ms;   /* when the peer last read enough */
	uint64_t changed_ms;   /* when accepted, when idle, when lingering began */
	bool was_idle;
	bool is_dirty;
	bool wants_close;
	bool is_lingering;
	bool is_closing;
	struct jx_h2_peer peer;
};

/* A write the kernel did not take whole: copies of the loop's bytes, references to replies. */
struct pending {
	uv_write_t request;
	struct jx_conn *conn;
	size_t n_replies;
	struct jx_reply_buf **replies;
	uv_buf_t *pieces;
};

static void on_closed(uv_handle_t *handle)
{
	struct jx_conn *conn = handle->data;
	struct jx_conn_shared *shared = conn->shared;
	for (struct jx_conn **at = &shared->dirty; *at != NULL; at = &(*at)->next_dirty) {
		if (*at == conn) {
			*at = conn->next_dirty;
			break;
		}
	}
	if (conn->previous != NULL)
		conn->previous->next = conn->next;
	else
		shared->first = conn->next;
	if (conn->next != NULL)
		conn->next->previous = conn->previous;
	else
		shared->last = conn->previous;
	jx_tls_free(conn->tls);
	free(conn);
	shared->on_conn_freed(shared->user);
}

static void close_now(struct jx_conn *conn)
{
	if (conn->is_closing)
		return;
	conn->is_closing = true;
	conn->shared->counters->n_open_connections--;
	struct jx_h2 *h2 = conn->h2;
	conn->h2 = NULL;
	jx_h2_free(h2);
	uv_close((uv_handle_t *)&conn->tcp, on_closed);
}

static void mark_dirty(struct jx_conn *conn)
{
	if (conn->is_dirty || conn->is_closing)
		return;
	conn->is_dirty = true;
	conn->next_dirty = conn->shared->dirty;
	conn->shared->dirty = conn;
}

static void on_output(void *user)
{
	mark_dirty(user);
}

static void pending_free(struct pending *pending)
{
	for (size_t i = 0; i < pending->n_replies; i++)
		jx_reply_buf_unref(pending->replies[i]);
	free(pending);
}

static void on_written(uv_write_t *request, int result)
{
	struct pending *pending = request->data;
	struct jx_conn *conn = pending->conn;
	pending_free(pending);
	conn->n_pending--;
	conn->pending_ms = uv_now(conn->shared->loop);
	conn->n_pending_mark = uv_stream_get_write_queue_size((uv_stream_t *)&conn->tcp);
	if (result < 0)
		close_now(conn);
	else
		mark_dirty(conn);
}

/* Keeps pieces but for the n_skip bytes already sent: refers to replies, copies the rest. NULL without memory. */
static struct pending *pending_new(const struct jx_out_piece *pieces, size_t n_pieces, size_t n_skip)
{
	size_t n_copied = 0;
	for (size_t i = 0; i < n_pieces; i++)
		n_copied += pieces[i].reply == NULL ? pieces[i].n_bytes : 0;
	struct pending *pending = malloc(
		sizeof(*pending) + n_pieces * (sizeof(uv_buf_t) + sizeof(struct jx_reply_buf *)) + n_copied);
	if (pending == NULL)
		return NULL;
	pending->pieces = (uv_buf_t *)(pending + 1);
	pending->replies = (struct jx_reply_buf **)(pending->pieces + n_pieces);
	pending->n_replies = 0;
	uint8_t *copy = (uint8_t *)(pending->replies + n_pieces);
	for (size_t i = 0; i < n_pieces; i++) {
		const uint8_t *bytes = pieces[i].bytes + n_skip;
		size_t n = pieces[i].n_bytes - n_skip;
		n_skip = 0; /* only the first piece may have gone in part */
		if (pieces[i].reply != NULL) {
			jx_reply_buf_ref(pieces[i].reply);
			pending->replies[pending->n_replies++] = pieces[i].reply;
		} else {
			memcpy(copy, bytes, n);
			bytes = copy;
			copy += n;
		}
		pending->pieces[i] = uv_buf_init((char *)bytes, (unsigned)n);
	}
	return pending;
}

/* Leaves to libuv what the kernel did not take. */
static bool write_later(
	struct jx_conn *conn, const struct jx_out_piece *pieces, size_t n_pieces, size_t n_skip)
{
	if (conn->n_pending == MAX_PENDING_WRITES)
		return false;
	struct pending *pending = pending_new(pieces, n_pieces, n_skip);
	if (pending == NULL)
		return false;
	pending->conn = conn;
	pending->request.data = pending;
	if (uv_write(&pending->request, (uv_stream_t *)&conn->tcp, pending->pieces, (unsigned)n_pieces,
		    on_written) != 0) {
		pending_free(pending);
		return false;
	}
	if (conn->n_pending++ == 0) {
		conn->pending_ms = uv_now(conn->shared->loop);
		conn->n_pending_mark = uv_stream_get_write_queue_size((uv_stream_t *)&conn->tcp);
	}
	return true;
}

/* Gives pieces to the kernel in one write; false when the connection is broken. */
static bool send_pieces(struct jx_conn *conn, const struct jx_out_piece *pieces, size_t n_pieces)
{
	uv_buf_t bufs[JX_OUT_PIECES];
	size_t n_total = 0;
	for (size_t i = 0; i < n_pieces; i++) {
		bufs[i] = uv_buf_init((char *)pieces[i].bytes, (unsigned)pieces[i].n_bytes);
		n_total += pieces[i].n_bytes;
	}
	conn->shared->counters->n_writes++;
	int n_sent = 0;
	if (conn->n_pending == 0)
		n_sent = uv_try_write((uv_stream_t *)&conn->tcp, bufs, (unsigned)n_pieces);
	if (n_sent == UV_EAGAIN)
		n_sent = 0;
	if (n_sent < 0)
		return false;
	size_t n_skip = (size_t)n_sent;
	if (n_skip == n_total)
		return true;
	while (n_pieces > 1 && n_skip >= pieces->n_bytes) {
		n_skip -= pieces->n_bytes;
		pieces++;
		n_pieces--;
	}
	return write_later(conn, pieces, n_pieces, n_skip);
}

static bool send_sealed(struct jx_conn *conn)
{
	struct jx_buf *sealed = &conn->shared->sealed;
	if (sealed->n_bytes == 0)
		return true;
	struct jx_out_piece piece = {sealed->bytes, sealed->n_bytes, NULL};
	bool ok = send_pieces(conn, &piece, 1);
	jx_buf_reset(sealed);
	return ok;
}

/* Sends the batch, through TLS where there is one; false when the connection is broken. */
static bool send_batch(struct jx_conn *conn)
{
	struct jx_out *out = &conn->shared->out;
	if (conn->tls == NULL)
		return send_pieces(conn, out->pieces, out->n_pieces);
	for (size_t i = 0; i < out->n_pieces; i++)
		if (jx_tls_write(conn->tls, out->pieces[i].bytes, out->pieces[i].n_bytes,
			    &conn->shared->sealed) != JX_OK)
			return false;
	return send_sealed(conn);
}

static void on_shut(uv_shutdown_t *request, int result)
{
	(void)request;
	(void)result;
}

/* Ends our side, and waits until the peer has read what was sent. */
static void linger(struct jx_conn *conn)
{
	conn->is_lingering = true;
	conn->changed_ms = uv_now(conn->shared->loop);
	struct jx_h2 *h2 = conn->h2;
	conn->h2 = NULL;
	jx_h2_free(h2);
	if (conn->tls != NULL) {
		jx_tls_close(conn->tls, &conn->shared->sealed);
		if (!send_sealed(conn)) {
			close_now(conn);
			return;
		}
	}
	if (uv_shutdown(&conn->shutdown, (uv_stream_t *)&conn->tcp, on_shut) != 0)
		close_now(conn);
}

/* Sends what there is to send; what is left over keeps the connection dirty. */
static void flush(struct jx_conn *conn)
{
	struct jx_out *out = &conn->shared->out;
	unsigned n_rounds = 0;
	while (conn->h2 != NULL && conn->n_pending == 0) {
		if (n_rounds++ == MAX_ROUNDS) {
			mark_dirty(conn);
			return;
		}
		jx_out_reset(out, conn->tls != NULL);
		bool is_broken = jx_h2_pull(conn->h2, out) != JX_OK;
		bool is_empty = out->n_pieces == 0;
		bool ok = is_empty || send_batch(conn);
		jx_out_reset(out, false);
		if (!ok || is_broken) {
			close_now(conn);
			return;
		}
		if (is_empty)
			break;
	}
	if (conn->n_pending == 0 && !conn->is_lingering && (conn->wants_close || jx_h2_is_done(conn->h2)))
		linger(conn);
}

static void note_idle(struct jx_conn *conn)
{
	bool is_idle = conn->h2 == NULL || jx_h2_is_idle(conn->h2);
	if (is_idle && !conn->was_idle)
		conn->changed_ms = uv_now(conn->shared->loop);
	conn->was_idle = is_idle;
}

void jx_conn_flush_all(struct jx_conn_shared *shared)
{
	/* What becomes dirty meanwhile waits for the next turn, so that sockets are read in between. */
	struct jx_conn *conn = shared->dirty;
	shared->dirty = NULL;
	while (conn != NULL) {
		struct jx_conn *next = conn->next_dirty;
		conn->is_dirty = false;
		if (!conn->is_closing && !conn->is_lingering && (conn->h2 != NULL || conn->wants_close)) {
			flush(conn);
			if (!conn->is_lingering)
				note_idle(conn);
		}
		conn = next;
	}
	if (shared->dirty != NULL)
		shared->on_busy(shared->user);
}

static enum jx_status start_h2(struct jx_conn *conn)
{
	struct jx_h2_owner owner = {on_output, conn};
	if (conn->tls != NULL)
		conn->peer.has_peer = jx_tls_peer(conn->tls, conn->peer.fingerprint);
	mark_dirty(conn);
	return jx_h2_new(conn->shared->h2, &conn->peer, &owner, uv_now(conn->shared->loop), &conn->h2);
}

static enum jx_status receive_clear(struct jx_conn *conn, const uint8_t *bytes, size_t n)
{
	return jx_h2_receive(conn->h2, bytes, n, uv_now(conn->shared->loop));
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
	if (!send_sealed(conn))
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
		close_now(conn);
		return;
	}
	if (conn->is_lingering || conn->wants_close)
		return;
	const uint8_t *bytes = (const uint8_t *)buf->base;
	enum jx_status status = conn->tls != NULL ? receive_sealed(conn, bytes, (size_t)n)
						  : receive_clear(conn, bytes, (size_t)n);
	if (status != JX_OK)
		conn->wants_close = true;
	mark_dirty(conn);
}

static void name_peer(struct jx_conn *conn)
{
	struct sockaddr_storage address;
	int n = sizeof(address);
	char ip[48];
	if (uv_tcp_getpeername(&conn->tcp, (struct sockaddr *)&address, &n) != 0 ||
		uv_ip_name((const struct sockaddr *)&address, ip, sizeof(ip)) != 0)
		return;
	bool is_v6 = address.ss_family == AF_INET6;
	in_port_t port = is_v6 ? ((const struct sockaddr_in6 *)&address)->sin6_port
			       : ((const struct sockaddr_in *)&address)->sin_port;
	(void)snprintf(
		conn->peer.address, sizeof(conn->peer.address), is_v6 ? "[%s]:%u" : "%s:%u", ip, ntohs(port));
}

/* Makes the connection ready to read; a failure ends it like any other. */
static enum jx_status open_conn(struct jx_conn *conn)
{
	struct jx_tls_context *context = conn->shared->tls[conn->peer.listener];
	(void)uv_tcp_nodelay(&conn->tcp, 1);
	(void)uv_tcp_keepalive(&conn->tcp, 1, JX_KEEPALIVE_S);
	name_peer(conn);
	enum jx_status status = context != NULL ? jx_tls_new(context, &conn->tls) : start_h2(conn);
	if (status != JX_OK)
		return status;
	return uv_read_start((uv_stream_t *)&conn->tcp, on_alloc, on_read) == 0 ? JX_OK : JX_UNAVAILABLE;
}

enum jx_status jx_conn_accept(
	struct jx_conn_shared *shared, uv_stream_t *server, enum jx_listener listener, bool refuses)
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
	conn->was_idle = true;
	conn->changed_ms = uv_now(shared->loop);
	conn->previous = shared->last;
	if (shared->last != NULL)
		shared->last->next = conn;
	else
		shared->first = conn;
	shared->last = conn;
	shared->counters->n_open_connections++;
	if (uv_accept(server, (uv_stream_t *)&conn->tcp) != 0 || refuses || open_conn(conn) != JX_OK)
		close_now(conn);
	return JX_OK;
}

bool jx_conn_evict(struct jx_conn_shared *shared)
{
	struct jx_conn *chosen = NULL;
	bool chosen_served = true;
	for (struct jx_conn *conn = shared->first; conn != NULL; conn = conn->next) {
		if (conn->is_closing || (conn->h2 != NULL && !jx_h2_is_idle(conn->h2)))
			continue;
		bool served = conn->h2 != NULL && jx_h2_has_served(conn->h2);
		if (chosen == NULL || (chosen_served && !served) ||
			(chosen_served == served && conn->changed_ms < chosen->changed_ms)) {
			chosen = conn;
			chosen_served = served;
		}
	}
	if (chosen == NULL)
		return false;
	close_now(chosen);
	shared->counters->n_evicted++;
	return true;
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

static void tick(struct jx_conn *conn, uint64_t now_ms)
{
	struct jx_net_counters *counters = conn->shared->counters;
	if (conn->is_lingering) {
		if (now_ms - conn->changed_ms >= JX_LINGER_MS)
			close_now(conn);
		return;
	}
	bool is_late = conn->h2 == NULL && now_ms - conn->changed_ms >= JX_HANDSHAKE_TIMEOUT_MS;
	if (is_late || is_stuck(conn, now_ms)) {
		counters->n_timed_out++;
		close_now(conn);
		return;
	}
	if (conn->h2 == NULL)
		return;
	if (jx_h2_tick(conn->h2, now_ms) != JX_OK) {
		counters->n_timed_out++;
		conn->wants_close = true;
	}
	mark_dirty(conn);
}

void jx_conn_tick_all(struct jx_conn_shared *shared)
{
	uint64_t now_ms = uv_now(shared->loop);
	for (struct jx_conn *conn = shared->first, *next; conn != NULL; conn = next) {
		next = conn->next;
		if (!conn->is_closing)
			tick(conn, now_ms);
	}
}

void jx_conn_shutdown_all(struct jx_conn_shared *shared)
{
	uint64_t now_ms = uv_now(shared->loop);
	for (struct jx_conn *conn = shared->first, *next; conn != NULL; conn = next) {
		next = conn->next;
		if (conn->h2 != NULL) {
			jx_h2_shutdown(conn->h2, now_ms);
			mark_dirty(conn);
		} else if (!conn->is_lingering) {
			close_now(conn);
		}
	}
}

void jx_conn_close_all(struct jx_conn_shared *shared)
{
	for (struct jx_conn *conn = shared->first, *next; conn != NULL; conn = next) {
		next = conn->next;
		close_now(conn);
	}
}
