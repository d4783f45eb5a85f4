/*
 * A growing run of bytes with a ceiling.
 *
 * There is no way to make one without a maximum: what a peer can make grow must be able to stop growing. A
 * buffer that has failed keeps what it holds. Pure. Thread: one at a time.
 */
#ifndef PROTO_WIRE_BUF_H
#define PROTO_WIRE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/status.h"

struct jx_buf {
	uint8_t *bytes;   /* owned; NULL until something is appended */
	size_t n_bytes;   /* in use */
	size_t n_room;    /* allocated */
	size_t max_bytes; /* n_bytes never exceeds this */
};

/** Make an empty buffer on memory the caller owns; it allocates nothing yet.
 *
 * @param max_bytes  the ceiling; at least 1.
 */
void jx_buf_init(struct jx_buf *buf, size_t max_bytes);

/** Make room for n more bytes, so that appending them cannot fail.
 *
 * @return JX_OK; JX_EXHAUSTED above the ceiling, before anything is allocated; JX_UNAVAILABLE without memory.
 */
enum jx_status jx_buf_reserve(struct jx_buf *buf, size_t n) JX_MUST_CHECK;

/** Append n bytes; the same returns as jx_buf_reserve(). On failure nothing is appended. */
enum jx_status jx_buf_append(struct jx_buf *buf, const void *bytes, size_t n) JX_MUST_CHECK;

/** Forget all bytes but keep the room. */
void jx_buf_reset(struct jx_buf *buf);

/** Free the bytes; the buffer stays usable, with the same ceiling. */
void jx_buf_clear(struct jx_buf *buf);

#endif
