/* The tables of states: held against the specification written out a second time, and as a graph. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/service/states.h"

#define N_STATES 12
#define N_ROUNDS 9

/* number from act to who, as the specification prints it */
static const char *const expected[] = {
	"1 NOT_STARTED put-draft DRAFT E",
	"2 DRAFT put-draft DRAFT E",
	"3 DRAFT sign DRAFT TH",
	"4 DRAFT submit SUBMITTED EH",
	"5 DRAFT submit-refused DRAFT EH",
	"6 SUBMITTED withdraw DRAFT EH",
	"7 SUBMITTED claim UNDER_REVIEW R",
	"8 UNDER_REVIEW release SUBMITTED RL",
	"9 UNDER_REVIEW issue UNDER_REVIEW R",
	"10 UNDER_REVIEW set-score UNDER_REVIEW R",
	"11 UNDER_REVIEW return RETURNED R",
	"12 UNDER_REVIEW accept ACCEPTED R",
	"13 RETURNED put-draft RETURNED E",
	"14 RETURNED reply RETURNED E",
	"15 RETURNED sign RETURNED TH",
	"16 RETURNED submit SUBMITTED EH",
	"17 RETURNED submit-refused RETURNED EH",
	"18 RETURNED accept-unanswered ACCEPTED L",
	"19 ACCEPTED return RETURNED RL",
	"20 ACCEPTED publish-provisional CHECKING L",
	"21 CHECKING object OBJECTED H",
	"22 CHECKING return RETURNED L",
	"23 OBJECTED not-upheld CHECKING L",
	"24 OBJECTED finance-figure CHECKING L",
	"25 OBJECTED department-figure RETURNED L",
	"26 CHECKING publish-final FINAL L",
	"27 FINAL reopen REOPENED L",
	"28 REOPENED put-draft REOPENED E",
	"29 REOPENED sign REOPENED TH",
	"30 REOPENED submit SUBMITTED EH",
	"31 REOPENED submit-refused REOPENED EH",
	"32 REOPENED cancel-reopen FINAL L",
	"33 NOT_STARTED waive WAIVED L",
	"34 DRAFT waive WAIVED L",
	"35 WAIVED unwaive NOT_STARTED L",
	"36 ACCEPTED correct ACCEPTED R",
};

static const char *const state_words[N_STATES] = {"-", "NOT_STARTED", "DRAFT", "SUBMITTED", "UNDER_REVIEW",
	"RETURNED", "ACCEPTED", "CHECKING", "OBJECTED", "FINAL", "REOPENED", "WAIVED"};

static const char *const act_words[JX_ACT_COUNT] = {"-", "put-draft", "sign", "submit", "submit-refused",
	"withdraw", "claim", "release", "issue", "set-score", "return", "accept", "reply",
	"accept-unanswered", "publish-provisional", "object", "not-upheld", "finance-figure",
	"department-figure", "publish-final", "reopen", "cancel-reopen", "waive", "unwaive", "correct"};

static const struct jx_transition *all;
static size_t n_all;

static void the_table_is_the_specification(void **state)
{
	(void)state;
	assert_int_equal(n_all, JX_COUNT_OF(expected));
	for (size_t i = 0; i < n_all; i++) {
		const struct jx_transition *row = &all[i];
		char line[160];
		(void)snprintf(line, sizeof(line), "%d %s %s %s %s%s%s%s%s", row->row, state_words[row->from],
			act_words[row->act], state_words[row->to],
			(row->roles & JX_ROLE_ENTERER) != 0 ? "E" : "",
			(row->roles & JX_ROLE_MEMBER) != 0 ? "T" : "",
			(row->roles & JX_ROLE_HEAD) != 0 ? "H" : "",
			(row->roles & JX_ROLE_REVIEWER) != 0 ? "R" : "",
			(row->roles & JX_ROLE_LEAD) != 0 ? "L" : "");
		assert_string_equal(line, expected[i]);
	}
}

static void no_act_is_ambiguous(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_all; i++) {
		for (size_t j = i + 1; j < n_all; j++) {
			const struct jx_transition *a = &all[i];
			const struct jx_transition *b = &all[j];
			assert_false(a->from == b->from && a->act == b->act);
		}
		assert_ptr_equal(jx_states_next(all[i].from, all[i].act), &all[i]);
	}
}

/* Marks what can be reached from a state along the rows. */
static void reach(JxSubmissionState from, bool seen[N_STATES])
{
	seen[from] = true;
	for (size_t i = 0; i < n_all; i++) {
		const struct jx_transition *row = &all[i];
		if (row->from == from && !seen[row->to])
			reach(row->to, seen);
	}
}

static void every_state_is_reachable_and_can_end(void **state)
{
	(void)state;
	bool from_start[N_STATES] = {false};
	reach(JX_SUBMISSION_STATE_NOT_STARTED, from_start);
	for (int s = JX_SUBMISSION_STATE_NOT_STARTED; s < N_STATES; s++) {
		bool seen[N_STATES] = {false};
		reach((JxSubmissionState)s, seen);
		assert_true(from_start[s]);
		assert_true(seen[JX_SUBMISSION_STATE_FINAL]);
	}
}

static bool side_can_move(JxSubmissionState from, uint32_t roles)
{
	for (size_t i = 0; i < n_all; i++) {
		const struct jx_transition *row = &all[i];
		if (row->from == from && row->to != from && (row->roles & roles) != 0)
			return true;
	}
	return false;
}

static void whoever_holds_the_ball_can_move(void **state)
{
	(void)state;
	const uint32_t department = JX_ROLE_ENTERER | JX_ROLE_MEMBER | JX_ROLE_HEAD;
	const uint32_t finance = JX_ROLE_REVIEWER | JX_ROLE_LEAD;
	for (int s = JX_SUBMISSION_STATE_NOT_STARTED; s < N_STATES; s++) {
		for (int open = 0; open <= 1; open++) {
			JxHolder holder = jx_state_holder((JxSubmissionState)s, open == 1);
			if (holder == JX_HOLDER_DEPARTMENT)
				assert_true(side_can_move((JxSubmissionState)s, department));
			else if (holder == JX_HOLDER_FINANCE)
				assert_true(side_can_move((JxSubmissionState)s, finance));
			else
				assert_true(
					s == JX_SUBMISSION_STATE_FINAL || s == JX_SUBMISSION_STATE_WAIVED);
		}
	}
}

static void finance_gets_out_where_a_department_sits_still(void **state)
{
	(void)state;
	for (int s = JX_SUBMISSION_STATE_NOT_STARTED; s < N_STATES; s++) {
		if (jx_state_holder((JxSubmissionState)s, true) == JX_HOLDER_DEPARTMENT)
			assert_true(side_can_move((JxSubmissionState)s, JX_ROLE_LEAD));
	}
}

static void the_checking_ball_changes_hands_with_the_window(void **state)
{
	(void)state;
	assert_int_equal(jx_state_holder(JX_SUBMISSION_STATE_CHECKING, true), JX_HOLDER_DEPARTMENT);
	assert_int_equal(jx_state_holder(JX_SUBMISSION_STATE_CHECKING, false), JX_HOLDER_FINANCE);
	assert_int_equal(jx_state_holder((JxSubmissionState)99, true), JX_HOLDER_UNSPECIFIED);
}

static void a_first_act_may_go_without_saying(void **state)
{
	(void)state;
	static const struct {
		JxSubmissionState from;
		enum jx_act act;
		size_t n;
		int rows[2];
	} cases[] = {
		{JX_SUBMISSION_STATE_NOT_STARTED, JX_ACT_SUBMIT, 2, {1, 4}},
		{JX_SUBMISSION_STATE_DRAFT, JX_ACT_SUBMIT, 1, {4, 0}},
		{JX_SUBMISSION_STATE_RETURNED, JX_ACT_SUBMIT, 1, {16, 0}},
		{JX_SUBMISSION_STATE_REOPENED, JX_ACT_SUBMIT, 1, {30, 0}},
		{JX_SUBMISSION_STATE_SUBMITTED, JX_ACT_ACCEPT, 2, {7, 12}},
		{JX_SUBMISSION_STATE_SUBMITTED, JX_ACT_RETURN, 2, {7, 11}},
		{JX_SUBMISSION_STATE_UNDER_REVIEW, JX_ACT_RETURN, 1, {11, 0}},
		{JX_SUBMISSION_STATE_ACCEPTED, JX_ACT_RETURN, 1, {19, 0}},
		{JX_SUBMISSION_STATE_SUBMITTED, JX_ACT_SUBMIT, 0, {0, 0}},
		{JX_SUBMISSION_STATE_ACCEPTED, JX_ACT_ACCEPT, 0, {0, 0}},
		{JX_SUBMISSION_STATE_RETURNED, JX_ACT_ACCEPT, 0, {0, 0}},
		{JX_SUBMISSION_STATE_WAIVED, JX_ACT_SUBMIT, 0, {0, 0}},
		{JX_SUBMISSION_STATE_FINAL, JX_ACT_RETURN, 0, {0, 0}},
		{JX_SUBMISSION_STATE_SUBMITTED, JX_ACT_SET_SCORE, 0, {0, 0}},
	};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		const struct jx_transition *rows[2] = {NULL, NULL};
		size_t n = jx_states_path(cases[i].from, cases[i].act, rows);
		assert_int_equal(n, cases[i].n);
		for (size_t j = 0; j < n; j++)
			assert_int_equal(rows[j]->row, cases[i].rows[j]);
	}
}

static void everything_has_a_name_in_both_languages(void **state)
{
	(void)state;
	for (int language = JX_ZH; language <= JX_EN; language++) {
		for (int s = JX_SUBMISSION_STATE_NOT_STARTED; s < N_STATES; s++)
			assert_string_not_equal(
				jx_state_name((JxSubmissionState)s, (enum jx_language)language), "?");
		for (int act = 1; act < JX_ACT_COUNT; act++)
			assert_string_not_equal(
				jx_act_name((enum jx_act)act, (enum jx_language)language), "?");
		for (int s = 1; s < N_ROUNDS; s++)
			assert_string_not_equal(
				jx_round_state_name((JxRoundState)s, (enum jx_language)language), "?");
		for (int act = 1; act < JX_ROUND_ACT_COUNT; act++)
			assert_string_not_equal(
				jx_round_act_name((enum jx_round_act)act, (enum jx_language)language), "?");
		for (int role = 1; role <= JX_PERSON_ROLE_AUDITOR; role++)
			assert_string_not_equal(
				jx_role_name((JxPersonRole)role, (enum jx_language)language), "?");
	}
	assert_string_equal(jx_state_name(JX_SUBMISSION_STATE_UNDER_REVIEW, JX_ZH), "审核中");
	assert_string_equal(jx_state_name((JxSubmissionState)-1, JX_EN), "?");
	assert_string_equal(jx_act_name((enum jx_act)99, JX_EN), "?");
	assert_string_equal(jx_round_state_name((JxRoundState)99, JX_EN), "?");
	assert_string_equal(jx_round_act_name((enum jx_round_act)99, JX_EN), "?");
	assert_string_equal(jx_role_name((JxPersonRole)99, JX_EN), "?");
}

/* What the log stores: an id once written is never spelled otherwise. */
/* What a refusal says: both languages of it travel as one argument of an error, which must hold them whole. */
static void a_refusal_can_say_what_is_possible(void **state)
{
	static const enum jx_language languages[] = {JX_ZH, JX_EN};
	char texts[2][JX_ERROR_ARG_BYTES];
	(void)state;
	for (int act = JX_ACT_NONE + 1; act < JX_ACT_COUNT; act++) {
		size_t n = 0;
		for (size_t i = 0; i < 2; i++)
			n += strlen(
				jx_states_of_act((enum jx_act)act, languages[i], texts[i], sizeof(texts[i])));
		assert_true(texts[0][0] != '\0' && texts[1][0] != '\0');
		assert_true(n + 128 < JX_ERROR_ARG_BYTES);
	}
	assert_string_equal(jx_states_of_act(JX_ACT_ACCEPT, JX_EN, texts[0], sizeof(texts[0])),
		"submitted, under review");
	assert_string_equal(jx_states_of_act(JX_ACT_SUBMIT, JX_ZH, texts[0], sizeof(texts[0])),
		"未填报、草稿、退回修改、更正");
	for (int i = JX_SUBMISSION_STATE_NOT_STARTED; i <= JX_SUBMISSION_STATE_WAIVED; i++) {
		const char *zh = jx_state_next_step((JxSubmissionState)i, JX_ZH);
		const char *en = jx_state_next_step((JxSubmissionState)i, JX_EN);
		assert_non_null(strstr(zh, "jixiao "));
		assert_non_null(strstr(en, "jixiao "));
		assert_true(strlen(zh) + strlen(en) + 1 < JX_ERROR_ARG_BYTES);
	}
	for (int i = JX_ROUND_STATE_DRAFT; i <= JX_ROUND_STATE_CANCELLED; i++) {
		const char *zh = jx_round_state_next_step((JxRoundState)i, JX_ZH);
		const char *en = jx_round_state_next_step((JxRoundState)i, JX_EN);
		assert_non_null(strstr(zh, "jixiao "));
		assert_non_null(strstr(en, "jixiao "));
		assert_true(strlen(zh) + strlen(en) + 1 < JX_ERROR_ARG_BYTES);
	}
	assert_string_equal(jx_round_state_next_step((JxRoundState)99, JX_EN), "");
}

static void the_log_has_an_id_for_everything(void **state)
{
	(void)state;
	static const char *const round_ids[JX_ROUND_ACT_COUNT] = {"?", "ROUND_OPEN", "ROUND_DEADLINE",
		"ROUND_CLOSE", "ROUND_PUBLISH_PROVISIONAL", "ROUND_PUBLISH_FINAL", "ROUND_ARCHIVE",
		"ROUND_CANCEL", "ROUND_REOPEN", "ROUND_EXTEND"};
	static const char *const ids[JX_ACT_COUNT] = {"?", "SUBMISSION_PUT_DRAFT", "SUBMISSION_SIGN",
		"SUBMISSION_SUBMIT", "SUBMISSION_REFUSE_SUBMIT", "SUBMISSION_WITHDRAW", "SUBMISSION_CLAIM",
		"SUBMISSION_RELEASE", "SUBMISSION_ISSUE", "SUBMISSION_SET_SCORE", "SUBMISSION_RETURN",
		"SUBMISSION_ACCEPT", "SUBMISSION_REPLY", "SUBMISSION_ACCEPT_UNANSWERED",
		"SUBMISSION_PUBLISH_PROVISIONAL", "SUBMISSION_OBJECT", "SUBMISSION_DECIDE_NOT_UPHELD",
		"SUBMISSION_DECIDE_FINANCE_FIGURE", "SUBMISSION_DECIDE_DEPARTMENT_FIGURE",
		"SUBMISSION_PUBLISH_FINAL", "SUBMISSION_REOPEN", "SUBMISSION_CANCEL_REOPEN",
		"SUBMISSION_WAIVE", "SUBMISSION_UNWAIVE", "SUBMISSION_CORRECT_ACCEPTANCE"};
	for (int act = 0; act < JX_ACT_COUNT; act++)
		assert_string_equal(jx_act_id((enum jx_act)act), ids[act]);
	for (int act = 0; act < JX_ROUND_ACT_COUNT; act++)
		assert_string_equal(jx_round_act_id((enum jx_round_act)act), round_ids[act]);
	assert_string_equal(jx_act_id((enum jx_act)99), "?");
	assert_string_equal(jx_round_act_id((enum jx_round_act)99), "?");
	assert_string_equal(jx_state_id(JX_SUBMISSION_STATE_UNDER_REVIEW), "SUBMISSION_STATE_UNDER_REVIEW");
	assert_string_equal(jx_state_id((JxSubmissionState)99), "?");
	assert_string_equal(jx_round_state_id(JX_ROUND_STATE_OPEN), "ROUND_STATE_OPEN");
	assert_string_equal(jx_round_state_id((JxRoundState)99), "?");
}

/* from act to: rows 1 to 15 */
static const int round_expected[][3] = {
	{JX_ROUND_STATE_DRAFT, JX_ROUND_ACT_OPEN, JX_ROUND_STATE_OPEN},
	{JX_ROUND_STATE_OPEN, JX_ROUND_ACT_DEADLINE, JX_ROUND_STATE_CLOSING},
	{JX_ROUND_STATE_CLOSING, JX_ROUND_ACT_CLOSE, JX_ROUND_STATE_CLOSED},
	{JX_ROUND_STATE_CLOSED, JX_ROUND_ACT_PUBLISH_PROVISIONAL, JX_ROUND_STATE_PROVISIONAL},
	{JX_ROUND_STATE_PROVISIONAL, JX_ROUND_ACT_PUBLISH_FINAL, JX_ROUND_STATE_FINAL},
	{JX_ROUND_STATE_FINAL, JX_ROUND_ACT_ARCHIVE, JX_ROUND_STATE_ARCHIVED},
	{JX_ROUND_STATE_PROVISIONAL, JX_ROUND_ACT_PUBLISH_PROVISIONAL, JX_ROUND_STATE_PROVISIONAL},
	{JX_ROUND_STATE_FINAL, JX_ROUND_ACT_PUBLISH_PROVISIONAL, JX_ROUND_STATE_FINAL},
	{JX_ROUND_STATE_FINAL, JX_ROUND_ACT_PUBLISH_FINAL, JX_ROUND_STATE_FINAL},
	{JX_ROUND_STATE_DRAFT, JX_ROUND_ACT_CANCEL, JX_ROUND_STATE_CANCELLED},
	{JX_ROUND_STATE_OPEN, JX_ROUND_ACT_CANCEL, JX_ROUND_STATE_CANCELLED},
	{JX_ROUND_STATE_CLOSING, JX_ROUND_ACT_CANCEL, JX_ROUND_STATE_CANCELLED},
	{JX_ROUND_STATE_CLOSED, JX_ROUND_ACT_REOPEN, JX_ROUND_STATE_OPEN},
	{JX_ROUND_STATE_OPEN, JX_ROUND_ACT_EXTEND, JX_ROUND_STATE_OPEN},
	{JX_ROUND_STATE_CLOSING, JX_ROUND_ACT_EXTEND, JX_ROUND_STATE_OPEN},
};

static void a_round_lives_as_specified(void **state)
{
	(void)state;
	size_t n = JX_COUNT_OF(round_expected);
	size_t n_round_rows = 0;
	const struct jx_round_transition *round_rows = jx_round_states(&n_round_rows);
	assert_int_equal(n_round_rows, n);
	for (size_t i = 0; i < n; i++) {
		const struct jx_round_transition *row = &round_rows[i];
		assert_int_equal(row->row, i + 1);
		assert_int_equal(row->from, round_expected[i][0]);
		assert_int_equal(row->act, round_expected[i][1]);
		assert_int_equal(row->to, round_expected[i][2]);
		assert_ptr_equal(jx_round_next(row->from, row->act), row);
		assert_int_equal(row->needs_two_leads, row->act == JX_ROUND_ACT_PUBLISH_FINAL);
		assert_int_equal(row->roles, row->act == JX_ROUND_ACT_DEADLINE ? 0 : JX_ROLE_LEAD);
	}
	assert_null(jx_round_next(JX_ROUND_STATE_ARCHIVED, JX_ROUND_ACT_OPEN));
}

static void an_open_round_closes_through_closing(void **state)
{
	(void)state;
	const struct jx_round_transition *rows[2] = {NULL, NULL};
	assert_int_equal(jx_round_path(JX_ROUND_STATE_OPEN, JX_ROUND_ACT_CLOSE, rows), 2);
	assert_int_equal(rows[0]->to, JX_ROUND_STATE_CLOSING);
	assert_int_equal(rows[1]->to, JX_ROUND_STATE_CLOSED);
	assert_int_equal(jx_round_path(JX_ROUND_STATE_CLOSING, JX_ROUND_ACT_CLOSE, rows), 1);
	assert_int_equal(jx_round_path(JX_ROUND_STATE_DRAFT, JX_ROUND_ACT_CLOSE, rows), 0);
	assert_int_equal(jx_round_path(JX_ROUND_STATE_FINAL, JX_ROUND_ACT_CLOSE, rows), 0);
}

static void late_reports_need_a_round_that_takes_them(void **state)
{
	(void)state;
	assert_true(jx_round_admits_new(JX_ROUND_STATE_OPEN, false));
	assert_false(jx_round_admits_new(JX_ROUND_STATE_CLOSING, false));
	assert_true(jx_round_admits_new(JX_ROUND_STATE_CLOSING, true));
	assert_false(jx_round_admits_new(JX_ROUND_STATE_CLOSED, true));
	assert_true(jx_round_admits_again(JX_ROUND_STATE_CLOSED));
	assert_false(jx_round_admits_again(JX_ROUND_STATE_DRAFT));
	assert_false(jx_round_admits_again(JX_ROUND_STATE_ARCHIVED));
	assert_false(jx_round_admits_again(JX_ROUND_STATE_CANCELLED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_the_specification),
		cmocka_unit_test(no_act_is_ambiguous),
		cmocka_unit_test(every_state_is_reachable_and_can_end),
		cmocka_unit_test(whoever_holds_the_ball_can_move),
		cmocka_unit_test(finance_gets_out_where_a_department_sits_still),
		cmocka_unit_test(the_checking_ball_changes_hands_with_the_window),
		cmocka_unit_test(a_first_act_may_go_without_saying),
		cmocka_unit_test(everything_has_a_name_in_both_languages),
		cmocka_unit_test(a_refusal_can_say_what_is_possible),
		cmocka_unit_test(the_log_has_an_id_for_everything),
		cmocka_unit_test(a_round_lives_as_specified),
		cmocka_unit_test(an_open_round_closes_through_closing),
		cmocka_unit_test(late_reports_need_a_round_that_takes_them),
	};
	all = jx_states(&n_all);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
