/*
 * jixiao invite, person list, person revoke: who has access.
 */
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/command_table.h"
#include "client/cli/i18n.h"
#include "client/screen/datetime.h"
#include "client/screen/labels.h"
#include "client/transport/resolve.h"
#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/evidence/code.h"
#include "proto/contract/message/json.h"

#define MAX_ROLES 8u

static const struct jx_column COLUMNS[] = {
	{"id", N_("ID"), false, false, 0},
	{"title", N_("Account"), false, true, 0},
	{"roles", N_("Roles"), false, true, 0},
	{"department", N_("Department"), false, false, 2},
	{"state", N_("State"), false, false, 0},
	{"expire_time", N_("Until"), false, false, 1},
};

/* "enterer,head" into the message; the names are those of the schema. */
static enum jx_status parse_roles(struct jx_app *app, const char *text, JxPerson *person)
{
	char *names = jx_arena_strdup(&app->arena, text);
	person->roles = jx_arena_calloc(&app->arena, MAX_ROLES, sizeof(*person->roles));
	if (names == NULL || person->roles == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	char *rest = NULL;
	for (char *name = strtok_r(names, ",", &rest); name != NULL; name = strtok_r(NULL, ",", &rest)) {
		int role;
		if (person->n_roles == MAX_ROLES ||
			jx_json_enum_value(JX_PERSON_ROLE_DESCRIPTOR, name, &role) != JX_OK || role == 0)
			return jx_app_fail_with(app, JX_REASON_BAD_OPTION_VALUE,
				JX_ARGS(JX_TEXT("--role"), JX_TEXT(name),
					JX_TEXT("enterer, member, head, reviewer, lead, analyst, auditor")));
		person->roles[person->n_roles++] = (JxPersonRole)role;
	}
	if (person->n_roles == 0)
		return jx_app_fail_with(
			app, JX_REASON_MISSING_ARGUMENT, JX_ARGS(JX_TEXT("--role"), JX_TEXT("invite")));
	return JX_OK;
}

static enum jx_status describe(struct jx_app *app, const struct jx_args *args, JxPerson *person)
{
	char department[JX_NAME_BYTES];
	char *name = NULL;
	const char *roles = jx_args_value(args, "role");
	const char *wanted = jx_args_value(args, "department");
	const char *title = jx_args_value(args, "title");
	if (roles == NULL)
		return jx_app_fail_with(
			app, JX_REASON_MISSING_ARGUMENT, JX_ARGS(JX_TEXT("--role"), JX_TEXT("invite")));
	enum jx_status status = parse_roles(app, roles, person);
	if (status == JX_OK && wanted != NULL)
		status = jx_find_department(app, wanted, department);
	if (status != JX_OK)
		return status;
	if (asprintf(&name, "persons/%s", args->operands[0]) < 0)
		return jx_app_fail(app, JX_REASON_OUT_OF_MEMORY);
	person->name = jx_arena_strdup(&app->arena, name);
	person->title = jx_arena_strdup(&app->arena, title != NULL ? title : args->operands[0]);
	person->department = jx_arena_strdup(&app->arena, wanted != NULL ? department : "");
	free(name);
	if (person->name == NULL || person->title == NULL || person->department == NULL)
		return jx_arena_fail(&app->arena, &app->error);
	return JX_OK;
}

/* The line on stdout, alone, so that it can be piped into a message; the rest is for the person here. */
static void hand_out(struct jx_app *app, const JxInvitePersonResponse *reply, const char *code)
{
	char line[JX_INVITATION_BYTES];
	jx_invitation_print(reply->enrol_address, reply->ca_fingerprint, code, line);
	jx_print(&app->terminal, "%s", line);
	jx_note(&app->terminal,
		_("Give this line to the person it is for, and to nobody else: it works once, within %d "
		  "hours."),
		JX_INVITATION_HOURS);
	jx_app_next(app, _("the person runs: jixiao enrol 'LINE'"));
}

enum jx_status cmd_invite(struct jx_app *app, const struct jx_args *args)
{
	JxPerson person = JX_PERSON_INIT;
	JxInvitePersonRequest request = JX_INVITE_PERSON_REQUEST_INIT;
	unsigned char random[JX_CODE_RANDOM];
	char code[JX_CODE_BYTES], digest[JX_DIGEST_TEXT_BYTES], id[JX_UUID_BYTES];
	ProtobufCMessage *reply;
	enum jx_status status = describe(app, args, &person);
	if (status == JX_OK)
		status = jx_app_request_id(app, id);
	if (status == JX_OK && RAND_priv_bytes(random, sizeof(random)) != 1)
		status = jx_app_fail_with(app, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("RAND_priv_bytes")));
	if (status != JX_OK)
		return status;
	jx_code_print(random, code);
	status = jx_code_digest(code, digest, &app->error);
	request.person = &person;
	request.code_digest = digest;
	request.request_id = id;
	if (status == JX_OK)
		status = jx_app_call(app, "/jixiao.v1.PersonService/InvitePerson", &request.base, &reply);
	if (status == JX_OK)
		hand_out(app, (const JxInvitePersonResponse *)reply, code);
	OPENSSL_cleanse(random, sizeof(random));
	OPENSSL_cleanse(code, sizeof(code));
	return status;
}

static void add_row(const struct jx_app *app, struct jx_table *table, const JxPerson *person)
{
	char roles[JX_WORDS_BYTES], time[JX_DATETIME_BYTES], utc[JX_DATETIME_BYTES];
	jx_table_add_row(table);
	jx_table_set(table, 0, jx_last_part(person->name));
	jx_table_set(table, 1, person->title);
	jx_table_set(table, 2, jx_label_roles(person, app->language, roles, sizeof(roles)));
	jx_table_set(table, 3, person->department[0] != '\0' ? jx_last_part(person->department) : "");
	jx_label_set(table, 4, jx_label_person_state(person->state), (int)person->state);
	jx_table_set_raw(table, 5, jx_datetime_print(person->expire_time, time),
		jx_datetime_print_utc(person->expire_time, utc));
}

enum jx_status cmd_person_list(struct jx_app *app, const struct jx_args *args)
{
	JxListPersonsRequest request = JX_LIST_PERSONS_REQUEST_INIT;
	struct jx_table table;
	ProtobufCMessage *message;
	(void)args;
	enum jx_status status =
		jx_list_all(app, "/jixiao.v1.PersonService/ListPersons", &request.base, &message);
	if (status != JX_OK)
		return status;
	const JxListPersonsResponse *reply = (const JxListPersonsResponse *)message;
	if (jx_app_wants_json(app))
		return jx_list_print_json(app, message);
	jx_table_init(&table, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_persons; i++)
		add_row(app, &table, reply->persons[i]);
	status = jx_app_print_table(app, &table);
	jx_table_clear(&table);
	if (status == JX_OK)
		jx_app_next(app, "jixiao invite ID --role enterer --department CODE");
	return status;
}

enum jx_status cmd_person_revoke(struct jx_app *app, const struct jx_args *args)
{
	JxRevokePersonRequest request = JX_REVOKE_PERSON_REQUEST_INIT;
	char id[JX_UUID_BYTES], name[JX_NAME_BYTES], reason_text[JX_MAX_REASON_BYTES + 1];
	const char *reason = jx_args_value(args, "reason");
	const char *person = args->operands[0];
	ProtobufCMessage *message;
	if (reason == NULL)
		return jx_app_fail_with(app, JX_REASON_REASON_REQUIRED, JX_ARGS(JX_TEXT("person revoke")));
	enum jx_status status =
		jx_app_confirm(app, _("This takes the person's access away at once."), person, true);
	if (status == JX_OK)
		status = jx_app_request_id(app, id);
	if (status != JX_OK)
		return status;
	(void)snprintf(name, sizeof(name), "persons/%.64s", jx_last_part(person));
	(void)snprintf(reason_text, sizeof(reason_text), "%s", reason);
	request.name = name;
	request.reason = reason_text;
	request.request_id = id;
	status = jx_app_call(app, "/jixiao.v1.PersonService/RevokePerson", &request.base, &message);
	if (status != JX_OK)
		return status;
	if (jx_app_wants_json(app))
		return jx_app_print_json(app, message);
	jx_print(&app->terminal, _("Revoked: %s"), person);
	jx_app_next(app, "jixiao person list");
	return JX_OK;
}
