/*
 * A backup as a file: named parts in a ZIP, as any unzip reads it. Parts are asked for by name; what else is in it is never
 * looked at. Thread: any, one at a time.
 */
#ifndef SERVER_BACKUP_ARCHIVE_H
#define SERVER_BACKUP_ARCHIVE_H

#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"

/** A part to be written: a file of the disk, or a text in memory. Borrowed. */
struct jx_archive_part {
	const char *name;
	const char *path; /* NULL for a text */
	const char *text;
	size_t n_text;
};

/** Write an archive, whole or not at all, mode 0600; what was at the path is replaced.
 *
 * @return JX_OK; JX_UNAVAILABLE (FILE_FAILED, STORAGE_FULL).
 */
enum jx_status jx_archive_write(const char *path, const struct jx_archive_part *parts, size_t n,
	struct jx_error *error) JX_MUST_CHECK;

struct jx_archive;

/** Open an archive to read. @return JX_OK; JX_DATA_LOSS (BACKUP_UNREADABLE); JX_UNAVAILABLE (FILE_FAILED). */
enum jx_status jx_archive_open(
	const char *path, struct jx_archive **ret_archive, struct jx_error *error) JX_MUST_CHECK;
/** The path that it was opened by. Borrowed from it. */
const char *jx_archive_path(const struct jx_archive *archive);
void jx_archive_free(struct jx_archive *archive); /* NULL allowed */
JX_DEFINE_CLEANUP(jx_archive)

struct jx_archive_text {
	const char *text;
	size_t n;
};

/** Read a part that is a text.
 *
 * @param ret_text  in the arena, terminated.
 * @return JX_OK; JX_DATA_LOSS (BACKUP_UNREADABLE): not there, larger than max_bytes, or damaged.
 */
enum jx_status jx_archive_read(struct jx_archive *archive, const char *name, size_t max_bytes,
	struct jx_arena *arena, struct jx_archive_text *ret_text, struct jx_error *error) JX_MUST_CHECK;

/** Write a part to a new file, mode 0600, and hold it against its size and digest on the way.
 *
 * @return JX_OK; JX_DATA_LOSS (BACKUP_UNREADABLE); JX_UNAVAILABLE (FILE_FAILED, STORAGE_FULL).
 */
enum jx_status jx_archive_extract(struct jx_archive *archive, const char *name, uint64_t size,
	const char *digest, const char *path, struct jx_error *error) JX_MUST_CHECK;

#endif
