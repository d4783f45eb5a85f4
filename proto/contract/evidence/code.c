#include "proto/contract/evidence/code.h"

#include <stdio.h>
#include <string.h>

#define GROUP 5

static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void jx_code_print(const unsigned char random[JX_CODE_RANDOM], char out[JX_CODE_BYTES])
{
	unsigned bits = 0;
	unsigned n_bits = 0;
	size_t used = 0;
	size_t n = 0;
	for (size_t i = 0; i < JX_CODE_CHARACTERS; i++) {
		if (n_bits < 5) {
			bits = (bits << 8) | (used < JX_CODE_RANDOM ? random[used] : 0u);
			used++;
			n_bits += 8;
		}
		n_bits -= 5;
		if (i > 0 && i % GROUP == 0)
			out[n++] = '-';
		out[n++] = ALPHABET[(bits >> n_bits) & 31u];
		bits &= (1u << n_bits) - 1u;
	}
	out[n] = '\0';
}

static char normal_character(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'I' || c == 'L')
		return '1';
	if (c == 'O')
		return '0';
	return c != '\0' && strchr(ALPHABET, c) != NULL ? c : '\0';
}

enum jx_status jx_code_normalise(const char *code, char out[JX_CODE_CHARACTERS + 1])
{
	size_t n = 0;
	for (; *code != '\0'; code++) {
		if (*code == '-' || *code == ' ')
			continue;
		char c = normal_character(*code);
		if (c == '\0' || n == JX_CODE_CHARACTERS)
			return JX_INVALID;
		out[n++] = c;
	}
	out[n] = '\0';
	return n == JX_CODE_CHARACTERS ? JX_OK : JX_INVALID;
}

enum jx_status jx_code_digest(const char *code, char out[JX_DIGEST_TEXT_BYTES], struct jx_error *error)
{
	char normal[JX_CODE_CHARACTERS + 1];
	if (jx_code_normalise(code, normal) != JX_OK)
		return jx_fail(error, JX_REASON_BAD_INVITATION);
	return jx_digest_bytes(normal, JX_CODE_CHARACTERS, JX_DIGEST_SHA256, out, error);
}

void jx_invitation_print(const char *address, const char *fingerprint, const char *code, char *out)
{
	(void)snprintf(out, JX_INVITATION_BYTES, JX_INVITATION_START "%s/%s/%s", address, fingerprint, code);
}
