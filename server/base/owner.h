/* Whose files a verb of the server makes: those of the account that the directory belongs to, and that will serve it. */
#ifndef SERVER_BASE_OWNER_H
#define SERVER_BASE_OWNER_H

#include "proto/contract/base/error.h"

/** Go on, for good, as the account that a directory belongs to, when root runs the program.
 *
 * What only root may read must be open by then. A directory of root's, and another caller than root, change nothing.
 *
 * @param directory  is there.
 * @return JX_OK; JX_UNAVAILABLE (FILE_FAILED).
 */
enum jx_status jx_owner_become(const char *directory, struct jx_error *error) JX_MUST_CHECK;

#endif
