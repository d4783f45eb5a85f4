/* What is to be known of a report: each kind of flag from its own cause, and the statuses against a search in the text. */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/ranking/flags.h"
#include "tests/support/submission.h"

static const struct jx_flags_facts NOTHING = {.findings = NULL};

static jx_flags of_text(const char *text)
{
	struct jx_arena arena;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	jx_flags flags = jx_flags_of(read_submission(&arena, text), &NOTHING);
	jx_arena_clear(&arena);
	return flags;
}

static void a_status_is_found_wherever_it_stands(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		jx_flags flags;
	} cases[] = {
		{"{}", 0},
		{"{\"outcomes\":[{\"name\":\"a\",\"status\":\"final\"}]}", 0},
		{"{\"outcomes\":[{\"name\":\"a\"},{\"name\":\"b\",\"status\":\"forecast\"}]}",
			JX_FLAG(JX_INPUT_FLAG_FORECAST)},
		{"{\"funds_by_nature\":[{\"row\":\"total\",\"status\":\"provisional\"}]}",
			JX_FLAG(JX_INPUT_FLAG_PROVISIONAL)},
		{"{\"projects\":[{\"name\":\"p\"},{\"funds\":[{\"row\":\"total\",\"status\":\"forecast\"}]}],"
		 "\"outcomes\":[{\"name\":\"a\",\"status\":\"provisional\"}]}",
			JX_FLAG(JX_INPUT_FLAG_PROVISIONAL) | JX_FLAG(JX_INPUT_FLAG_FORECAST)},
		{"{\"profile\":{\"year\":2025},\"funds_by_source\":[{\"row\":\"total\",\"as_of\":\"2025-11-30\"}]}",
			JX_FLAG(JX_INPUT_FLAG_PROVISIONAL)},
		{"{\"profile\":{\"year\":2025},\"funds_by_source\":[{\"row\":\"total\",\"as_of\":\"2025-12-31\"}]}",
			0},
	};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++)
		assert_int_equal(of_text(cases[i].text), cases[i].flags);
}

static void what_is_known_beside_a_report_counts_too(void **state)
{
	(void)state;
	struct jx_arena arena;
	JxFinding open = JX_FINDING_INIT;
	JxFinding explained = JX_FINDING_INIT;
	JxFinding note = JX_FINDING_INIT;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	open.severity = explained.severity = JX_FINDING_SEVERITY_EXPLAIN;
	explained.is_explained = true;
	note.severity = JX_FINDING_SEVERITY_INFO;
	JxFinding *quiet[] = {&explained, &note};
	JxFinding *loud[] = {&explained, &open};
	const JxReport *report = read_submission(&arena, "{}");
	assert_int_equal(
		jx_flags_of(report, &(struct jx_flags_facts){.findings = quiet, .n_findings = 2}), 0);
	assert_int_equal(jx_flags_of(report, &(struct jx_flags_facts){.findings = loud, .n_findings = 2}),
		JX_FLAG(JX_INPUT_FLAG_UNEXPLAINED));
	assert_int_equal(
		jx_flags_of(report, &(struct jx_flags_facts){.is_late = true, .is_unanswered = true}),
		JX_FLAG(JX_INPUT_FLAG_LATE) | JX_FLAG(JX_INPUT_FLAG_UNANSWERED));
	jx_arena_clear(&arena);
}

static void flags_are_listed_in_the_order_of_their_numbers(void **state)
{
	(void)state;
	struct jx_arena arena;
	JxInputFlag *flags = NULL;
	size_t n = 7;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_true(jx_flags_put(0, &arena, &flags, &n));
	assert_int_equal(n, 0);
	assert_true(jx_flags_put(
		JX_FLAG(JX_INPUT_FLAG_LATE) | JX_FLAG(JX_INPUT_FLAG_FORECAST), &arena, &flags, &n));
	assert_int_equal(n, 2);
	assert_int_equal(flags[0], JX_INPUT_FLAG_FORECAST);
	assert_int_equal(flags[1], JX_INPUT_FLAG_LATE);
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_status_is_found_wherever_it_stands),
		cmocka_unit_test(what_is_known_beside_a_report_counts_too),
		cmocka_unit_test(flags_are_listed_in_the_order_of_their_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
