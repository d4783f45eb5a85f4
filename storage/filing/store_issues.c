#include "storage/filing/store_issues.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "storage/columns.h"
#include "storage/page.h"
#include "storage/sql_states.h"

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

/* ---- threads ---- */

static enum jx_status insert_message(
	struct jx_db *db, const struct jx_issue_step *step, uint32_t number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO issue_messages (submission_id, issue, number, state, person, time_ms, text, version)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, step->record_id);
	jx_sql_bind_int(&sql, step->number);
	jx_sql_bind_int(&sql, number);
	jx_sql_bind_int(&sql, step->state);
	jx_sql_bind_optional(&sql, step->person);
	jx_sql_bind_int(&sql, step->at_ms);
	jx_sql_bind_text(&sql, step->text);
	jx_sql_bind_int(&sql, step->version_number);
	return jx_sql_run(&sql);
}

static enum jx_status next_message(
	struct jx_db *db, const struct jx_issue_step *step, uint32_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT coalesce(max(number), 0) + 1 FROM issue_messages WHERE submission_id = ? AND issue = ?",
		error);
	jx_sql_bind_int(&sql, step->record_id);
	jx_sql_bind_int(&sql, step->number);
	while (jx_sql_next(&sql))
		*ret_number = (uint32_t)jx_sql_int(&sql, 0);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK || *ret_number <= JX_MAX_ISSUE_MESSAGES)
		return status;
	return jx_fail_with(error, JX_REASON_CONTENT_TOO_LARGE,
		JX_ARGS(JX_TEXT("messages"), JX_U64(*ret_number), JX_U64(JX_MAX_ISSUE_MESSAGES)));
}

/* An issue that is open again waits for the next return to send it. */
static enum jx_status set_state(struct jx_db *db, const struct jx_issue_step *step, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE issues SET due_time_ms = CASE WHEN ?1 = " SQL_ISSUE_OPEN
		" AND state <> " SQL_ISSUE_OPEN
		" THEN NULL ELSE due_time_ms END, state = ?1 WHERE submission_id = ?2 AND number = ?3",
		error);
	jx_sql_bind_int(&sql, step->state);
	jx_sql_bind_int(&sql, step->record_id);
	jx_sql_bind_int(&sql, step->number);
	return jx_sql_run_changing(&sql, JX_REASON_ISSUE_NOT_FOUND, JX_ARGS(JX_U64(step->number)));
}

enum jx_status jx_issue_say(
	struct jx_db *db, const struct jx_issue_step *step, uint32_t *ret_message, struct jx_error *error)
{
	uint32_t number = 0;
	enum jx_status status = set_state(db, step, error);
	if (status == JX_OK)
		status = next_message(db, step, &number, error);
	if (status == JX_OK)
		status = insert_message(db, step, number, error);
	if (status == JX_OK && ret_message != NULL)
		*ret_message = number;
	return status;
}

enum jx_status jx_issues_say_all(
	struct jx_db *db, JxIssueState from, const struct jx_issue_step *step, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO issue_messages (submission_id, issue, number, state, person, time_ms, text, version)"
		" SELECT i.submission_id, i.number, 1 + (SELECT count(*) FROM issue_messages m"
		" WHERE m.submission_id = i.submission_id AND m.issue = i.number), ?3, ?4, ?5, ?6, ?7"
		" FROM issues i WHERE i.submission_id = ?1 AND i.state = ?2",
		error);
	jx_sql_bind_int(&sql, step->record_id);
	jx_sql_bind_int(&sql, from);
	jx_sql_bind_int(&sql, step->state);
	jx_sql_bind_optional(&sql, step->person);
	jx_sql_bind_int(&sql, step->at_ms);
	jx_sql_bind_text(&sql, step->text);
	jx_sql_bind_int(&sql, step->version_number);
	enum jx_status status = jx_sql_run(&sql);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db, "UPDATE issues SET state = ? WHERE submission_id = ? AND state = ?", error);
	jx_sql_bind_int(&sql, step->state);
	jx_sql_bind_int(&sql, step->record_id);
	jx_sql_bind_int(&sql, from);
	return jx_sql_run(&sql);
}

enum jx_status jx_issues_set_due(struct jx_db *db, int64_t record_id, int64_t due_ms, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE issues SET due_time_ms = ? WHERE submission_id = ? AND state = " SQL_ISSUE_OPEN,
		error);
	jx_sql_bind_time(&sql, due_ms);
	jx_sql_bind_int(&sql, record_id);
	return jx_sql_run(&sql);
}

static enum jx_status insert_issue(
	struct jx_db *db, int64_t record_id, const JxIssue *issue, uint32_t number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO issues (submission_id, number, field, wanted_action, text, state, version,"
		" raised_by, raise_time_ms, code, rule) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, number);
	jx_sql_bind_text(&sql, issue->field);
	jx_sql_bind_int(&sql, issue->wanted_action);
	jx_sql_bind_text(&sql, issue->text);
	jx_sql_bind_int(&sql, JX_ISSUE_STATE_OPEN);
	jx_sql_bind_int(&sql, issue->version_number);
	jx_sql_bind_text(&sql, jx_name_id(issue->raised_by, "persons"));
	jx_sql_bind_int(&sql, jx_timestamp_ms(issue->raise_time));
	jx_sql_bind_int(&sql, issue->code);
	jx_sql_bind_text(&sql, issue->rule);
	return jx_sql_run(&sql);
}

enum jx_status jx_issue_insert(struct jx_db *db, int64_t record_id, const JxIssue *issue,
	uint32_t *ret_number, struct jx_error *error)
{
	struct jx_issue_step first = {.record_id = record_id,
		.state = JX_ISSUE_STATE_OPEN,
		.person = jx_name_id(issue->raised_by, "persons"),
		.text = issue->text,
		.version_number = issue->version_number,
		.at_ms = jx_timestamp_ms(issue->raise_time)};
	if (first.person == NULL)
		return jx_name_fail(error, "raised_by", issue->raised_by);
	enum jx_status status = next_number(db, record_id, &first.number, error);
	if (status == JX_OK)
		status = insert_issue(db, record_id, issue, first.number, error);
	if (status == JX_OK)
		status = insert_message(db, &first, 1, error);
	if (status == JX_OK)
		*ret_number = first.number;
	return status;
}

/* ---- reading ---- */

/* Columns of read_issue(), in its order. */
enum column {
	NUMBER,
	FIELD,
	WANTED_ACTION,
	TEXT,
	STATE,
	VERSION,
	RAISED_BY,
	RAISE_TIME,
	CODE,
	DUE_TIME,
	RULE,
	THREAD_BYTES
};
#define ISSUE_COLUMNS                                                                                   \
	"i.number, i.field, i.wanted_action, i.text, i.state, i.version, i.raised_by, i.raise_time_ms," \
	" i.code, i.due_time_ms, i.rule"

/* What is open is finance's too until a return has sent it. */
static JxHolder issue_holder(JxIssueState state, bool is_sent)
{
	if (state == JX_ISSUE_STATE_OPEN && is_sent)
		return JX_HOLDER_DEPARTMENT;
	bool is_closed = state == JX_ISSUE_STATE_RESOLVED || state == JX_ISSUE_STATE_WAIVED;
	return is_closed ? JX_HOLDER_UNSPECIFIED : JX_HOLDER_FINANCE;
}

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
	issue->code = (JxIssueCode)jx_sql_int(sql, CODE);
	issue->due_time = jx_sql_time(sql, DUE_TIME, arena);
	issue->rule = jx_sql_text(sql, RULE, arena);
	issue->holder = issue_holder(issue->state, issue->due_time != NULL);
	return issue;
}

enum jx_status jx_issue_get(struct jx_db *db, int64_t record_id, uint32_t number, struct jx_arena *arena,
	JxIssue **ret_issue, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT " ISSUE_COLUMNS " FROM issues i WHERE i.submission_id = ? AND i.number = ?", error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, number);
	while (jx_sql_next(&sql))
		*ret_issue = read_issue(&sql, arena);
	return jx_sql_end_found(&sql, JX_REASON_ISSUE_NOT_FOUND, JX_ARGS(JX_U64(number)));
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

#define IS_NEWEST                                                                  \
	" FROM issues i WHERE i.submission_id = ?1 AND (i.state = " SQL_ISSUE_OPEN \
	" OR i.version = (SELECT max(version) FROM issues WHERE submission_id = ?1))"

enum jx_status jx_issues_newest(struct jx_db *db, int64_t record_id, struct jx_arena *arena,
	struct jx_issues *ret_issues, uint32_t *ret_n_all, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	jx_sql_start(&sql, db, "SELECT " ISSUE_COLUMNS IS_NEWEST " ORDER BY i.number LIMIT ?2", error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, JX_MAX_ISSUES);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, read_issue(&sql, arena), &sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_issues = (struct jx_issues){(JxIssue **)rows.items, rows.n, ""};
	return status == JX_OK ? count_issues(db, record_id, ret_n_all, error) : status;
}

enum jx_status jx_issues_measure(struct jx_db *db, int64_t record_id, uint32_t version_number,
	struct jx_issues_size *ret_size, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT count(*), coalesce(sum(octet_length(text) + octet_length(field)), 0)"
		" FROM issues WHERE submission_id = ? AND (state = " SQL_ISSUE_OPEN " OR version = ?)",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, version_number);
	while (jx_sql_next(&sql))
		*ret_size =
			(struct jx_issues_size){(uint32_t)jx_sql_int(&sql, 0), (size_t)jx_sql_int(&sql, 1)};
	return jx_sql_end(&sql);
}

static JxIssueMessage *read_message(struct jx_sql *sql, struct jx_arena *arena)
{
	enum { NUMBER_, STATE_, PERSON_, TIME_, TEXT_, VERSION_ };
	JxIssueMessage *message = jx_sql_alloc(sql, sizeof(*message), arena);
	if (message == NULL)
		return NULL;
	jx_issue_message_init(message);
	message->number = (uint32_t)jx_sql_int(sql, NUMBER_);
	message->state = (JxIssueState)jx_sql_int(sql, STATE_);
	message->person = jx_sql_name(sql, PERSON_, jx_name_person, arena);
	message->message_time = jx_sql_time(sql, TIME_, arena);
	message->text = jx_sql_text(sql, TEXT_, arena);
	message->version_number = (uint32_t)jx_sql_int(sql, VERSION_);
	return message;
}

static enum jx_status read_thread(
	struct jx_db *db, int64_t record_id, JxIssue *issue, struct jx_arena *arena, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	jx_sql_start(&sql, db,
		"SELECT number, state, person, time_ms, text, version FROM issue_messages"
		" WHERE submission_id = ? AND issue = ? ORDER BY number",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, issue->number);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, read_message(&sql, arena), &sql, arena);
	issue->messages = (JxIssueMessage **)rows.items;
	issue->n_messages = rows.n;
	return jx_sql_end(&sql);
}

/* Reads a page; what comes after it, its last issue's number, is written as text. */
static const char *read_page(
	struct jx_sql *sql, uint32_t max_rows, struct jx_arena *arena, struct jx_list *rows)
{
	size_t n_bytes = 0;
	char last[24] = "";
	while (jx_sql_next(sql)) {
		n_bytes += strlen(jx_sql_text_ref(sql, TEXT)) + strlen(jx_sql_text_ref(sql, FIELD)) +
			   (size_t)jx_sql_int(sql, THREAD_BYTES) + ROW_BYTES;
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
		"SELECT " ISSUE_COLUMNS ", (SELECT sum(octet_length(m.text) + 100) FROM issue_messages m"
		" WHERE m.submission_id = i.submission_id AND m.issue = i.number)"
		" FROM issues i WHERE i.submission_id = ? AND i.number > ? ORDER BY i.number LIMIT ?",
		error);
	jx_sql_bind_int(&sql, record_id);
	jx_sql_bind_int(&sql, (int64_t)after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	const char *next = read_page(&sql, max_rows, arena, &rows);
	enum jx_status status = jx_sql_end(&sql);
	for (size_t i = 0; status == JX_OK && i < rows.n; i++)
		status = read_thread(db, record_id, rows.items[i], arena, error);
	if (status == JX_OK)
		*ret_issues = (struct jx_issues){(JxIssue **)rows.items, rows.n, next};
	return status;
}
