/*
 * The server's own certificate, server.pem: which names it holds, until when, and a new one for other names.
 *
 * It is issued by the oldest authority that the county still has, whose certificate stands behind it in the file: every client
 * knows that one. Its key, server.key, stays. Thread: main.
 */
#ifndef SERVER_IDENTITY_SERVER_CERTIFICATE_H
#define SERVER_IDENTITY_SERVER_CERTIFICATE_H

#include <stdbool.h>

#include "server/identity/ca.h"

#define JX_SERVER_NAMES_BYTES 1024

/** What server.pem says. */
struct jx_server_certificate {
	char names[JX_SERVER_NAMES_BYTES]; /* host names and addresses, comma separated */
	int64_t end_ms;
};

/** Read server.pem. @return JX_OK; JX_UNAVAILABLE (FILE_FAILED). */
enum jx_status jx_server_certificate_read(const char *directory,
	struct jx_server_certificate *ret_certificate, struct jx_error *error) JX_MUST_CHECK;

/** Issue it anew, with its chain, in place of the one there is; a daemon reads it at SIGHUP.
 *
 * @param names  host names and addresses, comma separated.
 * @return JX_OK; JX_INVALID (BAD_FIELD) for what are no names; JX_UNAVAILABLE.
 */
enum jx_status jx_server_certificate_issue(const char *directory, const struct jx_ca *ca, const char *names,
	int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

/** True when a host name or an address is among the names. */
bool jx_server_certificate_covers(const struct jx_server_certificate *certificate, const char *host);

#endif
