#include <stdlib.h>

#include "proto/contract/base/limits.h"
#include "proto/wire/grpc.h"
#include "server/net/call.h"

struct jx_reply_buf *jx_reply_buf_new(size_t n_message_bytes)
{
	if (n_message_bytes > JX_MAX_MESSAGE_BYTES)
		return NULL;
	struct jx_reply_buf *frame = malloc(sizeof(*frame) + JX_GRPC_PREFIX_BYTES + n_message_bytes);
	if (frame == NULL)
		return NULL;
	frame->refcount = 1;
	frame->n_bytes = JX_GRPC_PREFIX_BYTES + n_message_bytes;
	jx_grpc_write_prefix(frame->bytes, n_message_bytes);
	return frame;
}

uint8_t *jx_reply_buf_message(struct jx_reply_buf *frame)
{
	return frame->bytes + JX_GRPC_PREFIX_BYTES;
}

void jx_reply_buf_ref(struct jx_reply_buf *frame)
{
	frame->refcount++;
}

void jx_reply_buf_unref(struct jx_reply_buf *frame)
{
	if (frame != NULL && --frame->refcount == 0)
		free(frame);
}
