#include "storage/log/store_log.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "proto/contract/base/arena.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/json/json.h"
#include "storage/log/log_nodes.h"
#include "storage/log/log_tail.h"
#include "storage/page.h"
#include "storage/sql.h"

#define TEXT_ARENA_BYTES (4u * JX_MAX_LEAF_BYTES) /* for the pieces that the text of a leaf is made of */

/* The canonical text of an entry, in the arena. */
static enum jx_status write_text(const JxLogEntry *entry, struct jx_arena *arena, char **ret_text,
	size_t *ret_n, struct jx_error *error)
{
	enum jx_status status = jx_json_write(&entry->base, JX_JSON_CANONICAL, arena, error, ret_text, ret_n);
	if (status != JX_OK || *ret_n <= JX_MAX_LEAF_BYTES)
		return status;
	return jx_fail_with(
		error, JX_REASON_MESSAGE_TOO_LARGE, JX_ARGS(JX_U64(*ret_n), JX_U64(JX_MAX_LEAF_BYTES)));
}

/* The edge as stored: only the levels that are there. */
static bool unpack_edge(struct jx_merkle_edge *edge, const uint8_t *bytes, size_t n)
{
	size_t used = 0;
	for (size_t level = 0; level < JX_MERKLE_LEVELS; level++) {
		if ((edge->n_leaves >> level & 1) == 0)
			continue;
		if (n - used < JX_HASH_BYTES)
			return false;
		memcpy(edge->edge[level], bytes + used, JX_HASH_BYTES);
		used += JX_HASH_BYTES;
	}
	return used == n;
}

static size_t pack_edge(const struct jx_merkle_edge *edge, uint8_t bytes[JX_MERKLE_LEVELS * JX_HASH_BYTES])
{
	size_t used = 0;
	for (size_t level = 0; level < JX_MERKLE_LEVELS; level++) {
		if ((edge->n_leaves >> level & 1) == 0)
			continue;
		memcpy(bytes + used, edge->edge[level], JX_HASH_BYTES);
		used += JX_HASH_BYTES;
	}
	return used;
}

static enum jx_status fail_head(struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_LOG_DAMAGED, JX_ARGS(JX_TEXT("head")));
}

/* Columns of the head, in the order of the statements. */
enum head_column { N_ENTRIES, ROOT, EDGE, NEWEST_TIME };

static bool read_head_row(struct jx_sql *sql, struct jx_merkle_edge *edge, struct jx_log_head *ret_head)
{
	size_t n_root = 0;
	size_t n_edge = 0;
	const uint8_t *root = jx_sql_bytes_ref(sql, ROOT, &n_root);
	const uint8_t *bytes = jx_sql_bytes_ref(sql, EDGE, &n_edge);
	edge->n_leaves = (uint64_t)jx_sql_int(sql, N_ENTRIES);
	ret_head->n_entries = edge->n_leaves;
	ret_head->newest_ms = jx_sql_int(sql, NEWEST_TIME);
	if (n_root != JX_HASH_BYTES || !unpack_edge(edge, bytes, n_edge))
		return false;
	memcpy(ret_head->root, root, JX_HASH_BYTES);
	return true;
}

static enum jx_status read_head(
	struct jx_db *db, struct jx_merkle_edge *edge, struct jx_log_head *ret_head, struct jx_error *error)
{
	struct jx_sql sql;
	memset(edge, 0, sizeof(*edge));
	jx_sql_start(
		&sql, db, "SELECT n_entries, root, edge, newest_time_ms FROM log_head WHERE id = 1", error);
	while (jx_sql_next(&sql))
		if (!read_head_row(&sql, edge, ret_head))
			jx_sql_set_error(&sql, fail_head(error));
	return jx_sql_end_found(&sql, JX_REASON_LOG_DAMAGED, JX_ARGS(JX_TEXT("head")));
}

enum jx_status jx_log_create(struct jx_db *db, struct jx_error *error)
{
	struct jx_merkle_edge edge = {0};
	uint8_t root[JX_HASH_BYTES];
	if (jx_merkle_root(&edge, root) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO log_head (id, n_entries, root, edge, newest_time_ms) VALUES (1, 0, ?, ?, 0)",
		error);
	jx_sql_bind_bytes(&sql, root, sizeof(root));
	jx_sql_bind_bytes(&sql, "", 0);
	return jx_sql_run(&sql);
}

/* A leaf as it is stored: its entry's text, and its hash. */
struct leaf {
	uint64_t index;
	const char *text;
	size_t n_text;
	uint8_t hash[JX_HASH_BYTES];
};

static enum jx_status insert_leaf(struct jx_db *db, const struct leaf *leaf, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(
		&sql, db, "INSERT INTO log_leaves (leaf_index, entry, leaf_hash) VALUES (?, ?, ?)", error);
	jx_sql_bind_int(&sql, (int64_t)leaf->index);
	jx_sql_bind_text(&sql, leaf->text);
	jx_sql_bind_bytes(&sql, leaf->hash, JX_HASH_BYTES);
	return jx_sql_run(&sql);
}

static enum jx_status write_head(struct jx_db *db, const struct jx_merkle_edge *edge,
	const struct jx_log_head *head, struct jx_error *error)
{
	uint8_t bytes[JX_MERKLE_LEVELS * JX_HASH_BYTES];
	size_t n = pack_edge(edge, bytes);
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE log_head SET n_entries = ?, root = ?, edge = ?, newest_time_ms = ? WHERE id = 1",
		error);
	jx_sql_bind_int(&sql, (int64_t)head->n_entries);
	jx_sql_bind_bytes(&sql, head->root, JX_HASH_BYTES);
	jx_sql_bind_bytes(&sql, bytes, n);
	jx_sql_bind_int(&sql, head->newest_ms);
	return jx_sql_run(&sql);
}

enum jx_status jx_log_tail_read(struct jx_db *db, struct jx_error *error)
{
	struct jx_log_head head = {0};
	struct jx_log_tail *tail = jx_db_log_tail(db);
	if (tail->is_known)
		return JX_OK;
	enum jx_status status = read_head(db, &tail->edge, &head, error);
	if (status != JX_OK)
		return status;
	tail->newest_ms = head.newest_ms;
	tail->is_known = true;
	return JX_OK;
}

static enum jx_status append_leaf(
	struct jx_db *db, struct jx_log_tail *tail, struct leaf *leaf, struct jx_error *error)
{
	if (jx_merkle_leaf_hash(leaf->text, leaf->n_text, leaf->hash) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	struct jx_merkle_whole whole;
	enum jx_status status = insert_leaf(db, leaf, error);
	if (status != JX_OK)
		return status;
	if (jx_merkle_append(&tail->edge, leaf->hash, &whole) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return jx_log_nodes_add(db, leaf->index, &whole, error);
}

enum jx_status jx_log_append_message(struct jx_db *db, const JxLogEntry *entry, struct jx_error *error)
{
	struct leaf leaf = {.index = entry->index};
	char *text = NULL;
	struct jx_arena arena;
	jx_arena_init(&arena, TEXT_ARENA_BYTES);
	enum jx_status status = write_text(entry, &arena, &text, &leaf.n_text, error);
	leaf.text = text;
	if (status == JX_OK)
		status = append_leaf(db, jx_db_log_tail(db), &leaf, error);
	jx_arena_clear(&arena);
	return status;
}

static enum jx_status head_of_tail(
	const struct jx_log_tail *tail, struct jx_log_head *ret_head, struct jx_error *error)
{
	if (jx_merkle_root(&tail->edge, ret_head->root) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	ret_head->n_entries = tail->edge.n_leaves;
	ret_head->newest_ms = tail->newest_ms;
	return JX_OK;
}

enum jx_status jx_log_flush(struct jx_db *db, struct jx_error *error)
{
	struct jx_log_head head;
	struct jx_log_tail *tail = jx_db_log_tail(db);
	if (!tail->is_changed)
		return JX_OK;
	enum jx_status status = jx_log_settle(db, error);
	if (status == JX_OK)
		status = head_of_tail(tail, &head, error);
	if (status != JX_OK)
		return status;
	status = write_head(db, &tail->edge, &head, error);
	if (status == JX_OK)
		status = jx_log_sign_head(db, &head, error);
	if (status == JX_OK)
		tail->is_changed = false;
	return status;
}

enum jx_status jx_log_head(struct jx_db *db, struct jx_log_head *ret_head, struct jx_error *error)
{
	struct jx_merkle_edge edge;
	struct jx_log_head head = {0};
	const struct jx_log_tail *tail = jx_db_log_tail(db);
	enum jx_status status = jx_log_settle(db, error);
	if (status != JX_OK)
		return status;
	if (tail->is_changed)
		return head_of_tail(tail, ret_head, error);
	status = read_head(db, &edge, &head, error);
	if (status == JX_OK)
		*ret_head = head;
	return status;
}

/* Columns of a leaf, in the order of the statement. */
enum leaf_column { LEAF_INDEX, LEAF_ENTRY, LEAF_HASH };

/* Hold the entry of the row at hand against its leaf. */
static enum jx_status check_row(struct jx_sql *sql, uint64_t index, uint8_t hash[JX_HASH_BYTES])
{
	const char *text = jx_sql_text_ref(sql, LEAF_ENTRY);
	size_t n = 0;
	const uint8_t *stored = jx_sql_bytes_ref(sql, LEAF_HASH, &n);
	if (jx_merkle_leaf_hash(text, strlen(text), hash) != JX_OK)
		return jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY);
	bool is_same = (uint64_t)jx_sql_int(sql, LEAF_INDEX) == index && n == JX_HASH_BYTES &&
		       memcmp(stored, hash, JX_HASH_BYTES) == 0;
	return is_same ? JX_OK : jx_fail_with(sql->error, JX_REASON_LOG_DAMAGED, JX_ARGS(JX_U64(index)));
}

enum jx_status jx_log_read(struct jx_db *db, uint64_t index, struct jx_arena *arena,
	struct jx_log_text *ret_text, struct jx_error *error)
{
	uint8_t hash[JX_HASH_BYTES];
	struct jx_sql sql;
	jx_sql_start(
		&sql, db, "SELECT leaf_index, entry, leaf_hash FROM log_leaves WHERE leaf_index = ?", error);
	jx_sql_bind_int(&sql, (int64_t)index);
	while (jx_sql_next(&sql)) {
		jx_sql_set_error(&sql, check_row(&sql, index, hash));
		ret_text->text = jx_sql_text(&sql, LEAF_ENTRY, arena);
		ret_text->n = strlen(ret_text->text);
	}
	return jx_sql_end_found(&sql, JX_REASON_LOG_ENTRY_MISSING, JX_ARGS(JX_U64(index)));
}

/* Tell whether an entry is about a resource. Within other texts of it quotation marks are escaped. */
static bool is_about(const char *entry, const char *object)
{
	char wanted[JX_RESOURCE_NAME_BYTES + 16];
	if (object[0] == '\0')
		return true;
	(void)snprintf(wanted, sizeof(wanted), "\"object\":\"%.*s\"", JX_RESOURCE_NAME_BYTES, object);
	return strstr(entry, wanted) != NULL;
}

static JxLoggedEntry *read_entry(struct jx_sql *sql, struct jx_arena *arena)
{
	JxLoggedEntry *entry = jx_sql_alloc(sql, sizeof(*entry), arena);
	if (entry == NULL)
		return NULL;
	jx_logged_entry_init(entry);
	entry->index = (uint64_t)jx_sql_int(sql, LEAF_INDEX);
	entry->text = jx_sql_text(sql, LEAF_ENTRY, arena);
	return entry;
}

enum jx_status jx_log_list(struct jx_db *db, const struct jx_log_query *query, struct jx_arena *arena,
	struct jx_log_rows *ret_rows, struct jx_error *error)
{
	struct jx_list list = {0};
	struct jx_sql sql;
	uint8_t hash[JX_HASH_BYTES];
	uint32_t max_rows = jx_page_rows(query->max_rows);
	size_t n_bytes = 0;
	ret_rows->next = query->first;
	jx_sql_start(&sql, db,
		"SELECT leaf_index, entry, leaf_hash FROM log_leaves WHERE leaf_index >= ?"
		" ORDER BY leaf_index LIMIT ?",
		error);
	jx_sql_bind_int(&sql, (int64_t)query->first);
	jx_sql_bind_int(&sql, JX_MAX_LOG_SCAN);
	while (list.n < max_rows && n_bytes < query->max_bytes && jx_sql_next(&sql)) {
		jx_sql_set_error(&sql, check_row(&sql, ret_rows->next, hash));
		ret_rows->next++;
		const char *text = jx_sql_text_ref(&sql, LEAF_ENTRY);
		if (!is_about(text, query->object))
			continue;
		n_bytes += strlen(text);
		jx_list_add(&list, read_entry(&sql, arena), &sql, arena);
	}
	ret_rows->rows = (JxLoggedEntry **)list.items;
	ret_rows->n = list.n;
	return jx_sql_end(&sql);
}

/* Hold the entry of the row at hand against its leaf, and put the leaf on the tree. */
static enum jx_status verify_row(struct jx_sql *sql, struct jx_merkle_edge *edge)
{
	uint8_t hash[JX_HASH_BYTES];
	enum jx_status status = check_row(sql, edge->n_leaves, hash);
	if (status != JX_OK)
		return status;
	return jx_merkle_append(edge, hash, NULL) == JX_OK ? JX_OK
							   : jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY);
}

static enum jx_status verify_leaves(struct jx_db *db, struct jx_merkle_edge *edge, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT leaf_index, entry, leaf_hash FROM log_leaves WHERE leaf_index >= ? ORDER BY leaf_index",
		error);
	jx_sql_bind_int(&sql, (int64_t)edge->n_leaves);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, verify_row(&sql, edge));
	return jx_sql_end(&sql);
}

/* The right edge of the tree of the first leaves, by its inner nodes. */
static enum jx_status read_edge(
	struct jx_db *db, uint64_t n_leaves, struct jx_merkle_edge *edge, struct jx_error *error)
{
	const struct jx_merkle_source source = jx_log_nodes_source(db);
	*edge = (struct jx_merkle_edge){.n_leaves = n_leaves};
	for (unsigned level = 0; level < JX_MERKLE_LEVELS; level++) {
		if ((n_leaves >> level & 1) == 0)
			continue;
		enum jx_status status =
			source.read(source.user, level, (n_leaves >> level) - 1, edge->edge[level], error);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

/* Hold the tree that was made of the leaves against the head. */
static enum jx_status compare_head(const struct jx_merkle_edge *edge, const struct jx_merkle_edge *stored,
	const struct jx_log_head *head, struct jx_error *error)
{
	uint8_t root[JX_HASH_BYTES];
	uint8_t packed[2][JX_MERKLE_LEVELS * JX_HASH_BYTES];
	if (jx_merkle_root(edge, root) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (edge->n_leaves != head->n_entries || memcmp(root, head->root, JX_HASH_BYTES) != 0)
		return fail_head(error);
	size_t n = pack_edge(edge, packed[0]);
	(void)pack_edge(stored, packed[1]);
	return memcmp(packed[0], packed[1], n) == 0 ? JX_OK : fail_head(error);
}

enum jx_status jx_log_verify_from(struct jx_db *db, uint64_t first, struct jx_error *error)
{
	struct jx_merkle_edge stored;
	struct jx_merkle_edge edge;
	struct jx_log_head head = {0};
	assert(!jx_db_log_tail(db)->is_changed);
	enum jx_status status = read_head(db, &stored, &head, error);
	if (status != JX_OK)
		return status;
	if (first > head.n_entries)
		return fail_head(error);
	status = read_edge(db, first, &edge, error);
	if (status == JX_OK)
		status = verify_leaves(db, &edge, error);
	return status == JX_OK ? compare_head(&edge, &stored, &head, error) : status;
}

enum jx_status jx_log_verify(struct jx_db *db, struct jx_error *error)
{
	return jx_log_verify_from(db, 0, error);
}
