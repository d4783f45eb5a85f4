/*
 * jixiao idle list, show: items of the ledger of idle funds, and one of them with its acts.
 */
#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/followup/item_operand.h"
#include "client/print/followup_print.h"
#include "client/text/i18n.h"

static enum jx_status read_request(
	struct jx_app *app, const struct jx_args *args, JxListIdleFundsRequest *request)
{
	int state = 0;
	const char *department = jx_args_operand(args, 0);
	enum jx_status status =
		jx_option_enum(app, "state", jx_args_value(args, "state"), JX_IDLE_FUNDS_STATE_DESCRIPTOR,
			"flagged, explained, recovery_ordered, recovered, carry_over_approved", &state);
	request->state = (JxIdleFundsState)state;
	request->only_outstanding = jx_args_has(args, "outstanding");
	request->only_overdue = jx_args_has(args, "overdue");
	if (status != JX_OK || department == NULL)
		return status;
	return jx_resolve_department(app, department, &request->department);
}

enum jx_status cmd_idle_list(struct jx_app *app, const struct jx_args *args)
{
	JxListIdleFundsRequest request = JX_LIST_IDLE_FUNDS_REQUEST_INIT;
	JxListIdleFundsResponse *reply;
	size_t n_overdue = 0;
	enum jx_status status = read_request(app, args, &request);
	if (status == JX_OK)
		status = jx_call_list_idle_funds(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	if (reply->n_items > 0 || app->output != JX_OUTPUT_AUTO) {
		status = jx_idle_funds_print(app, reply->items, reply->n_items);
		if (status != JX_OK)
			return status;
	}
	for (size_t i = 0; i < reply->n_items; i++)
		n_overdue += reply->items[i]->is_overdue ? 1 : 0;
	if (jx_app_wants_text(app))
		jx_note(&app->terminal,
			ngettext("%zu item, overdue: %zu", "%zu items, overdue: %zu", reply->n_items),
			reply->n_items, n_overdue);
	jx_app_next(app, "jixiao idle show ITEM");
	return JX_OK;
}

enum jx_status cmd_idle_show(struct jx_app *app, const struct jx_args *args)
{
	JxGetIdleFundsRequest request = JX_GET_IDLE_FUNDS_REQUEST_INIT;
	JxGetIdleFundsResponse *reply;
	enum jx_status status = jx_item_operand(app, args, "idleFunds", &request.name);
	if (status == JX_OK)
		status = jx_call_get_idle_funds(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (reply->item == NULL)
		return jx_call_fail_incomplete(app);
	status = jx_idle_item_print(app, reply->item);
	if (status == JX_OK)
		jx_app_next(app, "jixiao idle list");
	return status;
}
