#include "client/workbook/read.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/workbook/cage.h"
#include "client/workbook/records.h"
#include "client/workbook/scan.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"

#define PIPE_BYTES 65536

bool jx_workbook_is_one(const void *bytes, size_t n)
{
	return n >= 4 && (memcmp(bytes, "PK\x03\x04", 4) == 0 || memcmp(bytes, "PK\x05\x06", 4) == 0 ||
				 memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0);
}

/* ---- the child ---- */

/* Reads the workbook in the cage and writes its records; never returns. */
static void run_child(const struct jx_workbook_file *file, int fd)
{
	struct jx_arena arena;
	struct jx_error error = {0};
	struct jx_record_writer writer;
	if (!jx_cage_enter(fd))
		_exit(EXIT_FAILURE);
	jx_arena_init(&arena, JX_MAX_FORM_MEMORY_BYTES);
	jx_record_writer_init(&writer, fd);
	const struct jx_scan_sink sink = jx_record_sink(&writer);
	enum jx_status status = jx_workbook_scan(file->bytes, file->n, &arena, &sink, &error);
	bool is_written = jx_record_finish(&writer, status == JX_OK ? NULL : &error);
	_exit(is_written ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* ---- the parent ---- */

/* Reads all that the child writes, as long as it has. */
static enum jx_status read_pipe(int fd, struct jx_arena *arena, struct jx_record_bytes *ret_bytes)
{
	size_t room = 0;
	int left_ms = JX_FORM_WAIT_MS;
	*ret_bytes = (struct jx_record_bytes){0};
	for (;;) {
		struct pollfd wanted = {.fd = fd, .events = POLLIN};
		if (ret_bytes->n + PIPE_BYTES > room) {
			char *grown;
			room = room == 0 ? (size_t)PIPE_BYTES * 4 : room * 2;
			if (room > JX_MAX_FORM_RECORD_BYTES)
				return JX_EXHAUSTED;
			grown = jx_arena_alloc(arena, room);
			if (grown == NULL)
				return JX_UNAVAILABLE;
			if (ret_bytes->n > 0)
				memcpy(grown, ret_bytes->bytes, ret_bytes->n);
			ret_bytes->bytes = grown;
		}
		int ready = poll(&wanted, 1, left_ms);
		if (ready == 0)
			return JX_DEADLINE;
		ssize_t n = ready > 0 ? read(fd, ret_bytes->bytes + ret_bytes->n, PIPE_BYTES) : -1;
		if (n == 0)
			return JX_OK;
		if (n < 0 && errno != EINTR)
			return JX_INTERNAL;
		ret_bytes->n += n > 0 ? (size_t)n : 0;
	}
}

/* Ends the child, whatever it does, and tells whether it had ended well by itself. */
static bool end_child(pid_t child, bool is_done)
{
	int state = 0;
	if (!is_done)
		(void)kill(child, SIGKILL);
	while (waitpid(child, &state, 0) < 0)
		if (errno != EINTR)
			return false;
	return is_done && WIFEXITED(state) && WEXITSTATUS(state) == EXIT_SUCCESS;
}

static enum jx_status read_in_child(
	const struct jx_workbook_file *file, struct jx_arena *arena, struct jx_record_bytes *ret_bytes)
{
	int fds[2];
	if (pipe2(fds, O_CLOEXEC) != 0)
		return JX_INTERNAL;
	pid_t child = fork();
	if (child == 0)
		run_child(file, fds[1]);
	(void)close(fds[1]);
	if (child < 0) {
		(void)close(fds[0]);
		return JX_INTERNAL;
	}
	enum jx_status status = read_pipe(fds[0], arena, ret_bytes);
	(void)close(fds[0]);
	bool is_well = end_child(child, status == JX_OK);
	return status == JX_OK && !is_well ? JX_INTERNAL : status;
}

enum jx_status jx_workbook_read(const struct jx_workbook_file *file, struct jx_arena *arena,
	struct jx_grid *ret_grid, struct jx_error *error)
{
	struct jx_record_bytes bytes;
	struct jx_error found = {0};
	*ret_grid = (struct jx_grid){0};
	if (file->n > 0 && *(const unsigned char *)file->bytes == 0xD0)
		return jx_fail_with(error, JX_REASON_FORM_OLD_FORMAT, JX_ARGS(JX_TEXT(file->name)));
	enum jx_status status = read_in_child(file, arena, &bytes);
	if (status == JX_OK)
		status = jx_records_read(&bytes, arena, ret_grid, &found);
	if (status == JX_OK) {
		jx_grid_sort(ret_grid);
		return JX_OK;
	}
	if (status == JX_UNAVAILABLE)
		return jx_arena_fail(arena, error);
	if (found.reason == JX_REASON_NONE)
		return jx_fail_with(error, JX_REASON_FORM_UNREADABLE, JX_ARGS(JX_TEXT(file->name)));
	return jx_fail_with(error, found.reason, JX_ARGS(JX_TEXT(file->name), JX_TEXT(found.arg[0])));
}
