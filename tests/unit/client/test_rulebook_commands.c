/* jixiao rules, and check --rulebook: what comes out, as a program reads it. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app/app_error.h"
#include "client/commands/commands.h"

/* What a command left. */
struct outcome {
	struct jx_app app;
	char *text;
	size_t n;
	enum jx_status status;
};

static void run(struct outcome *outcome, jx_command_fn command, enum jx_output output, const char *first,
	const char *second, const char *rulebook)
{
	static const struct jx_option option = {.name = "rulebook", .argument = "", .help = ""};
	char operands[2][256];
	char *given[2] = {operands[0], operands[1]};
	struct jx_args args = {.operands = given, .n_operands = (first != NULL) + (size_t)(second != NULL)};
	(void)snprintf(operands[0], sizeof(operands[0]), "%s", first != NULL ? first : "");
	(void)snprintf(operands[1], sizeof(operands[1]), "%s", second != NULL ? second : "");
	if (rulebook != NULL)
		args.given[args.n_given++] = (struct jx_given){&option, rulebook};
	*outcome = (struct outcome){.text = NULL};
	jx_app_init(&outcome->app, 0);
	outcome->app.language = JX_EN;
	outcome->app.output = output;
	FILE *out = open_memstream(&outcome->text, &outcome->n);
	FILE *err = fopen("/dev/null", "w");
	assert_non_null(out);
	assert_non_null(err);
	jx_terminal_init(&outcome->app.terminal, out, err);
	outcome->status = command(&outcome->app, &args);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(fclose(err), 0);
}

static void done(struct outcome *outcome)
{
	jx_app_clear(&outcome->app);
	free(outcome->text);
}

static size_t lines(const char *text)
{
	size_t n = 0;
	for (; *text != '\0'; text++)
		n += *text == '\n' ? 1 : 0;
	return n;
}

static void the_list_has_the_shipped_ones(void **state)
{
	(void)state;
	struct outcome outcome;
	run(&outcome, cmd_rules_list, JX_OUTPUT_CSV, NULL, NULL, NULL);
	assert_int_equal(outcome.status, JX_OK);
	assert_int_equal(lines(outcome.text), 5);
	assert_non_null(
		strstr(outcome.text, "county-sample,2026-1,2025,100,sample rulebook of a county,sha256:"));
	done(&outcome);
}

static void a_rulebook_a_rule_and_neither(void **state)
{
	(void)state;
	struct outcome outcome;
	run(&outcome, cmd_rules_show, JX_OUTPUT_CSV, "mof-2013-53", NULL, NULL);
	assert_int_equal(outcome.status, JX_OK);
	assert_int_equal(lines(outcome.text), 43);
	done(&outcome);
	run(&outcome, cmd_rules_show, JX_OUTPUT_TABLE, "mof-2020-10", NULL, NULL);
	assert_non_null(
		strstr(outcome.text, "over_limit  130  percent of the target that counts as far exceeded\n"));
	done(&outcome);
	run(&outcome, cmd_rules_show, JX_OUTPUT_JSON, "mof-2020-10", "F06", NULL);
	assert_int_equal(outcome.status, JX_OK);
	assert_non_null(strstr(outcome.text, "\"tolerance_value\":\"score_tolerance\""));
	done(&outcome);
	run(&outcome, cmd_rules_show, JX_OUTPUT_TABLE, "mof-2020-10", "F06", NULL);
	assert_int_equal(outcome.status, JX_OK);
	assert_non_null(strstr(outcome.text, "claimed_score"));
	assert_non_null(strstr(outcome.text, "repeated in a county's table"));
	done(&outcome);
	run(&outcome, cmd_rules_show, JX_OUTPUT_TABLE, "mof-2020-10", "F99", NULL);
	assert_int_equal(outcome.status, JX_NOT_FOUND);
	assert_int_equal(outcome.app.error.reason, JX_REASON_UNKNOWN_RULE);
	done(&outcome);
	run(&outcome, cmd_rules_show, JX_OUTPUT_TABLE, "mof-1999", NULL, NULL);
	assert_int_equal(outcome.status, JX_NOT_FOUND);
	assert_int_equal(outcome.app.error.reason, JX_REASON_UNKNOWN_RULEBOOK);
	done(&outcome);
}

static void a_faulty_rulebook_is_told_of_like_a_faulty_report(void **state)
{
	(void)state;
	struct outcome outcome;
	run(&outcome, cmd_rules_check, JX_OUTPUT_CSV, JX_TEST_DATA "/rulebooks/mistakes.json", NULL, NULL);
	assert_int_equal(outcome.status, JX_INVALID);
	assert_int_equal(jx_app_error_exit_code(outcome.status, outcome.app.error.reason), JX_EXIT_FINDINGS);
	assert_int_equal(lines(outcome.text), 15);
	assert_non_null(strstr(outcome.text, ",rules[0].when,24:50,hard,FORMULA_UNKNOWN_FIELD_NEAR,"));
	done(&outcome);
	run(&outcome, cmd_rules_check, JX_OUTPUT_JSON, JX_TEST_DATA "/rulebooks/mistakes.json", NULL, NULL);
	assert_non_null(strstr(outcome.text, "\"place\":\"24:50\""));
	done(&outcome);
	run(&outcome, cmd_rules_check, JX_OUTPUT_TABLE, "county-sample", NULL, NULL);
	assert_int_equal(outcome.status, JX_OK);
	assert_non_null(strstr(outcome.text, "county-sample: no mistakes, 100 rules, sha256:"));
	done(&outcome);
}

static void a_difference_is_named_by_its_rule(void **state)
{
	(void)state;
	struct outcome outcome;
	run(&outcome, cmd_rules_diff, JX_OUTPUT_CSV, "mof-2020-10", "county-sample", NULL);
	assert_int_equal(outcome.status, JX_OK);
	assert_non_null(strstr(outcome.text, "rulebook,,changed,effective_year,2020,2025\n"));
	assert_non_null(strstr(outcome.text, "rules,F12,added,"));
	assert_null(strstr(outcome.text, "rules,F06,"));
	done(&outcome);
	run(&outcome, cmd_rules_diff, JX_OUTPUT_CSV, "county-sample", "mof-2020-10", NULL);
	assert_non_null(strstr(outcome.text, "rules,F12,removed,"));
	done(&outcome);
	run(&outcome, cmd_rules_diff, JX_OUTPUT_CSV, "county-sample", "county-sample", NULL);
	assert_int_equal(outcome.status, JX_OK);
	assert_string_equal(outcome.text, "");
	done(&outcome);
}

static void a_check_by_a_rulebook_finds_more_and_has_another_verdict(void **state)
{
	(void)state;
	static const char file[] = JX_TEST_DATA "/cases/01_lingling_linye_2021.json";
	struct outcome plain;
	struct outcome judged;
	run(&plain, cmd_check, JX_OUTPUT_CSV, file, NULL, NULL);
	run(&judged, cmd_check, JX_OUTPUT_CSV, file, NULL, "mof-2020-10");
	assert_int_equal(plain.status, JX_INVALID);
	assert_int_equal(judged.status, JX_INVALID);
	assert_null(strstr(plain.text, ",I04,"));
	assert_non_null(strstr(judged.text, ",I04,5,5.96,"));
	done(&plain);
	done(&judged);
	run(&plain, cmd_check, JX_OUTPUT_JSON, file, NULL, NULL);
	run(&judged, cmd_check, JX_OUTPUT_JSON, file, NULL, "mof-2020-10");
	const char *before = strstr(plain.text, "\"verdict_digest\":");
	const char *after = strstr(judged.text, "\"verdict_digest\":");
	assert_non_null(before);
	assert_non_null(after);
	assert_memory_not_equal(before, after, 90);
	done(&plain);
	done(&judged);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_has_the_shipped_ones),
		cmocka_unit_test(a_rulebook_a_rule_and_neither),
		cmocka_unit_test(a_faulty_rulebook_is_told_of_like_a_faulty_report),
		cmocka_unit_test(a_difference_is_named_by_its_rule),
		cmocka_unit_test(a_check_by_a_rulebook_finds_more_and_has_another_verdict),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
