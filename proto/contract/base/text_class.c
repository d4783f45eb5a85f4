#include "proto/contract/base/text_class.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

#define MAX_CHAR_BYTES 4 /* of UTF-8 */

/* By first. tests/lint/text_classes.py holds the rows against the Unicode Character Database. */
static const struct range {
	uint32_t first;
	uint32_t last;
	enum jx_char_class class;
} RANGES[] = {
	{0x0000, 0x001F, JX_CHAR_CONTROL},     /* C0 */
	{0x0020, 0x0020, JX_CHAR_SPACE},       /* space */
	{0x007F, 0x009F, JX_CHAR_CONTROL},     /* DEL, C1 */
	{0x00A0, 0x00A0, JX_CHAR_SPACE},       /* no-break space */
	{0x00AD, 0x00AD, JX_CHAR_INVISIBLE},   /* soft hyphen */
	{0x034F, 0x034F, JX_CHAR_JOINER},      /* combining grapheme joiner */
	{0x061C, 0x061C, JX_CHAR_DIRECTION},   /* Arabic letter mark */
	{0x115F, 0x1160, JX_CHAR_INVISIBLE},   /* Hangul fillers */
	{0x1680, 0x1680, JX_CHAR_SPACE},       /* Ogham space mark */
	{0x17B4, 0x17B5, JX_CHAR_INVISIBLE},   /* Khmer inherent vowels */
	{0x180B, 0x180F, JX_CHAR_JOINER},      /* Mongolian variation selectors and vowel separator */
	{0x2000, 0x200A, JX_CHAR_SPACE},       /* spaces by width */
	{0x200B, 0x200B, JX_CHAR_INVISIBLE},   /* zero width space */
	{0x200C, 0x200D, JX_CHAR_JOINER},      /* zero width non-joiner and joiner */
	{0x200E, 0x200F, JX_CHAR_DIRECTION},   /* direction marks */
	{0x2028, 0x2029, JX_CHAR_CONTROL},     /* line and paragraph separator */
	{0x202A, 0x202E, JX_CHAR_DIRECTION},   /* embeddings and overrides */
	{0x202F, 0x202F, JX_CHAR_SPACE},       /* narrow no-break space */
	{0x205F, 0x205F, JX_CHAR_SPACE},       /* medium mathematical space */
	{0x2060, 0x2065, JX_CHAR_INVISIBLE},   /* word joiner, invisible operators */
	{0x2066, 0x2069, JX_CHAR_DIRECTION},   /* isolates */
	{0x206A, 0x206F, JX_CHAR_INVISIBLE},   /* deprecated format characters */
	{0x2800, 0x2800, JX_CHAR_SPACE},       /* blank Braille pattern */
	{0x3000, 0x3000, JX_CHAR_SPACE},       /* ideographic space */
	{0x3164, 0x3164, JX_CHAR_INVISIBLE},   /* Hangul filler */
	{0xFDD0, 0xFDEF, JX_CHAR_INVISIBLE},   /* noncharacters */
	{0xFE00, 0xFE0F, JX_CHAR_JOINER},      /* variation selectors */
	{0xFEFF, 0xFEFF, JX_CHAR_INVISIBLE},   /* byte order mark */
	{0xFFA0, 0xFFA0, JX_CHAR_INVISIBLE},   /* halfwidth Hangul filler */
	{0xFFF0, 0xFFFB, JX_CHAR_INVISIBLE},   /* interlinear annotation, and reserved */
	{0x13430, 0x1343F, JX_CHAR_JOINER},    /* Egyptian hieroglyph format controls */
	{0x1BCA0, 0x1BCA3, JX_CHAR_INVISIBLE}, /* shorthand format controls */
	{0x1D173, 0x1D17A, JX_CHAR_INVISIBLE}, /* musical format controls */
	{0xE0000, 0xE00FF, JX_CHAR_INVISIBLE}, /* tags, and reserved */
	{0xE0100, 0xE01EF, JX_CHAR_JOINER},    /* variation selectors of ideographs */
	{0xE01F0, 0xE0FFF, JX_CHAR_INVISIBLE}, /* reserved */
};

enum jx_char_class jx_char_class(uint32_t c)
{
	size_t low = 0;
	size_t high = JX_COUNT_OF(RANGES);
	if ((c & 0xFFFE) == 0xFFFE) /* noncharacters at the end of every plane */
		return JX_CHAR_INVISIBLE;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c > RANGES[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < JX_COUNT_OF(RANGES) && c >= RANGES[low].first ? RANGES[low].class : JX_CHAR_SHOWN;
}

size_t jx_char_read(const char *text, size_t n, uint32_t *ret_char)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t length = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : s[0] >= 0x80 ? 2 : 1;
	if (length > n || jx_text_bad_utf8(text, length) != length)
		return 0;
	static const unsigned char LEAD_BITS[] = {0x7F, 0x1F, 0x0F, 0x07};
	uint32_t c = s[0] & LEAD_BITS[length - 1];
	for (size_t i = 1; i < length; i++)
		c = c << 6 | (s[i] & 0x3Fu);
	*ret_char = c;
	return length;
}

size_t jx_char_escape(const char *text, size_t n, bool keeps_lines, char out[JX_ESCAPED_BYTES])
{
	uint32_t c = 0;
	size_t length = jx_char_read(text, n, &c);
	bool is_kept = jx_char_class(c) < JX_CHAR_JOINER || (keeps_lines && c == '\n');
	if (length == 0) {
		(void)snprintf(out, JX_ESCAPED_BYTES, "\\x%02x", (unsigned char)text[0]);
		return 1;
	}
	if (is_kept) {
		memcpy(out, text, length);
		out[length] = '\0';
	} else {
		(void)snprintf(out, JX_ESCAPED_BYTES, c > 0xFFFF ? "\\U%08x" : "\\u%04x", (unsigned)c);
	}
	return length;
}

const char *jx_text_escape(const char *text, char *out, size_t size)
{
	char piece[JX_ESCAPED_BYTES];
	size_t left = strlen(text);
	size_t used = 0;
	out[0] = '\0';
	while (left > 0) {
		size_t length = jx_char_escape(text, left, true, piece);
		if (used + strlen(piece) >= size)
			break;
		used += jx_text_copy(out + used, size - used, piece);
		text += length;
		left -= length;
	}
	return out;
}

size_t jx_text_plain_bytes(const char *text)
{
	const char *at = text;
	for (;;) {
		if (*at > ' ' && *at <= '~') /* a byte of another character is below zero, or above "~" */
			at++;
		else if (jx_text_begins_ideograph(at))
			at += JX_IDEOGRAPH_BYTES;
		else
			return (size_t)(at - text);
	}
}

const char *jx_text_find_class(const char *text, enum jx_char_class least, bool keeps_lines)
{
	while (*text != '\0') {
		uint32_t c = 0;
		text += least > JX_CHAR_SHOWN ? jx_text_plain_bytes(text) : 0;
		if (*text == '\0')
			break;
		size_t length = jx_char_read(text, strnlen(text, MAX_CHAR_BYTES), &c);
		bool is_line = keeps_lines && (c == '\n' || c == '\r' || c == '\t');
		enum jx_char_class class = is_line ? JX_CHAR_SPACE : jx_char_class(c);
		if (length == 0 || class >= least)
			return text;
		text += length;
	}
	return NULL;
}

/* Characters that say something by themselves, by first: letters, numbers, signs and punctuation. */
static const uint32_t SAYING[][2] = {
#include "proto/contract/base/text_saying.inc"
};

static bool says_something(uint32_t c)
{
	size_t low = 0;
	size_t high = JX_COUNT_OF(SAYING);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c > SAYING[middle][1])
			low = middle + 1;
		else
			high = middle;
	}
	return low < JX_COUNT_OF(SAYING) && c >= SAYING[low][0];
}

bool jx_text_is_blank(const char *text)
{
	size_t n = strlen(text);
	while (n > 0) {
		uint32_t c = 0;
		size_t length = jx_char_read(text, n, &c);
		if (length == 0 || says_something(c))
			return false;
		text += length;
		n -= length;
	}
	return true;
}

const char *jx_char_name(const char *text, char out[JX_ESCAPED_BYTES])
{
	uint32_t c = 0;
	if (text[0] == '\0' || jx_char_read(text, strlen(text), &c) == 0)
		out[0] = '\0';
	else
		(void)snprintf(out, JX_ESCAPED_BYTES, "U+%04X", (unsigned)c);
	return out;
}
