/* SQLite as an engine. */
#include "storage/sqlite/db.h"
#include "storage/sqlite/schema/migrations.h"
#include "storage/sqlite/unlock.h"
#include "storage/sqlite/wal.h"

static enum jx_status connect(struct jx_db *db, struct jx_error *error)
{
	enum jx_status status = jx_unlock_install(error);
	if (db->n_wal_pages_allowed == 0)
		db->n_wal_pages_allowed = JX_WAL_DRAIN_PAGES;
	return status == JX_OK ? jx_sqlite_connect(db, error) : status;
}

/* A lost writer must not write once more while it closes. What does not get into the database now is read from the
 * write-ahead log at the next start. */
static void finish_writer(struct jx_db *db)
{
	if (db->is_lost)
		(void)sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	else
		(void)sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

static bool is_in_transaction(const struct jx_db *db)
{
	return sqlite3_get_autocommit(db->sqlite) == 0;
}

static enum jx_status make_room(struct jx_db *db, struct jx_error *error)
{
	enum jx_status status = jx_wal_make_room(db, error);
	return status == JX_OK ? jx_wal_count_written(db, &db->n_written_before, error) : status;
}

static bool is_full(struct jx_db *db)
{
	int64_t n_written = 0;
	return jx_wal_count_written(db, &n_written, NULL) == JX_OK && n_written > db->n_written_before;
}

static bool is_lost(const struct jx_db *db)
{
	(void)db;
	return jx_unlock_has_failed();
}

static enum jx_status schema_version(struct jx_db *db, int64_t *ret_version, struct jx_error *error)
{
	return jx_schema_version(db, false, ret_version, error);
}

static enum jx_status check(struct jx_db *db, struct jx_error *error)
{
	return jx_db_check(db, "PRAGMA quick_check(1)", error);
}

static void rest(struct jx_db *db)
{
	(void)sqlite3_db_release_memory(db->sqlite);
}

enum jx_status jx_sqlite_fill(const char *path, const char *county, int64_t now_ms, struct jx_error *error)
{
	JX_AUTO(jx_db) db = NULL;
	int64_t version = 0;
	enum jx_status status = jx_db_open(NULL, path, JX_DB_WRITE, &db, error);
	if (status == JX_OK)
		status = jx_schema_version(db, true, &version, error);
	if (status == JX_OK)
		status = jx_migrate(db, version, error);
	return status == JX_OK ? jx_store_fill(db, county, now_ms, error) : status;
}

const struct jx_engine jx_sqlite_engine = {
	.begin_group = "BEGIN IMMEDIATE",
	.begin_snapshot = "BEGIN",
	.connect = connect,
	.disconnect = jx_sqlite_disconnect,
	.finish_writer = finish_writer,
	.is_in_transaction = is_in_transaction,
	.prepare = jx_sqlite_prepare,
	.exec = jx_sqlite_exec,
	.finalize_all = jx_sqlite_finalize_all,
	.make_room = make_room,
	.is_full = is_full,
	.is_lost = is_lost,
	.maintain = jx_wal_checkpoint,
	.schema_version = schema_version,
	.migrate = jx_migrate,
	.check = check,
	.rest = rest,
	.copy = jx_sqlite_copy,
	.entry_time = "SELECT unixepoch(substr(entry ->> '$.act_time', 1, 19)) * 1000"
		      " + CASE WHEN substr(entry ->> '$.act_time', 20, 1) = '.'"
		      " THEN CAST(substr(entry ->> '$.act_time', 21, 3) AS INTEGER) ELSE 0 END"
		      " FROM log_leaves WHERE leaf_index = ?",
	.show_past = jx_sqlite_show_past,
	.statements = &jx_sqlite_statements,
};
