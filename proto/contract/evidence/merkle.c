#include "proto/contract/evidence/merkle.h"

#include <assert.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <string.h>

/* Domain separation of RFC 9162, 2.1.1: a leaf can never pass for a node. */
static const uint8_t LEAF_PREFIX = 0;
static const uint8_t NODE_PREFIX = 1;

static enum jx_status hash_prefixed(
	uint8_t prefix, const void *bytes, size_t n_bytes, uint8_t out[JX_HASH_BYTES])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool is_done = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
		       EVP_DigestUpdate(context, &prefix, 1) == 1 &&
		       EVP_DigestUpdate(context, bytes, n_bytes) == 1 &&
		       EVP_DigestFinal_ex(context, out, NULL) == 1;
	EVP_MD_CTX_free(context);
	return is_done ? JX_OK : JX_UNAVAILABLE;
}

enum jx_status jx_merkle_leaf_hash(const void *entry, size_t n_bytes, uint8_t out[JX_HASH_BYTES])
{
	return hash_prefixed(LEAF_PREFIX, entry, n_bytes, out);
}

enum jx_status jx_merkle_node_hash(
	const uint8_t left[JX_HASH_BYTES], const uint8_t right[JX_HASH_BYTES], uint8_t out[JX_HASH_BYTES])
{
	uint8_t both[2 * JX_HASH_BYTES];
	memcpy(both, left, JX_HASH_BYTES);
	memcpy(both + JX_HASH_BYTES, right, JX_HASH_BYTES);
	return hash_prefixed(NODE_PREFIX, both, sizeof(both), out);
}

static void put_whole(struct jx_merkle_whole *whole, size_t level, const uint8_t hash[JX_HASH_BYTES])
{
	if (whole == NULL)
		return;
	memcpy(whole->hashes[level], hash, JX_HASH_BYTES);
	whole->n = level + 1;
}

enum jx_status jx_merkle_append(struct jx_merkle_edge *edge, const uint8_t leaf_hash[JX_HASH_BYTES],
	struct jx_merkle_whole *ret_whole)
{
	/* Like adding one to a binary number: each full subtree that carries is joined with the one before
	 * it. */
	uint8_t carried[JX_HASH_BYTES];
	memcpy(carried, leaf_hash, JX_HASH_BYTES);
	size_t level = 0;
	put_whole(ret_whole, 0, carried);
	while ((edge->n_leaves >> level & 1) != 0) {
		enum jx_status status = jx_merkle_node_hash(edge->edge[level], carried, carried);
		if (status != JX_OK)
			return status;
		put_whole(ret_whole, ++level, carried);
	}
	memcpy(edge->edge[level], carried, JX_HASH_BYTES);
	edge->n_leaves++;
	return JX_OK;
}

enum jx_status jx_merkle_root(const struct jx_merkle_edge *edge, uint8_t out[JX_HASH_BYTES])
{
	if (edge->n_leaves == 0)
		return jx_hash_bytes("", 0, JX_DIGEST_SHA256, out, NULL);
	uint8_t root[JX_HASH_BYTES];
	bool is_begun = false;
	for (size_t level = 0; level < JX_MERKLE_LEVELS; level++) {
		if ((edge->n_leaves >> level & 1) == 0)
			continue;
		if (is_begun) {
			enum jx_status status = jx_merkle_node_hash(edge->edge[level], root, root);
			if (status != JX_OK)
				return status;
		} else {
			memcpy(root, edge->edge[level], JX_HASH_BYTES);
			is_begun = true;
		}
	}
	memcpy(out, root, JX_HASH_BYTES);
	return JX_OK;
}

/* ---- making proofs ---- */

/* Leaves begin … end - 1. */
struct range {
	uint64_t begin;
	uint64_t end;
};

static uint64_t width(struct range range)
{
	return range.end - range.begin;
}

/* The level of the largest full subtree that is narrower than n leaves, n > 1; at most as wide for the other. */
static unsigned level_below(uint64_t n)
{
	return 63u - (unsigned)__builtin_clzll(n - 1);
}

static unsigned level_within(uint64_t n)
{
	return 63u - (unsigned)__builtin_clzll(n);
}

/* The hash of the leaves of a range that begins where a subtree of its width may begin: its full subtrees, the widest
 * first, joined from the right. */
static enum jx_status range_hash(const struct jx_merkle_source *source, struct range range,
	uint8_t out[JX_HASH_BYTES], struct jx_error *error)
{
	uint8_t roots[JX_MERKLE_LEVELS][JX_HASH_BYTES];
	size_t n = 0;
	for (uint64_t at = range.begin; at < range.end; n++) {
		unsigned level = level_within(range.end - at);
		enum jx_status status = source->read(source->user, level, at >> level, roots[n], error);
		if (status != JX_OK)
			return status;
		at += UINT64_C(1) << level;
	}
	for (; n > 1; n--)
		if (jx_merkle_node_hash(roots[n - 2], roots[n - 1], roots[n - 2]) != JX_OK)
			return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	memcpy(out, roots[0], JX_HASH_BYTES);
	return JX_OK;
}

/* The ranges whose hashes make a proof, from the root down. */
struct path {
	size_t n;
	struct range ranges[JX_MERKLE_MAX_HASHES];
};

static void put_range(struct path *path, struct range range)
{
	assert(path->n < JX_MERKLE_MAX_HASHES);
	path->ranges[path->n++] = range;
}

/* Go down to the half that holds a leaf, and put the other half on the path. @return the half. */
static struct range descend(struct path *path, struct range range, uint64_t leaf)
{
	uint64_t middle = range.begin + (UINT64_C(1) << level_below(width(range)));
	const struct range left = {range.begin, middle};
	const struct range right = {middle, range.end};
	put_range(path, leaf < middle ? right : left);
	return leaf < middle ? left : right;
}

/* A proof begins at the leaf, a path at the root. */
static enum jx_status hash_path(const struct jx_merkle_source *source, const struct path *path,
	struct jx_merkle_proof *ret_proof, struct jx_error *error)
{
	for (size_t i = 0; i < path->n; i++) {
		enum jx_status status =
			range_hash(source, path->ranges[path->n - 1 - i], ret_proof->hashes[i], error);
		if (status != JX_OK)
			return status;
	}
	ret_proof->n = path->n;
	return JX_OK;
}

enum jx_status jx_merkle_prove_inclusion(const struct jx_merkle_source *source, uint64_t index,
	uint64_t n_leaves, struct jx_merkle_proof *ret_proof, struct jx_error *error)
{
	struct path path = {0};
	assert(index < n_leaves && n_leaves <= JX_MERKLE_MAX_LEAVES);
	for (struct range range = {0, n_leaves}; width(range) > 1;)
		range = descend(&path, range, index);
	return hash_path(source, &path, ret_proof, error);
}

enum jx_status jx_merkle_prove_consistency(const struct jx_merkle_source *source, uint64_t n_before,
	uint64_t n_leaves, struct jx_merkle_proof *ret_proof, struct jx_error *error)
{
	struct path path = {0};
	struct range range = {0, n_leaves};
	assert(n_before <= n_leaves && n_leaves <= JX_MERKLE_MAX_LEAVES);
	if (n_before > 0 && n_before < n_leaves) {
		while (range.end != n_before)
			range = descend(&path, range, n_before - 1);
		if (range.begin != 0) /* else it is the earlier tree itself, whose root the other side has */
			put_range(&path, range);
	}
	return hash_path(source, &path, ret_proof, error);
}

/* ---- checking proofs ---- */

/* The place of a node and that of the last node, on the level that a check has come to. */
struct climb {
	uint64_t at;
	uint64_t last;
};

static void climb_up(struct climb *climb)
{
	climb->at >>= 1;
	climb->last >>= 1;
}

/* Whether the next hash of a proof stands left of the node; then the climb passes the levels where the node is the last
 * and has no sibling. */
static bool is_sibling_left(struct climb *climb)
{
	if ((climb->at & 1) == 0 && climb->at != climb->last)
		return false;
	while ((climb->at & 1) == 0 && climb->at != 0)
		climb_up(climb);
	return true;
}

static enum jx_status fail_proof(struct jx_error *error)
{
	return jx_fail(error, JX_REASON_PROOF_FAILS);
}

static bool is_same(const uint8_t a[JX_HASH_BYTES], const uint8_t b[JX_HASH_BYTES])
{
	return memcmp(a, b, JX_HASH_BYTES) == 0;
}

enum jx_status jx_merkle_check_inclusion(const struct jx_merkle_tree *tree, uint64_t index,
	const uint8_t leaf_hash[JX_HASH_BYTES], const struct jx_merkle_proof *proof, struct jx_error *error)
{
	uint8_t hash[JX_HASH_BYTES];
	if (index >= tree->n_leaves)
		return fail_proof(error);
	struct climb climb = {.at = index, .last = tree->n_leaves - 1};
	memcpy(hash, leaf_hash, JX_HASH_BYTES);
	for (size_t i = 0; i < proof->n; i++) {
		const uint8_t *sibling = proof->hashes[i];
		if (climb.last == 0)
			return fail_proof(error);
		bool is_left = is_sibling_left(&climb);
		if (jx_merkle_node_hash(is_left ? sibling : hash, is_left ? hash : sibling, hash) != JX_OK)
			return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
		climb_up(&climb);
	}
	return climb.last == 0 && is_same(hash, tree->root) ? JX_OK : fail_proof(error);
}

/* Both roots grow out of the hash where the trees part. */
struct growth {
	uint8_t before[JX_HASH_BYTES];
	uint8_t now[JX_HASH_BYTES];
};

static enum jx_status grow(struct growth *growth, const uint8_t sibling[JX_HASH_BYTES], bool is_left)
{
	if (!is_left)
		return jx_merkle_node_hash(growth->now, sibling, growth->now);
	enum jx_status status = jx_merkle_node_hash(sibling, growth->before, growth->before);
	return status == JX_OK ? jx_merkle_node_hash(sibling, growth->now, growth->now) : status;
}

static enum jx_status check_growth(const struct jx_merkle_tree *before, const struct jx_merkle_tree *tree,
	const struct jx_merkle_proof *proof, struct jx_error *error)
{
	struct climb climb = {.at = before->n_leaves - 1, .last = tree->n_leaves - 1};
	struct growth growth;
	/* the root of a full tree is a hash of the other one, and is not repeated in the proof */
	bool is_full = (before->n_leaves & (before->n_leaves - 1)) == 0;
	size_t i = is_full ? 0 : 1;
	if (proof->n == 0)
		return fail_proof(error);
	memcpy(growth.before, is_full ? before->root : proof->hashes[0], JX_HASH_BYTES);
	memcpy(growth.now, growth.before, JX_HASH_BYTES);
	while ((climb.at & 1) != 0)
		climb_up(&climb);
	for (; i < proof->n; i++) {
		if (climb.last == 0)
			return fail_proof(error);
		if (grow(&growth, proof->hashes[i], is_sibling_left(&climb)) != JX_OK)
			return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
		climb_up(&climb);
	}
	bool holds =
		climb.last == 0 && is_same(growth.before, before->root) && is_same(growth.now, tree->root);
	return holds ? JX_OK : fail_proof(error);
}

enum jx_status jx_merkle_check_consistency(const struct jx_merkle_tree *before,
	const struct jx_merkle_tree *tree, const struct jx_merkle_proof *proof, struct jx_error *error)
{
	if (before->n_leaves > tree->n_leaves)
		return fail_proof(error);
	if (before->n_leaves == tree->n_leaves && !is_same(before->root, tree->root))
		return fail_proof(error);
	if (before->n_leaves == 0 || before->n_leaves == tree->n_leaves)
		return proof->n == 0 ? JX_OK : fail_proof(error);
	return check_growth(before, tree, proof, error);
}
