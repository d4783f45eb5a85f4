#include "server/net/h2/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "proto/contract/base/limits.h"

/* What stands before every piece. While it is free, the link to the next one lies in the piece itself. */
struct jx_pool_piece {
	size_t size_class; /* HEAP or MAPPED: too large to be stored */
	size_t n_bytes;    /* as asked for */
	_Alignas(max_align_t) uint8_t bytes[];
};

#define HEAP   JX_POOL_SIZES
#define MAPPED (JX_POOL_SIZES + 1)
/* From here on pages of their own: a session has a buffer of 16 KB, of which it uses a few hundred bytes at first, and what
 * is not used takes no memory. From the heap it would have pages that were used before. */
#define MAPPED_BYTES ((size_t)8 * 1024)

static struct jx_pool_piece *piece_of(void *bytes)
{
	return (struct jx_pool_piece *)((uint8_t *)bytes - offsetof(struct jx_pool_piece, bytes));
}

static size_t class_bytes(size_t size_class)
{
	return (size_class + 1) * JX_POOL_STEP_BYTES;
}

static struct jx_pool_piece *new_large(size_t n, size_t *ret_class)
{
	struct jx_pool_piece *piece = NULL;
	if (n > SIZE_MAX - sizeof(*piece))
		return NULL;
	*ret_class = n < MAPPED_BYTES ? HEAP : MAPPED;
	if (*ret_class == HEAP)
		return malloc(sizeof(*piece) + n);
	piece = mmap(NULL, sizeof(*piece) + n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return piece != MAP_FAILED ? piece : NULL;
}

static void *on_malloc(size_t n, void *user)
{
	struct jx_pool *pool = user;
	size_t size_class = n > 0 ? (n - 1) / JX_POOL_STEP_BYTES : 0;
	struct jx_pool_piece *piece;
	if (size_class >= JX_POOL_SIZES) {
		piece = new_large(n, &size_class);
	} else if (pool->free[size_class] != NULL) {
		piece = pool->free[size_class];
		memcpy(&pool->free[size_class], piece->bytes, sizeof(piece));
		pool->n_free_bytes -= class_bytes(size_class);
	} else {
		piece = malloc(sizeof(*piece) + class_bytes(size_class));
	}
	if (piece == NULL)
		return NULL;
	piece->size_class = size_class;
	piece->n_bytes = n;
	return piece->bytes;
}

static void on_free(void *bytes, void *user)
{
	struct jx_pool *pool = user;
	if (bytes == NULL)
		return;
	struct jx_pool_piece *piece = piece_of(bytes);
	size_t size_class = piece->size_class;
	if (size_class == MAPPED) {
		(void)munmap(piece, sizeof(*piece) + piece->n_bytes);
		return;
	}
	if (size_class == HEAP || pool->n_free_bytes + class_bytes(size_class) > JX_MAX_POOLED_BYTES) {
		free(piece);
		return;
	}
	memcpy(piece->bytes, &pool->free[size_class], sizeof(piece));
	pool->free[size_class] = piece;
	pool->n_free_bytes += class_bytes(size_class);
}

static void *on_calloc(size_t n_members, size_t size, void *user)
{
	if (size > 0 && n_members > SIZE_MAX / size)
		return NULL;
	void *bytes = on_malloc(n_members * size, user);
	if (bytes != NULL)
		memset(bytes, 0, n_members * size);
	return bytes;
}

static void *on_realloc(void *bytes, size_t n, void *user)
{
	if (bytes == NULL)
		return on_malloc(n, user);
	const struct jx_pool_piece *piece = piece_of(bytes);
	if (piece->size_class < JX_POOL_SIZES && n <= class_bytes(piece->size_class)) {
		piece_of(bytes)->n_bytes = n;
		return bytes;
	}
	void *larger = on_malloc(n, user);
	if (larger == NULL)
		return NULL;
	memcpy(larger, bytes, piece->n_bytes < n ? piece->n_bytes : n);
	on_free(bytes, user);
	return larger;
}

void jx_pool_init(struct jx_pool *pool)
{
	*pool = (struct jx_pool){.mem = {pool, on_malloc, on_free, on_calloc, on_realloc}};
}

void jx_pool_clear(struct jx_pool *pool)
{
	for (size_t i = 0; i < JX_POOL_SIZES; i++) {
		while (pool->free[i] != NULL) {
			struct jx_pool_piece *piece = pool->free[i];
			memcpy(&pool->free[i], piece->bytes, sizeof(piece));
			free(piece);
		}
	}
	pool->n_free_bytes = 0;
}
