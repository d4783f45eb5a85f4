#include "storage/filing/store_due.h"

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "storage/sql.h"
#include "storage/sql_states.h"

#define DEADLINE "1"
#define WINDOW   "2"
#define ANSWER   "3"
_Static_assert(JX_DUE_DEADLINE == 1 && JX_DUE_WINDOW == 2 && JX_DUE_ANSWER == 3, "kinds");

enum jx_status jx_due_next(struct jx_db *db, struct jx_due *ret_due, struct jx_error *error)
{
	enum { KIND, TIME, ROUND, DEPARTMENT };
	struct jx_sql sql;
	*ret_due = (struct jx_due){.kind = JX_DUE_NONE};
	jx_sql_start(&sql, db,
		"SELECT kind, due, name, department FROM (SELECT " DEADLINE
		" AS kind, r.deadline_time_ms AS due,"
		" r.name AS name, '' AS department FROM rounds r WHERE r.state = " SQL_ROUND_OPEN
		" UNION ALL SELECT " WINDOW
		", r.window_end_time_ms, r.name, '' FROM rounds r WHERE r.state = " SQL_ROUND_PROVISIONAL
		" AND r.is_window_over = 0 AND r.window_end_time_ms IS NOT NULL"
		" UNION ALL SELECT " ANSWER ", s.due_time_ms, r.name, s.department FROM submissions s"
		" JOIN rounds r ON r.id = s.round_id WHERE s.due_time_ms IS NOT NULL AND s.is_overdue = 0"
		" AND s.state = " SQL_RETURNED ") t ORDER BY due, kind, name, department LIMIT 1",
		error);
	while (jx_sql_next(&sql)) {
		ret_due->kind = (enum jx_due_kind)jx_sql_int(&sql, KIND);
		ret_due->time_ms = jx_sql_int(&sql, TIME);
		(void)jx_text_copy(ret_due->round, sizeof(ret_due->round), jx_sql_text_ref(&sql, ROUND));
		(void)jx_text_copy(
			ret_due->department, sizeof(ret_due->department), jx_sql_text_ref(&sql, DEPARTMENT));
	}
	return jx_sql_end(&sql);
}

enum jx_status jx_due_mark(struct jx_db *db, const struct jx_due *due, struct jx_error *error)
{
	struct jx_sql sql;
	bool is_answer = due->kind == JX_DUE_ANSWER;
	jx_sql_start(&sql, db,
		is_answer ? "UPDATE submissions SET is_overdue = 1 WHERE round_id = (SELECT id FROM rounds"
			    " WHERE name = ?) AND department = ?"
			  : "UPDATE rounds SET is_window_over = 1 WHERE name = ?",
		error);
	jx_sql_bind_text(&sql, due->round);
	if (is_answer)
		jx_sql_bind_text(&sql, due->department);
	return jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT(due->round)));
}

enum jx_status jx_due_list_deadlines(struct jx_db *db, int64_t after_ms, struct jx_arena *arena,
	struct jx_cut_deadline **ret_deadlines, size_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_cut_deadline *deadlines = NULL;
	size_t n = 0;
	size_t room = 0;
	jx_sql_start(&sql, db,
		"SELECT name, '' AS department, deadline_time_ms FROM rounds WHERE state = " SQL_ROUND_OPEN
		" AND deadline_time_ms > ?1 UNION ALL SELECT r.name, s.department, s.deadline_time_ms"
		" FROM submissions s JOIN rounds r ON r.id = s.round_id WHERE r.state IN (" SQL_ROUND_OPEN
		", " SQL_ROUND_CLOSING ") AND s.deadline_time_ms > ?1 ORDER BY name, department",
		error);
	jx_sql_bind_int(&sql, after_ms);
	while (jx_sql_next(&sql)) {
		void *items = deadlines;
		if (jx_arena_array_grow(arena, &items, sizeof(*deadlines), n, &room, SIZE_MAX) != JX_OK) {
			jx_sql_set_error(&sql, jx_arena_fail(arena, error));
			break;
		}
		deadlines = items;
		struct jx_cut_deadline *deadline = &deadlines[n++];
		*deadline = (struct jx_cut_deadline){.deadline_ms = jx_sql_int(&sql, 2)};
		(void)jx_text_copy(deadline->round, sizeof(deadline->round), jx_sql_text_ref(&sql, 0));
		(void)jx_text_copy(
			deadline->department, sizeof(deadline->department), jx_sql_text_ref(&sql, 1));
	}
	*ret_deadlines = deadlines;
	*ret_n = n;
	return jx_sql_end(&sql);
}

enum jx_status jx_round_add_given_back(
	struct jx_db *db, const char *round, int64_t ms, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "UPDATE rounds SET given_back_ms = given_back_ms + ? WHERE name = ?", error);
	jx_sql_bind_int(&sql, ms);
	jx_sql_bind_text(&sql, round);
	return jx_sql_run_changing(&sql, JX_REASON_ROUND_NOT_FOUND, JX_ARGS(JX_TEXT(round)));
}
