#include "client/disk/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "client/text/i18n.h"

/* 0 when the lock is held now, else the error number. */
static int try_lock(int fd)
{
	int result;
	do
		result = flock(fd, LOCK_EX | LOCK_NB);
	while (result != 0 && errno == EINTR);
	return result == 0 ? 0 : errno;
}

static int wait_for_lock(int fd, struct jx_patience *patience)
{
	int problem = try_lock(fd);
	if (problem != EWOULDBLOCK || patience == NULL)
		return problem;
	jx_patience_begin(patience, _("another jixiao command on this machine"));
	while (problem == EWOULDBLOCK && jx_patience_sleep(patience))
		problem = try_lock(fd);
	jx_patience_end(patience);
	return problem;
}

enum jx_status jx_lock_take(
	const char *path, struct jx_patience *patience, struct jx_lock *ret_lock, struct jx_error *error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return jx_fail_with(
			error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
	int problem = wait_for_lock(fd, patience);
	if (problem == 0) {
		ret_lock->fd = fd;
		return JX_OK;
	}
	(void)close(fd);
	if (problem == EWOULDBLOCK)
		return jx_fail_with(error, JX_REASON_HOME_BUSY, JX_ARGS(JX_TEXT(path)));
	return jx_fail_with(error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(problem)));
}

void jx_lock_release(struct jx_lock *lock)
{
	if (lock->fd >= 0)
		(void)close(lock->fd);
	lock->fd = -1;
}
