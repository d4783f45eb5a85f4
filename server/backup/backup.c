#include "server/backup/backup.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "proto/contract/evidence/digest.h"
#include "proto/contract/figure/instant.h"
#include "proto/contract/message/json/json.h"
#include "server/backup/archive.h"
#include "server/backup/parts.h"
#include "storage/log/store_checkpoints.h"
#include "storage/log/store_log.h"

#define NAME_PREFIX "jixiao-"
#define NAME_FORMAT NAME_PREFIX "%Y%m%dT%H%M%SZ.zip"
#define NAME_BYTES  64

const struct jx_part jx_backup_parts[JX_BACKUP_PARTS] = {
	{JX_STORE_FILE, JX_PART_STORE},
	{"jixiaod.ini", JX_PART_TEXT},
	{"ca.pem", JX_PART_TEXT},
	{"server.pem", JX_PART_TEXT},
	{"log.pub", JX_PART_TEXT},
	{"ca.key", JX_PART_KEY},
	{"server.key", JX_PART_KEY},
	{"log.key", JX_PART_KEY},
};

void jx_part_path(const char *directory, const char *name, char out[JX_BACKUP_PATH_BYTES])
{
	(void)snprintf(out, JX_BACKUP_PATH_BYTES, "%s/%s", directory, name);
}

enum jx_status jx_part_fail(const char *path, struct jx_error *error)
{
	return errno == ENOSPC
		       ? jx_fail(error, JX_REASON_STORAGE_FULL)
		       : jx_fail_with(error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
}

/* A backup while it is made. */
struct writing {
	const char *directory;
	const char *path;   /* of the backup */
	const char *folder; /* where the copy of the store lies until it is in the backup */
	const struct jx_seal *seal;
	struct jx_arena *arena;
	JxBackupManifest *manifest;
	JxBackupFile files[JX_BACKUP_PARTS];
	JxBackupFile *list[JX_BACKUP_PARTS];
	struct jx_archive_part parts[JX_BACKUP_PARTS + 1]; /* the manifest first */
	char paths[JX_BACKUP_PARTS][JX_BACKUP_PATH_BYTES];
};

/* ---- the store ---- */

static enum jx_status copy_store(const struct writing *writing, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	JX_AUTO(jx_db) reader = NULL;
	char path[JX_BACKUP_PATH_BYTES];
	jx_part_path(writing->folder, JX_STORE_FILE, path);
	enum jx_status status = jx_store_open_beside(writing->directory, &store, error);
	if (status == JX_OK)
		status = jx_store_open_reader(store, &reader, error);
	if (status == JX_OK)
		status = jx_db_copy(reader, path, error);
	jx_db_free(jx_db_take(&reader));
	return status;
}

static enum jx_status read_head(struct jx_db *reader, struct writing *writing, struct jx_error *error)
{
	struct jx_log_head head;
	struct jx_stored_checkpoint checkpoint;
	enum jx_status status = jx_tx_begin_read(reader, NULL, NULL, error);
	if (status != JX_OK)
		return status;
	status = jx_log_head(reader, &head, error);
	if (status == JX_OK)
		status = jx_checkpoint_newest(reader, writing->arena, &checkpoint, error);
	jx_tx_end_read(reader);
	if (status != JX_OK)
		return status;
	writing->manifest->log_entries = head.n_entries;
	writing->manifest->checkpoint = checkpoint.note;
	return JX_OK;
}

/* What the copy holds, not what the store holds by now. */
static enum jx_status describe_copy(struct writing *writing, struct jx_error *error)
{
	JX_AUTO(jx_store) copy = NULL;
	JX_AUTO(jx_db) reader = NULL;
	enum jx_status status = jx_store_open_beside(writing->folder, &copy, error);
	if (status == JX_OK)
		status = jx_store_open_reader(copy, &reader, error);
	if (status == JX_OK)
		status = read_head(reader, writing, error);
	if (status == JX_OK) {
		writing->manifest->county = jx_arena_strdup(writing->arena, jx_store_county(copy));
		if (writing->manifest->county == NULL)
			status = jx_arena_fail(writing->arena, error);
	}
	jx_db_free(jx_db_take(&reader));
	return status;
}

/* ---- the parts ---- */

static enum jx_status digest_file(const char *path, JxBackupFile *file, char *digest, struct jx_error *error)
{
	JX_AUTO(jx_hasher) hasher = NULL;
	char piece[65536];
	size_t n;
	enum jx_status status = jx_hasher_new(JX_DIGEST_SHA256, &hasher, error);
	FILE *stream = status == JX_OK ? fopen(path, "re") : NULL;
	if (status == JX_OK && stream == NULL)
		return jx_part_fail(path, error);
	while (status == JX_OK && (n = fread(piece, 1, sizeof(piece), stream)) > 0) {
		file->size += n;
		status = jx_hasher_add(hasher, piece, n);
	}
	if (status == JX_OK && ferror(stream))
		status = jx_part_fail(path, error);
	if (stream != NULL)
		(void)fclose(stream);
	return status == JX_OK ? jx_hasher_end(hasher, digest) : status;
}

static enum jx_status seal_part(struct writing *writing, struct jx_archive_part *part, const char *path,
	JxBackupFile *file, char *digest, struct jx_error *error)
{
	char *pem = NULL;
	enum jx_status status = jx_seal_key(writing->seal, path, writing->arena, &pem, &part->n_text, error);
	if (status != JX_OK)
		return status;
	part->text = pem;
	part->path = NULL;
	file->size = part->n_text;
	return jx_digest_bytes(part->text, part->n_text, JX_DIGEST_SHA256, digest, error);
}

static enum jx_status add_part(struct writing *writing, size_t i, struct jx_error *error)
{
	const struct jx_part *what = &jx_backup_parts[i];
	struct jx_archive_part *part = &writing->parts[i + 1];
	JxBackupFile *file = &writing->files[i];
	char *digest = jx_arena_alloc(writing->arena, JX_DIGEST_TEXT_BYTES);
	if (digest == NULL)
		return jx_arena_fail(writing->arena, error);
	jx_part_path(what->kind == JX_PART_STORE ? writing->folder : writing->directory, what->name,
		writing->paths[i]);
	*part = (struct jx_archive_part){.name = what->name, .path = writing->paths[i]};
	jx_backup_file_init(file);
	file->name = (char *)what->name;
	file->digest = digest;
	writing->list[i] = file;
	return what->kind == JX_PART_KEY ? seal_part(writing, part, writing->paths[i], file, digest, error)
					 : digest_file(writing->paths[i], file, digest, error);
}

static enum jx_status write_archive(struct writing *writing, struct jx_error *error)
{
	struct jx_archive_part *head = &writing->parts[0];
	char *text = NULL;
	for (size_t i = 0; i < JX_BACKUP_PARTS; i++) {
		enum jx_status status = add_part(writing, i, error);
		if (status != JX_OK)
			return status;
	}
	writing->manifest->files = writing->list;
	writing->manifest->n_files = JX_BACKUP_PARTS;
	enum jx_status status = jx_json_write(
		&writing->manifest->base, JX_JSON_PRETTY, writing->arena, error, &text, &head->n_text);
	if (status != JX_OK)
		return status;
	head->name = JX_BACKUP_MANIFEST;
	head->text = text;
	return jx_archive_write(writing->path, writing->parts, JX_BACKUP_PARTS + 1, error);
}

static enum jx_status write_backup(struct writing *writing, struct jx_error *error)
{
	if (mkdir(writing->folder, 0700) != 0 && errno != EEXIST)
		return jx_part_fail(writing->folder, error);
	enum jx_status status = copy_store(writing, error);
	if (status == JX_OK)
		status = describe_copy(writing, error);
	if (status == JX_OK)
		status = write_archive(writing, error);
	jx_backup_discard(writing->folder);
	return status;
}

static const char *name_target(const char *target, int64_t now_ms, struct jx_arena *arena)
{
	struct stat stat_of_target;
	struct tm parts;
	char name[NAME_BYTES];
	char path[JX_BACKUP_PATH_BYTES];
	time_t now = (time_t)(now_ms / 1000);
	if (stat(target, &stat_of_target) != 0 || !S_ISDIR(stat_of_target.st_mode))
		return jx_arena_strdup(arena, target);
	(void)strftime(name, sizeof(name), NAME_FORMAT, gmtime_r(&now, &parts));
	jx_part_path(target, name, path);
	return jx_arena_strdup(arena, path);
}

enum jx_status jx_backup_write(const struct jx_backup_order *order, struct jx_arena *arena,
	struct jx_backup *ret_backup, struct jx_error *error)
{
	char folder[JX_BACKUP_PATH_BYTES];
	Google__Protobuf__Timestamp *time = jx_arena_alloc(arena, sizeof(*time));
	JxBackupManifest *manifest = jx_arena_alloc(arena, sizeof(*manifest));
	struct writing *writing = jx_arena_calloc(arena, 1, sizeof(*writing));
	const char *path = name_target(order->target, order->now_ms, arena);
	if (time == NULL || manifest == NULL || writing == NULL || path == NULL)
		return jx_arena_fail(arena, error);
	google__protobuf__timestamp__init(time);
	jx_timestamp_set(time, order->now_ms - order->now_ms % 1000);
	jx_backup_manifest_init(manifest);
	manifest->create_time = time;
	manifest->program_version = (char *)JX_VERSION;
	manifest->seal = jx_seal_kind(order->seal);
	(void)snprintf(folder, sizeof(folder), "%s.copy", path);
	*writing = (struct writing){.directory = order->directory,
		.path = path,
		.folder = folder,
		.seal = order->seal,
		.arena = arena,
		.manifest = manifest};
	enum jx_status status = write_backup(writing, error);
	*ret_backup = (struct jx_backup){.path = path, .manifest = manifest};
	return status;
}

/* ---- how many are kept ---- */

/* Only names that jx_backup_write() gives. */
static int is_backup(const struct dirent *entry)
{
	static const char SHAPE[] = NAME_PREFIX "00000000T000000Z.zip";
	const char *name = entry->d_name;
	if (strlen(name) != sizeof(SHAPE) - 1)
		return 0;
	for (size_t i = 0; i < sizeof(SHAPE) - 1; i++) {
		bool is_digit = name[i] >= '0' && name[i] <= '9';
		if (SHAPE[i] == '0' ? !is_digit : name[i] != SHAPE[i])
			return 0;
	}
	return 1;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

enum jx_status jx_backup_keep(
	const char *directory, unsigned n_kept, unsigned *ret_n_removed, struct jx_error *error)
{
	struct dirent **entries = NULL;
	enum jx_status status = JX_OK;
	*ret_n_removed = 0;
	int n = scandir(directory, &entries, is_backup, by_name);
	if (n < 0)
		return jx_part_fail(directory, error);
	for (int i = 0; i < n; i++) {
		char path[JX_BACKUP_PATH_BYTES];
		jx_part_path(directory, entries[i]->d_name, path);
		if (status == JX_OK && (unsigned)(n - i) > n_kept) {
			if (unlink(path) == 0)
				*ret_n_removed += 1;
			else
				status = jx_part_fail(path, error);
		}
		free(entries[i]);
	}
	free(entries);
	return status;
}
