#include <string.h>

#include "storage/filing/store_submissions.h"
#include "storage/columns.h"

static enum jx_status next_number(
	struct jx_db *db, int64_t record_id, struct jx_error *error, uint32_t *ret_number)
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
	struct jx_error *error, uint32_t *ret_number)
{
	const char *person = jx_name_id(issue->raised_by, "persons");
	if (person == NULL)
		return jx_name_fail(error, "raised_by", issue->raised_by);
	uint32_t number = 0;
	enum jx_status status = next_number(db, record_id, error, &number);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO issues (submission_id, number, field, wanted_action, text, state, version,"
		" raised_by, raise_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, number);
	jx_sql_bind_text(&sql, issue->field);
	jx_sql_bind_int(&sql, issue->wanted_action);
	jx_sql_bind_text(&sql, issue->text);
	jx_sql_bind_int(&sql, JX_ISSUE_STATE_OPEN);
	jx_sql_bind_int(&sql, issue->version_number);
	jx_sql_bind_text(&sql, person);
	jx_sql_bind_int(&sql, jx_time_ms(issue->raise_time));
	status = jx_sql_run(&sql);
	if (status == JX_OK)
		*ret_number = number;
	return status;
}

static JxIssue *read_issue(struct jx_sql *sql, struct jx_arena *arena)
{
	JxIssue *issue = jx_sql_alloc(sql, sizeof(*issue), arena);
	if (issue == NULL)
		return NULL;
	jx_issue_init(issue);
	issue->number = (uint32_t)jx_sql_int(sql, 0);
	issue->field = jx_sql_text(sql, 1, arena);
	issue->wanted_action = (JxWantedAction)jx_sql_int(sql, 2);
	issue->text = jx_sql_text(sql, 3, arena);
	issue->state = (JxIssueState)jx_sql_int(sql, 4);
	issue->version_number = (uint32_t)jx_sql_int(sql, 5);
	issue->raised_by = jx_sql_name(sql, 6, "persons/", arena);
	issue->raise_time = jx_sql_time(sql, 7, arena);
	return issue;
}

enum jx_status jx_issues_list(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_error *error, struct jx_issues *ret_issues)
{
	struct jx_sql sql;
	struct jx_growing rows = {0};
	jx_sql_start(&sql, db,
		"SELECT number, field, wanted_action, text, state, version, raised_by, raise_ms FROM issues"
		" WHERE submission_id = ? ORDER BY number",
		error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql))
		jx_growing_add(&rows, read_issue(&sql, arena), &sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_issues = (struct jx_issues){(JxIssue **)rows.items, rows.n};
	return status;
}

enum jx_status jx_issue_set_state(
	struct jx_db *db, const struct jx_issue_change *change, struct jx_error *error)
{
	struct jx_sql sql;
	uint32_t n_changed = 0;
	jx_sql_start(&sql, db,
		"UPDATE issues SET state = ?, change_by = ?, change_ms = ?, change_reason = ?"
		" WHERE submission_id = ? AND number = ? AND state = ?",
		error);
	jx_sql_bind_int(&sql, change->to);
	jx_sql_bind_optional(&sql, change->person);
	jx_sql_bind_int(&sql, change->at_ms);
	jx_sql_bind_text(&sql, change->reason);
	jx_sql_bind_int(&sql, change->record_id);
	jx_sql_bind_int(&sql, change->number);
	jx_sql_bind_int(&sql, change->from);
	enum jx_status status = jx_sql_run_counting(&sql, &n_changed);
	if (status == JX_OK && n_changed == 0)
		return jx_fail_with(error, JX_REASON_CHANGED_MEANWHILE, JX_ARGS(JX_TEXT("issue")));
	return status;
}
