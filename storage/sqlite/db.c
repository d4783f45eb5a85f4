#include "storage/sqlite/db.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/contract/base/text.h"
#include "storage/sqlite/log_anchor.h"
#include "storage/sqlite/wal.h"

/* Settings of every connection. trusted_schema and the rest keep a file that somebody doctored from running code. */
static const char SETTINGS[] = "PRAGMA foreign_keys = ON;"
			       "PRAGMA trusted_schema = OFF;"
			       "PRAGMA cell_size_check = ON;"
			       "PRAGMA mmap_size = 0;"
			       "PRAGMA temp_store = MEMORY;";

/* FULL, not NORMAL: without it a power cut takes back what was acknowledged. The page size counts for a file that is
 * still empty, before it goes to WAL. */
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

static int on_progress(void *user)
{
	struct jx_db *db = user;
	return db->is_interrupted != NULL && db->is_interrupted(db->interrupt_user);
}

/* The SQLite of Debian 12 is older than its own function of this name. */
static void on_octet_length(sqlite3_context *context, int n_arguments, sqlite3_value **arguments)
{
	(void)n_arguments;
	if (sqlite3_value_type(arguments[0]) != SQLITE_NULL)
		sqlite3_result_int64(context, sqlite3_value_bytes(arguments[0]));
}

static int configure_handle(sqlite3 *sqlite, bool is_writer)
{
	int code = sqlite3_extended_result_codes(sqlite, 1);
	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(sqlite, JX_DB_BUSY_MS);
	if (code == SQLITE_OK)
		code = sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_create_function(sqlite, "octet_length", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
			NULL, on_octet_length, NULL, NULL);
	if (code == SQLITE_OK && !is_writer)
		code = sqlite3_db_config(sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	(void)sqlite3_limit(sqlite, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_limit(sqlite, SQLITE_LIMIT_LENGTH, JX_MAX_STORED_BYTES);
	return code;
}

static enum jx_status configure(struct jx_db *db, struct jx_error *error)
{
	int code = configure_handle(db->sqlite, db->is_writer);
	if (code != SQLITE_OK)
		return jx_db_fail(db, code, error);
	enum jx_status status = jx_db_exec(db, SETTINGS, error);
	if (status != JX_OK)
		return status;
	status = jx_db_exec(db, db->is_writer ? WRITER_SETTINGS : READER_SETTINGS, error);
	if (status != JX_OK)
		return status;
	if (db->is_writer)
		jx_wal_watch(db);
	else
		sqlite3_progress_handler(db->sqlite, JX_DB_PROGRESS_STEPS, on_progress, db);
	return JX_OK;
}

/* When a file cannot be opened for writing, SQLite opens it for reading and says nothing. */
static enum jx_status check_writable(struct jx_db *db, struct jx_error *error)
{
	if (sqlite3_db_readonly(db->sqlite, "main") != 0)
		return jx_db_fail(db, SQLITE_READONLY, error);
	if (!db->is_writer)
		return JX_OK;
	/* The write-ahead log and its index are opened later, in the same way. */
	enum jx_status status = jx_db_exec(db, "BEGIN IMMEDIATE", error);
	return status == JX_OK ? jx_db_exec(db, "ROLLBACK", error) : status;
}

static enum jx_status connect_handle(struct jx_db *db, struct jx_error *error)
{
	/* A reader, too, opens for writing: it must be able to make the shared memory of the write-ahead log. */
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	int code = sqlite3_open_v2(db->path, &db->sqlite, flags, NULL);
	if (db->sqlite == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (code != SQLITE_OK)
		return jx_db_fail(db, code, error);
	enum jx_status status = configure(db, error);
	return status == JX_OK ? check_writable(db, error) : status;
}

enum jx_status jx_db_connect(struct jx_db *db, struct jx_error *error)
{
	enum jx_status status = connect_handle(db, error);
	if (status != JX_OK)
		jx_db_disconnect(db);
	return status;
}

void jx_db_disconnect(struct jx_db *db)
{
	jx_db_finalize_all(db);
	/* Cannot fail: every statement is finalised, and the connection is ours. */
	(void)sqlite3_close_v2(db->sqlite);
	db->sqlite = NULL;
	db->is_in_doubt = false;
}

enum jx_status jx_db_open(struct jx_store *store, const char *path, enum jx_db_use use, struct jx_db **ret_db,
	struct jx_error *error)
{
	JX_AUTO(jx_db) db = calloc(1, sizeof(*db));
	if (db == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	db->store = store;
	db->is_writer = use == JX_DB_WRITE;
	db->n_wal_pages_allowed = JX_WAL_DRAIN_PAGES;
	db->path = strdup(path);
	if (db->is_writer)
		db->log_nodes = jx_log_nodes_new();
	if (db->path == NULL || (db->is_writer && db->log_nodes == NULL))
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = jx_db_connect(db, error);
	if (status != JX_OK)
		return status;
	*ret_db = jx_db_take(&db);
	return JX_OK;
}

static void finish_writer(struct jx_db *db)
{
	struct jx_log_head head;
	/* A lost writer must not write once more while it closes. Setting a flag cannot fail. */
	if (db->is_lost) {
		(void)sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		return;
	}
	jx_tx_rollback(db);
	if (db->store != NULL && db->store->is_checked && jx_log_head(db, &head, NULL) == JX_OK)
		jx_log_anchor_write_end(db->store, &head);
	/* What does not get into the database now is read from the write-ahead log at the next start. */
	(void)sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

void jx_db_free(struct jx_db *db)
{
	if (db == NULL)
		return;
	if (db->is_reading)
		jx_tx_end_read(db);
	if (db->is_writer && db->sqlite != NULL)
		finish_writer(db);
	if (db->is_writer && db->store != NULL)
		db->store->is_writer_out = false;
	jx_db_disconnect(db);
	jx_log_nodes_free(db->log_nodes);
	jx_log_pending_free(&db->log_pending);
	free(db->path);
	free(db);
}

/* What SQLite says, without the data of callers that its own messages may quote. */
static enum jx_status fail_storage(struct jx_db *db, int code, struct jx_error *error)
{
	int system_errno = sqlite3_system_errno(db->sqlite);
	bool is_system = system_errno != 0 && (code & 0xff) != SQLITE_BUSY;
	if (is_system)
		return jx_fail_with(error, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_SYSTEM(system_errno)));
	return jx_fail_with(error, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_TEXT(sqlite3_errstr(code))));
}

static enum jx_status translate(struct jx_db *db, int code, struct jx_error *error)
{
	switch (code & 0xff) {
	case SQLITE_NOMEM:
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	case SQLITE_FULL:
		return jx_fail(error, JX_REASON_STORAGE_FULL);
	case SQLITE_INTERRUPT:
		return jx_fail(error, JX_REASON_DEADLINE_PASSED);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return jx_fail_with(error, JX_REASON_STORE_DAMAGED,
			JX_ARGS(JX_TEXT(db->path), JX_TEXT(sqlite3_errstr(code))));
	case SQLITE_IOERR:
		if (code == SQLITE_IOERR_NOMEM)
			return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
		return fail_storage(db, code, error);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_PROTOCOL:
		return fail_storage(db, code, error);
	default:
		return jx_fail_with(error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT(sqlite3_errmsg(db->sqlite))));
	}
}

/* A connection that met one of these may have lost a file, a lock or what it knew of them. */
static bool is_doubtful(int code)
{
	switch (code & 0xff) {
	case SQLITE_IOERR:
		return code != SQLITE_IOERR_NOMEM;
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PROTOCOL:
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return true;
	default:
		return false;
	}
}

enum jx_status jx_db_fail(struct jx_db *db, int code, struct jx_error *error)
{
	struct jx_error own = {0};
	enum jx_status status = translate(db, code, &own);
	if (error != NULL)
		*error = own;
	if (!db->is_writer) {
		db->is_in_doubt = db->is_in_doubt || is_doubtful(code);
		return status;
	}
	bool is_fatal = is_doubtful(code);
	bool is_group_lost = db->is_in_group && sqlite3_get_autocommit(db->sqlite) != 0;
	if ((is_fatal && !db->is_lost) || (is_group_lost && !db->is_group_lost))
		db->loss = own;
	db->is_lost = db->is_lost || is_fatal;
	db->is_group_lost = db->is_group_lost || is_group_lost;
	return status;
}

enum jx_status jx_db_fail_lost(const struct jx_db *db, struct jx_error *error)
{
	if (error != NULL)
		*error = db->loss;
	return jx_reason_status(db->loss.reason);
}

enum jx_status jx_db_exec(struct jx_db *db, const char *text, struct jx_error *error)
{
	int code = sqlite3_exec(db->sqlite, text, NULL, NULL, NULL);
	return code == SQLITE_OK ? JX_OK : jx_db_fail(db, code, error);
}

enum jx_status jx_db_run(struct jx_db *db, const char *text, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, text, error);
	return jx_sql_run(&sql);
}

enum jx_status jx_db_check(struct jx_db *db, const char *pragma, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, pragma, error);
	while (jx_sql_next(&sql)) {
		const char *found = jx_sql_text_ref(&sql, 0);
		if (strcmp(found, "ok") != 0)
			jx_sql_set_error(&sql, jx_fail_with(error, JX_REASON_STORE_DAMAGED,
						       JX_ARGS(JX_TEXT(db->path), JX_TEXT(found))));
	}
	return jx_sql_end(&sql);
}

enum jx_status jx_directory_sync(const char *path, struct jx_error *error)
{
	char directory[PATH_MAX];
	(void)jx_text_copy(directory, sizeof(directory), path);
	int fd = open(dirname(directory), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_synced = fd >= 0 && fsync(fd) == 0;
	int failure = errno;
	if (fd >= 0)
		(void)close(fd);
	if (is_synced)
		return JX_OK;
	return jx_fail_with(error, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_SYSTEM(failure)));
}
