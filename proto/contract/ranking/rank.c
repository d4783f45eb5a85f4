/* Ranking. See rank.h. */
#include "proto/contract/ranking/rank.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"

#define RADIX_BITS 11
#define RADIX      (1u << RADIX_BITS)
#define RADIX_MASK (RADIX - 1u)
#define PASSES     6 /* of 11 bits: 64 bits of the key */

/* The key as an unsigned number that sorts in the wanted direction. */
static uint64_t sortable(const struct jx_rank_item *item, bool is_higher_first)
{
	uint64_t key = (uint64_t)item->key ^ (UINT64_C(1) << 63);
	return is_higher_first ? ~key : key;
}

static int compare_index(const void *a, const void *b)
{
	const struct jx_rank_item *left = a;
	const struct jx_rank_item *right = b;
	return (left->index > right->index) - (left->index < right->index);
}

static bool is_in_index_order(const struct jx_rank_item *items, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if (items[i - 1].index > items[i].index)
			return false;
	}
	return true;
}

/* One stable pass by one digit; false when all items have the same digit, so that nothing was moved. */
static bool sort_by_digit(const struct jx_rank_item *from, struct jx_rank_item *to, size_t n,
	bool is_higher_first, unsigned shift)
{
	size_t starts[RADIX] = {0};
	for (size_t i = 0; i < n; i++)
		starts[(sortable(&from[i], is_higher_first) >> shift) & RADIX_MASK]++;
	if (starts[(sortable(&from[0], is_higher_first) >> shift) & RADIX_MASK] == n)
		return false;
	size_t start = 0;
	for (size_t digit = 0; digit < RADIX; digit++) {
		size_t count = starts[digit];
		starts[digit] = start;
		start += count;
	}
	for (size_t i = 0; i < n; i++)
		to[starts[(sortable(&from[i], is_higher_first) >> shift) & RADIX_MASK]++] = from[i];
	return true;
}

/* What an item stands among: the ranked, those shown separately, those without a key. */
static unsigned part_of(const struct jx_rank_item *item)
{
	return !item->has_key ? 2 : item->is_apart ? 1 : 0;
}

/* The parts one behind the other, each in the order it stands in. */
static void part_items(
	struct jx_rank_item *items, struct jx_rank_item *scratch, size_t n, size_t ret_counts[3])
{
	size_t next = 0;
	for (unsigned part = 0; part < 3; part++) {
		size_t start = next;
		for (size_t i = 0; i < n; i++) {
			if (part_of(&items[i]) == part)
				scratch[next++] = items[i];
		}
		ret_counts[part] = next - start;
	}
	memcpy(items, scratch, n * sizeof(*items));
}

/* Sorts items that have keys; scratch has room for them. */
static void sort_items(
	struct jx_rank_item *items, struct jx_rank_item *scratch, size_t n, bool is_higher_first)
{
	struct jx_rank_item *from = items;
	struct jx_rank_item *to = scratch;
	for (unsigned pass = 0; pass < PASSES && n > 1; pass++) {
		if (!sort_by_digit(from, to, n, is_higher_first, pass * RADIX_BITS))
			continue;
		struct jx_rank_item *sorted = to;
		to = from;
		from = sorted;
	}
	if (from != items)
		memcpy(items, from, n * sizeof(*items));
}

enum jx_status jx_rank_order(struct jx_rank_item *items, size_t n, bool is_higher_first)
{
	size_t counts[3];
	if (n == 0)
		return JX_OK;
	struct jx_rank_item *scratch = calloc(n, sizeof(*scratch));
	if (scratch == NULL)
		return JX_UNAVAILABLE;
	if (!is_in_index_order(items, n))
		jx_array_sort(items, n, sizeof(*items), compare_index);
	part_items(items, scratch, n, counts);
	sort_items(items, scratch, counts[0], is_higher_first);
	sort_items(items + counts[0], scratch, counts[1], is_higher_first);
	free(scratch);
	for (size_t i = 0; i < n; i++) {
		if (i >= counts[0])
			items[i].ret_rank = 0;
		else if (i > 0 && items[i].key == items[i - 1].key)
			items[i].ret_rank = items[i - 1].ret_rank;
		else
			items[i].ret_rank = (uint32_t)(i + 1);
	}
	return JX_OK;
}
