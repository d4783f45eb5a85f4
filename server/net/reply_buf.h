/*
 * A packed reply message as it goes onto the wire, shared by reference counts.
 *
 * A reply is packed once, on whichever thread made it, and never changes afterwards; the queues of several streams,
 * a batch of output and a cache may refer to it at once. Thread: loop, once it has been packed.
 */
#ifndef SERVER_NET_REPLY_BUF_H
#define SERVER_NET_REPLY_BUF_H

#include <stddef.h>
#include <stdint.h>

struct jx_holder;

struct jx_reply_buf {
	uint32_t refcount;
	uint32_t n_queued;       /* of the references: in queues of streams */
	struct jx_holder *payer; /* who is charged for the bytes while n_queued > 0: the first to queue it */
	size_t n_bytes;
	uint8_t bytes[]; /* five-byte gRPC prefix and message */
};

/** Make a buffer for a packed message, its prefix written; referenced once, by the caller.
 *
 * @return NULL without memory or when n_message_bytes exceeds JX_MAX_MESSAGE_BYTES.
 */
struct jx_reply_buf *jx_reply_buf_new(size_t n_message_bytes);

/** Where the message of a new buffer goes. */
uint8_t *jx_reply_buf_message(struct jx_reply_buf *reply);
/** How long it is. */
size_t jx_reply_buf_message_bytes(const struct jx_reply_buf *reply);

void jx_reply_buf_ref(struct jx_reply_buf *reply);

/** Drop a reference; the last one frees the buffer. NULL allowed. */
void jx_reply_buf_unref(struct jx_reply_buf *reply);

#endif
