/*
 * The way out of a connection: batches to the kernel, through TLS where there is one, and what the kernel leaves over.
 */
#include <stdlib.h>
#include <string.h>

#include "server/net/conn_private.h"

#define MAX_PENDING_WRITES 4u /* one batch, and what TLS itself has to say meanwhile */

/* A write the kernel did not take whole: copies of the loop's bytes, references to replies. */
struct pending {
	uv_write_t request;
	struct jx_conn *conn;
	struct jx_holder *holder; /* charged for n_bytes */
	size_t n_bytes;
	size_t n_replies;
	struct jx_reply_buf **replies;
	uv_buf_t *pieces;
};

static void pending_free(struct pending *pending, struct jx_budget *output)
{
	jx_budget_give_back(output, &pending->holder->n_output_bytes, pending->n_bytes);
	jx_holder_unref(pending->holder);
	for (size_t i = 0; i < pending->n_replies; i++)
		jx_reply_buf_unref(pending->replies[i]);
	free(pending);
}

static void on_written(uv_write_t *request, int result)
{
	struct pending *pending = request->data;
	struct jx_conn *conn = pending->conn;
	pending_free(pending, jx_h2_shared_output(conn->shared->h2));
	conn->n_pending--;
	conn->pending_ms = uv_now(conn->shared->loop);
	conn->n_pending_mark = uv_stream_get_write_queue_size((uv_stream_t *)&conn->tcp);
	if (result < 0)
		jx_conn_close(conn);
	else
		jx_conn_mark_dirty(conn);
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
	pending->n_bytes = 0;
	uint8_t *copy = (uint8_t *)(pending->replies + n_pieces);
	for (size_t i = 0; i < n_pieces; i++) {
		const uint8_t *bytes = pieces[i].bytes + n_skip;
		size_t n = pieces[i].n_bytes - n_skip;
		pending->n_bytes += n;
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
	if (conn->n_pending == MAX_PENDING_WRITES || conn->peer.holder == NULL)
		return false;
	struct pending *pending = pending_new(pieces, n_pieces, n_skip);
	if (pending == NULL)
		return false;
	struct jx_budget *output = jx_h2_shared_output(conn->shared->h2);
	pending->conn = conn;
	pending->holder = conn->peer.holder;
	jx_holder_ref(pending->holder);
	jx_budget_add(output, &pending->holder->n_output_bytes, pending->n_bytes);
	pending->request.data = pending;
	if (uv_write(&pending->request, (uv_stream_t *)&conn->tcp, pending->pieces, (unsigned)n_pieces,
		    on_written) != 0) {
		pending_free(pending, output);
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

bool jx_conn_send_sealed(struct jx_conn *conn)
{
	struct jx_buf *sealed = &conn->shared->sealed;
	if (sealed->n_bytes == 0)
		return true;
	struct jx_out_piece piece = {sealed->bytes, sealed->n_bytes, NULL};
	bool ok = send_pieces(conn, &piece, 1);
	jx_buf_reset(sealed);
	return ok;
}

bool jx_conn_send_batch(struct jx_conn *conn)
{
	struct jx_out *out = &conn->shared->out;
	if (conn->tls == NULL)
		return send_pieces(conn, out->pieces, out->n_pieces);
	for (size_t i = 0; i < out->n_pieces; i++) {
		if (jx_tls_write(conn->tls, out->pieces[i].bytes, out->pieces[i].n_bytes,
			    &conn->shared->sealed) != JX_OK) {
			jx_buf_reset(&conn->shared->sealed); /* it is the next connection's */
			return false;
		}
	}
	return jx_conn_send_sealed(conn);
}
