/* Transactions: the group with its jobs, reads, and what is done between them. */
#include <assert.h>

#include "storage/log/store_log.h"
#include "storage/sqlite/db.h"
#include "storage/sqlite/log_anchor.h"

enum jx_status jx_tx_begin(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_writer && !db->is_in_group);
	if (db->is_lost)
		return jx_db_fail_lost(db, error);
	enum jx_status status = jx_db_exec(db, "BEGIN IMMEDIATE", error);
	if (status != JX_OK)
		return status;
	db->is_in_group = true;
	db->is_group_lost = false;
	db->log = (struct jx_log_tail){.is_open = true};
	return JX_OK;
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
	status = jx_db_exec(db, "COMMIT", error);
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

void jx_tx_rollback(struct jx_db *db)
{
	if (sqlite3_get_autocommit(db->sqlite) == 0)
		(void)sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
	db->is_in_group = false;
	db->is_in_job = false;
	db->is_group_lost = false;
	db->log = (struct jx_log_tail){0};
}

enum jx_status jx_tx_begin_job(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_in_group && !db->is_in_job);
	if (db->is_group_lost || db->is_lost)
		return jx_db_fail_lost(db, error);
	db->log_before = db->log;
	enum jx_status status = jx_db_exec(db, "SAVEPOINT job", error);
	db->is_in_job = status == JX_OK;
	return status;
}

enum jx_status jx_tx_end_job(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_in_job);
	if (db->is_group_lost || db->is_lost)
		return jx_db_fail_lost(db, error);
	enum jx_status status = jx_db_exec(db, "RELEASE job", error);
	if (status == JX_OK)
		db->is_in_job = false;
	return status;
}

void jx_tx_rollback_job(struct jx_db *db)
{
	if (!db->is_in_job)
		return;
	/* When SQLite has undone the whole transaction by itself there is no savepoint to go back to. */
	if (!db->is_group_lost && !db->is_lost &&
		jx_db_exec(db, "ROLLBACK TO job; RELEASE job", NULL) != JX_OK && !db->is_group_lost) {
		/* A job that cannot be taken out takes the group with it. */
		(void)jx_fail_with(&db->loss, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_TEXT("rollback")));
		db->is_group_lost = true;
	}
	db->log = db->log_before;
	db->is_in_job = false;
}

enum jx_status jx_tx_begin_read(
	struct jx_db *db, jx_tx_is_interrupted is_interrupted, void *user, struct jx_error *error)
{
	assert(!db->is_writer && db->is_interrupted == NULL);
	enum jx_status status = jx_db_exec(db, "BEGIN", error);
	if (status != JX_OK)
		return status;
	db->is_interrupted = is_interrupted;
	db->interrupt_user = user;
	return JX_OK;
}

void jx_tx_end_read(struct jx_db *db)
{
	db->is_interrupted = NULL;
	db->interrupt_user = NULL;
	if (sqlite3_get_autocommit(db->sqlite) == 0)
		(void)sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
}

bool jx_db_is_lost(const struct jx_db *db)
{
	return db->is_lost;
}

struct jx_log_tail *jx_db_log_tail(struct jx_db *db)
{
	return &db->log;
}

/* Moves some of the write-ahead log into the database, as far as readers let it. */
enum jx_status jx_db_maintain(struct jx_db *db, struct jx_error *error)
{
	assert(db->is_writer && !db->is_in_group);
	if (db->is_lost)
		return jx_db_fail_lost(db, error);
	int code = sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return code == SQLITE_OK || code == SQLITE_BUSY ? JX_OK : jx_db_fail(db, code, error);
}
