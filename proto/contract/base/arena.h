/*
 * One arena per call: memory that is handed out piece by piece and given back all at once.
 *
 * Decoded messages and replies live here. The arena is also a ProtobufCAllocator, because protobuf-c's own
 * allocation amplifies a hostile message up to 44 times and merges repeated submessages in quadratic time;
 * under a hard cap both end early. What was rejected: one malloc per string (slow, and every error path must
 * free). Pieces are aligned to 16 bytes. An arena must not move after jx_arena_init(): its allocator points
 * at it. Thread: one at a time.
 */
#ifndef PROTO_CONTRACT_BASE_ARENA_H
#define PROTO_CONTRACT_BASE_ARENA_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

struct jx_arena_chunk; /* private to arena.c */

/** An arena, embedded by its owner. Fields are private but for the two counters. */
struct jx_arena {
	struct jx_arena_chunk *chunks; /* newest first; owned */
	ProtobufCAllocator allocator;
	size_t max_bytes;     /* the cap, over all chunks with their headers */
	size_t n_held_bytes;  /* taken from the system so far */
	bool is_cap_reached;  /* an allocation was refused by the cap since init or reset */
	bool is_memory_short; /* an allocation was refused by the system since init or reset */
};

/** Start an arena. Takes no memory yet.
 *
 * @param max_bytes  hard cap on what is taken from the system, e.g. JX_MAX_ARENA_BYTES.
 * @thread any.
 */
void jx_arena_init(struct jx_arena *arena, size_t max_bytes);

/** Give everything back to the system; the arena may be used again. */
void jx_arena_clear(struct jx_arena *arena);

/** Forget all pieces but keep one chunk, so that the next call allocates nothing. Cheap. */
void jx_arena_reset(struct jx_arena *arena);

/** Take a piece of memory, not initialised.
 *
 * @param n_bytes  0 gives a valid pointer that must not be read through.
 * @return aligned to 16 bytes, valid until clear or reset; NULL at the cap or without memory.
 */
void *jx_arena_alloc(struct jx_arena *arena, size_t n_bytes);

/** Like jx_arena_alloc(), of count items of size bytes, zeroed; NULL also when the product overflows. */
void *jx_arena_calloc(struct jx_arena *arena, size_t count, size_t size);

/** Copy a text. @return NULL like jx_arena_alloc(). */
char *jx_arena_strdup(struct jx_arena *arena, const char *text);

/** Copy the first n bytes of a text and terminate it. @return NULL like jx_arena_alloc(). */
char *jx_arena_strndup(struct jx_arena *arena, const char *text, size_t n);

/** The arena as protobuf-c needs it; its free does nothing. Borrowed from the arena. */
ProtobufCAllocator *jx_arena_allocator(struct jx_arena *arena);

/** Say why the last refused allocation failed.
 *
 * @param error  may be NULL.
 * @return JX_EXHAUSTED (CALL_TOO_LARGE) when the cap was reached: the same call fails again;
 *   else JX_UNAVAILABLE (OUT_OF_MEMORY).
 */
enum jx_status jx_arena_fail(const struct jx_arena *arena, struct jx_error *error) JX_MUST_CHECK;

#endif
