/* A copy put in the place of a store, whose files are kept aside. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "storage/log/store_relation.h"
#include "storage/sqlite/db.h"

#define PATH_BYTES 4352 /* of a directory and a name in it */

static enum jx_status fail_file(const char *path, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
}

static enum jx_status fail_relation(const struct jx_store_exchange *exchange,
	const struct jx_log_relation *relation, struct jx_error *error)
{
	uint64_t n_here = relation->first.n_entries;
	uint64_t n_copy = relation->second.n_entries;
	if (relation->order == JX_LOGS_FOREIGN)
		return jx_fail_with(error, JX_REASON_RESTORE_OTHER_COUNTY, JX_ARGS(JX_TEXT(exchange->place)));
	if (exchange->allows_less)
		return JX_OK;
	if (relation->order == JX_LOGS_FORKED)
		return jx_fail_with(error, JX_REASON_RESTORE_DIVERGES,
			JX_ARGS(JX_TEXT(exchange->place), JX_U64(n_here < n_copy ? n_here : n_copy)));
	if (relation->order == JX_LOGS_LONGER)
		return jx_fail_with(error, JX_REASON_RESTORE_STEPS_BACK,
			JX_ARGS(JX_TEXT(exchange->place), JX_U64(n_here), JX_U64(n_copy)));
	return JX_OK;
}

/* Holds the log of the place against that of the copy. */
static enum jx_status compare(struct jx_db *here, struct jx_db *copy,
	const struct jx_store_exchange *exchange, struct jx_error *error)
{
	struct jx_log_relation relation = {0};
	enum jx_status status = jx_log_relate(here, copy, &relation, error);
	return status == JX_OK ? fail_relation(exchange, &relation, error) : status;
}

/* A store that cannot be read is no reason to keep its backup out, when somebody says so. */
static enum jx_status check_exchange(struct jx_store *store, struct jx_store *source,
	const struct jx_store_exchange *exchange, struct jx_error *error)
{
	JX_AUTO(jx_db) here = NULL;
	JX_AUTO(jx_db) copy = NULL;
	if (access(store->path, F_OK) != 0)
		return JX_OK;
	enum jx_status status = jx_store_open_reader(source, &copy, error);
	if (status != JX_OK)
		return status;
	status = jx_store_open_reader(store, &here, error);
	if (status == JX_OK)
		status = compare(here, copy, exchange, error);
	if (status == JX_OK || status == JX_STATE)
		return status;
	return exchange->allows_less
		       ? JX_OK
		       : jx_fail_with(error, JX_REASON_RESTORE_UNREADABLE, JX_ARGS(JX_TEXT(exchange->place)));
}

static enum jx_status move_file(const char *from, const char *to, const char *name, struct jx_error *error)
{
	char from_path[PATH_BYTES];
	char to_path[PATH_BYTES];
	(void)snprintf(from_path, sizeof(from_path), "%s/%s", from, name);
	(void)snprintf(to_path, sizeof(to_path), "%s/%s", to, name);
	if (rename(from_path, to_path) == 0 || errno == ENOENT)
		return JX_OK;
	return fail_file(from_path, error);
}

static enum jx_status move_files(const char *from, const char *to, struct jx_error *error)
{
	static const char *const FILES[] = {JX_STORE_FILE "-shm", JX_STORE_FILE "-wal", JX_STORE_FILE};
	for (size_t i = 0; i < JX_COUNT_OF(FILES); i++) {
		enum jx_status status = move_file(from, to, FILES[i], error);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static enum jx_status move_all(const struct jx_store_exchange *exchange, struct jx_error *error)
{
	enum jx_status status = move_files(exchange->place, exchange->aside, error);
	return status == JX_OK ? move_files(exchange->copy, exchange->place, error) : status;
}

/* What was remembered of the log is that of the store which is now aside. */
static enum jx_status forget_anchor(struct jx_store *store, struct jx_error *error)
{
	if (ftruncate(store->lock_fd, 0) != 0)
		return fail_file(store->path, error);
	return jx_directory_sync(store->path, error);
}

enum jx_status jx_store_put_in_place(const struct jx_store_exchange *exchange, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	JX_AUTO(jx_store) source = NULL;
	enum jx_status status = jx_store_new(exchange->place, &store, error);
	if (status == JX_OK)
		status = jx_store_new(exchange->copy, &source, error);
	if (status == JX_OK)
		status = jx_store_lock(store, error);
	if (status == JX_OK)
		status = check_exchange(store, source, exchange, error);
	if (status == JX_OK)
		status = move_all(exchange, error);
	return status == JX_OK ? forget_anchor(store, error) : status;
}
