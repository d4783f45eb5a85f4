/*
 * The schema, as numbered steps under PRAGMA user_version. Private to storage/sqlite/.
 *
 * A step is never changed once it has been released: a new one is added. docs/storage.md says what the tables and
 * views mean.
 */
#ifndef STORAGE_SQLITE_MIGRATIONS_H
#define STORAGE_SQLITE_MIGRATIONS_H

#include "storage/store.h"

#define JX_SCHEMA_VERSION 4

/** Bring a database to JX_SCHEMA_VERSION, each step in one transaction. Writer, outside a group.
 *
 * @param is_new  true: an empty file is given the schema; false: an empty file is no store.
 * @return JX_OK; JX_STATE (STORE_NEWER); JX_DATA_LOSS (STORE_DAMAGED) for a file that is no store of ours.
 */
enum jx_status jx_migrate(struct jx_db *db, bool is_new, struct jx_error *error) JX_MUST_CHECK;

#endif
