/*
 * Sockets that the service manager listens on and hands over (sd_listen_fds(3)), one for each door, one for metrics and one for pages.
 *
 * They are named by FileDescriptorName= of the socket unit: "main", "enrol", "public", "metrics", "pages". The manager keeps them while the
 * daemon is started again, so that who calls meanwhile waits and is not refused. Thread: loop.
 */
#ifndef SERVER_DAEMON_SOCKETS_H
#define SERVER_DAEMON_SOCKETS_H

#include "proto/contract/base/error.h"
#include "server/net/listener.h"

/** Sockets of what is served over HTTP/1.1; 0 when none was handed over: it has its own address then. */
struct jx_web_sockets {
	int metrics;
	int pages;
};

/** Let a configuration use the sockets that were handed over in place of its addresses. A door whose socket is not among
 * them stays closed, with a warning in the log; without any socket nothing is changed. To be called once.
 *
 * @return JX_OK; JX_UNAVAILABLE (LISTEN_FAILED) for one with another name, for two of one name, and for what is no
 *         listening socket.
 */
enum jx_status jx_sockets_take(
	struct jx_net_config *config, struct jx_web_sockets *ret_web, struct jx_error *error) JX_MUST_CHECK;

#endif
