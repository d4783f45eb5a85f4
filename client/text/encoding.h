/*
 * Bytes of a text file to UTF-8: a byte order mark is dropped, GB18030 and UTF-16 are converted.
 *
 * Excel in China saves CSV as GB18030 and says so nowhere. What is well-formed UTF-8 is taken as UTF-8: a
 * Chinese text in GB18030 of more than a few characters never is. What is UTF-8 but for some places is refused with the
 * first of them: read as GB18030 it would become other characters. Thread: any.
 */
#ifndef CLIENT_TEXT_ENCODING_H
#define CLIENT_TEXT_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

/** A file that was read. Borrowed. */
struct jx_file_bytes {
	const char *name; /* for errors */
	const char *bytes;
	size_t n;
};

/** Decode a file's text to UTF-8.
 *
 * @param arena         holds the text, terminated; it may be changed.
 * @param ret_encoding  set on JX_OK: what it was converted from, "GB18030" or "UTF-16LE"; NULL for UTF-8.
 * @return JX_OK; JX_INVALID (BAD_ENCODING) with line and byte, when it is neither, or has a NUL; JX_INVALID
 *   (OTHER_ENCODING) when its mark names another one; no memory.
 */
enum jx_status jx_encoding_decode(const struct jx_file_bytes *file, struct jx_arena *arena, char **ret_text,
	const char **ret_encoding, struct jx_error *error) JX_MUST_CHECK;

#endif
