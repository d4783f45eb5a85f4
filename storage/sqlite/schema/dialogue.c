#include "storage/sql_states.h"
#include "storage/sqlite/schema/migrations.h"

/* Version 9: which department finance is; the threads of issues; when a submission came into each of its states. */
const char *const jx_schema_dialogue[] = {
	"ALTER TABLE departments ADD COLUMN is_finance INTEGER NOT NULL DEFAULT 0",
	"ALTER TABLE submissions ADD COLUMN is_unanswered INTEGER NOT NULL DEFAULT 0",

	"DROP VIEW v_issues",
	"ALTER TABLE issues RENAME TO old_issues",
	"CREATE TABLE issues (submission_id INTEGER NOT NULL REFERENCES submissions (id),"
	" number INTEGER NOT NULL, field TEXT NOT NULL, wanted_action INTEGER NOT NULL,"
	" code INTEGER NOT NULL, rule TEXT NOT NULL, text TEXT NOT NULL, state INTEGER NOT NULL,"
	" version INTEGER NOT NULL, raised_by TEXT NOT NULL REFERENCES persons (id),"
	" raise_time_ms INTEGER NOT NULL, due_time_ms INTEGER, PRIMARY KEY (submission_id, number)) STRICT,"
	" WITHOUT ROWID",
	"INSERT INTO issues SELECT o.submission_id, o.number, o.field, o.wanted_action, 0, '', o.text, o.state,"
	" o.version, o.raised_by, o.raise_time_ms, s.due_time_ms FROM old_issues o"
	" JOIN submissions s ON s.id = o.submission_id",
	/* person is NULL for what the daemon did by itself. */
	"CREATE TABLE issue_messages (submission_id INTEGER NOT NULL, issue INTEGER NOT NULL,"
	" number INTEGER NOT NULL, state INTEGER NOT NULL, person TEXT REFERENCES persons (id),"
	" time_ms INTEGER NOT NULL, text TEXT NOT NULL, version INTEGER NOT NULL,"
	" PRIMARY KEY (submission_id, issue, number),"
	" FOREIGN KEY (submission_id, issue) REFERENCES issues (submission_id, number)) STRICT, WITHOUT ROWID",
	"INSERT INTO issue_messages SELECT submission_id, number, 1, " SQL_ISSUE_OPEN
	", raised_by, raise_time_ms, text, version FROM old_issues",
	"INSERT INTO issue_messages SELECT submission_id, number, 2, state, change_by, change_time_ms,"
	" change_reason, version FROM old_issues WHERE change_time_ms IS NOT NULL",
	"CREATE TRIGGER issue_messages_no_update BEFORE UPDATE ON issue_messages BEGIN"
	" SELECT RAISE(ABORT, 'a message never changes'); END",
	"CREATE TRIGGER issue_messages_no_delete BEFORE DELETE ON issue_messages BEGIN"
	" SELECT RAISE(ABORT, 'a message never changes'); END",
	"DROP TABLE old_issues",
	"CREATE VIEW v_issues AS SELECT r.name AS round, r.year, s.department, d.title, i.number, i.field,"
	" i.wanted_action, i.code, i.rule, i.text, i.state, i.version, i.raised_by, i.raise_time_ms,"
	" i.due_time_ms FROM issues i JOIN submissions s ON s.id = i.submission_id"
	" JOIN rounds r ON r.id = s.round_id JOIN departments d ON d.code = s.department",
	"CREATE VIEW v_issue_messages AS SELECT r.name AS round, r.year, s.department, d.title, m.issue,"
	" m.number, m.state, m.person, m.time_ms, m.text, m.version FROM issue_messages m"
	" JOIN submissions s ON s.id = m.submission_id JOIN rounds r ON r.id = s.round_id"
	" JOIN departments d ON d.code = s.department",

	"CREATE TABLE submission_states (submission_id INTEGER NOT NULL REFERENCES submissions (id),"
	" number INTEGER NOT NULL, state INTEGER NOT NULL, time_ms INTEGER NOT NULL,"
	" PRIMARY KEY (submission_id, number)) STRICT, WITHOUT ROWID",
	"INSERT INTO submission_states SELECT id, 1, state, state_time_ms FROM submissions"
	" WHERE state_time_ms IS NOT NULL",
	"CREATE TRIGGER submissions_state AFTER UPDATE OF state, state_time_ms ON submissions"
	" WHEN new.state_time_ms IS NOT NULL AND (new.state <> old.state OR old.state_time_ms IS NULL) BEGIN"
	" INSERT INTO submission_states SELECT new.id, 1 + count(*), new.state, new.state_time_ms"
	" FROM submission_states WHERE submission_id = new.id; END",
	"CREATE TRIGGER submission_states_no_update BEFORE UPDATE ON submission_states BEGIN"
	" SELECT RAISE(ABORT, 'what was never changes'); END",
	/* A department to which nothing has happened leaves the roster with its first state. */
	"CREATE TRIGGER submissions_states_delete BEFORE DELETE ON submissions BEGIN"
	" DELETE FROM submission_states WHERE submission_id = old.id; END",
	"CREATE TRIGGER submission_states_no_delete BEFORE DELETE ON submission_states WHEN old.number > 1 BEGIN"
	" SELECT RAISE(ABORT, 'what was never changes'); END",

	"CREATE TABLE drafts (submission_id INTEGER NOT NULL REFERENCES submissions (id),"
	" number INTEGER NOT NULL, person TEXT NOT NULL REFERENCES persons (id), time_ms INTEGER NOT NULL,"
	" digest TEXT NOT NULL, base_digest TEXT NOT NULL, received BLOB NOT NULL,"
	" PRIMARY KEY (submission_id, number)) STRICT",
	"CREATE TABLE draft_signatures (submission_id INTEGER NOT NULL REFERENCES submissions (id),"
	" digest TEXT NOT NULL, person TEXT NOT NULL REFERENCES persons (id), role INTEGER NOT NULL,"
	" time_ms INTEGER NOT NULL, request_id TEXT NOT NULL, algorithm TEXT NOT NULL,"
	" signature BLOB NOT NULL, PRIMARY KEY (submission_id, digest, person)) STRICT, WITHOUT ROWID",
	"CREATE TRIGGER drafts_no_update BEFORE UPDATE ON drafts BEGIN"
	" SELECT RAISE(ABORT, 'a draft never changes'); END",
	"CREATE TRIGGER draft_signatures_no_update BEFORE UPDATE ON draft_signatures BEGIN"
	" SELECT RAISE(ABORT, 'a signature never changes'); END",
	"ALTER TABLE rounds ADD COLUMN required_members INTEGER NOT NULL DEFAULT 0",
	"ALTER TABLE rounds ADD COLUMN requires_head INTEGER NOT NULL DEFAULT 0",

	"PRAGMA user_version = 9",
	NULL,
};
