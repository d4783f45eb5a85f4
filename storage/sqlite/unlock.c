#include "storage/sqlite/unlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

#include <sqlite3.h>

#include "proto/contract/base/limits.h"

/* The locks are the process's, and so is SQLite's table of system calls. */
static int (*real_fcntl)(int fd, int command, ...);
static atomic_bool has_failed;

static int unlock_surely(int fd, int command, struct flock *lock)
{
	int rc = -1;
	for (unsigned i = 0; i < JX_DB_UNLOCK_TRIES && rc != 0; i++)
		rc = real_fcntl(fd, command, lock);
	if (rc != 0)
		atomic_store(&has_failed, true);
	return rc;
}

static int on_fcntl(int fd, int command, ...)
{
	va_list arguments;
	va_start(arguments, command);
	bool has_lock = command == F_SETLK || command == F_SETLKW || command == F_GETLK;
	struct flock *lock = has_lock ? va_arg(arguments, struct flock *) : NULL;
	int number = has_lock ? 0 : va_arg(arguments, int);
	va_end(arguments);
	if (!has_lock)
		return real_fcntl(fd, command, number);
	if (command != F_GETLK && lock->l_type == F_UNLCK)
		return unlock_surely(fd, command, lock);
	return real_fcntl(fd, command, lock);
}

enum jx_status jx_unlock_install(struct jx_error *error)
{
	if (sqlite3_initialize() != SQLITE_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	sqlite3_syscall_ptr ours = (sqlite3_syscall_ptr)on_fcntl;
	sqlite3_syscall_ptr found = vfs->xGetSystemCall(vfs, "fcntl");
	if (found == ours)
		return JX_OK;
	real_fcntl = (int (*)(int, int, ...))found;
	if (vfs->xSetSystemCall(vfs, "fcntl", ours) != SQLITE_OK)
		return jx_fail_with(error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("no fcntl in SQLite")));
	return JX_OK;
}

bool jx_unlock_has_failed(void)
{
	return atomic_load(&has_failed);
}
