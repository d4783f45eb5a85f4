#include "storage/log/store_log.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "storage/sql.h"

/* Members of an entry's text, in the order of their names; positions and times are digits. */
enum member {
	ACTION,
	ACTOR,
	AFTER,
	BEFORE,
	OBJECT,
	PEER,
	POSITION,
	REASON,
	REQUEST_ID,
	ROLE,
	TIME_MS,
	MEMBERS
};
static const char *const MEMBER_NAMES[MEMBERS] = {"action", "actor", "after", "before", "object", "peer",
	"position", "reason", "request_id", "role", "time_ms"};

struct text {
	char *bytes;
	size_t n;
};

/* Escapes of RFC 8785: the short ones where JSON has them, else \u00xx in lower case. */
static void put_character(struct text *text, unsigned char character)
{
	static const char SHORT[] = {'b', 't', 'n', 0, 'f', 'r'};
	if (character == '"' || character == '\\') {
		text->bytes[text->n++] = '\\';
		text->bytes[text->n++] = (char)character;
	} else if (character >= 8 && character <= 13 && SHORT[character - 8] != 0) {
		text->bytes[text->n++] = '\\';
		text->bytes[text->n++] = SHORT[character - 8];
	} else if (character < 0x20) {
		text->n += (size_t)sprintf(text->bytes + text->n, "\\u%04x", (unsigned)character);
	} else {
		text->bytes[text->n++] = (char)character;
	}
}

static void put_string(struct text *text, const char *value)
{
	text->bytes[text->n++] = '"';
	for (const char *at = value; *at != '\0'; at++)
		put_character(text, (unsigned char)*at);
	text->bytes[text->n++] = '"';
}

/* The leaf hash of an entry, over its canonical text. */
static enum jx_status leaf_of(const char *const values[MEMBERS], uint8_t leaf[JX_HASH_BYTES])
{
	size_t size = 2;
	for (size_t i = 0; i < MEMBERS; i++)
		size += strlen(MEMBER_NAMES[i]) + 6 * strlen(values[i]) + 8; /* six bytes for "\u001f" */
	struct text text = {.bytes = malloc(size)};
	if (text.bytes == NULL)
		return JX_UNAVAILABLE;
	for (size_t i = 0; i < MEMBERS; i++) {
		text.bytes[text.n++] = i == 0 ? '{' : ',';
		put_string(&text, MEMBER_NAMES[i]);
		text.bytes[text.n++] = ':';
		put_string(&text, values[i]);
	}
	text.bytes[text.n++] = '}';
	assert(text.n <= size);
	enum jx_status status = jx_merkle_leaf_hash(text.bytes, text.n, leaf);
	free(text.bytes);
	return status;
}

static const char *or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

struct digits {
	char position[24];
	char time_ms[24];
};

static enum jx_status entry_leaf(
	const struct jx_log_entry *entry, uint64_t position, uint8_t leaf[JX_HASH_BYTES])
{
	struct digits digits;
	(void)snprintf(digits.position, sizeof(digits.position), "%llu", (unsigned long long)position);
	(void)snprintf(digits.time_ms, sizeof(digits.time_ms), "%lld", (long long)entry->time_ms);
	const char *const values[MEMBERS] = {
		[ACTION] = or_empty(entry->method),
		[ACTOR] = or_empty(entry->actor),
		[AFTER] = or_empty(entry->after),
		[BEFORE] = or_empty(entry->before),
		[OBJECT] = or_empty(entry->object),
		[PEER] = or_empty(entry->peer),
		[POSITION] = digits.position,
		[REASON] = or_empty(entry->reason),
		[REQUEST_ID] = or_empty(entry->request_id),
		[ROLE] = or_empty(entry->role),
		[TIME_MS] = digits.time_ms,
	};
	return leaf_of(values, leaf);
}

static enum jx_status check_text(const char *field, const char *text, struct jx_error *error)
{
	size_t n = strlen(or_empty(text));
	if (n == 0 || jx_text_bad_utf8(text, n) == n)
		return JX_OK;
	char at[24];
	(void)snprintf(at, sizeof(at), "%zu", jx_text_bad_utf8(text, n));
	return jx_fail_at(error, JX_REASON_BAD_UTF8, field, JX_ARGS(JX_TEXT(field), JX_TEXT(at)));
}

static enum jx_status check_entry(const struct jx_log_entry *entry, struct jx_error *error)
{
	const struct {
		const char *name;
		const char *text;
	} texts[] = {{"actor", entry->actor}, {"role", entry->role}, {"peer", entry->peer},
		{"action", entry->method}, {"object", entry->object}, {"before", entry->before},
		{"after", entry->after}, {"reason", entry->reason}, {"request_id", entry->request_id}};
	for (size_t i = 0; i < JX_COUNT_OF(texts); i++) {
		enum jx_status status = check_text(texts[i].name, texts[i].text, error);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
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

static enum jx_status fail_log(struct jx_error *error, const char *where)
{
	return jx_fail_with(error, JX_REASON_LOG_DAMAGED, JX_ARGS(JX_TEXT(where)));
}

static enum jx_status read_head(
	struct jx_db *db, struct jx_merkle_edge *edge, struct jx_error *error, struct jx_log_head *ret_head)
{
	struct jx_sql sql;
	bool is_found = false;
	memset(edge, 0, sizeof(*edge));
	jx_sql_start(&sql, db, "SELECT n_entries, newest_ms, root, edge FROM log_head WHERE id = 1", error);
	while (jx_sql_next(&sql)) {
		is_found = true;
		edge->n_leaves = (uint64_t)jx_sql_int(&sql, 0);
		ret_head->n_entries = edge->n_leaves;
		ret_head->newest_ms = jx_sql_int(&sql, 1);
		const void *root = sqlite3_column_blob(sql.statement, 2);
		const void *bytes = sqlite3_column_blob(sql.statement, 3);
		bool is_whole = root != NULL && sqlite3_column_bytes(sql.statement, 2) == JX_HASH_BYTES &&
				unpack_edge(edge, bytes, (size_t)sqlite3_column_bytes(sql.statement, 3));
		if (is_whole)
			memcpy(ret_head->root, root, JX_HASH_BYTES);
		else
			jx_sql_set_error(&sql, fail_log(error, "head"));
	}
	enum jx_status status = jx_sql_end(&sql);
	return status == JX_OK && !is_found ? fail_log(error, "head") : status;
}

static enum jx_status insert_entry(struct jx_db *db, const struct jx_log_entry *entry, uint64_t position,
	const uint8_t leaf[JX_HASH_BYTES], struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO log_entries (position, time_ms, actor, role, peer, action, object, value_before,"
		" value_after, reason, request_id, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		error);
	jx_sql_bind_int(&sql, (int64_t)position);
	jx_sql_bind_int(&sql, entry->time_ms);
	jx_sql_bind_text(&sql, entry->actor);
	jx_sql_bind_text(&sql, entry->role);
	jx_sql_bind_text(&sql, entry->peer);
	jx_sql_bind_text(&sql, entry->method);
	jx_sql_bind_text(&sql, entry->object);
	jx_sql_bind_text(&sql, entry->before);
	jx_sql_bind_text(&sql, entry->after);
	jx_sql_bind_text(&sql, entry->reason);
	jx_sql_bind_text(&sql, entry->request_id);
	jx_sql_bind_bytes(&sql, leaf, JX_HASH_BYTES);
	return jx_sql_run(&sql);
}

static enum jx_status write_head(struct jx_db *db, const struct jx_merkle_edge *edge,
	const struct jx_log_head *head, struct jx_error *error)
{
	uint8_t bytes[JX_MERKLE_LEVELS * JX_HASH_BYTES];
	size_t n = pack_edge(edge, bytes);
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"UPDATE log_head SET n_entries = ?, root = ?, edge = ?, newest_ms = ? WHERE id = 1", error);
	jx_sql_bind_int(&sql, (int64_t)head->n_entries);
	jx_sql_bind_bytes(&sql, head->root, JX_HASH_BYTES);
	jx_sql_bind_bytes(&sql, bytes, n);
	jx_sql_bind_int(&sql, head->newest_ms);
	return jx_sql_run(&sql);
}

/* Read the end of the log into the connection, once in a group. */
static enum jx_status know_tail(struct jx_db *db, struct jx_error *error)
{
	struct jx_log_head head = {0};
	if (db->log.is_known)
		return JX_OK;
	enum jx_status status = read_head(db, &db->log.edge, error, &head);
	if (status != JX_OK)
		return status;
	db->log.newest_ms = head.newest_ms;
	db->log.is_known = true;
	return JX_OK;
}

enum jx_status jx_log_append(
	struct jx_db *db, const struct jx_log_entry *entry, struct jx_error *error, uint64_t *ret_position)
{
	uint8_t leaf[JX_HASH_BYTES];
	assert(db->is_in_group);
	enum jx_status status = check_entry(entry, error);
	if (status == JX_OK)
		status = know_tail(db, error);
	if (status != JX_OK)
		return status;
	uint64_t position = db->log.edge.n_leaves + 1;
	if (entry_leaf(entry, position, leaf) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	status = insert_entry(db, entry, position, leaf, error);
	if (status != JX_OK)
		return status;
	if (jx_merkle_append(&db->log.edge, leaf) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	/* The server's clock may be set back; the newest time never goes back with it. */
	if (entry->time_ms > db->log.newest_ms)
		db->log.newest_ms = entry->time_ms;
	db->log.is_changed = true;
	*ret_position = position;
	return JX_OK;
}

static enum jx_status head_of_tail(
	const struct jx_log_tail *tail, struct jx_error *error, struct jx_log_head *ret_head)
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
	if (!db->log.is_changed)
		return JX_OK;
	enum jx_status status = head_of_tail(&db->log, error, &head);
	if (status == JX_OK)
		status = write_head(db, &db->log.edge, &head, error);
	if (status == JX_OK)
		db->log.is_changed = false;
	return status;
}

enum jx_status jx_log_head(struct jx_db *db, struct jx_error *error, struct jx_log_head *ret_head)
{
	struct jx_merkle_edge edge;
	struct jx_log_head head = {0};
	if (db->log.is_changed)
		return head_of_tail(&db->log, error, ret_head);
	enum jx_status status = read_head(db, &edge, error, &head);
	if (status == JX_OK)
		*ret_head = head;
	return status;
}

/* Check the entry of the row at hand against its leaf, and put it on the tree. */
static enum jx_status verify_row(struct jx_sql *sql, struct jx_merkle_edge *edge)
{
	struct jx_log_entry entry = {
		.time_ms = jx_sql_int(sql, 1),
		.actor = jx_sql_text_ref(sql, 2),
		.role = jx_sql_text_ref(sql, 3),
		.peer = jx_sql_text_ref(sql, 4),
		.method = jx_sql_text_ref(sql, 5),
		.object = jx_sql_text_ref(sql, 6),
		.before = jx_sql_text_ref(sql, 7),
		.after = jx_sql_text_ref(sql, 8),
		.reason = jx_sql_text_ref(sql, 9),
		.request_id = jx_sql_text_ref(sql, 10),
	};
	uint64_t position = edge->n_leaves + 1;
	uint8_t leaf[JX_HASH_BYTES];
	if (entry_leaf(&entry, position, leaf) != JX_OK)
		return jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY);
	const void *stored = sqlite3_column_blob(sql->statement, 11);
	if ((uint64_t)jx_sql_int(sql, 0) != position ||
		sqlite3_column_bytes(sql->statement, 11) != JX_HASH_BYTES ||
		memcmp(stored, leaf, JX_HASH_BYTES) != 0) {
		char where[24];
		(void)snprintf(where, sizeof(where), "%llu", (unsigned long long)position);
		return fail_log(sql->error, where);
	}
	return jx_merkle_append(edge, leaf) == JX_OK ? JX_OK : jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY);
}

enum jx_status jx_log_verify(struct jx_db *db, struct jx_error *error)
{
	struct jx_merkle_edge stored;
	struct jx_merkle_edge edge = {0};
	struct jx_log_head head = {0};
	assert(!db->log.is_changed);
	enum jx_status status = read_head(db, &stored, error, &head);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"SELECT position, time_ms, actor, role, peer, action, object, value_before, value_after, "
		"reason,"
		" request_id, leaf FROM log_entries ORDER BY position",
		error);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, verify_row(&sql, &edge));
	status = jx_sql_end(&sql);
	if (status != JX_OK)
		return status;
	uint8_t root[JX_HASH_BYTES];
	if (jx_merkle_root(&edge, root) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	bool is_equal = edge.n_leaves == head.n_entries && memcmp(root, head.root, JX_HASH_BYTES) == 0;
	if (!is_equal)
		return fail_log(error, "head");
	uint8_t packed[2][JX_MERKLE_LEVELS * JX_HASH_BYTES];
	size_t n = pack_edge(&edge, packed[0]);
	(void)pack_edge(&stored, packed[1]);
	return memcmp(packed[0], packed[1], n) == 0 ? JX_OK : fail_log(error, "head");
}
