/* How far departments are apart: symmetric, 0 from itself, the same in any unit, and nothing where a figure is missing. */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/question/distance.h"
#include "tests/support/submission.h"

static uint64_t state = 11;

static int64_t draw(int64_t low, int64_t high)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return low + (int64_t)((state >> 33) % (uint64_t)(high - low + 1));
}

static void fill(struct jx_distance_facts *facts)
{
	memset(facts, 0, sizeof(*facts));
	facts->people = draw(1, 900) * 1000000;
	facts->money = draw(1, 900000000);
	for (unsigned i = 0; i < 6; i++) {
		int64_t fen = draw(0, 90000000);
		facts->of_class[200 + draw(0, 9)] += fen;
		facts->functions += fen;
	}
	facts->of_class[299] += 1;
	facts->functions += 1;
}

/* Field by field: between them is room that nobody writes. */
static void expect_equal(const struct jx_distance *a, const struct jx_distance *b)
{
	assert_int_equal(a->is_comparable, b->is_comparable);
	assert_ptr_equal(a->missing, b->missing);
	assert_int_equal(a->people, b->people);
	assert_int_equal(a->money, b->money);
	assert_int_equal(a->functions, b->functions);
	assert_int_equal(a->all, b->all);
}

static void a_distance_is_symmetric_and_none_from_itself(void **unused)
{
	(void)unused;
	static struct jx_distance_facts a;
	static struct jx_distance_facts b;
	static struct jx_distance_facts larger[2];
	for (unsigned turn = 0; turn < 2000; turn++) {
		fill(&a);
		fill(&b);
		struct jx_distance there = jx_distance_between(&a, &b);
		struct jx_distance back = jx_distance_between(&b, &a);
		expect_equal(&there, &back);
		assert_true(there.all >= 0 && there.all <= 1000000);
		assert_true(there.functions >= 0 && there.functions <= 1000000);
		assert_int_equal(jx_distance_between(&a, &a).all, 0);
		larger[0] = a;
		larger[1] = b;
		for (unsigned k = 0; k < 2; k++) {
			larger[k].money *= 10;
			larger[k].functions *= 10;
			for (unsigned i = 0; i < JX_DISTANCE_CLASSES; i++)
				larger[k].of_class[i] *= 10;
		}
		struct jx_distance scaled = jx_distance_between(&larger[0], &larger[1]);
		expect_equal(&there, &scaled);
	}
}

static void parts_are_those_of_a_hand_sum(void **unused)
{
	(void)unused;
	struct jx_arena arena;
	struct jx_distance_facts *facts = calloc(2, sizeof(*facts));
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_non_null(facts);
	jx_distance_read(
		read_submission(&arena, "{'staff':{'in_post':'30'},'accounts':{'expenditure':'300万元'},"
					"'functions':[{'code':'201','amount':'100万元'},"
					"{'code':'208','amount':'300万元'}]}"),
		&facts[0]);
	jx_distance_read(
		read_submission(&arena, "{'staff':{'in_post':'10'},'accounts':{'expenditure':'100万元'},"
					"'functions':[{'code':'201','amount':'50万元'},"
					"{'code':'2130101','amount':'50万元'}]}"),
		&facts[1]);
	struct jx_distance distance = jx_distance_between(&facts[0], &facts[1]);
	assert_true(distance.is_comparable);
	assert_int_equal(distance.people, 500000);
	assert_int_equal(distance.money, 500000);
	/* 201: 25 % and 50 %, 208: 75 % and none, 213: none and 50 %: half of 150 %. */
	assert_int_equal(distance.functions, 750000);
	assert_int_equal(distance.all, 583333);
	free(facts);
	jx_arena_clear(&arena);
}

static void a_missing_figure_makes_no_distance(void **unused)
{
	(void)unused;
	struct jx_arena arena;
	struct jx_distance_facts *facts = calloc(2, sizeof(*facts));
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	assert_non_null(facts);
	fill(&facts[0]);
	jx_distance_read(
		read_submission(&arena, "{'staff':{'in_post':'—'},'accounts':{'expenditure':'1万元'},"
					"'functions':[{'code':'201','amount':'1万元'}]}"),
		&facts[1]);
	struct jx_distance distance = jx_distance_between(&facts[0], &facts[1]);
	assert_false(distance.is_comparable);
	assert_string_equal(distance.missing, "staff.in_post");
	assert_false(jx_distance_between(&facts[1], &facts[1]).is_comparable);
	free(facts);
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_distance_is_symmetric_and_none_from_itself),
		cmocka_unit_test(parts_are_those_of_a_hand_sum),
		cmocka_unit_test(a_missing_figure_makes_no_distance),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
