/*
 * A lock on a directory of the person: one command at a time works there.
 *
 * An advisory lock of the kernel on a file. It ends with the process, however that ends, so that a crash leaves none.
 * Thread: one at a time.
 */
#ifndef CLIENT_DISK_LOCK_H
#define CLIENT_DISK_LOCK_H

#include "client/wait/patience.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** A lock that is held. {.fd = -1} holds none. */
struct jx_lock {
	int fd;
};

/** Take a lock, and wait for it as long as the patience lasts.
 *
 * @param path      of its file, made when missing and never removed: two commands must meet on one file.
 * @param patience  NULL: do not wait at all.
 * @return JX_OK; JX_DEADLINE (HOME_BUSY) when another one holds it all the time; JX_UNKNOWN (LOCAL_FILE_FAILED).
 */
enum jx_status jx_lock_take(const char *path, struct jx_patience *patience, struct jx_lock *ret_lock,
	struct jx_error *error) JX_MUST_CHECK;

void jx_lock_release(struct jx_lock *lock);

#endif
