/* jixiao explain, run on published reports: what goes to a program, what is told beside it, and its errors. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/commands/commands.h"
#include "proto/contract/base/array.h"

#define CASE_02 JX_TEST_DATA "/cases/02_guantang_xiang_2023.json"
#define CASE_08 JX_TEST_DATA "/cases/08_yongde_minglang_zhongxue_2022.json"
#define SEED    JX_TEST_DATA "/cases/000_seed_yuanshi_kgj_2025.json"

/* What a run printed. */
struct run {
	enum jx_status status;
	enum jx_reason reason;
	char *out;
	char *err;
};

static struct run explain(enum jx_output output, const char *subject, const char *line)
{
	struct jx_app app;
	struct jx_args args = {0};
	struct run run = {0};
	size_t n_out;
	size_t n_err;
	char name[] = "explain";
	char *argv[] = {name, (char *)subject, (char *)line, NULL};
	size_t n_words;
	const struct jx_command *command = jx_command_find(1, argv, &n_words);
	assert_non_null(command);
	jx_app_init(&app, 0);
	app.output = output;
	app.language = JX_EN;
	app.terminal.out = open_memstream(&run.out, &n_out);
	app.terminal.err = open_memstream(&run.err, &n_err);
	app.terminal.width = 100;
	assert_int_equal(jx_args_read(&args, command, line != NULL ? 3 : 2, argv, &app.error), JX_OK);
	run.status = command->run(&app, &args);
	run.reason = app.error.reason;
	(void)fclose(app.terminal.out);
	(void)fclose(app.terminal.err);
	jx_app_clear(&app);
	return run;
}

static void done(struct run *run)
{
	free(run->out);
	free(run->err);
}

static void a_pipe_gets_rows_and_the_totals_stand_beside(void **state)
{
	(void)state;
	struct run run = explain(JX_OUTPUT_AUTO, CASE_02, NULL);
	assert_int_equal(run.status, JX_OK);
	assert_string_equal(
		run.out, "1\t年度资金总额\t10\t10\t9.49\t\tF06\t\tfunds_by_source[0]\t\t9.49\t\t\n");
	assert_non_null(strstr(run.err, "Computed 9.49."));
	assert_non_null(strstr(run.err, "Coverage 10.00%"));
	done(&run);
}

static void a_report_without_points_says_that_nothing_can_be_computed(void **state)
{
	(void)state;
	struct run run = explain(JX_OUTPUT_TABLE, SEED, NULL);
	assert_int_equal(run.status, JX_OK);
	assert_non_null(strstr(run.out, "not computable, because no line has points"));
	assert_non_null(strstr(run.out, "cannot be verified"));
	done(&run);
}

static void a_line_is_found_by_number_path_and_name(void **state)
{
	(void)state;
	static const char *const lines[] = {
		"7", "projects[0].indicators[5]", "projects[0].indicators[5].actual", "政策知晓率", "知晓"};
	for (size_t i = 0; i < JX_COUNT_OF(lines); i++) {
		struct run run = explain(JX_OUTPUT_TABLE, CASE_08, lines[i]);
		assert_int_equal(run.status, JX_OK);
		assert_non_null(strstr(run.out, "政策知晓率"));
		assert_non_null(strstr(run.out, "9.80"));
		assert_non_null(strstr(run.out, "98%"));
		done(&run);
	}
}

static void a_line_that_is_none_or_several_is_refused(void **state)
{
	(void)state;
	struct run none = explain(JX_OUTPUT_TABLE, CASE_08, "11");
	assert_int_equal(none.status, JX_NOT_FOUND);
	assert_int_equal(none.reason, JX_REASON_SCORE_LINE_NOT_FOUND);
	done(&none);
	struct run several = explain(JX_OUTPUT_TABLE, CASE_08, "满意度");
	assert_int_equal(several.status, JX_INVALID);
	assert_int_equal(several.reason, JX_REASON_SCORE_LINE_SEVERAL);
	done(&several);
}

static void a_program_gets_the_whole_sheet(void **state)
{
	(void)state;
	struct run run = explain(JX_OUTPUT_JSON, CASE_08, NULL);
	assert_int_equal(run.status, JX_OK);
	assert_non_null(strstr(run.out, "\"computed\":\"99.80\""));
	assert_non_null(strstr(run.out, "\"coverage\":\"90.00\""));
	assert_non_null(strstr(run.out, "\"steps\":["));
	assert_string_equal(run.err, "");
	done(&run);
}

static void a_rule_and_a_method_are_explained_by_their_ids(void **state)
{
	(void)state;
	struct run rule = explain(JX_OUTPUT_AUTO, "F05", NULL);
	assert_int_equal(rule.status, JX_OK);
	assert_non_null(strstr(rule.out, "execution rate"));
	assert_non_null(strstr(rule.out, "财预〔2020〕10号"));
	done(&rule);
	struct run method = explain(JX_OUTPUT_AUTO, "M8", NULL);
	assert_int_equal(method.status, JX_OK);
	assert_non_null(strstr(method.out, "deduction per percentage point"));
	done(&method);
	struct run cap = explain(JX_OUTPUT_AUTO, "K01", NULL);
	assert_int_equal(cap.status, JX_OK);
	assert_non_null(strstr(cap.out, "at most"));
	done(&cap);
	struct run neither = explain(JX_OUTPUT_AUTO, "M99", NULL);
	assert_int_equal(neither.reason, JX_REASON_UNKNOWN_RULE);
	done(&neither);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pipe_gets_rows_and_the_totals_stand_beside),
		cmocka_unit_test(a_report_without_points_says_that_nothing_can_be_computed),
		cmocka_unit_test(a_line_is_found_by_number_path_and_name),
		cmocka_unit_test(a_line_that_is_none_or_several_is_refused),
		cmocka_unit_test(a_program_gets_the_whole_sheet),
		cmocka_unit_test(a_rule_and_a_method_are_explained_by_their_ids),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
