#include "client/report/refusal.h"

#include <stdio.h>
#include <string.h>

#include "client/calls/call.h"
#include "client/text/datetime.h"
#include "proto/contract/base/resource_name.h"

#define BY_BYTES (JX_RESOURCE_NAME_BYTES + JX_DATETIME_BYTES + 32)

/* What can be wrong with a request before it is sent, so that it never could be. */
static bool is_unsendable(enum jx_reason reason)
{
	return reason == JX_REASON_MESSAGE_TOO_LARGE || reason == JX_REASON_MISSING_FIELD ||
	       reason == JX_REASON_BAD_FIELD;
}

bool jx_refusal_is_final(const struct jx_app *app, enum jx_status status)
{
	if (!jx_rpc_was_answered(app->rpc))
		return is_unsendable(app->error.reason);
	/* Judged again by the round's new rulebook it may well be taken. */
	if (app->error.reason == JX_REASON_RULEBOOK_STALE || app->error.reason == JX_REASON_CHANGED_MEANWHILE)
		return false;
	return status == JX_INVALID || status == JX_NOT_FOUND || status == JX_EXISTS || status == JX_DENIED ||
	       status == JX_STATE || status == JX_CONFLICT || status == JX_OUT_OF_RANGE ||
	       status == JX_UNIMPLEMENTED ||
	       (status == JX_EXHAUSTED && jx_error_is_lasting(app->error.reason));
}

static enum jx_status fetch_newest(
	struct jx_app *app, const JxReport *report, const JxSubmissionVersion **ret_version)
{
	JxGetSubmissionVersionRequest request = JX_GET_SUBMISSION_VERSION_REQUEST_INIT;
	JxGetSubmissionVersionResponse *reply;
	char submission[JX_RESOURCE_NAME_BYTES];
	char name[JX_RESOURCE_NAME_BYTES + 16];
	(void)jx_name_submission(submission, jx_name_last(report->round), jx_name_last(report->department));
	(void)snprintf(name, sizeof(name), "%s/versions/latest", submission);
	request.name = name;
	enum jx_status status = jx_call_get_submission_version(app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_version = reply->version;
	return reply->version != NULL ? JX_OK : jx_call_fail_incomplete(app);
}

static enum jx_status fail_newer(
	struct jx_app *app, const JxReport *report, const JxSubmissionVersion *version)
{
	char submission[JX_RESOURCE_NAME_BYTES];
	char time[JX_DATETIME_BYTES];
	char zh[BY_BYTES];
	char en[BY_BYTES];
	const char *by = jx_name_last(version->submitted_by);
	(void)jx_name_submission(submission, jx_name_last(report->round), jx_name_last(report->department));
	(void)jx_datetime_print(version->submit_time, time);
	(void)snprintf(zh, sizeof(zh), "%s 于 %s 报送", by, time);
	(void)snprintf(en, sizeof(en), "filed by %s on %s", by, time);
	return jx_app_fail_with(app, JX_REASON_UNSEEN_VERSION,
		JX_ARGS(JX_TEXT(submission), JX_U64(version->number), JX_WORDS(zh, en)));
}

enum jx_status jx_refusal_explain(struct jx_app *app, const JxReport *report, const char *content_digest,
	enum jx_status refused, const JxSubmissionVersion **ret_version)
{
	const struct jx_error refusal = app->error;
	const JxSubmissionVersion *newest;
	if (refusal.reason != JX_REASON_STALE_BASE && refusal.reason != JX_REASON_SUBMISSION_STATE)
		return refused;
	bool is_known = fetch_newest(app, report, &newest) == JX_OK;
	app->error = refusal;
	if (!is_known)
		return refused;
	if (strcmp(newest->digest, content_digest) == 0) {
		*ret_version = newest;
		return JX_OK;
	}
	return refusal.reason == JX_REASON_STALE_BASE ? fail_newer(app, report, newest) : refused;
}
