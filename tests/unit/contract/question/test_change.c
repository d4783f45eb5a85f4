/* Why something changed: parts add up, what did not change has none, and they are those of all 24 orders. */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/question/change.h"

#define N_DEPARTMENTS 80

static uint64_t state = 7;

static int64_t draw(int64_t low, int64_t high)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return low + (int64_t)((state >> 33) % (uint64_t)(high - low + 1));
}

/* The same by walking all orders, one after the other. */
static void split_by_orders(const int64_t values[JX_CHANGE_STATES], int64_t parts[JX_CHANGE_FACTORS])
{
	memset(parts, 0, JX_CHANGE_FACTORS * sizeof(parts[0]));
	for (unsigned order = 0; order < 256; order++) {
		unsigned factors[4] = {order & 3, order >> 2 & 3, order >> 4 & 3, order >> 6};
		unsigned seen = 0;
		for (size_t i = 0; i < 4; i++)
			seen |= 1u << factors[i];
		if (seen != 15)
			continue;
		unsigned at = 0;
		for (size_t i = 0; i < 4; i++) {
			unsigned next = at | 1u << factors[i];
			parts[factors[i]] += values[next] - values[at];
			at = next;
		}
	}
}

static void parts_are_those_of_all_orders(void **unused)
{
	(void)unused;
	for (unsigned turn = 0; turn < 1000; turn++) {
		int64_t values[JX_CHANGE_STATES];
		int64_t parts[JX_CHANGE_FACTORS];
		int64_t expected[JX_CHANGE_FACTORS];
		for (unsigned i = 0; i < JX_CHANGE_STATES; i++)
			values[i] = draw(0, 100000000);
		jx_change_split(values, parts);
		split_by_orders(values, expected);
		for (unsigned i = 0; i < JX_CHANGE_FACTORS; i++)
			assert_true(parts[i] == expected[i]);
	}
}

static void fill(struct jx_change_item *item, bool has_weights, bool has_rules)
{
	item->is_before = true;
	item->is_after = true;
	for (unsigned i = 0; i < JX_CHANGE_SCORES; i++) {
		unsigned like = i;
		if (!has_weights)
			like &= ~(1u << JX_CHANGE_WEIGHTS);
		if (!has_rules)
			like &= ~(1u << JX_CHANGE_RULES);
		item->scores[i] = like < i ? item->scores[like]
					   : (struct jx_change_score){.has = true,
						     .is_ranked = draw(0, 19) > 0,
						     .micros = draw(60, 100) * 1000000};
	}
}

static void parts_add_up_for_every_department(void **unused)
{
	(void)unused;
	static struct jx_change_item items[N_DEPARTMENTS];
	size_t n_ranked = 0;
	memset(items, 0, sizeof(items));
	for (size_t i = 0; i < N_DEPARTMENTS; i++)
		fill(&items[i], true, true);
	items[5].is_before = false;
	jx_change_run(items, N_DEPARTMENTS);
	for (size_t i = 0; i < N_DEPARTMENTS; i++) {
		int64_t score = 0;
		int64_t places = 0;
		for (unsigned f = 0; f < JX_CHANGE_FACTORS; f++) {
			score += items[i].score_parts[f];
			places += items[i].rank_parts[f];
		}
		if (i == 5) {
			assert_false(items[i].has_score_parts);
			assert_int_equal(items[i].from_rank, 0);
			continue;
		}
		assert_true(items[i].has_score_parts);
		assert_true(score == JX_CHANGE_ORDERS * (items[i].scores[JX_CHANGE_SCORES - 1].micros -
								items[i].scores[0].micros));
		assert_true(items[i].score_parts[JX_CHANGE_PEERS] == 0);
		if (items[i].has_rank_parts)
			assert_true(places ==
				    JX_CHANGE_ORDERS * ((int64_t)items[i].from_rank - items[i].to_rank));
		n_ranked += items[i].has_rank_parts;
	}
	assert_true(n_ranked > N_DEPARTMENTS / 2);
}

static void what_did_not_change_has_no_part(void **unused)
{
	(void)unused;
	static struct jx_change_item items[N_DEPARTMENTS];
	memset(items, 0, sizeof(items));
	for (size_t i = 0; i < N_DEPARTMENTS; i++)
		fill(&items[i], false, true);
	jx_change_run(items, N_DEPARTMENTS);
	for (size_t i = 0; i < N_DEPARTMENTS; i++) {
		assert_true(items[i].score_parts[JX_CHANGE_WEIGHTS] == 0);
		assert_true(items[i].rank_parts[JX_CHANGE_WEIGHTS] == 0);
	}
	/* One department alone has moved: its places are its own doing, those it passed lose one to their peers. */
	memset(items, 0, sizeof(items));
	for (size_t i = 0; i < 4; i++) {
		items[i].is_before = items[i].is_after = true;
		for (unsigned s = 0; s < JX_CHANGE_SCORES; s++)
			items[i].scores[s] = (struct jx_change_score){true, true, 0};
		for (unsigned s = 0; s < JX_CHANGE_SCORES; s++) {
			bool is_moved = i == 3 && (s & 1u << JX_CHANGE_OWN) != 0;
			items[i].scores[s] = (struct jx_change_score){.has = true,
				.is_ranked = true,
				.micros = (is_moved ? 99 : 90 - (int64_t)i) * 1000000};
		}
	}
	jx_change_run(items, 4);
	assert_true(items[3].rank_parts[JX_CHANGE_OWN] == 3 * JX_CHANGE_ORDERS);
	assert_true(items[3].rank_parts[JX_CHANGE_PEERS] == 0);
	assert_true(items[0].rank_parts[JX_CHANGE_PEERS] == -JX_CHANGE_ORDERS);
	assert_true(items[0].rank_parts[JX_CHANGE_OWN] == 0);
}

static void parts_are_written_exactly(void **unused)
{
	(void)unused;
	static const struct {
		int64_t part;
		int64_t unit;
		const char *text;
	} cases[] = {{0, 1, "0"}, {24, 1, "1"}, {-28, 1, "-7/6"}, {6, 1, "0.25"}, {-3, 1, "-0.125"},
		{8, 1, "1/3"}, {24 * 1230000, 1000000, "1.23"}, {-12 * 10000, 1000000, "-0.005"},
		{8 * 10000, 1000000, "1/300"}};
	char text[JX_CHANGE_TEXT_BYTES];
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++)
		assert_string_equal(jx_change_print(cases[i].part, cases[i].unit, text), cases[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_those_of_all_orders),
		cmocka_unit_test(parts_add_up_for_every_department),
		cmocka_unit_test(what_did_not_change_has_no_part),
		cmocka_unit_test(parts_are_written_exactly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
