#include "client/commands/county/invitation_known.h"

#include <string.h>

#include "client/calls/call.h"
#include "client/calls/resolve.h"
#include "client/text/i18n.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/service/states.h"

/* How many were left out, by why. */
struct known {
	size_t n_active;
	size_t n_invited;
};

static const JxPerson *find(const JxListPersonsResponse *people, const char *name)
{
	for (size_t i = 0; i < people->n_persons; i++)
		if (strcmp(people->persons[i]->name, name) == 0)
			return people->persons[i];
	return NULL;
}

static bool has_ended(const struct jx_app *app, const JxPerson *person)
{
	return person->expire_time == NULL || person->expire_time->seconds <= app->now_s;
}

/* What the list has otherwise is a change of a person, which is made with a reason, one by one. */
static enum jx_status tell_difference(
	struct jx_app *app, const struct jx_invited *row, const JxPerson *person)
{
	char *department = (char *)protobuf_c_empty_string;
	enum jx_status status = JX_OK;
	if (row->department[0] != '\0')
		status = jx_resolve_department(app, row->department, &department);
	if (status == JX_OK && (jx_roles_of(&row->person) != jx_roles_of(person) ||
				       strcmp(department, person->department) != 0))
		jx_note(&app->terminal,
			_("%s has other roles or another department than in the list; to change that: jixiao person edit %s"),
			jx_name_last(person->name), jx_name_last(person->name));
	return status;
}

/* @param ret_is_new  whether the person is to be invited. */
static enum jx_status look_at(struct jx_app *app, const struct jx_invited *row, const JxPerson *person,
	struct known *known, bool *ret_is_new)
{
	*ret_is_new = person == NULL || (person->state == JX_PERSON_STATE_INVITED && has_ended(app, person));
	if (*ret_is_new)
		return JX_OK;
	if (person->state == JX_PERSON_STATE_REVOKED) {
		jx_note(&app->terminal,
			_("%s was revoked and is left out; to invite them anew all the same: jixiao invite %s"),
			jx_name_last(person->name), jx_name_last(person->name));
		return JX_OK;
	}
	known->n_active += person->state == JX_PERSON_STATE_ACTIVE;
	known->n_invited += person->state == JX_PERSON_STATE_INVITED;
	return tell_difference(app, row, person);
}

enum jx_status jx_invited_leave_out_known(struct jx_app *app, struct jx_invited_list *list)
{
	JxListPersonsRequest request = JX_LIST_PERSONS_REQUEST_INIT;
	JxListPersonsResponse *people;
	struct known known = {0};
	size_t n = 0;
	enum jx_status status = jx_call_list_persons(app, &request, &people);
	for (size_t i = 0; status == JX_OK && i < list->n; i++) {
		bool is_new = true;
		status = look_at(
			app, &list->rows[i], find(people, list->rows[i].person.name), &known, &is_new);
		if (is_new)
			list->rows[n++] = list->rows[i];
	}
	if (status != JX_OK)
		return status;
	list->n = n;
	if (known.n_active > 0)
		jx_note(&app->terminal, _("Left out: %zu who have access already"), known.n_active);
	if (known.n_invited > 0)
		jx_note(&app->terminal,
			_("Left out: %zu who were invited and whose line still works; for a line that was lost: jixiao invitation resend ID"),
			known.n_invited);
	return JX_OK;
}
