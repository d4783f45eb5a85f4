/* A read that sees the store as it was: views of the names of the tables stand before these, for one read alone. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "storage/engine/past_views.h"
#include "storage/log/store_log.h"
#include "storage/sqlite/db.h"

/* Views of the store that statements read: the same again, so that their names mean the views above. */
#define VIEWS_OF_TABLES                                                                           \
	"SELECT sql FROM main.sqlite_master WHERE type = 'view' AND name IN ('publication_rows'," \
	" 'current_publications', 'current_public_publications', 'v_accepted', 'v_idle_funds', 'v_rectifications')"

static void answer_index(sqlite3_context *context, int n, sqlite3_value **values)
{
	const struct jx_db *db = sqlite3_user_data(context);
	(void)n;
	(void)values;
	sqlite3_result_int64(context, (sqlite3_int64)db->then_index);
}

static void answer_ms(sqlite3_context *context, int n, sqlite3_value **values)
{
	const struct jx_db *db = sqlite3_user_data(context);
	(void)n;
	(void)values;
	sqlite3_result_int64(context, db->then_ms);
}

static enum jx_status add_functions(struct jx_db *db, struct jx_error *error)
{
	int code = sqlite3_create_function_v2(db->sqlite, "jx_then_index", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS,
		db, answer_index, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_create_function_v2(db->sqlite, "jx_then_ms", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS,
			db, answer_ms, NULL, NULL, NULL);
	return code == SQLITE_OK ? JX_OK : jx_db_fail(db, code, error);
}

/* "CREATE VIEW ..." of the store, as a view of this connection. */
static enum jx_status add_twin(struct jx_db *db, const char *text, struct jx_error *error)
{
	static const char PREFIX[] = "CREATE VIEW ";
	char *own = NULL;
	assert(strncmp(text, PREFIX, sizeof(PREFIX) - 1) == 0);
	own = sqlite3_mprintf("CREATE TEMP VIEW %s", text + sizeof(PREFIX) - 1);
	if (own == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = jx_db_exec(db, own, error);
	sqlite3_free(own);
	return status;
}

static enum jx_status add_views(struct jx_db *db, struct jx_error *error)
{
	struct jx_sql sql;
	enum jx_status status = add_functions(db, error);
	for (size_t i = 0; status == JX_OK && jx_past_views[i] != NULL; i++)
		status = jx_db_exec(db, jx_past_views[i], error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db, VIEWS_OF_TABLES, error);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, add_twin(db, jx_sql_text_ref(&sql, 0), error));
	return jx_sql_end(&sql);
}

/* The time of an entry; false when there is none. */
static enum jx_status read_time(
	struct jx_db *db, uint64_t index, bool *ret_found, int64_t *ret_ms, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_found = false;
	jx_sql_start(&sql, db,
		"SELECT unixepoch(substr(entry ->> '$.act_time', 1, 19)) * 1000"
		" + CASE WHEN substr(entry ->> '$.act_time', 20, 1) = '.'"
		" THEN CAST(substr(entry ->> '$.act_time', 21, 3) AS INTEGER) ELSE 0 END"
		" FROM log_leaves WHERE leaf_index = ?",
		error);
	jx_sql_bind_int(&sql, (int64_t)index);
	while (jx_sql_next(&sql)) {
		*ret_found = true;
		*ret_ms = jx_sql_int(&sql, 0);
	}
	return jx_sql_end(&sql);
}

/* How many entries the log had: times never run backwards in it. */
static enum jx_status count_entries(
	struct jx_db *db, int64_t then_ms, uint64_t *ret_n, struct jx_error *error)
{
	struct jx_log_head head;
	uint64_t low = 0;
	enum jx_status status = jx_log_head(db, &head, error);
	uint64_t high = status == JX_OK ? head.n_entries : 0;
	while (status == JX_OK && low < high) {
		uint64_t middle = low + (high - low) / 2;
		int64_t ms = 0;
		bool is_found = false;
		status = read_time(db, middle, &is_found, &ms, error);
		if (is_found && ms <= then_ms)
			low = middle + 1;
		else
			high = middle;
	}
	*ret_n = low;
	return status;
}

static enum jx_status read_start(struct jx_db *db, uint64_t *ret_start, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT coalesce(-min(leaf_index), 0) FROM round_history WHERE leaf_index < 0",
		error);
	while (jx_sql_next(&sql))
		*ret_start = (uint64_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_sqlite_look_back(
	struct jx_db *db, int64_t time_ms, int64_t *ret_since_ms, struct jx_error *error)
{
	uint64_t n = 0;
	uint64_t start = 0;
	bool is_found = false;
	assert(db->is_reading);
	*ret_since_ms = 0;
	/* The next read has a connection of its own, without all this. */
	db->is_in_doubt = true;
	enum jx_status status = count_entries(db, time_ms, &n, error);
	if (status == JX_OK)
		status = read_start(db, &start, error);
	if (status == JX_OK && (n < start || n == 0)) {
		status = read_time(db, start > 0 ? start - 1 : 0, &is_found, ret_since_ms, error);
		return status;
	}
	db->then_index = n;
	db->then_ms = time_ms;
	if (status == JX_OK)
		status = jx_db_exec(db, "PRAGMA query_only = OFF", error);
	if (status == JX_OK)
		status = add_views(db, error);
	return status == JX_OK ? jx_db_exec(db, "PRAGMA query_only = ON", error) : status;
}
