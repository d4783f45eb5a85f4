#include "server/call/plain_get.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/merkle.h"
#include "proto/contract/message/codec.h"
#include "server/net/reply_buf.h"
#include "storage/log/store_checkpoints.h"

#define CHECKPOINT  "/jixiao.v1.LogService/GetCheckpoint"
#define TILE        "/jixiao.v1.LogService/GetTile"
#define BODY_FIELD  1 /* of both replies */
#define MAX_NUMBERS 7 /* of three digits each: the index of a tile */

/* A number of a path, cut out; false for anything but digits without a needless 0. */
static bool take_number(const char *text, size_t n, uint64_t max, uint64_t *ret_number)
{
	char digits[24];
	if (n == 0 || n >= sizeof(digits) || (n > 1 && text[0] == '0'))
		return false;
	(void)jx_text_copy_n(digits, sizeof(digits), text, n);
	return jx_text_u64(digits, max, ret_number);
}

/* "x001/x234/067" is 1234067: three digits each, all but the last behind an x. */
static bool take_index(const char *text, size_t n, uint64_t *ret_index)
{
	uint64_t index = 0;
	const char *end = text + n;
	for (size_t i = 0; i < MAX_NUMBERS; i++) {
		bool goes_on = text < end && *text == 'x';
		text += goes_on;
		if (end - text < 3 || strspn(text, "0123456789") < 3)
			return false;
		index = index * 1000 +
			(uint64_t)((text[0] - '0') * 100 + (text[1] - '0') * 10 + text[2] - '0');
		text += 3;
		if (!goes_on) {
			*ret_index = index;
			return text == end;
		}
		if (text == end || *text++ != '/')
			return false;
	}
	return false;
}

/* "L/N", or "L/N.p/W" for the first W hashes. */
static bool take_tile(const char *text, struct jx_call *call, JxGetTileRequest *request)
{
	uint64_t level = 0;
	uint64_t n_hashes = JX_TILE_HASHES;
	size_t n_level = strcspn(text, "/");
	if (text[n_level] == '\0' || !take_number(text, n_level, JX_TILE_LEVELS - 1, &level))
		return false;
	const char *index = text + n_level + 1;
	const char *part = strstr(index, ".p/");
	size_t n_index = part != NULL ? (size_t)(part - index) : strlen(index);
	if (part != NULL &&
		(!take_number(part + 3, strlen(part + 3), JX_TILE_HASHES - 1, &n_hashes) || n_hashes == 0))
		return false;
	call->n_wanted = (size_t)n_hashes * JX_HASH_BYTES;
	request->level = (uint32_t)level;
	return take_index(index, n_index, &request->index);
}

bool jx_plain_get_take(void *user, struct jx_call *call, uint8_t out[JX_GET_REQUEST_BYTES], size_t *ret_n)
{
	JxGetTileRequest request = JX_GET_TILE_REQUEST_INIT;
	struct jx_error ignored;
	(void)user;
	*ret_n = 0;
	call->n_wanted = 0;
	if (strcmp(call->path, "/checkpoint") == 0) {
		call->media = "text/plain; charset=utf-8";
		(void)jx_text_copy(call->path, sizeof(call->path), CHECKPOINT);
		return true;
	}
	if (strncmp(call->path, "/tile/", strlen("/tile/")) != 0 ||
		!take_tile(call->path + strlen("/tile/"), call, &request))
		return false;
	call->media = "application/octet-stream";
	(void)jx_text_copy(call->path, sizeof(call->path), TILE);
	return jx_codec_pack(&request.base, out, JX_GET_REQUEST_BYTES, ret_n, &ignored) == JX_OK;
}

struct jx_reply_buf *jx_plain_get_body(void *user, const struct jx_call *call, struct jx_reply_buf *reply)
{
	const uint8_t *body = NULL;
	size_t n = 0;
	(void)user;
	if (!jx_codec_find_field(
		    jx_reply_buf_message(reply), jx_reply_buf_message_bytes(reply), BODY_FIELD, &body, &n) ||
		n < call->n_wanted)
		return NULL;
	n = call->n_wanted > 0 ? call->n_wanted : n;
	struct jx_reply_buf *plain = jx_reply_buf_new(n);
	if (plain == NULL)
		return NULL;
	memcpy(plain->bytes, body, n);
	plain->n_bytes = n;
	return plain;
}
