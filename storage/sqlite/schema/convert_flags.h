/* Version 19: what is to be known of the figures of versions; and who had taken over before a change of a department. Private to storage/sqlite/. */
#ifndef STORAGE_SQLITE_SCHEMA_CONVERT_FLAGS_H
#define STORAGE_SQLITE_SCHEMA_CONVERT_FLAGS_H

#include "storage/store.h"

/* The table; ended by NULL. */
extern const char *const jx_schema_flags[];
extern const char *const jx_schema_flags_end[];

/* Fills it from the reports. A version whose content is damaged has none: the check of the store tells of it. */
enum jx_status jx_convert_flags(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

#endif
