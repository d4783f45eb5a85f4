/* The lives of what outlives a round: held against the specification written out a second time, and as graphs. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/service/idle_funds.h"
#include "proto/contract/service/rectification.h"

/* number from act to who, as the specification prints it */
static const char *const RECTIFICATION[] = {
	"1 - RECTIFICATION_RAISE RAISED RL",
	"2 RAISED RECTIFICATION_ACKNOWLEDGE ACKNOWLEDGED EH",
	"3 ACKNOWLEDGED RECTIFICATION_PLAN PLANNED EH",
	"4 PLANNED RECTIFICATION_PLAN PLANNED EH",
	"5 PLANNED RECTIFICATION_CLAIM_DONE DONE_CLAIMED EH",
	"6 DONE_CLAIMED RECTIFICATION_VERIFY VERIFIED RL",
	"7 DONE_CLAIMED RECTIFICATION_SEND_BACK PLANNED RL",
	"8 VERIFIED RECTIFICATION_REOPEN REOPENED RL",
	"9 REOPENED RECTIFICATION_PLAN PLANNED EH",
};
static const char *const IDLE_FUNDS[] = {
	"1 - IDLE_FUNDS_FLAG FLAGGED EHRL",
	"2 - IDLE_FUNDS_REUSE EXPLAINED L",
	"3 FLAGGED IDLE_FUNDS_EXPLAIN EXPLAINED EH",
	"4 EXPLAINED IDLE_FUNDS_EXPLAIN EXPLAINED EH",
	"5 FLAGGED IDLE_FUNDS_ORDER RECOVERY_ORDERED L",
	"6 EXPLAINED IDLE_FUNDS_ORDER RECOVERY_ORDERED L",
	"7 RECOVERY_ORDERED IDLE_FUNDS_RECOVER_PART RECOVERY_ORDERED L",
	"8 RECOVERY_ORDERED IDLE_FUNDS_RECOVER_REST RECOVERED L",
	"9 FLAGGED IDLE_FUNDS_CARRY_PART FLAGGED L",
	"10 FLAGGED IDLE_FUNDS_CARRY_REST CARRY_OVER_APPROVED L",
	"11 EXPLAINED IDLE_FUNDS_CARRY_PART EXPLAINED L",
	"12 EXPLAINED IDLE_FUNDS_CARRY_REST CARRY_OVER_APPROVED L",
	"13 RECOVERY_ORDERED IDLE_FUNDS_CARRY_PART RECOVERY_ORDERED L",
	"14 RECOVERY_ORDERED IDLE_FUNDS_CARRY_REST CARRY_OVER_APPROVED L",
	"15 - IDLE_FUNDS_FLAG_BY_RULE FLAGGED RL",
};

struct expected {
	const struct jx_life *(*life)(void);
	const char *const *rows;
	size_t n_rows;
	const char *prefix; /* of the ids of its states */
};
static const struct expected LIVES[] = {
	{jx_rectification_life, RECTIFICATION, JX_COUNT_OF(RECTIFICATION), "RECTIFICATION_STATE_"},
	{jx_idle_life, IDLE_FUNDS, JX_COUNT_OF(IDLE_FUNDS), "IDLE_FUNDS_STATE_"},
};

static const char *word_of(const struct expected *expected, int state)
{
	const char *id = jx_life_state_id(expected->life(), state);
	assert_memory_equal(id, expected->prefix, strlen(expected->prefix));
	return state == 0 ? "-" : id + strlen(expected->prefix);
}

static void the_tables_are_the_specification(void **state)
{
	(void)state;
	for (size_t k = 0; k < JX_COUNT_OF(LIVES); k++) {
		const struct jx_life *life = LIVES[k].life();
		assert_int_equal(life->n_rows, LIVES[k].n_rows);
		for (size_t i = 0; i < life->n_rows; i++) {
			const struct jx_life_row *row = &life->rows[i];
			char line[160];
			(void)snprintf(line, sizeof(line), "%d %s %s %s %s%s%s%s%s", row->number,
				word_of(&LIVES[k], row->from), jx_life_act_id(life, row->act),
				word_of(&LIVES[k], row->to), (row->roles & JX_ROLE_ENTERER) != 0 ? "E" : "",
				(row->roles & JX_ROLE_HEAD) != 0 ? "H" : "",
				(row->roles & JX_ROLE_MEMBER) != 0 ? "T" : "",
				(row->roles & JX_ROLE_REVIEWER) != 0 ? "R" : "",
				(row->roles & JX_ROLE_LEAD) != 0 ? "L" : "");
			assert_string_equal(line, LIVES[k].rows[i]);
			assert_ptr_equal(jx_life_next(life, row->from, row->act), row);
		}
	}
}

static void reach(const struct jx_life *life, int from, uint32_t *seen)
{
	if ((*seen >> from & 1) != 0)
		return;
	*seen |= UINT32_C(1) << from;
	for (size_t i = 0; i < life->n_rows; i++)
		if (life->rows[i].from == from)
			reach(life, life->rows[i].to, seen);
}

static void every_state_is_reached_and_comes_to_an_end(void **state)
{
	(void)state;
	for (size_t k = 0; k < JX_COUNT_OF(LIVES); k++) {
		const struct jx_life *life = LIVES[k].life();
		uint32_t all = 0;
		uint32_t ends = jx_life_states_of(life, JX_HOLDER_UNSPECIFIED);
		reach(life, 0, &all);
		assert_int_equal(all, (UINT32_C(1) << life->n_states) - 1);
		for (int s = 1; s < (int)life->n_states; s++) {
			uint32_t seen = 0;
			reach(life, s, &seen);
			assert_int_not_equal(seen & ends, 0);
		}
	}
}

static bool side_moves(const struct jx_life *life, int state, uint32_t roles)
{
	for (size_t i = 0; i < life->n_rows; i++)
		if (life->rows[i].from == state && (life->rows[i].roles & roles) != 0)
			return true;
	return false;
}

/* Money that is ordered back is paid outside of the program; a lead writes down what came. */
static void whoever_holds_an_item_can_act(void **state)
{
	(void)state;
	for (size_t k = 0; k < JX_COUNT_OF(LIVES); k++) {
		const struct jx_life *life = LIVES[k].life();
		for (int s = 1; s < (int)life->n_states; s++) {
			bool is_ordered = life == jx_idle_life() && s == JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED;
			JxHolder holder = jx_life_holder(life, s);
			if (holder == JX_HOLDER_DEPARTMENT && !is_ordered)
				assert_true(side_moves(life, s, JX_ROLE_ENTERER | JX_ROLE_HEAD));
			else if (holder == JX_HOLDER_FINANCE || is_ordered)
				assert_true(side_moves(life, s, JX_ROLE_LEAD));
		}
	}
}

static void every_word_is_there_in_both_languages(void **state)
{
	(void)state;
	for (size_t k = 0; k < JX_COUNT_OF(LIVES); k++) {
		const struct jx_life *life = LIVES[k].life();
		for (unsigned l = 0; l < 2; l++) {
			enum jx_language language = l == 0 ? JX_ZH : JX_EN;
			for (int s = 1; s < (int)life->n_states; s++) {
				assert_true(strlen(jx_life_state_name(life, s, language)) > 1);
				char next[JX_NEXT_STEP_BYTES];
				const char *item = "12345678901234567890123456789012/4294967295";
				(void)jx_life_next_step(life, s, language, item, next);
				assert_true(strlen(next) > 1 && strlen(next) < sizeof(next) - 1);
				assert_null(strstr(next, "{item}"));
				if (jx_life_holder(life, s) != JX_HOLDER_UNSPECIFIED)
					assert_non_null(strstr(next, item));
			}
			for (int a = 1; a < (int)life->n_acts; a++) {
				assert_true(strlen(jx_life_act_name(life, a, language)) > 1);
				assert_string_equal(
					jx_life_name_of_id(life, jx_life_act_id(life, a), language),
					jx_life_act_name(life, a, language));
			}
		}
		assert_string_equal(jx_life_state_name(life, 99, JX_EN), "?");
		char next[JX_NEXT_STEP_BYTES];
		assert_string_equal(jx_life_next_step(life, -1, JX_EN, "1/1", next), "?");
		assert_string_equal(jx_life_act_id(life, 0), "?");
		assert_string_equal(jx_life_act_name(life, 99, JX_ZH), "?");
		assert_string_equal(jx_life_name_of_id(life, "OF_THE_FUTURE", JX_ZH), "OF_THE_FUTURE");
		assert_int_equal(jx_life_holder(life, 99), JX_HOLDER_UNSPECIFIED);
	}
	char out[80];
	assert_string_equal(jx_life_states_of_act(jx_rectification_life(), JX_RECTIFICATION_ACT_PLAN, JX_EN,
				    out, sizeof(out)),
		"acknowledged, planned, reopened");
	assert_string_equal(jx_life_states_of_act(jx_rectification_life(), JX_RECTIFICATION_ACT_PLAN, JX_ZH,
				    out, sizeof(out)),
		"待定措施、整改中、重开");
}

static void an_item_is_overdue_only_while_the_department_holds_it(void **state)
{
	(void)state;
	const struct jx_life *life = jx_rectification_life();
	struct jx_life_facts facts = {.now_ms = 1000, .due_ms = 999};
	assert_true(jx_life_is_overdue(life, JX_RECTIFICATION_STATE_RAISED, &facts));
	assert_true(jx_life_is_overdue(life, JX_RECTIFICATION_STATE_PLANNED, &facts));
	assert_false(jx_life_is_overdue(life, JX_RECTIFICATION_STATE_DONE_CLAIMED, &facts));
	assert_false(jx_life_is_overdue(life, JX_RECTIFICATION_STATE_VERIFIED, &facts));
	facts.due_ms = 1000;
	assert_false(jx_life_is_overdue(life, JX_RECTIFICATION_STATE_RAISED, &facts));
	facts.due_ms = 0;
	assert_false(jx_life_is_overdue(life, JX_RECTIFICATION_STATE_RAISED, &facts));
}

static enum jx_reason ask(int state, enum jx_idle_act act, struct jx_life_facts facts)
{
	const struct jx_life_row *row = jx_life_next(jx_idle_life(), state, (int)act);
	assert_non_null(row);
	return row->guard != NULL ? row->guard(&facts) : JX_REASON_NONE;
}

static void the_guards_of_the_ledger(void **state)
{
	(void)state;
	const struct jx_life_facts early = {.now_ms = 10, .due_ms = 10};
	const struct jx_life_facts late = {.now_ms = 11, .due_ms = 10};
	assert_int_equal(
		ask(JX_IDLE_FUNDS_STATE_FLAGGED, JX_IDLE_ACT_ORDER, early), JX_REASON_EXPLANATION_DUE);
	assert_int_equal(ask(JX_IDLE_FUNDS_STATE_FLAGGED, JX_IDLE_ACT_ORDER, late), JX_REASON_NONE);
	assert_int_equal(ask(JX_IDLE_FUNDS_STATE_EXPLAINED, JX_IDLE_ACT_ORDER, early), JX_REASON_NONE);
	static const struct {
		int64_t outstanding, amount;
		enum jx_idle_act act;
		enum jx_reason reason;
	} TAKEN[] = {
		{100, 1, JX_IDLE_ACT_RECOVER_PART, JX_REASON_NONE},
		{100, 99, JX_IDLE_ACT_RECOVER_PART, JX_REASON_NONE},
		{100, 100, JX_IDLE_ACT_RECOVER_REST, JX_REASON_NONE},
		{100, 101, JX_IDLE_ACT_RECOVER_REST, JX_REASON_MORE_THAN_OUTSTANDING},
		{100, 0, JX_IDLE_ACT_RECOVER_PART, JX_REASON_MORE_THAN_OUTSTANDING},
		{100, -1, JX_IDLE_ACT_RECOVER_PART, JX_REASON_MORE_THAN_OUTSTANDING},
		{INT64_MAX, INT64_MAX, JX_IDLE_ACT_RECOVER_REST, JX_REASON_NONE},
		{INT64_MAX - 1, INT64_MAX, JX_IDLE_ACT_RECOVER_REST, JX_REASON_MORE_THAN_OUTSTANDING},
	};
	for (size_t i = 0; i < JX_COUNT_OF(TAKEN); i++) {
		const struct jx_life_facts facts = {
			.outstanding_fen = TAKEN[i].outstanding, .amount_fen = TAKEN[i].amount};
		assert_int_equal(
			jx_idle_act_of_amount(JX_IDLE_ACT_RECOVER_PART, JX_IDLE_ACT_RECOVER_REST, &facts),
			TAKEN[i].act);
		assert_int_equal(
			ask(JX_IDLE_FUNDS_STATE_RECOVERY_ORDERED, TAKEN[i].act, facts), TAKEN[i].reason);
	}
}

static void a_county_adds_up_beyond_64_bits(void **state)
{
	(void)state;
	struct jx_idle_sums county = {0};
	const struct jx_idle_sums one = {
		.opening = INT64_MAX, .added = INT64_MAX, .recovered = INT64_MAX - 1, .carried_over = 7};
	for (int i = 0; i < 1000; i++)
		jx_idle_sums_add(&county, &one);
	assert_true(county.opening == (jx_int128)INT64_MAX * 1000);
	assert_true(jx_idle_closing(&county) == jx_idle_closing(&one) * 1000);
	assert_true(jx_idle_closing(&one) == (jx_int128)INT64_MAX + 1 - 7);
}

static void a_balance_ages_by_whole_years(void **state)
{
	(void)state;
	static const struct {
		int32_t from, to;
		uint32_t years;
	} AGES[] = {
		{20240315, 20260314, 1},
		{20240315, 20260315, 2},
		{20240101, 20251231, 1},
		{20240101, 20260101, 2},
		{20240229, 20250228, 0},
		{20240229, 20250301, 1},
		{20240229, 20260228, 1},
		{20240229, 20260301, 2},
		{20240229, 20280228, 3},
		{20240229, 20280229, 4},
		{20230301, 20240229, 0},
		{20251231, 20260101, 0},
		{20260101, 20260101, 0},
		{20260102, 20260101, 0},
		{19901231, 20260101, 35},
	};
	for (size_t i = 0; i < JX_COUNT_OF(AGES); i++) {
		assert_int_equal(jx_whole_years(AGES[i].from, AGES[i].to), AGES[i].years);
		assert_int_equal(jx_idle_is_old(AGES[i].from, AGES[i].to), AGES[i].years >= JX_IDLE_YEARS);
	}
}

static void a_measure_repeats_word_for_word(void **state)
{
	(void)state;
	static const struct {
		const char *measure, *earlier;
		bool repeats;
	} PAIRS[] = {
		{"加强预算管理，加快支出进度。", "加强预算管理，加快支出进度。", true},
		{"加强预算管理，\n 加快支出进度", "加强预算管理 加快支出进度。", true},
		{"Speed up: spending.", "Speed  up spending", true},
		{"加强预算管理，加快支出进度。", "加强预算管理，按月通报支出进度。", false},
		{"6月底前完成", "9月底前完成", false},
		{"加强预算管理", "加强预算管理，加快支出进度", false},
		{"", "", false},
		{"……", "。", false},
		{"加强管理", "", false},
	};
	for (size_t i = 0; i < JX_COUNT_OF(PAIRS); i++) {
		char measure[128];
		char earlier[128];
		(void)snprintf(measure, sizeof(measure), "%s", PAIRS[i].measure);
		(void)snprintf(earlier, sizeof(earlier), "%s", PAIRS[i].earlier);
		jx_measure_keep_words(measure);
		jx_measure_keep_words(earlier);
		assert_int_equal(measure[0] != '\0' && strcmp(measure, earlier) == 0, PAIRS[i].repeats);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tables_are_the_specification),
		cmocka_unit_test(every_state_is_reached_and_comes_to_an_end),
		cmocka_unit_test(whoever_holds_an_item_can_act),
		cmocka_unit_test(every_word_is_there_in_both_languages),
		cmocka_unit_test(an_item_is_overdue_only_while_the_department_holds_it),
		cmocka_unit_test(the_guards_of_the_ledger),
		cmocka_unit_test(a_county_adds_up_beyond_64_bits),
		cmocka_unit_test(a_balance_ages_by_whole_years),
		cmocka_unit_test(a_measure_repeats_word_for_word),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
