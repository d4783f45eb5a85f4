/*
 * Filed versions of a report, and which of them the person has seen. Thread: one at a time.
 */
#ifndef CLIENT_CALLS_VERSION_H
#define CLIENT_CALLS_VERSION_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** Fetch a version with its report.
 *
 * @param submission  "submissions/{id}".
 * @param number      "1", "2", ...; NULL: the newest.
 * @return as jx_rpc_call(); JX_INTERNAL (SERVER_ANSWER).
 */
enum jx_status jx_version_fetch(struct jx_app *app, const char *submission, const char *number,
	const JxSubmissionVersion **ret_version) JX_MUST_CHECK;

/** Remember the newest version as seen: the next report of this submission is based on it. What cannot be remembered is shown
 * again, which is no error. */
void jx_version_remember(struct jx_app *app, const char *submission, const JxSubmissionVersion *version);

/** Fetch the department of the caller. @return as jx_rpc_call(); JX_INVALID (NO_OWN_DEPARTMENT) for one without. */
enum jx_status jx_own_department_fetch(struct jx_app *app, const JxDepartment **ret_department) JX_MUST_CHECK;

#endif
