#include "client/disk/receipts.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

#define DIRECTORY      "receipts"
#define SUFFIX         ".receipt"
#define ATTEMPT_DIGITS 20
#define TAIL_BYTES     (ATTEMPT_DIGITS + sizeof(SUFFIX) - 1)

enum jx_status jx_receipts_write(const char *home, const struct jx_receipt *receipt, const char *text,
	char *ret_path, struct jx_error *error)
{
	char directory[JX_FILE_PATH_BYTES];
	char name[JX_RESOURCE_ID_BYTES + TAIL_BYTES + 2];
	enum jx_status status = jx_file_path(home, DIRECTORY, directory, error);
	if (status == JX_OK)
		status = jx_file_make_directory(directory, error);
	if (status != JX_OK)
		return status;
	(void)snprintf(name, sizeof(name), "%.*s.%0*" PRIu64 SUFFIX, JX_RESOURCE_ID_BYTES - 1,
		jx_name_last(receipt->entry->object), ATTEMPT_DIGITS,
		receipt->entry->record->filing->attempt);
	const struct jx_file_write write = {
		.directory = directory, .name = name, .bytes = text, .n = strlen(text), .mode = 0600};
	status = jx_file_write(NULL, &write, error);
	if (status == JX_OK && ret_path != NULL)
		status = jx_file_path(directory, name, ret_path, error);
	return status;
}

/* The number in the name of a receipt's file. */
static bool read_attempt(const char *name, uint64_t *ret_attempt)
{
	size_t n = strlen(name);
	if (n <= TAIL_BYTES || strcmp(name + n - (sizeof(SUFFIX) - 1), SUFFIX) != 0)
		return false;
	const char *digits = name + n - TAIL_BYTES;
	char *end = NULL;
	if (digits[-1] != '.' || strspn(digits, "0123456789") != ATTEMPT_DIGITS)
		return false;
	*ret_attempt = strtoull(digits, &end, 10);
	return true;
}

static int newest_first(const void *a, const void *b)
{
	uint64_t left = ((const struct jx_receipt_file *)a)->attempt;
	uint64_t right = ((const struct jx_receipt_file *)b)->attempt;
	return (left < right) - (left > right);
}

static enum jx_status read_names(DIR *directory, const char *path, struct jx_receipt_file *files,
	size_t *ret_n, struct jx_error *error)
{
	enum jx_status status = JX_OK;
	for (const struct dirent *entry; status == JX_OK && (entry = readdir(directory)) != NULL;) {
		struct jx_receipt_file file;
		if (!read_attempt(entry->d_name, &file.attempt))
			continue;
		status = jx_file_path(path, entry->d_name, file.path, error);
		if (status != JX_OK)
			break;
		if (*ret_n == JX_MAX_RECEIPTS) {
			jx_array_sort(files, *ret_n, sizeof(*files), newest_first);
			*ret_n -= 1;
		}
		files[(*ret_n)++] = file;
	}
	return status;
}

enum jx_status jx_receipts_list(const char *home, struct jx_arena *arena, struct jx_receipt_file **ret_files,
	size_t *ret_n, struct jx_error *error)
{
	char path[JX_FILE_PATH_BYTES];
	*ret_n = 0;
	enum jx_status status = jx_file_path(home, DIRECTORY, path, error);
	if (status != JX_OK)
		return status;
	*ret_files = jx_arena_alloc(arena, JX_MAX_RECEIPTS * sizeof(**ret_files));
	if (*ret_files == NULL)
		return jx_arena_fail(arena, error);
	DIR *directory = opendir(path);
	if (directory == NULL && errno == ENOENT)
		return JX_OK;
	if (directory == NULL)
		return jx_fail_with(
			error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
	status = read_names(directory, path, *ret_files, ret_n, error);
	(void)closedir(directory);
	jx_array_sort(*ret_files, *ret_n, sizeof(**ret_files), newest_first);
	return status;
}
