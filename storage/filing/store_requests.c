#include "storage/filing/store_requests.h"

#include "storage/sql.h"

enum jx_status jx_request_find(struct jx_db *db, const char *person, const char *request_id,
	struct jx_arena *arena, struct jx_error *error, struct jx_request *ret_request)
{
	struct jx_request found = {0};
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT person, request_id, method, digest, reply, time_ms FROM requests"
		" WHERE person = ? AND request_id = ?",
		error);
	jx_sql_bind_text(&sql, person);
	jx_sql_bind_text(&sql, request_id);
	while (jx_sql_next(&sql)) {
		found.person = jx_sql_text(&sql, 0, arena);
		found.request_id = jx_sql_text(&sql, 1, arena);
		found.method = jx_sql_text(&sql, 2, arena);
		found.digest = jx_sql_text(&sql, 3, arena);
		found.reply = jx_sql_bytes(&sql, 4, arena, &found.n_reply);
		found.time_ms = jx_sql_int(&sql, 5);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (found.person == NULL)
		return JX_NOT_FOUND;
	*ret_request = found;
	return JX_OK;
}

enum jx_status jx_request_insert(struct jx_db *db, const struct jx_request *request, struct jx_error *error)
{
	struct jx_sql sql;
	uint32_t n_changed = 0;
	jx_sql_start(&sql, db,
		"INSERT INTO requests (person, request_id, method, digest, reply, time_ms)"
		" VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		error);
	jx_sql_bind_text(&sql, request->person);
	jx_sql_bind_text(&sql, request->request_id);
	jx_sql_bind_text(&sql, request->method);
	jx_sql_bind_text(&sql, request->digest);
	/* An empty reply is packed into no bytes at all, and is not the same as none. */
	jx_sql_bind_bytes(&sql, request->n_reply == 0 ? (const void *)"" : request->reply, request->n_reply);
	jx_sql_bind_int(&sql, request->time_ms);
	enum jx_status status = jx_sql_run_counting(&sql, &n_changed);
	if (status == JX_OK && n_changed == 0)
		return jx_fail_with(
			error, JX_REASON_REQUEST_ID_REUSED, JX_ARGS(JX_TEXT(request->request_id)));
	return status;
}
