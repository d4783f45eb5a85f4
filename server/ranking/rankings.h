/*
 * Rankings in memory: snapshots of rounds, and the replies made from them.
 *
 * The first call for a round loads its snapshot on a reader thread; later calls are answered from it, and calls
 * that were asked before, from the packed reply, without leaving the loop. A commit that touches a round makes
 * the dispatcher forget it. Equal calls that miss at the same time share one job. Replies kept are bounded by
 * JX_MAX_CACHED_REPLIES and JX_MAX_CACHED_REPLY_BYTES; the one not asked for longest goes first.
 *
 *   start ──► (main listener: reader: who calls, what may he see) ──► reply kept? ── yes ─► reply
 *                                                                  │ no
 *                                                     reader: snapshot, rank, pack ─► keep, reply to all
 *
 * Thread: loop, but for the functions marked "reader".
 */
#ifndef SERVER_RANKING_RANKINGS_H
#define SERVER_RANKING_RANKINGS_H

#include "server/call/task.h"

struct jx_rankings;
struct jx_snapshot; /* a jx_ranking and its holders */

/** Make an empty set. @return NULL without memory. */
struct jx_rankings *jx_rankings_new(void);
void jx_rankings_free(struct jx_rankings *rankings); /* NULL allowed; no task may be under way */

/** The reply to a Rank call at the public listener, when it is kept. Nothing is decoded: equal bytes get equal bytes.
 *
 * @return borrowed until the next call of a function here; NULL: take the call by jx_rankings_start().
 */
struct jx_reply_buf *jx_rankings_reply(struct jx_rankings *rankings, const struct jx_call *call);

/** Take a Rank call. */
void jx_rankings_start(struct jx_task *task);

/** Decide what the caller may see. @thread reader. */
enum jx_status jx_rankings_authorise(struct jx_task *task) JX_MUST_CHECK;

/** Compute the reply of a task from its snapshot, loading that first when there is none. @thread reader. */
enum jx_status jx_rankings_handle(struct jx_task *task) JX_MUST_CHECK;

/** A job of a Rank call is back. */
void jx_rankings_done(struct jx_task *task);

/** Forget what was made of a round. */
void jx_rankings_forget(struct jx_rankings *rankings, const char *round);

#endif
