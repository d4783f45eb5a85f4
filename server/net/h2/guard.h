/*
 * What a connection's peer may do that asks for nothing: counted here, with a ceiling on each.
 *
 * nghttp2 answers every PING, SETTINGS and broken stream for as long as a peer likes. This keeps three counts
 * that fade with time (bytes of unproductive frames, streams we had to reset, request bytes after an early
 * answer) and the stream ids a peer has skipped, which RFC 9113 5.1.1 closes for ever and nghttp2 forgets.
 * Time comes in. Thread: loop.
 */
#ifndef SERVER_NET_GUARD_H
#define SERVER_NET_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/limits.h"

struct jx_guard {
	int64_t n_unproductive_bytes; /* below zero: credit for work asked for */
	uint64_t n_bytes_after_reset;
	uint64_t halved_ms; /* when the two above were last halved */
	uint64_t n_resets;  /* in thousandths of a reset, so that the rate can be paid per millisecond */
	uint64_t resets_paid_ms;
	uint32_t highest_id;            /* of the peer's streams */
	size_t n_skipped;               /* ranges ever seen; the newest JX_MAX_SKIPPED_RANGES are kept */
	struct jx_guard_range *skipped; /* of JX_MAX_SKIPPED_RANGES; NULL until one is: no client skips any */
};

/** Stream ids from one to another, both included. */
struct jx_guard_range {
	uint32_t first, last;
};

void jx_guard_init(struct jx_guard *guard, uint64_t now_ms);
void jx_guard_clear(struct jx_guard *guard);

/** Let the counts fade to the given time. */
void jx_guard_advance(struct jx_guard *guard, uint64_t now_ms);

/** Count a frame that asks for nothing; false when the peer has used up JX_UNPRODUCTIVE_BYTES. */
bool jx_guard_charge(struct jx_guard *guard, size_t n_bytes);

/** Count work asked for or accepted; the credit is bounded too. */
void jx_guard_credit(struct jx_guard *guard, size_t n_bytes);

/** Count a stream that was reset by us; false above JX_RESET_BURST and JX_RESET_RATE. */
bool jx_guard_reset(struct jx_guard *guard);

/** Count request bytes on streams that are closed; false above JX_MAX_BYTES_AFTER_RESET. */
bool jx_guard_after_reset(struct jx_guard *guard, size_t n_bytes);

/** Note that the peer sends HEADERS on a stream; false when it had skipped that id before, or without memory. */
bool jx_guard_open(struct jx_guard *guard, uint32_t stream_id);

#endif
