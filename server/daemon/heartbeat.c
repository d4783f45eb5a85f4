#include "server/daemon/heartbeat.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "server/daemon/config.h"

#define FILE_NAME  "jixiao.alive"
#define TEXT_BYTES 24 /* 20 digits and a line feed: each write covers the one before */

/* @return a descriptor; -1 when it cannot be had. */
static int open_file(const char *directory, int flags)
{
	char path[JX_CONFIG_PATH_BYTES + 32];
	(void)snprintf(path, sizeof(path), "%s/" FILE_NAME, directory);
	return open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
}

int64_t jx_heartbeat_read(const char *directory)
{
	char text[TEXT_BYTES] = "";
	char *end = NULL;
	int file = open_file(directory, O_RDONLY);
	if (file < 0)
		return 0;
	ssize_t n = read(file, text, sizeof(text) - 1);
	(void)close(file);
	if (n <= 0)
		return 0;
	text[n] = '\0';
	int64_t ms = strtoll(text, &end, 10);
	return *end == '\n' && ms > 0 ? ms : 0;
}

void jx_heartbeat_write(const char *directory, int64_t now_ms)
{
	char text[TEXT_BYTES];
	int n = snprintf(text, sizeof(text), "%020" PRId64 "\n", now_ms);
	int file = open_file(directory, O_WRONLY | O_CREAT);
	if (file < 0)
		return;
	/* What is not written whole is read as nothing. */
	(void)!write(file, text, (size_t)n);
	(void)close(file);
}
