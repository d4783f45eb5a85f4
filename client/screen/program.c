#include "client/screen/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Ctrl-C is for the program on the terminal; we wait for it. */
int jx_program_wait(pid_t child)
{
	int state = 0;
	while (waitpid(child, &state, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

int jx_program_edit(const char *command, const char *file)
{
	void (*before)(int) = signal(SIGINT, SIG_IGN);
	pid_t child = fork();
	if (child == 0) {
		(void)signal(SIGINT, SIG_DFL);
		(void)signal(SIGPIPE, SIG_DFL);
		/* The command may have words of its own: "code --wait". */
		char *line = NULL;
		size_t n = 0;
		FILE *stream = open_memstream(&line, &n);
		if (stream != NULL && fprintf(stream, "%s \"$@\"", command) > 0 && fclose(stream) == 0)
			(void)execl("/bin/sh", "sh", "-c", line, command, file, (char *)NULL);
		_exit(JX_PROGRAM_MISSING);
	}
	int code = child > 0 ? jx_program_wait(child) : -1;
	(void)signal(SIGINT, before);
	return code;
}

/* Shows what comes, where there is no pager. */
static void copy_all(void)
{
	char bytes[4096];
	for (ssize_t n; (n = read(STDIN_FILENO, bytes, sizeof(bytes))) > 0;)
		for (ssize_t done = 0, now; done < n; done += now)
			if ((now = write(STDOUT_FILENO, bytes + done, (size_t)(n - done))) < 0)
				return;
}

static void run_pager(const char *command, int fd)
{
	(void)signal(SIGINT, SIG_DFL);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)dup2(fd, STDIN_FILENO);
	(void)setenv("LESS", "FRX", 0);
	(void)setenv("LESSCHARSET", "utf-8", 0);
	if (command != NULL)
		(void)execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	else
		(void)execlp("less", "less", (char *)NULL);
	copy_all();
	_exit(0);
}

pid_t jx_program_start_pager(const char *command, int *ret_fd)
{
	int fds[2];
	if (pipe2(fds, O_CLOEXEC) != 0)
		return -1;
	pid_t child = fork();
	if (child == 0)
		run_pager(command, fds[0]);
	(void)close(fds[0]);
	if (child < 0)
		(void)close(fds[1]);
	*ret_fd = fds[1];
	return child;
}
