#include "server/cache/snapshots.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"

/* Older ones are loaded again when they are asked for. */
#define MAX_SNAPSHOTS 16

struct jx_snapshot {
	struct jx_ranking *ranking;
	struct jx_sorted_ranking
		*orders; /* each referenced once; the newest first, at most JX_MAX_RANKING_ORDERS */
	bool is_published;
	uint32_t refcount; /* readers that use it, and the set */
};

struct jx_snapshots {
	pthread_mutex_t lock; /* guards everything below, and the counts and lists of the snapshots */
	struct jx_snapshot *slots[MAX_SNAPSHOTS];
	size_t next_slot;
	uint64_t version;
};

struct jx_snapshots *jx_snapshots_new(void)
{
	struct jx_snapshots *snapshots = calloc(1, sizeof(*snapshots));
	if (snapshots == NULL || pthread_mutex_init(&snapshots->lock, NULL) == 0)
		return snapshots;
	free(snapshots);
	return NULL;
}

static void lock(struct jx_snapshots *snapshots)
{
	(void)pthread_mutex_lock(&snapshots->lock);
}

static void unlock(struct jx_snapshots *snapshots)
{
	(void)pthread_mutex_unlock(&snapshots->lock);
}

static struct jx_snapshot *snapshot_ref(struct jx_snapshot *snapshot)
{
	assert(snapshot->refcount > 0);
	snapshot->refcount++;
	return snapshot;
}

static void snapshot_unref(struct jx_snapshot *snapshot)
{
	if (snapshot == NULL)
		return;
	assert(snapshot->refcount > 0);
	if (--snapshot->refcount > 0)
		return;
	while (snapshot->orders != NULL) {
		struct jx_sorted_ranking *order = snapshot->orders;
		snapshot->orders = order->next;
		jx_sorted_ranking_unref(order);
	}
	jx_ranking_free(snapshot->ranking);
	free(snapshot);
}

void jx_snapshots_free(struct jx_snapshots *snapshots)
{
	if (snapshots == NULL)
		return;
	for (size_t i = 0; i < MAX_SNAPSHOTS; i++)
		snapshot_unref(snapshots->slots[i]);
	(void)pthread_mutex_destroy(&snapshots->lock);
	free(snapshots);
}

uint64_t jx_snapshots_version(struct jx_snapshots *snapshots)
{
	lock(snapshots);
	uint64_t version = snapshots->version;
	unlock(snapshots);
	return version;
}

/* The lock is held. */
static struct jx_snapshot *find_snapshot(
	const struct jx_snapshots *snapshots, const char *round, bool is_published)
{
	for (size_t i = 0; i < MAX_SNAPSHOTS; i++) {
		struct jx_snapshot *snapshot = snapshots->slots[i];
		if (snapshot != NULL && snapshot->is_published == is_published &&
			strcmp(snapshot->ranking->round, round) == 0)
			return snapshot;
	}
	return NULL;
}

struct jx_snapshot *jx_snapshots_get(struct jx_snapshots *snapshots, const char *round, bool is_published)
{
	lock(snapshots);
	struct jx_snapshot *snapshot = find_snapshot(snapshots, round, is_published);
	if (snapshot != NULL)
		(void)snapshot_ref(snapshot);
	unlock(snapshots);
	return snapshot;
}

static struct jx_snapshot *new_snapshot(struct jx_ranking *ranking, bool is_published)
{
	struct jx_snapshot *snapshot = calloc(1, sizeof(*snapshot));
	if (snapshot == NULL) {
		jx_ranking_free(ranking);
		return NULL;
	}
	*snapshot = (struct jx_snapshot){.ranking = ranking, .is_published = is_published, .refcount = 1};
	return snapshot;
}

struct jx_snapshot *jx_snapshots_put(
	struct jx_snapshots *snapshots, struct jx_ranking *ranking, bool is_published, uint64_t version)
{
	struct jx_snapshot *snapshot = new_snapshot(ranking, is_published);
	if (snapshot == NULL)
		return NULL;
	lock(snapshots);
	struct jx_snapshot *other = find_snapshot(snapshots, ranking->round, is_published);
	if (other != NULL) {
		snapshot_unref(snapshot);
		snapshot = snapshot_ref(other);
	} else if (snapshots->version == version) {
		struct jx_snapshot **slot = &snapshots->slots[snapshots->next_slot++ % MAX_SNAPSHOTS];
		snapshot_unref(*slot);
		*slot = snapshot_ref(snapshot);
	}
	unlock(snapshots);
	return snapshot;
}

const struct jx_ranking *jx_snapshot_ranking(const struct jx_snapshot *snapshot)
{
	return snapshot->ranking;
}

struct jx_sorted_ranking *jx_snapshots_get_order(struct jx_snapshots *snapshots,
	const struct jx_snapshot *snapshot, const struct jx_ranking_query *query)
{
	lock(snapshots);
	struct jx_sorted_ranking *order = snapshot->orders;
	while (order != NULL && !jx_sorted_ranking_is(order, query))
		order = order->next;
	if (order != NULL)
		jx_sorted_ranking_ref(order);
	unlock(snapshots);
	return order;
}

/* Makes room for an order: drops the one like it that another reader may have put, and the oldest of too many. */
static void drop_orders(struct jx_snapshot *snapshot, const struct jx_ranking_query *query)
{
	unsigned n = 1;
	for (struct jx_sorted_ranking **at = &snapshot->orders; *at != NULL;) {
		struct jx_sorted_ranking *other = *at;
		if (!jx_sorted_ranking_is(other, query) && ++n <= JX_MAX_RANKING_ORDERS) {
			at = &other->next;
			continue;
		}
		*at = other->next;
		jx_sorted_ranking_unref(other);
	}
}

void jx_snapshots_put_order(struct jx_snapshots *snapshots, struct jx_snapshot *snapshot,
	struct jx_sorted_ranking *order, uint64_t version)
{
	lock(snapshots);
	if (snapshots->version == version) {
		drop_orders(snapshot, &order->query);
		jx_sorted_ranking_ref(order);
		order->next = snapshot->orders;
		snapshot->orders = order;
	}
	unlock(snapshots);
}

void jx_snapshots_unref(
	struct jx_snapshots *snapshots, struct jx_snapshot *snapshot, struct jx_sorted_ranking *order)
{
	if (snapshot == NULL && order == NULL)
		return;
	lock(snapshots);
	jx_sorted_ranking_unref(order);
	snapshot_unref(snapshot);
	unlock(snapshots);
}

void jx_snapshots_invalidate(struct jx_snapshots *snapshots, const char *round)
{
	lock(snapshots);
	snapshots->version++;
	for (size_t i = 0; i < MAX_SNAPSHOTS; i++) {
		struct jx_snapshot *snapshot = snapshots->slots[i];
		if (snapshot != NULL && strcmp(snapshot->ranking->round, round) == 0) {
			snapshots->slots[i] = NULL;
			snapshot_unref(snapshot);
		}
	}
	unlock(snapshots);
}
