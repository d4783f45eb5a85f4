/*
 * Ranking: who comes where, by one key.
 *
 * Competition ranks: equal keys share a rank and the next one is skipped (1-2-2-4). Equal keys stand in the
 * order of their index, which the caller sets in the order of department codes, so that a table has one
 * order. Items that are shown separately come after the ranked ones, in the order of their keys and with rank 0; items
 * without a key come last, with rank 0 too: not computable is not last place. For a peer group rank the members of
 * the group alone. Sorted by digits of the key: 250,000 departments
 * in a few milliseconds. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_RANKING_RANK_H
#define PROTO_CONTRACT_RANKING_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/status.h"

/** One department to be ranked. */
struct jx_rank_item {
	int64_t key;       /* e.g. jx_measure.micros; ignored when has_key is false */
	uint32_t index;    /* of the caller; unique; decides the order among equal keys */
	uint32_t ret_rank; /* set by jx_rank_order(): from 1, 0 for none */
	bool has_key;
	bool is_apart; /* shown separately, without a rank, whatever its key: by a score, what cannot be verified */
};

/** Put items into the order of their rank and give each its rank.
 *
 * @param items            n of them, in any order; rearranged.
 * @param is_higher_first  true: the highest key is rank 1.
 * @return JX_OK; JX_UNAVAILABLE without memory for a copy of the items, which are then unchanged.
 */
enum jx_status jx_rank_order(struct jx_rank_item *items, size_t n, bool is_higher_first) JX_MUST_CHECK;

#endif
