#include "client/disk/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

#define READ_STEP_BYTES 65536u

static bool is_any_file(const char *path)
{
	struct stat found;
	return stat(path, &found) == 0 && !S_ISDIR(found.st_mode);
}

bool jx_file_is_meant(const char *operand)
{
	static const char *const ends[] = {".json", ".xlsx", ".xls"};
	size_t n = strlen(operand);
	if (jx_text_begins_with(operand, "submissions/") > 0 ||
		jx_text_begins_with(operand, "departments/") > 0)
		return false;
	for (size_t i = 0; i < JX_COUNT_OF(ends); i++) {
		size_t n_end = strlen(ends[i]);
		if (n >= n_end && strcmp(operand + n - n_end, ends[i]) == 0)
			return true;
	}
	return strcmp(operand, "-") == 0 || strchr(operand, '/') != NULL || is_any_file(operand);
}

static enum jx_status fail_file(struct jx_error *error, const char *path)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return jx_fail_with(error, JX_REASON_FILE_NOT_FOUND, JX_ARGS(JX_TEXT(path)));
	return jx_fail_with(error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
}

static bool allows_step(const struct jx_disk *disk, const char *step)
{
	if (disk == NULL || disk->on_step == NULL || disk->on_step(disk->user, step) == 0)
		return true;
	errno = EIO;
	return false;
}

enum jx_status jx_file_path(
	const char *directory, const char *name, char out[JX_FILE_PATH_BYTES], struct jx_error *error)
{
	int n = snprintf(out, JX_FILE_PATH_BYTES, "%s/%s", directory, name);
	if (n > 0 && n < JX_FILE_PATH_BYTES)
		return JX_OK;
	errno = ENAMETOOLONG;
	return fail_file(error, name);
}

/* Reads to the end into memory that grows and is the caller's, also on failure. */
static enum jx_status read_all(int fd, size_t max_bytes, char **ret_bytes, size_t *ret_n)
{
	size_t room = 0;
	for (;;) {
		if (*ret_n + READ_STEP_BYTES > room) {
			room = room * 2 + READ_STEP_BYTES;
			char *more = realloc(*ret_bytes, room);
			if (more == NULL)
				return JX_UNAVAILABLE;
			*ret_bytes = more;
		}
		ssize_t got = read(fd, *ret_bytes + *ret_n, READ_STEP_BYTES);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return JX_UNKNOWN;
		if (got == 0)
			return JX_OK;
		*ret_n += (size_t)got;
		if (*ret_n > max_bytes)
			return JX_EXHAUSTED;
	}
}

static enum jx_status read_to_arena(
	int fd, size_t max_bytes, struct jx_arena *arena, char **ret_bytes, size_t *ret_n)
{
	char *bytes = NULL;
	size_t n = 0;
	enum jx_status status = read_all(fd, max_bytes, &bytes, &n);
	if (status == JX_OK) {
		*ret_n = n;
		*ret_bytes = jx_arena_strndup(arena, bytes, n);
		if (*ret_bytes == NULL)
			status = JX_UNAVAILABLE;
	}
	free(bytes);
	return status;
}

/* What belongs to somebody else, or what somebody else may change, is not the person's. */
static enum jx_status check_owner(const struct stat *about, const char *path, struct jx_error *error)
{
	if (about->st_uid != geteuid() && about->st_uid != 0)
		return jx_fail_with(error, JX_REASON_FILE_NOT_OWN, JX_ARGS(JX_TEXT(path)));
	if ((about->st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return jx_fail_with(error, JX_REASON_FILE_WRITABLE, JX_ARGS(JX_TEXT(path)));
	return JX_OK;
}

static enum jx_status check_trust(int fd, const struct jx_file_source *source, struct jx_error *error)
{
	struct stat about;
	if (source->trust == JX_FILE_ANYONE)
		return JX_OK;
	if (fstat(fd, &about) != 0)
		return fail_file(error, source->path);
	if (source->trust == JX_FILE_OWN_SECRET && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return jx_fail_with(error, JX_REASON_KEY_NOT_PRIVATE, JX_ARGS(JX_TEXT(source->path)));
	return check_owner(&about, source->path, error);
}

static enum jx_status read_open_file(int fd, const struct jx_file_source *source, struct jx_arena *arena,
	char **ret_bytes, size_t *ret_n, struct jx_error *error)
{
	enum jx_status status = read_to_arena(fd, source->max_bytes, arena, ret_bytes, ret_n);
	if (status == JX_UNKNOWN)
		return fail_file(error, source->path);
	if (status == JX_EXHAUSTED)
		return jx_fail_with(error, JX_REASON_FILE_TOO_LARGE,
			JX_ARGS(JX_TEXT(source->path), JX_U64(source->max_bytes)));
	return status == JX_OK ? JX_OK : jx_arena_fail(arena, error);
}

enum jx_status jx_file_read_trusted(const struct jx_file_source *source, struct jx_arena *arena,
	char **ret_bytes, size_t *ret_n, struct jx_error *error)
{
	if (strcmp(source->path, "-") == 0)
		return read_open_file(STDIN_FILENO, source, arena, ret_bytes, ret_n, error);
	int fd = open(source->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_file(error, source->path);
	enum jx_status status = check_trust(fd, source, error);
	if (status == JX_OK)
		status = read_open_file(fd, source, arena, ret_bytes, ret_n, error);
	(void)close(fd);
	return status;
}

enum jx_status jx_file_read(const char *path, size_t max_bytes, struct jx_arena *arena, char **ret_bytes,
	size_t *ret_n, struct jx_error *error)
{
	const struct jx_file_source source = {.path = path, .max_bytes = max_bytes, .trust = JX_FILE_ANYONE};
	return jx_file_read_trusted(&source, arena, ret_bytes, ret_n, error);
}

static bool write_all(const struct jx_disk *disk, int fd, const char *bytes, size_t n)
{
	if (!allows_step(disk, "write"))
		return false;
	while (n > 0) {
		ssize_t done = write(fd, bytes, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		bytes += done;
		n -= (size_t)done;
	}
	return allows_step(disk, "fsync") && fsync(fd) == 0;
}

static bool sync_directory(const struct jx_disk *disk, const char *path)
{
	if (!allows_step(disk, "fsync-dir"))
		return false;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool is_done = fsync(fd) == 0;
	(void)close(fd);
	return is_done;
}

enum jx_status jx_file_write(
	const struct jx_disk *disk, const struct jx_file_write *write, struct jx_error *error)
{
	char path[JX_FILE_PATH_BYTES];
	char temporary[JX_FILE_PATH_BYTES + 8];
	enum jx_status status = jx_file_path(write->directory, write->name, path, error);
	if (status != JX_OK)
		return status;
	(void)snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path);
	int fd = allows_step(disk, "open") ? mkstemp(temporary) : -1;
	if (fd < 0)
		return fail_file(error, path);
	bool is_done = fchmod(fd, write->mode) == 0 && write_all(disk, fd, write->bytes, write->n);
	is_done = close(fd) == 0 && is_done;
	is_done = is_done && allows_step(disk, "rename") && rename(temporary, path) == 0;
	if (!is_done) {
		status = fail_file(error, path);
		(void)unlink(temporary);
		return status;
	}
	return sync_directory(disk, write->directory) ? JX_OK : fail_file(error, write->directory);
}

enum jx_status jx_file_move(const struct jx_disk *disk, const char *from_directory, const char *from,
	const char *to_directory, const char *to, struct jx_error *error)
{
	char from_path[JX_FILE_PATH_BYTES];
	char to_path[JX_FILE_PATH_BYTES];
	enum jx_status status = jx_file_path(from_directory, from, from_path, error);
	if (status != JX_OK)
		return status;
	status = jx_file_path(to_directory, to, to_path, error);
	if (status != JX_OK)
		return status;
	if (!allows_step(disk, "rename") || rename(from_path, to_path) != 0)
		return fail_file(error, from_path);
	/* The new name before the old one's absence: a crash between may show both, never none. */
	if (!sync_directory(disk, to_directory) || !sync_directory(disk, from_directory))
		return fail_file(error, to_directory);
	return JX_OK;
}

enum jx_status jx_file_remove(
	const struct jx_disk *disk, const char *directory, const char *name, struct jx_error *error)
{
	char path[JX_FILE_PATH_BYTES];
	enum jx_status status = jx_file_path(directory, name, path, error);
	if (status != JX_OK)
		return status;
	if (!allows_step(disk, "unlink") || (unlink(path) != 0 && errno != ENOENT))
		return fail_file(error, path);
	return sync_directory(disk, directory) ? JX_OK : fail_file(error, directory);
}

enum jx_status jx_file_make_directory(const char *path, struct jx_error *error)
{
	char part[JX_FILE_PATH_BYTES];
	size_t n = strlen(path);
	if (n == 0 || n >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return fail_file(error, path);
	}
	for (size_t i = 1; i <= n; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0700) != 0 && errno != EEXIST)
			return fail_file(error, part);
	}
	return JX_OK;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum jx_status jx_file_names(const char *path, size_t n_most, struct jx_arena *arena, char ***ret_names,
	size_t *ret_n, struct jx_error *error)
{
	*ret_n = 0;
	*ret_names = jx_arena_alloc(arena, (n_most + 1) * sizeof(**ret_names));
	if (*ret_names == NULL)
		return jx_arena_fail(arena, error);
	DIR *directory = opendir(path);
	if (directory == NULL && errno == ENOENT)
		return JX_OK;
	if (directory == NULL)
		return jx_fail_with(
			error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
	for (const struct dirent *entry; *ret_n < n_most && (entry = readdir(directory)) != NULL;) {
		char *name = entry->d_name[0] != '.' ? jx_arena_strdup(arena, entry->d_name) : NULL;
		if (name != NULL)
			(*ret_names)[(*ret_n)++] = name;
	}
	(void)closedir(directory);
	jx_array_sort(*ret_names, *ret_n, sizeof(**ret_names), by_name);
	return JX_OK;
}

enum jx_status jx_file_check_directory(const char *path, struct jx_error *error)
{
	struct stat about;
	if (stat(path, &about) != 0)
		return errno == ENOENT || errno == ENOTDIR ? JX_OK : fail_file(error, path);
	return check_owner(&about, path, error);
}
