/* What the files of the check share. Private to this folder. */
#ifndef STORAGE_SQLITE_FSCK_PRIVATE_H
#define STORAGE_SQLITE_FSCK_PRIVATE_H

#include "storage/log/store_fsck.h"
#include "storage/sqlite/db.h"

/** A statement whose rows are differences: table, row, column, what the log says, what the table says. The last one is
 * NULL. They read the tables of the store, and these, which exist while a check runs:
 *
 *   fsck_log      leaf_index, time_ms, actor, certificate, act, object, before, after, reason, request_id, kind, what: the
 *                 entries of the log; what is the record of the kind, JSON
 *   fsck_words    kind, word, number: what stands in entries for the numbers of the tables
 *   fsck_states   object, state, leaf_index: what the entries have made of each submission
 */
extern const char *const jx_fsck_checks[];

/** Give the connection the functions that the statements use: fsck_digest(), fsck_report(), fsck_message(), fsck_verdict(),
 * fsck_severity(), fsck_signed(), fsck_micros(), fsck_base64(). */
enum jx_status jx_fsck_add_functions(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Hold inner nodes and checkpoints against the leaves, which have been verified. */
enum jx_status jx_fsck_tree(
	struct jx_db *db, const struct jx_fsck_listener *listener, struct jx_error *error) JX_MUST_CHECK;

#endif
