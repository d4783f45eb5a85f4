#include "client/transport/answer.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/text.h"

void jx_answer_init(struct jx_answer *answer, jx_answer_on_message on_message, void *user)
{
	*answer = (struct jx_answer){.on_message = on_message, .user = user};
	jx_grpc_reader_init(&answer->reader, JX_MAX_MESSAGE_BYTES);
	jx_buf_init(&answer->message, JX_MAX_MESSAGE_BYTES);
}

void jx_answer_clear(struct jx_answer *answer)
{
	jx_buf_clear(&answer->message);
	if (answer->has_details)
		jx_details_clear(&answer->details);
	answer->has_details = false;
}

static bool is_name(const char *line, size_t n, const char *name)
{
	return n == strlen(name) && strncasecmp(line, name, n) == 0;
}

/* Reads a number of n digits, one to three. */
static bool read_code(const char *text, size_t n, unsigned *ret_code)
{
	unsigned code = 0;
	if (n < 1 || n > 3)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		code = code * 10 + (unsigned)(text[i] - '0');
	}
	*ret_code = code;
	return true;
}

static void take_http_status(struct jx_answer *answer, const char *line, size_t n)
{
	const char *space = memchr(line, ' ', n);
	answer->http_status = 0;
	if (space != NULL && n - (size_t)(space - line) > 3)
		(void)read_code(space + 1, 3, &answer->http_status);
}

static void take_status(struct jx_answer *answer, const char *value, size_t n)
{
	unsigned code;
	bool is_known = read_code(value, n, &code) && code <= JX_UNAUTHENTICATED;
	answer->has_grpc_status = true;
	answer->grpc_status = is_known ? (enum jx_status)code : JX_UNKNOWN;
}

static void take_details(struct jx_answer *answer, const char *value, size_t n)
{
	uint8_t bytes[JX_MAX_ERROR_DETAIL_BYTES];
	size_t n_bytes;
	if (answer->has_details || n > JX_GRPC_BASE64_BYTES(sizeof(bytes)))
		return;
	if (jx_grpc_base64_decode(value, n, NULL, &n_bytes) != JX_OK || n_bytes > sizeof(bytes))
		return;
	if (jx_grpc_base64_decode(value, n, bytes, &n_bytes) != JX_OK)
		return;
	answer->has_details = jx_details_unpack(bytes, n_bytes, &answer->details) == JX_OK;
}

static void take_text(struct jx_answer *answer, const char *value, size_t n)
{
	size_t length = jx_grpc_message_decode(value, n, answer->text, sizeof(answer->text));
	if (jx_text_bad_utf8(answer->text, length) != length)
		answer->text[0] = '\0';
}

void jx_answer_header(struct jx_answer *answer, const char *line, size_t n)
{
	while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == '\n' || line[n - 1] == ' '))
		n--;
	if (n > 5 && strncmp(line, "HTTP/", 5) == 0) {
		take_http_status(answer, line, n);
		return;
	}
	const char *colon = memchr(line, ':', n);
	if (colon == NULL)
		return;
	size_t n_name = (size_t)(colon - line);
	const char *value = colon + 1;
	size_t n_value = n - n_name - 1;
	while (n_value > 0 && *value == ' ') {
		value++;
		n_value--;
	}
	if (is_name(line, n_name, "content-type"))
		answer->is_grpc = jx_grpc_is_content_type(value, n_value);
	else if (is_name(line, n_name, "jixiao-time-zone"))
		jx_datetime_set_zone(value, n_value);
	else if (is_name(line, n_name, "grpc-status"))
		take_status(answer, value, n_value);
	else if (is_name(line, n_name, "grpc-message"))
		take_text(answer, value, n_value);
	else if (is_name(line, n_name, "grpc-status-details-bin"))
		take_details(answer, value, n_value);
}

/* Gives the reader room for a message, or hands a complete one on. */
static enum jx_status advance_reader(struct jx_answer *answer)
{
	struct jx_grpc_reader *reader = &answer->reader;
	if (jx_grpc_reader_is_announced(reader)) {
		jx_buf_reset(&answer->message);
		enum jx_status status = jx_buf_reserve(&answer->message, reader->n_message + 1);
		if (status == JX_EXHAUSTED)
			status = jx_buf_reserve(&answer->message, reader->n_message);
		if (status != JX_OK)
			return jx_fail(&answer->error, JX_REASON_OUT_OF_MEMORY);
		jx_grpc_reader_place(reader, answer->message.bytes);
	}
	if (!jx_grpc_reader_is_complete(reader))
		return JX_OK;
	enum jx_status status =
		answer->on_message(answer->user, reader->message, reader->n_message, &answer->error);
	answer->n_messages++;
	jx_grpc_reader_next(reader);
	return status;
}

bool jx_answer_body(struct jx_answer *answer, const uint8_t *bytes, size_t n)
{
	/* The page of some other server is not gRPC's framing. */
	if (!answer->is_grpc || answer->http_status != 200)
		return true;
	while (answer->status == JX_OK) {
		size_t used = 0;
		answer->status = jx_grpc_reader_push(&answer->reader, bytes, n, &used, &answer->error);
		if (answer->status == JX_OK)
			answer->status = advance_reader(answer);
		bytes += used;
		n -= used;
		if (n == 0 && !jx_grpc_reader_is_announced(&answer->reader) &&
			!jx_grpc_reader_is_complete(&answer->reader))
			break;
	}
	return answer->status == JX_OK;
}

static enum jx_status fail_answer(struct jx_error *error, const char *address, const char *why)
{
	return jx_fail_with(error, JX_REASON_SERVER_ANSWER, JX_ARGS(JX_TEXT(address), JX_TEXT(why)));
}

/* Takes the error as this version knows it, else in the server's own words. */
static enum jx_status take_error(struct jx_answer *answer, enum jx_language language, struct jx_error *error)
{
	const char *said = answer->text;
	if (answer->has_details) {
		if (answer->details.error.reason != JX_REASON_NONE) {
			*error = answer->details.error;
			return answer->grpc_status;
		}
		if (language == JX_ZH && answer->details.localized[0] != '\0')
			said = answer->details.localized;
		else if (answer->details.message[0] != '\0')
			said = answer->details.message;
	}
	(void)jx_fail_with(error, JX_REASON_SERVER_SAID,
		JX_ARGS(JX_TEXT(said[0] != '\0' ? said : jx_status_name(answer->grpc_status))));
	return answer->grpc_status;
}

enum jx_status jx_answer_end(
	struct jx_answer *answer, const char *address, enum jx_language language, struct jx_error *error)
{
	if (answer->status != JX_OK) {
		*error = answer->error;
		return answer->status;
	}
	if (answer->has_grpc_status && answer->grpc_status != JX_OK)
		return take_error(answer, language, error);
	if (answer->http_status != 200) {
		char code[64];
		(void)snprintf(code, sizeof(code), "HTTP %u", answer->http_status);
		return fail_answer(error, address, code);
	}
	if (!answer->is_grpc)
		return fail_answer(error, address, _("it is another kind of server"));
	if (!answer->has_grpc_status)
		return fail_answer(error, address, _("the answer was cut off"));
	return JX_OK;
}
