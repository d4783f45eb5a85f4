/*
 * Rounds in memory as they are ranked, each with the orders made of it.
 *
 * A reader thread asks for the snapshot of a round as it stands in its own transaction: by the number of the round's last
 * change, or by that of the publication. What has that number is right; so nothing here can be outdated, however writes
 * and reads cross. A snapshot and its orders never change, so only the list of them is shared, under one mutex that is
 * never held while one is loaded or sorted. What a reader uses is referenced until its reply is packed.
 *
 * A write drops the snapshots of its round, but for those that a page was cut from and not the last one: they stay, a few
 * of them, so that whoever reads page by page comes to the end of the table they began with. Thread: any.
 */
#ifndef SERVER_CACHE_SNAPSHOTS_H
#define SERVER_CACHE_SNAPSHOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/cache/sorted_ranking.h"
#include "storage/results/store_rankings.h"

struct jx_snapshots;
struct jx_snapshot; /* of what is published of a round, or of what is accepted */

/** Which table of a round. */
struct jx_snapshot_key {
	const char *round;      /* id */
	uint32_t publication;   /* number; 0: what is accepted */
	uint64_t change_number; /* of the round; 0: any, of a publication, whose rows never change */
};

/** Make an empty set.
 *
 * @param max_bytes  of all snapshots in it, with their orders: past it those go first that were not used for longest. The
 *                   one used last stays, whatever it takes.
 * @return NULL without memory.
 */
struct jx_snapshots *jx_snapshots_new(size_t max_bytes);
void jx_snapshots_free(struct jx_snapshots *snapshots); /* NULL allowed; nothing may be referenced */

/** Find a snapshot. @return referenced; NULL: load it, when it is the round as it stands. */
struct jx_snapshot *jx_snapshots_get(struct jx_snapshots *snapshots, const struct jx_snapshot_key *key);

/** Put a ranking that was loaded into the set, or find the one that another thread has put there meanwhile.
 *
 * @param ranking  taken over.
 * @return referenced; NULL without memory.
 */
struct jx_snapshot *jx_snapshots_put(struct jx_snapshots *snapshots, struct jx_ranking *ranking);

/** Hold a ranking of the past, for one call: it is put into no set, where it would take the place of one that others use.
 *
 * @param ranking  taken over.
 * @return referenced; NULL without memory.
 */
struct jx_snapshot *jx_snapshot_of_past(struct jx_ranking *ranking);

/** What a snapshot holds; borrowed from it. */
const struct jx_ranking *jx_snapshot_ranking(const struct jx_snapshot *snapshot);

/** Keep a snapshot beyond the next write: a page of it was given that is not the last. */
void jx_snapshots_keep(struct jx_snapshots *snapshots, struct jx_snapshot *snapshot);

/** How many texts each row of a snapshot has in common with others; borrowed from it; NULL: not counted yet. */
const uint32_t *jx_snapshots_get_copies(struct jx_snapshots *snapshots, const struct jx_snapshot *snapshot);

/** Put the counts into their snapshot. @param copies  by malloc, taken over. @return what the snapshot has now. */
const uint32_t *jx_snapshots_put_copies(
	struct jx_snapshots *snapshots, struct jx_snapshot *snapshot, uint32_t *copies);

/** Find an order of a snapshot. @return referenced; NULL: make it. */
struct jx_sorted_ranking *jx_snapshots_get_order(struct jx_snapshots *snapshots,
	const struct jx_snapshot *snapshot, const struct jx_ranking_query *query);

/** Put an order into its snapshot, beside the caller's reference; of JX_MAX_RANKING_ORDERS the oldest is dropped. */
void jx_snapshots_put_order(
	struct jx_snapshots *snapshots, struct jx_snapshot *snapshot, struct jx_sorted_ranking *order);

/** Drop a reference to a snapshot and to an order of it; NULL allowed for each. */
void jx_snapshots_unref(
	struct jx_snapshots *snapshots, struct jx_snapshot *snapshot, struct jx_sorted_ranking *order);

/** Drop the snapshots of a round, but for those that are kept; who uses one goes on with it. @param round  NULL: of any. */
void jx_snapshots_invalidate(struct jx_snapshots *snapshots, const char *round);

#endif
