/*
 * Proofs from the log as files: that a leaf is in the tree of a signed checkpoint.
 *
 *   c2sp.org/tlog-proof@v1
 *   extra …               (optional, base64; proves nothing)
 *   index N
 *   hashes of the inclusion proof, one in base64 on each line
 *   (an empty line)
 *   the checkpoint
 *
 * Whoever checks one has the leaf and the verifier key of the log, and needs nobody else. Pure. Thread: any.
 *
 * @source c2sp.org/tlog-proof
 */
#ifndef PROTO_CONTRACT_EVIDENCE_TLOG_PROOF_H
#define PROTO_CONTRACT_EVIDENCE_TLOG_PROOF_H

#include "proto/contract/evidence/checkpoint.h"

/* Bytes of a proof with a checkpoint of n, terminator included: two lines and a line of 45 for each hash. */
#define JX_TLOG_PROOF_BYTES(n) (64 + 45 * JX_MERKLE_MAX_HASHES + (n) + 2)

/** Write a proof.
 *
 * @param checkpoint  signed; ends in a line feed.
 * @param out    of JX_TLOG_PROOF_BYTES(n_checkpoint); terminated.
 * @param ret_n  characters.
 */
void jx_tlog_proof_print(uint64_t index, const struct jx_merkle_proof *proof, const char *checkpoint,
	size_t n_checkpoint, char *out, size_t *ret_n);

/** The entry of a leaf, as it is hashed. Borrowed. */
struct jx_log_text {
	const char *text;
	size_t n;
};

/** What a proof has shown: where the leaf is, and in which tree. */
struct jx_proven {
	uint64_t index;
	struct jx_merkle_tree tree; /* of the checkpoint */
};

/** Check a proof of a leaf.
 *
 * @param text   borrowed, n bytes, need not be terminated.
 * @return JX_OK; JX_INVALID (BAD_PROOF, BAD_NOTE) when it is none; JX_DATA_LOSS (NOT_SIGNED_BY, NOTE_FORGED, PROOF_FAILS)
 *   when it does not hold; JX_UNAVAILABLE without memory.
 */
enum jx_status jx_tlog_proof_verify(const char *text, size_t n, const struct jx_log_text *entry,
	const struct jx_verifier *verifier, struct jx_proven *ret_proven,
	struct jx_error *error) JX_MUST_CHECK;

#endif
