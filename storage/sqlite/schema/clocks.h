/* Version 12 of the schema: what time has done by itself. Private to storage/sqlite/. */
#ifndef STORAGE_SQLITE_SCHEMA_CLOCKS_H
#define STORAGE_SQLITE_SCHEMA_CLOCKS_H

extern const char *const jx_schema_clocks[]; /* ended by NULL */

#endif
