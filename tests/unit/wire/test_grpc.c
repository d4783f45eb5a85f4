/* gRPC's framing and texts: every split of the bytes, every refusal, and that nothing is allocated too early.
 */
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/wire/grpc.h"
#include "tests/support/test.h"

/* Feeds bytes in pieces of the given size into one reader; the message lands in place. */
static enum jx_status read_one(const uint8_t *bytes, size_t n, size_t piece, const char *encoding,
	uint8_t *place, struct jx_grpc_reader *reader, struct jx_error *error)
{
	jx_grpc_reader_init(reader, 1000);
	reader->encoding = encoding;
	for (size_t at = 0; at < n && !jx_grpc_reader_is_complete(reader);) {
		size_t n_used;
		size_t n_now = n - at < piece ? n - at : piece;
		enum jx_status status = jx_grpc_reader_push(reader, bytes + at, n_now, &n_used, error);
		if (status != JX_OK)
			return status;
		if (jx_grpc_reader_is_announced(reader))
			jx_grpc_reader_place(reader, place);
		at += n_used;
	}
	return jx_grpc_reader_end(reader, error);
}

static void a_message_survives_any_split(void **state)
{
	(void)state;
	uint8_t bytes[5 + 300];
	uint8_t place[1000];
	jx_grpc_write_prefix(bytes, 300);
	for (size_t i = 0; i < 300; i++)
		bytes[5 + i] = (uint8_t)i;
	for (size_t piece = 1; piece <= sizeof(bytes); piece++) {
		struct jx_grpc_reader reader;
		struct jx_error error;
		memset(place, 0, sizeof(place));
		assert_int_equal(read_one(bytes, sizeof(bytes), piece, NULL, place, &reader, &error), JX_OK);
		assert_int_equal(reader.n_message, 300);
		assert_memory_equal(place, bytes + 5, 300);
	}
}

static void an_empty_message_is_a_message(void **state)
{
	(void)state;
	const uint8_t bytes[5] = {0};
	uint8_t place[1];
	struct jx_grpc_reader reader;
	struct jx_error error;
	assert_int_equal(read_one(bytes, 5, 5, NULL, place, &reader, &error), JX_OK);
	assert_int_equal(reader.n_message, 0);
}

static void the_reader_stops_at_the_end_of_its_message(void **state)
{
	(void)state;
	const uint8_t bytes[] = {0, 0, 0, 0, 2, 'h', 'i', 0, 0, 0, 0, 1, 'x'};
	uint8_t place[8];
	struct jx_grpc_reader reader;
	size_t n_used;
	jx_grpc_reader_init(&reader, 100);
	assert_int_equal(jx_grpc_reader_push(&reader, bytes, sizeof(bytes), &n_used, NULL), JX_OK);
	assert_int_equal(n_used, 5);
	/* Without a place nothing more is taken. */
	assert_int_equal(jx_grpc_reader_push(&reader, bytes + 5, 8, &n_used, NULL), JX_OK);
	assert_int_equal(n_used, 0);
	jx_grpc_reader_place(&reader, place);
	assert_int_equal(jx_grpc_reader_push(&reader, bytes + 5, 8, &n_used, NULL), JX_OK);
	assert_int_equal(n_used, 2);
	assert_true(jx_grpc_reader_is_complete(&reader));
	jx_grpc_reader_next(&reader);
	assert_int_equal(jx_grpc_reader_push(&reader, bytes + 7, 6, &n_used, NULL), JX_OK);
	assert_int_equal(n_used, 5);
	assert_int_equal(reader.n_message, 1);
}

static void broken_framing_is_named(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		uint8_t bytes[8];
		size_t n;
		const char *encoding;
		enum jx_reason reason;
		enum jx_status status;
	} rows[] = {
		{"nothing at all", {0}, 0, NULL, JX_REASON_BAD_FRAMING, JX_INTERNAL},
		{"cut prefix", {0, 0, 0}, 3, NULL, JX_REASON_BAD_FRAMING, JX_INTERNAL},
		{"cut message", {0, 0, 0, 0, 9, 1, 2, 3}, 8, NULL, JX_REASON_BAD_FRAMING, JX_INTERNAL},
		{"compressed, no encoding", {1, 0, 0, 0, 1, 1}, 6, NULL, JX_REASON_BAD_FRAMING, JX_INTERNAL},
		{"compressed, identity", {1, 0, 0, 0, 1, 1}, 6, "identity", JX_REASON_BAD_FRAMING,
			JX_INTERNAL},
		{"compressed, gzip", {1, 0, 0, 0, 1, 1}, 6, "gzip", JX_REASON_COMPRESSION_REFUSED,
			JX_UNIMPLEMENTED},
		{"unknown flag", {2, 0, 0, 0, 1, 1}, 6, NULL, JX_REASON_BAD_FRAMING, JX_INTERNAL},
		{"one too long", {0, 0, 0, 3, 0xE9}, 5, NULL, JX_REASON_MESSAGE_TOO_LARGE, JX_EXHAUSTED},
		{"four gigabytes", {0, 255, 255, 255, 255}, 5, NULL, JX_REASON_MESSAGE_TOO_LARGE,
			JX_EXHAUSTED},
	};
	uint8_t place[1000];
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		for (size_t piece = 1; piece <= 8; piece += 7) {
			struct jx_grpc_reader reader;
			struct jx_error error = {0};
			enum jx_status status = read_one(
				rows[i].bytes, rows[i].n, piece, rows[i].encoding, place, &reader, &error);
			if (status != rows[i].status || error.reason != rows[i].reason)
				fail_msg("%s: status %d, reason %s", rows[i].name, (int)status,
					jx_reason_name(error.reason));
		}
	}
}

static void an_announced_giant_is_refused_before_it_arrives(void **state)
{
	(void)state;
	uint8_t prefix[5];
	jx_grpc_write_prefix(prefix, JX_MAX_MESSAGE_BYTES + 1);
	struct jx_grpc_reader reader;
	struct jx_error error;
	size_t n_used;
	jx_grpc_reader_init(&reader, JX_MAX_MESSAGE_BYTES);
	assert_int_equal(jx_grpc_reader_push(&reader, prefix, 5, &n_used, &error), JX_EXHAUSTED);
	assert_string_equal(error.arg[0], "4194305");
	assert_string_equal(error.arg[1], "4194304");
	assert_false(jx_grpc_reader_is_complete(&reader));
}

static void timeouts_are_read_in_every_unit(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool ok;
		uint64_t ms;
	} rows[] = {
		{"1H", true, 3600000},
		{"2M", true, 120000},
		{"3S", true, 3000},
		{"4m", true, 4},
		{"999u", true, 0},
		{"1000u", true, 1},
		{"1n", true, 0},
		{"99999999H", true, 359999996400000},
		{"99999999n", true, 99},
		{"0m", true, 0},
		{"", false, 0},
		{"m", false, 0},
		{"1", false, 0},
		{"123456789m", false, 0},
		{"-1m", false, 0},
		{"+1m", false, 0},
		{" 1m", false, 0},
		{"1m ", false, 0},
		{"1x", false, 0},
		{"1.5S", false, 0},
		{"1s", false, 0},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		uint64_t ms = 77;
		bool ok = jx_grpc_timeout_parse(rows[i].text, strlen(rows[i].text), &ms) == JX_OK;
		if (ok != rows[i].ok || (ok && ms != rows[i].ms))
			fail_msg("\"%s\" gives %d, %llu", rows[i].text, ok, (unsigned long long)ms);
	}
}

static void timeouts_written_are_never_longer(void **state)
{
	(void)state;
	static const uint64_t times[] = {0, 1, 999, 30000, 99999999, 100000000, 99999999999, UINT64_MAX / 2};
	for (size_t i = 0; i < JX_COUNT_OF(times); i++) {
		char text[JX_GRPC_TIMEOUT_BYTES];
		uint64_t ms;
		jx_grpc_timeout_format(times[i], text);
		assert_int_equal(jx_grpc_timeout_parse(text, strlen(text), &ms), JX_OK);
		assert_true(ms <= times[i]);
		if (times[i] < 100000000)
			assert_true(ms == times[i]);
	}
}

static void percent_encoding_goes_there_and_back(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{"plain text ~", "plain text ~"},
		{"100%", "100%25"},
		{"轮次", "%E8%BD%AE%E6%AC%A1"},
		{"a\nb\x7f", "a%0Ab%7F"},
		{"", ""},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		char encoded[100];
		char decoded[100];
		assert_int_equal(
			jx_grpc_message_encode(rows[i][0], encoded, sizeof(encoded)), strlen(rows[i][1]));
		assert_string_equal(encoded, rows[i][1]);
		jx_grpc_message_decode(encoded, strlen(encoded), decoded, sizeof(decoded));
		assert_string_equal(decoded, rows[i][0]);
	}
}

static void a_cut_message_ends_at_a_character(void **state)
{
	(void)state;
	/* "轮次" takes nine bytes for each character. */
	static const size_t kept[][2] = {{1, 0}, {9, 0}, {10, 9}, {18, 9}, {19, 18}, {30, 18}};
	for (size_t i = 0; i < JX_COUNT_OF(kept); i++) {
		char out[30];
		memset(out, 'x', sizeof(out));
		assert_int_equal(jx_grpc_message_encode("轮次", out, kept[i][0]), kept[i][1]);
		assert_int_equal(out[kept[i][1]], '\0');
	}
}

static void bad_escapes_are_kept_as_they_stand(void **state)
{
	(void)state;
	static const char *const rows[][2] = {{"100%", "100%"}, {"%4", "%4"}, {"%zz", "%zz"}, {"%41%", "A%"},
		{"%00", "%00"}, {"%e8", "\xe8"}};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		char out[20];
		jx_grpc_message_decode(rows[i][0], strlen(rows[i][0]), out, sizeof(out));
		assert_string_equal(out, rows[i][1]);
	}
}

static void base64_takes_padding_or_none(void **state)
{
	(void)state;
	/* The first rows are those of RFC 4648, section 10. */
	static const struct {
		const char *text;
		bool ok;
		const char *bytes;
	} rows[] = {
		{"", true, ""},
		{"Zg==", true, "f"},
		{"Zg", true, "f"},
		{"Zm8=", true, "fo"},
		{"Zm8", true, "fo"},
		{"Zm9v", true, "foo"},
		{"Zm9vYg", true, "foob"},
		{"Zm9vYmE=", true, "fooba"},
		{"Z", false, NULL},
		{"Zg=", false, NULL},
		{"Zg===", false, NULL},
		{"=", false, NULL},
		{"====", false, NULL},
		{"Zh==", false, NULL}, /* bits left over */
		{"Zm9v=", false, NULL},
		{"Zm 9", false, NULL},
		{"Zm_v", false, NULL},
		{"Z=g=", false, NULL},
	};
	for (size_t i = 0; i < JX_COUNT_OF(rows); i++) {
		uint8_t out[32];
		size_t n;
		bool ok = jx_grpc_base64_decode(rows[i].text, strlen(rows[i].text), out, &n) == JX_OK;
		if (ok != rows[i].ok ||
			(ok && (n != strlen(rows[i].bytes) || memcmp(out, rows[i].bytes, n) != 0)))
			fail_msg("\"%s\"", rows[i].text);
	}
}

static void base64_goes_there_and_back_at_every_length(void **state)
{
	(void)state;
	uint8_t bytes[256];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 167);
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		char *text = malloc(JX_GRPC_BASE64_BYTES(n));
		uint8_t out[256];
		size_t n_out;
		size_t n_text = jx_grpc_base64_encode(bytes, n, text);
		assert_int_equal(n_text, strlen(text));
		assert_true(n_text < JX_GRPC_BASE64_BYTES(n));
		assert_int_equal(jx_grpc_base64_decode(text, n_text, out, &n_out), JX_OK);
		assert_int_equal(n_out, n);
		assert_memory_equal(out, bytes, n);
		free(text);
	}
}

static void only_grpc_is_a_grpc_content_type(void **state)
{
	(void)state;
	static const char *const good[] = {"application/grpc", "application/grpc+proto",
		"application/grpc;v=1", "application/grpc+proto;charset=x", "Application/GRPC"};
	static const char *const bad[] = {"", "application/grp", "application/grpc-web",
		"application/grpc+json", "application/grpcx", "text/plain", "application/json",
		" application/grpc"};
	for (size_t i = 0; i < JX_COUNT_OF(good); i++)
		assert_true(jx_grpc_is_content_type(good[i], strlen(good[i])));
	for (size_t i = 0; i < JX_COUNT_OF(bad); i++)
		assert_false(jx_grpc_is_content_type(bad[i], strlen(bad[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_survives_any_split),
		cmocka_unit_test(an_empty_message_is_a_message),
		cmocka_unit_test(the_reader_stops_at_the_end_of_its_message),
		cmocka_unit_test(broken_framing_is_named),
		cmocka_unit_test(an_announced_giant_is_refused_before_it_arrives),
		cmocka_unit_test(timeouts_are_read_in_every_unit),
		cmocka_unit_test(timeouts_written_are_never_longer),
		cmocka_unit_test(percent_encoding_goes_there_and_back),
		cmocka_unit_test(a_cut_message_ends_at_a_character),
		cmocka_unit_test(bad_escapes_are_kept_as_they_stand),
		cmocka_unit_test(base64_takes_padding_or_none),
		cmocka_unit_test(base64_goes_there_and_back_at_every_length),
		cmocka_unit_test(only_grpc_is_a_grpc_content_type),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
