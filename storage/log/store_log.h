/*
 * The log: one entry for every change, a leaf each of a Merkle tree (RFC 9162).
 *
 * An entry is written in the transaction of the change it describes. The text that is hashed is canonical
 * JSON (RFC 8785) of exactly these members, all of them always present, sorted: action, actor, after, before,
 * object, peer, position, reason, request_id, role, time_ms; position and time_ms are strings of digits.
 * `action` is the method. The head (number of entries, root, right edge of the tree) is one row, changed in
 * the same transaction. Positions count from 1; the leaf index of RFC 9162 is position - 1. Thread: that of
 * the connection.
 */
#ifndef STORAGE_LOG_STORE_LOG_H
#define STORAGE_LOG_STORE_LOG_H

#include "proto/contract/evidence/digest.h"
#include "storage/store.h"

/* The actor of what the daemon does by itself. No id of a person has capitals only. */
#define JX_LOG_SYSTEM "SYSTEM"

/** One entry. All borrowed UTF-8; NULL is "". */
struct jx_log_entry {
	int64_t time_ms;
	const char *actor;  /* id of a person, or JX_LOG_SYSTEM */
	const char *role;   /* the role that allowed it */
	const char *peer;   /* address */
	const char *method; /* method path or act */
	const char *object; /* resource name */
	const char *before; /* digest text or state */
	const char *after;  /* digest text or state */
	const char *reason;
	const char *request_id;
};

/** Append an entry. Writer, inside a job.
 *
 * @param ret_position  from 1.
 * @return JX_OK; JX_INVALID (BAD_UTF8); JX_UNAVAILABLE.
 */
enum jx_status jx_log_append(struct jx_db *db, const struct jx_log_entry *entry, uint64_t *ret_position,
	struct jx_error *error) JX_MUST_CHECK;

/** The head of the log: on the writer, entries of the group at hand included. */
struct jx_log_head {
	uint64_t n_entries;
	uint8_t root[JX_HASH_BYTES];
	int64_t newest_ms; /* time of the newest entry; 0 when empty */
};

enum jx_status jx_log_head(
	struct jx_db *db, struct jx_log_head *ret_head, struct jx_error *error) JX_MUST_CHECK;

/** Recompute every leaf and the root. Outside a group that has appended.
 *
 * @return JX_OK; JX_DATA_LOSS (LOG_DAMAGED): arg 0 is the position of the first entry that does not fit, or
 *   "head" when every entry fits its own leaf but the tree is not that of the head.
 */
enum jx_status jx_log_verify(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

#endif
