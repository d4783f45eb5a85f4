#include "storage/log/store_checkpoints.h"

#include <string.h>

#include "proto/contract/evidence/checkpoint.h"
#include "proto/contract/evidence/tlog_proof.h"
#include "storage/log/log_nodes.h"
#include "storage/log/log_tail.h"
#include "storage/sql.h"

/* Columns of a checkpoint, in the order of the statements. */
enum checkpoint_column { TREE_SIZE, NOTE };

static enum jx_status end_checkpoint(
	struct jx_sql *sql, struct jx_arena *arena, struct jx_stored_checkpoint *ret_checkpoint)
{
	while (jx_sql_next(sql)) {
		ret_checkpoint->n_leaves = (uint64_t)jx_sql_int(sql, TREE_SIZE);
		ret_checkpoint->note = jx_sql_text(sql, NOTE, arena);
		ret_checkpoint->n_note = strlen(ret_checkpoint->note);
	}
	return jx_sql_end_found(sql, JX_REASON_CHECKPOINT_MISSING, NULL);
}

enum jx_status jx_checkpoint_newest(struct jx_db *db, struct jx_arena *arena,
	struct jx_stored_checkpoint *ret_checkpoint, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT tree_size, note FROM log_checkpoints ORDER BY tree_size DESC LIMIT 1",
		error);
	return end_checkpoint(&sql, arena, ret_checkpoint);
}

enum jx_status jx_checkpoint_covering(struct jx_db *db, uint64_t index, struct jx_arena *arena,
	struct jx_stored_checkpoint *ret_checkpoint, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT tree_size, note FROM log_checkpoints WHERE tree_size > ? ORDER BY tree_size LIMIT 1",
		error);
	jx_sql_bind_int(&sql, (int64_t)index);
	return end_checkpoint(&sql, arena, ret_checkpoint);
}

enum jx_status jx_log_prove(struct jx_db *db, uint64_t index, struct jx_arena *arena, char **ret_proof,
	size_t *ret_n, struct jx_error *error)
{
	struct jx_stored_checkpoint checkpoint = {0};
	struct jx_merkle_proof proof;
	const struct jx_merkle_source source = jx_log_nodes_source(db);
	enum jx_status status = jx_checkpoint_covering(db, index, arena, &checkpoint, error);
	if (status != JX_OK)
		return status;
	status = jx_merkle_prove_inclusion(&source, index, checkpoint.n_leaves, &proof, error);
	if (status != JX_OK)
		return status;
	*ret_proof = jx_arena_alloc(arena, JX_TLOG_PROOF_BYTES(checkpoint.n_note));
	if (*ret_proof == NULL)
		return jx_arena_fail(arena, error);
	jx_tlog_proof_print(index, &proof, checkpoint.note, checkpoint.n_note, *ret_proof, ret_n);
	return JX_OK;
}

enum jx_status jx_log_prove_consistency(struct jx_db *db, uint64_t n_before, uint64_t n_leaves,
	struct jx_merkle_proof *ret_proof, struct jx_error *error)
{
	const struct jx_merkle_source source = jx_log_nodes_source(db);
	return jx_merkle_prove_consistency(&source, n_before, n_leaves, ret_proof, error);
}

enum jx_status jx_log_sign_head(struct jx_db *db, const struct jx_log_head *head, struct jx_error *error)
{
	const struct jx_note_key *key = jx_db_log_key(db);
	struct jx_merkle_tree tree = {.n_leaves = head->n_entries};
	char note[JX_CHECKPOINT_BYTES];
	size_t n = 0;
	struct jx_sql sql;
	if (key == NULL)
		return JX_OK;
	memcpy(tree.root, head->root, JX_HASH_BYTES);
	enum jx_status status = jx_checkpoint_sign(key, &tree, note, &n, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db, "INSERT INTO log_checkpoints (tree_size, note) VALUES (?, ?)", error);
	jx_sql_bind_int(&sql, (int64_t)tree.n_leaves);
	jx_sql_bind_text(&sql, note);
	return jx_sql_run(&sql);
}

static enum jx_status end_key(struct jx_sql *sql, struct jx_arena *arena, struct jx_log_key *ret_key)
{
	while (jx_sql_next(sql)) {
		ret_key->verifier = jx_sql_text(sql, 0, arena);
		ret_key->leaf_index = (uint64_t)jx_sql_int(sql, 1);
	}
	return jx_sql_end_found(sql, JX_REASON_LOG_KEY_MISSING, NULL);
}

enum jx_status jx_log_key_newest(
	struct jx_db *db, struct jx_arena *arena, struct jx_log_key *ret_key, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT verifier, leaf_index FROM log_keys ORDER BY leaf_index DESC LIMIT 1",
		error);
	return end_key(&sql, arena, ret_key);
}

enum jx_status jx_log_key_from(struct jx_db *db, uint64_t index, struct jx_arena *arena,
	struct jx_log_key *ret_key, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT verifier, leaf_index FROM log_keys WHERE leaf_index >= ? ORDER BY leaf_index LIMIT 1",
		error);
	jx_sql_bind_int(&sql, (int64_t)index);
	return end_key(&sql, arena, ret_key);
}

enum jx_status jx_log_key_insert(struct jx_db *db, const struct jx_log_key *key, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "INSERT INTO log_keys (leaf_index, verifier) VALUES (?, ?)", error);
	jx_sql_bind_int(&sql, (int64_t)key->leaf_index);
	jx_sql_bind_text(&sql, key->verifier);
	return jx_sql_run(&sql);
}
