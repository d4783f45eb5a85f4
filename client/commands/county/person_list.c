/*
 * jixiao person list, invitation list: who has access, until when, and who was invited.
 */
#include <string.h>

#include "client/calls/call.h"
#include "client/commands/commands.h"
#include "client/commands/county/people.h"
#include "client/screen/cell.h"
#include "client/screen/labels.h"
#include "client/text/i18n.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"

#define DAY_S INT64_C(86400)

enum person_column { ID, TITLE, ROLES, DEPARTMENT, STATE, UNTIL };

static const struct jx_column COLUMNS[] = {
	[ID] = {.key = "id", .title = N_("ID")},
	[TITLE] = {"title", N_("Account"), .wraps = true},
	[ROLES] = {"roles", N_("Roles"), .wraps = true},
	[DEPARTMENT] = {"department", N_("Department"), .leave_out = 2},
	[STATE] = {.key = "state", .title = N_("State")},
	[UNTIL] = {"expire_time", N_("Until"), .leave_out = 1},
};

enum jx_status jx_person_find(struct jx_app *app, const char *id, JxPerson **ret_person)
{
	JxListPersonsRequest request = JX_LIST_PERSONS_REQUEST_INIT;
	JxListPersonsResponse *reply;
	enum jx_status status = jx_call_list_persons(app, &request, &reply);
	if (status != JX_OK)
		return status;
	for (size_t i = 0; i < reply->n_persons; i++)
		if (strcmp(jx_name_last(reply->persons[i]->name), jx_name_last(id)) == 0) {
			*ret_person = reply->persons[i];
			return JX_OK;
		}
	return jx_app_fail_with(app, JX_REASON_PERSON_NOT_FOUND, JX_ARGS(JX_TEXT(id)));
}

static void add_row(const struct jx_app *app, struct jx_table *table, const JxPerson *person)
{
	char roles[JX_ROLES_BYTES], state[JX_LABEL_BYTES];
	jx_table_add_row(table);
	jx_table_set(table, ID, jx_name_last(person->name));
	jx_table_set(table, TITLE, person->title);
	jx_table_set(table, ROLES, jx_label_roles(person, app->language, roles));
	jx_table_set(table, DEPARTMENT, jx_name_last(person->department));
	jx_table_set(table, STATE, jx_label_person_state(person->state, state));
	jx_cell_set_time(table, UNTIL, person->expire_time);
}

static enum jx_status print_people(struct jx_app *app, const JxListPersonsResponse *reply)
{
	struct jx_table table;
	if (jx_app_wants_json(app))
		return jx_call_print_list(app, &reply->base);
	jx_table_init(&table, &app->arena, COLUMNS, JX_COUNT_OF(COLUMNS));
	for (size_t i = 0; i < reply->n_persons; i++)
		add_row(app, &table, reply->persons[i]);
	return jx_app_print_table(app, &table);
}

typedef bool (*person_filter)(const struct jx_app *app, const JxPerson *person);

static enum jx_status list(struct jx_app *app, person_filter is_wanted, JxListPersonsResponse **ret_reply)
{
	JxListPersonsRequest request = JX_LIST_PERSONS_REQUEST_INIT;
	JxListPersonsResponse *reply;
	enum jx_status status = jx_call_list_persons(app, &request, &reply);
	if (status != JX_OK)
		return status;
	size_t n = 0;
	for (size_t i = 0; i < reply->n_persons; i++)
		if (is_wanted == NULL || is_wanted(app, reply->persons[i]))
			reply->persons[n++] = reply->persons[i];
	reply->n_persons = n;
	*ret_reply = reply;
	return JX_OK;
}

static bool is_invited(const struct jx_app *app, const JxPerson *person)
{
	(void)app;
	return person->state == JX_PERSON_STATE_INVITED;
}

/* A certificate that ends within the days in which its owner is warned, or has ended. */
static bool is_expiring(const struct jx_app *app, const JxPerson *person)
{
	return person->state == JX_PERSON_STATE_ACTIVE && person->expire_time != NULL &&
	       person->expire_time->seconds - app->now_s <= JX_CERTIFICATE_WARNING_DAYS * DAY_S;
}

static int compare_ends(const void *a, const void *b)
{
	const JxPerson *first = *(JxPerson *const *)a;
	const JxPerson *second = *(JxPerson *const *)b;
	int64_t difference = first->expire_time->seconds - second->expire_time->seconds;
	return difference < 0 ? -1 : difference > 0;
}

enum jx_status cmd_person_list(struct jx_app *app, const struct jx_args *args)
{
	bool only_expiring = jx_args_has(args, "expiring");
	JxListPersonsResponse *reply;
	enum jx_status status = list(app, only_expiring ? is_expiring : NULL, &reply);
	if (status != JX_OK)
		return status;
	if (only_expiring)
		jx_array_sort(reply->persons, reply->n_persons, sizeof(*reply->persons), compare_ends);
	status = print_people(app, reply);
	if (status != JX_OK || jx_app_wants_json(app))
		return status;
	if (only_expiring)
		jx_app_remark(app, "%s",
			_("Whoever runs any command before the end renews by it; after the end: person revoke, then invite."));
	jx_app_next(app, "jixiao invite ID --role enterer --department CODE");
	return JX_OK;
}

enum jx_status cmd_invitation_list(struct jx_app *app, const struct jx_args *args)
{
	JxListPersonsResponse *reply;
	(void)args;
	enum jx_status status = list(app, is_invited, &reply);
	if (status == JX_OK)
		status = print_people(app, reply);
	if (status == JX_OK)
		jx_app_next(app, "jixiao invitation resend ID");
	return status;
}
