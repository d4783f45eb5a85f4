/* What characters do on a screen: the table itself is held against Unicode by tests/lint/text_classes.py. */
#include "proto/contract/base/text_class.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "tests/support/test.h"

static void characters_have_their_class(void **state)
{
	(void)state;
	static const struct {
		uint32_t c;
		enum jx_char_class class;
	} cases[] = {{'A', JX_CHAR_SHOWN}, {0x79D1, JX_CHAR_SHOWN}, {0x1F600, JX_CHAR_SHOWN},
		{0xE000, JX_CHAR_SHOWN}, {0x0301, JX_CHAR_SHOWN}, {' ', JX_CHAR_SPACE},
		{0x3000, JX_CHAR_SPACE}, {0x200D, JX_CHAR_JOINER}, {0xFE0F, JX_CHAR_JOINER},
		{0xE0100, JX_CHAR_JOINER}, {0xAD, JX_CHAR_INVISIBLE}, {0x3164, JX_CHAR_INVISIBLE},
		{0xE0041, JX_CHAR_INVISIBLE}, {0xFEFF, JX_CHAR_INVISIBLE}, {0xFFFF, JX_CHAR_INVISIBLE},
		{0x10FFFE, JX_CHAR_INVISIBLE}, {0x61C, JX_CHAR_DIRECTION}, {0x202E, JX_CHAR_DIRECTION},
		{0x2069, JX_CHAR_DIRECTION}, {0, JX_CHAR_CONTROL}, {0x1B, JX_CHAR_CONTROL},
		{0x7F, JX_CHAR_CONTROL}, {0x9B, JX_CHAR_CONTROL}, {0x2028, JX_CHAR_CONTROL}};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++)
		assert_int_equal(jx_char_class(cases[i].c), cases[i].class);
}

static void characters_are_read_as_utf8(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t n_bytes;
		uint32_t c;
	} cases[] = {{"A", 1, 'A'}, {"\u00e9", 2, 0xE9}, {"科", 3, 0x79D1}, {"\U0001F600", 4, 0x1F600},
		{"\xff", 0, 0}, {"\xc3", 0, 0}, {"\xed\xa0\x80", 0, 0}, {"\xf4\x90\x80\x80", 0, 0},
		{"\xc0\xaf", 0, 0}};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		uint32_t c = 0;
		assert_int_equal(jx_char_read(cases[i].text, strlen(cases[i].text), &c), cases[i].n_bytes);
		assert_int_equal(c, cases[i].c);
	}
}

static void a_text_is_escaped_and_cut_at_a_character(void **state)
{
	(void)state;
	char out[32];
	assert_string_equal(jx_text_escape("a\u202Eb\nc", out, sizeof(out)), "a\\u202eb\nc");
	assert_string_equal(jx_text_escape("科工局", out, 8), "科工");
	assert_string_equal(jx_text_escape("a\U000E0041", out, 8), "a");
	assert_string_equal(jx_text_escape("\xff", out, sizeof(out)), "\\xff");
	assert_string_equal(jx_text_escape("x", out, 1), "");
}

static void the_first_harmful_character_is_found_and_named(void **state)
{
	(void)state;
	char name[JX_ESCAPED_BYTES];
	assert_null(jx_text_find_class("科工局\u200D", JX_CHAR_INVISIBLE, false));
	assert_null(jx_text_find_class("a\r\n\tb", JX_CHAR_CONTROL, true));
	assert_non_null(jx_text_find_class("a\tb", JX_CHAR_CONTROL, false));
	const char *at = jx_text_find_class("科\U000E0041", JX_CHAR_INVISIBLE, false);
	assert_string_equal(jx_char_name(at, name), "U+E0041");
	assert_string_equal(jx_char_name("\x1b", name), "U+001B");
}

/* What is passed over as plain is plain to the table: each character is shown, and none of another kind is passed over. */
static void plain_characters_are_passed_over(void **state)
{
	(void)state;
	for (uint32_t c = 1; c < 0xD800; c++) {
		char text[8] = "";
		if (c < 0x80)
			text[0] = (char)c;
		else if (c < 0x800)
			(void)snprintf(
				text, sizeof(text), "%c%c", (int)(0xC0 | c >> 6), (int)(0x80 | (c & 63)));
		else
			(void)snprintf(text, sizeof(text), "%c%c%c", (int)(0xE0 | c >> 12),
				(int)(0x80 | (c >> 6 & 63)), (int)(0x80 | (c & 63)));
		bool is_plain = (c > ' ' && c <= '~') || (c >= 0x4000 && c <= 0x9FFF);
		assert_int_equal(jx_text_plain_bytes(text), is_plain ? strlen(text) : 0);
		if (is_plain)
			assert_int_equal(jx_char_class(c), JX_CHAR_SHOWN);
	}
	assert_int_equal(jx_text_plain_bytes("科a工\xe5\xb1"), 7);
	assert_int_equal(jx_text_plain_bytes("\xe5"), 0);
}

static void a_word_is_found_at_the_start(void **state)
{
	(void)state;
	assert_int_equal(jx_text_begins_with("不低于95", "不低于"), 9);
	assert_int_equal(jx_text_begins_with("不低", "不低于"), 0);
	assert_int_equal(jx_text_begins_with("不高于", "不低于"), 0);
	assert_int_equal(jx_text_begins_with("", "不"), 0);
}

static void a_text_that_nobody_sees_is_blank(void **state)
{
	(void)state;
	assert_true(jx_text_is_blank(""));
	assert_true(jx_text_is_blank(" \u3000\u2800\u2060\u3164\n"));
	assert_false(jx_text_is_blank(" \u2060。"));
	assert_false(jx_text_is_blank("a\u0301"));
	assert_false(jx_text_is_blank("\U00020000")); /* an ideograph of a name */
	assert_false(jx_text_is_blank("①"));
	assert_false(jx_text_is_blank("√"));
	static const char *const SAY_NOTHING[] = {"\u0301\u0308", "\u20DD", "\U0001D159", "\u0378",
		"\U000EFFFF", "\U0003FFFD", "\uE000\uF8FF", "\U000F0000", "\U0010FFFD", "\uFFFD\uFFFD",
		"\uFFFC", "\u302A", "\u0903"};
	for (size_t i = 0; i < JX_COUNT_OF(SAY_NOTHING); i++)
		assert_true(jx_text_is_blank(SAY_NOTHING[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters_have_their_class),
		cmocka_unit_test(characters_are_read_as_utf8),
		cmocka_unit_test(a_text_is_escaped_and_cut_at_a_character),
		cmocka_unit_test(the_first_harmful_character_is_found_and_named),
		cmocka_unit_test(plain_characters_are_passed_over),
		cmocka_unit_test(a_word_is_found_at_the_start),
		cmocka_unit_test(a_text_that_nobody_sees_is_blank),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
