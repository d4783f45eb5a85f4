/*
 * Finds where the frames of HTTP/2 begin, and no more, to count what nghttp2 drops without a callback.
 *
 * nghttp2 passes over frames of unknown types, and over DATA on streams that are closed, before its first callback.
 * A peer could send those for ever, at our cost. Pure. Thread: loop.
 */
#ifndef SERVER_NET_SCAN_H
#define SERVER_NET_SCAN_H

#include <stddef.h>
#include <stdint.h>

struct jx_scan {
	size_t n_skip; /* bytes to the next frame header: of the preface, or of a payload */
	uint8_t head[9];
	size_t n_head;
	uint64_t n_data_bytes;    /* payloads of all DATA frames, counted when their header is whole */
	uint64_t n_unknown_bytes; /* frames of types RFC 9113 does not define, with their headers */
};

/** Start at the client's connection preface. */
void jx_scan_init(struct jx_scan *scan);

/** Scan the next n bytes of the connection. */
void jx_scan_feed(struct jx_scan *scan, const uint8_t *bytes, size_t n);

#endif
