/* One line of a score sheet: methods, what is carried and why, bounds, totals. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/rulebook/method.h"
#include "proto/contract/score/score.h"
#include "tests/support/submission.h"

/* Computes the report of a piece of JSON, with steps. */
static JxScoreSheet *sheet_of(struct jx_arena *arena, const char *json)
{
	const struct jx_score_options options = {.has_steps = true};
	JxScoreSheet *sheet;
	jx_arena_init(arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_score_run(read_submission(arena, json), &options, arena, &sheet), JX_OK);
	return sheet;
}

static const char *number(const JxDecimal *decimal, char out[JX_FIGURE_TEXT_BYTES])
{
	if (decimal == NULL)
		return "-";
	assert_int_equal(jx_decimal_print(decimal, out, JX_FIGURE_TEXT_BYTES), JX_OK);
	return out;
}

struct row {
	const char *indicator; /* what it holds beside 10 points and a claim of 7 */
	const char *method;
	const char *computed;
	bool is_assumed;
	bool is_capped;
};

static void a_line_is_computed_by_its_method(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"'sign':'at_least','target':'3','actual':'2'", "M1", "6.67", true, false},
		{"'sign':'at_least','target':'3','actual':'3'", "M1", "10.00", true, false},
		{"'sign':'more_than','target':'3','actual':'9'", "M1", "10.00", true, true},
		{"'sign':'at_least','target':'3','actual':'-1'", "M1", "0.00", true, true},
		{"'sign':'at_most','target':'160','actual':'386'", "M2", "4.15", true, false},
		{"'sign':'at_most','target':'160','actual':'0'", "M2", "10.00", true, true},
		{"'sign':'less_than','target':'5','actual':'5'", "M2", "10.00", true, false},
		{"'sign':'equal','target':'100','actual':'98'", "M4", "9.80", true, false},
		{"'sign':'equal','target':'100','actual':'102'", "M4", "9.80", true, false},
		{"'sign':'equal','target':'10','actual':'30'", "M4", "0.00", true, true},
		{"'sign':'equal','target':'-5','actual':'-4'", "M4", "8.00", true, false},
		{"'sign':'equal','target':'0','actual':'0'", "M5", "10.00", true, false},
		{"'sign':'equal','target':'0','actual':'1'", "M5", "0.00", true, false},
		{"'sign':'at_most','target':'0','actual':'-3'", "M5", "10.00", true, false},
		{"'sign':'at_most','target':'0','actual':'0.01'", "M5", "0.00", true, false},
		{"'sign':'at_least','target':'0','actual':'0'", "M5", "10.00", true, false},
		{"'sign':'more_than','target':'0','actual':'0'", "M5", "0.00", true, false},
		{"'sign':'at_most','target':'-5','actual':'-5'", "M2", "10.00", true, false},
		{"'sign':'at_most','target':'-5','actual':'-3'", "M2", "6.00", true, false},
		{"'sign':'at_most','target':'-5','actual':'1'", "M2", "0.00", true, true},
		{"'sign':'at_least','target':'-5','actual':'-10'", "M1", "5.00", true, false},
		{"'sign':'at_least','target':'-5','actual':'2'", "M1", "10.00", true, true},
		{"'sign':'range','target_low':'2','target_high':'4','actual':'4'", "M6", "10.00", true,
			false},
		{"'sign':'by_date','target_date':'2025-12','actual_date':'2025-12-31'", "M12", "10.00", true,
			false},
		{"'sign':'by_date','target_date':'2025-12-15','actual_date':'2025-11'", "M12", "10.00", true,
			false},
		{"'direction':'lower','target':'4','actual':'5'", "M2", "8.00", true, false},
		/* an actual value with a sign: all it may be meets the target, or none does */
		{"'sign':'at_least','target':'4','actual_sign':'more_than','actual':'4'", "M1", "10.00", true,
			false},
		{"'sign':'at_least','target':'4','actual_sign':'less_than','actual':'3'", "M1", "7.50", true,
			false},
		{"'sign':'at_most','target':'4','actual_sign':'at_most','actual':'4'", "M2", "10.00", true,
			false},
		{"'sign':'at_most','target':'4','actual_sign':'at_least','actual':'5'", "M2", "8.00", true,
			false},
		{"'sign':'at_least','target':'4','actual_sign':'equal','actual':'3'", "M1", "7.50", true,
			false},
		{"'method':'M1','target':'4','actual':'3'", "M1", "7.50", false, false},
		{"'method':'M3','sign':'at_least','target':'4','actual':'3'", "M3", "0.00", false, false},
		{"'method':'M3','sign':'more_than','target':'4','actual':'5'", "M3", "10.00", false, false},
		{"'method':'M5','target':'0','actual':'0'", "M5", "10.00", false, false},
		{"'method':'M15','coefficient':'72.5'", "M15", "7.25", false, false},
		{"'method':'M15','coefficient':'120'", "M15", "10.00", false, true},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct jx_arena arena;
		char json[512];
		char text[JX_FIGURE_TEXT_BYTES];
		(void)snprintf(json, sizeof(json), "{'indicators':[{'points':'10','claimed_score':'7',%s}]}",
			rows[i].indicator);
		for (char *c = json; *c != '\0'; c++)
			*c = *c == '\'' ? '"' : *c;
		const JxScoreLine *line = sheet_of(&arena, json)->lines[0];
		assert_string_equal(number(line->computed, text), rows[i].computed);
		assert_string_equal(line->method, rows[i].method);
		assert_int_equal(line->is_assumed, rows[i].is_assumed);
		assert_int_equal(line->is_capped, rows[i].is_capped);
		assert_int_equal(line->not_computed_reason, JX_NOT_COMPUTED_REASON_UNSPECIFIED);
		jx_arena_clear(&arena);
	}
}

static void what_cannot_be_computed_is_carried_with_its_reason(void **state)
{
	(void)state;
	static const struct {
		const char *indicator;
		JxNotComputedReason reason;
		const char *missing;
	} rows[] = {
		{"'sign':'qualitative'", JX_NOT_COMPUTED_REASON_QUALITATIVE, "sign"},
		{"'sign':'at_least','actual':'1'", JX_NOT_COMPUTED_REASON_NO_TARGET, "target"},
		{"'sign':'at_least','target':'—','actual':'1'", JX_NOT_COMPUTED_REASON_NO_TARGET, "target"},
		{"'sign':'at_least','target':'1'", JX_NOT_COMPUTED_REASON_NO_ACTUAL, "actual"},
		{"'sign':'at_least','target':'1','actual':''", JX_NOT_COMPUTED_REASON_NO_ACTUAL, "actual"},
		{"'sign':'at_least','target':'1','actual':'1','unit':'万元','actual_unit':'万'",
			JX_NOT_COMPUTED_REASON_UNIT_DIFFERS, "actual_unit"},
		{"'target':'1','actual':'1'", JX_NOT_COMPUTED_REASON_NO_SIGN, "sign"},
		{"'sign':'at_least','target':'4','actual_sign':'at_least','actual':'3'",
			JX_NOT_COMPUTED_REASON_OPEN_ACTUAL, "actual_sign"},
		{"'sign':'at_least','target':'4','actual_sign':'at_most','actual':'5'",
			JX_NOT_COMPUTED_REASON_OPEN_ACTUAL, "actual_sign"},
		{"'sign':'at_least','target':'4','actual_sign':'about','actual':'5'",
			JX_NOT_COMPUTED_REASON_OPEN_ACTUAL, "actual_sign"},
		{"'sign':'equal','target':'4','actual_sign':'at_least','actual':'4'",
			JX_NOT_COMPUTED_REASON_OPEN_ACTUAL, "actual_sign"},
		{"'sign':'range','target_low':'2','target_high':'3','actual_sign':'about','actual':'2'",
			JX_NOT_COMPUTED_REASON_OPEN_ACTUAL, "actual_sign"},
		{"'sign':'about','target':'1','actual':'1'", JX_NOT_COMPUTED_REASON_UNFIT_METHOD, "sign"},
		{"'actual':'—'", JX_NOT_COMPUTED_REASON_NO_ACTUAL, "actual"},
		{"'method':'M7','sign':'at_least','target':'1','actual':'1'",
			JX_NOT_COMPUTED_REASON_NEEDS_PARAMETERS, "method"},
		{"'method':'M99','sign':'at_least','target':'1','actual':'1'",
			JX_NOT_COMPUTED_REASON_UNKNOWN_METHOD, "method"},
		{"'method':'F06','sign':'at_least','target':'1','actual':'1'",
			JX_NOT_COMPUTED_REASON_UNKNOWN_METHOD, "method"},
		{"'method':'M5','target':'1','actual':'1'", JX_NOT_COMPUTED_REASON_UNFIT_METHOD, "target"},
		{"'sign':'range','target_low':'2','actual':'1'", JX_NOT_COMPUTED_REASON_NO_TARGET,
			"target_high"},
		{"'sign':'range','target_low':'2','target_high':'1','actual':'1'",
			JX_NOT_COMPUTED_REASON_UNFIT_METHOD, "target_low"},
		{"'sign':'range','target_low':'2','target_high':'3','actual':'1'",
			JX_NOT_COMPUTED_REASON_OUTSIDE_RANGE, "actual"},
		{"'sign':'by_date','actual_date':'2025-12'", JX_NOT_COMPUTED_REASON_NO_TARGET, "target_date"},
		{"'sign':'by_date','target_date':'2025-12'", JX_NOT_COMPUTED_REASON_NO_ACTUAL, "actual_date"},
		{"'sign':'by_date','target_date':'2025-12-15','actual_date':'2025-12'",
			JX_NOT_COMPUTED_REASON_DATE_UNCLEAR, "actual_date"},
		{"'sign':'by_date','target_date':'2025-12','actual_date':'2026-01'",
			JX_NOT_COMPUTED_REASON_LATE, "actual_date"},
		{"'method':'M15'", JX_NOT_COMPUTED_REASON_NO_COEFFICIENT, "coefficient"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct jx_arena arena;
		char json[512];
		char text[JX_FIGURE_TEXT_BYTES];
		(void)snprintf(json, sizeof(json), "{'indicators':[{'points':'10','claimed_score':'7',%s}]}",
			rows[i].indicator);
		for (char *c = json; *c != '\0'; c++)
			*c = *c == '\'' ? '"' : *c;
		const JxScoreSheet *sheet = sheet_of(&arena, json);
		const JxScoreLine *line = sheet->lines[0];
		assert_int_equal(line->not_computed_reason, rows[i].reason);
		assert_string_equal(line->missing + strlen("indicators[0]."), rows[i].missing);
		assert_null(line->computed);
		assert_string_equal(number(line->counted, text), "7.00");
		assert_true(jx_score_reason_text(line->not_computed_reason)->zh[0] != '\0');
		assert_null(sheet->computed);
		assert_int_equal(sheet->unavailable_reason, JX_UNAVAILABLE_REASON_NOTHING_COMPUTED);
		jx_arena_clear(&arena);
	}
}

static void a_claim_above_the_points_is_carried_at_the_points(void **state)
{
	(void)state;
	struct jx_arena arena;
	char text[JX_FIGURE_TEXT_BYTES];
	const JxScoreLine *line = sheet_of(&arena, "{\"indicators\":[{\"points\":\"10\",\"claimed_"
						   "score\":\"99\",\"sign\":\"qualitative\"}]}")
					  ->lines[0];
	assert_string_equal(number(line->counted, text), "10.00");
	assert_true(line->is_capped);
	jx_arena_clear(&arena);
}

static void the_smaller_of_two_views_counts(void **state)
{
	(void)state;
	struct jx_arena arena;
	char text[JX_FIGURE_TEXT_BYTES];
	const JxScoreLine *line =
		sheet_of(&arena, "{\"funds_by_source\":[{\"row\":\"total\",\"adjusted\":\"2030.12万元\","
				 "\"executed\":\"2030.12万元\","
				 "\"points\":\"10\",\"claimed_score\":\"10\"}],"
				 "\"funds_by_nature\":[{\"row\":\"total\",\"executed\":\"1925.67万元\"}]}")
			->lines[0];
	assert_string_equal(number(line->computed, text), "9.49");
	assert_string_equal(number(line->unrounded, text), "9.4855");
	bool is_named = false;
	for (size_t i = 0; i < line->n_steps; i++)
		is_named = is_named || strcmp(line->steps[i]->value, "1925.67万元") == 0;
	assert_true(is_named);
	jx_arena_clear(&arena);
}

static void money_without_a_budget_is_carried(void **state)
{
	(void)state;
	struct jx_arena arena;
	const JxScoreSheet *sheet = sheet_of(&arena,
		"{\"funds_by_source\":[{\"row\":\"total\",\"adjusted\":\"0万元\",\"executed\":\"0万元\","
		"\"points\":\"10\"},"
		"{\"row\":\"other\",\"adjusted\":\"\",\"executed\":\"1万元\",\"points\":\"10\"}]}");
	assert_int_equal(sheet->lines[0]->not_computed_reason, JX_NOT_COMPUTED_REASON_NO_BUDGET);
	assert_int_equal(sheet->lines[1]->not_computed_reason, JX_NOT_COMPUTED_REASON_NO_AMOUNT);
	assert_string_equal(sheet->lines[1]->missing, "funds_by_source[1].adjusted");
	assert_null(sheet->lines[0]->counted);
	jx_arena_clear(&arena);
}

static void what_the_total_claims_beyond_the_rows_is_a_carried_line(void **state)
{
	(void)state;
	struct jx_arena arena;
	char text[JX_FIGURE_TEXT_BYTES];
	const JxScoreSheet *sheet = sheet_of(&arena,
		"{\"projects\":[{\"name\":\"a\",\"claimed_score\":\"98\",\"indicators\":[{\"points\":\"60\","
		"\"claimed_score\":\"60\",\"sign\":\"at_least\",\"target\":\"2\",\"actual\":\"1\"}]}]}");
	assert_int_equal(sheet->n_lines, 2);
	assert_int_equal(sheet->lines[1]->not_computed_reason, JX_NOT_COMPUTED_REASON_NOT_LISTED);
	assert_string_equal(sheet->lines[1]->field, "projects[0].claimed_score");
	assert_string_equal(number(sheet->lines[1]->points, text), "40");
	assert_string_equal(number(sheet->computed, text), "68.00");
	assert_string_equal(number(sheet->coverage, text), "60.00");
	assert_int_equal(sheet->group, JX_COVERAGE_GROUP_VERIFIABLE);
	assert_true(sheet->is_mixed);
	jx_arena_clear(&arena);
}

static void a_line_without_points_is_in_no_total(void **state)
{
	(void)state;
	struct jx_arena arena;
	char text[JX_FIGURE_TEXT_BYTES];
	const JxScoreSheet *sheet = sheet_of(&arena,
		"{\"indicators\":[{\"claimed_score\":\"5\",\"sign\":\"equal\",\"target\":\"1\","
		"\"actual\":\"1\"},"
		"{\"points\":\"4\",\"sign\":\"equal\",\"target\":\"1\",\"actual\":\"1\"}]}");
	assert_int_equal(sheet->lines[0]->not_computed_reason, JX_NOT_COMPUTED_REASON_NO_POINTS);
	assert_string_equal(number(sheet->computed, text), "4.00");
	assert_string_equal(number(sheet->claimed, text), "-");
	assert_false(sheet->is_mixed);
	jx_arena_clear(&arena);
}

static void every_method_has_its_words(void **state)
{
	(void)state;
	for (int i = 0; i < JX_SCORE_METHOD_COUNT; i++) {
		const struct jx_score_method *method = jx_score_method_at((enum jx_score_method_number)i);
		assert_int_equal(method->number, i);
		assert_ptr_equal(jx_score_method_find(method->id), method);
		assert_true(method->title.zh[0] != '\0' && method->formula.en[0] != '\0');
	}
	assert_null(jx_score_method_find("M21"));
}

/* Tables of more points than a whole one have bottoms of their own: their mean is computed however many there are. */
static void coverage_is_a_mean_of_any_number_of_tables(void **state)
{
	(void)state;
	struct jx_arena arena;
	char text[16384];
	size_t n = (size_t)snprintf(text, sizeof(text), "{'projects':[");
	for (unsigned i = 0; i < 40; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"%s{'number':%u,'name':'p','amount':'%u.%02u元','indicators':[{'name':'a','points':'%u.%02u',"
			"'claimed_score':'80','sign':'at_least','target':'100','actual':'100'},{'name':'b','points':"
			"'%u.%02u','claimed_score':'20','sign':'qualitative'}]}",
			i > 0 ? "," : "", i + 1, 100003 + i * 7919, i * 37 % 100, 80 + i % 19, i * 61 % 100,
			21 + i % 8, i * 83 % 100);
	(void)snprintf(text + n, sizeof(text) - n, "]}");
	const JxScoreSheet *sheet = sheet_of(&arena, text);
	assert_non_null(sheet->coverage);
	assert_in_range(sheet->coverage->micros, 75000000, 85000000);
	assert_int_equal(
		sheet->group, JX_COVERAGE_GROUP_UNVERIFIABLE); /* as long as they have too many points */
	jx_arena_clear(&arena);
}

static bool is_always_due(void *user)
{
	(void)user;
	return true;
}

static void a_run_that_is_stopped_gives_no_sheet(void **state)
{
	(void)state;
	struct jx_arena arena;
	const struct jx_stop stop = {is_always_due, NULL};
	const struct jx_score_options options = {.stop = &stop};
	JxScoreSheet *sheet = NULL;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *report = read_submission(&arena, "{'indicators':[{'name':'a','points':'10'}]}");
	assert_int_equal(jx_score_run(report, &options, &arena, &sheet), JX_DEADLINE);
	assert_null(sheet);
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_computed_by_its_method),
		cmocka_unit_test(what_cannot_be_computed_is_carried_with_its_reason),
		cmocka_unit_test(a_claim_above_the_points_is_carried_at_the_points),
		cmocka_unit_test(the_smaller_of_two_views_counts),
		cmocka_unit_test(money_without_a_budget_is_carried),
		cmocka_unit_test(what_the_total_claims_beyond_the_rows_is_a_carried_line),
		cmocka_unit_test(a_line_without_points_is_in_no_total),
		cmocka_unit_test(coverage_is_a_mean_of_any_number_of_tables),
		cmocka_unit_test(a_run_that_is_stopped_gives_no_sheet),
		cmocka_unit_test(every_method_has_its_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
