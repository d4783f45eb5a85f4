#include "client/print/round_print.h"

#include "client/calls/call.h"
#include "client/screen/labels.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

enum jx_status jx_round_print(struct jx_app *app, const ProtobufCMessage *reply, const JxRound *round)
{
	char time[JX_DATETIME_BYTES], state[JX_LABEL_BYTES];
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, reply);
	if (round == NULL)
		return jx_call_fail_incomplete(app);
	jx_print(&app->terminal, _("Round %s (%s): %s, %u departments, deadline %s"),
		jx_name_last(round->name), round->title,
		jx_label_round_state(round->state, app->language, state), round->departments,
		jx_datetime_print(round->deadline_time, time));
	if (round->rulebook[0] != '\0')
		jx_print(&app->terminal, _("Its reports are judged by %s."), round->rulebook);
	else
		jx_print(&app->terminal, "%s", _("Its reports are judged by the built-in rules alone."));
	return JX_OK;
}
