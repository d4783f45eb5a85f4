#include "storage/registry/store_departments.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "storage/columns.h"
#include "storage/page.h"
#include "storage/registry/departments_private.h"
#include "storage/registry/store_department_changes.h"

/* Columns of a department, in the order of SQL_DEPARTMENT_COLUMNS. */
enum column { CODE, TITLE, SHORT_TITLE, LEVEL, NATURE, FUNDING_FORM, PEER_GROUP, IS_FINANCE, RETIRE_DATE };

JxDepartment *jx_department_row_read(struct jx_sql *sql, int first, struct jx_arena *arena)
{
	JxDepartment *department = jx_sql_alloc(sql, sizeof(*department), arena);
	if (department == NULL)
		return NULL;
	jx_department_init(department);
	department->name = jx_sql_name(sql, first + CODE, jx_name_department, arena);
	department->code = jx_sql_text(sql, first + CODE, arena);
	department->title = jx_sql_text(sql, first + TITLE, arena);
	department->short_title = jx_sql_text(sql, first + SHORT_TITLE, arena);
	department->level = jx_sql_text(sql, first + LEVEL, arena);
	department->nature = jx_sql_text(sql, first + NATURE, arena);
	department->funding_form = jx_sql_text(sql, first + FUNDING_FORM, arena);
	department->peer_group = jx_sql_text(sql, first + PEER_GROUP, arena);
	department->is_finance = jx_sql_int(sql, first + IS_FINANCE) != 0;
	department->retire_date = jx_sql_text(sql, first + RETIRE_DATE, arena);
	return department;
}

static bool is_same_row(struct jx_sql *sql, const JxDepartment *department)
{
	const char *const values[] = {department->code, department->title, department->short_title,
		department->level, department->nature, department->funding_form, department->peer_group};
	for (size_t i = 0; i < JX_COUNT_OF(values); i++)
		if (strcmp(values[i], jx_sql_text_ref(sql, (int)i)) != 0)
			return false;
	return department->is_finance == (jx_sql_int(sql, IS_FINANCE) != 0);
}

enum jx_status jx_department_compare(
	struct jx_db *db, const JxDepartment *department, bool *ret_is_there, struct jx_error *error)
{
	struct jx_sql sql;
	*ret_is_there = false;
	jx_sql_start(
		&sql, db, "SELECT " SQL_DEPARTMENT_COLUMNS " FROM departments d WHERE d.code = ?", error);
	jx_sql_bind_text(&sql, department->code);
	while (jx_sql_next(&sql)) {
		const char *title = jx_sql_text_ref(&sql, TITLE);
		*ret_is_there = is_same_row(&sql, department);
		if (!*ret_is_there)
			jx_sql_set_error(&sql, jx_fail_with(error, JX_REASON_DEPARTMENT_EXISTS,
						       JX_ARGS(JX_TEXT(department->code), JX_TEXT(title))));
	}
	return jx_sql_end(&sql);
}

enum jx_status jx_department_insert(
	struct jx_db *db, const JxDepartment *department, bool *ret_is_unchanged, struct jx_error *error)
{
	struct jx_sql sql;
	bool is_new = false;
	jx_sql_start(&sql, db,
		"INSERT INTO departments (code, title, short_title, level, nature, funding_form, peer_group,"
		" is_finance) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_text(&sql, department->code);
	jx_sql_bind_text(&sql, department->title);
	jx_sql_bind_text(&sql, department->short_title);
	jx_sql_bind_text(&sql, department->level);
	jx_sql_bind_text(&sql, department->nature);
	jx_sql_bind_text(&sql, department->funding_form);
	jx_sql_bind_text(&sql, department->peer_group);
	jx_sql_bind_int(&sql, department->is_finance);
	*ret_is_unchanged = false;
	enum jx_status status = jx_sql_run_unique(&sql, &is_new);
	if (status != JX_OK || is_new)
		return status;
	return jx_department_compare(db, department, ret_is_unchanged, error);
}

enum jx_status jx_department_get(struct jx_db *db, const char *code, struct jx_arena *arena,
	JxDepartment **ret_department, struct jx_error *error)
{
	struct jx_sql sql;
	JxDepartment *department = NULL;
	jx_sql_start(
		&sql, db, "SELECT " SQL_DEPARTMENT_COLUMNS " FROM departments d WHERE d.code = ?", error);
	jx_sql_bind_text(&sql, code);
	while (jx_sql_next(&sql))
		department = jx_department_row_read(&sql, 0, arena);
	enum jx_status status =
		jx_sql_end_found(&sql, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(code)));
	if (status == JX_OK && department != NULL)
		status = jx_department_read_links(db, department, arena, error);
	if (status == JX_OK)
		*ret_department = department;
	return status;
}

static enum jx_status read_all_links(
	struct jx_db *db, const struct jx_list *rows, struct jx_arena *arena, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < rows->n; i++)
		status = jx_department_read_links(db, rows->items[i], arena, error);
	return status;
}

enum jx_status jx_departments_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_departments *ret_departments, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	const char *next = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	jx_sql_start(&sql, db,
		"SELECT " SQL_DEPARTMENT_COLUMNS
		" FROM departments d WHERE d.code > ? ORDER BY d.code LIMIT ?",
		error);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows)
			next = ((JxDepartment *)jx_list_last(&rows))->code;
		else
			jx_list_add(&rows, jx_department_row_read(&sql, 0, arena), &sql, arena);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK)
		status = read_all_links(db, &rows, arena, error);
	if (status != JX_OK)
		return status;
	*ret_departments = (struct jx_departments){(JxDepartment **)rows.items, rows.n, next};
	return JX_OK;
}

enum jx_status jx_departments_all(struct jx_db *db, struct jx_arena *arena,
	struct jx_departments *ret_departments, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list rows = {0};
	jx_sql_start(&sql, db, "SELECT " SQL_DEPARTMENT_COLUMNS " FROM departments d ORDER BY d.code", error);
	while (jx_sql_next(&sql))
		jx_list_add(&rows, jx_department_row_read(&sql, 0, arena), &sql, arena);
	*ret_departments = (struct jx_departments){(JxDepartment **)rows.items, rows.n, ""};
	return jx_sql_end(&sql);
}

enum jx_status jx_department_check(struct jx_db *db, const char *code, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT 1 FROM departments WHERE code = ?", error);
	jx_sql_bind_text(&sql, code);
	(void)jx_sql_next(&sql);
	return jx_sql_end_found(&sql, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(code)));
}
