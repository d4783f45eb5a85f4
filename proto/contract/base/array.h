/*
 * Arrays: how many elements one has, one that grows, and order. An empty array may be NULL. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_BASE_ARRAY_H
#define PROTO_CONTRACT_BASE_ARRAY_H

#include <stddef.h>
#include <stdlib.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/status.h"

/** The number of elements of an array whose size the compiler knows. */
#define JX_COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/** Make room for one more element of an array on the heap.
 *
 * @param items  address of the array's pointer; NULL in it for an empty array. Freed by the caller with free().
 * @param n_items  elements in use.
 * @param room  elements there is room for; updated.
 * @param max_items  ceiling of the array.
 * @return JX_OK; JX_EXHAUSTED at the ceiling; JX_UNAVAILABLE without memory. The array is whole in each case.
 */
enum jx_status jx_array_grow(
	void **items, size_t item_bytes, size_t n_items, size_t *room, size_t max_items) JX_MUST_CHECK;

/** Like jx_array_grow(), of an array in an arena; the outgrown copies stay in the arena until it is cleared. */
enum jx_status jx_arena_array_grow(struct jx_arena *arena, void **items, size_t item_bytes, size_t n_items,
	size_t *room, size_t max_items) JX_MUST_CHECK;

/** Like qsort(), of an array that may be empty. */
static inline void jx_array_sort(
	void *items, size_t n_items, size_t item_bytes, int (*compare)(const void *, const void *))
{
	if (n_items > 1)
		qsort(items, n_items, item_bytes, compare);
}

/** Like bsearch(), in an array that may be empty: NULL when nothing equals the key. */
static inline void *jx_array_search(const void *key, const void *items, size_t n_items, size_t item_bytes,
	int (*compare)(const void *, const void *))
{
	return n_items > 0 ? bsearch(key, items, n_items, item_bytes, compare) : NULL;
}

#endif
