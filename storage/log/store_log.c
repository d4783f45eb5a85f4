#include "storage/log/store_log.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"
#include "storage/log/log_tail.h"
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
	return jx_fail_at(
		error, JX_REASON_BAD_UTF8, field, JX_ARGS(JX_TEXT(field), JX_U64(jx_text_bad_utf8(text, n))));
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

/* Columns of an entry, in the order of the statements. */
enum entry_column {
	ENTRY_POSITION,
	ENTRY_TIME,
	ENTRY_ACTOR,
	ENTRY_ROLE,
	ENTRY_PEER,
	ENTRY_ACTION,
	ENTRY_OBJECT,
	ENTRY_BEFORE,
	ENTRY_AFTER,
	ENTRY_REASON,
	ENTRY_REQUEST_ID,
	ENTRY_LEAF
};
#define ENTRY_COLUMNS                                                                                          \
	"position, time_ms, actor, role, peer, action, object, value_before, value_after, reason, request_id," \
	" leaf"

static enum jx_status insert_entry(struct jx_db *db, const struct jx_log_entry *entry, uint64_t position,
	const uint8_t leaf[JX_HASH_BYTES], struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db,
		"INSERT INTO log_entries (" ENTRY_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
		"UPDATE log_head SET n_entries = ?, root = ?, edge = ?, newest_time_ms = ? WHERE id = 1",
		error);
	jx_sql_bind_int(&sql, (int64_t)head->n_entries);
	jx_sql_bind_bytes(&sql, head->root, JX_HASH_BYTES);
	jx_sql_bind_bytes(&sql, bytes, n);
	jx_sql_bind_int(&sql, head->newest_ms);
	return jx_sql_run(&sql);
}

/* Read the end of the log into the tail, once in a group. */
static enum jx_status read_tail(struct jx_db *db, struct jx_log_tail *tail, struct jx_error *error)
{
	struct jx_log_head head = {0};
	if (tail->is_known)
		return JX_OK;
	enum jx_status status = read_head(db, &tail->edge, &head, error);
	if (status != JX_OK)
		return status;
	tail->newest_ms = head.newest_ms;
	tail->is_known = true;
	return JX_OK;
}

enum jx_status jx_log_append(
	struct jx_db *db, const struct jx_log_entry *entry, uint64_t *ret_position, struct jx_error *error)
{
	uint8_t leaf[JX_HASH_BYTES];
	struct jx_log_tail *tail = jx_db_log_tail(db);
	assert(tail->is_open);
	enum jx_status status = check_entry(entry, error);
	if (status != JX_OK)
		return status;
	status = read_tail(db, tail, error);
	if (status != JX_OK)
		return status;
	uint64_t position = tail->edge.n_leaves + 1;
	if (entry_leaf(entry, position, leaf) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	status = insert_entry(db, entry, position, leaf, error);
	if (status != JX_OK)
		return status;
	if (jx_merkle_append(&tail->edge, leaf) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	/* The server's clock may be set back; the newest time never goes back with it. */
	if (entry->time_ms > tail->newest_ms)
		tail->newest_ms = entry->time_ms;
	tail->is_changed = true;
	*ret_position = position;
	return JX_OK;
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
	enum jx_status status = head_of_tail(tail, &head, error);
	if (status != JX_OK)
		return status;
	status = write_head(db, &tail->edge, &head, error);
	if (status == JX_OK)
		tail->is_changed = false;
	return status;
}

enum jx_status jx_log_head(struct jx_db *db, struct jx_log_head *ret_head, struct jx_error *error)
{
	struct jx_merkle_edge edge;
	struct jx_log_head head = {0};
	const struct jx_log_tail *tail = jx_db_log_tail(db);
	if (tail->is_changed)
		return head_of_tail(tail, ret_head, error);
	enum jx_status status = read_head(db, &edge, &head, error);
	if (status == JX_OK)
		*ret_head = head;
	return status;
}

/* Hold the entry of the row at hand against its leaf, and put the leaf on the tree. */
static enum jx_status verify_row(struct jx_sql *sql, struct jx_merkle_edge *edge)
{
	struct jx_log_entry entry = {
		.time_ms = jx_sql_int(sql, ENTRY_TIME),
		.actor = jx_sql_text_ref(sql, ENTRY_ACTOR),
		.role = jx_sql_text_ref(sql, ENTRY_ROLE),
		.peer = jx_sql_text_ref(sql, ENTRY_PEER),
		.method = jx_sql_text_ref(sql, ENTRY_ACTION),
		.object = jx_sql_text_ref(sql, ENTRY_OBJECT),
		.before = jx_sql_text_ref(sql, ENTRY_BEFORE),
		.after = jx_sql_text_ref(sql, ENTRY_AFTER),
		.reason = jx_sql_text_ref(sql, ENTRY_REASON),
		.request_id = jx_sql_text_ref(sql, ENTRY_REQUEST_ID),
	};
	uint64_t position = edge->n_leaves + 1;
	uint8_t leaf[JX_HASH_BYTES];
	if (entry_leaf(&entry, position, leaf) != JX_OK)
		return jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY);
	size_t n = 0;
	const uint8_t *stored = jx_sql_bytes_ref(sql, ENTRY_LEAF, &n);
	bool is_same = (uint64_t)jx_sql_int(sql, ENTRY_POSITION) == position && n == JX_HASH_BYTES &&
		       memcmp(stored, leaf, JX_HASH_BYTES) == 0;
	if (!is_same)
		return jx_fail_with(sql->error, JX_REASON_LOG_DAMAGED, JX_ARGS(JX_U64(position)));
	return jx_merkle_append(edge, leaf) == JX_OK ? JX_OK : jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY);
}

static enum jx_status verify_entries(struct jx_db *db, struct jx_merkle_edge *edge, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT " ENTRY_COLUMNS " FROM log_entries ORDER BY position", error);
	while (jx_sql_next(&sql))
		jx_sql_set_error(&sql, verify_row(&sql, edge));
	return jx_sql_end(&sql);
}

enum jx_status jx_log_verify(struct jx_db *db, struct jx_error *error)
{
	struct jx_merkle_edge stored;
	struct jx_merkle_edge edge = {0};
	struct jx_log_head head = {0};
	assert(!jx_db_log_tail(db)->is_changed);
	enum jx_status status = read_head(db, &stored, &head, error);
	if (status != JX_OK)
		return status;
	status = verify_entries(db, &edge, error);
	if (status != JX_OK)
		return status;
	uint8_t root[JX_HASH_BYTES];
	if (jx_merkle_root(&edge, root) != JX_OK)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	if (edge.n_leaves != head.n_entries || memcmp(root, head.root, JX_HASH_BYTES) != 0)
		return fail_head(error);
	uint8_t packed[2][JX_MERKLE_LEVELS * JX_HASH_BYTES];
	size_t n = pack_edge(&edge, packed[0]);
	(void)pack_edge(&stored, packed[1]);
	return memcmp(packed[0], packed[1], n) == 0 ? JX_OK : fail_head(error);
}
