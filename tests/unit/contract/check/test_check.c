/* Structure, explanations, the order and number of findings. The rules by subject: test_check_money.c,
 * test_check_outcomes.c. */
#include "tests/support/test.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/finding/builtin.h"
#include "tests/support/check_lines.h"
#include "tests/support/submission.h"

static void structure_is_hard(void **state)
{
	(void)state;
	static const struct line lines[] = {
		CLEAN(""),
		{.json = "'staff':{'as_of':'2025-13'}",
			.rule = "G12",
			.field = "staff.as_of",
			.stated = "2025-13",
			.expected = ""},
		CLEAN("'staff':{'as_of':'2025-12'}"),
		{.json = "'assets':{'as_of':'2025-02-29'}",
			.rule = "G12",
			.field = "assets.as_of",
			.stated = "2025-02-29",
			.expected = ""},
		CLEAN("'assets':{'as_of':'2024-02-29'}"),
		{.json = "'assets':{'as_of':'2025年'}",
			.rule = "G12",
			.field = "assets.as_of",
			.stated = "2025年",
			.expected = ""},
		CLEAN("'outcomes':[{'name':'a','period':'2025-01/2025-11'}]"),
		{.json = "'outcomes':[{'name':'a','period':'2025-11/2025-01'}]",
			.rule = "G12",
			.field = "outcomes[0].period",
			.stated = "2025-11/2025-01",
			.expected = ""},
		{.json = "'outcomes':[{'name':'a','period':'2025-01/2025'}]",
			.rule = "G12",
			.field = "outcomes[0].period",
			.stated = "2025-01/2025",
			.expected = ""},
		{.json = "'indicators':[{'target_date':'2021-12-31','actual_date':'2021-12-32'}]",
			.rule = "G12",
			.field = "indicators[0].actual_date",
			.stated = "2021-12-32",
			.expected = ""},
		{.json = "'projects':[{'indicators':[{'target_date':'9月'}]}]",
			.rule = "G12",
			.field = "projects[0].indicators[0].target_date",
			.stated = "9月",
			.expected = ""},
		{.json = "'outcomes':[{'name':'','value':'1'}]",
			.rule = "G01",
			.field = "outcomes[0].name",
			.stated = "",
			.expected = ""},
		{.json = "'outcomes':[{'name':'甲'},{'name':'乙'},{'name':'甲'}]",
			.rule = "G07",
			.field = "outcomes[2].name",
			.stated = "甲",
			.expected = ""},
		{.json = "'projects':[{'number':1},{'number':2},{'number':1}]",
			.rule = "G08",
			.field = "projects[2].number",
			.stated = "1",
			.expected = ""},
		CLEAN("'projects':[{'name':'无序号'},{'name':'也无'}]"),
		{.json = "'outcomes':[{'name':'a','part_of':'b'}]",
			.rule = "G09",
			.field = "outcomes[0].part_of",
			.stated = "b",
			.expected = ""},
		{.json = "'outcomes':[{'name':'a','within':'a'}]",
			.rule = "G09",
			.field = "outcomes[0].within",
			.stated = "a",
			.expected = ""},
		{.json = "'outcomes':[{'name':'a','paid_by_projects':[1,7]}],'projects':[{'number':1}]",
			.rule = "G09",
			.field = "outcomes[0].paid_by_projects[1]",
			.stated = "7",
			.expected = ""},
		{.json = "'measures':[{'number':1,'problem':3,'text':'改'}]",
			.rule = "G09",
			.field = "measures[0].problem",
			.stated = "3",
			.expected = ""},
		CLEAN("'problems':[{'number':3}],'measures':[{'problem':3}]"),
		{.json = "'explanations':[{'rule':'Z99','text':'项目名称当年改过一次'}]",
			.rule = "G10",
			.field = "explanations[0].rule",
			.stated = "Z99",
			.expected = ""},
		{.json = "'explanations':[{'rule':'Y03','field':'outcome[1]','text':'项目名称当年改过一次'}]",
			.rule = "G11",
			.field = "explanations[0].field",
			.stated = "outcome[1]",
			.expected = ""},
		CLEAN("'explanations':[{'rule':'Y03','field':'outcomes[1].value','text':'项目名称当年改过一次'}]"),
		{.json = "'attachments':[{'name':'表.pdf','digest':'sha256:12'}]",
			.rule = "G13",
			.field = "attachments[0].digest",
			.stated = "sha256:12",
			.expected = ""},
		CLEAN("'attachments':[{'name':'表.pdf','digest':'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'}]"),
		{.json = "'staff':{'in_post':'-3'}",
			.rule = "G14",
			.field = "staff.in_post",
			.stated = "-3",
			.expected = "≥0"},
		{.json = "'assets':{'lines':[{'net':'-1.00元'}]}",
			.rule = "G14",
			.field = "assets.lines[0].net",
			.stated = "-1.00元",
			.expected = "≥0"},
		{.json = "'projects':[{'payments':[{'receivers':'-1'}]}]",
			.rule = "G14",
			.field = "projects[0].payments[0].receivers",
			.stated = "-1",
			.expected = "≥0"},
		{.json = "'functions':[{'code':'2060','amount':'1万元'}]",
			.rule = "G15",
			.field = "functions[0].code",
			.stated = "2060",
			.expected = ""},
		{.json = "'problems':[{'text':'预算执行慢'},{'text':'第一行\\n第二\\u202e行'}]",
			.rule = "G16",
			.field = "problems[1].text",
			.stated = "U+202E",
			.expected = ""},
		{.json = "'problems':[{'text':'\\u001b[2J'}]",
			.rule = "G16",
			.field = "problems[0].text",
			.stated = "U+001B",
			.expected = ""},
		CLEAN("'problems':[{'text':'第一行\\r\\n\\t第二行\\u200d\\ufeff'}]"),
		CLEAN("'functions':[{'code':'20601'},{'code':'2060101'},{'code':'206'},{'name':'无编码'}]"),
	};
	CHECK(lines);
}

static void names_year_and_kind_are_required(void **state)
{
	(void)state;
	static const struct {
		const char *json;
		const char *rules; /* rule and field of each finding, in order */
	} cases[] = {
		{"{}", "G01 department;G01 round;G01 kind;G01 profile.name;G01 profile.year;"},
		{"{'department':'departments/','round':'rounds/Ab','kind':'project','profile':{'name':'某局','year':1989}}",
			"G02 department;G02 round;G03 profile.year;"},
		{"{'department':'departments/13 1','round':'rounds/a','kind':'project','profile':{'name':'某局','year':2101,'report_date':'2025-1'}}",
			"G02 department;G02 round;G03 profile.year;G12 profile.report_date;"},
		{"{'department':'departments/123456789012345678901234567890123','round':'2025','kind':'project','profile':{'name':'某局','year':2100}}",
			"G02 department;G02 round;"},
	};
	for (size_t c = 0; c < JX_COUNT_OF(cases); c++) {
		struct jx_arena arena;
		struct jx_findings findings;
		char text[512] = "";
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(
			jx_check_run(NULL, read_submission(&arena, cases[c].json), &arena, &findings), JX_OK);
		for (size_t i = 0; i < findings.n; i++) {
			size_t n = strlen(text);
			(void)snprintf(text + n, sizeof(text) - n, "%s %s;", findings.items[i]->rule,
				findings.items[i]->field);
		}
		assert_string_equal(text, cases[c].rules);
		assert_int_equal(findings.n_hard, findings.n);
		jx_arena_clear(&arena);
	}
}

static void explanations_must_explain(void **state)
{
	(void)state;
#define WRONG "'staff':{'posts':'46','in_post':'50'},'explanations':["
	static const struct {
		const char *json;
		const char *rules; /* rule of each finding, "+" after an explained one */
	} cases[] = {
		{WRONG "{'rule':'P03','field':'staff.in_post','text':'四人为退伍安置，编制待批'}]", "P03+;"},
		{WRONG "{'rule':'P03','text':'四人为退伍安置，编制待批'}]", "P03+;"},
		{WRONG "{'rule':'P03','field':'staff.posts','text':'四人为退伍安置，编制待批'}]", "P03;"},
		{WRONG "{'rule':'P02','text':'四人为退伍安置，编制待批'}]", "P03;"},
		{WRONG "{'rule':'P03','text':''}]", "P03;X01;"},
		{WRONG "{'rule':'P03','text':'核实无误'}]", "P03;X01;"},
		{WRONG "{'rule':'P03','text':'经核实，数据无误，情况属实，请审核。'}]", "P03;X01;"},
		{WRONG "{'rule':'P03','text':'退伍安置'}]", "P03;X01;"},
		{WRONG "{'rule':'P03','text':'！！！！！！！！'}]", "P03;X01;"},
		{WRONG "{'rule':'P03','text':'四人为退伍安置，编制待批'},{'rule':'F05','text':'四人为退伍安置，编制待批'}]",
			"P03+;X01;"},
		/* nobody explains a bad explanation away */
		{WRONG "{'rule':'P03','text':'已核实'},{'rule':'X01','text':'四人为退伍安置，编制待批'}]",
			"P03;X01;"},
	};
	for (size_t c = 0; c < JX_COUNT_OF(cases); c++) {
		struct jx_arena arena;
		struct jx_findings findings;
		char text[256] = "";
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(
			jx_check_run(NULL, submission_with(&arena, cases[c].json), &arena, &findings), JX_OK);
		for (size_t i = 0; i < findings.n; i++) {
			size_t n = strlen(text);
			(void)snprintf(text + n, sizeof(text) - n, "%s%s;", findings.items[i]->rule,
				findings.items[i]->is_explained ? "+" : "");
		}
		assert_string_equal(text, cases[c].rules);
		jx_arena_clear(&arena);
	}
}

static void a_refused_explanation_quotes_what_it_matched(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_findings findings;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const char *json = "'explanations':[{'rule':'P03','text':'情况属实'}]";
	assert_int_equal(jx_check_run(NULL, submission_with(&arena, json), &arena, &findings), JX_OK);
	assert_int_equal(findings.n, 1);
	assert_string_equal(findings.items[0]->field, "explanations[0].text");
	assert_string_equal(findings.items[0]->message->zh, "这不是原因：“情况属实”是套话");
	assert_string_equal(
		findings.items[0]->message->en, "this is no reason: \"情况属实\" is a stock phrase");
	jx_arena_clear(&arena);
}

static void sentences_carry_the_values(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_findings findings;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const char *json =
		"'outcomes':[{'name':'城区集中供热投诉','previous':'560','value':'291','stated_change':'-47.9','is_count':true}]";
	assert_int_equal(jx_check_run(NULL, submission_with(&arena, json), &arena, &findings), JX_OK);
	assert_int_equal(findings.n, 1);
	const JxFinding *finding = findings.items[0];
	assert_string_equal(finding->message->zh, "由560到291应为-48.04%，填的是-47.9%");
	assert_string_equal(finding->message->en, "from 560 to 291 is -48.04%, not -47.9%");
	assert_string_equal(finding->place, "城区集中供热投诉");
	assert_string_equal(finding->tolerance, "0.05");
	assert_int_equal(finding->severity, JX_FINDING_SEVERITY_EXPLAIN);
	jx_arena_clear(&arena);
}

static void figures_out_of_form_are_reported_not_computed_with(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_findings findings;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	JxReport *submission =
		submission_with(&arena, "'accounts':{'income':'1万元'},'staff':{'posts':'1','in_post':'1'}");
	submission->accounts->income->decimals = 9;
	submission->staff->posts->micros = 1;
	assert_int_equal(jx_check_run(NULL, submission, &arena, &findings), JX_OK);
	assert_int_equal(findings.n, 2);
	assert_string_equal(findings.items[0]->rule, "G06");
	assert_string_equal(findings.items[0]->field, "staff.posts");
	assert_string_equal(findings.items[1]->field, "accounts.income");
	jx_arena_clear(&arena);
}

static void long_lists_and_texts_are_refused_and_not_looked_into(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_findings findings;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	JxReport *submission = submission_with(&arena, "'staff':{'changes':'x'}");
	JxOutcome outcome = JX_OUTCOME_INIT; /* without a name: a finding each, if looked into */
	JxOutcome *outcomes[2001];
	for (size_t i = 0; i < 2001; i++)
		outcomes[i] = &outcome;
	submission->outcomes = outcomes;
	submission->n_outcomes = 2001;
	char *text = jx_arena_alloc(&arena, 30002);
	assert_non_null(text);
	memset(text, 'a', 30001);
	text[30001] = '\0';
	submission->staff->changes = text;
	assert_int_equal(jx_check_run(NULL, submission, &arena, &findings), JX_OK);
	assert_int_equal(findings.n, 2);
	assert_string_equal(findings.items[0]->rule, "G05");
	assert_string_equal(findings.items[0]->field, "staff.changes");
	assert_string_equal(findings.items[0]->stated, "30001");
	assert_string_equal(findings.items[1]->rule, "G04");
	assert_string_equal(findings.items[1]->field, "outcomes");
	assert_string_equal(findings.items[1]->expected, "2000");
	jx_arena_clear(&arena);
}

static void all_findings_are_counted_and_a_thousand_kept(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_findings findings;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	JxReport *submission = submission_with(&arena, "'staff':{'posts':'1','in_post':'2'}");
	JxOutcome outcome = JX_OUTCOME_INIT;
	JxOutcome *outcomes[2000];
	for (size_t i = 0; i < 2000; i++)
		outcomes[i] = &outcome;
	submission->outcomes = outcomes;
	submission->n_outcomes = 2000;
	assert_int_equal(jx_check_run(NULL, submission, &arena, &findings), JX_OK);
	assert_int_equal(findings.n, 1000);
	assert_int_equal(findings.n_all, 2001);
	assert_int_equal(findings.n_hard, 2000);
	assert_int_equal(findings.n_explain, 1);
	assert_int_equal(findings.n_unexplained, 1);
	jx_arena_clear(&arena);
}

static void findings_come_in_the_order_of_the_form(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_findings findings;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const char *json =
		"'conclusion':{'claimed_score':'101'},'outcomes':[{'name':'a'},{'name':''}],'staff':{'as_of':'x','in_post':'-1'},'functions':[{'code':'1'},{'code':'2'}]";
	static const char *const fields[] = {"staff.as_of", "staff.in_post", "functions[0].code",
		"functions[1].code", "outcomes[1].name", "conclusion.claimed_score",
		"conclusion.claimed_score"};
	assert_int_equal(jx_check_run(NULL, submission_with(&arena, json), &arena, &findings), JX_OK);
	assert_int_equal(findings.n, 7);
	for (size_t i = 0; i < 7; i++)
		assert_string_equal(findings.items[i]->field, fields[i]);
	jx_arena_clear(&arena);
}

/* Every cap below what the check needs ends in a status, never in a crash or a half list. */
static void want_of_memory_is_a_status(void **state)
{
	(void)state;
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	JxReport *submission = read_case(&arena, "000_seed_yuanshi_kgj_2025");
	size_t n_refused = 0;
	for (size_t cap = 0; cap < 100000; cap += 512) {
		struct jx_arena small;
		struct jx_findings findings;
		jx_arena_init(&small, cap);
		enum jx_status status = jx_check_run(NULL, submission, &small, &findings);
		assert_true(status == JX_OK || status == JX_EXHAUSTED || status == JX_UNAVAILABLE);
		if (status == JX_OK)
			assert_int_equal(findings.n, 5);
		else
			n_refused++;
		jx_arena_clear(&small);
	}
	assert_true(n_refused > 0);
	jx_arena_clear(&arena);
}

static void every_rule_is_complete(void **state)
{
	(void)state;
	size_t n_rules = 0;
	const struct jx_rule *rules = jx_rules(&n_rules);
	for (size_t i = 0; i < n_rules; i++) {
		const struct jx_rule *rule = &rules[i];
		assert_ptr_equal(jx_rule_find(rule->id), rule);
		assert_true(rule->title.zh[0] != '\0' && rule->title.en[0] != '\0');
		assert_true(rule->message.zh[0] != '\0' && rule->message.en[0] != '\0');
		assert_true(rule->remedy.zh[0] != '\0' && rule->remedy.en[0] != '\0');
		assert_true(rule->basis[0] != '\0');
	}
	assert_null(jx_rule_find("Z99"));
	assert_null(jx_rule_find(""));
}

/* docs/rules.md has a row for every rule, with its severity where that differs within the table. */
static void every_rule_is_documented(void **state)
{
	(void)state;
	static char page[1 << 16];
	char path[512];
	(void)snprintf(path, sizeof(path), "%s/../../docs/rules.md", JX_TEST_DATA);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	size_t n = fread(page, 1, sizeof(page) - 1, file);
	assert_int_equal(fclose(file), 0);
	page[n] = '\0';
	size_t n_rules = 0;
	const struct jx_rule *rules = jx_rules(&n_rules);
	for (size_t i = 0; i < n_rules; i++) {
		static const char *const words[] = {"", "hard", "explain", "info"};
		const struct jx_rule *rule = &rules[i];
		char row[32];
		bool is_structure = rule->id[0] == 'G';
		if (is_structure)
			(void)snprintf(row, sizeof(row), "| `%s` |", rule->id);
		else
			(void)snprintf(row, sizeof(row), "| `%s` | %s |", rule->id, words[rule->severity]);
		if (strstr(page, row) == NULL)
			print_error("%s\n", row);
		assert_non_null(strstr(page, row));
		assert_true(!is_structure || rule->severity == JX_FINDING_SEVERITY_HARD);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(structure_is_hard),
		cmocka_unit_test(names_year_and_kind_are_required),
		cmocka_unit_test(explanations_must_explain),
		cmocka_unit_test(a_refused_explanation_quotes_what_it_matched),
		cmocka_unit_test(sentences_carry_the_values),
		cmocka_unit_test(figures_out_of_form_are_reported_not_computed_with),
		cmocka_unit_test(long_lists_and_texts_are_refused_and_not_looked_into),
		cmocka_unit_test(all_findings_are_counted_and_a_thousand_kept),
		cmocka_unit_test(findings_come_in_the_order_of_the_form),
		cmocka_unit_test(want_of_memory_is_a_status),
		cmocka_unit_test(every_rule_is_complete),
		cmocka_unit_test(every_rule_is_documented),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
