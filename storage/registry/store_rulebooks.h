/*
 * Rulebooks: stored whole and for good, each by its id, its number and its digest.
 *
 * Whether a rulebook is sound is the caller's to check, before it is stored. Thread: that of the connection. Functions
 * that change something need the writer, inside a job.
 */
#ifndef STORAGE_REGISTRY_STORE_RULEBOOKS_H
#define STORAGE_REGISTRY_STORE_RULEBOOKS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Store a rulebook.
 *
 * @param edition  with digest, activate_time, activated_by ("persons/{id}") and the rulebook itself.
 * @return JX_OK, also for one that is stored already; JX_EXISTS (RULEBOOK_EXISTS) when id and number are taken by
 *   another.
 */
enum jx_status jx_edition_insert(
	struct jx_db *db, const JxRulebookEdition *edition, struct jx_error *error) JX_MUST_CHECK;

/** Which rulebook: by digest, or by id and number. All borrowed. */
struct jx_edition_query {
	const char *digest; /* NULL: by id */
	const char *id;
	const char *number; /* NULL: the one activated last */
};

/** Get a rulebook, with its text, checked against its digest.
 *
 * @return JX_OK; JX_NOT_FOUND (RULEBOOK_NOT_FOUND); JX_DATA_LOSS (DATA_DAMAGED).
 */
enum jx_status jx_edition_get(struct jx_db *db, const struct jx_edition_query *query, struct jx_arena *arena,
	JxRulebookEdition **ret_edition, struct jx_error *error) JX_MUST_CHECK;

/** A page of rulebooks. */
struct jx_editions {
	JxRulebookEdition **rows; /* without their texts */
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** List rulebooks, newest first. */
enum jx_status jx_editions_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_editions *ret_editions, struct jx_error *error) JX_MUST_CHECK;

#endif
