#include "storage/registry/store_departments.h"

#include <string.h>

#include "storage/columns.h"

/* Columns of read_department(), in its order. */
#define COLUMNS "code, title, short_title, level, nature, funding_form, peer_group"

static JxDepartment *read_department(struct jx_sql *sql, struct jx_arena *arena)
{
	JxDepartment *department = jx_sql_alloc(sql, sizeof(*department), arena);
	if (department == NULL)
		return NULL;
	jx_department_init(department);
	department->name = jx_sql_name(sql, 0, "departments/", arena);
	department->code = jx_sql_text(sql, 0, arena);
	department->title = jx_sql_text(sql, 1, arena);
	department->short_title = jx_sql_text(sql, 2, arena);
	department->level = jx_sql_text(sql, 3, arena);
	department->nature = jx_sql_text(sql, 4, arena);
	department->funding_form = jx_sql_text(sql, 5, arena);
	department->peer_group = jx_sql_text(sql, 6, arena);
	return department;
}

/* Tell whether the stored row is the very same; it must be there. */
static enum jx_status compare(
	struct jx_db *db, const JxDepartment *department, struct jx_error *error, bool *ret_is_same)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT " COLUMNS " FROM departments WHERE code = ?", error);
	jx_sql_bind_text(&sql, department->code);
	while (jx_sql_next(&sql)) {
		const char *const values[] = {department->code, department->title, department->short_title,
			department->level, department->nature, department->funding_form,
			department->peer_group};
		bool is_same = true;
		for (int i = 0; i < 7; i++)
			is_same = is_same && strcmp(values[i], jx_sql_text_ref(&sql, i)) == 0;
		*ret_is_same = is_same;
		if (!is_same)
			jx_sql_set_error(&sql, jx_fail_with(error, JX_REASON_DEPARTMENT_EXISTS,
						       JX_ARGS(JX_TEXT(department->code),
							       JX_TEXT(jx_sql_text_ref(&sql, 1)))));
	}
	return jx_sql_end(&sql);
}

enum jx_status jx_department_insert(
	struct jx_db *db, const JxDepartment *department, struct jx_error *error, bool *ret_is_unchanged)
{
	struct jx_sql sql;
	uint32_t n_changed = 0;
	jx_sql_start(&sql, db,
		"INSERT INTO departments (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		error);
	jx_sql_bind_text(&sql, department->code);
	jx_sql_bind_text(&sql, department->title);
	jx_sql_bind_text(&sql, department->short_title);
	jx_sql_bind_text(&sql, department->level);
	jx_sql_bind_text(&sql, department->nature);
	jx_sql_bind_text(&sql, department->funding_form);
	jx_sql_bind_text(&sql, department->peer_group);
	enum jx_status status = jx_sql_run_counting(&sql, &n_changed);
	if (status != JX_OK)
		return status;
	*ret_is_unchanged = false;
	return n_changed == 1 ? JX_OK : compare(db, department, error, ret_is_unchanged);
}

enum jx_status jx_department_get(struct jx_db *db, const char *code, struct jx_arena *arena,
	struct jx_error *error, JxDepartment **ret_department)
{
	struct jx_sql sql;
	JxDepartment *department = NULL;
	jx_sql_start(&sql, db, "SELECT " COLUMNS " FROM departments WHERE code = ?", error);
	jx_sql_bind_text(&sql, code);
	while (jx_sql_next(&sql))
		department = read_department(&sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	if (department == NULL)
		return jx_fail_with(error, JX_REASON_DEPARTMENT_NOT_FOUND, JX_ARGS(JX_TEXT(code)));
	*ret_department = department;
	return JX_OK;
}

enum jx_status jx_departments_list(struct jx_db *db, const struct jx_page *page, struct jx_arena *arena,
	struct jx_error *error, struct jx_departments *ret_departments)
{
	struct jx_sql sql;
	struct jx_growing rows = {0};
	const char *next = "";
	uint32_t max_rows = jx_page_rows(page->max_rows);
	jx_sql_start(
		&sql, db, "SELECT " COLUMNS " FROM departments WHERE code > ? ORDER BY code LIMIT ?", error);
	jx_sql_bind_text(&sql, page->after);
	jx_sql_bind_int(&sql, (int64_t)max_rows + 1);
	while (jx_sql_next(&sql)) {
		if (rows.n == max_rows)
			next = ((JxDepartment *)rows.items[max_rows - 1])->code;
		else
			jx_growing_add(&rows, read_department(&sql, arena), &sql, arena);
	}
	enum jx_status status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	*ret_departments = (struct jx_departments){(JxDepartment **)rows.items, rows.n, next};
	return JX_OK;
}

enum jx_status jx_departments_count(struct jx_db *db, struct jx_error *error, uint32_t *ret_n)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT count(*) FROM departments", error);
	while (jx_sql_next(&sql))
		*ret_n = (uint32_t)jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}
