/*
 * The insides of a session and of its streams, shared by h2.c, request.c, reply.c and stream.c only.
 *
 * A stream and its call are one piece of memory. It is freed when two things have happened, in either order: nghttp2
 * has closed the stream, and the dispatcher has finished the call (or never got it).
 *
 *   headers ─► refused ──────────────────────────────► answered ─► closed ─► spare
 *      └─► message ─► ready ─► given ─► finished ──────┘  ▲
 *                                └─► gone (peer left) ─► finished
 */
#ifndef SERVER_NET_H2_SESSION_H
#define SERVER_NET_H2_SESSION_H

#include <nghttp2/nghttp2.h>

#include "proto/wire/grpc.h"
#include "server/net/h2/guard.h"
#include "server/net/h2/h2.h"
#include "server/net/h2/pool.h"
#include "server/net/h2/scan.h"

#define JX_INLINE_MESSAGE_BYTES 256 /* requests that carry a name or two need no allocation */
#define JX_INLINE_REPLIES       2   /* a unary method has one */
#define JX_REPLY_COST_BYTES     64 /* what a queued reply counts beside its bytes, so that tiny ones do too */

/* Why a request is answered before the dispatcher sees it; the last reason in its headers counts. */
enum jx_refusal {
	JX_REFUSAL_NONE,
	JX_REFUSAL_HEADERS,  /* 431: header list above its ceiling */
	JX_REFUSAL_PATH,     /* longer than any method's */
	JX_REFUSAL_TIMEOUT,  /* grpc-timeout is not one */
	JX_REFUSAL_METADATA, /* "-bin" value that is not base64 */
	/* Not gRPC: answered in HTTP when the request has ended, as its sender expects. */
	JX_REFUSAL_METHOD,       /* 405 */
	JX_REFUSAL_CONTENT_TYPE, /* 415 */
};

/* A reply in the queue of a stream. */
struct jx_queued {
	struct jx_reply_buf *reply;
	size_t weight; /* what it counts on its connection */
};

struct jx_stream {
	struct jx_call call; /* first: a call is its stream */
	struct jx_h2_shared *shared;
	struct jx_holder *holder;          /* referenced while n_reserved_bytes > 0 */
	struct jx_h2 *h2;                  /* NULL once the session is gone */
	struct jx_stream *previous, *next; /* in the session's list, oldest first */
	struct jx_stream *next_event;      /* in the list of events for the dispatcher */
	int32_t id;

	/* the request */
	struct jx_grpc_reader reader;
	char encoding[16]; /* of grpc-encoding, cut */
	size_t n_header_bytes;
	size_t n_parked_bytes;   /* taken from the connection's window and not yet given back */
	size_t n_reserved_bytes; /* of the process's budget for messages */
	enum jx_refusal refusal;
	bool has_headers;
	bool is_post;
	bool is_get;
	bool is_grpc;
	bool is_conversation; /* many requests: given with its headers, then message by message */
	size_t n_messages;    /* of a conversation */

	/* where it stands */
	bool is_ended;    /* the peer has sent END_STREAM */
	bool is_given;    /* the dispatcher owns the call */
	bool is_finished; /* the dispatcher has finished it */
	bool is_answered; /* the status is settled: nothing more goes into the queue */
	bool is_closed;   /* nghttp2 has closed the stream */
	uint64_t sent_ms; /* when the answer was out before the request was whole; 0: not so */
	bool is_ready;    /* in the list of complete requests */
	bool is_event;    /* in the list of events */
	bool is_gone;     /* the event is on_gone, else on_writable */

	/* the reply */
	bool has_response;         /* response headers are submitted */
	bool is_deferred;          /* nghttp2 waits for jx_stream to have data */
	bool is_plain;             /* an HTTP answer without trailers */
	bool is_blocked;           /* jx_call_send() has returned false */
	struct jx_queued *replies; /* ring of n_reply_room; inline_replies or allocated */
	size_t first_reply, n_replies, n_reply_room;
	size_t first_offset;        /* bytes of the first reply already sent */
	size_t n_queued_bytes;      /* bytes of all replies, and JX_REPLY_COST_BYTES for each */
	size_t n_unsent_bytes;      /* bytes only */
	struct jx_trailer *trailer; /* owned; of an answer that is not OK */
	struct jx_queued inline_replies[JX_INLINE_REPLIES];
	uint8_t inline_message[JX_INLINE_MESSAGE_BYTES];
};

/* grpc-status and what goes with it, stored until the data before it is sent. */
struct jx_trailer {
	enum jx_status status;
	size_t n_message, n_details;
	bool names_encodings; /* grpc-accept-encoding goes with it */
	char text[];          /* grpc-message, then grpc-status-details-bin */
};

struct jx_h2_shared {
	struct jx_call_events events;
	struct jx_net_counters counters;
	const char *time_zone; /* borrowed; named by every reply; NULL: not named */
	nghttp2_session_callbacks *callbacks;
	nghttp2_option *option;
	struct jx_pool pool;                     /* what nghttp2 allocates from */
	struct jx_reply_buf *wrong_method;       /* body of a 405 */
	struct jx_reply_buf *wrong_content_type; /* body of a 415 */
	struct jx_stream *spare;                 /* up to JX_MAX_POOLED_STREAMS, by next */
	size_t n_spare;
	struct jx_budget input;  /* request messages that do not fit into their stream */
	struct jx_budget output; /* replies that are not sent */
	bool is_abandoned;       /* the last call to be finished frees this */
};

enum jx_h2_phase {
	JX_H2_RUNNING,
	JX_H2_NOTICED,    /* GOAWAY(2^31-1) and PING are out */
	JX_H2_LAST,       /* GOAWAY(last id) is out */
	JX_H2_TERMINATED, /* GOAWAY with an error */
};

struct jx_h2 {
	nghttp2_session *session;
	struct jx_h2_shared *shared;
	struct jx_h2_owner owner;
	struct jx_out *out; /* only inside jx_h2_pull() */
	struct jx_stream *first, *last;
	struct jx_stream *recent;                    /* the one a frame came on last; NULL: look it up */
	struct jx_stream *first_ready, **last_ready; /* complete requests, by next_event */
	struct jx_stream *events;                    /* on_gone and on_writable, by next_event */
	size_t n_streams;
	size_t n_calls;         /* given and not finished, closed streams included */
	size_t n_unread_bytes;  /* n_queued_bytes of all streams */
	size_t n_weighed_bytes; /* the weights of all their replies */
	size_t n_parked_bytes;  /* n_reserved_bytes of all streams */
	uint64_t now_ms;
	uint64_t started_ms;
	uint64_t noticed_ms;
	uint64_t drain_ms;        /* since when the peer has been owing JX_MIN_DRAIN_BYTES of reading */
	uint64_t n_drained_bytes; /* read since then */
	enum jx_h2_phase phase;
	bool has_settings;       /* the peer's */
	uint64_t n_given;        /* calls */
	size_t n_unwanted_bytes; /* sent on streams that take none, to be given back to the connection's window */
	size_t n_work_bytes;     /* header fields unpacked in this turn of the loop */
	bool is_paused;          /* enough was done in this turn */
	struct {                 /* what came on a conversation behind the message of this turn */
		struct jx_stream *stream; /* NULL: nothing */
		uint8_t *bytes;           /* owned */
		size_t n_bytes, n_used;
	} rest;
	struct jx_guard guard;
	struct jx_scan scan;
	uint64_t n_data_bytes; /* payloads of the DATA frames that nghttp2 has reported */
	const struct jx_h2_peer *peer;
};

/* stream.c */

/** Make a stream in its session; NULL without memory. */
struct jx_stream *jx_stream_new(struct jx_h2 *h2, int32_t id);
/** Note that nghttp2 has closed a stream; it may be freed here, or wait for the dispatcher. */
void jx_stream_close(struct jx_stream *stream);
/** Take a closed stream, whose call is still the dispatcher's, out of a session that is about to be freed. */
void jx_stream_detach(struct jx_stream *stream);
/** Put a complete request in line for the dispatcher. */
void jx_stream_ready(struct jx_stream *stream);
/** Note that a streaming reply has drained, so that the dispatcher will be notified. */
void jx_stream_writable(struct jx_stream *stream);
/** Make room for an announced message; false when there is no memory or no budget: error says which. */
bool jx_stream_place(struct jx_stream *stream, struct jx_error *error);
/** Give a call to the dispatcher. */
void jx_stream_give(struct jx_stream *stream);
/** Free the request message, and return its bytes to the budget of the process and to the peer's window. */
void jx_stream_unpark(struct jx_stream *stream);
/** Answer with an error of our own; a dispatcher that has the call already will hear that it is gone. */
void jx_stream_refuse(struct jx_stream *stream, const struct jx_error *error);
/** Deliver to the dispatcher all that has happened; not inside nghttp2 callbacks. */
void jx_h2_deliver_events(struct jx_h2 *h2);

/* reply.c: what is submitted to nghttp2, and what it asks for when it sends */

/** Append a message to the answer, and submit or resume it.
 *
 * @return JX_REASON_NONE; OUTPUT_UNREAD when too much waits already, for this peer or for all; OUT_OF_MEMORY.
 */
enum jx_reason jx_reply_append(struct jx_stream *stream, struct jx_reply_buf *reply);
/** Settle the status of the reply; NULL for OK. Details as in jx_call_finish(). */
void jx_reply_settle(
	struct jx_stream *stream, const struct jx_error *error, const uint8_t *details, size_t n_details);
/** Settle it with an HTTP status instead. */
void jx_reply_settle_plain(struct jx_stream *stream, const char *http_status, struct jx_reply_buf *body);
/** Drop all replies and the trailer. */
void jx_reply_clear(struct jx_stream *stream);

ssize_t jx_reply_read(nghttp2_session *session, int32_t id, uint8_t *buf, size_t length, uint32_t *flags,
	nghttp2_data_source *source, void *user);
int jx_reply_send(nghttp2_session *session, nghttp2_frame *frame, const uint8_t *head, size_t length,
	nghttp2_data_source *source, void *user);
ssize_t jx_reply_read_length(nghttp2_session *session, uint8_t type, int32_t id, int32_t session_window,
	int32_t stream_window, uint32_t max_frame_size, void *user);

/* request.c */

/** Register the callbacks for what comes in. */
void jx_request_callbacks(nghttp2_session_callbacks *callbacks);
/** Go on with the rest of a conversation, by one message. */
void jx_request_resume(struct jx_h2 *h2);

/* h2.c */

/** End the session with GOAWAY and an error code; once. */
void jx_h2_terminate(struct jx_h2 *h2, uint32_t code);
/** Submit the second GOAWAY of a shutdown, which names the last stream. */
void jx_h2_last_goaway(struct jx_h2 *h2);

#endif
