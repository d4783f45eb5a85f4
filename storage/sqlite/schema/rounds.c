#include "storage/sqlite/schema/rounds.h"

#include <stddef.h>

#include "storage/sql_states.h"

/* What refers to rows of the version that is changed, when that version was published. */
#define IF_PUBLISHED "WHEN EXISTS (SELECT 1 FROM publication_rows p WHERE p.version_id = old.version_id)"
#define REFUSE       " BEGIN SELECT RAISE(ABORT, 'what is published never changes'); END"

const char *const jx_schema_rounds[] = {
	/* A row of a publication keeps all that is shown of it and that may change later: its department's title and peer
	   group, what finance set, and the sums by which claims and coverage are judged. */
	"DROP TRIGGER publication_entries_no_update",
	"ALTER TABLE publication_entries ADD COLUMN title TEXT NOT NULL DEFAULT ''",
	"ALTER TABLE publication_entries ADD COLUMN peer_group TEXT NOT NULL DEFAULT ''",
	"ALTER TABLE publication_entries ADD COLUMN review BLOB",
	"ALTER TABLE publication_entries ADD COLUMN points_computed_micros INTEGER",
	"ALTER TABLE publication_entries ADD COLUMN claimed_computed_micros INTEGER",
	"ALTER TABLE publication_entries ADD COLUMN counted_computed_micros INTEGER",
	"ALTER TABLE publication_entries ADD COLUMN computed_lines INTEGER NOT NULL DEFAULT 0",
	"ALTER TABLE publication_entries ADD COLUMN not_computed_lines INTEGER NOT NULL DEFAULT 0",
	"ALTER TABLE publication_entries ADD COLUMN full_lines INTEGER NOT NULL DEFAULT 0",
	"UPDATE publication_entries SET (title, peer_group) ="
	" (SELECT d.title, d.peer_group FROM departments d WHERE d.code = publication_entries.department)",
	"UPDATE publication_entries SET (review, points_computed_micros, claimed_computed_micros,"
	" counted_computed_micros, computed_lines, not_computed_lines, full_lines) ="
	" (SELECT t.review, t.points_computed_micros, t.claimed_computed_micros, t.counted_computed_micros,"
	" t.computed_lines, t.not_computed_lines, t.full_lines FROM scores t"
	" WHERE t.version_id = publication_entries.version_id)"
	" WHERE version_id IN (SELECT version_id FROM scores)",
	"CREATE TRIGGER publication_entries_no_update BEFORE UPDATE ON publication_entries BEGIN"
	" SELECT RAISE(ABORT, 'a publication never changes'); END",

	"DROP VIEW publication_rows",
	"CREATE VIEW publication_rows AS SELECT p.round_id, p.number, e.* FROM publications p"
	" JOIN publication_entries e ON e.table_id = p.table_id",
	"CREATE INDEX publication_entries_by_version ON publication_entries (version_id)"
	" WHERE version_id IS NOT NULL",

	/* What is published of a round: its newest final publication, else its newest one. */
	"CREATE VIEW current_publications AS SELECT round_id,"
	" COALESCE(MAX(CASE stage WHEN " SQL_FINAL_STAGE " THEN number END), MAX(number)) AS number"
	" FROM publications GROUP BY round_id",

	/* A report in a final table is final: some were left accepted, which one reviewer could return. */
	"UPDATE submissions SET state = " SQL_FINAL " WHERE state = " SQL_ACCEPTED
	" AND EXISTS (SELECT 1 FROM current_publications c JOIN publications p ON p.round_id = c.round_id"
	" AND p.number = c.number AND p.stage = " SQL_FINAL_STAGE
	" JOIN publication_rows e ON e.round_id = c.round_id AND e.number = c.number"
	" WHERE c.round_id = submissions.round_id AND e.version_id = submissions.accepted_version_id)",

	/* Who need not file, and by which document: the last one of a submission that is WAIVED. */
	"CREATE TABLE waivers (id INTEGER PRIMARY KEY,"
	" submission_id INTEGER NOT NULL REFERENCES submissions (id), document TEXT NOT NULL,"
	" reason TEXT NOT NULL, person TEXT NOT NULL REFERENCES persons (id), time_ms INTEGER NOT NULL) STRICT",
	"CREATE INDEX waivers_by_submission ON waivers (submission_id)",
	"CREATE TRIGGER waivers_no_update BEFORE UPDATE ON waivers BEGIN"
	" SELECT RAISE(ABORT, 'what was decided stays'); END",
	"CREATE TRIGGER waivers_no_delete BEFORE DELETE ON waivers BEGIN"
	" SELECT RAISE(ABORT, 'what was decided stays'); END",

	/* Deadlines that were put off: of one department, or of the whole round. */
	"ALTER TABLE submissions ADD COLUMN deadline_time_ms INTEGER",
	"CREATE TABLE extensions (id INTEGER PRIMARY KEY, round_id INTEGER NOT NULL REFERENCES rounds (id),"
	" department TEXT REFERENCES departments (code), deadline_time_ms INTEGER NOT NULL,"
	" reason TEXT NOT NULL, person TEXT REFERENCES persons (id), time_ms INTEGER NOT NULL) STRICT",
	"CREATE INDEX extensions_by_round ON extensions (round_id)",
	"CREATE TRIGGER extensions_no_update BEFORE UPDATE ON extensions BEGIN"
	" SELECT RAISE(ABORT, 'what was decided stays'); END",
	"CREATE TRIGGER extensions_no_delete BEFORE DELETE ON extensions BEGIN"
	" SELECT RAISE(ABORT, 'what was decided stays'); END",

	/* Who had not filed when a round was closed. */
	"CREATE TABLE closing_missing (round_id INTEGER NOT NULL REFERENCES rounds (id),"
	" time_ms INTEGER NOT NULL, department TEXT NOT NULL REFERENCES departments (code),"
	" PRIMARY KEY (round_id, time_ms, department)) STRICT, WITHOUT ROWID",
	"CREATE TRIGGER closing_missing_no_update BEFORE UPDATE ON closing_missing BEGIN"
	" SELECT RAISE(ABORT, 'what was missing stays'); END",
	"CREATE TRIGGER closing_missing_no_delete BEFORE DELETE ON closing_missing BEGIN"
	" SELECT RAISE(ABORT, 'what was missing stays'); END",

	/* What departments object to in a provisional table, and what was decided. */
	"CREATE TABLE objections (id INTEGER PRIMARY KEY,"
	" submission_id INTEGER NOT NULL REFERENCES submissions (id), number INTEGER NOT NULL,"
	" field TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL REFERENCES persons (id),"
	" time_ms INTEGER NOT NULL, UNIQUE (submission_id, number)) STRICT",
	"CREATE TABLE objection_decisions (objection_id INTEGER PRIMARY KEY REFERENCES objections (id),"
	" decision INTEGER NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL REFERENCES persons (id),"
	" time_ms INTEGER NOT NULL) STRICT",
	"CREATE TRIGGER objections_no_update BEFORE UPDATE ON objections BEGIN"
	" SELECT RAISE(ABORT, 'what was said stays'); END",
	"CREATE TRIGGER objections_no_delete BEFORE DELETE ON objections BEGIN"
	" SELECT RAISE(ABORT, 'what was said stays'); END",
	"CREATE TRIGGER objection_decisions_no_update BEFORE UPDATE ON objection_decisions BEGIN"
	" SELECT RAISE(ABORT, 'what was decided stays'); END",
	"CREATE TRIGGER objection_decisions_no_delete BEFORE DELETE ON objection_decisions BEGIN"
	" SELECT RAISE(ABORT, 'what was decided stays'); END",

	/* Final reports that one lead has proposed to reopen, until another one confirms. */
	"CREATE TABLE reopening_proposals (submission_id INTEGER PRIMARY KEY REFERENCES submissions (id),"
	" reason TEXT NOT NULL, evidence TEXT NOT NULL, person TEXT NOT NULL REFERENCES persons (id),"
	" time_ms INTEGER NOT NULL) STRICT",

	/* Invitations of further leads that another lead has yet to confirm; content is a Person. */
	"CREATE TABLE lead_proposals (person TEXT PRIMARY KEY, content BLOB NOT NULL,"
	" code_hash BLOB NOT NULL, proposed_by TEXT NOT NULL REFERENCES persons (id),"
	" propose_time_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",

	/* What follows from a version's content alone stays with it. */
	"CREATE TRIGGER metric_values_no_update BEFORE UPDATE ON metric_values " IF_PUBLISHED REFUSE,
	"CREATE TRIGGER metric_values_no_delete BEFORE DELETE ON metric_values " IF_PUBLISHED REFUSE,
	"CREATE TRIGGER texts_no_update BEFORE UPDATE ON texts " IF_PUBLISHED REFUSE,
	"CREATE TRIGGER texts_no_delete BEFORE DELETE ON texts " IF_PUBLISHED REFUSE,
	NULL,
};
