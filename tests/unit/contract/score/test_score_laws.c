/*
 * What holds for every sheet, tried on 10,000 random small reports: bounds, monotony, no look at the claim, the
 * order of lines, and exactness against a reckoning of its own.
 */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/rulebook/rulebook.h"
#include "proto/contract/score/score.h"

#define N_REPORTS 10000
#define MAX_ROWS  4

/* A report small enough to be made on the stack, with all that its score depends on. */
struct report {
	JxReport submission;
	JxProject project;
	JxProject *projects[1];
	JxFundLine fund;
	JxFundLine *funds[1];
	JxAmount money[2];
	JxIndicator rows[2 * MAX_ROWS];
	JxIndicator *own[MAX_ROWS];
	JxIndicator *of_project[MAX_ROWS];
	JxDecimal figures[2 * MAX_ROWS + 1][6];
	JxGoal goals[2];
	JxGoal *goal_rows[2];
	JxDecimal weights[2];
	JxConclusion conclusion;
	JxDecimal totals[2];
};

/* xorshift64: the same reports on every machine. */
static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static int64_t below(uint64_t *seed, int64_t n)
{
	return (int64_t)(next(seed) % (uint64_t)n);
}

/* A figure with 0 to 6 decimals, sometimes absent or an empty box. */
static JxDecimal *make_figure(uint64_t *seed, JxDecimal *figure, int64_t low, int64_t high)
{
	int64_t kind = below(seed, 16);
	jx_decimal_init(figure);
	if (kind == 0)
		return NULL;
	if (kind == 1) {
		figure->empty = JX_EMPTY_KIND_DASH;
		return figure;
	}
	figure->decimals = (uint32_t)below(seed, 7);
	int64_t digit = jx_micros_last_digit(figure->decimals);
	int64_t micros = low * 1000000 + below(seed, (high - low) * 1000000 + 1);
	figure->micros = micros / digit * digit;
	return figure;
}

static JxIndicator *make_row(uint64_t *seed, struct report *report, size_t i)
{
	static const char *const methods[] = {
		"", "", "", "", "", "", "M1", "M2", "M3", "M4", "M5", "M15", "M7"};
	static const char *const levels[] = {"", "产出指标", "满意度"};
	JxIndicator *row = &report->rows[i];
	JxDecimal *figures = report->figures[i];
	jx_indicator_init(row);
	row->sign = (JxFigureSign)below(seed, 10);
	row->direction = (JxIndicatorDirection)below(seed, 4);
	row->method = (char *)methods[below(seed, JX_COUNT_OF(methods))];
	row->points = make_figure(seed, &figures[0], 0, 60);
	row->claimed_score = make_figure(seed, &figures[1], -1, 61);
	row->target = make_figure(seed, &figures[2], -20, 120);
	if (row->target != NULL && below(seed, 6) == 0)
		row->target->micros = 0;
	row->actual = make_figure(seed, &figures[3], -20, 150);
	row->coefficient = make_figure(seed, &figures[4], -5, 130);
	row->deduction = make_figure(seed, &figures[5], -5, 40);
	row->does_not_apply = below(seed, 8) == 0;
	row->goal = (uint32_t)below(seed, 4);
	row->level1 = (char *)levels[below(seed, JX_COUNT_OF(levels))];
	return row;
}

static void make_report(uint64_t *seed, struct report *report)
{
	*report = (struct report){0};
	jx_report_init(&report->submission);
	jx_project_init(&report->project);
	jx_fund_line_init(&report->fund);
	for (size_t i = 0; i < 2; i++) {
		jx_amount_init(&report->money[i]);
		report->money[i].unit = JX_AMOUNT_UNIT_YUAN;
		report->money[i].fen = below(seed, 100000000000) - 100;
		report->money[i].decimals = 2;
	}
	report->fund.row = (char *)"total";
	report->fund.adjusted = &report->money[0];
	report->fund.executed = &report->money[1];
	report->fund.points = make_figure(seed, &report->figures[2 * MAX_ROWS][0], 0, 20);
	report->fund.claimed_score = make_figure(seed, &report->figures[2 * MAX_ROWS][1], 0, 20);
	report->funds[0] = &report->fund;
	report->project.funds = report->funds;
	report->project.n_funds = 1;
	for (size_t i = 0; i < MAX_ROWS; i++) {
		report->own[i] = make_row(seed, report, i);
		report->of_project[i] = make_row(seed, report, MAX_ROWS + i);
	}
	report->project.indicators = report->of_project;
	report->project.n_indicators = (size_t)below(seed, MAX_ROWS + 1);
	for (size_t i = 0; i < 2; i++) {
		jx_goal_init(&report->goals[i]);
		report->goals[i].number = (uint32_t)i + 1;
		report->goals[i].weight = make_figure(seed, &report->weights[i], -5, 100);
		report->goal_rows[i] = &report->goals[i];
	}
	report->submission.goals = report->goal_rows;
	report->submission.n_goals = 2;
	report->projects[0] = &report->project;
	report->submission.projects = report->projects;
	report->submission.n_projects = 1;
	report->submission.indicators = report->own;
	report->submission.n_indicators = (size_t)below(seed, MAX_ROWS + 1);
	report->project.claimed_score = make_figure(seed, &report->totals[0], -10, 130);
	jx_conclusion_init(&report->conclusion);
	report->conclusion.claimed_score = make_figure(seed, &report->totals[1], -10, 130);
	if (below(seed, 2) == 0)
		report->submission.conclusion = &report->conclusion;
	if (below(seed, 2) == 0)
		report->project.claimed_score = NULL;
}

/* The rulebook that run() scores by; NULL: the built-in rules alone. */
static const struct jx_rulebook *rulebook;

static JxScoreSheet *run(const struct report *report, struct jx_arena *arena)
{
	JxScoreSheet *sheet;
	const struct jx_score_options options = {.rulebook = rulebook};
	assert_int_equal(jx_score_run(&report->submission, &options, arena, &sheet), JX_OK);
	return sheet;
}

static bool is_computed(const JxScoreLine *line)
{
	return line->state == JX_SCORE_STATE_COMPUTED;
}

typedef void (*on_report_fn)(uint64_t *seed, struct report *report, struct jx_arena *arena);

static void for_each_report(uint64_t seed, on_report_fn on_report)
{
	static struct report report;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	for (size_t i = 0; i < N_REPORTS; i++) {
		make_report(&seed, &report);
		on_report(&seed, &report, &arena);
		jx_arena_reset(&arena);
	}
	jx_arena_clear(&arena);
}

static void assert_is_within(const JxDecimal *score, int64_t most)
{
	assert_true(score == NULL || (score->micros >= 0 && score->micros <= most));
}

/* Every score of a sheet lies within its bound, whatever is claimed; a total as the form states it is no score. */
static void assert_is_bounded(const JxScoreSheet *sheet)
{
	const int64_t full = 100000000;
	for (size_t i = 0; i < sheet->n_lines; i++) {
		const JxScoreLine *line = sheet->lines[i];
		int64_t points = line->points != NULL ? line->points->micros : 0;
		assert_is_within(line->computed, points);
		assert_is_within(line->counted, points);
		assert_is_within(line->final_score, points);
	}
	assert_is_within(sheet->own, full);
	assert_is_within(sheet->common, full);
	assert_is_within(sheet->computed, full);
	assert_is_within(sheet->final_score, full);
	assert_is_within(sheet->coverage, full);
	if (sheet->stated == NULL)
		assert_is_within(sheet->claimed_score, full);
	if (sheet->claimed != NULL)
		assert_is_within(sheet->claimed, sheet->points->micros);
	assert_is_within(sheet->claimed_computed, sheet->points_computed->micros);
	assert_is_within(sheet->counted_computed, sheet->points_computed->micros);
	bool has_final = sheet->final_score != NULL;
	assert_true(has_final == (sheet->final_unavailable_reason == JX_UNAVAILABLE_REASON_UNSPECIFIED));
	assert_true(sheet->grade[0] == '\0' || has_final);
	assert_true(sheet->grade[0] == '\0' || sheet->group == JX_COVERAGE_GROUP_VERIFIABLE);
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void check_bounds(uint64_t *seed, struct report *report, struct jx_arena *arena)
{
	(void)seed;
	const JxScoreSheet *sheet = run(report, arena);
	assert_is_bounded(sheet);
	if (rulebook != NULL)
		return; /* what its common indicators and caps make is bounded, and not added up here */
	int64_t points = 0;
	int64_t counted[2] = {0, 0}; /* of the department's own table, of the project's */
	bool has_lines[2] = {false, false};
	bool has_computed[2] = {false, false};
	for (size_t i = 0; i < sheet->n_lines; i++) {
		const JxScoreLine *line = sheet->lines[i];
		assert_true(is_computed(line) == (line->computed != NULL));
		assert_true(is_computed(line) == (line->missing[0] == '\0'));
		assert_true(line->counted == NULL ||
			    (line->counted->micros >= 0 && line->counted->micros <= line->points->micros));
		if (line->points == NULL)
			continue;
		size_t table = strncmp(line->field, "projects", 8) == 0;
		points += line->points->micros;
		counted[table] += line->counted != NULL ? line->counted->micros : 0;
		has_lines[table] = true;
		has_computed[table] = has_computed[table] || is_computed(line);
	}
	size_t score = !has_lines[0];
	assert_int_equal(sheet->points->micros, points);
	assert_true((sheet->computed == NULL) == !has_computed[score]);
	/* Claims with more decimals are rounded once, in the total. */
	assert_true(sheet->computed == NULL ||
		    llabs(sheet->computed->micros - least(counted[score], 100000000)) <= 5000);
}

static void nothing_exceeds_the_points_and_totals_add_up(void **state)
{
	(void)state;
	for_each_report(1, check_bounds);
}

/* +1: more is better; -1: less is; 0: neither. */
static int way_of(const JxIndicator *row)
{
	bool is_more = row->sign == JX_FIGURE_SIGN_AT_LEAST || row->sign == JX_FIGURE_SIGN_MORE_THAN;
	bool is_less = row->sign == JX_FIGURE_SIGN_AT_MOST || row->sign == JX_FIGURE_SIGN_LESS_THAN;
	if (row->method[0] != '\0' && strcmp(row->method, "M3") != 0)
		return 0;
	return is_more ? 1 : is_less ? -1 : 0;
}

static void check_monotony(uint64_t *seed, struct report *report, struct jx_arena *arena)
{
	report->project.n_indicators = 0;
	report->fund.points = NULL;
	report->project.claimed_score = NULL;
	report->submission.conclusion = NULL;
	const JxScoreSheet *before = run(report, arena);
	int64_t step = 1 + below(seed, 30000000);
	for (size_t i = 0; i < report->submission.n_indicators; i++) {
		JxDecimal *actual = report->own[i]->actual;
		if (actual == NULL || actual->empty != JX_EMPTY_KIND_UNSPECIFIED)
			continue;
		actual->decimals = 6;
		actual->micros += step;
	}
	const JxScoreSheet *after = run(report, arena);
	for (size_t i = 0; i < report->submission.n_indicators; i++) {
		const JxScoreLine *line = before->lines[i];
		int way = way_of(report->own[i]);
		if (!is_computed(line) || way == 0)
			continue;
		assert_true(is_computed(after->lines[i]));
		int64_t gain = after->lines[i]->computed->micros - line->computed->micros;
		assert_true(way > 0 ? gain >= 0 : gain <= 0);
	}
}

static void a_better_actual_never_scores_less(void **state)
{
	(void)state;
	for_each_report(2, check_monotony);
}

static void check_claims(uint64_t *seed, struct report *report, struct jx_arena *arena)
{
	/* what a total holds beyond its lines is a line of its own, which is no computed one */
	report->project.claimed_score = NULL;
	report->submission.conclusion = NULL;
	const JxScoreSheet *before = run(report, arena);
	JxDecimal claims[2 * MAX_ROWS + 1];
	for (size_t i = 0; i < 2 * (size_t)MAX_ROWS; i++)
		report->rows[i].claimed_score = make_figure(seed, &claims[i], 0, 30);
	report->fund.claimed_score = make_figure(seed, &claims[2 * MAX_ROWS], 0, 30);
	const JxScoreSheet *after = run(report, arena);
	assert_is_bounded(after);
	assert_int_equal(before->n_lines, after->n_lines);
	assert_int_equal(before->coverage->micros, after->coverage->micros);
	assert_int_equal(before->counted_computed->micros, after->counted_computed->micros);
	assert_int_equal(before->points_computed->micros, after->points_computed->micros);
	for (size_t i = 0; i < before->n_lines; i++) {
		assert_int_equal(before->lines[i]->state, after->lines[i]->state);
		if (!is_computed(before->lines[i]))
			continue;
		assert_int_equal(before->lines[i]->computed->micros, after->lines[i]->computed->micros);
		assert_int_equal(before->lines[i]->unrounded->micros, after->lines[i]->unrounded->micros);
	}
}

static void a_claim_moves_no_computed_line(void **state)
{
	(void)state;
	for_each_report(3, check_claims);
}

/* Fills in one empty box of a row; false when it has none. */
static bool fill_a_box(uint64_t *seed, JxIndicator *row, JxDecimal *box)
{
	JxDecimal **boxes[] = {&row->claimed_score, &row->actual, &row->target};
	JxDecimal **place = boxes[below(seed, JX_COUNT_OF(boxes))];
	if (*place != NULL && (*place)->empty == JX_EMPTY_KIND_UNSPECIFIED)
		return false;
	jx_decimal_init(box);
	box->micros = below(seed, 60000001);
	box->decimals = 6;
	*place = box;
	return true;
}

static int64_t sum_counted(const JxScoreSheet *sheet)
{
	int64_t sum = 0;
	for (size_t i = 0; i < sheet->n_lines; i++)
		sum += sheet->lines[i]->counted != NULL ? sheet->lines[i]->counted->micros : 0;
	return sum;
}

static void check_boxes(uint64_t *seed, struct report *report, struct jx_arena *arena)
{
	JxDecimal box;
	report->project.claimed_score = NULL;
	report->submission.conclusion = NULL;
	const JxScoreSheet *before = run(report, arena);
	JxIndicator *row = &report->rows[below(seed, 2 * MAX_ROWS)];
	JxDecimal *claim = row->claimed_score;
	if (!fill_a_box(seed, row, &box))
		return;
	const JxScoreSheet *after = run(report, arena);
	assert_true(after->counted_computed->micros >= before->counted_computed->micros);
	if (row->claimed_score != claim) /* a line that is computed now may count less than its claim */
		assert_true(sum_counted(after) >= sum_counted(before));
}

static void a_box_that_is_filled_in_lowers_nothing_that_is_computed(void **state)
{
	(void)state;
	for_each_report(8, check_boxes);
}

/* A score box that is emptied never leaves a better final score. */
static void check_empty_boxes(uint64_t *seed, struct report *report, struct jx_arena *arena)
{
	const JxScoreSheet *before = run(report, arena);
	JxDecimal empty;
	jx_decimal_init(&empty);
	empty.empty = JX_EMPTY_KIND_BLANK;
	report->rows[below(seed, 2 * MAX_ROWS)].claimed_score = &empty;
	const JxScoreSheet *after = run(report, arena);
	bool is_stated = after->stated != NULL || report->project.claimed_score != NULL;
	if (after->final_score != NULL && before->final_score != NULL && !is_stated)
		assert_true(after->final_score->micros <= before->final_score->micros);
}

static void a_box_that_is_emptied_never_leaves_a_better_score(void **state)
{
	(void)state;
	for_each_report(9, check_empty_boxes);
}

/* Common indicators, caps and formulas of lines change what a report comes to, and none of these laws. */
static void run_laws_by(const char *text, size_t n_bytes)
{
	struct jx_json_problems problems;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_RULEBOOK_BYTES);
	assert_int_equal(jx_rulebook_load(text, n_bytes, &arena, &problems, &rulebook), JX_OK);
	for_each_report(6, check_monotony);
	for_each_report(7, check_claims);
	for_each_report(10, check_bounds);
	for_each_report(11, check_boxes);
	rulebook = NULL;
	jx_arena_clear(&arena);
}

static void every_setting_of_a_rulebook_keeps_the_laws(void **state)
{
	(void)state;
	static const char text[] =
		"{\"id\":\"one\",\"number\":\"1\",\"title\":{\"zh\":\"一\",\"en\":\"one\"},\"effective_year\":2025,"
		"\"scoring\":{\"scales_applicable\":true,\"takes_row_deductions\":true,\"weighs_goals\":true,"
		"\"level_points\":[{\"level\":\"产出\",\"points\":\"60\"},{\"level\":\"满意度\",\"points\":\"10\"}],"
		"\"sign_methods\":[{\"sign\":\"at_most\",\"method\":\"M19\"},{\"sign\":\"equal\",\"method\":\"M20\"},"
		"{\"sign\":\"qualitative\",\"method\":\"M15\"}]}}";
	run_laws_by(text, sizeof(text) - 1);
}

static void the_shipped_rulebooks_keep_the_laws(void **state)
{
	(void)state;
	size_t n = 0;
	const struct jx_shipped_rulebook *shipped = jx_rulebooks_shipped(&n);
	for (size_t i = 0; i < n; i++)
		run_laws_by(shipped[i].text, shipped[i].n_bytes);
}

static void check_order(uint64_t *seed, struct report *report, struct jx_arena *arena)
{
	(void)seed;
	report->project.claimed_score = NULL;
	report->submission.conclusion = NULL;
	const JxScoreSheet *sheet = run(report, arena);
	int last = 0;
	for (size_t i = 0; i < sheet->n_lines; i++) {
		const char *field = sheet->lines[i]->field;
		int place = strncmp(field, "projects[0].f", 13) == 0 ? 1
			    : strncmp(field, "projects[0].i", 13) == 0
				    ? 10 + atoi(field + strlen("projects[0].indicators["))
				    : 100 + atoi(field + strlen("indicators["));
		assert_true(place > last);
		assert_int_equal(sheet->lines[i]->number, i + 1);
		last = place;
	}
}

static void lines_stand_in_the_order_of_the_form(void **state)
{
	(void)state;
	for_each_report(4, check_order);
}

/* Half up of points times num / den at two decimals, the other way round: the least whole number of cents whose
 * half-open interval holds the exact value. */
static void assert_is_rounded(const JxScoreLine *line, int64_t num, int64_t den)
{
	__extension__ typedef __int128 wide;
	int64_t points = line->points->micros;
	int64_t computed = line->computed->micros;
	wide exact = (wide)points * num; /* over den */
	if (computed == points)
		assert_true(exact + (wide)5000 * den >= (wide)points * den);
	else
		assert_true((wide)(computed - 5000) * den <= exact && exact < (wide)(computed + 5000) * den);
}

static void check_exactness(uint64_t *seed, struct report *report, struct jx_arena *arena)
{
	(void)seed;
	report->project.claimed_score = NULL;
	report->submission.conclusion = NULL;
	const JxScoreSheet *sheet = run(report, arena);
	size_t first = sheet->n_lines - report->submission.n_indicators;
	for (size_t i = 0; i < report->submission.n_indicators; i++) {
		const JxScoreLine *line = sheet->lines[first + i];
		const JxIndicator *row = report->own[i];
		if (!is_computed(line) || strcmp(line->method, "M15") == 0)
			continue;
		int64_t target = row->target->micros;
		int64_t actual = row->actual->micros;
		if (strcmp(line->method, "M1") == 0 && target > 0 && actual >= 0 && actual < target)
			assert_is_rounded(line, actual, target);
		if (strcmp(line->method, "M2") == 0 && target > 0 && actual > target)
			assert_is_rounded(line, target, actual);
	}
}

static void a_line_is_rounded_once_from_the_exact_value(void **state)
{
	(void)state;
	for_each_report(5, check_exactness);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_exceeds_the_points_and_totals_add_up),
		cmocka_unit_test(a_better_actual_never_scores_less),
		cmocka_unit_test(a_claim_moves_no_computed_line),
		cmocka_unit_test(a_box_that_is_filled_in_lowers_nothing_that_is_computed),
		cmocka_unit_test(a_box_that_is_emptied_never_leaves_a_better_score),
		cmocka_unit_test(the_shipped_rulebooks_keep_the_laws),
		cmocka_unit_test(every_setting_of_a_rulebook_keeps_the_laws),
		cmocka_unit_test(lines_stand_in_the_order_of_the_form),
		cmocka_unit_test(a_line_is_rounded_once_from_the_exact_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
