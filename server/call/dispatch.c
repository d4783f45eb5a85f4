#include "server/call/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/call/job.h"
#include "server/call/task_pool.h"
#include "server/daemon/daemon.h"
#include "server/probe/health.h"
#include "server/probe/reflection.h"
#include "server/ranking/rankings.h"

static void start_read(struct jx_task *task, enum jx_stage stage)
{
	task->stage = stage;
	if (jx_task_queue_read(task) != JX_OK)
		jx_task_answer(task);
}

static void start_write(struct jx_task *task)
{
	task->stage = JX_STAGE_HANDLE;
	if (jx_task_queue_write(task) != JX_OK)
		jx_task_answer(task);
}

/* Sends what of a page the connection takes; the next page is read when this one is out. */
static void pump(struct jx_task *task)
{
	bool may_send = true;
	while (may_send && task->n_sent < task->n_frames) {
		struct jx_reply_buf *frame = task->frames[task->n_sent++];
		may_send = jx_call_send(task->call, frame);
		jx_reply_buf_unref(frame);
	}
	if (task->n_sent < task->n_frames || (!may_send && !task->page.is_last))
		return; /* on_writable goes on */
	if (task->page.is_last) {
		jx_task_answer(task);
		return;
	}
	jx_task_drop_reply_bufs(task);
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
		jx_task_answer(task);
	else if (task->method->kind == JX_METHOD_WRITE && task->stage == JX_STAGE_PREPARE)
		start_write(task);
	else if (task->method->is_streaming && task->call->stream != NULL)
		pump(task);
	else
		jx_task_answer(task);
}

/* Answers from memory, at once. */
static void answer_on_loop(struct jx_task *task)
{
	task->status = jx_run_decode(task);
	if (task->status == JX_OK)
		task->status = task->handler->handle(task);
	if (task->status == JX_OK)
		task->status = jx_run_pack(task, task->reply, &task->frame);
	jx_memo_keep(&task->daemon->memo, task, task->frame, uv_now(&task->daemon->loop));
	jx_task_answer(task);
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

/* Routes a call: NULL with the error filled when it has no business at this listener. */
static const struct jx_method *route(
	struct jx_daemon *daemon, const struct jx_call *call, struct jx_error *error)
{
	const struct jx_method *method = jx_memo_method(&daemon->memo, call->path);
	if (method == NULL) {
		(void)jx_fail_with(error, JX_REASON_UNKNOWN_METHOD, JX_ARGS(JX_TEXT(call->path)));
		return NULL;
	}
	if ((method->listeners & (1u << (unsigned)call->listener)) == 0) {
		if (call->listener == JX_LISTENER_MAIN)
			(void)jx_fail_with(error, JX_REASON_UNKNOWN_METHOD, JX_ARGS(JX_TEXT(call->path)));
		else
			(void)jx_fail(error, call->listener == JX_LISTENER_ENROL ? JX_REASON_ENROL_HERE_ONLY
										 : JX_REASON_NO_CERTIFICATE);
		return NULL;
	}
	if (call->n_message_bytes > method->max_request_bytes) {
		char has[32];
		char limit[32];
		(void)snprintf(has, sizeof(has), "%zu", call->n_message_bytes);
		(void)snprintf(limit, sizeof(limit), "%u", method->max_request_bytes);
		(void)jx_fail_with(error, JX_REASON_MESSAGE_TOO_LARGE, JX_ARGS(JX_TEXT(has), JX_TEXT(limit)));
		return NULL;
	}
	return method;
}

/* The reply to a call when it is packed already: then there is nothing to do that would need a task. */
static struct jx_reply_buf *find_reply(
	struct jx_daemon *daemon, const struct jx_method *method, const struct jx_call *call)
{
	if (jx_tasks_is_stopping(daemon->tasks))
		return NULL;
	if (method->kind == JX_METHOD_RANKING)
		return jx_rankings_reply(daemon->rankings, call);
	return jx_memo_reply(&daemon->memo, method, call, uv_now(&daemon->loop));
}

static void on_call(void *user, struct jx_call *call)
{
	struct jx_daemon *daemon = user;
	struct jx_tasks *tasks = daemon->tasks;
	struct jx_error error;
	const struct jx_method *method = route(daemon, call, &error);
	if (method == NULL) {
		jx_task_refuse(tasks, call, &error);
		return;
	}
	struct jx_reply_buf *reply = find_reply(daemon, method, call);
	if (reply != NULL) {
		jx_task_reply_at_once(tasks, call, reply);
		return;
	}
	struct jx_task *task = NULL;
	if (jx_tasks_is_stopping(tasks))
		(void)jx_fail(&error, JX_REASON_SHUTTING_DOWN);
	else if ((task = jx_task_open(tasks, call)) == NULL)
		(void)jx_fail(&error, JX_REASON_OUT_OF_MEMORY);
	if (task == NULL) {
		jx_task_refuse(tasks, call, &error);
		return;
	}
	task->job.done = done_job;
	task->method = method;
	task->handler = daemon->memo.handler;
	start(task);
}

/* A write that is under way is finished: it is stored whole or not at all, and the retry finds it. */
static void on_gone(void *user, struct jx_call *call)
{
	(void)user;
	struct jx_task *task = call->user;
	if (task->method->kind == JX_METHOD_LOOP && task->method->is_streaming) {
		jx_health_unwatch(task);
		jx_task_answer(task);
	} else if (task->method->is_streaming && !task->is_queued) {
		/* between two pages, with nobody to send to */
		jx_task_answer(task);
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
	const struct jx_method *method = jx_memo_method(&((struct jx_daemon *)user)->memo, path);
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
	jx_task_answer(task);
}

struct jx_call_events jx_dispatch_events(struct jx_daemon *daemon)
{
	return (struct jx_call_events){
		.on_call = on_call,
		.on_gone = on_gone,
		.on_writable = on_writable,
		.is_conversation = is_conversation,
		.on_message = on_message,
		.on_end = on_end,
		.user = daemon,
	};
}
