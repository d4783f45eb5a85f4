/* Transactions: the group with its jobs, reads, and what is done between them. */
#include <assert.h>

#include "storage/engine/engine.h"
#include "storage/engine/log_anchor.h"
#include "storage/log/store_log.h"

/* Prepared before what they end begins, so that no lack of memory can keep it open. */
static const char ROLLBACK[] = "ROLLBACK";
static const char ROLLBACK_JOB[] = "ROLLBACK TO job";
static const char RELEASE_JOB[] = "RELEASE job";

enum jx_status jx_tx_begin(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_writer && !db->is_in_group);
	if (db->is_lost)
		return jx_db_fail_lost(db, error);
	enum jx_status status = db->engine->make_room(db, error);
	if (status == JX_OK)
		status = jx_db_prepare(db, ROLLBACK, error);
	if (status == JX_OK)
		status = jx_db_run(db, db->engine->begin_group, error);
	if (status != JX_OK)
		return status;
	db->is_in_group = true;
	db->is_group_lost = false;
	db->log = (struct jx_log_tail){.is_open = true};
	status = db->engine->enter_group != NULL ? db->engine->enter_group(db, error) : JX_OK;
	if (status != JX_OK)
		jx_tx_rollback(db);
	return status;
}

/* Write the head of the log and commit. */
static enum jx_status commit_log(struct jx_db *db, struct jx_error *error)
{
	struct jx_log_head head = {0};
	bool is_log_changed = db->log.is_changed;
	enum jx_status status = jx_log_flush(db, error);
	if (status != JX_OK)
		return status;
	if (is_log_changed) {
		status = jx_log_head(db, &head, error);
		if (status != JX_OK)
			return status;
	}
	status = jx_db_run(db, "COMMIT", error);
	if (status == JX_OK && is_log_changed && db->store != NULL)
		jx_log_anchor_write(db->store, &head);
	return status;
}

enum jx_status jx_tx_commit(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_writer && db->is_in_group && !db->is_in_job);
	if (db->is_group_lost || db->is_lost) {
		jx_tx_rollback(db);
		return jx_db_fail_lost(db, error);
	}
	enum jx_status status = commit_log(db, error);
	if (status != JX_OK) {
		jx_tx_rollback(db);
		return status;
	}
	db->is_in_group = false;
	db->log = (struct jx_log_tail){0};
	return JX_OK;
}

/* Whatever ROLLBACK reports: what counts is whether a transaction is left. */
static bool undo_transaction(struct jx_db *db, struct jx_error *error)
{
	if (db->engine->is_in_transaction(db) && jx_db_run(db, ROLLBACK, error) != JX_OK)
		return !db->engine->is_in_transaction(db);
	return true;
}

void jx_tx_rollback(struct jx_db *db)
{
	struct jx_error error = {0};
	if (!undo_transaction(db, &error) && !db->is_lost) {
		db->loss = error;
		db->is_lost = true;
	}
	db->is_in_group = false;
	db->is_in_job = false;
	db->is_group_lost = false;
	jx_log_pending_clear(&db->log_pending);
	db->log = (struct jx_log_tail){0};
}

enum jx_status jx_tx_begin_job(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_in_group && !db->is_in_job);
	if (db->is_group_lost || db->is_lost)
		return jx_db_fail_lost(db, error);
	db->log_before = db->log;
	enum jx_status status = jx_db_prepare(db, ROLLBACK_JOB, error);
	if (status == JX_OK)
		status = jx_db_prepare(db, RELEASE_JOB, error);
	if (status == JX_OK)
		status = jx_db_run(db, "SAVEPOINT job", error);
	db->is_in_job = status == JX_OK;
	return status;
}

enum jx_status jx_tx_end_job(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_in_job);
	if (db->is_group_lost || db->is_lost)
		return jx_db_fail_lost(db, error);
	enum jx_status status = jx_log_settle(db, error);
	if (status == JX_OK)
		status = jx_db_run(db, RELEASE_JOB, error);
	if (status == JX_OK)
		db->is_in_job = false;
	return status;
}

static enum jx_status undo_job(struct jx_db *db, struct jx_error *error)
{
	enum jx_status status = jx_db_run(db, ROLLBACK_JOB, error);
	return status == JX_OK ? jx_db_run(db, RELEASE_JOB, error) : status;
}

void jx_tx_rollback_job(struct jx_db *db)
{
	struct jx_error error = {0};
	if (!db->is_in_job)
		return;
	/* When SQLite has undone the whole transaction by itself there is no savepoint to go back to. A job that cannot
	 * be taken out takes the group with it. */
	if (!db->is_group_lost && !db->is_lost && undo_job(db, &error) != JX_OK && !db->is_group_lost) {
		db->loss = error;
		db->is_group_lost = true;
	}
	jx_log_pending_clear(&db->log_pending);
	db->log = db->log_before;
	db->is_in_job = false;
}

static enum jx_status begin_snapshot(struct jx_db *db, struct jx_error *error)
{
	if (db->is_in_doubt)
		jx_db_disconnect(db);
	enum jx_status status = db->sqlite == NULL && db->postgres == NULL ? jx_db_connect(db, error) : JX_OK;
	if (status == JX_OK)
		status = jx_db_prepare(db, ROLLBACK, error);
	return status == JX_OK ? jx_db_run(db, db->engine->begin_snapshot, error) : status;
}

/* A server may have closed the connection of a reader since its last read: nothing has been read yet, so that another one does. */
enum jx_status jx_db_begin_snapshot(struct jx_db *db, struct jx_error *error)
{
	enum jx_status status = begin_snapshot(db, error);
	return status != JX_OK && db->is_in_doubt && db->postgres != NULL ? begin_snapshot(db, error)
									  : status;
}

void jx_db_end_snapshot(struct jx_db *db)
{
	if (db->is_writer) {
		jx_tx_rollback(db);
		return;
	}
	/* A snapshot that is held for ever would keep the write-ahead log growing. */
	if (!undo_transaction(db, NULL) || db->is_in_doubt)
		jx_db_disconnect(db);
}

enum jx_status jx_tx_begin_read(
	struct jx_db *db, jx_tx_is_interrupted is_interrupted, void *user, struct jx_error *error)
{
	assert(!db->is_writer && !db->is_reading);
	jx_gate_enter(&db->store->gate);
	enum jx_status status = jx_db_begin_snapshot(db, error);
	if (status != JX_OK) {
		jx_gate_leave(&db->store->gate);
		return status;
	}
	db->is_reading = true;
	db->is_interrupted = is_interrupted;
	db->interrupt_user = user;
	return JX_OK;
}

void jx_tx_end_read(struct jx_db *db)
{
	assert(db->is_reading);
	db->is_reading = false;
	db->is_interrupted = NULL;
	db->interrupt_user = NULL;
	jx_db_end_snapshot(db);
	jx_gate_leave(&db->store->gate);
}

bool jx_tx_is_full(struct jx_db *db)
{
	return db->engine->is_full(db);
}

enum jx_status jx_db_copy(struct jx_db *db, const char *path, struct jx_error *error)
{
	return db->engine->copy(db, path, error);
}

bool jx_db_is_lost(const struct jx_db *db)
{
	return db->is_lost || (db->engine->is_lost != NULL && db->engine->is_lost(db));
}

struct jx_log_tail *jx_db_log_tail(struct jx_db *db)
{
	return &db->log;
}

struct jx_log_pending *jx_db_log_pending(struct jx_db *db)
{
	return &db->log_pending;
}

struct jx_log_nodes *jx_db_log_nodes(struct jx_db *db)
{
	return db->log_nodes;
}

const struct jx_note_key *jx_db_log_key(const struct jx_db *db)
{
	return db->store != NULL ? db->store->log_key : NULL;
}

enum jx_status jx_db_maintain(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_writer && !db->is_in_group);
	if (db->is_lost)
		return jx_db_fail_lost(db, error);
	return db->engine->maintain(db, error);
}
