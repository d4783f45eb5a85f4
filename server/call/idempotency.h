/*
 * What makes every write safe to repeat: the same request id with the same content gives the stored answer.
 *
 * Done once here for all writes, by the fields request_id and validate_only of their requests. The digest is
 * over the canonical JSON of the request, with a report in it by its own digest, so another client library that packs
 * the same request differently still gets its answer. The stored answer is written in the savepoint of the work it belongs to.
 * A call without a person (enrolment) is safe to repeat by itself. Thread: as marked.
 */
#ifndef SERVER_CALL_IDEMPOTENCY_H
#define SERVER_CALL_IDEMPOTENCY_H

#include "server/call/task.h"

/** Check the request id and digest the request. @thread reader. @return JX_OK; JX_INVALID. */
enum jx_status jx_idempotency_digest(struct jx_task *task) JX_MUST_CHECK;

/** Look for the stored answer; sets is_replayed and reply_buf. @thread reader, writer.
 *
 * @return JX_OK; JX_EXISTS (REQUEST_ID_REUSED) when the id was used with other content or another method.
 */
enum jx_status jx_idempotency_replay(struct jx_task *task) JX_MUST_CHECK;

/** Store the packed reply. @thread writer. */
enum jx_status jx_idempotency_store(struct jx_task *task) JX_MUST_CHECK;

/** True when the request says validate_only: the work is undone after its answer was made, whatever it is, so that
 * handlers need not know. */
bool jx_idempotency_is_dry_run(const struct jx_task *task);

/** Take out of the reply to a dry run what would prove that the work was done: a receipt, a certificate. */
void jx_idempotency_strip_dry_run(struct jx_task *task);

/** The request id of a write, fit for a log; "" for a request without one, or with one that is none. */
const char *jx_task_request_id(const struct jx_task *task);

#endif
