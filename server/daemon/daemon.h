/*
 * The daemon: owns everything, starts it in order, stops it in the opposite order.
 *
 * store ─► caches, health, tasks ─► workers ─► network. SIGTERM: GOAWAY, accepted calls finish within
 * JX_SHUTDOWN_WORK_MS, the writer ends last with a checkpoint, exit 0 within JX_SHUTDOWN_TIMEOUT_MS. SIGHUP: the
 * settings and the certificates are read again; all of it takes effect, or nothing. The other signals: signals.h. A write
 * path that is broken ends the daemon at once with exit 1: a restart recovers what was acknowledged. Thread: loop.
 */
#ifndef SERVER_DAEMON_DAEMON_H
#define SERVER_DAEMON_DAEMON_H

#include "proto/contract/base/error.h"
#include "server/daemon/config.h"
#include "storage/log/store_fsck.h"

/** Run the daemon until a signal stops it.
 *
 * @param path    the settings are read from it again; borrowed.
 * @param config  what was read from it; copied.
 * @return the process's exit code.
 */
int jx_daemon_run(const char *path, const struct jx_config *config);

/** Check what settings name that is outside them: the addresses to listen on. What it refuses, jx_daemon_run() refuses.
 *
 * @return JX_OK; JX_UNAVAILABLE (LISTEN_FAILED); JX_INVALID (PUBLIC_NOT_LOOPBACK).
 */
enum jx_status jx_daemon_check(const struct jx_config *config, struct jx_error *error) JX_MUST_CHECK;

/** Hold the tables of a state directory against its log; no daemon may run on it. As jx_store_open() and jx_fsck_run(). */
enum jx_status jx_daemon_fsck(const struct jx_config *config, const struct jx_fsck_listener *listener,
	struct jx_error *error) JX_MUST_CHECK;

/** Put a new key in the place of the one that signs the log; no daemon may run on the directory. */
enum jx_status jx_daemon_rotate_log_key(const struct jx_config *config, struct jx_error *error) JX_MUST_CHECK;

#endif
