/*
 * What the threads do with a task: steps 6 to 10 of a call's way.
 *
 *   read        reader   authenticate, decode, handler's read, pack; within one snapshot of the database
 *   authorise   reader   authenticate, decode, handler's authorise: before a cached reply may be given
 *   check       reader   authenticate, decode, replay by the request id, or handler's read, in a snapshot; then handler's
 *                        check without one
 *   write       writer   authenticate again, replay by the request id, or handler's write and pack; in a savepoint; as
 *                        many times as the handler says
 *   complete    writer   handler's complete, after the commit; for a reply that is given again a reader does it
 *
 * Each sets task->status. Replies are packed here too, off the loop. A task whose time
 * is over, whose caller has gone or that the daemon's end overtakes is not begun; reads and checks end early, too.
 */
#ifndef SERVER_CALL_JOB_H
#define SERVER_CALL_JOB_H

#include "server/call/task.h"

/** The jobs of a reader, for jx_task_queue_read(). @thread reader. */
void jx_job_read(struct jx_job *job, struct jx_db *db);
void jx_job_authorise(struct jx_job *job, struct jx_db *db);
void jx_job_check(struct jx_job *job, struct jx_db *db);

/** The job of the writer. @thread writer. @return true when its rows are to stay. */
bool jx_job_write(struct jx_job *job, struct jx_db *db);

/** The group of a write is on disk: complete its reply. @thread writer. */
void jx_job_complete(struct jx_job *job, struct jx_db *db);

/** The group of a write was not committed. @thread writer. */
void jx_job_fail_write(struct jx_job *job, const struct jx_error *error);

/** Decode the call's message into task->message, and make task->reply. @thread any that has the task. */
enum jx_status jx_job_decode(struct jx_task *task) JX_MUST_CHECK;

/** Pack a message. @thread any that has the task.
 *
 * @param ret_reply  referenced once, by the caller.
 * @return JX_OK; JX_EXHAUSTED (MESSAGE_TOO_LARGE); JX_UNAVAILABLE.
 */
enum jx_status jx_job_pack(
	struct jx_task *task, const ProtobufCMessage *message, struct jx_reply_buf **ret_reply) JX_MUST_CHECK;

#endif
