/*
 * The order of a snapshot by one metric within one peer group, and where each department stands in it.
 *
 * Computed once and asked by everyone: the pages of a table and the rank of a single department come from here without
 * sorting anything again. Departments are found by a table of hashes, so that one among a nation's 250,000 takes a few
 * memory accesses. Thread: made by a reader; holders are counted on the loop; an order never changes, so that any
 * thread that holds it may read it.
 */
#ifndef SERVER_ORDER_H
#define SERVER_ORDER_H

#include "proto/contract/metric.h"
#include "proto/contract/rank.h"
#include "storage/store_rankings.h"

/* Where a department stands; the row is here too, so that its code is compared without a look at the item. */
struct jx_order_slot {
	uint32_t place; /* index into items plus 1; 0: empty */
	uint32_t row;   /* of the snapshot */
};

struct jx_order {
	const struct jx_metric *metric; /* NULL: the reviewed score */
	size_t column;                  /* of the snapshot; its n_keys: nobody has such a value */
	struct jx_rank_item *items;     /* in the order of the table; index: the row of the snapshot */
	size_t n_items;
	struct jx_order *next;       /* of the set that keeps it */
	uint32_t n_holders;          /* loop */
	struct jx_order_slot *slots; /* by the hash of a code */
	size_t n_slots;              /* a power of two, at least twice n_items */
	const char *peer_group;
	char by[]; /* then the peer group */
};

/** Compute an order.
 *
 * @param ranking    borrowed for this call; later calls take the same one.
 * @param by         metric; "" for the reviewed score.
 * @param peer_group "" for all.
 * @param ret_order  held once by the caller; give back by jx_order_give_back().
 * @return JX_OK; JX_INVALID (UNKNOWN_METRIC, NOT_RANKABLE); JX_UNAVAILABLE.
 */
enum jx_status jx_order_make(const struct jx_ranking *ranking, const char *by, const char *peer_group,
	struct jx_error *error, struct jx_order **ret_order) JX_MUST_CHECK;
void jx_order_give_back(struct jx_order *order); /* NULL allowed */

/** True when an order is by this metric and of this peer group. */
bool jx_order_is(const struct jx_order *order, const char *by, const char *peer_group);

/** Find a department by its code. @return its item; NULL when it is not in the table. */
const struct jx_rank_item *jx_order_find(
	const struct jx_order *order, const struct jx_ranking *ranking, const char *code);

#endif
