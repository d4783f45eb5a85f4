#include "proto/contract/message/json/json.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "grpc/health/v1/health.pb-c.h"
#include "grpc/reflection/v1/reflection.pb-c.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/base64.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "tests/support/nest.h"
#include "tests/support/test.h"

static char *text_of(const char *text)
{
	return (char *)(uintptr_t)text;
}

static void expect(const ProtobufCMessage *message, enum jx_json_style style, const char *wanted)
{
	struct jx_arena arena;
	char *text = NULL;
	size_t n = 0;
	jx_arena_init(&arena, 1u << 20);
	assert_int_equal(jx_json_write(message, style, &arena, NULL, &text, &n), JX_OK);
	assert_string_equal(text, wanted);
	assert_int_equal(n, strlen(wanted));
	jx_arena_clear(&arena);
}

static void expect_failure(
	const ProtobufCMessage *message, enum jx_status status, enum jx_reason reason, const char *field)
{
	struct jx_arena arena;
	char *text = NULL;
	struct jx_error error = {.reason = JX_REASON_NONE};
	jx_arena_init(&arena, 1u << 20);
	assert_int_equal(jx_json_write(message, JX_JSON_CANONICAL, &arena, &error, &text, NULL), status);
	assert_string_equal(jx_reason_name(error.reason), jx_reason_name(reason));
	assert_string_equal(error.field, field);
	assert_null(text);
	jx_arena_clear(&arena);
}

static void defaults_are_left_out_and_presence_is_kept(void **state)
{
	(void)state;
	JxReport submission = JX_REPORT_INIT;
	JxProfile profile = JX_PROFILE_INIT;
	expect(&submission.base, JX_JSON_CANONICAL, "{}");
	submission.profile = &profile;
	expect(&submission.base, JX_JSON_CANONICAL, "{\"profile\":{}}");
	submission.department = NULL; /* a text nobody set in a message built by hand */
	expect(&submission.base, JX_JSON_CANONICAL, "{\"profile\":{}}");
}

static void canonical_keys_are_sorted_and_pretty_ones_follow_the_schema(void **state)
{
	(void)state;
	JxReport submission = JX_REPORT_INIT;
	JxFunctionLine line = JX_FUNCTION_LINE_INIT;
	JxFunctionLine empty = JX_FUNCTION_LINE_INIT;
	JxFunctionLine *lines[] = {&line, &empty};
	JxAmount amount;
	JxDecimal share;
	assert_int_equal(jx_amount_parse("7702.62万元", &amount, NULL), JX_OK);
	assert_int_equal(jx_decimal_parse("76.51", &share, NULL), JX_OK);
	line.code = text_of("206");
	line.name = text_of("科学技术支出");
	line.amount = &amount;
	line.stated_share = &share;
	line.is_code_inferred = 1;
	submission.department = text_of("departments/306001");
	submission.kind = JX_REPORT_KIND_DEPARTMENT;
	submission.functions = lines;
	submission.n_functions = 2;
	expect(&submission.base, JX_JSON_CANONICAL,
		"{\"department\":\"departments/"
		"306001\",\"functions\":[{\"amount\":\"7702.62万元\",\"code\":\"206\","
		"\"is_code_inferred\":true,\"name\":\"科学技术支出\",\"stated_share\":\"76.51\"},{}],"
		"\"kind\":\"department\"}");
	expect(&submission.base, JX_JSON_PRETTY,
		"{\n"
		"  \"department\": \"departments/306001\",\n"
		"  \"kind\": \"department\",\n"
		"  \"functions\": [\n"
		"    {\n"
		"      \"code\": \"206\",\n"
		"      \"name\": \"科学技术支出\",\n"
		"      \"amount\": \"7702.62万元\",\n"
		"      \"stated_share\": \"76.51\",\n"
		"      \"is_code_inferred\": true\n"
		"    },\n"
		"    {}\n"
		"  ]\n"
		"}\n");
}

static void escapes_are_the_shortest(void **state)
{
	(void)state;
	JxExplanation explanation = JX_EXPLANATION_INIT;
	explanation.text = text_of("\x01\b\t\n\v\f\r\x1F \"\\/<&\x7F€😀");
	expect(&explanation.base, JX_JSON_CANONICAL,
		"{\"text\":\"\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/<&\x7F€😀\"}");
}

static void numbers_take_their_json_kinds(void **state)
{
	(void)state;
	JxReceipt receipt = JX_RECEIPT_INIT;
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	receipt.attempt = UINT64_MAX;
	receipt.receive_time = &time;
	time.seconds = 1773564127;
	expect(&receipt.base, JX_JSON_CANONICAL,
		"{\"attempt\":\"18446744073709551615\",\"receive_time\":\"2026-03-15T08:42:07Z\"}");
	time.nanos = 120000000;
	receipt.attempt = 0;
	expect(&receipt.base, JX_JSON_CANONICAL, "{\"receive_time\":\"2026-03-15T08:42:07.120Z\"}");
	JxOutcome outcome = JX_OUTCOME_INIT;
	uint32_t projects[] = {0, 4294967295u};
	outcome.paid_by_projects = projects;
	outcome.n_paid_by_projects = 2;
	expect(&outcome.base, JX_JSON_CANONICAL, "{\"paid_by_projects\":[0,4294967295]}");
	Grpc__Reflection__V1__ExtensionNumberResponse numbers =
		GRPC__REFLECTION__V1__EXTENSION_NUMBER_RESPONSE__INIT;
	int32_t list[] = {-2147483647 - 1, 0};
	numbers.extension_number = list;
	numbers.n_extension_number = 2;
	expect(&numbers.base, JX_JSON_CANONICAL, "{\"extension_number\":[-2147483648,0]}");
}

static void bytes_are_base64(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t n;
		const char *text;
	} ROWS[] = {
		/* RFC 4648, section 10 */
		{"f", 1, "Zg=="},
		{"fo", 2, "Zm8="},
		{"foo", 3, "Zm9v"},
		{"foob", 4, "Zm9vYg=="},
		{"fooba", 5, "Zm9vYmE="},
		{"foobar", 6, "Zm9vYmFy"},
		{"\xFF\xEF\xBE\x00", 4, "/+++AA=="},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		JxSignature signature = JX_SIGNATURE_INIT;
		signature.value.data = (uint8_t *)text_of(ROWS[i].bytes);
		signature.value.len = ROWS[i].n;
		char wanted[64];
		snprintf(wanted, sizeof(wanted), "{\"value\":\"%s\"}", ROWS[i].text);
		expect(&signature.base, JX_JSON_CANONICAL, wanted);
		uint8_t bytes[8];
		size_t n = 0;
		assert_true(jx_base64_read(ROWS[i].text, strlen(ROWS[i].text), bytes, &n));
		assert_int_equal(n, ROWS[i].n);
		assert_memory_equal(bytes, ROWS[i].bytes, n);
	}
	static const char *const BAD[] = {
		"Z", "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9", "Zm9-"};
	for (size_t i = 0; i < JX_COUNT_OF(BAD); i++) {
		uint8_t bytes[8];
		size_t n;
		assert_false(jx_base64_read(BAD[i], strlen(BAD[i]), bytes, &n));
	}
}

static void a_chosen_member_of_a_oneof_is_written_even_when_empty(void **state)
{
	(void)state;
	Grpc__Reflection__V1__ServerReflectionRequest request =
		GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__INIT;
	expect(&request.base, JX_JSON_CANONICAL, "{}");
	request.message_request_case =
		GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_LIST_SERVICES;
	request.list_services = text_of("");
	expect(&request.base, JX_JSON_CANONICAL, "{\"list_services\":\"\"}");
	/* chosen, but nothing there: a message built by hand */
	request.message_request_case =
		GRPC__REFLECTION__V1__SERVER_REFLECTION_REQUEST__MESSAGE_REQUEST_FILE_CONTAINING_EXTENSION;
	request.file_containing_extension = NULL;
	expect(&request.base, JX_JSON_CANONICAL, "{}");
}

static void enum_names_lose_the_name_of_their_enum(void **state)
{
	(void)state;
	char name[64];
	int value = -1;
	assert_int_equal(jx_json_enum_name(JX_AMOUNT_UNIT_DESCRIPTOR, 2, name, sizeof(name)), JX_OK);
	assert_string_equal(name, "wan_yuan");
	assert_int_equal(jx_json_enum_name(JX_REPORT_KIND_DESCRIPTOR, 0, name, sizeof(name)), JX_OK);
	assert_string_equal(name, "unspecified");
	/* an enum whose values carry no prefix */
	assert_int_equal(
		jx_json_enum_name(&grpc__health__v1__health_check_response__serving_status__descriptor, 1,
			name, sizeof(name)),
		JX_OK);
	assert_string_equal(name, "serving");
	assert_int_equal(jx_json_enum_name(JX_AMOUNT_UNIT_DESCRIPTOR, 9, name, sizeof(name)), JX_INVALID);
	assert_string_equal(name, "");
	assert_int_equal(jx_json_enum_value(JX_AMOUNT_UNIT_DESCRIPTOR, "yi_yuan", &value), JX_OK);
	assert_int_equal(value, 3);
	assert_int_equal(jx_json_enum_value(JX_AMOUNT_UNIT_DESCRIPTOR, "YI_YUAN", &value), JX_INVALID);
}

static void an_enum_value_of_the_future_is_written_as_its_number(void **state)
{
	(void)state;
	JxReport report = JX_REPORT_INIT;
	report.kind = (JxReportKind)99;
	expect(&report.base, JX_JSON_CANONICAL, "{\"kind\":99}");
	report.kind = (JxReportKind)-1;
	expect(&report.base, JX_JSON_CANONICAL, "{\"kind\":-1}");
}

static void what_has_no_text_is_refused_with_its_place(void **state)
{
	(void)state;
	JxReport submission = JX_REPORT_INIT;
	JxFunctionLine line = JX_FUNCTION_LINE_INIT;
	JxFunctionLine *lines[] = {&line};
	JxAmount amount = JX_AMOUNT_INIT;
	submission.functions = lines;
	submission.n_functions = 1;
	line.amount = &amount;
	expect_failure(&submission.base, JX_INVALID, JX_REASON_BAD_FIGURE, "functions[0].amount");
	line.amount = NULL;
	line.name = text_of("\xC3(");
	expect_failure(&submission.base, JX_INVALID, JX_REASON_BAD_UTF8, "functions[0].name");
	line.name = NULL;
	JxReceipt receipt = JX_RECEIPT_INIT;
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	receipt.receive_time = &time;
	time.nanos = 1;
	expect_failure(&receipt.base, JX_INVALID, JX_REASON_BAD_FIGURE, "receive_time");
}

static void depth_ends_at_the_ceiling(void **state)
{
	(void)state;
	struct nest nests[JX_MAX_JSON_DEPTH + 1];
	for (size_t i = 0; i < JX_COUNT_OF(nests); i++) {
		protobuf_c_message_init(&nest_descriptor, &nests[i].base);
		nests[i].inner = i > 0 ? &nests[i - 1] : NULL;
	}
	struct jx_arena arena;
	char *text;
	jx_arena_init(&arena, 1u << 20);
	assert_int_equal(jx_json_write(&nests[JX_MAX_JSON_DEPTH - 1].base, JX_JSON_CANONICAL, &arena, NULL,
				 &text, NULL),
		JX_OK);
	struct jx_error error;
	assert_int_equal(
		jx_json_write(&nests[JX_MAX_JSON_DEPTH].base, JX_JSON_CANONICAL, &arena, &error, &text, NULL),
		JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_TOO_DEEP);
	jx_arena_clear(&arena);
}

static enum jx_status stop_at_once(void *user, const char *text, size_t n)
{
	(void)text;
	(void)n;
	++*(int *)user;
	return JX_CANCELLED;
}

static void a_sink_that_stops_is_not_called_again(void **state)
{
	(void)state;
	static char big[5000];
	memset(big, 'a', sizeof(big) - 1);
	JxExplanation explanation = JX_EXPLANATION_INIT;
	explanation.field = big;
	explanation.text = big;
	int n_calls = 0;
	const struct jx_json_sink sink = {stop_at_once, &n_calls};
	assert_int_equal(jx_json_write_to(&explanation.base, JX_JSON_CANONICAL, &sink, NULL), JX_CANCELLED);
	assert_int_equal(n_calls, 1);
}

static enum jx_status append(void *user, const char *text, size_t n)
{
	strncat(user, text, n);
	return JX_OK;
}

static void one_value_is_written_by_itself(void **state)
{
	(void)state;
	JxOutcome outcome = JX_OUTCOME_INIT;
	char *members[] = {text_of("甲"), text_of("乙")};
	outcome.members = members;
	outcome.n_members = 2;
	const ProtobufCMessageDescriptor *type = JX_OUTCOME_DESCRIPTOR;
	static const struct {
		const char *field;
		size_t index;
		const char *wanted;
	} ROWS[] = {
		{"members", JX_JSON_WHOLE_FIELD, "[\"甲\",\"乙\"]"},
		{"members", 1, "\"乙\""},
		{"paid_by_projects", JX_JSON_WHOLE_FIELD, "[]"},
		{"value", JX_JSON_WHOLE_FIELD, "null"},
		{"name", JX_JSON_WHOLE_FIELD, "\"\""},
		{"is_count", JX_JSON_WHOLE_FIELD, "false"},
		{"sign", JX_JSON_WHOLE_FIELD, "\"unspecified\""},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		char text[64] = "";
		const struct jx_json_sink sink = {append, text};
		const ProtobufCFieldDescriptor *field =
			protobuf_c_message_descriptor_get_field_by_name(type, ROWS[i].field);
		assert_int_equal(
			jx_json_write_value(&outcome.base, field, ROWS[i].index, &sink, NULL), JX_OK);
		assert_string_equal(text, ROWS[i].wanted);
	}
}

static void a_full_arena_ends_in_a_status(void **state)
{
	(void)state;
	static char big[5000];
	memset(big, 'a', sizeof(big) - 1);
	JxExplanation explanation = JX_EXPLANATION_INIT;
	explanation.text = big;
	struct jx_arena arena;
	char *text = NULL;
	jx_arena_init(&arena, 4096);
	assert_int_equal(
		jx_json_write(&explanation.base, JX_JSON_CANONICAL, &arena, NULL, &text, NULL), JX_EXHAUSTED);
	assert_null(text);
	jx_arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_left_out_and_presence_is_kept),
		cmocka_unit_test(canonical_keys_are_sorted_and_pretty_ones_follow_the_schema),
		cmocka_unit_test(escapes_are_the_shortest),
		cmocka_unit_test(numbers_take_their_json_kinds),
		cmocka_unit_test(bytes_are_base64),
		cmocka_unit_test(a_chosen_member_of_a_oneof_is_written_even_when_empty),
		cmocka_unit_test(enum_names_lose_the_name_of_their_enum),
		cmocka_unit_test(an_enum_value_of_the_future_is_written_as_its_number),
		cmocka_unit_test(what_has_no_text_is_refused_with_its_place),
		cmocka_unit_test(depth_ends_at_the_ceiling),
		cmocka_unit_test(a_sink_that_stops_is_not_called_again),
		cmocka_unit_test(one_value_is_written_by_itself),
		cmocka_unit_test(a_full_arena_ends_in_a_status),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
