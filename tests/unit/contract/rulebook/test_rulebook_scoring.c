/* The scoring of a rulebook: what is wrong in it is told all at once, with line and column; what ships is right. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/message/path.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/support/problems.h"
#include "tests/support/quotes.h"

#define MAX_TEXT_BYTES 16384

struct loaded {
	struct jx_arena arena;
	struct jx_json_problems problems;
	const struct jx_rulebook *book;
	enum jx_status status;
};

static void load(struct loaded *loaded, const char *text, size_t max_bytes)
{
	char unquoted[MAX_TEXT_BYTES];
	size_t n = strlen(text);
	assert_true(n < sizeof(unquoted));
	memcpy(unquoted, text, n + 1);
	unquote(unquoted);
	*loaded = (struct loaded){.book = NULL};
	jx_arena_init(&loaded->arena, max_bytes);
	loaded->status = jx_rulebook_load(unquoted, n, &loaded->arena, &loaded->problems, &loaded->book);
}

#define TITLES "'title':{'zh':'一','en':'one'}"
#define REST   TITLES ",'basis':'b'"
#define BASES \
	"'bases':[{'key':'b','document':'样表','statement':{'zh':'一','en':'one'},'certainty':'illustrative'}]"
#define RULES                                                                                            \
	"'rules':[{'id':'Z01','severity':'info','when':'true','field':'kind','message':{'zh':'一','en'" \
	":'one'},'remedy':{'zh':'改','en':'mend'}," REST "}]"
#define HEAD "'id':'one','number':'1'," TITLES ",'effective_year':2025," BASES

/* The mistakes of every kind, one or two a line. */
static const char MISTAKES[] =
	"{" HEAD ",\n" RULES ",\n"
	"'scoring':{'full_points':'1001','least_coverage':'—','common_weight':'-1',\n"
	"'grades':[{'grade':'优','label':{'zh':'a','en':'a'},'least_score':'80','least_coverage':'100.01'},\n"
	"{'grade':'良','label':{'zh':'b','en':'b'},'least_score':'80'},\n"
	"{'grade':'差','least_score':'10'}],\n"
	"'lines':[{'id':'Z01','method':'M8','lists':['indicators'],'share':'1'," REST "},\n"
	"{'id':'L02','method':'M21','lists':['projects[].goal'],'share':'1'," REST "},\n"
	"{'id':'L03','method':'F06','lists':['outcomes'],'share':'1'," REST "},\n"
	"{'id':'L04','method':'M7','lists':['indicators'],'when':'target','share':'name'," REST "},\n"
	"{'id':'L04','method':'M7','lists':['indicators','projects[].funds'],'share':'1'," REST "}],\n"
	"'common':[{'id':'L02','method':'M9','points':'—','share':'staff.post'," TITLES ",'basis':'law'}],\n"
	"'caps':[{'id':'k1','when':'1','most':'1000.1','title':{'zh':'一'},'basis':'b'}],\n"
	"'deductions':[{'id':'k1','cause':'condition','points':'1'," REST "},\n"
	"{'id':'D02','when':'true','points':'1'," REST "},\n"
	"{'id':'D03','cause':'late','when':'true','points':'-1','most':'1'," REST "}]}}";

static void the_mistakes_of_a_scoring_are_told_at_once_each_with_its_place(void **state)
{
	(void)state;
	static const struct expected_problem expected[] = {
		{3, 26, "RULEBOOK_RANGE", "scoring.full_points"},
		{3, 50, "RULEBOOK_RANGE", "scoring.least_coverage"},
		{3, 70, "RULEBOOK_RANGE", "scoring.common_weight"},
		{4, 88, "RULEBOOK_RANGE", "scoring.grades[0].least_coverage"},
		{5, 56, "RULEBOOK_GRADES", "scoring.grades[1].least_score"},
		{6, 1, "RULEBOOK_REQUIRED", "scoring.grades[2].label"},
		{6, 28, "RULEBOOK_GRADES", "scoring.grades[2].least_score"},
		{7, 16, "RULEBOOK_DUPLICATE", "scoring.lines[0].id"},
		{8, 22, "RULEBOOK_UNKNOWN_NAME", "scoring.lines[1].method"},
		{8, 37, "RULEBOOK_NOT_ROWS", "scoring.lines[1].lists[0]"},
		{9, 22, "RULEBOOK_UNKNOWN_NAME", "scoring.lines[2].method"},
		{9, 36, "RULEBOOK_NOT_ROWS", "scoring.lines[2].lists"},
		{10, 58, "FORMULA_WANTS_RESULT", "scoring.lines[3].when"},
		{10, 75, "FORMULA_WANTS_RESULT", "scoring.lines[3].share"},
		{11, 7, "RULEBOOK_DUPLICATE", "scoring.lines[4].id"},
		{11, 49, "RULEBOOK_MIXED_ROWS", "scoring.lines[4].lists[1]"},
		{12, 17, "RULEBOOK_DUPLICATE", "scoring.common[0].id"},
		{12, 46, "RULEBOOK_RANGE", "scoring.common[0].points"},
		{12, 65, "FORMULA_UNKNOWN_FIELD_NEAR", "scoring.common[0].share"},
		{12, 109, "RULEBOOK_UNKNOWN_NAME", "scoring.common[0].basis"},
		{13, 15, "RULEBOOK_NAME", "scoring.caps[0].id"},
		{13, 28, "FORMULA_WANTS_RESULT", "scoring.caps[0].when"},
		{13, 38, "RULEBOOK_RANGE", "scoring.caps[0].most"},
		{13, 55, "RULEBOOK_REQUIRED", "scoring.caps[0].title.en"},
		{14, 15, "RULEBOOK_REQUIRED", "scoring.deductions[0].when"},
		{14, 21, "RULEBOOK_NAME", "scoring.deductions[0].id"},
		{14, 21, "RULEBOOK_DUPLICATE", "scoring.deductions[0].id"},
		{15, 1, "RULEBOOK_REQUIRED", "scoring.deductions[1].cause"},
		{15, 20, "RULEBOOK_RULE_EXCESS", "scoring.deductions[1].when"},
		{16, 35, "RULEBOOK_RULE_EXCESS", "scoring.deductions[2].when"},
		{16, 51, "RULEBOOK_RANGE", "scoring.deductions[2].points"},
	};
	struct loaded loaded;
	load(&loaded, MISTAKES, JX_MAX_ARENA_BYTES);
	assert_int_equal(loaded.status, JX_INVALID);
	check_problems(&loaded.problems, expected, JX_COUNT_OF(expected));
	jx_arena_clear(&loaded.arena);
}

/* A scoring that is right but for the piece given. */
struct row {
	const char *scoring;
	const char *reason; /* NULL: nothing is wrong */
	const char *field;  /* inside the scoring; "" for what is outside it */
};

static void check_row(const struct row *row, const char *parameters)
{
	char text[MAX_TEXT_BYTES];
	char field[JX_PATH_BYTES];
	struct loaded loaded;
	(void)snprintf(text, sizeof(text), "{" HEAD ",'parameters':[%s]," RULES ",'scoring':{%s}}",
		parameters, row->scoring);
	load(&loaded, text, JX_MAX_ARENA_BYTES);
	if (loaded.problems.n_items != (row->reason == NULL ? 0 : 1)) {
		print_error("%s\n", row->scoring);
		print_problems(&loaded.problems);
	}
	assert_int_equal(loaded.status, row->reason == NULL ? JX_OK : JX_INVALID);
	if (row->reason != NULL) {
		(void)snprintf(field, sizeof(field), "scoring.%s", row->field);
		assert_int_equal(loaded.problems.n_items, 1);
		assert_string_equal(jx_reason_name(loaded.problems.items[0].error.reason), row->reason);
		assert_string_equal(loaded.problems.items[0].error.field, field);
	}
	jx_arena_clear(&loaded.arena);
}

static void check_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check_row(&rows[i], "");
}

#define CHECK(rows) check_rows(rows, JX_COUNT_OF(rows))

#define LINE(id, more)   "{'id':'" id "'," REST "," more "}"
#define GOOD_LINE(id)    LINE(id, "'method':'M8','lists':['indicators'],'share':'1'")
#define GOOD_COMMON(id)  LINE(id, "'method':'M9','points':'10','share':'staff.in_post / staff.posts'")
#define GOOD_CAP(id)     LINE(id, "'when':'staff.posts > 5','most':'89'")
#define GOOD_TAKEN(id)   LINE(id, "'cause':'late','points':'1'")
#define GRADE(name, low) "{'grade':'" name "','label':{'zh':'a','en':'a'},'least_score':'" low "'}"

static void numbers_and_grades_stay_within_bounds_and_in_order(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"", NULL, NULL},
		{"'full_points':'1000','least_coverage':'100','common_weight':'0'", NULL, NULL},
		{"'full_points':'1000.000001'", "RULEBOOK_RANGE", "full_points"},
		{"'full_points':''", "RULEBOOK_RANGE", "full_points"},
		{"'least_coverage':'100.1'", "RULEBOOK_RANGE", "least_coverage"},
		{"'least_coverage':'-0.1'", "RULEBOOK_RANGE", "least_coverage"},
		{"'common_weight':'101','common':[" GOOD_COMMON("C01") "]", "RULEBOOK_RANGE",
			"common_weight"},
		{"'common_weight':'0.01'", "RULEBOOK_REQUIRED", "common"},
		{"'common_weight':'100','common':[" GOOD_COMMON("C01") "]", NULL, NULL},
		{"'grades':[" GRADE("优", "90") "," GRADE("差", "0") "]", NULL, NULL},
		{"'grades':[" GRADE("优", "90") "," GRADE("良", "90") "," GRADE("差", "0") "]",
			"RULEBOOK_GRADES", "grades[1].least_score"},
		{"'grades':[" GRADE("优", "80") "," GRADE("良", "90") "," GRADE("差", "0") "]",
			"RULEBOOK_GRADES", "grades[1].least_score"},
		{"'grades':[" GRADE("优", "90") "," GRADE("差", "60") "]", "RULEBOOK_GRADES",
			"grades[1].least_score"},
		{"'grades':[" GRADE("优", "90") "," GRADE("优", "0") "]", "RULEBOOK_DUPLICATE",
			"grades[1].grade"},
		{"'grades':[" GRADE("优", "1001") "," GRADE("差", "0") "]", "RULEBOOK_RANGE",
			"grades[0].least_score"},
		{"'grades':[{'grade':'差','label':{'zh':'a','en':'a'}}]", "RULEBOOK_REQUIRED",
			"grades[0].least_score"},
		{"'grades':[{'grade':'差','least_score':'0'}]", "RULEBOOK_REQUIRED", "grades[0].label"},
		{"'grades':[{'label':{'zh':'a','en':'a'},'least_score':'0'}]", "RULEBOOK_REQUIRED",
			"grades[0].grade"},
		{"'grades':[{'grade':'优','label':{'zh':'a','en':'a'},'least_score':'1','least_coverage':'101'},"
		 "{'grade':'差','label':{'zh':'a','en':'a'},'least_score':'0'}]",
			"RULEBOOK_RANGE", "grades[0].least_coverage"},
		{"'grades':[{'grade':'差','label':{'zh':'a','en':'a'},'least_score':'0','least_coverage':'50'}]",
			"RULEBOOK_LAST_GRADE", "grades[0].least_coverage"},
		{"'grades':[{'grade':'差','label':{'zh':'a','en':'a'},'least_score':'0','least_coverage':'0'}]",
			NULL, NULL},
	};
	CHECK(rows);
}

static void a_scoring_of_lines_has_a_method_lists_and_a_share(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"'lines':[" GOOD_LINE("L01") "]", NULL, NULL},
		{"'lines':[" LINE("L01", "'method':'M8','lists':['funds_by_source','projects[].funds'],"
					 "'share':'executed / adjusted'") "]",
			NULL, NULL},
		{"'lines':[" LINE("L01", "'lists':['indicators'],'share':'1'") "]", "RULEBOOK_REQUIRED",
			"lines[0].method"},
		{"'lines':[" LINE("L01", "'method':'M0','lists':['indicators'],'share':'1'") "]",
			"RULEBOOK_UNKNOWN_NAME", "lines[0].method"},
		{"'lines':[" LINE("L01", "'method':'F06','lists':['indicators'],'share':'1'") "]",
			"RULEBOOK_UNKNOWN_NAME", "lines[0].method"},
		{"'lines':[" LINE("L01", "'method':'M8','share':'1'") "]", "RULEBOOK_REQUIRED",
			"lines[0].lists"},
		{"'lines':[" LINE("L01", "'method':'M8','lists':['projects[].goal'],'share':'1'") "]",
			"RULEBOOK_NOT_ROWS", "lines[0].lists[0]"},
		{"'lines':[" LINE("L01", "'method':'M8','lists':['outcomes'],'share':'1'") "]",
			"RULEBOOK_NOT_ROWS", "lines[0].lists"},
		{"'lines':[" LINE("L01", "'method':'M8','lists':['indicators','funds_by_nature'],"
					 "'share':'1'") "]",
			"RULEBOOK_MIXED_ROWS", "lines[0].lists[1]"},
		{"'lines':[" LINE("L01", "'method':'M8','lists':['indicators']") "]", "RULEBOOK_REQUIRED",
			"lines[0].share"},
		{"'lines':[" LINE("L01", "'method':'M8','lists':['indicators'],'share':'name'") "]",
			"FORMULA_WANTS_RESULT", "lines[0].share"},
		{"'lines':[" LINE("L01", "'method':'M8','lists':['indicators'],'when':'actual',"
					 "'share':'1'") "]",
			"FORMULA_WANTS_RESULT", "lines[0].when"},
		{"'lines':[" LINE("L01", "'method':'M8','lists':['indicators'],'share':'executed'") "]",
			"FORMULA_UNKNOWN_NAME", "lines[0].share"},
		{"'lines':[{'id':'L01','method':'M8','lists':['indicators'],'share':'1'," TITLES "}]",
			"RULEBOOK_REQUIRED", "lines[0].basis"},
		{"'lines':[{'id':'L01','method':'M8','lists':['indicators'],'share':'1'," TITLES
		 ",'basis':'law'}]",
			"RULEBOOK_UNKNOWN_NAME", "lines[0].basis"},
		{"'lines':[{'id':'L01','method':'M8','lists':['indicators'],'share':'1','title':{'zh':'一'},"
		 "'basis':'b'}]",
			"RULEBOOK_REQUIRED", "lines[0].title.en"},
		{"'lines':[{'method':'M8','lists':['indicators'],'share':'1'," REST "}]", "RULEBOOK_REQUIRED",
			"lines[0].id"},
		{"'lines':[" GOOD_LINE("L1") "]", "RULEBOOK_NAME", "lines[0].id"},
		{"'lines':[" GOOD_LINE("L01ab") "]", "RULEBOOK_NAME", "lines[0].id"},
	};
	CHECK(rows);
}

#define SIGNS(rows) "'sign_methods':[" rows "]"

static void a_sign_of_a_value_has_one_method_that_needs_nothing_else(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{SIGNS("{'sign':'at_most','method':'M19'},{'sign':'equal','method':'M20'}"), NULL, NULL},
		{SIGNS("{'sign':'at_most'}"), "RULEBOOK_REQUIRED", "sign_methods[0].method"},
		{SIGNS("{'sign':'at_most','method':'M21'}"), "RULEBOOK_UNKNOWN_NAME",
			"sign_methods[0].method"},
		{SIGNS("{'sign':'at_most','method':'M7'}"), "RULEBOOK_UNKNOWN_NAME",
			"sign_methods[0].method"},
		{SIGNS("{'sign':'at_most','method':'M12'}"), "RULEBOOK_UNKNOWN_NAME",
			"sign_methods[0].method"},
		{SIGNS("{'method':'M19'}"), "RULEBOOK_UNKNOWN_NAME", "sign_methods[0].sign"},
		{SIGNS("{'sign':'range','method':'M3'}"), "RULEBOOK_UNKNOWN_NAME", "sign_methods[0].sign"},
		{SIGNS("{'sign':'by_date','method':'M3'}"), "RULEBOOK_UNKNOWN_NAME", "sign_methods[0].sign"},
		{SIGNS("{'sign':'equal','method':'M4'},{'sign':'equal','method':'M20'}"),
			"RULEBOOK_DUPLICATE", "sign_methods[1].sign"},
	};
	CHECK(rows);
}

#define BANDS(more)                                                                                   \
	"'grades':[{'grade':'优','label':{'zh':'优','en':'a'},'least_score':'90','is_above':true}," \
	"{'grade':'良','label':{'zh':'良','en':'b'},'least_score':'0'" more "}]"
#define LEVEL(rows) "'level_points':[" rows "]"

static void bands_end_where_they_may_and_levels_have_points(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{BANDS(""), NULL, NULL},
		{BANDS(",'below':'90'"), NULL, NULL},
		{BANDS(",'below':'0.01'"), NULL, NULL},
		{BANDS(",'below':'0'"), "RULEBOOK_GRADE_END", "grades[1].below"},
		{BANDS(",'below':'90.01'"), "RULEBOOK_GRADE_END", "grades[1].below"},
		{BANDS(",'below':'—'"), "RULEBOOK_RANGE", "grades[1].below"},
		{BANDS(",'is_above':true"), "RULEBOOK_LAST_GRADE", "grades[1].is_above"},
		{LEVEL("{'level':'产出','points':'50'},{'level':'效益','points':'30'}"), NULL, NULL},
		{LEVEL("{'points':'50'}"), "RULEBOOK_REQUIRED", "level_points[0].level"},
		{LEVEL("{'level':'产出'}"), "RULEBOOK_REQUIRED", "level_points[0].points"},
		{LEVEL("{'level':'产出','points':'-1'}"), "RULEBOOK_RANGE", "level_points[0].points"},
		{LEVEL("{'level':'产出','points':'1'},{'level':'产出','points':'2'}"), "RULEBOOK_DUPLICATE",
			"level_points[1].level"},
		{SIGNS("{'sign':'qualitative','method':'M15'}"), NULL, NULL},
		{SIGNS("{'sign':'qualitative','method':'M1'}"), "RULEBOOK_UNKNOWN_NAME",
			"sign_methods[0].sign"},
	};
	CHECK(rows);
}

static void a_common_indicator_has_points_and_a_share_of_the_report(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"'common':[" GOOD_COMMON("C01") "]", NULL, NULL},
		{"'common':[" LINE(
			 "C01", "'method':'M9','points':'1','value':'profile.name','share':'0.5'") "]",
			NULL, NULL},
		{"'common':[" LINE("C01", "'method':'M9','share':'1'") "]", "RULEBOOK_REQUIRED",
			"common[0].points"},
		{"'common':[" LINE("C01", "'method':'M9','points':'/','share':'1'") "]", "RULEBOOK_RANGE",
			"common[0].points"},
		{"'common':[" LINE("C01", "'method':'M9','points':'-1','share':'1'") "]", "RULEBOOK_RANGE",
			"common[0].points"},
		{"'common':[" LINE("C01", "'method':'M9','points':'1'") "]", "RULEBOOK_REQUIRED",
			"common[0].share"},
		{"'common':[" LINE("C01", "'method':'M9','points':'1','share':'accounts.income'") "]",
			"FORMULA_WANTS_RESULT", "common[0].share"},
		{"'common':[" LINE("C01", "'method':'M21','points':'1','share':'1'") "]",
			"RULEBOOK_UNKNOWN_NAME", "common[0].method"},
		{"'common':[" LINE("C01", "'method':'M9','points':'1','share':'1','value':'staff.postz'") "]",
			"FORMULA_UNKNOWN_FIELD_NEAR", "common[0].value"},
	};
	CHECK(rows);
}

static void a_cap_has_a_condition_and_a_deduction_a_cause(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"'caps':[" GOOD_CAP("K01") "]", NULL, NULL},
		{"'caps':[" LINE("K01", "'most':'89'") "]", "RULEBOOK_REQUIRED", "caps[0].when"},
		{"'caps':[" LINE("K01", "'when':'staff.posts','most':'89'") "]", "FORMULA_WANTS_RESULT",
			"caps[0].when"},
		{"'caps':[" LINE("K01", "'when':'true'") "]", "RULEBOOK_REQUIRED", "caps[0].most"},
		{"'caps':[" LINE("K01", "'when':'true','most':'1001'") "]", "RULEBOOK_RANGE", "caps[0].most"},
		{"'caps':[" LINE("K01", "'when':'true','most':'9.125'") "]", "RULEBOOK_DECIMALS",
			"caps[0].most"},
		{"'deductions':[" GOOD_TAKEN("D01") "]", NULL, NULL},
		{"'deductions':[" LINE(
			 "D01", "'cause':'condition','when':'true','points':'2','most':'2'") "]",
			NULL, NULL},
		{"'deductions':[" LINE("D01", "'cause':'condition','points':'2'") "]", "RULEBOOK_REQUIRED",
			"deductions[0].when"},
		{"'deductions':[" LINE("D01", "'cause':'info','when':'true','points':'2'") "]",
			"RULEBOOK_RULE_EXCESS", "deductions[0].when"},
		{"'deductions':[" LINE("D01", "'points':'2'") "]", "RULEBOOK_REQUIRED",
			"deductions[0].cause"},
		{"'deductions':[" LINE("D01", "'cause':'late'") "]", "RULEBOOK_REQUIRED",
			"deductions[0].points"},
		{"'deductions':[" LINE("D01", "'cause':'late','points':'2','most':'-1'") "]",
			"RULEBOOK_RANGE", "deductions[0].most"},
	};
	CHECK(rows);
}

static void an_id_is_taken_once_in_the_whole_rulebook(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"'lines':[" GOOD_LINE("L01") "," GOOD_LINE("L01b") "],'common':[" GOOD_COMMON(
			 "L02") "],'caps':[" GOOD_CAP("L03") "],'deductions':[" GOOD_TAKEN("L04") "]",
			NULL, NULL},
		{"'lines':[" GOOD_LINE("Z01") "]", "RULEBOOK_DUPLICATE", "lines[0].id"},
		{"'deductions':[" GOOD_TAKEN("Z01") "]", "RULEBOOK_DUPLICATE", "deductions[0].id"},
		{"'deductions':[" GOOD_TAKEN("A01") "]", "RULEBOOK_SCORING_ID", "deductions[0].id"},
		{"'caps':[" GOOD_CAP("M10") "]", "RULEBOOK_SCORING_ID", "caps[0].id"},
		{"'lines':[" GOOD_LINE("L01") "," GOOD_LINE("L01") "]", "RULEBOOK_DUPLICATE", "lines[1].id"},
		{"'lines':[" GOOD_LINE("L01") "],'common':[" GOOD_COMMON("L01") "]", "RULEBOOK_DUPLICATE",
			"common[0].id"},
		{"'common':[" GOOD_COMMON("L01") "],'caps':[" GOOD_CAP("L01") "]", "RULEBOOK_DUPLICATE",
			"caps[0].id"},
		{"'caps':[" GOOD_CAP("L01") "],'deductions':[" GOOD_TAKEN("L01") "]", "RULEBOOK_DUPLICATE",
			"deductions[0].id"},
	};
	CHECK(rows);
}

static void a_parameter_that_only_a_score_names_is_used(void **state)
{
	(void)state;
	static const char limit[] = "{'name':'limit','number':'5'," TITLES "}";
	static const struct row used[] = {
		{"'lines':[" LINE("L01", "'method':'M8','lists':['indicators'],'share':'limit / 10'") "]",
			NULL, NULL},
		{"'common':[" LINE("C01", "'method':'M9','points':'1','value':'limit','share':'1'") "]", NULL,
			NULL},
		{"'caps':[" LINE("K01", "'when':'staff.posts > limit','most':'1'") "]", NULL, NULL},
		{"'deductions':[" LINE(
			 "D01", "'cause':'condition','when':'staff.posts > limit','points':'1'") "]",
			NULL, NULL},
	};
	for (size_t i = 0; i < JX_COUNT_OF(used); i++)
		check_row(&used[i], limit);
	struct loaded loaded;
	load(&loaded,
		"{" HEAD ",'parameters':[{'name':'limit','number':'5'," TITLES "}]," RULES
		",'scoring':{'caps':[" LINE("K01", "'when':'profile.name == `limit`','most':'1'") "]}}",
		JX_MAX_ARENA_BYTES);
	assert_int_equal(loaded.status, JX_INVALID);
	assert_int_equal(loaded.problems.n_items, 1);
	assert_int_equal(loaded.problems.items[0].error.reason, JX_REASON_RULEBOOK_UNUSED);
	jx_arena_clear(&loaded.arena);
}

static void a_rulebook_loads_whole_or_not_at_all_when_memory_runs_out(void **state)
{
	(void)state;
	static const char text[] =
		"{" HEAD "," RULES ",'scoring':{'grades':[" GRADE("差", "0") "],'lines':[" GOOD_LINE(
			"L01") "],'common':[" GOOD_COMMON("C01") "],'caps':[" GOOD_CAP("K01") "],'deductions'"
											      ":[" GOOD_TAKEN(
												      "D01") "]}}";
	size_t n_refused = 0;
	enum jx_status status = JX_EXHAUSTED;
	for (size_t room = 0; status != JX_OK && room < 1024 * 1024; room += 512) {
		struct loaded loaded;
		load(&loaded, text, room);
		status = loaded.status;
		if (status != JX_OK) {
			assert_int_equal(status, JX_EXHAUSTED);
			assert_null(loaded.book);
			n_refused++;
		}
		jx_arena_clear(&loaded.arena);
	}
	assert_int_equal(status, JX_OK);
	assert_true(n_refused > 10);
}

/* ---- those that ship ---- */

static const JxScoring *shipped(struct loaded *loaded, const char *id)
{
	const struct jx_shipped_rulebook *book = jx_rulebook_shipped(id);
	*loaded = (struct loaded){.book = NULL};
	jx_arena_init(&loaded->arena, JX_MAX_ARENA_BYTES);
	assert_non_null(book);
	loaded->status =
		jx_rulebook_load(book->text, book->n_bytes, &loaded->arena, &loaded->problems, &loaded->book);
	print_problems(&loaded->problems);
	assert_int_equal(loaded->status, JX_OK);
	assert_non_null(jx_rulebook_message(loaded->book)->scoring);
	return jx_rulebook_message(loaded->book)->scoring;
}

static void every_shipped_rulebook_says_how_it_scores(void **state)
{
	(void)state;
	static const struct {
		const char *id;
		int64_t weight; /* of the common indicators, percent; -1: not stated */
		size_t n_lines;
		size_t n_common;
		size_t n_caps;
		size_t n_deductions;
		int64_t coverage;     /* that a report needs, percent */
		int64_t top_coverage; /* that the best grade needs */
	} books[] = {{"mof-2020-10", -1, 0, 0, 0, 0, 60, 80}, {"mof-2013-53", 100, 0, 9, 0, 0, 60, 80},
		{"county-sample", -1, 7, 9, 4, 3, 60, 80}, {"integrated-system", -1, 0, 0, 0, 0, 0, 0}};
	for (size_t i = 0; i < JX_COUNT_OF(books); i++) {
		struct loaded loaded;
		const JxScoring *scoring = shipped(&loaded, books[i].id);
		assert_int_equal(scoring->full_points->micros, INT64_C(100000000));
		assert_int_equal(scoring->least_coverage->micros, books[i].coverage * 1000000);
		if (books[i].weight < 0)
			assert_null(scoring->common_weight);
		else
			assert_int_equal(scoring->common_weight->micros, books[i].weight * 1000000);
		assert_int_equal(scoring->n_lines, books[i].n_lines);
		assert_int_equal(scoring->n_common, books[i].n_common);
		assert_int_equal(scoring->n_caps, books[i].n_caps);
		assert_int_equal(scoring->n_deductions, books[i].n_deductions);
		assert_int_equal(scoring->n_grades, 4);
		const JxDecimal *top = scoring->grades[0]->least_coverage;
		assert_int_equal(top != NULL ? top->micros : 0, books[i].top_coverage * 1000000);
		jx_arena_clear(&loaded.arena);
	}
}

static void the_county_measures_by_the_same_common_indicators_worth_100_points(void **state)
{
	(void)state;
	struct loaded national;
	struct loaded county;
	const JxScoring *a = shipped(&national, "mof-2013-53");
	const JxScoring *b = shipped(&county, "county-sample");
	int64_t points = 0;
	assert_int_equal(a->n_common, b->n_common);
	for (size_t i = 0; i < a->n_common; i++) {
		char digests[2][JX_DIGEST_TEXT_BYTES];
		points += a->common[i]->points->micros;
		assert_int_equal(
			jx_digest_message(&a->common[i]->base, JX_DIGEST_SHA256, digests[0], NULL), JX_OK);
		assert_int_equal(
			jx_digest_message(&b->common[i]->base, JX_DIGEST_SHA256, digests[1], NULL), JX_OK);
		assert_string_equal(digests[0], digests[1]);
	}
	assert_int_equal(points, INT64_C(100000000));
	jx_arena_clear(&national.arena);
	jx_arena_clear(&county.arena);
}

static void what_no_document_sets_is_marked_as_a_sample_or_to_be_verified(void **state)
{
	(void)state;
	static const struct {
		const char *key;
		JxBasisCertainty certainty;
	} bases[] = {{"53-sample", JX_BASIS_CERTAINTY_ILLUSTRATIVE},
		{"sample", JX_BASIS_CERTAINTY_ILLUSTRATIVE},
		{"cap-execution", JX_BASIS_CERTAINTY_GENERAL_KNOWLEDGE},
		{"late", JX_BASIS_CERTAINTY_COUNTY_TABLE}};
	struct loaded loaded;
	const JxScoring *scoring = shipped(&loaded, "county-sample");
	const JxRulebook *message = jx_rulebook_message(loaded.book);
	for (size_t i = 0; i < scoring->n_common; i++)
		assert_string_equal(scoring->common[i]->basis, "53-sample");
	for (size_t i = 0; i < scoring->n_caps; i++)
		assert_string_equal(scoring->caps[i]->basis, "cap-execution");
	for (size_t i = 0; i < JX_COUNT_OF(bases); i++) {
		size_t n_found = 0;
		for (size_t k = 0; k < message->n_bases; k++) {
			if (strcmp(message->bases[k]->key, bases[i].key) != 0)
				continue;
			assert_int_equal(message->bases[k]->certainty, bases[i].certainty);
			n_found++;
		}
		assert_int_equal(n_found, 1);
	}
	jx_arena_clear(&loaded.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_mistakes_of_a_scoring_are_told_at_once_each_with_its_place),
		cmocka_unit_test(numbers_and_grades_stay_within_bounds_and_in_order),
		cmocka_unit_test(a_scoring_of_lines_has_a_method_lists_and_a_share),
		cmocka_unit_test(a_sign_of_a_value_has_one_method_that_needs_nothing_else),
		cmocka_unit_test(bands_end_where_they_may_and_levels_have_points),
		cmocka_unit_test(a_common_indicator_has_points_and_a_share_of_the_report),
		cmocka_unit_test(a_cap_has_a_condition_and_a_deduction_a_cause),
		cmocka_unit_test(an_id_is_taken_once_in_the_whole_rulebook),
		cmocka_unit_test(a_parameter_that_only_a_score_names_is_used),
		cmocka_unit_test(a_rulebook_loads_whole_or_not_at_all_when_memory_runs_out),
		cmocka_unit_test(every_shipped_rulebook_says_how_it_scores),
		cmocka_unit_test(the_county_measures_by_the_same_common_indicators_worth_100_points),
		cmocka_unit_test(what_no_document_sets_is_marked_as_a_sample_or_to_be_verified),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
