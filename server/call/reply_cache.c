#include "server/call/reply_cache.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/fnv.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "server/call/task.h"

#define N_BUCKETS 512u

struct jx_cached_reply {
	struct jx_cached_reply *next_in_bucket;
	struct jx_cached_reply *lru_next; /* used more recently */
	struct jx_cached_reply *lru_previous;
	struct jx_reply_buf *reply; /* NULL while it is being made */
	struct jx_task *waiting;    /* by next_waiting */
	const struct jx_method *method;
	uint64_t hash;
	uint32_t view;
	bool is_invalidated; /* while it was being made; then it is in no list */
	char round[64];
	size_t n_request_bytes;
	uint8_t request[];
};

struct jx_reply_cache {
	struct jx_cached_reply *buckets[N_BUCKETS];
	struct jx_cached_reply *lru_head; /* the least recently used */
	struct jx_cached_reply *lru_tail;
	size_t n_entries;
	size_t n_bytes;
};

struct jx_reply_cache *jx_reply_cache_new(void)
{
	return calloc(1, sizeof(struct jx_reply_cache));
}

static void lru_remove(struct jx_reply_cache *cache, struct jx_cached_reply *entry)
{
	*(entry->lru_previous != NULL ? &entry->lru_previous->lru_next : &cache->lru_head) = entry->lru_next;
	*(entry->lru_next != NULL ? &entry->lru_next->lru_previous : &cache->lru_tail) = entry->lru_previous;
	entry->lru_previous = entry->lru_next = NULL;
}

static void lru_append(struct jx_reply_cache *cache, struct jx_cached_reply *entry)
{
	entry->lru_previous = cache->lru_tail;
	*(cache->lru_tail != NULL ? &cache->lru_tail->lru_next : &cache->lru_head) = entry;
	cache->lru_tail = entry;
}

static void lru_touch(struct jx_reply_cache *cache, struct jx_cached_reply *entry)
{
	lru_remove(cache, entry);
	lru_append(cache, entry);
}

/* Takes an entry out of all lists. */
static void remove_entry(struct jx_reply_cache *cache, struct jx_cached_reply *entry)
{
	struct jx_cached_reply **at = &cache->buckets[entry->hash % N_BUCKETS];
	while (*at != entry)
		at = &(*at)->next_in_bucket;
	*at = entry->next_in_bucket;
	lru_remove(cache, entry);
	cache->n_entries--;
}

/* Drops an entry; one that is being made stays with its maker, who is told by the mark. */
static void drop_entry(struct jx_reply_cache *cache, struct jx_cached_reply *entry)
{
	remove_entry(cache, entry);
	if (entry->reply == NULL) {
		entry->is_invalidated = true;
		return;
	}
	cache->n_bytes -= entry->reply->n_bytes;
	jx_reply_buf_unref(entry->reply);
	free(entry);
}

void jx_reply_cache_free(struct jx_reply_cache *cache)
{
	if (cache == NULL)
		return;
	while (cache->lru_head != NULL)
		drop_entry(cache, cache->lru_head);
	free(cache);
}

/* Who sends requests to make them collide fills one bucket, which is bounded like the cache. */
static uint64_t hash_of(const struct jx_reply_key *key)
{
	return jx_fnv_bytes(JX_FNV_START ^ key->view, key->request, key->n_request_bytes);
}

static struct jx_cached_reply *find_entry(
	const struct jx_reply_cache *cache, const struct jx_reply_key *key, uint64_t hash)
{
	struct jx_cached_reply *entry = cache->buckets[hash % N_BUCKETS];
	while (entry != NULL &&
		!(entry->hash == hash && entry->method == key->method && entry->view == key->view &&
			entry->n_request_bytes == key->n_request_bytes &&
			(key->n_request_bytes == 0 ||
				memcmp(entry->request, key->request, key->n_request_bytes) == 0)))
		entry = entry->next_in_bucket;
	return entry;
}

struct jx_reply_buf *jx_reply_cache_get(struct jx_reply_cache *cache, const struct jx_reply_key *key)
{
	struct jx_cached_reply *entry = find_entry(cache, key, hash_of(key));
	if (entry == NULL || entry->reply == NULL)
		return NULL;
	lru_touch(cache, entry);
	return entry->reply;
}

bool jx_reply_cache_wait(struct jx_reply_cache *cache, const struct jx_reply_key *key, struct jx_task *task)
{
	struct jx_cached_reply *entry = find_entry(cache, key, hash_of(key));
	if (entry == NULL || entry->reply != NULL)
		return false;
	task->next_waiting = entry->waiting;
	entry->waiting = task;
	return true;
}

struct jx_cached_reply *jx_reply_cache_begin(
	struct jx_reply_cache *cache, const struct jx_reply_key *key, const char *round)
{
	while (cache->n_entries >= JX_MAX_CACHED_REPLIES)
		drop_entry(cache, cache->lru_head);
	struct jx_cached_reply *entry = calloc(1, sizeof(*entry) + key->n_request_bytes);
	if (entry == NULL)
		return NULL;
	entry->method = key->method;
	entry->view = key->view;
	entry->hash = hash_of(key);
	entry->n_request_bytes = key->n_request_bytes;
	if (key->n_request_bytes > 0)
		memcpy(entry->request, key->request, key->n_request_bytes);
	(void)jx_text_copy(entry->round, sizeof(entry->round), round);
	struct jx_cached_reply **bucket = &cache->buckets[entry->hash % N_BUCKETS];
	entry->next_in_bucket = *bucket;
	*bucket = entry;
	lru_append(cache, entry);
	cache->n_entries++;
	return entry;
}

struct jx_task *jx_reply_cache_next_maker(struct jx_cached_reply *entry)
{
	struct jx_task *task = entry->waiting;
	if (task != NULL)
		entry->waiting = task->next_waiting;
	return task;
}

struct jx_task *jx_reply_cache_put(
	struct jx_reply_cache *cache, struct jx_cached_reply *entry, struct jx_reply_buf *reply)
{
	assert(entry->reply == NULL);
	struct jx_task *waiting = entry->waiting;
	entry->waiting = NULL;
	if (entry->is_invalidated) {
		free(entry);
		return waiting;
	}
	if (reply == NULL) {
		remove_entry(cache, entry);
		free(entry);
		return waiting;
	}
	jx_reply_buf_ref(reply);
	entry->reply = reply;
	cache->n_bytes += reply->n_bytes;
	while (cache->n_bytes > JX_MAX_CACHED_REPLY_BYTES && cache->lru_head != entry)
		drop_entry(cache, cache->lru_head);
	return waiting;
}

void jx_reply_cache_invalidate(struct jx_reply_cache *cache, const char *round)
{
	for (struct jx_cached_reply *entry = cache->lru_head, *next; entry != NULL; entry = next) {
		next = entry->lru_next;
		if (round == NULL || strcmp(entry->round, round) == 0)
			drop_entry(cache, entry);
	}
}
