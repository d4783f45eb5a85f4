#include "proto/contract/base/text.h"

#include <string.h>

#include "proto/contract/base/text_class.h"

static bool is_continuation(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

size_t jx_text_copy_n(char *out, size_t size, const char *text, size_t n)
{
	if (size == 0)
		return 0;
	if (n > size - 1) {
		n = size - 1;
		while (n > 0 && is_continuation((unsigned char)text[n]))
			n--;
	}
	if (n > 0) /* bytes of a message may be NULL when there are none */
		memcpy(out, text, n);
	out[n] = '\0';
	return n;
}

size_t jx_text_copy(char *out, size_t size, const char *text)
{
	return jx_text_copy_n(out, size, text, strlen(text));
}

size_t jx_text_put_u64(char *out, size_t size, uint64_t number)
{
	char digits[20]; /* of the largest */
	size_t first = sizeof(digits);
	do {
		digits[--first] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	return jx_text_copy_n(out, size, digits + first, sizeof(digits) - first);
}

/* Length of the well-formed sequence at the start of s, 0 when there is none. */
static size_t sequence_length(const unsigned char *s, size_t n)
{
	unsigned char lead = s[0];
	if (lead == 0)
		return 0;
	if (lead < 0x80)
		return 1;
	size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
	if (lead < 0xC2 || lead > 0xF4 || n < length)
		return 0;
	for (size_t i = 1; i < length; i++)
		if (!is_continuation(s[i]))
			return 0;
	bool overlong = (lead == 0xE0 && s[1] < 0xA0) || (lead == 0xF0 && s[1] < 0x90);
	bool surrogate = lead == 0xED && s[1] > 0x9F;
	bool too_high = lead == 0xF4 && s[1] > 0x8F;
	return overlong || surrogate || too_high ? 0 : length;
}

size_t jx_text_bad_utf8(const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t at = 0;
	while (at < n) {
		size_t length = 0;
		if (s[at] > 0 && s[at] < 0x80)
			length = 1;
		else if (n - at >= JX_IDEOGRAPH_BYTES && jx_text_begins_ideograph(text + at))
			length = JX_IDEOGRAPH_BYTES;
		else
			length = sequence_length(s + at, n - at);
		if (length == 0)
			return at;
		at += length;
	}
	return n;
}

bool jx_text_u64(const char *text, uint64_t max, uint64_t *ret_number)
{
	uint64_t number = 0;
	if (text[0] == '\0' || (text[0] == '0' && text[1] != '\0'))
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		uint64_t digit = (uint64_t)(*text - '0');
		if (number > max / 10 || digit > max - number * 10)
			return false;
		number = number * 10 + digit;
	}
	*ret_number = number;
	return true;
}
