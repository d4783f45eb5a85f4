/*
 * The write-ahead log kept small. Private to storage/sqlite/; the writer's thread.
 *
 * After each commit a checkpoint moves to the database what readers let it, and the log starts over when nobody reads
 * from it. Where readers never rest together it would grow without end: past JX_WAL_DRAIN_PAGES the writer holds new
 * reads at the gate until one checkpoint got through.
 */
#ifndef STORAGE_SQLITE_WAL_H
#define STORAGE_SQLITE_WAL_H

#include "storage/sqlite/db.h"

/** Checkpoint after each commit of this connection. */
void jx_wal_watch(struct jx_db *db);

/** Make room before the next group, when the log has grown too long. */
enum jx_status jx_wal_make_room(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Move to the database what readers let through. */
enum jx_status jx_wal_checkpoint(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Pages that this connection has written to the log so far. */
enum jx_status jx_wal_count_written(struct jx_db *db, int64_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

#endif
