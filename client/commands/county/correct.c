/*
 * jixiao object, decide, reopen: what departments object to in a published table, and what is corrected of it.
 */
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/service/states.h"

#define DECISIONS_EXPECTED "not_upheld, finance_figure, department_figure"

/* The submission and the reason, which all of these need. */
static enum jx_status read_request(
	struct jx_app *app, const struct jx_args *args, char **ret_name, char **ret_reason)
{
	const char *reason = jx_args_value(args, "reason");
	if (reason == NULL)
		return jx_option_fail_missing(app, args, "reason");
	enum jx_status status = jx_option_text(app, reason, ret_reason);
	return status == JX_OK ? jx_resolve_submission(app, args, args->operands[0], ret_name) : status;
}

/* Where the submission stands now, and whose turn it is. */
static enum jx_status print_submission(
	struct jx_app *app, const ProtobufCMessage *reply, const JxSubmission *submission)
{
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, reply);
	if (submission == NULL)
		return jx_call_fail_incomplete(app);
	jx_print(&app->terminal, _("%s is now: %s"), submission->department_title,
		jx_state_name(submission->state, app->language));
	jx_app_next(app, "%s", jx_state_next_step(submission->state, app->language));
	return JX_OK;
}

enum jx_status cmd_object(struct jx_app *app, const struct jx_args *args)
{
	JxObjectToSubmissionRequest request = JX_OBJECT_TO_SUBMISSION_REQUEST_INIT;
	JxObjectToSubmissionResponse *reply;
	const char *place = jx_args_value(args, "at");
	if (place == NULL)
		return jx_option_fail_missing(app, args, "at");
	enum jx_status status = jx_option_text(app, place, &request.field);
	if (status == JX_OK)
		status = read_request(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = jx_call_object_to_submission(app, &request, &reply);
	return status == JX_OK ? print_submission(app, &reply->base, reply->submission) : status;
}

static enum jx_status read_decision(
	struct jx_app *app, const struct jx_args *args, JxDecideObjectionRequest *request, JxDecimal *score)
{
	int decision = 0;
	const char *text = jx_args_value(args, "score");
	if (jx_args_value(args, "as") == NULL)
		return jx_option_fail_missing(app, args, "as");
	enum jx_status status = jx_option_enum(app, "as", jx_args_value(args, "as"),
		JX_OBJECTION_DECISION_DESCRIPTOR, DECISIONS_EXPECTED, &decision);
	request->decision = (JxObjectionDecision)decision;
	if (status == JX_OK && text != NULL) {
		if (jx_decimal_parse(text, score, NULL) != JX_OK || score->empty != JX_EMPTY_KIND_UNSPECIFIED)
			return jx_option_fail(app, "score", text, "0 ... 100, 92.5");
		request->reviewed_score = score;
	}
	if (status == JX_OK && jx_args_value(args, "due") != NULL)
		return jx_resolve_time(
			app, "due", jx_args_value(args, "due"), "3d, 2026-04-01", request->due_time);
	request->due_time = NULL;
	return status;
}

enum jx_status cmd_decide(struct jx_app *app, const struct jx_args *args)
{
	JxDecideObjectionRequest request = JX_DECIDE_OBJECTION_REQUEST_INIT;
	JxDecideObjectionResponse *reply;
	JxDecimal score = JX_DECIMAL_INIT;
	Google__Protobuf__Timestamp due = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	request.due_time = &due;
	enum jx_status status = read_decision(app, args, &request, &score);
	if (status == JX_OK)
		status = read_request(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = jx_call_decide_objection(app, &request, &reply);
	return status == JX_OK ? print_submission(app, &reply->base, reply->submission) : status;
}

static enum jx_status cancel(struct jx_app *app, const struct jx_args *args)
{
	JxCancelReopeningRequest request = JX_CANCEL_REOPENING_REQUEST_INIT;
	JxCancelReopeningResponse *reply;
	enum jx_status status = read_request(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = jx_call_cancel_reopening(app, &request, &reply);
	return status == JX_OK ? print_submission(app, &reply->base, reply->submission) : status;
}

static enum jx_status confirm(struct jx_app *app, char *name, const char *digest)
{
	JxReopenSubmissionRequest request = JX_REOPEN_SUBMISSION_REQUEST_INIT;
	JxReopenSubmissionResponse *reply;
	request.name = name;
	enum jx_status status = jx_option_text(app, digest, &request.digest);
	if (status == JX_OK)
		status = jx_call_reopen_submission(app, &request, &reply);
	return status == JX_OK ? print_submission(app, &reply->base, reply->submission) : status;
}

static enum jx_status propose(struct jx_app *app, const struct jx_args *args)
{
	JxReopenSubmissionRequest request = JX_REOPEN_SUBMISSION_REQUEST_INIT;
	JxReopenSubmissionResponse *reply;
	if (jx_args_value(args, "evidence") == NULL)
		return jx_option_fail_missing(app, args, "evidence");
	enum jx_status status = jx_option_text(app, jx_args_value(args, "evidence"), &request.evidence);
	if (status == JX_OK)
		status = read_request(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = jx_call_reopen_submission(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	jx_print(&app->terminal, "%s", _("Proposed. Another lead must confirm the reopening."));
	jx_print(&app->terminal, _("Digest of the proposal: %s"), reply->digest);
	jx_app_next(app, _("another lead runs: jixiao reopen %s"), args->operands[0]);
	return JX_OK;
}

/* Shows what another lead has proposed, and confirms it. */
static enum jx_status look_and_confirm(struct jx_app *app, const struct jx_args *args)
{
	char *name;
	char time[JX_DATETIME_BYTES];
	const JxSubmission *submission;
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &name);
	if (status == JX_OK)
		status = jx_resolve_fetch_submission(app, name, &submission);
	if (status != JX_OK)
		return status;
	const JxProposedReopening *proposed = submission->proposed_reopening;
	if (proposed == NULL)
		return jx_option_fail_missing(app, args, "evidence");
	if (!jx_app_wants_json(app)) {
		jx_print(&app->terminal, _("Proposed by %s, %s: to reopen %s %s"),
			jx_name_last(proposed->proposed_by), jx_datetime_print(proposed->propose_time, time),
			jx_name_last(submission->department), submission->department_title);
		jx_print(&app->terminal, _("Reason:   %s"), proposed->reason);
		jx_print(&app->terminal, _("Evidence: %s"), proposed->evidence);
		jx_print(&app->terminal, _("Digest of the proposal: %s"), proposed->digest);
	}
	status = jx_app_confirm(app, _("Confirm this reopening?"), NULL, true);
	return status == JX_OK ? confirm(app, name, proposed->digest) : status;
}

enum jx_status cmd_reopen(struct jx_app *app, const struct jx_args *args)
{
	char *name;
	if (jx_args_has(args, "cancel"))
		return cancel(app, args);
	if (!jx_args_has(args, "confirm"))
		return jx_args_has(args, "reason") || jx_args_has(args, "evidence")
			       ? propose(app, args)
			       : look_and_confirm(app, args);
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], &name);
	return status == JX_OK ? confirm(app, name, jx_args_value(args, "confirm")) : status;
}
