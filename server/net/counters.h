/*
 * What the network side has seen and done since it started, for metrics.
 *
 * Written by connections and streams, read by the daemon. Thread: loop.
 */
#ifndef SERVER_NET_COUNTERS_H
#define SERVER_NET_COUNTERS_H

#include <stdint.h>

#define JX_LISTENERS 3

/** Counts since the start; only n_open_* can fall. */
struct jx_net_counters {
	uint64_t n_accepted[JX_LISTENERS]; /* connections, by enum jx_listener */
	uint64_t n_open_connections;       /* now */
	uint64_t n_evicted;                /* idle connections closed to make room */
	uint64_t n_refused;           /* connections closed at once: the cap was reached and none was idle */
	uint64_t n_handshakes_failed; /* TLS: no or wrong certificate, version, ALPN; garbage */
	uint64_t n_timed_out;         /* handshake, request or drain time was over */
	uint64_t n_calls;             /* given to the dispatcher */
	uint64_t n_open_calls;        /* given and not finished, now */
	uint64_t n_refused_calls;     /* answered with an error here, before the dispatcher */
	uint64_t n_gone;              /* calls whose peer left before the answer */
	uint64_t n_resets_received;   /* RST_STREAM frames */
	uint64_t n_resets_sent;
	uint64_t n_goaways_sent;   /* with an error: the peer broke the protocol or a ceiling */
	uint64_t n_bytes_received; /* from sockets, as encrypted */
	uint64_t n_bytes_sent;
	uint64_t n_writes; /* writes given to the kernel */
};

#endif
