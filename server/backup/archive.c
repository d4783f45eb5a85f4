#include "server/backup/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "proto/contract/evidence/digest.h"

#define PIECE_BYTES 65536u
#define COMPRESSION 1u /* the fastest: a database halves at once, and hardly shrinks further */

struct jx_archive {
	char *path; /* owned */
	zip_t *zip;
};

static enum jx_status fail_file(const char *path, struct jx_error *error)
{
	return errno == ENOSPC
		       ? jx_fail(error, JX_REASON_STORAGE_FULL)
		       : jx_fail_with(error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
}

static enum jx_status fail_zip(zip_t *zip, const char *path, struct jx_error *error)
{
	zip_error_t *why = zip_get_error(zip);
	errno = zip_error_code_system(why);
	if (errno == ENOSPC)
		return jx_fail(error, JX_REASON_STORAGE_FULL);
	return jx_fail_with(
		error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_TEXT(zip_error_strerror(why))));
}

static bool add_part(zip_t *zip, const struct jx_archive_part *part)
{
	zip_source_t *source = part->path != NULL ? zip_source_file(zip, part->path, 0, -1)
						  : zip_source_buffer(zip, part->text, part->n_text, 0);
	zip_int64_t index = source != NULL ? zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8) : -1;
	if (index < 0) {
		zip_source_free(source);
		return false;
	}
	return zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, COMPRESSION) == 0;
}

static enum jx_status sync_path(const char *path, int flags, struct jx_error *error)
{
	int fd = open(path, flags | O_RDONLY | O_CLOEXEC);
	bool is_ok = fd >= 0 && fsync(fd) == 0;
	enum jx_status status = is_ok ? JX_OK : fail_file(path, error);
	if (fd >= 0)
		(void)close(fd);
	return status;
}

/* Until the file has its name it is nobody's backup. */
static enum jx_status write_part_file(
	const char *path, const struct jx_archive_part *parts, size_t n, struct jx_error *error)
{
	int code = 0;
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code);
	if (zip == NULL) {
		errno = EIO;
		return fail_file(path, error);
	}
	for (size_t i = 0; i < n; i++) {
		if (!add_part(zip, &parts[i])) {
			enum jx_status status = fail_zip(zip, path, error);
			zip_discard(zip);
			return status;
		}
	}
	if (zip_close(zip) != 0) {
		enum jx_status status = fail_zip(zip, path, error);
		zip_discard(zip);
		return status;
	}
	return sync_path(path, 0, error);
}

static enum jx_status sync_folder_of(const char *path, struct jx_error *error)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash != NULL ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	enum jx_status status = folder != NULL ? sync_path(folder, O_DIRECTORY, error)
					       : jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	free(folder);
	return status;
}

enum jx_status jx_archive_write(
	const char *path, const struct jx_archive_part *parts, size_t n, struct jx_error *error)
{
	char *unfinished = NULL;
	if (asprintf(&unfinished, "%s.part", path) < 0)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	(void)unlink(unfinished);
	mode_t mask = umask(0077);
	enum jx_status status = write_part_file(unfinished, parts, n, error);
	(void)umask(mask);
	if (status == JX_OK && rename(unfinished, path) != 0)
		status = fail_file(path, error);
	if (status == JX_OK)
		status = sync_folder_of(path, error);
	else
		(void)unlink(unfinished);
	free(unfinished);
	return status;
}

static enum jx_status fail_damaged(const char *path, const char *zh, const char *en, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_BACKUP_UNREADABLE, JX_ARGS(JX_TEXT(path), JX_WORDS(zh, en)));
}

enum jx_status jx_archive_open(const char *path, struct jx_archive **ret_archive, struct jx_error *error)
{
	int code = 0;
	if (access(path, R_OK) != 0)
		return fail_file(path, error);
	JX_AUTO(jx_archive) archive = calloc(1, sizeof(*archive));
	if (archive == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	archive->path = strdup(path);
	archive->zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
	if (archive->path == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (archive->zip == NULL)
		return fail_damaged(
			path, "不是备份文件，或者只有一半", "it is no backup, or only half of one", error);
	*ret_archive = jx_archive_take(&archive);
	return JX_OK;
}

void jx_archive_free(struct jx_archive *archive)
{
	if (archive == NULL)
		return;
	if (archive->zip != NULL)
		zip_discard(archive->zip);
	free(archive->path);
	free(archive);
}

static enum jx_status fail_part(const struct jx_archive *archive, const char *name, struct jx_error *error)
{
	char zh[128];
	char en[128];
	(void)snprintf(zh, sizeof(zh), "其中的 %s 缺失或损坏", name);
	(void)snprintf(en, sizeof(en), "its part %s is missing or damaged", name);
	return fail_damaged(archive->path, zh, en, error);
}

static enum jx_status open_part(struct jx_archive *archive, const char *name, uint64_t max_bytes,
	zip_file_t **ret_file, uint64_t *ret_size, struct jx_error *error)
{
	zip_stat_t stat;
	if (zip_stat(archive->zip, name, 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0 ||
		stat.size > max_bytes)
		return fail_part(archive, name, error);
	*ret_size = stat.size;
	*ret_file = zip_fopen(archive->zip, name, 0);
	return *ret_file != NULL ? JX_OK : fail_part(archive, name, error);
}

enum jx_status jx_archive_read(struct jx_archive *archive, const char *name, size_t max_bytes,
	struct jx_arena *arena, struct jx_archive_text *ret_text, struct jx_error *error)
{
	zip_file_t *file = NULL;
	uint64_t size = 0;
	enum jx_status status = open_part(archive, name, max_bytes, &file, &size, error);
	if (status != JX_OK)
		return status;
	char *text = jx_arena_alloc(arena, (size_t)size + 1);
	bool is_read = text != NULL && zip_fread(file, text, size) == (zip_int64_t)size;
	/* The checksum is only known to hold at the end. */
	bool is_whole = zip_fclose(file) == 0 && is_read;
	if (text == NULL)
		return jx_arena_fail(arena, error);
	if (!is_whole)
		return fail_part(archive, name, error);
	text[size] = '\0';
	*ret_text = (struct jx_archive_text){text, (size_t)size};
	return JX_OK;
}

/* Copies a part piece by piece; ret_n is how many bytes there were. */
static enum jx_status copy_part(struct jx_archive *archive, zip_file_t *file, const char *name, int fd,
	struct jx_hasher *hasher, struct jx_error *error)
{
	char piece[PIECE_BYTES];
	zip_int64_t n;
	while ((n = zip_fread(file, piece, sizeof(piece))) > 0) {
		enum jx_status status = jx_hasher_add(hasher, piece, (size_t)n);
		if (status != JX_OK)
			return status;
		if (write(fd, piece, (size_t)n) != (ssize_t)n)
			return fail_file(name, error);
	}
	return n == 0 ? JX_OK : fail_part(archive, name, error);
}

static enum jx_status copy_checked(struct jx_archive *archive, zip_file_t *file, const char *name,
	const char *digest, int fd, struct jx_error *error)
{
	JX_AUTO(jx_hasher) hasher = NULL;
	char found[JX_DIGEST_TEXT_BYTES];
	enum jx_status status = jx_hasher_new(JX_DIGEST_SHA256, &hasher, error);
	if (status == JX_OK)
		status = copy_part(archive, file, name, fd, hasher, error);
	if (status == JX_OK)
		status = jx_hasher_end(hasher, found);
	if (status == JX_OK && strcmp(found, digest) != 0)
		status = fail_part(archive, name, error);
	return status;
}

enum jx_status jx_archive_extract(struct jx_archive *archive, const char *name, uint64_t size,
	const char *digest, const char *path, struct jx_error *error)
{
	zip_file_t *file = NULL;
	uint64_t found = 0;
	enum jx_status status = open_part(archive, name, size, &file, &found, error);
	if (status == JX_OK && found != size)
		status = fail_part(archive, name, error);
	int fd = status == JX_OK ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
	if (status == JX_OK && fd < 0)
		status = fail_file(path, error);
	if (status == JX_OK)
		status = copy_checked(archive, file, name, digest, fd, error);
	if (status == JX_OK && fsync(fd) != 0)
		status = fail_file(path, error);
	if (fd >= 0)
		(void)close(fd);
	if (file != NULL)
		(void)zip_fclose(file);
	return status;
}
