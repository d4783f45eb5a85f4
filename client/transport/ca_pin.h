/*
 * Trust by fingerprint: the county's CA is known by the SHA-256 of its certificate, from an invitation line.
 * Private to rpc.c. Thread: any.
 */
#ifndef CLIENT_TRANSPORT_CA_PIN_H
#define CLIENT_TRANSPORT_CA_PIN_H

#include <stdbool.h>

#include "client/text/address.h"

/** What a server's chain is held against. */
struct jx_ca_pin {
	const char *fingerprint; /* 64 hexadecimal digits, lower case; borrowed */
	char host[JX_ADDRESS_BYTES];
	bool is_other_root; /* set: no certificate of the chain has the fingerprint */
	bool is_other_host; /* set: the chain is right, the certificate is for another host */
};

/** Make a TLS context (SSL_CTX *) accept exactly chains that come from the pinned root, for the pinned host.
 *
 * @param pin  borrowed as long as the context.
 */
void jx_ca_pin_apply(void *ssl_context, struct jx_ca_pin *pin);

#endif
