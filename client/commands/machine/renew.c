/*
 * jixiao renew: a new certificate for the person's key.
 */
#include "client/calls/renewal.h"
#include "client/commands/commands.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"

enum jx_status cmd_renew(struct jx_app *app, const struct jx_args *args)
{
	Google__Protobuf__Timestamp ends = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	char time[JX_DATETIME_BYTES];
	(void)args;
	enum jx_status status = jx_renewal_run(app);
	if (status != JX_OK)
		return status;
	ends.seconds = app->identity.life.ends_s;
	jx_print(&app->terminal, _("Your certificate was renewed; it is valid until %s."),
		jx_datetime_print(&ends, time));
	jx_app_next(app, "jixiao whoami");
	return JX_OK;
}
