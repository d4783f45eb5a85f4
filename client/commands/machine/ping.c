/*
 * jixiao ping: does the server answer, and which one is it.
 */
#include "client/calls/call.h"
#include "client/calls/witness_seen.h"
#include "client/commands/commands.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"

#define CLOCK_TOLERANCE_S 120

/* Decisions are made by the server's clock; whoever reads another one should know. */
static void print_clock(struct jx_app *app, const Google__Protobuf__Timestamp *server_time)
{
	int64_t ahead_s = server_time != NULL ? app->now_s - server_time->seconds : 0;
	if (ahead_s > CLOCK_TOLERANCE_S)
		jx_print(&app->terminal,
			_("This machine's clock is %lld minutes ahead of the server's: set it."),
			(long long)(ahead_s / 60));
	if (ahead_s < -CLOCK_TOLERANCE_S)
		jx_print(&app->terminal,
			_("This machine's clock is %lld minutes behind the server's: set it."),
			(long long)(-ahead_s / 60));
}

enum jx_status cmd_ping(struct jx_app *app, const struct jx_args *args)
{
	JxPingRequest request = JX_PING_REQUEST_INIT;
	JxPingResponse *reply;
	char time[JX_DATETIME_BYTES];
	(void)args;
	enum jx_status status = jx_call_ping(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	jx_print(&app->terminal, _("%s answers: version %s, %s by its clock"), reply->county, reply->version,
		jx_datetime_print(reply->server_time, time));
	print_clock(app, reply->server_time);
	jx_witness_print(app);
	jx_app_next(app, app->is_public ? "jixiao --public rank ROUND" : "jixiao status");
	return JX_OK;
}
