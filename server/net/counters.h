/*
 * What the network side counts: what is open now, which its ceilings are compared with, and how connections ended,
 * which tests cannot see in another way. Written by connections and streams. Thread: loop.
 */
#ifndef SERVER_NET_COUNTERS_H
#define SERVER_NET_COUNTERS_H

#include <stdint.h>

#include "server/net/call.h"

/** Counts since the start; only n_open_* can fall. */
struct jx_net_counters {
	uint64_t n_accepted[JX_LISTENERS]; /* connections, by enum jx_listener */
	uint64_t n_open_connections;       /* now */
	uint64_t n_evicted;                /* connections closed to make room */
	uint64_t n_refused; /* connections that no door let in: the cap was reached and none gave way */
	uint64_t n_handshakes_failed; /* TLS: no or wrong certificate, version, ALPN; garbage */
	uint64_t n_timed_out;         /* handshake, request or drain time was over */
	uint64_t n_calls;             /* given to the dispatcher */
	uint64_t n_open_calls;        /* given and not finished, now */
	uint64_t n_gone;              /* calls whose peer left before the answer */
	uint64_t n_writes;            /* writes given to the kernel */
};

#endif
