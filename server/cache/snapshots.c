#include "server/cache/snapshots.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/list.h"

/* Those that were not used for longest are loaded again when they are asked for. */
#define MAX_SNAPSHOTS 16
/* Of one round, kept beyond a write for those who read page by page. */
#define MAX_KEPT 3

struct jx_snapshot {
	struct jx_link in_set; /* or in none */
	size_t n_bytes;        /* with copies and orders */
	struct jx_ranking *ranking;
	uint32_t *copies; /* NULL: not counted yet */
	struct jx_sorted_ranking
		*orders;   /* each referenced once; the newest first, at most JX_MAX_RANKING_ORDERS */
	uint32_t refcount; /* readers that use it, and the set */
	bool is_kept;      /* also beyond a write */
};

struct jx_snapshots {
	pthread_mutex_t lock; /* guards everything below, and the counts and lists of the snapshots */
	struct jx_link set;   /* the least recently used first */
	size_t n_snapshots;
	size_t n_bytes; /* of those in the set */
	size_t max_bytes;
};

struct jx_snapshots *jx_snapshots_new(size_t max_bytes)
{
	struct jx_snapshots *snapshots = calloc(1, sizeof(*snapshots));
	if (snapshots == NULL || pthread_mutex_init(&snapshots->lock, NULL) != 0) {
		free(snapshots);
		return NULL;
	}
	jx_list_init(&snapshots->set);
	snapshots->max_bytes = max_bytes;
	return snapshots;
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

static struct jx_snapshot *oldest_snapshot(const struct jx_snapshots *snapshots)
{
	struct jx_link *link = jx_list_first(&snapshots->set);
	return link != NULL ? JX_OF_LINK(link, struct jx_snapshot, in_set) : NULL;
}

/* The lock is held. */
static void drop_snapshot(struct jx_snapshots *snapshots, struct jx_snapshot *snapshot)
{
	jx_list_remove(&snapshot->in_set);
	snapshots->n_snapshots--;
	snapshots->n_bytes -= snapshot->n_bytes;
	snapshot_unref(snapshot);
}

/* Puts a snapshot behind all others. The lock is held. */
static void note_use(struct jx_snapshots *snapshots, struct jx_snapshot *snapshot)
{
	jx_list_remove(&snapshot->in_set);
	jx_list_append(&snapshots->set, &snapshot->in_set);
}

/* Counts what a snapshot has gained, and lets the least recently used go; never the last one. The lock is held. */
static void add_bytes(struct jx_snapshots *snapshots, struct jx_snapshot *snapshot, size_t n)
{
	snapshot->n_bytes += n;
	if (jx_list_is_empty(&snapshot->in_set))
		return;
	snapshots->n_bytes += n;
	while (snapshots->n_snapshots > 1 &&
		(snapshots->n_snapshots > MAX_SNAPSHOTS || snapshots->n_bytes > snapshots->max_bytes))
		drop_snapshot(snapshots, oldest_snapshot(snapshots));
}

static void remove_bytes(struct jx_snapshots *snapshots, struct jx_snapshot *snapshot, size_t n)
{
	snapshot->n_bytes -= n;
	if (!jx_list_is_empty(&snapshot->in_set))
		snapshots->n_bytes -= n;
}

void jx_snapshots_free(struct jx_snapshots *snapshots)
{
	if (snapshots == NULL)
		return;
	while (!jx_list_is_empty(&snapshots->set))
		drop_snapshot(snapshots, oldest_snapshot(snapshots));
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
	for (struct jx_link *link = snapshots->set.next; link != &snapshots->set; link = link->next) {
		struct jx_snapshot *snapshot = JX_OF_LINK(link, struct jx_snapshot, in_set);
		if (is_of(snapshot->ranking, key))
			return snapshot;
	}
	return NULL;
}

struct jx_snapshot *jx_snapshots_get(struct jx_snapshots *snapshots, const struct jx_snapshot_key *key)
{
	lock(snapshots);
	struct jx_snapshot *snapshot = find_snapshot(snapshots, key);
	if (snapshot != NULL)
		note_use(snapshots, snapshot_ref(snapshot));
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
	jx_list_init(&snapshot->in_set);
	return snapshot;
}

struct jx_snapshot *jx_snapshot_of_past(struct jx_ranking *ranking)
{
	return new_snapshot(ranking);
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
		note_use(snapshots, snapshot_ref(snapshot));
		snapshots->n_snapshots++;
		add_bytes(snapshots, snapshot, sizeof(*snapshot) + jx_ranking_bytes(ranking));
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
	if (snapshot->copies == NULL) {
		snapshot->copies = copies;
		add_bytes(snapshots, snapshot, snapshot->ranking->n_rows * sizeof(*copies));
	} else {
		free(copies);
	}
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
static void drop_orders(
	struct jx_snapshots *snapshots, struct jx_snapshot *snapshot, const struct jx_ranking_query *query)
{
	unsigned n = 1;
	for (struct jx_sorted_ranking **at = &snapshot->orders; *at != NULL;) {
		struct jx_sorted_ranking *other = *at;
		if (!jx_sorted_ranking_is(other, query) && ++n <= JX_MAX_RANKING_ORDERS) {
			at = &other->next;
			continue;
		}
		*at = other->next;
		remove_bytes(snapshots, snapshot, jx_sorted_ranking_bytes(other, snapshot->ranking));
		jx_sorted_ranking_unref(other);
	}
}

void jx_snapshots_put_order(
	struct jx_snapshots *snapshots, struct jx_snapshot *snapshot, struct jx_sorted_ranking *order)
{
	lock(snapshots);
	drop_orders(snapshots, snapshot, &order->query);
	jx_sorted_ranking_ref(order);
	order->next = snapshot->orders;
	snapshot->orders = order;
	add_bytes(snapshots, snapshot, jx_sorted_ranking_bytes(order, snapshot->ranking));
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
	struct jx_link *link = snapshots->set.previous;
	while (link != &snapshots->set) {
		struct jx_snapshot *snapshot = JX_OF_LINK(link, struct jx_snapshot, in_set);
		link = link->previous;
		if ((round == NULL || strcmp(snapshot->ranking->round, round) == 0) &&
			!(snapshot->is_kept && n_kept++ < MAX_KEPT))
			drop_snapshot(snapshots, snapshot);
	}
	unlock(snapshots);
}
