/*
 * Small pieces of memory kept for their next use: what nghttp2 allocates and frees for every frame.
 *
 * A request costs nghttp2 a dozen allocations of a few sizes, and a turn of the loop serves hundreds, which is more
 * than the C library keeps at hand. Freed pieces are stored by size, up to JX_MAX_POOLED_BYTES in all; what is larger
 * than the largest size goes to the C library, and what is much larger gets pages of its own. Thread: loop.
 */
#ifndef SERVER_NET_POOL_H
#define SERVER_NET_POOL_H

#include <stddef.h>

#include <nghttp2/nghttp2.h>

#define JX_POOL_STEP_BYTES 32u /* sizes are multiples of it */
#define JX_POOL_SIZES      32u

struct jx_pool_piece;

struct jx_pool {
	nghttp2_mem mem; /* to give to nghttp2; points back here */
	struct jx_pool_piece *free[JX_POOL_SIZES];
	size_t n_free_bytes;
};

/** Make an empty pool at a place where it stays. */
void jx_pool_init(struct jx_pool *pool);

/** Free what is stored; nothing may be in use. */
void jx_pool_clear(struct jx_pool *pool);

#endif
