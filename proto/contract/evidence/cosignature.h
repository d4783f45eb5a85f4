/*
 * Cosignatures of witnesses: an outsider says that a checkpoint continues all that he has seen of the log before.
 *
 * What he signs is "cosignature/v1", a line "time SECONDS", and the text of the checkpoint; his signature line holds the key
 * id, the time in 8 bytes and 64 bytes of Ed25519. Pure. Thread: any.
 *
 * @source c2sp.org/tlog-cosignature
 */
#ifndef PROTO_CONTRACT_EVIDENCE_COSIGNATURE_H
#define PROTO_CONTRACT_EVIDENCE_COSIGNATURE_H

#include "proto/contract/evidence/line.h"
#include "proto/contract/evidence/note.h"

/** The key of a witness. */
struct jx_witness_key {
	char name[JX_MAX_NOTE_NAME_BYTES + 1];
	uint8_t id[4];
	uint8_t public_key[JX_NOTE_KEY_BYTES];
};

/** Read a witness's key: name "+" id in hex "+" base64(4, public key).
 *
 * @return JX_OK; JX_INVALID (BAD_VERIFIER_KEY); JX_UNAVAILABLE without memory.
 */
enum jx_status jx_witness_key_read(
	const char *text, struct jx_witness_key *ret_key, struct jx_error *error) JX_MUST_CHECK;

/** Find the line by which a witness has signed a checkpoint, and check it.
 *
 * @param lines  signature lines, each with its line feed; those of others are passed over.
 * @param text   of the checkpoint, without its signatures.
 * @param ret_line  borrowed from lines, without its line feed.
 * @return JX_OK; JX_DATA_LOSS (NOT_SIGNED_BY) without one, (NOTE_FORGED) for a wrong one; JX_UNAVAILABLE.
 */
enum jx_status jx_cosignature_find(struct jx_line lines, const struct jx_witness_key *key,
	struct jx_line text, struct jx_line *ret_line, struct jx_error *error) JX_MUST_CHECK;

#endif
