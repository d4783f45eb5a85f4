/* The list of findings: counting, order, the gate, the digest of a verdict; and what passes for a reason. */
#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/finding/explain.h"
#include "proto/contract/finding/finding.h"
#include "tests/support/submission.h"

static JxFinding make(const char *rule, JxFindingSeverity severity, const char *field, const char *stated,
	const char *expected)
{
	JxFinding finding = JX_FINDING_INIT;
	finding.rule = (char *)rule;
	finding.severity = severity;
	finding.field = (char *)field;
	finding.stated = (char *)stated;
	finding.expected = (char *)expected;
	return finding;
}

static void add(struct jx_findings *findings, const char *rule, JxFindingSeverity severity, const char *field)
{
	const JxFinding finding = make(rule, severity, field, "1", "2");
	assert_int_equal(jx_findings_add(findings, &finding), JX_OK);
}

static void findings_are_sorted_by_the_schema_and_stay_in_turn(void **state)
{
	(void)state;
	static const char *const added[] = {"projects[10].name", "outcomes[2].value", "outcomes[10].value",
		"unheard_of", "projects[9].indicators[0].points", "outcomes", "projects[9].funds[3].initial",
		"outcomes[2].name", "profile.year", "outcomes[2].value", "department", "projects[9]"};
	/* by number of the field, then by row; what is whole before what is a part of it */
	static const char *const sorted[] = {"department", "profile.year", "outcomes", "outcomes[2].name",
		"outcomes[2].value", "outcomes[2].value", "outcomes[10].value", "projects[9]",
		"projects[9].funds[3].initial", "projects[9].indicators[0].points", "projects[10].name",
		"unheard_of"};
	struct jx_arena arena;
	struct jx_findings findings;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_findings_init(&findings, &arena, NULL), JX_OK);
	for (size_t i = 0; i < JX_COUNT_OF(added); i++) {
		char rule[8];
		(void)snprintf(rule, sizeof(rule), "R%02zu", i);
		add(&findings, rule, JX_FINDING_SEVERITY_INFO, added[i]);
	}
	jx_findings_sort(&findings);
	for (size_t i = 0; i < JX_COUNT_OF(sorted); i++)
		assert_string_equal(findings.items[i]->field, sorted[i]);
	/* added first, stands first */
	assert_string_equal(findings.items[4]->rule, "R01");
	assert_string_equal(findings.items[5]->rule, "R09");
	jx_arena_clear(&arena);
}

static void the_gate_names_what_stops(void **state)
{
	(void)state;
	static const struct {
		const char *severities; /* h, e, i */
		enum jx_reason reason;
		const char *count;
	} cases[] = {
		{"", JX_REASON_NONE, ""},
		{"iii", JX_REASON_NONE, ""},
		{"iee", JX_REASON_NEEDS_EXPLANATION, "2"},
		{"ehe", JX_REASON_HARD_FINDINGS, "1"},
	};
	for (size_t c = 0; c < JX_COUNT_OF(cases); c++) {
		struct jx_arena arena;
		struct jx_findings findings;
		struct jx_error error = {.reason = JX_REASON_NONE};
		jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
		assert_int_equal(jx_findings_init(&findings, &arena, NULL), JX_OK);
		for (const char *s = cases[c].severities; *s != '\0'; s++)
			add(&findings, "F01",
				*s == 'h'   ? JX_FINDING_SEVERITY_HARD
				: *s == 'e' ? JX_FINDING_SEVERITY_EXPLAIN
					    : JX_FINDING_SEVERITY_INFO,
				"round");
		enum jx_status status = jx_findings_admit(&findings, &error);
		assert_int_equal(status, cases[c].reason == JX_REASON_NONE ? JX_OK : JX_INVALID);
		assert_int_equal(error.reason, cases[c].reason);
		if (status != JX_OK)
			assert_string_equal(error.arg[0], cases[c].count);
		assert_int_equal(findings.n_all, strlen(cases[c].severities));
		jx_arena_clear(&arena);
	}
}

static void more_than_the_limit_are_counted_only(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_findings findings;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_findings_init(&findings, &arena, NULL), JX_OK);
	for (size_t i = 0; i < JX_MAX_FINDINGS; i++) {
		assert_true(jx_findings_has_room(&findings, JX_FINDING_SEVERITY_INFO));
		add(&findings, "F01", JX_FINDING_SEVERITY_INFO, "round");
	}
	assert_false(jx_findings_has_room(&findings, JX_FINDING_SEVERITY_INFO));
	add(&findings, "F01", JX_FINDING_SEVERITY_HARD, "round");
	assert_int_equal(findings.n, JX_MAX_FINDINGS);
	assert_int_equal(findings.n_all, JX_MAX_FINDINGS + 1);
	assert_int_equal(findings.n_hard, 1);
	assert_int_equal(jx_findings_admit(&findings, NULL), JX_INVALID);
	jx_findings_sort(&findings);
	jx_arena_clear(&arena);
}

static void what_is_more_severe_is_kept_when_there_is_no_room_for_all(void **state)
{
	(void)state;
	static const JxFindingSeverity severities[] = {
		JX_FINDING_SEVERITY_INFO, JX_FINDING_SEVERITY_EXPLAIN, JX_FINDING_SEVERITY_HARD};
	struct jx_arena arena;
	struct jx_findings findings;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_findings_init(&findings, &arena, NULL), JX_OK);
	for (size_t i = 0; i < JX_COUNT_OF(severities); i++) {
		assert_true(jx_findings_has_room(&findings, severities[i]));
		for (size_t j = 0; j < JX_MAX_FINDINGS; j++)
			add(&findings, "F01", severities[i], "round");
		assert_int_equal(findings.n, JX_MAX_FINDINGS);
		for (size_t j = 0; j < findings.n; j++)
			assert_int_equal(findings.items[j]->severity, severities[i]);
		assert_false(jx_findings_has_room(&findings, severities[i]));
		assert_false(jx_findings_has_room(&findings, JX_FINDING_SEVERITY_INFO));
	}
	assert_int_equal(findings.n_info, JX_MAX_FINDINGS);
	assert_int_equal(findings.n_explain, JX_MAX_FINDINGS);
	assert_int_equal(findings.n_hard, JX_MAX_FINDINGS);
	jx_arena_clear(&arena);
}

/* A reply holds all that is kept, however long their texts are. */
static void findings_too_long_together_are_counted_only(void **state)
{
	(void)state;
	static char text[JX_MAX_FINDINGS_BYTES / 3];
	struct jx_arena arena;
	struct jx_findings findings;
	memset(text, 'x', sizeof(text) - 1);
	const JxFinding finding = make("R01", JX_FINDING_SEVERITY_HARD, "profile.name", text, "");
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_findings_init(&findings, &arena, NULL), JX_OK);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(jx_findings_add(&findings, &finding), JX_OK);
	add(&findings, "R02", JX_FINDING_SEVERITY_INFO, "profile.year");
	assert_int_equal(findings.n, 3);
	assert_int_equal(findings.n_all, 4);
	assert_int_equal(findings.n_hard, 3);
	assert_string_equal(findings.items[2]->rule, "R02");
	assert_true(findings.n_bytes <= JX_MAX_FINDINGS_BYTES);
	jx_arena_clear(&arena);
}

static void only_what_may_be_explained_is_explained(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_findings findings;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *submission =
		read_submission(&arena, "{\"explanations\":[{\"rule\":\"F01\",\"text\":"
					"\"年中追加两笔上级专款\"},{\"rule\":\"I01\",\"text\":"
					"\"加分项另计，见评分办法\"}]}");
	assert_int_equal(jx_findings_init(&findings, &arena, submission), JX_OK);
	add(&findings, "F01", JX_FINDING_SEVERITY_EXPLAIN, "round");
	add(&findings, "I01", JX_FINDING_SEVERITY_HARD, "round");
	add(&findings, "F01", JX_FINDING_SEVERITY_INFO, "round");
	assert_true(findings.items[0]->is_explained);
	assert_false(findings.items[1]->is_explained);
	assert_false(findings.items[2]->is_explained);
	assert_int_equal(findings.n_unexplained, 0);
	assert_int_equal(findings.n_explain, 1);
	jx_arena_clear(&arena);
}

#define CONTENT "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static void a_verdict_is_hashed_as_documented(void **state)
{
	(void)state;
	struct jx_arena arena;
	struct jx_findings findings;
	char digest[JX_DIGEST_TEXT_BYTES];
	char expected[JX_DIGEST_TEXT_BYTES];
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_findings_init(&findings, &arena, NULL), JX_OK);
	const JxFinding first =
		make("Y03", JX_FINDING_SEVERITY_EXPLAIN, "outcomes[47].stated_change", "-47.9", "-48.04");
	const JxFinding second =
		make("G02", JX_FINDING_SEVERITY_HARD, "round", "a|b\\c\nd\re", "rounds/2025");
	assert_int_equal(jx_findings_add(&findings, &first), JX_OK);
	assert_int_equal(jx_findings_add(&findings, &second), JX_OK);
	assert_int_equal(jx_verdict_digest(CONTENT, NULL, &findings, digest), JX_OK);
	static const char text[] = "jixiao-verdict-v1\n" CONTENT "\n-\n2\n"
				   "Y03|explain|outcomes[47].stated_change|-47.9|-48.04|0\n"
				   "G02|hard|round|a\\pb\\\\c\\nd\\re|rounds/2025|0\n";
	assert_int_equal(jx_digest_bytes(text, sizeof(text) - 1, JX_DIGEST_SHA256, expected, NULL), JX_OK);
	assert_string_equal(digest, expected);
	jx_arena_clear(&arena);
}

/* Computed apart, by sha256sum over the documented text. */
static void a_clean_verdict_has_a_known_digest(void **state)
{
	(void)state;
	struct jx_findings findings = {.n = 0};
	char digest[JX_DIGEST_TEXT_BYTES];
	assert_int_equal(jx_verdict_digest(CONTENT, "", &findings, digest), JX_OK);
	assert_string_equal(
		digest, "sha256:cbf277d39d463e8275076926b7c8f989cd38375568727867ed73a2a382d97a9d");
	assert_int_equal(jx_verdict_digest(CONTENT, CONTENT, &findings, digest), JX_OK);
	assert_string_not_equal(
		digest, "sha256:cbf277d39d463e8275076926b7c8f989cd38375568727867ed73a2a382d97a9d");
}

/* A finding whose severity is no word would be hashed as something it is not. */
static void a_verdict_without_a_word_for_a_severity_has_no_digest(void **state)
{
	(void)state;
	static const JxFindingSeverity severities[] = {JX_FINDING_SEVERITY_UNSPECIFIED, (JxFindingSeverity)4};
	char digest[JX_DIGEST_TEXT_BYTES];
	for (size_t i = 0; i < JX_COUNT_OF(severities); i++) {
		JxFinding finding = make("Y03", severities[i], "round", "1", "2");
		JxFinding *items[] = {&finding};
		const struct jx_findings findings = {.items = items, .n = 1, .n_all = 1};
		assert_int_equal(jx_verdict_digest(CONTENT, NULL, &findings, digest), JX_INVALID);
	}
}

/* Any part of a verdict that differs makes another digest. */
static void every_part_of_a_verdict_counts(void **state)
{
	(void)state;
	static const struct {
		const char *rule;
		JxFindingSeverity severity;
		const char *field;
		const char *stated;
		const char *expected;
	} variants[] = {
		{"F01", JX_FINDING_SEVERITY_EXPLAIN, "round", "1", "2"},
		{"F02", JX_FINDING_SEVERITY_EXPLAIN, "round", "1", "2"},
		{"F01", JX_FINDING_SEVERITY_HARD, "round", "1", "2"},
		{"F01", JX_FINDING_SEVERITY_EXPLAIN, "kind", "1", "2"},
		{"F01", JX_FINDING_SEVERITY_EXPLAIN, "round", "3", "2"},
		{"F01", JX_FINDING_SEVERITY_EXPLAIN, "round", "1", "3"},
		{"F01", JX_FINDING_SEVERITY_EXPLAIN, "round", "1|2", ""},
	};
	enum { N = JX_COUNT_OF(variants) };
	char digests[N][JX_DIGEST_TEXT_BYTES];
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	for (size_t i = 0; i < N; i++) {
		struct jx_findings findings;
		const JxFinding finding = make(variants[i].rule, variants[i].severity, variants[i].field,
			variants[i].stated, variants[i].expected);
		assert_int_equal(jx_findings_init(&findings, &arena, NULL), JX_OK);
		assert_int_equal(jx_findings_add(&findings, &finding), JX_OK);
		assert_int_equal(jx_verdict_digest(CONTENT, NULL, &findings, digests[i]), JX_OK);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(digests[i], digests[j]);
	}
	jx_arena_clear(&arena);
}

static void a_reason_says_something_of_its_own(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum jx_explanation_fault fault;
		const char *matched;
	} cases[] = {
		{"年中追加两笔上级专款", JX_EXPLANATION_GOOD, ""},
		{"因四舍五入", JX_EXPLANATION_SHORT, ""},
		{"四舍五入造成", JX_EXPLANATION_GOOD, ""},
		{"two late transfers", JX_EXPLANATION_GOOD, ""},
		{"无人机采购项目跨年", JX_EXPLANATION_GOOD, ""},
		{"", JX_EXPLANATION_EMPTY, ""},
		{"  \n\t", JX_EXPLANATION_EMPTY, ""},
		{"……，。", JX_EXPLANATION_EMPTY, ""},
		{"追加专款", JX_EXPLANATION_SHORT, ""},
		{"追 加 专 款", JX_EXPLANATION_SHORT, ""},
		{"核实无误", JX_EXPLANATION_STOCK, "核实无误"},
		{"已核实", JX_EXPLANATION_STOCK, "已核实"},
		{"情况属实", JX_EXPLANATION_STOCK, "情况属实"},
		{"数据无误。", JX_EXPLANATION_STOCK, "数据无误"},
		{"无", JX_EXPLANATION_STOCK, "无"},
		{"无无无无无无无无", JX_EXPLANATION_STOCK, "无"},
		{"正常", JX_EXPLANATION_STOCK, "正常"},
		{"OK, verified, no problem", JX_EXPLANATION_STOCK, "ok"},
		{"经核实数据无误，谢谢！", JX_EXPLANATION_STOCK, "经核实"},
		{"经核实，年中追加两笔上级专款", JX_EXPLANATION_GOOD, ""},
		/* what nobody sees says nothing, and hides nothing */
		{"\u2060\u3164\u202E\u200C\u00AD\U000E0041", JX_EXPLANATION_EMPTY, ""},
		{"\u115F\u1160\uFFA0\u2800\u3000\uFE0F\U000E0100", JX_EXPLANATION_EMPTY, ""},
		{"追\u2060\u2060加专款", JX_EXPLANATION_SHORT, ""},
		{"核\u200B实\u202E无\u2060误", JX_EXPLANATION_STOCK, "核实无误"},
		{"核 实 无 误", JX_EXPLANATION_STOCK, "核实无误"},
	};
	enum { N = JX_COUNT_OF(cases) };
	JxExplanation explanations[N];
	JxExplanation *rows[N];
	for (size_t i = 0; i < N; i++) {
		jx_explanation_init(&explanations[i]);
		explanations[i].text = (char *)cases[i].text;
		rows[i] = &explanations[i];
	}
	JxReport submission = JX_REPORT_INIT;
	submission.explanations = rows;
	submission.n_explanations = N;
	struct jx_arena arena;
	const struct jx_explanations *judged = NULL;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_explanations_judge(&submission, &arena, &judged), JX_OK);
	for (size_t i = 0; i < N; i++) {
		const struct jx_explanation_mark *mark = jx_explanations_mark(judged, i);
		if (mark->fault != cases[i].fault)
			print_error("%s\n", cases[i].text);
		assert_int_equal(mark->fault, cases[i].fault);
		assert_string_equal(mark->matched, cases[i].matched);
	}
	jx_arena_clear(&arena);
}

/* Characters that are not seen, and more spaces, make no other text. */
static void texts_that_look_alike_are_equal(void **state)
{
	(void)state;
	static const char *const texts[] = {"年中追加 两笔上级专款", "年中\u200B追加 两笔上级专款",
		"年中追加\u3000\u3000两笔上级专款\n", "\u202D年中追加 两笔上级专款\u202C"};
	JxExplanation explanations[JX_COUNT_OF(texts)];
	JxExplanation *rows[JX_COUNT_OF(texts)];
	JxReport report = JX_REPORT_INIT;
	struct jx_arena arena;
	const struct jx_explanations *judged = NULL;
	for (size_t i = 0; i < JX_COUNT_OF(texts); i++) {
		jx_explanation_init(&explanations[i]);
		explanations[i].text = (char *)texts[i];
		rows[i] = &explanations[i];
	}
	report.explanations = rows;
	report.n_explanations = JX_COUNT_OF(texts);
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_int_equal(jx_explanations_judge(&report, &arena, &judged), JX_OK);
	assert_int_equal(jx_explanations_mark(judged, 0)->fault, JX_EXPLANATION_GOOD);
	for (size_t i = 1; i < JX_COUNT_OF(texts); i++)
		assert_int_equal(jx_explanations_mark(judged, i)->fault, JX_EXPLANATION_COPIED);
	jx_arena_clear(&arena);
}

static void the_first_of_equal_texts_stands(void **state)
{
	(void)state;
	struct jx_arena arena;
	const struct jx_explanations *judged = NULL;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	const JxReport *submission =
		read_submission(&arena, "{\"explanations\":[{\"rule\":\"A\",\"text\":"
					"\"年中追加两笔上级专款\"},{\"rule\":\"B\",\"text\":"
					"\"另一个具体的原因\"},{\"rule\":\"C\",\"text\":"
					"\"年中追加两笔上级专款\"},{\"rule\":\"D\",\"text\":"
					"\"年中追加两笔上级专款\"}]}");
	assert_int_equal(jx_explanations_judge(submission, &arena, &judged), JX_OK);
	assert_true(jx_explanations_cover(judged, "A", "x"));
	assert_true(jx_explanations_cover(judged, "B", "x"));
	assert_false(jx_explanations_cover(judged, "C", "x"));
	assert_false(jx_explanations_cover(judged, "D", "x"));
	assert_int_equal(jx_explanations_mark(judged, 3)->fault, JX_EXPLANATION_COPIED);
	assert_int_equal(jx_explanations_mark(judged, 3)->other, 0);
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(findings_are_sorted_by_the_schema_and_stay_in_turn),
		cmocka_unit_test(the_gate_names_what_stops),
		cmocka_unit_test(more_than_the_limit_are_counted_only),
		cmocka_unit_test(what_is_more_severe_is_kept_when_there_is_no_room_for_all),
		cmocka_unit_test(findings_too_long_together_are_counted_only),
		cmocka_unit_test(only_what_may_be_explained_is_explained),
		cmocka_unit_test(a_verdict_is_hashed_as_documented),
		cmocka_unit_test(a_clean_verdict_has_a_known_digest),
		cmocka_unit_test(a_verdict_without_a_word_for_a_severity_has_no_digest),
		cmocka_unit_test(every_part_of_a_verdict_counts),
		cmocka_unit_test(a_reason_says_something_of_its_own),
		cmocka_unit_test(texts_that_look_alike_are_equal),
		cmocka_unit_test(the_first_of_equal_texts_stands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
