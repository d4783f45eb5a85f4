/* What the reader of a file found. See problems.h. */
#include "tests/support/test.h"

#include "tests/support/problems.h"

void print_problems(const struct jx_json_problems *problems)
{
	for (size_t i = 0; i < problems->n_items; i++) {
		char sentence[512];
		const struct jx_json_problem *problem = &problems->items[i];
		print_error("%zu:%zu %s %s: %s\n", problem->line, problem->column,
			jx_reason_name(problem->error.reason), problem->error.field,
			jx_error_sentence(&problem->error, JX_EN, sentence, sizeof(sentence)));
	}
}

void check_problems(
	const struct jx_json_problems *problems, const struct expected_problem *expected, size_t n_expected)
{
	if (problems->n_items != n_expected)
		print_problems(problems);
	assert_int_equal(problems->n_items, n_expected);
	for (size_t i = 0; i < n_expected; i++) {
		const struct jx_json_problem *problem = &problems->items[i];
		assert_int_equal(problem->line, expected[i].line);
		assert_int_equal(problem->column, expected[i].column);
		assert_string_equal(jx_reason_name(problem->error.reason), expected[i].reason);
		assert_string_equal(problem->error.field, expected[i].field);
	}
}
