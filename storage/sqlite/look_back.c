/* A read that sees the store as it was: views of the names of the tables stand before these, for one read alone. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "storage/engine/past_views.h"
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

enum jx_status jx_sqlite_show_past(
	struct jx_db *db, uint64_t n_entries, int64_t time_ms, struct jx_error *error)
{
	db->then_index = n_entries;
	db->then_ms = time_ms;
	enum jx_status status = jx_db_exec(db, "PRAGMA query_only = OFF", error);
	if (status == JX_OK)
		status = add_views(db, error);
	return status == JX_OK ? jx_db_exec(db, "PRAGMA query_only = ON", error) : status;
}
