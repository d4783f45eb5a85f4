#include "proto/wire/grpc.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

enum { FLAG_COMPRESSED = 1 };

void jx_grpc_reader_init(struct jx_grpc_reader *reader, size_t max_message_bytes)
{
	*reader = (struct jx_grpc_reader){.max_message_bytes = max_message_bytes};
}

static size_t prefix_length(const uint8_t *prefix)
{
	return (size_t)prefix[1] << 24 | (size_t)prefix[2] << 16 | (size_t)prefix[3] << 8 | (size_t)prefix[4];
}

/* Judges a whole prefix: its flag first, since an unknown flag makes the length meaningless. */
static enum jx_status check_prefix(
	const uint8_t *prefix, size_t max_message_bytes, const char *encoding, struct jx_error *error)
{
	if (prefix[0] == FLAG_COMPRESSED) {
		if (encoding != NULL && strcmp(encoding, "identity") != 0)
			return jx_fail_with(error, JX_REASON_COMPRESSION_REFUSED, JX_ARGS(JX_TEXT(encoding)));
		return jx_fail_with(error, JX_REASON_BAD_FRAMING,
			JX_ARGS(JX_TEXT("compressed message without grpc-encoding")));
	}
	if (prefix[0] != 0)
		return jx_fail_with(
			error, JX_REASON_BAD_FRAMING, JX_ARGS(JX_TEXT("unknown flag before the message")));
	size_t n_message = prefix_length(prefix);
	if (n_message <= max_message_bytes)
		return JX_OK;
	return jx_fail_with(
		error, JX_REASON_MESSAGE_TOO_LARGE, JX_ARGS(JX_U64(n_message), JX_U64(max_message_bytes)));
}

enum jx_status jx_grpc_reader_push(struct jx_grpc_reader *reader, const uint8_t *bytes, size_t n,
	size_t *ret_n_used, struct jx_error *error)
{
	size_t n_used = 0;
	if (reader->n_prefix < JX_GRPC_PREFIX_BYTES) {
		size_t n_missing = JX_GRPC_PREFIX_BYTES - reader->n_prefix;
		n_used = n < n_missing ? n : n_missing;
		if (n_used > 0)
			memcpy(reader->prefix + reader->n_prefix, bytes, n_used);
		reader->n_prefix += n_used;
		if (reader->n_prefix == JX_GRPC_PREFIX_BYTES) {
			enum jx_status status = check_prefix(
				reader->prefix, reader->max_message_bytes, reader->encoding, error);
			if (status != JX_OK)
				return status;
			reader->n_message = prefix_length(reader->prefix);
		}
	} else if (reader->message != NULL) {
		size_t n_missing = reader->n_message - reader->n_received;
		n_used = n < n_missing ? n : n_missing;
		if (n_used > 0)
			memcpy(reader->message + reader->n_received, bytes, n_used);
		reader->n_received += n_used;
	}
	*ret_n_used = n_used;
	return JX_OK;
}

bool jx_grpc_reader_is_announced(const struct jx_grpc_reader *reader)
{
	return reader->n_prefix == JX_GRPC_PREFIX_BYTES && reader->message == NULL;
}

void jx_grpc_reader_place(struct jx_grpc_reader *reader, uint8_t *place)
{
	assert(jx_grpc_reader_is_announced(reader) && place != NULL);
	reader->message = place;
	reader->n_received = 0;
}

bool jx_grpc_reader_is_complete(const struct jx_grpc_reader *reader)
{
	return reader->message != NULL && reader->n_received == reader->n_message;
}

void jx_grpc_reader_next(struct jx_grpc_reader *reader)
{
	reader->n_prefix = 0;
	reader->message = NULL;
	reader->n_message = 0;
	reader->n_received = 0;
}

enum jx_status jx_grpc_reader_end(const struct jx_grpc_reader *reader, struct jx_error *error)
{
	if (jx_grpc_reader_is_complete(reader))
		return JX_OK;
	if (reader->n_prefix == 0)
		return jx_fail_with(
			error, JX_REASON_BAD_FRAMING, JX_ARGS(JX_TEXT("the call ended without a message")));
	return jx_fail_with(
		error, JX_REASON_BAD_FRAMING, JX_ARGS(JX_TEXT("the call ended inside its message")));
}

void jx_grpc_write_prefix(uint8_t prefix[JX_GRPC_PREFIX_BYTES], size_t n_message)
{
	assert(n_message <= UINT32_MAX);
	prefix[0] = 0;
	prefix[1] = (uint8_t)(n_message >> 24 & 0xFF);
	prefix[2] = (uint8_t)(n_message >> 16 & 0xFF);
	prefix[3] = (uint8_t)(n_message >> 8 & 0xFF);
	prefix[4] = (uint8_t)(n_message & 0xFF);
}

/* The units of grpc-timeout: a count of them is count * multiply / divide milliseconds. */
static const struct {
	char letter;
	uint64_t multiply;
	uint64_t divide;
} UNITS[] = {
	{'n', 1, 1000000},
	{'u', 1, 1000},
	{'m', 1, 1},
	{'S', 1000, 1},
	{'M', 60 * 1000, 1},
	{'H', 60 * 60 * 1000, 1},
};
#define N_UNITS JX_COUNT_OF(UNITS)

enum jx_status jx_grpc_timeout_parse(const char *text, size_t n, uint64_t *ret_ms)
{
	if (n < 2 || n > JX_MAX_TIMEOUT_DIGITS + 1)
		return JX_INVALID;
	uint64_t count = 0;
	for (size_t i = 0; i < n - 1; i++) {
		if (text[i] < '0' || text[i] > '9')
			return JX_INVALID;
		count = count * 10 + (uint64_t)(text[i] - '0');
	}
	for (size_t i = 0; i < N_UNITS; i++) {
		if (UNITS[i].letter == text[n - 1]) {
			*ret_ms = count * UNITS[i].multiply / UNITS[i].divide;
			return JX_OK;
		}
	}
	return JX_INVALID;
}

void jx_grpc_timeout_format(uint64_t ms, char out[JX_GRPC_TIMEOUT_BYTES])
{
	const uint64_t max_count = 99999999;
	for (size_t i = 2; i < N_UNITS; i++) {
		uint64_t count = ms / UNITS[i].multiply;
		if (count <= max_count || i == N_UNITS - 1) {
			count = count < max_count ? count : max_count;
			snprintf(out, JX_GRPC_TIMEOUT_BYTES, "%" PRIu64 "%c", count, UNITS[i].letter);
			return;
		}
	}
}

static bool is_plain(unsigned char c)
{
	return c >= ' ' && c <= '~' && c != '%';
}

static bool is_continuation(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

size_t jx_grpc_message_encode(const char *text, char *out, size_t size)
{
	static const char digits[] = "0123456789ABCDEF";
	if (size == 0)
		return 0;
	size_t n = 0;
	size_t n_whole = 0; /* up to the end of the last whole character */
	for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
		if (!is_continuation(*at))
			n_whole = n;
		size_t needed = is_plain(*at) ? 1 : 3;
		if (needed > size - 1 - n) {
			n = n_whole;
			break;
		}
		if (needed == 1) {
			out[n++] = (char)*at;
		} else {
			out[n++] = '%';
			out[n++] = digits[*at >> 4];
			out[n++] = digits[*at & 15];
		}
	}
	out[n] = '\0';
	return n;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

size_t jx_grpc_message_decode(const char *text, size_t n, char *out, size_t size)
{
	if (size == 0)
		return 0;
	size_t n_out = 0;
	for (size_t i = 0; i < n && n_out < size - 1; i++) {
		int high = text[i] == '%' && n - i > 2 ? hex_value(text[i + 1]) : -1;
		int low = high >= 0 ? hex_value(text[i + 2]) : -1;
		if (low >= 0 && (high | low) != 0) {
			out[n_out++] = (char)(high << 4 | low);
			i += 2;
		} else {
			out[n_out++] = text[i];
		}
	}
	out[n_out] = '\0';
	return n_out;
}

static const char BASE64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t jx_grpc_base64_encode(const uint8_t *bytes, size_t n, char *out)
{
	size_t n_out = 0;
	for (size_t i = 0; i < n; i += 3) {
		size_t n_group = n - i < 3 ? n - i : 3;
		uint32_t group = (uint32_t)bytes[i] << 16;
		if (n_group > 1)
			group |= (uint32_t)bytes[i + 1] << 8;
		if (n_group > 2)
			group |= bytes[i + 2];
		for (size_t k = 0; k <= n_group; k++)
			out[n_out++] = BASE64[group >> (18 - 6 * k) & 63];
	}
	out[n_out] = '\0';
	return n_out;
}

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

enum jx_status jx_grpc_base64_decode(const char *text, size_t n, uint8_t *out, size_t *ret_n_bytes)
{
	/* Padding only completes a group of four, and at most two characters of it. */
	if (n > 0 && n % 4 == 0 && text[n - 1] == '=')
		n -= text[n - 2] == '=' ? 2 : 1;
	if (n % 4 == 1)
		return JX_INVALID;
	uint32_t bits = 0;
	unsigned n_bits = 0;
	size_t n_bytes = 0;
	for (size_t i = 0; i < n; i++) {
		int value = base64_value(text[i]);
		if (value < 0)
			return JX_INVALID;
		bits = bits << 6 | (uint32_t)value;
		n_bits += 6;
		if (n_bits >= 8) {
			n_bits -= 8;
			if (out != NULL)
				out[n_bytes] = (uint8_t)(bits >> n_bits & 0xFF);
			n_bytes++;
			bits &= (1u << n_bits) - 1;
		}
	}
	if (bits != 0)
		return JX_INVALID;
	*ret_n_bytes = n_bytes;
	return JX_OK;
}

/* Tells whether text begins with n letters, written small in name, whatever the locale takes for a capital. */
static bool begins_with(const char *text, const char *name, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = text[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != name[i])
			return false;
	}
	return true;
}

bool jx_grpc_is_content_type(const char *text, size_t n)
{
	static const char base[] = "application/grpc";
	static const char suffix[] = "+proto";
	size_t n_base = sizeof(base) - 1;
	size_t n_suffix = sizeof(suffix) - 1;
	if (n < n_base || !begins_with(text, base, n_base))
		return false;
	if (n - n_base >= n_suffix && begins_with(text + n_base, suffix, n_suffix))
		n_base += n_suffix;
	return n == n_base || text[n_base] == ';';
}
