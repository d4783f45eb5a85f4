#include "tests/support/test.h"

#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/evidence/code.h"

#define CODE "4T9QC-8ZX0M-1ABCD-EFGHJ-KMNPQ-0"

static void a_code_holds_all_of_its_bits(void **state)
{
	unsigned char random[JX_CODE_RANDOM] = {0};
	char code[JX_CODE_BYTES];
	char other[JX_CODE_BYTES];
	(void)state;
	jx_code_print(random, code);
	assert_string_equal(code, "00000-00000-00000-00000-00000-0");
	memset(random, 0xFF, sizeof(random));
	jx_code_print(random, code);
	assert_string_equal(code, "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-W");
	for (size_t bit = 0; bit < 8 * sizeof(random); bit++) {
		memset(random, 0, sizeof(random));
		jx_code_print(random, code);
		random[bit / 8] = (unsigned char)(0x80u >> (bit % 8));
		jx_code_print(random, other);
		assert_string_not_equal(code, other);
	}
}

static void a_printed_code_reads_back(void **state)
{
	unsigned char random[JX_CODE_RANDOM];
	char code[JX_CODE_BYTES], normal[JX_CODE_CHARACTERS + 1];
	(void)state;
	for (size_t i = 0; i < sizeof(random); i++)
		random[i] = (unsigned char)(i * 37u + 11u);
	jx_code_print(random, code);
	assert_int_equal(strlen(code), 31);
	assert_int_equal(jx_code_normalise(code, normal), JX_OK);
	assert_int_equal(strlen(normal), JX_CODE_CHARACTERS);
}

/* What the server must compute from the code it is sent: sha256 of the 26 characters. */
static void the_digest_is_that_of_the_normal_form(void **state)
{
	char a[JX_DIGEST_TEXT_BYTES], b[JX_DIGEST_TEXT_BYTES], plain[JX_DIGEST_TEXT_BYTES];
	(void)state;
	assert_int_equal(jx_code_digest(CODE, a, NULL), JX_OK);
	assert_int_equal(jx_code_digest("4t9qc8zx0m1abcdefghjkmnpq0", b, NULL), JX_OK);
	assert_int_equal(
		jx_digest_bytes("4T9QC8ZX0M1ABCDEFGHJKMNPQ0", 26, JX_DIGEST_SHA256, plain, NULL), JX_OK);
	assert_string_equal(a, b);
	assert_string_equal(a, plain);
	assert_int_equal(jx_code_digest("too short", a, NULL), JX_DENIED);
}

static void what_is_no_code_is_refused(void **state)
{
	static const char *const codes[] = {"", "-", "4T9QC-8ZX0M-1ABCD-EFGHJ-KMNPQ", CODE "0",
		"UT9QC-8ZX0M-1ABCD-EFGHJ-KMNPQ-0", "4T9QC_8ZX0M-1ABCD-EFGHJ-KMNPQ-0"};
	char normal[JX_CODE_CHARACTERS + 1];
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(codes); i++)
		assert_int_equal(jx_code_normalise(codes[i], normal), JX_INVALID);
}

static void the_line_names_place_authority_and_code(void **state)
{
	char line[JX_INVITATION_BYTES];
	(void)state;
	jx_invitation_print("cz.example.gov.cn:7444", "9f2c", CODE, line);
	assert_string_equal(line, "jixiao:cz.example.gov.cn:7444/9f2c/" CODE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_holds_all_of_its_bits),
		cmocka_unit_test(a_printed_code_reads_back),
		cmocka_unit_test(the_digest_is_that_of_the_normal_form),
		cmocka_unit_test(what_is_no_code_is_refused),
		cmocka_unit_test(the_line_names_place_authority_and_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
