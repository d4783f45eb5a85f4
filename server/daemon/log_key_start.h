/* The key that signs the log, ready before anything is written: read, or made for a store that has none yet. */
#ifndef SERVER_DAEMON_LOG_KEY_START_H
#define SERVER_DAEMON_LOG_KEY_START_H

#include "server/identity/log_key.h"
#include "storage/store.h"

/** Let the log of a store be signed.
 *
 * A store of an older version gets its key here, and an entry of the log about it.
 * @param address  from which a new key gets its name.
 * @param ret_key  the caller's; lives at least as long as the store signs.
 */
enum jx_status jx_log_key_start(struct jx_store *store, const char *directory, const char *address,
	const struct jx_ca *ca, struct jx_note_key **ret_key, struct jx_error *error) JX_MUST_CHECK;

/** Put a new key in the place of the one that signs the log of a store: the last checkpoint that the old one signs holds the
 * entry that names the new one, so that whoever trusts the old one comes to trust it. No daemon may run. */
enum jx_status jx_log_key_rotate(
	struct jx_store *store, const char *directory, struct jx_error *error) JX_MUST_CHECK;

#endif
