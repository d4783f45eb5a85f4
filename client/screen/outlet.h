/*
 * Standard output as a stream that remembers why it failed: stdio forgets the error number by the time somebody asks.
 * Thread: one at a time.
 */
#ifndef CLIENT_SCREEN_OUTLET_H
#define CLIENT_SCREEN_OUTLET_H

#include <stdio.h>

/** A descriptor behind a stream. */
struct jx_outlet {
	int fd;
	int problem; /* errno of the first write that failed; 0 for none */
};

/** Open a stream on outlet->fd, line by line on a terminal. @return NULL without memory; fclose() it. */
FILE *jx_outlet_open(struct jx_outlet *outlet);

#endif
