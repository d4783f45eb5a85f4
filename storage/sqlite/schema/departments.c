#include "storage/sqlite/schema/departments.h"

#include <stddef.h>

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

	"PRAGMA user_version = 15",
	NULL,
};
