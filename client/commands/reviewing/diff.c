/*
 * jixiao diff: what a department changed between two versions of its report, asked for or not.
 */
#include <stdio.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/print/report_diff.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

static const struct jx_option_range VERSIONS = {.least = 1, .most = UINT32_MAX, .expected = "1, 2, ..."};

static enum jx_status fetch_report(
	struct jx_app *app, const char *submission, uint64_t number, const JxReport **ret_report)
{
	JxGetSubmissionVersionRequest request = JX_GET_SUBMISSION_VERSION_REQUEST_INIT;
	JxGetSubmissionVersionResponse *reply;
	char name[JX_RESOURCE_NAME_BYTES + 32];
	(void)snprintf(name, sizeof(name), "%s/versions/%u", submission, (unsigned)number);
	request.name = name;
	enum jx_status status = jx_call_get_submission_version(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (reply->version == NULL || reply->version->report == NULL)
		return jx_call_fail_incomplete(app);
	*ret_report = reply->version->report;
	return JX_OK;
}

/* Which two: those that are named, else the newest and the one before it. */
static enum jx_status read_numbers(
	struct jx_app *app, const struct jx_args *args, const JxSubmission *submission, uint64_t numbers[2])
{
	numbers[1] = submission->version_number;
	numbers[0] = submission->version_number > 1 ? submission->version_number - 1 : 1;
	for (size_t i = 1; i < args->n_operands; i++) {
		enum jx_status status =
			jx_option_number(app, "version", args->operands[i], &VERSIONS, &numbers[i - 1]);
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static void print_same(struct jx_app *app, const JxSubmission *submission, const uint64_t numbers[2])
{
	if (numbers[0] == numbers[1] && submission->version_number <= 1)
		jx_note(&app->terminal, "%s", _("There is one version only: nothing to compare it with."));
	else
		jx_note(&app->terminal, _("Versions %u and %u say the same."), (unsigned)numbers[0],
			(unsigned)numbers[1]);
	jx_app_next(app, "jixiao show %s", jx_name_last(submission->department));
}

enum jx_status cmd_diff(struct jx_app *app, const struct jx_args *args)
{
	JxListIssuesRequest request = JX_LIST_ISSUES_REQUEST_INIT;
	JxListIssuesResponse *reply;
	const JxSubmission *submission;
	struct jx_report_pair pair = {0};
	uint64_t numbers[2];
	size_t n = 0;
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &request.name);
	if (status == JX_OK)
		status = jx_resolve_fetch_submission(app, request.name, &submission);
	if (status == JX_OK)
		status = read_numbers(app, args, submission, numbers);
	if (status == JX_OK)
		status = jx_call_list_issues(app, &request, &reply);
	if (status == JX_OK)
		status = fetch_report(app, request.name, numbers[0], &pair.before);
	if (status == JX_OK)
		status = fetch_report(app, request.name, numbers[1], &pair.after);
	if (status != JX_OK)
		return status;
	/* What was raised on the first of the two was asked for. */
	for (size_t i = 0; i < reply->n_issues; i++)
		if (reply->issues[i]->version_number == numbers[0])
			reply->issues[pair.n_issues++] = reply->issues[i];
	pair.issues = reply->issues;
	status = jx_report_diff_print(app, &pair, &n);
	if (status == JX_OK && n == 0)
		print_same(app, submission, numbers);
	return status;
}
