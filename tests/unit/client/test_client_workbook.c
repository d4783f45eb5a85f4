/* A workbook: its numbers as a cell shows them, its places, and files that are none. */
#include <string.h>

#include "client/workbook/number_format.h"
#include "client/workbook/read.h"
#include "client/workbook/scan.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "tests/support/test.h"

static void numbers_are_printed_as_cells_show_them(void **state)
{
	static const struct {
		const char *stored;
		const char *format; /* NULL: by id */
		unsigned id;
		enum jx_grid_kind kind;
		const char *text;
	} cases[] = {
		{"10067.32", "General", 0, JX_GRID_NUMBER, "10067.32"},
		{"10067.320000000002", "General", 0, JX_GRID_NUMBER, "10067.32"},
		{"1.0067320000000001E4", "0.00", 0, JX_GRID_NUMBER, "10067.32"},
		{"10067.3", "#,##0.00", 0, JX_GRID_NUMBER, "10067.30"},
		{"10067.325", "0.00", 0, JX_GRID_NUMBER, "10067.325"},
		{"-3305.25", "0.00_ ;[Red]-0.00", 0, JX_GRID_NUMBER, "-3305.25"},
		{"0", "0.00", 0, JX_GRID_NUMBER, "0.00"},
		{"-0", "0", 0, JX_GRID_NUMBER, "0"},
		{"0.1", "0.0000", 0, JX_GRID_NUMBER, "0.1000"},
		{"1E-7", "General", 0, JX_GRID_NUMBER, "0.0000001"},
		{"999999999999999.9", "General", 0, JX_GRID_NUMBER, "1000000000000000"},
		{"5", "0.00\"万元\"", 0, JX_GRID_NUMBER, "5.00"},
		{"0.973", "0.00%", 0, JX_GRID_PERCENT, "97.30%"},
		{"1", NULL, 9, JX_GRID_PERCENT, "100%"},
		{"46022", "yyyy\\年m\\月d\\日", 0, JX_GRID_DATE, "2025-12-31"},
		{"46022", "yyyy\"年\"m\"月\"", 0, JX_GRID_DATE, "2025-12"},
		{"46022.75", NULL, 22, JX_GRID_DATE, "2025-12-31"},
		{"46022", NULL, 31, JX_GRID_DATE, "2025-12-31"},
		{"45992", NULL, 57, JX_GRID_DATE, "2025-12"},
		{"1", NULL, 14, JX_GRID_DATE, "1900-01-01"},
		{"61", NULL, 14, JX_GRID_DATE, "1900-03-01"},
		{"-5", NULL, 14, JX_GRID_NUMBER, "-5"},
		{"12:30", "General", 0, JX_GRID_TEXT, "12:30"},
		{"1e400", "General", 0, JX_GRID_TEXT, "1e400"},
		{"NaN", "0.00", 0, JX_GRID_TEXT, "NaN"},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		enum jx_grid_kind kind;
		char text[JX_NUMBER_TEXT_BYTES];
		struct jx_number_format format = cases[i].format != NULL
							 ? jx_number_format_read(cases[i].format)
							 : jx_number_format_builtin(cases[i].id);
		jx_number_format_print(cases[i].stored, &format, false, &kind, text);
		assert_string_equal(text, cases[i].text);
		assert_int_equal(kind, cases[i].kind);
	}
}

static void days_may_be_counted_from_1904(void **state)
{
	enum jx_grid_kind kind;
	char text[JX_NUMBER_TEXT_BYTES];
	struct jx_number_format format = jx_number_format_builtin(14);
	(void)state;
	jx_number_format_print("44560", &format, true, &kind, text);
	assert_string_equal(text, "2025-12-31");
}

static void places_have_names(void **state)
{
	static const struct {
		uint32_t row;
		uint32_t column;
		const char *name;
	} cases[] = {{0, 0, "A1"}, {3, 2, "C4"}, {9, 25, "Z10"}, {9, 26, "AA10"}, {0, 701, "ZZ1"},
		{0, 702, "AAA1"}, {JX_MAX_FORM_ROWS - 1, JX_MAX_FORM_COLUMNS - 1, "XFD1048576"}};
	static const char *const none[] = {"", "A", "1", "A0", "XFE1", "A1048577", "a1", "!A1"};
	uint32_t row;
	uint32_t column;
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		char name[JX_CELL_NAME_BYTES];
		assert_string_equal(jx_grid_place(cases[i].row, cases[i].column, name), cases[i].name);
		assert_non_null(jx_grid_place_read(name, &row, &column));
		assert_int_equal(row, cases[i].row);
		assert_int_equal(column, cases[i].column);
	}
	for (size_t i = 0; i < JX_COUNT_OF(none); i++)
		assert_null(jx_grid_place_read(none[i], &row, &column));
}

static void a_file_that_is_no_workbook_is_named_as_what_it_is(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		enum jx_reason reason;
	} cases[] = {
		{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, JX_REASON_FORM_OLD_FORMAT},
		{"PK\x03\x04 and nothing else", 20, JX_REASON_FORM_DAMAGED},
		{"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22, JX_REASON_FORM_NO_WORKBOOK},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		const struct jx_workbook_file file = {
			.name = "a.xlsx", .bytes = cases[i].bytes, .n = cases[i].n};
		struct jx_arena arena;
		struct jx_grid grid;
		struct jx_error error = {0};
		jx_arena_init(&arena, JX_MAX_CLIENT_ARENA_BYTES);
		assert_true(jx_workbook_is_one(file.bytes, file.n));
		assert_int_equal(jx_workbook_read(&file, &arena, &grid, &error), JX_INVALID);
		assert_int_equal(error.reason, cases[i].reason);
		assert_string_equal(error.arg[0], "a.xlsx");
		jx_arena_clear(&arena);
	}
	assert_false(jx_workbook_is_one("{}", 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_printed_as_cells_show_them),
		cmocka_unit_test(days_may_be_counted_from_1904),
		cmocka_unit_test(places_have_names),
		cmocka_unit_test(a_file_that_is_no_workbook_is_named_as_what_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
