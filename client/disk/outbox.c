#include "client/disk/outbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/json.h"

#define HEX_DIGITS      64
#define UUID_LENGTH     36
#define ATTEMPT_DIGITS  20
#define TEMPORARY_TAIL  12u /* ".json." and six characters */
#define TEMPORARY_AGE_S 3600
#define RECEIPT_SUFFIX  ".receipt.json"
#define REQUEST_SUFFIX  ".request.json"

enum jx_status jx_outbox_open(
	struct jx_outbox *ret_outbox, const char *home, const struct jx_disk *disk, struct jx_error *error)
{
	ret_outbox->disk = disk;
	enum jx_status status = jx_file_path(home, "outbox", ret_outbox->waiting, error);
	if (status != JX_OK)
		return status;
	status = jx_file_path(home, "receipts", ret_outbox->receipts, error);
	if (status != JX_OK)
		return status;
	status = jx_file_make_directory(ret_outbox->waiting, error);
	if (status != JX_OK)
		return status;
	return jx_file_make_directory(ret_outbox->receipts, error);
}

/* "<name>.json." and the six characters of mkstemp(). */
static bool is_temporary(const char *name)
{
	size_t n = strlen(name);
	return n > TEMPORARY_TAIL && strncmp(name + n - TEMPORARY_TAIL, ".json.", 6) == 0;
}

static void sweep_directory(const char *path, int64_t now_s)
{
	DIR *directory = opendir(path);
	if (directory == NULL)
		return;
	for (const struct dirent *file; (file = readdir(directory)) != NULL;) {
		struct stat about;
		if (!is_temporary(file->d_name) ||
			fstatat(dirfd(directory), file->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		if (S_ISREG(about.st_mode) && about.st_mtim.tv_sec < now_s - TEMPORARY_AGE_S)
			(void)unlinkat(dirfd(directory), file->d_name, 0);
	}
	(void)closedir(directory);
}

void jx_outbox_sweep(const struct jx_outbox *outbox, int64_t now_s)
{
	sweep_directory(outbox->waiting, now_s);
	sweep_directory(outbox->receipts, now_s);
}

static enum jx_status write_message(const struct jx_outbox *outbox, const char *directory, const char *name,
	const ProtobufCMessage *message, struct jx_arena *arena, struct jx_error *error)
{
	char *text;
	size_t n;
	enum jx_status status = jx_json_write(message, JX_JSON_CANONICAL, arena, error, &text, &n);
	if (status != JX_OK)
		return status;
	struct jx_file_write write = {
		.directory = directory, .name = name, .bytes = text, .n = n, .mode = 0600};
	return jx_file_write(outbox->disk, &write, error);
}

enum jx_status jx_outbox_add(const struct jx_outbox *outbox, const JxSubmitReportRequest *request,
	const char *content_digest, struct jx_arena *arena, struct jx_error *error)
{
	char name[JX_OUTBOX_NAME_BYTES];
	(void)snprintf(
		name, sizeof(name), "%.36s.%.64s.json", request->request_id, strchr(content_digest, ':') + 1);
	return write_message(outbox, outbox->waiting, name, &request->base, arena, error);
}

/* "<uuid>.<64 hex>.json", and nothing that a temporary file could be called. */
static bool is_entry_name(const char *name)
{
	return strlen(name) == UUID_LENGTH + 1 + HEX_DIGITS + 5 &&
	       strspn(name, "0123456789abcdef-") == UUID_LENGTH && name[UUID_LENGTH] == '.' &&
	       strspn(name + UUID_LENGTH + 1, "0123456789abcdef") == HEX_DIGITS &&
	       strcmp(name + UUID_LENGTH + 1 + HEX_DIGITS, ".json") == 0;
}

static int is_waiting(const struct dirent *file)
{
	return is_entry_name(file->d_name);
}

static enum jx_status read_message(const char *directory, const char *name,
	const ProtobufCMessageDescriptor *type, struct jx_arena *arena, ProtobufCMessage **ret_message)
{
	char path[JX_FILE_PATH_BYTES];
	char *text;
	size_t n;
	struct jx_json_problems problems;
	struct jx_error ignored;
	enum jx_status status = jx_file_path(directory, name, path, &ignored);
	if (status != JX_OK)
		return status;
	status = jx_file_read(path, JX_MAX_JSON_BYTES, arena, &text, &n, &ignored);
	if (status != JX_OK)
		return status;
	return jx_json_read(type, text, n, arena, &problems, ret_message);
}

/* Fills an entry from its file; what cannot be read, or is not what its name says, has no request. */
static void read_entry(const struct jx_outbox *outbox, const char *name, struct jx_arena *arena,
	struct jx_outbox_entry *entry)
{
	ProtobufCMessage *message;
	char digest[JX_DIGEST_TEXT_BYTES];
	*entry = (struct jx_outbox_entry){0};
	(void)jx_text_copy(entry->name, sizeof(entry->name), name);
	(void)jx_text_copy_n(entry->request_id, sizeof(entry->request_id), name, UUID_LENGTH);
	(void)snprintf(
		entry->content_digest, sizeof(entry->content_digest), "sha256:%.64s", name + UUID_LENGTH + 1);
	if (read_message(outbox->waiting, name, JX_SUBMIT_REPORT_REQUEST_DESCRIPTOR, arena, &message) !=
		JX_OK)
		return;
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)message;
	if (request->report == NULL || strcmp(request->request_id, entry->request_id) != 0)
		return;
	if (jx_digest_message(&request->report->base, JX_DIGEST_SHA256, digest, NULL) != JX_OK ||
		strcmp(digest, entry->content_digest) != 0)
		return;
	entry->request = request;
}

static void free_names(struct dirent **files, int n)
{
	for (int i = 0; i < n; i++)
		free(files[i]);
	free(files);
}

enum jx_status jx_outbox_list(const struct jx_outbox *outbox, struct jx_arena *arena,
	struct jx_outbox_entry **ret_entries, size_t *ret_n, struct jx_error *error)
{
	struct dirent **files;
	int n = scandir(outbox->waiting, &files, is_waiting, alphasort);
	if (n < 0)
		return jx_fail_with(error, JX_REASON_LOCAL_FILE_FAILED,
			JX_ARGS(JX_TEXT(outbox->waiting), JX_TEXT(strerror(errno))));
	size_t n_listed = (size_t)n < JX_MAX_OUTBOX_ENTRIES ? (size_t)n : JX_MAX_OUTBOX_ENTRIES;
	*ret_entries = jx_arena_calloc(arena, n_listed + 1, sizeof(**ret_entries));
	*ret_n = n_listed;
	for (size_t i = 0; i < n_listed && *ret_entries != NULL; i++)
		read_entry(outbox, files[i]->d_name, arena, &(*ret_entries)[i]);
	free_names(files, n);
	return *ret_entries != NULL ? JX_OK : jx_arena_fail(arena, error);
}

enum jx_status jx_outbox_find(const struct jx_outbox *outbox, const JxReport *report, struct jx_arena *arena,
	struct jx_outbox_entry *ret_entry, struct jx_error *error)
{
	struct jx_outbox_entry *entries;
	size_t n;
	enum jx_status status = jx_outbox_list(outbox, arena, &entries, &n, error);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		const JxSubmitReportRequest *request = entries[i].request;
		if (request == NULL || strcmp(request->report->round, report->round) != 0 ||
			strcmp(request->report->department, report->department) != 0)
			continue;
		*ret_entry = entries[i];
		return JX_OK;
	}
	return JX_NOT_FOUND;
}

enum jx_status jx_outbox_drop(const struct jx_outbox *outbox, const char *name, struct jx_error *error)
{
	return jx_file_remove(outbox->disk, outbox->waiting, name, error);
}

/* "<round>-<department>.", the common start of a submission's receipts. */
static void receipt_prefix(const JxReport *report, char *out, size_t size)
{
	(void)snprintf(
		out, size, "%.32s-%.32s.", jx_name_last(report->round), jx_name_last(report->department));
}

static void receipt_name(
	const char *prefix, uint64_t attempt, const char *suffix, char out[JX_OUTBOX_NAME_BYTES])
{
	(void)snprintf(
		out, JX_OUTBOX_NAME_BYTES, "%.67s%0*" PRIu64 "%s", prefix, ATTEMPT_DIGITS, attempt, suffix);
}

enum jx_status jx_outbox_settle(const struct jx_outbox *outbox, const struct jx_outbox_entry *entry,
	const JxReceipt *receipt, struct jx_arena *arena, struct jx_error *error)
{
	char prefix[JX_OUTBOX_NAME_BYTES];
	char name[JX_OUTBOX_NAME_BYTES];
	receipt_prefix(entry->request->report, prefix, sizeof(prefix));
	receipt_name(prefix, receipt->attempt, RECEIPT_SUFFIX, name);
	enum jx_status status = write_message(outbox, outbox->receipts, name, &receipt->base, arena, error);
	if (status != JX_OK)
		return status;
	receipt_name(prefix, receipt->attempt, REQUEST_SUFFIX, name);
	status = jx_file_move(outbox->disk, outbox->waiting, entry->name, outbox->receipts, name, error);
	/* Another client was faster: it has left the outbox already. */
	return status == JX_NOT_FOUND ? JX_OK : status;
}

/* The name of the newest receipt of a submission; "" for none. */
static enum jx_status newest_receipt(
	const struct jx_outbox *outbox, const char *prefix, char *out, size_t size, struct jx_error *error)
{
	DIR *directory = opendir(outbox->receipts);
	if (directory == NULL)
		return jx_fail_with(error, JX_REASON_LOCAL_FILE_FAILED,
			JX_ARGS(JX_TEXT(outbox->receipts), JX_TEXT(strerror(errno))));
	size_t n_prefix = strlen(prefix);
	size_t length = n_prefix + ATTEMPT_DIGITS + sizeof(RECEIPT_SUFFIX) - 1;
	out[0] = '\0';
	for (const struct dirent *file; (file = readdir(directory)) != NULL;) {
		const char *name = file->d_name;
		if (strlen(name) != length || strncmp(name, prefix, n_prefix) != 0 ||
			strcmp(name + n_prefix + ATTEMPT_DIGITS, RECEIPT_SUFFIX) != 0)
			continue;
		/* Digits of one length sort like their numbers. */
		if (strcmp(name, out) > 0)
			(void)jx_text_copy(out, size, name);
	}
	(void)closedir(directory);
	return out[0] != '\0' ? JX_OK : JX_NOT_FOUND;
}

enum jx_status jx_outbox_receipt(const struct jx_outbox *outbox, const JxReport *report,
	struct jx_arena *arena, const JxReceipt **ret_receipt, const JxSubmitReportRequest **ret_request,
	struct jx_error *error)
{
	char prefix[JX_OUTBOX_NAME_BYTES];
	char name[JX_OUTBOX_NAME_BYTES];
	ProtobufCMessage *message;
	receipt_prefix(report, prefix, sizeof(prefix));
	enum jx_status status = newest_receipt(outbox, prefix, name, sizeof(name), error);
	if (status != JX_OK)
		return status;
	if (read_message(outbox->receipts, name, JX_RECEIPT_DESCRIPTOR, arena, &message) != JX_OK)
		return JX_NOT_FOUND;
	*ret_receipt = (const JxReceipt *)message;
	*ret_request = NULL;
	(void)jx_text_copy(name + strlen(prefix) + ATTEMPT_DIGITS, sizeof(REQUEST_SUFFIX), REQUEST_SUFFIX);
	if (read_message(outbox->receipts, name, JX_SUBMIT_REPORT_REQUEST_DESCRIPTOR, arena, &message) ==
		JX_OK)
		*ret_request = (const JxSubmitReportRequest *)message;
	return JX_OK;
}
