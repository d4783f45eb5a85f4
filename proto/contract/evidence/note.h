/*
 * Signed notes: texts that name who signed them, as the transparency logs of the public write their heads.
 *
 *   text, whose last character is a line feed, an empty line, and a line for each signature:
 *   "— " name " " base64(key id, 4 bytes, signature)
 *
 * A key is known by a name and an id, which is made from both; signatures of keys that the reader does not know are passed
 * over. The keys are Ed25519. A verifier key is a text too: name "+" id in hex "+" base64(type, public key).
 * Pure, but for OpenSSL's random numbers while a key is made. Thread: any.
 *
 * @source c2sp.org/signed-note
 */
#ifndef PROTO_CONTRACT_EVIDENCE_NOTE_H
#define PROTO_CONTRACT_EVIDENCE_NOTE_H

#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "proto/contract/base/limits.h"

#define JX_NOTE_KEY_BYTES       32 /* of either half of an Ed25519 key */
#define JX_NOTE_SIGNATURE_BYTES 64
#define JX_VERIFIER_TEXT_BYTES \
	(JX_MAX_NOTE_NAME_BYTES + 64) /* of a verifier key as text, terminator included */
#define JX_NOTE_LINE_BYTES \
	(JX_MAX_NOTE_NAME_BYTES + 112) /* of a signature line, line feed and terminator included */

/** Who may have signed. */
struct jx_verifier {
	char name[JX_MAX_NOTE_NAME_BYTES + 1];
	uint32_t id;
	uint8_t public_key[JX_NOTE_KEY_BYTES];
	uint64_t
		last_size; /* of the trees that it signs, once another key has taken its place; 0: it signs */
};

/** Read a verifier key.
 *
 * @param text  terminated, nothing before or after the key.
 * @return JX_OK; JX_INVALID (BAD_VERIFIER_KEY): its parts, its type, or an id that is not that of name and key.
 */
enum jx_status jx_verifier_read(
	const char *text, struct jx_verifier *ret_verifier, struct jx_error *error) JX_MUST_CHECK;

/** Write a verifier key. */
void jx_verifier_print(const struct jx_verifier *verifier, char out[JX_VERIFIER_TEXT_BYTES]);

/** A key that signs notes, with its verifier. */
struct jx_note_key;

/** Make a key.
 *
 * @param name  of the signer, such as "finance.example/county": printable ASCII without blanks and "+", at most
 *   JX_MAX_NOTE_NAME_BYTES.
 * @return JX_OK; JX_INVALID (BAD_FIELD) for the name; JX_UNAVAILABLE without memory or random numbers.
 */
enum jx_status jx_note_key_make(
	const char *name, struct jx_note_key **ret_key, struct jx_error *error) JX_MUST_CHECK;

/** Read a private key: PEM, PKCS#8, Ed25519, without a passphrase.
 *
 * @return JX_OK; JX_INVALID (BAD_FIELD, BAD_KEY); JX_UNAVAILABLE without memory.
 */
enum jx_status jx_note_key_read(const char *name, const char *pem, size_t n_bytes,
	struct jx_note_key **ret_key, struct jx_error *error) JX_MUST_CHECK;

#define JX_NOTE_PEM_BYTES 256 /* of a private key as PEM, terminator included */

/** Write the private key as jx_note_key_read() reads it. Whoever has the text can sign in this name. */
enum jx_status jx_note_key_print(
	const struct jx_note_key *key, char out[JX_NOTE_PEM_BYTES], struct jx_error *error) JX_MUST_CHECK;

void jx_note_key_free(struct jx_note_key *key); /* NULL allowed */
JX_DEFINE_CLEANUP(jx_note_key)

/** The verifier of a key; lives as long as the key. */
const struct jx_verifier *jx_note_key_verifier(const struct jx_note_key *key);

/** Sign a text.
 *
 * @param text   borrowed; ends in a line feed.
 * @param out    the signature line with its line feed: text, an empty line and this are a note.
 * @param ret_n  characters of the line.
 * @return JX_OK; JX_UNAVAILABLE without memory.
 */
enum jx_status jx_note_sign(const struct jx_note_key *key, const char *text, size_t n_text,
	char out[JX_NOTE_LINE_BYTES], size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Read a note and check it.
 *
 * @param note        borrowed, n bytes, need not be terminated.
 * @param ret_n_text  the first bytes of the note that are the text, its last line feed included.
 * @return JX_OK when the verifier has signed it and no signature in his name is wrong; JX_INVALID (BAD_NOTE) when it is
 *   none; JX_DATA_LOSS (NOT_SIGNED_BY) without his signature; JX_DATA_LOSS (NOTE_FORGED) for a wrong one; JX_UNAVAILABLE
 *   without memory.
 */
enum jx_status jx_note_verify(const char *note, size_t n, const struct jx_verifier *verifier,
	size_t *ret_n_text, struct jx_error *error) JX_MUST_CHECK;

#endif
