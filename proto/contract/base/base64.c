#include "proto/contract/base/base64.h"

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void jx_base64_write_group(const uint8_t *bytes, size_t n_bytes, char out[4])
{
	uint32_t bits = (uint32_t)bytes[0] << 16;
	if (n_bytes > 1)
		bits |= (uint32_t)bytes[1] << 8;
	if (n_bytes > 2)
		bits |= bytes[2];
	out[0] = ALPHABET[bits >> 18];
	out[1] = ALPHABET[bits >> 12 & 63];
	out[2] = n_bytes > 1 ? ALPHABET[bits >> 6 & 63] : '=';
	out[3] = n_bytes > 2 ? ALPHABET[bits & 63] : '=';
}

void jx_base64_write(const uint8_t *bytes, size_t n, char *out)
{
	for (size_t i = 0; i < n; i += 3, out += 4)
		jx_base64_write_group(bytes + i, n - i < 3 ? n - i : 3, out);
	*out = '\0';
}

/* The six bits of a character, 64 for one that is not of the alphabet. */
static uint32_t sextet(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (uint32_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (uint32_t)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 52;
	return c == '+' ? 62 : c == '/' ? 63 : 64;
}

bool jx_base64_read(const char *text, size_t n, uint8_t *out, size_t *ret_n)
{
	if (n % 4 != 0)
		return false;
	size_t n_padding = n == 0 || text[n - 1] != '=' ? 0 : text[n - 2] != '=' ? 1 : 2;
	size_t used = 0;
	for (size_t i = 0; i < n; i += 4) {
		size_t n_chars = i + 4 == n ? 4 - n_padding : 4;
		uint32_t bits = 0;
		for (size_t k = 0; k < 4; k++) {
			uint32_t six = k < n_chars ? sextet(text[i + k]) : 0;
			if (six > 63)
				return false;
			bits = bits << 6 | six;
		}
		if ((n_chars == 2 && (bits & 0xFFFF) != 0) || (n_chars == 3 && (bits & 0xFF) != 0))
			return false;
		for (size_t k = 0; k + 1 < n_chars; k++)
			out[used++] = (uint8_t)(bits >> (16 - 8 * k));
	}
	*ret_n = used;
	return true;
}
