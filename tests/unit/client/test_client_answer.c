#include "tests/support/test.h"

#include <stdio.h>
#include <string.h>

#include "client/transport/answer.h"
#include "proto/contract/base/array.h"
#include "proto/wire/buf.h"

/* What a call ended in, and the messages it gave, each as its length. */
struct ended {
	enum jx_status status;
	struct jx_error error;
	size_t n_messages;
	size_t n_bytes;
	enum jx_status stop_with; /* returned by the receiver */
};

static enum jx_status on_message(void *user, const uint8_t *bytes, size_t n, struct jx_error *error)
{
	struct ended *ended = user;
	(void)bytes;
	ended->n_messages++;
	ended->n_bytes += n;
	if (ended->stop_with != JX_OK)
		return jx_fail(error, JX_REASON_STORAGE_FULL);
	return JX_OK;
}

static void put_headers(struct jx_answer *answer, const char *const *lines)
{
	for (; *lines != NULL; lines++)
		jx_answer_header(answer, *lines, strlen(*lines));
}

static const char *const GOOD[] = {"HTTP/2 200 \r\n", "content-type: application/grpc\r\n", NULL};

/* Gives the body in pieces of n bytes, then the trailers. */
static void run(struct ended *ended, const char *const *headers, const uint8_t *body, size_t n_body, size_t n,
	const char *const *trailers)
{
	struct jx_answer answer;
	jx_answer_init(&answer, on_message, ended);
	put_headers(&answer, headers);
	for (size_t at = 0; at < n_body; at += n)
		if (!jx_answer_body(&answer, body + at, n_body - at < n ? n_body - at : n))
			break;
	put_headers(&answer, trailers);
	ended->status = jx_answer_end(&answer, "host:1", JX_ZH, &ended->error);
	jx_answer_clear(&answer);
}

static void a_message_arrives_in_pieces_of_any_size(void **state)
{
	static const uint8_t body[] = {0, 0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 'd', 'e'};
	static const char *const trailers[] = {"grpc-status: 0\r\n", NULL};
	(void)state;
	for (size_t n = 1; n <= sizeof(body); n++) {
		struct ended ended = {0};
		run(&ended, GOOD, body, sizeof(body), n, trailers);
		assert_int_equal(ended.status, JX_OK);
		assert_int_equal(ended.n_messages, 3);
		assert_int_equal(ended.n_bytes, 5);
	}
}

static void an_error_without_details_is_told_in_the_servers_words(void **state)
{
	static const char *const trailers[] = {
		"grpc-status: 9\r\n", "grpc-message: it%20is 100%25 closed %E5%B7%B2\r\n", NULL};
	struct ended ended = {0};
	char text[256];
	(void)state;
	run(&ended, GOOD, NULL, 0, 1, trailers);
	assert_int_equal(ended.status, JX_STATE);
	assert_int_equal(ended.error.reason, JX_REASON_SERVER_SAID);
	assert_string_equal(jx_error_sentence(&ended.error, JX_EN, text, sizeof(text)),
		"the server said: it is 100% closed 已");
}

static void a_message_that_is_no_text_is_dropped(void **state)
{
	static const char *const trailers[] = {"grpc-status: 5\r\n", "grpc-message: %FF%FE\r\n", NULL};
	struct ended ended = {0};
	(void)state;
	run(&ended, GOOD, NULL, 0, 1, trailers);
	assert_int_equal(ended.status, JX_NOT_FOUND);
	assert_string_equal(ended.error.arg[0], "NOT_FOUND");
}

static void details_give_the_reason_with_its_arguments(void **state)
{
	struct jx_error sent = {0};
	struct jx_buf packed;
	char line[JX_GRPC_BASE64_BYTES(JX_MAX_ERROR_DETAIL_BYTES) + 64] = "grpc-status-details-bin: ";
	const char *const trailers[] = {"grpc-status: 9", line, NULL};
	struct ended ended = {0};
	(void)state;
	(void)jx_fail_at(
		&sent, JX_REASON_ROUND_CLOSED, "round", JX_ARGS(JX_TEXT("2025"), JX_TEXT("2026-03-15")));
	jx_buf_init(&packed, JX_MAX_ERROR_DETAIL_BYTES);
	assert_int_equal(jx_details_pack(&sent, NULL, 0, &packed), JX_OK);
	(void)jx_grpc_base64_encode(packed.bytes, packed.n_bytes, line + strlen(line));
	jx_buf_clear(&packed);
	run(&ended, GOOD, NULL, 0, 1, trailers);
	assert_int_equal(ended.status, JX_STATE);
	assert_int_equal(ended.error.reason, JX_REASON_ROUND_CLOSED);
	assert_string_equal(ended.error.arg[1], "2026-03-15");
	assert_string_equal(ended.error.field, "round");
}

static void a_status_beyond_the_known_ones_is_unknown(void **state)
{
	static const char *const values[] = {"grpc-status: 17", "grpc-status: 99", "grpc-status: 100",
		"grpc-status: -1", "grpc-status: x", "grpc-status:", "grpc-status: 0x0"};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(values); i++) {
		const char *const trailers[] = {values[i], NULL};
		struct ended ended = {0};
		run(&ended, GOOD, NULL, 0, 1, trailers);
		assert_int_equal(ended.status, JX_UNKNOWN);
	}
}

static void another_kind_of_server_is_noticed(void **state)
{
	static const uint8_t page[] = "<html>welcome</html>";
	static const struct {
		const char *headers[3];
		const char *trailers[2];
	} cases[] = {
		{{"HTTP/1.1 200 OK", "content-type: text/html", NULL}, {NULL, NULL}},
		{{"HTTP/2 404", "content-type: application/grpc", NULL}, {NULL, NULL}},
		{{"HTTP/2 200", "content-type: text/html", NULL}, {"grpc-status: 0", NULL}},
		{{"HTTP/2 200", NULL, NULL}, {"grpc-status: 0", NULL}},
		/* the stream ended without trailers */
		{{"HTTP/2 200", "content-type: application/grpc", NULL}, {NULL, NULL}},
	};
	(void)state;
	for (size_t i = 0; i < JX_COUNT_OF(cases); i++) {
		struct ended ended = {0};
		bool is_page = i != 4;
		run(&ended, cases[i].headers, page, is_page ? sizeof(page) : 0, 7, cases[i].trailers);
		assert_int_equal(ended.status, JX_INTERNAL);
		assert_int_equal(ended.error.reason, JX_REASON_SERVER_ANSWER);
		assert_int_equal(ended.n_messages, 0);
	}
}

static void an_announced_giant_is_refused_before_it_arrives(void **state)
{
	static const uint8_t body[] = {0, 0x7F, 0xFF, 0xFF, 0xFF, 'x'};
	static const char *const trailers[] = {"grpc-status: 0", NULL};
	struct ended ended = {0};
	(void)state;
	run(&ended, GOOD, body, sizeof(body), 6, trailers);
	assert_int_equal(ended.status, JX_EXHAUSTED);
	assert_int_equal(ended.error.reason, JX_REASON_MESSAGE_TOO_LARGE);
}

static void compressed_messages_are_refused(void **state)
{
	static const uint8_t body[] = {1, 0, 0, 0, 1, 'x'};
	static const char *const trailers[] = {"grpc-status: 0", NULL};
	struct ended ended = {0};
	(void)state;
	run(&ended, GOOD, body, sizeof(body), 6, trailers);
	assert_int_not_equal(ended.status, JX_OK);
	assert_int_equal(ended.n_messages, 0);
}

static void the_receiver_can_stop_a_stream(void **state)
{
	static const uint8_t body[] = {0, 0, 0, 0, 1, 'a', 0, 0, 0, 0, 1, 'b'};
	static const char *const trailers[] = {"grpc-status: 0", NULL};
	struct ended ended = {.stop_with = JX_UNAVAILABLE};
	(void)state;
	run(&ended, GOOD, body, sizeof(body), 12, trailers);
	assert_int_equal(ended.status, JX_UNAVAILABLE);
	assert_int_equal(ended.error.reason, JX_REASON_STORAGE_FULL);
	assert_int_equal(ended.n_messages, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_arrives_in_pieces_of_any_size),
		cmocka_unit_test(an_error_without_details_is_told_in_the_servers_words),
		cmocka_unit_test(a_message_that_is_no_text_is_dropped),
		cmocka_unit_test(details_give_the_reason_with_its_arguments),
		cmocka_unit_test(a_status_beyond_the_known_ones_is_unknown),
		cmocka_unit_test(another_kind_of_server_is_noticed),
		cmocka_unit_test(an_announced_giant_is_refused_before_it_arrives),
		cmocka_unit_test(compressed_messages_are_refused),
		cmocka_unit_test(the_receiver_can_stop_a_stream),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
