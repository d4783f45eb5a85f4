/*
 * The driver for PostgreSQL: the store's file names a server and a database, and a connection is one to it. Private to
 * storage/postgres/, the only folder that knows libpq.
 *
 * A statement is prepared once per connection, when it first runs: the types of its parameters are those of the values that are
 * bound then. Values go and come in binary. Each job is a savepoint. One daemon writes: it has taken a number, the fence,
 * and each group holds the row with that number locked; a daemon whose number is not the newest any more is lost. When a
 * connection of the writer breaks, or a commit ends with a warning, what is stored is in doubt: the daemon stops, as with
 * SQLite, and opens the store again.
 */
#ifndef STORAGE_POSTGRES_POSTGRES_H
#define STORAGE_POSTGRES_POSTGRES_H

#include "storage/engine/engine.h"
#include "storage/postgres/libpq.h"

struct jx_postgres {
	const struct jx_libpq *pq;
	pg_conn *connection;
	bool has_warning; /* of the command at hand */
	uint32_t n_prepared;
};

/** Run a text without parameters. @param ret_result  NULL, or what it gave: to be cleared. */
enum jx_status jx_postgres_exec(struct jx_db *db, const char *text, struct jx_error *error) JX_MUST_CHECK;

/** Wait for what was sent. @param is_sent  as libpq reports. @param ret_result  on JX_OK, to be cleared. */
enum jx_status jx_postgres_wait(
	struct jx_db *db, int is_sent, pg_result **ret_result, struct jx_error *error) JX_MUST_CHECK;

enum jx_status jx_postgres_connect(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;
void jx_postgres_disconnect(struct jx_db *db);

enum jx_status jx_postgres_prepare(struct jx_db *db, const char *text, struct jx_error *error) JX_MUST_CHECK;
void jx_postgres_finalize_all(struct jx_db *db);

/** Bring all of a store of SQLite's into a database: tables with their rows, then what guards them. What is there of a store is
 * dropped before. In one transaction. */
enum jx_status jx_postgres_load(struct jx_db *from, struct jx_db *to, struct jx_error *error) JX_MUST_CHECK;

enum jx_status jx_postgres_copy(struct jx_db *db, const char *path, struct jx_error *error) JX_MUST_CHECK;
enum jx_status jx_postgres_show_past(
	struct jx_db *db, uint64_t n_entries, int64_t time_ms, struct jx_error *error) JX_MUST_CHECK;

extern const struct jx_engine_statements jx_postgres_statements;

#endif
