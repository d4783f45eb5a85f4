/*
 * jixiao person edit: an account gets another title, other roles or another department, and goes on to have access.
 */
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/county/people.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"

#define NO_DEPARTMENT "none"

/* What the options say, over what there is. */
static enum jx_status apply(struct jx_app *app, const struct jx_args *args, JxPerson *person)
{
	const char *roles = jx_args_value(args, "role");
	const char *title = jx_args_value(args, "title");
	const char *department = jx_args_value(args, "department");
	enum jx_status status = JX_OK;
	if (roles != NULL) {
		person->n_roles = 0;
		status = jx_person_parse_roles(app, roles, person);
	}
	if (status == JX_OK && title != NULL)
		status = jx_option_text(app, title, &person->title);
	if (status != JX_OK || department == NULL)
		return status;
	if (strcmp(department, NO_DEPARTMENT) != 0)
		return jx_resolve_department(app, department, &person->department);
	person->department = (char *)protobuf_c_empty_string;
	return JX_OK;
}

static const char *or_dash(const char *text)
{
	return text[0] != '\0' ? text : "-";
}

static void print_change(struct jx_app *app, const JxPerson *before, const JxPerson *after)
{
	char old_roles[JX_ROLES_BYTES], new_roles[JX_ROLES_BYTES];
	jx_print(&app->terminal, _("Account:     %s -> %s"), before->title, after->title);
	jx_print(&app->terminal, _("Roles:       %s -> %s"), jx_label_roles(before, app->language, old_roles),
		jx_label_roles(after, app->language, new_roles));
	jx_print(&app->terminal, _("Department:  %s -> %s"), or_dash(jx_name_last(before->department)),
		or_dash(jx_name_last(after->department)));
}

static enum jx_status read_change(
	struct jx_app *app, const struct jx_args *args, JxPerson *after, JxPerson **ret_before)
{
	JxPerson *before;
	enum jx_status status = jx_person_find(app, args->operands[0], &before);
	if (status != JX_OK)
		return status;
	after->name = before->name;
	after->title = before->title;
	after->roles = before->roles;
	after->n_roles = before->n_roles;
	after->department = before->department;
	*ret_before = before;
	return apply(app, args, after);
}

enum jx_status cmd_person_edit(struct jx_app *app, const struct jx_args *args)
{
	JxUpdatePersonRequest request = JX_UPDATE_PERSON_REQUEST_INIT;
	JxUpdatePersonResponse *reply;
	JxPerson after = JX_PERSON_INIT;
	JxPerson *before;
	const char *reason = jx_args_value(args, "reason");
	bool is_changed = jx_args_value(args, "role") != NULL || jx_args_value(args, "title") != NULL ||
			  jx_args_value(args, "department") != NULL;
	if (!is_changed)
		return jx_option_fail_missing(app, args, "role");
	if (reason == NULL)
		return jx_option_fail_missing(app, args, "reason");
	enum jx_status status = read_change(app, args, &after, &before);
	if (status != JX_OK)
		return status;
	if (!jx_app_wants_json(app))
		print_change(app, before, &after);
	request.person = &after;
	request.reason = (char *)reason;
	request.validate_only = jx_args_has(args, "dry-run");
	if (!request.validate_only)
		status = jx_app_confirm(app, _("Change this account?"), NULL, false);
	if (status == JX_OK)
		status = jx_call_update_person(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	if (!request.validate_only)
		jx_print(&app->terminal, _("Changed: %s"), jx_name_last(after.name));
	jx_app_next(app, "jixiao person list");
	return JX_OK;
}
