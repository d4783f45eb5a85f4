/*
 * The end of the log, as the writer has it in memory while a group is open. Private to storage/.
 *
 * Its row in the database is written once a group, before the commit: one page and two statements less for each job.
 * The driver has one of these in each connection, and restores it when a job or a group is undone.
 */
#ifndef STORAGE_LOG_LOG_TAIL_H
#define STORAGE_LOG_LOG_TAIL_H

#include "proto/contract/evidence/merkle.h"
#include "proto/contract/evidence/note.h"
#include "storage/log/store_log.h"
#include "storage/store.h"

struct jx_log_tail {
	bool is_open;       /* a group is open */
	bool is_known;      /* read in this group */
	bool is_changed;    /* not in its row yet */
	bool is_converting; /* entries of an older store are written anew: they hold no rows, and none waits */
	int64_t newest_ms;
	struct jx_merkle_edge edge;
};

/** The tail of a connection. */
struct jx_log_tail *jx_db_log_tail(struct jx_db *db);

/** Read the end of the log into the tail, once in a group. */
enum jx_status jx_log_tail_read(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Put an entry on the tree, as it is. Like jx_log_append(). */
enum jx_status jx_log_append_message(
	struct jx_db *db, const JxLogEntry *entry, struct jx_error *error) JX_MUST_CHECK;

/** Write the row of the log's head of a new store: no entries. */
enum jx_status jx_log_create(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Write the row of the log's head and the checkpoint, if this group has changed the log. Before the commit. */
enum jx_status jx_log_flush(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** The key that signs; NULL for none. Of the driver. */
const struct jx_note_key *jx_db_log_key(const struct jx_db *db);

/** Store the checkpoint of a head; nothing without a key. */
enum jx_status jx_log_sign_head(
	struct jx_db *db, const struct jx_log_head *head, struct jx_error *error) JX_MUST_CHECK;

#endif
