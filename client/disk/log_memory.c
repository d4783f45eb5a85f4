#include "client/disk/log_memory.h"

#include <stdio.h>
#include <string.h>

#include "client/disk/lock.h"
#include "proto/contract/base/text.h"

#define VERIFIER_FILE   "log.pub"
#define CHECKPOINT_FILE "log.checkpoint"
#define LOCK_FILE       "log.lock"

static enum jx_status fail_damaged(const char *path, struct jx_error *error)
{
	return jx_fail_with(error, JX_REASON_LOG_MEMORY_DAMAGED, JX_ARGS(JX_TEXT(path)));
}

/* Read a small file of home; *ret_text is NULL when there is none. */
static enum jx_status read_text(const char *home, const char *name, struct jx_arena *arena,
	char path[JX_FILE_PATH_BYTES], char **ret_text, struct jx_error *error)
{
	size_t n = 0;
	*ret_text = NULL;
	enum jx_status status = jx_file_path(home, name, path, error);
	if (status != JX_OK)
		return status;
	const struct jx_file_source source = {
		.path = path, .max_bytes = JX_MAX_NOTE_BYTES, .trust = JX_FILE_OWN};
	status = jx_file_read_trusted(&source, arena, ret_text, &n, error);
	return status == JX_NOT_FOUND ? JX_OK : status;
}

static enum jx_status read_verifier(
	const char *home, struct jx_arena *arena, struct jx_log_memory *memory, struct jx_error *error)
{
	char path[JX_FILE_PATH_BYTES];
	char *text = NULL;
	enum jx_status status = read_text(home, VERIFIER_FILE, arena, path, &text, error);
	if (status != JX_OK || text == NULL)
		return status;
	text[strcspn(text, "\r\n")] = '\0';
	status = jx_verifier_read(text, &memory->verifier, error);
	memory->has_verifier = status == JX_OK;
	return status == JX_INVALID ? fail_damaged(path, error) : status;
}

static enum jx_status read_checkpoint(
	const char *home, struct jx_arena *arena, struct jx_log_memory *memory, struct jx_error *error)
{
	char path[JX_FILE_PATH_BYTES];
	char *text = NULL;
	enum jx_status status = read_text(home, CHECKPOINT_FILE, arena, path, &text, error);
	if (status != JX_OK || text == NULL)
		return status;
	status = jx_checkpoint_verify(text, strlen(text), &memory->verifier, &memory->tree, error);
	return status == JX_INVALID || status == JX_DATA_LOSS ? fail_damaged(path, error) : status;
}

enum jx_status jx_log_memory_read(
	const char *home, struct jx_arena *arena, struct jx_log_memory *ret_memory, struct jx_error *error)
{
	*ret_memory = (struct jx_log_memory){0};
	enum jx_status status = read_verifier(home, arena, ret_memory, error);
	if (status != JX_OK || !ret_memory->has_verifier)
		return status;
	return read_checkpoint(home, arena, ret_memory, error);
}

static enum jx_status write_text(const char *home, const char *name, const char *text, struct jx_error *error)
{
	const struct jx_file_write write = {
		.directory = home, .name = name, .bytes = text, .n = strlen(text), .mode = 0600};
	return jx_file_write(NULL, &write, error);
}

enum jx_status jx_log_memory_pin(
	const char *home, const char *verifier, struct jx_arena *arena, struct jx_error *error)
{
	struct jx_log_memory memory;
	struct jx_error ignored;
	char before[JX_VERIFIER_TEXT_BYTES] = "";
	char line[JX_VERIFIER_TEXT_BYTES + 1];
	if (jx_log_memory_read(home, arena, &memory, &ignored) == JX_OK && memory.has_verifier)
		jx_verifier_print(&memory.verifier, before);
	if (strcmp(before, verifier) == 0)
		return JX_OK;
	enum jx_status status = jx_file_remove(NULL, home, CHECKPOINT_FILE, error);
	if (status != JX_OK)
		return status;
	(void)snprintf(line, sizeof(line), "%.*s\n", JX_VERIFIER_TEXT_BYTES - 1, verifier);
	return write_text(home, VERIFIER_FILE, line, error);
}

/* With the lock. */
static enum jx_status keep_newest(const char *home, const struct jx_seen_checkpoint *checkpoint,
	struct jx_arena *arena, struct jx_error *error)
{
	struct jx_log_memory memory;
	enum jx_status status = jx_log_memory_read(home, arena, &memory, error);
	if (status != JX_OK)
		return status;
	const struct jx_merkle_tree *tree = &checkpoint->tree;
	if (memory.tree.n_leaves == tree->n_leaves &&
		memcmp(memory.tree.root, tree->root, JX_HASH_BYTES) != 0)
		return jx_fail(error, JX_REASON_LOG_REWRITTEN);
	return memory.tree.n_leaves >= tree->n_leaves
		       ? JX_OK
		       : write_text(home, CHECKPOINT_FILE, checkpoint->note, error);
}

enum jx_status jx_log_memory_keep(const char *home, const struct jx_seen_checkpoint *checkpoint,
	struct jx_arena *arena, struct jx_error *error)
{
	char path[JX_FILE_PATH_BYTES];
	struct jx_lock lock;
	enum jx_status status = jx_file_path(home, LOCK_FILE, path, error);
	if (status == JX_OK)
		status = jx_lock_take(path, NULL, &lock, error);
	if (status != JX_OK)
		return status == JX_DEADLINE ? JX_OK : status;
	status = keep_newest(home, checkpoint, arena, error);
	jx_lock_release(&lock);
	return status;
}
