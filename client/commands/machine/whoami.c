/*
 * jixiao whoami: the caller as the server knows him.
 */
#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/screen/datetime.h"
#include "client/screen/labels.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"

enum jx_status cmd_whoami(struct jx_app *app, const struct jx_args *args)
{
	JxGetCallerRequest request = JX_GET_CALLER_REQUEST_INIT;
	ProtobufCMessage *message;
	(void)args;
	enum jx_status status =
		jx_app_call(app, "/jixiao.v1.PersonService/GetCaller", &request.base, &message);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	const JxGetCallerResponse *reply = (const JxGetCallerResponse *)message;
	if (reply->person == NULL)
		return jx_app_fail_with(app, JX_REASON_SERVER_ANSWER,
			JX_ARGS(JX_TEXT(app->settings.server), JX_TEXT(_("the reply is missing"))));
	const JxPerson *person = reply->person;
	char roles[JX_WORDS_BYTES];
	char time[JX_DATETIME_BYTES];
	jx_print(&app->terminal, _("Account:     %s %s"), jx_last_part(person->name), person->title);
	jx_print(&app->terminal, _("Roles:       %s"),
		jx_label_roles(person, app->language, roles, sizeof(roles)));
	if (person->department[0] != '\0')
		jx_print(&app->terminal, _("Department:  %s %s"), jx_last_part(person->department),
			reply->department_title);
	jx_print(&app->terminal, _("County:      %s"), reply->county);
	if (person->expire_time != NULL)
		jx_print(&app->terminal, _("Certificate: until %s"),
			jx_datetime_print(person->expire_time, time));
	jx_app_next(app, person->department[0] != '\0' ? "jixiao status" : "jixiao list");
	return JX_OK;
}
