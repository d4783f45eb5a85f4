#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/text/csv.h"
#include "proto/contract/base/array.h"

static char *written(const char *const *cells, size_t n, enum jx_csv_style style)
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);
	struct jx_csv_writer writer;
	assert_non_null(stream);
	jx_csv_writer_init(&writer, stream, style);
	for (size_t i = 0; i < n; i++)
		jx_csv_write(&writer, cells[i]);
	jx_csv_end_row(&writer);
	assert_int_equal(fclose(stream), 0);
	return text;
}

static void expect_cell(const char *cell, enum jx_csv_style style, const char *expected)
{
	char *text = written(&cell, 1, style);
	assert_string_equal(text, expected);
	free(text);
}

static void cells_are_quoted_only_when_they_must_be(void **state)
{
	static const struct {
		const char *cell;
		const char *expected;
	} cases[] = {
		{"科工局", "科工局\n"},
		{"", "\n"},
		{NULL, "\n"},
		{"a,b", "\"a,b\"\n"},
		{"say \"no\"", "\"say \"\"no\"\"\"\n"},
		{"two\nlines", "\"two\nlines\"\n"},
		{" outer", "\" outer\"\n"},
		{"outer ", "\"outer \"\n"},
		{"=1+1", "=1+1\n"},
		{"-24.72", "-24.72\n"},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++)
		expect_cell(cases[i].cell, JX_CSV_PLAIN, cases[i].expected);
}

static void a_cell_on_a_screen_cannot_act_on_it(void **state)
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);
	struct jx_csv_writer writer;
	(void)state;
	assert_non_null(stream);
	jx_csv_writer_init(&writer, stream, JX_CSV_EXCEL);
	writer.is_for_screen = true;
	jx_csv_write(&writer, "\x1b[2J\xC2\x9B"
			      "31m");
	jx_csv_write(&writer, "a,\"b\u202E");
	jx_csv_end_row(&writer);
	assert_int_equal(fclose(stream), 0);
	assert_string_equal(text, "\\u001b[2J\\u009b31m,\"a,\"\"b\\u202e\"\r\n");
	free(text);
}

static void excel_runs_no_cell_as_a_formula(void **state)
{
	static const struct {
		const char *cell;
		const char *expected;
	} cases[] = {
		{"=HYPERLINK(\"x\")", "\xEF\xBB\xBF\"'=HYPERLINK(\"\"x\"\")\"\r\n"},
		{"+1", "\xEF\xBB\xBF\"'+1\"\r\n"},
		{"-cmd", "\xEF\xBB\xBF\"'-cmd\"\r\n"},
		{"@SUM(A1)", "\xEF\xBB\xBF\"'@SUM(A1)\"\r\n"},
		{"\tx", "\xEF\xBB\xBF\"'\tx\"\r\n"},
		{"\rx", "\xEF\xBB\xBF\"'\rx\"\r\n"},
		/* numbers stay numbers, a minus alone or a broken one does not */
		{"-24.72", "\xEF\xBB\xBF-24.72\r\n"},
		{"-5", "\xEF\xBB\xBF-5\r\n"},
		{"-", "\xEF\xBB\xBF\"'-\"\r\n"},
		{"-1.", "\xEF\xBB\xBF\"'-1.\"\r\n"},
		{"-1+1", "\xEF\xBB\xBF\"'-1+1\"\r\n"},
		{"部门", "\xEF\xBB\xBF部门\r\n"},
		/* full width, and behind blanks that are passed over */
		{"＝1", "\xEF\xBB\xBF\"'＝1\"\r\n"},
		{"＋1", "\xEF\xBB\xBF\"'＋1\"\r\n"},
		{"－1", "\xEF\xBB\xBF\"'－1\"\r\n"},
		{"＠x", "\xEF\xBB\xBF\"'＠x\"\r\n"},
		{" =1", "\xEF\xBB\xBF\"' =1\"\r\n"},
		{"\n@x", "\xEF\xBB\xBF\"'\n@x\"\r\n"},
		{"　 ＝1", "\xEF\xBB\xBF\"'　 ＝1\"\r\n"},
		{"\xEF\xBB\xBF=1", "\xEF\xBB\xBF\"'\xEF\xBB\xBF=1\"\r\n"},
		{"1=1", "\xEF\xBB\xBF"
			"1=1\r\n"},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++)
		expect_cell(cases[i].cell, JX_CSV_EXCEL, cases[i].expected);
}

static void excel_keeps_every_digit_of_a_code(void **state)
{
	static const struct {
		const char *cell;
		const char *expected;
	} cases[] = {
		{"0012", "\xEF\xBB\xBF\"=\"\"0012\"\"\"\r\n"},
		{"130132001000", "\xEF\xBB\xBF\"=\"\"130132001000\"\"\"\r\n"},
		{"130132001", "\xEF\xBB\xBF"
			      "130132001\r\n"},
		{"0", "\xEF\xBB\xBF"
		      "0\r\n"},
		{"0.05", "\xEF\xBB\xBF"
			 "0.05\r\n"},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++)
		expect_cell(cases[i].cell, JX_CSV_EXCEL, cases[i].expected);
	expect_cell("0012", JX_CSV_PLAIN, "0012\n");
}

static void the_byte_order_mark_stands_once(void **state)
{
	const char *cells[] = {"a", "b"};
	char *text = written(cells, 2, JX_CSV_EXCEL);
	(void)state;
	assert_string_equal(text, "\xEF\xBB\xBF"
				  "a,b\r\n");
	free(text);
}

/* Reads all of a text and prints it as "cell|cell/" for each row; an error ends it with "!". */
static void read_all(const char *text, char *out, size_t size)
{
	char *copy = strdup(text);
	struct jx_csv_reader reader;
	size_t used = 0;
	out[0] = '\0';
	jx_csv_reader_init(&reader, copy, strlen(copy));
	for (;;) {
		char *cells[4];
		size_t n;
		enum jx_status status = jx_csv_read_row(&reader, cells, 4, &n);
		if (status == JX_OUT_OF_RANGE)
			break;
		if (status != JX_OK) {
			(void)snprintf(
				out + used, size - used, status == JX_INVALID ? "!%zu" : "?%zu", reader.line);
			break;
		}
		for (size_t i = 0; i < n; i++)
			used += (size_t)snprintf(out + used, size - used, "%s%s", i > 0 ? "|" : "", cells[i]);
		used += (size_t)snprintf(out + used, size - used, "@%zu/", reader.line);
	}
	free(copy);
}

static void rows_are_read_as_people_save_them(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"", ""},
		{"\n\r\n\n", ""},
		{"a,b\nc,d\n", "a|b@1/c|d@2/"},
		{"a,b\r\nc,d", "a|b@1/c|d@2/"},
		{"a,b\rc,d\r", "a|b@1/c|d@2/"},
		{"a,,\n", "a||@1/"},
		{",\n", "|@1/"},
		{"\"a,b\",\"c\"\"d\"\n", "a,b|c\"d@1/"},
		{"\"two\nlines\",x\ny\n", "two\nlines|x@1/y@3/"},
		{"\"\"\n", "@1/"},
		{"\"\",\"\"\n", "|@1/"},
		{"a\n\n\nb\n", "a@1/b@4/"},
		{"a\"b\n", "a\"b@1/"},
		{"\"open", "!1"},
		{"x\n\"a\"b\n", "x@1/!2"},
		{"a,b,c,d,e\n", "?1"},
		{"a,b,c,d\n", "a|b|c|d@1/"},
	};
	char out[256];
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		read_all(cases[i].text, out, sizeof(out));
		assert_string_equal(out, cases[i].expected);
	}
}

static void what_is_written_reads_back(void **state)
{
	const char *cells[] = {"a,b", "say \"no\"", "two\r\nlines", ""};
	char *text = written(cells, 4, JX_CSV_PLAIN);
	struct jx_csv_reader reader;
	char *read[4];
	size_t n;
	(void)state;
	jx_csv_reader_init(&reader, text, strlen(text));
	assert_int_equal(jx_csv_read_row(&reader, read, 4, &n), JX_OK);
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(read[i], cells[i]);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_quoted_only_when_they_must_be),
		cmocka_unit_test(a_cell_on_a_screen_cannot_act_on_it),
		cmocka_unit_test(excel_runs_no_cell_as_a_formula),
		cmocka_unit_test(excel_keeps_every_digit_of_a_code),
		cmocka_unit_test(the_byte_order_mark_stands_once),
		cmocka_unit_test(rows_are_read_as_people_save_them),
		cmocka_unit_test(what_is_written_reads_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
