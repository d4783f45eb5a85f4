#include "server/json_out.h"

#include <inttypes.h>
#include <string.h>

#include "proto/contract/base/text.h"
#include "proto/contract/figure/instant.h"

/* Of the character that a byte begins, as far as the text goes; 1 for what begins none. */
static size_t char_bytes(unsigned char byte, size_t n_left)
{
	size_t n = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
	return n < n_left ? n : n_left;
}

/* What is no UTF-8 is shown as such, and no terminal is steered by it. */
static void put_text(FILE *out, const char *text)
{
	(void)fputc('"', out);
	size_t n = strlen(text);
	for (size_t i = 0; i < n; i++) {
		unsigned char byte = (unsigned char)text[i];
		size_t n_char = byte < 0x80 ? 1 : jx_text_bad_utf8(text + i, char_bytes(byte, n - i));
		if (byte == '"' || byte == '\\')
			(void)fprintf(out, "\\%c", byte);
		else if (byte < 0x20 || byte == 0x7F)
			(void)fprintf(out, "\\u%04x", byte);
		else if (n_char < char_bytes(byte, n - i))
			(void)fputs("\\ufffd", out);
		else if (byte == 0xC2 && (unsigned char)text[i + 1] < 0xA0)
			(void)fprintf(out, "\\u%04x", (unsigned char)text[++i]);
		else
			i += fwrite(text + i, 1, n_char, out) - 1;
	}
	(void)fputc('"', out);
}

static void put_key(struct jx_json_out *json, const char *key)
{
	if (json->has_before)
		(void)fputc(',', json->out);
	json->has_before = true;
	if (key == NULL)
		return;
	put_text(json->out, key);
	(void)fputc(':', json->out);
}

void jx_json_open(struct jx_json_out *json, const char *key, char bracket)
{
	put_key(json, key);
	(void)fputc(bracket, json->out);
	json->has_before = false;
}

void jx_json_close(struct jx_json_out *json, char bracket)
{
	(void)fputc(bracket, json->out);
	json->has_before = true;
}

void jx_json_text(struct jx_json_out *json, const char *key, const char *text)
{
	put_key(json, key);
	put_text(json->out, text);
}

void jx_json_number(struct jx_json_out *json, const char *key, uint64_t number)
{
	put_key(json, key);
	(void)fprintf(json->out, "%" PRIu64, number);
}

void jx_json_bool(struct jx_json_out *json, const char *key, bool is_so)
{
	put_key(json, key);
	(void)fputs(is_so ? "true" : "false", json->out);
}

void jx_json_time(struct jx_json_out *json, const char *key, int64_t ms)
{
	char text[JX_INSTANT_TEXT_BYTES];
	if (ms > 0 && jx_instant_print(ms / 1000, (int32_t)(ms % 1000) * 1000000, text))
		jx_json_text(json, key, text);
}
