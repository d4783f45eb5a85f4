/* PostgreSQL as an engine: stores, and who writes to them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage/postgres/postgres.h"
#include "storage/postgres/tables.h"
#include "storage/sqlite/db.h"
#include "storage/sqlite/schema/migrations.h"

/* ---- who writes ---- */

static enum jx_status read_number(
	struct jx_db *db, const char *text, int64_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, text, error);
	while (jx_sql_next(&sql))
		*ret_number = jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

/* Takes the next number, once for a process: whoever wrote before is fenced out from here on. */
static enum jx_status take_fence(struct jx_db *db, struct jx_error *error)
{
	return read_number(db, "UPDATE store_writer SET fence = fence + 1 WHERE id = 1 RETURNING fence",
		&db->store->fence, error);
}

/* The row is locked to the end of the group: one group at a time, whoever runs it. */
static enum jx_status enter_group(struct jx_db *db, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_error own = {0};
	bool is_mine = false;
	if (db->store->fence == 0)
		return JX_OK;
	jx_sql_start(&sql, db, "SELECT 1 FROM store_writer WHERE id = 1 AND fence = ? FOR UPDATE", error);
	jx_sql_bind_int(&sql, db->store->fence);
	while (jx_sql_next(&sql))
		is_mine = true;
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK || is_mine)
		return status;
	status = jx_fail_with(&own, JX_REASON_STORE_LOCKED, JX_ARGS(JX_TEXT(db->store->directory)));
	enum jx_status noted = jx_db_note(db, &own, true, error);
	return noted == JX_OK ? status : noted;
}

static bool is_in_transaction(const struct jx_db *db)
{
	if (db->postgres == NULL || db->postgres->connection == NULL)
		return false;
	int state = db->postgres->pq->PQtransactionStatus(db->postgres->connection);
	return state == PG_TRANSACTION_IN || state == PG_TRANSACTION_IN_ERROR ||
	       state == PG_TRANSACTION_ACTIVE;
}

/* ---- what SQLite does between groups, a server does by itself ---- */

static enum jx_status do_nothing(struct jx_db *db, struct jx_error *error)
{
	(void)db;
	(void)error;
	return JX_OK;
}

static bool is_never_full(struct jx_db *db)
{
	(void)db;
	return false;
}

/* ---- stores ---- */

static enum jx_status schema_version(struct jx_db *db, int64_t *ret_version, struct jx_error *error)
{
	bool is_there = false;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'jixiao' AND tablename = 'store_writer'",
		error);
	while (jx_sql_next(&sql))
		is_there = true;
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK && !is_there)
		status = jx_fail_with(error, JX_REASON_STORE_DAMAGED,
			JX_ARGS(JX_TEXT(db->path), JX_TEXT("its database has no store")));
	if (status == JX_OK)
		status = read_number(
			db, "SELECT schema_version FROM store_writer WHERE id = 1", ret_version, error);
	if (status == JX_OK && *ret_version > JX_SCHEMA_VERSION)
		status = jx_fail_with(error, JX_REASON_STORE_NEWER,
			JX_ARGS(JX_TEXT(db->path), JX_I64(*ret_version), JX_U64(JX_SCHEMA_VERSION)));
	if (status == JX_OK && db->is_writer && db->store->fence == 0)
		status = take_fence(db, error);
	return status;
}

/* Opens what was copied to a file, which is at the newest version, and brings it in. */
static enum jx_status load_file(struct jx_db *db, const char *path, struct jx_error *error)
{
	JX_AUTO(jx_db) file = NULL;
	enum jx_status status = jx_db_open(NULL, path, JX_DB_WRITE, &file, error);
	if (status == JX_OK)
		status = jx_postgres_load(file, db, error);
	if (status == JX_OK)
		status = take_fence(db, error);
	return status;
}

/* The numbered steps are SQLite's: an older store goes through a file beside it, where they are taken, and comes back in one
 * transaction. */
static enum jx_status migrate(struct jx_db *db, int64_t version, struct jx_error *error)
{
	char *path = NULL;
	(void)version;
	if (asprintf(&path, "%s/" JX_DB_NEW_NAME, db->store->directory) < 0)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = jx_postgres_copy(db, path, error);
	if (status == JX_OK)
		status = load_file(db, path, error);
	(void)remove(path);
	free(path);
	return status;
}

static enum jx_status is_free(struct jx_db *db, struct jx_error *error)
{
	bool is_there = false;
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'jixiao'", error);
	while (jx_sql_next(&sql))
		is_there = true;
	enum jx_status status = jx_sql_end(&sql);
	return status == JX_OK && is_there ? jx_fail_with(error, JX_REASON_STORE_EXISTS,
						     JX_ARGS(JX_TEXT("the database of the server")))
					   : status;
}

static enum jx_status make(struct jx_db *made, const char *county, int64_t now_ms, struct jx_error *error)
{
	int64_t version = 0;
	enum jx_status status = jx_schema_version(made, true, &version, error);
	if (status == JX_OK)
		status = jx_migrate(made, version, error);
	return status == JX_OK ? jx_store_fill(made, county, now_ms, error) : status;
}

static enum jx_status fill(struct jx_store *store, const char *county, int64_t now_ms, struct jx_error *error)
{
	JX_AUTO(jx_db) db = NULL;
	JX_AUTO(jx_db) made = NULL;
	enum jx_status status = jx_db_open(store, "", JX_DB_WRITE, &db, error);
	if (status == JX_OK)
		status = is_free(db, error);
	if (status == JX_OK)
		status = jx_db_open(NULL, ":memory:", JX_DB_WRITE, &made, error);
	if (status == JX_OK)
		status = make(made, county, now_ms, error);
	return status == JX_OK ? jx_postgres_load(made, db, error) : status;
}

enum jx_status jx_postgres_fill(
	const char *server, const char *county, int64_t now_ms, struct jx_error *error)
{
	struct jx_store store = {.engine = &jx_postgres_engine, .directory = (char *)"", .lock_fd = -1};
	store.server = (char *)server;
	return fill(&store, county, now_ms, error);
}

/* ---- copies ---- */

static enum jx_status each(
	struct jx_db *to, const struct jx_objects *objects, bool drops, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < objects->n; i++) {
		char *text = NULL;
		if (strcmp(objects->objects[i].kind, "trigger") != 0)
			continue;
		if (asprintf(&text, drops ? "DROP TRIGGER %s" : "%s",
			    drops ? objects->objects[i].name : objects->objects[i].text) < 0)
			return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
		status = jx_db_exec(to, text, error);
		free(text);
	}
	return status;
}

static enum jx_status copy_tables(
	struct jx_db *from, struct jx_db *to, const struct jx_objects *objects, struct jx_error *error)
{
	enum jx_status status = each(to, objects, true, error);
	for (size_t i = 0; status == JX_OK && i < objects->n; i++)
		if (strcmp(objects->objects[i].kind, "table") == 0)
			status = jx_table_copy(from, to, objects->objects[i].name, error);
	return status == JX_OK ? each(to, objects, false, error) : status;
}

/* Rows come table by table, so whom they refer to may come later: the copy is checked whole afterwards. */
static enum jx_status copy_into(struct jx_db *from, struct jx_db *to, struct jx_error *error)
{
	struct jx_objects objects;
	enum jx_status status = jx_objects_read(to, &objects, error);
	jx_db_finalize_all(to);
	if (status == JX_OK)
		status = jx_db_exec(to, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE", error);
	if (status == JX_OK)
		status = copy_tables(from, to, &objects, error);
	if (status == JX_OK)
		status = jx_db_exec(to, "COMMIT; PRAGMA foreign_keys = ON", error);
	jx_objects_clear(&objects);
	return status;
}

static enum jx_status copy_snapshot(struct jx_db *from, struct jx_db *to, struct jx_error *error)
{
	int64_t version = 0;
	enum jx_status status = jx_db_begin_snapshot(from, error);
	if (status != JX_OK)
		return status;
	status = read_number(from, "SELECT schema_version FROM store_writer WHERE id = 1", &version, error);
	if (status == JX_OK)
		status = jx_migrate_to(to, 0, version, error);
	if (status == JX_OK)
		status = copy_into(from, to, error);
	jx_db_end_snapshot(from);
	return status == JX_OK ? jx_migrate(to, version, error) : status;
}

enum jx_status jx_postgres_copy(struct jx_db *db, const char *path, struct jx_error *error)
{
	return jx_sqlite_copy_by(db, path, copy_snapshot, error);
}

const struct jx_engine jx_postgres_engine = {
	.begin_group = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
	.begin_snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	.connect = jx_postgres_connect,
	.disconnect = jx_postgres_disconnect,
	.is_in_transaction = is_in_transaction,
	.prepare = jx_postgres_prepare,
	.exec = jx_postgres_exec,
	.finalize_all = jx_postgres_finalize_all,
	.make_room = do_nothing,
	.enter_group = enter_group,
	.is_full = is_never_full,
	.maintain = do_nothing,
	.schema_version = schema_version,
	.migrate = migrate,
	.check = do_nothing,
	.copy = jx_postgres_copy,
	.entry_time =
		"SELECT CAST(extract(epoch FROM CAST(CAST(entry AS json) ->> 'act_time' AS timestamptz)) * 1000 AS bigint)"
		" FROM log_leaves WHERE leaf_index = ?",
	.show_past = jx_postgres_show_past,
	.statements = &jx_postgres_statements,
};
