/* A backup is checked, and put in the place of a state directory. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "proto/contract/service/states.h"
#include "server/backup/archive.h"
#include "server/backup/parts.h"
#include "server/base/owner.h"
#include "server/daemon/config.h"
#include "server/daemon/daemon.h"
#include "server/daemon/log_key_start.h"
#include "storage/log/store_checkpoints.h"
#include "storage/log/store_relation.h"

#define ASIDE_FORMAT "before-restore-%Y%m%dT%H%M%SZ"
#define ASIDE_BYTES  64

/* Counts what differs on its way to who wants to hear of it. */
struct counting {
	const struct jx_fsck_listener *listener;
	uint64_t n;
};

static void on_difference(void *user, const struct jx_fsck_difference *difference)
{
	struct counting *counting = user;
	counting->n++;
	if (counting->listener->on_difference != NULL)
		counting->listener->on_difference(counting->listener->user, difference);
}

static enum jx_status check_tables(const char *folder, const struct jx_backup *backup,
	const struct jx_fsck_listener *listener, struct jx_error *error)
{
	struct jx_config config = {0};
	struct counting counting = {.listener = listener};
	const struct jx_fsck_listener counted = {
		.on_difference = on_difference, .user = &counting, .n_older = listener->n_older};
	(void)snprintf(config.directory, sizeof(config.directory), "%s", folder);
	enum jx_status status = jx_daemon_fsck(&config, &counted, error);
	if (status != JX_OK || counting.n == 0)
		return status;
	return jx_fail_with(error, JX_REASON_BACKUP_UNREADABLE,
		JX_ARGS(JX_TEXT(backup->path),
			JX_WORDS("表与日志不符", "its tables are not what its log says")));
}

/* ---- checking ---- */

static enum jx_status judge_relation(const char *place, const struct jx_log_relation *relation,
	uint64_t *ret_n_behind, struct jx_error *error)
{
	uint64_t n_here = relation->first.n_entries;
	uint64_t n_copy = relation->second.n_entries;
	*ret_n_behind = n_here > n_copy ? n_here - n_copy : 0;
	if (relation->order == JX_LOGS_FOREIGN)
		return jx_fail_with(error, JX_REASON_RESTORE_OTHER_COUNTY, JX_ARGS(JX_TEXT(place)));
	if (relation->order == JX_LOGS_FORKED)
		return jx_fail_with(error, JX_REASON_RESTORE_DIVERGES,
			JX_ARGS(JX_TEXT(place), JX_U64(n_here < n_copy ? n_here : n_copy)));
	return JX_OK;
}

static enum jx_status compare_with(
	const char *place, const char *folder, uint64_t *ret_n_behind, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	JX_AUTO(jx_store) source = NULL;
	struct jx_db *here = NULL;
	struct jx_db *copy = NULL;
	struct jx_log_relation relation = {0};
	enum jx_status status = jx_store_open_beside(place, &store, error);
	if (status == JX_OK)
		status = jx_store_open_beside(folder, &source, error);
	if (status == JX_OK)
		status = jx_store_open_reader(store, &here, error);
	if (status == JX_OK)
		status = jx_store_open_reader(source, &copy, error);
	if (status == JX_OK)
		status = jx_log_relate(here, copy, &relation, error);
	jx_db_free(copy);
	jx_db_free(here);
	return status == JX_OK ? judge_relation(place, &relation, ret_n_behind, error) : status;
}

enum jx_status jx_backup_check(const struct jx_backup_check *check, struct jx_arena *arena,
	struct jx_backup *ret_backup, uint64_t *ret_n_behind, struct jx_error *error)
{
	JX_AUTO(jx_archive) archive = NULL;
	char folder[JX_BACKUP_PATH_BYTES];
	*ret_n_behind = 0;
	(void)snprintf(folder, sizeof(folder), "%s.check", check->file);
	enum jx_status status = jx_archive_open(check->file, &archive, error);
	if (status == JX_OK)
		status = jx_backup_unpack(archive, folder, check->seal, arena, ret_backup, error);
	if (status != JX_OK)
		return status;
	ret_backup->path = check->file;
	status = check_tables(folder, ret_backup, &check->listener, error);
	if (status == JX_OK && check->against != NULL)
		status = compare_with(check->against, folder, ret_n_behind, error);
	jx_backup_discard(folder);
	return status;
}

/* ---- restoring ---- */

static const char *name_aside(const struct jx_restore *restore, struct jx_arena *arena)
{
	char name[ASIDE_BYTES];
	char path[JX_BACKUP_PATH_BYTES];
	struct tm parts;
	time_t now = (time_t)(restore->now_ms / 1000);
	(void)strftime(name, sizeof(name), ASIDE_FORMAT, gmtime_r(&now, &parts));
	jx_part_path(restore->directory, name, path);
	return jx_arena_strdup(arena, path);
}

/* Moves a file; one that is not there is none to move. */
static enum jx_status move_part(const char *from, const char *to, const char *name, struct jx_error *error)
{
	char from_path[JX_BACKUP_PATH_BYTES];
	char to_path[JX_BACKUP_PATH_BYTES];
	jx_part_path(from, name, from_path);
	jx_part_path(to, name, to_path);
	return rename(from_path, to_path) == 0 || errno == ENOENT ? JX_OK : jx_part_fail(from_path, error);
}

/* What was there goes aside. */
static enum jx_status exchange_part(const struct jx_restore *restore, const char *folder, const char *aside,
	const char *name, struct jx_error *error)
{
	enum jx_status status = move_part(restore->directory, aside, name, error);
	return status == JX_OK ? move_part(folder, restore->directory, name, error) : status;
}

/* All but the settings, by which systemd sees that there is a county. The store goes first: it is the part that may be refused,
 * and it holds the directory's lock meanwhile. */
static enum jx_status put_in_place(
	const struct jx_restore *restore, const char *folder, const char *aside, struct jx_error *error)
{
	const struct jx_store_exchange exchange = {.place = restore->directory,
		.copy = folder,
		.aside = aside,
		.allows_less = restore->allows_less};
	if (mkdir(aside, 0700) != 0 && errno != EEXIST)
		return jx_part_fail(aside, error);
	enum jx_status status = jx_store_put_in_place(&exchange, error);
	for (size_t i = 0; i < JX_BACKUP_PARTS && status == JX_OK; i++) {
		const struct jx_part *part = &jx_backup_parts[i];
		if (part->kind != JX_PART_STORE && strcmp(part->name, JX_CONFIG_FILE) != 0)
			status = exchange_part(restore, folder, aside, part->name, error);
	}
	return status;
}

static enum jx_status append_restore(struct jx_db *db, int64_t now_ms, struct jx_error *error)
{
	uint64_t index = 0;
	const struct jx_log_entry entry = {.time_ms = now_ms, .act = JX_LOG_RESTORE, .object = "log"};
	enum jx_status status = jx_tx_begin(db, error);
	if (status == JX_OK)
		status = jx_tx_begin_job(db, error);
	if (status == JX_OK)
		status = jx_log_append(db, &entry, &index, error);
	if (status == JX_OK)
		status = jx_tx_end_job(db, error);
	return status == JX_OK ? jx_tx_commit(db, error) : status;
}

/* Whoever reads the log later must see where it was taken from a copy. */
static enum jx_status log_restore(const char *directory, int64_t now_ms, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	JX_AUTO(jx_ca) ca = NULL;
	struct jx_note_key *key = NULL;
	struct jx_db *db = NULL;
	enum jx_status status = jx_store_open(directory, &store, error);
	if (status == JX_OK)
		status = jx_ca_open(directory, &ca, error);
	if (status == JX_OK)
		status = jx_log_key_start(store, directory, "", ca, &key, error);
	if (status == JX_OK)
		status = jx_store_open_writer(store, &db, error);
	if (status == JX_OK)
		status = append_restore(db, now_ms, error);
	jx_db_free(db);
	jx_store_sign_with(store, NULL);
	jx_note_key_free(key);
	return status;
}

enum jx_status jx_backup_restore(const struct jx_restore *restore, struct jx_arena *arena,
	struct jx_backup *ret_backup, const char **ret_aside, struct jx_error *error)
{
	JX_AUTO(jx_archive) archive = NULL;
	char folder[JX_BACKUP_PATH_BYTES];
	const char *aside = name_aside(restore, arena);
	if (aside == NULL)
		return jx_arena_fail(arena, error);
	if (mkdir(restore->directory, 0700) != 0 && errno != EEXIST)
		return jx_part_fail(restore->directory, error);
	jx_part_path(restore->directory, "restore.part", folder);
	/* The copy may be one that root alone reads; what is made of it is the service's. */
	enum jx_status status = jx_archive_open(restore->file, &archive, error);
	if (status == JX_OK)
		status = jx_owner_become(restore->directory, error);
	if (status != JX_OK) {
		(void)rmdir(restore->directory); /* when it was made for this */
		return status;
	}
	status = jx_backup_unpack(archive, folder, restore->seal, arena, ret_backup, error);
	if (status == JX_OK)
		status = check_tables(folder, ret_backup, &restore->listener, error);
	ret_backup->path = restore->file;
	if (status == JX_OK)
		status = put_in_place(restore, folder, aside, error);
	if (status == JX_OK) {
		status = log_restore(restore->directory, restore->now_ms, error);
		enum jx_status settings =
			exchange_part(restore, folder, aside, JX_CONFIG_FILE, status == JX_OK ? error : NULL);
		status = status == JX_OK ? settings : status;
	}
	jx_backup_discard(folder);
	bool was_empty = rmdir(aside) == 0 || errno == ENOENT;
	*ret_aside = was_empty ? NULL : aside;
	if (status != JX_OK)
		(void)rmdir(restore->directory); /* when it was made for this */
	return status;
}
