/*
 * The dispatcher: takes whole calls from the network and answers each exactly once, later, on the loop.
 *
 * Steps 5, 6, 7 and 11 of a call's way: route, authenticate, authorise, decode within a byte budget, hand to the
 * handler, reply. What runs where:
 *
 *   loop          reader thread                     writer thread                        loop
 *   route   ──►   read: authenticate, handle   ───────────────────────────────────►      reply
 *   route   ──►   write: decode, prepare       ──►  authenticate, replay?, handle  ──►   reply after COMMIT
 *   route   ──►   rank, cached reply                                                     reply
 *
 * A dispatcher owns its tasks; a dying connection only clears call->stream. Thread: loop, but for the parts
 * named run_.
 */
#ifndef SERVER_DISPATCH_H
#define SERVER_DISPATCH_H

#include "server/net/call.h"
#include "server/task.h"

struct jx_dispatch;

/** What has been answered since the start, for metrics and the log. */
struct jx_dispatch_counters {
	uint64_t n_by_status[17]; /* by gRPC status code */
	size_t n_open;            /* tasks not yet answered */
};

/** Make a dispatcher. @param daemon  borrowed; the handlers' way to county CA and settings. */
enum jx_status jx_dispatch_new(
	struct jx_daemon *daemon, struct jx_error *error, struct jx_dispatch **ret_dispatch) JX_MUST_CHECK;

/** Free it; no task may be open. NULL allowed. */
void jx_dispatch_free(struct jx_dispatch *dispatch);

/** The events to give to jx_net_start(). */
struct jx_call_events jx_dispatch_events(struct jx_dispatch *dispatch);

/** From now on new calls are refused with SHUTTING_DOWN, and watchers of health are told NOT_SERVING. */
void jx_dispatch_stop(struct jx_dispatch *dispatch);

const struct jx_dispatch_counters *jx_dispatch_counters(const struct jx_dispatch *dispatch);

/** Answer a task whose frame or error is set, and end it. For rankings.c and streams of the loop. */
void jx_dispatch_reply(struct jx_task *request);

/** Queue a task on the readers.
 *
 * @return JX_OK: the task is the thread's until its done(); else task->status and task->error are set and the
 *   caller replies: JX_EXHAUSTED (SERVER_BUSY), JX_UNAVAILABLE (SHUTTING_DOWN).
 */
enum jx_status jx_dispatch_read(struct jx_task *task) JX_MUST_CHECK;

#endif
