/* Version 11 of the schema: the marks of a report go with every table that shows it. Private to storage/sqlite/. */
#ifndef STORAGE_SQLITE_SCHEMA_MARKS_H
#define STORAGE_SQLITE_SCHEMA_MARKS_H

extern const char *const jx_schema_marks[]; /* ended by NULL */

#endif
