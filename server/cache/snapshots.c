#include "server/cache/snapshots.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"

/* Older ones are loaded again when they are asked for. */
#define MAX_SNAPSHOTS 16
/* Of one round, kept beyond a write for those who read page by page. */
#define MAX_KEPT 3

struct jx_snapshot {
	struct jx_ranking *ranking;
	uint32_t *copies; /* NULL: not counted yet */
	struct jx_sorted_ranking
		*orders;   /* each referenced once; the newest first, at most JX_MAX_RANKING_ORDERS */
	uint32_t refcount; /* readers that use it, and the set */
	bool is_kept;      /* also beyond a write */
};

struct jx_snapshots {
	pthread_mutex_t lock; /* guards everything below, and the counts and lists of the snapshots */
	struct jx_snapshot *slots[MAX_SNAPSHOTS];
	size_t next_slot;
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
	free(snapshot->copies);
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

static bool is_of(const struct jx_ranking *ranking, const struct jx_snapshot_key *key)
{
	bool is_any = key->publication != 0 && key->change_number == 0;
	return ranking->publication == key->publication && strcmp(ranking->round, key->round) == 0 &&
	       (is_any || ranking->change_number == key->change_number);
}

/* The lock is held. */
static struct jx_snapshot *find_snapshot(
	const struct jx_snapshots *snapshots, const struct jx_snapshot_key *key)
{
	for (size_t i = 0; i < MAX_SNAPSHOTS; i++) {
		struct jx_snapshot *snapshot = snapshots->slots[i];
		if (snapshot != NULL && is_of(snapshot->ranking, key))
			return snapshot;
	}
	return NULL;
}

struct jx_snapshot *jx_snapshots_get(struct jx_snapshots *snapshots, const struct jx_snapshot_key *key)
{
	lock(snapshots);
	struct jx_snapshot *snapshot = find_snapshot(snapshots, key);
	if (snapshot != NULL)
		(void)snapshot_ref(snapshot);
	unlock(snapshots);
	return snapshot;
}

static struct jx_snapshot *new_snapshot(struct jx_ranking *ranking)
{
	struct jx_snapshot *snapshot = calloc(1, sizeof(*snapshot));
	if (snapshot == NULL) {
		jx_ranking_free(ranking);
		return NULL;
	}
	*snapshot = (struct jx_snapshot){.ranking = ranking, .refcount = 1};
	return snapshot;
}

struct jx_snapshot *jx_snapshots_put(struct jx_snapshots *snapshots, struct jx_ranking *ranking)
{
	const struct jx_snapshot_key key = {ranking->round, ranking->publication, ranking->change_number};
	struct jx_snapshot *snapshot = new_snapshot(ranking);
	if (snapshot == NULL)
		return NULL;
	lock(snapshots);
	struct jx_snapshot *other = find_snapshot(snapshots, &key);
	if (other != NULL) {
		snapshot_unref(snapshot);
		snapshot = snapshot_ref(other);
	} else {
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

void jx_snapshots_keep(struct jx_snapshots *snapshots, struct jx_snapshot *snapshot)
{
	lock(snapshots);
	snapshot->is_kept = true;
	unlock(snapshots);
}

const uint32_t *jx_snapshots_get_copies(struct jx_snapshots *snapshots, const struct jx_snapshot *snapshot)
{
	lock(snapshots);
	const uint32_t *copies = snapshot->copies;
	unlock(snapshots);
	return copies;
}

const uint32_t *jx_snapshots_put_copies(
	struct jx_snapshots *snapshots, struct jx_snapshot *snapshot, uint32_t *copies)
{
	lock(snapshots);
	if (snapshot->copies == NULL)
		snapshot->copies = copies;
	else
		free(copies);
	copies = snapshot->copies;
	unlock(snapshots);
	return copies;
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

void jx_snapshots_put_order(
	struct jx_snapshots *snapshots, struct jx_snapshot *snapshot, struct jx_sorted_ranking *order)
{
	lock(snapshots);
	drop_orders(snapshot, &order->query);
	jx_sorted_ranking_ref(order);
	order->next = snapshot->orders;
	snapshot->orders = order;
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
	size_t n_kept = 0;
	lock(snapshots);
	for (size_t i = 1; i <= MAX_SNAPSHOTS; i++) {
		/* From the newest slot to the oldest. */
		struct jx_snapshot **slot =
			&snapshots->slots[(snapshots->next_slot + MAX_SNAPSHOTS - i) % MAX_SNAPSHOTS];
		if (*slot == NULL || strcmp((*slot)->ranking->round, round) != 0 ||
			((*slot)->is_kept && n_kept++ < MAX_KEPT))
			continue;
		snapshot_unref(*slot);
		*slot = NULL;
	}
	unlock(snapshots);
}
