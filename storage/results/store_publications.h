/*
 * Publications: tables of a round as they were published. They never change.
 *
 * Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_RESULTS_STORE_PUBLICATIONS_H
#define STORAGE_RESULTS_STORE_PUBLICATIONS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Store a publication, as the next one of its round.
 *
 * The rows must be of accepted versions: each is found by department and digest, and its analysts' rows stay from
 * now on. Departments of the round without a row are stored as not filed or not accepted.
 * @param publication  complete: its name holds round and number ("rounds/{id}/publications/{n}").
 * @return JX_OK; JX_CONFLICT (CHANGED_MEANWHILE) when n is not the next number or a row is of no accepted
 *   version; JX_NOT_FOUND (ROUND_NOT_FOUND).
 */
enum jx_status jx_publication_insert(
	struct jx_db *db, const JxPublication *publication, struct jx_error *error) JX_MUST_CHECK;

/** Get a publication, held against its digest as it was stored.
 *
 * @param number  0: the newest.
 * @return JX_OK; JX_NOT_FOUND (NOT_PUBLISHED); JX_DATA_LOSS (DATA_DAMAGED).
 */
enum jx_status jx_publication_get(struct jx_db *db, const char *round, uint32_t number,
	struct jx_arena *arena, JxPublication **ret_publication, struct jx_error *error) JX_MUST_CHECK;

/** One publication of a round, without its table. */
struct jx_publication_head {
	uint32_t number;
	JxPublicationStage stage;
	int64_t publish_ms;
	int64_t window_end_ms; /* 0 for none */
	const char *digest;    /* in the arena */
};
struct jx_publications {
	struct jx_publication_head **rows; /* in the arena, oldest first */
	size_t n;
};

/** List the publications of a round. */
enum jx_status jx_publications_list(struct jx_db *db, const char *round, struct jx_arena *arena,
	struct jx_publications *ret_publications, struct jx_error *error) JX_MUST_CHECK;

#endif
