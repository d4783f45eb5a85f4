/*
 * The dispatcher: takes whole calls from the network and answers each exactly once, on the loop.
 *
 * Steps 5 and 11 of a call's way: route, hand to the threads (job.h) or to what answers from memory (the caches,
 * the hooks of the loop), reply. What runs where:
 *
 *   kind          loop     reader thread           loop              reader or writer thread    loop
 *   of the loop   route ──────────────────────────────────────────────────────────────────────► reply
 *   read          route ──► read ─────────────────────────────────────────────────────────────► reply
 *   cached read   route ──► authorise ───────────► cached? ───────── yes ─────────────────────► reply
 *                                                     └─ no ────────► read ───────────────────► cache, reply
 *   write         route ──► check ────────────────────────────────► write, COMMIT ────────────► invalidate, reply
 *
 * A dying connection clears call->stream and has queued work dropped; a write that has begun is finished all the same.
 * Thread: loop.
 */
#ifndef SERVER_CALL_DISPATCH_H
#define SERVER_CALL_DISPATCH_H

#include "server/call/task.h"
#include "server/net/call.h"

/** The events to give to jx_net_start(). @param services  borrowed as long as the network. */
struct jx_call_events jx_dispatch_events(struct jx_services *services);

#endif
