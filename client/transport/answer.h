/*
 * The answer to one call, put together from header lines and pieces of body. Private to rpc.c.
 *
 * Sans I/O, so that it can be tested without a server: libcurl's callbacks only hand their bytes on. Thread:
 * one at a time.
 */
#ifndef CLIENT_TRANSPORT_ANSWER_H
#define CLIENT_TRANSPORT_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/status.h"
#include "proto/wire/buf.h"
#include "proto/wire/details.h"
#include "proto/wire/grpc.h"

/* Receives the bytes of each message; anything but JX_OK stops. */
typedef enum jx_status (*jx_answer_on_message)(
	void *user, const uint8_t *bytes, size_t n, struct jx_error *error);

struct jx_answer {
	jx_answer_on_message on_message;
	void *user;
	struct jx_grpc_reader reader;
	struct jx_buf message; /* holds one message at a time */
	size_t n_messages;
	unsigned http_status;
	bool is_grpc;         /* content-type says so */
	bool has_grpc_status; /* in headers or trailers */
	enum jx_status grpc_status;
	char text[JX_SENTENCE_BYTES]; /* grpc-message, decoded */
	struct jx_details details;
	bool has_details;
	enum jx_status status; /* other than JX_OK once we stopped it ourselves */
	struct jx_error error;
};

void jx_answer_init(struct jx_answer *answer, jx_answer_on_message on_message, void *user);
void jx_answer_clear(struct jx_answer *answer);

/** Take one header or trailer line, with or without its line end. */
void jx_answer_header(struct jx_answer *answer, const char *line, size_t n);

/** Take bytes of the body. @return false when the transfer shall stop: answer->status says why. */
bool jx_answer_body(struct jx_answer *answer, const uint8_t *bytes, size_t n);

/** Judge the whole answer.
 *
 * @param address  for sentences.
 * @return as jx_rpc_call().
 */
enum jx_status jx_answer_end(struct jx_answer *answer, const char *address, enum jx_language language,
	struct jx_error *error) JX_MUST_CHECK;

#endif
