/*
 * jixiao: the command line client.
 */
#include <time.h>

#include "client/cli/cli.h"

int main(int argc, char **argv)
{
	return jx_cli_run(argc, argv, (int64_t)time(NULL));
}
