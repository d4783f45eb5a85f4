#include "server/judging/rulebooks.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "server/daemon/daemon.h"
#include "storage/registry/store_rulebooks.h"

/* A compiled rulebook, in an arena of its own. */
struct entry {
	const struct jx_rulebook *rulebook;
	struct jx_arena arena;
	uint64_t used; /* when it was asked for last, in asks */
	uint32_t refcount;
};

struct jx_rulebooks {
	pthread_mutex_t lock; /* guards everything below */
	struct entry *entries[JX_MAX_LOADED_RULEBOOKS];
	uint64_t n_asks;
};

static void entry_free(struct entry *entry)
{
	if (entry == NULL)
		return;
	jx_arena_clear(&entry->arena);
	free(entry);
}

struct jx_rulebooks *jx_rulebooks_new(void)
{
	struct jx_rulebooks *rulebooks = calloc(1, sizeof(*rulebooks));
	if (rulebooks == NULL || pthread_mutex_init(&rulebooks->lock, NULL) == 0)
		return rulebooks;
	free(rulebooks);
	return NULL;
}

void jx_rulebooks_free(struct jx_rulebooks *rulebooks)
{
	if (rulebooks == NULL)
		return;
	for (size_t i = 0; i < JX_MAX_LOADED_RULEBOOKS; i++)
		entry_free(rulebooks->entries[i]);
	(void)pthread_mutex_destroy(&rulebooks->lock);
	free(rulebooks);
}

/* Holds the entry of a digest; NULL when it is not there. The lock is held. */
static const struct jx_rulebook *find(struct jx_rulebooks *rulebooks, const char *digest)
{
	for (size_t i = 0; i < JX_MAX_LOADED_RULEBOOKS; i++) {
		struct entry *entry = rulebooks->entries[i];
		if (entry == NULL || strcmp(jx_rulebook_digest(entry->rulebook), digest) != 0)
			continue;
		entry->used = ++rulebooks->n_asks;
		entry->refcount++;
		return entry->rulebook;
	}
	return NULL;
}

/* The place for one more: a free one, else that of the entry nobody holds and nobody asked for longest; NULL when all
 * are held. The lock is held. */
static struct entry **find_place(struct jx_rulebooks *rulebooks)
{
	struct entry **place = NULL;
	for (size_t i = 0; i < JX_MAX_LOADED_RULEBOOKS; i++) {
		struct entry **at = &rulebooks->entries[i];
		if (*at == NULL)
			return at;
		if ((*at)->refcount == 0 && (place == NULL || (*at)->used < (*place)->used))
			place = at;
	}
	return place;
}

static enum jx_status load(struct jx_task *task, const char *digest, struct entry *entry)
{
	const struct jx_edition_query query = {.digest = digest};
	JxRulebookEdition *edition;
	struct jx_json_problems problems;
	enum jx_status status = jx_edition_get(task->db, &query, &task->arena, &edition, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_rulebook_load_message(edition->rulebook, &entry->arena, &problems, &entry->rulebook);
	/* It was right when it was activated: a newer program that refuses it must not judge by half of it. */
	if (status == JX_INVALID)
		return jx_fail_with(&task->error, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(edition->name)));
	return status == JX_OK ? JX_OK : jx_arena_fail(&entry->arena, &task->error);
}

/* Puts an entry into the set, or finds the one that another thread put there meanwhile; held once. */
static const struct jx_rulebook *keep(struct jx_rulebooks *rulebooks, struct entry *entry)
{
	struct entry *gone = entry;
	(void)pthread_mutex_lock(&rulebooks->lock);
	const struct jx_rulebook *kept = find(rulebooks, jx_rulebook_digest(entry->rulebook));
	struct entry **place = kept == NULL ? find_place(rulebooks) : NULL;
	if (place != NULL) {
		gone = *place;
		*place = entry;
		entry->used = ++rulebooks->n_asks;
		entry->refcount = 1;
		kept = entry->rulebook;
	}
	(void)pthread_mutex_unlock(&rulebooks->lock);
	entry_free(gone);
	return kept;
}

enum jx_status jx_rulebooks_ref(struct jx_task *task, const char *digest)
{
	struct jx_rulebooks *rulebooks = task->daemon->rulebooks;
	jx_rulebooks_unref(rulebooks, task->rulebook);
	task->rulebook = NULL;
	if (digest[0] == '\0')
		return JX_OK;
	(void)pthread_mutex_lock(&rulebooks->lock);
	task->rulebook = find(rulebooks, digest);
	(void)pthread_mutex_unlock(&rulebooks->lock);
	if (task->rulebook != NULL)
		return JX_OK;
	struct entry *entry = calloc(1, sizeof(*entry));
	if (entry == NULL)
		return jx_fail(&task->error, JX_REASON_OUT_OF_MEMORY);
	jx_arena_init(&entry->arena, JX_MAX_RULEBOOK_BYTES);
	enum jx_status status = load(task, digest, entry);
	if (status != JX_OK) {
		entry_free(entry);
		return status;
	}
	task->rulebook = keep(rulebooks, entry);
	return task->rulebook != NULL ? JX_OK : jx_fail(&task->error, JX_REASON_SERVER_BUSY);
}

void jx_rulebooks_unref(struct jx_rulebooks *rulebooks, const struct jx_rulebook *rulebook)
{
	if (rulebook == NULL)
		return;
	(void)pthread_mutex_lock(&rulebooks->lock);
	for (size_t i = 0; i < JX_MAX_LOADED_RULEBOOKS; i++) {
		struct entry *entry = rulebooks->entries[i];
		if (entry != NULL && entry->rulebook == rulebook)
			entry->refcount--;
	}
	(void)pthread_mutex_unlock(&rulebooks->lock);
}
