#include "server/call/plain_get.h"

#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/merkle.h"
#include "proto/contract/evidence/tile_path.h"
#include "proto/contract/message/codec.h"
#include "server/net/reply_buf.h"

#define CHECKPOINT "/jixiao.v1.LogService/GetCheckpoint"
#define TILE       "/jixiao.v1.LogService/GetTile"
#define FILE_OF    "/jixiao.v1.PublicationService/GetPublicationFile"
#define BODY_FIELD 1 /* of all replies */

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
	struct jx_tile_path path;
	const char *file_path = behind(call->path, "/publication/");
	(void)user;
	*ret_n = 0;
	call->n_wanted = 0;
	if (strcmp(call->path, "/checkpoint") == 0)
		return take_as(call, CHECKPOINT, "text/plain; charset=utf-8", &newest.base, out, ret_n);
	if (call->path[0] == '/' && jx_tile_path_read(call->path + 1, &path)) {
		tile.level = path.level;
		tile.index = path.index;
		call->n_wanted = (size_t)path.n_hashes * JX_HASH_BYTES;
		return take_as(call, TILE, "application/octet-stream", &tile.base, out, ret_n);
	}
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
