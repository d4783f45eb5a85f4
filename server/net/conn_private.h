/*
 * The insides of a connection, shared by conn.c and conn_send.c only.
 */
#ifndef SERVER_NET_CONN_PRIVATE_H
#define SERVER_NET_CONN_PRIVATE_H

#include "server/net/conn.h"

struct jx_conn {
	uv_tcp_t tcp;
	struct jx_conn_shared *shared;
	struct jx_link all;   /* in shared->all */
	struct jx_link dirty; /* in shared->dirty, or in no list */
	struct jx_guest guest;
	struct jx_holder_key address; /* jx_address_key() */
	struct jx_tls *tls;           /* NULL on a clear text listener */
	struct jx_h2 *h2;             /* NULL until the handshake is done, and when lingering */
	uv_shutdown_t shutdown;
	unsigned n_pending;    /* writes the kernel has not taken whole */
	size_t n_pending_mark; /* bytes it had not taken at pending_ms */
	uint64_t pending_ms;   /* when the peer last read enough */
	uint64_t accepted_ms;
	uint64_t idle_ms;         /* since when it has had no call; accepted_ms at first */
	uint64_t linger_ms;       /* since when it lingers */
	uint64_t n_served;        /* calls that the doors have heard of */
	uint64_t n_served_before; /* the shutdown began */
	struct jx_buf
		rest; /* read, and left by the session to another turn of the loop; nothing is read meanwhile */
	size_t n_rest_used;
	bool has_rest;
	bool wants_close;
	bool is_lingering;
	bool is_closing;
	struct jx_h2_peer peer;
};

/* conn.c */

/** Close a connection now. */
void jx_conn_close(struct jx_conn *conn);
/** Note that a connection has output to pull. */
void jx_conn_mark_dirty(struct jx_conn *conn);

/* conn_send.c: false when the connection is broken */

/** Send the batch, through TLS where there is one. */
bool jx_conn_send_batch(struct jx_conn *conn);
/** Send what TLS itself has to say. */
bool jx_conn_send_sealed(struct jx_conn *conn);

#endif
