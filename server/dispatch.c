#include "server/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/codec.h"
#include "proto/contract/limits.h"
#include "server/auth.h"
#include "server/clock.h"
#include "server/daemon.h"
#include "server/health.h"
#include "server/idempotency.h"
#include "server/rankings.h"
#include "server/reflection.h"

/* Tasks kept for reuse, each with one chunk of its arena: a burst of calls allocates nothing. */
#define MAX_SPARE_TASKS 256
/* A big report must not leave its memory behind in every spare task. */
#define MAX_SPARE_ARENA_BYTES (64u * 1024u)

struct jx_dispatch {
	struct jx_daemon *daemon;
	struct jx_dispatch_counters counters;
	struct jx_task *spare;
	size_t n_spare;
	bool is_stopping;
};

static void done_job(struct jx_job *job);

static struct jx_task *task_new(struct jx_dispatch *dispatch, struct jx_call *call)
{
	struct jx_task *task = dispatch->spare;
	struct jx_arena arena;
	if (task != NULL) {
		dispatch->spare = task->next_waiting;
		dispatch->n_spare--;
		arena = task->arena;
		memset(task, 0, sizeof(*task));
		task->arena = arena;
		/* the allocator's back pointer stays right: the arena is where it was */
	} else {
		task = calloc(1, sizeof(*task));
		if (task == NULL)
			return NULL;
		jx_arena_init(&task->arena, JX_MAX_ARENA_BYTES);
	}
	task->daemon = dispatch->daemon;
	task->call = call;
	task->deadline_ms = call->deadline_ms;
	task->now_ms = jx_clock_ms();
	task->job.done = done_job;
	call->user = task;
	dispatch->counters.n_open++;
	return task;
}

static void free_frames(struct jx_task *task)
{
	jx_frame_free(task->frame);
	for (size_t i = task->n_sent; i < task->n_frames; i++)
		jx_frame_free(task->frames[i]);
	free(task->frames);
	task->frames = NULL;
	task->n_frames = 0;
	task->n_sent = 0;
	task->frame = NULL;
}

static void task_free(struct jx_task *task)
{
	struct jx_dispatch *dispatch = task->daemon->dispatch;
	free_frames(task);
	free(task->cursor);
	dispatch->counters.n_open--;
	if (dispatch->n_spare >= MAX_SPARE_TASKS) {
		jx_arena_clear(&task->arena);
		free(task);
		return;
	}
	jx_arena_reset(&task->arena);
	if (task->arena.n_held_bytes > MAX_SPARE_ARENA_BYTES)
		jx_arena_clear(&task->arena);
	task->next_waiting = dispatch->spare;
	dispatch->spare = task;
	dispatch->n_spare++;
}

static void count(struct jx_dispatch *dispatch, enum jx_status status)
{
	if ((unsigned)status <
		sizeof(dispatch->counters.n_by_status) / sizeof(dispatch->counters.n_by_status[0]))
		dispatch->counters.n_by_status[status]++;
}

/* Ends a call that never became a task. */
static void refuse(struct jx_dispatch *dispatch, struct jx_call *call, const struct jx_error *error)
{
	count(dispatch, jx_reason_status(error->reason));
	jx_call_finish(call, error, NULL, 0);
}

void jx_dispatch_reply(struct jx_task *task)
{
	struct jx_call *call = task->call;
	count(task->daemon->dispatch, task->status);
	if (task->status == JX_OK) {
		if (task->frame != NULL)
			(void)jx_call_send(call, task->frame);
		jx_call_finish(call, NULL, NULL, 0);
	} else {
		jx_call_finish(call, &task->error, NULL, 0);
	}
	task_free(task);
}

static void fail(struct jx_task *task, enum jx_reason reason)
{
	task->status = jx_fail(&task->error, reason, NULL, NULL, NULL);
}

/* ---- the worker's half ---- */

static bool is_late(const struct jx_task *task)
{
	return jx_clock_monotonic_ms() >= task->deadline_ms;
}

static enum jx_status decode(struct jx_task *task)
{
	const struct jx_method *method = task->method;
	const struct jx_call *call = task->call;
	return (method->is_strict ? jx_codec_unpack_strict : jx_codec_unpack)(method->request, call->message,
		call->n_message_bytes, &task->arena, &task->error, &task->message);
}

/* One message to one frame. */
static enum jx_status pack(struct jx_task *task, const ProtobufCMessage *message, struct jx_frame **ret_frame)
{
	size_t n = jx_codec_packed_bytes(message);
	if (n > JX_MAX_MESSAGE_BYTES) {
		char has[32];
		char limit[32];
		(void)snprintf(has, sizeof(has), "%zu", n);
		(void)snprintf(limit, sizeof(limit), "%u", JX_MAX_MESSAGE_BYTES);
		return jx_fail(&task->error, JX_REASON_MESSAGE_TOO_LARGE, has, limit, NULL);
	}
	struct jx_frame *frame = jx_frame_new(n);
	if (frame == NULL)
		return jx_fail(&task->error, JX_REASON_OUT_OF_MEMORY, NULL, NULL, NULL);
	enum jx_status status = jx_codec_pack(message, jx_frame_message(frame), n, &task->error, &n);
	if (status != JX_OK) {
		jx_frame_free(frame);
		return status;
	}
	*ret_frame = frame;
	return JX_OK;
}

static enum jx_status pack_page(struct jx_task *task)
{
	size_t n = task->page.n_replies;
	task->frames = n > 0 ? calloc(n, sizeof(*task->frames)) : NULL;
	if (n > 0 && task->frames == NULL)
		return jx_fail(&task->error, JX_REASON_OUT_OF_MEMORY, NULL, NULL, NULL);
	for (size_t i = 0; i < n; i++) {
		enum jx_status status = pack(task, task->page.replies[i], &task->frames[i]);
		if (status != JX_OK)
			return status;
		task->n_frames = i + 1;
	}
	return JX_OK;
}

static enum jx_status pack_reply(struct jx_task *task)
{
	if (task->method->is_streaming)
		return pack_page(task);
	return pack(task, task->reply, &task->frame);
}

static enum jx_status prepare(struct jx_task *task)
{
	enum jx_status status = decode(task);
	if (status == JX_OK)
		status = jx_idempotency_digest(task);
	if (status == JX_OK && task->handler->prepare != NULL)
		status = task->handler->prepare(task);
	return status;
}

static enum jx_status handle_read(struct jx_task *task)
{
	enum jx_status status = jx_auth_check(task);
	if (status == JX_OK && task->message == NULL)
		status = decode(task);
	if (status == JX_OK)
		status = task->handler->handle(task);
	return status;
}

static bool is_over(void *user)
{
	return is_late(user);
}

static bool run_read(struct jx_job *job, struct jx_db *db)
{
	struct jx_task *task = (struct jx_task *)job;
	if (is_late(task)) {
		fail(task, JX_REASON_DEADLINE_PASSED);
		return false;
	}
	bool is_write = task->method->kind == JX_METHOD_WRITE;
	task->db = db;
	task->status = jx_db_begin_read(db, is_over, task, &task->error);
	if (task->status == JX_OK) {
		if (is_write)
			task->status = jx_auth_check(
				task); /* no work for those who may not; asked again when written */
		else if (task->stage == JX_STAGE_PREPARE)
			task->status = jx_rankings_authorise(task);
		else
			task->status = handle_read(task);
		jx_db_end_read(db);
	}
	task->db = NULL;
	if (task->status == JX_OK && is_write)
		task->status = prepare(task);
	else if (task->status == JX_OK && task->stage == JX_STAGE_HANDLE)
		task->status = pack_reply(task);
	return false;
}

static bool run_write(struct jx_job *job, struct jx_db *db)
{
	struct jx_task *task = (struct jx_task *)job;
	if (is_late(task)) {
		fail(task, JX_REASON_DEADLINE_PASSED);
		return false;
	}
	task->db = db;
	task->status = jx_auth_check(task);
	if (task->status == JX_OK)
		task->status = jx_idempotency_replay(task);
	if (task->status == JX_OK && !task->is_replayed) {
		task->status = task->handler->handle(task);
		if (task->status == JX_OK)
			task->status = pack_reply(task);
		if (task->status == JX_OK)
			task->status = jx_idempotency_keep(task);
	}
	task->db = NULL;
	if (task->status == JX_OK)
		return !jx_idempotency_is_dry_run(task) && !task->is_undone;
	return task->keeps_refusal;
}

static void fail_write(struct jx_job *job, const struct jx_error *error)
{
	struct jx_task *task = (struct jx_task *)job;
	task->error = *error;
	task->status = jx_reason_status(error->reason);
	task->touches_rankings = false;
}

/* ---- back on the loop ---- */

static enum jx_status refuse_job(struct jx_task *task)
{
	task->is_queued = false;
	fail(task, task->daemon->dispatch->is_stopping ? JX_REASON_SHUTTING_DOWN : JX_REASON_SERVER_BUSY);
	return task->status;
}

enum jx_status jx_dispatch_read(struct jx_task *task)
{
	task->job.run = run_read;
	task->is_queued = true;
	return jx_workers_read(task->daemon->workers, &task->job) == JX_OK ? JX_OK : refuse_job(task);
}

static void start_read(struct jx_task *task, enum jx_stage stage)
{
	task->stage = stage;
	if (jx_dispatch_read(task) != JX_OK)
		jx_dispatch_reply(task);
}

static void start_write(struct jx_task *task)
{
	task->stage = JX_STAGE_HANDLE;
	task->job.run = run_write;
	task->job.fail = fail_write;
	task->is_queued = true;
	if (jx_workers_write(task->daemon->workers, &task->job) != JX_OK) {
		(void)refuse_job(task);
		jx_dispatch_reply(task);
	}
}

/* Sends what of a page the connection takes; the next page is read when this one is out. */
static void pump(struct jx_task *task)
{
	bool may_send = true;
	while (may_send && task->n_sent < task->n_frames) {
		struct jx_frame *frame = task->frames[task->n_sent++];
		may_send = jx_call_send(task->call, frame);
		jx_frame_free(frame);
	}
	if (task->n_sent < task->n_frames || (!may_send && !task->page.is_last))
		return; /* on_writable goes on */
	if (task->page.is_last) {
		jx_dispatch_reply(task);
		return;
	}
	free_frames(task);
	jx_arena_reset(&task->arena);
	task->message = NULL;
	task->page = (struct jx_reply_page){0};
	start_read(task, JX_STAGE_HANDLE);
}

static void done_job(struct jx_job *job)
{
	struct jx_task *task = (struct jx_task *)job;
	task->is_queued = false;
	if (task->method->kind == JX_METHOD_RANKING) {
		jx_rankings_done(task);
		return;
	}
	if (task->touches_rankings && task->round[0] != '\0')
		jx_rankings_forget(task->daemon->rankings, task->round);
	if (task->status != JX_OK)
		jx_dispatch_reply(task);
	else if (task->method->kind == JX_METHOD_WRITE && task->stage == JX_STAGE_PREPARE)
		start_write(task);
	else if (task->method->is_streaming && task->call->stream != NULL)
		pump(task);
	else
		jx_dispatch_reply(task);
}

/* Answers from memory, at once. */
static void answer_on_loop(struct jx_task *task)
{
	task->status = decode(task);
	if (task->status == JX_OK)
		task->status = task->handler->handle(task);
	if (task->status == JX_OK)
		task->status = pack(task, task->reply, &task->frame);
	jx_dispatch_reply(task);
}

static void start(struct jx_task *task)
{
	switch (task->method->kind) {
	case JX_METHOD_LOOP:
		/* a conversation goes on with on_message */
		if (task->method->is_streaming && !task->method->is_bidirectional)
			jx_health_watch(task);
		else if (!task->method->is_bidirectional)
			answer_on_loop(task);
		break;
	case JX_METHOD_READ:
		start_read(task, JX_STAGE_HANDLE);
		break;
	case JX_METHOD_WRITE:
		start_read(task, JX_STAGE_PREPARE);
		break;
	case JX_METHOD_RANKING:
		jx_rankings_start(task);
		break;
	}
}

/* Routes a call: NULL with the error filled when it has no business at this door. */
static const struct jx_method *route(const struct jx_call *call, struct jx_error *error)
{
	const struct jx_method *method = jx_method_find(call->path);
	if (method == NULL) {
		(void)jx_fail(error, JX_REASON_UNKNOWN_METHOD, call->path, NULL, NULL);
		return NULL;
	}
	if ((method->doors & (1u << (unsigned)call->listener)) == 0) {
		if (call->listener == JX_LISTENER_MAIN)
			(void)jx_fail(error, JX_REASON_UNKNOWN_METHOD, call->path, NULL, NULL);
		else
			(void)jx_fail(error,
				call->listener == JX_LISTENER_ENROL ? JX_REASON_ENROL_HERE_ONLY
								    : JX_REASON_NO_CERTIFICATE,
				NULL, NULL, NULL);
		return NULL;
	}
	if (call->n_message_bytes > method->max_request_bytes) {
		char has[32];
		char limit[32];
		(void)snprintf(has, sizeof(has), "%zu", call->n_message_bytes);
		(void)snprintf(limit, sizeof(limit), "%u", method->max_request_bytes);
		(void)jx_fail(error, JX_REASON_MESSAGE_TOO_LARGE, has, limit, NULL);
		return NULL;
	}
	return method;
}

static void on_call(void *user, struct jx_call *call)
{
	struct jx_dispatch *dispatch = user;
	struct jx_error error = {0};
	const struct jx_method *method = route(call, &error);
	if (method == NULL) {
		refuse(dispatch, call, &error);
		return;
	}
	struct jx_task *task = NULL;
	if (dispatch->is_stopping)
		(void)jx_fail(&error, JX_REASON_SHUTTING_DOWN, NULL, NULL, NULL);
	else if ((task = task_new(dispatch, call)) == NULL)
		(void)jx_fail(&error, JX_REASON_OUT_OF_MEMORY, NULL, NULL, NULL);
	if (task == NULL) {
		refuse(dispatch, call, &error);
		return;
	}
	task->method = method;
	task->handler = jx_handler_find(method->path);
	start(task);
}

/* A write that is under way is finished: it is stored whole or not at all, and the retry finds it. */
static void on_gone(void *user, struct jx_call *call)
{
	(void)user;
	struct jx_task *task = call->user;
	if (task->method->kind == JX_METHOD_LOOP && task->method->is_streaming) {
		jx_health_unwatch(task);
		jx_dispatch_reply(task);
	} else if (task->method->is_streaming && !task->is_queued) {
		/* between two pages, with nobody to send to */
		jx_dispatch_reply(task);
	}
}

static void on_writable(void *user, struct jx_call *call)
{
	(void)user;
	struct jx_task *task = call->user;
	if (task->method->kind == JX_METHOD_READ && !task->is_queued)
		pump(task);
}

static bool is_conversation(void *user, const char *path)
{
	(void)user;
	const struct jx_method *method = jx_method_find(path);
	return method != NULL && method->is_bidirectional;
}

static void on_message(void *user, struct jx_call *call)
{
	(void)user;
	jx_reflection_message(call->user);
}

static void on_end(void *user, struct jx_call *call)
{
	(void)user;
	struct jx_task *task = call->user;
	task->status = JX_OK;
	jx_dispatch_reply(task);
}

enum jx_status jx_dispatch_new(
	struct jx_daemon *daemon, struct jx_error *error, struct jx_dispatch **ret_dispatch)
{
	struct jx_dispatch *dispatch = calloc(1, sizeof(*dispatch));
	if (dispatch == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY, NULL, NULL, NULL);
	dispatch->daemon = daemon;
	*ret_dispatch = dispatch;
	return JX_OK;
}

void jx_dispatch_free(struct jx_dispatch *dispatch)
{
	if (dispatch == NULL)
		return;
	while (dispatch->spare != NULL) {
		struct jx_task *task = dispatch->spare;
		dispatch->spare = task->next_waiting;
		jx_arena_clear(&task->arena);
		free(task);
	}
	free(dispatch);
}

struct jx_call_events jx_dispatch_events(struct jx_dispatch *dispatch)
{
	return (struct jx_call_events){
		.on_call = on_call,
		.on_gone = on_gone,
		.on_writable = on_writable,
		.is_conversation = is_conversation,
		.on_message = on_message,
		.on_end = on_end,
		.user = dispatch,
	};
}

void jx_dispatch_stop(struct jx_dispatch *dispatch)
{
	dispatch->is_stopping = true;
	jx_health_stop(dispatch->daemon->health);
}

const struct jx_dispatch_counters *jx_dispatch_counters(const struct jx_dispatch *dispatch)
{
	return &dispatch->counters;
}
