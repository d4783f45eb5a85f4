/*
 * One batch of output: small things copied into one place, large replies by reference.
 *
 * There is one of these per loop. A connection fills it from its HTTP/2 session and gives all of it to the
 * kernel in one write; only what the kernel does not take is copied away, so a connection that keeps up owns
 * no output memory at all. Thread: loop.
 */
#ifndef SERVER_NET_OUT_H
#define SERVER_NET_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/net/call.h"

#define JX_OUT_BYTES         (128u * 1024u) /* copied bytes of one batch */
#define JX_OUT_PIECES        256u           /* of one batch; well below IOV_MAX */
#define JX_OUT_FRAME_BYTES   (17u * 1024u)  /* the most one HTTP/2 frame of ours copies, header included */
#define JX_OUT_FRAME_PIECES  66u            /* the most pieces one HTTP/2 frame of ours takes */
#define JX_OUT_MIN_REFERENCE 2048u          /* below this a copy is cheaper than a piece */

struct jx_out_piece {
	const uint8_t *bytes;
	size_t n_bytes;
	struct jx_reply_buf
		*reply; /* referenced until the batch is reset; NULL: bytes lie in the batch itself */
};

struct jx_out {
	bool copies_all; /* for TLS, which reads every byte anyway and needs full records */
	size_t n_bytes;  /* copied */
	size_t n_pieces;
	size_t n_total_bytes; /* copied and referred to */
	struct jx_out_piece pieces[JX_OUT_PIECES];
	uint8_t bytes[JX_OUT_BYTES];
};

/** Empty a batch, dropping its references; also initialises one that is all zeros. */
void jx_out_reset(struct jx_out *out, bool copies_all);

/** True while one more HTTP/2 frame of ours certainly fits. */
bool jx_out_has_room(const struct jx_out *out);

/** Copy bytes into the batch; false (and nothing done) when they do not fit. */
bool jx_out_copy(struct jx_out *out, const uint8_t *bytes, size_t n);

/** Add a part of a reply: by reference when it is long, else copied; false when there is no room. */
bool jx_out_refer(struct jx_out *out, struct jx_reply_buf *reply, size_t offset, size_t n);

/** True when jx_out_refer() would copy n bytes. */
bool jx_out_copies(const struct jx_out *out, size_t n);

#endif
