/*
 * Rounds in memory as they are ranked, each with the orders made of it.
 *
 * A reader thread takes the snapshot of a round from here, or loads it from the database and puts it here for the calls
 * that follow. A snapshot and its orders never change, so only the list of them is shared, under one mutex that is
 * never held while one is loaded or sorted. What a reader uses is referenced until its reply is packed.
 *
 * Guarantee: what is put was read after the last invalidation. A reader notes the version before its snapshot of the
 * database begins, and what it puts is refused (it still serves the one call) when there was an invalidation since. A
 * write invalidates its round on the loop, after its commit and before its own answer: what was read before the
 * commit is either refused or dropped then. Thread: any.
 */
#ifndef SERVER_CACHE_SNAPSHOTS_H
#define SERVER_CACHE_SNAPSHOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "server/cache/sorted_ranking.h"
#include "storage/results/store_rankings.h"

struct jx_snapshots;
struct jx_snapshot; /* of what is published of a round, or of what is accepted */

/** Make an empty set. @return NULL without memory. */
struct jx_snapshots *jx_snapshots_new(void);
void jx_snapshots_free(struct jx_snapshots *snapshots); /* NULL allowed; nothing may be referenced */

/** The version of the set, which every invalidation changes. */
uint64_t jx_snapshots_version(struct jx_snapshots *snapshots);

/** Find the snapshot of a round. @return referenced; NULL: load it. */
struct jx_snapshot *jx_snapshots_get(struct jx_snapshots *snapshots, const char *round, bool is_published);

/** Put a ranking that was loaded into the set, or find the one that another thread has put there meanwhile.
 *
 * @param ranking  taken over.
 * @param version  noted before it was read.
 * @return referenced; NULL without memory.
 */
struct jx_snapshot *jx_snapshots_put(
	struct jx_snapshots *snapshots, struct jx_ranking *ranking, bool is_published, uint64_t version);

/** What a snapshot holds; borrowed from it. */
const struct jx_ranking *jx_snapshot_ranking(const struct jx_snapshot *snapshot);

/** Find an order of a snapshot. @return referenced; NULL: make it. */
struct jx_sorted_ranking *jx_snapshots_get_order(struct jx_snapshots *snapshots,
	const struct jx_snapshot *snapshot, const struct jx_ranking_query *query);

/** Put an order into its snapshot, beside the caller's reference; of JX_MAX_RANKING_ORDERS the oldest is dropped. */
void jx_snapshots_put_order(struct jx_snapshots *snapshots, struct jx_snapshot *snapshot,
	struct jx_sorted_ranking *order, uint64_t version);

/** Drop a reference to a snapshot and to an order of it; NULL allowed for each. */
void jx_snapshots_unref(
	struct jx_snapshots *snapshots, struct jx_snapshot *snapshot, struct jx_sorted_ranking *order);

/** Drop the snapshots of a round; who uses one goes on with it. */
void jx_snapshots_invalidate(struct jx_snapshots *snapshots, const char *round);

#endif
