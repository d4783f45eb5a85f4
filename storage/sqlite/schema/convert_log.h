/* A step of a migration: entries that were kept in columns become leaves that hold their text. */
#ifndef STORAGE_SQLITE_CONVERT_LOG_H
#define STORAGE_SQLITE_CONVERT_LOG_H

#include "storage/store.h"

/** Write log_leaves and the head anew from log_entries. The tree gets another root: whoever remembers one forgets it.
 *
 * @return JX_OK; JX_UNAVAILABLE.
 */
enum jx_status jx_convert_log(struct jx_db *db, struct jx_error *error) JX_MUST_CHECK;

#endif
