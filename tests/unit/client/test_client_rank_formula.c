/* Formulas of a ranking: which are let through, and what is said of those that are not. */
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/commands/analysis/rank_formula.h"
#include "proto/contract/base/array.h"

struct said {
	struct jx_app app;
	char *text;
	size_t n;
	enum jx_status status;
};

static void check(struct said *said, enum jx_output output, const char *by, const char *where)
{
	*said = (struct said){.text = NULL};
	jx_app_init(&said->app, 0);
	said->app.language = JX_EN;
	said->app.output = output;
	FILE *err = open_memstream(&said->text, &said->n);
	assert_non_null(err);
	said->app.terminal = (struct jx_terminal){.out = err, .err = err, .width = 80};
	said->status = jx_rank_formula_check(&said->app, by, where);
	assert_int_equal(fclose(err), 0);
}

static void done(struct said *said)
{
	jx_app_clear(&said->app);
	free(said->text);
}

static void keys_of_metrics_are_no_formulas(void **state)
{
	(void)state;
	assert_false(jx_rank_formula_is_one(""));
	assert_false(jx_rank_formula_is_one("execution_rate"));
	assert_false(jx_rank_formula_is_one("class_share:206"));
	assert_true(jx_rank_formula_is_one("accounts.income"));
	assert_true(jx_rank_formula_is_one("1 + 1"));
	assert_true(jx_rank_formula_is_one("自评"));
}

static void good_formulas_pass_without_a_word(void **state)
{
	static const char *const good[][2] = {
		{"", ""},
		{"nosuchmetric", ""}, /* the server knows the metrics */
		{"row.claimed_score - row.computed_score", ""},
		{"accounts.income", "row.coverage >= 60"},
		{"sum(projects.map(p, size(p.indicators)))", "profile.level == \"county\""},
		{"", "has(row.reviewed_score) && row.group == \"verifiable\" && row.peer_group == "
		     "\"bureau\""},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(good); i++) {
		struct said said;
		check(&said, JX_OUTPUT_TABLE, good[i][0], good[i][1]);
		if (said.status != JX_OK)
			fail_msg("%s | %s: %s", good[i][0], good[i][1], said.text);
		assert_string_equal(said.text, "");
		done(&said);
	}
}

struct wrong {
	const char *by;
	const char *where;
	const char *field;
	enum jx_reason reason;
	const char *says; /* a part of it */
};

static const struct wrong WRONG[] = {
	{"row.climed_score + 1", "", "by", JX_REASON_FORMULA_UNKNOWN_FIELD_NEAR,
		"--by, line 1, column 5: there is no \"climed_score\" in RankRow; did you mean "
		"\"claimed_score\"?\n"
		"  row.climed_score + 1\n      ^^^^^^^^^^^^\n"},
	{"", "acounts.income > amount(\"1万元\")", "where", JX_REASON_FORMULA_UNKNOWN_NAME_NEAR,
		"--where, line 1, column 1: "},
	{"row.grade == \"优\"", "", "by", JX_REASON_FORMULA_WANTS_RESULT, "number"},
	{"", "row.coverage + 1", "where", JX_REASON_FORMULA_WANTS_RESULT, "--where, "},
	{"row.coverage +", "", "by", JX_REASON_NONE, "--by, "},
	{"projects.map(p, p.claimed_score)", "", "by", JX_REASON_FORMULA_WANTS_RESULT, "--by, "},
	{"funds_by_source.map(f, f.executed)", "", "by", JX_REASON_FORMULA_WANTS_RESULT, "--by, "},
	{"row", "row", "where", JX_REASON_FORMULA_WANTS_RESULT, "--where, "},
};

static void a_wrong_formula_is_told_of_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(WRONG); i++) {
		const struct wrong *wrong = &WRONG[i];
		struct said said;
		check(&said, JX_OUTPUT_TABLE, wrong->by, wrong->where);
		assert_int_equal(said.status, JX_INVALID);
		assert_true(said.app.is_reported);
		assert_string_equal(said.app.error.field, wrong->field);
		if (wrong->reason != JX_REASON_NONE)
			assert_int_equal(said.app.error.reason, wrong->reason);
		if (strstr(said.text, wrong->says) == NULL)
			fail_msg("%s | %s says: %s", wrong->by, wrong->where, said.text);
		assert_non_null(strstr(said.text, "Next: jixiao help rank\n"));
		done(&said);
	}
}

static void for_json_the_error_alone_speaks(void **state)
{
	struct said said;
	(void)state;
	check(&said, JX_OUTPUT_JSON, "", "nix");
	assert_int_equal(said.status, JX_INVALID);
	assert_false(said.app.is_reported);
	assert_string_equal(said.text, "");
	assert_string_equal(said.app.error.field, "where");
	assert_int_equal(said.app.error.reason, JX_REASON_FORMULA_UNKNOWN_NAME);
	done(&said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_of_metrics_are_no_formulas),
		cmocka_unit_test(good_formulas_pass_without_a_word),
		cmocka_unit_test(a_wrong_formula_is_told_of_with_its_place),
		cmocka_unit_test(for_json_the_error_alone_speaks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
