/*
 * The store: one directory with one SQLite file, opened by one daemon.
 *
 * Exactly one connection writes and checkpoints (Debian's SQLite 3.40.1 corrupts its log with two); any
 * number of others read. The writer puts many jobs into one transaction, each in a savepoint, and nothing may
 * be acknowledged before jx_db_commit() returned JX_OK. After an error of input or output on the write path
 * the connection is broken for good: an fsync that failed once and "succeeds" later has lost data, so the
 * daemon must stop and recover. The store reads no clock: times come in as milliseconds since 1970, UTC.
 *
 * Thread: a struct jx_db belongs to one thread at a time. A struct jx_store does not change between the last
 * jx_store_open_...() and jx_store_free(), which frees the lock: free every connection before it.
 */
#ifndef STORAGE_STORE_H
#define STORAGE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/status.h"

struct jx_store; /* the directory and its lock */
struct jx_db;    /* one connection */

/** A page of a list: rows after a key. */
struct jx_page {
	uint32_t max_rows; /* 0: JX_DEFAULT_PAGE_SIZE; more than JX_MAX_PAGE_SIZE: that many */
	const char *after; /* `next` of the page before; "" or NULL for the first page */
};

/** A list of names or codes, in an arena. */
struct jx_names {
	char **names; /* never NULL when n > 0 */
	size_t n;
};

/** Make a new store: the directory (0700) when it is missing, and in it the database (0600).
 *
 * All or nothing: after a crash half-way the same call works again.
 * @param county  name of the county, not empty.
 * @return JX_OK; JX_EXISTS (STORE_EXISTS) when there is one; JX_UNAVAILABLE (STORE_LOCKED, STORE_UNUSABLE,
 *   STORAGE_FULL, STORAGE_FAILED).
 * @thread any.
 */
enum jx_status jx_store_create(
	const char *directory, const char *county, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** Open a store: take its lock, migrate it, check it, and recompute the log against its head.
 *
 * @return JX_OK; JX_NOT_FOUND (STORE_MISSING); JX_UNAVAILABLE (STORE_LOCKED by another daemon, STORE_UNUSABLE
 *   for a directory that cannot be written, STORAGE_FULL, STORAGE_FAILED); JX_STATE (STORE_NEWER) when a
 * newer version wrote it; JX_DATA_LOSS (STORE_DAMAGED, STORE_BEHIND, LOG_DAMAGED).
 * @thread any.
 */
enum jx_status jx_store_open(
	const char *directory, struct jx_error *error, struct jx_store **ret_store) JX_MUST_CHECK;

/** Give the lock back. Every connection must be freed by then. NULL allowed. */
void jx_store_free(struct jx_store *store);
JX_DEFINE_CLEANUP(jx_store)

/** The county's name, as given to jx_store_create(). Borrowed from the store. */
const char *jx_store_county(const struct jx_store *store);

/** Take the one connection that writes. A second call is JX_INTERNAL. */
enum jx_status jx_store_open_writer(
	struct jx_store *store, struct jx_error *error, struct jx_db **ret_db) JX_MUST_CHECK;

/** Open one more connection that reads. It can change nothing and never checkpoints. */
enum jx_status jx_store_open_reader(
	struct jx_store *store, struct jx_error *error, struct jx_db **ret_db) JX_MUST_CHECK;

/** Close a connection; what was not committed is undone. The writer truncates the write-ahead log. NULL
 * allowed. */
void jx_db_free(struct jx_db *db);
JX_DEFINE_CLEANUP(jx_db)

/** Begin the group transaction. Writer only.
 *
 * @return JX_OK; JX_UNAVAILABLE (STORAGE_FAILED, STORAGE_FULL), also when the connection is broken.
 */
enum jx_status jx_db_begin(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Commit the group: on JX_OK everything released since jx_db_begin() is on disk.
 *
 * On any other status nothing of the group is, and no transaction is open: every job of it has failed, also
 * those that were released. A full disk in the middle of a group does that too.
 */
enum jx_status jx_db_commit(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Undo the whole group. */
void jx_db_rollback(struct jx_db *db);

/** Begin one job within the group. Jobs do not nest.
 *
 * @return JX_OK; JX_UNAVAILABLE when the group is lost already (see jx_db_commit()).
 */
enum jx_status jx_db_savepoint(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** End a job and keep what it did. On failure call jx_db_savepoint_rollback(). */
enum jx_status jx_db_release(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** End a job and undo what it did; the others of the group are untouched. */
void jx_db_savepoint_rollback(struct jx_db *db);

/* Asked now and then during a read; true ends it. Runs on the reading thread. */
typedef bool (*jx_db_is_interrupted)(void *user);

/** Begin a read: everything until jx_db_end_read() sees one state of the database.
 *
 * @param is_interrupted  NULL: no end. When it says true, the statement that runs ends with JX_DEADLINE
 *   (DEADLINE_PASSED). Give JX_READ_TIMEOUT_MS at most: a long read holds back the checkpoint.
 * @param user     handed to is_interrupted; both are kept until jx_db_end_read().
 */
enum jx_status jx_db_begin_read(struct jx_db *db, jx_db_is_interrupted is_interrupted, void *user,
	struct jx_error *error) JX_MUST_CHECK;
void jx_db_end_read(struct jx_db *db);

/** True after an error of input, output or damage on the writer: acknowledge nothing more, stop, start again.
 */
bool jx_db_is_broken(const struct jx_db *db);

/** Move some of the write-ahead log into the database, as far as readers let it. Writer, outside a group.
 *
 * Cheap when there is little: call it when idle. COMMIT does the same every JX_WAL_CHECKPOINT_PAGES pages.
 */
enum jx_status jx_db_checkpoint(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Bytes of the write-ahead log after the last commit. When it passes JX_WAL_MAX_BYTES, readers hold it up.
 */
uint64_t jx_db_wal_bytes(const struct jx_db *db);

/** Copy the database while it is in use, check the copy and its log, and put it at `path` (0600).
 *
 * The copy is one file and can be opened as DIRECTORY/jixiao.db. What stood at path is replaced only when the
 * copy is whole and on disk.
 * @param db  a reader, outside a read; or the writer, outside a group.
 * @return JX_OK; JX_UNAVAILABLE (STORAGE_FULL, STORAGE_FAILED); JX_DATA_LOSS (STORE_DAMAGED, LOG_DAMAGED).
 */
enum jx_status jx_db_backup(struct jx_db *db, const char *path, struct jx_error *error) JX_MUST_CHECK;

#endif
