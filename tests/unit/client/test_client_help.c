#include "tests/support/test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/help.h"
#include "client/cli/man.h"
#include "client/cli/topics.h"
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
	jx_language_use(language);
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

static void every_command_stands_under_one_topic(void **state)
{
	const struct jx_command *commands[JX_TOPIC_COMMANDS];
	const struct jx_command *command;
	(void)state;
	for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++) {
		size_t n_times = 0;
		for (size_t topic = 0; topic < jx_topic_count(); topic++) {
			size_t n = jx_topic_commands(topic, commands);
			assert_in_range(n, 1, JX_TOPIC_COMMANDS - 1);
			for (size_t j = 0; j < n; j++)
				n_times += commands[j] == command;
		}
		if (n_times != 1)
			fail_msg("jixiao %s stands under %zu topics: client/cli/topics.c", command->name,
				n_times);
	}
}

/* The manual page in a language. */
static char *manual(enum jx_language language)
{
	static struct jx_app app;
	char *text = NULL;
	size_t n = 0;
	FILE *stream = open_memstream(&text, &n);
	assert_non_null(stream);
	jx_language_use(language);
	app.language = language;
	app.terminal = (struct jx_terminal){.out = stream, .err = stream, .width = 80};
	jx_man_print(&app, "2026-03-15");
	assert_int_equal(fclose(stream), 0);
	return text;
}

static void the_manual_has_every_command_and_option(void **state)
{
	(void)state;
	for (int language = JX_ZH; language <= JX_EN; language++) {
		char *page = manual((enum jx_language)language);
		const struct jx_command *command;
		for (size_t i = 0; (command = jx_command_at(i)) != NULL; i++) {
			char wanted[64];
			(void)snprintf(wanted, sizeof(wanted), ".SS \"jixiao %s", command->name);
			if (strstr(page, wanted) == NULL)
				fail_msg("no %s", wanted);
		}
		assert_non_null(strstr(page, "\\-\\-only\\-problems"));
		assert_non_null(strstr(page, "\\-y, \\-\\-yes"));
		assert_non_null(strstr(page, ".TH JIXIAO 1 \"2026-03-15\""));
		free(page);
	}
}

static void the_chinese_manual_has_no_english_sentence_and_no_wide_line(void **state)
{
	char *page = manual(JX_ZH);
	char *rest = NULL;
	(void)state;
	assert_null(strstr(page, " the "));
	for (char *line = strtok_r(page, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest))
		if (strstr(line, "\\-") == NULL && jx_terminal_text_width(line) > 80)
			fail_msg("wide: %s", line);
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_line_of_help_is_wider_than_the_screen),
		cmocka_unit_test(chinese_help_has_no_english_sentence),
		cmocka_unit_test(every_command_stands_under_one_topic),
		cmocka_unit_test(the_manual_has_every_command_and_option),
		cmocka_unit_test(the_chinese_manual_has_no_english_sentence_and_no_wide_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
