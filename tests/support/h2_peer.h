/*
 * The other end of a session under test: writes HTTP/2 frames by hand, so that it can break every rule, and takes
 * note of what comes back. Also plays the dispatcher.
 */
#ifndef TESTS_SUPPORT_H2_PEER_H
#define TESTS_SUPPORT_H2_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nghttp2/nghttp2.h>

#include "proto/wire/buf.h"
#include "server/net/h2/h2.h"

#define PEER_MAX_STREAMS 1536
#define PEER_MAX_CALLS   1536

/* What came back on one stream. */
struct peer_reply {
	int http_status; /* 0: none */
	int grpc_status; /* -1: none */
	char message[256];
	char details[9000];
	bool names_encodings;
	bool is_ended;
	bool is_reset;
	uint32_t reset_code;
	size_t n_body;
	uint8_t body[64]; /* its beginning */
	uint32_t sum;     /* of all body bytes */
	size_t longest_data;
};

enum peer_mode {
	PEER_HOLD, /* keep calls; the test finishes them */
	PEER_ECHO, /* send the message back at once */
};

struct peer {
	struct jx_h2_shared *shared;
	struct jx_h2 *h2;
	struct jx_holder *holder;
	struct jx_h2_peer who; /* as the session sees it */
	struct jx_out *out;
	uint64_t now_ms;
	size_t step;    /* bytes given to the session at a time */
	size_t n_turns; /* how often they were given */
	bool is_broken;

	enum peer_mode mode;
	struct jx_call *calls[PEER_MAX_CALLS]; /* NULL once finished */
	size_t n_calls, n_gone, n_writable, n_output, n_messages, n_ended;

	nghttp2_hd_deflater *deflater;
	nghttp2_hd_inflater *inflater;
	struct jx_buf received;                      /* bytes of frames not yet whole */
	struct peer_reply replies[PEER_MAX_STREAMS]; /* by (id - 1) / 2 */
	unsigned n_frames[256];                      /* by type */
	bool has_goaway;
	uint32_t goaway_code;
	int32_t goaway_last_id;
	uint64_t n_window_opened; /* by WINDOW_UPDATE on the connection */
	size_t n_sent_total;      /* bytes pulled from the session */
};

/* Make a session behind a listener and a peer that has sent nothing yet. */
struct peer *peer_new(enum jx_listener listener);
void peer_free(struct peer *peer);

/* Send the preface and empty SETTINGS, and read ours. */
void peer_hello(struct peer *peer);
/* Give raw bytes to the session, then read all it sends. */
void peer_raw(struct peer *peer, const void *bytes, size_t n);
void peer_frame(struct peer *peer, uint8_t type, uint8_t flags, int32_t id, const void *payload, size_t n);
/* Send HEADERS made of name and value pairs, ended by NULL. */
void peer_headers(struct peer *peer, int32_t id, uint8_t flags, const char *const *pairs);
/* Send the headers of a plain gRPC request. */
void peer_request(struct peer *peer, int32_t id, const char *path);
/* Send one framed message in one DATA frame. */
void peer_message(struct peer *peer, int32_t id, const void *message, size_t n, bool is_end);
void peer_window(struct peer *peer, int32_t id, uint32_t n);
/* Let time pass, with the ticks in between. */
void peer_wait(struct peer *peer, uint64_t ms);
/* Read what the session has to send. */
void peer_pull(struct peer *peer);
struct peer_reply *peer_reply(struct peer *peer, int32_t id);
/* Finish the i-th call with an echo of its message. */
void peer_echo(struct peer *peer, size_t i);
/* Finish a call and forget it; error NULL for OK. */
void peer_finish(struct peer *peer, struct jx_call *call, const struct jx_error *error);

#endif
