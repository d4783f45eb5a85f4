/* The schema of departments that change, end and are followed by others; a step of migrations.c. Private to storage/sqlite/. */
#ifndef STORAGE_SQLITE_SCHEMA_DEPARTMENTS_H
#define STORAGE_SQLITE_SCHEMA_DEPARTMENTS_H

extern const char *const jx_schema_departments[]; /* ended by NULL */

#endif
