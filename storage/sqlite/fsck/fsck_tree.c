#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/evidence/checkpoint.h"
#include "storage/sqlite/fsck/fsck_private.h"

/* The tree as it grows leaf by leaf, and where its rows are compared. */
struct growth {
	struct jx_db *db;
	const struct jx_fsck_listener *listener;
	struct jx_error *error;
	struct jx_merkle_edge edge;
	struct jx_merkle_whole whole; /* of the newest leaf */
};

static void tell(const struct growth *growth, const char *table, const char *row, const char *stored)
{
	const struct jx_fsck_difference difference = {
		.table = table, .row = row, .column = "*", .logged = "", .stored = stored};
	growth->listener->on_difference(growth->listener->user, &difference);
}

/* A node that the newest leaf has made whole must be the row. */
static enum jx_status check_node(struct growth *growth, unsigned level)
{
	struct jx_sql sql;
	uint64_t index = (growth->edge.n_leaves - 1) >> level;
	bool is_same = false;
	char row[48];
	jx_sql_start(&sql, growth->db, "SELECT hash FROM log_nodes WHERE level = ? AND node_index = ?",
		growth->error);
	jx_sql_bind_int(&sql, level);
	jx_sql_bind_int(&sql, (int64_t)index);
	while (jx_sql_next(&sql)) {
		size_t n = 0;
		const uint8_t *hash = jx_sql_bytes_ref(&sql, 0, &n);
		is_same = n == JX_HASH_BYTES && memcmp(hash, growth->whole.hashes[level], n) == 0;
	}
	(void)snprintf(row, sizeof(row), "%u/%" PRIu64, level, index);
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK && !is_same)
		tell(growth, "log_nodes", row, "other hash");
	return status;
}

/* A checkpoint of the tree as it is now must have its root, and be signed by the key of its time: an entry that names the next
 * key is the last that the one before it signs. The first key signs the entry that names it. */
static enum jx_status is_signed(
	struct growth *growth, const char *note, const struct jx_merkle_tree *tree, bool *ret_is_signed)
{
	struct jx_sql sql;
	*ret_is_signed = false;
	jx_sql_start(&sql, growth->db,
		"SELECT verifier FROM log_keys WHERE leaf_index + 1 < ?1 OR leaf_index ="
		" (SELECT min(leaf_index) FROM log_keys) ORDER BY leaf_index DESC LIMIT 1",
		growth->error);
	jx_sql_bind_int(&sql, (int64_t)tree->n_leaves);
	while (jx_sql_next(&sql)) {
		struct jx_verifier verifier;
		struct jx_merkle_tree stated;
		struct jx_error ignored;
		if (jx_verifier_read(jx_sql_text_ref(&sql, 0), &verifier, &ignored) == JX_OK &&
			jx_checkpoint_verify(note, strlen(note), &verifier, &stated, &ignored) == JX_OK)
			*ret_is_signed = stated.n_leaves == tree->n_leaves &&
					 memcmp(stated.root, tree->root, JX_HASH_BYTES) == 0;
	}
	return jx_sql_end(&sql);
}

static enum jx_status check_checkpoint(struct growth *growth)
{
	struct jx_sql sql;
	struct jx_merkle_tree tree = {.n_leaves = growth->edge.n_leaves};
	char row[24];
	jx_sql_start(&sql, growth->db, "SELECT note FROM log_checkpoints WHERE tree_size = ?", growth->error);
	jx_sql_bind_int(&sql, (int64_t)tree.n_leaves);
	while (jx_sql_next(&sql)) {
		bool is_good = false;
		enum jx_status status = JX_OK;
		if (jx_merkle_root(&growth->edge, tree.root) != JX_OK)
			status = jx_fail(growth->error, JX_REASON_OUT_OF_MEMORY);
		if (status == JX_OK)
			status = is_signed(growth, jx_sql_text_ref(&sql, 0), &tree, &is_good);
		(void)snprintf(row, sizeof(row), "%" PRIu64, tree.n_leaves);
		if (status == JX_OK && !is_good)
			tell(growth, "log_checkpoints", row, "not signed, or of another tree");
		jx_sql_set_error(&sql, status);
	}
	return jx_sql_end(&sql);
}

static enum jx_status grow(struct growth *growth, const uint8_t *leaf_hash)
{
	enum jx_status status = JX_OK;
	if (jx_merkle_append(&growth->edge, leaf_hash, &growth->whole) != JX_OK)
		return jx_fail(growth->error, JX_REASON_OUT_OF_MEMORY);
	for (unsigned level = JX_TILE_HEIGHT; status == JX_OK && level < growth->whole.n;
		level += JX_TILE_HEIGHT)
		status = check_node(growth, level);
	return status == JX_OK ? check_checkpoint(growth) : status;
}

enum jx_status jx_fsck_tree(struct jx_db *db, const struct jx_fsck_listener *listener, struct jx_error *error)
{
	struct growth growth = {.db = db, .listener = listener, .error = error};
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT leaf_hash FROM log_leaves ORDER BY leaf_index", error);
	while (jx_sql_next(&sql)) {
		size_t n = 0;
		jx_sql_set_error(&sql, grow(&growth, jx_sql_bytes_ref(&sql, 0, &n)));
	}
	return jx_sql_end(&sql);
}
