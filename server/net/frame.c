#include <stdlib.h>

#include "proto/contract/base/limits.h"
#include "proto/wire/grpc.h"
#include "server/net/call.h"

struct jx_frame *jx_frame_new(size_t n_message_bytes)
{
	if (n_message_bytes > JX_MAX_MESSAGE_BYTES)
		return NULL;
	struct jx_frame *frame = malloc(sizeof(*frame) + JX_GRPC_PREFIX_BYTES + n_message_bytes);
	if (frame == NULL)
		return NULL;
	frame->n_holders = 1;
	frame->n_bytes = JX_GRPC_PREFIX_BYTES + n_message_bytes;
	jx_grpc_write_prefix(frame->bytes, n_message_bytes);
	return frame;
}

uint8_t *jx_frame_message(struct jx_frame *frame)
{
	return frame->bytes + JX_GRPC_PREFIX_BYTES;
}

void jx_frame_hold(struct jx_frame *frame)
{
	frame->n_holders++;
}

void jx_frame_free(struct jx_frame *frame)
{
	if (frame != NULL && --frame->n_holders == 0)
		free(frame);
}
