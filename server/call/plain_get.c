#include "server/call/plain_get.h"

#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/merkle.h"
#include "proto/contract/message/codec.h"
#include "server/net/reply_buf.h"
#include "storage/log/store_checkpoints.h"

#define CHECKPOINT  "/jixiao.v1.LogService/GetCheckpoint"
#define TILE        "/jixiao.v1.LogService/GetTile"
#define FILE_OF     "/jixiao.v1.PublicationService/GetPublicationFile"
#define BODY_FIELD  1 /* of all replies */
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

/* What a path behind "/publication/" names: "ROUND/NUMBER", or "ROUND/latest". The file may take as long as any call here. */
static bool take_file(
	const char *text, struct jx_call *call, JxGetPublicationFileRequest *request, char *name)
{
	size_t n_round = strcspn(text, "/");
	if (n_round == 0 || n_round > JX_MAX_CODE_BYTES || text[n_round] == '\0' ||
		strlen(text + n_round + 1) > JX_MAX_CODE_BYTES)
		return false;
	(void)snprintf(name, JX_RESOURCE_NAME_BYTES, "rounds/%.*s/publications/%s", (int)n_round, text,
		text + n_round + 1);
	request->name = name;
	call->deadline_ms = call->received_ms + JX_STRANGER_CALL_MS;
	return true;
}

/* Goes on as a method with a request. */
static bool take_as(struct jx_call *call, const char *method, const char *media,
	const ProtobufCMessage *request, uint8_t out[JX_GET_REQUEST_BYTES], size_t *ret_n)
{
	struct jx_error ignored;
	call->media = media;
	(void)jx_text_copy(call->path, sizeof(call->path), method);
	return jx_codec_pack(request, out, JX_GET_REQUEST_BYTES, ret_n, &ignored) == JX_OK;
}

/* What stands behind a prefix of a path; NULL for another path. */
static const char *behind(const char *path, const char *prefix)
{
	size_t n = strlen(prefix);
	return strncmp(path, prefix, n) == 0 ? path + n : NULL;
}

bool jx_plain_get_take(void *user, struct jx_call *call, uint8_t out[JX_GET_REQUEST_BYTES], size_t *ret_n)
{
	JxGetCheckpointRequest newest = JX_GET_CHECKPOINT_REQUEST_INIT;
	JxGetTileRequest tile = JX_GET_TILE_REQUEST_INIT;
	JxGetPublicationFileRequest file = JX_GET_PUBLICATION_FILE_REQUEST_INIT;
	char name[JX_RESOURCE_NAME_BYTES];
	const char *tile_path = behind(call->path, "/tile/");
	const char *file_path = behind(call->path, "/publication/");
	(void)user;
	*ret_n = 0;
	call->n_wanted = 0;
	if (strcmp(call->path, "/checkpoint") == 0)
		return take_as(call, CHECKPOINT, "text/plain; charset=utf-8", &newest.base, out, ret_n);
	if (tile_path != NULL && take_tile(tile_path, call, &tile))
		return take_as(call, TILE, "application/octet-stream", &tile.base, out, ret_n);
	if (file_path != NULL && take_file(file_path, call, &file, name))
		return take_as(call, FILE_OF, "application/x-ndjson", &file.base, out, ret_n);
	return false;
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
