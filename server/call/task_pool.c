#include "server/call/task_pool.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/wire/buf.h"
#include "server/call/idempotency.h"
#include "server/call/job.h"
#include "server/daemon/clock.h"
#include "server/daemon/daemon.h"
#include "server/daemon/log.h"
#include "server/judging/rulebooks.h"

/* Tasks kept for reuse, each with one chunk of its arena: a burst of calls allocates nothing. */
#define MAX_SPARE_TASKS 256
/* A big report must not leave its memory behind in every spare task. */
#define MAX_SPARE_ARENA_BYTES (64u * 1024u)

struct jx_tasks {
	struct jx_daemon *daemon;
	struct jx_task_counters counters;
	struct jx_task *spare;
	size_t n_spare;
	bool is_stopping;
};

struct jx_tasks *jx_tasks_new(struct jx_daemon *daemon)
{
	struct jx_tasks *tasks = calloc(1, sizeof(*tasks));
	if (tasks != NULL)
		tasks->daemon = daemon;
	return tasks;
}

void jx_tasks_free(struct jx_tasks *tasks)
{
	if (tasks == NULL)
		return;
	while (tasks->spare != NULL) {
		struct jx_task *task = tasks->spare;
		tasks->spare = task->next_waiting;
		jx_arena_clear(&task->arena);
		free(task);
	}
	free(tasks);
}

void jx_tasks_stop(struct jx_tasks *tasks)
{
	tasks->is_stopping = true;
}

bool jx_tasks_is_stopping(const struct jx_tasks *tasks)
{
	return tasks->is_stopping;
}

const struct jx_task_counters *jx_tasks_counters(const struct jx_tasks *tasks)
{
	return &tasks->counters;
}

struct jx_task *jx_task_open(struct jx_tasks *tasks, struct jx_call *call)
{
	struct jx_task *task = tasks->spare;
	struct jx_arena arena;
	if (task != NULL) {
		tasks->spare = task->next_waiting;
		tasks->n_spare--;
		arena = task->arena;
		memset(task, 0, sizeof(*task));
		task->arena = arena;
		task->arena.max_bytes = JX_MAX_ARENA_BYTES;
		/* the allocator's back pointer stays right: the arena is where it was */
	} else {
		task = calloc(1, sizeof(*task));
		if (task == NULL)
			return NULL;
		jx_arena_init(&task->arena, JX_MAX_ARENA_BYTES);
	}
	task->daemon = tasks->daemon;
	task->call = call;
	task->deadline_ms = call->deadline_ms;
	task->now_ms = jx_clock_ms();
	call->user = task;
	tasks->counters.n_open++;
	return task;
}

void jx_task_drop_reply_bufs(struct jx_task *task)
{
	jx_reply_buf_unref(task->frame);
	for (size_t i = task->n_sent; i < task->n_frames; i++)
		jx_reply_buf_unref(task->frames[i]);
	free(task->frames);
	task->frames = NULL;
	task->n_frames = 0;
	task->n_sent = 0;
	task->frame = NULL;
}

static void task_free(struct jx_task *task)
{
	struct jx_tasks *tasks = task->daemon->tasks;
	jx_task_drop_reply_bufs(task);
	jx_rulebooks_unref(task->daemon->rulebooks, task->rulebook);
	free(task->cursor);
	tasks->counters.n_open--;
	if (tasks->n_spare >= MAX_SPARE_TASKS) {
		jx_arena_clear(&task->arena);
		free(task);
		return;
	}
	jx_arena_reset(&task->arena);
	if (task->arena.n_held_bytes > MAX_SPARE_ARENA_BYTES)
		jx_arena_clear(&task->arena);
	task->next_waiting = tasks->spare;
	tasks->spare = task;
	tasks->n_spare++;
}

static void count(struct jx_tasks *tasks, enum jx_status status)
{
	if ((unsigned)status < JX_COUNT_OF(tasks->counters.n_by_status))
		tasks->counters.n_by_status[status]++;
}

void jx_task_refuse(struct jx_tasks *tasks, struct jx_call *call, const struct jx_error *error)
{
	count(tasks, jx_reason_status(error->reason));
	jx_call_finish(call, error, NULL, 0);
}

void jx_task_reply_at_once(struct jx_tasks *tasks, struct jx_call *call, struct jx_reply_buf *frame)
{
	count(tasks, JX_OK);
	(void)jx_call_send(call, frame);
	jx_call_finish(call, NULL, NULL, 0);
}

/* An error with the fields that are wrong; without them when there is no memory for them. */
static void finish_with_error(struct jx_task *task)
{
	struct jx_buf details;
	jx_buf_init(&details, JX_MAX_ERROR_DETAIL_BYTES);
	bool has_details = task->n_violations > 0 && jx_details_pack(&task->error, task->violations,
							     task->n_violations, &details) == JX_OK;
	jx_call_finish(task->call, &task->error, has_details ? details.bytes : NULL,
		has_details ? details.n_bytes : 0);
	jx_buf_clear(&details);
}

static bool is_our_fault(enum jx_status status)
{
	return status == JX_INTERNAL || status == JX_DATA_LOSS || status == JX_UNAVAILABLE;
}

/* One line for every write and for every error that is ours: who, what, how it ended. Never a figure or a text. */
static void log_end(const struct jx_task *task)
{
	if (task->method->kind != JX_METHOD_WRITE && !is_our_fault(task->status))
		return;
	jx_log_write(is_our_fault(task->status) ? JX_LOG_ERROR : JX_LOG_INFO, "call", "method",
		task->method->path, "person", task->caller.id, "peer", task->call->peer_address, "request_id",
		jx_task_request_id(task), "status", jx_status_name(task->status), "reason",
		jx_reason_name(task->status == JX_OK ? JX_REASON_NONE : task->error.reason), NULL);
}

void jx_task_answer(struct jx_task *task)
{
	log_end(task);
	struct jx_call *call = task->call;
	count(task->daemon->tasks, task->status);
	if (task->status == JX_OK) {
		if (task->frame != NULL)
			(void)jx_call_send(call, task->frame);
		jx_call_finish(call, NULL, NULL, 0);
	} else {
		finish_with_error(task);
	}
	task_free(task);
}

static enum jx_status refuse_job(struct jx_task *task)
{
	task->is_queued = false;
	enum jx_reason reason =
		task->daemon->tasks->is_stopping ? JX_REASON_SHUTTING_DOWN : JX_REASON_SERVER_BUSY;
	task->status = jx_fail(&task->error, reason);
	return task->status;
}

enum jx_status jx_task_queue_read(struct jx_task *task)
{
	task->job.run = jx_run_read;
	task->is_queued = true;
	return jx_workers_read(task->daemon->workers, &task->job) == JX_OK ? JX_OK : refuse_job(task);
}

enum jx_status jx_task_queue_write(struct jx_task *task)
{
	task->job.run = jx_run_write;
	task->job.fail = jx_run_fail;
	task->is_queued = true;
	return jx_workers_write(task->daemon->workers, &task->job) == JX_OK ? JX_OK : refuse_job(task);
}
