#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "client/transport/invitation.h"
#include "proto/contract/base/array.h"

#define FINGERPRINT "9f2c00112233445566778899aabbccddeeff00112233445566778899aabb71ab"
#define CODE        "4T9QC-8ZX0M-1ABCD-EFGHJ-KMNPQ-0"

static void a_line_is_taken_apart(void **state)
{
	static const char *const lines[] = {
		"jixiao:cz.example.gov.cn:7402/" FINGERPRINT "/" CODE,
		"  jixiao:cz.example.gov.cn:7402/" FINGERPRINT "/" CODE " \r\n",
		"jixiao:cz.example.gov.cn:7402/"
		"9F2C00112233445566778899AABBCCDDEEFF00112233445566778899AABB71AB/"
		"4t9qc8zxom lABCDEFGHJ-kmnpq0",
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(lines); i++) {
		struct jx_invitation invitation;
		assert_int_equal(jx_invitation_parse(lines[i], &invitation, NULL), JX_OK);
		assert_string_equal(invitation.address, "cz.example.gov.cn:7402");
		assert_string_equal(invitation.fingerprint, FINGERPRINT);
		assert_string_equal(invitation.code, "4T9QC8ZX0M1ABCDEFGHJKMNPQ0");
	}
}

static void a_line_that_is_not_whole_is_refused(void **state)
{
	static const char *const lines[] = {
		"",
		"jixiao:",
		"http://cz.example.gov.cn:7402/" FINGERPRINT "/" CODE,
		"jixiao:cz.example.gov.cn:7402/" FINGERPRINT,
		"jixiao:cz.example.gov.cn/" FINGERPRINT "/" CODE,
		"jixiao:cz.example.gov.cn:0/" FINGERPRINT "/" CODE,
		"jixiao:cz.example.gov.cn:70000/" FINGERPRINT "/" CODE,
		"jixiao:user@host:7402/" FINGERPRINT "/" CODE,
		"jixiao::7402/" FINGERPRINT "/" CODE,
		"jixiao:[::1:7402/" FINGERPRINT "/" CODE,
		"jixiao:h:7402/" FINGERPRINT "0/" CODE,
		"jixiao:h:7402/g" FINGERPRINT "/" CODE,
		"jixiao:h:7402/" FINGERPRINT "/" CODE "0",
		"jixiao:h:7402/" FINGERPRINT "/4T9QC-8ZX0M-1ABCD-EFGHJ-KMNPQ",
		"jixiao:h:7402/" FINGERPRINT "/4T9QC-8ZX0M-1ABCD-EFGHJ-KMNPQ-U",
		"jixiao:h:7402/" FINGERPRINT "/" CODE "/x",
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(lines); i++) {
		struct jx_invitation invitation;
		struct jx_error error = {0};
		assert_int_equal(jx_invitation_parse(lines[i], &invitation, &error), JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_BAD_INVITATION_LINE);
		assert_true(error.arg[0][0] != '\0');
	}
}

static void an_endless_line_is_refused(void **state)
{
	static char line[100000];
	struct jx_invitation invitation;
	(void)state;
	memset(line, 'x', sizeof(line) - 1);
	memcpy(line, "jixiao:", 7);
	assert_int_equal(jx_invitation_parse(line, &invitation, NULL), JX_INVALID);
}

static void a_v6_address_keeps_its_brackets(void **state)
{
	struct jx_invitation invitation;
	(void)state;
	assert_int_equal(
		jx_invitation_parse("jixiao:[2001:db8::1]:7402/" FINGERPRINT "/" CODE, &invitation, NULL),
		JX_OK);
	assert_string_equal(invitation.address, "[2001:db8::1]:7402");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_taken_apart),
		cmocka_unit_test(a_line_that_is_not_whole_is_refused),
		cmocka_unit_test(an_endless_line_is_refused),
		cmocka_unit_test(a_v6_address_keeps_its_brackets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
