/*
 * Time's own acts, written down by the daemon: a round whose deadline has passed becomes CLOSING; a checking window has
 * ended; a return was not answered in time. Time never accepts, returns or publishes.
 *
 * Looked at on the loop each JX_DEADLINE_TICK_MS, and done by the writer, so that everybody sees it in the log. The same tick
 * keeps the time, so that no clock opens again what else has ended by then: an extension, a checking window, a proposal, an
 * invitation. It says in the log when the system's clock is behind.
 */
#ifndef SERVER_HANDLERS_DEADLINES_H
#define SERVER_HANDLERS_DEADLINES_H

#include "server/call/task.h"

struct jx_deadlines;

/** @param services  borrowed until jx_deadlines_free(). */
struct jx_deadlines *jx_deadlines_new(struct jx_services *services);
/** NULL allowed. After the loop has ended. */
void jx_deadlines_free(struct jx_deadlines *deadlines);

/** Begin, once the workers run. @thread loop. */
void jx_deadlines_start(struct jx_deadlines *deadlines);
/** Queue no more work. @thread loop. */
void jx_deadlines_stop(struct jx_deadlines *deadlines);
/** Give the timer back, once the workers have stopped. @thread loop. */
void jx_deadlines_close(struct jx_deadlines *deadlines);

/** Hear of a time that was set: a deadline, the end of a window, until when a return is answered. @thread writer. */
void jx_deadlines_note(struct jx_deadlines *deadlines, int64_t deadline_ms);

#endif
