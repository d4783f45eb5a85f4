/* The county's log beside the pages of a static site: its newest checkpoint, and its tiles. Thread: one at a time. */
#ifndef CLIENT_COMMANDS_COUNTY_PUBLISH_LOG_H
#define CLIENT_COMMANDS_COUNTY_PUBLISH_LOG_H

#include "client/app/app.h"

/** Writes a file of the site. @return JX_OK; JX_UNKNOWN (LOCAL_FILE_FAILED). */
typedef enum jx_status (*jx_publish_write)(void *user, const char *path, const void *bytes, size_t n);

/** Write what verifies the log. The server must be connected.
 *
 * @param ret_verifier  of the key that signs the checkpoint, in the app's arena; "" while there is no signed log.
 * @return JX_OK; JX_DATA_LOSS (CHECKPOINT_DAMAGED) for a checkpoint that its key has not signed; what write() or the calls
 *   refuse.
 */
enum jx_status jx_publish_log(
	struct jx_app *app, jx_publish_write write, void *user, const char **ret_verifier) JX_MUST_CHECK;

#endif
