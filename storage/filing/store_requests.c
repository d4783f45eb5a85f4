#include "storage/filing/store_requests.h"

#include "proto/contract/base/resource_name.h"
#include "storage/sql.h"

/* Columns of requests, in the order of the statements. */
enum column { PERSON, REQUEST_ID, METHOD, DIGEST, REPLY, TIME };
#define REQUEST_COLUMNS "person, request_id, method, digest, reply, time_ms"

enum jx_status jx_request_find(struct jx_db *db, const char *person, const char *request_id,
	struct jx_arena *arena, struct jx_request *ret_request, struct jx_error *error)
{
	struct jx_request found = {0};
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT " REQUEST_COLUMNS " FROM requests WHERE person = ? AND request_id = ?",
		error);
	jx_sql_bind_text(&sql, person);
	jx_sql_bind_text(&sql, request_id);
	while (jx_sql_next(&sql)) {
		found.person = jx_sql_text(&sql, PERSON, arena);
		found.request_id = jx_sql_text(&sql, REQUEST_ID, arena);
		found.method = jx_sql_text(&sql, METHOD, arena);
		found.digest = jx_sql_text(&sql, DIGEST, arena);
		found.reply = jx_sql_bytes(&sql, REPLY, arena, &found.n_reply);
		found.time_ms = jx_sql_int(&sql, TIME);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (found.person == NULL)
		return JX_NOT_FOUND;
	*ret_request = found;
	return JX_OK;
}

enum jx_status jx_request_of_version(struct jx_db *db, const struct jx_version_query *query,
	struct jx_arena *arena, struct jx_request *ret_request, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT q.reply FROM rounds r JOIN submissions s ON s.round_id = r.id"
		" JOIN versions v ON v.submission_id = s.id AND v.number = CASE ?3 WHEN 0 THEN s.version ELSE ?3 END"
		" JOIN requests q ON q.person = v.person AND q.request_id = v.request_id"
		" WHERE r.name = ?1 AND s.department = ?2",
		error);
	jx_sql_bind_text(&sql, query->round);
	jx_sql_bind_text(&sql, query->department);
	jx_sql_bind_int(&sql, query->number);
	while (jx_sql_next(&sql))
		ret_request->reply = jx_sql_bytes(&sql, 0, arena, &ret_request->n_reply);
	const char *id = jx_name_last(query->department);
	return jx_sql_end_found(
		&sql, JX_REASON_VERSION_NOT_FOUND, JX_ARGS(JX_TEXT(id), JX_U64(query->number)));
}

enum jx_status jx_acknowledgements_list(struct jx_db *db, const struct jx_acknowledgement_query *query,
	struct jx_arena *arena, struct jx_acknowledgements *ret_list, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_list = (struct jx_acknowledgements){0};
	ret_list->rows = jx_arena_calloc(arena, query->max_rows + 1, sizeof(*ret_list->rows));
	if (ret_list->rows == NULL)
		return jx_arena_fail(arena, error);
	jx_sql_start(&sql, db,
		"SELECT v.attempt, q.reply FROM submissions s JOIN versions v ON v.submission_id = s.id"
		" JOIN requests q ON q.person = v.person AND q.request_id = v.request_id"
		" WHERE s.department = ? AND v.attempt > ? ORDER BY v.attempt LIMIT ?",
		error);
	jx_sql_bind_text(&sql, query->department);
	jx_sql_bind_int(&sql, (int64_t)query->after);
	jx_sql_bind_int(&sql, (int64_t)query->max_rows + 1);
	while (jx_sql_next(&sql)) {
		struct jx_acknowledgement *row = &ret_list->rows[ret_list->n];
		ret_list->has_more = ret_list->n == query->max_rows;
		if (ret_list->has_more)
			continue;
		row->attempt = (uint64_t)jx_sql_int(&sql, 0);
		row->reply = jx_sql_bytes(&sql, 1, arena, &row->n_reply);
		ret_list->n++;
	}
	return jx_sql_end(&sql);
}

enum jx_status jx_request_insert(struct jx_db *db, const struct jx_request *request, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "INSERT INTO requests (" REQUEST_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?)", error);
	jx_sql_bind_text(&sql, request->person);
	jx_sql_bind_text(&sql, request->request_id);
	jx_sql_bind_text(&sql, request->method);
	jx_sql_bind_text(&sql, request->digest);
	/* An empty reply is packed into no bytes at all, and is not the same as none. */
	jx_sql_bind_bytes(&sql, request->n_reply == 0 ? (const void *)"" : request->reply, request->n_reply);
	jx_sql_bind_int(&sql, request->time_ms);
	return jx_sql_run_new(&sql, JX_REASON_REQUEST_ID_REUSED, JX_ARGS(JX_TEXT(request->request_id)));
}
