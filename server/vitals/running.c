#include "server/vitals/running.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "proto/contract/base/text.h"

#define FILE_NAME  "jixiao.running"
#define PATH_BYTES 1200
#define FORMAT     "pid %" PRId64 " start_ms %" PRId64 " ports %u %u %u %u %u version %s\n"

static void name_file(const char *directory, char out[PATH_BYTES])
{
	(void)snprintf(out, PATH_BYTES, "%s/" FILE_NAME, directory);
}

void jx_running_write(const char *directory, const struct jx_running *running)
{
	char path[PATH_BYTES];
	char text[256];
	const unsigned *ports = running->ports;
	name_file(directory, path);
	int n = snprintf(text, sizeof(text), FORMAT, running->pid, running->start_ms, ports[0], ports[1],
		ports[2], ports[3], ports[4], running->version);
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file < 0)
		return;
	(void)!write(file, text, (size_t)n);
	(void)close(file);
}

/* Takes what a text begins with, and the blank behind it. */
static bool take_word(const char **text, const char *word)
{
	size_t n = strlen(word);
	if (strncmp(*text, word, n) != 0 || (*text)[n] != ' ')
		return false;
	*text += n + 1;
	return true;
}

static bool take_number(const char **text, uint64_t max, uint64_t *ret_number)
{
	char digits[24];
	size_t n = strcspn(*text, " ");
	if ((*text)[n] != ' ' || n >= sizeof(digits))
		return false;
	(void)jx_text_copy_n(digits, sizeof(digits), *text, n);
	*text += n + 1;
	return jx_text_u64(digits, max, ret_number);
}

/* Reads what FORMAT wrote. */
static bool read_note(const char *text, struct jx_running *ret_running)
{
	uint64_t pid = 0;
	uint64_t start_ms = 0;
	bool is_note = take_word(&text, "pid") && take_number(&text, INT64_MAX, &pid) &&
		       take_word(&text, "start_ms") && take_number(&text, INT64_MAX, &start_ms) &&
		       take_word(&text, "ports");
	for (size_t i = 0; is_note && i < JX_RUNNING_DOORS; i++) {
		uint64_t port = 0;
		is_note = take_number(&text, UINT16_MAX, &port);
		ret_running->ports[i] = (unsigned)port;
	}
	if (!is_note || !take_word(&text, "version"))
		return false;
	ret_running->pid = (int64_t)pid;
	ret_running->start_ms = (int64_t)start_ms;
	(void)jx_text_copy_n(ret_running->version, sizeof(ret_running->version), text, strcspn(text, "\n"));
	return true;
}

bool jx_running_read(const char *directory, struct jx_running *ret_running)
{
	char path[PATH_BYTES];
	char text[256];
	struct jx_running running = {0};
	name_file(directory, path);
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t n = file >= 0 ? read(file, text, sizeof(text) - 1) : -1;
	if (file >= 0)
		(void)close(file);
	if (n <= 0)
		return false;
	text[n] = '\0';
	if (!read_note(text, &running))
		return false;
	*ret_running = running;
	return true;
}

void jx_running_remove(const char *directory)
{
	char path[PATH_BYTES];
	name_file(directory, path);
	(void)unlink(path);
}
