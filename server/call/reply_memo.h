/*
 * The last reply of a method of the loop, shared by the calls of one millisecond.
 *
 * For methods whose handler says JX_CACHE_MILLISECOND: they answer from their request and the daemon alone, so calls
 * without a field within the same millisecond get the same packed bytes. Thread: loop.
 */
#ifndef SERVER_CALL_REPLY_MEMO_H
#define SERVER_CALL_REPLY_MEMO_H

#include "proto/contract/service/methods.h"
#include "server/net/call.h"

/** Embedded by its owner; all zeros is empty. */
struct jx_reply_memo {
	const struct jx_method *method; /* whose reply it is */
	struct jx_reply_buf *reply;     /* referenced; NULL for none */
	uint64_t made_ms;               /* by the loop's clock */
};

/** Drop the reply. */
void jx_reply_memo_clear(struct jx_reply_memo *memo);

/** The reply to a call of a method, when it was made in this millisecond; borrowed. NULL: make it. */
struct jx_reply_buf *jx_reply_memo_get(const struct jx_reply_memo *memo, const struct jx_method *method,
	const struct jx_call *call, uint64_t now_ms);

/** Remember a reply for the calls that follow, in place of the one before; one to a request with fields is ignored.
 *
 * @param reply   referenced by the memo from now on; NULL: the call failed, nothing is changed.
 * @param now_ms  uv_now() of the turn in which it was made.
 */
void jx_reply_memo_put(struct jx_reply_memo *memo, const struct jx_method *method, const struct jx_call *call,
	struct jx_reply_buf *reply, uint64_t now_ms);

#endif
