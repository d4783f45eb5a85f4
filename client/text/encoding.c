#include "client/text/encoding.h"

#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "proto/contract/base/text.h"

#define BOM            "\xEF\xBB\xBF"
#define BOM_BYTES      3u
#define LEAST_BAD_EACH 8u /* bad places for each good Chinese character, before a text is taken for GB18030 */

static enum jx_status fail_encoding(const struct jx_file_bytes *file, size_t at, struct jx_error *error)
{
	uint64_t line = 1;
	uint64_t column = 1;
	for (size_t i = 0; i < at; i++) {
		column = file->bytes[i] == '\n' ? 1 : column + 1;
		line += file->bytes[i] == '\n';
	}
	return jx_fail_with(
		error, JX_REASON_BAD_ENCODING, JX_ARGS(JX_TEXT(file->name), JX_U64(line), JX_U64(column)));
}

/* What another encoding's mark says about a text; NULL for none. */
static const char *name_mark(const struct jx_file_bytes *file)
{
	if (file->n < 2)
		return NULL;
	if (memcmp(file->bytes, "\xFF\xFE", 2) == 0)
		return "UTF-16 (little-endian)";
	return memcmp(file->bytes, "\xFE\xFF", 2) == 0 ? "UTF-16 (big-endian)" : NULL;
}

/* True when a text that is no UTF-8 as a whole is none at all. GB18030 has a bad place for nearly every character, while
 * of a damaged UTF-8 text most characters are still good ones. */
static bool is_gb18030(const struct jx_file_bytes *file)
{
	size_t n_bad = 0;
	size_t n_good = 0; /* characters of three bytes, as Chinese ones are */
	for (size_t at = 0; at < file->n;) {
		size_t n = jx_text_bad_utf8(file->bytes + at, file->n - at);
		for (size_t i = at; i < at + n; i++)
			n_good += ((unsigned char)file->bytes[i] & 0xF0u) == 0xE0u;
		n_bad += at + n < file->n;
		at += n + 1;
	}
	return n_bad >= n_good * LEAST_BAD_EACH;
}

/* Two bytes of GB18030 give three of UTF-8, four give four: half as much again is always enough. */
static enum jx_status convert(
	const struct jx_file_bytes *file, struct jx_arena *arena, char **ret_text, struct jx_error *error)
{
	size_t room = file->n + file->n / 2 + 4;
	char *text = jx_arena_alloc(arena, room + 1);
	if (text == NULL)
		return jx_arena_fail(arena, error);
	iconv_t converter = iconv_open("UTF-8", "GB18030");
	/* iconv() wants a pointer to char, but changes only where it points. */
	char *from = jx_arena_strndup(arena, file->bytes, file->n);
	if (converter == (iconv_t)-1 || from == NULL) {
		if (converter != (iconv_t)-1)
			(void)iconv_close(converter);
		return fail_encoding(file, jx_text_bad_utf8(file->bytes, file->n), error);
	}
	size_t n_from = file->n;
	char *to = text;
	size_t result = iconv(converter, &from, &n_from, &to, &room);
	(void)iconv_close(converter);
	if (result == (size_t)-1 || n_from > 0)
		return fail_encoding(file, file->n - n_from, error);
	*to = '\0';
	*ret_text = text;
	return JX_OK;
}

enum jx_status jx_encoding_decode(const struct jx_file_bytes *file, struct jx_arena *arena, char **ret_text,
	bool *ret_is_gb18030, struct jx_error *error)
{
	const char *mark = name_mark(file);
	if (mark != NULL)
		return jx_fail_with(
			error, JX_REASON_OTHER_ENCODING, JX_ARGS(JX_TEXT(file->name), JX_TEXT(mark)));
	const char *nul = memchr(file->bytes, '\0', file->n);
	if (nul != NULL)
		return fail_encoding(file, (size_t)(nul - file->bytes), error);
	size_t bad = jx_text_bad_utf8(file->bytes, file->n);
	*ret_is_gb18030 = bad != file->n;
	if (*ret_is_gb18030)
		return is_gb18030(file) ? convert(file, arena, ret_text, error)
					: fail_encoding(file, bad, error);
	bool has_bom = file->n >= BOM_BYTES && memcmp(file->bytes, BOM, BOM_BYTES) == 0;
	size_t skipped = has_bom ? BOM_BYTES : 0;
	*ret_text = jx_arena_strndup(arena, file->bytes + skipped, file->n - skipped);
	return *ret_text != NULL ? JX_OK : jx_arena_fail(arena, error);
}
