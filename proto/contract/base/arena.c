#include "proto/contract/base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT         16u
#define FIRST_CHUNK_BYTES (16u * 1024u)  /* a call with names and options fits */
#define MAX_CHUNK_BYTES   (256u * 1024u) /* grows by doubling up to this, then stays */

struct jx_arena_chunk {
	struct jx_arena_chunk *older;
	size_t n_bytes; /* of the whole chunk */
	size_t n_used;  /* header included */
};

#define HEADER_BYTES ((sizeof(struct jx_arena_chunk) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)

static void *alloc_for_protobuf(void *arena, size_t n_bytes)
{
	return jx_arena_alloc(arena, n_bytes);
}

static void free_for_protobuf(void *arena, void *piece)
{
	(void)arena;
	(void)piece;
}

void jx_arena_init(struct jx_arena *arena, size_t max_bytes)
{
	memset(arena, 0, sizeof(*arena));
	arena->max_bytes = max_bytes;
	arena->allocator.alloc = alloc_for_protobuf;
	arena->allocator.free = free_for_protobuf;
	arena->allocator.allocator_data = arena;
}

void jx_arena_clear(struct jx_arena *arena)
{
	for (struct jx_arena_chunk *chunk = arena->chunks; chunk != NULL;) {
		struct jx_arena_chunk *older = chunk->older;
		free(chunk);
		chunk = older;
	}
	arena->chunks = NULL;
	arena->n_held_bytes = 0;
	arena->is_cap_reached = false;
	arena->is_memory_short = false;
}

void jx_arena_reset(struct jx_arena *arena)
{
	/* The newest ordinary chunk is the largest one: keep it, unless one giant piece made it. */
	struct jx_arena_chunk *kept = NULL;
	for (struct jx_arena_chunk *chunk = arena->chunks; chunk != NULL;) {
		struct jx_arena_chunk *older = chunk->older;
		if (kept == NULL && chunk->n_bytes <= MAX_CHUNK_BYTES)
			kept = chunk;
		else
			free(chunk);
		chunk = older;
	}
	arena->chunks = kept;
	arena->n_held_bytes = 0;
	arena->is_cap_reached = false;
	arena->is_memory_short = false;
	if (kept != NULL) {
		kept->older = NULL;
		kept->n_used = HEADER_BYTES;
		arena->n_held_bytes = kept->n_bytes;
	}
}

/* Makes room for a piece of n bytes (already rounded up) in a new chunk; NULL when refused. */
static struct jx_arena_chunk *grow(struct jx_arena *arena, size_t n)
{
	size_t room = arena->max_bytes - arena->n_held_bytes;
	if (n > SIZE_MAX - HEADER_BYTES || n + HEADER_BYTES > room) {
		arena->is_cap_reached = true;
		return NULL;
	}
	size_t wanted = arena->chunks == NULL ? FIRST_CHUNK_BYTES : arena->chunks->n_bytes * 2;
	if (wanted > MAX_CHUNK_BYTES)
		wanted = MAX_CHUNK_BYTES;
	if (wanted < n + HEADER_BYTES)
		wanted = n + HEADER_BYTES;
	if (wanted > room)
		wanted = room;
	struct jx_arena_chunk *chunk = malloc(wanted);
	if (chunk == NULL) {
		arena->is_memory_short = true;
		return NULL;
	}
	chunk->older = arena->chunks;
	chunk->n_bytes = wanted;
	chunk->n_used = HEADER_BYTES;
	arena->chunks = chunk;
	arena->n_held_bytes += wanted;
	return chunk;
}

void *jx_arena_alloc(struct jx_arena *arena, size_t n_bytes)
{
	if (n_bytes > SIZE_MAX - ALIGNMENT) {
		arena->is_cap_reached = true;
		return NULL;
	}
	/* Nothing takes one unit too, so that two pieces never share an address. */
	size_t n = n_bytes == 0 ? ALIGNMENT : (n_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	struct jx_arena_chunk *chunk = arena->chunks;
	if (chunk == NULL || chunk->n_bytes - chunk->n_used < n)
		chunk = grow(arena, n);
	if (chunk == NULL)
		return NULL;
	void *piece = (char *)chunk + chunk->n_used;
	chunk->n_used += n;
	return piece;
}

void *jx_arena_calloc(struct jx_arena *arena, size_t count, size_t size)
{
	size_t n;
	if (__builtin_mul_overflow(count, size, &n)) {
		arena->is_cap_reached = true;
		return NULL;
	}
	void *piece = jx_arena_alloc(arena, n);
	if (piece != NULL)
		memset(piece, 0, n);
	return piece;
}

char *jx_arena_strndup(struct jx_arena *arena, const char *text, size_t n)
{
	char *copy = n < SIZE_MAX ? jx_arena_alloc(arena, n + 1) : NULL;
	if (copy == NULL)
		return NULL;
	memcpy(copy, text, n);
	copy[n] = '\0';
	return copy;
}

char *jx_arena_strdup(struct jx_arena *arena, const char *text)
{
	return jx_arena_strndup(arena, text, strlen(text));
}

ProtobufCAllocator *jx_arena_allocator(struct jx_arena *arena)
{
	return &arena->allocator;
}

enum jx_status jx_arena_fail(const struct jx_arena *arena, struct jx_error *error)
{
	if (!arena->is_cap_reached)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return jx_fail_with(error, JX_REASON_CALL_TOO_LARGE, JX_ARGS(JX_U64(arena->max_bytes)));
}
