/*
 * The schema, as numbered steps under PRAGMA user_version. Private to storage/sqlite/.
 *
 * A step is never changed once it has been released: a new one is added. docs/storage.md says what the tables and
 * views mean.
 */
#ifndef STORAGE_SQLITE_MIGRATIONS_H
#define STORAGE_SQLITE_MIGRATIONS_H

#include "storage/engine/engine.h"

/** Read which version of the schema a database has.
 *
 * @param is_new       true: an empty file, 0; false: an empty file is no store.
 * @return JX_OK; JX_STATE (STORE_NEWER); JX_DATA_LOSS (STORE_DAMAGED) for a file that is no store of ours.
 */
enum jx_status jx_schema_version(
	struct jx_db *db, bool is_new, int64_t *ret_version, struct jx_error *error) JX_MUST_CHECK;

/* The statements of version 6, ended by NULL. */
extern const char *const jx_schema_dialogue[];

/** Bring a database from a version to JX_SCHEMA_VERSION, each step in one transaction. Writer, outside a group. */
enum jx_status jx_migrate(struct jx_db *db, int64_t version, struct jx_error *error) JX_MUST_CHECK;

/** Likewise, to a version that need not be the newest. */
enum jx_status jx_migrate_to(
	struct jx_db *db, int64_t version, int64_t to, struct jx_error *error) JX_MUST_CHECK;

#endif
