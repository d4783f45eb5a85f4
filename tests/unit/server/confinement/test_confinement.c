#include "server/confinement/confinement.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/contract/base/array.h"
#include "tests/support/test.h"

#define DIRECTORY_BYTES 32
#define NO_CHILD        100 /* an exit code of a child that is no errno of an act */

static int holding = -1; /* a socket that listened before */

/* Each act returns 0, or the errno that it ended with. */

static int result_of(int result)
{
	return result >= 0 ? 0 : errno;
}

static int open_for(const char *path, int flags)
{
	int file = open(path, flags | O_CLOEXEC, 0600);
	if (file >= 0)
		(void)close(file);
	return result_of(file);
}

static int write_in_the_directory(void)
{
	return open_for("here", O_RDWR | O_CREAT | O_TRUNC);
}

static int replace_in_the_directory(void)
{
	return result_of(rename("here", "there"));
}

static int remove_from_the_directory(void)
{
	return result_of(unlink("there"));
}

static int read_random(void)
{
	return open_for("/dev/urandom", O_RDONLY);
}

static int read_passwords(void)
{
	return open_for("/etc/passwd", O_RDONLY);
}

static int write_outside(void)
{
	return open_for("../escaped", O_WRONLY | O_CREAT);
}

static int link_in(void)
{
	return result_of(symlink("/etc/passwd", "passwords"));
}

static int make_room(void)
{
	return result_of(mkdir("room", 0700));
}

static int start_a_program(void)
{
	char *const argv[] = {(char *)"true", NULL};
	return result_of(execv("/bin/true", argv));
}

static int start_a_process(void)
{
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	return result_of((int)child);
}

static int touch_another_process(void)
{
	return result_of((int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static int end_another_process(void)
{
	return result_of(kill(getppid(), 0));
}

static int open_a_socket(int family)
{
	int made = socket(family, SOCK_STREAM, 0);
	if (made >= 0)
		(void)close(made);
	return result_of(made);
}

static int open_a_local_socket(void)
{
	return open_a_socket(AF_UNIX);
}

static int open_an_internet_socket(void)
{
	return open_a_socket(AF_INET);
}

static int bind_a_port(void)
{
	const struct sockaddr_in any = {.sin_family = AF_INET};
	return result_of(bind(holding, (const struct sockaddr *)&any, sizeof(any)));
}

static int accept_none(void)
{
	int result = result_of(accept4(holding, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC));
	return result == EAGAIN ? 0 : result;
}

static int make_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? errno : 0;
}

static int make_data(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? errno : 0;
}

static void *rest(void *arg)
{
	return arg;
}

static int start_a_thread(void)
{
	pthread_t thread;
	int result = pthread_create(&thread, NULL, rest, NULL);
	return result == 0 ? pthread_join(thread, NULL) : result;
}

static int limit_another_process(void)
{
	return result_of(prlimit(getppid(), RLIMIT_NOFILE, NULL, &(struct rlimit){0}));
}

struct row {
	const char *name;
	int (*act)(void);
	int without_witness;
	int with_witness;
};

static const struct row ROWS[] = {
	{"write in the directory", write_in_the_directory, 0, 0},
	{"replace in the directory", replace_in_the_directory, 0, 0},
	{"remove from the directory", remove_from_the_directory, 0, 0},
	{"read random bytes", read_random, 0, 0},
	{"read /etc/passwd", read_passwords, EACCES, 0},
	{"write outside", write_outside, EACCES, EACCES},
	{"make a symbolic link", link_in, EPERM, EPERM},
	{"make a directory", make_room, EPERM, EPERM},
	{"start a program", start_a_program, EPERM, EPERM},
	{"start a process", start_a_process, EPERM, EPERM},
	{"touch another process", touch_another_process, EPERM, EPERM},
	{"send another process a signal", end_another_process, EPERM, EPERM},
	{"limit another process", limit_another_process, EPERM, EPERM},
	{"open a local socket", open_a_local_socket, 0, 0},
	{"open an internet socket", open_an_internet_socket, EPERM, 0},
	{"bind a port", bind_a_port, EPERM, EACCES},
	{"accept a connection", accept_none, 0, 0},
	{"make memory of code", make_code, EPERM, 0},
	{"make memory of data", make_data, 0, 0},
	{"start a thread", start_a_thread, 0, 0},
};

static int listening_socket(void)
{
	const struct sockaddr_in loopback = {
		.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	int made = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	assert_true(made >= 0);
	assert_int_equal(bind(made, (const struct sockaddr *)&loopback, sizeof(loopback)), 0);
	assert_int_equal(listen(made, 1), 0);
	return made;
}

/* The errno of an act in a confined child. */
static int outcome_of(int (*act)(void), const struct jx_confinement *confinement)
{
	int status = 0;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (chdir(confinement->directory) != 0 || jx_confinement_files(confinement) != NULL ||
			jx_confinement_calls(confinement) != NULL)
			_exit(NO_CHILD);
		_exit(act());
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : NO_CHILD;
}

static void what_serving_does_not_take_is_refused(void **state)
{
	(void)state;
	char directory[DIRECTORY_BYTES] = "/tmp/confinement-XXXXXX";
	if (jx_confinement_is_left_out())
		skip();
	assert_non_null(mkdtemp(directory));
	holding = listening_socket();
	for (int calls_out = 0; calls_out <= 1; calls_out++) {
		const struct jx_confinement confinement = {directory, directory, calls_out != 0};
		for (size_t i = 0; i < JX_COUNT_OF(ROWS); i++) {
			int expected = calls_out != 0 ? ROWS[i].with_witness : ROWS[i].without_witness;
			int outcome = outcome_of(ROWS[i].act, &confinement);
			if (outcome != expected)
				fail_msg("%s%s: %s, expected %s", ROWS[i].name,
					calls_out != 0 ? " with a witness" : "", strerror(outcome),
					strerror(expected));
		}
	}
	(void)close(holding);
	assert_int_equal(rmdir(directory), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_serving_does_not_take_is_refused)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
