/*
 * Standard output as a stream that remembers why it failed: stdio forgets the error number by the time somebody asks.
 *
 * On a terminal it also pages: what is written is held until it is more than the screen shows, and then goes through a pager,
 * together with what follows it. What fits is shown as it is. Before a person is asked something, and before anything that
 * takes long, jx_outlet_show() puts all of it on the screen. Thread: one at a time.
 */
#ifndef CLIENT_SCREEN_OUTLET_H
#define CLIENT_SCREEN_OUTLET_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

/** A descriptor behind a stream. */
struct jx_outlet {
	int fd;
	int problem; /* errno of the first write that failed; 0 for none */
	/* private */
	bool is_holding;
	unsigned height; /* lines of the screen */
	unsigned n_lines;
	char *held; /* on the heap */
	size_t n_held;
	pid_t pager; /* 0: none */
	int pager_fd;
	const char *command; /* of the pager; NULL: less */
};

/** Open a stream on outlet->fd, line by line on a terminal. @return NULL without memory; fclose() it. */
FILE *jx_outlet_open(struct jx_outlet *outlet);

/** Page from now on, if fd is a terminal and the person has not switched it off: JIXIAO_PAGER, PAGER. */
void jx_outlet_page(struct jx_outlet *outlet);

/** Put what was written on the screen, wait until the person has left the pager, and page no more. */
void jx_outlet_show(struct jx_outlet *outlet);

#endif
