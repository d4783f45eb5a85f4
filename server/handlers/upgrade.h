/* What an update of the program has to compute anew from what is stored, before anybody is served. */
#ifndef SERVER_HANDLERS_UPGRADE_H
#define SERVER_HANDLERS_UPGRADE_H

#include "server/call/task.h"

/** Score the versions that were filed under a schema without scores, each by the rulebook it was judged by, and write the
 * analysts' rows of those that were accepted. Committed in groups, each with an entry of the log, so that it goes on where
 * it was stopped; free when there is nothing to do.
 *
 * @param store  whose writer nobody has.
 * @return JX_OK; JX_DATA_LOSS for a version that cannot be read; that of the store.
 */
enum jx_status jx_upgrade_scores(
	struct jx_services *services, struct jx_store *store, struct jx_error *error) JX_MUST_CHECK;

#endif
