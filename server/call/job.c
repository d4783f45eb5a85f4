#include "server/call/job.h"

#include <stdio.h>
#include <stdlib.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/message/codec.h"
#include "server/call/idempotency.h"
#include "server/daemon/clock.h"
#include "server/identity/auth.h"

static bool is_late(const struct jx_task *task)
{
	return jx_clock_monotonic_ms() >= task->deadline_ms;
}

enum jx_status jx_run_decode(struct jx_task *task)
{
	const struct jx_method *method = task->method;
	const struct jx_call *call = task->call;
	return (method->is_strict ? jx_codec_unpack_strict : jx_codec_unpack)(method->request, call->message,
		call->n_message_bytes, &task->arena, &task->error, &task->message);
}

enum jx_status jx_run_pack(
	struct jx_task *task, const ProtobufCMessage *message, struct jx_reply_buf **ret_frame)
{
	size_t n = jx_codec_packed_bytes(message);
	if (n > JX_MAX_MESSAGE_BYTES) {
		char has[32];
		char limit[32];
		(void)snprintf(has, sizeof(has), "%zu", n);
		(void)snprintf(limit, sizeof(limit), "%u", JX_MAX_MESSAGE_BYTES);
		return jx_fail_with(
			&task->error, JX_REASON_MESSAGE_TOO_LARGE, JX_ARGS(JX_TEXT(has), JX_TEXT(limit)));
	}
	struct jx_reply_buf *frame = jx_reply_buf_new(n);
	if (frame == NULL)
		return jx_fail(&task->error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = jx_codec_pack(message, jx_reply_buf_message(frame), n, &task->error, &n);
	if (status != JX_OK) {
		jx_reply_buf_unref(frame);
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
		return jx_fail(&task->error, JX_REASON_OUT_OF_MEMORY);
	for (size_t i = 0; i < n; i++) {
		enum jx_status status = jx_run_pack(task, task->page.replies[i], &task->frames[i]);
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
	return jx_run_pack(task, task->reply, &task->frame);
}

/* No work for those who may not; asked again when it is written. */
static enum jx_status look(struct jx_task *task)
{
	enum jx_status status = jx_auth_check(task);
	if (status == JX_OK)
		status = jx_run_decode(task);
	if (status == JX_OK && task->handler->look != NULL)
		status = task->handler->look(task);
	return status;
}

static enum jx_status prepare(struct jx_task *task)
{
	enum jx_status status = jx_idempotency_digest(task);
	if (status == JX_OK && task->handler->prepare != NULL)
		status = task->handler->prepare(task);
	return status;
}

static enum jx_status handle_read(struct jx_task *task)
{
	enum jx_status status = jx_auth_check(task);
	if (status == JX_OK && task->message == NULL)
		status = jx_run_decode(task);
	if (status == JX_OK)
		status = task->handler->handle(task);
	return status;
}

/* A read ends with its call, and after JX_READ_TIMEOUT_MS at the latest: a longer one holds back the checkpoint. */
struct read_time {
	const struct jx_task *task;
	uint64_t end_ms;
};

static bool is_interrupted(void *user)
{
	const struct read_time *time = user;
	return is_late(time->task) || jx_clock_monotonic_ms() >= time->end_ms;
}

bool jx_run_read(struct jx_job *job, struct jx_db *db)
{
	struct jx_task *task = (struct jx_task *)job;
	if (is_late(task)) {
		task->status = jx_fail(&task->error, JX_REASON_DEADLINE_PASSED);
		return false;
	}
	bool is_write = task->method->kind == JX_METHOD_WRITE;
	struct read_time time = {task, jx_clock_monotonic_ms() + JX_READ_TIMEOUT_MS};
	task->db = db;
	task->status = jx_tx_begin_read(db, is_interrupted, &time, &task->error);
	if (task->status == JX_OK) {
		if (is_write)
			task->status = look(task);
		else if (task->stage == JX_STAGE_PREPARE)
			task->status = task->handler->prepare(task);
		else
			task->status = handle_read(task);
		jx_tx_end_read(db);
	}
	task->db = NULL;
	if (task->status == JX_OK && is_write)
		task->status = prepare(task);
	else if (task->status == JX_OK && task->stage == JX_STAGE_HANDLE)
		task->status = pack_reply(task);
	return false;
}

bool jx_run_write(struct jx_job *job, struct jx_db *db)
{
	struct jx_task *task = (struct jx_task *)job;
	if (is_late(task)) {
		task->status = jx_fail(&task->error, JX_REASON_DEADLINE_PASSED);
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
		return !jx_idempotency_is_dry_run(task) && !task->discard_writes;
	return task->commit_on_error;
}

void jx_run_fail(struct jx_job *job, const struct jx_error *error)
{
	struct jx_task *task = (struct jx_task *)job;
	task->error = *error;
	task->status = jx_reason_status(error->reason);
	task->touches_rankings = false;
}
