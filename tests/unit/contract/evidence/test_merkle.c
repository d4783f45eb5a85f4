#include "proto/contract/evidence/merkle.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "tests/support/test.h"

/* The tree that Certificate Transparency's implementations test with: eight entries, the root after each. */
static const struct {
	const char *entry;
	size_t n;
	const char *root;
} TREE[] = {
	{"", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
	{"\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
	{"\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
	{"\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
	{"\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
	{"\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
	{"\x50\x51\x52\x53\x54\x55\x56\x57", 8,
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
	{"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};

static void the_known_tree_grows_to_its_known_roots(void **state)
{
	(void)state;
	struct jx_merkle_edge edge = {0};
	uint8_t hash[JX_HASH_BYTES];
	char text[JX_DIGEST_TEXT_BYTES];
	assert_int_equal(jx_merkle_root(&edge, hash), JX_OK);
	jx_digest_print(JX_DIGEST_SHA256, hash, text);
	assert_string_equal(text, "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < JX_COUNT_OF(TREE); i++) {
		assert_int_equal(jx_merkle_leaf_hash(TREE[i].entry, TREE[i].n, hash), JX_OK);
		assert_int_equal(jx_merkle_append(&edge, hash, NULL), JX_OK);
		assert_int_equal(jx_merkle_root(&edge, hash), JX_OK);
		jx_digest_print(JX_DIGEST_SHA256, hash, text);
		assert_string_equal(text + strlen("sha256:"), TREE[i].root);
	}
}

/* RFC 9162, 2.1.1, as it is written: split at the largest power of two below n. */
static void recursive_root(uint8_t (*leaves)[JX_HASH_BYTES], size_t n, uint8_t out[JX_HASH_BYTES])
{
	if (n == 1) {
		memcpy(out, leaves[0], JX_HASH_BYTES);
		return;
	}
	size_t k = 1;
	while (k * 2 < n)
		k *= 2;
	uint8_t left[JX_HASH_BYTES];
	uint8_t right[JX_HASH_BYTES];
	recursive_root(leaves, k, left);
	recursive_root(leaves + k, n - k, right);
	assert_int_equal(jx_merkle_node_hash(left, right, out), JX_OK);
}

static void the_edge_agrees_with_the_recursive_definition(void **state)
{
	(void)state;
	static uint8_t leaves[130][JX_HASH_BYTES];
	struct jx_merkle_edge edge = {0};
	for (size_t i = 0; i < JX_COUNT_OF(leaves); i++) {
		assert_int_equal(jx_merkle_leaf_hash(&i, sizeof(i), leaves[i]), JX_OK);
		assert_int_equal(jx_merkle_append(&edge, leaves[i], NULL), JX_OK);
		uint8_t root[JX_HASH_BYTES];
		uint8_t wanted[JX_HASH_BYTES];
		assert_int_equal(jx_merkle_root(&edge, root), JX_OK);
		recursive_root(leaves, i + 1, wanted);
		assert_memory_equal(root, wanted, JX_HASH_BYTES);
	}
}

#define N_LEAVES 67 /* all trees up to here, with every leaf and every earlier tree */

static uint8_t leaves[N_LEAVES][JX_HASH_BYTES];
static struct jx_merkle_tree trees[N_LEAVES + 1];

static int grow_trees(void **state)
{
	(void)state;
	struct jx_merkle_edge edge = {0};
	assert_int_equal(jx_merkle_root(&edge, trees[0].root), JX_OK);
	for (size_t i = 0; i < N_LEAVES; i++) {
		assert_int_equal(jx_merkle_leaf_hash(&i, sizeof(i), leaves[i]), JX_OK);
		assert_int_equal(jx_merkle_append(&edge, leaves[i], NULL), JX_OK);
		trees[i + 1].n_leaves = i + 1;
		assert_int_equal(jx_merkle_root(&edge, trees[i + 1].root), JX_OK);
	}
	return 0;
}

/* Fails when more than the whole subtrees of the tree is asked for. */
static enum jx_status read_subtree(
	void *user, unsigned level, uint64_t index, uint8_t out[JX_HASH_BYTES], struct jx_error *error)
{
	const uint64_t *n_leaves = user;
	(void)error;
	assert_in_range((index + 1) << level, 1, *n_leaves);
	recursive_root(leaves + (index << level), (size_t)1 << level, out);
	return JX_OK;
}

/* RFC 9162, 2.1.3.1, as it is written. */
static void recursive_path(size_t m, size_t begin, size_t n, struct jx_merkle_proof *path)
{
	if (n == 1)
		return;
	size_t k = 1;
	while (k * 2 < n)
		k *= 2;
	if (m < k) {
		recursive_path(m, begin, k, path);
		recursive_root(leaves + begin + k, n - k, path->hashes[path->n++]);
	} else {
		recursive_path(m - k, begin + k, n - k, path);
		recursive_root(leaves + begin, k, path->hashes[path->n++]);
	}
}

/* RFC 9162, 2.1.4.1, as it is written. */
static void recursive_growth(size_t m, size_t begin, size_t n, bool is_known, struct jx_merkle_proof *path)
{
	size_t k = 1;
	if (m == n) {
		if (!is_known)
			recursive_root(leaves + begin, n, path->hashes[path->n++]);
		return;
	}
	while (k * 2 < n)
		k *= 2;
	if (m <= k) {
		recursive_growth(m, begin, k, is_known, path);
		recursive_root(leaves + begin + k, n - k, path->hashes[path->n++]);
	} else {
		recursive_growth(m - k, begin + k, n - k, false, path);
		recursive_root(leaves + begin, k, path->hashes[path->n++]);
	}
}

static void assert_same_proof(const struct jx_merkle_proof *a, const struct jx_merkle_proof *b)
{
	assert_int_equal(a->n, b->n);
	assert_memory_equal(a->hashes, b->hashes, a->n * JX_HASH_BYTES);
}

static void every_leaf_is_proven_in_every_tree(void **state)
{
	(void)state;
	for (uint64_t n = 1; n <= N_LEAVES; n++) {
		const struct jx_merkle_source source = {read_subtree, &n};
		for (uint64_t i = 0; i < n; i++) {
			struct jx_merkle_proof proof = {0};
			struct jx_merkle_proof wanted = {0};
			recursive_path(i, 0, n, &wanted);
			assert_int_equal(jx_merkle_prove_inclusion(&source, i, n, &proof, NULL), JX_OK);
			assert_same_proof(&proof, &wanted);
			assert_int_equal(
				jx_merkle_check_inclusion(&trees[n], i, leaves[i], &proof, NULL), JX_OK);
		}
	}
}

static void every_tree_is_proven_to_grow_out_of_every_earlier_one(void **state)
{
	(void)state;
	for (uint64_t n = 0; n <= N_LEAVES; n++) {
		const struct jx_merkle_source source = {read_subtree, &n};
		for (uint64_t m = 0; m <= n; m++) {
			struct jx_merkle_proof proof = {0};
			struct jx_merkle_proof wanted = {0};
			if (m > 0)
				recursive_growth(m, 0, n, true, &wanted);
			assert_int_equal(jx_merkle_prove_consistency(&source, m, n, &proof, NULL), JX_OK);
			assert_same_proof(&proof, &wanted);
			assert_int_equal(
				jx_merkle_check_consistency(&trees[m], &trees[n], &proof, NULL), JX_OK);
		}
	}
}

static void assert_no_inclusion(const struct jx_merkle_tree *tree, uint64_t index, const uint8_t *leaf,
	const struct jx_merkle_proof *proof)
{
	struct jx_error error = {0};
	assert_int_equal(jx_merkle_check_inclusion(tree, index, leaf, proof, &error), JX_DATA_LOSS);
	assert_int_equal(error.reason, JX_REASON_PROOF_FAILS);
}

static void no_other_inclusion_proof_holds(void **state)
{
	(void)state;
	for (uint64_t n = 1; n <= N_LEAVES; n++) {
		const struct jx_merkle_source source = {read_subtree, &n};
		for (uint64_t i = 0; i < n; i++) {
			struct jx_merkle_proof proof = {0};
			assert_int_equal(jx_merkle_prove_inclusion(&source, i, n, &proof, NULL), JX_OK);
			for (uint64_t other = 0; other < n + 2; other++)
				if (other != i)
					assert_no_inclusion(&trees[n], other, leaves[i], &proof);
			for (uint64_t k = 0; k < proof.n; k++) {
				proof.hashes[k][k % JX_HASH_BYTES] ^= 1;
				assert_no_inclusion(&trees[n], i, leaves[i], &proof);
				proof.hashes[k][k % JX_HASH_BYTES] ^= 1;
			}
			assert_no_inclusion(&trees[n], i, trees[0].root, &proof);
			assert_no_inclusion(&trees[n - 1], i, leaves[i], &proof);
			proof.n++;
			assert_no_inclusion(&trees[n], i, leaves[i], &proof);
			if (n > 1) {
				proof.n -= 2;
				assert_no_inclusion(&trees[n], i, leaves[i], &proof);
			}
		}
	}
}

static void assert_no_growth(const struct jx_merkle_tree *before, const struct jx_merkle_tree *tree,
	const struct jx_merkle_proof *proof)
{
	struct jx_error error = {0};
	assert_int_equal(jx_merkle_check_consistency(before, tree, proof, &error), JX_DATA_LOSS);
	assert_int_equal(error.reason, JX_REASON_PROOF_FAILS);
}

static void no_other_consistency_proof_holds(void **state)
{
	(void)state;
	for (uint64_t n = 1; n <= N_LEAVES; n++) {
		const struct jx_merkle_source source = {read_subtree, &n};
		for (uint64_t m = 1; m <= n; m++) {
			struct jx_merkle_proof proof = {0};
			struct jx_merkle_tree forged = trees[m];
			assert_int_equal(jx_merkle_prove_consistency(&source, m, n, &proof, NULL), JX_OK);
			for (uint64_t k = 0; k < proof.n; k++) {
				proof.hashes[k][k % JX_HASH_BYTES] ^= 1;
				assert_no_growth(&trees[m], &trees[n], &proof);
				proof.hashes[k][k % JX_HASH_BYTES] ^= 1;
			}
			forged.root[0] ^= 1;
			assert_no_growth(&forged, &trees[n], &proof);
			forged = trees[n];
			forged.root[31] ^= 1;
			assert_no_growth(&trees[m], &forged, &proof);
			if (m < n)
				assert_no_growth(&trees[n], &trees[m], &proof);
			proof.n++;
			assert_no_growth(&trees[m], &trees[n], &proof);
			if (m < n) {
				proof.n -= 2;
				assert_no_growth(&trees[m], &trees[n], &proof);
			}
		}
	}
}

static enum jx_status read_anything(
	void *user, unsigned level, uint64_t index, uint8_t out[JX_HASH_BYTES], struct jx_error *error)
{
	(void)user;
	(void)error;
	assert_in_range((index + 1) << level, 1, JX_MERKLE_MAX_LEAVES);
	memset(out, 7, JX_HASH_BYTES);
	return JX_OK;
}

static void a_proof_about_the_largest_tree_fits(void **state)
{
	(void)state;
	struct jx_merkle_proof proof = {.n = JX_MERKLE_MAX_HASHES};
	const struct jx_merkle_tree tree = {.n_leaves = UINT64_MAX};
	assert_no_inclusion(&tree, UINT64_MAX - 1, leaves[0], &proof);
	assert_no_growth(&trees[3], &tree, &proof);
	const struct jx_merkle_source source = {read_anything, NULL};
	const uint64_t n = JX_MERKLE_MAX_LEAVES;
	assert_int_equal(jx_merkle_prove_inclusion(&source, n / 2 - 1, n, &proof, NULL), JX_OK);
	assert_int_equal(proof.n, 62);
	assert_int_equal(jx_merkle_prove_consistency(&source, n / 2 - 1, n, &proof, NULL), JX_OK);
	assert_int_equal(proof.n, JX_MERKLE_MAX_HASHES);
	assert_int_equal(jx_merkle_prove_consistency(&source, n - 1, n, &proof, NULL), JX_OK);
	assert_int_equal(proof.n, JX_MERKLE_MAX_HASHES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_known_tree_grows_to_its_known_roots),
		cmocka_unit_test(the_edge_agrees_with_the_recursive_definition),
		cmocka_unit_test(every_leaf_is_proven_in_every_tree),
		cmocka_unit_test(every_tree_is_proven_to_grow_out_of_every_earlier_one),
		cmocka_unit_test(no_other_inclusion_proof_holds),
		cmocka_unit_test(no_other_consistency_proof_holds),
		cmocka_unit_test(a_proof_about_the_largest_tree_fits),
	};
	return cmocka_run_group_tests(tests, grow_trees, NULL);
}
