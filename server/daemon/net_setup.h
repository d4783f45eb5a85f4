/* The network's configuration, from the settings and the files of the state directory. Thread: any. */
#ifndef SERVER_DAEMON_NET_SETUP_H
#define SERVER_DAEMON_NET_SETUP_H

#include "server/daemon/config.h"
#include "server/net/listener.h"

/** Where the files of the server's identity are. */
struct jx_identity_files {
	char certificate[JX_CONFIG_PATH_BYTES + 32];
	char key[JX_CONFIG_PATH_BYTES + 32];
	char ca[JX_CONFIG_PATH_BYTES + 32];
};

/** @param files  filled; the result borrows it, and the settings. */
struct jx_net_config jx_net_config_of(const struct jx_config *config, struct jx_identity_files *files);

#endif
