/*
 * jixiao whoami: the caller as the server knows them.
 */
#include "client/calls/call.h"
#include "client/calls/own_department.h"
#include "client/calls/renewal.h"
#include "client/commands/commands.h"
#include "client/screen/labels.h"
#include "client/text/datetime.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

enum jx_status cmd_whoami(struct jx_app *app, const struct jx_args *args)
{
	JxGetCallerRequest request = JX_GET_CALLER_REQUEST_INIT;
	JxGetCallerResponse *reply;
	char roles[JX_ROLES_BYTES], time[JX_DATETIME_BYTES];
	(void)args;
	enum jx_status status = jx_call_get_caller(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	const JxPerson *person = reply->person;
	if (person == NULL)
		return jx_call_fail_incomplete(app);
	jx_print(&app->terminal, _("Account:     %s %s"), jx_name_last(person->name), person->title);
	jx_print(&app->terminal, _("Roles:       %s"), jx_label_roles(person, app->language, roles));
	if (person->department[0] != '\0')
		jx_print(&app->terminal, _("Department:  %s %s"), jx_name_last(person->department),
			reply->department_title);
	jx_own_department_tell(app, reply->department);
	jx_print(&app->terminal, _("County:      %s"), reply->county);
	if (person->expire_time != NULL)
		jx_print(&app->terminal, _("Certificate: until %s"),
			jx_datetime_print(person->expire_time, time));
	jx_renewal_run_if_due(app);
	jx_renewal_warn(app);
	jx_app_next(app, person->department[0] != '\0' ? "jixiao status" : "jixiao list");
	return JX_OK;
}
