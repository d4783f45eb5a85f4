/*
 * A cache of compiled rulebooks, so that a report is judged without reading its rulebook again.
 *
 * Reader and writer threads take one from here by its digest; the first to ask loads it from the database. A compiled
 * rulebook never changes, so only the list of them is shared: under one mutex, held for a few comparisons and never
 * while one is loaded (two threads may load the same; the second copy is freed). At most JX_MAX_LOADED_RULEBOOKS; of
 * those that nobody uses, the least recently used goes first. Thread: any.
 */
#ifndef SERVER_CACHE_RULEBOOKS_H
#define SERVER_CACHE_RULEBOOKS_H

#include "proto/contract/rulebook/rulebook.h"
#include "storage/store.h"

struct jx_rulebooks;

/** Make an empty set. @return NULL without memory. */
struct jx_rulebooks *jx_rulebooks_new(void);
void jx_rulebooks_free(struct jx_rulebooks *rulebooks); /* NULL allowed; nothing may be referenced */

/** Find a rulebook, or load it.
 *
 * @param scratch       for what is read from the database.
 * @param ret_rulebook  referenced; NULL on failure.
 * @return JX_OK; JX_NOT_FOUND (RULEBOOK_NOT_FOUND); JX_DATA_LOSS (DATA_DAMAGED); JX_EXHAUSTED
 *   (SERVER_BUSY) when all places are in use; JX_UNAVAILABLE.
 */
enum jx_status jx_rulebooks_ref(struct jx_rulebooks *rulebooks, struct jx_db *db, const char *digest,
	struct jx_arena *scratch, const struct jx_rulebook **ret_rulebook,
	struct jx_error *error) JX_MUST_CHECK;

/** Drop a reference; NULL allowed. */
void jx_rulebooks_unref(struct jx_rulebooks *rulebooks, const struct jx_rulebook *rulebook);

#endif
