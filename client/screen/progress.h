/*
 * How far something is that goes through many things: one line on the person's terminal, "12/41 kegong.xlsx", from half a
 * second on, gone when it is done. Never in a pipe. Thread: one at a time.
 */
#ifndef CLIENT_SCREEN_PROGRESS_H
#define CLIENT_SCREEN_PROGRESS_H

#include <stdint.h>

#include "client/screen/terminal.h"

/** A line of progress. */
struct jx_progress {
	const struct jx_terminal *terminal;
	size_t n_all;
	int64_t since_ms;
	int64_t shown_ms; /* when the line was written last; 0: never */
};

/** Begin. @param n_all  of how many; 0 where nobody knows before the end; of one alone nothing is shown. */
void jx_progress_begin(struct jx_progress *progress, const struct jx_terminal *terminal, size_t n_all);

/** Say what is next. @param n_done  before it. */
void jx_progress_step(struct jx_progress *progress, size_t n_done, const char *what);

/** Take the line away. */
void jx_progress_end(struct jx_progress *progress);

#endif
