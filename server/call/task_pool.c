#include "server/call/task_pool.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/wire/buf.h"
#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/cache/rulebooks.h"
#include "server/cache/snapshots.h"
#include "server/call/idempotency.h"
#include "server/call/job.h"

/* Tasks kept for reuse, each with one chunk of its arena: a burst of calls allocates nothing. */
#define MAX_SPARE_TASKS 256
/* A big report must not leave its memory behind in every spare task. */
#define MAX_SPARE_ARENA_BYTES (64u * 1024u)

struct jx_task_pool {
	struct jx_services *services;
	struct jx_task *spare; /* by next_waiting */
	size_t n_spare;
	bool is_stopping;
};

struct jx_task_pool *jx_task_pool_new(struct jx_services *services)
{
	struct jx_task_pool *pool = calloc(1, sizeof(*pool));
	if (pool != NULL)
		pool->services = services;
	return pool;
}

void jx_task_pool_free(struct jx_task_pool *pool)
{
	if (pool == NULL)
		return;
	while (pool->spare != NULL) {
		struct jx_task *task = pool->spare;
		pool->spare = task->next_waiting;
		jx_arena_clear(&task->arena);
		free(task);
	}
	free(pool);
}

void jx_task_pool_stop(struct jx_task_pool *pool)
{
	pool->is_stopping = true;
}

bool jx_task_pool_is_stopping(const struct jx_task_pool *pool)
{
	return pool->is_stopping;
}

static struct jx_task *take_spare_task(struct jx_task_pool *pool)
{
	struct jx_task *task = pool->spare;
	pool->spare = task->next_waiting;
	pool->n_spare--;
	/* The arena stays where it is, so that its allocator's pointer back to it stays right. */
	struct jx_arena arena = task->arena;
	memset(task, 0, sizeof(*task));
	task->arena = arena;
	task->arena.max_bytes = JX_MAX_ARENA_BYTES;
	return task;
}

static struct jx_task *new_task(void)
{
	struct jx_task *task = calloc(1, sizeof(*task));
	if (task != NULL)
		jx_arena_init(&task->arena, JX_MAX_ARENA_BYTES);
	return task;
}

struct jx_task *jx_task_open(struct jx_task_pool *pool, const struct jx_route *route, struct jx_call *call)
{
	struct jx_task *task = pool->spare != NULL ? take_spare_task(pool) : new_task();
	if (task == NULL)
		return NULL;
	jx_arena_init(&task->scratch, JX_MAX_SCRATCH_BYTES);
	task->services = pool->services;
	task->method = route->method;
	task->handler = route->handler;
	task->call = call;
	task->deadline_ms = call->deadline_ms;
	task->now_ms = jx_clock_ms();
	call->user = task;
	return task;
}

void jx_task_drop_replies(struct jx_task *task)
{
	jx_reply_buf_unref(task->reply_buf);
	for (size_t i = task->n_sent; i < task->n_page_bufs; i++)
		jx_reply_buf_unref(task->page_bufs[i]);
	free(task->page_bufs);
	task->page_bufs = NULL;
	task->n_page_bufs = 0;
	task->n_sent = 0;
	task->reply_buf = NULL;
}

static void free_task(struct jx_task *task)
{
	struct jx_services *services = task->services;
	struct jx_task_pool *pool = services->task_pool;
	jx_task_drop_replies(task);
	jx_rulebooks_unref(services->rulebooks, task->rulebook);
	jx_snapshots_unref(services->snapshots, task->snapshot, task->order);
	free(task->cursor);
	if (pool->n_spare >= MAX_SPARE_TASKS) {
		jx_arena_clear(&task->arena);
		free(task);
		return;
	}
	jx_arena_reset(&task->arena);
	if (task->arena.n_held_bytes > MAX_SPARE_ARENA_BYTES)
		jx_arena_clear(&task->arena);
	task->next_waiting = pool->spare;
	pool->spare = task;
	pool->n_spare++;
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
	if (task->status == JX_OK) {
		if (task->reply_buf != NULL)
			(void)jx_call_send(task->call, task->reply_buf);
		jx_call_finish(task->call, NULL, NULL, 0);
	} else {
		finish_with_error(task);
	}
	free_task(task);
}

void jx_task_answer_with(struct jx_task *task, struct jx_reply_buf *reply)
{
	jx_reply_buf_ref(reply);
	task->reply_buf = reply;
	task->status = JX_OK;
	jx_task_answer(task);
}

static void on_job_done(struct jx_job *job)
{
	struct jx_task *task = (struct jx_task *)job;
	task->is_queued = false;
	task->then(task);
}

static void refuse_job(struct jx_task *task)
{
	bool is_stopping = task->services->task_pool->is_stopping;
	task->status = jx_fail(&task->error, is_stopping ? JX_REASON_SHUTTING_DOWN : JX_REASON_SERVER_BUSY);
	on_job_done(&task->job);
}

void jx_task_queue_read(
	struct jx_task *task, void (*run)(struct jx_job *job, struct jx_db *db), jx_task_step then)
{
	task->job = (struct jx_job){.run_read = run, .done = on_job_done};
	task->then = then;
	task->is_queued = true;
	if (jx_workers_read(task->services->workers, &task->job) != JX_OK)
		refuse_job(task);
}

void jx_task_queue_write(struct jx_task *task, jx_task_step then)
{
	task->job = (struct jx_job){
		.run_write = jx_job_write, .fail_write = jx_job_fail_write, .done = on_job_done};
	task->then = then;
	task->is_queued = true;
	if (jx_workers_write(task->services->workers, &task->job) != JX_OK)
		refuse_job(task);
}
