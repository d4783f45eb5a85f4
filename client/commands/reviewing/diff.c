/*
 * jixiao diff: what a department changed between two versions of its report, asked for or not; and what a file changes.
 */
#include <inttypes.h>
#include <stdio.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/calls/version.h"
#include "client/commands/commands.h"
#include "client/print/judge_print.h"
#include "client/print/report_diff.h"
#include "client/report/judge.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

static const struct jx_option_range VERSIONS = {.least = 1, .most = UINT32_MAX, .expected = "1, 2, ..."};

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

static enum jx_status fetch_report(
	struct jx_app *app, const char *submission, uint64_t number, const JxReport **ret_report)
{
	char text[24];
	const JxSubmissionVersion *version;
	(void)snprintf(text, sizeof(text), "%" PRIu64, number);
	enum jx_status status = jx_version_fetch(app, submission, text, &version);
	if (status == JX_OK)
		*ret_report = version->report;
	return status;
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

/* ---- versions ---- */

/* What was raised on the first of two versions was asked for. */
static enum jx_status find_issues(
	struct jx_app *app, char *submission, uint64_t number, struct jx_report_pair *pair)
{
	JxListIssuesRequest request = JX_LIST_ISSUES_REQUEST_INIT;
	JxListIssuesResponse *reply;
	request.name = submission;
	enum jx_status status = jx_call_list_issues(app, &request, &reply);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < reply->n_issues; i++)
		if (reply->issues[i]->version_number == number)
			reply->issues[pair->n_issues++] = reply->issues[i];
	pair->issues = reply->issues;
	return JX_OK;
}

static enum jx_status diff_versions(struct jx_app *app, const struct jx_args *args)
{
	const JxSubmission *submission;
	struct jx_report_pair pair = {0};
	char *name;
	uint64_t numbers[2];
	size_t n = 0;
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &name);
	if (status == JX_OK)
		status = jx_resolve_fetch_submission(app, name, &submission);
	if (status == JX_OK)
		status = read_numbers(app, args, submission, numbers);
	if (status == JX_OK)
		status = find_issues(app, name, numbers[0], &pair);
	if (status == JX_OK)
		status = fetch_report(app, name, numbers[0], &pair.before);
	if (status == JX_OK)
		status = fetch_report(app, name, numbers[1], &pair.after);
	if (status == JX_OK)
		status = jx_report_diff_print(app, &pair, &n);
	if (status == JX_OK && n == 0)
		print_same(app, submission, numbers);
	return status;
}

/* ---- files ---- */

static enum jx_status print_pair(struct jx_app *app, const struct jx_report_pair *pair)
{
	size_t n = 0;
	enum jx_status status = jx_report_diff_print(app, pair, &n);
	if (status == JX_OK && n == 0)
		jx_note(&app->terminal, "%s", _("The two say the same."));
	return status;
}

/* Reads a file; cells that cannot be read are told, and the rest is compared. */
static enum jx_status read_file(
	struct jx_app *app, const struct jx_args *args, const char *file, struct jx_judged *judged)
{
	const struct jx_judge_options options = {
		.round = jx_args_value(args, "round"), .from = JX_RULES_STORED_FIRST};
	enum jx_status status = jx_judge_file(app, &options, file, judged);
	if (status != JX_OK)
		return status;
	if (judged->report == NULL) {
		status = jx_judge_print(app, judged, true);
		app->is_reported = true;
		return status == JX_OK ? jx_app_fail(app, JX_REASON_HARD_FINDINGS) : status;
	}
	for (size_t i = 0; judged->form != NULL && i < judged->form->problems.n; i++)
		jx_note(&app->terminal, _("%s: %s cannot be read and is left out"), file,
			judged->form->problems.items[i].place);
	return JX_OK;
}

/* Compares a file with a filed version of its own submission: the newest, or the one of a number. */
static enum jx_status diff_file_to_filed(
	struct jx_app *app, const struct jx_judged *file, const char *number, struct jx_report_pair *pair)
{
	char name[JX_RESOURCE_NAME_BYTES];
	uint64_t ignored;
	const JxSubmissionVersion *version;
	(void)jx_name_submission(
		name, jx_name_last(file->report->round), jx_name_last(file->report->department));
	enum jx_status status = jx_option_number(app, "version", number, &VERSIONS, &ignored);
	if (status == JX_OK)
		status = jx_version_fetch(app, name, number, &version);
	if (status != JX_OK)
		return status;
	pair->before = version->report;
	if (jx_app_wants_text(app))
		jx_print(&app->terminal, _("Version %u, and your file:"), version->number);
	return find_issues(app, name, version->number, pair);
}

static enum jx_status diff_files(struct jx_app *app, const struct jx_args *args)
{
	struct jx_judged files[2];
	struct jx_report_pair pair = {0};
	const char *second = jx_args_operand(args, 1);
	bool is_pair = second != NULL && jx_file_is_meant(second);
	if (args->n_operands > 2)
		return jx_app_fail_with(
			app, JX_REASON_EXTRA_ARGUMENT, JX_ARGS(JX_TEXT(args->operands[2]), JX_TEXT("diff")));
	enum jx_status status = read_file(app, args, args->operands[0], &files[0]);
	if (status == JX_OK && is_pair)
		status = read_file(app, args, second, &files[1]);
	if (status != JX_OK)
		return status;
	const struct jx_judged *after = is_pair ? &files[1] : &files[0];
	pair.after = after->report;
	pair.form_after = after->form;
	if (is_pair) {
		pair.before = files[0].report;
		pair.form_before = files[0].form;
	} else {
		status = diff_file_to_filed(app, after, second, &pair);
	}
	return status == JX_OK ? print_pair(app, &pair) : status;
}

enum jx_status cmd_diff(struct jx_app *app, const struct jx_args *args)
{
	return jx_file_is_meant(args->operands[0]) ? diff_files(app, args) : diff_versions(app, args);
}
