#include "storage/sqlite/schema/short_steps.h"

#include <stddef.h>

#include "storage/sql_states.h"

/* Version 4: a refused request that is sent again is one attempt. The indexes hold refused attempts only, so that they cost
 * an admitted one nothing. */
const char *const jx_schema_attempts[] = {
	"ALTER TABLE attempts ADD COLUMN request_id TEXT NOT NULL DEFAULT ''",
	"CREATE INDEX attempts_refused_by_request ON attempts (person, request_id) WHERE result <> 'NONE'",
	"CREATE INDEX attempts_refused_by_time ON attempts (person, time_ms) WHERE result <> 'NONE'",

	"PRAGMA user_version = 4",
	NULL,
};

/* Version 7: who has accepted a submission is kept apart from who reviews it. */
const char *const jx_schema_acceptances[] = {
	"ALTER TABLE submissions ADD COLUMN accepted_by TEXT REFERENCES persons (id)",
	"UPDATE submissions SET accepted_by = reviewer WHERE state " SQL_IS_ACCEPTED,

	"PRAGMA user_version = 7",
	NULL,
};

const char *const jx_schema_audience[] = {
	/* NULL in what was published or proposed before: internal. The log's digests of these rows leave NULL out. */
	"ALTER TABLE publications ADD COLUMN audience INTEGER",
	"ALTER TABLE rounds ADD COLUMN proposal_audience INTEGER",

	/* What everybody sees as published of a round: like current_publications, of the public ones alone. */
	"CREATE VIEW current_public_publications AS SELECT round_id,"
	" COALESCE(MAX(CASE stage WHEN " SQL_FINAL_STAGE " THEN number END), MAX(number)) AS number"
	" FROM publications WHERE audience = " SQL_PUBLIC_AUDIENCE " GROUP BY round_id",

	"PRAGMA user_version = 13",
	NULL,
};

/* What refers to rows of the version that is changed, when that version was published and has scores. */
#define IF_FROZEN                                                                            \
	"WHEN EXISTS (SELECT 1 FROM publication_rows p WHERE p.version_id = old.version_id)" \
	" AND EXISTS (SELECT 1 FROM scores t WHERE t.version_id = old.version_id) BEGIN"     \
	" SELECT RAISE(ABORT, 'what is published never changes'); END"

const char *const jx_schema_late_scores[] = {
	/* A version published before there were scores gets them, and its rows anew, at the first start after an update. */
	"DROP TRIGGER metric_values_no_update",
	"DROP TRIGGER metric_values_no_delete",
	"DROP TRIGGER texts_no_update",
	"DROP TRIGGER texts_no_delete",
	"CREATE TRIGGER metric_values_no_update BEFORE UPDATE ON metric_values " IF_FROZEN,
	"CREATE TRIGGER metric_values_no_delete BEFORE DELETE ON metric_values " IF_FROZEN,
	"CREATE TRIGGER texts_no_update BEFORE UPDATE ON texts " IF_FROZEN,
	"CREATE TRIGGER texts_no_delete BEFORE DELETE ON texts " IF_FROZEN,

	"PRAGMA user_version = 14",
	NULL,
};

const char *const jx_schema_reminders[] = {
	"CREATE TABLE reminders (id INTEGER PRIMARY KEY, round_id INTEGER NOT NULL REFERENCES rounds (id),"
	" department TEXT NOT NULL REFERENCES departments (code),"
	" person TEXT NOT NULL REFERENCES persons (id), time_ms INTEGER NOT NULL) STRICT",
	"CREATE INDEX reminders_by_department ON reminders (round_id, department, time_ms)",
	"CREATE TRIGGER reminders_no_update BEFORE UPDATE ON reminders BEGIN"
	" SELECT RAISE(ABORT, 'what was sent stays'); END",
	"CREATE TRIGGER reminders_no_delete BEFORE DELETE ON reminders BEGIN"
	" SELECT RAISE(ABORT, 'what was sent stays'); END",

	"PRAGMA user_version = 16",
	NULL,
};

/* Version 9 was written anew after the first stores of it: those kept the state of a department that left the roster. */
const char *const jx_schema_first_states[] = {
	"DROP TRIGGER IF EXISTS submissions_states_delete",
	"CREATE TRIGGER submissions_states_delete BEFORE DELETE ON submissions BEGIN"
	" DELETE FROM submission_states WHERE submission_id = old.id; END",
	"DROP TRIGGER submission_states_no_delete",
	"CREATE TRIGGER submission_states_no_delete BEFORE DELETE ON submission_states WHEN old.number > 1 BEGIN"
	" SELECT RAISE(ABORT, 'what was never changes'); END",

	"PRAGMA user_version = 18",
	NULL,
};
