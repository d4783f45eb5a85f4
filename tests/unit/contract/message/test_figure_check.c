/* The check of every figure of a message. */
#include "proto/contract/message/figure_check.h"

#include "jixiao/v1/schema.h"
#include "tests/support/test.h"

static void a_bad_figure_deep_in_a_message_is_named(void **state)
{
	(void)state;
	JxReport submission = JX_REPORT_INIT;
	JxFunctionLine lines[2] = {JX_FUNCTION_LINE_INIT, JX_FUNCTION_LINE_INIT};
	JxFunctionLine *rows[2] = {&lines[0], &lines[1]};
	JxAmount amount = JX_AMOUNT_INIT;
	submission.n_functions = 2;
	submission.functions = rows;
	lines[1].amount = &amount;
	struct jx_error error;
	assert_int_equal(jx_figures_check(&submission.base, &error), JX_INVALID);
	assert_string_equal(error.field, "functions[1].amount");
	amount.unit = JX_AMOUNT_UNIT_YUAN;
	assert_int_equal(jx_figures_check(&submission.base, &error), JX_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bad_figure_deep_in_a_message_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
