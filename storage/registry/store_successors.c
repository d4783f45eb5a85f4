#include "storage/registry/store_successors.h"

#include <string.h>

#include "proto/contract/base/resource_name.h"
#include "storage/columns.h"
#include "storage/page.h"
#include "storage/sql_departments.h"

enum jx_status jx_answering_find(struct jx_db *db, const char *department, struct jx_arena *arena,
	struct jx_answering *answering, struct jx_error *error)
{
	struct jx_sql sql;
	struct jx_list names = {0};
	if (answering->department != NULL && strcmp(answering->department, department) == 0)
		return JX_OK;
	jx_sql_start(&sql, db,
		"WITH RECURSIVE chain (code) AS (SELECT b.code FROM departments b WHERE b.code = ?1 UNION SELECT u.successor FROM department_successors u"
		" JOIN chain c ON c.code = u.department JOIN departments e ON e.code = u.department"
		" WHERE e.retire_date IS NOT NULL) SELECT d.code FROM chain c JOIN departments d ON d.code = c.code"
		" WHERE d.retire_date IS NULL OR NOT EXISTS (SELECT 1 FROM department_successors n"
		" WHERE n.department = d.code) ORDER BY d.code",
		error);
	jx_sql_bind_text(&sql, jx_name_last(department));
	while (jx_sql_next(&sql))
		jx_list_add(&names, jx_sql_name(&sql, 0, jx_name_department, arena), &sql, arena);
	enum jx_status status = jx_sql_end(&sql);
	*answering = (struct jx_answering){department, (char **)names.items, names.n};
	return status;
}

static enum jx_status is_there(struct jx_sql *sql, bool *ret_is_there)
{
	*ret_is_there = false;
	while (jx_sql_next(sql))
		*ret_is_there = true;
	return jx_sql_end(sql);
}

enum jx_status jx_department_answers_for(
	struct jx_db *db, const char *code, const char *other, bool *ret_answers, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT 1 FROM departments o WHERE o.code = ?1 AND o.code IN " SQL_ANSWER_FOR("d.code = ?2"),
		error);
	jx_sql_bind_text(&sql, other);
	jx_sql_bind_text(&sql, code);
	return is_there(&sql, ret_answers);
}

enum jx_status jx_finance_answers_for(
	struct jx_db *db, const char *other, bool *ret_answers, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT 1 FROM departments o WHERE o.code = ?1 AND (o.is_finance = 1 OR o.code IN " SQL_ANSWER_FOR(
			"d.is_finance = 1") ")",
		error);
	jx_sql_bind_text(&sql, other);
	return is_there(&sql, ret_answers);
}
