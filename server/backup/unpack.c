/* A backup is unpacked and held against itself. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "proto/contract/evidence/checkpoint.h"
#include "proto/contract/message/json/json.h"
#include "server/backup/archive.h"
#include "server/backup/parts.h"
#include "server/identity/ca.h"
#include "server/identity/log_key.h"
#include "storage/log/store_checkpoints.h"
#include "storage/log/store_log.h"

#define MANIFEST_BYTES 65536u
#define KEY_BYTES      65536u /* of an encrypted key, PEM */

/* A backup while it is unpacked. */
struct unpacking {
	const char *file;
	const char *folder;
	const struct jx_seal *seal;
	struct jx_archive *archive;
	struct jx_arena *arena;
	JxBackupManifest *manifest;
};

static enum jx_status fail_backup(
	const struct unpacking *unpacking, const char *zh, const char *en, struct jx_error *error)
{
	return jx_fail_with(
		error, JX_REASON_BACKUP_UNREADABLE, JX_ARGS(JX_TEXT(unpacking->file), JX_WORDS(zh, en)));
}

void jx_backup_discard(const char *folder)
{
	static const char *const BESIDE[] = {
		JX_STORE_FILE "-wal", JX_STORE_FILE "-shm", "jixiao.lock", "jixiao.alive"};
	char path[JX_BACKUP_PATH_BYTES];
	for (size_t i = 0; i < JX_BACKUP_PARTS; i++) {
		jx_part_path(folder, jx_backup_parts[i].name, path);
		(void)unlink(path);
	}
	for (size_t i = 0; i < JX_COUNT_OF(BESIDE); i++) {
		jx_part_path(folder, BESIDE[i], path);
		(void)unlink(path);
	}
	(void)rmdir(folder);
}

static enum jx_status read_manifest(struct unpacking *unpacking, struct jx_error *error)
{
	struct jx_json_problems problems;
	ProtobufCMessage *message = NULL;
	struct jx_archive_text text;
	enum jx_status status = jx_archive_read(
		unpacking->archive, JX_BACKUP_MANIFEST, MANIFEST_BYTES, unpacking->arena, &text, error);
	if (status != JX_OK)
		return status;
	status = jx_json_read_tolerant(
		JX_BACKUP_MANIFEST_DESCRIPTOR, text.text, text.n, unpacking->arena, &problems, &message);
	if (status == JX_INVALID)
		return fail_backup(
			unpacking, "manifest.json 不完整", "its manifest.json cannot be read", error);
	unpacking->manifest = (JxBackupManifest *)(void *)message;
	return status;
}

static const JxBackupFile *find_file(const struct unpacking *unpacking, const char *name)
{
	for (size_t i = 0; i < unpacking->manifest->n_files; i++) {
		if (strcmp(unpacking->manifest->files[i]->name, name) == 0)
			return unpacking->manifest->files[i];
	}
	return NULL;
}

static enum jx_status unseal_part(
	const struct unpacking *unpacking, const JxBackupFile *file, const char *path, struct jx_error *error)
{
	struct jx_archive_text pem;
	char digest[JX_DIGEST_TEXT_BYTES];
	enum jx_status status =
		jx_archive_read(unpacking->archive, file->name, KEY_BYTES, unpacking->arena, &pem, error);
	if (status == JX_OK)
		status = jx_digest_bytes(pem.text, pem.n, JX_DIGEST_SHA256, digest, error);
	if (status != JX_OK)
		return status;
	if (strcmp(digest, file->digest) != 0)
		return fail_backup(unpacking, "密钥的摘要不符", "a key has another digest", error);
	return unpacking->seal != NULL
		       ? jx_unseal_key(unpacking->seal, file->name, pem.text, pem.n, path, error)
		       : JX_OK;
}

static enum jx_status unpack_part(
	const struct unpacking *unpacking, const struct jx_part *part, struct jx_error *error)
{
	char path[JX_BACKUP_PATH_BYTES];
	const JxBackupFile *file = find_file(unpacking, part->name);
	if (file == NULL)
		return fail_backup(
			unpacking, "manifest.json 缺少内容", "its manifest.json lacks a part", error);
	jx_part_path(unpacking->folder, part->name, path);
	return part->kind == JX_PART_KEY ? unseal_part(unpacking, file, path, error)
					 : jx_archive_extract(unpacking->archive, part->name, file->size,
						   file->digest, path, error);
}

/* ---- the log ---- */

static enum jx_status read_stored(struct unpacking *unpacking, struct jx_log_head *ret_head,
	struct jx_log_key_named *ret_named, struct jx_error *error)
{
	JX_AUTO(jx_store) store = NULL;
	JX_AUTO(jx_db) reader = NULL;
	struct jx_log_key key = {0};
	enum jx_status status = jx_store_open(unpacking->folder, &store, error);
	if (status == JX_OK)
		status = jx_store_open_reader(store, &reader, error);
	if (status == JX_OK)
		status = jx_tx_begin_read(reader, NULL, NULL, error);
	if (status != JX_OK)
		return status;
	status = jx_log_head(reader, ret_head, error);
	if (status == JX_OK)
		status = jx_log_key_newest(reader, unpacking->arena, &key, error);
	jx_tx_end_read(reader);
	jx_db_free(jx_db_take(&reader));
	if (status == JX_OK)
		(void)snprintf(ret_named->verifier, sizeof(ret_named->verifier), "%s", key.verifier);
	ret_named->last_size = key.leaf_index + 1;
	return status;
}

/* The checkpoint must have the signature of the key that the store names, and be of the store's whole log. */
static enum jx_status check_checkpoint(const struct unpacking *unpacking, const struct jx_log_head *head,
	const struct jx_log_key_named *named, struct jx_error *error)
{
	struct jx_verifier verifier;
	struct jx_merkle_tree tree = {0};
	const char *note = unpacking->manifest->checkpoint;
	enum jx_status status = jx_verifier_read(named->verifier, &verifier, error);
	if (status == JX_OK)
		status = jx_checkpoint_verify(note, strlen(note), &verifier, &tree, error);
	if (status != JX_OK)
		return status == JX_UNAVAILABLE ? status
						: fail_backup(unpacking, "日志的签名头不成立",
							  "its checkpoint is not signed by its log", error);
	if (tree.n_leaves != head->n_entries || memcmp(tree.root, head->root, sizeof(tree.root)) != 0)
		return fail_backup(unpacking, "数据与签名头不符",
			"its store does not have the tree of its checkpoint", error);
	return JX_OK;
}

/* Keys that were opened must belong to their certificates, and to the log. */
static enum jx_status check_keys(
	const struct unpacking *unpacking, const struct jx_log_key_named *named, struct jx_error *error)
{
	JX_AUTO(jx_ca) ca = NULL;
	JX_AUTO(jx_note_key) key = NULL;
	enum jx_status status = jx_ca_open(unpacking->folder, &ca, error);
	return status == JX_OK ? jx_log_key_open(unpacking->folder, named, &key, error) : status;
}

static enum jx_status unpack_all(struct unpacking *unpacking, struct jx_error *error)
{
	struct jx_log_head head = {0};
	struct jx_log_key_named named = {0};
	enum jx_status status = read_manifest(unpacking, error);
	for (size_t i = 0; i < JX_BACKUP_PARTS && status == JX_OK; i++)
		status = unpack_part(unpacking, &jx_backup_parts[i], error);
	if (status == JX_OK)
		status = read_stored(unpacking, &head, &named, error);
	if (status == JX_OK)
		status = check_checkpoint(unpacking, &head, &named, error);
	if (status == JX_OK && unpacking->seal != NULL)
		status = check_keys(unpacking, &named, error);
	return status;
}

enum jx_status jx_backup_unpack(struct jx_archive *archive, const char *folder, const struct jx_seal *seal,
	struct jx_arena *arena, struct jx_backup *ret_backup, struct jx_error *error)
{
	struct unpacking unpacking = {.file = jx_archive_path(archive),
		.archive = archive,
		.folder = folder,
		.seal = seal,
		.arena = arena};
	/* One that was left by a crash has nothing that anybody would miss. */
	jx_backup_discard(folder);
	if (mkdir(folder, 0700) != 0)
		return jx_part_fail(folder, error);
	enum jx_status status = unpack_all(&unpacking, error);
	*ret_backup = (struct jx_backup){.path = unpacking.file, .manifest = unpacking.manifest};
	if (status != JX_OK)
		jx_backup_discard(folder);
	return status;
}
