#include "server/workers/job_queue.h"

#include <pthread.h>
#include <stdatomic.h>

#include "proto/contract/base/array.h"
#include "tests/support/test.h"

static const struct jx_section_limits LIMITS[JX_QUEUE_SECTIONS] = {
	{.max_jobs = 1000,
		.max_jobs_of_lane = 1000,
		.max_running = 4,
		.max_running_of_lane = 1,
		.max_long = 4,
		.max_long_of_lane = 4},
	{.max_jobs = 1000,
		.max_jobs_of_lane = 1000,
		.max_running = 1,
		.max_running_of_lane = 1,
		.max_long = 1,
		.max_long_of_lane = 1},
	{.max_jobs = 1,
		.max_jobs_of_lane = 1,
		.max_running = 1,
		.max_running_of_lane = 1,
		.max_long = 1,
		.max_long_of_lane = 1},
};

struct crew {
	struct jx_job_queue *queue;
	atomic_uint n_taken;
};

static void *work(void *arg)
{
	struct crew *crew = arg;
	bool is_over = false;
	while (!is_over) {
		struct jx_turn *turn = jx_job_queue_take(crew->queue, JX_WAIT_FOR_EVER, &is_over);
		if (turn == NULL)
			continue;
		(void)atomic_fetch_add(&crew->n_taken, 1);
		jx_job_queue_finish(crew->queue, turn);
	}
	return NULL;
}

/* Lanes and a section that run one job at a time make threads wait beside work; all must come back for it. */
static void threads_take_every_job_and_end_when_closed(void **state)
{
	(void)state;
	static struct jx_turn turns[600];
	pthread_t threads[4];
	struct crew crew = {.queue = jx_job_queue_new(LIMITS)};
	assert_non_null(crew.queue);
	for (size_t i = 0; i < JX_COUNT_OF(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, work, &crew), 0);
	for (size_t i = 0; i < JX_COUNT_OF(turns); i++) {
		turns[i] = (struct jx_turn){.caller = i % 3, .section = i % 2};
		assert_int_equal(jx_job_queue_push(crew.queue, &turns[i]), JX_PUSHED);
	}
	jx_job_queue_close(crew.queue);
	for (size_t i = 0; i < JX_COUNT_OF(threads); i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(atomic_load(&crew.n_taken), JX_COUNT_OF(turns));
	jx_job_queue_free(crew.queue);
}

static void a_closed_queue_gives_what_it_has_and_takes_no_more(void **state)
{
	(void)state;
	struct jx_job_queue *queue = jx_job_queue_new(LIMITS);
	struct jx_turn first = {.caller = 1};
	struct jx_turn second = {.caller = 1};
	bool is_over = true;
	assert_null(jx_job_queue_take(queue, 0, &is_over));
	assert_false(is_over);
	assert_int_equal(jx_job_queue_push(queue, &first), JX_PUSHED);
	jx_job_queue_close(queue);
	assert_int_equal(jx_job_queue_push(queue, &second), JX_PUSH_CLOSED);
	assert_ptr_equal(jx_job_queue_take(queue, JX_WAIT_FOR_EVER, &is_over), &first);
	assert_false(is_over);
	jx_job_queue_finish(queue, &first);
	assert_null(jx_job_queue_take(queue, JX_WAIT_FOR_EVER, &is_over));
	assert_true(is_over);
	jx_job_queue_free(queue);
}

static void waiting_ends_after_its_time(void **state)
{
	(void)state;
	struct jx_job_queue *queue = jx_job_queue_new(LIMITS);
	bool is_over = true;
	assert_null(jx_job_queue_take(queue, 1, &is_over));
	assert_false(is_over);
	jx_job_queue_free(queue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_take_every_job_and_end_when_closed),
		cmocka_unit_test(a_closed_queue_gives_what_it_has_and_takes_no_more),
		cmocka_unit_test(waiting_ends_after_its_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
