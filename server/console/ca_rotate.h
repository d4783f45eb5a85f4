/*
 * The county's authority changed by command, while no daemon runs (server/identity/ca_rotation.h); each step is an entry of the
 * log. Thread: main.
 */
#ifndef SERVER_CONSOLE_CA_ROTATE_H
#define SERVER_CONSOLE_CA_ROTATE_H

#include <stdbool.h>

#include "server/daemon/config.h"

/** Make a new authority, which issues from the next start on. @return JX_OK; JX_STATE (CA_ROTATED_ALREADY); as jx_store_open(). */
enum jx_status jx_daemon_rotate_ca(const struct jx_config *config, struct jx_error *error) JX_MUST_CHECK;

/** How the old authority goes. */
struct jx_ca_retirement {
	bool is_forced;                                /* also while people have certificates of it alone */
	void (*on_person)(void *user, const char *id); /* has; NULL: nobody listens */
	void *user;
};

/** Retire the old authority.
 *
 * @return JX_OK; JX_STATE (CA_NOT_ROTATED, CA_STILL_NEEDED); as jx_store_open().
 */
enum jx_status jx_daemon_retire_ca(const struct jx_config *config, const struct jx_ca_retirement *retirement,
	struct jx_error *error) JX_MUST_CHECK;

#endif
