#include "server/net/out.h"

#include <string.h>

#include "proto/contract/base/limits.h"

void jx_out_reset(struct jx_out *out, bool copies_all)
{
	for (size_t i = 0; i < out->n_pieces; i++)
		jx_reply_buf_unref(out->pieces[i].reply);
	out->copies_all = copies_all;
	out->n_bytes = 0;
	out->n_pieces = 0;
	out->n_total_bytes = 0;
}

bool jx_out_has_room(const struct jx_out *out)
{
	return sizeof(out->bytes) - out->n_bytes >= JX_OUT_FRAME_BYTES &&
	       JX_OUT_PIECES - out->n_pieces >= JX_OUT_FRAME_PIECES &&
	       out->n_total_bytes < JX_WRITE_BATCH_BYTES;
}

bool jx_out_copy(struct jx_out *out, const uint8_t *bytes, size_t n)
{
	if (n > sizeof(out->bytes) - out->n_bytes)
		return false;
	uint8_t *to = out->bytes + out->n_bytes;
	struct jx_out_piece *last = out->n_pieces > 0 ? &out->pieces[out->n_pieces - 1] : NULL;
	if (last != NULL && last->reply == NULL) {
		/* Copied bytes lie in a row, so neighbours are one piece. */
		last->n_bytes += n;
	} else {
		if (out->n_pieces == JX_OUT_PIECES)
			return false;
		out->pieces[out->n_pieces++] = (struct jx_out_piece){to, n, NULL};
	}
	memcpy(to, bytes, n);
	out->n_bytes += n;
	out->n_total_bytes += n;
	return true;
}

bool jx_out_copies(const struct jx_out *out, size_t n)
{
	return out->copies_all || n < JX_OUT_MIN_REFERENCE;
}

bool jx_out_refer(struct jx_out *out, struct jx_reply_buf *reply, size_t offset, size_t n)
{
	if (jx_out_copies(out, n))
		return jx_out_copy(out, reply->bytes + offset, n);
	if (out->n_pieces == JX_OUT_PIECES)
		return false;
	jx_reply_buf_ref(reply);
	out->pieces[out->n_pieces++] = (struct jx_out_piece){reply->bytes + offset, n, reply};
	out->n_total_bytes += n;
	return true;
}
