#include "proto/contract/base/array.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 16u

/* The room after the present one; 0 when there can be no more. */
static size_t next_room(size_t item_bytes, size_t n_items, size_t max_items)
{
	size_t most = SIZE_MAX / item_bytes < max_items ? SIZE_MAX / item_bytes : max_items;
	if (n_items >= most)
		return 0;
	size_t wanted = n_items < FIRST_ROOM / 2 ? FIRST_ROOM : n_items * 2;
	return wanted < most && wanted > n_items ? wanted : most;
}

enum jx_status jx_array_grow(void **items, size_t item_bytes, size_t n_items, size_t *room, size_t max_items)
{
	if (n_items < *room)
		return JX_OK;
	size_t more = next_room(item_bytes, n_items, max_items);
	if (more == 0)
		return JX_EXHAUSTED;
	void *grown = realloc(*items, more * item_bytes);
	if (grown == NULL)
		return JX_UNAVAILABLE;
	*items = grown;
	*room = more;
	return JX_OK;
}

enum jx_status jx_arena_array_grow(struct jx_arena *arena, void **items, size_t item_bytes, size_t n_items,
	size_t *room, size_t max_items)
{
	if (n_items < *room)
		return JX_OK;
	size_t more = next_room(item_bytes, n_items, max_items);
	if (more == 0)
		return JX_EXHAUSTED;
	void *grown = jx_arena_alloc(arena, more * item_bytes);
	if (grown == NULL)
		return jx_arena_fail(arena, NULL);
	if (n_items > 0)
		memcpy(grown, *items, n_items * item_bytes);
	*items = grown;
	*room = more;
	return JX_OK;
}
