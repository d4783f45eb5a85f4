#include "client/screen/outlet.h"

#include <errno.h>
#include <unistd.h>

/* All of the bytes, or -1. After the first failure nothing more is written: a hole in the output would lie. */
static ssize_t write_all(void *user, const char *bytes, size_t n)
{
	struct jx_outlet *outlet = user;
	size_t n_done = 0;
	while (outlet->problem == 0 && n_done < n) {
		ssize_t n_now = write(outlet->fd, bytes + n_done, n - n_done);
		if (n_now >= 0)
			n_done += (size_t)n_now;
		else if (errno != EINTR)
			outlet->problem = errno;
	}
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
