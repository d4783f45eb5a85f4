/*
 * jixiao inbox: what waits for the person, the most urgent first.
 */
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/commands/turns/turn_table.h"
#include "client/text/i18n.h"

enum jx_status cmd_inbox(struct jx_app *app, const struct jx_args *args)
{
	JxListTurnsRequest request = JX_LIST_TURNS_REQUEST_INIT;
	JxListTurnsResponse *reply;
	char command[JX_TURN_COMMAND_BYTES] = "";
	size_t n_overdue = 0;
	(void)args;
	enum jx_status status = jx_call_list_turns(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	if (reply->n_turns > 0 || app->output != JX_OUTPUT_AUTO)
		status = jx_turns_print(app, reply->turns, reply->n_turns);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < reply->n_turns; i++)
		n_overdue += reply->turns[i]->is_overdue ? 1 : 0;
	if (jx_app_wants_text(app) && reply->n_turns == 0)
		jx_note(&app->terminal, "%s", _("Nothing waits for you."));
	else if (jx_app_wants_text(app))
		jx_note(&app->terminal,
			ngettext("%zu thing waits for you, overdue: %zu",
				"%zu things wait for you, overdue: %zu", reply->n_turns),
			reply->n_turns, n_overdue);
	if (reply->n_turns > 0)
		jx_app_next(app, "%s", jx_turn_command(reply->turns[0], command));
	return JX_OK;
}
