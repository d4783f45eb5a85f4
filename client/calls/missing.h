/*
 * A department whose report is not where one looks for it, told in words of the person: the server only knows that a
 * submission or a version is not in the table that was asked for. Thread: one at a time.
 */
#ifndef CLIENT_CALLS_MISSING_H
#define CLIENT_CALLS_MISSING_H

#include "client/app/app.h"

/** Tell that a department has no report to show; another error stays as it is.
 *
 * @param status      of the call that failed.
 * @param department  name or code; "": the one that the error names.
 * @param round       name; "" for any.
 * @return status.
 */
enum jx_status jx_missing_tell(
	struct jx_app *app, enum jx_status status, const char *department, const char *round) JX_MUST_CHECK;

#endif
