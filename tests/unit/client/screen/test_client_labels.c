/* Words for codes, and what becomes of a value that only a newer server knows. */
#include "tests/support/test.h"

#include <string.h>

#include "client/screen/labels.h"

#define UNKNOWN 97

static void known_values_have_words(void **state)
{
	char out[JX_LABEL_BYTES];
	(void)state;
	assert_string_equal(jx_label_score_kind(JX_SCORE_KIND_CLAIMED, out), "claimed score");
	assert_string_equal(jx_label_score_kind(JX_SCORE_KIND_UNSPECIFIED, out), "final score");
	assert_string_equal(jx_label_group(JX_COVERAGE_GROUP_UNSPECIFIED, out), "");
	assert_string_equal(jx_label_holder(JX_HOLDER_FINANCE, out), "finance");
	assert_string_equal(jx_label_state(JX_SUBMISSION_STATE_RETURNED, JX_EN, out), "returned");
}

static void an_explained_finding_says_so(void **state)
{
	char out[JX_LABEL_BYTES];
	JxFinding finding = JX_FINDING_INIT;
	(void)state;
	finding.severity = JX_FINDING_SEVERITY_EXPLAIN;
	assert_string_equal(jx_label_severity(&finding, out), "explain");
	finding.is_explained = true;
	assert_string_equal(jx_label_severity(&finding, out), "explained");
}

/* Every label, of a number that no schema has yet; negative ones too, as nothing stops a server from sending them. */
static void unknown_values_are_printed_as_numbers(void **state)
{
	static const struct {
		int value;
		const char *text;
	} cases[] = {{UNKNOWN, "97"}, {-1, "-1"}};
	char out[JX_LABEL_BYTES];
	char roles[JX_ROLES_BYTES];
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int value = cases[i].value;
		const char *text = cases[i].text;
		JxFinding finding = JX_FINDING_INIT;
		JxRule rule = JX_RULE_INIT;
		JxPerson person = JX_PERSON_INIT;
		JxPersonRole role = (JxPersonRole)value;
		finding.severity = (JxFindingSeverity)value;
		rule.severity = (JxFindingSeverity)value;
		person.roles = &role;
		person.n_roles = 1;
		assert_string_equal(jx_label_state((JxSubmissionState)value, JX_ZH, out), text);
		assert_string_equal(jx_label_round_state((JxRoundState)value, JX_ZH, out), text);
		assert_string_equal(jx_label_roles(&person, JX_ZH, roles), text);
		assert_string_equal(jx_label_severity(&finding, out), text);
		assert_string_equal(jx_label_rule_severity(&rule, out), text);
		assert_int_equal(jx_label_severity_colour(&finding), JX_COLOUR_NONE);
		assert_string_equal(jx_label_certainty((JxBasisCertainty)value, out), text);
		assert_string_equal(jx_label_holder((JxHolder)value, out), text);
		assert_string_equal(jx_label_person_state((JxPersonState)value, out), text);
		assert_string_equal(jx_label_action((JxWantedAction)value, out), text);
		assert_string_equal(jx_label_issue_state((JxIssueState)value, out), text);
		assert_string_equal(jx_label_score_kind((JxScoreKind)value, out), text);
		assert_string_equal(jx_label_score_origin((JxScoreKind)value, out), text);
		assert_string_equal(jx_label_step((JxScoreStepKind)value, out), text);
		assert_string_equal(jx_label_not_computed((JxNotComputedReason)value, JX_ZH, out), text);
		assert_string_equal(jx_label_unavailable((JxUnavailableReason)value, JX_ZH, out), text);
		assert_string_equal(jx_label_group((JxCoverageGroup)value, out), text);
		assert_string_equal(jx_label_next_step((JxSubmissionState)value), "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_values_have_words),
		cmocka_unit_test(an_explained_finding_says_so),
		cmocka_unit_test(unknown_values_are_printed_as_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
