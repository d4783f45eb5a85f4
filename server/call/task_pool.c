#include "server/call/task_pool.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/fnv.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/wire/buf.h"
#include "server/base/clock.h"
#include "server/cache/rulebooks.h"
#include "server/cache/snapshots.h"
#include "server/call/call_log.h"
#include "server/call/job.h"
#include "server/call/record.h"
#include "server/call/strangers.h"
#include "server/counts/call_counts.h"

/* Tasks kept for reuse, each with one chunk of its arena: a burst of calls allocates nothing. */
#define MAX_SPARE_TASKS 256
/* A big report must not leave its memory behind in every spare task. */
#define MAX_SPARE_ARENA_BYTES (64u * 1024u)

/* While more calls are open, their memory is about to be used again. */
#define MAX_OPEN_AT_TRIM 8

struct jx_task_pool {
	struct jx_services *services;
	struct jx_task *spare;     /* by next_waiting */
	struct jx_link publishers; /* of tasks */
	size_t n_spare;
	size_t n_open;
	size_t n_large; /* answered since memory was given back */
	bool is_stopping;
};

struct jx_task_pool *jx_task_pool_new(struct jx_services *services)
{
	struct jx_task_pool *pool = calloc(1, sizeof(*pool));
	if (pool == NULL)
		return NULL;
	pool->services = services;
	jx_list_init(&pool->publishers);
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

/* The allocator keeps what is freed: after 300 reports of 0.7 MB more than twice what the daemon needs. */
void jx_task_pool_trim(struct jx_task_pool *pool)
{
	if (pool->n_large == 0 || pool->n_open > MAX_OPEN_AT_TRIM)
		return;
	pool->n_large = 0;
	(void)malloc_trim(0);
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

/* Whose queue a call stands in: the person's, whichever certificate was shown; a stranger's connection. */
static uint64_t caller_of(const struct jx_call *call)
{
	uint64_t caller = 0;
	if (!call->has_peer)
		return jx_fnv_text(JX_FNV_START, call->peer_address);
	memcpy(&caller, call->peer_person, sizeof(caller));
	return caller;
}

static struct jx_turn turn_of(const struct jx_task *task)
{
	const struct jx_call *call = task->call;
	return (struct jx_turn){.caller = caller_of(call),
		.section = (unsigned)call->listener,
		.is_large = call->n_message_bytes >= JX_LARGE_REQUEST_BYTES};
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
	task->opened_ns = jx_clock_monotonic_ns();
	task->deadline_ms = call->deadline_ms;
	task->received_ms = task->now_ms = jx_clock_ms();
	jx_list_init(&task->publisher.link);
	call->user = task;
	pool->n_open++;
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
	pool->n_open--;
	pool->n_large += task->arena.n_held_bytes > MAX_SPARE_ARENA_BYTES ? 1 : 0;
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

/* An error with the fields that are wrong; without them when there is no memory for them. What is refused because it has
 * ended stays refused, so the time is kept before anybody is told. */
static void finish_with_error(struct jx_task *task)
{
	struct jx_buf details;
	jx_record_time(task->services->store);
	jx_buf_init(&details, JX_MAX_ERROR_DETAIL_BYTES);
	bool has_details = task->n_violations > 0 && jx_details_pack(&task->error, task->violations,
							     task->n_violations, &details) == JX_OK;
	jx_call_finish(task->call, &task->error, has_details ? details.bytes : NULL,
		has_details ? details.n_bytes : 0);
	jx_buf_clear(&details);
}

static const struct jx_publisher *find_publisher(struct jx_task_pool *pool, const char *round)
{
	for (struct jx_link *link = pool->publishers.next; link != &pool->publishers; link = link->next) {
		const struct jx_publisher *publisher = JX_OF_LINK(link, struct jx_publisher, link);
		if (strcmp(publisher->round, round) == 0)
			return publisher;
	}
	return NULL;
}

enum jx_status jx_task_claim_round(struct jx_task *task)
{
	struct jx_task_pool *pool = task->services->task_pool;
	struct jx_publisher *own = &task->publisher;
	const struct jx_publisher *publisher = find_publisher(pool, task->round);
	if (publisher == own)
		return JX_OK;
	if (publisher != NULL)
		return jx_fail_with(&task->error, JX_REASON_PUBLISHING_NOW,
			JX_ARGS(JX_TEXT(publisher->person), JX_TEXT(publisher->round)));
	(void)jx_text_copy(own->round, sizeof(own->round), task->round);
	(void)jx_text_copy(own->person, sizeof(own->person), task->caller.id);
	jx_list_append(&pool->publishers, &own->link);
	return JX_OK;
}

void jx_task_start_over(struct jx_task *task)
{
	jx_arena_clear(&task->arena);
	task->message = NULL;
	task->reply = NULL;
	task->prepared = NULL;
	task->invited = NULL;
	task->violations = NULL;
	task->n_violations = 0;
	task->is_begun = false;
	task->goes_on = false;
	task->starts_over = false;
	task->touches_rankings = false;
	task->n_starts++;
}

/* Dispatching it was a try of a code; one that was not wrong costs nothing. */
static void settle_try(const struct jx_task *task)
{
	bool is_try = task->call->listener == JX_LISTENER_ENROL && task->method->kind != JX_METHOD_LOOP;
	if (is_try && task->status != JX_DENIED && task->status != JX_INVALID)
		jx_strangers_pay_back(task->services->strangers, task->call, uv_now(task->services->loop));
}

static void count_task(const struct jx_task *task)
{
	struct jx_call_counts *counts = task->services->call_counts;
	jx_call_counts_add(counts, task->method, task->status, jx_clock_monotonic_ns() - task->opened_ns);
	if (task->status == JX_OK && task->method->kind == JX_METHOD_WRITE && !task->is_replayed &&
		!task->discard_writes)
		jx_call_counts_add_change(counts);
}

void jx_task_answer(struct jx_task *task)
{
	count_task(task);
	jx_call_log_end(task->services->call_log, task);
	settle_try(task);
	jx_list_remove(&task->publisher.link);
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

/* Says why a job was not taken; the task is the loop's again. */
static void refuse_job(struct jx_task *task, enum jx_push push)
{
	struct jx_error *error = &task->error;
	task->is_queued = false;
	if (task->services->task_pool->is_stopping || push == JX_PUSH_CLOSED)
		task->status = jx_fail(error, JX_REASON_SHUTTING_DOWN);
	else if (push == JX_PUSH_LANE_FULL)
		task->status = jx_fail_with(error, JX_REASON_OWN_CALLS_WAIT,
			JX_ARGS(JX_U64(jx_workers_share((unsigned)task->call->listener))));
	else
		task->status = jx_fail(
			error, push == JX_PUSH_NO_MEMORY ? JX_REASON_OUT_OF_MEMORY : JX_REASON_SERVER_BUSY);
}

bool jx_task_try_read(
	struct jx_task *task, void (*run)(struct jx_job *job, struct jx_db *db), jx_task_step then)
{
	task->job = (struct jx_job){.turn = turn_of(task), .run_read = run, .done = on_job_done};
	/* What is worth caching takes long, and who asks for it was looked up in a job of its own. */
	if (run == jx_job_read && task->handler->cache == JX_CACHE_BY_REQUEST)
		task->job.turn.is_large = true;
	task->then = then;
	task->is_queued = true;
	enum jx_push push = jx_workers_read(task->services->workers, &task->job);
	if (push == JX_PUSHED)
		return true;
	refuse_job(task, push);
	return false;
}

void jx_task_queue_read(
	struct jx_task *task, void (*run)(struct jx_job *job, struct jx_db *db), jx_task_step then)
{
	if (!jx_task_try_read(task, run, then))
		then(task);
}

void jx_task_queue_write(struct jx_task *task, jx_task_step then)
{
	task->job = (struct jx_job){.turn = turn_of(task),
		.run_write = jx_job_write,
		.fail_write = jx_job_fail_write,
		.after_commit = task->handler->complete != NULL ? jx_job_complete : NULL,
		.done = on_job_done};
	task->job.turn.is_step = task->goes_on;
	task->then = then;
	task->is_queued = true;
	enum jx_push push = jx_workers_write(task->services->workers, &task->job);
	if (push == JX_PUSHED)
		return;
	refuse_job(task, push);
	then(task);
}
