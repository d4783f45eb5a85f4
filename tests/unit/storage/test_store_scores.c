/* Scores of versions, their lines, and the texts that departments have word for word. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/localized.h"
#include "storage/filing/store_submissions.h"
#include "storage/results/store_accepted.h"
#include "storage/results/store_publications.h"
#include "storage/results/store_rankings.h"
#include "storage/results/store_scores.h"
#include "storage/results/store_texts.h"
#include "storage/sql.h"
#include "tests/support/store_kit.h"

/* 20 Chinese characters are 60 bytes, the least that is kept; one byte less is not. */
#define TWENTY      "本部门全年预算执行总体较好各项目标均已完"
#define UNDER       "本部门全年预算执行总体较好各项目标均已ab"
#define LONG(which) TWENTY which

#define N_FIGURES 11
#define N_LINES   3

/* A sheet whose figures are all different: 1 point, 2 points, and so on. */
struct made {
	JxScoreSheet sheet;
	JxDecimal figures[N_FIGURES];
	JxScoreLine lines[N_LINES];
	JxScoreLine *line_list[N_LINES];
};

static void make(struct made *made)
{
	JxScoreSheet *sheet = &made->sheet;
	JxDecimal *figures = made->figures;
	jx_score_sheet_init(sheet);
	for (size_t i = 0; i < N_FIGURES; i++) {
		jx_decimal_init(&figures[i]);
		figures[i].micros = (int64_t)(i + 1) * 1000000;
		figures[i].decimals = 2;
	}
	sheet->claimed_score = &figures[0];
	sheet->computed = &figures[1];
	sheet->reviewed = &figures[2];
	sheet->final_score = &figures[3];
	sheet->common = &figures[4];
	sheet->deduction = &figures[5];
	sheet->coverage = &figures[6];
	sheet->points_computed = &figures[7];
	sheet->claimed_computed = &figures[8];
	sheet->counted_computed = &figures[9];
	sheet->own = &figures[10];
	sheet->group = JX_COVERAGE_GROUP_VERIFIABLE;
	sheet->grade = (char *)"良";
	sheet->computed_lines = 31;
	sheet->not_computed_lines = 32;
	sheet->full_lines = 33;
	for (uint32_t i = 0; i < N_LINES; i++) {
		jx_score_line_init(&made->lines[i]);
		made->lines[i].number = i + 1;
		made->line_list[i] = &made->lines[i];
	}
	sheet->lines = made->line_list;
	sheet->n_lines = N_LINES;
}

static int64_t submit(struct store_kit *kit, const char *round, const char *department)
{
	struct kit_report report = {.department = department, .round = round, .executed_fen = 95000000};
	return store_kit_submit(kit, "enterer", store_kit_report(&kit->arena, &report));
}

/* Versions of four departments in two rounds; all are accepted but 104. */
struct filed {
	int64_t now[4];
	int64_t before[4];
};

static struct filed fill(struct store_kit *kit)
{
	static const char *const CODES[] = {"101", "102", "103", "104"};
	struct filed filed;
	store_kit_begin(kit);
	for (size_t i = 0; i < 4; i++)
		store_kit_department(kit, CODES[i], "");
	store_kit_person(kit, "enterer", JX_PERSON_ROLE_ENTERER, "101");
	store_kit_round(kit, "2024");
	store_kit_round(kit, "2025");
	for (size_t i = 0; i < 4; i++) {
		filed.before[i] = submit(kit, "2024", CODES[i]);
		filed.now[i] = submit(kit, "2025", CODES[i]);
		if (i < 3) {
			store_kit_accept(kit, "2024", CODES[i], 90);
			store_kit_accept(kit, "2025", CODES[i], 90);
		}
	}
	return filed;
}

static struct jx_ranking *load(struct store_kit *kit, uint32_t publication)
{
	struct jx_ranking *ranking = NULL;
	assert_int_equal(jx_ranking_load(kit->writer, "2025", publication, &ranking, &kit->error), JX_OK);
	return ranking;
}

static void assert_score(const struct jx_ranking_score *score, int64_t points)
{
	assert_true(score->has);
	assert_int_equal(score->micros, points * 1000000);
	assert_int_equal(score->decimals, 2);
}

static void scores_come_back_with_the_snapshot_each_in_its_place(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed = fill(kit);
	struct made made;
	make(&made);
	assert_int_equal(jx_scores_write(kit->writer, filed.now[1], &made.sheet, &kit->error), JX_OK);
	store_kit_commit(kit);
	JX_AUTO(jx_ranking) ranking = load(kit, 0);
	const struct jx_ranking_row *row = &ranking->rows[1];
	assert_string_equal(row->department, "102");
	assert_score(&row->computed, 2);
	assert_score(&row->final, 4);
	assert_score(&row->common, 5);
	assert_score(&row->deduction, 6);
	assert_score(&row->coverage, 7);
	assert_score(&row->points_computed, 8);
	assert_score(&row->claimed_computed, 9);
	assert_score(&row->counted_computed, 10);
	assert_true(row->is_verifiable);
	assert_string_equal(row->grade, "良");
	assert_int_equal(row->n_computed, 31);
	assert_int_equal(row->n_not_computed, 32);
	assert_int_equal(row->n_full, 33);
	assert_int_equal(store_kit_count(kit, "SELECT claimed_micros FROM v_scores"), 1000000);
	assert_int_equal(store_kit_count(kit, "SELECT reviewed_micros FROM v_scores"), 3000000);
	assert_false(ranking->rows[0].computed.has); /* no sheet was kept of 101 */
	assert_false(ranking->rows[0].is_verifiable);
}

static void scores_written_again_take_the_place_of_the_first(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed = fill(kit);
	struct made made;
	make(&made);
	assert_int_equal(jx_scores_write(kit->writer, filed.now[0], &made.sheet, &kit->error), JX_OK);
	assert_int_equal(jx_scores_write(kit->writer, filed.now[1], &made.sheet, &kit->error), JX_OK);
	made.figures[1].micros = 77000000;
	made.sheet.common = NULL;
	made.figures[3] = (JxDecimal)JX_DECIMAL_INIT;
	made.figures[3].empty = JX_EMPTY_KIND_SLASH; /* a box without a number */
	made.sheet.group = JX_COVERAGE_GROUP_UNVERIFIABLE;
	made.sheet.grade = (char *)"";
	assert_int_equal(jx_scores_write(kit->writer, filed.now[0], &made.sheet, &kit->error), JX_OK);
	store_kit_commit(kit);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM scores"), 2);
	JX_AUTO(jx_ranking) ranking = load(kit, 0);
	assert_score(&ranking->rows[0].computed, 77);
	assert_false(ranking->rows[0].common.has);
	assert_false(ranking->rows[0].final.has);
	assert_false(ranking->rows[0].is_verifiable);
	assert_string_equal(ranking->rows[0].grade, "");
	assert_score(&ranking->rows[1].computed, 2);
	assert_score(&ranking->rows[1].common, 5);
}

/* Column 0 is the review, column 1 the sheet of the one version that has scores. */
static const ProtobufCMessage *kept(struct store_kit *kit, int column, const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message = NULL;
	struct jx_sql sql;
	jx_sql_start(&sql, kit->writer, "SELECT review, sheet FROM scores", &kit->error);
	while (jx_sql_next(&sql)) {
		size_t n = 0;
		const uint8_t *bytes = jx_sql_bytes(&sql, column, &kit->arena, &n);
		if (bytes != NULL)
			jx_sql_set_error(&sql,
				jx_codec_unpack_strict(type, bytes, n, &kit->arena, &message, &kit->error));
	}
	assert_int_equal(jx_sql_end(&sql), JX_OK);
	return message;
}

static void acceptance_keeps_the_review_and_the_whole_sheet(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed = fill(kit);
	struct made made;
	JxReview review = JX_REVIEW_INIT;
	make(&made);
	review.reason = (char *)"证据不足";
	review.score = &made.figures[2];
	made.lines[2].label = &(JxLocalizedText)JX_LOCALIZED("第三项", "");
	assert_int_equal(
		jx_scores_accept(kit->writer, filed.now[0], &made.sheet, &review, &kit->error), JX_OK);
	const JxReview *found = (const JxReview *)kept(kit, 0, JX_REVIEW_DESCRIPTOR);
	const JxScoreSheet *sheet = (const JxScoreSheet *)kept(kit, 1, JX_SCORE_SHEET_DESCRIPTOR);
	assert_non_null(found);
	assert_string_equal(found->reason, "证据不足");
	assert_int_equal(found->score->micros, 3000000);
	assert_non_null(sheet);
	assert_int_equal(sheet->own->micros, 11000000); /* in the sheet alone */
	assert_int_equal(sheet->n_lines, N_LINES);
	assert_string_equal(sheet->lines[2]->label->zh, "第三项");
	assert_int_equal(jx_scores_accept(kit->writer, filed.now[0], &made.sheet, NULL, &kit->error), JX_OK);
	assert_null(kept(kit, 0, JX_REVIEW_DESCRIPTOR));
	assert_non_null(kept(kit, 1, JX_SCORE_SHEET_DESCRIPTOR));
	store_kit_commit(kit);
}

static void every_line_is_kept_with_all_it_says(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed = fill(kit);
	struct made made;
	make(&made);
	JxScoreLine *line = &made.lines[1];
	line->field = (char *)"projects[0].indicators[1]";
	line->label = &(JxLocalizedText)JX_LOCALIZED("企业数量", "");
	line->project = (char *)"科技专项";
	line->is_common = true;
	line->points = &made.figures[0];
	line->claimed = &made.figures[1];
	line->computed = &made.figures[2];
	line->reviewed = &made.figures[3];
	line->final_score = &made.figures[4];
	line->method = (char *)"M3";
	line->rule = (char *)"S01";
	line->state = JX_SCORE_STATE_NOT_COMPUTED;
	line->not_computed_reason = JX_NOT_COMPUTED_REASON_LATE;
	line->missing = (char *)"projects[0].indicators[1].actual";
	assert_int_equal(jx_scores_accept(kit->writer, filed.now[0], &made.sheet, NULL, &kit->error), JX_OK);
	store_kit_commit(kit);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_score_lines WHERE department = '101'"
					      " AND round = '2025'"),
		N_LINES);
	assert_int_equal(
		store_kit_count(kit,
			"SELECT count(*) FROM v_score_lines WHERE line = 2"
			" AND field = 'projects[0].indicators[1]' AND label = '企业数量'"
			" AND project = '科技专项' AND is_common = 1"
			" AND method = 'M3' AND rule = 'S01' AND state = 2 AND not_computed_reason = 11"
			" AND missing = 'projects[0].indicators[1].actual'"),
		1);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_score_lines WHERE line = 2"
					      " AND points_micros = 1000000 AND claimed_micros = 2000000"
					      " AND computed_micros = 3000000 AND reviewed_micros = 4000000"
					      " AND final_micros = 5000000"),
		1);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_score_lines WHERE points_micros IS NULL"
					      " AND final_micros IS NULL AND is_common = 0"),
		2);
}

static void lines_of_an_earlier_acceptance_are_gone(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed = fill(kit);
	struct made made;
	make(&made);
	assert_int_equal(jx_scores_write(kit->writer, filed.now[2], &made.sheet, &kit->error), JX_OK);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM score_lines"), 0);
	assert_int_equal(jx_scores_accept(kit->writer, filed.now[0], &made.sheet, NULL, &kit->error), JX_OK);
	assert_int_equal(jx_scores_accept(kit->writer, filed.now[1], &made.sheet, NULL, &kit->error), JX_OK);
	made.sheet.n_lines = 1;
	made.lines[0].label = &(JxLocalizedText)JX_LOCALIZED("新", "");
	assert_int_equal(jx_scores_accept(kit->writer, filed.now[0], &made.sheet, NULL, &kit->error), JX_OK);
	store_kit_commit(kit);
	assert_int_equal(
		store_kit_count(kit, "SELECT count(*) FROM v_score_lines WHERE department = '101'"), 1);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM v_score_lines WHERE label = '新'"), 1);
	assert_int_equal(
		store_kit_count(kit, "SELECT count(*) FROM v_score_lines WHERE department = '102'"), N_LINES);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM scores"), 3);
}

/* Keeps the texts of a report that has these goals and a conclusion. */
static void write_texts(struct store_kit *kit, int64_t version_id, const char *conclusion,
	const char *const *actual, size_t n_goals)
{
	JxReport report = JX_REPORT_INIT;
	JxConclusion end = JX_CONCLUSION_INIT;
	JxGoal goals[4];
	JxGoal *list[4];
	for (size_t i = 0; i < n_goals; i++) {
		jx_goal_init(&goals[i]);
		goals[i].actual = (char *)actual[i];
		list[i] = &goals[i];
	}
	end.text = (char *)conclusion;
	report.conclusion = conclusion != NULL ? &end : NULL;
	report.goals = list;
	report.n_goals = n_goals;
	assert_int_equal(jx_accepted_write(kit->writer, version_id, &report, &kit->error), JX_OK);
}

static void short_texts_are_not_kept(void **state)
{
	static const char *const ACTUAL[] = {"", UNDER, TWENTY, "已完成"};
	struct store_kit *kit = *state;
	struct filed filed = fill(kit);
	assert_int_equal(strlen(TWENTY), 60);
	assert_int_equal(strlen(UNDER), 59);
	write_texts(kit, filed.now[0], UNDER, ACTUAL, 4);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM texts"), 1);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM texts WHERE field = 'goals[2]'"), 1);
	write_texts(kit, filed.now[0], NULL, ACTUAL, 2);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM texts"), 0);
	store_kit_commit(kit);
}

static void every_kind_of_text_is_kept_under_its_field(void **state)
{
	struct store_kit *kit = *state;
	struct filed filed = fill(kit);
	JxReport report = JX_REPORT_INIT;
	JxConclusion conclusion = JX_CONCLUSION_INIT;
	JxGoal goal = JX_GOAL_INIT, *goals[] = {&goal};
	JxProject project = JX_PROJECT_INIT, *projects[] = {&project};
	JxProblem problem = JX_PROBLEM_INIT, *problems[] = {&problem};
	JxMeasure measure = JX_MEASURE_INIT, *measures[] = {&measure, &measure};
	JxExplanation why = JX_EXPLANATION_INIT, *explanations[] = {&why};
	conclusion.text = goal.actual = project.result = problem.text = measure.text = why.text =
		(char *)TWENTY;
	goal.expected = project.goal = (char *)LONG("预期"); /* what was wanted is given from above */
	report.conclusion = &conclusion;
	report.goals = goals;
	report.projects = projects;
	report.problems = problems;
	report.measures = measures;
	report.explanations = explanations;
	report.n_goals = report.n_projects = report.n_problems = report.n_explanations = 1;
	report.n_measures = 2;
	assert_int_equal(jx_accepted_write(kit->writer, filed.now[0], &report, &kit->error), JX_OK);
	store_kit_commit(kit);
	assert_int_equal(store_kit_count(kit, "SELECT count(*) FROM texts"), 7);
	assert_int_equal(store_kit_count(kit, "SELECT count(DISTINCT field) FROM texts WHERE field IN"
					      " ('conclusion.text', 'goals[0]', 'projects[0]', 'problems[0]',"
					      " 'measures[0]', 'measures[1]', 'explanations[0]')"),
		7);
	assert_int_equal(store_kit_count(kit, "SELECT count(DISTINCT hash) FROM texts"), 1);
}

static void assert_copies(struct store_kit *kit, uint32_t publication, const uint32_t *expected, size_t n)
{
	uint32_t *counts = NULL;
	JX_AUTO(jx_ranking) ranking = load(kit, publication);
	assert_int_equal(ranking->n_rows, n);
	assert_int_equal(jx_ranking_copies(kit->writer, ranking, &counts, &kit->error), JX_OK);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(counts[i], expected[i]);
	free(counts);
}

static void a_copy_is_what_another_accepted_report_of_the_round_has(void **state)
{
	static const char *const MINE[] = {LONG("甲"), LONG("乙"), LONG("甲"), LONG("戊")};
	static const char *const YOURS[] = {LONG("乙"), LONG("丙"), LONG("丙"), UNDER};
	static const char *const THEIRS[] = {LONG("乙"), LONG("丁"), LONG("甲"), UNDER};
	static const char *const ALL_OF_THEM[] = {LONG("丙"), LONG("丁"), LONG("戊"), TWENTY};
	static const uint32_t copies[] = {2, 1, 2}; /* a text that stands twice in a report counts once */
	static const uint32_t without_102[] = {2, 0, 2};
	static const uint32_t alone[] = {0, 0, 0};
	struct store_kit *kit = *state;
	struct filed filed = fill(kit);
	write_texts(kit, filed.now[0], NULL, MINE, 4);
	write_texts(kit, filed.before[1], NULL, MINE, 4);     /* in another round */
	write_texts(kit, filed.before[0], NULL, MINE, 4);     /* of itself, a year ago */
	write_texts(kit, filed.now[3], NULL, ALL_OF_THEM, 4); /* not accepted */
	assert_copies(kit, 0, alone, 3);
	write_texts(kit, filed.now[1], UNDER, YOURS, 4);
	write_texts(kit, filed.now[2], UNDER, THEIRS, 4);
	assert_copies(kit, 0, copies, 3);
	write_texts(kit, filed.now[1], NULL, YOURS + 1, 3); /* replaced: 乙 is gone */
	assert_copies(kit, 0, without_102, 3);
	store_kit_commit(kit);
}

/* Publishes two departments, by their names. */
static void publish(struct store_kit *kit, const char *name, const char *const departments[2])
{
	JxPublication publication = JX_PUBLICATION_INIT;
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	JxRankRow rows[2];
	JxRankRow *list[2];
	char digest[JX_DIGEST_TEXT_BYTES];
	int64_t table = 0;
	time.seconds = KIT_NOW_MS / 1000;
	for (size_t i = 0; i < 2; i++) {
		jx_rank_row_init(&rows[i]);
		rows[i].department = (char *)departments[i];
		rows[i].digest = store_kit_record(kit, "2025", departments[i] + 12).message->digest;
		list[i] = &rows[i];
	}
	publication.name = (char *)name;
	publication.stage = JX_PUBLICATION_STAGE_PROVISIONAL;
	publication.publish_time = &time;
	publication.rows = list;
	publication.n_rows = 2;
	assert_int_equal(jx_digest_message(&publication.base, JX_DIGEST_SHA256, digest, NULL), JX_OK);
	publication.digest = digest;
	assert_int_equal(jx_publication_begin(kit->writer, "2025", &table, &kit->error), JX_OK);
	assert_int_equal(jx_publication_add(kit->writer, table, &publication, 0, 2, &kit->error), JX_OK);
	assert_int_equal(jx_publication_insert(kit->writer, table, &publication, &kit->error), JX_OK);
}

static void return_report(struct store_kit *kit, const char *department)
{
	struct jx_record record = store_kit_record(kit, "2025", department);
	struct jx_state_change change = {.record_id = record.id,
		.from = JX_SUBMISSION_STATE_ACCEPTED,
		.to = JX_SUBMISSION_STATE_RETURNED,
		.at_ms = KIT_NOW_MS};
	assert_int_equal(jx_accepted_clear(kit->writer, record.accepted_version_id, &kit->error), JX_OK);
	assert_int_equal(jx_submission_set_state(kit->writer, &change, &kit->error), JX_OK);
}

static void copies_of_a_publication_are_those_of_its_own_rows(void **state)
{
	static const char *const FIRST[] = {"departments/101", "departments/102"};
	static const char *const SECOND[] = {"departments/101", "departments/103"};
	static const char *const SHARED[] = {LONG("甲"), LONG("乙")};
	static const uint32_t published[] = {1, 1};
	static const uint32_t accepted[] = {2, 2};
	static const uint32_t three[] = {2, 1, 2};
	struct store_kit *kit = *state;
	struct filed filed = fill(kit);
	write_texts(kit, filed.now[0], NULL, SHARED, 2);
	write_texts(kit, filed.now[1], NULL, SHARED, 1);
	write_texts(kit, filed.now[2], NULL, SHARED, 2); /* accepted, but not published */
	publish(kit, "rounds/2025/publications/1", FIRST);
	assert_copies(kit, 0, three, 3);
	assert_copies(kit, 1, published, 2);
	return_report(kit, "102"); /* its texts stay for the publication and leave what is accepted */
	assert_copies(kit, 1, published, 2);
	assert_copies(kit, 0, accepted, 2);
	publish(kit, "rounds/2025/publications/2", SECOND);
	assert_copies(kit, 1, published, 2); /* a later publication of 103 is no matter of the first */
	assert_copies(kit, 2, accepted, 2);
	store_kit_commit(kit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, store_kit_setup, store_kit_teardown)
		WITH_STORE(scores_come_back_with_the_snapshot_each_in_its_place),
		WITH_STORE(scores_written_again_take_the_place_of_the_first),
		WITH_STORE(acceptance_keeps_the_review_and_the_whole_sheet),
		WITH_STORE(every_line_is_kept_with_all_it_says),
		WITH_STORE(lines_of_an_earlier_acceptance_are_gone),
		WITH_STORE(short_texts_are_not_kept),
		WITH_STORE(every_kind_of_text_is_kept_under_its_field),
		WITH_STORE(a_copy_is_what_another_accepted_report_of_the_round_has),
		WITH_STORE(copies_of_a_publication_are_those_of_its_own_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
