#include "tests/bench/bench_kit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NS UINT64_C(1000000000)

void bench_die(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	(void)vfprintf(stderr, format, args);
	va_end(args);
	(void)fputc('\n', stderr);
	exit(1);
}

void bench_must(enum jx_status status, const struct jx_error *error, const char *what)
{
	char sentence[1024] = "";
	if (status == JX_OK)
		return;
	if (error != NULL)
		(void)jx_error_sentence(error, JX_EN, sentence, sizeof(sentence));
	bench_die("%s: %s: %s", what, jx_status_name(status), sentence);
}

void *bench_need(void *memory)
{
	if (memory == NULL)
		bench_die("out of memory");
	return memory;
}

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;
	(void)clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

uint64_t bench_now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

uint64_t bench_cpu_ns(void)
{
	return clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

uint64_t bench_cpu_of(pid_t pid)
{
	char path[64];
	char line[1024];
	unsigned long long user = 0;
	unsigned long long system = 0;
	if (pid == 0)
		return 0;
	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	FILE *file = fopen(path, "r");
	if (file == NULL || fgets(line, sizeof(line), file) == NULL)
		bench_die("no process %d", (int)pid);
	(void)fclose(file);
	/* The name in brackets may hold spaces; fields 14 and 15 are counted from behind it. */
	const char *at = strrchr(line, ')');
	if (at == NULL ||
		sscanf(at + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user, &system) != 2)
		bench_die("cannot read %s", path);
	return (user + system) * (SECOND_NS / (uint64_t)sysconf(_SC_CLK_TCK));
}

uint64_t bench_rss_kib(pid_t pid)
{
	char path[64];
	char line[256];
	unsigned long long rss = 0;
	(void)snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "r");
	if (file == NULL)
		bench_die("no process %d", (int)pid);
	while (fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "VmRSS: %llu", &rss) == 1)
			break;
	(void)fclose(file);
	return rss;
}

uint8_t *bench_read_file(const char *path, size_t *ret_n)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
		bench_die("cannot read %s", path);
	long size = ftell(file);
	rewind(file);
	uint8_t *bytes = bench_need(malloc((size_t)size + 1));
	if (fread(bytes, 1, (size_t)size, file) != (size_t)size)
		bench_die("cannot read %s", path);
	(void)fclose(file);
	bytes[size] = '\0';
	*ret_n = (size_t)size;
	return bytes;
}

uint64_t bench_number(const char *text)
{
	char *end = NULL;
	unsigned long long n = strtoull(text, &end, 10);
	if (end == text || *end != '\0')
		bench_die("\"%s\" is no number", text);
	return n;
}

int bench_connect(unsigned port)
{
	int one = 1;
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		bench_die("cannot connect to port %u", port);
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}
