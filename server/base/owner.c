#include "server/base/owner.h"

#include <errno.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

enum jx_status jx_owner_become(const char *directory, struct jx_error *error)
{
	struct stat about;
	if (geteuid() != 0)
		return JX_OK;
	if (stat(directory, &about) == 0 &&
		(about.st_uid == 0 ||
			(setgroups(0, NULL) == 0 && setgid(about.st_gid) == 0 && setuid(about.st_uid) == 0)))
		return JX_OK;
	return jx_fail_with(error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(directory), JX_SYSTEM(errno)));
}
