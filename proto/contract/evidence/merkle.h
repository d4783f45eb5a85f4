/*
 * The Merkle tree of the log, and the proofs that others check: RFC 9162, section 2.1, always SHA-256.
 *
 * An inclusion proof shows that a leaf is in a tree, a consistency proof that one tree is the beginning of another. Both
 * are hashes in the order of the RFC; they are made from the hashes of full subtrees, wherever these are kept, and
 * checked with nothing but roots. Pure. Thread: any.
 */
#ifndef PROTO_CONTRACT_EVIDENCE_MERKLE_H
#define PROTO_CONTRACT_EVIDENCE_MERKLE_H

#include <stddef.h>
#include <stdint.h>

#include "proto/contract/base/error.h"
#include "proto/contract/evidence/digest.h"

#define JX_MERKLE_LEVELS     64
#define JX_MERKLE_MAX_LEAVES (UINT64_C(1) << 62) /* of a tree that proofs are about */
#define JX_MERKLE_MAX_HASHES 63                  /* of a proof about such a tree */

/** Hash of a leaf: SHA-256 over a byte 0 and the entry. @source RFC 9162, 2.1.1. */
enum jx_status jx_merkle_leaf_hash(
	const void *entry, size_t n_bytes, uint8_t out[JX_HASH_BYTES]) JX_MUST_CHECK;

/** Hash of an inner node: SHA-256 over a byte 1 and both children. out may be one of the children. */
enum jx_status jx_merkle_node_hash(const uint8_t left[JX_HASH_BYTES], const uint8_t right[JX_HASH_BYTES],
	uint8_t out[JX_HASH_BYTES]) JX_MUST_CHECK;

/** The right edge of a growing tree: the roots of its full subtrees, enough to append and to give the root.
 *
 * {0} is the empty tree. Bit k of n_leaves set: edge[k] is the root of a full subtree of 2^k leaves.
 */
struct jx_merkle_edge {
	uint64_t n_leaves;
	uint8_t edge[JX_MERKLE_LEVELS][JX_HASH_BYTES];
};

/** The subtrees that a leaf has made whole: itself at level 0, and above it those whose last leaf it is. */
struct jx_merkle_whole {
	size_t n; /* levels; the subtree of level k has index leaf >> k */
	uint8_t hashes[JX_MERKLE_LEVELS][JX_HASH_BYTES];
};

/** Append a leaf by its leaf hash.
 *
 * @param ret_whole  NULL allowed.
 * @return JX_OK; JX_UNAVAILABLE without memory: the edge is unchanged.
 */
enum jx_status jx_merkle_append(struct jx_merkle_edge *edge, const uint8_t leaf_hash[JX_HASH_BYTES],
	struct jx_merkle_whole *ret_whole) JX_MUST_CHECK;

/** The root of the tree; of the empty tree it is the SHA-256 of nothing. */
enum jx_status jx_merkle_root(const struct jx_merkle_edge *edge, uint8_t out[JX_HASH_BYTES]) JX_MUST_CHECK;

/** Where the hashes of a tree are kept. */
struct jx_merkle_source {
	/** Give the root of the full subtree of 2^level leaves whose first leaf is index * 2^level. Only subtrees that
	 * are whole in the tree are asked for. */
	enum jx_status (*read)(void *user, unsigned level, uint64_t index, uint8_t out[JX_HASH_BYTES],
		struct jx_error *error);
	void *user;
};

/** A proof: its hashes in the order of RFC 9162. */
struct jx_merkle_proof {
	size_t n;
	uint8_t hashes[JX_MERKLE_MAX_HASHES][JX_HASH_BYTES];
};

/** Make the proof that a leaf is in the tree of the first n_leaves: from the leaf's sibling to the root.
 *
 * @param index  of the leaf, from 0, below n_leaves; n_leaves at most JX_MERKLE_MAX_LEAVES.
 * @return JX_OK; JX_UNAVAILABLE without memory; what the source returns.
 */
enum jx_status jx_merkle_prove_inclusion(const struct jx_merkle_source *source, uint64_t index,
	uint64_t n_leaves, struct jx_merkle_proof *ret_proof, struct jx_error *error) JX_MUST_CHECK;

/** Make the proof that the tree of the first n_before leaves is the beginning of that of the first n_leaves; no hashes when
 * they are the same or the first is empty. Like jx_merkle_prove_inclusion(). */
enum jx_status jx_merkle_prove_consistency(const struct jx_merkle_source *source, uint64_t n_before,
	uint64_t n_leaves, struct jx_merkle_proof *ret_proof, struct jx_error *error) JX_MUST_CHECK;

/** A tree by what is said about it. */
struct jx_merkle_tree {
	uint64_t n_leaves;
	uint8_t root[JX_HASH_BYTES];
};

/** Check that a leaf is in a tree. @source RFC 9162, 2.1.3.2.
 *
 * @return JX_OK; JX_DATA_LOSS (PROOF_FAILS); JX_UNAVAILABLE without memory.
 */
enum jx_status jx_merkle_check_inclusion(const struct jx_merkle_tree *tree, uint64_t index,
	const uint8_t leaf_hash[JX_HASH_BYTES], const struct jx_merkle_proof *proof,
	struct jx_error *error) JX_MUST_CHECK;

/** Check that a tree is the beginning of another. Like jx_merkle_check_inclusion(). @source RFC 9162, 2.1.4.2. */
enum jx_status jx_merkle_check_consistency(const struct jx_merkle_tree *before,
	const struct jx_merkle_tree *tree, const struct jx_merkle_proof *proof,
	struct jx_error *error) JX_MUST_CHECK;

#endif
