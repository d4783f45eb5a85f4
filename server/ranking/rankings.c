#include "server/ranking/rankings.h"

#include <stdlib.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/codec.h"
#include "server/call/task_pool.h"
#include "server/daemon/daemon.h"
#include "server/handlers/rank.h"
#include "server/identity/auth.h"
#include "storage/results/store_rankings.h"

/* Rounds whose snapshots are kept; older ones are loaded again when asked for. */
#define MAX_SNAPSHOTS 16
#define N_BUCKETS     512u

/* A snapshot of a round, for those who see what is accepted or for those who see what is published. */
struct jx_snapshot {
	struct jx_ranking *ranking;
	struct jx_sorted_ranking
		*orders; /* each held once; the one made last first, at most JX_MAX_RANKING_ORDERS */
	bool is_published;
	uint32_t refcount; /* tasks that compute from it, and the set itself */
};

/* A reply that is kept or being made. */
struct entry {
	struct entry *next_in_bucket;
	struct entry *newer; /* the list of use: oldest first */
	struct entry *older;
	struct jx_reply_buf *frame; /* NULL while it is being made */
	struct jx_task *waiting;    /* tasks that asked meanwhile */
	char round[64];
	bool is_published;
	bool reads_reports;
	bool is_forgotten; /* the round changed while it was being made: answer, but do not keep */
	uint32_t hash;
	size_t n_key;
	uint8_t key[]; /* the request's bytes */
};

struct jx_rankings {
	struct jx_snapshot *snapshots[MAX_SNAPSHOTS];
	size_t next_snapshot;
	struct entry *buckets[N_BUCKETS];
	struct entry *oldest;
	struct entry *newest;
	size_t n_entries;
	size_t n_bytes;
};

/* What a task carries between loop and reader; in its arena. */
struct ranking_job {
	bool is_published;
	bool reads_reports; /* by the formulas of its request */
	bool is_authorised;
	struct entry *entry;
	struct jx_snapshot *snapshot;    /* held; NULL: to be loaded */
	struct jx_sorted_ranking *order; /* held; NULL: to be made, by the reader */
	bool is_order_new;               /* the reader has made it */
	struct jx_ranking *loaded;       /* what the reader loaded */
};

struct jx_rankings *jx_rankings_new(void)
{
	return calloc(1, sizeof(struct jx_rankings));
}

static void snapshot_give_back(struct jx_snapshot *snapshot)
{
	if (snapshot == NULL || --snapshot->refcount > 0)
		return;
	while (snapshot->orders != NULL) {
		struct jx_sorted_ranking *order = snapshot->orders;
		snapshot->orders = order->next;
		jx_sorted_ranking_unref(order);
	}
	jx_ranking_free(snapshot->ranking);
	free(snapshot);
}

static struct jx_ranking_query wish_of(const struct jx_task *task)
{
	const struct ranking_job *job = task->prepared;
	return jx_ranking_query_of((const JxRankDepartmentsRequest *)task->message, job->reads_reports);
}

static struct jx_sorted_ranking *find_kept_order(
	const struct jx_snapshot *snapshot, const struct jx_task *task)
{
	const struct jx_ranking_query query = wish_of(task);
	struct jx_sorted_ranking *order = snapshot->orders;
	while (order != NULL && !jx_sorted_ranking_is(order, &query))
		order = order->next;
	return order;
}

/* Keeps an order with its snapshot; the one kept longest gives way. Two readers may have made the same. */
static void keep_order(struct jx_snapshot *snapshot, struct jx_sorted_ranking *order)
{
	unsigned n = 1;
	for (struct jx_sorted_ranking **at = &snapshot->orders; *at != NULL;) {
		struct jx_sorted_ranking *other = *at;
		bool is_same = jx_sorted_ranking_is(other, &order->query);
		if (!is_same && ++n <= JX_MAX_RANKING_ORDERS) {
			at = &other->next;
			continue;
		}
		*at = other->next;
		jx_sorted_ranking_unref(other);
	}
	order->refcount++;
	order->next = snapshot->orders;
	snapshot->orders = order;
}

static void unlink_from_use(struct jx_rankings *rankings, struct entry *entry)
{
	*(entry->older != NULL ? &entry->older->newer : &rankings->oldest) = entry->newer;
	*(entry->newer != NULL ? &entry->newer->older : &rankings->newest) = entry->older;
	entry->older = entry->newer = NULL;
}

static void link_as_newest(struct jx_rankings *rankings, struct entry *entry)
{
	entry->older = rankings->newest;
	entry->newer = NULL;
	*(rankings->newest != NULL ? &rankings->newest->newer : &rankings->oldest) = entry;
	rankings->newest = entry;
}

static void touch(struct jx_rankings *rankings, struct entry *entry)
{
	if (rankings->newest == entry)
		return;
	unlink_from_use(rankings, entry);
	link_as_newest(rankings, entry);
}

static void unlink_from_bucket(struct jx_rankings *rankings, struct entry *entry)
{
	struct entry **at = &rankings->buckets[entry->hash % N_BUCKETS];
	while (*at != entry)
		at = &(*at)->next_in_bucket;
	*at = entry->next_in_bucket;
}

/* Removes an entry that is made; one that is being made is only marked. */
static void drop(struct jx_rankings *rankings, struct entry *entry)
{
	unlink_from_bucket(rankings, entry);
	unlink_from_use(rankings, entry);
	rankings->n_entries--;
	if (entry->frame == NULL) {
		entry->is_forgotten = true;
		return;
	}
	rankings->n_bytes -= entry->frame->n_bytes;
	jx_reply_buf_unref(entry->frame);
	free(entry);
}

void jx_rankings_free(struct jx_rankings *rankings)
{
	if (rankings == NULL)
		return;
	while (rankings->oldest != NULL)
		drop(rankings, rankings->oldest);
	for (size_t i = 0; i < MAX_SNAPSHOTS; i++)
		snapshot_give_back(rankings->snapshots[i]);
	free(rankings);
}

void jx_rankings_forget(struct jx_rankings *rankings, const char *round)
{
	for (size_t i = 0; i < MAX_SNAPSHOTS; i++) {
		struct jx_snapshot *snapshot = rankings->snapshots[i];
		if (snapshot != NULL && strcmp(snapshot->ranking->round, round) == 0) {
			rankings->snapshots[i] = NULL;
			snapshot_give_back(snapshot);
		}
	}
	for (struct entry *entry = rankings->oldest, *newer; entry != NULL; entry = newer) {
		newer = entry->newer;
		if (strcmp(entry->round, round) == 0)
			drop(rankings, entry);
	}
}

/* FNV-1a, 32 bits: the keys are short and the buckets few; a flood of one bucket is bounded by the cache. */
static uint32_t hash_of(const uint8_t *bytes, size_t n, bool is_published)
{
	uint32_t hash = 2166136261u ^ (is_published ? 1u : 0u);
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ bytes[i]) * 16777619u;
	return hash;
}

static struct entry *find(struct jx_rankings *rankings, const struct jx_call *call,
	const struct ranking_job *job, uint32_t hash)
{
	struct entry *entry = rankings->buckets[hash % N_BUCKETS];
	while (entry != NULL &&
		!(entry->hash == hash && entry->is_published == job->is_published &&
			entry->reads_reports == job->reads_reports && entry->n_key == call->n_message_bytes &&
			memcmp(entry->key, call->message, entry->n_key) == 0))
		entry = entry->next_in_bucket;
	return entry;
}

static struct entry *add(struct jx_rankings *rankings, const struct jx_task *task, uint32_t hash)
{
	const struct ranking_job *job = task->prepared;
	const struct jx_call *call = task->call;
	while (rankings->n_entries >= JX_MAX_CACHED_REPLIES)
		drop(rankings, rankings->oldest);
	struct entry *entry = calloc(1, sizeof(*entry) + call->n_message_bytes);
	if (entry == NULL)
		return NULL;
	entry->hash = hash;
	entry->is_published = job->is_published;
	entry->reads_reports = job->reads_reports;
	entry->n_key = call->n_message_bytes;
	if (entry->n_key > 0)
		memcpy(entry->key, call->message, entry->n_key);
	(void)jx_text_copy(entry->round, sizeof(entry->round), task->round);
	entry->next_in_bucket = rankings->buckets[hash % N_BUCKETS];
	rankings->buckets[hash % N_BUCKETS] = entry;
	link_as_newest(rankings, entry);
	rankings->n_entries++;
	return entry;
}

static struct jx_snapshot *find_snapshot(struct jx_rankings *rankings, const char *round, bool is_published)
{
	for (size_t i = 0; i < MAX_SNAPSHOTS; i++) {
		struct jx_snapshot *snapshot = rankings->snapshots[i];
		if (snapshot != NULL && snapshot->is_published == is_published &&
			strcmp(snapshot->ranking->round, round) == 0)
			return snapshot;
	}
	return NULL;
}

/* Takes a ranking over; the snapshot it is kept in, borrowed, or NULL when there is one already. */
static struct jx_snapshot *keep_snapshot(
	struct jx_rankings *rankings, struct jx_ranking *ranking, bool is_published)
{
	struct jx_snapshot *snapshot = NULL;
	if (find_snapshot(rankings, ranking->round, is_published) == NULL)
		snapshot = calloc(1, sizeof(*snapshot));
	if (snapshot == NULL) {
		jx_ranking_free(ranking);
		return NULL;
	}
	*snapshot = (struct jx_snapshot){.ranking = ranking, .is_published = is_published, .refcount = 1};
	size_t place = rankings->next_snapshot++ % MAX_SNAPSHOTS;
	snapshot_give_back(rankings->snapshots[place]);
	rankings->snapshots[place] = snapshot;
	return snapshot;
}

static void reply_kept(struct jx_task *task, struct jx_reply_buf *frame)
{
	jx_reply_buf_ref(frame);
	task->frame = frame;
	task->status = JX_OK;
	jx_task_answer(task);
}

/* The caller may see it: answer from what is kept, wait for what is being made, or make it. */
static void answer(struct jx_task *task, struct ranking_job *job)
{
	struct jx_rankings *rankings = task->daemon->rankings;
	uint32_t hash = hash_of(task->call->message, task->call->n_message_bytes, job->is_published);
	struct entry *entry = find(rankings, task->call, job, hash);
	if (entry != NULL && entry->frame != NULL) {
		touch(rankings, entry);
		reply_kept(task, entry->frame);
		return;
	}
	if (entry != NULL) {
		task->next_waiting = entry->waiting;
		entry->waiting = task;
		return;
	}
	job->entry = add(rankings, task, hash);
	if (job->entry == NULL) {
		task->status = jx_fail(&task->error, JX_REASON_OUT_OF_MEMORY);
		jx_task_answer(task);
		return;
	}
	job->snapshot = find_snapshot(rankings, task->round, job->is_published);
	if (job->snapshot != NULL) {
		job->snapshot->refcount++;
		job->order = find_kept_order(job->snapshot, task);
	}
	if (job->order != NULL)
		job->order->refcount++;
	task->stage = JX_STAGE_HANDLE;
	if (jx_task_queue_read(task) != JX_OK)
		jx_rankings_done(task);
}

static void fail(struct jx_task *task, enum jx_status status)
{
	task->status = status;
	jx_task_answer(task);
}

struct jx_reply_buf *jx_rankings_reply(struct jx_rankings *rankings, const struct jx_call *call)
{
	if (call->listener != JX_LISTENER_PUBLIC)
		return NULL;
	const struct ranking_job job = {.is_published = true};
	uint32_t hash = hash_of(call->message, call->n_message_bytes, true);
	struct entry *entry = find(rankings, call, &job, hash);
	if (entry == NULL || entry->frame == NULL)
		return NULL;
	touch(rankings, entry);
	return entry->frame;
}

void jx_rankings_start(struct jx_task *task)
{
	struct jx_call *call = task->call;
	struct ranking_job *job = jx_arena_calloc(&task->arena, 1, sizeof(*job));
	if (job == NULL) {
		fail(task, jx_task_no_memory(task));
		return;
	}
	task->prepared = job;
	enum jx_status status = jx_codec_unpack_request(task->method->request, call->message,
		call->n_message_bytes, &task->arena, &task->message, &task->error);
	const JxRankDepartmentsRequest *request = (const JxRankDepartmentsRequest *)task->message;
	if (status == JX_OK)
		status = jx_task_id_of(
			task, "rounds", "round", request->round, task->round, sizeof(task->round));
	/* Not the published ones instead: whoever asks for these would take the answer for what he asked for. */
	if (status == JX_OK && call->listener == JX_LISTENER_PUBLIC &&
		request->source == JX_REPORT_SOURCE_ACCEPTED)
		status = jx_fail(&task->error, JX_REASON_NO_CERTIFICATE);
	if (status != JX_OK) {
		fail(task, status);
		return;
	}
	if (call->listener == JX_LISTENER_PUBLIC) {
		job->is_published = true;
		job->is_authorised = true;
		answer(task, job);
		return;
	}
	task->stage = JX_STAGE_PREPARE;
	if (jx_task_queue_read(task) != JX_OK)
		jx_task_answer(task);
}

enum jx_status jx_rankings_authorise(struct jx_task *task)
{
	struct ranking_job *job = task->prepared;
	const JxRankDepartmentsRequest *request = (const JxRankDepartmentsRequest *)task->message;
	enum jx_status status = jx_auth_check(task);
	if (status == JX_OK)
		status = jx_rank_scope(task, request->source, &job->is_published);
	job->is_authorised = status == JX_OK;
	job->reads_reports = status == JX_OK && jx_rank_reads_reports(task, request, job->is_published);
	return status;
}

enum jx_status jx_rankings_handle(struct jx_task *task)
{
	struct ranking_job *job = task->prepared;
	const struct jx_ranking *ranking = job->snapshot != NULL ? job->snapshot->ranking : NULL;
	enum jx_status status = JX_OK;
	if (ranking == NULL) {
		status = jx_rank_load(task, job->is_published, &job->loaded);
		ranking = job->loaded;
	}
	if (status == JX_OK && job->order == NULL) {
		const struct jx_ranking_query query = wish_of(task);
		status = jx_rank_order_of(task, ranking, &query, &job->order);
		job->is_order_new = status == JX_OK;
	}
	const struct jx_rank_table table = {ranking, job->order};
	return status == JX_OK ? jx_rank_reply(task, &table, job->is_published) : status;
}

/* Answers the tasks that waited for an entry, with its frame or with the error of the one that made it; when only
 * that one's own time was over, one of the others makes it anew. */
static void answer_waiting(struct jx_task *waiting, const struct jx_task *maker, struct jx_reply_buf *frame)
{
	while (waiting != NULL) {
		struct jx_task *task = waiting;
		waiting = task->next_waiting;
		if (frame != NULL) {
			reply_kept(task, frame);
		} else if (maker->status == JX_DEADLINE) {
			answer(task, task->prepared);
		} else {
			task->error = maker->error;
			fail(task, maker->status);
		}
	}
}

static void keep_or_free(struct jx_rankings *rankings, struct entry *entry, struct jx_reply_buf *frame)
{
	if (frame == NULL || entry->is_forgotten) {
		if (!entry->is_forgotten) {
			unlink_from_bucket(rankings, entry);
			unlink_from_use(rankings, entry);
			rankings->n_entries--;
		}
		free(entry);
		return;
	}
	jx_reply_buf_ref(frame);
	entry->frame = frame;
	rankings->n_bytes += frame->n_bytes;
	while (rankings->n_bytes > JX_MAX_CACHED_REPLY_BYTES && rankings->oldest != entry)
		drop(rankings, rankings->oldest);
}

void jx_rankings_done(struct jx_task *task)
{
	struct jx_rankings *rankings = task->daemon->rankings;
	struct ranking_job *job = task->prepared;
	if (task->stage == JX_STAGE_PREPARE) {
		if (task->status == JX_OK)
			answer(task, job);
		else
			jx_task_answer(task);
		return;
	}
	struct entry *entry = job->entry;
	struct jx_reply_buf *frame = task->status == JX_OK ? task->frame : NULL;
	struct jx_task *waiting = entry->waiting;
	entry->waiting = NULL;
	struct jx_snapshot *kept = job->snapshot;
	if (job->loaded != NULL && !entry->is_forgotten)
		kept = keep_snapshot(rankings, job->loaded, job->is_published);
	else
		jx_ranking_free(job->loaded);
	if (kept != NULL && job->is_order_new)
		keep_order(kept, job->order);
	jx_sorted_ranking_unref(job->order);
	snapshot_give_back(job->snapshot);
	keep_or_free(rankings, entry, frame);
	answer_waiting(waiting, task, frame);
	jx_task_answer(task);
}
