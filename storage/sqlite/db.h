/*
 * Connections as the store opens them. Private to storage/.
 */
#ifndef STORAGE_SQLITE_DB_H
#define STORAGE_SQLITE_DB_H

#include "storage/sql.h"

#define JX_DB_NAME     "jixiao.db"
#define JX_DB_NEW_NAME "jixiao.db.new"
#define JX_LOCK_NAME   "jixiao.lock"

struct jx_store {
	char *directory; /* owned */
	char *path;      /* of the database; owned */
	char *county;    /* owned */
	int lock_fd;
	struct jx_db *writer; /* until jx_store_open_writer() hands it out; owned */
	bool is_writer_out;
};

enum jx_db_use { JX_DB_WRITE, JX_DB_READ };

/** Open a connection with every setting of docs/storage.md.
 *
 * @param store  NULL for a connection that belongs to none.
 */
enum jx_status jx_db_open(struct jx_store *store, const char *path, enum jx_db_use use,
	struct jx_error *error, struct jx_db **ret_db) JX_MUST_CHECK;

/** Check pages, foreign keys not included: PRAGMA quick_check. @return JX_OK; JX_DATA_LOSS (STORE_DAMAGED).
 */
enum jx_status jx_db_quick_check(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

/** Make what was renamed or created in the directory of a path survive a power cut. */
enum jx_status jx_directory_sync(const char *path, struct jx_error *error) JX_MUST_CHECK;

#endif
