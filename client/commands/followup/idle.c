/*
 * jixiao idle flag, explain, order, recover, carry: acts on idle funds.
 */
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/followup/item_operand.h"
#include "client/print/followup_print.h"
#include "client/text/i18n.h"

#define COLLECTION "idleFunds"

static enum jx_status print_act(
	struct jx_app *app, const ProtobufCMessage *reply, const JxIdleFundsItem *item)
{
	char name[JX_RESOURCE_NAME_BYTES];
	if (item == NULL)
		return jx_call_fail_incomplete(app);
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, reply);
	jx_idle_item_print_state(app, item);
	jx_app_next(app, "jixiao idle show %s", jx_followup_item(item->name, name));
	return JX_OK;
}

/* Money that was written down is never taken back, so a person is asked. */
static enum jx_status confirm(struct jx_app *app)
{
	return jx_app_confirm(app, _("What is written down stays. Go on?"), NULL, false);
}

/* What has flagged it, when a rule or a place of a report is named. */
static enum jx_status read_origin(struct jx_app *app, const struct jx_args *args, const char *department,
	JxIdleFundsOrigin *origin, JxIdleFundsOrigin **ret_origin)
{
	if (jx_args_value(args, "rule") == NULL && jx_args_value(args, "at") == NULL)
		return JX_OK;
	enum jx_status status = jx_item_text_option(app, args, "rule", false, &origin->rule);
	if (status == JX_OK)
		status = jx_item_text_option(app, args, "at", false, &origin->field);
	if (status == JX_OK)
		status = jx_item_version(app, args, department, &origin->version);
	*ret_origin = origin;
	return status;
}

static enum jx_status read_flag(struct jx_app *app, const struct jx_args *args,
	JxFlagIdleFundsRequest *request, Google__Protobuf__Timestamp *due)
{
	enum jx_status status = jx_item_amount_option(app, args, request->amount);
	if (status == JX_OK)
		status = jx_item_text_option(app, args, "source", true, &request->source);
	if (status == JX_OK)
		status = jx_item_text_option(app, args, "budget", true, &request->budget_date);
	if (status == JX_OK)
		status = jx_item_time_option(app, args, "due", true, due, &request->due_time);
	return status == JX_OK ? jx_resolve_department(app, args->operands[0], &request->department) : status;
}

enum jx_status cmd_idle_flag(struct jx_app *app, const struct jx_args *args)
{
	JxFlagIdleFundsRequest request = JX_FLAG_IDLE_FUNDS_REQUEST_INIT;
	JxFlagIdleFundsResponse *reply;
	JxIdleFundsOrigin origin = JX_IDLE_FUNDS_ORIGIN_INIT;
	JxAmount amount = JX_AMOUNT_INIT;
	Google__Protobuf__Timestamp due;
	request.amount = &amount;
	enum jx_status status = read_flag(app, args, &request, &due);
	if (status == JX_OK)
		status = read_origin(app, args, request.department, &origin, &request.origin);
	if (status == JX_OK)
		status = jx_call_flag_idle_funds(app, &request, &reply);
	return status == JX_OK ? print_act(app, &reply->base, reply->item) : status;
}

enum jx_status cmd_idle_explain(struct jx_app *app, const struct jx_args *args)
{
	JxExplainIdleFundsRequest request = JX_EXPLAIN_IDLE_FUNDS_REQUEST_INIT;
	JxExplainIdleFundsResponse *reply;
	enum jx_status status = jx_item_text_option(app, args, "message", true, &request.explanation);
	if (status == JX_OK)
		status = jx_item_operand(app, args, COLLECTION, &request.name);
	if (status == JX_OK)
		status = jx_call_explain_idle_funds(app, &request, &reply);
	return status == JX_OK ? print_act(app, &reply->base, reply->item) : status;
}

enum jx_status cmd_idle_order(struct jx_app *app, const struct jx_args *args)
{
	JxOrderRecoveryRequest request = JX_ORDER_RECOVERY_REQUEST_INIT;
	JxOrderRecoveryResponse *reply;
	Google__Protobuf__Timestamp due;
	enum jx_status status = jx_item_text_option(app, args, "message", true, &request.reason);
	if (status == JX_OK)
		status = jx_item_time_option(app, args, "due", true, &due, &request.due_time);
	if (status == JX_OK)
		status = jx_item_operand(app, args, COLLECTION, &request.name);
	if (status == JX_OK)
		status = jx_call_order_recovery(app, &request, &reply);
	return status == JX_OK ? print_act(app, &reply->base, reply->item) : status;
}

enum jx_status cmd_idle_recover(struct jx_app *app, const struct jx_args *args)
{
	JxRecordRecoveryRequest request = JX_RECORD_RECOVERY_REQUEST_INIT;
	JxRecordRecoveryResponse *reply;
	JxAmount amount = JX_AMOUNT_INIT;
	request.amount = &amount;
	enum jx_status status = jx_item_amount_option(app, args, &amount);
	if (status == JX_OK)
		status = jx_item_text_option(app, args, "message", false, &request.note);
	if (status == JX_OK)
		status = jx_item_operand(app, args, COLLECTION, &request.name);
	if (status == JX_OK)
		status = confirm(app);
	if (status == JX_OK)
		status = jx_call_record_recovery(app, &request, &reply);
	return status == JX_OK ? print_act(app, &reply->base, reply->item) : status;
}

enum jx_status cmd_idle_carry(struct jx_app *app, const struct jx_args *args)
{
	JxApproveCarryOverRequest request = JX_APPROVE_CARRY_OVER_REQUEST_INIT;
	JxApproveCarryOverResponse *reply;
	JxAmount amount = JX_AMOUNT_INIT;
	request.amount = &amount;
	enum jx_status status = jx_item_amount_option(app, args, &amount);
	if (status == JX_OK)
		status = jx_item_text_option(app, args, "document", true, &request.document);
	if (status == JX_OK)
		status = jx_item_text_option(app, args, "use", false, &request.new_use);
	if (status == JX_OK)
		status = jx_item_operand(app, args, COLLECTION, &request.name);
	if (status == JX_OK)
		status = confirm(app);
	if (status == JX_OK)
		status = jx_call_approve_carry_over(app, &request, &reply);
	if (status != JX_OK)
		return status;
	status = print_act(app, &reply->base, reply->item);
	if (status == JX_OK && reply->new_item != NULL && !jx_app_wants_json(app))
		jx_idle_item_print_state(app, reply->new_item);
	return status;
}
