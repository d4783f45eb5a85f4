/*
 * Any bytes as what a peer sends on a connection, after the preface and an empty SETTINGS frame.
 *
 * First byte: how the bytes are cut into pieces. Whatever comes, the session does not crash, answers each call it
 * gives once, and what it holds for the peer stays under its ceilings.
 */
#include "server/net/h2/h2.h"

#include <string.h>

#include "proto/contract/base/limits.h"
#include "tests/fuzz/fuzz.h"

struct dispatcher {
	size_t n_given;
	size_t n_finished;
};

/* Echoes the message, or ends the call with an error when there is none. */
static void on_call(void *user, struct jx_call *call)
{
	struct dispatcher *dispatcher = user;
	dispatcher->n_given++;
	FUZZ_MUST(call->n_message_bytes <= JX_MAX_MESSAGE_BYTES);
	struct jx_reply_buf *frame = jx_reply_buf_new(call->n_message_bytes);
	struct jx_error error;
	if (frame != NULL && call->n_message_bytes > 0) {
		memcpy(jx_reply_buf_message(frame), call->message, call->n_message_bytes);
		(void)jx_call_send(call, frame);
	}
	jx_reply_buf_unref(frame);
	(void)jx_fail_with(&error, JX_REASON_UNKNOWN_METHOD, JX_ARGS(JX_TEXT(call->path)));
	jx_call_finish(call, call->n_message_bytes > 0 ? NULL : &error, NULL, 0);
	dispatcher->n_finished++;
}

static void on_gone(void *user, struct jx_call *call)
{
	(void)user;
	(void)call;
	abort(); /* every call was finished when it came */
}

static void on_writable(void *user, struct jx_call *call)
{
	(void)user;
	(void)call;
}

static void on_output(void *user)
{
	(void)user;
}

/* Takes what the session wants to send until it has nothing more. */
static enum jx_status drain(struct jx_h2 *h2)
{
	static struct jx_out out; /* large; emptied below */
	for (;;) {
		enum jx_status status = jx_h2_pull(h2, &out);
		size_t n = out.n_total_bytes;
		jx_out_reset(&out, false);
		if (status != JX_OK || n == 0)
			return status;
	}
}

static void feed(struct jx_h2 *h2, const uint8_t *bytes, size_t n, size_t piece)
{
	static const uint8_t START[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0";
	uint64_t now_ms = 1000;
	size_t n_used = 0;
	enum jx_status status = jx_h2_receive(h2, START, sizeof(START), now_ms, &n_used);
	while (status == JX_OK && drain(h2) == JX_OK && !jx_h2_is_done(h2) &&
		(n > 0 || jx_h2_is_paused(h2))) {
		n_used = 0;
		status = jx_h2_receive(h2, bytes, n < piece ? n : piece, ++now_ms, &n_used);
		bytes += n_used;
		n -= n_used;
	}
	/* whether a minute of silence ends the session is its own affair */
	if (jx_h2_tick(h2, now_ms + 60000) == JX_OK && drain(h2) != JX_OK)
		return;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dispatcher dispatcher = {0};
	const struct jx_call_events events = {
		.on_call = on_call, .on_gone = on_gone, .on_writable = on_writable, .user = &dispatcher};
	struct jx_holder holder;
	jx_holder_init(&holder);
	const struct jx_h2_peer peer = {.listener = JX_LISTENER_PUBLIC, .holder = &holder};
	const struct jx_h2_owner owner = {.on_output = on_output};
	struct jx_h2_shared *shared = NULL;
	struct jx_h2 *h2 = NULL;
	if (size == 0 || jx_h2_shared_new(&events, &shared) != JX_OK)
		return 0;
	if (jx_h2_new(shared, &peer, &owner, 1000, &h2) == JX_OK)
		feed(h2, data + 1, size - 1, (size_t)data[0] + 1);
	jx_h2_free(h2);
	FUZZ_MUST(dispatcher.n_given == dispatcher.n_finished);
	FUZZ_MUST(jx_h2_shared_counters(shared)->n_open_calls == 0);
	FUZZ_MUST(holder.n_input_bytes == 0 && holder.n_output_bytes == 0 && holder.n_refs == 1);
	jx_h2_shared_free(shared);
	return 0;
}
