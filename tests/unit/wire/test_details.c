/* Errors as google.rpc.Status: what goes in comes out, whatever does not fit is left out, garbage is refused.
 */
#include <stdio.h>
#include <string.h>

#include <google/rpc/status.pb-c.h>

#include "proto/contract/base/limits.h"
#include "proto/wire/details.h"
#include "tests/support/test.h"

static struct jx_details round_trip(
	const struct jx_error *error, const struct jx_violation *violations, size_t n_violations)
{
	struct jx_buf buf;
	struct jx_details details;
	jx_buf_init(&buf, JX_MAX_ERROR_DETAIL_BYTES);
	assert_int_equal(jx_details_pack(error, violations, n_violations, &buf), JX_OK);
	assert_int_equal(jx_details_unpack(buf.bytes, buf.n_bytes, &details), JX_OK);
	jx_buf_clear(&buf);
	return details;
}

static void every_reason_goes_there_and_back(void **state)
{
	(void)state;
	for (int i = 1; i < JX_REASON_COUNT; i++) {
		struct jx_error error;
		char sentence[JX_SENTENCE_BYTES];
		enum jx_status status =
			jx_fail_with(&error, (enum jx_reason)i, JX_ARGS(JX_TEXT("第一"), JX_TEXT("two")));
		struct jx_details details = round_trip(&error, NULL, 0);
		assert_int_equal(details.status, status);
		assert_int_equal(details.error.reason, i);
		assert_string_equal(details.reason, jx_reason_name((enum jx_reason)i));
		assert_string_equal(details.error.arg[0], "第一");
		assert_string_equal(details.error.arg[1], "two");
		assert_string_equal(details.error.arg[2], "");
		assert_string_equal(
			details.message, jx_error_sentence(&error, JX_EN, sentence, sizeof(sentence)));
		assert_string_equal(
			details.localized, jx_error_sentence(&error, JX_ZH, sentence, sizeof(sentence)));
		assert_int_equal(details.retry_after_ms > 0, jx_error_is_retryable(&error));
		assert_null(details.wrong);
		jx_details_clear(&details);
	}
}

static void a_wrong_field_is_named_with_its_violations(void **state)
{
	(void)state;
	struct jx_error error;
	const struct jx_violation violations[] = {
		{"functions[3].amount", "R1", "sum differs", "合计不符"}, {"profile.name", "R2", NULL, NULL}};
	(void)jx_fail_at(&error, JX_REASON_MISSING_FIELD, "round", JX_ARGS(JX_TEXT("round")));
	struct jx_details details = round_trip(&error, violations, 2);
	assert_string_equal(details.error.field, "round");
	assert_non_null(details.wrong);
	assert_int_equal(details.wrong->n_field_violations, 3);
	assert_string_equal(details.wrong->field_violations[0]->field, "round");
	assert_string_equal(details.wrong->field_violations[0]->reason, "MISSING_FIELD");
	assert_string_equal(details.wrong->field_violations[1]->field, "functions[3].amount");
	assert_string_equal(details.wrong->field_violations[1]->reason, "R1");
	assert_string_equal(details.wrong->field_violations[1]->localized_message->message, "合计不符");
	assert_null(details.wrong->field_violations[2]->localized_message);
	jx_details_clear(&details);
}

static void violations_that_do_not_fit_are_left_out(void **state)
{
	(void)state;
	struct jx_error error;
	struct jx_violation violations[200];
	char long_text[400];
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	for (size_t i = 0; i < 200; i++)
		violations[i] = (struct jx_violation){"a.b", "R", long_text, NULL};
	(void)jx_fail_with(&error, JX_REASON_HARD_FINDINGS, JX_ARGS(JX_TEXT("200")));
	struct jx_details details = round_trip(&error, violations, 200);
	assert_non_null(details.wrong);
	assert_in_range(details.wrong->n_field_violations, 8, 16);
	jx_details_clear(&details);
}

static void the_longest_error_still_fits(void **state)
{
	(void)state;
	struct jx_error error;
	char longest[JX_ERROR_ARG_BYTES * 2];
	memset(longest, 'y', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	for (int i = 1; i < JX_REASON_COUNT; i++) {
		(void)jx_fail_at(&error, (enum jx_reason)i, longest,
			JX_ARGS(JX_TEXT(longest), JX_TEXT(longest), JX_TEXT(longest)));
		struct jx_details details = round_trip(&error, NULL, 0);
		assert_int_equal(strlen(details.error.arg[2]), JX_ERROR_ARG_BYTES - 1);
		assert_int_equal(strlen(details.error.field), JX_ERROR_ARG_BYTES - 1);
		assert_non_null(details.wrong);
		jx_details_clear(&details);
	}
}

static void strangers_are_understood_as_far_as_possible(void **state)
{
	(void)state;
	Google__Protobuf__Any any = GOOGLE__PROTOBUF__ANY__INIT;
	Google__Protobuf__Any *list[] = {&any};
	any.type_url = (char *)"type.example.org/some.Other";
	any.value = (ProtobufCBinaryData){3, (uint8_t *)"\xff\xff\xff"};
	Google__Rpc__Status status = GOOGLE__RPC__STATUS__INIT;
	status.code = 99;
	status.message = (char *)"bad \xff text";
	status.n_details = 1;
	status.details = list;
	uint8_t bytes[200];
	struct jx_details details;
	size_t n = google__rpc__status__pack(&status, bytes);
	assert_int_equal(jx_details_unpack(bytes, n, &details), JX_OK);
	assert_int_equal(details.status, JX_UNKNOWN);
	assert_string_equal(details.message, "");
	assert_int_equal(details.error.reason, JX_REASON_NONE);
	jx_details_clear(&details);
}

static void an_error_of_another_domain_keeps_its_name_only(void **state)
{
	(void)state;
	Google__Rpc__ErrorInfo info = GOOGLE__RPC__ERROR_INFO__INIT;
	info.reason = (char *)"INTERNAL";
	info.domain = (char *)"elsewhere";
	uint8_t packed[100];
	Google__Protobuf__Any any = GOOGLE__PROTOBUF__ANY__INIT;
	Google__Protobuf__Any *list[] = {&any};
	any.type_url = (char *)"type.googleapis.com/google.rpc.ErrorInfo";
	any.value = (ProtobufCBinaryData){google__rpc__error_info__pack(&info, packed), packed};
	Google__Rpc__Status status = GOOGLE__RPC__STATUS__INIT;
	status.n_details = 1;
	status.details = list;
	uint8_t bytes[300];
	struct jx_details details;
	assert_int_equal(
		jx_details_unpack(bytes, google__rpc__status__pack(&status, bytes), &details), JX_OK);
	assert_string_equal(details.reason, "INTERNAL");
	assert_int_equal(details.error.reason, JX_REASON_NONE);
	jx_details_clear(&details);
}

static void damaged_bytes_never_do_harm(void **state)
{
	(void)state;
	struct jx_error error;
	struct jx_buf buf;
	struct jx_details details;
	jx_buf_init(&buf, JX_MAX_ERROR_DETAIL_BYTES);
	(void)jx_fail_at(&error, JX_REASON_BAD_FIELD, "round",
		JX_ARGS(JX_TEXT("round"), JX_TEXT("x"), JX_TEXT("not a year")));
	assert_int_equal(jx_details_pack(&error, NULL, 0, &buf), JX_OK);
	for (size_t i = 0; i < buf.n_bytes; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			buf.bytes[i] ^= (uint8_t)(1u << bit);
			if (jx_details_unpack(buf.bytes, buf.n_bytes, &details) == JX_OK)
				jx_details_clear(&details);
			buf.bytes[i] ^= (uint8_t)(1u << bit);
		}
		if (jx_details_unpack(buf.bytes, i, &details) == JX_OK)
			jx_details_clear(&details);
	}
	assert_int_equal(jx_details_unpack((const uint8_t *)"\xff", 1, &details), JX_INVALID);
	static const uint8_t giant[JX_MAX_ERROR_DETAIL_BYTES + 1];
	assert_int_equal(jx_details_unpack(giant, sizeof(giant), &details), JX_INVALID);
	jx_buf_clear(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reason_goes_there_and_back),
		cmocka_unit_test(a_wrong_field_is_named_with_its_violations),
		cmocka_unit_test(violations_that_do_not_fit_are_left_out),
		cmocka_unit_test(the_longest_error_still_fits),
		cmocka_unit_test(strangers_are_understood_as_far_as_possible),
		cmocka_unit_test(an_error_of_another_domain_keeps_its_name_only),
		cmocka_unit_test(damaged_bytes_never_do_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
