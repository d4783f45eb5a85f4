/* Targets: what is counted of each, in either direction, and what stands out. */
#include "tests/support/test.h"

#include <stdio.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/question/targets.h"
#include "tests/support/submission.h"

static struct jx_targets count(const char *rows)
{
	struct jx_arena arena;
	struct jx_targets targets;
	char text[4096];
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	(void)snprintf(text, sizeof(text), "{'projects':[{'indicators':[%s]}]}", rows);
	jx_targets_count(read_submission(&arena, text), &targets);
	jx_arena_clear(&arena);
	return targets;
}

static void each_target_is_counted_for_what_it_is(void **unused)
{
	(void)unused;
	static const struct {
		const char *row;
		struct jx_targets targets;
	} cases[] = {
		{"{'sign':'at_least','target':'10','actual':'10'}", {.n = 1, .n_exact = 1}},
		{"{'sign':'at_least','target':'10','actual':'9'}", {.n = 1, .n_missed = 1}},
		{"{'sign':'at_least','target':'10','actual':'12.99'}", {.n = 1}},
		{"{'sign':'at_least','target':'10','actual':'13'}", {.n = 1, .n_far_above = 1, .n_easy = 1}},
		{"{'sign':'at_most','target':'10','actual':'7'}", {.n = 1, .n_far_above = 1, .n_easy = 1}},
		{"{'sign':'at_most','target':'10','actual':'11'}", {.n = 1, .n_missed = 1}},
		{"{'sign':'at_least','target':'10','actual':'11','prior_actual':'12'}",
			{.n = 1, .n_below_last_year = 1, .n_easy = 1}},
		{"{'sign':'at_most','target':'10','actual':'9','prior_actual':'8'}",
			{.n = 1, .n_below_last_year = 1, .n_easy = 1}},
		{"{'sign':'equal','target':'10','actual':'11'}", {.n = 1, .n_missed = 1}},
		{"{'sign':'at_least','target':'0','actual':'5'}", {.n = 1}},
		{"{'sign':'at_least','target':'10','actual':'10','unit':'人','actual_unit':'次'}", {.n = 0}},
		{"{'sign':'at_least','target':'10','actual':'10','actual_sign':'more_than'}", {.n = 0}},
		{"{'sign':'at_least','target':'10'}", {.n = 0}},
		{"{'sign':'at_least','target':'10','actual':'—'}", {.n = 0}},
		{"{'sign':'at_least','target':'10','actual':'10','does_not_apply':true}", {.n = 0}},
	};
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct jx_targets targets = count(cases[i].row);
		assert_memory_equal(&targets, &cases[i].targets, sizeof(targets));
	}
}

static void a_mark_needs_enough_targets(void **unused)
{
	(void)unused;
	assert_false(jx_targets_are_exact(&(struct jx_targets){.n = 4, .n_exact = 4}));
	assert_true(jx_targets_are_exact(&(struct jx_targets){.n = 6, .n_exact = 3}));
	assert_false(jx_targets_are_exact(&(struct jx_targets){.n = 7, .n_exact = 3}));
	assert_false(jx_targets_are_easy(&(struct jx_targets){.n = 1, .n_easy = 1}));
	assert_true(jx_targets_are_easy(&(struct jx_targets){.n = 4, .n_easy = 2}));
	assert_true(jx_targets_are_all_met(&(struct jx_targets){.n = 5}));
	assert_false(jx_targets_are_all_met(&(struct jx_targets){.n = 5, .n_missed = 1}));
	assert_false(jx_targets_are_all_met(&(struct jx_targets){.n = 4}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_target_is_counted_for_what_it_is),
		cmocka_unit_test(a_mark_needs_enough_targets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
