#include "server/call/memo.h"

#include <string.h>

void jx_memo_clear(struct jx_memo *memo)
{
	jx_reply_buf_unref(memo->frame);
	*memo = (struct jx_memo){0};
}

const struct jx_method *jx_memo_method(struct jx_memo *memo, const char *path)
{
	if (memo->method != NULL && strcmp(memo->method->path, path) == 0)
		return memo->method;
	const struct jx_method *method = jx_method_find(path);
	if (method != NULL) {
		memo->method = method;
		memo->handler = jx_handler_find(path);
	}
	return method;
}

/* Only a request without fields may share a reply: nothing needs to be decoded to know that two are equal. */
static bool is_shared(const struct jx_method *method, const struct jx_call *call)
{
	return method->kind == JX_METHOD_LOOP && !method->is_streaming && call->n_message_bytes == 0;
}

struct jx_reply_buf *jx_memo_reply(const struct jx_memo *memo, const struct jx_method *method,
	const struct jx_call *call, uint64_t now_ms)
{
	bool is_kept = memo->answered == method && memo->frame_ms == now_ms && is_shared(method, call);
	return is_kept ? memo->frame : NULL;
}

void jx_memo_keep(
	struct jx_memo *memo, const struct jx_task *task, struct jx_reply_buf *frame, uint64_t now_ms)
{
	if (frame == NULL || !is_shared(task->method, task->call))
		return;
	jx_reply_buf_ref(frame);
	jx_reply_buf_unref(memo->frame);
	memo->frame = frame;
	memo->answered = task->method;
	memo->frame_ms = now_ms;
}
