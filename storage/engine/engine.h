/*
 * What drivers have in common: a store in its directory, connections, groups and jobs, and what an engine must do for them.
 * Private to storage/engine/ and the drivers.
 *
 * A store is a directory with keys, settings and a lock. Its file jixiao.db is the database (SQLite), or names the one that a
 * server holds (storage/postgres/). A driver is a table of functions; what a statement, a transaction and the face of the
 * room mean is the same for all and stands here.
 */
#ifndef STORAGE_ENGINE_ENGINE_H
#define STORAGE_ENGINE_ENGINE_H

#include "storage/engine/gate.h"
#include "storage/log/log_nodes.h"
#include "storage/log/log_pending.h"
#include "storage/log/log_tail.h"
#include "storage/sql.h"

#define JX_SCHEMA_VERSION 19 /* the newest: storage/sqlite/schema/ has the steps, for all engines */

#define JX_DB_NEW_NAME "jixiao.db.new"
#define JX_LOCK_NAME   "jixiao.lock"

struct sqlite3;     /* of SQLite */
struct jx_postgres; /* a connection to a server: storage/postgres/ */

/** What an engine does with statements: as in storage/sql.h, which has counted the parameters in sql->n_bound. */
struct jx_engine_statements {
	void (*start)(struct jx_sql *sql, const char *text);
	void (*bind_int)(struct jx_sql *sql, int64_t value);
	void (*bind_null)(struct jx_sql *sql, enum jx_sql_kind kind); /* of what it stands for */
	void (*bind_text)(struct jx_sql *sql, const char *text);
	void (*bind_bytes)(struct jx_sql *sql, const void *bytes, size_t n);
	void (*bind_texts)(struct jx_sql *sql, const char *const *texts, size_t n);
	bool (*next)(struct jx_sql *sql);
	void (*end)(struct jx_sql *sql);
	enum jx_status (*run_counting)(struct jx_sql *sql, uint32_t *ret_n_changed);
	enum jx_status (*run_unique)(struct jx_sql *sql, bool *ret_is_new);
	enum jx_status (*run_numbered)(struct jx_sql *sql, int64_t *ret_number);
	int64_t (*column_int)(struct jx_sql *sql, int column);
	enum jx_sql_kind (*column_kind)(struct jx_sql *sql, int column);
	const char *(*column_text)(struct jx_sql *sql, int column);
	const uint8_t *(*column_bytes)(struct jx_sql *sql, int column, size_t *ret_n);
	int (*n_columns)(const struct jx_sql *sql);
	const char *(*column_name)(const struct jx_sql *sql, int column);
	int (*n_parameters)(const struct jx_sql *sql);
};

/** What an engine does. All run on the thread of the connection; errors are the engine's, translated. */
struct jx_engine {
	const char *begin_group;    /* literals */
	const char *begin_snapshot; /* of a read: one state of the store from its first statement on */

	/* Connections. disconnect() takes also what connect() has left half done. */
	enum jx_status (*connect)(struct jx_db *db, struct jx_error *error);
	void (*disconnect)(struct jx_db *db);
	void (*finish_writer)(struct jx_db *db); /* before a writer that ends in order is closed */
	bool (*is_in_transaction)(const struct jx_db *db);
	enum jx_status (*prepare)(struct jx_db *db, const char *text, struct jx_error *error);
	enum jx_status (*exec)(struct jx_db *db, const char *text, struct jx_error *error);
	void (*finalize_all)(struct jx_db *db);

	/* Groups. */
	enum jx_status (*make_room)(struct jx_db *db, struct jx_error *error);   /* before one begins */
	enum jx_status (*enter_group)(struct jx_db *db, struct jx_error *error); /* when it has begun */
	bool (*is_full)(struct jx_db *db);
	bool (*is_lost)(const struct jx_db *db); /* NULL: db->is_lost says all */
	enum jx_status (*maintain)(struct jx_db *db, struct jx_error *error);

	/* Stores. */
	enum jx_status (*schema_version)(struct jx_db *db, int64_t *ret_version, struct jx_error *error);
	enum jx_status (*migrate)(struct jx_db *db, int64_t version, struct jx_error *error);
	enum jx_status (*check)(
		struct jx_db *db, struct jx_error *error); /* at start, of what a crash may have left */
	void (*rest)(struct jx_db *db); /* lets go of what such checks have read; NULL for none */
	enum jx_status (*copy)(struct jx_db *db, const char *path, struct jx_error *error);
	const char *entry_time; /* the statement that answers the milliseconds of the entry with index ? */
	/* Puts views of what was there after so many entries, at that time, before the tables. */
	enum jx_status (*show_past)(
		struct jx_db *db, uint64_t n_entries, int64_t time_ms, struct jx_error *error);

	const struct jx_engine_statements *statements;
};

extern const struct jx_engine jx_sqlite_engine;
extern const struct jx_engine jx_postgres_engine;

struct jx_store {
	const struct jx_engine *engine;
	char *directory; /* owned */
	char *path;      /* of the database, or of the file that names it; owned */
	char *wal_path;  /* of its write-ahead log; owned */
	char *server;    /* of a database on a server, as libpq takes it; owned; NULL for none */
	char *county;    /* owned */
	int lock_fd;
	int64_t fence;        /* of a database on a server: the number under which this process writes */
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
	void *statement;  /* of the driver */
};

struct jx_db {
	const struct jx_engine *engine;
	struct jx_store *store;       /* borrowed; NULL for the connections of create and backup */
	char *path;                   /* of the database; owned */
	struct sqlite3 *sqlite;       /* NULL: closed until the next read */
	struct jx_postgres *postgres; /* likewise */
	bool is_writer;
	bool is_in_doubt;                    /* a reader whose connection is closed at the end of its read */
	bool is_lost;                        /* a writer; for good */
	bool is_reading;                     /* between begin and end of a read */
	bool is_in_group;                    /* between begin and commit */
	bool is_in_job;                      /* between begin and end of a job */
	bool is_group_lost;                  /* the engine undid the whole transaction by itself */
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

/** Open a connection. @param store  NULL for one of SQLite's that belongs to none. @param path  of SQLite's file. */
enum jx_status jx_db_open(struct jx_store *store, const char *path, enum jx_db_use use, struct jx_db **ret_db,
	struct jx_error *error) JX_MUST_CHECK;

/** Open the connection again after jx_db_disconnect(). */
enum jx_status jx_db_connect(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Close the connection, whatever it was doing. What it had begun is undone, and its snapshot let go. */
void jx_db_disconnect(struct jx_db *db);

/** Prepare a statement now, so that running it later needs no memory. @param text  a literal. */
enum jx_status jx_db_prepare(struct jx_db *db, const char *text, struct jx_error *error) JX_MUST_CHECK;

/** Note what an error means for the connection, and hand it on.
 *
 * @param own       as the engine's own was translated.
 * @param is_fatal  a file, a lock or a connection may be lost.
 */
enum jx_status jx_db_note(
	struct jx_db *db, const struct jx_error *own, bool is_fatal, struct jx_error *error) JX_MUST_CHECK;

/** Fail as the group or the connection was lost. */
enum jx_status jx_db_fail_lost(const struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Run a prepared statement without parameters and rows, in the transaction at hand. @param text  a literal. */
enum jx_status jx_db_run(struct jx_db *db, const char *text, struct jx_error *error) JX_MUST_CHECK;

/** Begin a transaction that sees one state of the store, from its first statement on. Nobody waits for it: where it lasts,
 * what is written meanwhile is kept apart. */
enum jx_status jx_db_begin_snapshot(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** End it. A reader whose transaction does not end, or that is in doubt, is closed until its next one. */
void jx_db_end_snapshot(struct jx_db *db);

/** Run literals without parameters, one after another. */
enum jx_status jx_db_exec(struct jx_db *db, const char *text, struct jx_error *error) JX_MUST_CHECK;

/** Finalise every cached statement. */
void jx_db_finalize_all(struct jx_db *db);

/** The place of a statement in the cache, which may be free. */
struct jx_db_statement *jx_db_find_cached(struct jx_db *db, const char *text);

/** Write the row of the county, and the log's head, of a new store: in a group of its own. */
enum jx_status jx_store_fill(
	struct jx_db *db, const char *county, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** Fill an empty file of SQLite's with the schema and a county. It needs no write-ahead log beside it then. */
enum jx_status jx_sqlite_fill(
	const char *path, const char *county, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** Fill an empty database of a server. */
enum jx_status jx_postgres_fill(
	const char *server, const char *county, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** Make what was renamed or created in the directory of a path survive a power cut. */
enum jx_status jx_directory_sync(const char *path, struct jx_error *error) JX_MUST_CHECK;

#endif
