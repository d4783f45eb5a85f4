/* Shares of what all have together. */
#include "proto/contract/base/array.h"
#include "server/net/holder.h"
#include "tests/support/test.h"

#define KIB ((size_t)1024)

/* Takes a KiB at a time until it is refused. */
static size_t take_all(struct jx_budget *budget, size_t *n_held)
{
	while (jx_budget_take(budget, n_held, KIB))
		;
	return *n_held / KIB;
}

static void one_alone_gets_half_and_the_next_gets_a_share_of_the_rest(void **state)
{
	(void)state;
	struct jx_budget budget = {.max_bytes = 64 * KIB};
	size_t held[4] = {0};
	assert_int_equal(take_all(&budget, &held[0]), 32);
	assert_int_equal(take_all(&budget, &held[1]), 16);
	assert_int_equal(take_all(&budget, &held[2]), 8);
	/* The biggest is refused while the small one still gets some. */
	assert_false(jx_budget_take(&budget, &held[0], 1));
	assert_true(jx_budget_take(&budget, &held[3], KIB));
	for (size_t i = 0; i < JX_COUNT_OF(held); i++)
		jx_budget_give_back(&budget, &held[i], held[i]);
	assert_int_equal(budget.n_bytes, 0);
	assert_int_equal(take_all(&budget, &held[0]), 32);
}

static void what_no_budget_has_is_refused(void **state)
{
	(void)state;
	struct jx_budget budget = {.max_bytes = 64 * KIB};
	size_t held = 0;
	assert_false(jx_budget_take(&budget, &held, 65 * KIB));
	assert_false(jx_budget_take(&budget, &held, SIZE_MAX));
	assert_true(jx_budget_take(&budget, &held, 32 * KIB));
	assert_int_equal(held, 32 * KIB);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_alone_gets_half_and_the_next_gets_a_share_of_the_rest),
		cmocka_unit_test(what_no_budget_has_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
