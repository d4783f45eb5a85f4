#include "server/net/tls_memory.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#define BLOCK_BYTES ((size_t)24 * 1024) /* the largest buffer of a handshake takes 21,848 */
#define SMALL_BYTES ((size_t)8 * 1024)  /* up to here the heap is as good */
#define MAX_SPARE   32u

static struct {
	pthread_mutex_t lock;
	void *blocks[MAX_SPARE];
	size_t n;
} spare = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void *take_block(void)
{
	(void)pthread_mutex_lock(&spare.lock);
	void *block = spare.n > 0 ? spare.blocks[--spare.n] : NULL;
	(void)pthread_mutex_unlock(&spare.lock);
	return block != NULL ? block : malloc(BLOCK_BYTES);
}

/* Keeps a block for the next one who needs it; false when enough are kept. */
static bool keep_block(void *block)
{
	(void)pthread_mutex_lock(&spare.lock);
	bool has_room = spare.n < MAX_SPARE;
	if (has_room)
		spare.blocks[spare.n++] = block;
	(void)pthread_mutex_unlock(&spare.lock);
	return has_room;
}

static void *on_malloc(size_t n, const char *file, int line)
{
	(void)file, (void)line;
	if (n == 0)
		return NULL;
	return n > SMALL_BYTES && n <= BLOCK_BYTES ? take_block() : malloc(n);
}

/* Any piece of a block's size can serve as one, whoever asked for it first. */
static void on_free(void *bytes, const char *file, int line)
{
	(void)file, (void)line;
	size_t n = bytes != NULL ? malloc_usable_size(bytes) : 0;
	bool is_block = n >= BLOCK_BYTES && n < BLOCK_BYTES + SMALL_BYTES;
	if (!is_block || !keep_block(bytes))
		free(bytes);
}

static void *on_realloc(void *bytes, size_t n, const char *file, int line)
{
	size_t n_old = bytes != NULL ? malloc_usable_size(bytes) : 0;
	if (n <= SMALL_BYTES && n_old <= SMALL_BYTES)
		return realloc(bytes, n);
	void *larger = on_malloc(n, file, line);
	if (larger == NULL)
		return NULL;
	if (bytes != NULL)
		memcpy(larger, bytes, n_old < n ? n_old : n);
	on_free(bytes, file, line);
	return larger;
}

bool jx_tls_memory_use(void)
{
	return CRYPTO_set_mem_functions(on_malloc, on_realloc, on_free) == 1;
}
