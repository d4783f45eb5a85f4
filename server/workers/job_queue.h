/*
 * Jobs on their way from the loop to threads that wait for them: a fair queue (fair_queue.h) with a lock and a clock.
 *
 * Every job that was pushed is taken once, also after the queue was closed. Thread: any.
 */
#ifndef SERVER_WORK_JOB_QUEUE_H
#define SERVER_WORK_JOB_QUEUE_H

#include "server/workers/fair_queue.h"

struct jx_job_queue;

/** @param limits  of JX_QUEUE_SECTIONS sections, copied. @return NULL without memory. */
struct jx_job_queue *jx_job_queue_new(const struct jx_section_limits *limits);
void jx_job_queue_free(struct jx_job_queue *queue); /* NULL allowed; no job may wait or run */

/** Hand a job in. @return JX_PUSHED; else the job is the caller's still. */
enum jx_push jx_job_queue_push(struct jx_job_queue *queue, struct jx_turn *turn);

/** What waits in a queue. */
struct jx_queue_load {
	size_t n_jobs;
	size_t n_callers; /* whose they are */
};

/** What waits, as it was a moment ago: no lock is taken, so nobody who works on the queue is held up. */
struct jx_queue_load jx_job_queue_load(struct jx_job_queue *queue);

#define JX_WAIT_FOR_EVER UINT32_MAX

/** Take the job whose turn it is.
 *
 * @param wait_ms  how long to wait for one; 0: not at all.
 * @param ret_is_over  set when there is none and, the queue being closed, there will be none.
 * @return NULL: none may run now.
 */
struct jx_turn *jx_job_queue_take(struct jx_job_queue *queue, uint32_t wait_ms, bool *ret_is_over);

/** A job that was taken is done: its caller is charged the time since then. */
void jx_job_queue_finish(struct jx_job_queue *queue, struct jx_turn *turn);

/** Take in no more jobs. */
void jx_job_queue_close(struct jx_job_queue *queue);

#endif
