#include "server/call/dispatch.h"

#include "server/base/clock.h"
#include "server/cache/snapshots.h"
#include "server/call/call_log.h"
#include "server/call/job.h"
#include "server/call/plain_get.h"
#include "server/call/reply_cache.h"
#include "server/call/strangers.h"
#include "server/call/task_pool.h"
#include "server/counts/call_counts.h"

static void read_next(struct jx_task *task);

/* Sends a page, so that all of it is on its caller's account; the next page is read once the stream has drained. */
static void send_page(struct jx_task *task)
{
	bool may_send = true;
	while (task->n_sent < task->n_page_bufs && task->call->stream != NULL) {
		struct jx_reply_buf *reply = task->page_bufs[task->n_sent++];
		may_send = jx_call_send(task->call, reply);
		jx_reply_buf_unref(reply);
	}
	if (task->call->stream == NULL)
		return; /* on_gone ends it */
	if (task->page.is_last) {
		jx_task_answer(task);
		return;
	}
	if (!may_send)
		return; /* on_writable goes on */
	jx_task_drop_replies(task);
	task->page = (struct jx_reply_page){0};
	read_next(task);
}

static void finish_read(struct jx_task *task)
{
	if (task->status == JX_OK && task->method->is_streaming && task->call->stream != NULL)
		send_page(task);
	else
		jx_task_answer(task);
}

/* The one reply of a read, or the next page of it. */
static void read_next(struct jx_task *task)
{
	jx_task_queue_read(task, jx_job_read, finish_read);
}

/* Closes the connections of certificates that a write has ended, after the answer: one of them may be the caller's own. */
static void answer_and_close(struct jx_task *task)
{
	const struct jx_services *services = task->services;
	struct jx_arena arena = task->arena; /* which holds the fingerprints, and outlives the task here */
	const struct jx_fingerprints ended = task->ended;
	jx_arena_init(&task->arena, 0);
	jx_task_answer(task);
	for (size_t i = 0; i < ended.n; i++)
		services->close_certificate(services->close_user, ended.rows[i]);
	jx_arena_clear(&arena);
}

static void begin_write(struct jx_task *task);

/* What is cached of a round is dropped before the caller hears that they have changed it, and after each step of a long act,
 * whatever becomes of the others. */
static void drop_cached(const struct jx_task *task)
{
	if (task->touches_every_round) {
		jx_reply_cache_invalidate(task->services->reply_cache, NULL);
		jx_snapshots_invalidate(task->services->snapshots, NULL);
	} else if (task->touches_rankings && task->round[0] != '\0') {
		jx_reply_cache_invalidate(task->services->reply_cache, task->round);
		jx_snapshots_invalidate(task->services->snapshots, task->round);
	}
}

static void finish_write(struct jx_task *task)
{
	drop_cached(task);
	if (task->status == JX_OK && task->goes_on) {
		jx_task_queue_write(task, finish_write);
		return;
	}
	if (task->status != JX_OK && task->starts_over) {
		jx_task_start_over(task);
		jx_task_queue_read(task, jx_job_check, begin_write);
		return;
	}
	if (task->status == JX_OK && task->ended.n > 0)
		answer_and_close(task);
	else
		jx_task_answer(task);
}

static void begin_write(struct jx_task *task)
{
	if (task->status == JX_OK && !task->is_replayed && task->publishes)
		task->status = jx_task_claim_round(task);
	if (task->status == JX_OK && !task->is_replayed)
		jx_task_queue_write(task, finish_write);
	else
		jx_task_answer(task);
}

static struct jx_reply_key key_of(const struct jx_method *method, const struct jx_call *call, uint32_t view)
{
	return (struct jx_reply_key){.method = method,
		.request = call->message,
		.n_request_bytes = call->n_message_bytes,
		.view = view};
}

static void finish_cached_read(struct jx_task *task);

/* Answers all who waited for a reply as its maker is answered. */
static void share_reply(struct jx_task *task)
{
	struct jx_reply_buf *reply = task->status == JX_OK ? task->reply_buf : NULL;
	struct jx_task *next = jx_reply_cache_put(task->services->reply_cache, task->cached_reply, reply);
	while (next != NULL) {
		struct jx_task *waiting = next;
		next = waiting->next_waiting;
		if (reply != NULL) {
			jx_task_answer_with(waiting, reply);
		} else {
			waiting->error = task->error;
			waiting->status = task->status;
			jx_task_answer(waiting);
		}
	}
	jx_task_answer(task);
}

/* What ends a maker and says nothing about the reply: its caller waits no longer, or has too many calls waiting. A query
 * that takes too long takes as long for the next one. */
static bool is_own_failure(struct jx_task *task)
{
	return (task->status == JX_DEADLINE && jx_stop_is_due(jx_task_stop(task))) ||
	       (task->status != JX_OK && task->error.reason == JX_REASON_OWN_CALLS_WAIT);
}

/* A maker has failed for itself: one who waits takes its place, and the others go on waiting. */
static void pass_on(struct jx_task *task)
{
	struct jx_cached_reply *entry = task->cached_reply;
	struct jx_task *next = jx_reply_cache_next_maker(entry);
	while (next != NULL && is_own_failure(task)) {
		jx_task_answer(task);
		task = next;
		task->cached_reply = entry;
		if (jx_task_try_read(task, jx_job_read, finish_cached_read))
			return;
		next = is_own_failure(task) ? jx_reply_cache_next_maker(entry) : NULL;
	}
	share_reply(task);
}

static void finish_cached_read(struct jx_task *task)
{
	if (is_own_failure(task))
		pass_on(task);
	else
		share_reply(task);
}

/* The caller may see it: give the cached reply, wait for the one that is being made, or make it. */
static void begin_cached_read(struct jx_task *task)
{
	if (task->status != JX_OK) {
		jx_task_answer(task);
		return;
	}
	struct jx_reply_cache *cache = task->services->reply_cache;
	const struct jx_reply_key key = key_of(task->method, task->call, task->view);
	struct jx_reply_buf *reply = jx_reply_cache_get(cache, &key);
	if (reply != NULL) {
		jx_task_answer_with(task, reply);
		return;
	}
	if (jx_reply_cache_wait(cache, &key, task))
		return;
	task->cached_reply = jx_reply_cache_begin(cache, &key, task->round);
	if (task->cached_reply == NULL) {
		task->status = jx_task_no_memory(task);
		jx_task_answer(task);
		return;
	}
	jx_task_queue_read(task, jx_job_read, finish_cached_read);
}

/* Answers from memory, at once. */
static void answer_on_loop(struct jx_task *task)
{
	struct jx_services *services = task->services;
	task->status = jx_job_decode(task);
	if (task->status == JX_OK)
		task->status = task->handler->answer(task);
	if (task->status == JX_OK)
		task->status = jx_job_pack(task, task->reply, &task->reply_buf);
	if (task->handler->cache == JX_CACHE_MILLISECOND)
		jx_reply_memo_put(&services->reply_memo, task->method, task->call, task->reply_buf,
			uv_now(services->loop));
	jx_task_answer(task);
}

static void start_task(struct jx_task *task)
{
	switch (task->method->kind) {
	case JX_METHOD_LOOP:
		/* a conversation goes on with on_message */
		if (task->handler->answer != NULL)
			answer_on_loop(task);
		else if (task->handler->begin != NULL)
			task->handler->begin(task);
		break;
	case JX_METHOD_READ:
		if (task->handler->cache == JX_CACHE_BY_REQUEST)
			jx_task_queue_read(task, jx_job_authorise, begin_cached_read);
		else
			read_next(task);
		break;
	case JX_METHOD_WRITE:
		jx_task_queue_read(task, jx_job_check, begin_write);
		break;
	}
}

static enum jx_status refuse_listener(const struct jx_call *call, struct jx_error *error)
{
	switch (call->listener) {
	case JX_LISTENER_ENROL:
		return jx_fail(error, JX_REASON_ENROL_HERE_ONLY);
	case JX_LISTENER_PUBLIC:
		return jx_fail(error, JX_REASON_NO_CERTIFICATE);
	case JX_LISTENER_MAIN:
		break;
	}
	return jx_fail_with(error, JX_REASON_UNKNOWN_METHOD, JX_ARGS(JX_TEXT(call->path)));
}

/* Finds where a call goes; an error when it is too large for its method, and when no more calls are taken. */
static enum jx_status route(const struct jx_services *services, const struct jx_call *call,
	struct jx_route *ret_route, struct jx_error *error)
{
	const struct jx_method *method = call->user;
	if (call->n_message_bytes > method->max_request_bytes)
		return jx_fail_with(error, JX_REASON_MESSAGE_TOO_LARGE,
			JX_ARGS(JX_U64(call->n_message_bytes), JX_U64(method->max_request_bytes)));
	/* A call that came before the last GOAWAY is answered, also after SIGTERM: its peer could not know. */
	if (atomic_load(&services->is_ending))
		return jx_fail(error, JX_REASON_SHUTTING_DOWN);
	if (call->listener == JX_LISTENER_ENROL && method->kind != JX_METHOD_LOOP &&
		!jx_strangers_try(services->strangers, call, uv_now(services->loop))) {
		jx_call_log_refused(services->call_log);
		return jx_fail(error, JX_REASON_TRIED_TOO_OFTEN);
	}
	*ret_route = (struct jx_route){method, services->handler_of(method)};
	return JX_OK;
}

/* The reply to a call when it is packed already: then there is nothing to do that would need a task. Callers at the
 * public listener are nobody in particular, so nothing needs to be asked about them. */
static struct jx_reply_buf *find_reply(
	struct jx_services *services, const struct jx_route *route, const struct jx_call *call)
{
	const struct jx_reply_key key = key_of(route->method, call, 0);
	switch (route->handler->cache) {
	case JX_CACHE_MILLISECOND:
		return jx_reply_memo_get(&services->reply_memo, route->method, call, uv_now(services->loop));
	case JX_CACHE_BY_REQUEST:
		if (call->listener == JX_LISTENER_PUBLIC)
			return jx_reply_cache_get(services->reply_cache, &key);
		break;
	case JX_CACHE_NONE:
		break;
	}
	return NULL;
}

/* Ends a call that has become no task. */
static void refuse_call(struct jx_services *services, struct jx_call *call, const struct jx_error *error)
{
	jx_call_counts_add(services->call_counts, call->user, jx_reason_status(error->reason), 0);
	jx_call_finish(call, error, NULL, 0);
}

static void on_call(void *user, struct jx_call *call)
{
	struct jx_services *services = user;
	struct jx_route where;
	struct jx_error error;
	if (route(services, call, &where, &error) != JX_OK) {
		refuse_call(services, call, &error);
		return;
	}
	uint64_t began_ns = jx_clock_monotonic_ns();
	struct jx_reply_buf *reply = find_reply(services, &where, call);
	if (reply != NULL) {
		(void)jx_call_send(call, reply);
		jx_call_counts_add(
			services->call_counts, where.method, JX_OK, jx_clock_monotonic_ns() - began_ns);
		jx_call_finish(call, NULL, NULL, 0);
		return;
	}
	struct jx_task *task = jx_task_open(services->task_pool, &where, call);
	if (task == NULL) {
		(void)jx_fail(&error, JX_REASON_OUT_OF_MEMORY);
		refuse_call(services, call, &error);
		return;
	}
	start_task(task);
}

/* Work for somebody who has gone is not begun, and ends early. A write that the writer has begun is finished: it is
 * stored whole or not at all, and the retry finds it. */
static void on_gone(void *user, struct jx_call *call)
{
	(void)user;
	struct jx_task *task = call->user;
	atomic_store(&task->is_gone, true);
	if (task->method->kind == JX_METHOD_LOOP && task->method->is_streaming) {
		if (task->handler->leave != NULL)
			task->handler->leave(task);
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
		send_page(task);
}

/* Leaves the method in call->user, for on_call. */
static enum jx_call_kind kind_of(void *user, struct jx_call *call, struct jx_error *error)
{
	struct jx_services *services = user;
	const struct jx_method *method = jx_method_find(call->path);
	if (method == NULL) {
		enum jx_status status =
			jx_fail_with(error, JX_REASON_UNKNOWN_METHOD, JX_ARGS(JX_TEXT(call->path)));
		jx_call_counts_add(services->call_counts, NULL, status, 0);
		return JX_CALL_REFUSED;
	}
	if ((method->listeners & (1u << (unsigned)call->listener)) == 0) {
		enum jx_status status = refuse_listener(call, error);
		jx_call_counts_add(services->call_counts, method, status, 0);
		return JX_CALL_REFUSED;
	}
	call->user = (void *)method;
	return method->is_bidirectional ? JX_CALL_CONVERSATION : JX_CALL_UNARY;
}

static void on_message(void *user, struct jx_call *call)
{
	(void)user;
	struct jx_task *task = call->user;
	task->handler->message(task);
}

static void on_end(void *user, struct jx_call *call)
{
	(void)user;
	struct jx_task *task = call->user;
	task->status = JX_OK;
	jx_task_answer(task);
}

struct jx_call_events jx_dispatch_events(struct jx_services *services)
{
	return (struct jx_call_events){
		.on_call = on_call,
		.on_gone = on_gone,
		.on_writable = on_writable,
		.kind_of = kind_of,
		.take_get = jx_plain_get_take,
		.body_of = jx_plain_get_body,
		.on_message = on_message,
		.on_end = on_end,
		.user = services,
	};
}
