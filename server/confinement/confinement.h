/*
 * What the daemon can no longer do once it serves, whatever a fault in it would ask for.
 *
 * Landlock leaves it the files of its state directory and no others, and no port to bind or to call; a seccomp filter
 * leaves it the system calls of serving: no program is started, no other process touched. With a witness it may also look
 * up names and call out. Nothing can give any of it back. A kernel without the one or the other serves on, with a warning
 * in the log. Left out where a sanitizer or gcov is built in: these write files and look at themselves. Thread: the one
 * that starts all others, before it does; they inherit it.
 */
#ifndef SERVER_CONFINEMENT_CONFINEMENT_H
#define SERVER_CONFINEMENT_CONFINEMENT_H

#include <stdbool.h>

struct jx_confinement {
	const char *directory; /* the state directory */
	const char *settings;  /* a file, or the directory again */
	bool calls_out;        /* there is a witness */
};

/** Give up what serving does not take, and say in the log how far the kernel went along. */
void jx_confinement_enter(const struct jx_confinement *confinement);

/** Whether this build leaves it out. */
bool jx_confinement_is_left_out(void);

/* The two halves. Each returns NULL, or why it is not there, as the log says it. */

const char *jx_confinement_files(const struct jx_confinement *confinement);
const char *jx_confinement_calls(const struct jx_confinement *confinement);

#endif
