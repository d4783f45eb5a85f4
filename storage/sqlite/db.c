#include "storage/store.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/sqlite/db.h"
#include "storage/sqlite/log_anchor.h"

/* Settings of every connection. trusted_schema and the rest keep a file that somebody doctored from running
 * code. */
static const char SETTINGS[] = "PRAGMA foreign_keys = ON;"
			       "PRAGMA trusted_schema = OFF;"
			       "PRAGMA cell_size_check = ON;"
			       "PRAGMA mmap_size = 0;"
			       "PRAGMA temp_store = MEMORY;";

/* FULL, not NORMAL: without it a power cut takes back what was acknowledged. */
/* The page size counts for a file that is still empty, before it goes to WAL. */
static const char WRITER_SETTINGS[] = "PRAGMA page_size = 32768;"
				      "PRAGMA journal_mode = WAL;"
				      "PRAGMA synchronous = FULL;"
				      "PRAGMA wal_autocheckpoint = 0;"
				      "PRAGMA cache_size = -16384;"
				      "PRAGMA journal_size_limit = 67108864;";
_Static_assert(JX_WAL_MAX_BYTES == 67108864u, "journal_size_limit says the same");
_Static_assert(JX_DB_PAGE_BYTES == 32768, "page_size says the same");
_Static_assert(JX_DB_WRITER_CACHE_KIB == 16384, "cache_size says the same");

static const char READER_SETTINGS[] = "PRAGMA wal_autocheckpoint = 0;"
				      "PRAGMA cache_size = -8192;"
				      "PRAGMA query_only = ON;";
_Static_assert(JX_DB_READER_CACHE_KIB == 8192, "cache_size says the same");

/* Runs after each commit. Its own failure must not make a commit that is on disk look failed. */
static int on_wal(void *user, sqlite3 *sqlite, const char *name, int n_pages)
{
	struct jx_db *db = user;
	(void)name;
	db->n_wal_pages = (uint32_t)n_pages;
	if (n_pages >= JX_WAL_CHECKPOINT_PAGES) {
		int code = sqlite3_wal_checkpoint_v2(sqlite, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
		if (code != SQLITE_OK && code != SQLITE_BUSY) {
			enum jx_status noted = jx_sql_fail(db, code, NULL);
			(void)noted;
		}
	}
	return SQLITE_OK;
}

static int on_progress(void *user)
{
	struct jx_db *db = user;
	return db->is_interrupted != NULL && db->is_interrupted(db->is_over_user);
}

static enum jx_status configure(struct jx_db *db, struct jx_error *error)
{
	int code = sqlite3_extended_result_codes(db->sqlite, 1);
	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(db->sqlite, JX_DB_BUSY_MS);
	if (code == SQLITE_OK)
		code = sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (code == SQLITE_OK && !db->is_writer)
		code = sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (code != SQLITE_OK)
		return jx_sql_fail(db, code, error);
	(void)sqlite3_limit(db->sqlite, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_limit(db->sqlite, SQLITE_LIMIT_LENGTH, JX_MAX_STORED_BYTES);
	enum jx_status status = jx_sql_exec(db, SETTINGS, error);
	if (status == JX_OK)
		status = jx_sql_exec(db, db->is_writer ? WRITER_SETTINGS : READER_SETTINGS, error);
	if (status != JX_OK)
		return status;
	if (db->is_writer)
		(void)sqlite3_wal_hook(db->sqlite, on_wal, db);
	else
		sqlite3_progress_handler(db->sqlite, JX_DB_PROGRESS_STEPS, on_progress, db);
	return JX_OK;
}

enum jx_status jx_db_open(struct jx_store *store, const char *path, enum jx_db_use use,
	struct jx_error *error, struct jx_db **ret_db)
{
	JX_AUTO(jx_db) db = calloc(1, sizeof(*db));
	if (db == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	db->store = store;
	db->is_writer = use == JX_DB_WRITE;
	/* A reader, too, opens for writing: it must be able to make the shared memory of the write-ahead log.
	 */
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	int code = sqlite3_open_v2(path, &db->sqlite, flags, NULL);
	if (db->sqlite == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (code != SQLITE_OK)
		return jx_sql_fail(db, code, error);
	enum jx_status status = configure(db, error);
	if (status != JX_OK)
		return status;
	*ret_db = jx_db_take(&db);
	return JX_OK;
}

void jx_db_free(struct jx_db *db)
{
	if (db == NULL)
		return;
	jx_sql_finalize_all(db);
	if (db->is_writer && db->sqlite != NULL && !db->is_broken) {
		jx_db_rollback(db);
		(void)sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	}
	/* A broken writer must not write once more while it closes. */
	if (db->is_broken)
		(void)sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	(void)sqlite3_close_v2(db->sqlite);
	free(db);
}

static enum jx_status fail_lost(struct jx_db *db, struct jx_error *error)
{
	if (error != NULL)
		*error = db->loss;
	return jx_reason_status(db->loss.reason);
}

enum jx_status jx_db_begin(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_writer && !db->is_in_group);
	if (db->is_broken)
		return fail_lost(db, error);
	enum jx_status status = jx_sql_exec(db, "BEGIN IMMEDIATE", error);
	if (status != JX_OK)
		return status;
	db->is_in_group = true;
	db->is_group_lost = false;
	db->log.is_known = false;
	db->log.is_changed = false;
	return JX_OK;
}

enum jx_status jx_db_commit(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_writer && db->is_in_group && !db->is_in_job);
	if (db->is_group_lost || db->is_broken) {
		jx_db_rollback(db);
		return fail_lost(db, error);
	}
	struct jx_log_head head = {0};
	bool is_log_changed = db->log.is_changed;
	enum jx_status status = jx_log_flush(db, error);
	if (status == JX_OK && is_log_changed)
		status = jx_log_head(db, error, &head);
	if (status == JX_OK)
		status = jx_sql_exec(db, "COMMIT", error);
	if (status != JX_OK) {
		jx_db_rollback(db);
		return status;
	}
	if (is_log_changed && db->store != NULL)
		jx_log_anchor_write(db->store, &head);
	db->is_in_group = false;
	db->log.is_known = false;
	return JX_OK;
}

void jx_db_rollback(struct jx_db *db)
{
	if (sqlite3_get_autocommit(db->sqlite) == 0)
		(void)sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
	db->is_in_group = false;
	db->is_in_job = false;
	db->is_group_lost = false;
	db->log.is_known = false;
	db->log.is_changed = false;
}

enum jx_status jx_db_savepoint(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_in_group && !db->is_in_job);
	if (db->is_group_lost || db->is_broken)
		return fail_lost(db, error);
	db->log_before = db->log;
	enum jx_status status = jx_sql_exec(db, "SAVEPOINT job", error);
	db->is_in_job = status == JX_OK;
	return status;
}

enum jx_status jx_db_release(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_in_job);
	if (db->is_group_lost || db->is_broken)
		return fail_lost(db, error);
	enum jx_status status = jx_sql_exec(db, "RELEASE job", error);
	if (status == JX_OK)
		db->is_in_job = false;
	return status;
}

void jx_db_savepoint_rollback(struct jx_db *db)
{
	/* When SQLite has undone the whole transaction by itself there is no savepoint to go back to. */
	if (db->is_in_job && !db->is_group_lost && !db->is_broken &&
		jx_sql_exec(db, "ROLLBACK TO job; RELEASE job", NULL) != JX_OK && !db->is_group_lost) {
		/* A job that cannot be taken out takes the group with it. */
		(void)jx_fail_with(&db->loss, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_TEXT("rollback")));
		db->is_group_lost = true;
	}
	if (db->is_in_job)
		db->log = db->log_before;
	db->is_in_job = false;
}

enum jx_status jx_db_begin_read(
	struct jx_db *db, jx_db_is_interrupted is_interrupted, void *user, struct jx_error *error)
{
	assert(!db->is_writer && db->is_interrupted == NULL);
	enum jx_status status = jx_sql_exec(db, "BEGIN", error);
	if (status != JX_OK)
		return status;
	db->is_interrupted = is_interrupted;
	db->is_over_user = user;
	return JX_OK;
}

void jx_db_end_read(struct jx_db *db)
{
	db->is_interrupted = NULL;
	db->is_over_user = NULL;
	if (sqlite3_get_autocommit(db->sqlite) == 0)
		(void)sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
}

bool jx_db_is_broken(const struct jx_db *db)
{
	return db->is_broken;
}

uint64_t jx_db_wal_bytes(const struct jx_db *db)
{
	return (uint64_t)db->n_wal_pages * JX_DB_PAGE_BYTES;
}

enum jx_status jx_db_checkpoint(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_writer && !db->is_in_group);
	if (db->is_broken)
		return fail_lost(db, error);
	int code = sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return code == SQLITE_OK || code == SQLITE_BUSY ? JX_OK : jx_sql_fail(db, code, error);
}

enum jx_status jx_db_quick_check(struct jx_db *db, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "PRAGMA quick_check(1)", error);
	while (jx_sql_next(&sql)) {
		const char *found = jx_sql_text_ref(&sql, 0);
		if (strcmp(found, "ok") != 0)
			jx_sql_set_error(
				&sql, jx_fail_with(error, JX_REASON_STORE_DAMAGED,
					      JX_ARGS(JX_TEXT(sqlite3_db_filename(db->sqlite, "main")),
						      JX_TEXT(found))));
	}
	return jx_sql_end(&sql);
}

enum jx_status jx_directory_sync(const char *path, struct jx_error *error)
{
	char directory[PATH_MAX];
	(void)snprintf(directory, sizeof(directory), "%s", path);
	int fd = open(dirname(directory), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0) {
		enum jx_status status =
			jx_fail_with(error, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_TEXT(strerror(errno))));
		if (fd >= 0)
			(void)close(fd);
		return status;
	}
	return close(fd) == 0
		       ? JX_OK
		       : jx_fail_with(error, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_TEXT(strerror(errno))));
}
