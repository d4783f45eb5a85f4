#include "proto/contract/message/codec.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "grpc/reflection/v1/reflection.pb-c.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/figure/figure.h"
#include "tests/support/nest.h"
#include "tests/support/test.h"

/* Bytes as a C string, with their length; the last byte is the string's own terminator and not counted. */
#define BYTES(text) (const uint8_t *)(text), sizeof(text) - 1

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

typedef enum jx_status unpack_fn(const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t n_bytes,
	struct jx_arena *arena, ProtobufCMessage **ret_message, struct jx_error *error);

static enum jx_status unpack(const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t n,
	unpack_fn *unpack_as, struct jx_error *error)
{
	ProtobufCMessage *message = NULL;
	error->reason = JX_REASON_NONE;
	enum jx_status status = unpack_as(type, bytes, n, &arena, &message, error);
	assert_int_equal(status == JX_OK, message != NULL);
	jx_arena_reset(&arena);
	return status;
}

static JxAmount wan(int64_t fen)
{
	JxAmount amount = JX_AMOUNT_INIT;
	amount.fen = fen;
	amount.unit = JX_AMOUNT_UNIT_WAN_YUAN;
	amount.decimals = 2;
	return amount;
}

static void a_submission_survives_the_wire(void **state)
{
	(void)state;
	JxReport submission = JX_REPORT_INIT;
	JxFunctionLine line = JX_FUNCTION_LINE_INIT;
	JxFunctionLine *lines[] = {&line};
	JxAmount amount = wan(10067320000);
	line.name = (char *)(uintptr_t) "科学技术支出";
	line.amount = &amount;
	submission.functions = lines;
	submission.n_functions = 1;
	submission.kind = JX_REPORT_KIND_DEPARTMENT;
	uint8_t *bytes;
	size_t n;
	assert_int_equal(jx_codec_pack_arena(&submission.base, &arena, &bytes, &n, NULL), JX_OK);
	assert_int_equal(n, jx_codec_packed_bytes(&submission.base));
	ProtobufCMessage *message;
	struct jx_error error;
	assert_int_equal(
		jx_codec_unpack_strict(JX_REPORT_DESCRIPTOR, bytes, n, &arena, &message, &error), JX_OK);
	const JxReport *read = (const JxReport *)message;
	assert_int_equal(read->n_functions, 1);
	assert_string_equal(read->functions[0]->name, line.name);
	assert_true(read->functions[0]->amount->fen == 10067320000);
	assert_string_equal(read->department, "");
	assert_null(read->profile);
}

static void an_empty_message_is_a_message(void **state)
{
	(void)state;
	ProtobufCMessage *message;
	assert_int_equal(
		jx_codec_unpack_request(JX_REPORT_DESCRIPTOR, NULL, 0, &arena, &message, NULL), JX_OK);
	assert_string_equal(((const JxReport *)message)->round, "");
	uint8_t *bytes = NULL;
	size_t n = 7;
	assert_int_equal(jx_codec_pack_arena(message, &arena, &bytes, &n, NULL), JX_OK);
	assert_int_equal(n, 0);
	assert_non_null(bytes);
}

static const struct {
	const char *what;
	const uint8_t *bytes;
	size_t n;
	enum jx_reason reason;
	const char *field;
	const char *detail;
} DAMAGED[] = {
	{"field number 0", BYTES("\x02\x00"), JX_REASON_BAD_WIRE, "", "0"},
	{"field number 0 after a field", BYTES("\x12\x00\x02\x00"), JX_REASON_BAD_WIRE, "", "2"},
	{"tag of six bytes", BYTES("\x8A\x80\x80\x80\x80\x00"), JX_REASON_BAD_WIRE, "", "0"},
	{"field number 2^29", BYTES("\x82\x80\x80\x80\x10\x00"), JX_REASON_BAD_WIRE, "", "0"},
	{"half a tag", BYTES("\x12\x00\x80"), JX_REASON_BAD_WIRE, "", "2"},
	{"wire type 3", BYTES("\x0B"), JX_REASON_BAD_WIRE, "department", "1"},
	{"wire type 4", BYTES("\x0C"), JX_REASON_BAD_WIRE, "department", "1"},
	{"wire type 6", BYTES("\x0E"), JX_REASON_BAD_WIRE, "department", "1"},
	{"wire type 7", BYTES("\x0F"), JX_REASON_BAD_WIRE, "department", "1"},
	{"unknown field, wire type 3", BYTES("\xFB\x3F"), JX_REASON_BAD_WIRE, "", "2"},
	{"varint where a text belongs", BYTES("\x08\x01"), JX_REASON_BAD_WIRE, "department", "1"},
	{"text longer than the message",
		BYTES("\x0A\x05"
		      "abcd"),
		JX_REASON_BAD_WIRE, "department", "1"},
	{"length 2^63", BYTES("\x0A\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F"), JX_REASON_BAD_WIRE, "department",
		"1"},
	{"enum as varint of 11 bytes", BYTES("\x18\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"),
		JX_REASON_BAD_WIRE, "kind", "1"},
	{"varint beyond 64 bits", BYTES("\x18\x80\x80\x80\x80\x80\x80\x80\x80\x80\x02"), JX_REASON_BAD_WIRE,
		"kind", "1"},
	{"unknown enum value", BYTES("\x18\x07"), JX_REASON_UNKNOWN_ENUM_VALUE, "kind", "7"},
	{"negative enum value", BYTES("\x18\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"),
		JX_REASON_UNKNOWN_ENUM_VALUE, "kind", "-1"},
	{"enum 2^32 + 1, cut to 1 by protobuf-c", BYTES("\x18\x81\x80\x80\x80\x10"),
		JX_REASON_UNKNOWN_ENUM_VALUE, "kind", "4294967297"},
	{"uint32 of 33 bits", BYTES("\x22\x06\x10\x80\x80\x80\x80\x10"), JX_REASON_NUMBER_RANGE,
		"profile.year", "4294967296"},
	{"not UTF-8", BYTES("\x22\x04\x0A\x02\xC3\x28"), JX_REASON_BAD_UTF8, "profile.name", "0"},
	{"overlong UTF-8",
		BYTES("\x0A\x03"
		      "a\xC0\x80"),
		JX_REASON_BAD_UTF8, "department", "1"},
	{"surrogate", BYTES("\x0A\x03\xED\xA0\x80"), JX_REASON_BAD_UTF8, "department", "0"},
	{"embedded NUL",
		BYTES("\x0A\x03"
		      "a\x00"
		      "b"),
		JX_REASON_TEXT_WITH_NUL, "department", "1"},
	{"NUL in a row",
		BYTES("\x52\x00\x52\x04\x12\x02"
		      "a\x00"),
		JX_REASON_TEXT_WITH_NUL, "functions[1].name", "1"},
	{"submessage cut short", BYTES("\x52\x02\x12\x05"), JX_REASON_BAD_WIRE, "functions[0].name", "3"},
	{"submessage sent twice", BYTES("\x22\x00\x22\x00"), JX_REASON_FIELD_TWICE, "profile", ""},
	{"amount without a unit", BYTES("\x52\x04\x1A\x02\x08\x01"), JX_REASON_BAD_FIGURE,
		"functions[0].amount", "fen 1, unit 0, decimals 0, empty 0"},
	{"packed list cut short", BYTES("\x6A\x04\x7A\x02\x01\x80"), JX_REASON_BAD_WIRE,
		"outcomes[0].paid_by_projects[1]", "5"},
	{"packed value of 33 bits", BYTES("\x6A\x08\x7A\x06\x01\x80\x80\x80\x80\x10"), JX_REASON_NUMBER_RANGE,
		"outcomes[0].paid_by_projects[1]", "4294967296"},
};

static void damaged_bytes_are_refused_with_their_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(DAMAGED); i++) {
		struct jx_error error;
		enum jx_status status = unpack(JX_REPORT_DESCRIPTOR, DAMAGED[i].bytes, DAMAGED[i].n,
			jx_codec_unpack_request, &error);
		if (status != JX_INVALID || error.reason != DAMAGED[i].reason ||
			strcmp(error.field, DAMAGED[i].field) != 0 ||
			strcmp(error.arg[1], DAMAGED[i].detail) != 0)
			fail_msg("%s: %s at \"%s\": %s", DAMAGED[i].what, jx_reason_name(error.reason),
				error.field, error.arg[1]);
		assert_int_equal(unpack(JX_REPORT_DESCRIPTOR, DAMAGED[i].bytes, DAMAGED[i].n,
					 jx_codec_unpack_strict, &error),
			JX_INVALID);
	}
}

static void unusual_but_right_bytes_are_taken(void **state)
{
	(void)state;
	static const struct {
		const char *what;
		const uint8_t *bytes;
		size_t n;
		enum jx_reason strict; /* what the strict form says */
	} ROWS[] = {
		{"padded length",
			BYTES("\x0A\x81\x80\x00"
			      "a"),
			JX_REASON_NONE},
		{"packed numbers", BYTES("\x6A\x04\x7A\x02\x01\x02"), JX_REASON_NONE},
		{"the same numbers one by one", BYTES("\x6A\x04\x78\x01\x78\x02"), JX_REASON_NONE},
		{"unknown varint", BYTES("\xF8\x3F\x01"), JX_REASON_UNKNOWN_FIELD},
		{"unknown 64 bits", BYTES("\xF9\x3F\x01\x02\x03\x04\x05\x06\x07\x08"),
			JX_REASON_UNKNOWN_FIELD},
		{"unknown bytes", BYTES("\xFA\x3F\x02\xFF\x00"), JX_REASON_UNKNOWN_FIELD},
		{"unknown 32 bits", BYTES("\xFD\x3F\x01\x02\x03\x04"), JX_REASON_UNKNOWN_FIELD},
		{"unknown field deep down", BYTES("\x52\x03\xF8\x3F\x01"), JX_REASON_UNKNOWN_FIELD},
		{"a text twice",
			BYTES("\x0A\x01"
			      "a\x0A\x01"
			      "b"),
			JX_REASON_FIELD_TWICE},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		struct jx_error error;
		if (unpack(JX_REPORT_DESCRIPTOR, ROWS[i].bytes, ROWS[i].n, jx_codec_unpack_request, &error) !=
			JX_OK)
			fail_msg("%s: %s", ROWS[i].what, jx_reason_name(error.reason));
		(void)unpack(JX_REPORT_DESCRIPTOR, ROWS[i].bytes, ROWS[i].n, jx_codec_unpack_strict, &error);
		if (error.reason != ROWS[i].strict)
			fail_msg("%s, strictly: %s", ROWS[i].what, jx_reason_name(error.reason));
	}
}

static void an_unknown_field_is_named_by_its_number_and_place(void **state)
{
	(void)state;
	struct jx_error error;
	static const char BYTES_DEEP[] = "\x52\x00\x52\x03\xF8\x3F\x01";
	assert_int_equal(unpack(JX_REPORT_DESCRIPTOR, (const uint8_t *)BYTES_DEEP, sizeof(BYTES_DEEP) - 1,
				 jx_codec_unpack_strict, &error),
		JX_INVALID);
	assert_string_equal(error.field, "functions[1]");
	assert_string_equal(error.arg[1], "1023");
}

static void a_value_of_the_future_stays_in_a_reply_as_its_number(void **state)
{
	(void)state;
	static const struct {
		const uint8_t *bytes;
		size_t n;
		int value;
	} ROWS[] = {
		{BYTES("\x18\x07"), 7},
		{BYTES("\x18\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"), -1},
	};
	for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
		struct jx_error error;
		ProtobufCMessage *message = NULL;
		assert_int_equal(unpack(JX_REPORT_DESCRIPTOR, ROWS[i].bytes, ROWS[i].n,
					 jx_codec_unpack_strict, &error),
			JX_INVALID);
		assert_int_equal(unpack(JX_REPORT_DESCRIPTOR, ROWS[i].bytes, ROWS[i].n,
					 jx_codec_unpack_request, &error),
			JX_INVALID);
		assert_int_equal(error.reason, JX_REASON_UNKNOWN_ENUM_VALUE);
		assert_int_equal(jx_codec_unpack_reply(JX_REPORT_DESCRIPTOR, ROWS[i].bytes, ROWS[i].n, &arena,
					 &message, &error),
			JX_OK);
		assert_int_equal((int)((const JxReport *)message)->kind, ROWS[i].value);
	}
	struct jx_error error;
	/* A number that no enum can have is no value of the future. */
	assert_int_equal(unpack(JX_REPORT_DESCRIPTOR, BYTES("\x18\x81\x80\x80\x80\x10"),
				 jx_codec_unpack_reply, &error),
		JX_INVALID);
	/* Figures are closed: a new unit could not be shown. */
	assert_int_equal(unpack(JX_REPORT_DESCRIPTOR, BYTES("\x52\x04\x1A\x02\x10\x09"),
				 jx_codec_unpack_reply, &error),
		JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_BAD_FIGURE);
}

static void a_field_of_the_future_stays_in_a_reply(void **state)
{
	(void)state;
	static const char ROWS[] = "\x52\x00\x52\x03\xF8\x3F\x01";
	struct jx_error error;
	ProtobufCMessage *message = NULL;
	uint8_t *bytes;
	size_t n;
	assert_int_equal(
		jx_codec_unpack_reply(JX_REPORT_DESCRIPTOR, BYTES(ROWS), &arena, &message, &error), JX_OK);
	assert_int_equal(jx_codec_pack_arena(message, &arena, &bytes, &n, &error), JX_OK);
	assert_int_equal(n, sizeof(ROWS) - 1);
	assert_memory_equal(bytes, ROWS, n);
}

static void two_members_of_a_oneof_are_not_signed(void **state)
{
	(void)state;
	static const char BOTH[] = "\x1A\x01"
				   "a\x3A\x01"
				   "b";
	struct jx_error error;
	const ProtobufCMessageDescriptor *type = &grpc__reflection__v1__server_reflection_request__descriptor;
	assert_int_equal(
		unpack(type, (const uint8_t *)BOTH, sizeof(BOTH) - 1, jx_codec_unpack_request, &error),
		JX_OK);
	assert_int_equal(
		unpack(type, (const uint8_t *)BOTH, sizeof(BOTH) - 1, jx_codec_unpack_strict, &error),
		JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_FIELD_TWICE);
	assert_string_equal(error.field, "list_services");
}

/* Writes depth messages, each but the innermost holding the next; gives the length. */
static size_t write_nest(uint8_t *out, size_t depth)
{
	size_t n = 0; /* of the innermost */
	for (size_t i = 1; i < depth; i++) {
		memmove(out + 2, out, n);
		out[0] = 0x0A;
		out[1] = (uint8_t)n;
		n += 2;
	}
	return n;
}

static void depth_ends_at_the_ceiling(void **state)
{
	(void)state;
	uint8_t bytes[256];
	struct jx_error error;
	size_t n = write_nest(bytes, JX_MAX_WIRE_DEPTH);
	assert_int_equal(unpack(&nest_descriptor, bytes, n, jx_codec_unpack_strict, &error), JX_OK);
	n = write_nest(bytes, JX_MAX_WIRE_DEPTH + 1);
	assert_int_equal(unpack(&nest_descriptor, bytes, n, jx_codec_unpack_strict, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_TOO_DEEP);
}

static void the_cap_of_the_arena_holds(void **state)
{
	(void)state;
	/* A million empty rows: 2 MB on the wire, 100 MB as protobuf-c would have them. */
	enum { N = 1000000 };
	uint8_t *bytes = test_malloc(2 * N);
	for (size_t i = 0; i < N; i++) {
		bytes[2 * i] = 0x0A;
		bytes[2 * i + 1] = 0;
	}
	struct jx_error error;
	assert_int_equal(
		unpack(JX_LIST_SUBMISSIONS_RESPONSE_DESCRIPTOR, bytes, 2 * N, jx_codec_unpack_reply, &error),
		JX_EXHAUSTED);
	assert_int_equal(error.reason, JX_REASON_CALL_TOO_LARGE);
	/* lists of reports end at their limit before there is room for any row */
	for (size_t i = 0; i < N; i++)
		bytes[2 * i] = 0x52;
	assert_int_equal(
		unpack(JX_REPORT_DESCRIPTOR, bytes, 2 * N, jx_codec_unpack_strict, &error), JX_INVALID);
	assert_int_equal(error.reason, JX_REASON_TOO_MANY_ROWS);
	assert_string_equal(error.field, "functions");
	test_free(bytes);
}

static void every_cap_ends_in_a_status(void **state)
{
	(void)state;
	static const char ROWS[] = "\x52\x04\x12\x02"
				   "ab\x52\x04\x12\x02"
				   "ab\x52\x04\x12\x02"
				   "ab\x6A\x04\x7A\x02\x01\x02";
	size_t n_refused = 0;
	for (size_t cap = 0; cap < 4096; cap += 16) {
		struct jx_arena small;
		jx_arena_init(&small, cap);
		ProtobufCMessage *message = NULL;
		enum jx_status status = jx_codec_unpack_strict(JX_REPORT_DESCRIPTOR, (const uint8_t *)ROWS,
			sizeof(ROWS) - 1, &small, &message, NULL);
		assert_true(status == JX_OK || status == JX_EXHAUSTED);
		n_refused += status == JX_EXHAUSTED;
		uint8_t *bytes;
		size_t n;
		if (status == JX_OK && jx_codec_pack_arena(message, &small, &bytes, &n, NULL) == JX_OK)
			assert_memory_equal(bytes, ROWS, n);
		jx_arena_clear(&small);
	}
	assert_true(n_refused > 10 && n_refused < 250);
}

static void a_repeated_submessage_costs_no_quadratic_time(void **state)
{
	(void)state;
	/* The attack that took 212 ms at 819 KB: one singular submessage, again and again. */
	enum { N = 400000 };
	uint8_t *bytes = test_malloc(2 * N);
	for (size_t i = 0; i < N; i++) {
		bytes[2 * i] = 0x22;
		bytes[2 * i + 1] = 0;
	}
	struct jx_error error;
	clock_t start = clock();
	assert_int_equal(
		unpack(JX_REPORT_DESCRIPTOR, bytes, 2 * N, jx_codec_unpack_request, &error), JX_INVALID);
	assert_true(clock() - start < CLOCKS_PER_SEC / 20);
	assert_int_equal(error.reason, JX_REASON_FIELD_TWICE);
	test_free(bytes);
}

static void packing_refuses_a_small_buffer(void **state)
{
	(void)state;
	JxExplanation explanation = JX_EXPLANATION_INIT;
	explanation.text = (char *)(uintptr_t) "原因";
	uint8_t out[16];
	size_t n = 0;
	struct jx_error error;
	size_t needed = jx_codec_packed_bytes(&explanation.base);
	assert_int_equal(jx_codec_pack(&explanation.base, out, needed - 1, &n, &error), JX_EXHAUSTED);
	assert_int_equal(error.reason, JX_REASON_MESSAGE_TOO_LARGE);
	assert_int_equal(jx_codec_pack(&explanation.base, out, needed, &n, &error), JX_OK);
	assert_int_equal(n, needed);
}

static void every_cut_of_a_message_is_survived(void **state)
{
	(void)state;
	static const char WHOLE[] = "\x0A\x01"
				    "a\x18\x01\x22\x04\x0A\x02"
				    "ab\x52\x0A\x12\x02"
				    "ab\x1A\x04\x08\x64\x10\x01"
				    "\x6A\x04\x7A\x02\x01\x02";
	struct jx_error error;
	size_t n_good = 0;
	for (size_t n = 0; n < sizeof(WHOLE); n++) {
		/* an exact copy, so that the sanitizer sees a read behind it */
		uint8_t *copy = test_malloc(n + 1);
		memcpy(copy, WHOLE, n);
		n_good += unpack(JX_REPORT_DESCRIPTOR, copy, n, jx_codec_unpack_strict, &error) == JX_OK;
		test_free(copy);
	}
	assert_int_equal(n_good, 6); /* at the borders between fields, and at the start and the end */
}

static void a_field_is_found_as_it_was_sent(void **state)
{
	static const uint8_t BYTES[] = {
		0x08, 0x96, 0x01, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1A, 2, 'a', 'b', 0x22, 3, 'x'};
	const uint8_t *field = NULL;
	size_t n = 0;
	(void)state;
	assert_true(jx_codec_find_field(BYTES, sizeof(BYTES), 3, &field, &n));
	assert_ptr_equal(field, BYTES + 14);
	assert_int_equal(n, 2);
	assert_false(jx_codec_find_field(BYTES, 16, 4, &field, &n));            /* not there */
	assert_false(jx_codec_find_field(BYTES, sizeof(BYTES), 4, &field, &n)); /* cut off */
	assert_false(jx_codec_find_field(BYTES, sizeof(BYTES), 1, &field, &n)); /* a number */
	assert_false(jx_codec_find_field(NULL, 0, 1, &field, &n));
	for (size_t cut = 0; cut < 16; cut++)
		assert_false(jx_codec_find_field(BYTES, cut, 3, &field, &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_submission_survives_the_wire, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_message_is_a_message, set_up, tear_down),
		cmocka_unit_test(a_field_is_found_as_it_was_sent),
		cmocka_unit_test_setup_teardown(
			damaged_bytes_are_refused_with_their_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(unusual_but_right_bytes_are_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_unknown_field_is_named_by_its_number_and_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_value_of_the_future_stays_in_a_reply_as_its_number, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_field_of_the_future_stays_in_a_reply, set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_members_of_a_oneof_are_not_signed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(depth_ends_at_the_ceiling, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_cap_of_the_arena_holds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_cap_ends_in_a_status, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_repeated_submessage_costs_no_quadratic_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(packing_refuses_a_small_buffer, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_cut_of_a_message_is_survived, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
