#include "storage/sqlite/schema/followup.h"

#include <stddef.h>

#define NEVER_CHANGES(table, words)                                                                       \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table " BEGIN SELECT RAISE(ABORT, '" words \
	"'); END",                                                                                        \
		"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table                              \
		" BEGIN SELECT RAISE(ABORT, '" words "'); END"

/* An item is what it was raised or flagged with; all that follows is an event, so where it stands is its last event. */
const char *const jx_schema_followup[] = {
	"CREATE TABLE rectifications (id INTEGER PRIMARY KEY,"
	" department TEXT NOT NULL REFERENCES departments (code), number INTEGER NOT NULL,"
	" origin_version TEXT NOT NULL, origin_field TEXT NOT NULL, origin_issue INTEGER NOT NULL,"
	" UNIQUE (department, number)) STRICT",
	"CREATE TABLE rectification_events (item_id INTEGER NOT NULL REFERENCES rectifications (id),"
	" number INTEGER NOT NULL, act TEXT NOT NULL, state_before INTEGER NOT NULL,"
	" state_after INTEGER NOT NULL, time_ms INTEGER NOT NULL,"
	" person TEXT NOT NULL REFERENCES persons (id), text TEXT NOT NULL, due_time_ms INTEGER,"
	" planned_time_ms INTEGER, repeats TEXT NOT NULL, PRIMARY KEY (item_id, number))"
	" STRICT, WITHOUT ROWID",
	NEVER_CHANGES("rectifications", "a rectification item never changes"),
	NEVER_CHANGES("rectification_events", "acts are only added"),

	/* budget_day is the first day that budget_date can mean, YYYYMMDD. */
	"CREATE TABLE idle_funds (id INTEGER PRIMARY KEY,"
	" department TEXT NOT NULL REFERENCES departments (code), number INTEGER NOT NULL,"
	" source TEXT NOT NULL, budget_date TEXT NOT NULL, budget_day INTEGER NOT NULL,"
	" origin_version TEXT NOT NULL, origin_rule TEXT NOT NULL, origin_field TEXT NOT NULL,"
	" parent_id INTEGER REFERENCES idle_funds (id), UNIQUE (department, number)) STRICT",
	/* day is that of time_ms in the county, YYYYMMDD: the year in which the ledger counts it. */
	"CREATE TABLE idle_fund_events (item_id INTEGER NOT NULL REFERENCES idle_funds (id),"
	" number INTEGER NOT NULL, act TEXT NOT NULL, state_before INTEGER NOT NULL,"
	" state_after INTEGER NOT NULL, time_ms INTEGER NOT NULL, day INTEGER NOT NULL,"
	" person TEXT NOT NULL REFERENCES persons (id), added_fen INTEGER NOT NULL CHECK (added_fen >= 0),"
	" recovered_fen INTEGER NOT NULL CHECK (recovered_fen >= 0),"
	" carried_fen INTEGER NOT NULL CHECK (carried_fen >= 0), text TEXT NOT NULL,"
	" document TEXT NOT NULL, due_time_ms INTEGER, new_id INTEGER REFERENCES idle_funds (id),"
	" PRIMARY KEY (item_id, number)) STRICT, WITHOUT ROWID",
	NEVER_CHANGES("idle_funds", "an item of idle funds never changes"),
	NEVER_CHANGES("idle_fund_events", "acts are only added"),

	"CREATE VIEW v_rectifications AS SELECT i.id, i.department, d.title, i.number, e.state_after AS state,"
	" i.origin_version, i.origin_field, i.origin_issue, f.text AS problem,"
	" coalesce((SELECT text FROM rectification_events WHERE item_id = i.id"
	" AND act = 'RECTIFICATION_PLAN' ORDER BY number DESC LIMIT 1), '') AS measure,"
	" coalesce((SELECT repeats FROM rectification_events WHERE item_id = i.id"
	" AND act = 'RECTIFICATION_PLAN' ORDER BY number DESC LIMIT 1), '') AS repeats,"
	" coalesce((SELECT text FROM rectification_events WHERE item_id = i.id"
	" AND act = 'RECTIFICATION_CLAIM_DONE' ORDER BY number DESC LIMIT 1), '') AS evidence,"
	" e.due_time_ms, e.planned_time_ms, f.time_ms AS raise_time_ms, f.person AS raised_by,"
	" e.time_ms AS act_time_ms, e.number AS n_events, e.act AS last_act FROM rectifications i"
	" JOIN departments d ON d.code = i.department"
	" JOIN rectification_events f ON f.item_id = i.id AND f.number = 1"
	" JOIN rectification_events e ON e.item_id = i.id"
	" AND e.number = (SELECT max(number) FROM rectification_events WHERE item_id = i.id)",

	"CREATE VIEW v_idle_funds AS SELECT i.id, i.department, d.title, i.number, e.state_after AS state,"
	" i.source, i.budget_date, i.budget_day, i.origin_version, i.origin_rule, i.origin_field,"
	" p.number AS parent, f.added_fen AS amount_fen,"
	" (SELECT sum(recovered_fen) FROM idle_fund_events WHERE item_id = i.id) AS recovered_fen,"
	" (SELECT sum(carried_fen) FROM idle_fund_events WHERE item_id = i.id) AS carried_fen,"
	" coalesce((SELECT text FROM idle_fund_events WHERE item_id = i.id"
	" AND act IN ('IDLE_FUNDS_EXPLAIN', 'IDLE_FUNDS_REUSE') ORDER BY number DESC LIMIT 1), '')"
	" AS explanation,"
	" e.due_time_ms, f.time_ms AS flag_time_ms, f.person AS flagged_by, e.time_ms AS act_time_ms,"
	" e.number AS n_events FROM idle_funds i JOIN departments d ON d.code = i.department"
	" LEFT JOIN idle_funds p ON p.id = i.parent_id"
	" JOIN idle_fund_events f ON f.item_id = i.id AND f.number = 1"
	" JOIN idle_fund_events e ON e.item_id = i.id"
	" AND e.number = (SELECT max(number) FROM idle_fund_events WHERE item_id = i.id)",

	"PRAGMA user_version = 10",
	NULL,
};
