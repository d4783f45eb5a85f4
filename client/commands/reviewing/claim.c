/*
 * jixiao claim, release: who reviews a report. jixiao withdraw: its department takes it back before.
 */
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/reviewing/chosen.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

enum jx_status cmd_claim(struct jx_app *app, const struct jx_args *args)
{
	struct jx_chosen chosen;
	JxClaimSubmissionResponse *reply;
	enum jx_status status = jx_chosen_find(app, args, &chosen);
	if (status != JX_OK)
		return status;
	(void)jx_chosen_show(app, &chosen);
	status = jx_app_confirm(
		app, ngettext("Claim this report?", "Claim these reports?", chosen.n), NULL, false);
	for (size_t i = 0; status == JX_OK && i < chosen.n; i++) {
		JxClaimSubmissionRequest request = JX_CLAIM_SUBMISSION_REQUEST_INIT;
		request.name = chosen.rows[i]->name;
		status = jx_call_claim_submission(app, &request, &reply);
		if (status == JX_OK)
			status = jx_chosen_print_done(app, &reply->base, reply->submission);
	}
	if (status == JX_OK)
		jx_app_next(app, "jixiao show %s", jx_name_last(chosen.rows[0]->department));
	return status;
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
