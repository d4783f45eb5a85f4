/*
 * The tables held against the log: what was done gives what must be there.
 *
 * The log is recomputed whole, with its inner nodes and signed checkpoints. Then its entries are replayed, and every row and
 * column that follows from them is compared: who may do what, rounds, submissions, versions with their content,
 * findings and signatures, scores. Whoever changes a table with a database shell is named, with table, row and column. It
 * takes as long as the store is large. Thread: that of the connection.
 */
#ifndef STORAGE_LOG_STORE_FSCK_H
#define STORAGE_LOG_STORE_FSCK_H

#include "proto/contract/base/arena.h"
#include "storage/store.h"

/** One thing that differs. Borrowed during the call. */
struct jx_fsck_difference {
	const char *table;
	const char *row;    /* its key, as people write it */
	const char *column; /* "*" for a row that should not be there, or is missing */
	const char *logged; /* what the log says */
	const char *stored; /* what the table says */
};

typedef void (*jx_fsck_on_difference)(void *user, const struct jx_fsck_difference *difference);

/** Who hears of differences. */
struct jx_fsck_listener {
	jx_fsck_on_difference on_difference;
	void *user;
	uint64_t *
		n_older; /* counts rows that only entries of an old version speak of, which do not say what was done; NULL allowed */
};

/** Hold the tables against the log. Writer, outside a group; changes nothing.
 *
 * @return JX_OK when everything was compared; JX_DATA_LOSS (STORE_DAMAGED, LOG_DAMAGED) when the file or the log itself is
 *   damaged; JX_UNAVAILABLE.
 */
enum jx_status jx_fsck_run(
	struct jx_db *db, const struct jx_fsck_listener *listener, struct jx_error *error) JX_MUST_CHECK;

/** Hold what the newest entries hold of the tables against them: those since the last orderly end, JX_START_ROWS at most. At
 * start, before anybody has the writer.
 *
 * @return JX_OK; JX_DATA_LOSS (STORE_DIFFERS): args are the place, the table and the row; JX_UNAVAILABLE.
 */
enum jx_status jx_fsck_start(struct jx_store *store, struct jx_error *error) JX_MUST_CHECK;

/** A version whose rows are made again from its content. In an arena. */
struct jx_fsck_version {
	int64_t id;
	const char *round;
	const char *department;
	uint32_t number;
	bool is_accepted; /* its figures are there as rows */
	bool has_sheet;   /* it was accepted once: the score sheet is kept */
};

/** Find the version behind another one. @param after  0 for the first. */
enum jx_status jx_fsck_next_version(struct jx_db *db, int64_t after, struct jx_arena *arena, bool *ret_found,
	struct jx_fsck_version *ret_version, struct jx_error *error) JX_MUST_CHECK;

/** Let what is written about a version beside its content go to temporary tables from now on. Inside a job, which is then
 * undone. */
enum jx_status jx_fsck_shadow_derived(
	struct jx_db *db, int64_t version_id, struct jx_error *error) JX_MUST_CHECK;

/** Compare what was written meanwhile with what is stored. */
enum jx_status jx_fsck_compare_derived(struct jx_db *db, const struct jx_fsck_version *version,
	const struct jx_fsck_listener *listener, struct jx_error *error) JX_MUST_CHECK;

/** Find the publication behind another one, by rounds and numbers.
 *
 * @param inout_round  id of the round, in the arena; "" for the first.
 */
enum jx_status jx_fsck_next_publication(struct jx_db *db, const char **inout_round, uint32_t *inout_number,
	struct jx_arena *arena, bool *ret_found, struct jx_error *error) JX_MUST_CHECK;

#endif
