/* Connections: what is the same for every engine. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/contract/base/text.h"
#include "storage/engine/engine.h"
#include "storage/engine/log_anchor.h"

enum jx_status jx_db_connect(struct jx_db *db, struct jx_error *error)
{
	enum jx_status status = db->engine->connect(db, error);
	if (status != JX_OK)
		jx_db_disconnect(db);
	return status;
}

void jx_db_disconnect(struct jx_db *db)
{
	jx_db_finalize_all(db);
	db->engine->disconnect(db);
	db->is_in_doubt = false;
}

enum jx_status jx_db_open(struct jx_store *store, const char *path, enum jx_db_use use, struct jx_db **ret_db,
	struct jx_error *error)
{
	JX_AUTO(jx_db) db = calloc(1, sizeof(*db));
	if (db == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	db->engine = store != NULL ? store->engine : &jx_sqlite_engine;
	db->store = store;
	db->is_writer = use == JX_DB_WRITE;
	db->path = strdup(path);
	if (db->is_writer)
		db->log_nodes = jx_log_nodes_new();
	if (db->path == NULL || (db->is_writer && db->log_nodes == NULL))
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	enum jx_status status = jx_db_connect(db, error);
	if (status != JX_OK)
		return status;
	*ret_db = jx_db_take(&db);
	return JX_OK;
}

static void finish_writer(struct jx_db *db)
{
	struct jx_log_head head;
	if (!db->is_lost) {
		jx_tx_rollback(db);
		if (db->store != NULL && db->store->is_checked && jx_log_head(db, &head, NULL) == JX_OK)
			jx_log_anchor_write_end(db->store, &head);
	}
	if (db->engine->finish_writer != NULL)
		db->engine->finish_writer(db);
}

void jx_db_free(struct jx_db *db)
{
	if (db == NULL)
		return;
	if (db->is_reading)
		jx_tx_end_read(db);
	if (db->is_writer && (db->sqlite != NULL || db->postgres != NULL))
		finish_writer(db);
	if (db->is_writer && db->store != NULL)
		db->store->is_writer_out = false;
	jx_db_disconnect(db);
	jx_log_nodes_free(db->log_nodes);
	jx_log_pending_free(&db->log_pending);
	free(db->path);
	free(db);
}

enum jx_status jx_db_note(struct jx_db *db, const struct jx_error *own, bool is_fatal, struct jx_error *error)
{
	if (error != NULL)
		*error = *own;
	if (!db->is_writer) {
		db->is_in_doubt = db->is_in_doubt || is_fatal;
		return jx_reason_status(own->reason);
	}
	bool is_group_lost = db->is_in_group && !db->engine->is_in_transaction(db);
	if ((is_fatal && !db->is_lost) || (is_group_lost && !db->is_group_lost))
		db->loss = *own;
	db->is_lost = db->is_lost || is_fatal;
	db->is_group_lost = db->is_group_lost || is_group_lost;
	return jx_reason_status(own->reason);
}

enum jx_status jx_db_fail_lost(const struct jx_db *db, struct jx_error *error)
{
	if (error != NULL)
		*error = db->loss;
	return jx_reason_status(db->loss.reason);
}

enum jx_status jx_db_prepare(struct jx_db *db, const char *text, struct jx_error *error)
{
	return db->engine->prepare(db, text, error);
}

enum jx_status jx_db_exec(struct jx_db *db, const char *text, struct jx_error *error)
{
	return db->engine->exec(db, text, error);
}

void jx_db_finalize_all(struct jx_db *db)
{
	db->engine->finalize_all(db);
}

enum jx_status jx_db_run(struct jx_db *db, const char *text, struct jx_error *error)
{
	struct jx_sql sql;
	jx_sql_start(&sql, db, text, error);
	return jx_sql_run(&sql);
}

enum jx_status jx_directory_sync(const char *path, struct jx_error *error)
{
	char directory[PATH_MAX];
	(void)jx_text_copy(directory, sizeof(directory), path);
	int fd = open(dirname(directory), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_synced = fd >= 0 && fsync(fd) == 0;
	int failure = errno;
	if (fd >= 0)
		(void)close(fd);
	if (is_synced)
		return JX_OK;
	return jx_fail_with(error, JX_REASON_STORAGE_FAILED, JX_ARGS(JX_SYSTEM(failure)));
}
