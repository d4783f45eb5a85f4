/*
 * A filing that was refused, seen against what the server holds: somebody was faster, with this very content or with another.
 * Thread: one at a time.
 */
#ifndef CLIENT_REPORT_REFUSAL_H
#define CLIENT_REPORT_REFUSAL_H

#include <stdbool.h>

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** True when the request that was just sent, or could not be, will be refused again whenever it is sent. */
bool jx_refusal_is_final(const struct jx_app *app, enum jx_status status);

/** Explain a refusal because of the submission's state or of the base version.
 *
 * @param refused      what the call returned; app->error holds the reason.
 * @param ret_version  set on JX_OK: the newest version, which has this very content.
 * @return JX_OK; else a refusal, whose error names who filed the newer version where that is the reason.
 */
enum jx_status jx_refusal_explain(struct jx_app *app, const JxReport *report, const char *content_digest,
	enum jx_status refused, const JxSubmissionVersion **ret_version) JX_MUST_CHECK;

#endif
