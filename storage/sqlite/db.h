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

#include "storage/log/log_nodes.h"
#include "storage/log/log_pending.h"
#include "storage/log/log_tail.h"
#include "storage/sql.h"
#include "storage/sqlite/gate.h"

#define JX_DB_NEW_NAME "jixiao.db.new"
#define JX_LOCK_NAME   "jixiao.lock"

struct jx_store {
	char *directory; /* owned */
	char *path;      /* of the database; owned */
	char *wal_path;  /* of its write-ahead log; owned */
	char *county;    /* owned */
	int lock_fd;
	struct jx_db *writer; /* until jx_store_open_writer() hands it out; owned */
	bool is_writer_out;
	bool is_checked;                   /* everything that a start checks has held */
	const struct jx_note_key *log_key; /* signs what the writer commits; borrowed; NULL for none */
	struct jx_gate gate;               /* of the reads */
};

/** A store that is not open yet, and its lock: STORE_LOCKED when another process has it. */
enum jx_status jx_store_new(
	const char *directory, struct jx_store **ret_store, struct jx_error *error) JX_MUST_CHECK;
enum jx_status jx_store_lock(struct jx_store *store, struct jx_error *error) JX_MUST_CHECK;

/* Statements cached per connection: a power of two, twice the number of literals in storage/. */
#define JX_DB_CACHED_BITS 9
#define JX_DB_CACHED      (1u << JX_DB_CACHED_BITS)

struct jx_db_statement {
	const char *text; /* literal; NULL: free */
	sqlite3_stmt *statement;
};

struct jx_db {
	struct jx_store *store; /* borrowed; NULL for the connections of create and backup */
	char *path;             /* of the database; owned */
	sqlite3 *sqlite;        /* NULL: closed until the next read */
	bool is_writer;
	bool is_in_doubt;                    /* a reader whose connection is closed at the end of its read */
	bool is_lost;                        /* a writer; for good */
	bool is_reading;                     /* between begin and end of a read */
	bool is_in_group;                    /* between begin and commit */
	bool is_in_job;                      /* between begin and end of a job */
	bool is_group_lost;                  /* SQLite undid the whole transaction by itself */
	struct jx_error loss;                /* why, when is_group_lost or is_lost */
	int n_wal_pages;                     /* in the write-ahead log after the last commit */
	int n_wal_pages_allowed;             /* before reads are held */
	int64_t n_written_before;            /* pages, when the group began */
	struct jx_log_tail log;              /* of the group */
	struct jx_log_tail log_before;       /* as it was when the job began */
	struct jx_log_pending log_pending;   /* of the job at hand */
	struct jx_log_nodes *log_nodes;      /* of a writer; owned */
	uint64_t then_index;                 /* of a read that looks back: entries of the log then */
	int64_t then_ms;                     /* likewise, the time */
	jx_tx_is_interrupted is_interrupted; /* of the read at hand; NULL for none */
	void *interrupt_user;
	uint32_t n_cached;
	struct jx_db_statement cached[JX_DB_CACHED];
};

enum jx_db_use { JX_DB_WRITE, JX_DB_READ };

/** Open a connection with every setting of docs/storage.md. @param store  NULL for a connection that belongs to none. */
enum jx_status jx_db_open(struct jx_store *store, const char *path, enum jx_db_use use, struct jx_db **ret_db,
	struct jx_error *error) JX_MUST_CHECK;

/** Open the connection again after jx_db_disconnect(). */
enum jx_status jx_db_connect(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Close the connection, whatever it was doing. What it had begun is undone, and its snapshot let go. */
void jx_db_disconnect(struct jx_db *db);

/** Prepare a statement now, so that running it later needs no memory. @param text  a literal. */
enum jx_status jx_db_prepare(struct jx_db *db, const char *text, struct jx_error *error) JX_MUST_CHECK;

/** Translate a code of SQLite into a status, and note what it means for the connection. */
enum jx_status jx_db_fail(struct jx_db *db, int code, struct jx_error *error) JX_MUST_CHECK;

/** Fail as the group or the connection was lost. */
enum jx_status jx_db_fail_lost(const struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Run a prepared statement without parameters and rows, in the transaction at hand. @param text  a literal. */
enum jx_status jx_db_run(struct jx_db *db, const char *text, struct jx_error *error) JX_MUST_CHECK;

/** Begin a transaction that sees one state of the store, from its first statement on. Nobody waits for it: where it lasts,
 * the write-ahead log grows by what is written meanwhile. */
enum jx_status jx_db_begin_snapshot(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** End it. A reader whose transaction does not end, or that is in doubt, is closed until its next one. */
void jx_db_end_snapshot(struct jx_db *db);

/** Run literals without parameters, one after another. */
enum jx_status jx_db_exec(struct jx_db *db, const char *text, struct jx_error *error) JX_MUST_CHECK;

/** Finalise every cached statement. */
void jx_db_finalize_all(struct jx_db *db);

/** Run a check of SQLite's, which reports "ok" or what is wrong. @param pragma  a literal.
 *
 * @return JX_OK; JX_DATA_LOSS (STORE_DAMAGED).
 */
enum jx_status jx_db_check(struct jx_db *db, const char *pragma, struct jx_error *error) JX_MUST_CHECK;

/** Make what was renamed or created in the directory of a path survive a power cut. */
enum jx_status jx_directory_sync(const char *path, struct jx_error *error) JX_MUST_CHECK;

#endif
