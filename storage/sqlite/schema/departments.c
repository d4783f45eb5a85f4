#include "storage/sqlite/schema/departments.h"

#include <stddef.h>

#define NEVER_CHANGES(table)                                                 \
	"CREATE TRIGGER " table "_no_update BEFORE UPDATE ON " table         \
	" BEGIN SELECT RAISE(ABORT, 'reference figures never change'); END", \
		"CREATE TRIGGER " table "_no_delete BEFORE DELETE ON " table \
		" BEGIN SELECT RAISE(ABORT, 'reference figures never change'); END"

const char *const jx_schema_departments[] = {
	/* The day from which it exists no more, "2026-01-01"; NULL while it does. */
	"ALTER TABLE departments ADD COLUMN retire_date TEXT",
	"CREATE INDEX departments_by_title ON departments (title)",

	/* What a department was until each change of it. */
	"CREATE TABLE department_changes (department TEXT NOT NULL REFERENCES departments (code),"
	" number INTEGER NOT NULL, kind INTEGER NOT NULL, effective_date TEXT NOT NULL,"
	" document TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL REFERENCES persons (id),"
	" time_ms INTEGER NOT NULL, title TEXT NOT NULL, short_title TEXT NOT NULL, level TEXT NOT NULL,"
	" nature TEXT NOT NULL, funding_form TEXT NOT NULL, peer_group TEXT NOT NULL,"
	" is_finance INTEGER NOT NULL, retire_date TEXT, PRIMARY KEY (department, number))"
	" STRICT, WITHOUT ROWID",
	"CREATE TRIGGER department_changes_no_update BEFORE UPDATE ON department_changes BEGIN"
	" SELECT RAISE(ABORT, 'a change of a department never changes'); END",
	"CREATE TRIGGER department_changes_no_delete BEFORE DELETE ON department_changes BEGIN"
	" SELECT RAISE(ABORT, 'a change of a department never changes'); END",

	/* Who took over what a department did. */
	"CREATE TABLE department_successors (department TEXT NOT NULL REFERENCES departments (code),"
	" successor TEXT NOT NULL REFERENCES departments (code), PRIMARY KEY (department, successor))"
	" STRICT, WITHOUT ROWID",
	"CREATE INDEX department_successors_by_successor ON department_successors (successor)",

	/* What the treasury has of departments, in editions of a year; a sheet is a ReferenceSheet, packed. */
	"CREATE TABLE reference_editions (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
	" year INTEGER NOT NULL, number INTEGER NOT NULL, source TEXT NOT NULL,"
	" person TEXT NOT NULL REFERENCES persons (id), load_time_ms INTEGER NOT NULL, digest TEXT NOT NULL,"
	" n_departments INTEGER NOT NULL, UNIQUE (year, number)) STRICT",
	"CREATE TABLE reference_sheets (edition_id INTEGER NOT NULL REFERENCES reference_editions (id),"
	" department TEXT NOT NULL REFERENCES departments (code), content BLOB NOT NULL,"
	" PRIMARY KEY (edition_id, department)) STRICT, WITHOUT ROWID",
	NEVER_CHANGES("reference_editions"),
	NEVER_CHANGES("reference_sheets"),
	/* The edition that a version was held against; NULL for none. */
	"ALTER TABLE versions ADD COLUMN reference TEXT",

	"PRAGMA user_version = 15",
	NULL,
};
