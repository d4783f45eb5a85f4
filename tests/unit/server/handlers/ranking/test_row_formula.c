/* Formulas of a ranking: over rows alone, over reports for those who may, and what is refused by name. */
#include "tests/support/test.h"

#include <stdlib.h>

#include "proto/contract/base/array.h"
#include "server/handlers/ranking/row_formula.h"
#include "storage/results/store_scores.h"
#include "tests/support/store_kit.h"

/* 101 with a computed score of 60, 102 without one; both claim 98.50. */
struct asked {
	struct store_kit kit;
	struct jx_services services;
	struct jx_task task;
	struct jx_ranking *ranking;
	struct jx_row_values values;
};

static void add(struct store_kit *kit, const char *department, int64_t executed_fen, int64_t computed)
{
	struct kit_report report = {.department = department, .round = "2025", .executed_fen = executed_fen};
	JxScoreSheet sheet = JX_SCORE_SHEET_INIT;
	JxDecimal score = JX_DECIMAL_INIT;
	score.micros = computed * 1000000;
	int64_t id = store_kit_submit(kit, "enterer", store_kit_report(&kit->arena, &report));
	store_kit_accept(kit, "2025", department, -1);
	sheet.computed = computed > 0 ? &score : NULL;
	assert_int_equal(jx_scores_write(kit->writer, id, &sheet, &kit->error), JX_OK);
}

static int setup(void **state)
{
	struct asked *asked = calloc(1, sizeof(*asked));
	assert_non_null(asked);
	struct store_kit *kit = &asked->kit;
	store_kit_start(kit);
	store_kit_begin(kit);
	store_kit_department(kit, "101", "");
	store_kit_department(kit, "102", "");
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "101");
	store_kit_round(kit, "2025");
	add(kit, "101", 95000000, 60);
	add(kit, "102", 90000000, 0);
	store_kit_commit(kit);
	assert_int_equal(jx_ranking_load(kit->writer, "2025", 0, &asked->ranking, &kit->error), JX_OK);
	assert_int_equal(asked->ranking->n_rows, 2);
	jx_arena_init(&asked->task.arena, JX_MAX_ARENA_BYTES);
	asked->task.db = kit->writer;
	asked->task.services = &asked->services;
	asked->task.deadline_ms = UINT64_MAX;
	*state = asked;
	return 0;
}

static int teardown(void **state)
{
	struct asked *asked = *state;
	jx_row_values_clear(&asked->values);
	jx_ranking_free(asked->ranking);
	jx_arena_clear(&asked->task.arena);
	store_kit_stop(&asked->kit);
	free(asked);
	return 0;
}

static enum jx_status eval(struct asked *asked, const char *by, const char *where, bool reads_reports)
{
	const struct jx_ranking_query query = {
		.by = by, .where = where, .peer_group = "", .reads_reports = reads_reports};
	jx_row_values_clear(&asked->values);
	return jx_row_values_eval(&asked->task, asked->ranking, &query, &asked->values);
}

static void refused(struct asked *asked, enum jx_reason reason, const char *field)
{
	assert_int_equal(asked->task.error.reason, reason);
	assert_string_equal(asked->task.error.field, field);
	assert_null(asked->values.by);
	assert_null(asked->values.is_met);
}

static void a_formula_over_the_row_needs_no_report(void **state)
{
	struct asked *asked = *state;
	asked->task.db = NULL; /* nothing is read */
	assert_int_equal(
		eval(asked, "row.claimed_score - row.computed_score", "row.claimed_score > 98", false),
		JX_OK);
	assert_true(asked->values.by[0].is_computable);
	assert_int_equal(asked->values.by[0].micros, 38500000);
	assert_string_equal(asked->values.missing[0], "");
	assert_false(asked->values.by[1].is_computable);
	assert_string_equal(asked->values.missing[1], "row.computed_score");
	assert_string_equal(asked->values.unit, "");
	assert_true(asked->values.is_met[0]);
	assert_true(asked->values.is_met[1]);
}

static void a_condition_that_cannot_be_computed_is_not_met(void **state)
{
	struct asked *asked = *state;
	assert_int_equal(eval(asked, "", "row.computed_score < 1000", false), JX_OK);
	assert_null(asked->values.by);
	assert_true(asked->values.is_met[0]);
	assert_false(asked->values.is_met[1]);
	assert_int_equal(eval(asked, "", "row.department == \"departments/102\"", false), JX_OK);
	assert_false(asked->values.is_met[0]);
	assert_true(asked->values.is_met[1]);
}

static void a_metric_is_no_formula_to_evaluate(void **state)
{
	struct asked *asked = *state;
	assert_int_equal(eval(asked, "execution_rate", "", false), JX_OK);
	assert_null(asked->values.by);
	assert_null(asked->values.is_met);
}

static void fields_of_reports_are_for_those_who_may_read_them(void **state)
{
	struct asked *asked = *state;
	assert_int_equal(eval(asked, "accounts.expenditure * 2", "", false), JX_DENIED);
	refused(asked, JX_REASON_REPORT_FORMULA, "by");
	assert_int_equal(eval(asked, "row.claimed_score + 1", "staff.in_post > 3", false), JX_DENIED);
	refused(asked, JX_REASON_REPORT_FORMULA, "where");
	assert_int_equal(eval(asked, "accounts.expenditure * 2", "staff.in_post > 3", true), JX_OK);
	assert_int_equal(asked->values.by[0].micros, INT64_C(190000000)); /* 190.00 in units of 10,000 */
	assert_int_equal(asked->values.by[1].micros, INT64_C(180000000));
	assert_string_equal(asked->values.unit, "万元");
	assert_true(asked->values.is_met[0]);
}

static void a_result_of_the_wrong_kind_is_refused_by_name(void **state)
{
	static const struct {
		const char *by;
		const char *where;
		enum jx_reason reason;
		const char *field;
	} cases[] = {
		{"functions.map(f, f.amount)", "", JX_REASON_FORMULA_WANTS_RESULT, "by"},
		{"row.claimed_score > 5", "", JX_REASON_FORMULA_WANTS_RESULT, "by"},
		{"", "row.claimed_score", JX_REASON_FORMULA_WANTS_RESULT, "where"},
		{"row.claimed_scor + 1", "", JX_REASON_FORMULA_UNKNOWN_FIELD_NEAR, "by"},
		{"", "row.claimed_score >", JX_REASON_FORMULA_SYNTAX, "where"},
	};
	struct asked *asked = *state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		assert_int_equal(eval(asked, cases[i].by, cases[i].where, true), JX_INVALID);
		refused(asked, cases[i].reason, cases[i].field);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define ASKED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
		ASKED(a_formula_over_the_row_needs_no_report),
		ASKED(a_condition_that_cannot_be_computed_is_not_met),
		ASKED(a_metric_is_no_formula_to_evaluate),
		ASKED(fields_of_reports_are_for_those_who_may_read_them),
		ASKED(a_result_of_the_wrong_kind_is_refused_by_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
