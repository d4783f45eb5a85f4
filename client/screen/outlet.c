#include "client/screen/outlet.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client/screen/program.h"
#include "proto/contract/base/text.h"

/* All of the bytes. After the first failure nothing more is written: a hole in the output would lie. */
static void write_through(struct jx_outlet *outlet, const char *bytes, size_t n)
{
	int fd = outlet->pager > 0 ? outlet->pager_fd : outlet->fd;
	size_t n_done = 0;
	while (outlet->problem == 0 && n_done < n) {
		ssize_t n_now = write(fd, bytes + n_done, n - n_done);
		if (n_now >= 0)
			n_done += (size_t)n_now;
		else if (errno != EINTR)
			outlet->problem = errno;
	}
}

/* Writes what is held. */
static void let_go(struct jx_outlet *outlet)
{
	outlet->is_holding = false;
	write_through(outlet, outlet->held, outlet->n_held);
	free(outlet->held);
	outlet->held = NULL;
	outlet->n_held = 0;
}

/* Keeps bytes; more lines than the screen has go to the pager, what no memory is left for to the screen. */
static void hold(struct jx_outlet *outlet, const char *bytes, size_t n)
{
	char *grown = realloc(outlet->held, outlet->n_held + n);
	if (grown == NULL) {
		let_go(outlet);
		write_through(outlet, bytes, n);
		return;
	}
	outlet->held = grown;
	memcpy(grown + outlet->n_held, bytes, n);
	outlet->n_held += n;
	for (size_t i = 0; i < n; i++)
		outlet->n_lines += bytes[i] == '\n';
	if (outlet->n_lines < outlet->height)
		return;
	outlet->pager = jx_program_start_pager(outlet->command, &outlet->pager_fd);
	/* Ctrl-C is the pager's from here on. */
	if (outlet->pager > 0)
		(void)signal(SIGINT, SIG_IGN);
	let_go(outlet);
}

static ssize_t write_all(void *user, const char *bytes, size_t n)
{
	struct jx_outlet *outlet = user;
	if (outlet->is_holding)
		hold(outlet, bytes, n);
	else
		write_through(outlet, bytes, n);
	errno = outlet->problem;
	return outlet->problem == 0 ? (ssize_t)n : -1;
}

FILE *jx_outlet_open(struct jx_outlet *outlet)
{
	FILE *stream = fopencookie(outlet, "w", (cookie_io_functions_t){.write = write_all});
	if (stream != NULL && isatty(outlet->fd) == 1)
		(void)setvbuf(stream, NULL, _IOLBF, 0);
	return stream;
}

static unsigned height_of(int fd)
{
	struct winsize size;
	const char *lines = getenv("LINES");
	uint64_t height = 0;
	if (lines != NULL)
		(void)jx_text_u64(lines, UINT16_MAX, &height);
	if (height == 0 && ioctl(fd, TIOCGWINSZ, &size) == 0)
		height = size.ws_row;
	return (unsigned)height;
}

void jx_outlet_page(struct jx_outlet *outlet)
{
	const char *own = getenv("JIXIAO_PAGER");
	const char *command = own != NULL ? own : getenv("PAGER");
	const char *term = getenv("TERM");
	bool is_off = command != NULL && (command[0] == '\0' || strcmp(command, "cat") == 0);
	bool is_dumb = term == NULL || strcmp(term, "dumb") == 0;
	outlet->height = height_of(outlet->fd);
	outlet->command = command;
	outlet->is_holding = isatty(outlet->fd) == 1 && !is_off && !is_dumb && outlet->height > 1;
}

void jx_outlet_show(struct jx_outlet *outlet)
{
	if (outlet->is_holding)
		let_go(outlet);
	if (outlet->pager <= 0)
		return;
	(void)close(outlet->pager_fd);
	(void)jx_program_wait(outlet->pager);
	(void)signal(SIGINT, SIG_DFL);
	outlet->pager = 0;
	/* The person may leave a pager before its end. */
	outlet->problem = outlet->problem == EPIPE ? 0 : outlet->problem;
}
