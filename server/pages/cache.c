#include "server/pages/cache.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/fnv.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/list.h"
#include "proto/contract/page/page.h"

#define N_BUCKETS 4096u
#define MAX_SHARE 4u /* of all bytes: what is larger is not kept */

struct kept {
	struct jx_link link; /* the one used last at the end */
	struct kept *next;   /* in the bucket */
	uint64_t hash;
	uint64_t stamp;
	struct jx_answer *answer;
	char path[JX_PAGE_PATH_BYTES];
};

struct jx_page_cache {
	struct kept *buckets[N_BUCKETS];
	struct jx_link used;
	size_t n;
	size_t n_bytes;
};

struct jx_page_cache *jx_page_cache_new(void)
{
	struct jx_page_cache *cache = calloc(1, sizeof(*cache));
	if (cache != NULL)
		jx_list_init(&cache->used);
	return cache;
}

static size_t bytes_of(const struct kept *kept)
{
	return sizeof(*kept) + jx_answer_bytes(kept->answer);
}

static void drop(struct jx_page_cache *cache, struct kept *kept)
{
	struct kept **at = &cache->buckets[kept->hash % N_BUCKETS];
	while (*at != kept)
		at = &(*at)->next;
	*at = kept->next;
	jx_list_remove(&kept->link);
	cache->n--;
	cache->n_bytes -= bytes_of(kept);
	jx_answer_unref(kept->answer);
	free(kept);
}

static void drop_first(struct jx_page_cache *cache)
{
	drop(cache, JX_OF_LINK(jx_list_first(&cache->used), struct kept, link));
}

void jx_page_cache_free(struct jx_page_cache *cache)
{
	if (cache == NULL)
		return;
	while (cache->n > 0)
		drop_first(cache);
	free(cache);
}

static struct kept *find(struct jx_page_cache *cache, const char *path, uint64_t hash)
{
	struct kept *kept = cache->buckets[hash % N_BUCKETS];
	while (kept != NULL && (kept->hash != hash || strcmp(kept->path, path) != 0))
		kept = kept->next;
	return kept;
}

struct jx_answer *jx_page_cache_get(struct jx_page_cache *cache, const char *path, uint64_t stamp)
{
	struct kept *kept = find(cache, path, jx_fnv_text(JX_FNV_START, path));
	if (kept == NULL)
		return NULL;
	if (kept->stamp != stamp) {
		drop(cache, kept);
		return NULL;
	}
	jx_list_remove(&kept->link);
	jx_list_append(&cache->used, &kept->link);
	return kept->answer;
}

void jx_page_cache_put(
	struct jx_page_cache *cache, const char *path, uint64_t stamp, struct jx_answer *answer)
{
	uint64_t hash = jx_fnv_text(JX_FNV_START, path);
	struct kept *before = find(cache, path, hash);
	size_t n_path = strlen(path);
	if (before != NULL)
		drop(cache, before);
	if (n_path >= JX_PAGE_PATH_BYTES || jx_answer_bytes(answer) > JX_MAX_PAGES_BYTES / MAX_SHARE)
		return;
	struct kept *kept = calloc(1, sizeof(*kept));
	if (kept == NULL)
		return;
	kept->hash = hash;
	kept->stamp = stamp;
	kept->answer = jx_answer_ref(answer);
	memcpy(kept->path, path, n_path + 1);
	kept->next = cache->buckets[hash % N_BUCKETS];
	cache->buckets[hash % N_BUCKETS] = kept;
	jx_list_append(&cache->used, &kept->link);
	cache->n++;
	cache->n_bytes += bytes_of(kept);
	while (cache->n > JX_MAX_PAGES_KEPT || cache->n_bytes > JX_MAX_PAGES_BYTES)
		drop_first(cache);
}
