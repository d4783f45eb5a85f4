#include "server/vitals/outcome.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/text.h"

#define PATH_BYTES 1200
#define LINE_BYTES 128

/* The lines of the file, each a name and a number; then "reason" and its name. */
static const struct line {
	const char *name;
	size_t offset;
} LINES[] = {
	{"end_ms", offsetof(struct jx_outcome, end_ms)},
	{"success_ms", offsetof(struct jx_outcome, success_ms)},
	{"duration_ms", offsetof(struct jx_outcome, duration_ms)},
	{"entries", offsetof(struct jx_outcome, n_entries)},
	{"faults", offsetof(struct jx_outcome, n_faults)},
};
_Static_assert(sizeof(int64_t) == sizeof(uint64_t), "each of them is read as one");

/* A reason that this version does not know is one all the same. */
static void take_reason(const char *name, struct jx_outcome *outcome)
{
	outcome->reason = jx_reason_by_name(name);
	if (outcome->reason == JX_REASON_NONE && strcmp(name, jx_reason_name(JX_REASON_NONE)) != 0)
		outcome->reason = JX_REASON_INTERNAL;
}

static void take_line(char *line, struct jx_outcome *outcome)
{
	uint64_t number;
	char *value = strchr(line, ' ');
	line[strcspn(line, "\n")] = '\0';
	if (value == NULL)
		return;
	*value++ = '\0';
	if (strcmp(line, "reason") == 0)
		take_reason(value, outcome);
	for (size_t i = 0; i < JX_COUNT_OF(LINES); i++)
		if (strcmp(line, LINES[i].name) == 0 && jx_text_u64(value, INT64_MAX, &number))
			memcpy((char *)outcome + LINES[i].offset, &number, sizeof(number));
}

void jx_outcome_read(const char *directory, const char *name, struct jx_outcome *ret_outcome)
{
	char path[PATH_BYTES];
	char line[LINE_BYTES];
	*ret_outcome = (struct jx_outcome){0};
	(void)snprintf(path, sizeof(path), "%s/%s", directory, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;
	if (file == NULL) {
		if (fd >= 0)
			(void)close(fd);
		return;
	}
	for (size_t i = 0; i <= JX_COUNT_OF(LINES) && fgets(line, sizeof(line), file) != NULL; i++)
		take_line(line, ret_outcome);
	(void)fclose(file);
}

/* @return whether all of it is on disk; errno says why not. */
static bool write_lines(int fd, const struct jx_outcome *outcome)
{
	char text[LINE_BYTES * (JX_COUNT_OF(LINES) + 1)];
	size_t n = 0;
	for (size_t i = 0; i < JX_COUNT_OF(LINES); i++) {
		uint64_t number;
		memcpy(&number, (const char *)outcome + LINES[i].offset, sizeof(number));
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s %" PRIu64 "\n", LINES[i].name, number);
	}
	n += (size_t)snprintf(text + n, sizeof(text) - n, "reason %s\n", jx_reason_name(outcome->reason));
	return write(fd, text, n) == (ssize_t)n && fsync(fd) == 0;
}

static void give_to_owner(const char *directory, int fd)
{
	struct stat about;
	/* Only root may and need do so; for everybody else the file is their own already. */
	if (stat(directory, &about) == 0 && fchown(fd, about.st_uid, about.st_gid) != 0)
		return;
}

enum jx_status jx_outcome_write(
	const char *directory, const char *name, const struct jx_outcome *outcome, struct jx_error *error)
{
	char path[PATH_BYTES];
	char path_new[PATH_BYTES + 8];
	struct jx_outcome before;
	struct jx_outcome written = *outcome;
	jx_outcome_read(directory, name, &before);
	bool is_success = outcome->reason == JX_REASON_NONE;
	written.success_ms = is_success ? outcome->end_ms : before.success_ms;
	if (!is_success)
		written.n_entries = before.n_entries;
	(void)snprintf(path, sizeof(path), "%s/%s", directory, name);
	(void)snprintf(path_new, sizeof(path_new), "%s.new", path);
	(void)unlink(path_new);
	int fd = open(path_new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool is_ok = fd >= 0 && write_lines(fd, &written);
	if (is_ok)
		give_to_owner(directory, fd);
	int code = errno;
	if (fd >= 0)
		(void)close(fd);
	errno = code;
	if (is_ok && rename(path_new, path) == 0)
		return JX_OK;
	enum jx_status status =
		jx_fail_with(error, JX_REASON_FILE_FAILED, JX_ARGS(JX_TEXT(path), JX_SYSTEM(errno)));
	(void)unlink(path_new);
	return status;
}
