#include "client/report/filing.h"

#include <string.h>

#include "client/calls/call.h"
#include "client/disk/seen.h"
#include "client/report/receipt_keep.h"
#include "client/report/refusal.h"
#include "client/report/signing.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/message/codec.h"
#include "proto/contract/service/states.h"

/* Of the signature, which a request gets only when it is sent, with the names of its fields. */
#define SIGNATURE_BYTES (JX_SIGNATURE_MAX_BYTES + 64u)

/* ---- what was seen ---- */

static const char *name_submission(const JxReport *report, char out[JX_RESOURCE_NAME_BYTES])
{
	return jx_name_submission(out, jx_name_last(report->round), jx_name_last(report->department));
}

/* Remembers the person's own version. What cannot be stored is asked for later: no error. */
static void see_version(
	struct jx_app *app, const JxReport *report, const char *version_name, const char *digest)
{
	char submission[JX_RESOURCE_NAME_BYTES];
	struct jx_seen_version version = {0};
	struct jx_error ignored;
	uint64_t number;
	if (!jx_text_u64(jx_name_last(version_name), UINT32_MAX, &number))
		return;
	version.number = (uint32_t)number;
	(void)jx_text_copy(version.digest, sizeof(version.digest), digest);
	enum jx_status status = jx_seen_write(
		app->home, name_submission(report, submission), &version, &app->arena, &ignored);
	(void)status;
}

/* The version a report is based on: the one that was named, else the newest that was seen here, else none. */
static enum jx_status find_base(struct jx_app *app, const struct jx_outbox *outbox, const JxReport *report,
	const char *base, const char **ret_base)
{
	char submission[JX_RESOURCE_NAME_BYTES];
	struct jx_seen_version seen;
	const JxReceipt *receipt;
	const JxSubmitReportRequest *request;
	*ret_base = base;
	if (base != NULL)
		return JX_OK;
	jx_seen_read(app->home, name_submission(report, submission), &app->arena, &seen);
	if (seen.number == 0 &&
		jx_outbox_receipt(outbox, report, &app->arena, &receipt, &request, &app->error) == JX_OK)
		(void)jx_text_copy(seen.digest, sizeof(seen.digest), receipt->content_digest);
	*ret_base = jx_arena_strdup(&app->arena, seen.digest);
	return *ret_base != NULL ? JX_OK : jx_arena_fail(&app->arena, &app->error);
}

/* ---- sending ---- */

static enum jx_status fail_receipt(struct jx_app *app)
{
	return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
		JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("its receipt is for other content"))));
}

/* Checks and stores the proof. None comes with what was filed before the server kept proofs. */
static enum jx_status keep_proof(struct jx_app *app, const JxSubmitReportResponse *response)
{
	if (response->receipt_file[0] == '\0')
		return JX_OK;
	return jx_receipt_keep(app, response->receipt_file, response->receipt->content_digest, NULL, NULL);
}

/* The server holds this content already, filed by somebody; its version says what a receipt would. */
static enum jx_status take_version(
	struct jx_app *app, const JxSubmissionVersion *version, struct jx_filed *ret_filed)
{
	JxReceipt *receipt = jx_arena_alloc(&app->arena, sizeof(*receipt));
	if (receipt == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	jx_receipt_init(receipt);
	receipt->version_name = version->name;
	receipt->content_digest = version->digest;
	receipt->verdict_digest = version->verdict_digest;
	receipt->rulebook_digest = version->rulebook_digest;
	receipt->receive_time = version->submit_time;
	*ret_filed =
		(struct jx_filed){.receipt = receipt, .filed_before_by = jx_name_last(version->submitted_by)};
	return JX_OK;
}

static enum jx_status settle_entry(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_outbox_entry *entry, const JxSubmitReportResponse *response,
	struct jx_filed *ret_filed)
{
	const JxReceipt *receipt = response->receipt;
	if (receipt == NULL || strcmp(receipt->content_digest, entry->content_digest) != 0)
		return fail_receipt(app);
	enum jx_status status = keep_proof(app, response);
	if (status != JX_OK)
		return status;
	*ret_filed = (struct jx_filed){.receipt = receipt, .response = response};
	see_version(app, entry->request->report, receipt->version_name, receipt->content_digest);
	return jx_outbox_settle(outbox, entry, receipt, &app->arena, &app->error);
}

enum jx_status jx_filing_resend(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_outbox_entry *entry, struct jx_filed *ret_filed)
{
	JxSubmitReportResponse *response;
	const JxSubmissionVersion *version;
	*ret_filed = (struct jx_filed){0};
	if (entry->request == NULL)
		return jx_app_fail_with(app, JX_REASON_OUTBOX_DAMAGED, JX_ARGS(JX_TEXT(entry->request_id)));
	const JxReport *report = entry->request->report;
	enum jx_status status = jx_signing_submit(app, entry->request, entry->content_digest, &response);
	if (status == JX_OK)
		return settle_entry(app, outbox, entry, response, ret_filed);
	ret_filed->is_refused = jx_refusal_is_final(app, status);
	status = jx_refusal_explain(app, report, entry->content_digest, status, &version);
	if (status != JX_OK)
		return status;
	see_version(app, report, version->name, version->digest);
	status = take_version(app, version, ret_filed);
	return status == JX_OK ? jx_outbox_drop(outbox, entry, &app->error) : status;
}

/* Sends an entry of this command's own file: when it is refused, the person has the file still. */
static enum jx_status send_or_drop(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_outbox_entry *entry, struct jx_filed *ret_filed)
{
	struct jx_error ignored;
	enum jx_status status = jx_filing_resend(app, outbox, entry, ret_filed);
	if (status != JX_OK && ret_filed->is_refused) {
		/* One that cannot be removed is refused again later: that matters less than why. */
		enum jx_status dropped = jx_outbox_drop(outbox, entry, &ignored);
		(void)dropped;
	}
	return status;
}

/* ---- filing ---- */

/* Fills in the report, and by which rulebook it was judged with which verdict: the server must find the same. */
static void fill_request(const struct jx_judged *judged, const char *base, JxSubmitReportRequest *request)
{
	request->report = judged->report;
	request->base_digest = (char *)base;
	if (!judged->rules.is_known)
		return;
	if (judged->rules.rulebook != NULL)
		request->rulebook_digest = (char *)jx_rulebook_digest(judged->rules.rulebook);
	request->verdict_digest = (char *)judged->verdict_digest;
	if (judged->reference != NULL)
		request->reference = judged->reference->name;
}

/* What no server would read must not wait in the outbox. */
static enum jx_status check_size(struct jx_app *app, const JxSubmitReportRequest *request)
{
	size_t n = jx_codec_packed_bytes(&request->base) + SIGNATURE_BYTES;
	if (n <= JX_MAX_MESSAGE_BYTES)
		return JX_OK;
	return jx_app_fail_with(
		app, JX_REASON_MESSAGE_TOO_LARGE, JX_ARGS(JX_U64(n), JX_U64(JX_MAX_MESSAGE_BYTES)));
}

/* Puts a report into the outbox and sends what lies there then. */
static enum jx_status file_new(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, const char *base, struct jx_filed *ret_filed)
{
	JxSubmitReportRequest request = JX_SUBMIT_REPORT_REQUEST_INIT;
	struct jx_outbox_entry entry;
	enum jx_status status = find_base(app, outbox, judged->report, base, &base);
	if (status != JX_OK)
		return status;
	fill_request(judged, base, &request);
	status = jx_call_make_request_id(app, &request.request_id);
	if (status != JX_OK)
		return status;
	status = check_size(app, &request);
	if (status != JX_OK)
		return status;
	status = jx_outbox_add(outbox, &request, judged->content_digest, &app->arena, &entry, &app->error);
	return status == JX_OK ? send_or_drop(app, outbox, &entry, ret_filed) : status;
}

/* Asks what the server holds of this submission; JX_NOT_FOUND counts as nothing. */
static enum jx_status fetch_submission(
	struct jx_app *app, const JxReport *report, const JxSubmission **ret_submission)
{
	JxGetSubmissionRequest request = JX_GET_SUBMISSION_REQUEST_INIT;
	JxGetSubmissionResponse *reply;
	char name[JX_RESOURCE_NAME_BYTES];
	*ret_submission = NULL;
	request.name = (char *)name_submission(report, name);
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
	enum jx_status status = jx_signing_submit(app, request, receipt->content_digest, &response);
	if (status != JX_OK && jx_rpc_was_answered(app->rpc))
		return status;
	if (status != JX_OK) {
		*ret_filed = (struct jx_filed){.receipt = receipt, .is_away = true};
		return JX_OK;
	}
	if (response->receipt == NULL ||
		strcmp(response->receipt->content_digest, receipt->content_digest) != 0)
		return fail_receipt(app);
	status = keep_proof(app, response);
	if (status != JX_OK)
		return status;
	*ret_filed =
		(struct jx_filed){.receipt = response->receipt, .response = response, .filed_before_by = ""};
	return JX_OK;
}

/* The newest receipt is for this very content: repeats its request, unless finance has returned it since. */
static enum jx_status file_same(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, const char *base, struct jx_filed *ret_filed)
{
	const JxSubmission *submission;
	const JxReceipt *receipt;
	const JxSubmitReportRequest *request;
	enum jx_status status =
		jx_outbox_receipt(outbox, judged->report, &app->arena, &receipt, &request, &app->error);
	if (status != JX_OK)
		return status;
	status = fetch_submission(app, judged->report, &submission);
	bool is_away = status != JX_OK && app->rpc != NULL && !jx_rpc_was_answered(app->rpc);
	if (is_away) {
		*ret_filed = (struct jx_filed){.receipt = receipt, .is_away = true};
		return JX_OK;
	}
	if (status != JX_OK)
		return status;
	if (request != NULL && submission != NULL && !is_back_at_department(submission))
		return file_again(app, request, receipt, ret_filed);
	return file_new(app, outbox, judged, base, ret_filed);
}

/* Nothing of this submission waits: it is new, or a newer version, or the same again. */
static enum jx_status file_not_waiting(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, const char *base, struct jx_filed *ret_filed)
{
	const JxReceipt *receipt;
	const JxSubmitReportRequest *request;
	enum jx_status status =
		jx_outbox_receipt(outbox, judged->report, &app->arena, &receipt, &request, &app->error);
	if (status != JX_OK && status != JX_NOT_FOUND)
		return status;
	if (status == JX_OK && strcmp(receipt->content_digest, judged->content_digest) == 0)
		return file_same(app, outbox, judged, base, ret_filed);
	return file_new(app, outbox, judged, base, ret_filed);
}

/* This very report waits in the outbox. */
static enum jx_status file_waiting(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, const struct jx_outbox_entry *entry, struct jx_filed *ret_filed)
{
	enum jx_status status = send_or_drop(app, outbox, entry, ret_filed);
	if (status == JX_OK || app->error.reason != JX_REASON_RULEBOOK_STALE)
		return status;
	/* It was judged by a newer rulebook now: with that verdict it is another request. */
	status = jx_outbox_drop(outbox, entry, &app->error);
	if (status != JX_OK)
		return status;
	return file_not_waiting(app, outbox, judged, entry->request->base_digest, ret_filed);
}

enum jx_status jx_filing_submit(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, const char *base, struct jx_filed *ret_filed)
{
	struct jx_outbox_entry entry;
	enum jx_status status = jx_outbox_find(outbox, judged->report, &app->arena, &entry, &app->error);
	if (status == JX_NOT_FOUND)
		return file_not_waiting(app, outbox, judged, base, ret_filed);
	if (status != JX_OK)
		return status;
	bool is_same = strcmp(entry.content_digest, judged->content_digest) == 0;
	if (is_same && (base == NULL || strcmp(base, entry.request->base_digest) == 0))
		return file_waiting(app, outbox, judged, &entry, ret_filed);
	return jx_app_fail_with(app, JX_REASON_OUTBOX_OTHER,
		JX_ARGS(JX_TEXT(jx_name_last(judged->report->department)), JX_TEXT(entry.request_id)));
}

enum jx_status jx_filing_dry_run(struct jx_app *app, const struct jx_outbox *outbox,
	const struct jx_judged *judged, const char *base, const JxSubmitReportResponse **ret_response)
{
	JxSubmitReportRequest request = JX_SUBMIT_REPORT_REQUEST_INIT;
	JxSubmitReportResponse *response;
	enum jx_status status = find_base(app, outbox, judged->report, base, &base);
	if (status != JX_OK)
		return status;
	fill_request(judged, base, &request);
	request.validate_only = true;
	status = check_size(app, &request);
	if (status != JX_OK)
		return status;
	/* The id is signed, so it must be there before the call. */
	status = jx_call_make_request_id(app, &request.request_id);
	if (status != JX_OK)
		return status;
	status = jx_signing_submit(app, &request, judged->content_digest, &response);
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

static void print_head(struct jx_app *app, const struct jx_filed *filed)
{
	const JxReceipt *receipt = filed->receipt;
	const char *version = jx_name_last(receipt->version_name);
	char time[JX_DATETIME_BYTES];
	(void)jx_datetime_print(receipt->receive_time, time);
	if (filed->filed_before_by == NULL)
		jx_print(&app->terminal, _("Filed: receipt %llu, version %s, %s"),
			(unsigned long long)receipt->attempt, version, time);
	else if (receipt->attempt > 0)
		jx_print(&app->terminal, _("Already filed: receipt %llu, version %s, %s"),
			(unsigned long long)receipt->attempt, version, time);
	else
		jx_print(&app->terminal, _("Already filed: version %s, by %s, %s"), version,
			filed->filed_before_by, time);
}

enum jx_status jx_filing_print(struct jx_app *app, const struct jx_filed *filed)
{
	const JxReceipt *receipt = filed->receipt;
	const struct jx_terminal *terminal = &app->terminal;
	if (jx_app_wants_json(app))
		return print_as_json(app, filed);
	print_head(app, filed);
	jx_print(terminal, _("Fingerprint: %s (print it on the signed page)"), receipt->content_digest);
	if (receipt->is_late)
		jx_note(terminal, "%s", _("It came after the deadline and is marked late."));
	if (filed->is_away)
		jx_note(terminal, "%s",
			_("The server cannot be reached now; this is the receipt stored on this machine."));
	return JX_OK;
}
