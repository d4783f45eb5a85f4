/*
 * Replies to finance's issues that were typed into a returned form. Thread: one at a time.
 */
#ifndef CLIENT_REPORT_REPLIES_H
#define CLIENT_REPORT_REPLIES_H

#include "client/report/judge.h"

/** Send the replies of a form; those that the server holds already are passed over, so that it is safe to repeat.
 *
 * @param ret_n  sent now.
 * @return JX_OK, also when there are none; JX_INVALID (FORM_OF_OTHER_SUBMISSION); as the call.
 */
enum jx_status jx_replies_send(
	struct jx_app *app, const struct jx_judged *judged, size_t *ret_n) JX_MUST_CHECK;

#endif
