#include "server/daemon/log_key_start.h"

#include "proto/contract/base/text.h"
#include "proto/contract/service/states.h"
#include "server/base/clock.h"
#include "server/call/record.h"
#include "storage/log/store_checkpoints.h"

#define ARENA_BYTES 8192u

static enum jx_status read_stored(
	struct jx_store *store, struct jx_log_key_named *ret_named, struct jx_error *error)
{
	JX_AUTO(jx_db) reader = NULL;
	struct jx_log_key key = {0};
	struct jx_arena arena;
	jx_arena_init(&arena, ARENA_BYTES);
	*ret_named = (struct jx_log_key_named){0};
	enum jx_status status = jx_store_open_reader(store, &reader, error);
	if (status == JX_OK)
		status = jx_log_key_newest(reader, &arena, &key, error);
	if (status == JX_OK)
		(void)jx_text_copy(ret_named->verifier, JX_VERIFIER_TEXT_BYTES, key.verifier);
	ret_named->last_size = key.leaf_index + 1;
	jx_arena_clear(&arena);
	return status == JX_NOT_FOUND ? JX_OK : status;
}

/* A key to come, and the verifier key before it: "" for the first. */
struct change {
	const struct jx_note_key *key;
	char *before;
};

/* The entry that names the key, and the row that says so. */
static enum jx_status record_key(struct jx_db *db, const struct change *change, struct jx_error *error)
{
	bool is_first = change->before[0] == '\0';
	char verifier[JX_VERIFIER_TEXT_BYTES];
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxLogKeyRecord log_key = JX_LOG_KEY_RECORD_INIT;
	struct jx_log_key row = {.verifier = verifier};
	jx_verifier_print(jx_note_key_verifier(change->key), verifier);
	log_key.verifier = verifier;
	log_key.verifier_before = change->before;
	record.log_key = &log_key;
	const struct jx_log_entry entry = {.time_ms = jx_clock_ms(),
		.act = is_first ? JX_LOG_START_KEY : JX_LOG_ROTATE_KEY,
		.object = "log",
		.record = &record};
	enum jx_status status = jx_record_entry(db, &entry, &row.leaf_index, error);
	return status == JX_OK ? jx_log_key_insert(db, &row, error) : status;
}

static enum jx_status store_key(struct jx_store *store, const struct change *change, struct jx_error *error)
{
	JX_AUTO(jx_db) db = NULL;
	enum jx_status status = jx_store_open_writer(store, &db, error);
	if (status == JX_OK)
		status = jx_tx_begin(db, error);
	if (status == JX_OK)
		status = jx_tx_begin_job(db, error);
	if (status == JX_OK)
		status = record_key(db, change, error);
	if (status == JX_OK)
		status = jx_tx_end_job(db, error);
	return status == JX_OK ? jx_tx_commit(db, error) : status;
}

static enum jx_status make_key(struct jx_store *store, const char *directory, const char *origin,
	struct jx_note_key **ret_key, struct jx_error *error)
{
	JX_AUTO(jx_note_key) key = NULL;
	enum jx_status status = jx_log_key_make(directory, origin, &key, error);
	if (status != JX_OK)
		return status;
	jx_store_sign_with(store, key);
	const struct change change = {.key = key, .before = (char *)""};
	status = store_key(store, &change, error);
	if (status == JX_OK)
		*ret_key = jx_note_key_take(&key);
	else
		jx_store_sign_with(store, NULL);
	return status;
}

enum jx_status jx_log_key_start(struct jx_store *store, const char *directory, const char *address,
	const struct jx_ca *ca, struct jx_note_key **ret_key, struct jx_error *error)
{
	struct jx_log_key_named named;
	char origin[JX_MAX_NOTE_NAME_BYTES + 1];
	enum jx_status status = read_stored(store, &named, error);
	if (status != JX_OK)
		return status;
	if (named.verifier[0] == '\0') {
		jx_log_key_origin(ca, address, origin);
		return make_key(store, directory, origin, ret_key, error);
	}
	status = jx_log_key_open(directory, &named, ret_key, error);
	if (status == JX_OK)
		jx_store_sign_with(store, *ret_key);
	return status;
}

enum jx_status jx_log_key_rotate(struct jx_store *store, const char *directory, struct jx_error *error)
{
	JX_AUTO(jx_note_key) key = NULL;
	JX_AUTO(jx_note_key) next = NULL;
	struct jx_log_key_named named;
	enum jx_status status = read_stored(store, &named, error);
	if (status == JX_OK && named.verifier[0] == '\0')
		status = jx_fail(error, JX_REASON_LOG_KEY_MISSING);
	if (status == JX_OK)
		status = jx_log_key_open(directory, &named, &key, error);
	if (status == JX_OK)
		status = jx_log_key_make_next(directory, jx_note_key_verifier(key)->name, &next, error);
	if (status != JX_OK)
		return status;
	const struct change change = {.key = next, .before = named.verifier};
	jx_store_sign_with(store, key);
	status = store_key(store, &change, error);
	jx_store_sign_with(store, NULL);
	if (status == JX_OK)
		status = read_stored(store, &named, error);
	return status == JX_OK ? jx_log_key_replace(directory, next, named.last_size, error) : status;
}
