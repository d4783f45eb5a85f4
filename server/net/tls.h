/*
 * TLS 1.3 on bytes: from the socket to HTTP/2, and back.
 *
 * No socket: OpenSSL reads from bytes that are lent to it and writes into a buffer that the loop's
 * connections share, so an idle connection owns neither. TLS 1.3 only, ALPN must be "h2", no early data, no session is
 * resumed. Thread: loop.
 */
#ifndef SERVER_NET_TLS_H
#define SERVER_NET_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/types.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/wire/buf.h"
#include "server/net/call.h"

struct jx_tls_context;
struct jx_tls;

/** With which identity to answer, and whom to let in. Borrowed. */
struct jx_tls_config {
	const char *certificate_file; /* PEM, the server's own first, then its chain */
	const char *key_file;         /* PEM */
	const char *ca_file;          /* PEM; who signs clients; needed when a certificate is demanded */
	/* In place of the files, for a caller that has them in memory; NULL: read the files. */
	X509 *certificate;
	EVP_PKEY *key;
	X509 *ca;
	bool demand_client_certificate;
	/* The time by which the certificates of clients are valid, in ms since the epoch; needed when one is demanded. */
	int64_t (*clock_ms)(void);
};

/** Make what all connections of one listener share.
 *
 * @param error  on failure TLS_FILE with the file and OpenSSL's message, or OUT_OF_MEMORY.
 * @return JX_OK or the error's status.
 */
enum jx_status jx_tls_context_new(const struct jx_tls_config *config, struct jx_tls_context **ret_context,
	struct jx_error *error) JX_MUST_CHECK;
void jx_tls_context_free(
	struct jx_tls_context *context); /* its connections keep what they need; NULL allowed */
JX_DEFINE_CLEANUP(jx_tls_context)

/** Start the server side of one connection. @return JX_OK or JX_UNAVAILABLE. */
enum jx_status jx_tls_new(struct jx_tls_context *context, struct jx_tls **ret_tls) JX_MUST_CHECK;
void jx_tls_free(struct jx_tls *tls); /* NULL allowed */
JX_DEFINE_CLEANUP(jx_tls)

/** Lend bytes from the socket; they must stay until jx_tls_read() has given 0 or failed. */
void jx_tls_feed(struct jx_tls *tls, const uint8_t *bytes, size_t n);

/** Go on with the handshake, then decrypt.
 *
 * @param out    receives up to size bytes of clear text.
 * @param sink   receives what the peer must be sent because of it: handshake, alerts.
 * @param ret_n  clear bytes; 0: all that was fed is used up.
 * @return JX_OK; JX_CANCELLED when the peer has closed TLS; JX_UNAUTHENTICATED when the handshake fails, and
 *         JX_INTERNAL when a record is bad: send what is in sink, then close.
 */
enum jx_status jx_tls_read(
	struct jx_tls *tls, uint8_t *out, size_t size, struct jx_buf *sink, size_t *ret_n) JX_MUST_CHECK;

/** Encrypt n bytes into sink; only after the handshake. @return JX_OK or JX_INTERNAL. */
enum jx_status jx_tls_write(
	struct jx_tls *tls, const uint8_t *bytes, size_t n, struct jx_buf *sink) JX_MUST_CHECK;

/** Write the closing alert into sink. */
void jx_tls_close(struct jx_tls *tls, struct jx_buf *sink);

/** True once the handshake is complete: version, ALPN and certificate are as demanded. */
bool jx_tls_is_ready(const struct jx_tls *tls);

/** Give the SHA-256 of the peer's certificate in DER, and that of its subject, which names the person: a renewed certificate is
 * another one of the same person. @return false when it showed none. */
bool jx_tls_peer(const struct jx_tls *tls, uint8_t ret_fingerprint[JX_FINGERPRINT_BYTES],
	uint8_t ret_person[JX_FINGERPRINT_BYTES]);

#endif
