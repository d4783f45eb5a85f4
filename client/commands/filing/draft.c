/*
 * jixiao draft put, get, diff: a report that colleagues fill in together. jixiao sign: the signature of one of the team, or of
 * the head, under it.
 */
#include <stdio.h>
#include <string.h>

#include "client/app/app_error.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/disk/seen.h"
#include "client/print/judge_print.h"
#include "client/print/report_diff.h"
#include "client/report/judge.h"
#include "client/report/signing.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text.h"
#include "proto/contract/finding/label.h"
#include "proto/contract/message/json/json.h"
#include "proto/contract/service/states.h"

/* A report of a file, wrong or not: a draft need not be right yet. */
static enum jx_status read_report(struct jx_app *app, const struct jx_args *args, struct jx_judged *judged)
{
	const struct jx_judge_options options = {
		.round = jx_args_value(args, "round"), .from = JX_RULES_SERVER};
	enum jx_status status = jx_judge_file(app, &options, args->operands[0], judged);
	if (status != JX_OK || judged->report != NULL)
		return status;
	status = jx_judge_print(app, judged, true);
	app->is_reported = true;
	return status == JX_OK ? jx_app_fail(app, JX_REASON_HARD_FINDINGS) : status;
}

/* The draft that this machine has seen last is remembered beside the versions. */
static void draft_name(const char *submission, char out[JX_RESOURCE_NAME_BYTES + 8])
{
	(void)snprintf(out, JX_RESOURCE_NAME_BYTES + 8, "%s.draft", submission);
}

static void remember_draft(struct jx_app *app, const char *submission, const JxDraft *draft)
{
	char name[JX_RESOURCE_NAME_BYTES + 8];
	struct jx_seen_version seen = {.number = draft->number};
	struct jx_error ignored;
	draft_name(submission, name);
	(void)jx_text_copy(seen.digest, sizeof(seen.digest), draft->digest);
	enum jx_status status = jx_seen_write(app->home, name, &seen, &app->arena, &ignored);
	(void)status;
}

/* The server's draft is the one before, the file the one after. */
static enum jx_status print_difference(struct jx_app *app, char *submission, const struct jx_judged *judged)
{
	const JxDraft *draft;
	size_t n = 0;
	enum jx_status status = jx_resolve_fetch_draft(app, submission, &draft);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_text(app))
		jx_print(&app->terminal, _("Draft %u by %s, and your file:"), draft->number,
			jx_name_last(draft->saved_by));
	const struct jx_report_pair pair = {
		.before = draft->report, .after = judged->report, .form_after = judged->form};
	status = jx_report_diff_print(app, &pair, &n);
	if (status != JX_OK)
		return status;
	if (n == 0)
		jx_note(&app->terminal, "%s", _("The two say the same."));
	/* Who has seen what differs may build on it. */
	remember_draft(app, submission, draft);
	return JX_OK;
}

/* @param n_before  of the signatures, which were printed before */
static void print_signatures(struct jx_app *app, const JxDraft *draft, size_t n_before)
{
	for (size_t i = n_before; i < draft->n_signatures; i++)
		jx_print(&app->terminal, _("Signed:   %s, %s"), jx_name_last(draft->signatures[i]->person),
			jx_role_name(draft->signatures[i]->role, app->language));
}

static uint32_t count_role(const JxDraft *draft, JxPersonRole role)
{
	uint32_t n = 0;
	for (size_t i = 0; i < draft->n_signatures; i++)
		n += draft->signatures[i]->role == role ? 1 : 0;
	return n;
}

/* What the draft waits for: the signatures that its round wants and it lacks, then its filing. */
static enum jx_status print_next(struct jx_app *app, const JxDraft *draft, char *round, const char *operand)
{
	JxGetRoundRequest request = JX_GET_ROUND_REQUEST_INIT;
	JxGetRoundResponse *reply;
	request.name = round;
	enum jx_status status = jx_call_get_round(app, &request, &reply);
	if (status != JX_OK || reply->round == NULL)
		return status == JX_OK ? jx_call_fail_incomplete(app) : status;
	uint32_t n_members = count_role(draft, JX_PERSON_ROLE_MEMBER);
	if (n_members < reply->round->required_member_signatures)
		jx_app_next(app, _("members of the team sign, %u of %u have: jixiao sign %s"), n_members,
			reply->round->required_member_signatures, operand);
	else if (reply->round->requires_head_signature && count_role(draft, JX_PERSON_ROLE_HEAD) == 0)
		jx_app_next(app, _("the head signs: jixiao sign %s"), operand);
	else
		jx_app_next(app, "jixiao submit --draft %s", operand);
	return JX_OK;
}

/* Who signs sees whom the report names as the team, and who of them is from outside. */
static void print_team(struct jx_app *app, const JxReport *report)
{
	for (size_t i = 0; i < report->n_team; i++) {
		const JxTeamMember *member = report->team[i];
		const char *membership =
			jx_enum_label(JX_TEAM_MEMBERSHIP_DESCRIPTOR, (int)member->membership, app->language);
		jx_print(&app->terminal, _("Team:     %s %s, %s"), member->unit, member->post,
			membership != NULL ? membership : _("not said whether of the department"));
	}
}

static enum jx_status print_saved(
	struct jx_app *app, const JxSaveDraftResponse *reply, char *round, const char *department)
{
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	jx_print(&app->terminal, _("Draft %u is saved: %s"), reply->draft->number, reply->draft->digest);
	for (size_t i = 0; i < reply->n_voided_signatures; i++)
		jx_print(&app->terminal, _("No longer signed by %s"),
			jx_name_last(reply->voided_signatures[i]));
	return print_next(app, reply->draft, round, department);
}

enum jx_status cmd_draft_put(struct jx_app *app, const struct jx_args *args)
{
	struct jx_judged judged;
	struct jx_seen_version seen;
	JxSaveDraftRequest request = JX_SAVE_DRAFT_REQUEST_INIT;
	JxSaveDraftResponse *reply;
	char submission[JX_RESOURCE_NAME_BYTES];
	char name[JX_RESOURCE_NAME_BYTES + 8];
	enum jx_status status = read_report(app, args, &judged);
	if (status != JX_OK)
		return status;
	jx_judge_name_topic(app, &judged);
	(void)jx_name_submission(
		submission, jx_name_last(judged.report->round), jx_name_last(judged.report->department));
	draft_name(submission, name);
	jx_seen_read(app->home, name, &app->arena, &seen);
	request.report = judged.report;
	request.base_digest = seen.digest;
	status = jx_call_save_draft(app, &request, &reply);
	if (status == JX_OK && reply->draft != NULL) {
		remember_draft(app, submission, reply->draft);
		return print_saved(app, reply, judged.report->round, jx_name_last(judged.report->department));
	}
	if (status == JX_OK || app->error.reason != JX_REASON_STALE_DRAFT || !jx_app_wants_text(app))
		return status == JX_OK ? jx_call_fail_incomplete(app) : status;
	const struct jx_error refusal = app->error;
	enum jx_status told = print_difference(app, submission, &judged);
	(void)told;
	app->error = refusal;
	return status;
}

enum jx_status cmd_draft_diff(struct jx_app *app, const struct jx_args *args)
{
	struct jx_judged judged;
	char submission[JX_RESOURCE_NAME_BYTES];
	enum jx_status status = read_report(app, args, &judged);
	if (status != JX_OK)
		return status;
	(void)jx_name_submission(
		submission, jx_name_last(judged.report->round), jx_name_last(judged.report->department));
	return print_difference(app, submission, &judged);
}

enum jx_status cmd_draft_get(struct jx_app *app, const struct jx_args *args)
{
	char *submission;
	char *text;
	const JxDraft *draft;
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &submission);
	if (status == JX_OK)
		status = jx_resolve_fetch_draft(app, submission, &draft);
	if (status == JX_OK)
		status = jx_json_write(
			&draft->report->base, JX_JSON_PRETTY, &app->arena, &app->error, &text, NULL);
	if (status != JX_OK)
		return status;
	jx_app_put_json(app, text);
	remember_draft(app, submission, draft);
	return JX_OK;
}

enum jx_status cmd_sign(struct jx_app *app, const struct jx_args *args)
{
	char *submission;
	const JxDraft *draft;
	JxSignReportRequest request = JX_SIGN_REPORT_REQUEST_INIT;
	JxSignReportResponse *reply;
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &submission);
	if (status == JX_OK)
		status = jx_resolve_fetch_draft(app, submission, &draft);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_text(app)) {
		jx_print(&app->terminal, _("Draft %u by %s: %s"), draft->number,
			jx_name_last(draft->saved_by), draft->digest);
		print_team(app, draft->report);
		print_signatures(app, draft, 0);
	}
	status = jx_app_confirm(app, _("Sign this draft?"), NULL, false);
	if (status != JX_OK)
		return status;
	request.name = submission;
	request.digest = draft->digest;
	status = jx_signing_sign_off(app, draft->report, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (reply->draft == NULL)
		return jx_call_fail_incomplete(app);
	print_signatures(app, reply->draft, draft->n_signatures);
	return print_next(app, reply->draft, draft->report->round, args->operands[0]);
}
