/* Rulebooks with a difference: only what was asked for is different, and the one it was made from stays as it was. */
#include "tests/support/test.h"

#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/message/field.h"
#include "proto/contract/question/mix.h"
#include "proto/contract/rulebook/rulebook.h"

static struct jx_arena arena;
static JxDecimal twenty = JX_DECIMAL_INIT;

/* The sample that comes with the program, which has common indicators, deductions and rules. */
static const JxRulebook *sample(void)
{
	size_t n;
	const struct jx_shipped_rulebook *books = jx_rulebooks_shipped(&n);
	const struct jx_rulebook *rulebook = NULL;
	struct jx_json_problems problems;
	for (size_t i = 0; i < n && rulebook == NULL; i++)
		if (strcmp(books[i].id, "county-sample") == 0)
			assert_int_equal(jx_rulebook_load(books[i].text, books[i].n_bytes, &arena, &problems,
						 &rulebook),
				JX_OK);
	assert_non_null(rulebook);
	return jx_rulebook_message(rulebook);
}

static int set_up(void **unused)
{
	(void)unused;
	jx_arena_init(&arena, JX_MAX_CLIENT_ARENA_BYTES);
	twenty.micros = 20000000;
	return 0;
}

static int tear_down(void **unused)
{
	(void)unused;
	jx_arena_clear(&arena);
	return 0;
}

static void the_weights_of_another_change_nothing_else(void **unused)
{
	(void)unused;
	const JxRulebook *from = sample();
	JxRulebook *weighed;
	JxRulebook *mixed;
	assert_int_equal(jx_mix_weight(from, "common", &twenty, &arena, &weighed), JX_OK);
	assert_int_equal(jx_mix_weight(weighed, "C03", &twenty, &arena, &weighed), JX_OK);
	assert_false(jx_message_is_equal(&from->base, &weighed->base));
	assert_int_equal(jx_mix_weights(from, weighed, &arena, &mixed), JX_OK);
	assert_true(jx_message_is_equal(&mixed->base, &weighed->base));
	assert_int_equal(jx_mix_weights(weighed, from, &arena, &mixed), JX_OK);
	assert_true(jx_message_is_equal(&mixed->base, &from->base));
	assert_int_equal(jx_mix_weights(from, from, &arena, &mixed), JX_OK);
	assert_true(jx_message_is_equal(&mixed->base, &from->base));
	assert_true(jx_message_is_equal(&from->base, &sample()->base));
}

static void a_part_is_left_out_wherever_it_stands(void **unused)
{
	(void)unused;
	const JxRulebook *from = sample();
	JxRulebook *less;
	assert_int_equal(jx_mix_without(from, "D02", &arena, &less), JX_OK);
	assert_int_equal(less->scoring->n_deductions, from->scoring->n_deductions - 1);
	assert_int_equal(less->n_rules, from->n_rules);
	assert_int_equal(jx_mix_without(from, from->rules[0]->id, &arena, &less), JX_OK);
	assert_int_equal(less->n_rules, from->n_rules - 1);
	assert_int_equal(jx_mix_without(from, "C01", &arena, &less), JX_OK);
	assert_int_equal(less->scoring->n_common, from->scoring->n_common - 1);
	assert_int_equal(jx_mix_without(from, "X99", &arena, &less), JX_NOT_FOUND);
	assert_true(jx_message_is_equal(&from->base, &sample()->base));
}

static void a_name_that_is_no_weight_is_not_found(void **unused)
{
	(void)unused;
	JxRulebook *weighed;
	assert_int_equal(jx_mix_weight(sample(), "nothing", &twenty, &arena, &weighed), JX_NOT_FOUND);
	assert_int_equal(jx_mix_weight(sample(), "low_execution", &twenty, &arena, &weighed), JX_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			the_weights_of_another_change_nothing_else, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_part_is_left_out_wherever_it_stands, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_name_that_is_no_weight_is_not_found, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
