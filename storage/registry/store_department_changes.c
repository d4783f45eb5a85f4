#include "storage/registry/store_department_changes.h"

#include <stdio.h>

#include "proto/contract/base/text.h"
#include "storage/columns.h"
#include "storage/page.h"
#include "storage/registry/departments_private.h"
#include "storage/registry/store_departments.h"
#include "storage/sql_states.h"

#define MAX_OPEN_RECORDS 1000

static enum jx_status next_number(
	struct jx_db *db, const char *code, uint32_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT coalesce(max(number), 0) + 1 FROM department_changes WHERE department = ?", error);
	jx_sql_bind_text(&sql, code);
	while (jx_sql_next(&sql))
		*ret_number = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

#define SUCCESSORS_BYTES 4096 /* of all that may take over from one */

/* Those who have taken over so far, as a list of JSON: codes need no escapes. "" for nobody. */
static enum jx_status list_successors(
	struct jx_db *db, const char *code, char text[SUCCESSORS_BYTES], struct jx_error *error)
{
	struct jx_sql sql;
	size_t n = 0;
	text[0] = '\0';
	jx_sql_start(&sql, db,
		"SELECT successor FROM department_successors WHERE department = ? ORDER BY successor", error);
	jx_sql_bind_text(&sql, code);
	while (jx_sql_next(&sql)) {
		int added = snprintf(text + n, SUCCESSORS_BYTES - n, "%s\"%s\"]", n == 0 ? "[" : ",",
			jx_sql_text_ref(&sql, 0));
		if (added < 0 || (size_t)added >= SUCCESSORS_BYTES - n)
			jx_sql_set_error(&sql,
				jx_fail_with(error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("successors"))));
		else
			n += (size_t)added - 1; /* the bracket is written over */
	}
	return jx_sql_end(&sql);
}

/* What it is until now. */
static enum jx_status keep_before(struct jx_db *db, const char *code,
	const struct jx_department_change *change, uint32_t number, struct jx_error *error)
{
	struct jx_sql sql;
	char successors[SUCCESSORS_BYTES];
	enum jx_status status = list_successors(db, code, successors, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"INSERT INTO department_changes (department, number, kind, effective_date, document, reason,"
		" person, time_ms, title, short_title, level, nature, funding_form, peer_group, is_finance,"
		" retire_date, successors) SELECT code, ?2, ?3, ?4, ?5, ?6, ?7, ?8, title, short_title, level, nature,"
		" funding_form, peer_group, is_finance, retire_date, ?9 FROM departments WHERE code = ?1",
		error);
	jx_sql_bind_text(&sql, code);
	jx_sql_bind_int(&sql, number);
	jx_sql_bind_int(&sql, change->kind);
	jx_sql_bind_text(&sql, change->effective_date);
	jx_sql_bind_text(&sql, change->document);
	jx_sql_bind_text(&sql, change->reason);
	jx_sql_bind_text(&sql, change->person);
	jx_sql_bind_int(&sql, change->at_ms);
	jx_sql_bind_optional(&sql, successors);
	return jx_sql_run_changing(&sql, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(code)));
}

static enum jx_status set_fields(struct jx_db *db, const JxDepartment *after, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE departments SET title = ?, short_title = ?, level = ?, nature = ?, funding_form = ?,"
		" peer_group = ?, is_finance = ?, retire_date = ? WHERE code = ?",
		error);
	jx_sql_bind_text(&sql, after->title);
	jx_sql_bind_text(&sql, after->short_title);
	jx_sql_bind_text(&sql, after->level);
	jx_sql_bind_text(&sql, after->nature);
	jx_sql_bind_text(&sql, after->funding_form);
	jx_sql_bind_text(&sql, after->peer_group);
	jx_sql_bind_int(&sql, after->is_finance != 0);
	jx_sql_bind_optional(&sql, after->retire_date);
	jx_sql_bind_text(&sql, after->code);
	return jx_sql_run_changing(&sql, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(after->code)));
}

enum jx_status jx_department_change(struct jx_db *db, const JxDepartment *after,
	const struct jx_department_change *change, uint32_t *ret_number, struct jx_error *error)
{
	uint32_t number = 0;
	enum jx_status status = next_number(db, after->code, &number, error);
	if (status == JX_OK)
		status = keep_before(db, after->code, change, number, error);
	if (status == JX_OK)
		status = set_fields(db, after, error);
	if (status == JX_OK)
		*ret_number = number;
	return status;
}

/* ---- who took over ---- */

static enum jx_status add_successor(
	struct jx_db *db, const char *code, const char *successor, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(
		&sql, db, "INSERT INTO department_successors (department, successor) VALUES (?, ?)", error);
	jx_sql_bind_text(&sql, code);
	jx_sql_bind_text(&sql, successor);
	return jx_sql_run(&sql);
}

enum jx_status jx_department_set_successors(
	struct jx_db *db, const char *code, char *const *successors, size_t n, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "DELETE FROM department_successors WHERE department = ?", error);
	jx_sql_bind_text(&sql, code);
	enum jx_status status = jx_sql_run(&sql);
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = add_successor(db, code, jx_name_last(successors[i]), error);
	return status;
}

static enum jx_status read_names(struct jx_db *db, const char *text, const char *code, struct jx_arena *arena,
	struct jx_list *list, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, text, error);
	jx_sql_bind_text(&sql, code);
	while (jx_sql_next(&sql))
		jx_list_add(list, jx_sql_name(&sql, 0, jx_name_department, arena), &sql, arena);
	return jx_sql_end(&sql);
}

enum jx_status jx_department_read_links(
	struct jx_db *db, JxDepartment *department, struct jx_arena *arena, struct jx_error *error)
{
	struct jx_list after = {0};
	struct jx_list before = {0};
	enum jx_status status = read_names(db,
		"SELECT successor FROM department_successors WHERE department = ? ORDER BY successor",
		department->code, arena, &after, error);
	if (status == JX_OK)
		status = read_names(db,
			"SELECT department FROM department_successors WHERE successor = ? ORDER BY department",
			department->code, arena, &before, error);
	department->successors = (char **)after.items;
	department->n_successors = after.n;
	department->predecessors = (char **)before.items;
	department->n_predecessors = before.n;
	return status;
}

/* ---- twins ---- */

enum jx_status jx_department_find_twin(struct jx_db *db, const char *code, const char *title,
	struct jx_arena *arena, JxDepartment **ret_twin, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_twin = NULL;
	jx_sql_start(&sql, db,
		"SELECT " SQL_DEPARTMENT_COLUMNS " FROM departments d WHERE d.code <> ?1"
		" AND d.retire_date IS NULL AND (d.title = ?2 OR ltrim(d.code, '0') = ltrim(?1, '0'))"
		" ORDER BY d.code LIMIT 1",
		error);
	jx_sql_bind_text(&sql, code);
	jx_sql_bind_text(&sql, title);
	while (jx_sql_next(&sql))
		*ret_twin = jx_department_row_read(&sql, 0, arena);
	return jx_sql_end(&sql);
}

enum jx_status jx_department_find_namesake(struct jx_db *db, const char *code, const char *title,
	struct jx_arena *arena, JxDepartment **ret_namesake, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_namesake = NULL;
	jx_sql_start(&sql, db,
		"SELECT " SQL_DEPARTMENT_COLUMNS " FROM departments d WHERE d.title = ?2 AND d.code <> ?1"
		" AND d.retire_date IS NULL ORDER BY d.code LIMIT 1",
		error);
	jx_sql_bind_text(&sql, code);
	jx_sql_bind_text(&sql, title);
	while (jx_sql_next(&sql))
		*ret_namesake = jx_department_row_read(&sql, 0, arena);
	return jx_sql_end(&sql);
}

/* ---- history ---- */

/* Columns of a change, in the order of the statement; those of a department follow. */
enum column { NUMBER, KIND, EFFECTIVE_DATE, DOCUMENT, REASON, PERSON, TIME, BEFORE };

static JxDepartmentChange *read_change(struct jx_sql *sql, struct jx_arena *arena)
{
	JxDepartmentChange *change = jx_sql_alloc(sql, sizeof(*change), arena);
	if (change == NULL)
		return NULL;
	jx_department_change_init(change);
	change->number = (uint32_t)jx_sql_int(sql, NUMBER);
	change->kind = (JxDepartmentChangeKind)jx_sql_int(sql, KIND);
	change->effective_date = jx_sql_text(sql, EFFECTIVE_DATE, arena);
	change->document = jx_sql_text(sql, DOCUMENT, arena);
	change->reason = jx_sql_text(sql, REASON, arena);
	change->person = jx_sql_name(sql, PERSON, jx_name_person, arena);
	change->change_time = jx_sql_time(sql, TIME, arena);
	change->before = jx_department_row_read(sql, BEFORE, arena);
	return change;
}

/* What came after a change is what was before the next one; after the last one, what is now. */
static void set_after(struct jx_list *rows, JxDepartment *now)
{
	JxDepartmentChange **changes = (JxDepartmentChange **)rows->items;
	for (size_t i = 0; i < rows->n; i++)
		changes[i]->after = i + 1 < rows->n ? changes[i + 1]->before : now;
}

/* What was before the change that follows a page; now, where none does. */
static enum jx_status read_next(struct jx_db *db, const char *code, uint64_t after, struct jx_arena *arena,
	JxDepartment **ret_department, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT d.department, d.title, d.short_title, d.level, d.nature, d.funding_form,"
		" d.peer_group, d.is_finance, coalesce(d.retire_date, '') FROM department_changes d"
		" WHERE d.department = ?1 AND d.number > ?2 ORDER BY d.number LIMIT 1",
		error);
	jx_sql_bind_text(&sql, code);
	jx_sql_bind_int(&sql, (int64_t)after);
	while (jx_sql_next(&sql))
		*ret_department = jx_department_row_read(&sql, 0, arena);
	return jx_sql_end(&sql);
}

enum jx_status jx_department_changes_list(struct jx_db *db, const char *code, const struct jx_page *page,
	struct jx_arena *arena, struct jx_department_changes *ret_changes, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	char last[16] = "";
	JxDepartment *now = NULL;
	const char *next = "";
	uint64_t after = 0;
	uint32_t max_rows = jx_page_rows(page->max_rows);
	if (page->after != NULL)
		(void)!jx_text_u64(page->after, INT32_MAX, &after);
	enum jx_status status = jx_department_get(db, code, arena, &now, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		"SELECT c.number, c.kind, c.effective_date, c.document, c.reason, c.person, c.time_ms,"
		" c.department, c.title, c.short_title, c.level, c.nature, c.funding_form, c.peer_group,"
		" c.is_finance, coalesce(c.retire_date, '') FROM department_changes c"
		" WHERE c.department = ?1 AND c.number > ?2 ORDER BY c.number LIMIT ?3",
		error);
	jx_sql_bind_text(&sql, code);
	jx_sql_bind_int(&sql, (int64_t)after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows) {
			after = ((JxDepartmentChange *)jx_list_last(&rows))->number;
			(void)snprintf(last, sizeof(last), "%u", (unsigned)after);
			next = jx_sql_copy(&sql, last, arena);
		} else {
			jx_list_add(&rows, read_change(&sql, arena), &sql, arena);
		}
	}
	status = jx_sql_end(&sql);
	if (status == JX_OK && next[0] != '\0')
		status = read_next(db, code, after, arena, &now, error);
	if (status != JX_OK)
		return status;
	set_after(&rows, now);
	*ret_changes = (struct jx_department_changes){(JxDepartmentChange **)rows.items, rows.n, next};
	return JX_OK;
}

/* ---- what a department's end touches ---- */

enum jx_status jx_department_open_records(struct jx_db *db, const char *code, struct jx_arena *arena,
	struct jx_open_record **ret_records, size_t *ret_n, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_open_record *records =
		jx_arena_calloc(arena, MAX_OPEN_RECORDS, sizeof(struct jx_open_record));
	size_t n = 0;
	if (records == NULL)
		return jx_arena_fail(arena, error);
	jx_sql_start(&sql, db,
		"SELECT r.name, r.state, s.state, CASE WHEN s.version = 0 AND s.state = " SQL_NOT_STARTED
		" AND NOT EXISTS (SELECT 1 FROM waivers w WHERE w.submission_id = s.id) THEN 1 ELSE 0 END"
		" FROM submissions s JOIN rounds r ON r.id = s.round_id WHERE s.department = ?1"
		" AND r.state " SQL_ROUND_UNPUBLISHED " ORDER BY r.id LIMIT ?2",
		error);
	jx_sql_bind_text(&sql, code);
	jx_sql_bind_int(&sql, MAX_OPEN_RECORDS);
	while (jx_sql_next(&sql))
		records[n++] = (struct jx_open_record){jx_sql_text(&sql, 0, arena),
			(JxRoundState)jx_sql_int(&sql, 1), (JxSubmissionState)jx_sql_int(&sql, 2),
			jx_sql_int(&sql, 3) != 0};
	*ret_records = records;
	*ret_n = n;
	return jx_sql_end(&sql);
}

static JxRetiredPerson *read_person(struct jx_sql *sql, const char *code, struct jx_arena *arena)
{
	char name[JX_RESOURCE_NAME_BYTES];
	JxRetiredPerson *person = jx_sql_alloc(sql, sizeof(*person), arena);
	if (person == NULL)
		return NULL;
	jx_retired_person_init(person);
	person->person = jx_sql_name(sql, 0, jx_name_person, arena);
	person->title = jx_sql_text(sql, 1, arena);
	person->department = jx_sql_copy(sql, jx_name_department(name, code), arena);
	return person;
}

enum jx_status jx_department_people(struct jx_db *db, const char *code, struct jx_arena *arena,
	JxRetireDepartmentsResponse *reply, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {(void **)reply->people, reply->n_people, reply->n_people};
	jx_sql_start(&sql, db,
		"SELECT id, title FROM persons WHERE department = ? AND state <> " SQL_REVOKED " ORDER BY id",
		error);
	jx_sql_bind_text(&sql, code);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, read_person(&sql, code, arena), &sql, arena);
	reply->people = (JxRetiredPerson **)rows.items;
	reply->n_people = rows.n;
	return jx_sql_end(&sql);
}

enum jx_status jx_department_count_items(
	struct jx_db *db, const char *code, JxRetireDepartmentsResponse *reply, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT (SELECT COUNT(*) FROM v_rectifications WHERE department = ?1"
		" AND state <> " SQL_RECTIFICATION_VERIFIED "), (SELECT COUNT(*) FROM v_idle_funds"
		" WHERE department = ?1 AND amount_fen > recovered_fen + carried_fen)",
		error);
	jx_sql_bind_text(&sql, code);
	while (jx_sql_next(&sql)) {
		reply->open_rectifications += (uint32_t)jx_sql_int(&sql, 0);
		reply->open_idle_funds += (uint32_t)jx_sql_int(&sql, 1);
	}
	return jx_sql_end(&sql);
}
