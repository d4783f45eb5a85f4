/* Rows of a table from one connection to another, whatever engines they are of. Private to storage/postgres/. */
#ifndef STORAGE_POSTGRES_TABLES_H
#define STORAGE_POSTGRES_TABLES_H

#include "storage/engine/engine.h"

/** Objects of a schema, in the order in which they were made. Owned. */
struct jx_objects {
	struct jx_object {
		char *kind; /* "table", "index", "view", "trigger" */
		char *name;
		char *text;
	} * objects;
	size_t n;
};

/** Read what the schema of a store of SQLite's has. @param ret  to be cleared, also after a failure. */
enum jx_status jx_objects_read(
	struct jx_db *db, struct jx_objects *ret, struct jx_error *error) JX_MUST_CHECK;
void jx_objects_clear(struct jx_objects *objects);

/** Copy all rows of a table, in the transactions at hand, into one that is empty. */
enum jx_status jx_table_copy(
	struct jx_db *from, struct jx_db *to, const char *table, struct jx_error *error) JX_MUST_CHECK;

#endif
