/* The schema itself: triggers that forbid, views that people read, indexes that find, keys that hold. */
#include <stdio.h>
#include <string.h>

#include "storage/sqlite/fsck/fsck_private.h"
#include "storage/sqlite/schema/migrations.h"

#define OBJECTS "FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"

static void tell(
	const struct jx_fsck_listener *listener, const char *name, const char *logged, const char *stored)
{
	const struct jx_fsck_difference difference = {
		.table = "sqlite_master", .row = name, .column = "sql", .logged = logged, .stored = stored};
	listener->on_difference(listener->user, &difference);
}

/* The statement of an object of the other database must be this one. */
static enum jx_status compare_one(
	struct jx_db *other, struct jx_sql *object, const struct jx_fsck_listener *listener, bool tells_texts)
{
	struct jx_sql sql;
	const char *text = jx_sql_text_ref(object, 2);
	const char *name = jx_sql_text_ref(object, 1);
	bool is_there = false;
	jx_sql_start(&sql, other, "SELECT sql " OBJECTS " AND type = ? AND name = ?", object->error);
	jx_sql_bind_text(&sql, jx_sql_text_ref(object, 0));
	jx_sql_bind_text(&sql, name);
	while (jx_sql_next(&sql)) {
		is_there = true;
		if (tells_texts && strcmp(jx_sql_text_ref(&sql, 0), text) != 0)
			tell(listener, name, text, jx_sql_text_ref(&sql, 0));
	}
	if (!is_there)
		tell(listener, name, tells_texts ? text : "", tells_texts ? "" : text);
	return jx_sql_end(&sql);
}

static enum jx_status compare_all(struct jx_db *one, struct jx_db *other,
	const struct jx_fsck_listener *listener, bool tells_texts, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, one, "SELECT type, name, sql " OBJECTS, error);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, compare_one(other, &sql, listener, tells_texts));
	return jx_sql_end(&sql);
}

enum jx_status jx_fsck_schema(
	struct jx_db *db, const struct jx_fsck_listener *listener, struct jx_error *error)
{
	JX_AUTO(jx_db) made = NULL;
	enum jx_status status = jx_db_open(NULL, ":memory:", JX_DB_WRITE, &made, error);
	if (status == JX_OK)
		status = jx_migrate(made, 0, error);
	if (status == JX_OK)
		status = compare_all(made, db, listener, true, error);
	return status == JX_OK ? compare_all(db, made, listener, false, error) : status;
}

#define ROWID_BYTES 32

enum jx_status jx_fsck_orphans(
	struct jx_db *db, const struct jx_fsck_listener *listener, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "PRAGMA foreign_key_check", error);
	while (jx_sql_next(&sql)) {
		char row[ROWID_BYTES];
		(void)snprintf(row, sizeof(row), "rowid %lld", (long long)jx_sql_int(&sql, 1));
		const struct jx_fsck_difference difference = {.table = jx_sql_text_ref(&sql, 0),
			.row = row,
			.column = "*",
			.logged = "",
			.stored = jx_sql_text_ref(&sql, 2)};
		listener->on_difference(listener->user, &difference);
	}
	return jx_sql_end(&sql);
}
