/*
 * The daemon: owns everything, starts it in order, stops it in the opposite order.
 *
 * store ─► caches, health, tasks ─► workers ─► network. SIGTERM and SIGINT: GOAWAY, running calls finish
 * within JX_SHUTDOWN_TIMEOUT_MS, the writer ends last with a checkpoint, exit 0. A write path that is broken ends
 * the daemon at once with exit 1: a restart recovers what was acknowledged. Thread: loop.
 */
#ifndef SERVER_DAEMON_DAEMON_H
#define SERVER_DAEMON_DAEMON_H

#include "proto/contract/base/error.h"
#include "server/daemon/config.h"

/** Run the daemon until a signal stops it.
 *
 * @param config  copied.
 * @return the process's exit code.
 */
int jx_daemon_run(const struct jx_config *config);

/** Make a state directory: store, CA, server certificate, settings and the first lead's invitation.
 *
 * @param names       the server's host names and addresses, comma separated.
 * @param ret_line    the invitation line of the first lead; of size bytes.
 */
enum jx_status jx_daemon_init(const struct jx_config *config, const char *county, const char *names,
	char *ret_line, size_t size, struct jx_error *error) JX_MUST_CHECK;

#endif
