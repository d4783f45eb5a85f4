/*
 * Checkpoints: the head of the log as a signed note. Its text is three lines: the origin of the log, which is the name of
 * its key, the number of leaves, and the root in base64. A log never signs two that disagree. Pure. Thread: any.
 *
 * @source c2sp.org/tlog-checkpoint
 */
#ifndef PROTO_CONTRACT_EVIDENCE_CHECKPOINT_H
#define PROTO_CONTRACT_EVIDENCE_CHECKPOINT_H

#include "proto/contract/evidence/merkle.h"
#include "proto/contract/evidence/note.h"

#define JX_CHECKPOINT_BYTES \
	(2 * JX_MAX_NOTE_NAME_BYTES + 256) /* of one with one signature, terminator included */

/** Write the signed checkpoint of a tree.
 *
 * @param out    terminated.
 * @param ret_n  characters.
 * @return JX_OK; JX_UNAVAILABLE without memory.
 */
enum jx_status jx_checkpoint_sign(const struct jx_note_key *key, const struct jx_merkle_tree *tree,
	char out[JX_CHECKPOINT_BYTES], size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** Read a signed checkpoint of the log that a verifier belongs to. Lines of its text behind the third are passed over.
 *
 * @param note  borrowed, n bytes, need not be terminated.
 * @return JX_OK; JX_INVALID (BAD_NOTE); JX_DATA_LOSS (NOT_SIGNED_BY, NOTE_FORGED): jx_note_verify(), and a checkpoint of
 *   another origin is not signed by this log, and one of a key that was replaced before that size is forged; JX_UNAVAILABLE without memory.
 */
enum jx_status jx_checkpoint_verify(const char *note, size_t n, const struct jx_verifier *verifier,
	struct jx_merkle_tree *ret_tree, struct jx_error *error) JX_MUST_CHECK;

#endif
