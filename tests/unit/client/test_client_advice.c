#include "tests/support/test.h"

#include <string.h>

#include "client/app/advice.h"
#include "client/app/typed.h"
#include "proto/contract/base/array.h"

static const struct jx_topic none;

/* Reads a command line, its words apart by spaces. */
static void read_line(const char *line, struct jx_args *args)
{
	static char words[256];
	static char *argv[16];
	struct jx_error error = {0};
	int argc = 0;
	size_t n_words = 0;
	(void)snprintf(words, sizeof(words), "%s", line);
	for (char *rest = NULL, *word = strtok_r(words, " ", &rest); word != NULL;
		word = strtok_r(NULL, " ", &rest))
		argv[argc++] = word;
	argv[argc] = NULL;
	const struct jx_command *command = jx_command_find(argc, argv, &n_words);
	assert_non_null(command);
	char **rest = argv + n_words - 1;
	assert_int_equal(jx_args_read(args, command, argc - (int)n_words + 1, rest, &error), JX_OK);
}

static void a_named_round_stays_in_every_command_that_takes_one(void **state)
{
	static const struct {
		const char *line;
		const char *advice;
		const char *printed;
	} cases[] = {
		{"list", "jixiao list --state submitted", "jixiao list --state submitted"},
		{"list --round r1", "jixiao list --state submitted",
			"jixiao list --state submitted --round r1"},
		{"list --round rounds/r1", "jixiao list", "jixiao list --round r1"},
		{"show 1 --round r1", "jixiao accept 1 --round r2", "jixiao accept 1 --round r2"},
		{"show 1 --round r1", "jixiao outbox send", "jixiao outbox send"},
		{"rank r1", "jixiao compare DEPT DEPT", "jixiao compare DEPT DEPT --round r1"},
		{"compare 1 --round r1", "jixiao rank --by execution_rate",
			"jixiao rank r1 --by execution_rate"},
		{"compare 1 --round r1", "jixiao rank", "jixiao rank r1"},
		{"compare 1 --round r1", "jixiao rank r2 --published", "jixiao rank r2 --published"},
		{"show 1 --round r1", "先看：jixiao list；再看：jixiao show 部门",
			"先看：jixiao list --round r1；再看：jixiao show 1 --round r1"},
		{"show 1", "jixiao show DEPT", "jixiao show 1"},
		{"accept 1", "look: jixiao show DEPT", "look: jixiao show 1"},
		{"accept 1 2", "look: jixiao show DEPT", "look: jixiao show DEPT"},
		{"claim", "look: jixiao show DEPT", "look: jixiao show DEPT"},
		{"decide 1 --round r1",
			"等财政定稿：jixiao publish 轮次 --final；要改就退回：jixiao return 部门",
			"等财政定稿：jixiao publish r1 --final；要改就退回：jixiao return 1 --round r1"},
		{"decide 1", "jixiao publish ROUND --final", "jixiao publish ROUND --final"},
		{"show 1 --round r1", "jixiao listen", "jixiao listen"},
		{"show 1 --round r1", "nothing to run", "nothing to run"},
		{"show 1 --round r1", "jixiao ", "jixiao "},
		{"inflation r1 --accepted", "jixiao coverage", "jixiao coverage r1 --accepted"},
		{"rank --accepted", "jixiao compare DEPT DEPT", "jixiao compare DEPT DEPT --accepted"},
		{"rank --accepted", "jixiao rank r1 --published", "jixiao rank r1 --published"},
		{"rank --accepted", "jixiao list --state accepted", "jixiao list --state accepted"},
	};
	static struct jx_args args;
	char out[JX_ADVICE_BYTES];
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		read_line(cases[i].line, &args);
		assert_string_equal(jx_advice_print(&args, &none, cases[i].advice, out), cases[i].printed);
	}
	assert_string_equal(jx_advice_print(NULL, &none, "jixiao list", out), "jixiao list");
}

/* What a file names stands where the command line says nothing, and never before what was typed. */
static void what_a_file_is_about_is_filled_in(void **state)
{
	static const struct {
		const char *line;
		struct jx_topic topic;
		const char *printed;
	} cases[] = {
		{"submit FILE", {"155", "r1"},
			"jixiao return 155 --round r1; jixiao publish r1; jixiao list --round r1"},
		{"submit FILE --round r2", {"155", "r1"},
			"jixiao return 155 --round r2; jixiao publish r2; jixiao list --round r2"},
		{"submit FILE", {"", ""}, "jixiao return DEPT; jixiao publish ROUND; jixiao list"},
	};
	static struct jx_args args;
	char out[JX_ADVICE_BYTES];
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		read_line(cases[i].line, &args);
		assert_string_equal(jx_advice_print(&args, &cases[i].topic,
					    "jixiao return DEPT; jixiao publish ROUND; jixiao list", out),
			cases[i].printed);
	}
}

static void advice_that_is_too_long_is_cut(void **state)
{
	static struct jx_args args;
	char advice[2 * JX_ADVICE_BYTES];
	char out[JX_ADVICE_BYTES];
	(void)state;
	memset(advice, 'x', sizeof(advice));
	memcpy(advice + JX_ADVICE_BYTES - 16, "jixiao list ; ", 14);
	advice[sizeof(advice) - 1] = '\0';
	read_line("list --round r1", &args);
	assert_int_equal(strlen(jx_advice_print(&args, &none, advice, out)), JX_ADVICE_BYTES - 1);
}

static void fields_are_named_as_they_were_typed(void **state)
{
	static const struct {
		const char *line;
		const char *field;
		const char *name; /* NULL: nobody typed it */
	} cases[] = {
		{"round create r1", "round.deadline_time", "--deadline"},
		{"round create r1", "departments[3]", "--departments"},
		{"round create r1", "round.name", "ID"},
		{"department add 1 t", "title", "TITLE"},
		{"department add 1 t", "short_title", "--short"},
		{"return 1", "issues[12].field", "--at"},
		{"return 1", "issues.text", "--message"},
		{"accept 1", "lines[0].score", "--score"},
		{"export", "round", "ROUND"},
		{"export", "rou", NULL},
		{"export", "", NULL},
		{"ping", "round.name", NULL},
	};
	static struct jx_args args;
	char out[JX_ERROR_ARG_BYTES];
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		read_line(cases[i].line, &args);
		const char *name = jx_typed_name(&args, cases[i].field, out);
		if ((name == NULL) != (cases[i].name == NULL) ||
			(name != NULL && strcmp(name, cases[i].name) != 0))
			fail_msg("%s %s: %s", cases[i].line, cases[i].field, name != NULL ? name : "nothing");
	}
	assert_null(jx_typed_name(NULL, "round.name", out));
}

static void errors_name_what_was_typed(void **state)
{
	static struct jx_args args;
	struct jx_error error;
	(void)state;
	read_line("round create r1 --year 1 --deadline 3d", &args);
	(void)jx_fail_at(&error, JX_REASON_BAD_FIELD, "round.year",
		JX_ARGS(JX_TEXT("round.year"), JX_TEXT("1"), JX_WORDS("甲", "b")));
	assert_true(jx_typed_tell(&args, &error));
	assert_int_equal(error.reason, JX_REASON_BAD_OPTION_VALUE);
	assert_string_equal(error.arg[0], "--year");
	(void)jx_fail_at(&error, JX_REASON_MISSING_FIELD, "round.title", JX_ARGS(JX_TEXT("round.title")));
	assert_true(jx_typed_tell(&args, &error));
	assert_int_equal(error.reason, JX_REASON_MISSING_ARGUMENT);
	(void)jx_fail_at(&error, JX_REASON_TIME_PASSED, "round.deadline_time",
		JX_ARGS(JX_TEXT("round.deadline_time"), JX_TEXT("2020")));
	assert_true(jx_typed_tell(&args, &error));
	assert_int_equal(error.reason, JX_REASON_TIME_PASSED);
	assert_string_equal(error.arg[0], "--deadline");
	/* What is not there, or not allowed, is no mistake of usage. */
	(void)jx_fail_at(&error, JX_REASON_DEPARTMENT_NOT_FOUND, "departments", JX_ARGS(JX_TEXT("9")));
	assert_false(jx_typed_tell(&args, &error));
	(void)jx_fail_at(&error, JX_REASON_BAD_FIELD, "digest", JX_ARGS(JX_TEXT("digest")));
	assert_false(jx_typed_tell(&args, &error));
	assert_string_equal(error.field, "digest");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_named_round_stays_in_every_command_that_takes_one),
		cmocka_unit_test(what_a_file_is_about_is_filled_in),
		cmocka_unit_test(advice_that_is_too_long_is_cut),
		cmocka_unit_test(fields_are_named_as_they_were_typed),
		cmocka_unit_test(errors_name_what_was_typed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
