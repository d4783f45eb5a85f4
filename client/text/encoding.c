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

/* An encoding that a text shows by its first bytes: by its mark, or because JSON and CSV begin with a character of ASCII. */
struct encoding {
	const char *name; /* for iconv(3) and for people */
	const char *mark;
	size_t n_mark;
	bool is_read;
};

static const struct encoding ENCODINGS[] = {
	{"UTF-32LE", "\xFF\xFE\0\0", 4, false},
	{"UTF-32BE", "\0\0\xFE\xFF", 4, false},
	{"UTF-16LE", "\xFF\xFE", 2, true},
	{"UTF-16BE", "\xFE\xFF", 2, true},
};

static const struct encoding WITHOUT_MARK[] = {
	{"UTF-16LE", "", 0, true},
	{"UTF-16BE", "", 0, true},
};

static const struct encoding GB18030 = {"GB18030", "", 0, true};

/* The encoding other than UTF-8 that a text shows; NULL for none. */
static const struct encoding *shown_encoding(const struct jx_file_bytes *file)
{
	for (size_t i = 0; i < sizeof(ENCODINGS) / sizeof(ENCODINGS[0]); i++)
		if (file->n >= ENCODINGS[i].n_mark &&
			memcmp(file->bytes, ENCODINGS[i].mark, ENCODINGS[i].n_mark) == 0)
			return &ENCODINGS[i];
	if (file->n < 4 || file->n % 2 != 0)
		return NULL;
	bool is_big = file->bytes[0] == '\0' && file->bytes[2] == '\0' && file->bytes[1] > '\0';
	bool is_little = file->bytes[1] == '\0' && file->bytes[3] == '\0' && file->bytes[0] > '\0';
	return is_little ? &WITHOUT_MARK[0] : is_big ? &WITHOUT_MARK[1] : NULL;
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

/* Two bytes of GB18030 or UTF-16 give at most three of UTF-8, four give four: half as much again is always enough. */
static enum jx_status convert(const struct encoding *encoding, const struct jx_file_bytes *file,
	struct jx_arena *arena, char **ret_text, struct jx_error *error)
{
	size_t n_from = file->n - encoding->n_mark;
	size_t room = n_from + n_from / 2 + 4;
	char *text = jx_arena_alloc(arena, room + 1);
	/* iconv() wants a pointer to char, but changes only where it points. */
	char *from = jx_arena_alloc(arena, n_from + 1);
	if (text == NULL || from == NULL)
		return jx_arena_fail(arena, error);
	memcpy(from, file->bytes + encoding->n_mark, n_from);
	iconv_t converter = iconv_open("UTF-8", encoding->name);
	if (converter == (iconv_t)-1)
		return jx_fail_with(error, JX_REASON_OTHER_ENCODING,
			JX_ARGS(JX_TEXT(file->name), JX_TEXT(encoding->name)));
	char *to = text;
	size_t result = iconv(converter, &from, &n_from, &to, &room);
	(void)iconv_close(converter);
	bool has_nul = memchr(text, '\0', (size_t)(to - text)) != NULL;
	if (result == (size_t)-1 || n_from > 0 || has_nul)
		return fail_encoding(file, file->n - n_from, error);
	*to = '\0';
	*ret_text = text;
	return JX_OK;
}

enum jx_status jx_encoding_decode(const struct jx_file_bytes *file, struct jx_arena *arena, char **ret_text,
	const char **ret_encoding, struct jx_error *error)
{
	const struct encoding *shown = shown_encoding(file);
	*ret_encoding = shown != NULL ? shown->name : NULL;
	if (shown != NULL && !shown->is_read)
		return jx_fail_with(
			error, JX_REASON_OTHER_ENCODING, JX_ARGS(JX_TEXT(file->name), JX_TEXT(shown->name)));
	if (shown != NULL)
		return convert(shown, file, arena, ret_text, error);
	const char *nul = memchr(file->bytes, '\0', file->n);
	if (nul != NULL)
		return fail_encoding(file, (size_t)(nul - file->bytes), error);
	size_t bad = jx_text_bad_utf8(file->bytes, file->n);
	if (bad != file->n && !is_gb18030(file))
		return fail_encoding(file, bad, error);
	if (bad != file->n) {
		*ret_encoding = GB18030.name;
		return convert(&GB18030, file, arena, ret_text, error);
	}
	bool has_bom = file->n >= BOM_BYTES && memcmp(file->bytes, BOM, BOM_BYTES) == 0;
	size_t skipped = has_bom ? BOM_BYTES : 0;
	*ret_text = jx_arena_strndup(arena, file->bytes + skipped, file->n - skipped);
	return *ret_text != NULL ? JX_OK : jx_arena_fail(arena, error);
}
