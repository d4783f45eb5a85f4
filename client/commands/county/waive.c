/*
 * jixiao waive, unwaive: which department need not file in a round, by which document.
 */
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

/* What both commands need: the submission and the reason. */
static enum jx_status read_request(
	struct jx_app *app, const struct jx_args *args, char **ret_name, char **ret_reason)
{
	const char *reason = jx_args_value(args, "reason");
	if (reason == NULL)
		return jx_option_fail_missing(app, args, "reason");
	enum jx_status status = jx_option_text(app, reason, ret_reason);
	return status == JX_OK ? jx_resolve_submission(app, args, args->operands[0], ret_name) : status;
}

static enum jx_status read_merged_into(
	struct jx_app *app, const struct jx_args *args, JxWaiveSubmissionRequest *request)
{
	const char *into = jx_args_value(args, "into");
	return into != NULL ? jx_resolve_department(app, into, &request->merged_into) : JX_OK;
}

enum jx_status cmd_waive(struct jx_app *app, const struct jx_args *args)
{
	JxWaiveSubmissionRequest request = JX_WAIVE_SUBMISSION_REQUEST_INIT;
	JxWaiveSubmissionResponse *reply;
	if (jx_args_value(args, "document") == NULL)
		return jx_option_fail_missing(app, args, "document");
	enum jx_status status = jx_option_text(app, jx_args_value(args, "document"), &request.document);
	if (status == JX_OK)
		status = read_request(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = read_merged_into(app, args, &request);
	if (status == JX_OK)
		status = jx_call_waive_submission(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (reply->submission == NULL)
		return jx_call_fail_incomplete(app);
	jx_print(&app->terminal, _("%s need not file in round %s, by %s"),
		reply->submission->department_title, jx_name_last(reply->submission->round),
		request.document);
	jx_app_next(app, "jixiao list --state waived --round %s", jx_name_last(reply->submission->round));
	return JX_OK;
}

enum jx_status cmd_unwaive(struct jx_app *app, const struct jx_args *args)
{
	JxUnwaiveSubmissionRequest request = JX_UNWAIVE_SUBMISSION_REQUEST_INIT;
	JxUnwaiveSubmissionResponse *reply;
	enum jx_status status = read_request(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = jx_call_unwaive_submission(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (reply->submission == NULL)
		return jx_call_fail_incomplete(app);
	jx_print(&app->terminal, _("%s has to file in round %s"), reply->submission->department_title,
		jx_name_last(reply->submission->round));
	jx_app_next(app, "jixiao list --state missing --round %s", jx_name_last(reply->submission->round));
	return JX_OK;
}
