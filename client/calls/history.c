#include "client/calls/history.h"

#include <string.h>

#include "client/disk/log_memory.h"
#include "jixiao/v1/schema.h"

static enum jx_status fail_rewritten(struct jx_app *app)
{
	return jx_app_fail(app, JX_REASON_LOG_REWRITTEN);
}

static bool read_proof(const JxGetCheckpointResponse *reply, struct jx_merkle_proof *ret_proof)
{
	ret_proof->n = reply->n_consistency;
	if (ret_proof->n > JX_MERKLE_MAX_HASHES)
		return false;
	for (size_t i = 0; i < ret_proof->n; i++) {
		if (reply->consistency[i].len != JX_HASH_BYTES)
			return false;
		memcpy(ret_proof->hashes[i], reply->consistency[i].data, JX_HASH_BYTES);
	}
	return true;
}

/* Without a key from the enrolment, the first one that the server names counts: the connection is the county's. */
static enum jx_status find_verifier(
	struct jx_app *app, const JxGetCheckpointResponse *reply, struct jx_log_memory *memory)
{
	struct jx_error ignored;
	if (memory->has_verifier)
		return JX_OK;
	enum jx_status status = jx_verifier_read(reply->verifier, &memory->verifier, &app->error);
	if (status != JX_OK)
		return status;
	/* A home that cannot be written asks again next time. */
	status = jx_log_memory_pin(app->home, reply->verifier, &app->arena, &ignored);
	(void)status;
	return JX_OK;
}

/* The head must be signed by the county, and the tree that was seen here be its beginning. */
static enum jx_status check_head(struct jx_app *app, const struct jx_log_memory *memory,
	const JxGetCheckpointResponse *reply, struct jx_merkle_tree *ret_tree)
{
	struct jx_merkle_proof proof;
	enum jx_status status = jx_checkpoint_verify(
		reply->checkpoint, strlen(reply->checkpoint), &memory->verifier, ret_tree, &app->error);
	if (status == JX_OK && memory->tree.n_leaves > 0) {
		if (!read_proof(reply, &proof) || ret_tree->n_leaves < memory->tree.n_leaves)
			return fail_rewritten(app);
		status = jx_merkle_check_consistency(&memory->tree, ret_tree, &proof, &app->error);
	}
	return status == JX_INVALID || status == JX_DATA_LOSS ? fail_rewritten(app) : status;
}

/* The server gave no head. One that has a log which was seen here must give one; another may be of an older version. */
static enum jx_status judge_refusal(
	struct jx_app *app, const struct jx_log_memory *memory, enum jx_status status)
{
	bool is_about_log = status == JX_UNIMPLEMENTED || app->error.reason == JX_REASON_CHECKPOINT_MISSING ||
			    app->error.reason == JX_REASON_LOG_BEHIND;
	if (!is_about_log)
		return status;
	if (memory->tree.n_leaves > 0)
		return fail_rewritten(app);
	app->error = (struct jx_error){0};
	return JX_OK;
}

static enum jx_status keep_head(
	struct jx_app *app, const JxGetCheckpointResponse *reply, const struct jx_merkle_tree *tree)
{
	struct jx_error error = {0};
	const struct jx_seen_checkpoint checkpoint = {.note = reply->checkpoint, .tree = *tree};
	enum jx_status status = jx_log_memory_keep(app->home, &checkpoint, &app->arena, &error);
	if (status != JX_DATA_LOSS)
		return JX_OK;
	app->error = error;
	return status;
}

static enum jx_status check_log(struct jx_app *app)
{
	JxGetCheckpointRequest request = JX_GET_CHECKPOINT_REQUEST_INIT;
	ProtobufCMessage *message = NULL;
	struct jx_log_memory memory;
	struct jx_merkle_tree tree;
	enum jx_status status = jx_log_memory_read(app->home, &app->arena, &memory, &app->error);
	if (status != JX_OK)
		return status;
	request.known_size = memory.tree.n_leaves;
	status = jx_rpc_call(app->rpc, &request.base, &app->arena, &message, &app->error);
	if (status != JX_OK)
		return judge_refusal(app, &memory, status);
	const JxGetCheckpointResponse *reply = (const JxGetCheckpointResponse *)message;
	status = find_verifier(app, reply, &memory);
	if (status == JX_OK)
		status = check_head(app, &memory, reply, &tree);
	if (status != JX_OK || tree.n_leaves == memory.tree.n_leaves)
		return status;
	return keep_head(app, reply, &tree);
}

enum jx_status jx_history_check(struct jx_app *app)
{
	if (app->is_history_checked || app->is_public)
		return JX_OK;
	enum jx_status status = check_log(app);
	app->is_history_checked = status == JX_OK;
	return status;
}
