/*
 * Trust in the county's CA alone: known by the SHA-256 of its certificate, from an invitation line, or by the certificate
 * itself, from the enrolment; by two of them while a new one takes the place of an old one. What became of a handshake is kept in numbers, so that nobody has to read sentences of a
 * library. Private to client/transport. Thread: any.
 */
#ifndef CLIENT_TRANSPORT_CA_PIN_H
#define CLIENT_TRANSPORT_CA_PIN_H

#include <openssl/ssl.h>
#include <stdbool.h>

#include "client/disk/keyfile.h"
#include "client/text/address.h"
#include "proto/contract/base/limits.h"

/** What a server's chain is held against, and what came of it. */
struct jx_ca_pin {
	X509 *roots[JX_MAX_AUTHORITIES]; /* of the county, each as good as the other; borrowed */
	size_t n_roots;                  /* 0: the one of the chain that has the fingerprint */
	const char *fingerprint;         /* 64 hexadecimal digits, lower case; borrowed */
	char host[JX_ADDRESS_BYTES];
	X509 *vouched;      /* set: the one of roots that the last chain came from; NULL for none */
	bool is_other_root; /* set: no certificate of the chain has the fingerprint */
	bool is_other_host; /* set: the chain is right, the certificate is for another host */
	int problem;        /* set: X509_V_ERR_... that the chain was refused for; X509_V_OK */
	struct jx_certificate_life life; /* set: of the server's certificate */
	int alert_received;              /* set: SSL_AD_... that the server sent last; -1 for none */
	int alert_sent;                  /* set: SSL_AD_... that we sent last; -1 for none */
};

/** Make a TLS context accept exactly chains that come from the root, for the pinned host.
 *
 * @param pin  borrowed as long as the context.
 */
void jx_ca_pin_apply(SSL_CTX *context, struct jx_ca_pin *pin);

#endif
