#include "proto/contract/figure/spelling.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "proto/contract/base/text_class.h"

#define FULL_WIDTH_FIRST 0xFF01u /* "！" to "～" stand as ASCII does */
#define FULL_WIDTH_LAST  0xFF5Eu
#define FULL_WIDTH_SHIFT 0xFEE0u
#define RADICALS_FIRST   0x2F00u
#define MAX_CHAR_BYTES   4u /* of UTF-8 */
#define WORD_BYTES       64 /* of a mark or word, folded; a longer text is none */

/* Single characters, by code point. tests/lint/spelling.py holds them and the radicals against Unicode. */
static const struct form {
	uint32_t c;
	const char *plain;
} FORMS[] = {
	{0x00B2, "2"},
	{0x00B3, "3"},
	{0x00B9, "1"},
	{0x2010, "-"},
	{0x2011, "-"},
	{0x2012, "-"},
	{0x2013, "-"},
	{0x2014, "-"},
	{0x2015, "-"},
	{0x2044, "/"},
	{0x2103, "°C"},
	{0x2113, "l"},
	{0x2116, "No"},
	{0x2212, "-"},
	{0x2215, "/"},
	{0x2236, ":"},
	{0x223C, "~"},
	{0x2266, "≤"},
	{0x2267, "≥"},
	{0x2500, "-"},
	{0x2501, "-"},
	{0x2A7D, "≤"},
	{0x2A7E, "≥"},
	{0x301C, "~"},
	{0x3385, "KB"},
	{0x3386, "MB"},
	{0x3387, "GB"},
	{0x338E, "mg"},
	{0x338F, "kg"},
	{0x3390, "Hz"},
	{0x3396, "ml"},
	{0x3397, "dl"},
	{0x3398, "kl"},
	{0x339C, "mm"},
	{0x339D, "cm"},
	{0x339E, "km"},
	{0x339F, "mm2"},
	{0x33A0, "cm2"},
	{0x33A1, "m2"},
	{0x33A2, "km2"},
	{0x33A3, "mm3"},
	{0x33A4, "cm3"},
	{0x33A5, "m3"},
	{0x33A6, "km3"},
	{0x33BE, "kW"},
	{0x33BF, "MW"},
	{0x33C4, "cc"},
	{0x33CA, "ha"},
	{0xFE58, "-"},
	{0xFE63, "-"},
};

/* Digits in another shape: each range counts up from a number. Those in brackets stay, or a text could grow. */
static const struct digits {
	uint32_t first;
	uint32_t last;
	uint32_t number;
	const char *behind;
} DIGITS[] = {
	{0x2070, 0x2070, 0, ""},  /* raised */
	{0x2074, 0x2079, 4, ""},  /* raised */
	{0x2080, 0x2089, 0, ""},  /* lowered */
	{0x2460, 0x2473, 1, ""},  /* in circles */
	{0x2488, 0x249B, 1, "."}, /* with a stop */
};

/* The characters that the Kangxi radicals are, which PDF files hold in their place. */
static const uint16_t RADICALS[] = {
	0x4E00,
	0x4E28,
	0x4E36,
	0x4E3F,
	0x4E59,
	0x4E85,
	0x4E8C,
	0x4EA0,
	0x4EBA,
	0x513F,
	0x5165,
	0x516B,
	0x5182,
	0x5196,
	0x51AB,
	0x51E0,
	0x51F5,
	0x5200,
	0x529B,
	0x52F9,
	0x5315,
	0x531A,
	0x5338,
	0x5341,
	0x535C,
	0x5369,
	0x5382,
	0x53B6,
	0x53C8,
	0x53E3,
	0x56D7,
	0x571F,
	0x58EB,
	0x5902,
	0x590A,
	0x5915,
	0x5927,
	0x5973,
	0x5B50,
	0x5B80,
	0x5BF8,
	0x5C0F,
	0x5C22,
	0x5C38,
	0x5C6E,
	0x5C71,
	0x5DDB,
	0x5DE5,
	0x5DF1,
	0x5DFE,
	0x5E72,
	0x5E7A,
	0x5E7F,
	0x5EF4,
	0x5EFE,
	0x5F0B,
	0x5F13,
	0x5F50,
	0x5F61,
	0x5F73,
	0x5FC3,
	0x6208,
	0x6236,
	0x624B,
	0x652F,
	0x6534,
	0x6587,
	0x6597,
	0x65A4,
	0x65B9,
	0x65E0,
	0x65E5,
	0x66F0,
	0x6708,
	0x6728,
	0x6B20,
	0x6B62,
	0x6B79,
	0x6BB3,
	0x6BCB,
	0x6BD4,
	0x6BDB,
	0x6C0F,
	0x6C14,
	0x6C34,
	0x706B,
	0x722A,
	0x7236,
	0x723B,
	0x723F,
	0x7247,
	0x7259,
	0x725B,
	0x72AC,
	0x7384,
	0x7389,
	0x74DC,
	0x74E6,
	0x7518,
	0x751F,
	0x7528,
	0x7530,
	0x758B,
	0x7592,
	0x7676,
	0x767D,
	0x76AE,
	0x76BF,
	0x76EE,
	0x77DB,
	0x77E2,
	0x77F3,
	0x793A,
	0x79B8,
	0x79BE,
	0x7A74,
	0x7ACB,
	0x7AF9,
	0x7C73,
	0x7CF8,
	0x7F36,
	0x7F51,
	0x7F8A,
	0x7FBD,
	0x8001,
	0x800C,
	0x8012,
	0x8033,
	0x807F,
	0x8089,
	0x81E3,
	0x81EA,
	0x81F3,
	0x81FC,
	0x820C,
	0x821B,
	0x821F,
	0x826E,
	0x8272,
	0x8278,
	0x864D,
	0x866B,
	0x8840,
	0x884C,
	0x8863,
	0x897E,
	0x898B,
	0x89D2,
	0x8A00,
	0x8C37,
	0x8C46,
	0x8C55,
	0x8C78,
	0x8C9D,
	0x8D64,
	0x8D70,
	0x8DB3,
	0x8EAB,
	0x8ECA,
	0x8F9B,
	0x8FB0,
	0x8FB5,
	0x9091,
	0x9149,
	0x91C6,
	0x91CC,
	0x91D1,
	0x9577,
	0x9580,
	0x961C,
	0x96B6,
	0x96B9,
	0x96E8,
	0x9751,
	0x975E,
	0x9762,
	0x9769,
	0x97CB,
	0x97ED,
	0x97F3,
	0x9801,
	0x98A8,
	0x98DB,
	0x98DF,
	0x9996,
	0x9999,
	0x99AC,
	0x9AA8,
	0x9AD8,
	0x9ADF,
	0x9B25,
	0x9B2F,
	0x9B32,
	0x9B3C,
	0x9B5A,
	0x9CE5,
	0x9E75,
	0x9E7F,
	0x9EA5,
	0x9EBB,
	0x9EC3,
	0x9ECD,
	0x9ED1,
	0x9EF9,
	0x9EFD,
	0x9F0E,
	0x9F13,
	0x9F20,
	0x9F3B,
	0x9F4A,
	0x9F52,
	0x9F8D,
	0x9F9C,
	0x9FA0,
};

/* Encodes a character of three bytes: an ideograph. */
static void encode(uint32_t c, char out[JX_FOLDED_CHAR_BYTES])
{
	out[0] = (char)(0xE0 | c >> 12);
	out[1] = (char)(0x80 | (c >> 6 & 0x3F));
	out[2] = (char)(0x80 | (c & 0x3F));
	out[3] = '\0';
}

static const char *plain_form(uint32_t c)
{
	size_t low = 0;
	size_t high = JX_COUNT_OF(FORMS);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c > FORMS[middle].c)
			low = middle + 1;
		else
			high = middle;
	}
	return low < JX_COUNT_OF(FORMS) && FORMS[low].c == c ? FORMS[low].plain : NULL;
}

/* Writes what a character is folded to; false when it stays as it is. */
static bool fold_char(uint32_t c, char out[JX_FOLDED_CHAR_BYTES])
{
	const char *plain = plain_form(c);
	out[0] = '\0';
	if (jx_char_class(c) != JX_CHAR_SHOWN)
		return true;
	if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
		out[0] = (char)(c - FULL_WIDTH_SHIFT);
		out[1] = '\0';
		return true;
	}
	if (c >= RADICALS_FIRST && c < RADICALS_FIRST + JX_COUNT_OF(RADICALS)) {
		encode(RADICALS[c - RADICALS_FIRST], out);
		return true;
	}
	for (size_t i = 0; plain == NULL && i < JX_COUNT_OF(DIGITS); i++) {
		if (c < DIGITS[i].first || c > DIGITS[i].last)
			continue;
		(void)snprintf(out, JX_FOLDED_CHAR_BYTES, "%u%s", c - DIGITS[i].first + DIGITS[i].number,
			DIGITS[i].behind);
		return true;
	}
	if (plain != NULL)
		(void)jx_text_copy(out, JX_FOLDED_CHAR_BYTES, plain);
	return plain != NULL;
}

/* A text on its way through the folding. A byte that is no UTF-8 stays. */
struct reader {
	const char *at;
	char folded[JX_FOLDED_CHAR_BYTES];
};

/* Takes characters until there is something that they are folded to: all that stay as they are, or one. @return it, of
 * ret_n bytes; NULL at the end. */
static const char *next_piece(struct reader *reader, size_t *ret_n)
{
	while (*reader->at != '\0') {
		uint32_t c = 0;
		const char *at = reader->at;
		*ret_n = jx_text_plain_bytes(at);
		reader->at += *ret_n;
		if (*ret_n > 0)
			return at;
		size_t length = jx_char_read(at, strnlen(at, MAX_CHAR_BYTES), &c);
		bool is_folded = length > 0 && fold_char(c, reader->folded);
		length = length > 0 ? length : 1;
		reader->at += length;
		*ret_n = is_folded ? strlen(reader->folded) : length;
		if (*ret_n > 0)
			return is_folded ? reader->folded : at;
	}
	*ret_n = 0;
	return NULL;
}

/* Bytes of a piece that fit into so many, whole characters only. */
static size_t cut_piece(const struct reader *reader, const char *piece, size_t room)
{
	size_t n = piece == reader->folded ? 0 : room;
	while (n > 0 && ((unsigned char)piece[n] & 0xC0) == 0x80)
		n--;
	return n;
}

size_t jx_spelling_fold(const char *text, char *out, size_t size)
{
	struct reader reader = {.at = text};
	size_t used = 0;
	size_t n;
	for (const char *piece = next_piece(&reader, &n); piece != NULL; piece = next_piece(&reader, &n)) {
		bool fits = n < size - used;
		n = fits ? n : cut_piece(&reader, piece, size - used - 1);
		memcpy(out + used, piece, n);
		used += n;
		if (!fits)
			break;
	}
	out[used] = '\0';
	return used;
}

bool jx_spelling_equal(const char *a, const char *b)
{
	struct reader left = {.at = a};
	struct reader right = {.at = b};
	const char *in_a = NULL;
	const char *in_b = NULL;
	size_t n_a = 0;
	size_t n_b = 0;
	if (strcmp(a, b) == 0)
		return true;
	for (;;) {
		in_a = n_a > 0 ? in_a : next_piece(&left, &n_a);
		in_b = n_b > 0 ? in_b : next_piece(&right, &n_b);
		if (in_a == NULL || in_b == NULL)
			return in_a == in_b;
		size_t n = n_a < n_b ? n_a : n_b;
		if (memcmp(in_a, in_b, n) != 0)
			return false;
		in_a += n;
		in_b += n;
		n_a -= n;
		n_b -= n;
	}
}

bool jx_spelling_is_plain(const char *text)
{
	struct reader reader = {.at = text};
	while (*reader.at != '\0') {
		size_t n;
		const char *at = reader.at;
		if (next_piece(&reader, &n) != at)
			return false;
	}
	return true;
}

/* True when a folded text is one of the words. */
static bool is_one_of(const char *folded, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (folded[0] == words[i][0] && strcmp(folded, words[i]) == 0)
			return true;
	}
	return false;
}

bool jx_spelling_is_mark(const char *text)
{
	static const char *const marks[] = {"", "/", "//", "\\", "*", "**", "***", "_", "__", "无", "空",
		"未统计", "未填", "未填报", "待填", "不详", "N/A", "n/a", "NA"};
	char folded[WORD_BYTES];
	size_t n = jx_spelling_fold(text, folded, sizeof(folded));
	if (n > 0 && strspn(folded, "-") == n)
		return true;
	return is_one_of(folded, marks, JX_COUNT_OF(marks));
}

const char *jx_spelling_after_none(const char *folded)
{
	/* The longer one first where one begins another. */
	static const char *const words[] = {
		"没有发生", "没有", "未发生", "未出现", "不存在", "无发生", "无", "零发生", "零"};
	for (size_t i = 0; i < JX_COUNT_OF(words); i++) {
		size_t n = strlen(words[i]);
		if (strncmp(folded, words[i], n) == 0)
			return folded[n] != '\0' ? folded + n : NULL;
	}
	return NULL;
}

bool jx_spelling_is_none(const char *text)
{
	static const char *const words[] = {
		"无", "没有", "未发生", "没有发生", "无发生", "不存在", "零", "零发生", "无此情况", "未出现"};
	char folded[WORD_BYTES];
	(void)jx_spelling_fold(text, folded, sizeof(folded));
	return is_one_of(folded, words, JX_COUNT_OF(words));
}
