#include "client/report/filing.h"

#include <string.h>

#include "client/cli/i18n.h"
#include "client/disk/keyfile.h"
#include "client/screen/datetime.h"
#include "client/transport/resolve.h"
#include "proto/contract/base/text.h"
#include "proto/contract/evidence/signature.h"
#include "proto/contract/service/states.h"

#define SUBMIT "/jixiao.v1.SubmissionService/SubmitReport"

/* Signs with the person's key, over the text that both sides build from the request. */
static enum jx_status sign(struct jx_app *app, const JxSubmitReportRequest *request,
	const char *content_digest, JxSignature *ret_signature)
{
	char path[JX_FILE_PATH_BYTES];
	char text[JX_SIGNING_TEXT_MAX_BYTES];
	size_t n_text;
	JX_AUTO(jx_key) key = NULL;
	struct jx_submit_claim claim = {.round = jx_last_part(request->report->round),
		.department = jx_last_part(request->report->department),
		.content_digest = content_digest,
		.base_digest = request->base_digest,
		.request_id = request->request_id};
	enum jx_status status = jx_app_path(app, JX_KEY_FILE, path);
	if (status == JX_OK)
		status = jx_keyfile_read(path, &app->arena, &key, &app->error);
	if (status == JX_NOT_FOUND)
		return jx_app_fail_with(app, JX_REASON_NOT_ENROLLED, JX_ARGS(JX_TEXT(path)));
	if (status == JX_OK)
		status = jx_submit_signing_text(&claim, text, sizeof(text), &n_text, &app->error);
	uint8_t *bytes = jx_arena_alloc(&app->arena, JX_SIGNATURE_MAX_BYTES);
	if (status == JX_OK && bytes == NULL)
		status = jx_arena_fail(&app->arena, &app->error);
	size_t n = 0;
	if (status == JX_OK)
		status = jx_signature_make(key, text, n_text, bytes, &n, &app->error);
	ret_signature->algorithm = jx_arena_strdup(&app->arena, "ecdsa-p256-sha256");
	ret_signature->value = (ProtobufCBinaryData){.data = bytes, .len = n};
	return status;
}

/* The call itself, signed; the request is not changed. */
static enum jx_status submit(struct jx_app *app, const JxSubmitReportRequest *request,
	const char *content_digest, const JxSubmitReportResponse **ret_response)
{
	JxSignature signature = JX_SIGNATURE_INIT;
	JxSubmitReportRequest signed_request = *request;
	ProtobufCMessage *reply;
	/* Before signing: whether somebody is enrolled here is the better question first. */
	enum jx_status status = jx_app_connect(app);
	if (status == JX_OK)
		status = sign(app, request, content_digest, &signature);
	if (status != JX_OK)
		return status;
	signed_request.signature = &signature;
	status = jx_app_call(app, SUBMIT, &signed_request.base, &reply);
	if (status == JX_OK)
		*ret_response = (const JxSubmitReportResponse *)reply;
	return status;
}

/* The server has judged this request and will judge it the same again: keeping it makes no sense. */
static bool is_refusal(const struct jx_app *app, enum jx_status status)
{
	if (!jx_rpc_was_answered(app->rpc))
		return false;
	return status == JX_INVALID || status == JX_NOT_FOUND || status == JX_EXISTS || status == JX_DENIED ||
	       status == JX_STATE || status == JX_CONFLICT || status == JX_OUT_OF_RANGE ||
	       status == JX_UNIMPLEMENTED;
}

static enum jx_status fail_receipt(struct jx_app *app)
{
	return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
		JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("its receipt is for other content"))));
}

enum jx_status jx_filing_resend(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_outbox_entry *entry, struct jx_filed *ret_filed)
{
	const JxSubmitReportResponse *response;
	if (entry->request == NULL)
		return jx_app_fail_with(app, JX_REASON_OUTBOX_DAMAGED, JX_ARGS(JX_TEXT(entry->request_id)));
	enum jx_status status = submit(app, entry->request, entry->content_digest, &response);
	if (status != JX_OK) {
		struct jx_error ignored;
		/* What cannot be removed is sent again later, and refused again: the reason above matters more. */
		if (is_refusal(app, status) && app->error.reason != JX_REASON_RULEBOOK_STALE)
			(void)!jx_outbox_drop(outbox, entry->name, &ignored);
		return status;
	}
	if (response->receipt == NULL ||
		strcmp(response->receipt->content_digest, entry->content_digest) != 0)
		return fail_receipt(app);
	*ret_filed = (struct jx_filed){.receipt = response->receipt, .response = response};
	return jx_outbox_settle(outbox, entry, response->receipt, &app->arena, &app->error);
}

/* Tells the server by which rulebook this report was judged, and how: it must come to the same. */
static void put_verdict(const struct jx_judged *judged, JxSubmitReportRequest *request)
{
	if (!judged->rules.is_known)
		return;
	if (judged->rules.rulebook != NULL)
		request->rulebook_digest = (char *)jx_rulebook_digest(judged->rules.rulebook);
	request->verdict_digest = (char *)judged->verdict_digest;
}

/* Puts a report into the outbox and sends it. */
static enum jx_status file_anew(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, const char *base_digest, struct jx_filed *ret_filed)
{
	JxSubmitReportRequest request = JX_SUBMIT_REPORT_REQUEST_INIT;
	char id[JX_UUID_BYTES];
	enum jx_status status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	request.report = judged->submission;
	request.request_id = id;
	put_verdict(judged, &request);
	request.base_digest = jx_arena_strdup(&app->arena, base_digest);
	if (request.base_digest == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	status = jx_outbox_add(outbox, &request, judged->content_digest, &app->arena, &app->error);
	if (status != JX_OK)
		return status;
	struct jx_outbox_entry entry;
	status = jx_outbox_find(outbox, judged->submission, &app->arena, &entry, &app->error);
	if (status == JX_NOT_FOUND)
		return jx_app_fail_with(app, JX_REASON_OUTBOX_DAMAGED, JX_ARGS(JX_TEXT(id)));
	if (status != JX_OK)
		return status;
	return jx_filing_resend(app, outbox, &entry, ret_filed);
}

/* What the server holds of this submission; JX_NOT_FOUND counts as nothing. */
static enum jx_status ask_record(
	struct jx_app *app, const JxReport *submission, const JxSubmission **ret_record)
{
	JxGetSubmissionRequest request = JX_GET_SUBMISSION_REQUEST_INIT;
	char name[JX_NAME_BYTES];
	ProtobufCMessage *reply;
	*ret_record = NULL;
	jx_submission_name(submission->round, submission->department, name);
	request.name = name;
	enum jx_status status =
		jx_app_call(app, "/jixiao.v1.SubmissionService/GetSubmission", &request.base, &reply);
	if (status == JX_OK)
		*ret_record = ((const JxGetSubmissionResponse *)reply)->submission;
	return status == JX_NOT_FOUND ? JX_OK : status;
}

static bool is_back_at_department(const JxSubmission *record)
{
	return record->state == JX_SUBMISSION_STATE_DRAFT || jx_state_is_back_at_department(record->state);
}

/* This very content was acknowledged before: the server's answer again, or the stored receipt. */
static enum jx_status file_again(struct jx_app *app, const JxSubmitReportRequest *request,
	const JxReceipt *receipt, struct jx_filed *ret_filed)
{
	const JxSubmitReportResponse *response = NULL;
	enum jx_status status = submit(app, request, receipt->content_digest, &response);
	if (status == JX_OK && (response->receipt == NULL || strcmp(response->receipt->content_digest,
								     receipt->content_digest) != 0))
		return fail_receipt(app);
	if (status != JX_OK && jx_rpc_was_answered(app->rpc))
		return status;
	*ret_filed = (struct jx_filed){
		.receipt = status == JX_OK ? response->receipt : receipt, .response = response};
	return JX_OK;
}

/* Nothing of this submission waits: it is new, or a newer version, or the same again. */
static enum jx_status file_fresh(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, struct jx_filed *ret_filed)
{
	const JxSubmission *record;
	const JxReceipt *receipt = NULL;
	const JxSubmitReportRequest *request = NULL;
	enum jx_status stored =
		jx_outbox_receipt(outbox, judged->submission, &app->arena, &receipt, &request, &app->error);
	if (stored != JX_OK && stored != JX_NOT_FOUND)
		return stored;
	bool is_same = stored == JX_OK && strcmp(receipt->content_digest, judged->content_digest) == 0;
	enum jx_status asked = ask_record(app, judged->submission, &record);
	if (asked != JX_OK && (jx_rpc_was_answered(app->rpc) || app->rpc == NULL))
		return asked;
	bool is_away = asked != JX_OK;
	if (is_same && is_away) {
		*ret_filed = (struct jx_filed){.receipt = receipt};
		return JX_OK;
	}
	if (is_same && request != NULL && record != NULL && !is_back_at_department(record))
		return file_again(app, request, receipt, ret_filed);
	const char *base = record != NULL ? record->digest : "";
	if (is_away && stored == JX_OK)
		base = receipt->content_digest;
	return file_anew(app, outbox, judged, base, ret_filed);
}

enum jx_status jx_filing_submit(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, struct jx_filed *ret_filed)
{
	struct jx_outbox_entry entry;
	enum jx_status status = jx_outbox_find(outbox, judged->submission, &app->arena, &entry, &app->error);
	if (status == JX_NOT_FOUND)
		return file_fresh(app, outbox, judged, ret_filed);
	if (status != JX_OK)
		return status;
	if (strcmp(entry.content_digest, judged->content_digest) == 0) {
		status = jx_filing_resend(app, outbox, &entry, ret_filed);
		if (status == JX_OK || app->error.reason != JX_REASON_RULEBOOK_STALE)
			return status;
		/* The same content was judged anew by now: with that verdict it is another request. */
		status = jx_outbox_drop(outbox, entry.name, &app->error);
		return status == JX_OK ? file_fresh(app, outbox, judged, ret_filed) : status;
	}
	return jx_app_fail_with(app, JX_REASON_OUTBOX_OTHER,
		JX_ARGS(JX_TEXT(jx_last_part(judged->submission->department)), JX_TEXT(entry.request_id)));
}

enum jx_status jx_filing_dry_run(
	struct jx_app *app, const struct jx_judged *judged, const JxSubmitReportResponse **ret_response)
{
	JxSubmitReportRequest request = JX_SUBMIT_REPORT_REQUEST_INIT;
	const JxSubmission *record;
	char id[JX_UUID_BYTES];
	enum jx_status status = jx_app_request_id(app, id);
	if (status == JX_OK)
		status = ask_record(app, judged->submission, &record);
	if (status != JX_OK)
		return status;
	request.report = judged->submission;
	request.request_id = id;
	put_verdict(judged, &request);
	request.validate_only = true;
	if (record != NULL)
		request.base_digest = record->digest;
	return submit(app, &request, judged->content_digest, ret_response);
}

enum jx_status jx_filed_print(struct jx_app *app, const struct jx_filed *filed)
{
	const JxReceipt *receipt = filed->receipt;
	const struct jx_terminal *terminal = &app->terminal;
	if (jx_app_wants_json(app)) {
		JxSubmitReportResponse stored = JX_SUBMIT_REPORT_RESPONSE_INIT;
		if (filed->response != NULL)
			return jx_app_print_json(app, &filed->response->base);
		/* protobuf-c knows no const; the message is only read. */
		stored.receipt = jx_arena_alloc(&app->arena, sizeof(*receipt));
		if (stored.receipt == NULL)
			return jx_arena_fail(&app->arena, &app->error);
		*stored.receipt = *receipt;
		return jx_app_print_json(app, &stored.base);
	}
	char time[JX_DATETIME_BYTES];
	jx_print(terminal, _("Filed: receipt %llu, %s, %s"), (unsigned long long)receipt->attempt,
		jx_last_part(receipt->version_name), jx_datetime_print(receipt->receive_time, time));
	jx_print(terminal, _("Fingerprint: %s (print it on the signed page)"), receipt->content_digest);
	if (receipt->is_late)
		jx_note(terminal, "%s", _("It came after the deadline and is marked late."));
	if (filed->response == NULL)
		jx_note(terminal, "%s",
			_("The server cannot be reached now; this is the receipt kept on this machine."));
	return JX_OK;
}
