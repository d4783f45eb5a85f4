/*
 * grpc.health.v1: reports to probes whether calls are answered, now and at every change. Thread: loop.
 */
#ifndef SERVER_PROBE_HEALTH_H
#define SERVER_PROBE_HEALTH_H

#include "server/call/task.h"

struct jx_health;

/** @return NULL without memory. */
struct jx_health *jx_health_new(void);
void jx_health_free(struct jx_health *health); /* NULL allowed; no watcher may be left */

/** Check: the handler, for one service or for the daemon as a whole. */
enum jx_status jx_health_check(struct jx_task *task) JX_MUST_CHECK;

/** Watch: sends the state now, and keeps the task until its peer leaves, the daemon stops, or a newer watcher needs the
 * place: JX_MAX_WATCHERS. */
void jx_health_watch(struct jx_task *task);

/** A watcher has left; the caller ends the task. */
void jx_health_unwatch(struct jx_task *task);

/** From now on NOT_SERVING: watchers get that as their last reply. */
void jx_health_stop(struct jx_health *health);

#endif
