/* A copy of a store while it is open. */
#include "storage/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "storage/log/store_log.h"
#include "storage/sqlite/db.h"

/* Pages copied in one step: 8 MiB, so that a writer that waits for the copy does not wait long. */
#define STEP_PAGES 256

/* The first statement of a snapshot takes it. */
static enum jx_status take_snapshot(struct jx_db *db, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, "SELECT id FROM county", error);
	while (jx_sql_next(&sql))
		continue;
	return jx_sql_end(&sql);
}

static enum jx_status copy_pages(struct jx_db *from, struct jx_db *to, struct jx_error *error)
{
	sqlite3_backup *backup = sqlite3_backup_init(to->sqlite, "main", from->sqlite, "main");
	if (backup == NULL)
		return jx_db_fail(to, sqlite3_errcode(to->sqlite), error);
	int code = SQLITE_OK;
	while (code == SQLITE_OK)
		code = sqlite3_backup_step(backup, STEP_PAGES);
	int end = sqlite3_backup_finish(backup);
	if (code == SQLITE_DONE && end == SQLITE_OK)
		return JX_OK;
	return jx_db_fail(to, code == SQLITE_DONE ? end : code, error);
}

/* Pages, rows, foreign keys and the log. quick_check would miss an index that lost a row. */
static enum jx_status check_copy(struct jx_db *copy, struct jx_error *error)
{
	enum jx_status status = jx_db_check(copy, "PRAGMA integrity_check(1)", error);
	if (status != JX_OK)
		return status;
	status = jx_db_check(copy, "PRAGMA foreign_key_check", error);
	return status == JX_OK ? jx_log_verify(copy, error) : status;
}

/* One file: no write-ahead log may be needed to read the copy. */
static enum jx_status leave_wal(struct jx_db *copy, struct jx_error *error)
{
	return jx_db_exec(copy, "PRAGMA journal_mode = DELETE", error);
}

/* Without a snapshot each commit of another connection would start the copy over, without end. */
static enum jx_status copy_snapshot(struct jx_db *from, struct jx_db *to, struct jx_error *error)
{
	enum jx_status status = jx_db_begin_snapshot(from, error);
	if (status != JX_OK)
		return status;
	status = take_snapshot(from, error);
	if (status == JX_OK)
		status = copy_pages(from, to, error);
	jx_db_end_snapshot(from);
	return status;
}

static enum jx_status write_copy(
	struct jx_db *from, const char *path, jx_copy_fill fill, struct jx_error *error)
{
	JX_AUTO(jx_db) copy = NULL;
	enum jx_status status = jx_db_open(NULL, path, JX_DB_WRITE, &copy, error);
	if (status != JX_OK)
		return status;
	status = leave_wal(copy, error);
	if (status != JX_OK)
		return status;
	status = fill(from, copy, error);
	if (status != JX_OK)
		return status;
	status = check_copy(copy, error);
	if (status != JX_OK)
		return status;
	jx_db_finalize_all(copy);
	return leave_wal(copy, error);
}

static enum jx_status fail_file(struct jx_error *error)
{
	return errno == ENOSPC ? jx_fail(error, JX_REASON_STORAGE_FULL)
			       : jx_fail_with(error, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_SYSTEM(errno)));
}

static enum jx_status sync_file(const char *path, struct jx_error *error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_file(error);
	enum jx_status status = fsync(fd) == 0 ? JX_OK : fail_file(error);
	(void)close(fd);
	return status;
}

static enum jx_status put_in_place(const char *part, const char *path, struct jx_error *error)
{
	enum jx_status status = sync_file(part, error);
	if (status != JX_OK)
		return status;
	return rename(part, path) == 0 ? jx_directory_sync(path, error) : fail_file(error);
}

static enum jx_status copy_through(
	struct jx_db *db, const char *path, const char *part, jx_copy_fill fill, struct jx_error *error)
{
	int fd = open(part, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return fail_file(error);
	if (close(fd) != 0)
		return fail_file(error);
	enum jx_status status = write_copy(db, part, fill, error);
	if (status == JX_OK)
		status = put_in_place(part, path, error);
	if (status != JX_OK)
		(void)unlink(part);
	return status;
}

enum jx_status jx_sqlite_copy_by(
	struct jx_db *db, const char *path, jx_copy_fill fill, struct jx_error *error)
{
	char *part = NULL;
	if (asprintf(&part, "%s.part", path) < 0)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = copy_through(db, path, part, fill, error);
	free(part);
	return status;
}

enum jx_status jx_sqlite_copy(struct jx_db *db, const char *path, struct jx_error *error)
{
	return jx_sqlite_copy_by(db, path, copy_snapshot, error);
}
