/*
 * Publications: tables of a round as they were published. They never change.
 *
 * A publication is a head, and a table of one row for each department of its round, in the order of the table: first
 * those with a rank row, then those without an accepted report, then those that need none. A table of thousands is written by several short jobs
 * before the one that publishes it; until then nobody sees it, and what a call leaves behind that did not come so far is
 * cleared by the next one. Of a round's publications one is current, which is what "published" means: its newest final one
 * once there is one, until then its newest. Thread: that of the connection. Functions that change something need the writer, inside a job.
 */
#ifndef STORAGE_RESULTS_STORE_PUBLICATIONS_H
#define STORAGE_RESULTS_STORE_PUBLICATIONS_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** Begin a table of a round. @param ret_table  its key. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_publication_begin(
	struct jx_db *db, const char *round, int64_t *ret_table, struct jx_error *error) JX_MUST_CHECK;

/** Clear the tables that were begun before this one and never published, at most JX_PUBLISHING_STEP_ROWS of their rows.
 *
 * @param ret_is_done  false: call again, in another job.
 */
enum jx_status jx_publication_sweep(
	struct jx_db *db, int64_t table, bool *ret_is_done, struct jx_error *error) JX_MUST_CHECK;

/** Add some of a publication's rows to its table.
 *
 * The rows must be of accepted versions: each is found by department and digest, and its analysts' rows stay from now
 * on.
 * @param publication  complete.
 * @param first,n      of its entries: its rows, after them its missing and then its waived departments.
 * @return JX_OK; JX_CONFLICT (CHANGED_MEANWHILE) when a row is of no accepted version, or another call has cleared the
 *   table; JX_INVALID (BAD_FIELD) for a name that is none.
 */
enum jx_status jx_publication_add(struct jx_db *db, int64_t table, const JxPublication *publication,
	size_t first, size_t n, struct jx_error *error) JX_MUST_CHECK;

/** How many entries a whole publication has. */
size_t jx_publication_count(const JxPublication *publication);

/** Publish a table, as the next publication of its round.
 *
 * @param publication  complete: its name holds round and number ("rounds/{id}/publications/{n}").
 * @return JX_OK; JX_CONFLICT (CHANGED_MEANWHILE) when n is not the next number or the table is not whole; JX_INVALID
 *   (BAD_FIELD); JX_NOT_FOUND (ROUND_NOT_FOUND).
 */
enum jx_status jx_publication_insert(struct jx_db *db, int64_t table, const JxPublication *publication,
	struct jx_error *error) JX_MUST_CHECK;

/** A page of a publication's entries. */
struct jx_publication_page {
	const char *round;    /* id */
	uint32_t number;      /* 0: the current one */
	bool is_public;       /* only what is public is there */
	uint64_t first;       /* entry */
	uint32_t max_entries; /* at least 1 */
	size_t max_bytes;     /* of the rows; one is given in any case */
};

/** Get a publication with a page of its entries; when it is all of them, held against its digest.
 *
 * @param ret_next  the first entry of the next page; 0 after the last one.
 * @return JX_OK; JX_NOT_FOUND (NOT_PUBLISHED); JX_DATA_LOSS (DATA_DAMAGED).
 */
enum jx_status jx_publication_get(struct jx_db *db, const struct jx_publication_page *page,
	struct jx_arena *arena, JxPublication **ret_publication, uint64_t *ret_next,
	struct jx_error *error) JX_MUST_CHECK;

/** Get a publication without its entries. @param number  0: the current one. @return JX_OK; JX_NOT_FOUND (NOT_PUBLISHED). */
enum jx_status jx_publication_head(struct jx_db *db, const char *round, uint32_t number,
	struct jx_arena *arena, JxPublication **ret_head, struct jx_error *error) JX_MUST_CHECK;

/** Hold a whole publication against its digest, that of its canonical text without the digest itself.
 *
 * @return JX_OK; JX_DATA_LOSS (DATA_DAMAGED).
 */
enum jx_status jx_publication_check_digest(
	const JxPublication *publication, struct jx_error *error) JX_MUST_CHECK;

/** A page of a round's publications, each without its table. */
struct jx_publications {
	JxPublication **rows;
	size_t n;
	const char *next; /* to go on after; "" at the end */
};

/** Which publications of a round are asked for. */
struct jx_publication_scope {
	const char *round; /* id */
	bool is_public;    /* only what is public is there */
};

/** List the publications of a round by their numbers. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_publications_list(struct jx_db *db, const struct jx_publication_scope *scope,
	const struct jx_page *page, struct jx_arena *arena, struct jx_publications *ret_list,
	struct jx_error *error) JX_MUST_CHECK;

/** A public publication, without its table, and its round as far as everybody may see it: name, title and year. */
struct jx_public_publication {
	JxRound *round; /* the same for all of a round */
	JxPublication *publication;
};

/** All public publications, in an arena. */
struct jx_public_publications {
	struct jx_public_publication **rows;
	size_t n;
};

/** List what is published for everybody: the newest round first, in it by numbers. */
enum jx_status jx_publications_list_public(struct jx_db *db, struct jx_arena *arena,
	struct jx_public_publications *ret_list, struct jx_error *error) JX_MUST_CHECK;

/** The number of the current publication of a round; 0 for none. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_publication_current(struct jx_db *db, const struct jx_publication_scope *scope,
	uint32_t *ret_number, struct jx_error *error) JX_MUST_CHECK;

/** Whether everybody may see a publication. @return JX_OK, also when there is none: false. */
enum jx_status jx_publication_is_public(struct jx_db *db, const char *round, uint32_t number, bool *ret_is,
	struct jx_error *error) JX_MUST_CHECK;

/** The number of the newest publication of a round; 0 for none. @return JX_OK; JX_NOT_FOUND (ROUND_NOT_FOUND). */
enum jx_status jx_publication_newest(
	struct jx_db *db, const char *round, uint32_t *ret_number, struct jx_error *error) JX_MUST_CHECK;

#endif
