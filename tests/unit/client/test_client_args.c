#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "client/app/app_error.h"
#include "client/commands/commands.h"
#include "proto/contract/base/array.h"

#define MAX_WORDS 16

/* Reads a line of words; the first is the command's name, two words joined by "+". */
static enum jx_status read_line(const char *line, struct jx_args *args, struct jx_error *error)
{
	static char words[512];
	static char *argv[MAX_WORDS + 1];
	int argc = 0;
	size_t n_words;
	(void)snprintf(words, sizeof(words), "%s", line);
	char *rest = NULL;
	for (char *word = strtok_r(words, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest))
		argv[argc++] = word;
	argv[argc] = NULL;
	const struct jx_command *command = jx_command_find(argc, argv, &n_words);
	assert_non_null(command);
	/* argv[0] stands for the program */
	return jx_args_read(args, command, argc - (int)n_words + 1, argv + n_words - 1, error);
}

static void options_and_operands_come_in_any_order(void **state)
{
	static struct jx_args args;
	struct jx_error error;
	(void)state;
	assert_int_equal(
		read_line("rank --by execution_rate 2025 -o csv --top=10 --accepted", &args, &error), JX_OK);
	assert_int_equal(args.n_operands, 1);
	assert_string_equal(jx_args_operand(&args, 0), "2025");
	assert_null(jx_args_operand(&args, 1));
	assert_string_equal(jx_args_value(&args, "by"), "execution_rate");
	assert_string_equal(jx_args_value(&args, "top"), "10");
	assert_string_equal(jx_args_value(&args, "output"), "csv");
	assert_true(jx_args_has(&args, "accepted"));
	assert_false(jx_args_has(&args, "published"));
}

static void repeated_options_keep_their_order(void **state)
{
	static struct jx_args args;
	struct jx_error error;
	static const char *const names[] = {"at", "message", "want", "at", "message", "due"};
	(void)state;
	assert_int_equal(
		read_line("return 科工局 --at a -m x --want explain --at b -m y --due 3d", &args, &error),
		JX_OK);
	assert_int_equal(args.n_given, 6);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(args.given[i].option->name, names[i]);
	assert_string_equal(jx_args_value(&args, "at"), "b");
}

static void two_dashes_end_the_options(void **state)
{
	static struct jx_args args;
	struct jx_error error;
	(void)state;
	assert_int_equal(read_line("check -- --strange.json -", &args, &error), JX_OK);
	assert_int_equal(args.n_operands, 2);
	assert_string_equal(jx_args_operand(&args, 0), "--strange.json");
	assert_string_equal(jx_args_operand(&args, 1), "-");
}

static void mistakes_are_named_with_the_nearest_option(void **state)
{
	static const struct {
		const char *line;
		enum jx_reason reason;
		const char *word;
		const char *near;
	} cases[] = {
		{"rank --bye x", JX_REASON_UNKNOWN_OPTION_NEAR, "--bye", "--by"},
		{"rank --pubished", JX_REASON_UNKNOWN_OPTION_NEAR, "--pubished", "--published"},
		{"rank --frobnicate", JX_REASON_UNKNOWN_OPTION, "--frobnicate", ""},
		{"rank -x", JX_REASON_UNKNOWN_OPTION, "-x", ""},
		{"rank --by", JX_REASON_OPTION_WANTS_VALUE, "--by", ""},
		{"rank -o", JX_REASON_OPTION_WANTS_VALUE, "-o", ""},
		{"rank --accepted=yes", JX_REASON_OPTION_WITHOUT_VALUE, "--accepted", ""},
		/* never abbreviated, though getopt would */
		{"rank --accep", JX_REASON_UNKNOWN_OPTION_NEAR, "--accep", "--accepted"},
		{"rank --serv host:1", JX_REASON_UNKNOWN_OPTION_NEAR, "--serv", "--server"},
		{"rank --serv=host:1", JX_REASON_UNKNOWN_OPTION_NEAR, "--serv", "--server"},
		{"rank --p x", JX_REASON_UNKNOWN_OPTION, "--p", ""},
		{"rank 2025 2026", JX_REASON_EXTRA_ARGUMENT, "2026", ""},
		{"check", JX_REASON_MISSING_ARGUMENT, "FILE...", ""},
		{"department add 1", JX_REASON_MISSING_ARGUMENT, "CODE TITLE", ""},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		static struct jx_args args;
		struct jx_error error = {0};
		assert_int_equal(read_line(cases[i].line, &args, &error), JX_INVALID);
		if (error.reason != cases[i].reason || strcmp(error.arg[0], cases[i].word) != 0 ||
			strcmp(error.arg[2], cases[i].near) != 0)
			fail_msg("%s: %s \"%s\" \"%s\"", cases[i].line, jx_reason_name(error.reason),
				error.arg[0], error.arg[2]);
		assert_int_equal(jx_app_error_exit_code(JX_INVALID, error.reason), JX_EXIT_USAGE);
	}
}

static void help_needs_no_operands(void **state)
{
	static struct jx_args args;
	struct jx_error error;
	(void)state;
	assert_int_equal(read_line("check --help", &args, &error), JX_OK);
	assert_true(jx_args_has(&args, "help"));
}

/* The table itself: every command can be found, has an example of its own, and no option twice. */
static void the_table_of_commands_is_sound(void **state)
{
	const struct jx_command *command;
	size_t n = 0;
	(void)state;
	for (; (command = jx_command_at(n)) != NULL; n++) {
		char start[64];
		assert_non_null(command->run);
		assert_true(command->summary[0] != '\0');
		assert_true(command->min_operands <= command->max_operands);
		assert_true((command->operands != NULL) == (command->max_operands > 0));
		(void)snprintf(start, sizeof(start), "jixiao %s", command->name);
		assert_non_null(strstr(command->example, start));
		size_t n_options = 0;
		for (const struct jx_option *a = command->options; a != NULL && a->name != NULL; a++) {
			n_options++;
			assert_true(a->help[0] != '\0');
			for (const struct jx_option *b = command->options; b != a; b++)
				assert_string_not_equal(a->name, b->name);
			for (const struct jx_option *b = jx_global_options; b->name != NULL; b++) {
				assert_string_not_equal(a->name, b->name);
				/* -o is the file of a command that writes one, else the form of output */
				bool is_file = a->letter == 'o' && strcmp(a->name, "out") == 0;
				assert_true(a->letter == '\0' || a->letter != b->letter || is_file);
			}
		}
		assert_true(n_options <= JX_MAX_OPTIONS);
	}
}

static void exit_codes_follow_the_status(void **state)
{
	static const struct {
		enum jx_status status;
		enum jx_reason reason;
		enum jx_exit code;
	} cases[] = {
		{JX_OK, JX_REASON_NONE, 0},
		{JX_INTERNAL, JX_REASON_INTERNAL, 1},
		{JX_UNKNOWN, JX_REASON_SERVER_SAID, 1},
		{JX_DATA_LOSS, JX_REASON_DATA_DAMAGED, 1},
		{JX_UNIMPLEMENTED, JX_REASON_UNKNOWN_METHOD, 1},
		{JX_INVALID, JX_REASON_BAD_OPTION_VALUE, 2},
		{JX_INVALID, JX_REASON_NO_SERVER, 2},
		{JX_INVALID, JX_REASON_HARD_FINDINGS, 3},
		{JX_INVALID, JX_REASON_NEEDS_EXPLANATION, 3},
		{JX_UNAUTHENTICATED, JX_REASON_NOT_ENROLLED, 4},
		{JX_DENIED, JX_REASON_NOT_ALLOWED, 4},
		{JX_NOT_FOUND, JX_REASON_ROUND_NOT_FOUND, 5},
		{JX_STATE, JX_REASON_ROUND_CLOSED, 6},
		{JX_CONFLICT, JX_REASON_STALE_BASE, 6},
		{JX_EXISTS, JX_REASON_ROUND_EXISTS, 6},
		{JX_UNAVAILABLE, JX_REASON_SERVER_UNREACHABLE, 7},
		{JX_DEADLINE, JX_REASON_DEADLINE_PASSED, 7},
		{JX_EXHAUSTED, JX_REASON_SERVER_BUSY, 7},
		{JX_CANCELLED, JX_REASON_NOT_CONFIRMED, 130},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++)
		assert_int_equal(jx_app_error_exit_code(cases[i].status, cases[i].reason), cases[i].code);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_and_operands_come_in_any_order),
		cmocka_unit_test(repeated_options_keep_their_order),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(mistakes_are_named_with_the_nearest_option),
		cmocka_unit_test(help_needs_no_operands),
		cmocka_unit_test(the_table_of_commands_is_sound),
		cmocka_unit_test(exit_codes_follow_the_status),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
