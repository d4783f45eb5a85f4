/*
 * jixiao submit: check, sign and file reports. Nothing is sent while any of them has a mistake.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/app_error.h"
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/filing/submit_many.h"
#include "client/print/judge_print.h"
#include "client/report/filing.h"
#include "client/report/judge.h"
#include "client/report/replies.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"

static enum jx_status refuse_report(struct jx_app *app, const struct jx_judged *judged, bool is_draft)
{
	bool is_json = jx_app_wants_json(app);
	enum jx_status status =
		is_json ? jx_judge_print_json(app, judged) : jx_judge_print(app, judged, true);
	if (status != JX_OK)
		return status;
	if (!is_json) {
		jx_judge_print_rules(app, judged);
		jx_note(&app->terminal, "%s", _("Nothing was sent."));
	}
	if (is_draft)
		jx_app_next(app, "jixiao draft get %s", judged->file);
	else
		jx_app_next(app, "jixiao check %s", judged->file);
	app->is_reported = true;
	return jx_app_fail(app, judged->n_hard > 0 ? JX_REASON_HARD_FINDINGS : JX_REASON_NEEDS_EXPLANATION);
}

/* The draft of a department, which is filed as it was signed: with the digest that the server has of it. */
static enum jx_status judge_draft(struct jx_app *app, const struct jx_args *args, size_t index,
	const struct jx_judge_options *options, struct jx_judged *judged)
{
	char *submission;
	const JxDraft *draft;
	const char *department = args->operands[index];
	enum jx_status status = jx_resolve_submission(app, args, department, &submission);
	if (status == JX_OK)
		status = jx_resolve_fetch_draft(app, submission, &draft);
	if (status == JX_OK)
		status = jx_judge_report(app, options, department, draft->report, judged);
	if (status == JX_OK && strcmp(judged->content_digest, draft->digest) != 0)
		return jx_app_fail_with(app, JX_REASON_DATA_DAMAGED, JX_ARGS(JX_TEXT(draft->submission)));
	return status;
}

static enum jx_status judge_all(struct jx_app *app, const struct jx_args *args, struct jx_judged *judged)
{
	const struct jx_judge_options options = {
		.round = jx_args_value(args, "round"), .from = JX_RULES_SERVER};
	bool is_draft = jx_args_has(args, "draft");
	for (size_t i = 0; i < args->n_operands; i++) {
		enum jx_status status = is_draft
						? judge_draft(app, args, i, &options, &judged[i])
						: jx_judge_file(app, &options, args->operands[i], &judged[i]);
		if (status != JX_OK)
			return status;
		if (args->n_operands == 1)
			jx_judge_name_topic(app, &judged[i]);
		if (!jx_judge_passes(&judged[i]))
			return refuse_report(app, &judged[i], is_draft);
		if (!jx_app_wants_json(app))
			jx_judge_print_summary(app, &judged[i], true);
	}
	return JX_OK;
}

/* What reports are filed with. */
struct filing {
	struct jx_outbox outbox;
	const char **bases; /* of each: digest of the version it is based on; NULL: not given */
};

static enum jx_status fetch_digest(
	struct jx_app *app, const JxReport *report, uint64_t number, const char **ret_digest)
{
	JxGetSubmissionVersionRequest request = JX_GET_SUBMISSION_VERSION_REQUEST_INIT;
	JxGetSubmissionVersionResponse *reply;
	char submission[JX_RESOURCE_NAME_BYTES];
	char name[JX_RESOURCE_NAME_BYTES + 32];
	(void)jx_name_submission(submission, jx_name_last(report->round), jx_name_last(report->department));
	(void)snprintf(name, sizeof(name), "%s/versions/%u", submission, (unsigned)number);
	request.name = name;
	enum jx_status status = jx_call_get_submission_version(app, &request, &reply);
	if (status != JX_OK)
		return status;
	*ret_digest = reply->version != NULL ? reply->version->digest : "";
	return JX_OK;
}

/* Reads --based-on. Versions are counted by department, so it goes with one file. */
static enum jx_status read_base(
	struct jx_app *app, const struct jx_args *args, const struct jx_judged *judged, const char **ret_base)
{
	static const struct jx_option_range versions = {
		.least = 0, .most = JX_MAX_VERSIONS, .expected = "0, 1, 2, ..."};
	const char *text = jx_args_value(args, "based-on");
	uint64_t number = 0;
	if (args->n_operands > 1)
		return jx_option_fail(app, "based-on", text, _("of one file at a time"));
	enum jx_status status = jx_option_number(app, "based-on", text, &versions, &number);
	if (status != JX_OK)
		return status;
	*ret_base = "";
	return number == 0 ? JX_OK : fetch_digest(app, judged->report, number, ret_base);
}

/* A draft lies beside the newest version and follows it. */
static enum jx_status find_newest(struct jx_app *app, const JxReport *report, const char **ret_base)
{
	char name[JX_RESOURCE_NAME_BYTES];
	const JxSubmission *submission;
	(void)jx_name_submission(name, jx_name_last(report->round), jx_name_last(report->department));
	enum jx_status status = jx_resolve_fetch_submission(app, name, &submission);
	if (status == JX_OK)
		*ret_base = submission->digest;
	return status;
}

static enum jx_status find_bases(
	struct jx_app *app, const struct jx_args *args, const struct jx_judged *judged, struct filing *filing)
{
	filing->bases = jx_arena_calloc(&app->arena, args->n_operands + 1, sizeof(*filing->bases));
	if (filing->bases == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	if (jx_args_value(args, "based-on") != NULL)
		return read_base(app, args, &judged[0], &filing->bases[0]);
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && jx_args_has(args, "draft") && i < args->n_operands; i++)
		status = find_newest(app, judged[i].report, &filing->bases[i]);
	return status;
}

static enum jx_status dry_run_one(
	struct jx_app *app, const struct filing *filing, const struct jx_judged *judged, const char *base)
{
	const JxSubmitReportResponse *response;
	if (judged->form != NULL && judged->form->n_replies > 0)
		jx_note(&app->terminal, _("%s: its replies are sent before it is filed, not now"),
			judged->file);
	enum jx_status status = jx_filing_dry_run(app, &filing->outbox, judged, base, &response);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &response->base);
	jx_print(&app->terminal, _("%s: the server would accept it; nothing was filed"), judged->file);
	return JX_OK;
}

/* Says in which cell stands what the server refused. */
static void note_cell(struct jx_app *app, const struct jx_judged *judged)
{
	char cell[JX_FORM_PLACE_BYTES];
	const char *field = app->error.field;
	field += jx_text_begins_with(field, "report.");
	if (judged->form != NULL && field[0] != '\0' && jx_form_locate(judged->form, field, cell))
		jx_note(&app->terminal, _("%s: this is about %s"), judged->file, cell);
}

/* Files one report; when it must wait, says so and where. */
static enum jx_status file_one(
	struct jx_app *app, const struct filing *filing, const struct jx_judged *judged, const char *base)
{
	struct jx_filed filed;
	struct jx_outbox_entry entry;
	struct jx_error ignored;
	enum jx_status status = jx_filing_submit(app, &filing->outbox, judged, base, &filed);
	if (status == JX_OK)
		return jx_filing_print(app, &filed);
	bool is_waiting =
		jx_outbox_find(&filing->outbox, judged->report, &app->arena, &entry, &ignored) == JX_OK;
	if (!is_waiting)
		note_cell(app, judged);
	if (!is_waiting || app->error.reason == JX_REASON_OUTBOX_OTHER || jx_app_wants_json(app))
		return status;
	jx_app_error_print(app, status);
	jx_note(&app->terminal, _("%s waits in the outbox and is not lost."), judged->file);
	jx_app_next(app, "jixiao outbox send");
	app->is_reported = true;
	return status;
}

static enum jx_status dry_run_all(
	struct jx_app *app, const struct filing *filing, const struct jx_judged *judged, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		enum jx_status status = dry_run_one(app, filing, &judged[i], filing->bases[i]);
		if (status != JX_OK)
			return status;
	}
	jx_app_next(app, "jixiao submit %s", n == 1 ? judged[0].file : _("FILE..."));
	return JX_OK;
}

/* Files all of them while no other command files from this home. */
static enum jx_status file_all(
	struct jx_app *app, const struct filing *filing, const struct jx_judged *judged, size_t n)
{
	struct jx_lock lock;
	enum jx_status status = jx_outbox_lock(app->home, &app->patience, &lock, &app->error);
	if (status != JX_OK)
		return status;
	jx_outbox_sweep(&filing->outbox, app->now_s);
	for (size_t i = 0; i < n && status == JX_OK; i++) {
		size_t n_replies = 0;
		status = jx_replies_send(app, &judged[i], &n_replies);
		if (n_replies > 0)
			jx_note(&app->terminal, _("%s: replies sent: %zu"), judged[i].file, n_replies);
		if (status == JX_OK)
			status = file_one(app, filing, &judged[i], filing->bases[i]);
	}
	jx_lock_release(&lock);
	if (status == JX_OK)
		jx_app_next(app, "jixiao status");
	return status;
}

enum jx_status cmd_submit(struct jx_app *app, const struct jx_args *args)
{
	size_t n = args->n_operands;
	struct filing filing;
	bool is_many = n > 1 || jx_args_has(args, "homes") || !jx_app_wants_text(app);
	if (is_many && !jx_args_has(args, "draft") && !jx_args_has(args, "based-on") &&
		!jx_app_wants_json(app))
		return jx_submit_many(app, args);
	struct jx_judged *judged = jx_arena_calloc(&app->arena, n, sizeof(*judged));
	if (judged == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	enum jx_status status = judge_all(app, args, judged);
	if (status != JX_OK)
		return status;
	status = find_bases(app, args, judged, &filing);
	if (status != JX_OK)
		return status;
	status = jx_outbox_open(&filing.outbox, app->home, NULL, &app->error);
	if (status != JX_OK)
		return status;
	return jx_args_has(args, "dry-run") ? dry_run_all(app, &filing, judged, n)
					    : file_all(app, &filing, judged, n);
}
