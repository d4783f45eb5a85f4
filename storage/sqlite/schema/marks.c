#include "storage/sqlite/schema/marks.h"

#include <stddef.h>

#include "storage/sql_states.h"

const char *const jx_schema_marks[] = {
	/* A row of a publication keeps that its department had not answered. */
	"ALTER TABLE publication_entries ADD COLUMN is_unanswered INTEGER NOT NULL DEFAULT 0",
	"DROP VIEW publication_rows",
	"CREATE VIEW publication_rows AS SELECT p.round_id, p.number, e.* FROM publications p"
	" JOIN publication_entries e ON e.table_id = p.table_id",

	"DROP VIEW v_progress",
	"CREATE VIEW v_progress AS SELECT r.name AS round, r.year, s.department, d.title, d.peer_group,"
	" s.state, s.version, v.digest, v.submit_time_ms, v.is_late, s.state_time_ms, s.reviewer,"
	" s.due_time_ms, v.explain_findings, v.info_findings, v.claimed_micros, s.reviewed_micros,"
	" s.is_unanswered FROM submissions s JOIN rounds r ON r.id = s.round_id"
	" JOIN departments d ON d.code = s.department LEFT JOIN versions v ON v.id = s.version_id",
	"DROP VIEW v_accepted",
	"CREATE VIEW v_accepted AS SELECT r.name AS round, r.year, s.department, d.title, d.peer_group,"
	" s.state, v.id AS version_id, v.number AS version, v.digest, v.submit_time_ms, v.is_late,"
	" v.claimed_micros, s.reviewed_micros, s.review_reason, s.is_unanswered FROM submissions s"
	" JOIN rounds r ON r.id = s.round_id JOIN departments d ON d.code = s.department"
	" JOIN versions v ON v.id = s.accepted_version_id WHERE s.state " SQL_IS_ACCEPTED,
	"DROP VIEW v_published",
	"CREATE VIEW v_published AS SELECT r.name AS round, r.year, p.number AS publication, b.stage,"
	" b.publish_time_ms, p.department, d.title, d.peer_group, v.id AS version_id,"
	" v.number AS version, v.digest, v.is_late, p.is_filed, v.claimed_micros, p.reviewed_micros,"
	" p.is_unanswered FROM publication_rows p"
	" JOIN publications b ON b.round_id = p.round_id AND b.number = p.number"
	" JOIN rounds r ON r.id = p.round_id JOIN departments d ON d.code = p.department"
	" LEFT JOIN versions v ON v.id = p.version_id",

	"PRAGMA user_version = 11",
	NULL,
};
