#include "proto/contract/service/answers.h"

#include "proto/contract/base/array.h"
#include "tests/support/test.h"

#define NOW_MS 1000

static struct jx_state_since at(JxSubmissionState state, int64_t time_ms)
{
	return (struct jx_state_since){state, time_ms};
}

static void each_side_answers_what_waits_for_it(void **state)
{
	(void)state;
	const struct jx_state_since states[] = {at(JX_SUBMISSION_STATE_NOT_STARTED, 0),
		at(JX_SUBMISSION_STATE_DRAFT, 10), at(JX_SUBMISSION_STATE_SUBMITTED, 20),
		at(JX_SUBMISSION_STATE_UNDER_REVIEW, 50), at(JX_SUBMISSION_STATE_RETURNED, 60),
		at(JX_SUBMISSION_STATE_SUBMITTED, 160), at(JX_SUBMISSION_STATE_ACCEPTED, 165),
		at(JX_SUBMISSION_STATE_CHECKING, 300), at(JX_SUBMISSION_STATE_OBJECTED, 400),
		at(JX_SUBMISSION_STATE_CHECKING, 420), at(JX_SUBMISSION_STATE_FINAL, 500),
		at(JX_SUBMISSION_STATE_REOPENED, 900)};
	struct jx_wait waits[JX_COUNT_OF(states)];
	size_t n = jx_waits_of(states, JX_COUNT_OF(states), NOW_MS, waits);
	JxAnswerTimes department = JX_ANSWER_TIMES_INIT;
	JxAnswerTimes finance = JX_ANSWER_TIMES_INIT;
	jx_answer_times_of(waits, n, JX_HOLDER_DEPARTMENT, &department);
	jx_answer_times_of(waits, n, JX_HOLDER_FINANCE, &finance);
	assert_int_equal(department.answers, 1);
	assert_int_equal(department.median_ms, 100);
	assert_int_equal(department.worst_ms, 100);
	assert_int_equal(department.waiting, 1);
	assert_int_equal(finance.answers, 3); /* 40, 5, 20 */
	assert_int_equal(finance.median_ms, 20);
	assert_int_equal(finance.worst_ms, 40);
	assert_int_equal(finance.waiting, 0);
}

static void what_is_withdrawn_waited_for_nothing(void **state)
{
	(void)state;
	const struct jx_state_since states[] = {at(JX_SUBMISSION_STATE_SUBMITTED, 0),
		at(JX_SUBMISSION_STATE_DRAFT, 400), at(JX_SUBMISSION_STATE_SUBMITTED, 500)};
	struct jx_wait waits[JX_COUNT_OF(states)];
	JxAnswerTimes finance = JX_ANSWER_TIMES_INIT;
	size_t n = jx_waits_of(states, JX_COUNT_OF(states), NOW_MS, waits);
	jx_answer_times_of(waits, n, JX_HOLDER_FINANCE, &finance);
	assert_int_equal(finance.answers, 0);
	assert_int_equal(finance.median_ms, 0);
	assert_int_equal(finance.worst_ms, 500);
	assert_int_equal(finance.waiting, 1);
}

static void nobody_waits_without_a_state(void **state)
{
	(void)state;
	JxAnswerTimes times = JX_ANSWER_TIMES_INIT;
	struct jx_wait wait = {0};
	assert_int_equal(jx_waits_of(NULL, 0, NOW_MS, &wait), 0);
	jx_answer_times_of(&wait, 0, JX_HOLDER_FINANCE, &times);
	assert_int_equal(times.answers + times.waiting, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_side_answers_what_waits_for_it),
		cmocka_unit_test(what_is_withdrawn_waited_for_nothing),
		cmocka_unit_test(nobody_waits_without_a_state),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
