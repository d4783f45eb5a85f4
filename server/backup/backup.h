/*
 * Backups: the county's whole state directory as one file, made while the daemon runs, and put back.
 *
 *   manifest.json   a BackupManifest: what it holds, with the signed checkpoint of the log in it
 *   jixiao.db       the store, as it was when the copy began
 *   jixiaod.ini, ca.pem, server.pem, log.pub
 *   ca.key, server.key, log.key   encrypted (seal.h)
 *
 * A backup is trusted for what its log proves: the store in it must have the tree of the checkpoint, the checkpoint the
 * signature of the log's key, and the tables must be what the log says. Thread: any.
 */
#ifndef SERVER_BACKUP_BACKUP_H
#define SERVER_BACKUP_BACKUP_H

#include "server/backup/seal.h"
#include "storage/log/store_fsck.h"

/** A backup that was made or checked. In an arena. */
struct jx_backup {
	const char *path;
	JxBackupManifest *manifest;
};

/** What is backed up, and where to. */
struct jx_backup_order {
	const char *directory; /* on which a daemon may run */
	const char *
		target; /* a file, or a directory, where it is named by the time: jixiao-20260315T084207Z.zip */
	const struct jx_seal *seal;
	int64_t now_ms;
};

/** Make a backup.
 *
 * @return JX_OK; JX_STATE (STORE_OLDER, STORE_NEWER); JX_DATA_LOSS (STORE_DAMAGED, LOG_DAMAGED); JX_UNAVAILABLE (FILE_FAILED,
 *   STORAGE_FULL).
 */
enum jx_status jx_backup_write(const struct jx_backup_order *order, struct jx_arena *arena,
	struct jx_backup *ret_backup, struct jx_error *error) JX_MUST_CHECK;

/** Remove the oldest backups of a directory, by their names, until so many are left. Other files are not touched. */
enum jx_status jx_backup_keep(const char *directory, unsigned n_kept, unsigned *ret_n_removed,
	struct jx_error *error) JX_MUST_CHECK;

struct jx_archive;

/** Unpack a backup into a new folder and hold it against itself: digests, checkpoint, the log, the keys.
 *
 * @param folder  is made; left empty or not at all on failure.
 * @param seal    NULL: the keys stay in the backup.
 * @param ret_backup  names the archive's path, which is borrowed from it.
 * @return JX_OK; JX_DATA_LOSS (BACKUP_UNREADABLE, STORE_DAMAGED, LOG_DAMAGED); JX_INVALID (BACKUP_KEY_WRONG); JX_UNAVAILABLE.
 */
enum jx_status jx_backup_unpack(struct jx_archive *archive, const char *folder, const struct jx_seal *seal,
	struct jx_arena *arena, struct jx_backup *ret_backup, struct jx_error *error) JX_MUST_CHECK;

/** Remove a folder that jx_backup_unpack() has made, with all that is in it of a backup. */
void jx_backup_discard(const char *folder);

/** What is checked. */
struct jx_backup_check {
	const char *file;
	const struct jx_seal *seal; /* NULL: the keys are not tried */
	const char
		*against; /* a state directory, whose log must begin with that of the backup; NULL for none */
	struct jx_fsck_listener listener;
};

/** Check a backup: unpack it beside itself, hold its tables against its log, and its log against that of a store.
 *
 * @param ret_n_behind  entries that the store has and the backup has not; 0 without a store.
 * @return as jx_backup_unpack(); JX_STATE (RESTORE_DIVERGES, RESTORE_OTHER_COUNTY).
 */
enum jx_status jx_backup_check(const struct jx_backup_check *check, struct jx_arena *arena,
	struct jx_backup *ret_backup, uint64_t *ret_n_behind, struct jx_error *error) JX_MUST_CHECK;

/** What is restored. */
struct jx_restore {
	const char *file;
	const char *directory; /* made when it is missing */
	const struct jx_seal *seal;
	bool allows_less; /* see struct jx_store_exchange */
	int64_t now_ms;
	struct jx_fsck_listener listener;
};

/** Put a backup into a state directory on which no daemon runs. The files that were there go to a folder in it.
 *
 * @param ret_aside  the folder, in the arena; NULL when there was nothing.
 * @return as jx_backup_unpack() and jx_store_put_in_place(); JX_DATA_LOSS (STORE_DIFFERS) when tables of the backup are not
 *   what its log says.
 */
enum jx_status jx_backup_restore(const struct jx_restore *restore, struct jx_arena *arena,
	struct jx_backup *ret_backup, const char **ret_aside, struct jx_error *error) JX_MUST_CHECK;

#endif
