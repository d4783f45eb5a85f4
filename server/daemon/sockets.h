/*
 * Sockets that the service manager listens on and hands over (sd_listen_fds(3)), one for each door and one for metrics.
 *
 * They are named by FileDescriptorName= of the socket unit: "main", "enrol", "public", "metrics". The manager keeps them while the
 * daemon is started again, so that who calls meanwhile waits and is not refused. Thread: loop.
 */
#ifndef SERVER_DAEMON_SOCKETS_H
#define SERVER_DAEMON_SOCKETS_H

#include "proto/contract/base/error.h"
#include "server/net/listener.h"

/** Let a configuration use the sockets that were handed over in place of its addresses. A door whose socket is not among
 * them stays closed, with a warning in the log; without any socket nothing is changed. To be called once.
 *
 * @param ret_metrics  the socket that metrics are served on; 0 when none was handed over: they have their own address then.
 * @return JX_OK; JX_UNAVAILABLE (LISTEN_FAILED) for one with another name, for two of one name, and for what is no
 *         listening socket.
 */
enum jx_status jx_sockets_take(
	struct jx_net_config *config, int *ret_metrics, struct jx_error *error) JX_MUST_CHECK;

#endif
