#include "client/text/encoding.h"

#include <iconv.h>
#include <string.h>

#include "proto/contract/base/text.h"

#define BOM       "\xEF\xBB\xBF"
#define BOM_BYTES 3u

static enum jx_status fail_encoding(const struct jx_file_bytes *file, size_t at, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_BAD_UTF8, JX_ARGS(JX_TEXT(file->name), JX_U64(at + 1)));
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
	const char *nul = memchr(file->bytes, '\0', file->n);
	if (nul != NULL)
		return fail_encoding(file, (size_t)(nul - file->bytes), error);
	bool is_utf8 = jx_text_bad_utf8(file->bytes, file->n) == file->n;
	*ret_is_gb18030 = !is_utf8;
	if (!is_utf8)
		return convert(file, arena, ret_text, error);
	bool has_bom = file->n >= BOM_BYTES && memcmp(file->bytes, BOM, BOM_BYTES) == 0;
	size_t skipped = has_bom ? BOM_BYTES : 0;
	*ret_text = jx_arena_strndup(arena, file->bytes + skipped, file->n - skipped);
	return *ret_text != NULL ? JX_OK : jx_arena_fail(arena, error);
}
