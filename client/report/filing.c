#include "client/report/filing.h"

#include <string.h>

#include "client/calls/call.h"
#include "client/disk/keyfile.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/signature.h"
#include "proto/contract/service/states.h"

static enum jx_status read_key(struct jx_app *app, struct jx_key **ret_key)
{
	char path[JX_FILE_PATH_BYTES];
	enum jx_status status = jx_app_path(app, JX_KEY_FILE, path);
	if (status != JX_OK)
		return status;
	status = jx_keyfile_read(path, &app->arena, ret_key, &app->error);
	if (status == JX_NOT_FOUND)
		return jx_app_fail_with(app, JX_REASON_NOT_ENROLLED, JX_ARGS(JX_TEXT(path)));
	return status;
}

/* Signs with the person's key, over the text that both sides build from the request. */
static enum jx_status sign_request(struct jx_app *app, const JxSubmitReportRequest *request,
	const char *content_digest, JxSignature *ret_signature)
{
	char text[JX_SIGNING_TEXT_MAX_BYTES];
	size_t n_text;
	JX_AUTO(jx_key) key = NULL;
	const struct jx_submit_claim claim = {.round = jx_name_last(request->report->round),
		.department = jx_name_last(request->report->department),
		.content_digest = content_digest,
		.base_digest = request->base_digest,
		.request_id = request->request_id};
	enum jx_status status = read_key(app, &key);
	if (status != JX_OK)
		return status;
	status = jx_submit_signing_text(&claim, text, sizeof(text), &n_text, &app->error);
	if (status != JX_OK)
		return status;
	ret_signature->algorithm = jx_arena_strdup(&app->arena, "ecdsa-p256-sha256");
	ret_signature->value.data = jx_arena_alloc(&app->arena, JX_SIGNATURE_MAX_BYTES);
	if (ret_signature->algorithm == NULL || ret_signature->value.data == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	return jx_signature_make(
		key, text, n_text, ret_signature->value.data, &ret_signature->value.len, &app->error);
}

/* Makes the call itself, signed; the request is not changed. */
static enum jx_status submit_signed(struct jx_app *app, const JxSubmitReportRequest *request,
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

/* True when the server has judged this request and will judge it the same again, so that it need not wait. */
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

/* Drops what was refused. What cannot be removed is sent again later, and refused again: that matters less than why. */
static void drop_refused(const struct jx_outbox *outbox, const char *name)
{
	struct jx_error ignored;
	enum jx_status status = jx_outbox_drop(outbox, name, &ignored);
	(void)status;
}

enum jx_status jx_filing_resend(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_outbox_entry *entry, struct jx_filed *ret_filed)
{
	JxSubmitReportResponse *response;
	if (entry->request == NULL)
		return jx_app_fail_with(app, JX_REASON_OUTBOX_DAMAGED, JX_ARGS(JX_TEXT(entry->request_id)));
	enum jx_status status = submit_signed(app, entry->request, entry->content_digest, &response);
	if (status != JX_OK) {
		if (is_refusal(app, status) && app->error.reason != JX_REASON_RULEBOOK_STALE)
			drop_refused(outbox, entry->name);
		return status;
	}
	if (response->receipt == NULL ||
		strcmp(response->receipt->content_digest, entry->content_digest) != 0)
		return fail_receipt(app);
	*ret_filed = (struct jx_filed){.receipt = response->receipt, .response = response};
	return jx_outbox_settle(outbox, entry, response->receipt, &app->arena, &app->error);
}

/* Fills in the report, and by which rulebook it was judged with which verdict: the server must find the same. */
static void fill_request(const struct jx_judged *judged, JxSubmitReportRequest *request)
{
	request->report = judged->report;
	if (!judged->rules.is_known)
		return;
	if (judged->rules.rulebook != NULL)
		request->rulebook_digest = (char *)jx_rulebook_digest(judged->rules.rulebook);
	request->verdict_digest = (char *)judged->verdict_digest;
}

/* Puts a report into the outbox and sends it. */
static enum jx_status file_new(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, const char *base_digest, struct jx_filed *ret_filed)
{
	JxSubmitReportRequest request = JX_SUBMIT_REPORT_REQUEST_INIT;
	struct jx_outbox_entry entry;
	fill_request(judged, &request);
	request.base_digest = (char *)base_digest;
	enum jx_status status = jx_call_make_request_id(app, &request.request_id);
	if (status != JX_OK)
		return status;
	status = jx_outbox_add(outbox, &request, judged->content_digest, &app->arena, &app->error);
	if (status != JX_OK)
		return status;
	status = jx_outbox_find(outbox, judged->report, &app->arena, &entry, &app->error);
	if (status == JX_NOT_FOUND)
		return jx_app_fail_with(app, JX_REASON_OUTBOX_DAMAGED, JX_ARGS(JX_TEXT(request.request_id)));
	if (status != JX_OK)
		return status;
	return jx_filing_resend(app, outbox, &entry, ret_filed);
}

/* Asks what the server holds of this submission; JX_NOT_FOUND counts as nothing. */
static enum jx_status fetch_submission(
	struct jx_app *app, const JxReport *report, const JxSubmission **ret_submission)
{
	JxGetSubmissionRequest request = JX_GET_SUBMISSION_REQUEST_INIT;
	JxGetSubmissionResponse *reply;
	char name[JX_RESOURCE_NAME_BYTES];
	*ret_submission = NULL;
	request.name = (char *)jx_name_submission(
		name, jx_name_last(report->round), jx_name_last(report->department));
	enum jx_status status = jx_call_get_submission(app, &request, &reply);
	if (status == JX_OK)
		*ret_submission = reply->submission;
	return status == JX_NOT_FOUND ? JX_OK : status;
}

static bool is_back_at_department(const JxSubmission *submission)
{
	return submission->state == JX_SUBMISSION_STATE_DRAFT ||
	       jx_state_is_back_at_department(submission->state);
}

/* This very content was acknowledged before: the server's answer again, or the stored receipt. */
static enum jx_status file_again(struct jx_app *app, const JxSubmitReportRequest *request,
	const JxReceipt *receipt, struct jx_filed *ret_filed)
{
	JxSubmitReportResponse *response;
	enum jx_status status = submit_signed(app, request, receipt->content_digest, &response);
	if (status != JX_OK && jx_rpc_was_answered(app->rpc))
		return status;
	if (status != JX_OK) {
		*ret_filed = (struct jx_filed){.receipt = receipt};
		return JX_OK;
	}
	if (response->receipt == NULL ||
		strcmp(response->receipt->content_digest, receipt->content_digest) != 0)
		return fail_receipt(app);
	*ret_filed = (struct jx_filed){.receipt = response->receipt, .response = response};
	return JX_OK;
}

/* Nothing of this submission waits: it is new, or a newer version, or the same again. */
static enum jx_status file_not_waiting(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, struct jx_filed *ret_filed)
{
	const JxSubmission *submission;
	const JxReceipt *receipt = NULL;
	const JxSubmitReportRequest *request = NULL;
	enum jx_status stored =
		jx_outbox_receipt(outbox, judged->report, &app->arena, &receipt, &request, &app->error);
	if (stored != JX_OK && stored != JX_NOT_FOUND)
		return stored;
	bool is_same = stored == JX_OK && strcmp(receipt->content_digest, judged->content_digest) == 0;
	enum jx_status asked = fetch_submission(app, judged->report, &submission);
	if (asked != JX_OK && (jx_rpc_was_answered(app->rpc) || app->rpc == NULL))
		return asked;
	bool is_away = asked != JX_OK;
	if (is_same && is_away) {
		*ret_filed = (struct jx_filed){.receipt = receipt};
		return JX_OK;
	}
	if (is_same && request != NULL && submission != NULL && !is_back_at_department(submission))
		return file_again(app, request, receipt, ret_filed);
	const char *base = submission != NULL ? submission->digest : "";
	if (is_away && stored == JX_OK)
		base = receipt->content_digest;
	return file_new(app, outbox, judged, base, ret_filed);
}

/* This very report waits in the outbox. */
static enum jx_status file_waiting(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, const struct jx_outbox_entry *entry, struct jx_filed *ret_filed)
{
	enum jx_status status = jx_filing_resend(app, outbox, entry, ret_filed);
	if (status == JX_OK || app->error.reason != JX_REASON_RULEBOOK_STALE)
		return status;
	/* It was judged by a newer rulebook now: with that verdict it is another request. */
	status = jx_outbox_drop(outbox, entry->name, &app->error);
	if (status != JX_OK)
		return status;
	return file_not_waiting(app, outbox, judged, ret_filed);
}

enum jx_status jx_filing_submit(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, struct jx_filed *ret_filed)
{
	struct jx_outbox_entry entry;
	enum jx_status status = jx_outbox_find(outbox, judged->report, &app->arena, &entry, &app->error);
	if (status == JX_NOT_FOUND)
		return file_not_waiting(app, outbox, judged, ret_filed);
	if (status != JX_OK)
		return status;
	if (strcmp(entry.content_digest, judged->content_digest) == 0)
		return file_waiting(app, outbox, judged, &entry, ret_filed);
	return jx_app_fail_with(app, JX_REASON_OUTBOX_OTHER,
		JX_ARGS(JX_TEXT(jx_name_last(judged->report->department)), JX_TEXT(entry.request_id)));
}

enum jx_status jx_filing_dry_run(
	struct jx_app *app, const struct jx_judged *judged, const JxSubmitReportResponse **ret_response)
{
	JxSubmitReportRequest request = JX_SUBMIT_REPORT_REQUEST_INIT;
	JxSubmitReportResponse *response;
	const JxSubmission *submission;
	enum jx_status status = fetch_submission(app, judged->report, &submission);
	if (status != JX_OK)
		return status;
	fill_request(judged, &request);
	request.validate_only = true;
	if (submission != NULL)
		request.base_digest = submission->digest;
	/* The id is signed, so it must be there before the call. */
	status = jx_call_make_request_id(app, &request.request_id);
	if (status != JX_OK)
		return status;
	status = submit_signed(app, &request, judged->content_digest, &response);
	if (status != JX_OK)
		return status;
	*ret_response = response;
	return JX_OK;
}

static enum jx_status print_as_json(struct jx_app *app, const struct jx_filed *filed)
{
	JxSubmitReportResponse stored = JX_SUBMIT_REPORT_RESPONSE_INIT;
	stored.receipt = (JxReceipt *)filed->receipt;
	return jx_app_print_json(app, filed->response != NULL ? &filed->response->base : &stored.base);
}

enum jx_status jx_filing_print(struct jx_app *app, const struct jx_filed *filed)
{
	const JxReceipt *receipt = filed->receipt;
	const struct jx_terminal *terminal = &app->terminal;
	char time[JX_DATETIME_BYTES];
	if (jx_app_wants_json(app))
		return print_as_json(app, filed);
	jx_print(terminal, _("Filed: receipt %llu, version %s, %s"), (unsigned long long)receipt->attempt,
		jx_name_last(receipt->version_name), jx_datetime_print(receipt->receive_time, time));
	jx_print(terminal, _("Fingerprint: %s (print it on the signed page)"), receipt->content_digest);
	if (receipt->is_late)
		jx_note(terminal, "%s", _("It came after the deadline and is marked late."));
	if (filed->response == NULL)
		jx_note(terminal, "%s",
			_("The server cannot be reached now; this is the receipt stored on this machine."));
	return JX_OK;
}
