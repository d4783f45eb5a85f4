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

/* What the deadline leaves, while it still is one. */
static void print_deadline(struct jx_app *app, const JxRound *round)
{
	char time[JX_DATETIME_BYTES], span[JX_SPAN_BYTES];
	const char *deadline = jx_datetime_print(round->deadline_time, time);
	bool is_running = round->state == JX_ROUND_STATE_OPEN || round->state == JX_ROUND_STATE_CLOSING;
	int64_t left_s = round->deadline_time->seconds - app->now_s;
	if (!is_running)
		jx_print(&app->terminal, _("Deadline: %s"), deadline);
	else if (left_s >= 0)
		jx_print(&app->terminal, _("Deadline: %s, %s left"), deadline,
			jx_span_print((uint64_t)left_s * 1000, span));
	else
		jx_print(&app->terminal, _("Deadline: %s, passed %s ago"), deadline,
			jx_span_print((uint64_t)-left_s * 1000, span));
}

void jx_round_print_clock(struct jx_app *app, const JxRound *round)
{
	char state[JX_LABEL_BYTES], time[JX_DATETIME_BYTES], span[JX_SPAN_BYTES];
	jx_print(&app->terminal, _("Round %s (%s): %s"), jx_name_last(round->name), round->title,
		jx_label_round_state(round->state, app->language, state));
	if (round->deadline_time != NULL)
		print_deadline(app, round);
	if (round->given_back_ms > 0)
		jx_print(&app->terminal, _("          of it %s given back for outages of the server"),
			jx_span_print(round->given_back_ms, span));
	if (round->state == JX_ROUND_STATE_PROVISIONAL && round->window_end_time != NULL)
		jx_print(&app->terminal, _("Checked until: %s"),
			jx_datetime_print(round->window_end_time, time));
}
