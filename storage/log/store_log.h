/*
 * The log: one entry for every change, a leaf each of a Merkle tree (RFC 9162).
 *
 * An entry is written in the transaction of the change it describes. What is hashed and kept is its canonical text, that of
 * a LogEntry (proto/jixiao/v1/log.proto). The head (number of entries, root, right edge of the tree) is one row, changed in
 * the same transaction. Thread: that of the connection.
 */
#ifndef STORAGE_LOG_STORE_LOG_H
#define STORAGE_LOG_STORE_LOG_H

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/evidence/merkle.h"
#include "proto/contract/evidence/tlog_proof.h"
#include "storage/store.h"

/** One entry. All borrowed UTF-8; NULL is "". */
struct jx_log_entry {
	int64_t time_ms;
	const char *actor;              /* "persons/{id}"; NULL for what the daemon does by itself */
	const char *certificate_digest; /* digest text of what the actor has shown */
	JxPersonRole role;              /* that allowed it */
	const char *peer;               /* address */
	const char *act;                /* id of an act: proto/contract/service/states.h */
	const char *object;             /* resource name */
	const char *before;             /* digest text, or id of a state */
	const char *after;              /* digest text, or id of a state */
	const char *reason;
	const char *request_id;
	JxLogRecord *record; /* what decides from now on; NULL for nothing more */
};

/** Append an entry. Writer, inside a job, whose end writes it with digests of the rows as they are then.
 *
 * @param ret_index  of its leaf, from 0.
 * @return JX_OK; JX_UNAVAILABLE.
 */
enum jx_status jx_log_append(struct jx_db *db, const struct jx_log_entry *entry, uint64_t *ret_index,
	struct jx_error *error) JX_MUST_CHECK;

/** Write the entries of the job at hand, when it changes nothing more. jx_tx_end_job() does it too; called before, a failure
 * is that of the job alone.
 *
 * @return JX_OK; JX_INVALID (BAD_UTF8); JX_EXHAUSTED beyond JX_MAX_LEAF_BYTES; JX_UNAVAILABLE.
 */
enum jx_status jx_log_settle(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** The head of the log: on the writer, entries of the group at hand included. */
struct jx_log_head {
	uint64_t n_entries;
	uint8_t root[JX_HASH_BYTES];
	int64_t newest_ms; /* time of the newest entry; 0 when empty */
};

enum jx_status jx_log_head(
	struct jx_db *db, struct jx_log_head *ret_head, struct jx_error *error) JX_MUST_CHECK;

/** Read the text of an entry as it is hashed.
 *
 * @param ret_text  in the arena.
 * @return JX_OK; JX_NOT_FOUND (LOG_ENTRY_MISSING); JX_DATA_LOSS (LOG_DAMAGED) when it is not that of its leaf.
 */
enum jx_status jx_log_read(struct jx_db *db, uint64_t index, struct jx_arena *arena,
	struct jx_log_text *ret_text, struct jx_error *error) JX_MUST_CHECK;

/** Entries of the log, one behind the other. In an arena. */
struct jx_log_rows {
	JxLoggedEntry **rows;
	size_t n;
	uint64_t next; /* index at which to go on; the number of entries when there are no more */
};

/** Which entries. */
struct jx_log_query {
	const char *object; /* only about this resource; "" for all */
	uint64_t first;     /* index of the first */
	uint32_t max_rows;
	size_t max_bytes; /* of their texts together; one may be larger */
};

/** List entries, each held against its leaf.
 *
 * Looks at JX_MAX_LOG_SCAN entries at most, so that a page may be empty before the last one.
 * @return JX_OK; JX_DATA_LOSS (LOG_DAMAGED).
 */
enum jx_status jx_log_list(struct jx_db *db, const struct jx_log_query *query, struct jx_arena *arena,
	struct jx_log_rows *ret_rows, struct jx_error *error) JX_MUST_CHECK;

/** Recompute every leaf and the root. Outside a group that has appended.
 *
 * @return JX_OK; JX_DATA_LOSS (LOG_DAMAGED): arg 0 is the index of the first leaf that does not fit, or
 *   "head" when every entry fits its own leaf but the tree is not that of the head.
 */
enum jx_status jx_log_verify(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Like jx_log_verify(), of the leaves from one on; those before it count by the inner nodes of the tree.
 *
 * @param first  index of a leaf, at most the number of entries.
 */
enum jx_status jx_log_verify_from(struct jx_db *db, uint64_t first, struct jx_error *error) JX_MUST_CHECK;

#endif
