/*
 * Why a call did not get through, decided by numbers of libcurl and OpenSSL alone: their sentences hold names that the
 * person or the server chose. Private to rpc.c. Thread: any.
 */
#ifndef CLIENT_TRANSPORT_FAILURE_H
#define CLIENT_TRANSPORT_FAILURE_H

#include <curl/curl.h>

#include "client/transport/ca_pin.h"
#include "proto/contract/base/error.h"

/** A transfer that failed. */
struct jx_failure {
	const char *address;
	CURLcode code;
	const struct jx_ca_pin *pin; /* of the handshake */
	int64_t now_s;               /* by this machine's clock */
};

/** Fill the error.
 *
 * @return JX_UNAUTHENTICATED (SERVER_UNTRUSTED, CLOCK_OUTSIDE_CERTIFICATE, IDENTITY_REFUSED); JX_INTERNAL (SERVER_ANSWER) for a server that is none of
 *   ours; JX_UNAVAILABLE (SERVER_UNREACHABLE, OUT_OF_MEMORY).
 */
enum jx_status jx_failure_tell(const struct jx_failure *failure, struct jx_error *error) JX_MUST_CHECK;

#endif
