/*
 * Letting go of locks. Private to storage/sqlite/.
 *
 * SQLite does not look at whether letting a lock go has worked: where it has not, the lock stays in its own tables for
 * good, and those who need it wait for ever. So every unlock is tried again, and when it fails nevertheless the store is
 * lost: only a new process is rid of the lock.
 */
#ifndef STORAGE_SQLITE_UNLOCK_H
#define STORAGE_SQLITE_UNLOCK_H

#include <stdbool.h>

#include "proto/contract/base/error.h"

/** Put ourselves between SQLite and fcntl(). Once is enough; before any other thread uses SQLite. */
enum jx_status jx_unlock_install(struct jx_error *error) JX_MUST_CHECK;

/** True once a lock of this process could not be let go. @thread any. */
bool jx_unlock_has_failed(void);

#endif
