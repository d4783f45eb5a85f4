#include "server/net/reply_buf.h"

#include <assert.h>
#include <stdlib.h>

#include "proto/contract/base/limits.h"
#include "proto/wire/grpc.h"

struct jx_reply_buf *jx_reply_buf_new(size_t n_message_bytes)
{
	if (n_message_bytes > JX_MAX_MESSAGE_BYTES)
		return NULL;
	struct jx_reply_buf *reply = malloc(sizeof(*reply) + JX_GRPC_PREFIX_BYTES + n_message_bytes);
	if (reply == NULL)
		return NULL;
	reply->refcount = 1;
	reply->n_queued = 0;
	reply->payer = NULL;
	reply->n_bytes = JX_GRPC_PREFIX_BYTES + n_message_bytes;
	jx_grpc_write_prefix(reply->bytes, n_message_bytes);
	return reply;
}

uint8_t *jx_reply_buf_message(struct jx_reply_buf *reply)
{
	return reply->bytes + JX_GRPC_PREFIX_BYTES;
}

size_t jx_reply_buf_message_bytes(const struct jx_reply_buf *reply)
{
	return reply->n_bytes - JX_GRPC_PREFIX_BYTES;
}

void jx_reply_buf_ref(struct jx_reply_buf *reply)
{
	assert(reply->refcount > 0);
	reply->refcount++;
}

void jx_reply_buf_unref(struct jx_reply_buf *reply)
{
	if (reply == NULL)
		return;
	assert(reply->refcount > 0);
	if (--reply->refcount == 0)
		free(reply);
}
