/* What was: rows as every entry of the log has left them. */
#ifndef STORAGE_SQLITE_SCHEMA_HISTORY_H
#define STORAGE_SQLITE_SCHEMA_HISTORY_H

/** The statements of version 17, ending with NULL. */
extern const char *const jx_schema_history[];

#endif
