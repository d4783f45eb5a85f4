/*
 * The line in the daemon's log about how a call ended: one for every write, for every error that is ours, and, when it is asked
 * for, for every read.
 *
 * Who, what, how it ended and how long it took; never a figure or a text. Nobody fills the log: lines about refusals are limited for each
 * person and for all strangers of a door (JX_LOG_LINES, JX_LOG_LINE_MS), and those left out are counted. Thread: loop.
 */
#ifndef SERVER_CALL_CALL_LOG_H
#define SERVER_CALL_CALL_LOG_H

#include "server/call/task.h"

struct jx_call_log;

/** @return NULL without memory. */
struct jx_call_log *jx_call_log_new(void);
void jx_call_log_free(struct jx_call_log *log); /* NULL allowed */

/** Whether reads have a line too; they have none at the start. */
void jx_call_log_set_reads(struct jx_call_log *log, bool has_reads);

/** A task is about to be answered. */
void jx_call_log_end(struct jx_call_log *log, const struct jx_task *task);

/** A call was refused before it became a task. */
void jx_call_log_refused(struct jx_call_log *log);

/** Write how many lines were left out since the last time, if any. */
void jx_call_log_sum_up(struct jx_call_log *log);

#endif
