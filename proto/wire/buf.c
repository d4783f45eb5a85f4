#include "proto/wire/buf.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The first allocation: most of what is built here is a reply or an error of a few hundred bytes. */
#define FIRST_ROOM 256u

void jx_buf_init(struct jx_buf *buf, size_t max_bytes)
{
	assert(max_bytes > 0);
	*buf = (struct jx_buf){.max_bytes = max_bytes};
}

enum jx_status jx_buf_reserve(struct jx_buf *buf, size_t n)
{
	if (n > buf->max_bytes - buf->n_bytes)
		return JX_EXHAUSTED;
	size_t needed = buf->n_bytes + n;
	if (needed <= buf->n_room)
		return JX_OK;
	/* Half as much again keeps the copying linear; never past the ceiling. */
	size_t room = buf->n_room + buf->n_room / 2;
	if (room < FIRST_ROOM)
		room = FIRST_ROOM;
	if (room < needed)
		room = needed;
	if (room > buf->max_bytes)
		room = buf->max_bytes;
	uint8_t *bytes = realloc(buf->bytes, room);
	if (bytes == NULL)
		return JX_UNAVAILABLE;
	buf->bytes = bytes;
	buf->n_room = room;
	return JX_OK;
}

enum jx_status jx_buf_append(struct jx_buf *buf, const void *bytes, size_t n)
{
	if (n == 0)
		return JX_OK;
	enum jx_status status = jx_buf_reserve(buf, n);
	if (status != JX_OK)
		return status;
	memcpy(buf->bytes + buf->n_bytes, bytes, n);
	buf->n_bytes += n;
	return JX_OK;
}

void jx_buf_reset(struct jx_buf *buf)
{
	buf->n_bytes = 0;
}

void jx_buf_clear(struct jx_buf *buf)
{
	free(buf->bytes);
	jx_buf_init(buf, buf->max_bytes);
}
