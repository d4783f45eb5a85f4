/*
 * The SQLite driver: a store is a directory with one database file, and a connection is one of SQLite's. Private to
 * storage/sqlite/, the only folder that knows sqlite3.h.
 *
 * Exactly one connection writes and checkpoints: Debian's SQLite 3.40.1 corrupts its write-ahead log with two. Each job
 * is a savepoint. After an error of input or output on the write path the connection is lost for good: an fsync that
 * failed once and "succeeds" later has lost data. What lies in the directory, and every setting, is in docs/storage.md.
 */
#ifndef STORAGE_SQLITE_DB_H
#define STORAGE_SQLITE_DB_H

#include <sqlite3.h>

#include "storage/engine/engine.h"

/** Translate a code of SQLite into a status, and note what it means for the connection. */
enum jx_status jx_db_fail(struct jx_db *db, int code, struct jx_error *error) JX_MUST_CHECK;

/** Run a check of SQLite's, which reports "ok" or what is wrong. @param pragma  a literal.
 *
 * @return JX_OK; JX_DATA_LOSS (STORE_DAMAGED).
 */
enum jx_status jx_db_check(struct jx_db *db, const char *pragma, struct jx_error *error) JX_MUST_CHECK;

/* What the driver's files put into its table (driver.c). */
extern const struct jx_engine_statements jx_sqlite_statements;
enum jx_status jx_sqlite_copy(struct jx_db *db, const char *path, struct jx_error *error) JX_MUST_CHECK;
/* Fills an empty file with what a store has. */
typedef enum jx_status (*jx_copy_fill)(struct jx_db *from, struct jx_db *to, struct jx_error *error);

/** Write a copy of a store of any engine, check it and put it at a path. */
enum jx_status jx_sqlite_copy_by(
	struct jx_db *db, const char *path, jx_copy_fill fill, struct jx_error *error) JX_MUST_CHECK;
enum jx_status jx_sqlite_show_past(
	struct jx_db *db, uint64_t n_entries, int64_t time_ms, struct jx_error *error) JX_MUST_CHECK;
enum jx_status jx_sqlite_connect(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;
void jx_sqlite_disconnect(struct jx_db *db);
enum jx_status jx_sqlite_exec(struct jx_db *db, const char *text, struct jx_error *error) JX_MUST_CHECK;
enum jx_status jx_sqlite_prepare(struct jx_db *db, const char *text, struct jx_error *error) JX_MUST_CHECK;
void jx_sqlite_finalize_all(struct jx_db *db);

#endif
