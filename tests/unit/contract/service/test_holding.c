/* Whose turn it was, and for how long: the parts are the whole, wherever the window ends. */
#include "tests/support/test.h"

#include "proto/contract/base/array.h"
#include "proto/contract/service/holding.h"

static const struct jx_state_since life[] = {
	{JX_SUBMISSION_STATE_NOT_STARTED, 1000},
	{JX_SUBMISSION_STATE_SUBMITTED, 1500},
	{JX_SUBMISSION_STATE_UNDER_REVIEW, 1600},
	{JX_SUBMISSION_STATE_RETURNED, 1900},
	{JX_SUBMISSION_STATE_SUBMITTED, 2500},
	{JX_SUBMISSION_STATE_ACCEPTED, 2600},
	{JX_SUBMISSION_STATE_CHECKING, 3000},
	{JX_SUBMISSION_STATE_FINAL, 4000},
};

static void the_parts_are_the_whole(void **state)
{
	(void)state;
	for (int64_t window_ms = 0; window_ms <= 5000; window_ms += 100) {
		for (size_t n = 1; n <= JX_COUNT_OF(life); n++) {
			struct jx_holding held = jx_holding_sum(life, n, window_ms, 4500);
			assert_int_equal(held.department_ms + held.finance_ms + held.nobody_ms, 3500);
			assert_int_equal(held.nobody_ms, n == JX_COUNT_OF(life) ? 500 : 0);
		}
	}
}

static void checking_passes_on_when_the_window_ends(void **state)
{
	(void)state;
	struct jx_holding held = jx_holding_sum(life, JX_COUNT_OF(life), 3300, 4500);
	assert_int_equal(held.department_ms, 500 + 600 + 300);
	assert_int_equal(held.finance_ms, 400 + 100 + 400 + 700);
	assert_int_equal(jx_holding_sum(life, JX_COUNT_OF(life), 0, 4500).department_ms, 500 + 600);
	assert_int_equal(jx_holding_sum(NULL, 0, 0, 4500).nobody_ms, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_parts_are_the_whole),
		cmocka_unit_test(checking_passes_on_when_the_window_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
