#include "storage/sqlite/schema/history.h"

#include <stddef.h>

/* The index of what was found. */
#define FOUND "-(SELECT n_entries FROM log_head)"

#define NEVER_CHANGES(table)                                                 \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table         \
	" BEGIN SELECT RAISE(ABORT, 'what was stays'); END",                 \
		"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table \
		" BEGIN SELECT RAISE(ABORT, 'what was stays'); END"

const char *const jx_schema_history[] = {
	/* Rows as an entry of the log has left them, under its index: what was at a time is the newest one before it. Rows
	   that this version of the schema found have no entry: they are under the number of entries there were, below 0. */
	"CREATE TABLE submission_history (round_id INTEGER NOT NULL REFERENCES rounds (id),"
	" department TEXT NOT NULL REFERENCES departments (code), leaf_index INTEGER NOT NULL,"
	" is_gone INTEGER NOT NULL, id INTEGER NOT NULL, state INTEGER NOT NULL, version INTEGER NOT NULL,"
	" version_id INTEGER, accepted_version_id INTEGER, state_time_ms INTEGER, reviewer TEXT,"
	" reviewed_micros INTEGER, reviewed_decimals INTEGER, review_reason TEXT NOT NULL,"
	" due_time_ms INTEGER, accepted_by TEXT, deadline_time_ms INTEGER, is_unanswered INTEGER NOT NULL,"
	" is_overdue INTEGER NOT NULL, PRIMARY KEY (round_id, department, leaf_index)) STRICT, WITHOUT ROWID",
	"CREATE INDEX submission_history_by_department ON submission_history (department, round_id)",
	"INSERT INTO submission_history SELECT round_id, department, " FOUND
	", 0, id, state, version, version_id,"
	" accepted_version_id, state_time_ms, reviewer, reviewed_micros, reviewed_decimals, review_reason,"
	" due_time_ms, accepted_by, deadline_time_ms, is_unanswered, is_overdue FROM submissions",
	NEVER_CHANGES("submission_history"),
	/* Who was put on a roster or taken off it by the job at hand, which empties this. */
	"CREATE TABLE roster_changes (round_id INTEGER NOT NULL, department TEXT NOT NULL,"
	" PRIMARY KEY (round_id, department)) STRICT, WITHOUT ROWID",
	"CREATE TRIGGER roster_changes_insert AFTER INSERT ON submissions BEGIN"
	" INSERT INTO roster_changes SELECT new.round_id, new.department WHERE NOT EXISTS (SELECT 1 FROM"
	" roster_changes c WHERE c.round_id = new.round_id AND c.department = new.department); END",
	"CREATE TRIGGER roster_changes_delete AFTER DELETE ON submissions BEGIN"
	" INSERT INTO roster_changes SELECT old.round_id, old.department WHERE NOT EXISTS (SELECT 1 FROM"
	" roster_changes c WHERE c.round_id = old.round_id AND c.department = old.department); END",

	"CREATE TABLE round_history (id INTEGER NOT NULL REFERENCES rounds (id), leaf_index INTEGER NOT NULL,"
	" name TEXT NOT NULL, title TEXT NOT NULL, year INTEGER NOT NULL, state INTEGER NOT NULL,"
	" deadline_time_ms INTEGER, accepts_late INTEGER NOT NULL, window_end_time_ms INTEGER,"
	" proposal_person TEXT, proposal_digest TEXT, propose_time_ms INTEGER, rulebook_id INTEGER,"
	" required_members INTEGER NOT NULL, requires_head INTEGER NOT NULL, given_back_ms INTEGER NOT NULL,"
	" is_window_over INTEGER NOT NULL, proposal_audience INTEGER, PRIMARY KEY (id, leaf_index))"
	" STRICT, WITHOUT ROWID",
	"INSERT INTO round_history SELECT id, " FOUND
	", name, title, year, state, deadline_time_ms, accepts_late,"
	" window_end_time_ms, proposal_person, proposal_digest, propose_time_ms, rulebook_id,"
	" required_members, requires_head, given_back_ms, is_window_over, proposal_audience FROM rounds",
	NEVER_CHANGES("round_history"),

	"CREATE TABLE issue_history (submission_id INTEGER NOT NULL REFERENCES submissions (id),"
	" number INTEGER NOT NULL, leaf_index INTEGER NOT NULL, state INTEGER NOT NULL,"
	" due_time_ms INTEGER, PRIMARY KEY (submission_id, number, leaf_index)) STRICT, WITHOUT ROWID",
	"INSERT INTO issue_history SELECT submission_id, number, " FOUND ", state, due_time_ms FROM issues",
	NEVER_CHANGES("issue_history"),

	/* Without the sheet, which is large: one that was replaced is kept until the entry of that index. */
	"CREATE TABLE score_history (version_id INTEGER NOT NULL REFERENCES versions (id),"
	" leaf_index INTEGER NOT NULL, group_id INTEGER NOT NULL, grade TEXT NOT NULL,"
	" claimed_micros INTEGER, computed_micros INTEGER, reviewed_micros INTEGER, final_micros INTEGER,"
	" common_micros INTEGER, deduction_micros INTEGER, coverage_micros INTEGER,"
	" points_computed_micros INTEGER, claimed_computed_micros INTEGER, counted_computed_micros INTEGER,"
	" computed_lines INTEGER NOT NULL, not_computed_lines INTEGER NOT NULL, full_lines INTEGER NOT NULL,"
	" review BLOB, has_sheet INTEGER NOT NULL, PRIMARY KEY (version_id, leaf_index))"
	" STRICT, WITHOUT ROWID",
	"INSERT INTO score_history SELECT version_id, " FOUND
	", group_id, grade, claimed_micros, computed_micros,"
	" reviewed_micros, final_micros, common_micros, deduction_micros, coverage_micros,"
	" points_computed_micros, claimed_computed_micros, counted_computed_micros, computed_lines,"
	" not_computed_lines, full_lines, review, sheet IS NOT NULL FROM scores",
	NEVER_CHANGES("score_history"),
	"CREATE TABLE past_sheets (version_id INTEGER NOT NULL REFERENCES versions (id),"
	" until_index INTEGER NOT NULL, sheet BLOB NOT NULL, PRIMARY KEY (version_id, until_index)) STRICT",
	NEVER_CHANGES("past_sheets"),

	"PRAGMA user_version = 17",
	NULL,
};
