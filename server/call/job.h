/*
 * What the threads do with a task: steps 6 to 10 of a call's way.
 *
 * A read is authenticated and handled within one snapshot of the database. A write is authenticated, decoded and
 * prepared by a reader, then authenticated again, looked up by its request id and handled by the writer, inside a
 * savepoint. Replies are packed here too, off the loop. A task whose time is over is not begun.
 */
#ifndef SERVER_CALL_JOB_H
#define SERVER_CALL_JOB_H

#include "server/call/task.h"

/** A read, or the preparation of a write or of a ranking. @thread reader. @return false: a reader keeps nothing. */
bool jx_run_read(struct jx_job *job, struct jx_db *db);

/** A write. @thread writer. @return true when its rows are to be kept. */
bool jx_run_write(struct jx_job *job, struct jx_db *db);

/** The group of a write was not committed. @thread writer. */
void jx_run_fail(struct jx_job *job, const struct jx_error *error);

/** Decode the call's message into task->message. @thread any that has the task. */
enum jx_status jx_run_decode(struct jx_task *task) JX_MUST_CHECK;

/** Pack a message into a frame. @thread any that has the task.
 *
 * @param ret_frame  held by the caller.
 * @return JX_OK; JX_EXHAUSTED (MESSAGE_TOO_LARGE); JX_UNAVAILABLE.
 */
enum jx_status jx_run_pack(
	struct jx_task *task, const ProtobufCMessage *message, struct jx_reply_buf **ret_frame) JX_MUST_CHECK;

#endif
