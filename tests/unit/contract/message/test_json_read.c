#include "proto/contract/message/json/json.h"

#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "grpc/reflection/v1/reflection.pb-c.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "tests/support/nest.h"
#include "tests/support/test.h"

static struct jx_arena arena;

static int set_up(void **state)
{
	(void)state;
	jx_arena_init(&arena, JX_MAX_ARENA_BYTES);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	jx_arena_clear(&arena);
	return 0;
}

/* Reads an exact copy, so that the sanitizer sees a read behind the end. */
static enum jx_status read_n(const ProtobufCMessageDescriptor *type, const char *text, size_t n,
	struct jx_json_problems *problems, ProtobufCMessage **ret_message)
{
	char *copy = test_malloc(n + 1);
	memcpy(copy, text, n);
	copy[n] = '"';
	enum jx_status status = jx_json_read(type, copy, n, &arena, problems, ret_message);
	test_free(copy);
	return status;
}

static void expect_good(const ProtobufCMessageDescriptor *type, const char *text, const char *wanted)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	enum jx_status status = read_n(type, text, strlen(text), &problems, &message);
	if (status != JX_OK)
		fail_msg("%s: %s at %zu:%zu", text, jx_reason_name(problems.items[0].error.reason),
			problems.items[0].line, problems.items[0].column);
	char *written;
	assert_int_equal(jx_json_write(message, JX_JSON_CANONICAL, &arena, NULL, &written, NULL), JX_OK);
	assert_string_equal(written, wanted);
	jx_arena_reset(&arena);
}

static void canonical_text_returns_byte_for_byte(void **state)
{
	(void)state;
	static const char *const SUBMISSIONS[] = {
		"{}",
		"{\"profile\":{}}",
		"{\"department\":\"departments/"
		"306001\",\"functions\":[{\"amount\":\"7702.62万元\",\"code\":\"206\","
		"\"is_code_inferred\":true,\"name\":\"科学技术支出\",\"stated_share\":\"76.51\"},{},{"
		"\"amount\":\"—\"}],"
		"\"kind\":\"department\",\"round\":\"rounds/2025\"}",
		"{\"outcomes\":[{\"members\":[\"甲\",\"\",\"乙\\n\\\"\"],\"paid_by_projects\":"
		"[0,1,4294967295],\"sign\":\"more_than\",\"value\":\"1006\"}]}",
		"{\"staff\":{\"lines\":[{\"in_post\":\"20\",\"posts\":\"\"},{\"posts\":\"无\"},{\"posts\":"
		"\"0\"}]}}",
	};
	for (size_t i = 0; i < JX_COUNT_OF(SUBMISSIONS); i++)
		expect_good(JX_REPORT_DESCRIPTOR, SUBMISSIONS[i], SUBMISSIONS[i]);
	static const char RECEIPT[] =
		"{\"attempt\":\"18446744073709551615\",\"receive_time\":\"2026-03-15T08:42:07Z\"}";
	expect_good(JX_RECEIPT_DESCRIPTOR, RECEIPT, RECEIPT);
	static const char SIGNATURE[] = "{\"algorithm\":\"ecdsa-p256-sha256\",\"value\":\"Zm9vYg==\"}";
	expect_good(JX_SIGNATURE_DESCRIPTOR, SIGNATURE, SIGNATURE);
	static const char REQUEST[] = "{\"host\":\"a\",\"list_services\":\"\"}";
	expect_good(&grpc__reflection__v1__server_reflection_request__descriptor, REQUEST, REQUEST);
	static const char NUMBERS[] = "{\"extension_number\":[-2147483648,0,2147483647]}";
	expect_good(&grpc__reflection__v1__extension_number_response__descriptor, NUMBERS, NUMBERS);
}

static void what_people_write_becomes_canonical(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *wanted;
	} ROWS[] = {
		{"\xEF\xBB\xBF{}", "{}"},
		{" \t\r\n{ \"round\" : \"r\" , \"kind\":\"project\" }\n",
			"{\"kind\":\"project\",\"round\":\"r\"}"},
		{"{\"functions\":[],\"round\":\"\",\"kind\":\"unspecified\"}", "{}"},
		{"{\"round\":\"\\u4e07\\u5143\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\"}",
			"{\"round\":\"万元😀/\\b\\f\\n\\r\\t\"}"},
		{"{\"\\u0072ound\":\"r\"}", "{\"round\":\"r\"}"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++)
		expect_good(JX_REPORT_DESCRIPTOR, ROWS[i].text, ROWS[i].wanted);
}

/* One problem each: where it is and what it is. */
static const struct {
	const char *text;
	enum jx_reason reason;
	size_t line;
	size_t column;
	const char *field;
} PROBLEMS[] = {
	{"", JX_REASON_JSON_SYNTAX, 1, 1, ""},
	{"[]", JX_REASON_JSON_SYNTAX, 1, 1, ""},
	{"\"x\"", JX_REASON_JSON_SYNTAX, 1, 1, ""},
	{"{", JX_REASON_JSON_SYNTAX, 1, 2, ""},
	{"{\"round\"}", JX_REASON_JSON_SYNTAX, 1, 9, ""},
	{"{\"round\":}", JX_REASON_JSON_SYNTAX, 1, 10, ""},
	{"{\"round\":\"a\"", JX_REASON_JSON_SYNTAX, 1, 13, ""},
	{"{\"round\":\"a\",}", JX_REASON_JSON_SYNTAX, 1, 14, ""},
	{"{\"round\":\"a\" \"kind\":\"project\"}", JX_REASON_JSON_SYNTAX, 1, 14, ""},
	{"{round:\"a\"}", JX_REASON_JSON_SYNTAX, 1, 2, ""},
	{"{'round':\"a\"}", JX_REASON_JSON_WIDE_MARK, 1, 2, ""},
	{"｛\"round\":\"a\"}", JX_REASON_JSON_WIDE_MARK, 1, 1, ""},
	{"{\"round\"：\"a\"}", JX_REASON_JSON_WIDE_MARK, 1, 9, ""},
	{"{\"round\":\"a\"，\"kind\":\"project\"}", JX_REASON_JSON_WIDE_MARK, 1, 13, ""},
	{"{\"round\":\"a\"、\"kind\":\"project\"}", JX_REASON_JSON_WIDE_MARK, 1, 13, ""},
	{"{\"round\":“a”}", JX_REASON_JSON_WIDE_MARK, 1, 10, ""},
	{"{\"round\":“a\"}", JX_REASON_JSON_WIDE_MARK, 1, 10, ""},
	{"{\"round\":\"a”}", JX_REASON_JSON_WIDE_MARK, 1, 12, ""},
	{"{\"round\":\"a”,\n\"kind\":\"project\"}", JX_REASON_JSON_WIDE_MARK, 1, 12, ""},
	{"{\"round\":\"a\"｝", JX_REASON_JSON_WIDE_MARK, 1, 13, ""},
	{"{\"goals\":［]}", JX_REASON_JSON_WIDE_MARK, 1, 10, ""},
	{"{　\"round\":\"a\"}", JX_REASON_JSON_WIDE_MARK, 1, 2, ""},
	{"{\"round\":\"a\"}\xC2\xA0", JX_REASON_JSON_WIDE_MARK, 1, 14, ""},
	{"{\"goals\":[{\"number\":１}]}", JX_REASON_JSON_WIDE_WORD, 1, 21, "goals[0]"},
	{"{\"goals\":[{\"number\":1２}]}", JX_REASON_JSON_WIDE_WORD, 1, 21, "goals[0]"},
	{"{\"round\":“a}", JX_REASON_JSON_UNTERMINATED, 1, 10, ""},
	{"{\"goals\":[{}", JX_REASON_JSON_SYNTAX, 1, 13, "goals"},
	{"{\"goals\":[{},]}", JX_REASON_JSON_SYNTAX, 1, 14, "goals"},
	{"{\"goals\":[}", JX_REASON_JSON_SYNTAX, 1, 11, "goals"},
	{"{\"goals\":[{\"number\":01}]}", JX_REASON_JSON_SYNTAX, 1, 21, "goals[0]"},
	{"{\"goals\":[{\"number\":NaN}]}", JX_REASON_JSON_SYNTAX, 1, 21, "goals[0]"},
	{"{\"goals\":[{\"number\":-Infinity}]}", JX_REASON_JSON_SYNTAX, 1, 21, "goals[0]"},
	{"{\"goals\":[{\"number\":1.}]}", JX_REASON_JSON_SYNTAX, 1, 21, "goals[0]"},
	{"{\"goals\":[{\"number\":truex}]}", JX_REASON_JSON_SYNTAX, 1, 21, "goals[0]"},
	{"{} {}", JX_REASON_JSON_TRAILING, 1, 4, ""},
	{"{}x", JX_REASON_JSON_TRAILING, 1, 3, ""},
	{"{/* c */}", JX_REASON_JSON_SYNTAX, 1, 2, ""},
	{"{\"round\":\"a", JX_REASON_JSON_UNTERMINATED, 1, 10, ""},
	{"{\n \"round\":\"a\n\"}", JX_REASON_JSON_UNTERMINATED, 2, 10, ""},
	{"{\"round\":\"a\\", JX_REASON_JSON_UNTERMINATED, 1, 10, ""},
	{"{\"round\":\"a\tb\"}", JX_REASON_JSON_CONTROL, 1, 12, ""},
	{"{\"round\":\"a\\x\"}", JX_REASON_JSON_ESCAPE, 1, 12, ""},
	{"{\"round\":\"a\\万\"}", JX_REASON_JSON_ESCAPE, 1, 12, ""},
	{"{\"round\":\"\\u12g4\"}", JX_REASON_JSON_ESCAPE, 1, 11, ""},
	{"{\"round\":\"\\ud83d\"}", JX_REASON_JSON_SURROGATE, 1, 11, ""},
	{"{\"round\":\"\\ud83d\\u0041\"}", JX_REASON_JSON_SURROGATE, 1, 11, ""},
	{"{\"round\":\"\\ude00\"}", JX_REASON_JSON_SURROGATE, 1, 11, ""},
	{"{\"round\":\"\\u0000\"}", JX_REASON_JSON_NUL, 1, 11, ""},
	{"{\"round\":\"\xFF\"}", JX_REASON_JSON_UTF8, 1, 11, ""},
	{"{\"round\":\"\xED\xA0\x80\"}", JX_REASON_JSON_UTF8, 1, 11, ""},
	{"{\"rounds\":\"a\"}", JX_REASON_JSON_UNKNOWN_KEY_NEAR, 1, 2, "rounds"},
	{"\xEF\xBB\xBF{\"rond\":1}", JX_REASON_JSON_UNKNOWN_KEY_NEAR, 1, 2, "rond"},
	{"{\"weather\":{\"x\":[1,2,{}]}}", JX_REASON_JSON_UNKNOWN_KEY, 1, 2, "weather"},
	{"{\"goals\":[{\"namee\":1}]}", JX_REASON_JSON_UNKNOWN_KEY_NEAR, 1, 12, "goals[0].namee"},
	{"{\"round\":\"a\",\n\"round\":\"b\"}", JX_REASON_JSON_DUPLICATE_KEY, 2, 1, "round"},
	{"{\"round\":null}", JX_REASON_JSON_NULL, 1, 10, "round"},
	{"{\"profile\":null}", JX_REASON_JSON_NULL, 1, 12, "profile"},
	{"{\"goals\":[null]}", JX_REASON_JSON_NULL, 1, 11, "goals[0]"},
	{"{\"round\":1}", JX_REASON_JSON_WANTS_TEXT, 1, 10, "round"},
	{"{\"round\":{\"a\":[]}}", JX_REASON_JSON_WANTS_TEXT, 1, 10, "round"},
	{"{\"profile\":\"a\"}", JX_REASON_JSON_WANTS_OBJECT, 1, 12, "profile"},
	{"{\"profile\":[]}", JX_REASON_JSON_WANTS_OBJECT, 1, 12, "profile"},
	{"{\"goals\":{}}", JX_REASON_JSON_WANTS_LIST, 1, 10, "goals"},
	{"{\"kind\":1}", JX_REASON_JSON_WANTS_TEXT, 1, 9, "kind"},
	{"{\"kind\":\"projekt\"}", JX_REASON_UNKNOWN_ENUM_NEAR, 1, 9, "kind"},
	{"{\"kind\":\"甲\"}", JX_REASON_UNKNOWN_ENUM_WORD, 1, 9, "kind"},
	{"{\"kind\":\"项目ct\"}", JX_REASON_UNKNOWN_ENUM_WORD, 1, 9, "kind"},
	{"{\"kind\":\"pro·ject\"}", JX_REASON_UNKNOWN_ENUM_NEAR, 1, 9, "kind"},
	{"{\"kind\":\"——project\"}", JX_REASON_UNKNOWN_ENUM_NEAR, 1, 9, "kind"},
	{"{\"kind\":\"PROJECT\"}", JX_REASON_UNKNOWN_ENUM_NEAR, 1, 9, "kind"},
	{"{\"goals\":[{\"number\":\"1\"}]}", JX_REASON_JSON_WANTS_NUMBER, 1, 21, "goals[0].number"},
	{"{\"goals\":[{\"number\":1.0}]}", JX_REASON_JSON_WANTS_NUMBER, 1, 21, "goals[0].number"},
	{"{\"goals\":[{\"number\":1e400}]}", JX_REASON_JSON_WANTS_NUMBER, 1, 21, "goals[0].number"},
	{"{\"goals\":[{\"number\":-0}]}", JX_REASON_JSON_WANTS_NUMBER, 1, 21, "goals[0].number"},
	{"{\"goals\":[{\"number\":-1}]}", JX_REASON_NUMBER_RANGE, 1, 21, "goals[0].number"},
	{"{\"goals\":[{\"number\":4294967296}]}", JX_REASON_NUMBER_RANGE, 1, 21, "goals[0].number"},
	{"{\"goals\":[{\"number\":99999999999999999999}]}", JX_REASON_NUMBER_RANGE, 1, 21, "goals[0].number"},
	{"{\"goals\":[{\"number\":9999999999999999999999999999}]}", JX_REASON_NUMBER_RANGE, 1, 21,
		"goals[0].number"},
	{"{\"functions\":[{\"is_code_inferred\":\"true\"}]}", JX_REASON_JSON_WANTS_BOOL, 1, 35,
		"functions[0].is_code_inferred"},
	{"{\"functions\":[{\"is_code_inferred\":1}]}", JX_REASON_JSON_WANTS_BOOL, 1, 35,
		"functions[0].is_code_inferred"},
	{"{\"functions\":[{},{\"amount\":7702.62}]}", JX_REASON_JSON_WANTS_FIGURE, 1, 28,
		"functions[1].amount"},
	{"{\"functions\":[{\"name\":\"万元\",\"amount\":\"7702.62\"}]}", JX_REASON_AMOUNT_WITHOUT_UNIT, 1, 37,
		"functions[0].amount"},
	{"{\"functions\":[{\"stated_share\":\"0.0900000762939453\"}]}", JX_REASON_FIGURE_FLOAT_LEAK, 1, 31,
		"functions[0].stated_share"},
};

static void every_problem_has_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(PROBLEMS); i++) {
		struct jx_json_problems problems;
		ProtobufCMessage *message = NULL;
		enum jx_status status = read_n(JX_REPORT_DESCRIPTOR, PROBLEMS[i].text,
			strlen(PROBLEMS[i].text), &problems, &message);
		assert_int_equal(status, JX_INVALID);
		assert_null(message);
		const struct jx_json_problem *p = &problems.items[0];
		if (problems.n_found != 1 || p->error.reason != PROBLEMS[i].reason ||
			p->line != PROBLEMS[i].line || p->column != PROBLEMS[i].column ||
			strcmp(p->error.field, PROBLEMS[i].field) != 0)
			fail_msg("%s: %zu problems, %s at %zu:%zu in \"%s\"", PROBLEMS[i].text,
				problems.n_found, jx_reason_name(p->error.reason), p->line, p->column,
				p->error.field);
		jx_arena_reset(&arena);
	}
}

static void a_former_name_is_read_and_written_as_today(void **state)
{
	(void)state;
	static const char TEXT[] =
		"{\"outcomes\":[{\"operator\":\"at_least\"}],\"indicators\":[{\"operator\":\"equal\"}]}";
	static const char TWICE[] = "{\"indicators\":[{\"sign\":\"equal\",\"operator\":\"equal\"}]}";
	struct jx_json_problems problems;
	ProtobufCMessage *message;
	char *json;
	size_t n;
	assert_int_equal(read_n(JX_REPORT_DESCRIPTOR, TEXT, strlen(TEXT), &problems, &message), JX_OK);
	assert_int_equal(((const JxReport *)message)->outcomes[0]->sign, JX_FIGURE_SIGN_AT_LEAST);
	assert_int_equal(((const JxReport *)message)->indicators[0]->sign, JX_FIGURE_SIGN_EQUAL);
	assert_int_equal(jx_json_write(message, JX_JSON_CANONICAL, &arena, NULL, &json, &n), JX_OK);
	assert_null(strstr(json, "operator"));
	assert_int_equal(read_n(JX_REPORT_DESCRIPTOR, TWICE, strlen(TWICE), &problems, &message), JX_INVALID);
	assert_int_equal(problems.items[0].error.reason, JX_REASON_JSON_DUPLICATE_KEY);
}

static void the_nearest_enum_name_is_suggested(void **state)
{
	(void)state;
	static const char TEXT[] = "{\"team\":[{\"membership\":\"iinside\"},{\"membership\":\"outsde\"}]}";
	struct jx_json_problems problems;
	ProtobufCMessage *message;
	assert_int_equal(read_n(JX_REPORT_DESCRIPTOR, TEXT, strlen(TEXT), &problems, &message), JX_INVALID);
	assert_int_equal(problems.n_items, 2);
	assert_string_equal(problems.items[0].error.arg[2], "inside");
	assert_string_equal(problems.items[1].error.arg[2], "outside");
}

static void what_a_newer_program_wrote_is_left_out_and_named(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		const char *canonical; /* of what is left */
		const char *unknown;   /* NULL: nothing */
	} ROWS[] = {
		{"{\"kind\":\"project\"}", "{\"kind\":\"project\"}", NULL},
		{"{\"kind\":2}", "{\"kind\":\"project\"}", NULL},
		{"{\"kind\":77}", "{\"kind\":77}", "kind"},
		{"{\"kind\":\"programme\",\"round\":\"r\"}", "{\"round\":\"r\"}", "kind"},
		{"{\"goals\":[{\"mood\":{\"x\":[1,null]},\"number\":1}]}", "{\"goals\":[{\"number\":1}]}",
			"goals[0].mood"},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		struct jx_json_problems problems;
		struct jx_error error;
		ProtobufCMessage *message = NULL;
		char *text;
		assert_int_equal(jx_json_read_tolerant(JX_REPORT_DESCRIPTOR, ROWS[i].text,
					 strlen(ROWS[i].text), &arena, &problems, &message),
			JX_OK);
		assert_int_equal(problems.n_unknown, ROWS[i].unknown != NULL ? 1 : 0);
		if (ROWS[i].unknown != NULL)
			assert_string_equal(problems.unknown[0], ROWS[i].unknown);
		assert_int_equal(
			jx_json_write(message, JX_JSON_CANONICAL, &arena, &error, &text, NULL), JX_OK);
		assert_string_equal(text, ROWS[i].canonical);
		jx_arena_reset(&arena);
	}
}

static void other_mistakes_are_not_tolerated(void **state)
{
	(void)state;
	static const char *const ROWS[] = {"{\"kind\":1.5}", "{\"kind\":4294967297}", "{\"kind\":null}",
		"{\"kind\":[]}", "{\"round\":1}", "{\"mood\":}", "{\"round\":\"a\",\"round\":\"b\"}",
		"{\"functions\":[{\"amount\":\"1\"}]}"};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		struct jx_json_problems problems;
		ProtobufCMessage *message = NULL;
		assert_int_equal(jx_json_read_tolerant(JX_REPORT_DESCRIPTOR, ROWS[i], strlen(ROWS[i]), &arena,
					 &problems, &message),
			JX_INVALID);
		assert_null(message);
		assert_int_equal(problems.n_unknown, 0);
		jx_arena_reset(&arena);
	}
}

static void other_kinds_of_values_are_as_strict(void **state)
{
	(void)state;
	static const struct {
		const ProtobufCMessageDescriptor *type;
		const char *text;
		enum jx_reason reason;
	} ROWS[] = {
		{JX_RECEIPT_DESCRIPTOR, "{\"attempt\":1}", JX_REASON_JSON_WANTS_INTEGER_TEXT},
		{JX_RECEIPT_DESCRIPTOR, "{\"attempt\":\"\"}", JX_REASON_JSON_WANTS_INTEGER_TEXT},
		{JX_RECEIPT_DESCRIPTOR, "{\"attempt\":\"01\"}", JX_REASON_JSON_WANTS_INTEGER_TEXT},
		{JX_RECEIPT_DESCRIPTOR, "{\"attempt\":\"-\"}", JX_REASON_JSON_WANTS_INTEGER_TEXT},
		{JX_RECEIPT_DESCRIPTOR, "{\"attempt\":\"-0\"}", JX_REASON_JSON_WANTS_INTEGER_TEXT},
		{JX_RECEIPT_DESCRIPTOR, "{\"attempt\":\"1 \"}", JX_REASON_JSON_WANTS_INTEGER_TEXT},
		{JX_RECEIPT_DESCRIPTOR, "{\"attempt\":\"-1\"}", JX_REASON_NUMBER_RANGE},
		{JX_RECEIPT_DESCRIPTOR, "{\"attempt\":\"18446744073709551616\"}", JX_REASON_NUMBER_RANGE},
		{JX_RECEIPT_DESCRIPTOR, "{\"receive_time\":1773564127}", JX_REASON_JSON_WANTS_TEXT},
		{JX_RECEIPT_DESCRIPTOR, "{\"receive_time\":\"2026-03-15\"}", JX_REASON_JSON_BAD_TIME},
		{JX_SIGNATURE_DESCRIPTOR, "{\"value\":\"Zh==\"}", JX_REASON_JSON_BAD_BASE64},
		{JX_SIGNATURE_DESCRIPTOR, "{\"value\":\"Zm9\"}", JX_REASON_JSON_BAD_BASE64},
		{&grpc__reflection__v1__server_reflection_request__descriptor,
			"{\"list_services\":\"\",\"file_by_filename\":\"\"}", JX_REASON_JSON_ONE_OF},
		{&grpc__reflection__v1__extension_number_response__descriptor,
			"{\"extension_number\":[2147483648]}", JX_REASON_NUMBER_RANGE},
		{&grpc__reflection__v1__extension_number_response__descriptor,
			"{\"extension_number\":[-2147483649]}", JX_REASON_NUMBER_RANGE},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		struct jx_json_problems problems;
		ProtobufCMessage *message = NULL;
		assert_int_equal(
			read_n(ROWS[i].type, ROWS[i].text, strlen(ROWS[i].text), &problems, &message),
			JX_INVALID);
		if (problems.n_found != 1 || problems.items[0].error.reason != ROWS[i].reason)
			fail_msg("%s: %s", ROWS[i].text, jx_reason_name(problems.items[0].error.reason));
	}
}

static void all_problems_come_at_once_in_order(void **state)
{
	(void)state;
	static const char TEXT[] = "{\n"
				   "  \"rond\": \"rounds/2025\",\n"
				   "  \"functions\": [\n"
				   "    {\"amount\": \"7702.62\"},\n"
				   "    {\"amount\": 23.98, \"code\": null},\n"
				   "    {\"amout\": \"10.44万元\"}\n"
				   "  ],\n"
				   "  \"goals\": {},\n"
				   "  \"round\": \"科技\" \"局\"\n"
				   "}\n";
	static const struct {
		size_t line, column;
		enum jx_reason reason;
	} WANTED[] = {
		{2, 3, JX_REASON_JSON_UNKNOWN_KEY_NEAR},
		{4, 16, JX_REASON_AMOUNT_WITHOUT_UNIT},
		{5, 16, JX_REASON_JSON_WANTS_FIGURE},
		{5, 31, JX_REASON_JSON_NULL},
		{6, 6, JX_REASON_JSON_UNKNOWN_KEY_NEAR},
		{8, 12, JX_REASON_JSON_WANTS_LIST},
		{9, 17, JX_REASON_JSON_SYNTAX},
	};
	struct jx_json_problems problems;
	ProtobufCMessage *message;
	assert_int_equal(read_n(JX_REPORT_DESCRIPTOR, TEXT, strlen(TEXT), &problems, &message), JX_INVALID);
	assert_int_equal(problems.n_items, JX_COUNT_OF(WANTED));
	for (size_t i = 0; i < JX_COUNT_OF(WANTED); i++) {
		assert_int_equal(problems.items[i].line, WANTED[i].line);
		assert_int_equal(problems.items[i].column, WANTED[i].column);
		assert_string_equal(
			jx_reason_name(problems.items[i].error.reason), jx_reason_name(WANTED[i].reason));
	}
	char sentence[300];
	jx_error_sentence(&problems.items[4].error, JX_ZH, sentence, sizeof(sentence));
	assert_string_equal(sentence, "没有“amout”这一项，是否应为“amount”？");
}

static void many_problems_are_counted_and_some_kept(void **state)
{
	(void)state;
	enum { N = JX_MAX_LINES };
	char *text = test_malloc(N * 8 + 64);
	size_t n = (size_t)sprintf(text, "{\"goals\":[1");
	for (unsigned i = 1; i < N; i++)
		n += (size_t)sprintf(text + n, ",\n1");
	n += (size_t)sprintf(text + n, "]}");
	struct jx_json_problems problems;
	ProtobufCMessage *message;
	assert_int_equal(read_n(JX_REPORT_DESCRIPTOR, text, n, &problems, &message), JX_INVALID);
	assert_int_equal(problems.n_found, N);
	assert_int_equal(problems.n_items, JX_MAX_JSON_PROBLEMS);
	assert_int_equal(problems.items[99].line, 100);
	test_free(text);
}

static void depth_ends_at_the_ceiling(void **state)
{
	(void)state;
	char text[20 * (JX_MAX_JSON_DEPTH + 2)];
	for (size_t depth = JX_MAX_JSON_DEPTH; depth <= JX_MAX_JSON_DEPTH + 1; depth++) {
		size_t n = 0;
		for (size_t i = 1; i < depth; i++)
			n += (size_t)sprintf(text + n, "{\"inner\":");
		n += (size_t)sprintf(text + n, "{}");
		for (size_t i = 1; i < depth; i++)
			text[n++] = '}';
		struct jx_json_problems problems;
		ProtobufCMessage *message;
		enum jx_status status = read_n(&nest_descriptor, text, n, &problems, &message);
		assert_int_equal(status, depth <= JX_MAX_JSON_DEPTH ? JX_OK : JX_INVALID);
		assert_true(status == JX_OK || problems.items[0].error.reason == JX_REASON_TOO_DEEP);
	}
}

static void brackets_without_end_stop_early(void **state)
{
	(void)state;
	static char text[100000] = "{\"weather\":";
	size_t start = strlen(text);
	memset(text + start, '[', sizeof(text) - start);
	struct jx_json_problems problems;
	ProtobufCMessage *message;
	assert_int_equal(read_n(JX_REPORT_DESCRIPTOR, text, sizeof(text), &problems, &message), JX_INVALID);
	assert_int_equal(problems.items[problems.n_items - 1].error.reason, JX_REASON_TOO_DEEP);
}

static void a_giant_is_refused_by_its_size(void **state)
{
	(void)state;
	struct jx_json_problems problems;
	ProtobufCMessage *message;
	/* The size alone decides: the text is not looked at. */
	assert_int_equal(
		jx_json_read(JX_REPORT_DESCRIPTOR, "", JX_MAX_JSON_BYTES + 1, &arena, &problems, &message),
		JX_INVALID);
	assert_int_equal(problems.items[0].error.reason, JX_REASON_JSON_TOO_LARGE);
}

static void a_nul_byte_is_no_space(void **state)
{
	(void)state;
	static const char *const TEXTS[] = {"{}\0", "{\0}", "{\"round\":\"a\0b\"}"};
	static const size_t LENGTHS[] = {3, 3, 15};
	for (size_t i = 0; i < JX_COUNT_OF(TEXTS); i++) {
		struct jx_json_problems problems;
		ProtobufCMessage *message;
		assert_int_equal(
			read_n(JX_REPORT_DESCRIPTOR, TEXTS[i], LENGTHS[i], &problems, &message), JX_INVALID);
		assert_int_equal(problems.items[0].error.reason, JX_REASON_JSON_CONTROL);
	}
}

/* Reads a file of the test data; gives its canonical JSON, in the arena. */
static char *canonical_of_file(const char *path)
{
	static char text[1u << 20];
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	size_t n = fread(text, 1, sizeof(text), file);
	fclose(file);
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	char *written;
	if (read_n(JX_REPORT_DESCRIPTOR, text, n, &problems, &message) != JX_OK)
		fail_msg("%s:%zu:%zu: %s", path, problems.items[0].line, problems.items[0].column,
			jx_reason_name(problems.items[0].error.reason));
	assert_int_equal(jx_json_write(message, JX_JSON_CANONICAL, &arena, NULL, &written, NULL), JX_OK);
	return written;
}

static void every_published_report_returns_in_both_styles(void **state)
{
	(void)state;
	glob_t files;
	assert_int_equal(glob(JX_TEST_DATA "/cases/[0-9]*.json", 0, NULL, &files), 0);
	assert_true(files.gl_pathc >= 15);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		char *canonical = canonical_of_file(files.gl_pathv[i]);
		expect_good(JX_REPORT_DESCRIPTOR, canonical, canonical);
		canonical = canonical_of_file(files.gl_pathv[i]);
		struct jx_json_problems problems;
		ProtobufCMessage *message;
		char *pretty;
		assert_int_equal(jx_json_read(JX_REPORT_DESCRIPTOR, canonical, strlen(canonical), &arena,
					 &problems, &message),
			JX_OK);
		assert_int_equal(jx_json_write(message, JX_JSON_PRETTY, &arena, NULL, &pretty, NULL), JX_OK);
		expect_good(JX_REPORT_DESCRIPTOR, pretty, canonical);
	}
	globfree(&files);
}

static const char SAMPLE[] = "{\"outcomes\":[{\"members\":[\"a\\n\",\"b\"],\"paid_by_projects\":[1,2,3],"
			     "\"value\":\"24.72\"}],\"rond\":\"x\",\"functions\":[{\"amount\":\"1\"}]}";

static void every_cap_ends_in_a_status(void **state)
{
	(void)state;
	size_t n_exhausted = 0;
	for (size_t cap = 0; cap < 64000; cap += 32) {
		struct jx_arena small;
		struct jx_json_problems problems;
		ProtobufCMessage *message;
		jx_arena_init(&small, cap);
		enum jx_status status = jx_json_read(
			JX_REPORT_DESCRIPTOR, SAMPLE, sizeof(SAMPLE) - 1, &small, &problems, &message);
		assert_true(status == JX_EXHAUSTED || (status == JX_INVALID && problems.n_found == 2));
		n_exhausted += status == JX_EXHAUSTED;
		jx_arena_clear(&small);
	}
	assert_true(n_exhausted > 50 && n_exhausted < 1900);
}

static void every_cut_of_a_text_is_survived(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(SAMPLE) - 1; n++) {
		struct jx_json_problems problems;
		ProtobufCMessage *message;
		assert_int_equal(read_n(JX_REPORT_DESCRIPTOR, SAMPLE, n, &problems, &message), JX_INVALID);
		assert_true(problems.n_items >= 1);
		jx_arena_reset(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(canonical_text_returns_byte_for_byte, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_people_write_becomes_canonical, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			every_published_report_returns_in_both_styles, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_problem_has_its_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_former_name_is_read_and_written_as_today, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_nearest_enum_name_is_suggested, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			what_a_newer_program_wrote_is_left_out_and_named, set_up, tear_down),
		cmocka_unit_test_setup_teardown(other_mistakes_are_not_tolerated, set_up, tear_down),
		cmocka_unit_test_setup_teardown(other_kinds_of_values_are_as_strict, set_up, tear_down),
		cmocka_unit_test_setup_teardown(all_problems_come_at_once_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_problems_are_counted_and_some_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(depth_ends_at_the_ceiling, set_up, tear_down),
		cmocka_unit_test_setup_teardown(brackets_without_end_stop_early, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_giant_is_refused_by_its_size, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_nul_byte_is_no_space, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_cap_ends_in_a_status, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_cut_of_a_text_is_survived, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
