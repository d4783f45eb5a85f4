/* The tables of a round's departments: which columns come out, and in which order. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/print/ranking_table.h"

enum { TITLE, SCORE, LATE, CODE, N_COLUMNS };

static const struct jx_column COLUMNS[N_COLUMNS] = {
	[TITLE] = {"title", "Department", .wraps = true},
	[SCORE] = {"score", "Score", .is_right = true, .leave_out = 3},
	[LATE] = {"is_late", "Late", .leave_out = 2},
	[CODE] = {"department", "Code", .leave_out = 1},
};

static const size_t SHOWN[N_COLUMNS] = {CODE, TITLE, SCORE, LATE};

/* Prints two rows, of which nobody is late. */
static char *print(enum jx_output output, bool is_tty, unsigned width, size_t kept)
{
	static struct jx_app app;
	struct jx_table table;
	char *text = NULL;
	size_t n = 0;
	FILE *stream = open_memstream(&text, &n);
	assert_non_null(stream);
	jx_app_init(&app, 0);
	app.output = output;
	app.terminal = (struct jx_terminal){.out = stream, .err = stream, .is_tty = is_tty, .width = width};
	jx_table_init(&table, &app.arena, COLUMNS, N_COLUMNS);
	for (int i = 1; i <= 2; i++) {
		jx_table_add_row(&table);
		jx_table_set(&table, TITLE, i == 1 ? "first" : "second");
		jx_table_set_raw(&table, SCORE, "7%", "7");
		jx_table_set_raw(&table, LATE, "", "false");
		jx_table_set(&table, CODE, i == 1 ? "001" : "002");
	}
	assert_int_equal(jx_ranking_table_print(&app, &table, SHOWN, N_COLUMNS, kept), JX_OK);
	jx_app_clear(&app);
	assert_int_equal(fclose(stream), 0);
	return text;
}

static void people_read_the_columns_that_say_something(void **state)
{
	char *text = print(JX_OUTPUT_TABLE, false, 80, N_COLUMNS);
	(void)state;
	assert_string_equal(text, "Code  Department  Score\n"
				  "001   first          7%\n"
				  "002   second         7%\n");
	free(text);
}

static void programs_read_every_column_in_its_place(void **state)
{
	char *text = print(JX_OUTPUT_CSV, false, 80, N_COLUMNS);
	(void)state;
	assert_non_null(strstr(text, "title,score,is_late,department"));
	assert_non_null(strstr(text, "first,7,false,001"));
	free(text);
	text = print(JX_OUTPUT_AUTO, false, 80, N_COLUMNS);
	assert_string_equal(text, "first\t7%\t\t001\nsecond\t7%\t\t002\n");
	free(text);
}

static void a_kept_column_stays_on_a_narrow_screen(void **state)
{
	char *text = print(JX_OUTPUT_AUTO, true, 20, N_COLUMNS);
	(void)state;
	assert_null(strstr(text, "Score"));
	free(text);
	text = print(JX_OUTPUT_AUTO, true, 20, SCORE);
	assert_non_null(strstr(text, "Score"));
	assert_null(strstr(text, "Code"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_read_the_columns_that_say_something),
		cmocka_unit_test(programs_read_every_column_in_its_place),
		cmocka_unit_test(a_kept_column_stays_on_a_narrow_screen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
