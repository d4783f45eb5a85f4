/*
 * jixiao round extend, reopen, roster, cancel, archive: what changes about a round while it lives.
 */
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/county/round_roster.h"
#include "client/print/round_print.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

/* The round, and why it is changed. */
static enum jx_status read_change(
	struct jx_app *app, const struct jx_args *args, char **ret_name, char **ret_reason)
{
	const char *reason = jx_args_value(args, "reason");
	if (reason == NULL)
		return jx_option_fail_missing(app, args, "reason");
	enum jx_status status = jx_option_text(app, reason, ret_reason);
	return status == JX_OK ? jx_resolve_round(app, args->operands[0], JX_ROUND_MEANT, ret_name) : status;
}

enum jx_status cmd_round_extend(struct jx_app *app, const struct jx_args *args)
{
	Google__Protobuf__Timestamp deadline = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	JxExtendRoundRequest request = JX_EXTEND_ROUND_REQUEST_INIT;
	JxExtendRoundResponse *reply;
	const char *department = jx_args_operand(args, 1);
	request.deadline_time = &deadline;
	if (jx_args_value(args, "deadline") == NULL)
		return jx_option_fail_missing(app, args, "deadline");
	enum jx_status status = read_change(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = jx_resolve_time(app, "deadline", jx_args_value(args, "deadline"),
			"2026-03-15, 2026-03-15T17:30+08:00, 30d", &deadline);
	if (status == JX_OK && department != NULL)
		status = jx_resolve_department(app, department, &request.department);
	if (status == JX_OK)
		status = jx_call_extend_round(app, &request, &reply);
	if (status == JX_OK)
		status = jx_round_print(app, &reply->base, reply->round);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao list --state missing --round %s", jx_name_last(request.name));
	return JX_OK;
}

enum jx_status cmd_round_reopen(struct jx_app *app, const struct jx_args *args)
{
	JxReopenRoundRequest request = JX_REOPEN_ROUND_REQUEST_INIT;
	JxReopenRoundResponse *reply;
	enum jx_status status = read_change(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = jx_call_reopen_round(app, &request, &reply);
	if (status == JX_OK)
		status = jx_round_print(app, &reply->base, reply->round);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao round extend %s --deadline 3d --reason REASON", jx_name_last(request.name));
	return JX_OK;
}

enum jx_status cmd_round_roster(struct jx_app *app, const struct jx_args *args)
{
	JxChangeRosterRequest request = JX_CHANGE_ROSTER_REQUEST_INIT;
	JxChangeRosterResponse *reply;
	if (!jx_args_has(args, "add") && !jx_args_has(args, "remove"))
		return jx_option_fail_missing(app, args, "add");
	enum jx_status status = read_change(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = jx_round_parse_roster(
			app, jx_args_value(args, "add"), &request.added, &request.n_added);
	if (status == JX_OK)
		status = jx_round_parse_roster(
			app, jx_args_value(args, "remove"), &request.removed, &request.n_removed);
	if (status == JX_OK)
		status = jx_call_change_roster(app, &request, &reply);
	if (status == JX_OK)
		status = jx_round_print(app, &reply->base, reply->round);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao list --round %s", jx_name_last(request.name));
	return JX_OK;
}

enum jx_status cmd_round_cancel(struct jx_app *app, const struct jx_args *args)
{
	JxCancelRoundRequest request = JX_CANCEL_ROUND_REQUEST_INIT;
	JxCancelRoundResponse *reply;
	enum jx_status status = read_change(app, args, &request.name, &request.reason);
	if (status == JX_OK)
		status = jx_app_confirm(app, _("A round that is cancelled never opens again."),
			jx_name_last(request.name), true);
	if (status == JX_OK)
		status = jx_call_cancel_round(app, &request, &reply);
	if (status == JX_OK)
		status = jx_round_print(app, &reply->base, reply->round);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao round list");
	return JX_OK;
}

enum jx_status cmd_round_archive(struct jx_app *app, const struct jx_args *args)
{
	JxArchiveRoundRequest request = JX_ARCHIVE_ROUND_REQUEST_INIT;
	JxArchiveRoundResponse *reply;
	enum jx_status status = jx_resolve_round(app, args->operands[0], JX_ROUND_MEANT, &request.name);
	if (status == JX_OK)
		status = jx_app_confirm(
			app, _("An archived round can only be read."), jx_name_last(request.name), true);
	if (status == JX_OK)
		status = jx_call_archive_round(app, &request, &reply);
	if (status == JX_OK)
		status = jx_round_print(app, &reply->base, reply->round);
	if (status != JX_OK)
		return status;
	jx_app_next(app, "jixiao rank %s --published", jx_name_last(request.name));
	return JX_OK;
}
