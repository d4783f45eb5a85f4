/* A publication computed again: equal from its own reports, and each thing that differs named. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/message/json.h"
#include "proto/contract/publication/publication.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/support/submission.h"

/* In the order of their department codes, as set below. */
static const char *const cases[] = {"000_seed_yuanshi_kgj_2025", "01_lingling_linye_2021",
	"02_guantang_xiang_2023", "05_chongqing_kexuecheng_rongmei_2021", "08_yongde_minglang_zhongxue_2022",
	"13_suixi_minzhengju_linshijiuzhu_2019", "23_anju_shijianju_2021"};

#define N_CASES JX_COUNT_OF(cases)

/* A publication with its reports. */
struct world {
	struct jx_arena arena;
	const struct jx_rulebook *rulebook;
	JxExportRow *reports[N_CASES + 1];
	size_t n_reports;
	JxPublication *publication;
	struct jx_publication_check check;
};

/* The number of department i between two texts. */
static char *name_of(struct world *world, const char *before, size_t i, const char *after)
{
	char text[96];
	(void)snprintf(text, sizeof(text), "%s10%zu%s", before, i, after);
	char *copy = jx_arena_strdup(&world->arena, text);
	assert_non_null(copy);
	return copy;
}

static char *copy_of(struct world *world, const char *text)
{
	char *copy = jx_arena_strdup(&world->arena, text);
	assert_non_null(copy);
	return copy;
}

/* A report as Export gives it: judged by the rulebook of the world. */
static JxExportRow *export_case(struct world *world, size_t i)
{
	struct jx_findings findings;
	char digest[JX_DIGEST_TEXT_BYTES];
	JxExportRow *report = jx_arena_alloc(&world->arena, sizeof(*report));
	assert_non_null(report);
	jx_export_row_init(report);
	report->report = read_case(&world->arena, cases[i]);
	report->report->round = "rounds/sample";
	report->report->department = name_of(world, "departments/", i, "");
	report->version_name = name_of(world, "submissions/sample-", i, "/versions/1");
	report->department_title = name_of(world, "部门", i, "");
	report->peer_group = "bureau";
	assert_int_equal(jx_digest_message(&report->report->base, JX_DIGEST_SHA256, digest, NULL), JX_OK);
	report->digest = copy_of(world, digest);
	assert_int_equal(jx_check_run(world->rulebook, report->report, &world->arena, &findings), JX_OK);
	report->findings = findings.items;
	report->n_findings = findings.n;
	assert_int_equal(jx_verdict_digest(report->digest,
				 world->rulebook != NULL ? jx_rulebook_digest(world->rulebook) : "",
				 &findings, digest),
		JX_OK);
	report->verdict_digest = copy_of(world, digest);
	return report;
}

static void run(struct world *world)
{
	struct jx_error error;
	jx_publication_check_clear(&world->check);
	assert_int_equal(jx_publication_check_begin(
				 &world->check, world->publication, world->rulebook, &world->arena, &error),
		JX_OK);
	for (size_t i = 0; i < world->n_reports; i++)
		assert_int_equal(jx_publication_check_add(&world->check, world->reports[i], &error), JX_OK);
	assert_int_equal(jx_publication_check_end(&world->check, &error), JX_OK);
}

/* The table as the reports make it: whatever rows it begins with, it comes out right. */
static void publish(struct world *world)
{
	JxPublication *publication = jx_arena_alloc(&world->arena, sizeof(*publication));
	assert_non_null(publication);
	jx_publication_init(publication);
	publication->name = "rounds/sample/publications/2";
	publication->stage = JX_PUBLICATION_STAGE_FINAL;
	publication->score = JX_SCORE_KIND_FINAL;
	publication->rows = jx_arena_calloc(&world->arena, N_CASES, sizeof(JxRankRow *));
	assert_non_null(publication->rows);
	for (size_t i = 0; i < N_CASES; i++) {
		publication->rows[i] = jx_arena_alloc(&world->arena, sizeof(JxRankRow));
		assert_non_null(publication->rows[i]);
		jx_rank_row_init(publication->rows[i]);
		publication->rows[i]->department = world->reports[i]->report->department;
	}
	publication->n_rows = N_CASES;
	world->publication = publication;
	run(world);
	assert_false(world->check.is_equal);
	*publication = world->check.recomputed;
	publication->digest = copy_of(world, world->check.digest);
}

static void open_world(struct world *world, const char *rulebook)
{
	struct jx_json_problems problems;
	*world = (struct world){.n_reports = N_CASES};
	jx_arena_init(&world->arena, JX_MAX_CLIENT_ARENA_BYTES);
	const struct jx_shipped_rulebook *shipped = rulebook != NULL ? jx_rulebook_shipped(rulebook) : NULL;
	if (shipped != NULL)
		assert_int_equal(jx_rulebook_load(shipped->text, shipped->n_bytes, &world->arena, &problems,
					 &world->rulebook),
			JX_OK);
	for (size_t i = 0; i < N_CASES; i++)
		world->reports[i] = export_case(world, i);
	publish(world);
}

static void close_world(struct world *world)
{
	jx_publication_check_clear(&world->check);
	jx_arena_clear(&world->arena);
}

static JxRankRow *row_of(const struct world *world, const char *department)
{
	for (size_t i = 0; i < world->publication->n_rows; i++) {
		if (strcmp(world->publication->rows[i]->department, department) == 0)
			return world->publication->rows[i];
	}
	fail_msg("no row of %s", department);
	return NULL;
}

static const struct jx_publication_difference *find(
	const struct world *world, enum jx_publication_fault fault, const char *department, const char *field)
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

static void assert_equal(struct world *world)
{
	run(world);
	assert_int_equal(world->check.n_found, 0);
	assert_true(world->check.is_equal && world->check.is_digest_whole);
	assert_string_equal(world->check.digest, world->publication->digest);
}

static void a_table_comes_out_equal_from_its_reports(void **state)
{
	(void)state;
	static const char *const rulebooks[] = {NULL, "county-sample", "mof-2013-53", "mof-2020-10"};
	for (size_t i = 0; i < JX_COUNT_OF(rulebooks); i++) {
		struct world world;
		open_world(&world, rulebooks[i]);
		assert_equal(&world);
		close_world(&world);
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
	struct world world;
	open_world(&world, NULL);
	for (size_t i = 0; i < N_CASES; i++) {
		const JxRankRow *row = row_of(&world, rows[i].department);
		assert_int_equal(
			row->computed_score != NULL ? row->computed_score->micros : 0, rows[i].computed);
		assert_int_equal(row->rank, rows[i].rank);
		assert_string_equal(world.publication->rows[i]->department, rows[i].department);
	}
	close_world(&world);
}

static void one_fen_more_in_a_report_is_named(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL);
	JxAmount *amount = world.reports[1]->report->funds_by_source[0]->executed;
	amount->fen++;
	amount->decimals = 6;
	run(&world);
	assert_false(world.check.is_equal);
	assert_true(world.check.is_digest_whole);
	assert_string_equal(
		find(&world, JX_FAULT_REPORT, "departments/101", "digest")->stated, world.reports[1]->digest);
	(void)find(&world, JX_FAULT_ROW, "departments/101", "digest");
	close_world(&world);
}

static void a_changed_score_is_named_with_both_values(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL);
	row_of(&world, "departments/105")->final_score->micros = 98930000;
	run(&world);
	assert_int_equal(world.check.n_found, 1);
	assert_false(world.check.is_digest_whole);
	assert_string_equal(world.check.digest, world.publication->digest);
	const struct jx_publication_difference *difference =
		find(&world, JX_FAULT_ROW, "departments/105", "final_score");
	assert_string_equal(difference->stated, "98.93");
	assert_string_equal(difference->recomputed, "88.93");
	close_world(&world);
}

static void changed_ranks_titles_and_lateness_are_named(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL);
	row_of(&world, "departments/104")->rank = 2;
	row_of(&world, "departments/101")->title = "别的部门";
	row_of(&world, "departments/103")->is_late = true;
	row_of(&world, "departments/103")->execution_rate->missing = "accounts.income";
	run(&world);
	assert_string_equal(find(&world, JX_FAULT_ROW, "departments/104", "rank")->recomputed, "1");
	assert_string_equal(find(&world, JX_FAULT_ROW, "departments/101", "title")->recomputed, "部门101");
	assert_string_equal(find(&world, JX_FAULT_ROW, "departments/103", "is_late")->stated, "true");
	(void)find(&world, JX_FAULT_ROW, "departments/103", "execution_rate.missing");
	close_world(&world);
}

static void two_rows_in_each_other_s_place_are_told_once(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL);
	JxRankRow **rows = world.publication->rows;
	JxRankRow *first = rows[0];
	rows[0] = rows[1];
	rows[1] = first;
	run(&world);
	assert_int_equal(world.check.n_found, 1);
	assert_string_equal(
		find(&world, JX_FAULT_PLACE, first->department, "rows[0]")->stated, rows[0]->department);
	close_world(&world);
}

static void a_report_that_is_not_there_moves_no_rank(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL);
	memmove(&world.reports[4], &world.reports[5], (N_CASES - 5) * sizeof(JxExportRow *));
	world.n_reports--;
	run(&world);
	(void)find(&world, JX_FAULT_NO_REPORT, "departments/104", "");
	(void)find(&world, JX_FAULT_HEAD, "", "total_rows");
	assert_int_equal(world.check.n_found, 3); /* and the digest */
	close_world(&world);
}

static void reports_too_many_twice_or_out_of_order_are_told(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL);
	JxExportRow *first = world.reports[0];
	world.reports[0] = world.reports[1];
	world.reports[1] = first;
	world.reports[N_CASES] = first;
	world.n_reports = N_CASES + 1;
	run(&world);
	assert_string_equal(find(&world, JX_FAULT_ORDER, "departments/100", "")->stated, "departments/101");
	(void)find(&world, JX_FAULT_TWICE, "departments/100", "");
	assert_int_equal(world.check.n_found, 2);
	first->report->department = "departments/999";
	run(&world);
	(void)find(&world, JX_FAULT_NO_ROW, "departments/999", "");
	(void)find(&world, JX_FAULT_NO_REPORT, "departments/100", "");
	first->report = NULL;
	run(&world);
	(void)find(&world, JX_FAULT_NO_ROW, first->version_name, "");
	close_world(&world);
}

static void a_table_without_any_report_lacks_all_of_them(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL);
	world.n_reports = 0;
	run(&world);
	assert_int_equal(world.check.recomputed.n_rows, 0);
	for (size_t i = 0; i < N_CASES; i++)
		(void)find(&world, JX_FAULT_NO_REPORT, world.reports[i]->report->department, "");
	close_world(&world);
}

static void a_department_with_two_rows_is_told(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL);
	world.publication->rows[N_CASES - 1] = world.publication->rows[0];
	run(&world);
	(void)find(&world, JX_FAULT_TWICE, world.publication->rows[0]->department, "rows");
	assert_false(world.check.is_equal);
	close_world(&world);
}

static void another_rulebook_or_none_is_told(void **state)
{
	(void)state;
	struct world world;
	struct world other;
	open_world(&world, "county-sample");
	open_world(&other, "mof-2020-10");
	const struct jx_rulebook *right = world.rulebook;
	world.rulebook = other.rulebook;
	run(&world);
	assert_string_equal(find(&world, JX_FAULT_HEAD, "", "rulebook_digest")->recomputed,
		jx_rulebook_digest(other.rulebook));
	world.rulebook = NULL;
	run(&world);
	assert_string_equal(
		find(&world, JX_FAULT_RULEBOOK, "", "rulebook")->stated, jx_rulebook_digest(right));
	world.rulebook = right;
	world.publication->rulebook_digest = "";
	run(&world);
	(void)find(&world, JX_FAULT_RULEBOOK, "", "rulebook");
	close_world(&other);
	close_world(&world);
}

static void findings_left_out_of_a_report_are_told(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, "county-sample");
	JxExportRow *report = world.reports[1];
	assert_true(report->n_findings > 0);
	report->n_findings--;
	run(&world);
	assert_string_equal(
		find(&world, JX_FAULT_REPORT, "departments/101", "findings")->stated, report->verdict_digest);
	report->n_findings++;
	report->verdict_digest = world.reports[2]->verdict_digest;
	run(&world);
	(void)find(&world, JX_FAULT_REPORT, "departments/101", "verdict_digest");
	close_world(&world);
}

static void what_finance_set_is_in_the_row_and_nothing_else_is(void **state)
{
	(void)state;
	struct world world;
	JxReview review = JX_REVIEW_INIT;
	JxDecimal score = JX_DECIMAL_INIT;
	open_world(&world, NULL);
	score.micros = 92000000;
	score.decimals = 1;
	review.score = &score;
	review.reason = "核减";
	world.reports[4]->review = &review;
	world.reports[4]->reviewed_score = &score;
	run(&world);
	assert_string_equal(
		find(&world, JX_FAULT_ROW, "departments/104", "reviewed_score")->recomputed, "92.0");
	assert_string_equal(
		find(&world, JX_FAULT_ROW, "departments/104", "final_score")->recomputed, "92.00");
	assert_string_equal(find(&world, JX_FAULT_ROW, "departments/104", "deduction")->recomputed, "");
	publish(&world);
	assert_equal(&world);
	world.reports[4]->reviewed_score = NULL;
	run(&world);
	assert_string_equal(
		find(&world, JX_FAULT_REPORT, "departments/104", "reviewed_score")->recomputed, "92.0");
	close_world(&world);
}

static void a_line_set_by_finance_that_is_no_line_is_told(void **state)
{
	(void)state;
	struct world world;
	JxReview review = JX_REVIEW_INIT;
	JxReviewedLine line = JX_REVIEWED_LINE_INIT;
	JxReviewedLine *lines[] = {&line};
	open_world(&world, NULL);
	line.field = "indicators[999]";
	review.lines = lines;
	review.n_lines = 1;
	world.reports[4]->review = &review;
	run(&world);
	assert_string_equal(
		find(&world, JX_FAULT_REPORT, "departments/104", "review.lines")->stated, "indicators[999]");
	close_world(&world);
}

static void a_report_of_another_round_is_told(void **state)
{
	(void)state;
	struct world world;
	open_world(&world, NULL);
	world.reports[2]->version_name = "submissions/other-102/versions/7";
	world.reports[3]->report->round = "rounds/other";
	run(&world);
	assert_string_equal(find(&world, JX_FAULT_REPORT, "departments/102", "version_name")->recomputed,
		"submissions/sample-102/versions/7");
	assert_string_equal(find(&world, JX_FAULT_REPORT, "departments/103", "report.round")->recomputed,
		"rounds/sample");
	close_world(&world);
}

static void more_differences_than_are_kept_are_counted(void **state)
{
	(void)state;
	struct world world;
	struct jx_error error;
	open_world(&world, NULL);
	jx_publication_check_clear(&world.check);
	assert_int_equal(jx_publication_check_begin(
				 &world.check, world.publication, world.rulebook, &world.arena, &error),
		JX_OK);
	for (size_t i = 0; i < JX_MAX_PUBLICATION_DIFFERENCES + 5; i++)
		assert_int_equal(jx_publication_check_add(&world.check, world.reports[0], &error), JX_OK);
	assert_int_equal(jx_publication_check_end(&world.check, &error), JX_OK);
	assert_int_equal(world.check.n_differences, JX_MAX_PUBLICATION_DIFFERENCES);
	assert_true(world.check.n_found > JX_MAX_PUBLICATION_DIFFERENCES);
	close_world(&world);
}

static enum jx_status run_within(struct world *world, struct jx_arena *arena)
{
	struct jx_error error;
	enum jx_status status =
		jx_publication_check_begin(&world->check, world->publication, world->rulebook, arena, &error);
	for (size_t i = 0; i < world->n_reports && status == JX_OK; i++)
		status = jx_publication_check_add(&world->check, world->reports[i], &error);
	if (status == JX_OK)
		status = jx_publication_check_end(&world->check, &error);
	return status;
}

static void too_little_memory_is_told_wherever_it_ends(void **state)
{
	(void)state;
	struct world world;
	size_t n_failed = 0;
	open_world(&world, "county-sample");
	world.reports[3]->report->round = "rounds/other";
	for (size_t cap = 0; cap < 400000; cap += 4096) {
		struct jx_arena arena;
		jx_publication_check_clear(&world.check);
		jx_arena_init(&arena, cap);
		enum jx_status status = run_within(&world, &arena);
		assert_true(status == JX_OK || status == JX_EXHAUSTED);
		assert_true(status == JX_EXHAUSTED || world.check.n_found > 0);
		n_failed += status == JX_EXHAUSTED;
		jx_arena_clear(&arena);
	}
	assert_true(n_failed > 3 && n_failed < 97);
	close_world(&world);
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
		cmocka_unit_test(another_rulebook_or_none_is_told),
		cmocka_unit_test(findings_left_out_of_a_report_are_told),
		cmocka_unit_test(what_finance_set_is_in_the_row_and_nothing_else_is),
		cmocka_unit_test(a_line_set_by_finance_that_is_no_line_is_told),
		cmocka_unit_test(a_report_of_another_round_is_told),
		cmocka_unit_test(more_differences_than_are_kept_are_counted),
		cmocka_unit_test(too_little_memory_is_told_wherever_it_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
