/*
 * What the dispatcher remembers from one call to the next.
 *
 * Calls come in bursts of one method: its row and handler are looked up once. And a unary method of the loop answers
 * from its request and the daemon alone, so those who ask for nothing in particular within one millisecond get the same
 * packed bytes: a reply is made once and shared out. Thread: loop.
 */
#ifndef SERVER_CALL_MEMO_H
#define SERVER_CALL_MEMO_H

#include "server/call/task.h"

/** Embedded by its owner; all zeros is empty. */
struct jx_memo {
	const struct jx_method *method; /* of the last path that was found; NULL for none */
	const struct jx_handler_row *handler;
	const struct jx_method *answered; /* the method of frame */
	struct jx_reply_buf *frame;       /* held; NULL for none */
	uint64_t frame_ms;                /* when it was made, by the loop's clock */
};

/** Give back what is held. */
void jx_memo_clear(struct jx_memo *memo);

/** The method of a path, and in memo->handler its handler; NULL when there is none. */
const struct jx_method *jx_memo_method(struct jx_memo *memo, const char *path);

/** The reply to a call of a method, when it was made in this millisecond; borrowed. NULL: make it. */
struct jx_reply_buf *jx_memo_reply(const struct jx_memo *memo, const struct jx_method *method,
	const struct jx_call *call, uint64_t now_ms);

/** Keep a reply for the calls that follow, in place of the one kept before.
 *
 * @param frame   held by memo from now on, beside the caller's hold; NULL: keep nothing.
 * @param now_ms  uv_now() of the turn in which it was made.
 */
void jx_memo_keep(
	struct jx_memo *memo, const struct jx_task *task, struct jx_reply_buf *frame, uint64_t now_ms);

#endif
