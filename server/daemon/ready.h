/* Tells that the daemon listens: its log, the note beside the store, the service manager. Thread: loop. */
#ifndef SERVER_DAEMON_READY_H
#define SERVER_DAEMON_READY_H

#include "server/vitals/running.h"

struct jx_ready {
	const char *directory;            /* the state directory */
	unsigned ports[JX_RUNNING_DOORS]; /* 0: none */
};

void jx_ready_tell(const struct jx_ready *ready);

#endif
