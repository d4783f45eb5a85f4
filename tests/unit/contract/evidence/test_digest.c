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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_hashes_come_out),
		cmocka_unit_test(a_message_is_hashed_as_its_canonical_json),
		cmocka_unit_test(a_message_without_json_has_no_digest),
		cmocka_unit_test(a_digest_has_one_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
