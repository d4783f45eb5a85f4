/*
 * The county's authorities followed: a new one is taken from a server that one known here vouches for, an old one is forgotten when
 * the server names it no longer.
 *
 * The server names them with the head of its log, at the first call of each command; app->authorities holds the names.
 * Thread: one at a time.
 */
#ifndef CLIENT_CALLS_AUTHORITY_H
#define CLIENT_CALLS_AUTHORITY_H

#include "client/app/app.h"

/** True when the newest authority is not known here, or has not issued the person's certificate: it is to be renewed. */
bool jx_authority_is_new(const struct jx_app *app);

/** Take the certificates of the authorities from a reply, and write ca.pem.
 *
 * @param list  DER each; what the server has named, in its order, else it is refused.
 * @return JX_OK; JX_INTERNAL (SERVER_ANSWER); JX_UNKNOWN (LOCAL_FILE_FAILED).
 */
enum jx_status jx_authority_keep(struct jx_app *app, const ProtobufCBinaryData *list, size_t n) JX_MUST_CHECK;

/** Forget those that the server names no longer, once all that it names are known here. A failure is left for the next time. */
void jx_authority_forget(struct jx_app *app);

#endif
