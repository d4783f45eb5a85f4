/*
 * Signatures: ECDSA over P-256 with SHA-256, and the text that a submit signs.
 *
 * Keys are read from memory; making one and keeping it is the client's business. A key on another curve is
 * refused, so that one algorithm name stands for one algorithm. Signatures are DER (SEQUENCE of r and s).
 * Pure, but for OpenSSL's random numbers while signing. Thread: any; a key may be used by many threads.
 */
#ifndef PROTO_CONTRACT_EVIDENCE_SIGNATURE_H
#define PROTO_CONTRACT_EVIDENCE_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"

#define JX_SIGNATURE_MAX_BYTES    80  /* a DER signature of P-256 has at most 72 */
#define JX_SIGNING_TEXT_MAX_BYTES 512 /* of jx_submit_signing_text(), terminator included */

struct jx_key;

/** Read a private key, PEM, PKCS#8 or SEC1, without a passphrase.
 *
 * @return JX_OK; JX_INVALID (BAD_KEY) when it is none or not on P-256; JX_UNAVAILABLE without memory.
 */
enum jx_status jx_key_read_private(
	const char *pem, size_t n_bytes, struct jx_key **ret_key, struct jx_error *error) JX_MUST_CHECK;

/** Read a public key from DER: a SubjectPublicKeyInfo or a whole certificate. Like jx_key_read_private().
 *
 * The certificate's signature and dates are not checked: the caller knows whose it is.
 */
enum jx_status jx_key_read_public(
	const uint8_t *der, size_t n_bytes, struct jx_key **ret_key, struct jx_error *error) JX_MUST_CHECK;

void jx_key_free(struct jx_key *key); /* NULL allowed */
JX_DEFINE_CLEANUP(jx_key)

/** Sign bytes.
 *
 * @param key    with its private half.
 * @param ret_n  bytes of the signature.
 * @return JX_OK; JX_INVALID (BAD_KEY) for a public key; JX_UNAVAILABLE without memory or random numbers.
 */
enum jx_status jx_signature_make(const struct jx_key *key, const void *bytes, size_t n_bytes,
	uint8_t out[JX_SIGNATURE_MAX_BYTES], size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Check a signature over bytes.
 *
 * @return JX_OK when it holds; JX_INVALID (BAD_SIGNATURE) when it does not or is not DER.
 */
enum jx_status jx_signature_verify(const struct jx_key *key, const void *bytes, size_t n_bytes,
	const uint8_t *signature, size_t n_signature_bytes, struct jx_error *error) JX_MUST_CHECK;

/** What a person signs who submits. All borrowed, without line feeds. */
struct jx_submit_claim {
	const char *round;          /* id of the round */
	const char *department;     /* code */
	const char *content_digest; /* digest text of the submission */
	const char *base_digest;    /* content digest of the version it builds on; NULL or "" for the first */
	const char *request_id;
};

/** Write the text that is signed: six lines, each ended by a line feed:
 * "jixiao-submit-v1", round, department, content digest, base digest or "-", request id.
 *
 * @param out    of size bytes; JX_SIGNING_TEXT_MAX_BYTES are enough for names within their limits.
 * @param ret_n  bytes written without the terminator.
 * @return JX_OK; JX_INVALID (MISSING_FIELD, BAD_FIELD) for an empty part or one with a control character;
 *   JX_EXHAUSTED when out is too small.
 */
enum jx_status jx_submit_signing_text(const struct jx_submit_claim *claim, char *out, size_t size,
	size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Write the text that a member of the team or a head signs under a draft: five lines, each ended by a line feed:
 * "jixiao-sign-v1", round, department, content digest, request id. Like jx_submit_signing_text(); the base digest does not
 * matter.
 */
enum jx_status jx_sign_off_text(const struct jx_submit_claim *claim, char *out, size_t size, size_t *ret_n,
	struct jx_error *error) JX_MUST_CHECK;

#endif
