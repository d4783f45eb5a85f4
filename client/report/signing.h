/*
 * The signed call: a request to file, signed with the person's key at the moment it is sent. Thread: one at a time.
 */
#ifndef CLIENT_REPORT_SIGNING_H
#define CLIENT_REPORT_SIGNING_H

#include "client/app/app.h"
#include "jixiao/v1/schema.h"

/** Sign a request and send it; the request itself is not changed.
 *
 * @param request         with report, base digest and request id.
 * @param content_digest  digest text of the report.
 * @param ret_response    set on JX_OK.
 * @return that of the call; of the key.
 */
enum jx_status jx_signing_submit(struct jx_app *app, const JxSubmitReportRequest *request,
	const char *content_digest, JxSubmitReportResponse **ret_response) JX_MUST_CHECK;

/** Sign a draft and send the signature. Likewise.
 *
 * @param report   of the draft.
 * @param request  with name and digest; its request id and signature are made here.
 */
enum jx_status jx_signing_sign_off(struct jx_app *app, const JxReport *report, JxSignReportRequest *request,
	JxSignReportResponse **ret_response) JX_MUST_CHECK;

#endif
