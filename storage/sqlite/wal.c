#include "storage/sqlite/wal.h"

_Static_assert(JX_WAL_DRAIN_PAGES < JX_WAL_URGENT_PAGES, "first a short wait, then a long one");
_Static_assert((JX_WAL_URGENT_PAGES + JX_WAL_STEP_PAGES) * (int64_t)JX_DB_PAGE_BYTES +
			       JX_DB_WRITER_CACHE_KIB * 1024 <=
		       (int64_t)JX_WAL_MAX_BYTES,
	"a group, which ends when the cache is full, still has room");

static enum jx_status fail_checkpoint(struct jx_db *db, int code, struct jx_error *error)
{
	return code == SQLITE_OK || code == SQLITE_BUSY ? JX_OK : jx_db_fail(db, code, error);
}

enum jx_status jx_wal_checkpoint(struct jx_db *db, struct jx_error *error)
{
	int code = sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	return fail_checkpoint(db, code, error);
}

/* Runs after each commit. Its own failure must not make a commit that is on disk look failed. */
static int on_wal(void *user, sqlite3 *sqlite, const char *name, int n_pages)
{
	struct jx_db *db = user;
	(void)sqlite;
	(void)name;
	db->n_wal_pages = n_pages;
	if (n_pages < JX_WAL_CHECKPOINT_PAGES)
		return SQLITE_OK;
	/* What it means for the connection has been noted in it. */
	enum jx_status noted = jx_wal_checkpoint(db, NULL);
	(void)noted;
	return SQLITE_OK;
}

void jx_wal_watch(struct jx_db *db)
{
	(void)sqlite3_wal_hook(db->sqlite, on_wal, db);
}

/* The last part of the log goes to the database, and the next commit starts it over. Nobody of this process reads now;
 * for a reader outside it there is no waiting. */
static int restart_wal(struct jx_db *db)
{
	int code = sqlite3_busy_timeout(db->sqlite, 0);
	if (code == SQLITE_OK)
		code = sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
	int restored = sqlite3_busy_timeout(db->sqlite, JX_DB_BUSY_MS);
	return code == SQLITE_OK ? restored : code;
}

enum jx_status jx_wal_make_room(struct jx_db *db, struct jx_error *error)
{
	if (db->store == NULL || db->n_wal_pages < db->n_wal_pages_allowed)
		return JX_OK;
	bool is_urgent = db->n_wal_pages >= JX_WAL_URGENT_PAGES;
	int code = SQLITE_BUSY;
	if (jx_gate_shut(&db->store->gate, is_urgent ? JX_READ_TIMEOUT_MS : JX_WAL_DRAIN_MS))
		code = restart_wal(db);
	jx_gate_open(&db->store->gate);
	if (code == SQLITE_OK)
		db->n_wal_pages = 0;
	db->n_wal_pages_allowed =
		code == SQLITE_OK ? JX_WAL_DRAIN_PAGES : db->n_wal_pages + JX_WAL_STEP_PAGES;
	return fail_checkpoint(db, code, error);
}

enum jx_status jx_wal_count_written(struct jx_db *db, int64_t *ret_n, struct jx_error *error)
{
	int n = 0;
	int highest = 0;
	int code = sqlite3_db_status(db->sqlite, SQLITE_DBSTATUS_CACHE_WRITE, &n, &highest, 0);
	*ret_n = n;
	return code == SQLITE_OK ? JX_OK : jx_db_fail(db, code, error);
}
