#include "client/disk/log_memory.h"

#include <inttypes.h>
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

#define UNTIL       " until "
#define UNTIL_BYTES 32 /* with a size */

/* A key, and until when it signs. */
static enum jx_status read_verifier(char *line, struct jx_verifier *verifier, struct jx_error *error)
{
	uint64_t last_size = 0;
	char *until = strstr(line, UNTIL);
	if (until != NULL && !jx_text_u64(until + strlen(UNTIL), INT64_MAX, &last_size))
		return jx_fail_with(error, JX_REASON_BAD_VERIFIER_KEY, JX_ARGS(JX_TEXT(line)));
	if (until != NULL)
		*until = '\0';
	enum jx_status status = jx_verifier_read(line, verifier, error);
	verifier->last_size = last_size;
	return status;
}

enum jx_status jx_log_verifiers_read(const char *text, struct jx_log_memory *memory, struct jx_error *error)
{
	char line[JX_VERIFIER_TEXT_BYTES + UNTIL_BYTES];
	memory->n_verifiers = 0;
	for (const char *at = text; *at != '\0' && memory->n_verifiers < JX_MAX_LOG_KEYS;) {
		size_t n = strcspn(at, "\r\n");
		(void)jx_text_copy_n(line, sizeof(line), at, n);
		at += n + strspn(at + n, "\r\n");
		enum jx_status status = read_verifier(line, &memory->verifiers[memory->n_verifiers++], error);
		if (status != JX_OK)
			return status;
	}
	return memory->n_verifiers > 0
		       ? JX_OK
		       : jx_fail_with(error, JX_REASON_BAD_VERIFIER_KEY, JX_ARGS(JX_TEXT(text)));
}

static enum jx_status read_verifiers(
	const char *home, struct jx_arena *arena, struct jx_log_memory *memory, struct jx_error *error)
{
	char path[JX_FILE_PATH_BYTES];
	char *text = NULL;
	enum jx_status status = read_text(home, VERIFIER_FILE, arena, path, &text, error);
	if (status != JX_OK || text == NULL)
		return status;
	status = jx_log_verifiers_read(text, memory, error);
	return status == JX_INVALID ? fail_damaged(path, error) : status;
}

/* It may be of an earlier key than the one that signs now. */
static enum jx_status verify_checkpoint(
	const char *text, struct jx_log_memory *memory, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (size_t i = memory->n_verifiers; i > 0; i--) {
		status = jx_checkpoint_verify(
			text, strlen(text), &memory->verifiers[i - 1], &memory->tree, error);
		if (status != JX_DATA_LOSS)
			return status;
	}
	return status;
}

static enum jx_status read_checkpoint(
	const char *home, struct jx_arena *arena, struct jx_log_memory *memory, struct jx_error *error)
{
	char path[JX_FILE_PATH_BYTES];
	char *text = NULL;
	enum jx_status status = read_text(home, CHECKPOINT_FILE, arena, path, &text, error);
	if (status != JX_OK || text == NULL)
		return status;
	status = verify_checkpoint(text, memory, error);
	return status == JX_INVALID || status == JX_DATA_LOSS ? fail_damaged(path, error) : status;
}

enum jx_status jx_log_memory_read(
	const char *home, struct jx_arena *arena, struct jx_log_memory *ret_memory, struct jx_error *error)
{
	*ret_memory = (struct jx_log_memory){0};
	enum jx_status status = read_verifiers(home, arena, ret_memory, error);
	if (status != JX_OK || ret_memory->n_verifiers == 0)
		return status;
	return read_checkpoint(home, arena, ret_memory, error);
}

static enum jx_status write_text(const char *home, const char *name, const char *text, struct jx_error *error)
{
	const struct jx_file_write write = {
		.directory = home, .name = name, .bytes = text, .n = strlen(text), .mode = 0600};
	return jx_file_write(NULL, &write, error);
}

enum jx_status jx_log_memory_follow(
	const char *home, const struct jx_log_memory *memory, struct jx_error *error)
{
	char text[JX_MAX_LOG_KEYS * (JX_VERIFIER_TEXT_BYTES + UNTIL_BYTES)] = "";
	size_t n = 0;
	for (size_t i = 0; i < memory->n_verifiers; i++) {
		const struct jx_verifier *verifier = &memory->verifiers[i];
		jx_verifier_print(verifier, text + n);
		n += strlen(text + n);
		if (verifier->last_size != 0)
			n += (size_t)snprintf(
				text + n, sizeof(text) - n, UNTIL "%" PRIu64, verifier->last_size);
		n += (size_t)snprintf(text + n, sizeof(text) - n, "\n");
	}
	return write_text(home, VERIFIER_FILE, text, error);
}

enum jx_status jx_log_memory_pin(
	const char *home, const char *verifier, struct jx_arena *arena, struct jx_error *error)
{
	struct jx_log_memory memory;
	struct jx_error ignored;
	char known[JX_VERIFIER_TEXT_BYTES];
	enum jx_status status = jx_log_memory_read(home, arena, &memory, &ignored);
	for (size_t i = 0; status == JX_OK && i < memory.n_verifiers; i++) {
		jx_verifier_print(&memory.verifiers[i], known);
		if (strcmp(known, verifier) == 0)
			return JX_OK;
	}
	status = jx_log_verifiers_read(verifier, &memory, error);
	if (status == JX_OK)
		status = jx_file_remove(NULL, home, CHECKPOINT_FILE, error);
	return status == JX_OK ? jx_log_memory_follow(home, &memory, error) : status;
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
