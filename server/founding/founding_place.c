#include "server/founding/founding_place.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "storage/store.h"

#define FOLDER     "jixiao.init"
#define PATH_BYTES (JX_CONFIG_PATH_BYTES + 64)

/* All that init makes, in the order in which it moves up. */
static const char *const FILES[] = {"ca.pem", "ca.key", "server.pem", "server.key", "log.pub", "log.key",
	"jixiao.lock", JX_STORE_FILE, JX_CONFIG_FILE};
/* What is left beside them when it is cut short. */
static const char *const BESIDE[] = {JX_STORE_FILE ".new", JX_STORE_FILE ".new-wal", JX_STORE_FILE ".new-shm",
	JX_STORE_FILE "-wal", JX_STORE_FILE "-shm", "log.next", "ca.pem.new", "ca.key.new", "server.pem.new",
	"server.key.new", "log.key.new", "log.pub.new"};

static void join(char out[PATH_BYTES], const char *directory, const char *name)
{
	(void)snprintf(out, PATH_BYTES, "%s/%s", directory, name);
}

static enum jx_status fail_file(const char *path, struct jx_error *error)
{
	return jx_fail_with(error, errno == EEXIST ? JX_REASON_FILE_EXISTS : JX_REASON_FILE_FAILED,
		JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
}

static enum jx_status check_empty(const char *directory, struct jx_error *error)
{
	char path[PATH_BYTES];
	struct stat about;
	for (size_t i = 0; i < JX_COUNT_OF(FILES); i++) {
		join(path, directory, FILES[i]);
		if (lstat(path, &about) == 0)
			return jx_fail_with(error, JX_REASON_FILE_EXISTS, JX_ARGS(JX_TEXT(path)));
	}
	return JX_OK;
}

static enum jx_status check_closed(const char *directory, struct jx_error *error)
{
	struct stat about;
	if (stat(directory, &about) != 0)
		return fail_file(directory, error);
	if (!S_ISDIR(about.st_mode)) {
		errno = ENOTDIR;
		return fail_file(directory, error);
	}
	return (about.st_mode & 077) == 0
		       ? JX_OK
		       : jx_fail_with(error, JX_REASON_STATE_EXPOSED, JX_ARGS(JX_TEXT(directory)));
}

/* Root makes the files of the account that will serve them. */
static enum jx_status become_owner(const char *directory, struct jx_error *error)
{
	struct stat about;
	if (geteuid() != 0)
		return JX_OK;
	if (stat(directory, &about) != 0)
		return fail_file(directory, error);
	if (about.st_uid == 0 ||
		(setgroups(0, NULL) == 0 && setgid(about.st_gid) == 0 && setuid(about.st_uid) == 0))
		return JX_OK;
	return fail_file(directory, error);
}

static void remove_files(const char *folder)
{
	char path[PATH_BYTES];
	for (size_t i = 0; i < JX_COUNT_OF(FILES); i++) {
		join(path, folder, FILES[i]);
		(void)unlink(path);
	}
	for (size_t i = 0; i < JX_COUNT_OF(BESIDE); i++) {
		join(path, folder, BESIDE[i]);
		(void)unlink(path);
	}
	(void)rmdir(folder);
}

void jx_founding_place_clear(const struct jx_founding_place *place)
{
	remove_files(place->folder);
	if (place->is_made)
		(void)rmdir(place->directory); /* which fails when there is a state in it by now */
}

enum jx_status jx_founding_place_open(
	const char *directory, struct jx_founding_place *ret_place, struct jx_error *error)
{
	struct jx_founding_place *place = ret_place;
	if (strlen(directory) + sizeof("/" FOLDER) > sizeof(place->folder)) {
		errno = ENAMETOOLONG;
		return fail_file(directory, error);
	}
	(void)jx_text_copy(place->directory, sizeof(place->directory), directory);
	(void)snprintf(place->folder, sizeof(place->folder), "%s/" FOLDER, directory);
	place->is_made = mkdir(directory, 0700) == 0;
	if (!place->is_made && errno != EEXIST)
		return fail_file(directory, error);
	enum jx_status status = check_closed(directory, error);
	if (status == JX_OK)
		status = become_owner(directory, error);
	if (status == JX_OK)
		status = check_empty(directory, error);
	if (status != JX_OK)
		return status;
	remove_files(place->folder); /* of one that was killed */
	if (mkdir(place->folder, 0700) == 0)
		return JX_OK;
	status = fail_file(place->folder, error);
	jx_founding_place_clear(place);
	return status;
}

static void move_back(const struct jx_founding_place *place, size_t n)
{
	char from[PATH_BYTES];
	char to[PATH_BYTES];
	for (size_t i = 0; i < n; i++) {
		join(from, place->directory, FILES[i]);
		join(to, place->folder, FILES[i]);
		(void)rename(from, to);
	}
}

enum jx_status jx_founding_place_settle(const struct jx_founding_place *place, struct jx_error *error)
{
	char from[PATH_BYTES];
	char to[PATH_BYTES];
	for (size_t i = 0; i < JX_COUNT_OF(FILES); i++) {
		join(from, place->folder, FILES[i]);
		join(to, place->directory, FILES[i]);
		if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) != 0) {
			enum jx_status status = fail_file(to, error);
			move_back(place, i);
			return status;
		}
	}
	int fd = open(place->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		(void)fsync(fd);
		(void)close(fd);
	}
	return JX_OK;
}
