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

#include "client/disk/message_file.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

#define HEX_DIGITS      64
#define UUID_LENGTH     36
#define ATTEMPT_DIGITS  20
#define MKSTEMP_TAIL    7u /* a point and six characters */
#define TEMPORARY_AGE_S 3600
#define ENTRY_SUFFIX    ".json"
#define REASON_SUFFIX   ".reason"
#define MAX_REASON      4096u /* bytes of a .reason file: a name and four texts of JX_ERROR_ARG_BYTES */
#define RECEIPT_SUFFIX  ".receipt.json"
#define REQUEST_SUFFIX  ".request.json"

static enum jx_status make_room(
	const char *home, const char *name, char out[JX_FILE_PATH_BYTES], struct jx_error *error)
{
	enum jx_status status = jx_file_path(home, name, out, error);
	return status == JX_OK ? jx_file_make_directory(out, error) : status;
}

enum jx_status jx_outbox_open(
	struct jx_outbox *ret_outbox, const char *home, const struct jx_disk *disk, struct jx_error *error)
{
	ret_outbox->disk = disk;
	enum jx_status status = make_room(home, "outbox", ret_outbox->waiting, error);
	if (status != JX_OK)
		return status;
	status = make_room(home, "refused", ret_outbox->refused, error);
	if (status != JX_OK)
		return status;
	return make_room(home, "receipts", ret_outbox->receipts, error);
}

enum jx_status jx_outbox_lock(
	const char *home, struct jx_patience *patience, struct jx_lock *ret_lock, struct jx_error *error)
{
	char path[JX_FILE_PATH_BYTES];
	enum jx_status status = jx_file_path(home, "outbox.lock", path, error);
	return status == JX_OK ? jx_lock_take(path, patience, ret_lock, error) : status;
}

static bool ends_with(const char *text, size_t n, const char *end)
{
	size_t n_end = strlen(end);
	return n > n_end && strncmp(text + n - n_end, end, n_end) == 0;
}

/* "<name>.json." or "<name>.reason." and the six characters of mkstemp(). */
static bool is_temporary(const char *name)
{
	size_t n = strlen(name);
	if (n <= MKSTEMP_TAIL || name[n - MKSTEMP_TAIL] != '.')
		return false;
	size_t n_before = n - MKSTEMP_TAIL;
	return ends_with(name, n_before, ENTRY_SUFFIX) || ends_with(name, n_before, REASON_SUFFIX);
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
	sweep_directory(outbox->refused, now_s);
	sweep_directory(outbox->receipts, now_s);
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

/* ---- why an entry was refused ---- */

/* One line: an argument is text of people and may hold anything. */
static void put_line(FILE *out, const char *text)
{
	for (; *text != '\0'; text++)
		(void)fputc(*text == '\n' ? ' ' : *text, out);
	(void)fputc('\n', out);
}

static enum jx_status write_refusal(const struct jx_outbox *outbox, const char *name,
	const struct jx_error *refusal, struct jx_error *error)
{
	char text[MAX_REASON] = "";
	FILE *out = fmemopen(text, sizeof(text), "w");
	if (out == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	put_line(out, jx_reason_name(refusal->reason));
	put_line(out, refusal->field);
	for (size_t i = 0; i < JX_ERROR_ARGS; i++)
		put_line(out, refusal->arg[i]);
	(void)fclose(out);
	const struct jx_file_write write = {
		.directory = outbox->refused, .name = name, .bytes = text, .n = strlen(text), .mode = 0600};
	return jx_file_write(outbox->disk, &write, error);
}

/* The next line, its end cut off; "" past the last. */
static const char *next_line(char **at)
{
	char *line = *at;
	size_t n = strcspn(line, "\n");
	*at = line + n + (line[n] == '\n');
	line[n] = '\0';
	return line;
}

/* A reason that this version does not know, or that cannot be read, is none. */
static void read_refusal(const char *path, struct jx_arena *arena, struct jx_error *refusal)
{
	char *text;
	size_t n;
	struct jx_error ignored;
	const struct jx_file_source source = {.path = path, .max_bytes = MAX_REASON, .trust = JX_FILE_OWN};
	if (jx_file_read_trusted(&source, arena, &text, &n, &ignored) != JX_OK)
		return;
	enum jx_reason reason = jx_reason_by_name(next_line(&text));
	if (reason == JX_REASON_NONE)
		return;
	refusal->reason = reason;
	(void)jx_text_copy(refusal->field, sizeof(refusal->field), next_line(&text));
	for (size_t i = 0; i < JX_ERROR_ARGS; i++)
		(void)jx_text_copy(refusal->arg[i], sizeof(refusal->arg[i]), next_line(&text));
}

/* ---- entries ---- */

static void entry_name(char out[JX_OUTBOX_NAME_BYTES], const char *request_id, const char *content_digest,
	const char *suffix)
{
	(void)snprintf(out, JX_OUTBOX_NAME_BYTES, "%.36s.%.64s%s", request_id,
		strchr(content_digest, ':') + 1, suffix);
}

/* The request of an entry; NULL when it cannot be read or is not what the entry's name says. */
static const JxSubmitReportRequest *read_request(
	const char *directory, const struct jx_outbox_entry *entry, struct jx_arena *arena)
{
	ProtobufCMessage *message;
	char digest[JX_DIGEST_TEXT_BYTES];
	const struct jx_message_file file = {.directory = directory, .name = entry->name};
	if (jx_message_file_read(&file, JX_SUBMIT_REPORT_REQUEST_DESCRIPTOR, arena, &message) != JX_OK)
		return NULL;
	const JxSubmitReportRequest *request = (const JxSubmitReportRequest *)message;
	if (request->report == NULL || strcmp(request->request_id, entry->request_id) != 0)
		return NULL;
	if (jx_digest_message(&request->report->base, JX_DIGEST_SHA256, digest, NULL) != JX_OK)
		return NULL;
	return strcmp(digest, entry->content_digest) == 0 ? request : NULL;
}

static void read_entry(
	const char *directory, const char *name, struct jx_arena *arena, struct jx_outbox_entry *entry)
{
	*entry = (struct jx_outbox_entry){0};
	(void)jx_text_copy(entry->name, sizeof(entry->name), name);
	(void)jx_text_copy_n(entry->request_id, sizeof(entry->request_id), name, UUID_LENGTH);
	(void)snprintf(
		entry->content_digest, sizeof(entry->content_digest), "sha256:%.64s", name + UUID_LENGTH + 1);
	entry->request = read_request(directory, entry, arena);
}

enum jx_status jx_outbox_add(const struct jx_outbox *outbox, const JxSubmitReportRequest *request,
	const char *content_digest, struct jx_arena *arena, struct jx_outbox_entry *ret_entry,
	struct jx_error *error)
{
	char name[JX_OUTBOX_NAME_BYTES];
	entry_name(name, request->request_id, content_digest, ENTRY_SUFFIX);
	const struct jx_message_file file = {outbox->disk, outbox->waiting, name};
	enum jx_status status = jx_message_file_write(&file, &request->base, arena, error);
	if (status != JX_OK)
		return status;
	read_entry(outbox->waiting, name, arena, ret_entry);
	return ret_entry->request != NULL
		       ? JX_OK
		       : jx_fail_with(error, JX_REASON_OUTBOX_DAMAGED, JX_ARGS(JX_TEXT(request->request_id)));
}

/* True when another command has moved an entry on since its name was read. */
static bool has_left(const char *directory, const char *name)
{
	char path[JX_FILE_PATH_BYTES];
	struct jx_error ignored;
	return jx_file_path(directory, name, path, &ignored) == JX_OK && access(path, F_OK) != 0 &&
	       errno == ENOENT;
}

static void free_names(struct dirent **files, int n)
{
	for (int i = 0; i < n; i++)
		free(files[i]);
	free(files);
}

static enum jx_status list_directory(const char *directory, struct jx_arena *arena,
	struct jx_outbox_entry **ret_entries, size_t *ret_n, struct jx_error *error)
{
	struct dirent **files;
	int n = scandir(directory, &files, is_waiting, alphasort);
	if (n < 0)
		return jx_fail_with(
			error, JX_REASON_LOCAL_FILE_FAILED, JX_ARGS(JX_TEXT(directory), JX_SYSTEM(errno)));
	size_t n_found = (size_t)n < JX_MAX_OUTBOX_ENTRIES ? (size_t)n : JX_MAX_OUTBOX_ENTRIES;
	struct jx_outbox_entry *entries = jx_arena_calloc(arena, n_found + 1, sizeof(*entries));
	*ret_entries = entries;
	*ret_n = 0;
	for (size_t i = 0; i < n_found && entries != NULL; i++) {
		read_entry(directory, files[i]->d_name, arena, &entries[*ret_n]);
		*ret_n += entries[*ret_n].request != NULL || !has_left(directory, files[i]->d_name);
	}
	free_names(files, n);
	return entries != NULL ? JX_OK : jx_arena_fail(arena, error);
}

enum jx_status jx_outbox_list(const struct jx_outbox *outbox, struct jx_arena *arena,
	struct jx_outbox_entry **ret_entries, size_t *ret_n, struct jx_error *error)
{
	return list_directory(outbox->waiting, arena, ret_entries, ret_n, error);
}

enum jx_status jx_outbox_list_refused(const struct jx_outbox *outbox, struct jx_arena *arena,
	struct jx_outbox_entry **ret_entries, size_t *ret_n, struct jx_error *error)
{
	char name[JX_OUTBOX_NAME_BYTES];
	char path[JX_FILE_PATH_BYTES];
	enum jx_status status = list_directory(outbox->refused, arena, ret_entries, ret_n, error);
	for (size_t i = 0; status == JX_OK && i < *ret_n; i++) {
		struct jx_outbox_entry *entry = &(*ret_entries)[i];
		/* Refused it is, also when nobody can tell why any more. */
		(void)jx_fail_with(&entry->refusal, JX_REASON_SERVER_SAID, JX_ARGS(JX_TEXT("?")));
		entry_name(name, entry->request_id, entry->content_digest, REASON_SUFFIX);
		status = jx_file_path(outbox->refused, name, path, error);
		if (status == JX_OK)
			read_refusal(path, arena, &entry->refusal);
	}
	return status;
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

enum jx_status jx_outbox_drop(
	const struct jx_outbox *outbox, const struct jx_outbox_entry *entry, struct jx_error *error)
{
	char name[JX_OUTBOX_NAME_BYTES];
	if (entry->refusal.reason == JX_REASON_NONE)
		return jx_file_remove(outbox->disk, outbox->waiting, entry->name, error);
	enum jx_status status = jx_file_remove(outbox->disk, outbox->refused, entry->name, error);
	if (status != JX_OK)
		return status;
	entry_name(name, entry->request_id, entry->content_digest, REASON_SUFFIX);
	return jx_file_remove(outbox->disk, outbox->refused, name, error);
}

enum jx_status jx_outbox_set_aside(const struct jx_outbox *outbox, const struct jx_outbox_entry *entry,
	const struct jx_error *refusal, struct jx_error *error)
{
	char name[JX_OUTBOX_NAME_BYTES];
	entry_name(name, entry->request_id, entry->content_digest, REASON_SUFFIX);
	/* The reason first: without its entry it means nothing, while an entry without one has lost it. */
	enum jx_status status = write_refusal(outbox, name, refusal, error);
	if (status != JX_OK)
		return status;
	return jx_file_move(outbox->disk, outbox->waiting, entry->name, outbox->refused, entry->name, error);
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
	const struct jx_message_file file = {outbox->disk, outbox->receipts, name};
	enum jx_status status = jx_message_file_write(&file, &receipt->base, arena, error);
	if (status != JX_OK)
		return status;
	receipt_name(prefix, receipt->attempt, REQUEST_SUFFIX, name);
	status = jx_file_move(outbox->disk, outbox->waiting, entry->name, outbox->receipts, name, error);
	/* A person has taken it out of the outbox meanwhile. */
	return status == JX_NOT_FOUND ? JX_OK : status;
}

/* The name of the newest receipt of a submission; "" for none. */
static enum jx_status newest_receipt(
	const struct jx_outbox *outbox, const char *prefix, char *out, size_t size, struct jx_error *error)
{
	DIR *directory = opendir(outbox->receipts);
	if (directory == NULL)
		return jx_fail_with(error, JX_REASON_LOCAL_FILE_FAILED,
			JX_ARGS(JX_TEXT(outbox->receipts), JX_SYSTEM(errno)));
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
	const struct jx_message_file file = {outbox->disk, outbox->receipts, name};
	if (jx_message_file_read(&file, JX_RECEIPT_DESCRIPTOR, arena, &message) != JX_OK)
		return JX_NOT_FOUND;
	*ret_receipt = (const JxReceipt *)message;
	*ret_request = NULL;
	(void)jx_text_copy(name + strlen(prefix) + ATTEMPT_DIGITS, sizeof(REQUEST_SUFFIX), REQUEST_SUFFIX);
	if (jx_message_file_read(&file, JX_SUBMIT_REPORT_REQUEST_DESCRIPTOR, arena, &message) == JX_OK)
		*ret_request = (const JxSubmitReportRequest *)message;
	return JX_OK;
}
