#include "client/report/signing.h"

#include <string.h>

#include "client/calls/call.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/signature.h"

/* Signs a text with the person's key. */
static enum jx_status sign_text(
	struct jx_app *app, const char *text, size_t n_text, JxSignature *ret_signature)
{
	JX_AUTO(jx_key) key = NULL;
	enum jx_status status = jx_app_identify(app);
	if (status != JX_OK)
		return status;
	status = jx_key_read_private(app->identity.key, strlen(app->identity.key), &key, &app->error);
	if (status != JX_OK)
		return status;
	ret_signature->algorithm = jx_arena_strdup(&app->arena, "ecdsa-p256-sha256");
	ret_signature->value.data = jx_arena_alloc(&app->arena, JX_SIGNATURE_MAX_BYTES);
	if (ret_signature->algorithm == NULL || ret_signature->value.data == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	return jx_signature_make(
		key, text, n_text, ret_signature->value.data, &ret_signature->value.len, &app->error);
}

/* The text is what both sides build from the request. */
static enum jx_status sign_request(struct jx_app *app, const JxSubmitReportRequest *request,
	const char *content_digest, JxSignature *ret_signature)
{
	char text[JX_SIGNING_TEXT_MAX_BYTES];
	size_t n_text;
	const struct jx_submit_claim claim = {.round = jx_name_last(request->report->round),
		.department = jx_name_last(request->report->department),
		.content_digest = content_digest,
		.base_digest = request->base_digest,
		.request_id = request->request_id};
	enum jx_status status = jx_submit_signing_text(&claim, text, sizeof(text), &n_text, &app->error);
	return status == JX_OK ? sign_text(app, text, n_text, ret_signature) : status;
}

enum jx_status jx_signing_submit(struct jx_app *app, const JxSubmitReportRequest *request,
	const char *content_digest, JxSubmitReportResponse **ret_response)
{
	JxSignature signature = JX_SIGNATURE_INIT;
	JxSubmitReportRequest signed_request = *request;
	/* Before signing: whether somebody is enrolled here is the better question first. */
	enum jx_status status = jx_app_connect(app);
	if (status != JX_OK)
		return status;
	status = sign_request(app, request, content_digest, &signature);
	if (status != JX_OK)
		return status;
	signed_request.signature = &signature;
	return jx_call_submit_report(app, &signed_request, ret_response);
}

enum jx_status jx_signing_sign_off(struct jx_app *app, const JxReport *report, JxSignReportRequest *request,
	JxSignReportResponse **ret_response)
{
	char text[JX_SIGNING_TEXT_MAX_BYTES];
	size_t n_text;
	JxSignature signature = JX_SIGNATURE_INIT;
	enum jx_status status = jx_app_connect(app);
	if (status == JX_OK)
		status = jx_call_make_request_id(app, &request->request_id);
	if (status != JX_OK)
		return status;
	const struct jx_submit_claim claim = {.round = jx_name_last(report->round),
		.department = jx_name_last(report->department),
		.content_digest = request->digest,
		.request_id = request->request_id};
	status = jx_sign_off_text(&claim, text, sizeof(text), &n_text, &app->error);
	if (status == JX_OK)
		status = sign_text(app, text, n_text, &signature);
	if (status != JX_OK)
		return status;
	request->signature = &signature;
	return jx_call_sign_report(app, request, ret_response);
}
