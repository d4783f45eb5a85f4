/*
 * A note beside the store about the daemon that serves: which process, since when, on which ports. `jixiaod status` shows it.
 *
 * Written when the daemon listens, and taken away when it stops. Whether a daemon runs says the lock of the store alone.
 * Thread: any.
 */
#ifndef SERVER_VITALS_RUNNING_H
#define SERVER_VITALS_RUNNING_H

#include <stdbool.h>
#include <stdint.h>

#define JX_RUNNING_DOORS 5 /* main, enrol, public, metrics, pages */

struct jx_running {
	int64_t pid;
	int64_t start_ms;
	unsigned ports[JX_RUNNING_DOORS]; /* 0: none */
	char version[32];
};

/** Write the note. A failure is not reported: it is for people alone. */
void jx_running_write(const char *directory, const struct jx_running *running);

/** Read it. @return false: there is none that can be read. */
bool jx_running_read(const char *directory, struct jx_running *ret_running);

void jx_running_remove(const char *directory);

#endif
