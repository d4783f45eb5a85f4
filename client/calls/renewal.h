/*
 * The person's certificate renewed: by itself from two thirds of its life on and when the county has a new authority, or when
 * somebody asks.
 *
 * The key stays, so that one file changes, in one rename: whenever the power fails, key and certificate fit. A key is
 * changed by a new invitation. Of two commands at once one renews. Thread: one at a time.
 */
#ifndef CLIENT_CALLS_RENEWAL_H
#define CLIENT_CALLS_RENEWAL_H

#include "client/app/app.h"

/** Renew now. app->identity is the new one afterwards.
 *
 * @return JX_OK; that of the call; JX_DEADLINE (HOME_BUSY); JX_INTERNAL (SERVER_ANSWER) for a certificate that is not for
 *   this key; JX_UNKNOWN (LOCAL_FILE_FAILED).
 */
enum jx_status jx_renewal_run(struct jx_app *app) JX_MUST_CHECK;

/** Renew when two thirds of the certificate's life have passed, or the county has a new authority, and say so. A failure is a warning, and app->error stays.
 *
 * To be called when the command has talked to the server; does nothing otherwise, or when it was called before.
 */
void jx_renewal_run_if_due(struct jx_app *app);

/** Warn of certificates that end within JX_CERTIFICATE_WARNING_DAYS: the person's, the server's, the county's. */
void jx_renewal_warn(struct jx_app *app);

#endif
