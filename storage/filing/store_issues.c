#include "storage/filing/store_issues.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "storage/columns.h"
#include "storage/page.h"

#define ROW_BYTES 100 /* of an issue in a reply, beside its texts */

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

static enum jx_status count_issues(
	struct jx_db *db, int64_t record_id, uint32_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT count(*) FROM issues WHERE submission_id = ?", error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql))
		*ret_n = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_issues_newest(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_issues *ret_issues, uint32_t *ret_n_all, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	jx_sql_start(&sql, db,
		"SELECT " ISSUE_COLUMNS " FROM issues WHERE submission_id = ?1"
		" AND version = (SELECT max(version) FROM issues WHERE submission_id = ?1) ORDER BY number LIMIT ?2",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, JX_MAX_ISSUES);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, read_issue(&sql, arena), &sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_issues = (struct jx_issues){(JxIssue **)rows.items, rows.n, ""};
	return status == JX_OK ? count_issues(db, record_id, ret_n_all, error) : status;
}

/* Reads a page; what comes after it, its last issue's number, is written as text. */
static const char *read_page(
	struct jx_sql *sql, uint32_t max_rows, struct jx_arena *arena, struct jx_list *rows)
{
	size_t n_bytes = 0;
	char last[24] = "";
	while (jx_sql_next(sql)) {
		n_bytes +=
			strlen(jx_sql_text_ref(sql, TEXT)) + strlen(jx_sql_text_ref(sql, FIELD)) + ROW_BYTES;
		if (rows->n == max_rows || (rows->n > 0 && n_bytes > JX_MAX_PAGE_BYTES))
			return jx_sql_copy(sql, last, arena);
		jx_list_add(rows, read_issue(sql, arena), sql, arena);
		(void)snprintf(last, sizeof(last), "%" PRId64, jx_sql_int(sql, NUMBER));
	}
	return "";
}

enum jx_status jx_issues_list(struct jx_db *db, int64_t record_id, const struct jx_page *page,
	struct jx_arena *arena, struct jx_issues *ret_issues, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	uint64_t after = 0;
	uint32_t max_rows = jx_page_rows(page->max_rows);
	(void)jx_text_u64(page->after, INT32_MAX, &after);
	jx_sql_start(&sql, db,
		"SELECT " ISSUE_COLUMNS
		" FROM issues WHERE submission_id = ? AND number > ? ORDER BY number LIMIT ?",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, (int64_t)after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	const char *next = read_page(&sql, max_rows, arena, &rows);
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_issues = (struct jx_issues){(JxIssue **)rows.items, rows.n, next};
	return status;
}

enum jx_status jx_issues_set_state(
	struct jx_db *db, const struct jx_issue_change *change, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE issues SET state = ?, change_by = ?, change_time_ms = ? WHERE submission_id = ? AND state = ?",
		error);
	jx_sql_bind_int(&sql, change->to);
	jx_sql_bind_optional(&sql, change->person);
	jx_sql_bind_int(&sql, change->at_ms);
	jx_sql_bind_int(&sql, change->record_id);
	jx_sql_bind_int(&sql, change->from);
	return jx_sql_run(&sql);
}
