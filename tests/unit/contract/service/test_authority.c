/*
 * Who may do what to a submission: each method that acts on one, by role, own or other department, and state, as the tables of
 * methods, states and guards have it.
 *
 * test_authority --print writes the matrix, which tests/system/test_roles.py holds the server to. Every request in it is as good
 * as it can be. The holder is a reviewer and lead who has claimed and accepted the report; of the others nobody has.
 */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/service/guard.h"
#include "proto/contract/service/methods.h"

/* The methods that act on a submission. Those that decide take the decision in their request. */
static const struct {
	const char *method;
	enum jx_act act;
	const char *variant; /* what the request says beside the act; "" for nothing */
} ACTS[] = {
	{"SubmissionService/SaveDraft", JX_ACT_PUT_DRAFT, ""},
	{"SubmissionService/SignReport", JX_ACT_SIGN, ""},
	{"SubmissionService/SubmitReport", JX_ACT_SUBMIT, ""},
	{"SubmissionService/WithdrawSubmission", JX_ACT_WITHDRAW, ""},
	{"SubmissionService/ReplyToIssue", JX_ACT_REPLY, ""},
	{"SubmissionService/ObjectToSubmission", JX_ACT_OBJECT, ""},
	{"ReviewService/ClaimSubmission", JX_ACT_CLAIM, ""},
	{"ReviewService/ReleaseSubmission", JX_ACT_RELEASE, ""},
	{"ReviewService/AddIssue", JX_ACT_ISSUE, ""},
	{"ReviewService/WaiveIssue", JX_ACT_ISSUE, ""},
	{"ReviewService/SetReviewedScore", JX_ACT_SET_SCORE, ""},
	{"ReviewService/ReturnSubmission", JX_ACT_RETURN, ""},
	{"ReviewService/AcceptSubmission", JX_ACT_ACCEPT, ""},
	{"ReviewService/AcceptUnansweredSubmission", JX_ACT_ACCEPT_UNANSWERED, ""},
	{"ReviewService/CorrectAcceptance", JX_ACT_CORRECT_ACCEPTANCE, ""},
	{"ReviewService/DecideObjection", JX_ACT_DECIDE_NOT_UPHELD, "NOT_UPHELD"},
	{"ReviewService/DecideObjection", JX_ACT_DECIDE_FINANCE_FIGURE, "FINANCE_FIGURE"},
	{"ReviewService/DecideObjection", JX_ACT_DECIDE_DEPARTMENT_FIGURE, "DEPARTMENT_FIGURE"},
	{"ReviewService/ReopenSubmission", JX_ACT_REOPEN, ""},
	{"ReviewService/CancelReopening", JX_ACT_CANCEL_REOPEN, ""},
	{"ReviewService/WaiveSubmission", JX_ACT_WAIVE, ""},
	{"ReviewService/UnwaiveSubmission", JX_ACT_UNWAIVE, ""},
};

static const struct {
	const char *name;
	uint32_t roles;
	bool is_holder; /* of no department */
} PEOPLE[] = {
	{"enterer", JX_ROLE_ENTERER, false},
	{"member", JX_ROLE_MEMBER, false},
	{"head", JX_ROLE_HEAD, false},
	{"reviewer", JX_ROLE_REVIEWER, false},
	{"lead", JX_ROLE_LEAD, false},
	{"analyst", JX_ROLES_ANALYST, false},
	{"auditor", JX_ROLES_AUDITOR, false},
	{"holder", JX_ROLE_REVIEWER | JX_ROLE_LEAD, true},
};

static bool was_accepted(JxSubmissionState state)
{
	return state >= JX_SUBMISSION_STATE_ACCEPTED && state <= JX_SUBMISSION_STATE_REOPENED;
}

static JxRoundState round_of(JxSubmissionState state)
{
	if (state == JX_SUBMISSION_STATE_FINAL || state == JX_SUBMISSION_STATE_REOPENED)
		return JX_ROUND_STATE_FINAL;
	return state == JX_SUBMISSION_STATE_CHECKING || state == JX_SUBMISSION_STATE_OBJECTED
		       ? JX_ROUND_STATE_PROVISIONAL
		       : JX_ROUND_STATE_OPEN;
}

/* A submission in a state with one issue where it can have one, to a person, whose request is as good as it can be. */
static void set_facts(JxSubmissionState state, size_t person, bool is_own, struct jx_facts *facts)
{
	bool is_published = state >= JX_SUBMISSION_STATE_CHECKING && state <= JX_SUBMISSION_STATE_REOPENED;
	jx_facts_init(facts);
	jx_facts_assume_request(facts);
	facts->name = "r-1";
	facts->state = state;
	facts->roles = PEOPLE[person].roles;
	facts->is_own = is_own;
	facts->is_reviewer = PEOPLE[person].is_holder;
	facts->has_accepted = PEOPLE[person].is_holder && was_accepted(state);
	facts->round_state = round_of(state);
	facts->is_window_open =
		state == JX_SUBMISSION_STATE_CHECKING || state == JX_SUBMISSION_STATE_OBJECTED;
	facts->is_listed = is_published;
	facts->is_reopened = state == JX_SUBMISSION_STATE_REOPENED;
	facts->n_open_issues =
		state == JX_SUBMISSION_STATE_UNDER_REVIEW || state == JX_SUBMISSION_STATE_RETURNED;
}

static const struct jx_method *find_method(const char *name)
{
	char path[96];
	(void)snprintf(path, sizeof(path), "/jixiao.v1.%s", name);
	const struct jx_method *method = jx_method_find(path);
	if (method == NULL)
		fail_msg("no method %s", name);
	return method;
}

/* What the server says: by the method's roles, by what the caller may see, and by the table of states. */
static enum jx_reason ask(size_t act, JxSubmissionState state, size_t person, bool is_own)
{
	struct jx_facts facts;
	struct jx_error error = {0};
	const struct jx_transition *rows[2];
	const struct jx_method *method = find_method(ACTS[act].method);
	uint32_t roles = PEOPLE[person].roles;
	if (method->roles != JX_ROLES_ANY && (method->roles & roles) == 0)
		return JX_REASON_NOT_ALLOWED;
	if (!is_own && (roles & JX_ROLES_SEE_ALL) == 0)
		return ACTS[act].act == JX_ACT_SUBMIT ? JX_REASON_OTHER_DEPARTMENT
						      : JX_REASON_SUBMISSION_NOT_FOUND;
	set_facts(state, person, is_own, &facts);
	return jx_act_check(&facts, ACTS[act].act, rows, NULL, &error) == JX_OK ? JX_REASON_NONE
										: error.reason;
}

typedef void (*on_cell)(void *user, size_t act, JxSubmissionState state, size_t person, bool is_own);

static void walk(on_cell visit, void *user)
{
	for (size_t act = 0; act < JX_COUNT_OF(ACTS); act++)
		for (int state = JX_SUBMISSION_STATE_NOT_STARTED; state <= JX_SUBMISSION_STATE_WAIVED;
			state++)
			for (size_t person = 0; person < JX_COUNT_OF(PEOPLE); person++)
				for (int own = PEOPLE[person].is_holder ? 0 : 1; own >= 0; own--)
					visit(user, act, (JxSubmissionState)state, person, own == 1);
}

static void print_cell(void *user, size_t act, JxSubmissionState state, size_t person, bool is_own)
{
	(void)user;
	(void)printf("%s\t%s\t%s\t%s\t%s\t%s\n", ACTS[act].method, ACTS[act].variant,
		jx_state_id(state) + strlen("SUBMISSION_STATE_"), PEOPLE[person].name,
		is_own ? "own" : "other", jx_reason_name(ask(act, state, person, is_own)));
}

/* ---- what the matrix must hold ---- */

static void count_possible(void *user, size_t act, JxSubmissionState state, size_t person, bool is_own)
{
	size_t *n = user;
	n[act] += ask(act, state, person, is_own) == JX_REASON_NONE;
}

static void every_act_is_possible_for_somebody(void **state)
{
	(void)state;
	size_t n[JX_COUNT_OF(ACTS)] = {0};
	walk(count_possible, n);
	for (size_t act = 0; act < JX_COUNT_OF(ACTS); act++) {
		/* An answer that is overdue is a matter of time, which stands still here. */
		bool is_of_time = ACTS[act].act == JX_ACT_ACCEPT_UNANSWERED;
		if ((n[act] == 0) != is_of_time)
			fail_msg("%s %s is possible %zu times", ACTS[act].method, ACTS[act].variant, n[act]);
	}
}

static void check_side(void *user, size_t act, JxSubmissionState state, size_t person, bool is_own)
{
	(void)user;
	bool is_of_department = strncmp(ACTS[act].method, "SubmissionService/", 18) == 0;
	if (ask(act, state, person, is_own) == JX_REASON_NONE && is_of_department != is_own)
		fail_msg("%s in %s by %s", ACTS[act].method, jx_state_id(state), PEOPLE[person].name);
}

static void the_department_acts_on_its_own_and_finance_on_others(void **state)
{
	(void)state;
	walk(check_side, NULL);
}

static void check_act_listed(enum jx_act act)
{
	bool is_by_round = act == JX_ACT_PUBLISH_PROVISIONAL || act == JX_ACT_PUBLISH_FINAL;
	bool is_listed = is_by_round || act == JX_ACT_REFUSE_SUBMIT;
	for (size_t i = 0; i < JX_COUNT_OF(ACTS); i++)
		is_listed = is_listed || ACTS[i].act == act;
	if (!is_listed)
		fail_msg("%s is in no method", jx_act_id(act));
}

static void every_act_has_its_method(void **state)
{
	(void)state;
	for (int act = JX_ACT_NONE + 1; act < JX_ACT_COUNT; act++)
		check_act_listed((enum jx_act)act);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_act_has_its_method),
		cmocka_unit_test(every_act_is_possible_for_somebody),
		cmocka_unit_test(the_department_acts_on_its_own_and_finance_on_others),
	};
	if (argc == 2 && strcmp(argv[1], "--print") == 0) {
		walk(print_cell, NULL);
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
