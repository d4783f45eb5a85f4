/*
 * Statements: the one layer that talks to SQLite. Private to storage/.
 *
 * A statement is used in one breath: start, bind in order, run or walk its rows, end. The first error sticks
 * and makes everything after it do nothing, so a caller tests once, at the end. Statements are prepared once
 * per connection and kept under the address of their text, which must therefore be a literal: no SQL is ever
 * built from input. Codes of SQLite become statuses in jx_sql_fail() and nowhere else. Thread: that of the
 * connection.
 */
#ifndef STORAGE_SQL_H
#define STORAGE_SQL_H

#include <sqlite3.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/evidence/digest.h"
#include "storage/store.h"

/* Statements kept per connection: a power of two, twice the number of literals in this room. */
#define JX_SQL_KEPT 512u

struct jx_sql_slot {
	const char *text; /* literal; NULL: free */
	sqlite3_stmt *statement;
};

/* The end of the log as the group at hand has it; the row of the head is written once, before the commit. */
struct jx_log_tail {
	bool is_known;   /* read in this group */
	bool is_changed; /* not in its row yet */
	int64_t newest_ms;
	struct jx_merkle_edge edge;
};

struct jx_db {
	struct jx_store *store; /* borrowed; NULL for the connections of create and backup */
	sqlite3 *sqlite;
	bool is_writer;
	bool is_broken;                      /* for good */
	bool is_in_group;                    /* between begin and commit */
	bool is_in_job;                      /* between savepoint and release or undo */
	bool is_group_lost;                  /* SQLite undid the whole transaction by itself */
	struct jx_error loss;                /* why, when is_group_lost or is_broken */
	struct jx_log_tail log;              /* of the group */
	struct jx_log_tail log_before;       /* as it was when the job began */
	uint32_t n_wal_pages;                /* after the last commit */
	jx_db_is_interrupted is_interrupted; /* of the read under way; NULL for none */
	void *is_over_user;
	uint32_t n_kept;
	struct jx_sql_slot kept[JX_SQL_KEPT];
};

struct jx_sql {
	struct jx_db *db;
	sqlite3_stmt *statement; /* kept by db; NULL after an error in start */
	struct jx_error *error;
	enum jx_status status; /* the first error */
	int n_bound;
};

/** Translate a code of SQLite into a status, and note what it means for the connection. */
enum jx_status jx_sql_fail(struct jx_db *db, int code, struct jx_error *error) JX_MUST_CHECK;

/** Begin with a statement. The statement must not be in use. @param text  a literal. */
void jx_sql_start(struct jx_sql *sql, struct jx_db *db, const char *text, struct jx_error *error);

/* Bind the next parameter. Texts and bytes are borrowed until the statement ends. */
void jx_sql_bind_int(struct jx_sql *sql, int64_t value);
void jx_sql_bind_null(struct jx_sql *sql);
void jx_sql_bind_text(struct jx_sql *sql, const char *text);             /* NULL binds "" */
void jx_sql_bind_optional(struct jx_sql *sql, const char *text);         /* NULL and "" bind NULL */
void jx_sql_bind_bytes(struct jx_sql *sql, const void *bytes, size_t n); /* NULL binds NULL */
void jx_sql_bind_time(struct jx_sql *sql, int64_t time_ms);              /* 0 binds NULL */

/** Bind the number of fen; NULL when the figure is absent or its box holds no number. */
void jx_sql_bind_fen(struct jx_sql *sql, const JxAmount *amount);
/** Bind the millionths of a number; NULL when it is absent or its box holds no number. */
void jx_sql_bind_micros(struct jx_sql *sql, const JxDecimal *decimal);
/** Bind two parameters: millionths and decimals; both NULL when there is no number. */
void jx_sql_bind_decimal(struct jx_sql *sql, const JxDecimal *decimal);

/** Go to the next row. @return false at the end and after an error. */
bool jx_sql_next(struct jx_sql *sql);

/** End the statement, so that it can be used again. @return the first error. */
enum jx_status jx_sql_end(struct jx_sql *sql) JX_MUST_CHECK;

/** Run a statement that gives no rows to its end. */
enum jx_status jx_sql_run(struct jx_sql *sql) JX_MUST_CHECK;

/** Like jx_sql_run(), and tells how many rows it changed. */
enum jx_status jx_sql_run_counting(struct jx_sql *sql, uint32_t *ret_n_changed) JX_MUST_CHECK;

/** Let the statement fail with a status of our own; the first one sticks. */
void jx_sql_set_error(struct jx_sql *sql, enum jx_status status);

/* Columns of the row at hand. NULL reads as 0 and "". */
int64_t jx_sql_int(struct jx_sql *sql, int column);
bool jx_sql_is_null(struct jx_sql *sql, int column);
/** The text itself; valid until the next row. */
const char *jx_sql_text_ref(struct jx_sql *sql, int column);
/** A copy in the arena; "" is static. */
char *jx_sql_text(struct jx_sql *sql, int column, struct jx_arena *arena);
/** A copy in the arena; NULL and *ret_n 0 for NULL. */
uint8_t *jx_sql_bytes(struct jx_sql *sql, int column, struct jx_arena *arena, size_t *ret_n);

/** Run literals without parameters, one after another; the connection's own statements (BEGIN, PRAGMA). */
enum jx_status jx_sql_exec(struct jx_db *db, const char *text, struct jx_error *error) JX_MUST_CHECK;

/** Write the row of the log's head, if this group has changed it (store_log.c). */
enum jx_status jx_log_flush(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Finalise every kept statement. */
void jx_sql_finalize_all(struct jx_db *db);

#endif
