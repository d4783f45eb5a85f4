#include "server/call/job.h"

#include <stdlib.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/message/text_check.h"
#include "server/base/clock.h"
#include "server/call/auth.h"
#include "server/call/idempotency.h"
#include "storage/log/store_log.h"
#include "storage/registry/store_rounds.h"

enum jx_status jx_job_decode(struct jx_task *task)
{
	const struct jx_method *method = task->method;
	const struct jx_call *call = task->call;
	enum jx_status status =
		(method->is_strict ? jx_codec_unpack_strict : jx_codec_unpack_request)(method->request,
			call->message, call->n_message_bytes, &task->arena, &task->message, &task->error);
	if (status == JX_OK)
		status = jx_texts_check(task->message, &task->error);
	if (status != JX_OK)
		return status;
	task->reply = jx_task_new(task, method->reply);
	return task->reply != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_job_pack(
	struct jx_task *task, const ProtobufCMessage *message, struct jx_reply_buf **ret_reply)
{
	size_t n = jx_codec_packed_bytes(message);
	if (n > JX_MAX_MESSAGE_BYTES)
		return jx_fail_with(&task->error, JX_REASON_MESSAGE_TOO_LARGE,
			JX_ARGS(JX_U64(n), JX_U64(JX_MAX_MESSAGE_BYTES)));
	struct jx_reply_buf *reply = jx_reply_buf_new(n);
	if (reply == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = jx_codec_pack(message, jx_reply_buf_message(reply), n, &n, &task->error);
	if (status != JX_OK) {
		jx_reply_buf_unref(reply);
		return status;
	}
	*ret_reply = reply;
	return JX_OK;
}

/* Packs a page; then its messages are not needed any more, and while it waits to be read it holds the packed ones only. */
static enum jx_status pack_page(struct jx_task *task)
{
	size_t n = task->page.n_replies;
	task->page_bufs = calloc(n + 1, sizeof(*task->page_bufs));
	if (task->page_bufs == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < n; i++) {
		enum jx_status status = jx_job_pack(task, task->page.replies[i], &task->page_bufs[i]);
		if (status != JX_OK)
			return status;
		task->n_page_bufs = i + 1;
	}
	jx_arena_clear(&task->arena);
	task->message = NULL;
	task->page.replies = NULL;
	return JX_OK;
}

/* Runs the body of a job in a snapshot of the database. */
static enum jx_status run_in_snapshot(struct jx_job *job, struct jx_db *db, jx_hook body)
{
	struct jx_task *task = (struct jx_task *)job;
	enum jx_status status = jx_task_begin_snapshot(task, db);
	if (status != JX_OK)
		return status;
	status = body(task);
	jx_task_end_snapshot(task);
	/* A statement that was ended knows only that, and not why. */
	bool is_stopped = status == JX_DEADLINE && jx_stop_is_due(jx_task_stop(task));
	return is_stopped ? jx_task_fail_stopped(task) : status;
}

/* The first job of a task decodes; what the call holds is decoded again for each page of a stream. */
static enum jx_status admit(struct jx_task *task)
{
	enum jx_status status = jx_auth_check(task);
	if (status == JX_OK && task->message == NULL)
		status = jx_job_decode(task);
	return status == JX_OK ? jx_task_look_back(task) : status;
}

static enum jx_status read_reply(struct jx_task *task)
{
	enum jx_status status = admit(task);
	return status == JX_OK ? task->handler->read(task) : status;
}

void jx_job_read(struct jx_job *job, struct jx_db *db)
{
	struct jx_task *task = (struct jx_task *)job;
	task->status = run_in_snapshot(job, db, read_reply);
	if (task->status == JX_OK)
		task->status = task->method->is_streaming ? pack_page(task)
							  : jx_job_pack(task, task->reply, &task->reply_buf);
	jx_arena_clear(&task->scratch);
}

static enum jx_status authorise(struct jx_task *task)
{
	enum jx_status status = admit(task);
	return status == JX_OK ? task->handler->authorise(task) : status;
}

void jx_job_authorise(struct jx_job *job, struct jx_db *db)
{
	struct jx_task *task = (struct jx_task *)job;
	task->status = run_in_snapshot(job, db, authorise);
	jx_arena_clear(&task->scratch);
}

/* Those who may not write are refused before any work, and what was answered before is answered again: a signature by
 * the key that the caller had then is not held against the key that they have now. The writer asks both again. */
static enum jx_status load_for_check(struct jx_task *task)
{
	enum jx_status status = admit(task);
	if (status != JX_OK)
		return status;
	status = jx_idempotency_digest(task);
	if (status != JX_OK)
		return status;
	status = jx_idempotency_replay(task);
	if (status == JX_OK && task->is_replayed && task->handler->complete != NULL)
		return task->handler->complete(task);
	if (status != JX_OK || task->is_replayed || task->handler->read == NULL)
		return status;
	return task->handler->read(task);
}

void jx_job_check(struct jx_job *job, struct jx_db *db)
{
	struct jx_task *task = (struct jx_task *)job;
	task->status = run_in_snapshot(job, db, load_for_check);
	if (task->status == JX_OK && !task->is_replayed && task->handler->check != NULL)
		task->status = jx_stop_is_due(jx_task_stop(task)) ? jx_task_fail_stopped(task)
								  : task->handler->check(task);
	jx_arena_clear(&task->scratch);
}

static enum jx_status write_reply(struct jx_task *task)
{
	task->goes_on = false;
	if (jx_stop_is_due(jx_task_stop(task)))
		return jx_task_fail_stopped(task);
	task->is_begun = true;
	enum jx_status status = jx_auth_check(task);
	if (status != JX_OK)
		return status;
	status = jx_idempotency_replay(task);
	if (status != JX_OK || task->is_replayed)
		return status;
	status = task->handler->write(task);
	/* Each step of such an act is seen by itself. */
	if (status == JX_OK && task->touches_every_round)
		status = jx_rounds_count_change(task->db, &task->error);
	if (status != JX_OK || task->goes_on)
		return status;
	if (!task->touches_every_round && task->touches_rankings)
		status = jx_round_count_change(task->db, task->round, &task->error);
	if (status != JX_OK)
		return status;
	jx_idempotency_strip_dry_run(task);
	status = jx_job_pack(task, task->reply, &task->reply_buf);
	if (status == JX_OK)
		status = jx_idempotency_store(task);
	return status == JX_OK ? jx_log_settle(task->db, &task->error) : status;
}

bool jx_job_write(struct jx_job *job, struct jx_db *db)
{
	struct jx_task *task = (struct jx_task *)job;
	task->db = db;
	if (task->now_ms < jx_clock_floor_ms())
		task->now_ms = jx_clock_floor_ms();
	task->status = write_reply(task);
	task->db = NULL;
	jx_arena_clear(&task->scratch);
	if (jx_idempotency_is_dry_run(task))
		task->discard_writes = true;
	if (task->discard_writes) {
		task->touches_rankings = false;
		task->touches_every_round = false;
		task->ended.n = 0;
	}
	return !task->discard_writes && (task->status == JX_OK || task->commit_on_error);
}

/* When it cannot be done now the caller asks again, and is given the stored reply. */
void jx_job_complete(struct jx_job *job, struct jx_db *db)
{
	struct jx_task *task = (struct jx_task *)job;
	if (task->status != JX_OK || task->goes_on || jx_idempotency_is_dry_run(task))
		return;
	task->db = db;
	task->status = task->handler->complete(task);
	task->db = NULL;
	jx_arena_clear(&task->scratch);
}

void jx_job_fail_write(struct jx_job *job, const struct jx_error *error)
{
	struct jx_task *task = (struct jx_task *)job;
	task->error = *error;
	task->status = jx_reason_status(error->reason);
	task->starts_over = false;
	task->touches_rankings = false;
	task->touches_every_round = false;
	task->ended.n = 0;
}
