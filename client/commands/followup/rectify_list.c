/*
 * jixiao rectify list, show: rectification items, and one of them with its acts.
 */
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/followup/item_operand.h"
#include "client/print/followup_print.h"
#include "client/text/i18n.h"

static enum jx_status read_request(
	struct jx_app *app, const struct jx_args *args, JxListRectificationsRequest *request)
{
	int state = 0;
	const char *department = jx_args_operand(args, 0);
	enum jx_status status =
		jx_option_enum(app, "state", jx_args_value(args, "state"), JX_RECTIFICATION_STATE_DESCRIPTOR,
			"raised, acknowledged, planned, done_claimed, verified, reopened", &state);
	request->state = (JxRectificationState)state;
	request->only_open = jx_args_has(args, "open");
	request->only_overdue = jx_args_has(args, "overdue");
	if (status != JX_OK || department == NULL)
		return status;
	return jx_resolve_department(app, department, &request->department);
}

enum jx_status cmd_rectify_list(struct jx_app *app, const struct jx_args *args)
{
	JxListRectificationsRequest request = JX_LIST_RECTIFICATIONS_REQUEST_INIT;
	JxListRectificationsResponse *reply;
	size_t n_overdue = 0;
	enum jx_status status = read_request(app, args, &request);
	if (status == JX_OK)
		status = jx_call_list_rectifications(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	if (reply->n_items > 0 || app->output != JX_OUTPUT_AUTO) {
		status = jx_rectifications_print(app, reply->items, reply->n_items);
		if (status != JX_OK)
			return status;
	}
	for (size_t i = 0; i < reply->n_items; i++)
		n_overdue += reply->items[i]->is_overdue ? 1 : 0;
	if (jx_app_wants_text(app))
		jx_note(&app->terminal,
			ngettext("%zu item, overdue: %zu", "%zu items, overdue: %zu", reply->n_items),
			reply->n_items, n_overdue);
	jx_app_next(app, "jixiao rectify show ITEM");
	return JX_OK;
}

enum jx_status cmd_rectify_show(struct jx_app *app, const struct jx_args *args)
{
	JxGetRectificationRequest request = JX_GET_RECTIFICATION_REQUEST_INIT;
	JxGetRectificationResponse *reply;
	enum jx_status status = jx_item_operand(app, args, "rectifications", &request.name);
	if (status == JX_OK)
		status = jx_call_get_rectification(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (reply->item == NULL)
		return jx_call_fail_incomplete(app);
	status = jx_rectification_print(app, reply->item);
	if (status == JX_OK)
		jx_app_next(app, "jixiao rectify list");
	return status;
}
