#include "server/cache/rulebooks.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "storage/registry/store_rulebooks.h"

/* A compiled rulebook, in an arena of its own. */
struct entry {
	const struct jx_rulebook *rulebook;
	struct jx_arena arena;
	uint64_t last_use; /* in n_uses of the set */
	uint32_t refcount; /* tasks that use it */
};

struct jx_rulebooks {
	pthread_mutex_t lock; /* guards everything below */
	struct entry *entries[JX_MAX_LOADED_RULEBOOKS];
	uint64_t n_uses;
};

static void free_entry(struct entry *entry)
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
		free_entry(rulebooks->entries[i]);
	(void)pthread_mutex_destroy(&rulebooks->lock);
	free(rulebooks);
}

/* The rulebook of a digest, referenced; NULL when it is not there. The lock is held. */
static const struct jx_rulebook *ref_rulebook(struct jx_rulebooks *rulebooks, const char *digest)
{
	for (size_t i = 0; i < JX_MAX_LOADED_RULEBOOKS; i++) {
		struct entry *entry = rulebooks->entries[i];
		if (entry == NULL || strcmp(jx_rulebook_digest(entry->rulebook), digest) != 0)
			continue;
		entry->last_use = ++rulebooks->n_uses;
		entry->refcount++;
		return entry->rulebook;
	}
	return NULL;
}

/* The slot for one more: an empty one, else that of the least recently used entry that nobody uses; NULL when all are in
 * use. The lock is held. */
static struct entry **find_slot(struct jx_rulebooks *rulebooks)
{
	struct entry **slot = NULL;
	for (size_t i = 0; i < JX_MAX_LOADED_RULEBOOKS; i++) {
		struct entry **at = &rulebooks->entries[i];
		if (*at == NULL)
			return at;
		if ((*at)->refcount == 0 && (slot == NULL || (*at)->last_use < (*slot)->last_use))
			slot = at;
	}
	return slot;
}

static enum jx_status load_rulebook(struct jx_db *db, const char *digest, struct jx_arena *scratch,
	struct entry *entry, struct jx_error *error)
{
	const struct jx_edition_query query = {.digest = digest};
	JxRulebookEdition *edition;
	struct jx_json_problems problems;
	enum jx_status status = jx_edition_get(db, &query, scratch, &edition, error);
	if (status != JX_OK)
		return status;
	status = jx_rulebook_load_message(edition->rulebook, &entry->arena, &problems, &entry->rulebook);
	/* It was right when it was activated: a newer program that refuses it must not judge by half of it. */
	if (status == JX_INVALID)
		return jx_fail_with(error, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(edition->name)));
	return status == JX_OK ? JX_OK : jx_arena_fail(&entry->arena, error);
}

/* Puts an entry into the set, or finds the one that another thread put there meanwhile. Referenced; NULL when all slots
 * are in use. */
static const struct jx_rulebook *put_rulebook(struct jx_rulebooks *rulebooks, struct entry *entry)
{
	struct entry *unused = entry;
	(void)pthread_mutex_lock(&rulebooks->lock);
	const struct jx_rulebook *rulebook = ref_rulebook(rulebooks, jx_rulebook_digest(entry->rulebook));
	struct entry **slot = rulebook == NULL ? find_slot(rulebooks) : NULL;
	if (slot != NULL) {
		unused = *slot;
		*slot = entry;
		entry->last_use = ++rulebooks->n_uses;
		entry->refcount = 1;
		rulebook = entry->rulebook;
	}
	(void)pthread_mutex_unlock(&rulebooks->lock);
	free_entry(unused);
	return rulebook;
}

enum jx_status jx_rulebooks_ref(struct jx_rulebooks *rulebooks, struct jx_db *db, const char *digest,
	struct jx_arena *scratch, const struct jx_rulebook **ret_rulebook, struct jx_error *error)
{
	(void)pthread_mutex_lock(&rulebooks->lock);
	*ret_rulebook = ref_rulebook(rulebooks, digest);
	(void)pthread_mutex_unlock(&rulebooks->lock);
	if (*ret_rulebook != NULL)
		return JX_OK;
	struct entry *entry = calloc(1, sizeof(*entry));
	if (entry == NULL)
		return jx_arena_fail(scratch, error);
	jx_arena_init(&entry->arena, JX_MAX_RULEBOOK_BYTES);
	enum jx_status status = load_rulebook(db, digest, scratch, entry, error);
	if (status != JX_OK) {
		free_entry(entry);
		return status;
	}
	*ret_rulebook = put_rulebook(rulebooks, entry);
	return *ret_rulebook != NULL ? JX_OK : jx_fail(error, JX_REASON_SERVER_BUSY);
}

void jx_rulebooks_unref(struct jx_rulebooks *rulebooks, const struct jx_rulebook *rulebook)
{
	if (rulebook == NULL)
		return;
	(void)pthread_mutex_lock(&rulebooks->lock);
	for (size_t i = 0; i < JX_MAX_LOADED_RULEBOOKS; i++) {
		struct entry *entry = rulebooks->entries[i];
		if (entry != NULL && entry->rulebook == rulebook) {
			assert(entry->refcount > 0);
			entry->refcount--;
		}
	}
	(void)pthread_mutex_unlock(&rulebooks->lock);
}
