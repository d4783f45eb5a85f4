/*
 * The client from its command line to its exit code. main.c is nothing but this call.
 */
#ifndef CLIENT_CLI_CLI_H
#define CLIENT_CLI_CLI_H

#include <stdint.h>

/** Run a command line.
 *
 * @param argv   as main() gets it; rearranged.
 * @param now_s  the clock, seconds since 1970.
 * @return the exit code, enum jx_exit.
 */
int jx_cli_run(int argc, char **argv, int64_t now_s);

#endif
