/*
 * Why a server's certificate was not accepted, in words that tell what to do.
 *
 * OpenSSL looks at the dates of a certificate after everything else: one that fails by its dates alone was issued by the
 * county, for that host. Then this machine's clock is the first suspect, and not the server.
 */
#ifndef CLIENT_TRANSPORT_TLS_VERDICT_H
#define CLIENT_TRANSPORT_TLS_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/contract/base/error.h"

/** What is known of a certificate that was not accepted. */
struct jx_tls_problem {
	const char *address; /* of the server */
	long code;           /* X509_V_ERR_... */
	bool is_other_host;  /* it names another host */
	int64_t now_s;       /* by this machine's clock */
};

/** Fail for a certificate: JX_UNAUTHENTICATED (CLOCK_OUTSIDE_CERTIFICATE, SERVER_UNTRUSTED). */
enum jx_status jx_tls_fail(const struct jx_tls_problem *problem, struct jx_error *error) JX_MUST_CHECK;

#endif
