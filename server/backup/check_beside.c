#include "server/backup/check_beside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "server/backup/backup.h"
#include "server/daemon/daemon.h"

#define FOLDER "jixiao.fsck.copy"
#define MIB    (UINT64_C(1024) * 1024)

/* A copy must not fill the disk under the daemon. */
static enum jx_status check_room(
	const struct jx_config *config, const struct jx_store *store, struct jx_error *error)
{
	struct statvfs disk;
	const struct jx_store_bytes bytes = jx_store_measure(store);
	uint64_t n_kept = (config->disk_free_mb > 0 ? config->disk_free_mb : JX_DISK_FREE_MB) * MIB;
	if (statvfs(config->directory, &disk) != 0)
		return jx_fail_with(
			error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(config->directory), JX_SYSTEM(errno)));
	uint64_t n_free = (uint64_t)disk.f_bavail * disk.f_frsize;
	uint64_t n_needed = bytes.n_database + bytes.n_wal + n_kept;
	if (n_free >= n_needed)
		return JX_OK;
	return jx_fail_with(error, JX_REASON_FSCK_NO_ROOM,
		JX_ARGS(JX_U64(n_needed / MIB), JX_U64(n_free / MIB), JX_TEXT(config->directory)));
}

static enum jx_status copy_store(const struct jx_config *config, const char *folder, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	JX_AUTO(jx_db) reader = NULL;
	char path[JX_CONFIG_PATH_BYTES + 64];
	(void)snprintf(path, sizeof(path), "%s/" JX_STORE_FILE, folder);
	enum jx_status status = jx_store_open_beside(config->directory, &store, error);
	if (status == JX_OK)
		status = check_room(config, store, error);
	if (status == JX_OK)
		status = jx_store_open_reader(store, &reader, error);
	if (status == JX_OK)
		status = jx_db_copy(reader, path, error);
	jx_db_free(jx_db_take(&reader)); /* before the store, whatever the order of the two */
	return status;
}

/* One check at a time: the folder is locked as long as this process has it open. What one that was killed has left is
 * removed. */
static enum jx_status take_folder(const char *folder, int *ret_fd, struct jx_error *error)
{
	bool is_there = mkdir(folder, 0700) == 0 || errno == EEXIST;
	*ret_fd = is_there ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW) : -1;
	if (*ret_fd < 0)
		return jx_fail_with(error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(folder), JX_SYSTEM(errno)));
	if (flock(*ret_fd, LOCK_EX | LOCK_NB) == 0)
		return JX_OK;
	(void)close(*ret_fd);
	return jx_fail_with(error, JX_REASON_STORE_LOCKED, JX_ARGS(JX_TEXT(folder)));
}

enum jx_status jx_check_beside(
	const struct jx_config *config, const struct jx_fsck_listener *listener, struct jx_error *error)
{
	struct jx_config copy = *config;
	char folder[JX_CONFIG_PATH_BYTES + 32];
	int fd = -1;
	(void)snprintf(folder, sizeof(folder), "%s/" FOLDER, config->directory);
	if (strlen(folder) >= sizeof(copy.directory))
		return jx_fail_with(error, JX_REASON_FILE_FAILED,
			JX_ARGS(JX_TEXT(config->directory), JX_SYSTEM(ENAMETOOLONG)));
	enum jx_status status = take_folder(folder, &fd, error);
	if (status != JX_OK)
		return status;
	(void)jx_text_copy(copy.directory, sizeof(copy.directory), folder);
	status = copy_store(config, folder, error);
	if (status == JX_OK)
		status = jx_daemon_fsck(&copy, listener, error);
	jx_backup_discard(folder);
	(void)close(fd);
	return status;
}
