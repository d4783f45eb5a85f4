#include "tests/support/test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/help.h"
#include "client/text/language.h"

/* All of the help at once, on a terminal of a width. */
static char *help_at(unsigned width, enum jx_language language)
{
	static struct jx_app app;
	static struct jx_args args;
	char *text = NULL;
	size_t n = 0;
	const struct jx_command *command;
	FILE *stream = open_memstream(&text, &n);
	assert_non_null(stream);
	assert_true(jx_language_use(language));
	app.language = language;
	app.terminal = (struct jx_terminal){
		.out = stream, .err = stream, .is_tty = true, .is_err_tty = true, .width = width};
	jx_help_overview(&app);
	assert_int_equal(cmd_help(&app, &args), JX_OK);
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++)
		jx_help_command(&app, command);
	assert_true(jx_help_group(&app, "round"));
	assert_false(jx_help_group(&app, "roun"));
	assert_int_equal(fclose(stream), 0);
	return text;
}

static void no_line_of_help_is_wider_than_the_screen(void **state)
{
	(void)state;
	for (int language = JX_ZH; language <= JX_EN; language++)
		for (unsigned width = 40; width <= 200; width += 4) {
			char *text = help_at(width, (enum jx_language)language);
			char *rest = NULL;
			for (char *line = strtok_r(text, "\n", &rest); line != NULL;
				line = strtok_r(NULL, "\n", &rest))
				if (jx_terminal_text_width(line) > width)
					fail_msg("width %u: %s", width, line);
			free(text);
		}
}

static void chinese_help_has_no_english_sentence(void **state)
{
	char *zh = help_at(120, JX_ZH);
	char *en = help_at(120, JX_EN);
	(void)state;
	assert_non_null(strstr(en, "rank the departments"));
	assert_null(strstr(zh, "rank the departments"));
	assert_null(strstr(zh, " the "));
	assert_non_null(strstr(zh, "给部门排名"));
	free(zh);
	free(en);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_line_of_help_is_wider_than_the_screen),
		cmocka_unit_test(chinese_help_has_no_english_sentence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
