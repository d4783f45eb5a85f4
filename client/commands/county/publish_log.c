#include "client/commands/county/publish_log.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/evidence/checkpoint.h"
#include "proto/contract/evidence/tile_path.h"

#define MAX_ARENA_BYTES ((size_t)16 * 1024 * 1024) /* of one tile and its call */

struct logging {
	struct jx_app *app;
	jx_publish_write write;
	void *user;
	struct jx_arena arena; /* of one call */
};

static enum jx_status write_tile(struct logging *logging, const struct jx_tile_path *tile)
{
	JxGetTileRequest request = JX_GET_TILE_REQUEST_INIT;
	ProtobufCMessage *message = NULL;
	char path[JX_TILE_PATH_BYTES];
	size_t n = (size_t)tile->n_hashes * JX_HASH_BYTES;
	jx_arena_reset(&logging->arena);
	request.level = tile->level;
	request.index = tile->index;
	enum jx_status status = jx_rpc_call(
		logging->app->rpc, &request.base, &logging->arena, &message, &logging->app->error);
	if (status != JX_OK)
		return status;
	/* The log may have grown since: then there are more hashes, behind those of the checkpoint. */
	const ProtobufCBinaryData *hashes = &((const JxGetTileResponse *)message)->hashes;
	if (hashes->len < n)
		return jx_app_fail_with(logging->app, JX_REASON_SERVER_ANSWER, JX_ARGS(JX_TEXT("GetTile")));
	return logging->write(logging->user, jx_tile_path_write(tile, path), hashes->data, n);
}

static enum jx_status write_level(struct logging *logging, uint32_t level, uint64_t n_hashes)
{
	enum jx_status status = JX_OK;
	struct jx_tile_path tile = {.level = level};
	for (; status == JX_OK && n_hashes > 0; tile.index++) {
		tile.n_hashes = n_hashes < JX_TILE_HASHES ? (uint32_t)n_hashes : JX_TILE_HASHES;
		n_hashes -= tile.n_hashes;
		status = write_tile(logging, &tile);
	}
	return status;
}

static enum jx_status write_log(struct logging *logging, const JxGetCheckpointResponse *head)
{
	struct jx_verifier verifier;
	struct jx_merkle_tree tree = {0};
	size_t n_note = strlen(head->checkpoint);
	struct jx_error *error = &logging->app->error;
	enum jx_status status = jx_verifier_read(head->verifier, &verifier, error);
	if (status == JX_OK)
		status = jx_checkpoint_verify(head->checkpoint, n_note, &verifier, &tree, error);
	if (status == JX_OK)
		status = logging->write(logging->user, "checkpoint", head->checkpoint, n_note);
	for (uint32_t level = 0; status == JX_OK && level < JX_TILE_LEVELS; level++)
		status = write_level(logging, level, tree.n_leaves >> (level * JX_TILE_HEIGHT));
	return status;
}

enum jx_status jx_publish_log(
	struct jx_app *app, jx_publish_write write, void *user, const char **ret_verifier)
{
	JxGetCheckpointRequest request = JX_GET_CHECKPOINT_REQUEST_INIT;
	ProtobufCMessage *message = NULL;
	struct logging logging = {.app = app, .write = write, .user = user};
	enum jx_status status = jx_rpc_call(app->rpc, &request.base, &app->arena, &message, &app->error);
	*ret_verifier = "";
	if (status == JX_NOT_FOUND && app->error.reason == JX_REASON_CHECKPOINT_MISSING) {
		app->error = (struct jx_error){0};
		return JX_OK;
	}
	if (status != JX_OK)
		return status;
	const JxGetCheckpointResponse *head = (const JxGetCheckpointResponse *)message;
	jx_arena_init(&logging.arena, MAX_ARENA_BYTES);
	status = write_log(&logging, head);
	jx_arena_clear(&logging.arena);
	if (status == JX_OK)
		*ret_verifier = head->verifier;
	return status;
}
