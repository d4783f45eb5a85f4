#include "storage/log/log_nodes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "storage/sql.h"

#define LEVELS_IN_MEMORY 32u /* a log of 2^32 entries */
#define TILES_IN_MEMORY  (LEVELS_IN_MEMORY / JX_TILE_HEIGHT)
#define TILE_NODES       (2 * JX_TILE_HASHES - 2) /* of the levels from a kept one to below the next */

/* A node by its index; a newer one of the same level takes its place. */
struct node {
	uint64_t number; /* index + 1; 0 for none */
	uint8_t hash[JX_HASH_BYTES];
};

struct jx_log_nodes {
	struct node nodes[TILES_IN_MEMORY][TILE_NODES];
};

struct jx_log_nodes *jx_log_nodes_new(void)
{
	return calloc(1, sizeof(struct jx_log_nodes));
}

void jx_log_nodes_free(struct jx_log_nodes *nodes)
{
	free(nodes);
}

/* The place of a node in memory; NULL when none is kept. The levels of a tile lie one behind the other, each half as wide
 * as the one before it. */
static struct node *find_place(struct jx_log_nodes *nodes, unsigned level, uint64_t index)
{
	unsigned height = level % JX_TILE_HEIGHT;
	size_t width = JX_TILE_HASHES >> height;
	size_t before = 2 * JX_TILE_HASHES - 2 * width;
	if (nodes == NULL || level >= LEVELS_IN_MEMORY)
		return NULL;
	return &nodes->nodes[level / JX_TILE_HEIGHT][before + index % width];
}

static void keep_in_memory(
	struct jx_log_nodes *nodes, unsigned level, uint64_t index, const uint8_t hash[JX_HASH_BYTES])
{
	struct node *node = find_place(nodes, level, index);
	if (node == NULL)
		return;
	node->number = index + 1;
	memcpy(node->hash, hash, JX_HASH_BYTES);
}

static enum jx_status insert_node(struct jx_db *db, unsigned level, uint64_t index,
	const uint8_t hash[JX_HASH_BYTES], struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "INSERT INTO log_nodes (level, node_index, hash) VALUES (?, ?, ?)", error);
	jx_sql_bind_int(&sql, level);
	jx_sql_bind_int(&sql, (int64_t)index);
	jx_sql_bind_bytes(&sql, hash, JX_HASH_BYTES);
	return jx_sql_run(&sql);
}

enum jx_status jx_log_nodes_add(
	struct jx_db *db, uint64_t index, const struct jx_merkle_whole *whole, struct jx_error *error)
{
	struct jx_log_nodes *nodes = jx_db_log_nodes(db);
	enum jx_status status = JX_OK;
	for (unsigned level = 0; status == JX_OK && level < whole->n; level++) {
		keep_in_memory(nodes, level, index >> level, whole->hashes[level]);
		if (level > 0 && level % JX_TILE_HEIGHT == 0)
			status = insert_node(db, level, index >> level, whole->hashes[level], error);
	}
	return status;
}

static void start_reading(struct jx_sql *sql, struct jx_db *db, unsigned level, uint64_t first, size_t n,
	struct jx_error *error)
{
	if (level == 0) {
		jx_sql_start(sql, db,
			"SELECT leaf_index, leaf_hash FROM log_leaves WHERE leaf_index >= ? AND leaf_index < ?"
			" ORDER BY leaf_index",
			error);
	} else {
		jx_sql_start(sql, db,
			"SELECT node_index, hash FROM log_nodes WHERE level = ? AND node_index >= ?"
			" AND node_index < ? ORDER BY node_index",
			error);
		jx_sql_bind_int(sql, level);
	}
	jx_sql_bind_int(sql, (int64_t)first);
	jx_sql_bind_int(sql, (int64_t)(first + n));
}

static enum jx_status fail_missing(unsigned level, uint64_t index, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_LOG_DAMAGED, JX_ARGS(JX_U64(index << level)));
}

enum jx_status jx_log_hashes(struct jx_db *db, unsigned level, uint64_t first, size_t n,
	uint8_t (*out)[JX_HASH_BYTES], struct jx_error *error)
{
	struct jx_sql sql;
	size_t n_read = 0;
	start_reading(&sql, db, level, first, n, error);
	while (jx_sql_next(&sql)) {
		size_t n_bytes = 0;
		const uint8_t *hash = jx_sql_bytes_ref(&sql, 1, &n_bytes);
		if (n_read == n || (uint64_t)jx_sql_int(&sql, 0) != first + n_read ||
			n_bytes != JX_HASH_BYTES)
			jx_sql_set_error(&sql, fail_missing(level, first + n_read, error));
		else
			memcpy(out[n_read++], hash, JX_HASH_BYTES);
	}
	enum jx_status status = jx_sql_end(&sql);
	return status != JX_OK || n_read == n ? status : fail_missing(level, first + n_read, error);
}

/* Join neighbours until one is left. */
static enum jx_status join(uint8_t (*hashes)[JX_HASH_BYTES], size_t n, struct jx_error *error)
{
	for (; n > 1; n /= 2)
		for (size_t i = 0; i < n / 2; i++)
			if (jx_merkle_node_hash(hashes[2 * i], hashes[2 * i + 1], hashes[i]) != JX_OK)
				return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return JX_OK;
}

static enum jx_status read_node(
	void *user, unsigned level, uint64_t index, uint8_t out[JX_HASH_BYTES], struct jx_error *error)
{
	struct jx_db *db = user;
	uint8_t hashes[JX_TILE_HASHES][JX_HASH_BYTES];
	unsigned height = level % JX_TILE_HEIGHT;
	size_t n = (size_t)1 << height;
	const struct node *node = find_place(jx_db_log_nodes(db), level, index);
	if (node != NULL && node->number == index + 1) {
		memcpy(out, node->hash, JX_HASH_BYTES);
		return JX_OK;
	}
	enum jx_status status = jx_log_hashes(db, level - height, index << height, n, hashes, error);
	if (status == JX_OK)
		status = join(hashes, n, error);
	if (status != JX_OK)
		return status;
	keep_in_memory(jx_db_log_nodes(db), level, index, hashes[0]);
	memcpy(out, hashes[0], JX_HASH_BYTES);
	return JX_OK;
}

struct jx_merkle_source jx_log_nodes_source(struct jx_db *db)
{
	return (struct jx_merkle_source){.read = read_node, .user = db};
}

static enum jx_status add_row(struct jx_sql *sql, struct jx_merkle_edge *edge)
{
	struct jx_merkle_whole whole;
	size_t n = 0;
	uint64_t index = edge->n_leaves;
	const uint8_t *hash = jx_sql_bytes_ref(sql, 0, &n);
	if (n != JX_HASH_BYTES)
		return fail_missing(0, index, sql->error);
	if (jx_merkle_append(edge, hash, &whole) != JX_OK)
		return jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY);
	return jx_log_nodes_add(sql->db, index, &whole, sql->error);
}

enum jx_status jx_log_nodes_rebuild(struct jx_db *db, struct jx_error *error)
{
	struct jx_merkle_edge edge = {0};
	struct jx_sql sql;
	jx_sql_start(&sql, db, "DELETE FROM log_nodes", error);
	enum jx_status status = jx_sql_run(&sql);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db, "SELECT leaf_hash FROM log_leaves ORDER BY leaf_index", error);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, add_row(&sql, &edge));
	return jx_sql_end(&sql);
}
