/*
 * A publication as a file: one PublicationLine of JSON a line, as `jixiao export --publication` writes it.
 *
 * Read line by line with a buffer that grows to JX_MAX_JSON_BYTES and no further, so that a nation's file needs the
 * memory of its longest line. docs/publication.md has the format. Thread: one at a time.
 */
#ifndef CLIENT_DISK_PUBLICATION_FILE_H
#define CLIENT_DISK_PUBLICATION_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** A file being read. */
struct jx_publication_file {
	const char *path; /* borrowed */
	enum jx_language language;
	size_t number; /* of the line read last, from 1 */
	/* private */
	FILE *stream;
	char *line;
	size_t room;
};

/** Open a file.
 *
 * @param path  "-" for standard input; borrowed until close.
 * @return JX_OK; JX_NOT_FOUND (FILE_NOT_FOUND); JX_UNKNOWN (LOCAL_FILE_FAILED). To be closed either way.
 */
enum jx_status jx_publication_file_open(struct jx_publication_file *file, const char *path,
	enum jx_language language, struct jx_error *error) JX_MUST_CHECK;

/** Begin a file that is put together piece by piece, kept by nobody, and read once it was rewound.
 *
 * @param name  what it is called in errors; borrowed until close.
 * @return JX_OK; JX_UNKNOWN (LOCAL_FILE_FAILED). To be closed either way.
 */
enum jx_status jx_publication_file_new(struct jx_publication_file *file, const char *name,
	enum jx_language language, struct jx_error *error) JX_MUST_CHECK;

/** Append a piece. @return false when the disk takes no more: see errno. */
bool jx_publication_file_put(struct jx_publication_file *file, const void *bytes, size_t n) JX_MUST_CHECK;

/** Go to its beginning, to be read. */
void jx_publication_file_rewind(struct jx_publication_file *file);

void jx_publication_file_close(struct jx_publication_file *file);

/** Read the next line. It must be the canonical text of its message and end with a line feed.
 *
 * @param arena     holds it.
 * @param ret_line  set on JX_OK; it holds one of its parts; NULL at the end.
 * @return JX_OK; JX_INVALID (PUBLICATION_LINE with line and column); JX_UNIMPLEMENTED (NEWER_VERSION) for a field or a
 *   value that this version does not know; JX_UNKNOWN (LOCAL_FILE_FAILED); no memory.
 */
enum jx_status jx_publication_file_next(struct jx_publication_file *file, struct jx_arena *arena,
	JxPublicationLine **ret_line, struct jx_error *error) JX_MUST_CHECK;

/** Refuse the line read last with a sentence in the user's language. @return JX_INVALID (PUBLICATION_LINE). */
enum jx_status jx_publication_file_fail(const struct jx_publication_file *file, size_t column,
	const char *sentence, struct jx_error *error) JX_MUST_CHECK;

#endif
