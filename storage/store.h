/*
 * The store: everything that is remembered. One daemon opens it, and works on it through connections.
 *
 * One connection writes; any number of others read. The writer puts many jobs into one transaction, the group, and can
 * undo each job alone. Nothing may be acknowledged before jx_tx_commit() returned JX_OK. An error that leaves in doubt
 * what is stored makes the store lost to this process: the daemon must stop, and open it again. The store reads no
 * clock: times come in as milliseconds since 1970, UTC. Which engine holds a store, and how, only its driver knows
 * (storage/sqlite/).
 *
 * Thread: a struct jx_db belongs to one thread at a time. A struct jx_store does not change between the last
 * jx_store_open_...() and jx_store_free(); free every connection before it.
 */
#ifndef STORAGE_STORE_H
#define STORAGE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/status.h"

struct jx_store; /* an open store */
struct jx_db;    /* one connection to it */

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

/** Make a new, empty store.
 *
 * All or nothing: after a crash half-way the same call works again.
 * @param place   where it is: a directory, which is made when it is missing.
 * @param county  name of the county, not empty.
 * @return JX_OK; JX_EXISTS (STORE_EXISTS) when there is one; JX_UNAVAILABLE (STORE_LOCKED, STORE_UNUSABLE,
 *   STORAGE_FULL, STORAGE_FAILED); JX_INVALID (MISSING_FIELD) without a county.
 * @thread any.
 */
enum jx_status jx_store_create(
	const char *place, const char *county, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

#define JX_STORE_SERVER_BYTES 1024 /* of where a server and its database are, as libpq takes it */

/** Like jx_store_create(), in an empty database of a server that speaks PostgreSQL's protocol: the store's own file names it.
 *
 * @param server  postgres://..., as libpq takes it, fewer than JX_STORE_SERVER_BYTES.
 * @return also JX_EXISTS (STORE_EXISTS) when the database has a store.
 */
enum jx_status jx_store_create_on(const char *place, const char *server, const char *county, int64_t now_ms,
	struct jx_error *error) JX_MUST_CHECK;

/** Whether a text says where a server is. */
bool jx_store_is_server(const char *text);

/** Whether the store of a place is in a database of a server. */
bool jx_store_is_on_server(const char *place);

/** Open a store for this process alone: bring its schema up to date, check it, and recompute its log.
 *
 * @return JX_OK; JX_NOT_FOUND (STORE_MISSING); JX_UNAVAILABLE (STORE_LOCKED by another daemon, STORE_UNUSABLE for a
 *   place that cannot be written, STORAGE_FULL, STORAGE_FAILED); JX_STATE (STORE_NEWER) when a newer version wrote it;
 *   JX_DATA_LOSS (STORE_DAMAGED, STORE_BEHIND, LOG_DAMAGED).
 * @thread any.
 */
enum jx_status jx_store_open(
	const char *place, struct jx_store **ret_store, struct jx_error *error) JX_MUST_CHECK;

/** Open a store that another process may have open, to read it only: nothing is locked, brought up to date or recomputed, and
 * there is no writer.
 *
 * @return JX_OK; JX_NOT_FOUND (STORE_MISSING); JX_STATE (STORE_NEWER, STORE_OLDER); JX_DATA_LOSS (STORE_DAMAGED);
 *   JX_UNAVAILABLE.
 * @thread any.
 */
enum jx_status jx_store_open_beside(
	const char *place, struct jx_store **ret_store, struct jx_error *error) JX_MUST_CHECK;

/** Close a store. Every connection must be freed by then. NULL allowed. */
void jx_store_free(struct jx_store *store);
JX_DEFINE_CLEANUP(jx_store)

/** The county's name, as given to jx_store_create(). Borrowed from the store. */
const char *jx_store_county(const struct jx_store *store);

/** The files of a store. */
struct jx_store_bytes {
	uint64_t n_database; /* 0: not known */
	uint64_t
		n_wal; /* of the write-ahead log: what is committed and not moved to the database yet, and room for more */
};

/** Measure the files of a store. Nothing is locked. @thread any. */
struct jx_store_bytes jx_store_measure(const struct jx_store *store);

/** Whether a process has the store of a place open for itself, as a daemon has. */
bool jx_store_is_taken(const char *place);

/** Keep the latest time that its user acted on, beside what is stored: no fsync, so a crash of the process loses none of it
 * and a power cut the last of it. A failure is not reported; what is kept is then older. @thread any. */
void jx_store_keep_time(const struct jx_store *store, int64_t now_ms);

/** The time that was kept last; 0 for none. */
int64_t jx_store_kept_time(const struct jx_store *store);

/** Take the one connection that writes. A second call is JX_INTERNAL until the first one's was freed. */
enum jx_status jx_store_open_writer(
	struct jx_store *store, struct jx_db **ret_db, struct jx_error *error) JX_MUST_CHECK;

/** Open one more connection that reads. It can change nothing. */
enum jx_status jx_store_open_reader(
	struct jx_store *store, struct jx_db **ret_db, struct jx_error *error) JX_MUST_CHECK;

/** Copy a store while it is open, check the copy and its log, and put it at `path` (mode 0600).
 *
 * The copy is one file; in an empty place, under the name JX_STORE_FILE, it is a store. What was at path is replaced only
 * when the copy is whole and on disk. It holds what was committed when the copy began: others may write meanwhile, and what
 * they write is kept apart until the copy ends.
 * @param db  a reader, outside a read; or the writer, outside a group.
 * @return JX_OK; JX_UNAVAILABLE (STORAGE_FULL, STORAGE_FAILED); JX_DATA_LOSS (STORE_DAMAGED, LOG_DAMAGED).
 */
enum jx_status jx_db_copy(struct jx_db *db, const char *path, struct jx_error *error) JX_MUST_CHECK;

#define JX_STORE_FILE "jixiao.db" /* of a store in a directory */

/** A copy that takes the place of a store. */
struct jx_store_exchange {
	const char *place; /* a directory, with a store or without */
	const char
		*copy; /* the checked store whose file is moved there: a directory on the same file system */
	const char *aside; /* a directory on it, where what was in the place goes */
	bool allows_less; /* also when the store of the place has more than the copy, another history, or cannot be read */
};

/** Put a copy in the place of a store, whose files are kept aside.
 *
 * @return JX_OK; JX_STATE (RESTORE_STEPS_BACK, RESTORE_DIVERGES, RESTORE_UNREADABLE) unless less is allowed,
 *   RESTORE_OTHER_COUNTY; JX_UNAVAILABLE (STORE_LOCKED, FILE_FAILED).
 */
enum jx_status jx_store_put_in_place(
	const struct jx_store_exchange *exchange, struct jx_error *error) JX_MUST_CHECK;

/** Close a connection; what was not committed is undone. NULL allowed. */
void jx_db_free(struct jx_db *db);
JX_DEFINE_CLEANUP(jx_db)

/** Begin the group. Writer only.
 *
 * @return JX_OK; JX_UNAVAILABLE (STORAGE_FAILED, STORAGE_FULL), also when the store is lost.
 */
enum jx_status jx_tx_begin(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Commit the group: on JX_OK every job that ended since jx_tx_begin() is on disk.
 *
 * On any other status nothing of the group is, and no group is open: every job of it has failed, also those that
 * ended well. A full disk in the middle of a group does that too.
 */
enum jx_status jx_tx_commit(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** True when the group has grown so far that it should be committed before the next job is begun. */
bool jx_tx_is_full(struct jx_db *db);

/** Undo the whole group. When that fails the store is lost. */
void jx_tx_rollback(struct jx_db *db);

/** Begin one job of the group. Jobs do not nest.
 *
 * @return JX_OK; JX_UNAVAILABLE when the group has failed already (see jx_tx_commit()).
 */
enum jx_status jx_tx_begin_job(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** End a job; what it did stays in the group. On failure call jx_tx_rollback_job(). */
enum jx_status jx_tx_end_job(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** End a job and undo what it did; the others of the group are untouched. */
void jx_tx_rollback_job(struct jx_db *db);

/* Asked now and then during a read; true ends it. Runs on the reading thread. */
typedef bool (*jx_tx_is_interrupted)(void *user);

/** Begin a read: everything until jx_tx_end_read() sees one state of the store. Reader only.
 *
 * Now and then it waits, JX_READ_TIMEOUT_MS at most, so that maintenance gets through between reads that never rest.
 * @param is_interrupted  NULL: the read has no end of its own. When it says true, the statement that runs ends with
 *   JX_DEADLINE (DEADLINE_PASSED). Let a read last JX_READ_TIMEOUT_MS at most: a long one holds up maintenance.
 * @param user  handed to is_interrupted; both must stay valid until jx_tx_end_read().
 */
enum jx_status jx_tx_begin_read(struct jx_db *db, jx_tx_is_interrupted is_interrupted, void *user,
	struct jx_error *error) JX_MUST_CHECK;
void jx_tx_end_read(struct jx_db *db);

/** Let the read at hand see the store as it was at a time, from here to its end: what every statement reads of rounds,
 * submissions, issues, scores, departments, publications and what outlives a round. People and rulebooks are as they are now.
 *
 * @param time_ms  not after now.
 * @param ret_since_ms  0; else nothing is known of that time, and this is the first time of which something is.
 * @return JX_OK; JX_UNAVAILABLE; JX_DATA_LOSS (LOG_DAMAGED).
 */
enum jx_status jx_tx_look_back(
	struct jx_db *db, int64_t time_ms, int64_t *ret_since_ms, struct jx_error *error) JX_MUST_CHECK;

/** True when the store is lost to this process: acknowledge nothing more, stop, and open it again. Asked of the
 * writer. */
bool jx_db_is_lost(const struct jx_db *db);

/** Do some of the work that the engine leaves for quiet times. Writer, outside a group.
 *
 * Cheap when there is little to do: call it when idle. Commits do the same once enough has piled up.
 */
enum jx_status jx_db_maintain(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

#endif
