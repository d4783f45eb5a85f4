#include "tests/support/test.h"

#include <string.h>

#include "client/app/app_error.h"
#include "proto/contract/base/array.h"

/* Reasons whose status alone does not tell whether a repetition helps: each is here, with its exit code. */
static const struct {
	enum jx_reason reason;
	enum jx_exit code;
} EXHAUSTED[] = {
	{JX_REASON_MESSAGE_TOO_LARGE, JX_EXIT_FINDINGS},
	{JX_REASON_CALL_TOO_LARGE, JX_EXIT_FINDINGS},
	{JX_REASON_QUERY_LIMIT, JX_EXIT_FINDINGS},
	{JX_REASON_SERVER_BUSY, JX_EXIT_RETRY},
	{JX_REASON_OWN_CALLS_WAIT, JX_EXIT_RETRY},
	{JX_REASON_TRIED_TOO_OFTEN, JX_EXIT_RETRY},
	{JX_REASON_TOO_MANY_MESSAGES, JX_EXIT_RETRY},
	{JX_REASON_RENEWED_TOO_OFTEN, JX_EXIT_RETRY},
	{JX_REASON_OUTPUT_UNREAD, JX_EXIT_RETRY},
};

static enum jx_exit code_of(enum jx_reason reason)
{
	return jx_app_error_exit_code(jx_reason_status(reason), reason);
}

static void every_reason_has_a_code_that_its_status_allows(void **state)
{
	static const enum jx_exit codes[JX_UNAUTHENTICATED + 1] = {[JX_CANCELLED] = JX_EXIT_INTERRUPTED,
		[JX_UNKNOWN] = JX_EXIT_FAILURE,
		[JX_INVALID] = JX_EXIT_FINDINGS,
		[JX_DEADLINE] = JX_EXIT_RETRY,
		[JX_NOT_FOUND] = JX_EXIT_NOT_FOUND,
		[JX_EXISTS] = JX_EXIT_STATE,
		[JX_DENIED] = JX_EXIT_DENIED,
		[JX_STATE] = JX_EXIT_STATE,
		[JX_CONFLICT] = JX_EXIT_STATE,
		[JX_OUT_OF_RANGE] = JX_EXIT_FAILURE,
		[JX_UNIMPLEMENTED] = JX_EXIT_FAILURE,
		[JX_INTERNAL] = JX_EXIT_FAILURE,
		[JX_UNAVAILABLE] = JX_EXIT_RETRY,
		[JX_DATA_LOSS] = JX_EXIT_FAILURE,
		[JX_UNAUTHENTICATED] = JX_EXIT_DENIED};
	(void)state;
	for (int i = JX_REASON_NONE + 1; i < JX_REASON_COUNT; i++) {
		enum jx_reason reason = (enum jx_reason)i;
		enum jx_status status = jx_reason_status(reason);
		enum jx_exit code = code_of(reason);
		bool is_allowed = code == codes[status] || (status == JX_INVALID && code == JX_EXIT_USAGE) ||
				  (status == JX_DATA_LOSS && code == JX_EXIT_EVIDENCE) ||
				  status == JX_EXHAUSTED;
		if (!is_allowed)
			fail_msg("%s: exit code %d", jx_reason_name(reason), (int)code);
	}
}

static void what_is_exhausted_is_told_apart_one_by_one(void **state)
{
	(void)state;
	for (int i = JX_REASON_NONE + 1; i < JX_REASON_COUNT; i++) {
		enum jx_reason reason = (enum jx_reason)i;
		size_t row = 0;
		if (jx_reason_status(reason) != JX_EXHAUSTED)
			continue;
		while (row < JX_COUNT_OF(EXHAUSTED) && EXHAUSTED[row].reason != reason)
			row++;
		if (row == JX_COUNT_OF(EXHAUSTED))
			fail_msg("%s: does a repetition help? Give it a row", jx_reason_name(reason));
		assert_int_equal(code_of(reason), EXHAUSTED[row].code);
	}
}

/* 7 says "run it again": so does what the server is told by the same table. */
static void seven_means_that_a_repetition_may_help(void **state)
{
	(void)state;
	for (int i = JX_REASON_NONE + 1; i < JX_REASON_COUNT; i++) {
		const struct jx_error error = {.reason = (enum jx_reason)i};
		assert_int_equal(code_of(error.reason) == JX_EXIT_RETRY, jx_error_is_retryable(&error));
	}
}

/* A newer server's reasons are not in the table; its status still is. */
static void the_status_decides_for_reasons_of_a_newer_server(void **state)
{
	(void)state;
	assert_int_equal(jx_app_error_exit_code(JX_EXHAUSTED, JX_REASON_SERVER_SAID), JX_EXIT_RETRY);
	assert_int_equal(jx_app_error_exit_code(JX_STATE, JX_REASON_SERVER_SAID), JX_EXIT_STATE);
	assert_int_equal(jx_app_error_exit_code(JX_UNKNOWN, JX_REASON_SERVER_SAID), JX_EXIT_FAILURE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reason_has_a_code_that_its_status_allows),
		cmocka_unit_test(what_is_exhausted_is_told_apart_one_by_one),
		cmocka_unit_test(seven_means_that_a_repetition_may_help),
		cmocka_unit_test(the_status_decides_for_reasons_of_a_newer_server),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
