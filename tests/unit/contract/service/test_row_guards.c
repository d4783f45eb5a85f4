/*
 * The guards: each row against each fact, both ways. Facts at their best let every row pass; a fact that is spoiled alone
 * stops the rows that are written beside it here, with its reason, and no other row.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/service/guard.h"

#define N_ROWS 36

/* Rows that ask the caller to be of the department, and those that ask for the contrary. */
#define OF_DEPARTMENT "1 2 3 4 6 13 14 15 16 21 28 29 30"
#define OF_FINANCE    "7 8 9 10 11 12 18 19 22 23 24 25 27 32 33 34 35 36"

static bool is_named(const char *list, int row)
{
	char wanted[16];
	char padded[160];
	(void)snprintf(wanted, sizeof(wanted), " %d ", row);
	(void)snprintf(padded, sizeof(padded), " %s ", list);
	return strstr(padded, wanted) != NULL;
}

static struct jx_facts best_for(const struct jx_transition *row)
{
	struct jx_facts facts;
	jx_facts_init(&facts);
	jx_facts_assume_request(&facts);
	facts.name = "2025-101";
	facts.state = row->from;
	facts.roles = row->roles;
	facts.round = "2025";
	facts.is_own = is_named(OF_DEPARTMENT, row->row);
	facts.is_reviewer = true;
	facts.is_overdue = true;
	facts.has_accepted = row->act == JX_ACT_CORRECT_ACCEPTANCE;
	facts.round_state =
		row->act == JX_ACT_PUBLISH_PROVISIONAL ? JX_ROUND_STATE_CLOSED : JX_ROUND_STATE_OPEN;
	facts.is_window_open = row->act == JX_ACT_OBJECT;
	return facts;
}

static void spoil_own(struct jx_facts *facts)
{
	facts->is_own = !facts->is_own;
}

static void spoil_filed(struct jx_facts *facts)
{
	facts->has_filed = true;
}

static void spoil_reviewer(struct jx_facts *facts)
{
	facts->is_reviewer = false;
	facts->roles &= ~JX_ROLE_LEAD;
}

static void spoil_accepted(struct jx_facts *facts)
{
	facts->has_accepted = !facts->has_accepted;
}

static void spoil_author(struct jx_facts *facts)
{
	facts->is_sole_author = true;
}

static void spoil_deadline(struct jx_facts *facts)
{
	facts->is_past_deadline = true;
}

static void spoil_round(struct jx_facts *facts)
{
	facts->round_state = JX_ROUND_STATE_DRAFT;
}

static void spoil_base(struct jx_facts *facts)
{
	facts->is_base_current = false;
}

static void spoil_draft(struct jx_facts *facts)
{
	facts->is_draft_current = false;
}

static void spoil_hard(struct jx_facts *facts)
{
	facts->n_hard = 1;
}

static void spoil_explained(struct jx_facts *facts)
{
	facts->n_unexplained = 1;
}

static void spoil_answers(struct jx_facts *facts)
{
	facts->n_unanswered_issues = 1;
}

static void spoil_correction(struct jx_facts *facts)
{
	facts->n_unanswered_issues = 1;
	facts->is_unanswered_wrong = true;
}

static void spoil_members(struct jx_facts *facts)
{
	facts->n_members_signed = 1;
	facts->n_required_members = 2;
}

static void spoil_head(struct jx_facts *facts)
{
	facts->is_head_required = true;
}

static void spoil_reason(struct jx_facts *facts)
{
	facts->has_reason = false;
}

static void spoil_issue(struct jx_facts *facts)
{
	facts->is_issue_open = false;
}

static void spoil_answer(struct jx_facts *facts)
{
	facts->is_issue_answered = false;
}

static void spoil_open(struct jx_facts *facts)
{
	facts->n_open_issues = 1;
}

static void spoil_new(struct jx_facts *facts)
{
	facts->n_new_issues = 0;
}

static void spoil_due(struct jx_facts *facts)
{
	facts->has_due = false;
}

static void spoil_overdue(struct jx_facts *facts)
{
	facts->is_overdue = false;
}

static void spoil_listed(struct jx_facts *facts)
{
	facts->is_listed = true;
}

static void spoil_window(struct jx_facts *facts)
{
	facts->is_window_open = !facts->is_window_open;
}

static void spoil_place(struct jx_facts *facts)
{
	facts->has_place = false;
}

static void spoil_objections(struct jx_facts *facts)
{
	facts->n_objected = 1;
}

static void spoil_key(struct jx_facts *facts)
{
	facts->has_second_key = false;
}

static void spoil_evidence(struct jx_facts *facts)
{
	facts->has_evidence = false;
}

static void spoil_document(struct jx_facts *facts)
{
	facts->has_document = false;
}

/* What is spoiled, the rows that it stops, and why. */
static const struct {
	void (*spoil)(struct jx_facts *facts);
	const char *rows;
	enum jx_reason reason;
} cases[] = {
	{spoil_own, OF_DEPARTMENT, JX_REASON_OTHER_DEPARTMENT},
	{spoil_own, OF_FINANCE, JX_REASON_OWN_DEPARTMENT},
	{spoil_filed, "7 9 10 11 12 18", JX_REASON_FILED_BY_YOU},
	{spoil_reviewer, "8 9 10 11 12", JX_REASON_NOT_YOUR_REVIEW},
	{spoil_accepted, "23 24 25", JX_REASON_ACCEPTED_BY_YOU},
	{spoil_accepted, "36", JX_REASON_ACCEPTED_BY_OTHER},
	{spoil_author, "3 15 29", JX_REASON_HEAD_SIGNS_ALONE},
	{spoil_deadline, "1 4 6", JX_REASON_ROUND_CLOSED},
	{spoil_round, "1 4 6 16 30", JX_REASON_ROUND_NOT_OPEN},
	{spoil_round, "20", JX_REASON_ROUND_NOT_CLOSED},
	{spoil_base, "4 16 30", JX_REASON_STALE_BASE},
	{spoil_draft, "2 3 13 15 28 29", JX_REASON_STALE_DRAFT},
	{spoil_hard, "4 16 30", JX_REASON_HARD_FINDINGS},
	{spoil_explained, "4 16 30", JX_REASON_NEEDS_EXPLANATION},
	{spoil_answers, "4 16 30", JX_REASON_ISSUE_UNANSWERED},
	{spoil_correction, "4 16 30", JX_REASON_ISSUE_UNCORRECTED},
	{spoil_members, "4 16 30", JX_REASON_MEMBERS_MISSING},
	{spoil_head, "4 16 30", JX_REASON_HEAD_MISSING},
	{spoil_reason, "6 8 9 10 14 18 21 22 23 24 25 27 32 33 34 35 36", JX_REASON_REASON_REQUIRED},
	{spoil_issue, "9 14", JX_REASON_ISSUE_CLOSED},
	{spoil_answer, "9", JX_REASON_ISSUE_WITHOUT_ANSWER},
	{spoil_open, "12", JX_REASON_OPEN_ISSUES},
	{spoil_new, "11 19 22", JX_REASON_ISSUE_REQUIRED},
	{spoil_due, "11 19 22", JX_REASON_DUE_REQUIRED},
	{spoil_overdue, "18", JX_REASON_NOT_OVERDUE},
	{spoil_listed, "19 36", JX_REASON_LISTED},
	{spoil_window, "21", JX_REASON_WINDOW_CLOSED},
	{spoil_window, "26", JX_REASON_WINDOW_OPEN},
	{spoil_place, "21", JX_REASON_PLACE_REQUIRED},
	{spoil_objections, "26", JX_REASON_OBJECTION_OPEN},
	{spoil_key, "26", JX_REASON_SECOND_LEAD},
	{spoil_key, "27", JX_REASON_REOPENING_YOURS},
	{spoil_evidence, "27", JX_REASON_EVIDENCE_REQUIRED},
	{spoil_document, "33 34", JX_REASON_DOCUMENT_REQUIRED},
};

static const struct jx_transition *all;

static void facts_at_their_best_let_every_row_pass(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_ROWS; i++) {
		struct jx_facts facts = best_for(&all[i]);
		assert_int_equal(jx_row_guard(&all[i], &facts), JX_REASON_NONE);
	}
}

static enum jx_reason expected(void (*spoil)(struct jx_facts *facts), int row)
{
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++)
		if (cases[i].spoil == spoil && is_named(cases[i].rows, row))
			return cases[i].reason;
	return JX_REASON_NONE;
}

static void each_fact_stops_its_rows_and_no_other(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_ROWS; i++) {
		for (size_t j = 0; j < JX_COUNT_OF(cases); j++) {
			struct jx_facts facts = best_for(&all[i]);
			cases[j].spoil(&facts);
			enum jx_reason reason = jx_row_guard(&all[i], &facts);
			if (reason != expected(cases[j].spoil, all[i].row))
				fail_msg("row %d, case %zu: %s", all[i].row, j, jx_reason_name(reason));
		}
	}
}

/* A refusal has no place left open, names the submission or what is wrong with the request, and a next step. */
static void every_refusal_is_whole_in_both_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_ROWS; i++) {
		for (size_t j = 0; j < JX_COUNT_OF(cases); j++) {
			struct jx_facts facts = best_for(&all[i]);
			const struct jx_transition *rows[2];
			struct jx_error error = {0};
			cases[j].spoil(&facts);
			if (jx_row_guard(&all[i], &facts) == JX_REASON_NONE)
				continue;
			facts.roles = all[i].roles == 0 ? facts.roles : all[i].roles;
			if (cases[j].spoil == spoil_reviewer)
				facts.roles = JX_ROLE_REVIEWER;
			facts.reviewer = "wang";
			facts.deadline = facts.due = facts.window_end = "2026-03-15 17:30";
			facts.open_fields = facts.unanswered_field = "staff";
			facts.base = "1";
			assert_int_not_equal(jx_act_check(&facts, all[i].act, rows, NULL, &error), JX_OK);
			for (int language = JX_ZH; language <= JX_EN; language++) {
				char text[800];
				(void)jx_error_sentence(
					&error, (enum jx_language)language, text, sizeof(text));
				assert_null(strchr(text, '{'));
				assert_null(strstr(text, "（）"));
				assert_null(strstr(text, "()"));
				assert_true(strlen(jx_error_remedy(&error, (enum jx_language)language, text,
						    sizeof(text))) > 0);
				assert_null(strchr(text, '{'));
			}
		}
	}
}

/* ---- what a refusal tells ---- */

/* Who can act, by what people call them. */
static const char *const WHO[][2] = {
	{"财政", "finance"},
	{"财政负责人", "a lead"},
	{"负责人", "lead"},
	{"审核人", "reviewer"},
	{"填报", "department"},
	{"部门", "department"},
	{"评价小组成员", "members of the team"},
	{"评价小组成员", "member of the team"},
	{"单位负责人", "head"},
	{"您", "you"},
	{"wang", "wang"},
	{"通过的人", "whoever"},
};

static bool holds_one(const char *text, enum jx_language language)
{
	for (size_t i = 0; i < JX_COUNT_OF(WHO); i++)
		if (strstr(text, WHO[i][language == JX_ZH ? 0 : 1]) != NULL)
			return true;
	return false;
}

/* A refusal because of how things stand names the state, who can act and a command; one because of what the request lacks
 * says how to give it. */
static void check_told(const struct jx_facts *facts, const struct jx_error *error, enum jx_language language)
{
	char text[1600];
	(void)jx_error_sentence(error, language, text, sizeof(text) / 2);
	size_t n = strlen(text);
	(void)jx_error_remedy(error, language, text + n, sizeof(text) - n);
	const char *name = jx_reason_name(error->reason);
	bool has_command = strstr(text, "jixiao ") != NULL;
	if (jx_reason_status(error->reason) == JX_INVALID) {
		if (!has_command && strstr(text, "--") == NULL)
			fail_msg("%s says not how to give it: %s", name, text);
		return;
	}
	if (!has_command)
		fail_msg("%s names no command: %s", name, text);
	if (!holds_one(text, language))
		fail_msg("%s does not say who can act: %s", name, text);
	/* To whom a submission is none of their business its state is none of it either; a conflict names what is there. */
	if (error->reason == JX_REASON_NOT_ALLOWED || error->reason == JX_REASON_OTHER_DEPARTMENT ||
		jx_reason_status(error->reason) == JX_CONFLICT)
		return;
	if (strstr(text, jx_state_name(facts->state, language)) == NULL &&
		strstr(text, jx_round_state_name(facts->round_state, language)) == NULL)
		fail_msg("%s names no state: %s", name, text);
}

static void check_row(const struct jx_transition *row, void (*spoil)(struct jx_facts *facts))
{
	struct jx_facts facts = best_for(row);
	const struct jx_transition *rows[2];
	struct jx_error error = {0};
	if (spoil != NULL)
		spoil(&facts);
	facts.roles = jx_row_roles(row) & (spoil == spoil_reviewer ? JX_ROLE_REVIEWER : UINT32_MAX);
	facts.name = "2025-1001";
	facts.round = "2025";
	facts.reviewer = facts.draft_person = "wang";
	facts.deadline = facts.due = facts.window_end = "2026-03-15 17:30";
	facts.open_fields = facts.unanswered_field = "staff";
	facts.base = "1";
	if (jx_act_check(&facts, row->act, rows, NULL, &error) == JX_OK)
		return;
	check_told(&facts, &error, JX_ZH);
	check_told(&facts, &error, JX_EN);
}

static void every_refusal_tells_how_to_go_on(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_ROWS; i++)
		for (size_t j = 0; j < JX_COUNT_OF(cases); j++)
			check_row(&all[i], cases[j].spoil);
}

/* Every act in every state in which it is not possible. */
static void every_refusal_by_state_tells_how_to_go_on(void **state)
{
	(void)state;
	for (int in = JX_SUBMISSION_STATE_NOT_STARTED; in <= JX_SUBMISSION_STATE_WAIVED; in++) {
		for (int act = JX_ACT_NONE + 1; act < JX_ACT_COUNT; act++) {
			struct jx_facts facts;
			const struct jx_transition *rows[2];
			struct jx_error error = {0};
			jx_facts_init(&facts);
			facts.name = "2025-1001";
			facts.state = (JxSubmissionState)in;
			if (act == JX_ACT_REFUSE_SUBMIT ||
				jx_states_path(facts.state, (enum jx_act)act, rows) > 0)
				continue;
			assert_int_equal(
				jx_act_check(&facts, (enum jx_act)act, rows, NULL, &error), JX_STATE);
			check_told(&facts, &error, JX_ZH);
			check_told(&facts, &error, JX_EN);
		}
	}
}

static void an_implied_act_has_its_guard_too(void **state)
{
	(void)state;
	const struct jx_transition *rows[2];
	struct jx_error error = {0};
	struct jx_facts facts = best_for(jx_states_next(JX_SUBMISSION_STATE_UNDER_REVIEW, JX_ACT_ACCEPT));
	size_t n = 0;
	facts.state = JX_SUBMISSION_STATE_SUBMITTED;
	facts.is_reviewer = false;
	/* To claim makes the caller the reviewer. */
	assert_int_equal(jx_act_check(&facts, JX_ACT_ACCEPT, rows, &n, &error), JX_OK);
	assert_int_equal(n, 2);
	facts.has_filed = true;
	assert_int_equal(jx_act_check(&facts, JX_ACT_ACCEPT, rows, &n, &error), JX_DENIED);
	assert_int_equal(error.reason, JX_REASON_FILED_BY_YOU);
}

static void a_lead_may_do_what_a_reviewer_may(void **state)
{
	(void)state;
	const struct jx_transition *rows[2];
	struct jx_error error = {0};
	struct jx_facts facts = best_for(jx_states_next(JX_SUBMISSION_STATE_SUBMITTED, JX_ACT_CLAIM));
	facts.roles = JX_ROLE_LEAD;
	assert_int_equal(jx_act_check(&facts, JX_ACT_CLAIM, rows, NULL, &error), JX_OK);
	facts.roles = JX_ROLE_ENTERER;
	assert_int_equal(jx_act_check(&facts, JX_ACT_CLAIM, rows, NULL, &error), JX_DENIED);
	assert_int_equal(error.reason, JX_REASON_NOT_ALLOWED);
}

static bool holds_act(const enum jx_act *acts, size_t n, enum jx_act act)
{
	for (size_t i = 0; i < n; i++)
		if (acts[i] == act)
			return true;
	return false;
}

/* What is offered is what is allowed, by the roles and by the state. */
static void only_possible_acts_are_offered(void **state)
{
	(void)state;
	enum jx_act acts[JX_ACT_COUNT];
	struct jx_facts facts;
	jx_facts_init(&facts);
	facts.state = JX_SUBMISSION_STATE_SUBMITTED;
	facts.round_state = JX_ROUND_STATE_OPEN;
	facts.roles = JX_ROLE_ENTERER;
	facts.is_own = true;
	assert_int_equal(jx_acts_possible(&facts, acts), 1);
	assert_int_equal(acts[0], JX_ACT_WITHDRAW);
	facts.roles = JX_ROLE_REVIEWER;
	assert_int_equal(jx_acts_possible(&facts, acts), 0);
	facts.is_own = false;
	size_t n = jx_acts_possible(&facts, acts);
	assert_int_equal(n, 3);
	assert_true(holds_act(acts, n, JX_ACT_CLAIM));
	assert_true(holds_act(acts, n, JX_ACT_ACCEPT));
	assert_true(holds_act(acts, n, JX_ACT_RETURN));
	facts.state = JX_SUBMISSION_STATE_UNDER_REVIEW;
	assert_int_equal(jx_acts_possible(&facts, acts), 0);
	facts.roles = JX_ROLE_LEAD;
	n = jx_acts_possible(&facts, acts);
	assert_int_equal(n, 1);
	assert_int_equal(acts[0], JX_ACT_RELEASE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts_at_their_best_let_every_row_pass),
		cmocka_unit_test(each_fact_stops_its_rows_and_no_other),
		cmocka_unit_test(every_refusal_is_whole_in_both_languages),
		cmocka_unit_test(every_refusal_tells_how_to_go_on),
		cmocka_unit_test(every_refusal_by_state_tells_how_to_go_on),
		cmocka_unit_test(an_implied_act_has_its_guard_too),
		cmocka_unit_test(a_lead_may_do_what_a_reviewer_may),
		cmocka_unit_test(only_possible_acts_are_offered),
	};
	size_t n = 0;
	all = jx_states(&n);
	assert(n == N_ROWS);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
