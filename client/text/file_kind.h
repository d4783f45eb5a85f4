/* What a file is that is no text, by its first bytes. Thread: any. */
#ifndef CLIENT_TEXT_FILE_KIND_H
#define CLIENT_TEXT_FILE_KIND_H

#include <stddef.h>

/** Name the kind of a file: "PDF", "PNG", ...; "binary" for bytes that are no text in any encoding.
 *
 * @return NULL for what may be a text.
 */
const char *jx_file_kind(const char *bytes, size_t n);

#endif
