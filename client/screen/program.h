/*
 * Another program on the person's terminal: an editor, a pager. Thread: one at a time.
 */
#ifndef CLIENT_SCREEN_PROGRAM_H
#define CLIENT_SCREEN_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

#define JX_PROGRAM_MISSING 127 /* exit code: there is no such program, as shells say it */

/** Run a command line with a file behind it, and wait for its end. @return its exit code; -1 when it did not end by itself. */
int jx_program_edit(const char *command, const char *file);

/** Start a pager that shows what is written to *ret_fd.
 *
 * @param command  NULL: less. When there is no such program, what is written goes to the terminal as it is.
 * @return the process; -1 when it did not start.
 */
pid_t jx_program_start_pager(const char *command, int *ret_fd);

/** Wait for the end of a process. @return as jx_program_edit(). */
int jx_program_wait(pid_t child);

#endif
