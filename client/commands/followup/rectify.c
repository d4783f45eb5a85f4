/*
 * jixiao rectify raise, acknowledge, plan, done, verify, back, reopen: acts on rectification items.
 */
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/followup/item_operand.h"
#include "client/print/followup_print.h"

#define COLLECTION "rectifications"

/* Every reply to an act has the item as its one field. */
static enum jx_status print_act(
	struct jx_app *app, const ProtobufCMessage *reply, const JxRectificationItem *item)
{
	char name[JX_RESOURCE_NAME_BYTES];
	if (item == NULL)
		return jx_call_fail_incomplete(app);
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, reply);
	jx_rectification_print_state(app, item);
	jx_app_next(app, "jixiao rectify show %s", jx_followup_item(item->name, name));
	return JX_OK;
}

/* Where the item comes from, when a place or an issue of a report is named. */
static enum jx_status read_origin(struct jx_app *app, const struct jx_args *args, const char *department,
	JxRectificationOrigin *origin, JxRectificationOrigin **ret_origin)
{
	static const struct jx_option_range issues = {
		.least = 1, .most = UINT32_MAX, .expected = "1, 2, ..."};
	const char *issue = jx_args_value(args, "issue");
	uint64_t number = 0;
	if (issue == NULL && jx_args_value(args, "at") == NULL)
		return JX_OK;
	enum jx_status status = jx_option_number(app, "issue", issue, &issues, &number);
	if (status == JX_OK)
		status = jx_item_text_option(app, args, "at", false, &origin->field);
	if (status == JX_OK)
		status = jx_item_version(app, args, department, &origin->version);
	origin->issue_number = (uint32_t)number;
	*ret_origin = origin;
	return status;
}

enum jx_status cmd_rectify_raise(struct jx_app *app, const struct jx_args *args)
{
	JxRaiseRectificationRequest request = JX_RAISE_RECTIFICATION_REQUEST_INIT;
	JxRaiseRectificationResponse *reply;
	JxRectificationOrigin origin = JX_RECTIFICATION_ORIGIN_INIT;
	Google__Protobuf__Timestamp due;
	enum jx_status status = jx_item_text_option(app, args, "message", true, &request.problem);
	if (status == JX_OK)
		status = jx_item_time_option(app, args, "due", true, &due, &request.due_time);
	if (status == JX_OK)
		status = jx_resolve_department(app, args->operands[0], &request.department);
	if (status == JX_OK)
		status = read_origin(app, args, request.department, &origin, &request.origin);
	if (status == JX_OK)
		status = jx_call_raise_rectification(app, &request, &reply);
	return status == JX_OK ? print_act(app, &reply->base, reply->item) : status;
}

enum jx_status cmd_rectify_acknowledge(struct jx_app *app, const struct jx_args *args)
{
	JxAcknowledgeRectificationRequest request = JX_ACKNOWLEDGE_RECTIFICATION_REQUEST_INIT;
	JxAcknowledgeRectificationResponse *reply;
	enum jx_status status = jx_item_operand(app, args, COLLECTION, &request.name);
	if (status == JX_OK)
		status = jx_call_acknowledge_rectification(app, &request, &reply);
	return status == JX_OK ? print_act(app, &reply->base, reply->item) : status;
}

enum jx_status cmd_rectify_plan(struct jx_app *app, const struct jx_args *args)
{
	JxPlanRectificationRequest request = JX_PLAN_RECTIFICATION_REQUEST_INIT;
	JxPlanRectificationResponse *reply;
	Google__Protobuf__Timestamp by;
	enum jx_status status = jx_item_text_option(app, args, "message", true, &request.measure);
	if (status == JX_OK)
		status = jx_item_time_option(app, args, "by", true, &by, &request.planned_time);
	if (status == JX_OK)
		status = jx_item_operand(app, args, COLLECTION, &request.name);
	if (status == JX_OK)
		status = jx_call_plan_rectification(app, &request, &reply);
	return status == JX_OK ? print_act(app, &reply->base, reply->item) : status;
}

enum jx_status cmd_rectify_done(struct jx_app *app, const struct jx_args *args)
{
	JxClaimRectificationDoneRequest request = JX_CLAIM_RECTIFICATION_DONE_REQUEST_INIT;
	JxClaimRectificationDoneResponse *reply;
	enum jx_status status = jx_item_text_option(app, args, "message", true, &request.evidence);
	if (status == JX_OK)
		status = jx_item_operand(app, args, COLLECTION, &request.name);
	if (status == JX_OK)
		status = jx_call_claim_rectification_done(app, &request, &reply);
	return status == JX_OK ? print_act(app, &reply->base, reply->item) : status;
}

enum jx_status cmd_rectify_verify(struct jx_app *app, const struct jx_args *args)
{
	JxVerifyRectificationRequest request = JX_VERIFY_RECTIFICATION_REQUEST_INIT;
	JxVerifyRectificationResponse *reply;
	enum jx_status status = jx_item_text_option(app, args, "message", false, &request.note);
	if (status == JX_OK)
		status = jx_item_operand(app, args, COLLECTION, &request.name);
	if (status == JX_OK)
		status = jx_call_verify_rectification(app, &request, &reply);
	return status == JX_OK ? print_act(app, &reply->base, reply->item) : status;
}

enum jx_status cmd_rectify_back(struct jx_app *app, const struct jx_args *args)
{
	JxSendBackRectificationRequest request = JX_SEND_BACK_RECTIFICATION_REQUEST_INIT;
	JxSendBackRectificationResponse *reply;
	Google__Protobuf__Timestamp due;
	enum jx_status status = jx_item_text_option(app, args, "message", true, &request.reason);
	if (status == JX_OK)
		status = jx_item_time_option(app, args, "due", false, &due, &request.due_time);
	if (status == JX_OK)
		status = jx_item_operand(app, args, COLLECTION, &request.name);
	if (status == JX_OK)
		status = jx_call_send_back_rectification(app, &request, &reply);
	return status == JX_OK ? print_act(app, &reply->base, reply->item) : status;
}

enum jx_status cmd_rectify_reopen(struct jx_app *app, const struct jx_args *args)
{
	JxReopenRectificationRequest request = JX_REOPEN_RECTIFICATION_REQUEST_INIT;
	JxReopenRectificationResponse *reply;
	Google__Protobuf__Timestamp due;
	enum jx_status status = jx_item_text_option(app, args, "message", true, &request.reason);
	if (status == JX_OK)
		status = jx_item_time_option(app, args, "due", true, &due, &request.due_time);
	if (status == JX_OK)
		status = jx_item_operand(app, args, COLLECTION, &request.name);
	if (status == JX_OK)
		status = jx_call_reopen_rectification(app, &request, &reply);
	return status == JX_OK ? print_act(app, &reply->base, reply->item) : status;
}
