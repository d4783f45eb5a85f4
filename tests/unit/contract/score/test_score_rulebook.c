/* Scores by a rulebook: lines by formula, common indicators, caps, deductions, grades, review, the final score. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/rulebook/rulebook.h"
#include "proto/contract/score/score.h"
#include "tests/support/quotes.h"
#include "tests/support/submission.h"

#define MAX_TEXT_BYTES 16384

/* A report and a rulebook, and what comes of them. */
struct scored {
	struct jx_arena arena;
	struct jx_score_options options;
	const JxReport *report;
	JxScoreSheet *sheet;
};

#define TITLES "'title':{'zh':'一','en':'one'}"
#define REST   TITLES ",'basis':'b'"

/* A rulebook of a scoring alone. */
static const struct jx_rulebook *book_of(struct jx_arena *arena, const char *scoring)
{
	char text[MAX_TEXT_BYTES];
	struct jx_json_problems problems;
	const struct jx_rulebook *book = NULL;
	int n = snprintf(text, sizeof(text),
		"{'id':'one','number':'1'," TITLES
		",'effective_year':2025,'bases':[{'key':'b','document':'样表',"
		"'statement':{'zh':'一','en':'one'},'certainty':'illustrative'}],'scoring':{%s}}",
		scoring);
	assert_true(n > 0 && (size_t)n < sizeof(text));
	unquote(text);
	enum jx_status status = jx_rulebook_load(text, (size_t)n, arena, &problems, &book);
	for (size_t i = 0; i < problems.n_items; i++)
		print_error("%s %s\n", jx_reason_name(problems.items[i].error.reason),
			problems.items[i].error.field);
	assert_int_equal(status, JX_OK);
	return book;
}

static const struct jx_rulebook *shipped(struct jx_arena *arena, const char *id)
{
	const struct jx_shipped_rulebook *text = jx_rulebook_shipped(id);
	struct jx_json_problems problems;
	const struct jx_rulebook *book = NULL;
	assert_non_null(text);
	assert_int_equal(jx_rulebook_load(text->text, text->n_bytes, arena, &problems, &book), JX_OK);
	return book;
}

/* Begins with a scoring and a report; options may be set before run(). */
static void begin(struct scored *scored, const char *scoring, const char *report)
{
	char text[MAX_TEXT_BYTES];
	*scored = (struct scored){.sheet = NULL};
	jx_arena_init(&scored->arena, JX_MAX_ARENA_BYTES);
	int n = snprintf(text, sizeof(text), "{%s}", report);
	assert_true(n > 0 && (size_t)n < sizeof(text));
	scored->report = read_submission(&scored->arena, text);
	scored->options.has_steps = true;
	scored->options.rulebook = book_of(&scored->arena, scoring);
}

static const JxScoreSheet *run(struct scored *scored)
{
	assert_int_equal(
		jx_score_run(scored->report, &scored->options, &scored->arena, &scored->sheet), JX_OK);
	return scored->sheet;
}

static const JxScoreSheet *score(struct scored *scored, const char *scoring, const char *report)
{
	begin(scored, scoring, report);
	return run(scored);
}

/* A number as printed, or "-"; texts of one call live until the eighth after it. */
static const char *number(const JxDecimal *decimal)
{
	static char texts[8][JX_FIGURE_TEXT_BYTES];
	static size_t next;
	char *text = texts[next++ % 8];
	if (decimal == NULL)
		return "-";
	assert_int_equal(jx_decimal_print(decimal, text, JX_FIGURE_TEXT_BYTES), JX_OK);
	return text;
}

/* ---- lines by formula ---- */

#define SHARE(share) \
	"'lines':[{'id':'L01','method':'M8','lists':['indicators'],'share':'" share "'," REST "}]"
#define ROW(more) "'indicators':[{'name':'甲','points':'8','claimed_score':'5'" more "}]"

static void a_line_is_scored_by_the_formula_of_the_rulebook(void **state)
{
	(void)state;
	static const struct {
		const char *share;
		const char *row;
		const char *computed;
		const char *unrounded;
		bool is_capped;
	} rows[] = {
		{"1", "", "8.00", "8.0000", false},
		{"0", "", "0.00", "0.0000", false},
		{"2 / 3", "", "5.33", "5.3333", false},
		{"1.01", "", "8.00", "8.0000", true},
		{"-0.01", "", "0.00", "0.0000", true},
		{"1 - 0.1 * actual", ",'actual':'3'", "5.60", "5.6000", false},
		{"1 - 0.1 * actual", ",'actual':'30'", "0.00", "0.0000", true},
		{"1 - 2 / points", "", "6.00", "6.0000", false},
		{"actual / report.staff.posts", ",'actual':'1'", "2.67", "2.6667", false},
		{"actual == 3 ? 0.75 : 0.5", ",'actual':'3'", "6.00", "6.0000", false},
		/* far more digits than a score has */
		{"1 / 3 / 1000000000007 / 1000000000039", "", "0.00", "0.0000", false},
		{"1000000000000000 * 1000000000000000", "", "8.00", "8.0000", true},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		char scoring[1024];
		char report[1024];
		(void)snprintf(scoring, sizeof(scoring), SHARE("%s"), rows[i].share);
		(void)snprintf(report, sizeof(report), ROW("%s") ",'staff':{'posts':'3'}", rows[i].row);
		const JxScoreLine *line = score(&scored, scoring, report)->lines[0];
		if (strcmp(number(line->computed), rows[i].computed) != 0)
			print_error("%s\n", rows[i].share);
		assert_string_equal(number(line->computed), rows[i].computed);
		assert_string_equal(number(line->unrounded), rows[i].unrounded);
		assert_int_equal(line->is_capped, rows[i].is_capped);
		assert_string_equal(line->rule, "L01");
		assert_string_equal(line->method, "M8");
		assert_false(line->is_assumed);
		jx_arena_clear(&scored.arena);
	}
}

static void what_a_formula_lacks_is_named_by_its_path(void **state)
{
	(void)state;
	static const struct {
		const char *share;
		JxNotComputedReason reason;
		const char *missing;
	} rows[] = {
		{"actual / target", JX_NOT_COMPUTED_REASON_NO_FIGURE, "indicators[0].actual"},
		{"report.staff.in_post / report.staff.posts", JX_NOT_COMPUTED_REASON_NO_FIGURE,
			"staff.in_post"},
		{"report.rate_inputs.filter(r, r.key == `public`)[0].actual / amount(`1元`)",
			JX_NOT_COMPUTED_REASON_NO_FIGURE, "rate_inputs"},
		{"1 / report.staff.posts", JX_NOT_COMPUTED_REASON_ZERO, "staff.posts"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		char scoring[1024];
		(void)snprintf(scoring, sizeof(scoring), SHARE("%s"), rows[i].share);
		const JxScoreSheet *sheet =
			score(&scored, scoring, ROW(",'actual':'—'") ",'staff':{'posts':'0'}");
		const JxScoreLine *line = sheet->lines[0];
		assert_int_equal(line->state, JX_SCORE_STATE_NOT_COMPUTED);
		assert_int_equal(line->not_computed_reason, rows[i].reason);
		assert_string_equal(line->missing, rows[i].missing);
		assert_string_equal(number(line->counted), "5.00");
		assert_null(line->computed);
		assert_int_equal(sheet->unavailable_reason, JX_UNAVAILABLE_REASON_NOTHING_COMPUTED);
		jx_arena_clear(&scored.arena);
	}
}

#define LINE(id, when, share)                                                                            \
	"{'id':'" id "','method':'M7','lists':['indicators','projects[].indicators'],'when':'" when "'," \
	"'share':'" share "'," REST "}"

static void the_first_scoring_that_applies_counts_before_the_methods_of_the_program(void **state)
{
	(void)state;
	static const char scoring[] = "'lines':[" LINE("L01", "prior_actual > 0", "0.1") "," LINE(
		"L02", "name == `甲`", "0.25") "," LINE("L03", "name == `甲` || name == `乙`", "0.5") "]";
	static const struct {
		const char *row;
		const char *rule;
		const char *method;
		const char *computed;
	} rows[] = {
		{"'name':'甲'", "L02", "M7", "2.50"},
		{"'name':'乙'", "L03", "M7", "5.00"},
		{"'name':'甲','prior_actual':'1'", "L01", "M7", "1.00"},
		/* a condition that lacks a figure means no row */
		{"'name':'丙','sign':'at_least','target':'4','actual':'3'", "", "M1", "7.50"},
		{"'name':'甲','method':'M1','sign':'at_least','target':'4','actual':'3'", "L02", "M7",
			"2.50"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		char report[1024];
		(void)snprintf(report, sizeof(report),
			"'projects':[{'name':'丁','indicators':[{'points':'10',%s}]}]", rows[i].row);
		const JxScoreLine *line = score(&scored, scoring, report)->lines[0];
		assert_string_equal(line->rule, rows[i].rule);
		assert_string_equal(line->method, rows[i].method);
		assert_string_equal(number(line->computed), rows[i].computed);
		jx_arena_clear(&scored.arena);
	}
}

static void the_steps_of_a_formula_end_with_the_rule_and_the_result(void **state)
{
	(void)state;
	struct scored scored;
	const JxScoreLine *line = score(&scored, SHARE("actual / 3"), ROW(",'actual':'1'"))->lines[0];
	assert_true(line->n_steps >= 4);
	const JxScoreStep *rule = NULL;
	bool is_figure_shown = false;
	for (size_t i = 0; i < line->n_steps; i++) {
		const JxScoreStep *step = line->steps[i];
		if (step->kind == JX_SCORE_STEP_KIND_RULE)
			rule = step;
		is_figure_shown = is_figure_shown || strcmp(step->text->en, "actual / 3") == 0;
	}
	assert_non_null(rule);
	assert_string_equal(rule->value, "L01");
	assert_string_equal(rule->text->zh, "一");
	assert_true(is_figure_shown);
	assert_string_equal(line->steps[line->n_steps - 1]->value, "2.67");
	jx_arena_clear(&scored.arena);
}

static bool is_chinese(const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text >= 0xE3 && (unsigned char)*text <= 0xE9)
			return true;
	}
	return false;
}

/* Yes and no, and what is missing, are words; each language has its own. */
static void values_in_words_are_in_both_languages(void **state)
{
	(void)state;
	const struct {
		const char *share;
		const char *zh;
		const char *en;
	} rows[] = {
		{SHARE("actual > 3 ? 1 : 0"), "否", "no"},
		{SHARE("actual / target"), "不可计算：缺 target", "not computable: target is missing"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		const JxScoreLine *line = score(&scored, rows[i].share, ROW(",'actual':'1'"))->lines[0];
		bool is_said = false;
		for (size_t j = 0; j < line->n_steps; j++) {
			const JxScoreStep *step = line->steps[j];
			assert_false(is_chinese(step->value));
			assert_false(step->words != NULL && is_chinese(step->words->en));
			is_said =
				is_said || (step->words != NULL && strcmp(step->words->zh, rows[i].zh) == 0 &&
						   strcmp(step->words->en, rows[i].en) == 0);
		}
		assert_true(is_said);
		jx_arena_clear(&scored.arena);
	}
}

/* ---- common indicators ---- */

#define COMMON                                                                                           \
	"'common':[{'id':'C01','method':'M9','points':'10','value':'round(100 * staff.in_post / "        \
	"staff.posts, 2)',"                                                                              \
	"'share':'staff.in_post / staff.posts','title':{'zh':'在职','en':'staff'},'basis':'b'},"       \
	"{'id':'C02','method':'M9','points':'30','share':'accounts.income / accounts.expenditure'," REST \
	"}]"
#define STAFF "'staff':{'posts':'10','in_post':'5'}"
#define TABLE(n)                                                                                        \
	"'indicators':[{'points':'100','claimed_score':'95','sign':'at_least','target':'100','actual':" \
	"'" n "'}]"
#define WEIGHT(n) "'common_weight':'" n "'," COMMON

static void common_indicators_stand_behind_the_lines_and_in_no_sum_of_the_report(void **state)
{
	(void)state;
	struct scored scored;
	const JxScoreSheet *sheet = score(&scored, COMMON, STAFF "," TABLE("80"));
	assert_int_equal(sheet->n_lines, 3);
	const JxScoreLine *line = sheet->lines[1];
	assert_true(line->is_common);
	assert_string_equal(line->rule, "C01");
	assert_string_equal(line->label->zh, "在职");
	assert_string_equal(line->label->en, "staff");
	assert_string_equal(line->field, "");
	assert_int_equal(line->number, 2);
	assert_null(line->claimed);
	assert_string_equal(number(line->computed), "5.00");
	assert_string_equal(line->steps[0]->value, "50.00");
	assert_int_equal(sheet->lines[2]->not_computed_reason, JX_NOT_COMPUTED_REASON_NO_FIGURE);
	assert_string_equal(sheet->lines[2]->missing, "accounts.income");
	assert_null(sheet->lines[2]->counted);
	assert_string_equal(number(sheet->points), "100.00");
	assert_string_equal(number(sheet->claimed), "95.00");
	assert_int_equal(sheet->computed_lines, 1);
	assert_int_equal(sheet->not_computed_lines, 0);
	assert_string_equal(number(sheet->common_points), "10.00");
	assert_string_equal(number(sheet->common), "50.00");
	jx_arena_clear(&scored.arena);
}

static void the_weight_of_the_common_indicators_changes_the_score(void **state)
{
	(void)state;
	static const struct {
		const char *scoring;
		const char *report;
		const char *own;
		const char *common;
		const char *computed;
		const char *coverage;
		JxUnavailableReason not_computable;
	} rows[] = {
		{COMMON, STAFF "," TABLE("80"), "80.00", "50.00", "80.00", "100.00",
			JX_UNAVAILABLE_REASON_UNSPECIFIED},
		{WEIGHT("0"), STAFF "," TABLE("80"), "80.00", "50.00", "80.00", "100.00",
			JX_UNAVAILABLE_REASON_UNSPECIFIED},
		{WEIGHT("25"), STAFF "," TABLE("80"), "80.00", "50.00", "72.50", "81.25",
			JX_UNAVAILABLE_REASON_UNSPECIFIED},
		{WEIGHT("26"), STAFF "," TABLE("80"), "80.00", "50.00", "72.20", "80.50",
			JX_UNAVAILABLE_REASON_UNSPECIFIED},
		{WEIGHT("100"), STAFF "," TABLE("80"), "80.00", "50.00", "50.00", "25.00",
			JX_UNAVAILABLE_REASON_UNSPECIFIED},
		/* nothing common can be computed: the own score alone, and less of it verified */
		{WEIGHT("40"), TABLE("80"), "80.00", "-", "80.00", "60.00",
			JX_UNAVAILABLE_REASON_UNSPECIFIED},
		/* no table of its own: only a weight of 100 makes a score */
		{WEIGHT("40"), STAFF, "-", "50.00", "-", "10.00", JX_UNAVAILABLE_REASON_NO_POINTS},
		{WEIGHT("100"), STAFF, "-", "50.00", "50.00", "25.00", JX_UNAVAILABLE_REASON_UNSPECIFIED},
		{WEIGHT("100"), "", "-", "-", "-", "0.00", JX_UNAVAILABLE_REASON_NOTHING_COMPUTED},
		{WEIGHT("100"), TABLE("80"), "80.00", "-", "-", "0.00",
			JX_UNAVAILABLE_REASON_NOTHING_COMPUTED},
		/* points of a whole table scale them */
		{"'full_points':'200'," WEIGHT("100"), STAFF, "-", "100.00", "100.00", "25.00",
			JX_UNAVAILABLE_REASON_UNSPECIFIED},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		const JxScoreSheet *sheet = score(&scored, rows[i].scoring, rows[i].report);
		assert_string_equal(number(sheet->own), rows[i].own);
		assert_string_equal(number(sheet->common), rows[i].common);
		assert_string_equal(number(sheet->computed), rows[i].computed);
		assert_string_equal(number(sheet->coverage), rows[i].coverage);
		assert_int_equal(sheet->unavailable_reason, rows[i].not_computable);
		jx_arena_clear(&scored.arena);
	}
}

/* ---- coverage and groups ---- */

/* A computed line of n points, and a carried one. */
#define PARTLY(n, rest)                                       \
	"'indicators':[{'points':'" n "','claimed_score':'" n \
	"','sign':'at_least','target':'1','actual':'1'},"     \
	"{'points':'" rest "','claimed_score':'" rest "','sign':'qualitative'}]"

static void coverage_is_of_whole_tables_and_decides_the_group(void **state)
{
	(void)state;
	static const struct {
		const char *scoring;
		const char *report;
		const char *coverage;
		JxCoverageGroup group;
	} rows[] = {
		{"", PARTLY("60", "40"), "60.00", JX_COVERAGE_GROUP_VERIFIABLE},
		{"", PARTLY("59.99", "40.01"), "59.99", JX_COVERAGE_GROUP_UNVERIFIABLE},
		/* the comparison is exact, before rounding */
		{"", PARTLY("59.999", "40.001"), "60.00", JX_COVERAGE_GROUP_UNVERIFIABLE},
		/* points that the form does not show are not verified either */
		{"", PARTLY("40", "10"), "40.00", JX_COVERAGE_GROUP_UNVERIFIABLE},
		{"'full_points':'50'", PARTLY("40", "10"), "80.00", JX_COVERAGE_GROUP_VERIFIABLE},
		/* a table of more than its full points is measured by itself */
		{"", PARTLY("100", "100"), "50.00", JX_COVERAGE_GROUP_UNVERIFIABLE},
		{"'least_coverage':'40'", PARTLY("40", "60"), "40.00", JX_COVERAGE_GROUP_VERIFIABLE},
		{"'least_coverage':'0'", "", "0.00", JX_COVERAGE_GROUP_VERIFIABLE},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		const JxScoreSheet *sheet = score(&scored, rows[i].scoring, rows[i].report);
		assert_string_equal(number(sheet->coverage), rows[i].coverage);
		assert_int_equal(sheet->group, rows[i].group);
		jx_arena_clear(&scored.arena);
	}
}

/* ---- several tables ---- */

#define PROJECT(money, actual)                                                                         \
	"{'name':'甲'," money "'indicators':[{'points':'100','claimed_score':'100','sign':'at_least'," \
	"'target':'100','actual':'" actual "'}]}"

static void the_tables_of_projects_weigh_by_their_money(void **state)
{
	(void)state;
	static const struct {
		const char *report;
		const char *computed;
		uint32_t tables;
	} rows[] = {
		{"'projects':[" PROJECT("'amount':'3万元',", "90") "," PROJECT("'amount':'1万元',", "50") "]",
			"80.00", 2},
		{"'projects':[" PROJECT("'amount':'1万元',", "90") "," PROJECT("'amount':'3万元',", "50") "]",
			"60.00", 2},
		/* one names no money: all alike */
		{"'projects':[" PROJECT("'amount':'3万元',", "90") "," PROJECT("", "50") "]", "70.00", 2},
		{"'projects':[" PROJECT("'amount':'3万元',", "90") "," PROJECT("'amount':'0万元',", "50") "]",
			"70.00", 2},
		/* a project without a table has no part in it */
		{"'projects':[" PROJECT("'amount':'3万元',", "90") ",{'name':'乙','amount':'97万元'}]",
			"90.00", 1},
		{"'projects':[" PROJECT(
			 "", "90") "],'indicators':[{'points':'100','sign':'at_least','target':'2',"
				   "'actual':'1'}]",
			"50.00", 2},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		const JxScoreSheet *sheet = score(&scored, "", rows[i].report);
		assert_string_equal(number(sheet->computed), rows[i].computed);
		assert_int_equal(sheet->tables, rows[i].tables);
		jx_arena_clear(&scored.arena);
	}
}

/* ---- caps ---- */

#define FUNDS(executed) \
	"'funds_by_source':[{'row':'total','adjusted':'1000.00元','executed':'" executed "元'}]"
#define NATURE(executed) ",'funds_by_nature':[{'row':'total','executed':" executed "}]"
#define OF_PROJECTS(a, b)                                                                               \
	"'projects':[{'name':'甲','funds':[{'row':'total','adjusted':'600元','executed':'" a "元'}]}," \
	"{'name':'乙','funds':[{'row':'total','adjusted':'400元','executed':'" b "元'}]}]"
#define FULL "," TABLE("100")

static void the_caps_of_the_county_bite_one_fen_below_their_edges(void **state)
{
	(void)state;
	static const struct {
		const char *report;
		const char *computed;
		const char *id; /* of the cap; NULL: none */
	} rows[] = {
		{FUNDS("800.00") FULL, "100.00", NULL},
		{FUNDS("799.99") FULL, "89.00", "K04"},
		{FUNDS("700.00") FULL, "89.00", "K04"},
		{FUNDS("699.99") FULL, "79.00", "K03"},
		{FUNDS("600.00") FULL, "79.00", "K03"},
		{FUNDS("599.99") FULL, "69.00", "K02"},
		{FUNDS("500.00") FULL, "69.00", "K02"},
		{FUNDS("499.99") FULL, "59.00", "K01"},
		{FUNDS("0.00") FULL, "59.00", "K01"},
		/* the smaller of two views counts, where the second prints one */
		{FUNDS("1000.00") NATURE("'800.00元'") FULL, "100.00", NULL},
		{FUNDS("1000.00") NATURE("'799.99元'") FULL, "89.00", "K04"},
		{FUNDS("800.00") NATURE("'—'") FULL, "100.00", NULL},
		/* a report of projects alone: their money together */
		{OF_PROJECTS("600", "200") FULL, "100.00", NULL},
		{OF_PROJECTS("600", "199.99") FULL, "89.00", "K04"},
		/* what cannot be computed does not bind */
		{"'funds_by_source':[{'row':'total','adjusted':'1000元'}]" FULL, "100.00", NULL},
		{"'kind':'department'" FULL, "100.00", NULL},
		/* a score below the cap is not cut */
		{FUNDS("799.99") "," TABLE("89"), "89.00", NULL},
		{FUNDS("799.99") "," TABLE("89.01"), "89.00", "K04"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		begin(&scored, "", rows[i].report);
		scored.options.rulebook = shipped(&scored.arena, "county-sample");
		const JxScoreSheet *sheet = run(&scored);
		if (strcmp(number(sheet->computed), rows[i].computed) != 0)
			print_error("%s\n", rows[i].report);
		assert_string_equal(number(sheet->computed), rows[i].computed);
		assert_int_equal(sheet->n_caps, rows[i].id != NULL ? 1 : 0);
		if (rows[i].id != NULL) {
			assert_string_equal(sheet->caps[0]->id, rows[i].id);
			assert_string_equal(number(sheet->caps[0]->most), rows[i].computed);
			assert_string_equal(number(sheet->caps[0]->before), number(sheet->own));
		}
		jx_arena_clear(&scored.arena);
	}
}

/* ---- deductions ---- */

#define MAX_FINDINGS 40

/* Gives a run so many findings: unexplained ones, explained ones, and those for information. */
static void find(struct scored *scored, size_t n_open, size_t n_explained, size_t n_info)
{
	static JxFinding findings[MAX_FINDINGS];
	static JxFinding *items[MAX_FINDINGS];
	size_t n = n_open + n_explained + n_info;
	assert_true(n <= MAX_FINDINGS);
	for (size_t i = 0; i < n; i++) {
		bool is_info = i >= n_open + n_explained;
		jx_finding_init(&findings[i]);
		findings[i].severity = is_info ? JX_FINDING_SEVERITY_INFO : JX_FINDING_SEVERITY_EXPLAIN;
		findings[i].is_explained = i >= n_open;
		items[i] = &findings[i];
	}
	scored->options.findings = items;
	scored->options.n_findings = n;
}

#define TAKEN(id, cause, more) "{'id':'" id "','cause':'" cause "'," more "," REST "}"
#define DEDUCTIONS                                                                                          \
	"'deductions':[" TAKEN("D01", "unexplained", "'points':'1','most':'10'") "," TAKEN(                 \
		"D02", "explained", "'points':'0.2','most':'5'") "," TAKEN("D03", "info",                   \
		"'points':'0.05'") "," TAKEN("D04", "late", "'points':'1.5'") "," TAKEN("D05", "condition", \
		"'points':'4','when':'staff.in_post > staff.posts'") "]"

static void deductions_add_up_each_within_its_bound(void **state)
{
	(void)state;
	static const struct {
		size_t n_open;
		size_t n_explained;
		size_t n_info;
		bool is_late;
		const char *staff;
		const char *deducted;
		const char *final;
		size_t n_applied;
		bool is_capped; /* the first of them */
	} rows[] = {
		{0, 0, 0, false, "", "0.00", "90.00", 0, false},
		{1, 0, 0, false, "", "1.00", "89.00", 1, false},
		{10, 0, 0, false, "", "10.00", "80.00", 1, false},
		{11, 0, 0, false, "", "10.00", "80.00", 1, true},
		{0, 1, 0, false, "", "0.20", "89.80", 1, false},
		{0, 25, 0, false, "", "5.00", "85.00", 1, false},
		{0, 26, 0, false, "", "5.00", "85.00", 1, true},
		{0, 0, 3, false, "", "0.15", "89.85", 1, false},
		{0, 0, 0, true, "", "1.50", "88.50", 1, false},
		{2, 3, 1, true, "", "4.15", "85.85", 4, false},
		{0, 0, 0, false, ",'staff':{'posts':'5','in_post':'6'}", "4.00", "86.00", 1, false},
		{0, 0, 0, false, ",'staff':{'posts':'5','in_post':'5'}", "0.00", "90.00", 0, false},
		/* a condition that cannot be computed takes nothing off */
		{0, 0, 0, false, ",'staff':{'in_post':'5'}", "0.00", "90.00", 0, false},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		char report[1024];
		(void)snprintf(report, sizeof(report), TABLE("90") "%s", rows[i].staff);
		begin(&scored, DEDUCTIONS, report);
		find(&scored, rows[i].n_open, rows[i].n_explained, rows[i].n_info);
		scored.options.is_late = rows[i].is_late;
		const JxScoreSheet *sheet = run(&scored);
		assert_string_equal(number(sheet->deduction), rows[i].deducted);
		assert_string_equal(number(sheet->final_score), rows[i].final);
		assert_string_equal(number(sheet->computed), "90.00");
		assert_int_equal(sheet->n_deductions, rows[i].n_applied);
		if (rows[i].n_applied > 0)
			assert_int_equal(sheet->deductions[0]->is_capped, rows[i].is_capped);
		jx_arena_clear(&scored.arena);
	}
}

static void the_county_takes_off_for_what_is_open_explained_or_late(void **state)
{
	(void)state;
	struct scored scored;
	begin(&scored, "", TABLE("90"));
	scored.options.rulebook = shipped(&scored.arena, "county-sample");
	find(&scored, 12, 4, 5);
	scored.options.is_late = true;
	const JxScoreSheet *sheet = run(&scored);
	assert_int_equal(sheet->n_deductions, 3);
	assert_string_equal(sheet->deductions[0]->id, "D01");
	assert_int_equal(sheet->deductions[0]->count, 12);
	assert_string_equal(number(sheet->deductions[0]->points), "10.00");
	assert_string_equal(number(sheet->deductions[1]->points), "0.80");
	assert_string_equal(number(sheet->deductions[2]->points), "1.00");
	assert_string_equal(number(sheet->final_score), "78.20");
	jx_arena_clear(&scored.arena);
}

/* ---- the final score and its grade ---- */

#define CLAIMS(claimed, actual)                                                                      \
	"'conclusion':{" claimed "},'indicators':[{'points':'100','sign':'at_least','target':'100'," \
	"'actual':'" actual "'}]"

static void the_final_score_is_the_smaller_of_claimed_and_computed_less_deductions(void **state)
{
	(void)state;
	static const struct {
		const char *report;
		size_t n_open;
		const char *claimed; /* as stated */
		const char *final;
		JxScoreKind from;
	} rows[] = {
		{CLAIMS("'claimed_score':'97'", "90"), 0, "97", "90.00", JX_SCORE_KIND_COMPUTED},
		{CLAIMS("'claimed_score':'97'", "90"), 3, "97", "87.00", JX_SCORE_KIND_COMPUTED},
		{CLAIMS("'claimed_score':'80'", "90"), 0, "80", "80.00", JX_SCORE_KIND_CLAIMED},
		{CLAIMS("'claimed_score':'80'", "90"), 3, "80", "77.00", JX_SCORE_KIND_CLAIMED},
		{CLAIMS("'claimed_score':'90'", "90"), 0, "90", "90.00", JX_SCORE_KIND_COMPUTED},
		{CLAIMS("", "90"), 0, "-", "90.00", JX_SCORE_KIND_COMPUTED},
		{CLAIMS("'claimed_score':'—'", "90"), 0, "-", "90.00", JX_SCORE_KIND_COMPUTED},
		/* never below 0 */
		{CLAIMS("'claimed_score':'2'", "90"), 3, "2", "0.00", JX_SCORE_KIND_CLAIMED},
		/* without a computed score there is no final one */
		{"'conclusion':{'claimed_score':'100'}", 0, "100", "-", JX_SCORE_KIND_UNSPECIFIED},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		begin(&scored, DEDUCTIONS, rows[i].report);
		find(&scored, rows[i].n_open, 0, 0);
		const JxScoreSheet *sheet = run(&scored);
		assert_string_equal(number(sheet->claimed_score), rows[i].claimed);
		assert_string_equal(number(sheet->final_score), rows[i].final);
		assert_int_equal(sheet->final_from, rows[i].from);
		assert_int_equal(sheet->grade[0] == '\0', sheet->final_score == NULL);
		jx_arena_clear(&scored.arena);
	}
}

#define HELD                                                                                                                    \
	"'least_coverage':'40','grades':[{'grade':'优','label':{'zh':'a','en':'a'},'least_score':'90','least_coverage':'80'}," \
	"{'grade':'良','label':{'zh':'b','en':'b'},'least_score':'80','least_coverage':'50'},"                                 \
	"{'grade':'差','label':{'zh':'c','en':'c'},'least_score':'0'}]"

static void a_grade_follows_the_final_score_and_is_held_by_the_coverage(void **state)
{
	(void)state;
	static const struct {
		const char *scoring;
		const char *report;
		const char *grade;
		bool is_held;
	} rows[] = {
		{"", CLAIMS("", "90"), "优", false},
		{"", CLAIMS("", "89.99"), "良", false},
		{"", CLAIMS("", "80"), "良", false},
		{"", CLAIMS("", "79.99"), "中", false},
		{"", CLAIMS("", "60"), "中", false},
		{"", CLAIMS("", "59.99"), "差", false},
		{"", CLAIMS("", "0"), "差", false},
		{"", "", "", false},
		{HELD, PARTLY("80", "20"), "优", false},
		{HELD, PARTLY("79.99", "20.01"), "良", true},
		/* shown as 80.00 and 60.00: the comparison is exact, as that of the group */
		{HELD, PARTLY("79.999", "20.001"), "良", true},
		{"", PARTLY("59.999", "40.001"), "", false},
		{HELD, PARTLY("50", "50"), "良", true},
		{HELD, PARTLY("49.99", "50.01"), "差", true},
		{HELD, CLAIMS("", "89.99"), "良", false},
		/* what cannot be verified has no grade */
		{"", PARTLY("60", "40"), "优", false},
		{"", PARTLY("59.99", "40.01"), "", false},
		{HELD, PARTLY("39.99", "60.01"), "", false},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		const JxScoreSheet *sheet = score(&scored, rows[i].scoring, rows[i].report);
		assert_string_equal(sheet->grade, rows[i].grade);
		assert_int_equal(sheet->is_grade_held, rows[i].is_held);
		jx_arena_clear(&scored.arena);
	}
}

/* ---- methods of signs ---- */

#define LINEAR "'sign_methods':[{'sign':'at_most','method':'M19'},{'sign':'equal','method':'M20'}]"
#define VALUE(sign, target, actual) \
	"'indicators':[{'points':'10','sign':'" sign "','target':'" target "','actual':'" actual "'}]"

#define COST(rest) "'indicators':[{'level2':'成本指标','points':'10','target':'100','actual':'200'" rest "}]"

static void a_sign_is_scored_as_the_rulebook_says(void **state)
{
	(void)state;
	static const struct {
		const char *scoring;
		const char *report;
		const char *method;
		const char *computed;
	} rows[] = {
		{"", VALUE("at_most", "5300", "5830"), "M2", "9.09"},
		{LINEAR, VALUE("at_most", "5300", "5830"), "M19", "9.00"},
		{LINEAR, VALUE("at_most", "5300", "5300"), "M19", "10.00"},
		{LINEAR, VALUE("at_most", "5300", "0"), "M19", "10.00"},
		{LINEAR, VALUE("at_most", "100", "199"), "M19", "0.10"},
		{LINEAR, VALUE("at_most", "100", "200"), "M19", "0.00"},
		{LINEAR, VALUE("at_most", "100", "500"), "M19", "0.00"},
		{LINEAR, VALUE("at_most", "0", "0"), "M5", "10.00"},
		{LINEAR, VALUE("at_most", "0", "1"), "M5", "0.00"},
		/* at most -5 is a decrease of at least 5 */
		{LINEAR, VALUE("at_most", "-5", "-4"), "M19", "8.00"},
		{LINEAR, VALUE("at_most", "-5", "-6"), "M19", "10.00"},
		{"", VALUE("equal", "100", "110"), "M4", "9.00"},
		{LINEAR, VALUE("equal", "100", "110"), "M20", "10.00"},
		{LINEAR, VALUE("equal", "100", "100"), "M20", "10.00"},
		{LINEAR, VALUE("equal", "100", "90"), "M20", "9.00"},
		{LINEAR, VALUE("equal", "0", "-1"), "M5", "10.00"},
		{LINEAR, VALUE("equal", "0", "1"), "M5", "0.00"},
		/* signs it does not name, and methods that a form states */
		{LINEAR, VALUE("less_than", "100", "200"), "M2", "5.00"},
		{LINEAR, VALUE("at_most", "100", "200','method':'M2"), "M2", "5.00"},
		{"", VALUE("at_most", "100", "150','method':'M19"), "M19", "5.00"},
		/* a cost without a sign is to be kept down; a direction says more */
		{"", COST(""), "M2", "5.00"},
		{"", COST(",'direction':'higher'"), "M1", "10.00"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		const JxScoreSheet *sheet = score(&scored, rows[i].scoring, rows[i].report);
		assert_string_equal(sheet->lines[0]->method, rows[i].method);
		assert_string_equal(number(sheet->lines[0]->computed), rows[i].computed);
		jx_arena_clear(&scored.arena);
	}
}

/* ---- review ---- */

/* What finance sets: a score as a whole, or lines. */
struct review {
	JxReview review;
	JxReviewedLine lines[3];
	JxReviewedLine *items[3];
	JxDecimal scores[3];
};

static void set_line(struct review *review, const char *field, int64_t hundredths, const char *reason)
{
	size_t i = review->review.n_lines++;
	jx_decimal_init(&review->scores[i]);
	review->scores[i].micros = hundredths * 10000;
	review->scores[i].decimals = 2;
	jx_reviewed_line_init(&review->lines[i]);
	review->lines[i].field = (char *)field;
	review->lines[i].score = &review->scores[i];
	review->lines[i].reason = (char *)reason;
	review->items[i] = &review->lines[i];
	review->review.lines = review->items;
}

static void a_score_that_finance_sets_as_a_whole_is_final_and_nothing_is_taken_off(void **state)
{
	(void)state;
	struct scored scored;
	struct review review = {0};
	jx_review_init(&review.review);
	jx_decimal_init(&review.scores[0]);
	review.scores[0].micros = INT64_C(66500000);
	review.scores[0].decimals = 1;
	review.review.score = &review.scores[0];
	begin(&scored, DEDUCTIONS, CLAIMS("'claimed_score':'97'", "90"));
	find(&scored, 5, 0, 0);
	scored.options.review = &review.review;
	const JxScoreSheet *sheet = run(&scored);
	assert_string_equal(number(sheet->reviewed), "66.50");
	assert_string_equal(number(sheet->final_score), "66.50");
	assert_int_equal(sheet->final_from, JX_SCORE_KIND_REVIEWED);
	assert_int_equal(sheet->n_deductions, 0);
	assert_null(sheet->deduction);
	assert_string_equal(number(sheet->computed), "90.00");
	assert_string_equal(sheet->grade, "中");
	jx_arena_clear(&scored.arena);
}

static void lines_that_finance_sets_make_the_score_with_the_others_as_they_count(void **state)
{
	(void)state;
	struct scored scored;
	struct review review = {0};
	jx_review_init(&review.review);
	set_line(&review, "indicators[1]", 3000, "没有调查依据");
	begin(&scored, DEDUCTIONS, PARTLY("50", "50"));
	scored.options.review = &review.review;
	const JxScoreSheet *sheet = run(&scored);
	assert_string_equal(number(sheet->computed), "100.00");
	assert_string_equal(number(sheet->reviewed), "80.00");
	assert_string_equal(number(sheet->final_score), "80.00");
	assert_int_equal(sheet->final_from, JX_SCORE_KIND_REVIEWED);
	/* what finance looked at is covered */
	assert_string_equal(number(sheet->coverage), "100.00");
	assert_string_equal(number(sheet->lines[1]->reviewed), "30.00");
	assert_string_equal(number(sheet->lines[1]->final_score), "30.00");
	assert_string_equal(sheet->lines[1]->review_reason, "没有调查依据");
	assert_null(sheet->lines[0]->reviewed);
	assert_string_equal(number(sheet->lines[0]->final_score), "50.00");
	jx_arena_clear(&scored.arena);
}

static void reviewed_lines_carry_the_common_indicators_by_their_weight(void **state)
{
	(void)state;
	struct scored scored;
	struct review review = {0};
	jx_review_init(&review.review);
	set_line(&review, "indicators[0]", 6000, "核减");
	begin(&scored, WEIGHT("25"), STAFF "," TABLE("80"));
	scored.options.review = &review.review;
	const JxScoreSheet *sheet = run(&scored);
	assert_string_equal(number(sheet->computed), "72.50");
	assert_string_equal(number(sheet->reviewed), "57.50");
	jx_arena_clear(&scored.arena);
}

static void what_finance_sets_is_of_a_line_within_its_points_and_with_a_reason(void **state)
{
	(void)state;
	static const struct {
		const char *field;
		int64_t hundredths;
		const char *reason;
		bool is_twice;
		enum jx_reason expected; /* JX_REASON_NONE: it is right */
	} rows[] = {
		{"indicators[1]", 3000, "核减", false, JX_REASON_NONE},
		{"indicators[1]", 0, "核减", false, JX_REASON_NONE},
		/* as claimed: no reason is wanted */
		{"indicators[1]", 5000, "", false, JX_REASON_NONE},
		{"indicators[1]", 3000, "", false, JX_REASON_REASON_REQUIRED},
		{"indicators[1]", 5001, "核增", false, JX_REASON_SCORE_RANGE},
		{"indicators[1]", -1, "核减", false, JX_REASON_SCORE_RANGE},
		{"indicators[7]", 3000, "核减", false, JX_REASON_SCORE_LINE_NOT_FOUND},
		{"indicators[2]", 0, "核减", false, JX_REASON_SCORE_LINE_NOT_FOUND},
		/* a common indicator is no line of the report */
		{"", 100, "核减", false, JX_REASON_SCORE_LINE_NOT_FOUND},
		{"indicators[1]", 3000, "核减", true, JX_REASON_BAD_FIELD},
	};
	struct scored scored;
	const JxScoreSheet *sheet = score(&scored, COMMON,
		STAFF ",'indicators':[{'points':'50','claimed_score':'50','sign':'at_least','target':'1',"
		      "'actual':'1'},{'points':'50','claimed_score':'50','sign':'qualitative'},{'name':'"
		      "无分值'}]");
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct jx_error error;
		struct review review = {0};
		jx_review_init(&review.review);
		set_line(&review, rows[i].field, rows[i].hundredths, rows[i].reason);
		if (rows[i].is_twice)
			set_line(&review, rows[i].field, rows[i].hundredths, rows[i].reason);
		enum jx_status status = jx_review_check(&review.review, sheet, &scored.arena, &error);
		assert_int_equal(status == JX_OK, rows[i].expected == JX_REASON_NONE);
		if (status != JX_OK) {
			assert_int_equal(error.reason, rows[i].expected);
			assert_string_equal(error.field, rows[i].field);
		}
	}
	jx_arena_clear(&scored.arena);
}

/* ---- memory ---- */

static void memory_that_runs_out_gives_no_half_sheet(void **state)
{
	(void)state;
	struct scored scored;
	struct jx_arena small;
	size_t n_refused = 0;
	enum jx_status status = JX_EXHAUSTED;
	begin(&scored,
		WEIGHT("30") ",'caps':[{'id':'K01','when':'staff.posts > 1','most':'10'," REST
			     "}]," DEDUCTIONS,
		STAFF "," PARTLY("70", "20"));
	find(&scored, 1, 1, 1);
	for (size_t room = 0; status != JX_OK && room < 1024 * 1024; room += 64) {
		JxScoreSheet *sheet = NULL;
		jx_arena_init(&small, room);
		status = jx_score_run(scored.report, &scored.options, &small, &sheet);
		if (status != JX_OK) {
			assert_int_equal(status, JX_EXHAUSTED);
			assert_null(sheet);
			n_refused++;
		} else {
			assert_string_equal(number(sheet->computed), "10.00");
		}
		jx_arena_clear(&small);
	}
	assert_int_equal(status, JX_OK);
	assert_true(n_refused > 10);
	jx_arena_clear(&scored.arena);
}

/* ---- the published reports by the rulebooks that ship ---- */

static void the_published_reports_score_by_the_county_as_worked_out_by_hand(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		const char *own;
		const char *computed;
		const char *coverage;
		const char *common;
		JxCoverageGroup group;
	} rows[] = {
		{"000_seed_yuanshi_kgj_2025", "-", "-", "0.00", "-", JX_COVERAGE_GROUP_UNVERIFIABLE},
		{"01_lingling_linye_2021", "75.65", "75.65", "72.00", "86.97", JX_COVERAGE_GROUP_VERIFIABLE},
		{"02_guantang_xiang_2023", "9.49", "9.49", "10.00", "40.54", JX_COVERAGE_GROUP_UNVERIFIABLE},
		{"04_hunan_unit_2018_base_table", "16.00", "16.00", "32.00", "60.00",
			JX_COVERAGE_GROUP_UNVERIFIABLE},
		{"05_chongqing_kexuecheng_rongmei_2021", "97.05", "97.05", "45.00", "-",
			JX_COVERAGE_GROUP_UNVERIFIABLE},
		{"08_yongde_minglang_zhongxue_2022", "99.80", "99.80", "90.00", "-",
			JX_COVERAGE_GROUP_VERIFIABLE},
		{"13_suixi_minzhengju_linshijiuzhu_2019", "88.93", "88.93", "90.00", "-",
			JX_COVERAGE_GROUP_VERIFIABLE},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored = {.sheet = NULL};
		jx_arena_init(&scored.arena, JX_MAX_ARENA_BYTES);
		scored.options.rulebook = shipped(&scored.arena, "county-sample");
		scored.report = read_case(&scored.arena, rows[i].name);
		const JxScoreSheet *sheet = run(&scored);
		assert_string_equal(number(sheet->own), rows[i].own);
		assert_string_equal(number(sheet->computed), rows[i].computed);
		assert_string_equal(number(sheet->coverage), rows[i].coverage);
		assert_string_equal(number(sheet->common), rows[i].common);
		assert_int_equal(sheet->group, rows[i].group);
		assert_int_equal(sheet->n_caps, 0);
		jx_arena_clear(&scored.arena);
	}
}

static void published_step_tables_score_the_lines_that_state_them(void **state)
{
	(void)state;
	/* Staff by a sign; 63.46 against 32 is +98.31 %; 99.27 % is less than 5 points short; 767.86 of 1922.76. */
	static const char *const rules[] = {"", "L02", "L03", "L04"};
	static const char *const computed[] = {"8.00", "0.00", "8.00", "0.00"};
	struct scored scored = {.sheet = NULL};
	jx_arena_init(&scored.arena, JX_MAX_ARENA_BYTES);
	scored.options.rulebook = shipped(&scored.arena, "county-sample");
	scored.report = read_case(&scored.arena, "04_hunan_unit_2018_base_table");
	const JxScoreSheet *sheet = run(&scored);
	for (size_t i = 0; i < JX_COUNT_OF(rules); i++) {
		assert_string_equal(sheet->lines[i]->rule, rules[i]);
		assert_string_equal(number(sheet->lines[i]->computed), computed[i]);
	}
	assert_int_equal(sheet->not_computed_lines, 0);
	jx_arena_clear(&scored.arena);
}

#define STEP(method, name, more) \
	"'indicators':[{'name':'" name "','method':'" method "','points':'8'" more "}]"
#define MONEY(n)            "'funds_by_source':[{'row':'total','initial':'100.00万元','adjusted':'" n "万元'}],"
#define INPUT(key, a, n, b) "'rate_inputs':[{'key':'" key "','" a "':'" n "万元','" b "':'100万元'}],"
#define CONTROL(n)          MONEY(n) STEP("M7", "预算控制率", "")
#define ADJUSTMENT(n)       MONEY(n) STEP("M7", "预算调整率", "")
#define SPENT(n)            INPUT("three_public", "actual", n, "budget") STEP("M8", "三公经费控制率", "")
#define CHANGE(n)           INPUT("three_public", "budget", n, "prior_budget") STEP("M8", "三公经费变动率", "")
#define IN_POST(n)          "'staff':{'posts':'100','in_post':'" n "'}," STEP("M8", "在职人员控制率", "")
#define DONE(n)                  \
	STEP("M8", "预算完成率", \
		",'actual':'" n "','unit':'%','method_text':'100%计满分，每少5个百分点扣2分'")
#define KEY(n)                                             \
	"'rate_inputs':[{'key':'key_project','budget':'" n \
	"万元'},{'key':'project','budget':'100万元'}]," STEP("M7", "重点支出安排率", "")

static void step_tables_change_at_their_edges(void **state)
{
	(void)state;
	static const struct {
		const char *report;
		const char *computed;
	} rows[] = {
		{CONTROL("100"), "8.00"},
		{CONTROL("99"), "8.00"},
		{CONTROL("100.000001"), "6.00"},
		{CONTROL("110"), "6.00"},
		{CONTROL("110.000001"), "4.00"},
		{CONTROL("120"), "4.00"},
		{CONTROL("130"), "2.00"},
		{CONTROL("130.000001"), "0.00"},
		{ADJUSTMENT("100"), "8.00"},
		{ADJUSTMENT("90"), "5.33"},
		{ADJUSTMENT("89.999999"), "2.67"},
		{ADJUSTMENT("120"), "2.67"},
		{ADJUSTMENT("130"), "1.33"},
		{ADJUSTMENT("130.000001"), "0.00"},
		{SPENT("100"), "8.00"},
		{SPENT("101"), "7.00"},
		{SPENT("109"), "0.00"},
		{CHANGE("100"), "8.00"},
		{CHANGE("60"), "8.00"},
		{CHANGE("105"), "4.00"},
		{CHANGE("110"), "0.00"},
		{IN_POST("100"), "8.00"},
		{IN_POST("101"), "7.20"},
		{IN_POST("120"), "0.00"},
		{DONE("100"), "8.00"},
		{DONE("105"), "8.00"},
		{DONE("95.01"), "8.00"},
		{DONE("95"), "6.00"},
		{DONE("80"), "0.00"},
		{KEY("90"), "8.00"},
		{KEY("89.999999"), "6.40"},
		{KEY("80"), "6.40"},
		{KEY("60"), "3.20"},
		{KEY("59.999999"), "0.00"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		begin(&scored, "", rows[i].report);
		scored.options.rulebook = shipped(&scored.arena, "county-sample");
		const JxScoreLine *line = run(&scored)->lines[0];
		if (strcmp(number(line->computed), rows[i].computed) != 0)
			print_error("%s: %s\n", rows[i].report, number(line->computed));
		assert_string_equal(number(line->computed), rows[i].computed);
		jx_arena_clear(&scored.arena);
	}
}

#define PAIR(key, a, n, b, m) "'rate_inputs':[{'key':'" key "','" a "':'" n "元','" b "':'" m "元'}]"
#define TOTAL(more)           "'funds_by_source':[{'row':'other'},{'row':'total'" more "}]"

static void the_common_indicators_come_from_the_figures_of_the_report(void **state)
{
	(void)state;
	static const struct {
		const char *rule;
		const char *report;
		const char *value;    /* shown, percent; NULL: none */
		const char *computed; /* "-": not computable */
		const char *missing;
	} rows[] = {
		{"C01", "'staff':{'posts':'100','in_post':'100'}", "100.00", "10.00", ""},
		{"C01", "'staff':{'posts':'46','in_post':'50'}", "108.70", "1.30", ""},
		{"C01", "'staff':{'posts':'10','in_post':'12'}", "120.00", "0.00", ""},
		{"C01", "'staff':{'posts':'0','in_post':'0'}", NULL, "-", "staff.posts"},
		{"C02", PAIR("three_public", "budget", "63", "prior_budget", "60"), "5.00", "5.00", ""},
		{"C02", PAIR("three_public", "budget", "60", "prior_budget", "63"), "-4.76", "10.00", ""},
		{"C02", PAIR("three_public", "budget", "60", "prior_actual", "63"), NULL, "-",
			"rate_inputs[0].prior_budget"},
		{"C03", TOTAL(",'adjusted':'200元','executed':'150元'"), "75.00", "15.00", ""},
		{"C03", TOTAL(",'adjusted':'200元','executed':'300元'"), "150.00", "20.00", ""},
		{"C03", TOTAL(",'adjusted':'200元','executed':'150元'") NATURE("'100元'"), "50.00", "10.00",
			""},
		{"C03", TOTAL(",'adjusted':'200元','executed':'150元'") NATURE("'—'"), "75.00", "15.00", ""},
		{"C03", TOTAL(",'adjusted':'200元'"), NULL, "-", "funds_by_source[1].executed"},
		{"C04", TOTAL(",'initial':'100元','adjusted':'100元'"), "0.00", "10.00", ""},
		{"C04", TOTAL(",'initial':'100元','adjusted':'115元'"), "15.00", "5.00", ""},
		{"C04", TOTAL(",'initial':'100元','adjusted':'85元'"), "15.00", "5.00", ""},
		{"C04", TOTAL(",'initial':'100元','adjusted':'131元'"), "31.00", "0.00", ""},
		{"C04", TOTAL(",'initial':'0元','adjusted':'131元'"), NULL, "-",
			"funds_by_source[1].initial"},
		{"C05", TOTAL(",'adjusted':'100元','closing_carry_over':'9元'"), "9.00", "10.00", ""},
		{"C05", TOTAL(",'adjusted':'100元','closing_carry_over':'18元'"), "18.00", "5.00", ""},
		{"C05",
			TOTAL(",'adjusted':'100元','closing_carry_over':'18元'") ",'accounts':{'closing_"
										 "carry_over':'0元'}",
			"0.00", "10.00", ""},
		{"C06", PAIR("public", "actual", "102", "budget", "100"), "102.00", "8.00", ""},
		{"C06", PAIR("public", "actual", "98", "budget", "100"), "98.00", "10.00", ""},
		{"C07", PAIR("three_public", "actual", "102", "budget", "100"), "102.00", "8.00", ""},
		{"C07", PAIR("three_public", "actual", "0", "budget", "0"), NULL, "-",
			"rate_inputs[0].budget"},
		{"C08", PAIR("procurement", "actual", "80", "budget", "100"), "80.00", "8.00", ""},
		{"C08", PAIR("procurement", "actual", "120", "budget", "100"), "120.00", "8.00", ""},
		{"C08", PAIR("procurement", "actual", "1077", "budget", "100"), "1077.00", "0.00", ""},
		{"C09", "'assets':{'total':{'gross':'100元','in_use':'75元'}}", "75.00", "7.50", ""},
		{"C09",
			"'assets':{'lines':[{'category':'vehicle','gross':'60元','in_use':'30元'},{'category'"
			":"
			"'building','gross':'40元','in_use':'40元'},{'category':'intangible','gross':'9元'}]"
			"}",
			"70.00", "7.00", ""},
		{"C09", "'assets':{'lines':[{'category':'vehicle','gross':'60元'}]}", NULL, "-",
			"assets.lines[0].in_use"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		struct scored scored;
		begin(&scored, "", rows[i].report);
		scored.options.rulebook = shipped(&scored.arena, "mof-2013-53");
		const JxScoreSheet *sheet = run(&scored);
		const JxScoreLine *line = sheet->lines[rows[i].rule[2] - '1'];
		bool has_value = strcmp(line->steps[0]->text->zh, "指标值（按报告数字）") == 0;
		if (strcmp(number(line->computed), rows[i].computed) != 0)
			print_error("%s %s\n", rows[i].rule, rows[i].report);
		assert_string_equal(line->rule, rows[i].rule);
		assert_string_equal(number(line->computed), rows[i].computed);
		assert_string_equal(line->missing, rows[i].missing);
		assert_int_equal(has_value, rows[i].value != NULL);
		if (has_value)
			assert_string_equal(line->steps[0]->value, rows[i].value);
		jx_arena_clear(&scored.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_scored_by_the_formula_of_the_rulebook),
		cmocka_unit_test(what_a_formula_lacks_is_named_by_its_path),
		cmocka_unit_test(the_first_scoring_that_applies_counts_before_the_methods_of_the_program),
		cmocka_unit_test(the_steps_of_a_formula_end_with_the_rule_and_the_result),
		cmocka_unit_test(values_in_words_are_in_both_languages),
		cmocka_unit_test(common_indicators_stand_behind_the_lines_and_in_no_sum_of_the_report),
		cmocka_unit_test(the_weight_of_the_common_indicators_changes_the_score),
		cmocka_unit_test(coverage_is_of_whole_tables_and_decides_the_group),
		cmocka_unit_test(the_tables_of_projects_weigh_by_their_money),
		cmocka_unit_test(the_caps_of_the_county_bite_one_fen_below_their_edges),
		cmocka_unit_test(deductions_add_up_each_within_its_bound),
		cmocka_unit_test(the_county_takes_off_for_what_is_open_explained_or_late),
		cmocka_unit_test(the_final_score_is_the_smaller_of_claimed_and_computed_less_deductions),
		cmocka_unit_test(a_sign_is_scored_as_the_rulebook_says),
		cmocka_unit_test(a_grade_follows_the_final_score_and_is_held_by_the_coverage),
		cmocka_unit_test(a_score_that_finance_sets_as_a_whole_is_final_and_nothing_is_taken_off),
		cmocka_unit_test(lines_that_finance_sets_make_the_score_with_the_others_as_they_count),
		cmocka_unit_test(reviewed_lines_carry_the_common_indicators_by_their_weight),
		cmocka_unit_test(what_finance_sets_is_of_a_line_within_its_points_and_with_a_reason),
		cmocka_unit_test(memory_that_runs_out_gives_no_half_sheet),
		cmocka_unit_test(the_published_reports_score_by_the_county_as_worked_out_by_hand),
		cmocka_unit_test(published_step_tables_score_the_lines_that_state_them),
		cmocka_unit_test(step_tables_change_at_their_edges),
		cmocka_unit_test(the_common_indicators_come_from_the_figures_of_the_report),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
