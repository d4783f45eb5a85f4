#include "storage/sqlite/schema/migrations.h"

#include "storage/sql_states.h"
#include "storage/sqlite/db.h"
#include "storage/sqlite/schema/clocks.h"
#include "storage/sqlite/schema/convert_flags.h"
#include "storage/sqlite/schema/convert_log.h"
#include "storage/sqlite/schema/convert_publications.h"
#include "storage/sqlite/schema/departments.h"
#include "storage/sqlite/schema/followup.h"
#include "storage/sqlite/schema/history.h"
#include "storage/sqlite/schema/marks.h"
#include "storage/sqlite/schema/rounds.h"
#include "storage/sqlite/schema/short_steps.h"

/* PRAGMA application_id: "JXSJ". Tells our files from any other SQLite database. */
#define APPLICATION_ID INT64_C(0x4A58534A)

/*
 * Version 1. Times are milliseconds since 1970 UTC, money is fen, other numbers are millionths ("micros");
 * NULL is "no number". States, roles and the like are the numbers of the schema in proto/. No floating point
 * anywhere.
 */
static const char *const VERSION_1[] = {
	"PRAGMA application_id = 1247302474",

	"CREATE TABLE county (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL,"
	" create_time_ms INTEGER NOT NULL) STRICT",

	/* The log and its head: the right edge of the tree, 32 bytes for each bit set in n_entries, lowest
	   first. */
	"CREATE TABLE log_entries (position INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL,"
	" actor TEXT NOT NULL, role TEXT NOT NULL, peer TEXT NOT NULL, action TEXT NOT NULL,"
	" object TEXT NOT NULL, value_before TEXT NOT NULL, value_after TEXT NOT NULL,"
	" reason TEXT NOT NULL, request_id TEXT NOT NULL, leaf BLOB NOT NULL) STRICT",
	"CREATE TABLE log_head (id INTEGER PRIMARY KEY CHECK (id = 1), n_entries INTEGER NOT NULL,"
	" root BLOB NOT NULL, edge BLOB NOT NULL, newest_time_ms INTEGER NOT NULL) STRICT",
	"CREATE TRIGGER log_entries_no_update BEFORE UPDATE ON log_entries BEGIN"
	" SELECT RAISE(ABORT, 'the log is append-only'); END",
	"CREATE TRIGGER log_entries_no_delete BEFORE DELETE ON log_entries BEGIN"
	" SELECT RAISE(ABORT, 'the log is append-only'); END",

	"CREATE TABLE departments (code TEXT PRIMARY KEY, title TEXT NOT NULL, short_title TEXT NOT NULL,"
	" level TEXT NOT NULL, nature TEXT NOT NULL, funding_form TEXT NOT NULL,"
	" peer_group TEXT NOT NULL) STRICT, WITHOUT ROWID",

	"CREATE TABLE persons (id TEXT PRIMARY KEY, title TEXT NOT NULL, roles INTEGER NOT NULL,"
	" department TEXT REFERENCES departments (code), state INTEGER NOT NULL, revoke_time_ms INTEGER)"
	" STRICT, WITHOUT ROWID",
	"CREATE TABLE certificates (fingerprint BLOB PRIMARY KEY,"
	" person TEXT NOT NULL REFERENCES persons (id), der BLOB NOT NULL, public_key BLOB NOT NULL,"
	" issue_time_ms INTEGER NOT NULL, expire_time_ms INTEGER NOT NULL, end_time_ms INTEGER) STRICT",
	"CREATE INDEX certificates_by_person ON certificates (person)",
	"CREATE TABLE invitations (code_hash BLOB PRIMARY KEY,"
	" person TEXT NOT NULL REFERENCES persons (id), expire_time_ms INTEGER NOT NULL,"
	" is_void INTEGER NOT NULL DEFAULT 0, use_time_ms INTEGER,"
	" fingerprint BLOB REFERENCES certificates (fingerprint)) STRICT",
	"CREATE INDEX invitations_by_person ON invitations (person)",

	"CREATE TABLE rounds (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL,"
	" year INTEGER NOT NULL, state INTEGER NOT NULL, deadline_time_ms INTEGER,"
	" accepts_late INTEGER NOT NULL, window_end_time_ms INTEGER,"
	" n_departments INTEGER NOT NULL DEFAULT 0, n_filed INTEGER NOT NULL DEFAULT 0,"
	" n_accepted INTEGER NOT NULL DEFAULT 0, n_publications INTEGER NOT NULL DEFAULT 0,"
	" proposal_person TEXT REFERENCES persons (id), proposal_digest TEXT, propose_time_ms INTEGER)"
	" STRICT",

	"CREATE TABLE submissions (id INTEGER PRIMARY KEY,"
	" round_id INTEGER NOT NULL REFERENCES rounds (id),"
	" department TEXT NOT NULL REFERENCES departments (code), state INTEGER NOT NULL,"
	" version INTEGER NOT NULL DEFAULT 0, version_id INTEGER REFERENCES versions (id),"
	" accepted_version_id INTEGER REFERENCES versions (id), state_time_ms INTEGER,"
	" reviewer TEXT REFERENCES persons (id), reviewed_micros INTEGER, reviewed_decimals INTEGER,"
	" review_reason TEXT NOT NULL DEFAULT '', due_time_ms INTEGER, UNIQUE (round_id, department))"
	" STRICT",
	"CREATE INDEX submissions_by_department ON submissions (department, round_id)",

	/* The counts of a round follow its records. */
	"CREATE TRIGGER submissions_insert AFTER INSERT ON submissions BEGIN UPDATE rounds"
	" SET n_departments = n_departments + 1, n_filed = n_filed + (new.version > 0),"
	" n_accepted = n_accepted + (new.state " SQL_IS_ACCEPTED ") WHERE id = new.round_id; END",
	"CREATE TRIGGER submissions_delete AFTER DELETE ON submissions BEGIN UPDATE rounds"
	" SET n_departments = n_departments - 1, n_filed = n_filed - (old.version > 0),"
	" n_accepted = n_accepted - (old.state " SQL_IS_ACCEPTED ") WHERE id = old.round_id; END",
	"CREATE TRIGGER submissions_update AFTER UPDATE OF version, state ON submissions"
	" WHEN (new.version > 0) <> (old.version > 0)"
	" OR (new.state " SQL_IS_ACCEPTED ") <> (old.state " SQL_IS_ACCEPTED ") BEGIN UPDATE rounds"
	" SET n_filed = n_filed + (new.version > 0) - (old.version > 0),"
	" n_accepted = n_accepted + (new.state " SQL_IS_ACCEPTED ") - (old.state " SQL_IS_ACCEPTED ")"
	" WHERE id = new.round_id; END",

	"CREATE TABLE attempts (number INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL,"
	" person TEXT NOT NULL, round TEXT NOT NULL, department TEXT NOT NULL,"
	" content_digest TEXT NOT NULL, verdict_digest TEXT NOT NULL, n_findings INTEGER NOT NULL,"
	" result TEXT NOT NULL) STRICT",

	/* The id says which version of which record it is, so that no index has to: one page less for each submit. */
	"CREATE TABLE versions (id INTEGER PRIMARY KEY CHECK (id = submission_id * 65536 + number),"
	" submission_id INTEGER NOT NULL REFERENCES submissions (id), number INTEGER NOT NULL,"
	" attempt INTEGER NOT NULL REFERENCES attempts (number),"
	" person TEXT NOT NULL REFERENCES persons (id), submit_time_ms INTEGER NOT NULL,"
	" is_late INTEGER NOT NULL, digest TEXT NOT NULL, verdict_digest TEXT NOT NULL,"
	" base_digest TEXT NOT NULL, request_id TEXT NOT NULL, signature_algorithm TEXT NOT NULL,"
	" signature BLOB, explain_findings INTEGER NOT NULL, info_findings INTEGER NOT NULL,"
	" claimed_micros INTEGER, claimed_decimals INTEGER, UNIQUE (submission_id, number)) STRICT",
	/* Apart from versions, so that lists do not step over 40 KB a row: the bytes as they came. */
	"CREATE TABLE contents (version_id INTEGER PRIMARY KEY REFERENCES versions (id),"
	" received BLOB NOT NULL, findings BLOB NOT NULL) STRICT",
	"CREATE TRIGGER versions_no_update BEFORE UPDATE ON versions BEGIN"
	" SELECT RAISE(ABORT, 'a version never changes'); END",
	"CREATE TRIGGER versions_no_delete BEFORE DELETE ON versions BEGIN"
	" SELECT RAISE(ABORT, 'a version never changes'); END",
	"CREATE TRIGGER contents_no_update BEFORE UPDATE ON contents BEGIN"
	" SELECT RAISE(ABORT, 'a version never changes'); END",
	"CREATE TRIGGER contents_no_delete BEFORE DELETE ON contents BEGIN"
	" SELECT RAISE(ABORT, 'a version never changes'); END",

	"CREATE TABLE issues (submission_id INTEGER NOT NULL REFERENCES submissions (id),"
	" number INTEGER NOT NULL, field TEXT NOT NULL, wanted_action INTEGER NOT NULL,"
	" text TEXT NOT NULL, state INTEGER NOT NULL, version INTEGER NOT NULL,"
	" raised_by TEXT NOT NULL REFERENCES persons (id), raise_time_ms INTEGER NOT NULL,"
	" change_by TEXT REFERENCES persons (id), change_time_ms INTEGER,"
	" change_reason TEXT NOT NULL DEFAULT '', PRIMARY KEY (submission_id, number)) STRICT,"
	" WITHOUT ROWID",

	"CREATE TABLE requests (person TEXT NOT NULL, request_id TEXT NOT NULL, method TEXT NOT NULL,"
	" digest TEXT NOT NULL, reply BLOB NOT NULL, time_ms INTEGER NOT NULL,"
	" PRIMARY KEY (person, request_id)) STRICT, WITHOUT ROWID",

	"CREATE TABLE publications (round_id INTEGER NOT NULL REFERENCES rounds (id),"
	" number INTEGER NOT NULL, stage INTEGER NOT NULL, publish_time_ms INTEGER NOT NULL,"
	" window_end_time_ms INTEGER, digest TEXT NOT NULL, content BLOB NOT NULL,"
	" PRIMARY KEY (round_id, number)) STRICT",
	/* Every department of the round as it stood; version_id is NULL for those without an accepted report.
	 */
	"CREATE TABLE publication_rows (round_id INTEGER NOT NULL, number INTEGER NOT NULL,"
	" department TEXT NOT NULL REFERENCES departments (code),"
	" version_id INTEGER REFERENCES versions (id), is_filed INTEGER NOT NULL,"
	" reviewed_micros INTEGER, reviewed_decimals INTEGER, PRIMARY KEY (round_id, number, department),"
	" FOREIGN KEY (round_id, number) REFERENCES publications (round_id, number)) STRICT,"
	" WITHOUT ROWID",
	"CREATE INDEX publication_rows_by_version ON publication_rows (version_id)",

	"CREATE TRIGGER publications_no_update BEFORE UPDATE ON publications BEGIN"
	" SELECT RAISE(ABORT, 'a publication never changes'); END",
	"CREATE TRIGGER publications_no_delete BEFORE DELETE ON publications BEGIN"
	" SELECT RAISE(ABORT, 'a publication never changes'); END",
	"CREATE TRIGGER publication_rows_no_update BEFORE UPDATE ON publication_rows BEGIN"
	" SELECT RAISE(ABORT, 'a publication never changes'); END",
	"CREATE TRIGGER publication_rows_no_delete BEFORE DELETE ON publication_rows BEGIN"
	" SELECT RAISE(ABORT, 'a publication never changes'); END",

	/* The analysts' rows, of accepted and of published versions. line counts from 0 within the version.
	 */
	"CREATE TABLE funds (version_id INTEGER NOT NULL REFERENCES versions (id), line INTEGER NOT NULL,"
	" scope TEXT NOT NULL, project INTEGER, row_key TEXT NOT NULL, label TEXT NOT NULL,"
	" initial_fen INTEGER, adjusted_fen INTEGER, executed_fen INTEGER, adjustment_fen INTEGER,"
	" opening_carry_over_fen INTEGER, closing_carry_over_fen INTEGER, recovered_fen INTEGER,"
	" stated_rate_micros INTEGER, reason TEXT NOT NULL, PRIMARY KEY (version_id, line)) STRICT,"
	" WITHOUT ROWID",
	"CREATE TABLE functions (version_id INTEGER NOT NULL REFERENCES versions (id),"
	" line INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, amount_fen INTEGER,"
	" stated_share_micros INTEGER, is_code_inferred INTEGER NOT NULL,"
	" PRIMARY KEY (version_id, line)) STRICT, WITHOUT ROWID",
	"CREATE TABLE staff (version_id INTEGER NOT NULL REFERENCES versions (id), line INTEGER NOT NULL,"
	" category TEXT NOT NULL, label TEXT NOT NULL, posts_micros INTEGER, in_post_micros INTEGER,"
	" PRIMARY KEY (version_id, line)) STRICT, WITHOUT ROWID",
	"CREATE TABLE assets (version_id INTEGER NOT NULL REFERENCES versions (id),"
	" line INTEGER NOT NULL, category TEXT NOT NULL, label TEXT NOT NULL, count_micros INTEGER,"
	" count_unit TEXT NOT NULL, gross_fen INTEGER, net_fen INTEGER, in_use_fen INTEGER,"
	" PRIMARY KEY (version_id, line)) STRICT, WITHOUT ROWID",
	"CREATE TABLE rates (version_id INTEGER NOT NULL REFERENCES versions (id), line INTEGER NOT NULL,"
	" key TEXT NOT NULL, label TEXT NOT NULL, prior_budget_fen INTEGER, prior_actual_fen INTEGER,"
	" budget_fen INTEGER, actual_fen INTEGER, stated_rate_micros INTEGER,"
	" PRIMARY KEY (version_id, line)) STRICT, WITHOUT ROWID",
	"CREATE TABLE outcomes (version_id INTEGER NOT NULL REFERENCES versions (id),"
	" line INTEGER NOT NULL, name TEXT NOT NULL, value_micros INTEGER, unit TEXT NOT NULL,"
	" sign INTEGER NOT NULL, previous_micros INTEGER, stated_change_micros INTEGER,"
	" status INTEGER NOT NULL, part_of TEXT NOT NULL, PRIMARY KEY (version_id, line)) STRICT,"
	" WITHOUT ROWID",
	"CREATE TABLE projects (version_id INTEGER NOT NULL REFERENCES versions (id),"
	" line INTEGER NOT NULL, number INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,"
	" group_name TEXT NOT NULL, is_group INTEGER NOT NULL, is_key INTEGER NOT NULL,"
	" amount_fen INTEGER, stated_total_fen INTEGER, n_indicators INTEGER NOT NULL,"
	" claimed_score_micros INTEGER, claimed_grade TEXT NOT NULL,"
	" PRIMARY KEY (version_id, line)) STRICT, WITHOUT ROWID",
	"CREATE TABLE indicators (version_id INTEGER NOT NULL REFERENCES versions (id),"
	" line INTEGER NOT NULL, project INTEGER, level1 TEXT NOT NULL, level2 TEXT NOT NULL,"
	" name TEXT NOT NULL, sign INTEGER NOT NULL, target_text TEXT NOT NULL, target_micros INTEGER,"
	" target_low_micros INTEGER, target_high_micros INTEGER, unit TEXT NOT NULL,"
	" actual_text TEXT NOT NULL, actual_micros INTEGER, method TEXT NOT NULL, points_micros INTEGER,"
	" claimed_score_micros INTEGER, is_core INTEGER NOT NULL, reason TEXT NOT NULL,"
	" PRIMARY KEY (version_id, line)) STRICT, WITHOUT ROWID",
	"CREATE TABLE metric_keys (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, unit TEXT NOT NULL)"
	" STRICT",
	"CREATE TABLE metric_values (version_id INTEGER NOT NULL REFERENCES versions (id),"
	" key_id INTEGER NOT NULL REFERENCES metric_keys (id), micros INTEGER, decimals INTEGER NOT NULL,"
	" missing TEXT NOT NULL, PRIMARY KEY (version_id, key_id)) STRICT, WITHOUT ROWID",

	/* The views are the read interface for people: names of tables may change, those of views may not. */
	"CREATE VIEW v_progress AS SELECT r.name AS round, r.year, s.department, d.title, d.peer_group,"
	" s.state, s.version, v.digest, v.submit_time_ms, v.is_late, s.state_time_ms, s.reviewer,"
	" s.due_time_ms, v.explain_findings, v.info_findings, v.claimed_micros, s.reviewed_micros"
	" FROM submissions s JOIN rounds r ON r.id = s.round_id"
	" JOIN departments d ON d.code = s.department LEFT JOIN versions v ON v.id = s.version_id",
	"CREATE VIEW v_accepted AS SELECT r.name AS round, r.year, s.department, d.title, d.peer_group,"
	" s.state, v.id AS version_id, v.number AS version, v.digest, v.submit_time_ms, v.is_late,"
	" v.claimed_micros, s.reviewed_micros, s.review_reason FROM submissions s"
	" JOIN rounds r ON r.id = s.round_id JOIN departments d ON d.code = s.department"
	" JOIN versions v ON v.id = s.accepted_version_id WHERE s.state " SQL_IS_ACCEPTED "",
	"CREATE VIEW v_published AS SELECT r.name AS round, r.year, p.number AS publication, b.stage,"
	" b.publish_time_ms, p.department, d.title, d.peer_group, v.id AS version_id,"
	" v.number AS version, v.digest, v.is_late, p.is_filed, v.claimed_micros, p.reviewed_micros"
	" FROM publication_rows p JOIN publications b ON b.round_id = p.round_id AND b.number = p.number"
	" JOIN rounds r ON r.id = p.round_id JOIN departments d ON d.code = p.department"
	" LEFT JOIN versions v ON v.id = p.version_id",
	"CREATE VIEW v_metrics AS SELECT a.round, a.year, a.department, a.title, a.peer_group, a.version,"
	" k.key, k.unit, m.micros, m.decimals, m.missing FROM v_accepted a"
	" JOIN metric_values m ON m.version_id = a.version_id JOIN metric_keys k ON k.id = m.key_id",
	"CREATE VIEW v_ranking AS SELECT a.round, a.year, a.department, a.title, a.peer_group, a.version,"
	" a.is_late, a.claimed_micros, a.reviewed_micros, CASE"
	" WHEN a.reviewed_micros IS NOT NULL THEN rank() OVER (PARTITION BY a.round"
	" ORDER BY a.reviewed_micros DESC NULLS LAST) END AS reviewed_rank,"
	" m.micros AS execution_rate_micros, CASE"
	" WHEN m.micros IS NOT NULL THEN rank() OVER (PARTITION BY a.round"
	" ORDER BY m.micros DESC NULLS LAST) END AS execution_rank FROM v_accepted a"
	" LEFT JOIN metric_keys k ON k.key = 'execution_rate' LEFT JOIN metric_values m"
	" ON m.version_id = a.version_id AND m.key_id = k.id",
	"CREATE VIEW v_funds AS SELECT a.round, a.year, a.department, a.title, a.version, t.*"
	" FROM v_accepted a JOIN funds t ON t.version_id = a.version_id",
	"CREATE VIEW v_functions AS SELECT a.round, a.year, a.department, a.title, a.version, t.*"
	" FROM v_accepted a JOIN functions t ON t.version_id = a.version_id",
	"CREATE VIEW v_staff AS SELECT a.round, a.year, a.department, a.title, a.version, t.*"
	" FROM v_accepted a JOIN staff t ON t.version_id = a.version_id",
	"CREATE VIEW v_assets AS SELECT a.round, a.year, a.department, a.title, a.version, t.*"
	" FROM v_accepted a JOIN assets t ON t.version_id = a.version_id",
	"CREATE VIEW v_rates AS SELECT a.round, a.year, a.department, a.title, a.version, t.*"
	" FROM v_accepted a JOIN rates t ON t.version_id = a.version_id",
	"CREATE VIEW v_outcomes AS SELECT a.round, a.year, a.department, a.title, a.version, t.*"
	" FROM v_accepted a JOIN outcomes t ON t.version_id = a.version_id",
	"CREATE VIEW v_projects AS SELECT a.round, a.year, a.department, a.title, a.version, t.*"
	" FROM v_accepted a JOIN projects t ON t.version_id = a.version_id",
	"CREATE VIEW v_indicators AS SELECT a.round, a.year, a.department, a.title, a.version, t.*"
	" FROM v_accepted a JOIN indicators t ON t.version_id = a.version_id",
	"CREATE VIEW v_issues AS SELECT r.name AS round, r.year, s.department, d.title, i.number,"
	" i.field, i.wanted_action, i.text, i.state, i.version, i.raised_by, i.raise_time_ms,"
	" i.change_by, i.change_time_ms, i.change_reason FROM issues i"
	" JOIN submissions s ON s.id = i.submission_id JOIN rounds r ON r.id = s.round_id"
	" JOIN departments d ON d.code = s.department",
	"CREATE VIEW v_attempts AS SELECT number, time_ms, person, round, department, content_digest,"
	" verdict_digest, n_findings, result FROM attempts",
	"CREATE VIEW v_log AS SELECT position, time_ms, actor, role, peer, action, object, value_before,"
	" value_after, reason, request_id FROM log_entries",

	"PRAGMA user_version = 1",
	NULL,
};

/* Version 2: rulebooks, and the scores of versions. */
static const char *const VERSION_2[] = {
	"CREATE TABLE rulebooks (id INTEGER PRIMARY KEY, name TEXT NOT NULL, number TEXT NOT NULL,"
	" digest TEXT NOT NULL UNIQUE, title_zh TEXT NOT NULL, title_en TEXT NOT NULL,"
	" effective_year INTEGER NOT NULL, n_rules INTEGER NOT NULL, activate_time_ms INTEGER NOT NULL,"
	" person TEXT NOT NULL, content BLOB NOT NULL, UNIQUE (name, number)) STRICT",
	"CREATE TRIGGER rulebooks_no_update BEFORE UPDATE ON rulebooks BEGIN"
	" SELECT RAISE(ABORT, 'a rulebook never changes'); END",
	"CREATE TRIGGER rulebooks_no_delete BEFORE DELETE ON rulebooks BEGIN"
	" SELECT RAISE(ABORT, 'a rulebook never changes'); END",
	"ALTER TABLE rounds ADD COLUMN rulebook_id INTEGER REFERENCES rulebooks (id)",
	"CREATE INDEX rounds_by_rulebook ON rounds (rulebook_id)",
	"ALTER TABLE versions ADD COLUMN rulebook_digest TEXT NOT NULL DEFAULT ''",

	/* The scores of a version: written with it, and again when it is accepted, then with the review and
	   the sheet with all its steps. group_id: 1 verifiable, 2 not. */
	"CREATE TABLE scores (version_id INTEGER PRIMARY KEY REFERENCES versions (id),"
	" group_id INTEGER NOT NULL, grade TEXT NOT NULL, claimed_micros INTEGER,"
	" computed_micros INTEGER, reviewed_micros INTEGER, final_micros INTEGER, common_micros INTEGER,"
	" deduction_micros INTEGER, coverage_micros INTEGER, points_computed_micros INTEGER,"
	" claimed_computed_micros INTEGER, counted_computed_micros INTEGER,"
	" computed_lines INTEGER NOT NULL, not_computed_lines INTEGER NOT NULL,"
	" full_lines INTEGER NOT NULL, review BLOB, sheet BLOB) STRICT",
	"CREATE TABLE score_lines (version_id INTEGER NOT NULL REFERENCES versions (id),"
	" line INTEGER NOT NULL, field TEXT NOT NULL, label TEXT NOT NULL, project TEXT NOT NULL,"
	" is_common INTEGER NOT NULL, points_micros INTEGER, claimed_micros INTEGER,"
	" computed_micros INTEGER, reviewed_micros INTEGER, final_micros INTEGER, method TEXT NOT NULL,"
	" rule TEXT NOT NULL, state INTEGER NOT NULL, not_computed_reason INTEGER NOT NULL,"
	" missing TEXT NOT NULL, PRIMARY KEY (version_id, line)) STRICT, WITHOUT ROWID",
	/* Longer texts of accepted versions by their hash, to find what two departments have word for word. */
	"CREATE TABLE texts (version_id INTEGER NOT NULL REFERENCES versions (id), line INTEGER NOT NULL,"
	" field TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (version_id, line)) STRICT, WITHOUT ROWID",
	"CREATE INDEX texts_by_hash ON texts (hash)",

	"CREATE VIEW v_scores AS SELECT a.round, a.year, a.department, a.title, a.peer_group, a.version,"
	" t.group_id, t.grade, t.claimed_micros, t.computed_micros, t.reviewed_micros, t.final_micros,"
	" t.common_micros, t.deduction_micros, t.coverage_micros, t.computed_lines, t.not_computed_lines,"
	" t.full_lines FROM v_accepted a JOIN scores t ON t.version_id = a.version_id",
	"CREATE VIEW v_score_lines AS SELECT a.round, a.year, a.department, a.title, a.version, t.*"
	" FROM v_accepted a JOIN score_lines t ON t.version_id = a.version_id",
	"CREATE VIEW v_rulebooks AS SELECT b.name, b.number, b.digest, b.title_zh, b.title_en,"
	" b.effective_year, b.n_rules, b.activate_time_ms, b.person, r.name AS round FROM rulebooks b"
	" LEFT JOIN rounds r ON r.rulebook_id = b.id",

	"PRAGMA user_version = 2",
	NULL,
};

/* Version 3: a published table as rows, one for each department of its round in the order of the table, so that it is
 * written and read in pages. publication_rows, which held some of that, is a view of them. A table is written before it
 * is published; one that never was belongs to a call that failed. */
static const char *const VERSION_3[] = {
	"ALTER TABLE rounds ADD COLUMN change_number INTEGER NOT NULL DEFAULT 0",
	"CREATE TABLE publication_tables (id INTEGER PRIMARY KEY,"
	" round_id INTEGER NOT NULL REFERENCES rounds (id)) STRICT",
	"CREATE INDEX publication_tables_by_round ON publication_tables (round_id)",
	"ALTER TABLE publications ADD COLUMN table_id INTEGER REFERENCES publication_tables (id)",
	"CREATE UNIQUE INDEX publications_by_table ON publications (table_id)",
	/* version_id and content are NULL for a department without an accepted report. */
	"CREATE TABLE publication_entries ("
	" table_id INTEGER NOT NULL REFERENCES publication_tables (id), position INTEGER NOT NULL,"
	" department TEXT NOT NULL REFERENCES departments (code),"
	" version_id INTEGER REFERENCES versions (id), is_filed INTEGER NOT NULL,"
	" reviewed_micros INTEGER, reviewed_decimals INTEGER, content BLOB,"
	" PRIMARY KEY (table_id, position), UNIQUE (table_id, department)) STRICT, WITHOUT ROWID",
	NULL,
};
static const char *const VERSION_3_END[] = {
	"DROP TABLE publication_rows",
	"CREATE VIEW publication_rows AS SELECT p.round_id, p.number, e.department, e.version_id, e.is_filed,"
	" e.reviewed_micros, e.reviewed_decimals FROM publications p"
	" JOIN publication_entries e ON e.table_id = p.table_id",
	"CREATE TRIGGER publications_no_update BEFORE UPDATE ON publications BEGIN"
	" SELECT RAISE(ABORT, 'a publication never changes'); END",
	"CREATE TRIGGER publication_entries_no_insert BEFORE INSERT ON publication_entries"
	" WHEN EXISTS (SELECT 1 FROM publications WHERE table_id = new.table_id) BEGIN"
	" SELECT RAISE(ABORT, 'a publication never changes'); END",
	"CREATE TRIGGER publication_entries_no_update BEFORE UPDATE ON publication_entries BEGIN"
	" SELECT RAISE(ABORT, 'a publication never changes'); END",
	"CREATE TRIGGER publication_entries_no_delete BEFORE DELETE ON publication_entries"
	" WHEN EXISTS (SELECT 1 FROM publications WHERE table_id = old.table_id) BEGIN"
	" SELECT RAISE(ABORT, 'a publication never changes'); END",

	"PRAGMA user_version = 3",
	NULL,
};

/* The roots of full subtrees of 256, 65,536, ... leaves: level 8, 16, ... */
#define LOG_NODES                                                                                    \
	"CREATE TABLE IF NOT EXISTS log_nodes (level INTEGER NOT NULL, node_index INTEGER NOT NULL," \
	" hash BLOB NOT NULL, PRIMARY KEY (level, node_index)) STRICT, WITHOUT ROWID"

/* Version 5: an entry of the log is kept as the text that is hashed, and holds what decides. */
static const char *const VERSION_5[] = {
	"CREATE TABLE log_leaves (leaf_index INTEGER PRIMARY KEY, entry TEXT NOT NULL,"
	" leaf_hash BLOB NOT NULL) STRICT",
	LOG_NODES,
	NULL,
};
static const char *const VERSION_5_END[] = {
	"DROP VIEW v_log",
	"DROP TABLE log_entries",
	"CREATE TRIGGER log_leaves_no_update BEFORE UPDATE ON log_leaves BEGIN"
	" SELECT RAISE(ABORT, 'the log is append-only'); END",
	"CREATE TRIGGER log_leaves_no_delete BEFORE DELETE ON log_leaves BEGIN"
	" SELECT RAISE(ABORT, 'the log is append-only'); END",
	"CREATE VIEW v_log AS SELECT leaf_index, entry FROM log_leaves",

	"PRAGMA user_version = 5",
	NULL,
};

/* Version 6: the log is signed. A checkpoint lies under the number of its leaves, a key under the index of the entry that
 * names it. Where version 5 has written the log anew, the inner nodes are there already. */
static const char *const VERSION_6[] = {
	LOG_NODES,
	"CREATE TABLE log_checkpoints (tree_size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT",
	"CREATE TABLE log_keys (leaf_index INTEGER PRIMARY KEY, verifier TEXT NOT NULL) STRICT",
	NULL,
};
static const char *const VERSION_6_END[] = {
	"CREATE TRIGGER log_checkpoints_no_update BEFORE UPDATE ON log_checkpoints BEGIN"
	" SELECT RAISE(ABORT, 'a checkpoint never changes'); END",
	"CREATE TRIGGER log_checkpoints_no_delete BEFORE DELETE ON log_checkpoints BEGIN"
	" SELECT RAISE(ABORT, 'a checkpoint never changes'); END",

	"PRAGMA user_version = 6",
	NULL,
};

/* Version 8: what is published is frozen whole, and rounds have a life. */
static const char *const VERSION_8_END[] = {
	"PRAGMA user_version = 8",
	NULL,
};

/* A step: statements, what no statement can do, and statements after that. */
struct step {
	const char *const *statements;
	enum jx_status (*convert)(struct jx_db *db, struct jx_error *error); /* NULL for nothing */
	const char *const *end;                                              /* NULL for none */
};

static const struct step STEPS[JX_SCHEMA_VERSION] = {
	{VERSION_1, NULL, NULL},
	{VERSION_2, NULL, NULL},
	{VERSION_3, jx_convert_publications, VERSION_3_END},
	{jx_schema_attempts, NULL, NULL},
	{VERSION_5, jx_convert_log, VERSION_5_END},
	{VERSION_6, jx_log_nodes_rebuild, VERSION_6_END},
	{jx_schema_acceptances, NULL, NULL},
	{jx_schema_rounds, NULL, VERSION_8_END},
	{jx_schema_dialogue, NULL, NULL},
	{jx_schema_followup, NULL, NULL},
	{jx_schema_marks, NULL, NULL},
	{jx_schema_clocks, NULL, NULL},
	{jx_schema_audience, NULL, NULL},
	{jx_schema_late_scores, NULL, NULL},
	{jx_schema_departments, NULL, NULL},
	{jx_schema_reminders, NULL, NULL},
	{jx_schema_history, NULL, NULL},
	{jx_schema_first_states, NULL, NULL},
	{jx_schema_flags, jx_convert_flags, jx_schema_flags_end},
};

static enum jx_status run_statements(struct jx_db *db, const char *const *statements, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && statements != NULL && statements[i] != NULL; i++)
		status = jx_db_exec(db, statements[i], error);
	return status;
}

static enum jx_status try_step(struct jx_db *db, const struct step *step, struct jx_error *error)
{
	enum jx_status status = jx_db_exec(db, "BEGIN IMMEDIATE", error);
	if (status == JX_OK)
		status = run_statements(db, step->statements, error);
	if (status == JX_OK && step->convert != NULL)
		status = step->convert(db, error);
	if (status == JX_OK)
		status = run_statements(db, step->end, error);
	return status == JX_OK ? jx_db_exec(db, "COMMIT", error) : status;
}

static enum jx_status run_step(struct jx_db *db, const struct step *step, struct jx_error *error)
{
	enum jx_status status = try_step(db, step, error);
	jx_db_finalize_all(db);
	if (status != JX_OK)
		jx_tx_rollback(db);
	return status;
}

static enum jx_status read_number(
	struct jx_db *db, const char *pragma, int64_t *ret_number, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, pragma, error);
	while (jx_sql_next(&sql))
		*ret_number = jx_sql_int(&sql, 0);
	return jx_sql_end(&sql);
}

enum jx_status jx_schema_version(struct jx_db *db, bool is_new, int64_t *ret_version, struct jx_error *error)
{
	int64_t application = 0;
	int64_t version = 0;
	enum jx_status status = read_number(db, "PRAGMA application_id", &application, error);
	if (status != JX_OK)
		return status;
	status = read_number(db, "PRAGMA user_version", &version, error);
	if (status != JX_OK)
		return status;
	if (version < 0 || is_new != (version == 0) || (!is_new && application != APPLICATION_ID))
		return jx_fail_with(error, JX_REASON_STORE_DAMAGED,
			JX_ARGS(JX_TEXT(db->path), JX_TEXT("not a store of this program")));
	if (version > JX_SCHEMA_VERSION)
		return jx_fail_with(error, JX_REASON_STORE_NEWER,
			JX_ARGS(JX_TEXT(db->path), JX_I64(version), JX_U64(JX_SCHEMA_VERSION)));
	*ret_version = version;
	return JX_OK;
}

enum jx_status jx_migrate_to(struct jx_db *db, int64_t version, int64_t to, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (; status == JX_OK && version < to; version++)
		status = run_step(db, &STEPS[version], error);
	jx_db_finalize_all(db);
	/* What a step knew of the log's end is not what a copy brings. */
	db->log = (struct jx_log_tail){0};
	return status;
}

enum jx_status jx_migrate(struct jx_db *db, int64_t version, struct jx_error *error)
{
	return jx_migrate_to(db, version, JX_SCHEMA_VERSION, error);
}
