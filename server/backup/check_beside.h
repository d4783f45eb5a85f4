/*
 * The check of all data while a daemon serves: of a copy of its store, made beside it, so that nobody waits for the check
 * and the check sees one state. Thread: main.
 */
#ifndef SERVER_BACKUP_CHECK_BESIDE_H
#define SERVER_BACKUP_CHECK_BESIDE_H

#include "server/daemon/config.h"
#include "storage/log/store_fsck.h"

/** Copy the store of a directory into it, hold the copy against its log, and remove it.
 *
 * @return as jx_daemon_fsck(); JX_UNAVAILABLE (FSCK_NO_ROOM, STORE_LOCKED while another check runs).
 */
enum jx_status jx_check_beside(const struct jx_config *config, const struct jx_fsck_listener *listener,
	struct jx_error *error) JX_MUST_CHECK;

#endif
