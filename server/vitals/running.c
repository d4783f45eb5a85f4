#include "server/vitals/running.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define FILE_NAME  "jixiao.running"
#define PATH_BYTES 1200
#define FORMAT     "pid %" PRId64 " start_ms %" PRId64 " ports %u %u %u %u version %s\n"
#define PATTERN    "pid %" SCNd64 " start_ms %" SCNd64 " ports %u %u %u %u version %31s"

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
		ports[2], ports[3], running->version);
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file < 0)
		return;
	(void)!write(file, text, (size_t)n);
	(void)close(file);
}

bool jx_running_read(const char *directory, struct jx_running *ret_running)
{
	char path[PATH_BYTES];
	char text[256];
	struct jx_running running = {0};
	unsigned *ports = running.ports;
	name_file(directory, path);
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	ssize_t n = file >= 0 ? read(file, text, sizeof(text) - 1) : -1;
	if (file >= 0)
		(void)close(file);
	if (n <= 0)
		return false;
	text[n] = '\0';
	if (sscanf(text, PATTERN, &running.pid, &running.start_ms, &ports[0], &ports[1], &ports[2], &ports[3],
		    running.version) != 7)
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
