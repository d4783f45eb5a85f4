#include "storage/filing/store_issues.h"

#include "storage/columns.h"
#include "storage/page.h"

static enum jx_status next_number(
	struct jx_db *db, int64_t record_id, uint32_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(
		&sql, db, "SELECT coalesce(max(number), 0) + 1 FROM issues WHERE submission_id = ?", error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql))
		*ret_number = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_issue_insert(struct jx_db *db, int64_t record_id, const JxIssue *issue,
	uint32_t *ret_number, struct jx_error *error)
{
	const char *person = jx_name_id(issue->raised_by, "persons");
	if (person == NULL)
		return jx_name_fail(error, "raised_by", issue->raised_by);
	uint32_t number = 0;
	enum jx_status status = next_number(db, record_id, &number, error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO issues (submission_id, number, field, wanted_action, text, state, version,"
		" raised_by, raise_time_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, number);
	jx_sql_bind_text(&sql, issue->field);
	jx_sql_bind_int(&sql, issue->wanted_action);
	jx_sql_bind_text(&sql, issue->text);
	jx_sql_bind_int(&sql, JX_ISSUE_STATE_OPEN);
	jx_sql_bind_int(&sql, issue->version_number);
	jx_sql_bind_text(&sql, person);
	jx_sql_bind_int(&sql, jx_timestamp_ms(issue->raise_time));
	status = jx_sql_run(&sql);
	if (status == JX_OK)
		*ret_number = number;
	return status;
}

/* Columns of read_issue(), in its order. */
enum column { NUMBER, FIELD, WANTED_ACTION, TEXT, STATE, VERSION, RAISED_BY, RAISE_TIME };
#define ISSUE_COLUMNS "number, field, wanted_action, text, state, version, raised_by, raise_time_ms"

static JxIssue *read_issue(struct jx_sql *sql, struct jx_arena *arena)
{
	JxIssue *issue = jx_sql_alloc(sql, sizeof(*issue), arena);
	if (issue == NULL)
		return NULL;
	jx_issue_init(issue);
	issue->number = (uint32_t)jx_sql_int(sql, NUMBER);
	issue->field = jx_sql_text(sql, FIELD, arena);
	issue->wanted_action = (JxWantedAction)jx_sql_int(sql, WANTED_ACTION);
	issue->text = jx_sql_text(sql, TEXT, arena);
	issue->state = (JxIssueState)jx_sql_int(sql, STATE);
	issue->version_number = (uint32_t)jx_sql_int(sql, VERSION);
	issue->raised_by = jx_sql_name(sql, RAISED_BY, jx_name_person, arena);
	issue->raise_time = jx_sql_time(sql, RAISE_TIME, arena);
	return issue;
}

enum jx_status jx_issues_list(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_issues *ret_issues, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	jx_sql_start(&sql, db, "SELECT " ISSUE_COLUMNS " FROM issues WHERE submission_id = ? ORDER BY number",
		error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, read_issue(&sql, arena), &sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_issues = (struct jx_issues){(JxIssue **)rows.items, rows.n};
	return status;
}

enum jx_status jx_issue_set_state(
	struct jx_db *db, const struct jx_issue_change *change, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE issues SET state = ?, change_by = ?, change_time_ms = ?, change_reason = ?"
		" WHERE submission_id = ? AND number = ? AND state = ?",
		error);
	jx_sql_bind_int(&sql, change->to);
	jx_sql_bind_optional(&sql, change->person);
	jx_sql_bind_int(&sql, change->at_ms);
	jx_sql_bind_text(&sql, change->reason);
	jx_sql_bind_int(&sql, change->record_id);
	jx_sql_bind_int(&sql, change->number);
	jx_sql_bind_int(&sql, change->from);
	return jx_sql_run_changing(&sql, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT("issue")));
}
