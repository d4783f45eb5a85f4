/*
 * The tasks under way: where they come from, how they are queued, how they end.
 *
 * A task is opened for a call, owned by whoever has it, and answered exactly once; answering frees it. Spare ones are
 * kept with their memory. Thread: loop.
 */
#ifndef SERVER_CALL_TASK_POOL_H
#define SERVER_CALL_TASK_POOL_H

#include "server/call/task.h"

struct jx_tasks;

/** What has been answered since the start, for metrics and the log. */
struct jx_task_counters {
	uint64_t n_by_status[17]; /* by gRPC status code */
	size_t n_open;            /* not yet answered */
};

/** @return NULL without memory. */
struct jx_tasks *jx_tasks_new(struct jx_daemon *daemon);
void jx_tasks_free(struct jx_tasks *tasks); /* NULL allowed; no task may be open */

/** From now on a job that cannot be queued is refused with SHUTTING_DOWN instead of SERVER_BUSY. */
void jx_tasks_stop(struct jx_tasks *tasks);
bool jx_tasks_is_stopping(const struct jx_tasks *tasks);
const struct jx_task_counters *jx_tasks_counters(const struct jx_tasks *tasks);

/** Open a task for a call; call->user points to it from now on. @return NULL without memory. */
struct jx_task *jx_task_open(struct jx_tasks *tasks, struct jx_call *call);

/** End a call that never became a task. */
void jx_task_refuse(struct jx_tasks *tasks, struct jx_call *call, const struct jx_error *error);

/** Answer a call that needs no task, with a reply that is packed already. @param frame  borrowed. */
void jx_task_reply_at_once(struct jx_tasks *tasks, struct jx_call *call, struct jx_reply_buf *frame);

/** Answer a task with its frame, or with its error, and free it. */
void jx_task_answer(struct jx_task *task);

/** Free the frames a task has not sent. */
void jx_task_drop_reply_bufs(struct jx_task *task);

/** Queue a task on the readers, or on the writer.
 *
 * @return JX_OK: the task is the thread's until its done(); else task->status and task->error are set and the
 *   caller answers: JX_EXHAUSTED (SERVER_BUSY), JX_UNAVAILABLE (SHUTTING_DOWN).
 */
enum jx_status jx_task_queue_read(struct jx_task *task) JX_MUST_CHECK;
enum jx_status jx_task_queue_write(struct jx_task *task) JX_MUST_CHECK;

#endif
