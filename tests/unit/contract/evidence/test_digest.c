#include "proto/contract/evidence/digest.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "tests/support/test.h"

static void known_hashes_come_out(void **state)
{
	(void)state;
	static const struct {
		enum jx_digest_algorithm algorithm;
		const char *bytes;
		const char *digest;
	} ROWS[] = {
		/* FIPS 180-4 and GB/T 32905-2016, the examples of the standards */
		{JX_DIGEST_SHA256, "abc",
			"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{JX_DIGEST_SHA256, "",
			"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{JX_DIGEST_SM3, "abc",
			"sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		char out[JX_DIGEST_TEXT_BYTES];
		size_t n = strlen(ROWS[i].bytes);
		assert_int_equal(jx_digest_bytes(ROWS[i].bytes, n, ROWS[i].algorithm, out, NULL), JX_OK);
		assert_string_equal(out, ROWS[i].digest);
		JX_AUTO(jx_hasher) hasher = NULL;
		assert_int_equal(jx_hasher_new(ROWS[i].algorithm, &hasher, NULL), JX_OK);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(jx_hasher_add(hasher, ROWS[i].bytes + k, 1), JX_OK);
		assert_int_equal(jx_hasher_end(hasher, out), JX_OK);
		assert_string_equal(out, ROWS[i].digest);
		enum jx_digest_algorithm algorithm;
		uint8_t hash[JX_HASH_BYTES];
		assert_int_equal(jx_digest_parse(out, &algorithm, hash, NULL), JX_OK);
		assert_int_equal(algorithm, ROWS[i].algorithm);
		jx_digest_print(algorithm, hash, out);
		assert_string_equal(out, ROWS[i].digest);
	}
}

static void a_message_is_hashed_as_its_canonical_json(void **state)
{
	(void)state;
	JxExplanation explanation = JX_EXPLANATION_INIT;
	explanation.text = (char *)(uintptr_t) "原因";
	explanation.rule = (char *)(uintptr_t) "F01";
	static const char JSON[] = "{\"rule\":\"F01\",\"text\":\"原因\"}";
	for (int a = JX_DIGEST_SHA256; a <= JX_DIGEST_SM3; a++) {
		char digest[JX_DIGEST_TEXT_BYTES];
		char wanted[JX_DIGEST_TEXT_BYTES];
		enum jx_digest_algorithm algorithm = (enum jx_digest_algorithm)a;
		assert_int_equal(jx_digest_message(&explanation.base, algorithm, digest, NULL), JX_OK);
		assert_int_equal(jx_digest_bytes(JSON, sizeof(JSON) - 1, algorithm, wanted, NULL), JX_OK);
		assert_string_equal(digest, wanted);
	}
}

static void a_message_without_json_has_no_digest(void **state)
{
	(void)state;
	JxFunctionLine line = JX_FUNCTION_LINE_INIT;
	JxAmount amount = JX_AMOUNT_INIT;
	char out[JX_DIGEST_TEXT_BYTES];
	struct jx_error error;
	line.amount = &amount;
	assert_int_equal(jx_digest_message(&line.base, JX_DIGEST_SHA256, out, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_BAD_FIGURE);
	assert_string_equal(error.field, "amount");
}

static void a_digest_has_one_text(void **state)
{
	(void)state;
#define HEX64 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	static const char *const BAD[] = {"", "sha256", "sha256:", HEX64, "sha512:" HEX64, "SHA256:" HEX64,
		"sha256:" HEX64 "0", "sha256: " HEX64, "sm3:" HEX64 "\n",
		"sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
		"sha256:ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"};
	for (size_t i = 0; i < JX_COUNT_OF(BAD); i++) {
		uint8_t hash[JX_HASH_BYTES] = {7};
		struct jx_error error;
		assert_int_equal(jx_digest_parse(BAD[i], NULL, hash, &error), JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_BAD_DIGEST);
		assert_int_equal(hash[0], 7);
	}
}

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
		assert_int_equal(jx_merkle_append(&edge, hash), JX_OK);
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
		assert_int_equal(jx_merkle_append(&edge, leaves[i]), JX_OK);
		uint8_t root[JX_HASH_BYTES];
		uint8_t wanted[JX_HASH_BYTES];
		assert_int_equal(jx_merkle_root(&edge, root), JX_OK);
		recursive_root(leaves, i + 1, wanted);
		assert_memory_equal(root, wanted, JX_HASH_BYTES);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_hashes_come_out),
		cmocka_unit_test(a_message_is_hashed_as_its_canonical_json),
		cmocka_unit_test(a_message_without_json_has_no_digest),
		cmocka_unit_test(a_digest_has_one_text),
		cmocka_unit_test(the_known_tree_grows_to_its_known_roots),
		cmocka_unit_test(the_edge_agrees_with_the_recursive_definition),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
