/*
 * jixiao invite, person confirm, person revoke: who gets access, and who loses it.
 */
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>

#include "client/app/option.h"
#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/commands/commands.h"
#include "client/commands/county/people.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/evidence/code.h"

#define MAX_ROLES      8u
#define ROLES_EXPECTED "enterer, member, head, reviewer, lead, analyst, auditor"

enum jx_status jx_person_parse_roles(struct jx_app *app, const char *text, JxPerson *person)
{
	char *names = jx_arena_strdup(&app->arena, text);
	person->roles = jx_arena_calloc(&app->arena, MAX_ROLES, sizeof(*person->roles));
	if (names == NULL || person->roles == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	char *rest = NULL;
	for (char *name = strtok_r(names, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest)) {
		int role = 0;
		if (person->n_roles == MAX_ROLES)
			return jx_option_fail(app, "role", name, ROLES_EXPECTED);
		enum jx_status status =
			jx_option_enum(app, "role", name, JX_PERSON_ROLE_DESCRIPTOR, ROLES_EXPECTED, &role);
		if (status != JX_OK)
			return status;
		person->roles[person->n_roles++] = (JxPersonRole)role;
	}
	return JX_OK;
}

static enum jx_status read_person(struct jx_app *app, const struct jx_args *args, JxPerson *person)
{
	const char *id = args->operands[0];
	const char *roles = jx_args_value(args, "role");
	const char *department = jx_args_value(args, "department");
	const char *title = jx_args_value(args, "title");
	if (roles == NULL || roles[strspn(roles, ",")] == '\0')
		return jx_option_fail_missing(app, args, "role");
	enum jx_status status = jx_person_parse_roles(app, roles, person);
	if (status != JX_OK)
		return status;
	if (department != NULL) {
		status = jx_resolve_department(app, department, &person->department);
		if (status != JX_OK)
			return status;
	}
	status = jx_resolve_new_person(app, id, &person->name);
	if (status != JX_OK)
		return status;
	return jx_option_text(app, title != NULL ? title : id, &person->title);
}

/* The line stands alone on stdout, so that it can be piped into a message; the rest is for the person here. */
static void print_invitation(struct jx_app *app, const JxInvitePersonResponse *reply, const char *code)
{
	char line[JX_INVITATION_BYTES];
	jx_invitation_print(reply->enrol_address, reply->ca_fingerprint, code, line);
	jx_print(&app->terminal, "%s", line);
	if (reply->needs_second_lead) {
		jx_note(&app->terminal,
			_("The line works once another lead has confirmed this invitation, within %d hours."),
			JX_PROPOSAL_HOURS);
		jx_note(&app->terminal, _("Digest of the invitation: %s"), reply->digest);
		jx_app_next(app, _("another lead runs: jixiao person confirm %s"),
			jx_name_last(reply->person->name));
		return;
	}
	jx_note(&app->terminal,
		_("Give this line to the person it is for, and to nobody else: it works once, within %d hours."),
		JX_INVITATION_HOURS);
	jx_app_next(app, "%s", _("the person runs: jixiao enrol 'LINE'"));
}

static enum jx_status send_invitation(
	struct jx_app *app, JxPerson *person, const unsigned char random[JX_CODE_RANDOM])
{
	JxInvitePersonRequest request = JX_INVITE_PERSON_REQUEST_INIT;
	JxInvitePersonResponse *reply;
	char code[JX_CODE_BYTES], digest[JX_DIGEST_TEXT_BYTES];
	jx_code_print(random, code);
	enum jx_status status = jx_code_digest(code, digest, &app->error);
	request.person = person;
	request.code_digest = digest;
	if (status == JX_OK)
		status = jx_call_invite_person(app, &request, &reply);
	if (status == JX_OK)
		print_invitation(app, reply, code);
	OPENSSL_cleanse(code, sizeof(code));
	return status;
}

enum jx_status jx_person_invite(struct jx_app *app, JxPerson *person)
{
	unsigned char random[JX_CODE_RANDOM];
	if (RAND_priv_bytes(random, sizeof(random)) != 1)
		return jx_app_fail_with(app, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("RAND_priv_bytes")));
	enum jx_status status = send_invitation(app, person, random);
	OPENSSL_cleanse(random, sizeof(random));
	return status;
}

enum jx_status cmd_invite(struct jx_app *app, const struct jx_args *args)
{
	JxPerson person = JX_PERSON_INIT;
	enum jx_status status = read_person(app, args, &person);
	return status == JX_OK ? jx_person_invite(app, &person) : status;
}

static void print_proposal(struct jx_app *app, const JxConfirmInvitationResponse *reply)
{
	char roles[JX_ROLES_BYTES];
	const JxPerson *person = reply->person;
	jx_print(&app->terminal, _("%s proposes to invite %s (%s): %s"), jx_name_last(reply->proposed_by),
		jx_name_last(person->name), person->title, jx_label_roles(person, app->language, roles));
	jx_print(&app->terminal, _("Digest of the invitation: %s"), reply->digest);
}

/* The proposal is shown first, and its digest is sent with the confirmation. */
enum jx_status cmd_person_confirm(struct jx_app *app, const struct jx_args *args)
{
	JxConfirmInvitationRequest request = JX_CONFIRM_INVITATION_REQUEST_INIT;
	JxConfirmInvitationResponse *reply;
	char name[JX_RESOURCE_NAME_BYTES];
	request.name = (char *)jx_name_person(name, jx_name_last(args->operands[0]));
	request.validate_only = true;
	enum jx_status status = jx_call_confirm_invitation(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (reply->person == NULL)
		return jx_call_fail_incomplete(app);
	if (!jx_app_wants_json(app))
		print_proposal(app, reply);
	status = jx_app_confirm(
		app, _("This gives one more person the rights of a lead."), jx_name_last(request.name), true);
	if (status != JX_OK)
		return status;
	request.digest = reply->digest;
	request.validate_only = false;
	request.request_id = (char *)protobuf_c_empty_string;
	status = jx_call_confirm_invitation(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	jx_print(&app->terminal, _("Confirmed: the line that %s has works now."),
		jx_name_last(reply->proposed_by));
	jx_app_next(app, "jixiao person list");
	return JX_OK;
}

enum jx_status cmd_person_revoke(struct jx_app *app, const struct jx_args *args)
{
	JxRevokePersonRequest request = JX_REVOKE_PERSON_REQUEST_INIT;
	JxRevokePersonResponse *reply;
	char name[JX_RESOURCE_NAME_BYTES];
	const char *reason = jx_args_value(args, "reason");
	const char *person = args->operands[0];
	if (reason == NULL)
		return jx_option_fail_missing(app, args, "reason");
	enum jx_status status =
		jx_app_confirm(app, _("This takes the person's access away at once."), person, true);
	if (status != JX_OK)
		return status;
	request.name = (char *)jx_name_person(name, jx_name_last(person));
	request.reason = (char *)reason;
	status = jx_call_revoke_person(app, &request, &reply);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, &reply->base);
	jx_print(&app->terminal, _("Revoked: %s"), person);
	jx_app_next(app, "jixiao person list");
	return JX_OK;
}
