/*
 * The calls under way, as tasks: how one is opened, queued on the threads and answered.
 *
 * A task is opened for a call, owned by whoever has it, and answered exactly once; answering frees it. Spare tasks are
 * reused with their memory. Thread: loop.
 */
#ifndef SERVER_CALL_TASK_POOL_H
#define SERVER_CALL_TASK_POOL_H

#include "server/call/task.h"

struct jx_task_pool;

/** @param services  borrowed. @return NULL without memory. */
struct jx_task_pool *jx_task_pool_new(struct jx_services *services);
void jx_task_pool_free(struct jx_task_pool *pool); /* NULL allowed; no task may be open */

/** From now on a job that cannot be queued is refused with SHUTTING_DOWN. */
void jx_task_pool_stop(struct jx_task_pool *pool);

/** Give the memory of large calls back to the system once they are over. Called now and then; cheap when there was none. */
void jx_task_pool_trim(struct jx_task_pool *pool);

/** Open a task for a call; call->user points to it from now on. @return NULL without memory. */
struct jx_task *jx_task_open(struct jx_task_pool *pool, const struct jx_route *route, struct jx_call *call);

/** Make a task the one that publishes its round, until it is answered.
 *
 * @return JX_OK, also when it is already; JX_CONFLICT (PUBLISHING_NOW) when another is, with task->error filled.
 */
enum jx_status jx_task_claim_round(struct jx_task *task) JX_MUST_CHECK;

/** Forget what a task was prepared from and has written, so that it can be checked and written once more. */
void jx_task_start_over(struct jx_task *task);

/** Answer a task with its reply_buf, or with its error, and free it. */
void jx_task_answer(struct jx_task *task);

/** Answer a task that has no reply of its own with one that is packed already, and free it. */
void jx_task_answer_with(struct jx_task *task, struct jx_reply_buf *reply);

/** Drop the replies that a task has packed and not sent. */
void jx_task_drop_replies(struct jx_task *task);

/** Have a job run by a reader, or by the writer; after it, then(task) runs on the loop.
 *
 * When the job cannot be queued, then(task) is called at once with task->status and task->error set: JX_EXHAUSTED
 * (SERVER_BUSY; OWN_CALLS_WAIT, when the caller has too many waiting) or JX_UNAVAILABLE (SHUTTING_DOWN). In between, the task is the thread's.
 * @param run  of job.h.
 */
void jx_task_queue_read(
	struct jx_task *task, void (*run)(struct jx_job *job, struct jx_db *db), jx_task_step then);
void jx_task_queue_write(struct jx_task *task, jx_task_step then);

/** As jx_task_queue_read(), but when the job cannot be queued then() is not called. @return whether it was queued. */
bool jx_task_try_read(
	struct jx_task *task, void (*run)(struct jx_job *job, struct jx_db *db), jx_task_step then);

#endif
