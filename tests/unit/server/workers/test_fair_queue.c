#include "server/workers/fair_queue.h"

#include <stdlib.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "tests/support/test.h"

#define MS   UINT64_C(1000000)
#define MANY 1000u

/* Door 0 is wide; door 1 is small and runs one job at a time, like those of strangers. */
static const struct jx_section_limits LIMITS[JX_QUEUE_SECTIONS] = {
	{.max_jobs = MANY,
		.max_jobs_of_lane = 300,
		.max_steps = 2,
		.max_running = 4,
		.max_running_of_lane = 3,
		.max_long = 3,
		.max_long_of_lane = 2},
	{.max_jobs = 5,
		.max_jobs_of_lane = 2,
		.max_running = 1,
		.max_running_of_lane = 1,
		.max_long = 1,
		.max_long_of_lane = 1},
	{.max_jobs = 5,
		.max_jobs_of_lane = 2,
		.max_running = 1,
		.max_running_of_lane = 1,
		.max_long = 1,
		.max_long_of_lane = 1},
};

struct room {
	struct jx_fair_queue *queue;
	struct jx_turn turns[2 * MANY];
	size_t n;
};

static int open_room(void **state)
{
	struct room *room = calloc(1, sizeof(*room));
	assert_non_null(room);
	room->queue = jx_fair_queue_new(LIMITS);
	assert_non_null(room->queue);
	*state = room;
	return 0;
}

static int close_room(void **state)
{
	struct room *room = *state;
	struct jx_turn *turn;
	while ((turn = jx_fair_queue_pop(room->queue)) != NULL)
		jx_fair_queue_finish(room->queue, turn, MS);
	assert_int_equal(jx_fair_queue_waiting(room->queue), 0);
	assert_int_equal(jx_fair_queue_callers(room->queue), 0);
	jx_fair_queue_free(room->queue);
	free(room);
	return 0;
}

static enum jx_push push(struct room *room, unsigned section, uint64_t caller)
{
	struct jx_turn *turn = &room->turns[room->n];
	*turn = (struct jx_turn){.caller = caller, .section = section};
	enum jx_push result = jx_fair_queue_push(room->queue, turn);
	if (result == JX_PUSHED)
		room->n++;
	return result;
}

static void push_n(struct room *room, uint64_t caller, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(push(room, 0, caller), JX_PUSHED);
}

/* Runs one job to its end and says whose it was; 0: there was none. */
static uint64_t run_one(struct room *room, uint64_t cost_ns)
{
	struct jx_turn *turn = jx_fair_queue_pop(room->queue);
	if (turn == NULL)
		return 0;
	uint64_t caller = turn->caller;
	jx_fair_queue_finish(room->queue, turn, cost_ns);
	return caller;
}

static void one_caller_is_served_in_order(void **state)
{
	struct room *room = *state;
	push_n(room, 7, 10);
	for (size_t i = 0; i < 10; i++) {
		struct jx_turn *turn = jx_fair_queue_pop(room->queue);
		assert_ptr_equal(turn, &room->turns[i]);
		jx_fair_queue_finish(room->queue, turn, MS);
	}
	assert_null(jx_fair_queue_pop(room->queue));
}

static void a_newcomer_goes_before_what_another_has_queued(void **state)
{
	struct room *room = *state;
	push_n(room, 1, 300);
	for (unsigned i = 0; i < 20; i++)
		assert_int_equal(run_one(room, 250 * MS), 1);
	push_n(room, 2, 1);
	assert_int_equal(run_one(room, MS), 2);
	assert_int_equal(run_one(room, MS), 1);
}

static void callers_with_equal_jobs_alternate(void **state)
{
	struct room *room = *state;
	unsigned n_of[3] = {0};
	push_n(room, 1, 100);
	push_n(room, 2, 100);
	for (unsigned i = 0; i < 100; i++) {
		n_of[run_one(room, 5 * MS)]++;
		assert_in_range(n_of[1] - n_of[2] + 1, 0, 2);
	}
}

static void time_is_shared_and_not_the_number_of_jobs(void **state)
{
	struct room *room = *state;
	uint64_t used[3] = {0};
	push_n(room, 1, 300);
	push_n(room, 2, 300);
	for (unsigned i = 0; i < 200; i++) {
		struct jx_turn *turn = jx_fair_queue_pop(room->queue);
		uint64_t cost = turn->caller == 1 ? 100 * MS : MS;
		used[turn->caller] += cost;
		jx_fair_queue_finish(room->queue, turn, cost);
	}
	assert_in_range(used[1], used[2] / 2, used[2] + 200 * MS);
}

static void nobody_saves_time_up(void **state)
{
	struct room *room = *state;
	unsigned n_of[3] = {0};
	push_n(room, 1, 200);
	for (unsigned i = 0; i < 100; i++)
		assert_int_equal(run_one(room, 10 * MS), 1);
	push_n(room, 2, 100); /* idle until now: takes turns from here, not 100 before the other's next one */
	for (unsigned i = 0; i < 20; i++)
		n_of[run_one(room, 10 * MS)]++;
	assert_in_range(n_of[1], 9, 11);
}

static void one_caller_leaves_a_thread_to_the_others(void **state)
{
	struct room *room = *state;
	struct jx_turn *running[4] = {0};
	push_n(room, 1, 10);
	for (unsigned i = 0; i < 3; i++)
		assert_non_null(running[i] = jx_fair_queue_pop(room->queue));
	assert_null(jx_fair_queue_pop(room->queue));
	push_n(room, 2, 1);
	running[3] = jx_fair_queue_pop(room->queue);
	assert_int_equal(running[3]->caller, 2);
	for (unsigned i = 0; i < 4; i++)
		jx_fair_queue_finish(room->queue, running[i], MS);
}

static void long_work_of_one_leaves_room_for_long_work_of_another(void **state)
{
	struct room *room = *state;
	struct jx_turn *running[3] = {0};
	for (unsigned i = 0; i < 4; i++) {
		room->turns[room->n] = (struct jx_turn){.caller = i < 3 ? 1 : 2, .is_large = true};
		assert_int_equal(jx_fair_queue_push(room->queue, &room->turns[room->n++]), JX_PUSHED);
	}
	for (unsigned i = 0; i < 3; i++)
		assert_non_null(running[i] = jx_fair_queue_pop(room->queue));
	assert_null(jx_fair_queue_pop(room->queue));
	assert_int_equal(running[0]->caller + running[1]->caller + running[2]->caller, 4);
	for (unsigned i = 0; i < 3; i++)
		jx_fair_queue_finish(room->queue, running[i], 100 * MS);
	assert_int_equal(run_one(room, 100 * MS), 1);
}

static void long_work_of_many_leaves_a_thread_to_short_work(void **state)
{
	struct room *room = *state;
	struct jx_turn *running[4] = {0};
	for (uint64_t caller = 1; caller <= 5; caller++) {
		room->turns[room->n] = (struct jx_turn){.caller = caller, .is_large = true};
		assert_int_equal(jx_fair_queue_push(room->queue, &room->turns[room->n++]), JX_PUSHED);
	}
	for (unsigned i = 0; i < 3; i++)
		assert_non_null(running[i] = jx_fair_queue_pop(room->queue));
	assert_null(jx_fair_queue_pop(room->queue));
	push_n(room, 9, 1);
	running[3] = jx_fair_queue_pop(room->queue);
	assert_int_equal(running[3]->caller, 9);
	for (unsigned i = 0; i < 4; i++)
		jx_fair_queue_finish(room->queue, running[i], 100 * MS);
}

static void who_took_long_is_expected_to_take_long(void **state)
{
	struct room *room = *state;
	push_n(room, 1, 10);
	assert_int_equal(run_one(room, JX_LONG_JOB_MS * MS - 1), 1);
	struct jx_turn *turn = jx_fair_queue_pop(room->queue);
	assert_false(turn->is_long);
	jx_fair_queue_finish(room->queue, turn, JX_LONG_JOB_MS * MS);
	turn = jx_fair_queue_pop(room->queue);
	assert_true(turn->is_long);
	jx_fair_queue_finish(room->queue, turn, MS);
}

static void a_caller_at_the_ceiling_is_refused_alone(void **state)
{
	struct room *room = *state;
	push_n(room, 1, 300);
	assert_int_equal(push(room, 0, 1), JX_PUSH_LANE_FULL);
	assert_int_equal(push(room, 0, 2), JX_PUSHED);
	struct jx_turn *turn = jx_fair_queue_pop(room->queue); /* running jobs count, too */
	assert_int_equal(push(room, 0, 1), JX_PUSH_LANE_FULL);
	jx_fair_queue_finish(room->queue, turn, MS);
	assert_int_equal(push(room, 0, 1), JX_PUSHED);
}

static void a_full_section_leaves_the_others_open(void **state)
{
	struct room *room = *state;
	for (uint64_t caller = 1; caller <= 5; caller++)
		assert_int_equal(push(room, 1, caller), JX_PUSHED);
	assert_int_equal(push(room, 1, 6), JX_PUSH_FULL);
	assert_int_equal(push(room, 0, 6), JX_PUSHED);
	assert_int_equal(push(room, 2, 6), JX_PUSHED);
}

static void a_step_of_work_under_way_is_taken_beyond_the_ceilings(void **state)
{
	struct room *room = *state;
	for (uint64_t caller = 1; room->n < MANY; caller++)
		push_n(room, caller, MANY - room->n < 250 ? MANY - room->n : 250);
	assert_int_equal(push(room, 0, 9), JX_PUSH_FULL);
	struct jx_turn steps[3];
	for (unsigned i = 0; i < 3; i++) {
		steps[i] = (struct jx_turn){.caller = 10 + i, .is_step = true};
		assert_int_equal(
			jx_fair_queue_push(room->queue, &steps[i]), i < 2 ? JX_PUSHED : JX_PUSH_FULL);
	}
	while (run_one(room, MS) != 0)
		;
}

static void sections_take_turns_within_their_share(void **state)
{
	struct room *room = *state;
	struct jx_turn *running[4] = {0};
	unsigned n_strangers = 0;
	push_n(room, 1, 5);
	push_n(room, 2, 5);
	for (uint64_t caller = 1; caller <= 3; caller++)
		assert_int_equal(push(room, 1, caller), JX_PUSHED);
	for (unsigned i = 0; i < 4; i++) {
		assert_non_null(running[i] = jx_fair_queue_pop(room->queue));
		n_strangers += running[i]->section == 1;
	}
	assert_int_equal(n_strangers, 1);
	for (unsigned i = 0; i < 4; i++)
		jx_fair_queue_finish(room->queue, running[i], MS);
}

/* Random pushes, pops and ends: nothing is lost, doubled or above a ceiling. */
static void every_job_runs_once_in_any_order_of_events(void **state)
{
	struct room *room = *state;
	struct jx_turn *running[4] = {0};
	size_t n_running = 0;
	size_t n_run = 0;
	uint32_t random = 1;
	while (room->n < MANY || n_run < room->n) {
		random = random * 1664525u + 1013904223u;
		unsigned what = random >> 16 & 3;
		if (what < 2 && room->n < MANY) {
			(void)push(room, random >> 20 & 1, 1 + (random >> 22 & 15));
		} else if (what == 2 && n_running < JX_COUNT_OF(running)) {
			struct jx_turn *turn = jx_fair_queue_pop(room->queue);
			if (turn != NULL)
				running[n_running++] = turn;
		} else if (n_running > 0) {
			jx_fair_queue_finish(room->queue, running[--n_running], (random >> 8 & 63) * MS);
			n_run++;
		}
		assert_int_equal(jx_fair_queue_waiting(room->queue), room->n - n_run - n_running);
	}
}

static void who_waits_is_counted_once(void **state)
{
	struct room *room = *state;
	(void)push(room, 0, 1);
	(void)push(room, 0, 1);
	(void)push(room, 0, 2);
	(void)push(room, 1, 1);
	assert_int_equal(jx_fair_queue_callers(room->queue), 3);
	struct jx_turn *turn = jx_fair_queue_pop(room->queue);
	assert_non_null(turn);
	size_t n = jx_fair_queue_callers(room->queue);
	assert_true(n == 2 || (n == 3 && turn->caller == 1 && turn->section == 0));
	jx_fair_queue_finish(room->queue, turn, MS);
	assert_int_equal(jx_fair_queue_callers(room->queue), n);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_room, close_room)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_caller_is_served_in_order),
		TEST(a_newcomer_goes_before_what_another_has_queued),
		TEST(callers_with_equal_jobs_alternate),
		TEST(time_is_shared_and_not_the_number_of_jobs),
		TEST(nobody_saves_time_up),
		TEST(one_caller_leaves_a_thread_to_the_others),
		TEST(long_work_of_one_leaves_room_for_long_work_of_another),
		TEST(long_work_of_many_leaves_a_thread_to_short_work),
		TEST(who_took_long_is_expected_to_take_long),
		TEST(a_caller_at_the_ceiling_is_refused_alone),
		TEST(a_full_section_leaves_the_others_open),
		TEST(a_step_of_work_under_way_is_taken_beyond_the_ceilings),
		TEST(sections_take_turns_within_their_share),
		TEST(who_waits_is_counted_once),
		TEST(every_job_runs_once_in_any_order_of_events),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
