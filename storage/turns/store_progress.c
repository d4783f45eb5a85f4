#include "storage/turns/store_progress.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "storage/columns.h"
#include "storage/page.h"
#include "storage/registry/store_rounds.h"
#include "storage/sql_states.h"

/* ---- counts ---- */

static JxStateCount *read_count(struct jx_sql *sql, struct jx_arena *arena)
{
	enum { STATE, DEPARTMENTS, OVERDUE, OLDEST, IS_WINDOW_OPEN };
	JxStateCount *count = jx_sql_alloc(sql, sizeof(*count), arena);
	if (count == NULL)
		return NULL;
	jx_state_count_init(count);
	count->state = (JxSubmissionState)jx_sql_int(sql, STATE);
	count->holder = jx_state_holder(count->state, jx_sql_int(sql, IS_WINDOW_OPEN) != 0);
	count->departments = (uint32_t)jx_sql_int(sql, DEPARTMENTS);
	count->overdue = (uint32_t)jx_sql_int(sql, OVERDUE);
	count->oldest_time = jx_sql_time(sql, OLDEST, arena);
	return count;
}

static enum jx_status count_late(struct jx_db *db, int64_t round, uint32_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT count(*) FROM submissions s JOIN versions v ON v.id = s.version_id"
		" WHERE s.round_id = ? AND v.is_late = 1",
		error);
	jx_sql_bind_int(&sql, round);
	while (jx_sql_next(&sql))
		*ret_n = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_progress_count(struct jx_db *db, const char *round, int64_t now_ms, struct jx_arena *arena,
	struct jx_progress *ret_progress, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	int64_t row = 0;
	uint32_t n_late = 0;
	enum jx_status status = jx_round_row(db, round, &row, error);
	if (status == JX_OK)
		status = count_late(db, row, &n_late, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"SELECT s.state, count(*), sum(CASE WHEN s.due_time_ms < ?2 THEN 1 ELSE 0 END),"
		" min(s.state_time_ms), max(CASE WHEN r.window_end_time_ms > ?2 THEN 1 ELSE 0 END)"
		" FROM submissions s JOIN rounds r ON r.id = s.round_id WHERE s.round_id = ?1 GROUP BY s.state ORDER BY s.state",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_int(&sql, now_ms);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, read_count(&sql, arena), &sql, arena);
	status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_progress = (struct jx_progress){(JxStateCount **)rows.items, rows.n, n_late};
	return status;
}

/* ---- reminders ---- */

static JxReminder *read_reminder(struct jx_sql *sql, int64_t now_ms, struct jx_arena *arena)
{
	enum { DEPARTMENT, TITLE, STATE, DUE, ISSUES, REMINDERS, REMINDED };
	JxReminder *reminder = jx_sql_alloc(sql, sizeof(*reminder), arena);
	if (reminder == NULL)
		return NULL;
	jx_reminder_init(reminder);
	reminder->department = jx_sql_name(sql, DEPARTMENT, jx_name_department, arena);
	reminder->department_title = jx_sql_text(sql, TITLE, arena);
	reminder->state = (JxSubmissionState)jx_sql_int(sql, STATE);
	reminder->due_time = jx_sql_time(sql, DUE, arena);
	reminder->is_overdue = !jx_sql_is_null(sql, DUE) && jx_sql_int(sql, DUE) < now_ms;
	reminder->open_issue_count = (uint32_t)jx_sql_int(sql, ISSUES);
	reminder->reminder_count = (uint32_t)jx_sql_int(sql, REMINDERS);
	reminder->reminded_time = jx_sql_time(sql, REMINDED, arena);
	return reminder;
}

/* Until when each must act: a return by its due time, the first filing by the deadline, its own where that is later. */
#define DUE                                                                            \
	"CASE WHEN s.state IN (" SQL_RETURNED ", " SQL_REOPENED ") THEN s.due_time_ms" \
	" WHEN s.state = " SQL_CHECKING " THEN r.window_end_time_ms"                   \
	" WHEN s.deadline_time_ms > r.deadline_time_ms THEN s.deadline_time_ms ELSE r.deadline_time_ms END"
/* In a round that is closed, who has not filed can file no more; in one that was cancelled nobody acts. */
#define HAS_TO_ACT                                                                                         \
	"r.state " SQL_ROUND_IN_WORK " AND (s.state IN (" SQL_RETURNED ", " SQL_REOPENED                   \
	") OR (s.state = " SQL_CHECKING " AND r.window_end_time_ms > ?3) OR (s.state IN (" SQL_NOT_STARTED \
	", " SQL_DRAFT ") AND r.state IN (" SQL_ROUND_OPEN ", " SQL_ROUND_CLOSING ")))"
/* What was sent since it is the department's turn. */
#define SENT(what)                                                                           \
	"(SELECT " what " FROM reminders m WHERE m.round_id = s.round_id AND m.department =" \
	" s.department AND m.time_ms >= coalesce(s.state_time_ms, 0))"
#define REMINDERS                                                                                 \
	"SELECT s.department, d.title, s.state, " DUE ", (SELECT count(*) FROM issues i WHERE"    \
	" i.submission_id = s.id AND i.state = " SQL_ISSUE_OPEN "), " SENT("count(*)") ", " SENT( \
		"max(m.time_ms)") " FROM submissions s"                                           \
				  " JOIN rounds r ON r.id = s.round_id JOIN departments d ON d.code = s.department"

enum jx_status jx_reminders_list(struct jx_db *db, const struct jx_reminders_query *query,
	const struct jx_page *page, struct jx_arena *arena, struct jx_reminders *ret_reminders,
	struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	const char *next = "";
	int64_t row = 0;
	uint32_t max_rows = jx_page_rows(page->max_rows);
	enum jx_status status = jx_round_row(db, query->round, &row, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		REMINDERS " WHERE s.round_id = ?1 AND s.department > ?2 AND " HAS_TO_ACT
			  " AND (?4 = 0 OR " DUE " < ?3) ORDER BY s.department LIMIT ?5",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, query->now_ms);
	jx_sql_bind_int(&sql, query->only_overdue);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows)
			next = jx_name_last(((JxReminder *)jx_list_last(&rows))->department);
		else
			jx_list_add(&rows, read_reminder(&sql, query->now_ms, arena), &sql, arena);
	}
	status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_reminders = (struct jx_reminders){(JxReminder **)rows.items, rows.n, next};
	return status;
}

enum jx_status jx_reminder_find(struct jx_db *db, const struct jx_reminders_query *query,
	const char *department, struct jx_arena *arena, JxReminder **ret_reminder, struct jx_error *error)
{
	struct jx_sql sql;
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, query->round, &row, error);
	*ret_reminder = NULL;
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		REMINDERS " WHERE s.round_id = ?1 AND s.department = ?2 AND " HAS_TO_ACT
			  " AND (?4 = 0 OR " DUE " < ?3)",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_text(&sql, department);
	jx_sql_bind_int(&sql, query->now_ms);
	jx_sql_bind_int(&sql, query->only_overdue);
	while (jx_sql_next(&sql))
		*ret_reminder = read_reminder(&sql, query->now_ms, arena);
	return jx_sql_end(&sql);
}

enum jx_status jx_reminder_insert(
	struct jx_db *db, const struct jx_new_reminder *reminder, struct jx_error *error)
{
	struct jx_sql sql;
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, reminder->round, &row, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"INSERT INTO reminders (round_id, department, person, time_ms) VALUES (?, ?, ?, ?)", error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_text(&sql, reminder->department);
	jx_sql_bind_text(&sql, reminder->person);
	jx_sql_bind_int(&sql, reminder->time_ms);
	return jx_sql_run(&sql);
}

/* ---- histories ---- */

/* The one that is being read; a record changes its state some dozen times in its life. */
struct reading {
	char department[JX_MAX_CODE_BYTES + 1];
	char title[JX_MAX_NAME_BYTES + 1];
	struct jx_state_since states[JX_MAX_HISTORY];
	size_t n;
};

static bool show(const struct reading *reading, jx_history_visitor visit, void *user)
{
	const struct jx_history history = {reading->department, reading->title, reading->states, reading->n};
	return reading->department[0] == '\0' || visit(user, &history);
}

/* What is beyond the room of a history is the newest: its place is the last one's. */
static void take_row(struct jx_sql *sql, struct reading *reading)
{
	enum { DEPARTMENT, TITLE, STATE, TIME };
	if (strcmp(reading->department, jx_sql_text_ref(sql, DEPARTMENT)) != 0) {
		*reading = (struct reading){0};
		(void)jx_text_copy(
			reading->department, sizeof(reading->department), jx_sql_text_ref(sql, DEPARTMENT));
		(void)jx_text_copy(reading->title, sizeof(reading->title), jx_sql_text_ref(sql, TITLE));
	}
	if (jx_sql_is_null(sql, STATE))
		return;
	if (reading->n == JX_MAX_HISTORY)
		reading->n--;
	reading->states[reading->n++] =
		(struct jx_state_since){(JxSubmissionState)jx_sql_int(sql, STATE), jx_sql_int(sql, TIME)};
}

enum jx_status jx_histories_visit(struct jx_db *db, const struct jx_histories_query *query,
	jx_history_visitor visit, void *user, struct jx_error *error)
{
	struct reading reading = {.n = 0};
	struct jx_sql sql;
	bool goes_on = true;
	int64_t row = 0;
	enum jx_status status = jx_round_row(db, query->round, &row, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"SELECT s.department, d.title, h.state, h.time_ms FROM submissions s"
		" JOIN departments d ON d.code = s.department"
		" LEFT JOIN submission_states h ON h.submission_id = s.id"
		" WHERE s.round_id = ?1 AND s.department > ?2 AND (?3 = '' OR s.department = ?3)"
		" ORDER BY s.department, h.number",
		error);
	jx_sql_bind_int(&sql, row);
	jx_sql_bind_text(&sql, query->after);
	jx_sql_bind_text(&sql, query->department);
	while (goes_on && jx_sql_next(&sql)) {
		if (strcmp(reading.department, jx_sql_text_ref(&sql, 0)) != 0)
			goes_on = show(&reading, visit, user);
		if (goes_on)
			take_row(&sql, &reading);
	}
	status = jx_sql_end(&sql);
	if (status == JX_OK && goes_on)
		(void)show(&reading, visit, user);
	return status;
}
