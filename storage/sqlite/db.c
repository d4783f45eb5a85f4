#include "storage/sqlite/db.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/contract/base/text.h"
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
	enum jx_status status = jx_sqlite_exec(db, SETTINGS, error);
	if (status != JX_OK)
		return status;
	status = jx_sqlite_exec(db, db->is_writer ? WRITER_SETTINGS : READER_SETTINGS, error);
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
	enum jx_status status = jx_sqlite_exec(db, "BEGIN IMMEDIATE", error);
	return status == JX_OK ? jx_sqlite_exec(db, "ROLLBACK", error) : status;
}

enum jx_status jx_sqlite_connect(struct jx_db *db, struct jx_error *error)
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

void jx_sqlite_disconnect(struct jx_db *db)
{
	/* Cannot fail: every statement is finalised, and the connection is ours. */
	(void)sqlite3_close_v2(db->sqlite);
	db->sqlite = NULL;
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
	enum jx_status noted = jx_db_note(db, &own, is_doubtful(code), error);
	return noted == JX_OK ? status : noted;
}

enum jx_status jx_sqlite_exec(struct jx_db *db, const char *text, struct jx_error *error)
{
	int code = sqlite3_exec(db->sqlite, text, NULL, NULL, NULL);
	return code == SQLITE_OK ? JX_OK : jx_db_fail(db, code, error);
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
