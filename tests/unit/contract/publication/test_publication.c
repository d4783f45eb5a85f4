/* A publication computed again: equal from its own reports, and each thing that differs named. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "tests/support/publication.h"

static JxRankRow *row_of(const struct published *world, const char *department)
{
	for (size_t i = 0; i < world->publication->n_rows; i++) {
		if (strcmp(world->publication->rows[i]->department, department) == 0)
			return world->publication->rows[i];
	}
	fail_msg("no row of %s", department);
	return NULL;
}

static const struct jx_publication_difference *find(const struct published *world,
	enum jx_publication_fault fault, const char *department, const char *field)
{
	for (size_t i = 0; i < world->check.n_differences; i++) {
		const struct jx_publication_difference *difference = &world->check.differences[i];
		if (difference->fault == fault && strcmp(difference->department, department) == 0 &&
			strcmp(difference->field, field) == 0)
			return difference;
	}
	for (size_t i = 0; i < world->check.n_differences; i++)
		print_error("%d %s %s: %s, %s\n", (int)world->check.differences[i].fault,
			world->check.differences[i].department, world->check.differences[i].field,
			world->check.differences[i].stated, world->check.differences[i].recomputed);
	fail_msg("no difference %d %s %s", (int)fault, department, field);
	return NULL;
}

static void assert_equal(struct published *world)
{
	published_check(world);
	assert_int_equal(world->check.n_found, 0);
	assert_true(world->check.is_equal && world->check.is_digest_whole);
	assert_string_equal(world->check.digest, world->publication->digest);
}

static void a_table_comes_out_equal_from_its_reports(void **state)
{
	(void)state;
	static const char *const rulebooks[] = {NULL, "county-sample", "mof-2013-53", "mof-2020-10"};
	for (size_t i = 0; i < JX_COUNT_OF(rulebooks); i++) {
		struct published world;
		published_open(&world, rulebooks[i]);
		assert_equal(&world);
		published_close(&world);
	}
}

static void its_scores_and_ranks_are_those_of_the_reports(void **state)
{
	(void)state;
	static const struct {
		const char *department;
		int64_t computed; /* 0: none */
		uint32_t rank;
	} rows[] = {{"departments/104", 99800000, 1}, {"departments/105", 88930000, 2},
		{"departments/101", 75650000, 3}, {"departments/106", 100000000, 0},
		{"departments/103", 97050000, 0}, {"departments/102", 9490000, 0}, {"departments/100", 0, 0}};
	struct published world;
	published_open(&world, NULL);
	for (size_t i = 0; i < N_PUBLISHED_CASES; i++) {
		const JxRankRow *row = row_of(&world, rows[i].department);
		assert_int_equal(
			row->computed_score != NULL ? row->computed_score->micros : 0, rows[i].computed);
		assert_int_equal(row->rank, rows[i].rank);
		assert_string_equal(world.publication->rows[i]->department, rows[i].department);
	}
	published_close(&world);
}

static void one_fen_more_in_a_report_is_named(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, NULL);
	JxAmount *amount = world.reports[1]->report->funds_by_source[0]->executed;
	amount->fen++;
	amount->decimals = 6;
	published_check(&world);
	assert_false(world.check.is_equal);
	assert_true(world.check.is_digest_whole);
	assert_string_equal(
		find(&world, JX_FAULT_REPORT, "departments/101", "digest")->stated, world.reports[1]->digest);
	(void)find(&world, JX_FAULT_ROW, "departments/101", "digest");
	published_close(&world);
}

static void a_changed_score_is_named_with_both_values(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, NULL);
	row_of(&world, "departments/105")->final_score->micros = 98930000;
	published_check(&world);
	assert_int_equal(world.check.n_found, 1);
	assert_false(world.check.is_digest_whole);
	assert_string_equal(world.check.digest, world.publication->digest);
	const struct jx_publication_difference *difference =
		find(&world, JX_FAULT_ROW, "departments/105", "final_score");
	assert_string_equal(difference->stated, "98.93");
	assert_string_equal(difference->recomputed, "88.93");
	published_close(&world);
}

static void changed_ranks_titles_and_lateness_are_named(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, NULL);
	row_of(&world, "departments/104")->rank = 2;
	row_of(&world, "departments/101")->title = "别的部门";
	row_of(&world, "departments/103")->is_late = true;
	row_of(&world, "departments/103")->execution_rate->missing = "accounts.income";
	published_check(&world);
	assert_string_equal(find(&world, JX_FAULT_ROW, "departments/104", "rank")->recomputed, "1");
	assert_string_equal(find(&world, JX_FAULT_ROW, "departments/101", "title")->recomputed, "部门101");
	assert_string_equal(find(&world, JX_FAULT_ROW, "departments/103", "is_late")->stated, "true");
	(void)find(&world, JX_FAULT_ROW, "departments/103", "execution_rate.missing");
	published_close(&world);
}

static void two_rows_in_each_other_s_place_are_told_once(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, NULL);
	JxRankRow **rows = world.publication->rows;
	JxRankRow *first = rows[0];
	rows[0] = rows[1];
	rows[1] = first;
	published_check(&world);
	assert_int_equal(world.check.n_found, 1);
	assert_string_equal(
		find(&world, JX_FAULT_PLACE, first->department, "rows[0]")->stated, rows[0]->department);
	published_close(&world);
}

static void a_report_that_is_not_there_moves_no_rank(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, NULL);
	memmove(&world.reports[4], &world.reports[5], (N_PUBLISHED_CASES - 5) * sizeof(JxExportRow *));
	world.n_reports--;
	published_check(&world);
	(void)find(&world, JX_FAULT_NO_REPORT, "departments/104", "");
	(void)find(&world, JX_FAULT_HEAD, "", "total_rows");
	assert_int_equal(world.check.n_found, 3); /* and the digest */
	published_close(&world);
}

static void reports_too_many_twice_or_out_of_order_are_told(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, NULL);
	JxExportRow *first = world.reports[0];
	world.reports[0] = world.reports[1];
	world.reports[1] = first;
	world.reports[N_PUBLISHED_CASES] = first;
	world.n_reports = N_PUBLISHED_CASES + 1;
	published_check(&world);
	assert_string_equal(find(&world, JX_FAULT_ORDER, "departments/100", "")->stated, "departments/101");
	(void)find(&world, JX_FAULT_TWICE, "departments/100", "");
	assert_int_equal(world.check.n_found, 2);
	first->report->department = "departments/999";
	published_check(&world);
	(void)find(&world, JX_FAULT_NO_ROW, "departments/999", "");
	(void)find(&world, JX_FAULT_NO_REPORT, "departments/100", "");
	first->report = NULL;
	published_check(&world);
	(void)find(&world, JX_FAULT_NO_ROW, first->version_name, "");
	published_close(&world);
}

static void a_table_without_any_report_lacks_all_of_them(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, NULL);
	world.n_reports = 0;
	published_check(&world);
	assert_int_equal(world.check.recomputed.n_rows, 0);
	for (size_t i = 0; i < N_PUBLISHED_CASES; i++)
		(void)find(&world, JX_FAULT_NO_REPORT, world.reports[i]->report->department, "");
	published_close(&world);
}

static void a_department_with_two_rows_is_told(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, NULL);
	world.publication->rows[N_PUBLISHED_CASES - 1] = world.publication->rows[0];
	published_check(&world);
	(void)find(&world, JX_FAULT_TWICE, world.publication->rows[0]->department, "rows");
	assert_false(world.check.is_equal);
	published_close(&world);
}

static void the_people_are_those_that_the_stage_wants(void **state)
{
	(void)state;
	static char *nobody[] = {"", "persons/l2"};
	static char *same[] = {"persons/l1", "persons/l1"};
	static char *three[] = {"persons/l1", "persons/l2", "persons/l3"};
	static const struct {
		JxPublicationStage stage;
		char **people;
		size_t n;
		bool is_right;
	} table[] = {
		{JX_PUBLICATION_STAGE_FINAL, three, 2, true},
		{JX_PUBLICATION_STAGE_FINAL, three, 0, false},
		{JX_PUBLICATION_STAGE_FINAL, three, 1, false},
		{JX_PUBLICATION_STAGE_FINAL, three, 3, false},
		{JX_PUBLICATION_STAGE_FINAL, same, 2, false},
		{JX_PUBLICATION_STAGE_FINAL, nobody, 2, false},
		{JX_PUBLICATION_STAGE_PROVISIONAL, three, 1, true},
		{JX_PUBLICATION_STAGE_PROVISIONAL, nobody, 1, false},
		{JX_PUBLICATION_STAGE_PROVISIONAL, three, 2, false},
		{JX_PUBLICATION_STAGE_UNSPECIFIED, three, 2, false},
	};
	for (size_t i = 0; i < JX_COUNT_OF(table); i++) {
		struct published world;
		size_t n_found = 0;
		published_open(&world, NULL);
		world.publication->stage = table[i].stage;
		world.publication->published_by = table[i].people;
		world.publication->n_published_by = table[i].n;
		published_check(&world);
		for (size_t k = 0; k < world.check.n_differences; k++)
			n_found += world.check.differences[k].fault == JX_FAULT_PEOPLE ? 1 : 0;
		assert_int_equal(n_found, table[i].is_right ? 0 : 1);
		published_close(&world);
	}
}

static void a_department_has_a_row_or_is_listed_once(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, NULL);
	char *filed = world.publication->rows[0]->department;
	char *missing[] = {"departments/999", filed};
	JxWaivedDepartment waived = JX_WAIVED_DEPARTMENT_INIT;
	JxWaivedDepartment *list[] = {&waived};
	waived.department = "departments/999";
	world.publication->missing = missing;
	world.publication->n_missing = 2;
	world.publication->waived = list;
	world.publication->n_waived = 1;
	published_check(&world);
	(void)find(&world, JX_FAULT_TWICE, filed, "missing");
	(void)find(&world, JX_FAULT_TWICE, "departments/999", "waived");
	waived.department = filed;
	world.publication->n_missing = 1;
	published_check(&world);
	(void)find(&world, JX_FAULT_TWICE, filed, "waived");
	published_close(&world);
}

static void another_rulebook_or_none_is_told(void **state)
{
	(void)state;
	struct published world;
	struct published other;
	published_open(&world, "county-sample");
	published_open(&other, "mof-2020-10");
	const struct jx_rulebook *right = world.rulebook;
	world.rulebook = other.rulebook;
	published_check(&world);
	assert_string_equal(find(&world, JX_FAULT_HEAD, "", "rulebook_digest")->recomputed,
		jx_rulebook_digest(other.rulebook));
	world.rulebook = NULL;
	published_check(&world);
	assert_string_equal(
		find(&world, JX_FAULT_RULEBOOK, "", "rulebook")->stated, jx_rulebook_digest(right));
	world.rulebook = right;
	world.publication->rulebook_digest = "";
	published_check(&world);
	(void)find(&world, JX_FAULT_RULEBOOK, "", "rulebook");
	published_close(&other);
	published_close(&world);
}

static void findings_left_out_of_a_report_are_told(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, "county-sample");
	JxExportRow *report = world.reports[1];
	assert_true(report->n_findings > 0);
	report->n_findings--;
	published_check(&world);
	const JxFinding *last = report->findings[report->n_findings];
	char field[48];
	char name[JX_DIFFERENCE_TEXT_BYTES];
	(void)snprintf(field, sizeof(field), "findings[%zu]", report->n_findings);
	(void)snprintf(name, sizeof(name), "%s %s", last->rule, last->field);
	assert_string_equal(find(&world, JX_FAULT_REPORT, "departments/101", field)->recomputed, name);
	assert_int_equal(world.check.n_found, 1);
	report->n_findings++;
	report->verdict_digest = world.reports[2]->verdict_digest;
	published_check(&world);
	(void)find(&world, JX_FAULT_REPORT, "departments/101", "verdict_digest");
	published_close(&world);
}

static void what_finance_set_is_in_the_row_and_nothing_else_is(void **state)
{
	(void)state;
	struct published world;
	JxReview review = JX_REVIEW_INIT;
	JxDecimal score = JX_DECIMAL_INIT;
	published_open(&world, NULL);
	score.micros = 92000000;
	score.decimals = 1;
	review.score = &score;
	review.reason = "核减";
	world.reports[4]->review = &review;
	world.reports[4]->reviewed_score = &score;
	published_check(&world);
	assert_string_equal(
		find(&world, JX_FAULT_ROW, "departments/104", "reviewed_score")->recomputed, "92.0");
	assert_string_equal(
		find(&world, JX_FAULT_ROW, "departments/104", "final_score")->recomputed, "92.00");
	assert_string_equal(find(&world, JX_FAULT_ROW, "departments/104", "deduction")->recomputed, "");
	published_again(&world);
	assert_equal(&world);
	world.reports[4]->reviewed_score = NULL;
	published_check(&world);
	assert_string_equal(
		find(&world, JX_FAULT_REPORT, "departments/104", "reviewed_score")->recomputed, "92.0");
	published_close(&world);
}

/* Published with such a score, the table follows from its reports; the score itself must not stand. */
static void a_score_beyond_its_bounds_is_told(void **state)
{
	(void)state;
	static const int64_t beyond[] = {150000000, -5000000, 88935000};
	struct published world;
	JxReview review = JX_REVIEW_INIT;
	JxDecimal score = JX_DECIMAL_INIT;
	published_open(&world, NULL);
	score.decimals = 3;
	review.score = &score;
	review.reason = "核定";
	world.reports[4]->review = &review;
	world.reports[4]->reviewed_score = &score;
	for (size_t i = 0; i < JX_COUNT_OF(beyond); i++) {
		score.micros = beyond[i];
		published_again(&world);
		published_check(&world);
		assert_int_equal(world.check.n_found, 1);
		(void)find(&world, JX_FAULT_REPORT, "departments/104", "review.score");
	}
	review.reason = "";
	score.micros = 60000000;
	published_again(&world);
	published_check(&world);
	(void)find(&world, JX_FAULT_REPORT, "departments/104", "review.reason");
	published_close(&world);
}

/* Points taken off follow from the findings that are computed here, whatever severity the file states. */
static void findings_without_their_severity_cost_nothing(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, "county-sample");
	JxExportRow *report = world.reports[1];
	for (size_t i = 0; i < report->n_findings; i++)
		report->findings[i]->severity = JX_FINDING_SEVERITY_UNSPECIFIED;
	published_check(&world);
	assert_int_equal(world.check.n_found, report->n_findings);
	assert_string_equal(world.check.digest, world.publication->digest);
	(void)find(&world, JX_FAULT_REPORT, "departments/101", "findings[0].severity");
	published_close(&world);
}

static void a_line_set_by_finance_that_is_no_line_is_told(void **state)
{
	(void)state;
	struct published world;
	JxReview review = JX_REVIEW_INIT;
	JxReviewedLine line = JX_REVIEWED_LINE_INIT;
	JxReviewedLine *lines[] = {&line};
	published_open(&world, NULL);
	line.field = "indicators[999]";
	review.lines = lines;
	review.n_lines = 1;
	world.reports[4]->review = &review;
	published_check(&world);
	assert_string_equal(
		find(&world, JX_FAULT_REPORT, "departments/104", "review.indicators[999]")->stated,
		"indicators[999]");
	published_close(&world);
}

static void a_report_of_another_round_is_told(void **state)
{
	(void)state;
	struct published world;
	published_open(&world, NULL);
	world.reports[2]->version_name = "submissions/other-102/versions/7";
	world.reports[3]->report->round = "rounds/other";
	published_check(&world);
	assert_string_equal(find(&world, JX_FAULT_REPORT, "departments/102", "version_name")->recomputed,
		"submissions/sample-102/versions/7");
	assert_string_equal(find(&world, JX_FAULT_REPORT, "departments/103", "report.round")->recomputed,
		"rounds/sample");
	published_close(&world);
}

static void more_differences_than_are_kept_are_counted(void **state)
{
	(void)state;
	struct published world;
	struct jx_error error;
	published_open(&world, NULL);
	jx_publication_check_clear(&world.check);
	assert_int_equal(jx_publication_check_begin(
				 &world.check, world.publication, world.rulebook, &world.arena, &error),
		JX_OK);
	for (size_t i = 0; i < JX_MAX_PUBLICATION_DIFFERENCES + 5; i++)
		assert_int_equal(jx_publication_check_add(&world.check, world.reports[0], &error), JX_OK);
	assert_int_equal(jx_publication_check_end(&world.check, &error), JX_OK);
	assert_int_equal(world.check.n_differences, JX_MAX_PUBLICATION_DIFFERENCES);
	assert_true(world.check.n_found > JX_MAX_PUBLICATION_DIFFERENCES);
	published_close(&world);
}

static void too_little_memory_is_told_wherever_it_ends(void **state)
{
	(void)state;
	struct published world;
	size_t n_failed = 0;
	published_open(&world, "county-sample");
	world.reports[3]->report->round = "rounds/other";
	for (size_t cap = 0; cap < 400000; cap += 4096) {
		struct jx_arena arena;
		jx_arena_init(&arena, cap);
		enum jx_status status = published_try(&world, &arena);
		assert_true(status == JX_OK || status == JX_EXHAUSTED);
		assert_true(status == JX_EXHAUSTED || world.check.n_found > 0);
		n_failed += status == JX_EXHAUSTED;
		jx_arena_clear(&arena);
	}
	assert_true(n_failed > 3 && n_failed < 97);
	published_close(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_comes_out_equal_from_its_reports),
		cmocka_unit_test(its_scores_and_ranks_are_those_of_the_reports),
		cmocka_unit_test(one_fen_more_in_a_report_is_named),
		cmocka_unit_test(a_changed_score_is_named_with_both_values),
		cmocka_unit_test(changed_ranks_titles_and_lateness_are_named),
		cmocka_unit_test(two_rows_in_each_other_s_place_are_told_once),
		cmocka_unit_test(a_report_that_is_not_there_moves_no_rank),
		cmocka_unit_test(reports_too_many_twice_or_out_of_order_are_told),
		cmocka_unit_test(a_table_without_any_report_lacks_all_of_them),
		cmocka_unit_test(a_department_with_two_rows_is_told),
		cmocka_unit_test(the_people_are_those_that_the_stage_wants),
		cmocka_unit_test(a_department_has_a_row_or_is_listed_once),
		cmocka_unit_test(another_rulebook_or_none_is_told),
		cmocka_unit_test(findings_left_out_of_a_report_are_told),
		cmocka_unit_test(what_finance_set_is_in_the_row_and_nothing_else_is),
		cmocka_unit_test(a_score_beyond_its_bounds_is_told),
		cmocka_unit_test(findings_without_their_severity_cost_nothing),
		cmocka_unit_test(a_line_set_by_finance_that_is_no_line_is_told),
		cmocka_unit_test(a_report_of_another_round_is_told),
		cmocka_unit_test(more_differences_than_are_kept_are_counted),
		cmocka_unit_test(too_little_memory_is_told_wherever_it_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
