/*
 * Files of the client: read whole, and written so that a crash leaves the old one or the new one.
 *
 * A write goes to a temporary file, fsync, rename, fsync of the directory. Every step can be made to fail, so
 * that tests can pull the plug anywhere. Thread: any.
 */
#ifndef CLIENT_DISK_FILES_H
#define CLIENT_DISK_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

#define JX_FILE_PATH_BYTES 1024 /* of a path of ours, terminator included */

/** A disk. {0} is the real one. */
struct jx_disk {
	/* Asked before each step ("open", "write", "fsync", "rename", "fsync-dir", "unlink"); other than 0: the
	 * step is not done and fails with EIO. NULL: never asked. */
	int (*on_step)(void *user, const char *step);
	void *user;
};

/** True for an operand that means a file and no code or name: "-", a path, what there is, or what ends like a report or form. */
bool jx_file_is_meant(const char *operand);

/** Read a whole file; "-" reads standard input.
 *
 * @param max_bytes  more is refused.
 * @param arena      keeps the bytes, followed by a terminator.
 * @return JX_OK; JX_NOT_FOUND (FILE_NOT_FOUND); JX_UNKNOWN (LOCAL_FILE_FAILED); JX_INVALID (FILE_TOO_LARGE); the
 *   arena's.
 */
enum jx_status jx_file_read(const char *path, size_t max_bytes, struct jx_arena *arena, char **ret_bytes,
	size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Who else may have written or read a file, for what is read to be used. */
enum jx_file_trust {
	JX_FILE_ANYONE,    /* it is what the person named */
	JX_FILE_OWN,       /* the person's or root's, and nobody else can write it */
	JX_FILE_OWN_SECRET /* likewise, and nobody else can read it */
};

/** A file to read. Borrowed. */
struct jx_file_source {
	const char *path; /* "-" is standard input, of which nothing is asked */
	size_t max_bytes;
	enum jx_file_trust trust;
};

/** Read a whole file that is trusted: the file that is looked at is the one that is read.
 *
 * @return as jx_file_read(); JX_DENIED (KEY_NOT_PRIVATE, FILE_NOT_OWN, FILE_WRITABLE) when it is not to be trusted.
 */
enum jx_status jx_file_read_trusted(const struct jx_file_source *source, struct jx_arena *arena,
	char **ret_bytes, size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** What to write where. Borrowed. */
struct jx_file_write {
	const char *directory;
	const char *name;
	const void *bytes;
	size_t n;
	mode_t mode;
};

/** Write a whole file durably: after JX_OK it survives a power failure, otherwise the old one is untouched.
 *
 * @return JX_OK; JX_UNKNOWN (LOCAL_FILE_FAILED).
 */
enum jx_status jx_file_write(
	const struct jx_disk *disk, const struct jx_file_write *write, struct jx_error *error) JX_MUST_CHECK;

/** Rename within a directory or between two, durably. Missing source: JX_NOT_FOUND. */
enum jx_status jx_file_move(const struct jx_disk *disk, const char *from_directory, const char *from,
	const char *to_directory, const char *to, struct jx_error *error) JX_MUST_CHECK;

/** Remove a file durably; a missing one is removed already. */
enum jx_status jx_file_remove(const struct jx_disk *disk, const char *directory, const char *name,
	struct jx_error *error) JX_MUST_CHECK;

/** Make a directory and those above it, mode 0700; an existing one stays as it is. */
enum jx_status jx_file_make_directory(const char *path, struct jx_error *error) JX_MUST_CHECK;

/** The names of the files in a directory, sorted; none when it is not there.
 *
 * @param n_most     no more than these.
 * @param ret_names  in the arena; the caller may change them.
 */
enum jx_status jx_file_names(const char *path, size_t n_most, struct jx_arena *arena, char ***ret_names,
	size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Refuse a directory that others may write: they could put their files in the place of the person's.
 *
 * @return JX_OK, also when it is not there; JX_DENIED (FILE_NOT_OWN, FILE_WRITABLE).
 */
enum jx_status jx_file_check_directory(const char *path, struct jx_error *error) JX_MUST_CHECK;

/** Join a directory and a name. @return JX_OK; JX_INVALID (LOCAL_FILE_FAILED) when it is too long. */
enum jx_status jx_file_path(const char *directory, const char *name, char out[JX_FILE_PATH_BYTES],
	struct jx_error *error) JX_MUST_CHECK;

#endif
