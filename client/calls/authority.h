/*
 * The county's authorities followed: a new one is taken when one known here says so by its own key, an old one is forgotten when
 * the server names it no longer. Who has the key of the server alone can lead nobody to another authority.
 *
 * The server names them with the head of its log, at the first call of each command; app->authorities holds the names.
 * Thread: one at a time.
 */
#ifndef CLIENT_CALLS_AUTHORITY_H
#define CLIENT_CALLS_AUTHORITY_H

#include "client/app/app.h"

/** True when the newest authority is not known here, or has not issued the person's certificate: it is to be renewed. */
bool jx_authority_is_new(const struct jx_app *app);

/** What a server sends of the county's authorities. Borrowed; DER each. */
struct jx_authorities {
	const ProtobufCBinaryData *list; /* the newest first */
	size_t n;
	const ProtobufCBinaryData *endorsements; /* of each but the last, by the next of them */
	size_t n_endorsements;
};

/** True when the next of them says of one, by its own key, that it takes its place. */
bool jx_authority_is_endorsed(const struct jx_authorities *all, size_t index);

/** Take the certificates of the authorities from a reply, and write ca.pem.
 *
 * @param all  what the server has named, in its order, else it is refused.
 * @return JX_OK; JX_DATA_LOSS (CA_NOT_ENDORSED) when one is neither known here nor endorsed by one that is, or when the newest one
 *   that is known is left out; JX_INTERNAL (SERVER_ANSWER); JX_UNKNOWN (LOCAL_FILE_FAILED).
 */
enum jx_status jx_authority_keep(struct jx_app *app, const struct jx_authorities *all) JX_MUST_CHECK;

/** True when an authority that is known here has issued a certificate, DER. */
bool jx_authority_has_issued(const struct jx_app *app, const ProtobufCBinaryData *certificate);

/** Forget those that the server names no longer, once all that it names are known here, the newest one is among them, and one of
 * them vouches for the server of this very connection. A failure is left for the next time. */
void jx_authority_forget(struct jx_app *app);

#endif
