/*
 * The county's own certificate authority: makes it, issues the server's and the persons' certificates.
 *
 * Keys are ECDSA on P-256. A person's certificate holds no name, role or department, only
 * "URI:jixiao:person/<id>": what a person may do is read from the database on every call. The CA's key never
 * leaves the state directory (mode 0600). Serial numbers are 128 random bits. ca.pem and ca.key hold one authority, or two while
 * a new one takes the place of an old one (ca_rotation.h). Thread: any; a CA that is open is only read.
 */
#ifndef SERVER_IDENTITY_CA_H
#define SERVER_IDENTITY_CA_H

#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

#define JX_CERTIFICATE_MAX_BYTES 2048
#define JX_PUBLIC_KEY_MAX_BYTES  128

struct jx_ca;

/** Make a new CA and a server certificate in a directory: ca.pem, ca.key, server.pem (with its chain), server.key.
 *
 * @param directory  exists; files that exist already are not touched and make the call fail.
 * @param county     the CA's common name, UTF-8.
 * @param names      host names and IP addresses of the server, comma separated.
 * @param now_ms     time since the epoch, from the caller.
 * @return JX_OK; JX_EXISTS, JX_INVALID (a name is no host name), JX_UNAVAILABLE.
 */
enum jx_status jx_ca_create(const char *directory, const char *county, const char *names, int64_t now_ms,
	struct jx_error *error) JX_MUST_CHECK;

/** Read the CA of a directory. @return JX_OK; JX_NOT_FOUND, JX_UNAVAILABLE. */
enum jx_status jx_ca_open(const char *directory, struct jx_ca **ret_ca, struct jx_error *error) JX_MUST_CHECK;
void jx_ca_free(struct jx_ca *ca); /* NULL allowed */
JX_DEFINE_CLEANUP(jx_ca)

/** How many authorities the county has: two while a new one takes the place of an old one, else one. */
size_t jx_ca_count(const struct jx_ca *ca);

/** The certificate of an authority, DER; borrowed from the CA.
 *
 * @param index  0: the newest, which issues the certificates of persons; count - 1: the oldest, which vouches for the server.
 */
const uint8_t *jx_ca_certificate(const struct jx_ca *ca, size_t index, size_t *ret_n);

/** What the next older authority says of one: a certificate with its name and key, issued by the older one, DER; borrowed.
 *
 * By it alone a client that knows the older one trusts the newer one: the key of the server, which vouches for what it sends, is
 * not enough. It is made where the keys of both are, as often as they are opened.
 *
 * @param ret_n  0 for the oldest.
 */
const uint8_t *jx_ca_endorsement(const struct jx_ca *ca, size_t index, size_t *ret_n);

/** When it ends, in ms since the epoch. */
int64_t jx_ca_end_ms(const struct jx_ca *ca, size_t index);

#define JX_FINGERPRINT_TEXT_BYTES 65 /* 64 hexadecimal digits and the terminator */

/** SHA-256 of the certificate of an authority, in hexadecimal digits. Invitations carry that of the oldest: by it the server
 * is known. */
void jx_ca_fingerprint(const struct jx_ca *ca, size_t index, char out[JX_FINGERPRINT_TEXT_BYTES]);

/** That of the oldest. */
static inline void jx_ca_server_fingerprint(const struct jx_ca *ca, char out[JX_FINGERPRINT_TEXT_BYTES])
{
	jx_ca_fingerprint(ca, jx_ca_count(ca) - 1, out);
}

/** A certificate that was issued. */
struct jx_issued {
	uint8_t der[JX_CERTIFICATE_MAX_BYTES];
	size_t n_der;
	uint8_t public_key[JX_PUBLIC_KEY_MAX_BYTES]; /* DER SubjectPublicKeyInfo */
	size_t n_public_key;
	uint8_t fingerprint[32]; /* SHA-256 of der */
	int64_t not_after_ms;
};

/** A certificate request: DER of PKCS #10. Borrowed. */
struct jx_csr {
	const uint8_t *der;
	size_t n_der;
};

/** Read the key of a certificate request, after checking that the request is signed with it.
 *
 * @return JX_OK; JX_INVALID (BAD_CSR): no PKCS #10, no key on P-256, a bad signature.
 */
enum jx_status jx_ca_request_key(
	const struct jx_csr *csr, struct jx_issued *ret_key, struct jx_error *error) JX_MUST_CHECK;

/** Issue a person's certificate for JX_CERTIFICATE_DAYS.
 *
 * @param csr        nothing but its key is taken over.
 * @param person_id  checked by the caller.
 * @return JX_OK; JX_INVALID (BAD_CSR); JX_UNAVAILABLE.
 */
enum jx_status jx_ca_issue(const struct jx_ca *ca, const struct jx_csr *csr, const char *person_id,
	int64_t now_ms, struct jx_issued *ret_certificate, struct jx_error *error) JX_MUST_CHECK;

/** Issue a certificate to nobody and forget it, before the first call comes.
 *
 * OpenSSL makes tables at its first use, and what lacked memory then is missing for as long as the process lives: every
 * later request would be refused as a bad one.
 *
 * @return JX_OK; JX_UNAVAILABLE; JX_INTERNAL.
 */
enum jx_status jx_ca_rehearse(const struct jx_ca *ca, int64_t now_ms, struct jx_error *error) JX_MUST_CHECK;

#endif
