/*
 * jixiao: the command line client.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "client/cli/cli.h"
#include "client/cli/portable.h"

/* A standard stream that is closed would be the number of the next file or socket, and what is printed would go there. Each
 * gets a descriptor that its own use fails on, so that nobody takes silence for success. */
static bool occupy_standard_streams(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
			return false;
	return true;
}

int main(int argc, char **argv)
{
	if (!occupy_standard_streams())
		return 1;
	jx_portable_begin();
	/* Whoever reads our output may stop when they have seen enough; what was begun is still brought to its end. */
	(void)signal(SIGPIPE, SIG_IGN);
	return jx_cli_run(argc, argv, (int64_t)time(NULL));
}
