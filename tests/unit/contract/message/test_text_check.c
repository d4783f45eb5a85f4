/* Texts of requests: what is not seen gets into no name, and lines only into what people write at length. */
#include "proto/contract/message/text_check.h"

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "tests/support/test.h"

static void names_are_plain_and_reasons_may_have_lines(void **state)
{
	(void)state;
	static const struct {
		const char *title;
		const char *reason;
		const char *field; /* that is refused; "" for none */
	} cases[] = {
		{"科工局", "第一行\r\n\t第二行", ""},
		{"\u1820\u180B\u200D", "", ""}, /* joiners belong to scripts */
		{"科\n工局", "", "department.title"},
		{"\x1b[2J", "", "department.title"},
		{"科\u202E工局", "", "department.title"},
		{"科\u200B工局", "", "department.title"},
		{"科\U000E0041工局", "", "department.title"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_error error = {0};
		JxCreateDepartmentRequest request = JX_CREATE_DEPARTMENT_REQUEST_INIT;
		JxDepartment department = JX_DEPARTMENT_INIT;
		JxRevokePersonRequest revocation = JX_REVOKE_PERSON_REQUEST_INIT;
		request.department = &department;
		department.title = (char *)cases[i].title;
		revocation.reason = (char *)cases[i].reason;
		assert_int_equal(jx_texts_check(&revocation.base, &error), JX_OK);
		enum jx_status status = jx_texts_check(&request.base, &error);
		assert_string_equal(error.field, cases[i].field);
		assert_int_equal(status == JX_OK, cases[i].field[0] == '\0');
		assert_true(status == JX_OK || error.reason == JX_REASON_BAD_FIELD);
	}
}

static void a_reason_turns_no_direction_and_moves_no_cursor(void **state)
{
	(void)state;
	static const char *const texts[] = {"\u202E", "\x1b[2J", "\xC2\x9B", "\u2028", "\u3164"};
	for (size_t i = 0; i < JX_COUNT_OF(texts); i++) {
		struct jx_error error = {0};
		JxReturnSubmissionRequest request = JX_RETURN_SUBMISSION_REQUEST_INIT;
		JxNewIssue issue = JX_NEW_ISSUE_INIT;
		JxNewIssue *issues[] = {&issue};
		request.issues = issues;
		request.n_issues = 1;
		issue.text = (char *)texts[i];
		assert_int_equal(jx_texts_check(&request.base, &error), JX_INVALID);
		assert_string_equal(error.field, "issues[0].text");
	}
}

/* The checks name it with its place, where a refusal would stop all the others. */
static void what_stands_in_a_report_is_left_to_the_checks(void **state)
{
	(void)state;
	struct jx_error error = {0};
	JxSubmitReportRequest request = JX_SUBMIT_REPORT_REQUEST_INIT;
	JxReport report = JX_REPORT_INIT;
	request.report = &report;
	report.department = "\u202E";
	assert_int_equal(jx_texts_check(&request.base, &error), JX_OK);
	request.base_digest = "\u202E";
	assert_int_equal(jx_texts_check(&request.base, &error), JX_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_plain_and_reasons_may_have_lines),
		cmocka_unit_test(a_reason_turns_no_direction_and_moves_no_cursor),
		cmocka_unit_test(what_stands_in_a_report_is_left_to_the_checks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
