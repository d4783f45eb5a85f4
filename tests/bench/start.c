/*
 * How long the daemon takes from exec to the first connection it accepts, and from SIGTERM to its end.
 *
 *   bench_start PORT TIMES PROGRAM ARGUMENTS...
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "tests/bench/bench_kit.h"

#define MAX_TIMES  100u
#define PAUSE_US   100
#define TIMEOUT_NS UINT64_C(10000000000)

static bool accepts(unsigned port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool is_up = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
	(void)close(fd);
	return is_up;
}

static void run_once(unsigned port, char **command, uint64_t *ret_start_us, uint64_t *ret_stop_us)
{
	uint64_t start_ns = bench_now_ns();
	pid_t child = fork();
	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);
		if (dup2(null, STDOUT_FILENO) >= 0 && dup2(null, STDERR_FILENO) >= 0)
			(void)execv(command[0], command);
		_exit(127);
	}
	while (!accepts(port)) {
		if (bench_now_ns() - start_ns > TIMEOUT_NS || waitpid(child, NULL, WNOHANG) != 0)
			bench_die("the daemon does not start");
		(void)usleep(PAUSE_US);
	}
	*ret_start_us = (bench_now_ns() - start_ns) / 1000;
	(void)usleep(50000);
	int result = 0;
	uint64_t stop_ns = bench_now_ns();
	(void)kill(child, SIGTERM);
	if (waitpid(child, &result, 0) != child || !WIFEXITED(result) || WEXITSTATUS(result) != 0)
		bench_die("the daemon did not end well");
	*ret_stop_us = (bench_now_ns() - stop_ns) / 1000;
}

static int by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a;
	uint64_t y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
	uint64_t starts[MAX_TIMES];
	uint64_t stops[MAX_TIMES];
	if (argc < 4)
		bench_die("usage: bench_start PORT TIMES PROGRAM ARGUMENTS...");
	unsigned port = (unsigned)bench_number(argv[1]);
	uint64_t n = bench_number(argv[2]);
	if (n == 0 || n > MAX_TIMES)
		bench_die("1 to %u times", MAX_TIMES);
	for (uint64_t i = 0; i < n; i++)
		run_once(port, argv + 3, &starts[i], &stops[i]);
	qsort(starts, n, sizeof(starts[0]), by_size);
	qsort(stops, n, sizeof(stops[0]), by_size);
	(void)printf("start-us %llu\nstop-us %llu\n", (unsigned long long)starts[n / 2],
		(unsigned long long)stops[n / 2]);
	return 0;
}
