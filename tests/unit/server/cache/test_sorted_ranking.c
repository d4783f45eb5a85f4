/* Orders of a snapshot: what stands where, and finding one department in it. */
#include "tests/support/test.h"

#include <stdio.h>

#include "proto/contract/base/array.h"
#include "server/cache/sorted_ranking.h"

#define MANY 5000u

static const struct jx_ranking_row ROWS[] = {
	{.department = "101",
		.peer_group = "bureau",
		.final = {.micros = 90000000, .has = true},
		.is_verifiable = true},
	{.department = "102",
		.peer_group = "town",
		.final = {.micros = 95000000, .has = true},
		.is_verifiable = true},
	{.department = "103",
		.peer_group = "bureau",
		.final = {.micros = 90000000, .has = true},
		.is_verifiable = true},
	{.department = "104", .peer_group = "town", .final = {.has = false}, .is_verifiable = true},
	{.department = "105",
		.peer_group = "bureau",
		.final = {.micros = 80000000, .has = true},
		.is_verifiable = true},
};
#define N_ROWS JX_COUNT_OF(ROWS)

static const struct jx_ranking RANKING = {.rows = (struct jx_ranking_row *)ROWS, .n_rows = N_ROWS};

static struct jx_ranking_query query_of(const char *by, const char *peer_group)
{
	return (struct jx_ranking_query){.by = by, .peer_group = peer_group, .where = ""};
}

static struct jx_sorted_ranking *make_of(
	const struct jx_ranking *ranking, const struct jx_ranking_query *query)
{
	struct jx_sorted_ranking *order = NULL;
	struct jx_error error;
	assert_int_equal(jx_sorted_ranking_new(ranking, query, NULL, &order, &error), JX_OK);
	return order;
}

static struct jx_sorted_ranking *make(const char *by, const char *peer_group)
{
	const struct jx_ranking_query query = query_of(by, peer_group);
	return make_of(&RANKING, &query);
}

static void every_department_is_found_with_its_rank(void **state)
{
	static const uint32_t RANKS[N_ROWS] = {2, 1, 2, 0, 4};
	struct jx_sorted_ranking *order = make("", "");
	(void)state;
	assert_int_equal(order->n_items, N_ROWS);
	for (size_t i = 0; i < N_ROWS; i++) {
		const struct jx_rank_item *item = jx_sorted_ranking_find(order, &RANKING, ROWS[i].department);
		assert_non_null(item);
		assert_int_equal(item->index, i);
		assert_int_equal(item->ret_rank, RANKS[i]);
	}
	assert_int_equal(order->items[0].index, 1);
	assert_int_equal(order->items[N_ROWS - 1].index, 3);
	jx_sorted_ranking_unref(order);
}

static void a_stranger_is_not_found(void **state)
{
	static const char *const CODES[] = {"", "10", "1011", "106"};
	struct jx_sorted_ranking *order = make("", "");
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(CODES); i++)
		assert_null(jx_sorted_ranking_find(order, &RANKING, CODES[i]));
	jx_sorted_ranking_unref(order);
}

static void a_peer_group_is_ranked_by_itself(void **state)
{
	struct jx_sorted_ranking *order = make("", "bureau");
	(void)state;
	assert_int_equal(order->n_items, 3);
	assert_int_equal(jx_sorted_ranking_find(order, &RANKING, "101")->ret_rank, 1);
	assert_int_equal(jx_sorted_ranking_find(order, &RANKING, "105")->ret_rank, 3);
	assert_null(jx_sorted_ranking_find(order, &RANKING, "102"));
	jx_sorted_ranking_unref(order);
}

static void a_group_without_members_is_an_empty_table(void **state)
{
	struct jx_sorted_ranking *order = make("", "nobody");
	(void)state;
	assert_int_equal(order->n_items, 0);
	assert_null(jx_sorted_ranking_find(order, &RANKING, "101"));
	jx_sorted_ranking_unref(order);
}

static void nobody_ranks_by_what_nobody_has(void **state)
{
	struct jx_sorted_ranking *order = make("execution_rate", "");
	(void)state;
	assert_int_equal(order->n_items, N_ROWS);
	for (size_t i = 0; i < N_ROWS; i++)
		assert_int_equal(order->items[i].ret_rank, 0);
	jx_sorted_ranking_unref(order);
}

static void claims_and_unknown_metrics_are_refused(void **state)
{
	static const struct {
		const char *by;
		enum jx_reason reason;
	} CASES[] = {{"claimed_score", JX_REASON_NOT_RANKABLE}, {"no_such", JX_REASON_UNKNOWN_METRIC}};
	struct jx_sorted_ranking *order = NULL;
	struct jx_error error;
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(CASES); i++) {
		const struct jx_ranking_query query = query_of(CASES[i].by, "");
		assert_int_not_equal(jx_sorted_ranking_new(&RANKING, &query, NULL, &order, &error), JX_OK);
		assert_int_equal(error.reason, CASES[i].reason);
	}
	assert_null(order);
}

static void an_order_knows_what_it_is_of(void **state)
{
	struct jx_sorted_ranking *order = make("execution_rate", "town");
	(void)state;
	struct jx_ranking_query query = query_of("execution_rate", "town");
	assert_true(jx_sorted_ranking_is(order, &query));
	query.is_lower_first = true;
	assert_false(jx_sorted_ranking_is(order, &query));
	query = query_of("execution_rate", "town");
	query.where = "row.is_late";
	assert_false(jx_sorted_ranking_is(order, &query));
	query = query_of("execution_rate", "");
	assert_false(jx_sorted_ranking_is(order, &query));
	query = query_of("", "town");
	assert_false(jx_sorted_ranking_is(order, &query));
	jx_sorted_ranking_unref(order);
}

static void by_a_score_what_cannot_be_verified_stands_apart(void **state)
{
	static const struct jx_ranking_row rows[] = {
		{.department = "1", .peer_group = "", .final = {.micros = 99000000, .has = true}},
		{.department = "2",
			.peer_group = "",
			.final = {.micros = 60000000, .has = true},
			.claimed = {.micros = 60000000, .has = true},
			.is_verifiable = true},
		{.department = "3", .peer_group = "", .final = {.micros = 100000000, .has = true}},
	};
	const struct jx_ranking ranking = {.rows = (struct jx_ranking_row *)rows, .n_rows = 3};
	struct jx_ranking_query query = query_of("", "");
	struct jx_sorted_ranking *order = make_of(&ranking, &query);
	static const uint32_t WANTED[][2] = {{1, 1}, {2, 0}, {0, 0}}; /* row, rank */
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(order->items[i].index, WANTED[i][0]);
		assert_int_equal(order->items[i].ret_rank, WANTED[i][1]);
	}
	jx_sorted_ranking_unref(order);
	query.score = JX_SCORE_KIND_CLAIMED;
	order = make_of(&ranking, &query);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(order->items[i].ret_rank, 0);
	assert_int_equal(order->items[0].index, 1);
	jx_sorted_ranking_unref(order);
}

static void thousands_are_all_found(void **state)
{
	static struct jx_ranking_row rows[MANY];
	static char codes[MANY][8];
	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		(void)snprintf(codes[i], sizeof(codes[i]), "%06zu", 100000 + i);
		rows[i] = (struct jx_ranking_row){.department = codes[i],
			.peer_group = "",
			.final = {.micros = (int64_t)(i * 7919 % MANY), .has = true},
			.is_verifiable = true};
	}
	const struct jx_ranking ranking = {.rows = rows, .n_rows = MANY};
	const struct jx_ranking_query query = query_of("", "");
	struct jx_sorted_ranking *order = make_of(&ranking, &query);
	for (size_t i = 0; i < MANY; i++) {
		const struct jx_rank_item *item = jx_sorted_ranking_find(order, &ranking, codes[i]);
		assert_non_null(item);
		assert_int_equal(item->ret_rank, MANY - i * 7919 % MANY);
	}
	jx_sorted_ranking_unref(order);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_department_is_found_with_its_rank),
		cmocka_unit_test(a_stranger_is_not_found),
		cmocka_unit_test(a_peer_group_is_ranked_by_itself),
		cmocka_unit_test(a_group_without_members_is_an_empty_table),
		cmocka_unit_test(nobody_ranks_by_what_nobody_has),
		cmocka_unit_test(claims_and_unknown_metrics_are_refused),
		cmocka_unit_test(an_order_knows_what_it_is_of),
		cmocka_unit_test(by_a_score_what_cannot_be_verified_stands_apart),
		cmocka_unit_test(thousands_are_all_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
