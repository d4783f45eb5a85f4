/*
 * One gRPC call between the network and the dispatcher.
 *
 * The network side (h2/h2.c) makes a call when a whole request message has arrived, and gives it to the
 * dispatcher, which owns it from then on and answers it exactly once, later, on the loop. A dying connection
 * clears call->stream; answers to such a call are dropped, and it is still ended by jx_call_finish().
 * Thread: loop only, but for the fields marked "any".
 */
#ifndef SERVER_NET_CALL_H
#define SERVER_NET_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "server/net/reply_buf.h"

/** Which listener a call came through. */
enum jx_listener {
	JX_LISTENER_MAIN,   /* TLS 1.3, client certificate demanded */
	JX_LISTENER_ENROL,  /* TLS 1.3, no client certificate: enrolment only */
	JX_LISTENER_PUBLIC, /* clear text on loopback: health, reflection, published results */
};
#define JX_LISTENERS 3

#define JX_FINGERPRINT_BYTES 32
#define JX_MAX_PATH_BYTES    128
#define JX_GET_REQUEST_BYTES 160 /* of a request that a path says all of */

struct jx_stream; /* private to server/net */

struct jx_call {
	enum jx_listener listener;    /* any */
	char path[JX_MAX_PATH_BYTES]; /* ":path"; any */
	uint64_t received_ms;         /* uv_now() when the headers came; any */
	uint64_t deadline_ms;         /* same clock; grpc-timeout or JX_CALL_TIMEOUT_MS; any */
	bool has_peer;                /* a verified client certificate was shown; any */
	uint8_t peer_fingerprint[JX_FINGERPRINT_BYTES]; /* SHA-256 of that certificate's DER; any */
	uint8_t peer_person
		[JX_FINGERPRINT_BYTES]; /* SHA-256 of its subject: of all certificates of a person; any */
	char peer_address[64];          /* "address:port": for the audit log, and names the connection; any */
	uint64_t stranger; /* the peer's address as strangers are counted: equal for one of them; any */
	uint8_t *message;  /* the request message; freed by jx_call_finish(), never by the dispatcher; any */
	size_t n_message_bytes;
	bool is_get;              /* a GET that a method answers: see take_get; any */
	size_t n_wanted;          /* of a GET: bytes of its body; 0: all there is; loop */
	const char *media;        /* of a GET: type of its body, a literal; loop */
	struct jx_stream *stream; /* NULL once the peer is gone; loop */
	void *user;               /* the dispatcher's own; loop */
};

enum jx_call_kind {
	JX_CALL_UNARY, /* one request: on_call comes with it */
	/* Many requests: on_call comes with the headers and has no message; then each message comes by on_message, and
	 * after the last one on_end. Such a call may be finished in any of them. It is ended by us, as gone, at its
	 * deadline, which is never later than JX_CALL_TIMEOUT_MS, and after JX_MAX_STREAM_MESSAGES. */
	JX_CALL_CONVERSATION,
	JX_CALL_REFUSED, /* answered at once with the error that was filled */
};

/** The events for the dispatcher. All run on the loop, never inside a function the dispatcher called. */
struct jx_call_events {
	/* A call is complete. The dispatcher owns it and must end it by jx_call_finish(). */
	void (*on_call)(void *user, struct jx_call *call);
	/* The peer has reset the stream or left, or has been answered by us because it did not read; the call is
	 * still the dispatcher's to finish. */
	void (*on_gone)(void *user, struct jx_call *call);
	/* A streaming reply has drained below half its ceiling: more may be sent. */
	void (*on_writable)(void *user, struct jx_call *call);
	/* What a call is, asked when its headers have come; call has no message yet, and what is put into call->user is
	 * there in on_call. NULL: all are JX_CALL_UNARY. */
	enum jx_call_kind (*kind_of)(void *user, struct jx_call *call, struct jx_error *error);
	/* call->message is the next message of a conversation, until the function returns. One a turn of the loop. */
	void (*on_message)(void *user, struct jx_call *call);
	/* Whether a method answers a GET at the public listener; NULL: none does. On true, call->path is the method's, out is
	 * its request, packed, n_wanted and media are set, and the call goes on as if that method had been called. */
	bool (*take_get)(void *user, struct jx_call *call, uint8_t out[JX_GET_REQUEST_BYTES], size_t *ret_n);
	/* The body of its answer, of a streaming method the next part of it, a new reference; NULL: there is no such thing. */
	struct jx_reply_buf *(*body_of)(void *user, const struct jx_call *call, struct jx_reply_buf *reply);
	/* The peer has sent its last message. */
	void (*on_end)(void *user, struct jx_call *call);
	void *user;
};

/** Send one reply message. Any number for a streaming method, one for a unary one.
 *
 * @param reply  referenced by the call until it is sent; the caller keeps its own reference.
 * @return true while more may be sent at once; false: wait for on_writable (the reply was accepted all the same),
 *         or for on_gone, when the peer is gone or has too much unread: then the reply was dropped.
 */
bool jx_call_send(struct jx_call *call, struct jx_reply_buf *reply);

/** Whether two calls came on one connection; both must have their stream still. */
bool jx_call_shares_connection(const struct jx_call *call, const struct jx_call *other);

/** End the call with its status, and free it and its message.
 *
 * @param error    NULL for OK; else becomes grpc-status, grpc-message and grpc-status-details-bin.
 * @param details  packed google.rpc.Status, borrowed; NULL: made from the error alone.
 */
void jx_call_finish(
	struct jx_call *call, const struct jx_error *error, const uint8_t *details, size_t n_details);

#endif
