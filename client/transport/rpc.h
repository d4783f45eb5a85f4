/*
 * Calls to the daemon: gRPC over HTTP/2 through libcurl.
 *
 * Three ways to a server: with the person's certificate to the main listener, whose certificate must come from
 * the county CA in ca.pem and from nobody else; with a pinned fingerprint to the enrolment listener, before
 * anything is known; in clear text to the public listener of this machine. TLS 1.3 only. One handle, so that
 * all calls of a command use one connection. The reply types come from the method table. Thread: one at a
 * time.
 */
#ifndef CLIENT_TRANSPORT_RPC_H
#define CLIENT_TRANSPORT_RPC_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>

#include "client/disk/identity.h"
#include "client/text/address.h"
#include "client/wait/patience.h"
#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/wire/details.h"

struct jx_rpc;

/** How to reach a server. Texts are copied. */
struct jx_rpc_config {
	const char *address;     /* "host:port" */
	const char *fingerprint; /* of the CA, 64 hexadecimal digits: the enrolment listener; else NULL */
	const struct jx_identity
		*identity; /* the main listener; else NULL. With neither of them: the public listener */
	int64_t now_s; /* seconds since 1970 by this machine's clock, for the sentence about a wrong one */
	struct jx_patience *patience; /* how long all calls may take together; kept, borrowed */
	enum jx_language language;    /* of sentences that only the server has */
};

/** Make ready; connects on the first call.
 *
 * @return JX_OK; JX_UNAVAILABLE without memory; JX_INTERNAL.
 */
enum jx_status jx_rpc_open(
	const struct jx_rpc_config *config, struct jx_rpc **ret_rpc, struct jx_error *error) JX_MUST_CHECK;
void jx_rpc_free(struct jx_rpc *rpc); /* NULL allowed */
JX_DEFINE_CLEANUP(jx_rpc)

/** Call the method that takes a type of request, and gives one reply.
 *
 * @param request    borrowed.
 * @param arena      holds the reply.
 * @param ret_reply  set on JX_OK, of the method's type.
 * @return what the server said, JX_OK included; JX_UNAVAILABLE (SERVER_UNREACHABLE, also when it takes too long),
 *   JX_UNAUTHENTICATED (SERVER_UNTRUSTED, CLOCK_OUTSIDE_CERTIFICATE, IDENTITY_REFUSED), JX_INTERNAL (SERVER_ANSWER). The status is the
 *   server's, also when its reason is one this version does not know.
 */
enum jx_status jx_rpc_call(struct jx_rpc *rpc, const ProtobufCMessage *request, struct jx_arena *arena,
	ProtobufCMessage **ret_reply, struct jx_error *error) JX_MUST_CHECK;

/* Receives each message of a stream; anything but JX_OK ends the stream, and jx_rpc_stream() returns it. The
 * message lives until the return. */
typedef enum jx_status (*jx_rpc_on_message)(
	void *user, const ProtobufCMessage *message, struct jx_error *error);

/** A request, and where the messages of its reply go. */
struct jx_rpc_stream {
	const ProtobufCMessage *request;
	jx_rpc_on_message on_message;
	void *user;
};

/** Call the method that takes a type of request, and gives a stream of replies; one message at a time is in memory. */
enum jx_status jx_rpc_stream(
	struct jx_rpc *rpc, const struct jx_rpc_stream *stream, struct jx_error *error) JX_MUST_CHECK;

/** True when the last call was answered with a status, good or bad, so that it certainly arrived. */
bool jx_rpc_was_answered(const struct jx_rpc *rpc);

/** True when the server of the last connection showed a certificate that comes from the authority with this fingerprint. */
bool jx_rpc_is_vouched_for(const struct jx_rpc *rpc, const char *fingerprint);

/** Until when the server's certificate is valid, seconds since 1970; 0 before it has shown one. */
int64_t jx_rpc_server_ends_s(const struct jx_rpc *rpc);

/** What the server sent about the last call that it refused: all wrong fields, its own sentences.
 *
 * @return NULL when there is nothing; borrowed until the next call.
 */
const struct jx_details *jx_rpc_details(const struct jx_rpc *rpc);

#endif
