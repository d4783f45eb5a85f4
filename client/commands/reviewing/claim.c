/*
 * jixiao claim, release: who reviews a report. jixiao withdraw: its department takes it back before.
 */
#include <stdio.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/reviewing/chosen.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

static enum jx_status claim_one(struct jx_app *app, const JxSubmission *submission, void *user)
{
	const bool *only_tries = user;
	JxClaimSubmissionRequest request = JX_CLAIM_SUBMISSION_REQUEST_INIT;
	JxClaimSubmissionResponse *reply;
	request.name = submission->name;
	request.validate_only = *only_tries;
	enum jx_status status = jx_call_claim_submission(app, &request, &reply);
	return status == JX_OK ? jx_chosen_print_done(app, &reply->base, reply->submission) : status;
}

enum jx_status cmd_claim(struct jx_app *app, const struct jx_args *args)
{
	struct jx_chosen chosen;
	bool only_tries = jx_args_has(args, "dry-run");
	char next[JX_RESOURCE_NAME_BYTES + 16];
	enum jx_status status = jx_chosen_find(app, args, &chosen);
	if (status != JX_OK)
		return status;
	(void)jx_chosen_show(app, &chosen);
	status = jx_chosen_confirm(
		app, args, ngettext("Claim this report?", "Claim these reports?", chosen.n));
	if (status == JX_OK)
		status = jx_chosen_each(app, &chosen, claim_one, &only_tries);
	if (status != JX_OK)
		return status;
	(void)snprintf(next, sizeof(next), "jixiao show %s", jx_name_last(chosen.rows[0]->department));
	jx_chosen_next(app, args, next);
	return JX_OK;
}

/* Both take a name and a reason. */
static enum jx_status read_reason(
	struct jx_app *app, const struct jx_args *args, char **ret_name, char **ret_reason)
{
	enum jx_status status = jx_resolve_submission(app, args, args->operands[0], ret_name);
	if (status != JX_OK)
		return status;
	if (jx_args_value(args, "reason") == NULL)
		return jx_option_fail_missing(app, args, "reason");
	return jx_option_text(app, jx_args_value(args, "reason"), ret_reason);
}

enum jx_status cmd_release(struct jx_app *app, const struct jx_args *args)
{
	JxReleaseSubmissionRequest request = JX_RELEASE_SUBMISSION_REQUEST_INIT;
	JxReleaseSubmissionResponse *reply;
	enum jx_status status = read_reason(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = jx_call_release_submission(app, &request, &reply);
	if (status == JX_OK)
		status = jx_chosen_print_done(app, &reply->base, reply->submission);
	if (status == JX_OK)
		jx_app_next(app, "jixiao list --state submitted");
	return status;
}

enum jx_status cmd_withdraw(struct jx_app *app, const struct jx_args *args)
{
	JxWithdrawSubmissionRequest request = JX_WITHDRAW_SUBMISSION_REQUEST_INIT;
	JxWithdrawSubmissionResponse *reply;
	enum jx_status status = read_reason(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = jx_call_withdraw_submission(app, &request, &reply);
	if (status == JX_OK)
		status = jx_chosen_print_done(app, &reply->base, reply->submission);
	if (status == JX_OK)
		jx_app_next(app, "jixiao submit FILE");
	return status;
}
