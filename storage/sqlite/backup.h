/*
 * A copy of a store while it is open. Private to storage/sqlite/: no program offers it yet.
 */
#ifndef STORAGE_SQLITE_BACKUP_H
#define STORAGE_SQLITE_BACKUP_H

#include "storage/store.h"

/** Copy the database, check the copy and its log, and put it at `path` (mode 0600).
 *
 * The copy is one file; in an empty directory, under the name jixiao.db, it is a store. What was at path is replaced only
 * when the copy is whole and on disk. It holds what was committed when the copy began: others may write meanwhile, and the write-ahead
 * log grows by what they write.
 * @param db  a reader, outside a read; or the writer, outside a group.
 * @return JX_OK; JX_UNAVAILABLE (STORAGE_FULL, STORAGE_FAILED); JX_DATA_LOSS (STORE_DAMAGED, LOG_DAMAGED).
 */
enum jx_status jx_db_backup(struct jx_db *db, const char *path, struct jx_error *error) JX_MUST_CHECK;

#endif
