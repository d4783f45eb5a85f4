#include "tests/support/test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/screen/terminal.h"
#include "proto/contract/base/array.h"

static void nothing_harmful_reaches_the_terminal(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"科工局 100%", "科工局 100%"},
		{"\x1b[2J", "\\u001b[2J"},
		{"\x07\x08\x7f", "\\u0007\\u0008\\u007f"},
		{"\xC2\x9B"
		 "31m",
			"\\u009b31m"},
		{"a\xE2\x80\xAE"
		 "b",
			"a\\u202eb"},
		{"\xE2\x80\xAA\xE2\x81\xA6\xE2\x81\xA9", "\\u202a\\u2066\\u2069"},
		{"\xE2\x80\x8B\xE2\x80\x8F\xEF\xBB\xBF", "\\u200b\\u200f\\ufeff"},
		{"\xE2\x80\xA8\xE2\x80\xA9", "\\u2028\\u2029"},
		{"\tx", "\\u0009x"},
		{"bad \xFF\xC3(", "bad \\xff\\xc3("},
		{"\xED\xA0\x80", "\\xed\\xa0\\x80"},
		{"é 😀 ①", "é 😀 ①"},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		char *out = jx_terminal_escape(cases[i].text, false);
		assert_string_equal(out, cases[i].expected);
		free(out);
	}
}

static void json_of_a_terminal_has_escapes_that_mean_the_same(void **state)
{
	static const char text[] = "{\"name\":\"a\xC2\x9B"
				   "b\u202Ec\U000E0041\x7F"
				   "科\"}\n";
	char *out = NULL;
	size_t n = 0;
	FILE *stream = open_memstream(&out, &n);
	(void)state;
	assert_non_null(stream);
	jx_terminal_put_json(stream, text, sizeof(text) - 1);
	assert_int_equal(fclose(stream), 0);
	assert_string_equal(out, "{\"name\":\"a\\u009bb\\u202ec\\udb40\\udc41\\u007f科\"}\n");
	free(out);
}

static void line_feeds_stay_where_they_are_wanted(void **state)
{
	char *kept = jx_terminal_escape("a\nb\rc", true);
	char *gone = jx_terminal_escape("a\nb", false);
	(void)state;
	assert_string_equal(kept, "a\nb\\u000dc");
	assert_string_equal(gone, "a\\u000ab");
	free(kept);
	free(gone);
}

static void chinese_takes_two_columns(void **state)
{
	(void)state;
	assert_int_equal(jx_terminal_text_width("科工局"), 6);
	assert_int_equal(jx_terminal_text_width("abc"), 3);
	assert_int_equal(jx_terminal_text_width("（ab）"), 6);
	assert_int_equal(jx_terminal_text_width(""), 0);
}

static unsigned widest_line(const char *text)
{
	unsigned widest = 0;
	char *copy = strdup(text);
	char *rest = NULL;
	for (char *line = strtok_r(copy, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
		if (jx_terminal_text_width(line) > widest)
			widest = jx_terminal_text_width(line);
	free(copy);
	return widest;
}

static void no_line_is_wider_than_asked(void **state)
{
	static const char *const texts[] = {
		"执行率 65.0%，自评得分却是 98.5；请核对分项或总计（差 0.01）。",
		"the execution rate is 65.0% and yet 98.5 points are claimed",
		"organisation.projects_evaluated[12].a_name_without_any_place_to_break_it_at_all",
		"sha256:9f2c0000000000000000000000000000000000000000000000000000000071ab",
		"",
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(texts); i++)
		for (unsigned width = 2; width <= 100; width++) {
			char *wrapped = jx_terminal_wrap(texts[i], width);
			assert_true(widest_line(wrapped) <= width);
			free(wrapped);
		}
}

static void wrapping_keeps_words_and_numbers_whole(void **state)
{
	char *wrapped = jx_terminal_wrap("the total 10067.32 differs", 12);
	(void)state;
	assert_string_equal(wrapped, "the total\n10067.32\ndiffers");
	free(wrapped);
	wrapped = jx_terminal_wrap("one\ntwo", 40);
	assert_string_equal(wrapped, "one\ntwo");
	free(wrapped);
}

static void no_line_begins_with_closing_punctuation(void **state)
{
	char *wrapped = jx_terminal_wrap("请核对总计，再报送", 10);
	(void)state;
	for (const char *at = strchr(wrapped, '\n'); at != NULL; at = strchr(at + 1, '\n'))
		assert_int_not_equal(strncmp(at + 1, "，", strlen("，")), 0);
	free(wrapped);
}

/* Text with an escape in an argument, through the printer that every message takes. */
static void messages_are_made_harmless_as_a_whole(void **state)
{
	char *text = NULL;
	size_t n = 0;
	FILE *stream = open_memstream(&text, &n);
	struct jx_terminal terminal = {.out = stream, .err = stream, .width = 80};
	(void)state;
	jx_print(&terminal, "file %s", "\x1b]0;x\x07.json");
	jx_note(&terminal, "%s", "a\xE2\x80\xAE");
	assert_int_equal(fclose(stream), 0);
	assert_string_equal(text, "file \\u001b]0;x\\u0007.json\na\\u202e\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_harmful_reaches_the_terminal),
		cmocka_unit_test(json_of_a_terminal_has_escapes_that_mean_the_same),
		cmocka_unit_test(line_feeds_stay_where_they_are_wanted),
		cmocka_unit_test(chinese_takes_two_columns),
		cmocka_unit_test(no_line_is_wider_than_asked),
		cmocka_unit_test(wrapping_keeps_words_and_numbers_whole),
		cmocka_unit_test(no_line_begins_with_closing_punctuation),
		cmocka_unit_test(messages_are_made_harmless_as_a_whole),
	};
	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
