/*
 * jixiao invitation cancel, invitation resend: an invitation taken back, or given anew.
 */
#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/commands/county/people.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

enum jx_status cmd_invitation_cancel(struct jx_app *app, const struct jx_args *args)
{
	JxRevokePersonRequest request = JX_REVOKE_PERSON_REQUEST_INIT;
	JxRevokePersonResponse *reply;
	char name[JX_RESOURCE_NAME_BYTES];
	const char *reason = jx_args_value(args, "reason");
	const char *id = jx_name_last(args->operands[0]);
	request.name = (char *)jx_name_person(name, id);
	request.reason = (char *)(reason != NULL ? reason : _("the invitation is cancelled"));
	request.is_of_invitation = true;
	enum jx_status status = jx_call_revoke_person(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	jx_print(&app->terminal, _("Cancelled: the line for %s works no longer."), id);
	jx_app_next(app, "jixiao invitation list");
	return JX_OK;
}

/* The line of before ends; person, roles and department stay as they were invited. */
enum jx_status cmd_invitation_resend(struct jx_app *app, const struct jx_args *args)
{
	JxPerson *known = NULL;
	JxPerson person = JX_PERSON_INIT;
	enum jx_status status = jx_person_find(app, args->operands[0], &known);
	if (status != JX_OK)
		return status;
	if (known->state == JX_PERSON_STATE_REVOKED)
		return jx_app_fail_with(
			app, JX_REASON_NOT_INVITED, JX_ARGS(JX_TEXT(jx_name_last(known->name))));
	person.name = known->name;
	person.title = known->title;
	person.roles = known->roles;
	person.n_roles = known->n_roles;
	person.department = known->department;
	return jx_person_invite(app, &person);
}
