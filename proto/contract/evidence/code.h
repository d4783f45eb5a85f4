/*
 * One-time codes: what an invitation carries, and how it is typed, digested and handed out.
 *
 * A code is 128 random bits as 26 characters of Crockford's base32, which has no I, L, O and U, in groups of five.
 * Whoever makes a code sends only the digest of its normal form: capitals without dashes. The line that is handed
 * out is "jixiao:HOST:PORT/FINGERPRINT/CODE": where to enrol, the SHA-256 of the county CA's certificate (64
 * hexadecimal digits), and the code. Pure; the random bits come from the caller. Thread: any.
 */
#ifndef PROTO_CONTRACT_EVIDENCE_CODE_H
#define PROTO_CONTRACT_EVIDENCE_CODE_H

#include <stddef.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/status.h"
#include "proto/contract/evidence/digest.h"

#define JX_CODE_CHARACTERS  26 /* 130 bits, the two lowest are zero */
#define JX_CODE_BYTES       32 /* a code with its dashes and terminator */
#define JX_CODE_RANDOM      16 /* bytes */
#define JX_INVITATION_BYTES 400
#define JX_INVITATION_START "jixiao:"

/** Write random bytes as a code in groups: "4T9QC-..."; the same bytes give the same code. */
void jx_code_print(const unsigned char random[JX_CODE_RANDOM], char out[JX_CODE_BYTES]);

/** Bring a code as typed into its normal form.
 *
 * I and L are read as 1, O as 0, as Crockford asks; dashes and spaces are dropped.
 * @return JX_OK; JX_INVALID when it has not 26 characters of the alphabet.
 * @source D. Crockford, "Base 32".
 */
enum jx_status jx_code_normalise(const char *code, char out[JX_CODE_CHARACTERS + 1]) JX_MUST_CHECK;

/** Digest of a code: SHA-256 of its normal form, as digest text.
 *
 * @return JX_OK; JX_DENIED (BAD_INVITATION) for what is no code; JX_UNAVAILABLE.
 */
enum jx_status jx_code_digest(
	const char *code, char out[JX_DIGEST_TEXT_BYTES], struct jx_error *error) JX_MUST_CHECK;

/** Write the line to hand out. @param out  of JX_INVITATION_BYTES. */
void jx_invitation_print(const char *address, const char *fingerprint, const char *code, char *out);

#endif
