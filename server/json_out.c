#include "server/json_out.h"

#include <inttypes.h>

#include "proto/contract/figure/instant.h"

/* Keys and short texts of our own, and texts that others have chosen: both in UTF-8. */
static void put_text(FILE *out, const char *text)
{
	(void)fputc('"', out);
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;
		if (byte == '"' || byte == '\\')
			(void)fprintf(out, "\\%c", byte);
		else if (byte < 0x20 || byte == 0x7F)
			(void)fprintf(out, "\\u%04x", byte);
		else
			(void)fputc(byte, out);
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
