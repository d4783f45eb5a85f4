/* What integrated-system says of a report before it is uploaded: the checks at import, the lights, the grade. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/support/quotes.h"
#include "tests/support/submission.h"

/* A report, a rule, and whether it speaks. */
struct row {
	const char *report;
	const char *rule;
	bool is_told;
};

static void assert_row(const struct row *row)
{
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped("integrated-system");
	const struct jx_rulebook *book = NULL;
	struct jx_json_problems problems;
	struct jx_findings findings;
	struct jx_arena arena;
	char text[4096];
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	int n = snprintf(text, sizeof(text), "{'profile':{'name':'甲局','year':2025},%s}", row->report);
	assert_true(n > 0 && (size_t)n < sizeof(text));
	unquote(text);
	assert_int_equal(jx_rulebook_load(shipped->text, shipped->n_bytes, &arena, &problems, &book), JX_OK);
	assert_int_equal(jx_check_run(book, read_submission(&arena, text), &arena, &findings), JX_OK);
	bool is_told = false;
	for (size_t i = 0; i < findings.n; i++)
		is_told = is_told || strcmp(findings.items[i]->rule, row->rule) == 0;
	if (is_told != row->is_told)
		print_error("%s of %s\n", row->rule, row->report);
	assert_int_equal(is_told, row->is_told);
	jx_arena_clear(&arena);
}

#define ROW(more)     "'indicators':[{'name':'甲','points':'10','claimed_score':'10'," more "}]"
#define NUMBER(more)  ROW("'sign':'at_least','target':'5'," more)
#define QUALITY(more) ROW("'sign':'qualitative'," more)

static void every_check_at_import_speaks_and_keeps_silent(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{NUMBER("'direction':'higher'"), "U01", true},
		{NUMBER("'does_not_apply':true"), "U01", false},
		{NUMBER("'actual_text':'5','actual':'5'"), "U01", false},
		{NUMBER("'actual_text':'*'"), "U02", true},
		{NUMBER("'actual_text':'＿'"), "U02", true},
		{NUMBER("'actual_text':'5','actual':'5'"), "U02", false},
		{NUMBER("'actual_text':'完成'"), "U03", true},
		{NUMBER("'actual_text':'5人','actual':'5'"), "U03", false},
		{NUMBER("'actual_text':'超过5人','actual':'5','actual_sign':'more_than'"), "U03", true},
		{NUMBER("'actual_text':'=5','actual':'5','actual_sign':'equal'"), "U03", false},
		{QUALITY("'actual_text':'良好'"), "U04", true},
		{QUALITY("'actual_text':'部分达成','note':'两处未完工'"), "U04", false},
		{QUALITY("'actual_text':'达成'"), "U05", true},
		{QUALITY("'actual_text':'达成','note':'两处完工'"), "U05", false},
		{"'indicators':[{'name':'甲','actual_text':'5','actual':'5'}]", "U06", true},
		{NUMBER("'actual_text':'5','actual':'5'"), "U06", false},
		{"'indicators':[{'name':'甲','points':'5','actual_text':'5','actual':'5'}]", "U07", true},
		{NUMBER("'actual_text':'5','actual':'5'"), "U07", false},
		{"'indicators':[{'name':'甲','points':'5','claimed_score':'5.01'}]", "U08", true},
		{"'indicators':[{'name':'甲','points':'5','claimed_score':'5'}]", "U08", false},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++)
		assert_row(&rows[i]);
}

#define MONEY(adjusted, executed) \
	"'funds_by_source':[{'row':'total','adjusted':'" adjusted "万元','executed':'" executed "万元'}]"
#define SCORE(score) ",'indicators':[{'name':'甲','points':'90','claimed_score':'" score "'}]"
#define CLAIM(score) "'conclusion':{'claimed_score':'" score "','claimed_grade':'优'}"

static void lights_and_grades_stand_at_their_edges(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{MONEY("100", "95") SCORE("90"), "B01", false}, /* 5 % ahead is not more than 5 % */
		{MONEY("100", "94.99") SCORE("90"), "B01", true},
		{MONEY("100", "50") SCORE("45"), "B01", false},
		{MONEY("100", "80") SCORE("10"), "B02", false},
		{MONEY("100", "79.99") SCORE("10"), "B02", true},
		{MONEY("0", "0") SCORE("10"), "B03", true},
		{MONEY("100", "0") SCORE("0"), "B01", false},
		{MONEY("100", "0") SCORE("0"), "B04", true},
		{MONEY("100", "0") SCORE("1"), "B04", false},
		{CLAIM("90.01"), "B06", false},
		{CLAIM("90"), "B06", false},
		{CLAIM("90"), "B06b", true},
		{CLAIM("89.99"), "B06", true},
		{CLAIM("89.99"), "B06b", false},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++)
		assert_row(&rows[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_check_at_import_speaks_and_keeps_silent),
		cmocka_unit_test(lights_and_grades_stand_at_their_edges),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
