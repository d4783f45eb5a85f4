/* Rules run over reports: rows, comparisons, what is missing, sentences, and the checks no formula can say. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/check/check.h"
#include "proto/contract/rulebook/rulebook.h"
#include "tests/support/submission.h"

#define REPORT_HEAD                                                                            \
	"{\"department\":\"departments/1\",\"round\":\"rounds/2025\",\"kind\":\"department\"," \
	"\"profile\":{\"name\":\"甲局\",\"year\":2025}"

struct run {
	struct jx_arena arena;
	struct jx_findings findings;
};

static const struct jx_rulebook *load(struct jx_arena *arena, const char *rules)
{
	char text[8192];
	struct jx_json_problems problems;
	const struct jx_rulebook *book = NULL;
	int n = snprintf(text, sizeof(text),
		"{\"id\":\"one\",\"number\":\"1\",\"title\":{\"zh\":\"一\",\"en\":\"one\"},\"effective_"
		"year\":2025,"
		"\"bases\":[{\"key\":\"b\",\"document\":\"样表\",\"statement\":{\"zh\":\"一\",\"en\":\"one\"},"
		"\"certainty\":\"illustrative\"}],"
		"\"code_lists\":[{\"name\":\"classes\",\"codes\":[{\"code\":\"206\"},{\"code\":\"ab\"},"
		"{\"code\":\"carry_over\",\"label\":{\"zh\":\"上年结转\",\"en\":\"carry-over\"}}]},"
		"{\"name\":\"words\",\"codes\":[{\"code\":\"×××\"}]}],"
		"\"fields\":[{\"path\":\"functions[].code\",\"label\":{\"zh\":\"编码\",\"en\":\"code\"},"
		"\"code_list\":\"classes\"},{\"path\":\"staff.posts\",\"label\":{\"zh\":\"编制数\","
		"\"en\":\"posts\"},\"is_required\":true}],"
		"\"rules\":[%s]}",
		rules);
	assert_true(n > 0 && (size_t)n < sizeof(text));
	enum jx_status status = jx_rulebook_load(text, (size_t)n, arena, &problems, &book);
	for (size_t i = 0; i < problems.n_items; i++) {
		char sentence[512];
		print_error("%s: %s\n", problems.items[i].error.field,
			jx_error_sentence(&problems.items[i].error, JX_EN, sentence, sizeof(sentence)));
	}
	assert_int_equal(status, JX_OK);
	return book;
}

static void run(struct run *run, const char *rules, const char *report)
{
	char text[8192];
	jx_arena_init(&run->arena, JX_MAX_ARENA_BYTES);
	int n = snprintf(text, sizeof(text), "%s%s}", REPORT_HEAD, report);
	assert_true(n > 0 && (size_t)n < sizeof(text));
	const struct jx_rulebook *book = load(&run->arena, rules);
	assert_int_equal(
		jx_check_run(book, read_submission(&run->arena, text), &run->arena, &run->findings), JX_OK);
}

#define REST                                                                                                 \
	"\"title\":{\"zh\":\"一\",\"en\":\"one\"},\"message\":{\"zh\":\"{left}，{right}，{difference}\"," \
	"\"en\":\"{left} to {right}, {difference} at {place}\"},\"remedy\":{\"zh\":\"改\","                 \
	"\"en\":\"mend\"},\"basis\":\"b\""
#define PLAIN                                                                                        \
	"\"title\":{\"zh\":\"一\",\"en\":\"one\"},\"message\":{\"zh\":\"一{place}\",\"en\":\"one " \
	"{place}\"},"                                                                                \
	"\"remedy\":{\"zh\":\"改\",\"en\":\"mend\"},\"basis\":\"b\""
#define RULE(body) "{\"id\":\"Z01\",\"severity\":\"explain\"," body "," REST "}"

static size_t count(const struct run *run, const char *id)
{
	size_t n = 0;
	for (size_t i = 0; i < run->findings.n; i++)
		n += strcmp(run->findings.items[i]->rule, id) == 0 ? 1 : 0;
	return n;
}

static const JxFinding *only(const struct run *run, const char *id)
{
	assert_int_equal(count(run, id), 1);
	for (size_t i = 0; i < run->findings.n; i++) {
		if (strcmp(run->findings.items[i]->rule, id) == 0)
			return run->findings.items[i];
	}
	return NULL;
}

/* A relation between posts and people in post, with a tolerance. */
#define COMPARE(relation, tolerance)                                                       \
	RULE("\"field\":\"staff.posts\",\"left\":\"staff.posts\",\"relation\":\"" relation \
	     "\",\"right\":\"staff.in_post\"" tolerance)
#define ONE                   ",\"tolerance\":\"number\",\"tolerance_value\":\"1\""
#define POSTS(posts, in_post) ",\"staff\":{\"posts\":\"" posts "\",\"in_post\":\"" in_post "\"}"

static void a_relation_holds_within_its_tolerance(void **state)
{
	(void)state;
	static const struct {
		const char *rule;
		const char *report;
		bool is_found;
	} table[] = {
		{COMPARE("equal", ""), POSTS("5", "5"), false},
		{COMPARE("equal", ""), POSTS("5", "5.01"), true},
		{COMPARE("equal", ONE), POSTS("5", "6"), false},
		{COMPARE("equal", ONE), POSTS("5", "6.1"), true},
		{COMPARE("equal", ONE), POSTS("7.2", "6.1"), true},
		{COMPARE("not_equal", ""), POSTS("5", "6"), false},
		{COMPARE("not_equal", ""), POSTS("5", "5.0"), true},
		{COMPARE("less", ""), POSTS("4", "5"), false},
		{COMPARE("less", ""), POSTS("5", "5"), true},
		{COMPARE("at_most", ""), POSTS("5", "5"), false},
		{COMPARE("at_most", ""), POSTS("6", "5"), true},
		{COMPARE("at_most", ONE), POSTS("6", "5"), false},
		{COMPARE("more", ""), POSTS("6", "5"), false},
		{COMPARE("more", ""), POSTS("5", "5"), true},
		{COMPARE("at_least", ""), POSTS("5", "5"), false},
		{COMPARE("at_least", ""), POSTS("4", "5"), true},
		{COMPARE("at_least", ONE), POSTS("4", "5"), false},
		/* as printed: 5.1 beside 5.14 is 5.10, and a figure rounded up to 5.2 is not yet there at 5.15 */
		{COMPARE("equal", ",\"tolerance\":\"as_printed\""), POSTS("5.1", "5.14"), true},
		{COMPARE("equal", ",\"tolerance\":\"as_printed\""), POSTS("5.1", "5.10"), false},
		{COMPARE("equal", ",\"tolerance\":\"as_printed\""), POSTS("5.1", "5.2"), true},
		{COMPARE("at_most", ",\"tolerance\":\"as_printed\""), POSTS("5.2", "5.1"), true},
		{COMPARE("at_least", ",\"tolerance\":\"as_printed\""), POSTS("5.1", "5.2"), true},
		{COMPARE("at_least", ",\"tolerance\":\"as_printed\""), POSTS("0", "0.0"), false},
		/* what is missing is not wrong */
		{COMPARE("equal", ""), ",\"staff\":{\"posts\":\"5\"}", false},
		{COMPARE("equal", ""), POSTS("5", "—"), false},
	};
	for (size_t i = 0; i < JX_COUNT_OF(table); i++) {
		struct run one;
		run(&one, table[i].rule, table[i].report);
		if (count(&one, "Z01") != (table[i].is_found ? 1 : 0))
			print_error("%zu: %s\n", i, table[i].report);
		assert_int_equal(count(&one, "Z01"), table[i].is_found ? 1 : 0);
		jx_arena_clear(&one.arena);
	}
}

static void yes_and_no_are_data_in_a_field_and_words_in_a_sentence(void **state)
{
	(void)state;
	struct run one;
	run(&one,
		"{\"id\":\"Z01\",\"severity\":\"explain\",\"field\":\"staff.posts\",\"when\":\"staff.posts > 5\","
		"\"left\":\"staff.posts > 5\",\"right\":\"staff.in_post > 5\",\"title\":{\"zh\":\"一\",\"en\":\"one\"},"
		"\"message\":{\"zh\":\"{left}，{right}\",\"en\":\"{left} to {right}\"},"
		"\"remedy\":{\"zh\":\"改\",\"en\":\"mend\"},\"basis\":\"b\"}",
		POSTS("9", "3"));
	const JxFinding *finding = only(&one, "Z01");
	assert_string_equal(finding->stated, "true");
	assert_string_equal(finding->expected, "false");
	assert_non_null(strstr(finding->message->zh, "是，否"));
	assert_non_null(strstr(finding->message->en, "yes to no"));
	jx_arena_clear(&one.arena);
}

static void money_as_printed_is_compared_in_its_unit(void **state)
{
	(void)state;
	static const char rule[] =
		RULE("\"field\":\"accounts.income\",\"left\":\"accounts.income\",\"relation\":"
		     "\"equal\",\"right\":\"accounts.expenditure\",\"tolerance\":\"as_printed\"");
	struct run one;
	run(&one, rule, ",\"accounts\":{\"income\":\"1.23万元\",\"expenditure\":\"12349.99元\"}");
	assert_int_equal(count(&one, "Z01"), 0);
	jx_arena_clear(&one.arena);
	run(&one, rule, ",\"accounts\":{\"income\":\"1.23万元\",\"expenditure\":\"12350.01元\"}");
	const JxFinding *finding = only(&one, "Z01");
	assert_string_equal(finding->stated, "1.23万元");
	assert_string_equal(finding->expected, "12350.01元");
	assert_string_equal(finding->difference, "-0.005001万元");
	assert_string_equal(finding->tolerance, "≈0.005001万元"); /* of both sides: 50 元 and 0.005 元 */
	jx_arena_clear(&one.arena);
}

/* What is printed with two digits of 万元 may be half of one more, whichever side it stands on. */
static void the_digits_of_both_sides_excuse(void **state)
{
	(void)state;
#define AS_PRINTED(left, relation, right)                                                   \
	RULE("\"field\":\"accounts.income\",\"left\":\"" left "\",\"relation\":\"" relation \
	     "\",\"right\":\"" right "\",\"tolerance\":\"as_printed\"")
#define MONEY(income, expenditure) \
	",\"accounts\":{\"income\":\"" income "\",\"expenditure\":\"" expenditure "\"}"
	static const struct {
		const char *rule;
		const char *report;
		bool is_found;
	} table[] = {
		{AS_PRINTED("accounts.income", "at_most", "accounts.expenditure"),
			MONEY("1000049.99元", "100.00万元"), false},
		{AS_PRINTED("accounts.income", "at_most", "accounts.expenditure"),
			MONEY("1000050.01元", "100.00万元"), true},
		{AS_PRINTED("accounts.income", "at_least", "accounts.expenditure"),
			MONEY("100.00万元", "1000050元"), false},
		{AS_PRINTED("accounts.income", "less", "accounts.expenditure"),
			MONEY("100.00万元", "1000000.00元"), false},
		{AS_PRINTED("accounts.income", "equal", "accounts.expenditure * 2"),
			MONEY("1.01万元", "5025元"), false},
		{AS_PRINTED("accounts.income", "equal", "accounts.expenditure * 2"),
			MONEY("1.01万元", "5024元"), true},
		{AS_PRINTED("sum(accounts.income, accounts.income)", "equal", "accounts.expenditure"),
			MONEY("1.01万元", "20300元"), false},
		{AS_PRINTED("sum(accounts.income, accounts.income)", "equal", "accounts.expenditure"),
			MONEY("1.01万元", "20301.01元"), true},
		{AS_PRINTED("accounts.income", "equal", "amount('1.02万元')"), MONEY("1.01万元", "1元"),
			true},
	};
	for (size_t i = 0; i < JX_COUNT_OF(table); i++) {
		struct run one;
		run(&one, table[i].rule, table[i].report);
		if (count(&one, "Z01") != (table[i].is_found ? 1 : 0))
			print_error("%zu: %s\n", i, table[i].report);
		assert_int_equal(count(&one, "Z01"), table[i].is_found ? 1 : 0);
		jx_arena_clear(&one.arena);
	}
}

/* No figure that is still to come mends a number that is out of range, so the rule says so, as severely as it is. */
static void what_is_out_of_range_does_not_silence_a_rule(void **state)
{
	(void)state;
#define PRODUCT "accounts.income * staff.posts * staff.posts * staff.posts * staff.posts * staff.posts"
	static const char *const rules[] = {
		"\"when\":\"" PRODUCT " > accounts.income\"",
		"\"left\":\"" PRODUCT "\",\"relation\":\"at_most\",\"right\":\"accounts.income\"",
		"\"left\":\"accounts.income\",\"relation\":\"at_most\",\"right\":\"" PRODUCT "\"",
		"\"left\":\"accounts.income\",\"relation\":\"less\",\"right\":\"accounts.income\","
		"\"tolerance\":\"number\",\"tolerance_value\":\"" PRODUCT "\"",
	};
	for (size_t i = 0; i < JX_COUNT_OF(rules); i++) {
		char rule[2048];
		struct run one;
		(void)snprintf(rule, sizeof(rule),
			"{\"id\":\"Z01\",\"severity\":\"hard\",\"field\":\"accounts.income\",%s," PLAIN "}",
			rules[i]);
		run(&one, rule, ",\"accounts\":{\"income\":\"1元\"},\"staff\":{\"posts\":\"9000000000001\"}");
		const JxFinding *finding = only(&one, "Z01");
		assert_int_equal(finding->severity, JX_FINDING_SEVERITY_HARD);
		assert_non_null(strstr(finding->message->en, "out of range"));
		jx_arena_clear(&one.arena);
		/* the same rule with a figure missing keeps silent */
		run(&one, rule, ",\"accounts\":{\"income\":\"1元\"}");
		assert_int_equal(count(&one, "Z01"), 0);
		jx_arena_clear(&one.arena);
	}
}

static void a_tolerance_below_zero_does_not_turn_against_the_report(void **state)
{
	(void)state;
	struct run one;
	run(&one, COMPARE("equal", ",\"tolerance\":\"number\",\"tolerance_value\":\"0 - 1\""),
		POSTS("5", "5"));
	assert_int_equal(count(&one, "Z01"), 0);
	jx_arena_clear(&one.arena);
}

/* Due after so many questions. */
static bool count_down(void *user)
{
	unsigned *n_left = user;
	return *n_left == 0 || --*n_left == 0;
}

static void a_run_that_is_stopped_gives_no_verdict(void **state)
{
	(void)state;
	static const char rules[] = RULE("\"lists\":[\"outcomes\"],\"when\":\"value > 1\",\"left\":\"value\","
					 "\"relation\":\"less\",\"right\":\"1\"");
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const struct jx_rulebook *book = load(&arena, rules);
	const JxReport *report = read_case(&arena, "000_seed_yuanshi_kgj_2025");
	enum jx_status status = JX_DEADLINE;
	unsigned n = 0;
	while (status == JX_DEADLINE && n < 100) {
		unsigned n_left = ++n;
		const struct jx_stop stop = {count_down, &n_left};
		struct jx_findings findings = {.n = 77};
		status = jx_check_run_until(book, report, &stop, &arena, &findings);
		assert_true(status == JX_DEADLINE ? findings.n == 77 : findings.n != 77);
	}
	assert_int_equal(status, JX_OK);
	assert_true(n > 10); /* each subject asks, and the rules */
	jx_arena_clear(&arena);
}

static void a_rule_is_applied_to_every_row_and_names_it(void **state)
{
	(void)state;
	struct run one;
	run(&one,
		RULE("\"lists\":[\"indicators\",\"projects[].indicators\"],\"when\":\"claimed_score > 1\","
		     "\"left\":\"claimed_score\",\"relation\":\"less\",\"right\":\"2\",\"field\":\"claimed_"
		     "score\""),
		",\"indicators\":[{\"name\":\"子\",\"claimed_score\":\"1\"}],\"projects\":[{\"name\":\"甲\"},"
		"{\"name\":\"乙\",\"indicators\":[{\"name\":\"丑\"},{\"name\":\"寅\",\"claimed_score\":\"5."
		"5\"}]}]");
	const JxFinding *finding = only(&one, "Z01");
	assert_string_equal(finding->field, "projects[1].indicators[1].claimed_score");
	assert_string_equal(finding->place, "乙 / 寅");
	assert_string_equal(finding->stated, "5.5");
	assert_string_equal(finding->expected, "2");
	assert_string_equal(finding->message->zh, "5.5，2，3.5");
	assert_string_equal(finding->message->en, "5.5 to 2, 3.5 at 乙 / 寅");
	assert_string_equal(finding->basis, "样表");
	assert_int_equal(finding->severity, JX_FINDING_SEVERITY_EXPLAIN);
	jx_arena_clear(&one.arena);
}

static void a_formula_sees_the_report_and_can_name_the_place(void **state)
{
	(void)state;
	struct run one;
	run(&one,
		RULE("\"lists\":[\"outcomes\"],\"left\":\"value\",\"relation\":\"at_most\","
		     "\"right\":\"report.staff.posts\",\"field\":\"value\",\"place\":\"report.profile."
		     "name\""),
		POSTS("5", "5") ",\"outcomes\":[{\"name\":\"子\",\"value\":\"6\"},{\"name\":\"丑\",\"value\":"
				"\"5\"}]");
	const JxFinding *finding = only(&one, "Z01");
	assert_string_equal(finding->field, "outcomes[0].value");
	assert_string_equal(finding->place, "甲局");
	jx_arena_clear(&one.arena);
}

static void a_missing_figure_is_named_where_the_rule_wants_that(void **state)
{
	(void)state;
	static const char rules[] = RULE(
		"\"lists\":[\"outcomes\"],\"left\":\"value\",\"relation\":\"at_most\",\"field\":\"value\","
		"\"right\":\"report.staff.posts\",\"when_missing\":\"info\"");
	struct run one;
	run(&one, rules, ",\"outcomes\":[{\"name\":\"子\"}]");
	const JxFinding *finding = only(&one, "Z01");
	assert_int_equal(finding->severity, JX_FINDING_SEVERITY_INFO);
	assert_string_equal(finding->field, "outcomes[0].value");
	assert_string_equal(finding->message->en, "not computable: outcomes[0].value is missing");
	jx_arena_clear(&one.arena);
	run(&one, rules, ",\"outcomes\":[{\"name\":\"子\",\"value\":\"1\"}]");
	assert_string_equal(only(&one, "Z01")->field, "staff.posts");
	jx_arena_clear(&one.arena);
}

static void a_rule_can_take_the_place_of_a_built_in_one(void **state)
{
	(void)state;
	static const char report[] = POSTS("5", "6");
	struct run one;
	run(&one, "", report);
	assert_int_equal(count(&one, "P03"), 1);
	jx_arena_clear(&one.arena);
	run(&one,
		"{\"id\":\"P03\",\"replaces\":true,\"severity\":\"info\",\"field\":\"staff\",\"when\":"
		"\"true\"," PLAIN "}",
		report);
	assert_int_equal(only(&one, "P03")->severity, JX_FINDING_SEVERITY_INFO);
	assert_string_equal(only(&one, "P03")->field, "staff");
	jx_arena_clear(&one.arena);
}

static void what_a_rule_finds_can_be_explained(void **state)
{
	(void)state;
	static const char report[] =
		POSTS("5", "4") ",\"explanations\":[{\"rule\":\"Z01\",\"field\":\"staff.posts\","
				"\"text\":\"年底有一人调出，尚未补充\"}]";
	struct run one;
	run(&one, COMPARE("equal", ""), report);
	assert_true(only(&one, "Z01")->is_explained);
	assert_int_equal(count(&one, "G10"), 0);
	assert_int_equal(one.findings.n_unexplained, 0);
	jx_arena_clear(&one.arena);
	run(&one, "", report);
	assert_int_equal(count(&one, "G10"), 1);
	jx_arena_clear(&one.arena);
}

static void what_no_formula_can_say_is_checked_by_name(void **state)
{
	(void)state;
#define NAMED(check, more) \
	"{\"id\":\"Z01\",\"severity\":\"info\",\"built_in\":\"" check "\"" more "," PLAIN "}"
#define ROWS              ",\"lists\":[\"indicators\"]"
#define INDICATOR(fields) ",\"indicators\":[{\"name\":\"子\"," fields "}]"
#define TARGET            "\"target\":\"30\",\"target_text\":\"≤30万元\",\"sign\":\"at_most\","
	static const struct {
		const char *rule;
		const char *report;
		const char *field; /* NULL: nothing is found */
	} table[] = {
		{NAMED("required_fields", ""), "", "staff.posts"},
		{NAMED("required_fields", ""), ",\"staff\":{\"posts\":\"\"}", "staff.posts"},
		{NAMED("required_fields", ""), ",\"staff\":{\"posts\":\"0\"}", NULL},
		{NAMED("known_codes", ""), ",\"functions\":[{\"code\":\"206\"}]", NULL},
		{NAMED("known_codes", ""), ",\"functions\":[{\"code\":\"\"}]", NULL},
		{NAMED("known_codes", ""), ",\"functions\":[{\"code\":\"20601\"}]", NULL},
		{NAMED("known_codes", ""), ",\"functions\":[{\"code\":\"206\"},{\"code\":\"218\"}]",
			"functions[1].code"},
		{NAMED("known_codes", ""), ",\"functions\":[{\"code\":\"abc\"}]", "functions[0].code"},
		{NAMED("template_words", ",\"code_list\":\"words\""),
			",\"goals\":[{\"name\":\"推进×××工作\"}]", "goals[0].name"},
		{NAMED("template_words", ",\"code_list\":\"words\""),
			",\"goals\":[{\"name\":\"推进××工作\"}]", NULL},
		{NAMED("template_words", ",\"code_list\":\"words\""),
			",\"goals\":[{\"name\":\"推进××工作×××\"}]", "goals[0].name"},
		{NAMED("actual_is_value", ROWS), INDICATOR(TARGET "\"actual_text\":\"完成\""),
			"indicators[0].actual_text"},
		{NAMED("actual_is_value", ROWS), INDICATOR(TARGET "\"actual_text\":\"≤30万元\""),
			"indicators[0].actual_text"},
		{NAMED("actual_is_value", ROWS),
			INDICATOR(TARGET "\"actual\":\"29\",\"actual_text\":\"29万元\""), NULL},
		{NAMED("actual_is_value", ROWS), INDICATOR(TARGET "\"actual_text\":\"—\""), NULL},
		{NAMED("actual_is_value", ROWS),
			INDICATOR("\"sign\":\"qualitative\",\"target_text\":\"好\",\"actual_text\":\"好\""),
			NULL},
		{NAMED("date_met", ROWS),
			INDICATOR("\"target_date\":\"2025-09\",\"actual_date\":\"2025-10-01\""),
			"indicators[0].actual_date"},
		{NAMED("date_met", ROWS),
			INDICATOR("\"target_date\":\"2025-09\",\"actual_date\":\"2025-09-30\""), NULL},
		{NAMED("date_met", ROWS), INDICATOR("\"actual_date\":\"2025-09-30\""), NULL},
		{NAMED("name_once", ROWS),
			",\"indicators\":[{\"name\":\"子\"},{\"name\":\"丑\"},{\"name\":\"子\"}]",
			"indicators[2].name"},
		{NAMED("name_once", ROWS), ",\"indicators\":[{\"name\":\"\"},{\"name\":\"\"}]", NULL},
	};
	for (size_t i = 0; i < JX_COUNT_OF(table); i++) {
		struct run one;
		run(&one, table[i].rule, table[i].report);
		if (count(&one, "Z01") != (table[i].field != NULL ? 1 : 0))
			print_error("%zu: %s\n", i, table[i].report);
		if (table[i].field == NULL)
			assert_int_equal(count(&one, "Z01"), 0);
		else
			assert_string_equal(only(&one, "Z01")->field, table[i].field);
		jx_arena_clear(&one.arena);
	}
}

/* The nearest code, by itself or by its name in either language, in characters and not in bytes. */
static void a_word_outside_a_code_list_is_told_with_the_nearest(void **state)
{
	(void)state;
	static const struct {
		const char *word;
		const char *nearest; /* NULL: none is near */
	} table[] = {
		{"cary_over", "carry_over"},
		{"carry_over ", "carry_over"},
		{"Carry-over", "carry_over"},
		{"上年结余", "carry_over"},
		{"上年结转资金", "carry_over"},
		{"abc", "ab"},
		{"209", "206"},
		{"218", NULL},
		{"其他", NULL},
		{"一个很长的词，长到没有人会去猜它是什么意思，更不会去找与它最接近的代码是哪一个代码", NULL},
	};
	for (size_t i = 0; i < JX_COUNT_OF(table); i++) {
		struct run one;
		char report[256];
		char zh[64];
		char en[64];
		const char *nearest = table[i].nearest;
		(void)snprintf(report, sizeof(report), ",\"functions\":[{\"code\":\"%s\"}]", table[i].word);
		(void)snprintf(zh, sizeof(zh), "最接近的是%s%s", nearest != NULL ? "“" : "",
			nearest != NULL ? nearest : "");
		(void)snprintf(en, sizeof(en), "the nearest is%s%s", nearest != NULL ? " \"" : "",
			nearest != NULL ? nearest : "");
		run(&one, NAMED("known_codes", ""), report);
		const JxFinding *finding = only(&one, "Z01");
		assert_string_equal(finding->expected, "classes");
		assert_int_equal(strstr(finding->remedy->zh, zh) != NULL, nearest != NULL);
		assert_int_equal(strstr(finding->remedy->en, en) != NULL, nearest != NULL);
		jx_arena_clear(&one.arena);
	}
}

/* Many wrong words: for the first ones the nearest is looked for, all are told, and a clock is asked on the way. */
static void suggestions_are_few_and_the_run_can_be_stopped_among_them(void **state)
{
	(void)state;
	enum { N = JX_MAX_SUGGESTIONS + 1 };
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const struct jx_rulebook *book = load(&arena, NAMED("known_codes", ""));
	JxFunctionLine rows[N];
	JxFunctionLine *list[N];
	JxReport report = JX_REPORT_INIT;
	char wrong[] = "abc";
	for (size_t i = 0; i < N; i++) {
		jx_function_line_init(&rows[i]);
		rows[i].code = wrong;
		list[i] = &rows[i];
	}
	report.functions = list;
	report.n_functions = N;
	struct jx_findings findings;
	assert_int_equal(jx_check_run(book, &report, &arena, &findings), JX_OK);
	size_t n = 0;
	size_t n_near = 0;
	for (size_t i = 0; i < findings.n; i++) {
		bool is_one = strcmp(findings.items[i]->rule, "Z01") == 0;
		n += is_one ? 1 : 0;
		n_near += is_one && strstr(findings.items[i]->remedy->en, "the nearest is") != NULL ? 1 : 0;
	}
	assert_int_equal(n, N);
	assert_int_equal(n_near, JX_MAX_SUGGESTIONS);
	unsigned n_left = N;
	const struct jx_stop stop = {count_down, &n_left};
	assert_int_equal(jx_check_run_until(book, &report, &stop, &arena, &findings), JX_DEADLINE);
	jx_arena_clear(&arena);
}

static void findings_of_both_kinds_stand_in_the_order_of_the_form(void **state)
{
	(void)state;
	struct run one;
	run(&one,
		"{\"id\":\"Z01\",\"severity\":\"info\",\"field\":\"profile.year\",\"when\":\"true\"," PLAIN
		"},{\"id\":\"Z02\",\"severity\":\"info\",\"field\":\"team\",\"when\":\"true\"," PLAIN "}",
		POSTS("5", "6"));
	assert_int_equal(one.findings.n, 3);
	assert_string_equal(one.findings.items[0]->rule, "Z01");
	assert_string_equal(one.findings.items[1]->rule, "P03");
	assert_string_equal(one.findings.items[2]->rule, "Z02");
	jx_arena_clear(&one.arena);
}

static void too_little_memory_is_an_answer(void **state)
{
	(void)state;
	const struct jx_shipped_rulebook *shipped = jx_rulebook_shipped("county-sample");
	bool was_loaded = false;
	for (size_t cap = 4096; !was_loaded; cap += 32768) {
		struct jx_arena arena;
		struct jx_json_problems problems;
		const struct jx_rulebook *book;
		jx_arena_init(&arena, cap);
		enum jx_status status =
			jx_rulebook_load(shipped->text, shipped->n_bytes, &arena, &problems, &book);
		was_loaded = status == JX_OK;
		assert_true(was_loaded || status == JX_EXHAUSTED);
		jx_arena_clear(&arena);
		assert_true(cap < JX_MAX_ARENA_BYTES);
	}
	struct jx_arena report_arena;
	struct jx_arena book_arena;
	jx_arena_init(&report_arena, JX_MAX_ARENA_BYTES);
	jx_arena_init(&book_arena, JX_MAX_ARENA_BYTES);
	const struct jx_rulebook *book =
		load(&book_arena, RULE("\"lists\":[\"outcomes\"],\"when\":\"value > 1\",\"left\":\"value\","
				       "\"relation\":\"less\",\"right\":\"1\""));
	const JxReport *report = read_case(&report_arena, "000_seed_yuanshi_kgj_2025");
	bool has_run = false;
	for (size_t cap = 1024; !has_run; cap += 2048) {
		struct jx_arena arena;
		struct jx_findings findings;
		jx_arena_init(&arena, cap);
		enum jx_status status = jx_check_run(book, report, &arena, &findings);
		has_run = status == JX_OK;
		assert_true(has_run || status == JX_EXHAUSTED);
		jx_arena_clear(&arena);
	}
	jx_arena_clear(&book_arena);
	jx_arena_clear(&report_arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_relation_holds_within_its_tolerance),
		cmocka_unit_test(yes_and_no_are_data_in_a_field_and_words_in_a_sentence),
		cmocka_unit_test(money_as_printed_is_compared_in_its_unit),
		cmocka_unit_test(the_digits_of_both_sides_excuse),
		cmocka_unit_test(what_is_out_of_range_does_not_silence_a_rule),
		cmocka_unit_test(a_tolerance_below_zero_does_not_turn_against_the_report),
		cmocka_unit_test(a_run_that_is_stopped_gives_no_verdict),
		cmocka_unit_test(a_rule_is_applied_to_every_row_and_names_it),
		cmocka_unit_test(a_formula_sees_the_report_and_can_name_the_place),
		cmocka_unit_test(a_missing_figure_is_named_where_the_rule_wants_that),
		cmocka_unit_test(a_rule_can_take_the_place_of_a_built_in_one),
		cmocka_unit_test(what_a_rule_finds_can_be_explained),
		cmocka_unit_test(what_no_formula_can_say_is_checked_by_name),
		cmocka_unit_test(a_word_outside_a_code_list_is_told_with_the_nearest),
		cmocka_unit_test(suggestions_are_few_and_the_run_can_be_stopped_among_them),
		cmocka_unit_test(findings_of_both_kinds_stand_in_the_order_of_the_form),
		cmocka_unit_test(too_little_memory_is_an_answer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
