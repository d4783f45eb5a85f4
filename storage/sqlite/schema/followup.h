/* The step of the schema for what outlives a round. Private to storage/sqlite/. */
#ifndef STORAGE_SQLITE_SCHEMA_FOLLOWUP_H
#define STORAGE_SQLITE_SCHEMA_FOLLOWUP_H

/** The statements, ended by NULL. */
extern const char *const jx_schema_followup[];

#endif
