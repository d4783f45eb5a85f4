/*
 * Connections: socket bytes to HTTP/2 and back, through TLS where the listener has it.
 *
 * All connections of a loop share one set of buffers, since only one of them runs at a time: what a read
 * gives is used up before it returns, and what is pulled from a session is given to the kernel at once.
 * Output is collected over a whole turn of the loop and sent in one write; while a part of it waits, no more is pulled,
 * so a slow peer occupies one batch and its sessions' queues, which have their own ceilings. Thread: loop.
 *
 *   accepted ─► [TLS handshake] ─► open ─► wants close ─► lingering (our side shut) ─► closed
 *
 * The doors (doors.h) say who is let in and who has to leave for it.
 */
#ifndef SERVER_NET_CONN_H
#define SERVER_NET_CONN_H

#include <stdbool.h>
#include <stdint.h>

#include <uv.h>

#include "proto/wire/buf.h"
#include "server/net/call.h"
#include "server/net/doors.h"
#include "server/net/h2/h2.h"
#include "server/net/out.h"
#include "server/net/tls.h"

#define JX_READ_BYTES (64u * 1024u)

struct jx_conn;

/** What the connections of a loop share. The listener owns it and fills the first block. */
struct jx_conn_shared {
	uv_loop_t *loop;
	struct jx_h2_shared *h2;
	struct jx_doors *doors;
	struct jx_net_counters *counters;
	struct jx_tls_context *tls[JX_LISTENERS]; /* NULL: clear text */
	void (*on_conn_freed)(void *user);        /* a connection's memory is gone */
	void (*on_busy)(void *user);              /* there is output that must not wait for an event */
	void *user;

	uint64_t shutdown_ms; /* when their end began; 0: it has not */
	struct jx_link all;   /* connections that are not closed, oldest first */
	struct jx_link dirty; /* those with output to pull */
	struct jx_buf sealed; /* encrypted output of the connection that runs */
	struct jx_out out;
	uint8_t read[JX_READ_BYTES];  /* as read from the socket */
	uint8_t clear[JX_READ_BYTES]; /* decrypted */
};

/** Accept a connection that is waiting at a listener, or accept it only to close it when no door lets it in.
 *
 * @return JX_OK, also when the peer has left already; JX_UNAVAILABLE without memory: nothing was accepted.
 */
enum jx_status jx_conn_accept(
	struct jx_conn_shared *shared, uv_stream_t *server, enum jx_listener listener) JX_MUST_CHECK;

/** Send what the sessions have collected in this turn of the loop. */
void jx_conn_flush_all(struct jx_conn_shared *shared);

/** Check every connection's timeouts. */
void jx_conn_tick_all(struct jx_conn_shared *shared);

/** Begin a clean end of every connection: in a pause of its calls, or after JX_GOAWAY_WAIT_MS when it has none. Those still
 * shaking hands have as long for that. Goes on with the ticks. */
void jx_conn_shutdown_all(struct jx_conn_shared *shared);

/** Close every connection now. */
void jx_conn_close_all(struct jx_conn_shared *shared);

/** Close the connections that showed a certificate now, after the answers that were given already. */
void jx_conn_close_certificate(
	struct jx_conn_shared *shared, const uint8_t fingerprint[JX_FINGERPRINT_BYTES]);

#endif
