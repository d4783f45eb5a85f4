/*
 * The signed heads of the log, its keys, and the proofs about its entries.
 *
 * Each group of changes ends with a checkpoint, which is stored with it under its size: what proves an entry is the first
 * checkpoint that covers it, whenever and how often it is asked for, so that a receipt that is given again is the same to
 * the byte. Thread: that of the connection.
 */
#ifndef STORAGE_LOG_STORE_CHECKPOINTS_H
#define STORAGE_LOG_STORE_CHECKPOINTS_H

#include "proto/contract/base/arena.h"
#include "proto/contract/evidence/merkle.h"
#include "proto/contract/evidence/note.h"
#include "proto/contract/evidence/tile_path.h"
#include "storage/store.h"

/** A checkpoint as it is stored. In the arena. */
struct jx_stored_checkpoint {
	uint64_t n_leaves;
	char *note; /* terminated */
	size_t n_note;
};

/** Sign with a key from now on what groups of the store's writer commit. @param key  borrowed by the store. */
void jx_store_sign_with(struct jx_store *store, const struct jx_note_key *key);

/** The newest checkpoint. @return JX_OK; JX_NOT_FOUND (CHECKPOINT_MISSING) before the first. */
enum jx_status jx_checkpoint_newest(struct jx_db *db, struct jx_arena *arena,
	struct jx_stored_checkpoint *ret_checkpoint, struct jx_error *error) JX_MUST_CHECK;

/** The first checkpoint of a tree that holds a leaf. Like jx_checkpoint_newest(). */
enum jx_status jx_checkpoint_covering(struct jx_db *db, uint64_t index, struct jx_arena *arena,
	struct jx_stored_checkpoint *ret_checkpoint, struct jx_error *error) JX_MUST_CHECK;

/** The proof that a leaf is in the tree of the first checkpoint that covers it: a tlog-proof, terminated, in the arena. */
enum jx_status jx_log_prove(struct jx_db *db, uint64_t index, struct jx_arena *arena, char **ret_proof,
	size_t *ret_n, struct jx_error *error) JX_MUST_CHECK;

/** The proof that a tree of the log is the beginning of a later one. */
enum jx_status jx_log_prove_consistency(struct jx_db *db, uint64_t n_before, uint64_t n_leaves,
	struct jx_merkle_proof *ret_proof, struct jx_error *error) JX_MUST_CHECK;

/** Hashes of full subtrees as tiles hold them, one after the other.
 *
 * @param level  of the subtrees: a multiple of JX_TILE_HEIGHT.
 * @param first  index of the first within its level.
 * @param out    of n hashes, n at most JX_TILE_HASHES.
 * @return JX_OK; JX_DATA_LOSS (LOG_DAMAGED) when one is missing.
 */
enum jx_status jx_log_hashes(struct jx_db *db, unsigned level, uint64_t first, size_t n,
	uint8_t (*out)[JX_HASH_BYTES], struct jx_error *error) JX_MUST_CHECK;

/** A key that signs or has signed the log. In the arena. */
struct jx_log_key {
	char *verifier;      /* verifier key */
	uint64_t leaf_index; /* of the entry that names it; what comes after is signed by it */
};

/** The key that signs now. @return JX_OK; JX_NOT_FOUND (LOG_KEY_MISSING) for a log that was never signed. */
enum jx_status jx_log_key_newest(struct jx_db *db, struct jx_arena *arena, struct jx_log_key *ret_key,
	struct jx_error *error) JX_MUST_CHECK;

/** Find the first key that was named at an entry or behind it. Like jx_log_key_newest(). */
enum jx_status jx_log_key_from(struct jx_db *db, uint64_t index, struct jx_arena *arena,
	struct jx_log_key *ret_key, struct jx_error *error) JX_MUST_CHECK;

/** Store a key. Writer, inside a job. */
enum jx_status jx_log_key_insert(
	struct jx_db *db, const struct jx_log_key *key, struct jx_error *error) JX_MUST_CHECK;

#endif
