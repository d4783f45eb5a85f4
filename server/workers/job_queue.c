#include "server/workers/job_queue.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "server/base/clock.h"

struct jx_job_queue {
	pthread_mutex_t mutex;
	pthread_cond_t has_changed;
	struct jx_fair_queue *jobs;
	bool is_closed;
	/* Written under the mutex after each change, read without it. */
	_Atomic size_t n_jobs;
	_Atomic size_t n_callers;
};

static void note_load(struct jx_job_queue *queue)
{
	atomic_store_explicit(&queue->n_jobs, jx_fair_queue_waiting(queue->jobs), memory_order_relaxed);
	atomic_store_explicit(&queue->n_callers, jx_fair_queue_callers(queue->jobs), memory_order_relaxed);
}

struct jx_job_queue *jx_job_queue_new(const struct jx_section_limits *limits)
{
	struct jx_job_queue *queue = calloc(1, sizeof(*queue));
	if (queue == NULL)
		return NULL;
	queue->jobs = jx_fair_queue_new(limits);
	if (queue->jobs == NULL) {
		free(queue);
		return NULL;
	}
	pthread_condattr_t attributes;
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&queue->mutex, NULL);
	(void)pthread_cond_init(&queue->has_changed, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	return queue;
}

void jx_job_queue_free(struct jx_job_queue *queue)
{
	if (queue == NULL)
		return;
	(void)pthread_cond_destroy(&queue->has_changed);
	(void)pthread_mutex_destroy(&queue->mutex);
	jx_fair_queue_free(queue->jobs);
	free(queue);
}

enum jx_push jx_job_queue_push(struct jx_job_queue *queue, struct jx_turn *turn)
{
	(void)pthread_mutex_lock(&queue->mutex);
	enum jx_push result = queue->is_closed ? JX_PUSH_CLOSED : jx_fair_queue_push(queue->jobs, turn);
	note_load(queue);
	if (result == JX_PUSHED)
		(void)pthread_cond_signal(&queue->has_changed);
	(void)pthread_mutex_unlock(&queue->mutex);
	return result;
}

static int wait_for_change(struct jx_job_queue *queue, uint64_t until_ns)
{
	const struct timespec until = {
		.tv_sec = (time_t)(until_ns / 1000000000u), .tv_nsec = (long)(until_ns % 1000000000u)};
	if (until_ns == UINT64_MAX)
		return pthread_cond_wait(&queue->has_changed, &queue->mutex);
	return pthread_cond_timedwait(&queue->has_changed, &queue->mutex, &until);
}

static bool is_over(const struct jx_job_queue *queue)
{
	return queue->is_closed && jx_fair_queue_waiting(queue->jobs) == 0;
}

struct jx_turn *jx_job_queue_take(struct jx_job_queue *queue, uint32_t wait_ms, bool *ret_is_over)
{
	uint64_t until_ns = wait_ms == JX_WAIT_FOR_EVER
				    ? UINT64_MAX
				    : jx_clock_monotonic_ns() + wait_ms * UINT64_C(1000000);
	(void)pthread_mutex_lock(&queue->mutex);
	struct jx_turn *turn = jx_fair_queue_pop(queue->jobs);
	int rc = 0;
	while (turn == NULL && wait_ms > 0 && rc == 0 && !is_over(queue)) {
		rc = wait_for_change(queue, until_ns);
		turn = jx_fair_queue_pop(queue->jobs);
	}
	note_load(queue);
	if (turn != NULL)
		turn->started_ns = jx_clock_monotonic_ns();
	*ret_is_over = turn == NULL && is_over(queue);
	(void)pthread_mutex_unlock(&queue->mutex);
	return turn;
}

/* A job that ends lets another of its caller run, and the last one that waits ends the threads of a closed queue. */
void jx_job_queue_finish(struct jx_job_queue *queue, struct jx_turn *turn)
{
	(void)pthread_mutex_lock(&queue->mutex);
	jx_fair_queue_finish(queue->jobs, turn, jx_clock_monotonic_ns() - turn->started_ns);
	if (queue->is_closed)
		(void)pthread_cond_broadcast(&queue->has_changed);
	else if (jx_fair_queue_waiting(queue->jobs) > 0)
		(void)pthread_cond_signal(&queue->has_changed);
	(void)pthread_mutex_unlock(&queue->mutex);
}

void jx_job_queue_close(struct jx_job_queue *queue)
{
	(void)pthread_mutex_lock(&queue->mutex);
	queue->is_closed = true;
	(void)pthread_cond_broadcast(&queue->has_changed);
	(void)pthread_mutex_unlock(&queue->mutex);
}

struct jx_queue_load jx_job_queue_load(struct jx_job_queue *queue)
{
	return (struct jx_queue_load){
		.n_jobs = atomic_load_explicit(&queue->n_jobs, memory_order_relaxed),
		.n_callers = atomic_load_explicit(&queue->n_callers, memory_order_relaxed),
	};
}
