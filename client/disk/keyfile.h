/*
 * The person's key: made here, stored here, never sent.
 *
 * ECDSA on P-256 in PKCS #8 PEM, mode 0600. One with a passphrase is unlocked in memory. Certificates go between DER and PEM.
 * Thread: any.
 */
#ifndef CLIENT_DISK_KEYFILE_H
#define CLIENT_DISK_KEYFILE_H

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/evidence/signature.h"

/** Make a key.
 *
 * @param ret_pem  in the arena, terminated.
 * @return JX_OK; JX_UNAVAILABLE without memory or random numbers.
 */
enum jx_status jx_keyfile_make(struct jx_arena *arena, char **ret_pem, struct jx_error *error) JX_MUST_CHECK;

/** Whom to ask for the passphrase of a key. */
struct jx_passphrase {
	bool (*ask)(void *user, char *out, size_t size); /* false: there is none */
	void *user;
};

/** Read the key of a file that nobody else can read.
 *
 * @param passphrase  NULL: nobody is asked.
 * @param ret_pem     without a passphrase, in the arena, terminated.
 * @return JX_OK; as jx_file_read_trusted(); JX_UNAUTHENTICATED (KEY_LOCKED, IDENTITY_UNUSABLE).
 */
enum jx_status jx_keyfile_read(const char *path, const struct jx_passphrase *passphrase,
	struct jx_arena *arena, char **ret_pem, struct jx_error *error) JX_MUST_CHECK;

/** Make a certificate request for a key: DER of PKCS #10. The server takes nothing but the key from it.
 *
 * @param pem      the private key.
 * @param ret_der  in the arena.
 * @return JX_OK; JX_INVALID (BAD_KEY); JX_UNAVAILABLE.
 */
enum jx_status jx_keyfile_request(const char *pem, struct jx_arena *arena, uint8_t **ret_der, size_t *ret_n,
	struct jx_error *error) JX_MUST_CHECK;

/** A certificate from DER to PEM. @return JX_OK; JX_INVALID (BAD_KEY) when it is none; JX_UNAVAILABLE. */
enum jx_status jx_certificate_to_pem(const uint8_t *der, size_t n, struct jx_arena *arena, char **ret_pem,
	struct jx_error *error) JX_MUST_CHECK;

/** True when a certificate (DER) is for the key (private PEM). */
bool jx_certificate_is_for_key(const uint8_t *der, size_t n, const char *key_pem);

/** True when the SHA-256 of a certificate (DER) is the fingerprint: 64 hexadecimal digits, lower case. */
bool jx_certificate_has_fingerprint(const uint8_t *der, size_t n, const char *fingerprint);

/** From when until when a certificate is valid, seconds since 1970. */
struct jx_certificate_life {
	int64_t starts_s;
	int64_t ends_s;
};

void jx_certificate_read_life(X509 *certificate, struct jx_certificate_life *ret_life);

/** The first certificate of a PEM text; the caller's, NULL when there is none. */
X509 *jx_certificate_from_pem(const char *pem);

/** The certificates of a PEM text, in their order; each the caller's. @return how many, at most max. */
size_t jx_certificates_from_pem(const char *pem, X509 **ret_certificates, size_t max);

/** Certificates of DER as one PEM text. @return as jx_certificate_to_pem(). */
enum jx_status jx_certificates_to_pem(const ProtobufCBinaryData *list, size_t n, struct jx_arena *arena,
	char **ret_pem, struct jx_error *error) JX_MUST_CHECK;

/** True when the SHA-256 of a certificate is the fingerprint. */
bool jx_x509_has_fingerprint(X509 *certificate, const char *fingerprint);

/** The private key of a PEM text without a passphrase; the caller's, NULL when there is none. */
EVP_PKEY *jx_keyfile_from_pem(const char *pem);

#endif
