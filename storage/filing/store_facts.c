#include "storage/filing/store_facts.h"

#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "storage/sql.h"
#include "storage/sql_states.h"

/* Columns of the statement, in its order. */
enum column { FILED, ACCEPTED, LISTED, REOPENED, OBJECTED, FINANCE };

static enum jx_status read_marks(struct jx_db *db, const struct jx_record *record, const char *person,
	struct jx_record_marks *marks, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT EXISTS (SELECT 1 FROM versions v WHERE v.submission_id = s.id AND v.person = ?2),"
		" CASE WHEN s.accepted_by = ?2 THEN 1 ELSE 0 END, EXISTS (SELECT 1 FROM publications p"
		" JOIN publication_entries e ON e.table_id = p.table_id AND e.department = s.department"
		" WHERE p.round_id = s.round_id AND e.version_id = s.accepted_version_id),"
		" EXISTS (SELECT 1 FROM publications p"
		" JOIN publication_entries e ON e.table_id = p.table_id AND e.department = s.department"
		" WHERE p.round_id = s.round_id AND p.stage = " SQL_FINAL_STAGE
		" AND e.version_id IS NOT NULL),"
		" (SELECT count(*) FROM submissions o WHERE o.round_id = s.round_id AND o.state = " SQL_OBJECTED
		"), d.is_finance FROM submissions s JOIN departments d ON d.code = s.department WHERE s.id = ?1",
		error);
	jx_sql_bind_int(&sql, record->id);
	jx_sql_bind_text(&sql, person);
	while (jx_sql_next(&sql)) {
		marks->has_filed = jx_sql_int(&sql, FILED) != 0;
		marks->has_accepted = jx_sql_int(&sql, ACCEPTED) != 0;
		marks->is_listed = jx_sql_int(&sql, LISTED) != 0;
		marks->is_reopened = jx_sql_int(&sql, REOPENED) != 0;
		marks->is_finance = jx_sql_int(&sql, FINANCE) != 0;
		marks->n_objected = (uint32_t)jx_sql_int(&sql, OBJECTED);
	}
	return jx_sql_end(&sql);
}

static enum jx_status read_open_issues(
	struct jx_db *db, int64_t record_id, struct jx_record_marks *marks, struct jx_error *error)
{
	struct jx_sql sql;
	size_t used = 0;
	char *fields = marks->open_fields;
	jx_sql_start(&sql, db,
		"SELECT field FROM issues WHERE submission_id = ? AND state = " SQL_ISSUE_OPEN
		" ORDER BY number",
		error);
	jx_sql_bind_int(&sql, record_id);
	while (jx_sql_next(&sql)) {
		if (marks->n_open_issues++ > 0)
			used += jx_text_copy(fields + used, sizeof(marks->open_fields) - used, ", ");
		used += jx_text_copy(
			fields + used, sizeof(marks->open_fields) - used, jx_sql_text_ref(&sql, 0));
	}
	return jx_sql_end(&sql);
}

enum jx_status jx_record_marks(struct jx_db *db, const struct jx_record *record, const char *person,
	struct jx_record_marks *ret_marks, struct jx_error *error)
{
	struct jx_record_marks marks = {0};
	enum jx_status status = read_marks(db, record, person, &marks, error);
	if (status == JX_OK)
		status = read_open_issues(db, record->id, &marks, error);
	if (status == JX_OK)
		*ret_marks = marks;
	return status;
}
