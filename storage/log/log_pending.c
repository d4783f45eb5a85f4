#include "storage/log/log_pending.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/message/codec.h"
#include "storage/log/log_history.h"
#include "storage/log/log_rows.h"
#include "storage/log/log_tail.h"
#include "storage/log/store_log.h"

#define FIRST_ENTRIES 8u

void jx_log_pending_clear(struct jx_log_pending *pending)
{
	while (pending->n > 0)
		jx_packed_clear(&pending->entries[--pending->n]);
}

void jx_log_pending_free(struct jx_log_pending *pending)
{
	jx_log_pending_clear(pending);
	free(pending->entries);
	*pending = (struct jx_log_pending){0};
}

static enum jx_status make_room(struct jx_log_pending *pending, struct jx_error *error)
{
	if (pending->n < pending->n_allocated)
		return JX_OK;
	size_t n = pending->n_allocated == 0 ? FIRST_ENTRIES : 2 * pending->n_allocated;
	struct jx_packed *entries = realloc(pending->entries, n * sizeof(*entries));
	if (entries == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	pending->entries = entries;
	pending->n_allocated = n;
	return JX_OK;
}

static char *or_empty(const char *text)
{
	return (char *)(text != NULL ? text : "");
}

/* ---- appending ---- */

/* The entry as a message, which borrows from it. */
static void make_message(const struct jx_log_entry *entry, uint64_t index, Google__Protobuf__Timestamp *time,
	JxLogEntry *message)
{
	google__protobuf__timestamp__init(time);
	jx_log_entry_init(message);
	jx_timestamp_set(time, entry->time_ms);
	message->index = index;
	message->act_time = time;
	message->actor = or_empty(entry->actor);
	message->certificate_digest = or_empty(entry->certificate_digest);
	message->role = entry->role;
	message->peer = or_empty(entry->peer);
	message->act = or_empty(entry->act);
	message->object = or_empty(entry->object);
	message->before = or_empty(entry->before);
	message->after = or_empty(entry->after);
	message->reason = or_empty(entry->reason);
	message->request_id = or_empty(entry->request_id);
	message->record = entry->record;
}

static enum jx_status keep(struct jx_log_pending *pending, const JxLogEntry *message, struct jx_error *error)
{
	enum jx_status status = make_room(pending, error);
	if (status == JX_OK)
		status = jx_packed_init(&pending->entries[pending->n], &message->base, error);
	if (status == JX_OK)
		pending->n++;
	return status;
}

enum jx_status jx_log_append(
	struct jx_db *db, const struct jx_log_entry *entry, uint64_t *ret_index, struct jx_error *error)
{
	struct jx_log_tail *tail = jx_db_log_tail(db);
	struct jx_log_pending *pending = jx_db_log_pending(db);
	Google__Protobuf__Timestamp time;
	JxLogEntry message;
	assert(tail->is_open);
	enum jx_status status = jx_log_tail_read(db, error);
	if (status != JX_OK)
		return status;
	uint64_t index = tail->edge.n_leaves + pending->n;
	make_message(entry, index, &time, &message);
	status = tail->is_converting ? jx_log_append_message(db, &message, error)
				     : keep(pending, &message, error);
	if (status != JX_OK)
		return status;
	/* The server's clock may be set back; the newest time never goes back with it. */
	if (entry->time_ms > tail->newest_ms)
		tail->newest_ms = entry->time_ms;
	tail->is_changed = true;
	*ret_index = index;
	return JX_OK;
}

/* ---- settling ---- */

/* The entries of a job as messages again. */
struct settling {
	JxLogEntry **entries;
	size_t n;
	bool *is_object_later;  /* of each entry: a later one of the job is about the same object */
	bool *is_request_later; /* likewise, of the same request */
	struct jx_arena arena;
};

/* An entry by what it is about. */
struct about {
	const char *text;
	size_t n_bytes;
	size_t index;
};

static bool is_about_same(const struct about *a, const struct about *b)
{
	return a->n_bytes == b->n_bytes && memcmp(a->text, b->text, a->n_bytes) == 0;
}

static int compare_about(const void *a, const void *b)
{
	const struct about *left = a;
	const struct about *right = b;
	if (left->n_bytes != right->n_bytes)
		return left->n_bytes < right->n_bytes ? -1 : 1;
	int order = memcmp(left->text, right->text, left->n_bytes);
	return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

static void mark_earlier(struct about *abouts, size_t n, bool *is_earlier)
{
	jx_array_sort(abouts, n, sizeof(*abouts), compare_about);
	for (size_t i = 0; i + 1 < n; i++)
		is_earlier[abouts[i].index] = is_about_same(&abouts[i], &abouts[i + 1]);
}

/* Marks the entries after which another one is about the same. Sorted: a batch has too many pairs. */
static enum jx_status mark_all(struct settling *settling, struct jx_error *error)
{
	size_t n = settling->n;
	struct about *abouts = jx_arena_calloc(&settling->arena, n, sizeof(*abouts));
	settling->is_object_later = jx_arena_calloc(&settling->arena, n, sizeof(bool));
	settling->is_request_later = jx_arena_calloc(&settling->arena, n, sizeof(bool));
	if (abouts == NULL || settling->is_object_later == NULL || settling->is_request_later == NULL)
		return jx_arena_fail(&settling->arena, error);
	for (size_t i = 0; i < n; i++) {
		abouts[i] = (struct about){.text = settling->entries[i]->object, .index = i};
		jx_log_rows_owner(settling->entries[i], &abouts[i].n_bytes);
	}
	mark_earlier(abouts, n, settling->is_object_later);
	for (size_t i = 0; i < n; i++) {
		const char *request = settling->entries[i]->request_id;
		abouts[i] = (struct about){request, strlen(request), i};
	}
	mark_earlier(abouts, n, settling->is_request_later);
	return JX_OK;
}

static JxRowsDigest *new_digest(struct settling *settling, const struct jx_held_rows *rows)
{
	JxRowsDigest *digest = jx_arena_alloc(&settling->arena, sizeof(*digest));
	if (digest == NULL)
		return NULL;
	jx_rows_digest_init(digest);
	digest->table = (char *)rows->table;
	digest->digest = jx_arena_strdup(&settling->arena, rows->digest);
	return digest->digest != NULL ? digest : NULL;
}

static enum jx_status hold_rows(struct jx_db *db, struct settling *settling, size_t i, struct jx_error *error)
{
	struct jx_held held;
	JxLogEntry *entry = settling->entries[i];
	const struct jx_held_wish wish = {
		.has_object = !settling->is_object_later[i], .has_call = !settling->is_request_later[i]};
	enum jx_status status = jx_log_rows_read(db, entry, &wish, &held, error);
	if (status != JX_OK)
		return status;
	entry->rows = jx_arena_alloc(&settling->arena, held.n * sizeof(*entry->rows) + 1);
	for (size_t j = 0; entry->rows != NULL && j < held.n; j++) {
		if (held.rows[j].digest[0] == '\0')
			continue;
		entry->rows[entry->n_rows] = new_digest(settling, &held.rows[j]);
		if (entry->rows[entry->n_rows++] == NULL)
			return jx_arena_fail(&settling->arena, error);
	}
	return entry->rows != NULL ? JX_OK : jx_arena_fail(&settling->arena, error);
}

static enum jx_status unpack_all(
	const struct jx_log_pending *pending, struct settling *settling, struct jx_error *error)
{
	settling->entries = jx_arena_calloc(&settling->arena, pending->n, sizeof(*settling->entries));
	if (settling->entries == NULL)
		return jx_arena_fail(&settling->arena, error);
	for (; settling->n < pending->n; settling->n++) {
		const struct jx_packed *packed = &pending->entries[settling->n];
		ProtobufCMessage *message = NULL;
		enum jx_status status = jx_codec_unpack_strict(
			JX_LOG_ENTRY_DESCRIPTOR, packed->bytes, packed->n, &settling->arena, &message, error);
		if (status != JX_OK)
			return status;
		settling->entries[settling->n] = (JxLogEntry *)message;
	}
	return JX_OK;
}

/* What was, before its digests are read: of each object under the last entry about it. */
static enum jx_status keep_rows(struct jx_db *db, const struct settling *settling, struct jx_error *error)
{
	enum jx_status status = jx_history_keep_rosters(db, settling->entries[0]->index, error);
	for (size_t i = 0; status == JX_OK && i < settling->n; i++)
		if (!settling->is_object_later[i])
			status = jx_log_rows_keep(db, settling->entries[i], error);
	return status;
}

static enum jx_status settle_all(struct jx_db *db, struct settling *settling, struct jx_error *error)
{
	struct jx_log_pending *pending = jx_db_log_pending(db);
	enum jx_status status = unpack_all(pending, settling, error);
	jx_log_pending_clear(pending);
	if (status == JX_OK)
		status = mark_all(settling, error);
	if (status == JX_OK)
		status = keep_rows(db, settling, error);
	for (size_t i = 0; status == JX_OK && i < settling->n; i++)
		status = hold_rows(db, settling, i, error);
	for (size_t i = 0; status == JX_OK && i < settling->n; i++)
		status = jx_log_append_message(db, settling->entries[i], error);
	return status;
}

enum jx_status jx_log_settle(struct jx_db *db, struct jx_error *error)
{
	struct settling settling = {0};
	if (jx_db_log_pending(db)->n == 0)
		return JX_OK;
	jx_arena_init(&settling.arena, JX_MAX_SCRATCH_BYTES);
	enum jx_status status = settle_all(db, &settling, error);
	jx_arena_clear(&settling.arena);
	return status;
}
