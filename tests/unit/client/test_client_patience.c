#include "tests/support/test.h"

#include "client/wait/patience.h"
#include "proto/contract/base/limits.h"

struct told {
	unsigned n;
	const char *what;
};

static void on_long_wait(void *user, const char *what)
{
	struct told *told = user;
	told->n++;
	told->what = what;
}

/* As if the wait that runs had begun so much earlier. */
static void let_pass(struct jx_patience *patience, int64_t ms)
{
	patience->since_ms -= ms;
}

static void waits_share_one_budget_and_pauses_cost_nothing(void **state)
{
	struct jx_patience patience = {.left_ms = 100000};
	(void)state;
	jx_patience_begin(&patience, "first");
	let_pass(&patience, 60000);
	assert_in_range(jx_patience_left_ms(&patience), 1, 40000);
	jx_patience_end(&patience);
	/* between two waits the time belongs to the person */
	let_pass(&patience, 1000000);
	assert_in_range(jx_patience_left_ms(&patience), 1, 40000);
	jx_patience_begin(&patience, "second");
	let_pass(&patience, 40000);
	assert_int_equal(jx_patience_left_ms(&patience), 0);
	assert_false(jx_patience_sleep(&patience));
	jx_patience_end(&patience);
	assert_int_equal(jx_patience_left_ms(&patience), 0);
}

static void a_long_wait_is_told_once(void **state)
{
	struct told told = {0};
	struct jx_patience patience = {.left_ms = 100000, .on_long_wait = on_long_wait, .user = &told};
	(void)state;
	jx_patience_look(&patience);
	jx_patience_begin(&patience, "cz.example:7443");
	jx_patience_look(&patience);
	assert_int_equal(told.n, 0);
	let_pass(&patience, JX_TELL_WAIT_MS);
	jx_patience_look(&patience);
	jx_patience_look(&patience);
	jx_patience_end(&patience);
	jx_patience_begin(&patience, "another");
	let_pass(&patience, JX_TELL_WAIT_MS);
	jx_patience_look(&patience);
	assert_int_equal(told.n, 1);
	assert_string_equal(told.what, "cz.example:7443");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits_share_one_budget_and_pauses_cost_nothing),
		cmocka_unit_test(a_long_wait_is_told_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
