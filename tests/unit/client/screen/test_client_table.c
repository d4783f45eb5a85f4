#include "tests/support/test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/screen/layout.h"
#include "client/screen/table.h"
#include "client/screen/terminal.h"
#include "proto/contract/base/array.h"

static const struct jx_column COLUMNS[] = {
	{"rank", "名次", .is_right = true},
	{"title", "部门", .wraps = true},
	{"score", "得分", .is_right = true},
	{"rate", "执行率", .is_right = true, .leave_out = 1},
	{"remark", "备注", .wraps = true},
};

#define N_COLUMNS JX_COUNT_OF(COLUMNS)

static struct jx_arena arena;

static int open_arena(void **state)
{
	(void)state;
	jx_arena_init(&arena, 1u << 20);
	return 0;
}

static int clear_arena(void **state)
{
	(void)state;
	jx_arena_clear(&arena);
	return 0;
}

static void fill(struct jx_table *table)
{
	jx_table_init(table, &arena, COLUMNS, N_COLUMNS);
	jx_table_add_row(table);
	jx_table_set(table, 0, "1");
	jx_table_set(table, 1, "元氏县科学技术和工业信息化局");
	jx_table_set(table, 2, "95.5");
	jx_table_set_raw(table, 3, "97.30%", "97.30");
	jx_table_set(table, 4, "执行率 65.0%，请说明原因或核减得分，说明写在 explanations 里");
	jx_table_add_row(table);
	jx_table_set(table, 0, "2");
	jx_table_set(table, 1, "an office with a rather long English name");
	jx_table_set(table, 2, "7");
	jx_table_set_colour(table, 2, JX_COLOUR_RED);
}

static char *printed(const struct jx_table *table, struct jx_table_target target)
{
	char *text = NULL;
	size_t n = 0;
	target.stream = open_memstream(&text, &n);
	assert_non_null(target.stream);
	assert_int_equal(jx_table_print(table, &target), JX_OK);
	assert_int_equal(fclose(target.stream), 0);
	return text;
}

static unsigned widest_line(const char *text)
{
	unsigned widest = 0;
	while (*text != '\0') {
		size_t n = strcspn(text, "\n");
		char *line = strndup(text, n);
		if (jx_terminal_text_width(line) > widest)
			widest = jx_terminal_text_width(line);
		free(line);
		text += n + (text[n] == '\n');
	}
	return widest;
}

static void no_line_is_wider_than_the_screen(void **state)
{
	struct jx_table table;
	fill(&table);
	(void)state;
	for (unsigned width = 20; width <= 200; width++) {
		char *text = printed(&table, (struct jx_table_target){.is_tty = true, .width = width});
		if (widest_line(text) > width)
			fail_msg("width %u:\n%s", width, text);
		assert_non_null(strstr(text, "95.5"));
		free(text);
	}
}

static void columns_begin_at_the_same_place_in_every_line(void **state)
{
	struct jx_table table;
	char *text;
	(void)state;
	fill(&table);
	text = printed(&table, (struct jx_table_target){.is_tty = true, .width = 200});
	assert_string_equal(text, "名次  部门                                       得分  执行率  备注\n"
				  "   1  元氏县科学技术和工业信息化局               95.5  97.30%  "
				  "执行率 65.0%，请说明原因或核减得分，说明写在 explanations 里\n"
				  "   2  an office with a rather long English name     7\n");
	free(text);
}

static void a_narrow_screen_leaves_columns_out_in_their_order(void **state)
{
	struct jx_table table;
	struct jx_layout layout;
	char *texts[2 * N_COLUMNS];
	(void)state;
	fill(&table);
	for (size_t i = 0; i < 2 * N_COLUMNS; i++)
		texts[i] = (char *)(uintptr_t)(table.cells[i].text != NULL ? table.cells[i].text : "");
	assert_true(jx_layout_fit(&layout, &table, texts, 60));
	assert_true(layout.width[3] > 0);
	/* 4 + 12 + 4 + 12 and three gaps: the rate must go */
	assert_true(jx_layout_fit(&layout, &table, texts, 38));
	assert_int_equal(layout.width[3], 0);
	assert_int_equal(layout.width[0] + layout.width[1] + layout.width[2] + layout.width[4] + 6, 38);
	assert_false(jx_layout_fit(&layout, &table, texts, 37));
}

static void a_pipe_gets_tabs_and_no_headings(void **state)
{
	struct jx_table table;
	char *text;
	(void)state;
	fill(&table);
	text = printed(&table, (struct jx_table_target){.width = 40});
	assert_string_equal(text, "1\t元氏县科学技术和工业信息化局\t95.5\t97.30%\t执行率 "
				  "65.0%，请说明原因或核减得分，说明写在 explanations 里\n"
				  "2\tan office with a rather long English name\t7\t\t\n");
	free(text);
}

static void csv_has_keys_and_raw_numbers(void **state)
{
	struct jx_table table;
	char *text;
	(void)state;
	fill(&table);
	text = printed(
		&table, (struct jx_table_target){.output = JX_OUTPUT_CSV, .is_tty = true, .width = 40});
	assert_int_equal(strncmp(text, "rank,title,score,rate,remark\n1,", 31), 0);
	assert_non_null(strstr(text, ",95.5,97.30,"));
	assert_null(strstr(text, "97.30%"));
	free(text);
}

static void colour_appears_only_where_it_may(void **state)
{
	struct jx_table table;
	char *plain, *coloured;
	(void)state;
	fill(&table);
	plain = printed(&table, (struct jx_table_target){.is_tty = true, .width = 120});
	coloured =
		printed(&table, (struct jx_table_target){.is_tty = true, .has_colour = true, .width = 120});
	assert_null(strchr(plain, '\x1b'));
	assert_non_null(strstr(coloured, "\x1b[31m"));
	free(plain);
	free(coloured);
}

static void a_cell_cannot_break_out_of_its_row(void **state)
{
	struct jx_table table;
	char *text;
	(void)state;
	jx_table_init(&table, &arena, COLUMNS, 2);
	jx_table_add_row(&table);
	jx_table_set(&table, 0, "1\t9");
	jx_table_set(&table, 1, "x\n2\t\x1b[31mfake");
	text = printed(&table, (struct jx_table_target){.width = 80});
	assert_string_equal(text, "1\\u00099\tx\\u000a2\\u0009\\u001b[31mfake\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_line_is_wider_than_the_screen),
		cmocka_unit_test(columns_begin_at_the_same_place_in_every_line),
		cmocka_unit_test(a_narrow_screen_leaves_columns_out_in_their_order),
		cmocka_unit_test(a_pipe_gets_tabs_and_no_headings),
		cmocka_unit_test(csv_has_keys_and_raw_numbers),
		cmocka_unit_test(colour_appears_only_where_it_may),
		cmocka_unit_test(a_cell_cannot_break_out_of_its_row),
	};
	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, open_arena, clear_arena);
}
