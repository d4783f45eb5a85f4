/* What a rulebook says of points and scales decides what the checks say of a table. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/support/check_lines.h"
#include "tests/support/quotes.h"

#define MAX_TEXT_BYTES 8192 /* of a rulebook */

static const struct jx_rulebook *book_of(struct jx_arena *arena, const char *scoring)
{
	struct jx_json_problems problems;
	const struct jx_rulebook *book = NULL;
	char text[MAX_TEXT_BYTES];
	int n = snprintf(text, sizeof(text),
		"{'id':'one','number':'1','title':{'zh':'一','en':'one'},'effective_year':2025,'scoring':{%s}}",
		scoring);
	assert_true(n > 0 && (size_t)n < sizeof(text));
	unquote(text);
	assert_int_equal(jx_rulebook_load(text, (size_t)n, arena, &problems, &book), JX_OK);
	return book;
}

/* A report, and the finding of a rule of scores that it must give; none where rule is NULL. */
struct example {
	const char *scoring;
	const char *report;
	const char *rule;
	const char *expected;
};

static void assert_example(const struct example *example)
{
	struct jx_arena arena;
	struct jx_findings findings;
	const JxFinding *found = NULL;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *report = submission_with(&arena, example->report);
	assert_int_equal(jx_check_run(book_of(&arena, example->scoring), report, &arena, &findings), JX_OK);
	for (size_t i = 0; i < findings.n; i++) {
		const char *rule = findings.items[i]->rule;
		bool is_of_totals = strncmp(rule, "T01", 3) == 0 || strncmp(rule, "T02", 3) == 0;
		if (example->rule != NULL ? strcmp(rule, example->rule) == 0 : is_of_totals)
			found = findings.items[i];
	}
	if (found != NULL && example->rule == NULL)
		fail_msg("%s: %s", example->report, found->message->en);
	if (example->rule != NULL) {
		assert_non_null(found);
		assert_string_equal(found->rule, example->rule);
		assert_string_equal(found->expected, example->expected);
	}
	jx_arena_clear(&arena);
}

#define ROW(level, points, score) \
	"{'level1':'" level "','name':'甲','points':'" points "','claimed_score':'" score "'}"
#define APART(points) "{'name':'丙','points':'" points "','does_not_apply':true}"
#define CLAIM(total)  ",'conclusion':{'claimed_score':'" total "'}"
#define SCALES        "'scales_applicable':true"
#define TABLE(rows)   "'indicators':[" rows "]"

static void a_total_is_no_more_than_the_scaled_one(void **state)
{
	(void)state;
	static const struct example examples[] = {
		/* 60 of the 80 points that apply are 75 of 100 */
		{SCALES,
			TABLE(ROW("产出", "40", "30") "," ROW("效益", "40", "30") "," APART("20"))
				CLAIM("75"),
			NULL, NULL},
		{SCALES,
			TABLE(ROW("产出", "40", "30") "," ROW("效益", "40", "30") "," APART("20"))
				CLAIM("78"),
			"T01d", "75.00"},
		/* not scaled, as another county would state it */
		{SCALES,
			TABLE(ROW("产出", "40", "30") "," ROW("效益", "40", "30") "," APART("20"))
				CLAIM("60"),
			NULL, NULL},
		{SCALES,
			TABLE(ROW("产出", "40", "30") "," ROW("效益", "40", "30") "," APART("20"))
				CLAIM("59"),
			"T01", "≥60"},
		/* a total is rounded once */
		{SCALES,
			TABLE(ROW("产出", "40", "35") "," ROW("效益", "50", "40") "," APART("10"))
				CLAIM("83.33"),
			NULL, NULL},
		{SCALES,
			TABLE(ROW("产出", "40", "35") "," ROW("效益", "50", "40") "," APART("10"))
				CLAIM("83.40"),
			"T01d", "83.33"},
		/* other rulebooks treat such a row as any other */
		{"", TABLE(ROW("产出", "40", "30") "," ROW("效益", "40", "30") "," APART("20")) CLAIM("78"),
			NULL, NULL},
		{"", TABLE(ROW("产出", "40", "30") "," ROW("效益", "40", "30") "," APART("20")) CLAIM("81"),
			"T01", "≤80"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(examples); i++)
		assert_example(&examples[i]);
}

#define LEVELS           "'level_points':[{'level':'产出','points':'85'},{'level':'满意度','points':'15'}]"
#define OF(level, score) "{'level1':'" level "','name':'甲','claimed_score':'" score "'}"

static void points_by_count_are_points(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{LEVELS, TABLE(OF("产出", "42.5") "," OF("产出", "42.5") "," OF("满意度", "15")) CLAIM("100"),
			NULL, NULL},
		/* what rounding leaves is no fault: 15 in 7 rows */
		{LEVELS,
			TABLE(OF("产出", "85") "," OF("满意度", "2") "," OF("满意度", "2") "," OF(
				"满意度", "2") "," OF("满意度", "2") "," OF("满意度", "2") "," OF("满意度",
				"2") "," OF("满意度", "2")) CLAIM("99"),
			NULL, NULL},
		{LEVELS, TABLE(OF("产出", "40") "," OF("产出", "40") "," OF("满意度", "15")) CLAIM("100"),
			"T01", "95"},
		/* a level with points of its own beside one by count */
		{LEVELS, TABLE(ROW("产出", "95", "90") "," OF("满意度", "15")) CLAIM("100"), "T02", "100"},
		/* without the rulebook nobody knows what the rows have */
		{"", TABLE(OF("产出", "40") "," OF("产出", "40") "," OF("满意度", "15")) CLAIM("100"), NULL,
			NULL},
	};
	for (size_t i = 0; i < JX_COUNT_OF(examples); i++)
		assert_example(&examples[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_total_is_no_more_than_the_scaled_one),
		cmocka_unit_test(points_by_count_are_points),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
