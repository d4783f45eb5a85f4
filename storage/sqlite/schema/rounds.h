/*
 * The schema of publications as they are frozen, and of what else the life of a round needs; a step of migrations.c.
 * Private to storage/sqlite/.
 */
#ifndef STORAGE_SQLITE_SCHEMA_ROUNDS_H
#define STORAGE_SQLITE_SCHEMA_ROUNDS_H

/* Statements, ended by NULL. */
extern const char *const jx_schema_rounds[];

#endif
