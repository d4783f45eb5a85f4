#include "client/calls/history.h"

#include <string.h>

#include "client/calls/witness_seen.h"
#include "client/disk/log_memory.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/evidence/tlog_proof.h"
#include "proto/contract/message/json/json.h"

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
	if (memory->n_verifiers > 0)
		return JX_OK;
	enum jx_status status = jx_log_verifiers_read(reply->verifier, memory, &app->error);
	if (status != JX_OK)
		return status;
	/* A home that cannot be written asks again next time. */
	status = jx_log_memory_pin(app->home, reply->verifier, &app->arena, &ignored);
	(void)status;
	return JX_OK;
}

static const struct jx_verifier *newest_of(const struct jx_log_memory *memory)
{
	return &memory->verifiers[memory->n_verifiers - 1];
}

/* The record of an entry that the newest key has signed; NULL for anything else. @param ret_index  of the entry. */
static const JxLogKeyRecord *read_change(struct jx_app *app, const JxLogKeyChange *change,
	const struct jx_log_memory *memory, uint64_t *ret_index)
{
	const struct jx_log_text entry = {change->entry, strlen(change->entry)};
	struct jx_json_problems problems;
	struct jx_proven proven;
	struct jx_error ignored;
	ProtobufCMessage *message = NULL;
	if (jx_tlog_proof_verify(change->proof, strlen(change->proof), &entry, newest_of(memory), &proven,
		    &ignored) != JX_OK ||
		jx_json_read_tolerant(JX_LOG_ENTRY_DESCRIPTOR, entry.text, entry.n, &app->arena, &problems,
			&message) != JX_OK)
		return NULL;
	*ret_index = proven.index;
	const JxLogRecord *record = ((const JxLogEntry *)message)->record;
	return record != NULL ? record->log_key : NULL;
}

/* A change that the newest key has signed, and that names another one for the same log, makes that the newest. One that
 * was seen before is passed over. */
static void follow_change(struct jx_app *app, const JxLogKeyChange *change, struct jx_log_memory *memory)
{
	struct jx_verifier next;
	struct jx_error ignored;
	char known[JX_VERIFIER_TEXT_BYTES];
	uint64_t index = 0;
	const JxLogKeyRecord *record = read_change(app, change, memory, &index);
	if (record == NULL || memory->n_verifiers == JX_MAX_LOG_KEYS ||
		jx_verifier_read(record->verifier, &next, &ignored) != JX_OK)
		return;
	jx_verifier_print(newest_of(memory), known);
	if (strcmp(record->verifier_before, known) != 0 || strcmp(next.name, newest_of(memory)->name) != 0)
		return;
	memory->verifiers[memory->n_verifiers - 1].last_size = index + 1;
	memory->verifiers[memory->n_verifiers++] = next;
}

static void follow_changes(
	struct jx_app *app, const JxGetCheckpointResponse *reply, struct jx_log_memory *memory)
{
	struct jx_error ignored;
	size_t n_before = memory->n_verifiers;
	for (size_t i = 0; i < reply->n_key_changes; i++)
		follow_change(app, reply->key_changes[i], memory);
	if (memory->n_verifiers == n_before)
		return;
	/* A home that cannot be written follows them again next time. */
	enum jx_status status = jx_log_memory_follow(app->home, memory, &ignored);
	(void)status;
}

/* The newest checkpoint may be the last one of the key before. */
static enum jx_status verify_head(struct jx_app *app, const struct jx_log_memory *memory, const char *note,
	struct jx_merkle_tree *ret_tree)
{
	enum jx_status status = JX_DATA_LOSS;
	for (size_t i = memory->n_verifiers; status == JX_DATA_LOSS && i > 0; i--)
		status = jx_checkpoint_verify(
			note, strlen(note), &memory->verifiers[i - 1], ret_tree, &app->error);
	return status;
}

/* The head must be signed by the county, and the tree that was seen here be its beginning. */
static enum jx_status check_head(struct jx_app *app, const struct jx_log_memory *memory,
	const JxGetCheckpointResponse *reply, struct jx_merkle_tree *ret_tree)
{
	struct jx_merkle_proof proof;
	enum jx_status status = verify_head(app, memory, reply->checkpoint, ret_tree);
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
	struct jx_merkle_tree tree = {0};
	enum jx_status status = jx_log_memory_read(app->home, &app->arena, &memory, &app->error);
	if (status != JX_OK)
		return status;
	request.known_size = memory.tree.n_leaves;
	status = jx_rpc_call(app->rpc, &request.base, &app->arena, &message, &app->error);
	if (status != JX_OK)
		return judge_refusal(app, &memory, status);
	const JxGetCheckpointResponse *reply = (const JxGetCheckpointResponse *)message;
	status = find_verifier(app, reply, &memory);
	if (status != JX_OK)
		return status;
	follow_changes(app, reply, &memory);
	status = check_head(app, &memory, reply, &tree);
	if (status == JX_OK) {
		jx_witness_look(app, &memory, reply, &tree);
		app->authorities = reply->ca_fingerprints;
		app->n_authorities = reply->n_ca_fingerprints;
	}
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
