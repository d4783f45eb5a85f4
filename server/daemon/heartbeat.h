/*
 * When the daemon was last known to serve: a file of the state directory, written each JX_HEARTBEAT_MS and at the end.
 *
 * It is worth no more than a hint, so that a failed write or a damaged file means that nothing is known. Thread: loop.
 */
#ifndef SERVER_DAEMON_HEARTBEAT_H
#define SERVER_DAEMON_HEARTBEAT_H

#include <stdint.h>

/** @return milliseconds since 1970; 0 when that is not known. */
int64_t jx_heartbeat_read(const char *directory);

void jx_heartbeat_write(const char *directory, int64_t now_ms);

#endif
