/* An account that is changed: its title, its roles, its department. Whoever gets in goes on to. */
#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/service/states.h"
#include "server/handlers/departments/departments.h"
#include "server/handlers/people/people.h"
#include "storage/registry/store_people.h"

static bool is_lead(const JxPerson *person)
{
	return (jx_roles_of(person) & JX_ROLE_LEAD) != 0;
}

/* What two leads do together, none may do alone by making a lead of somebody, or the other one none. */
static enum jx_status check_known(struct jx_task *task, const JxPerson *person, const char *id)
{
	JxPerson *known = NULL;
	enum jx_status status = jx_person_get(task->db, id, &task->arena, &known, &task->error);
	if (status != JX_OK)
		return status;
	if (known->state == JX_PERSON_STATE_REVOKED)
		return jx_fail_with(&task->error, JX_REASON_NOT_INVITED, JX_ARGS(JX_TEXT(id)));
	/* Of a lead the title alone: what else a lead may do, and where, is decided by two. */
	bool is_moved = strcmp(known->department, person->department) != 0;
	if (is_lead(known) != is_lead(person) ||
		(is_lead(known) && (is_moved || jx_roles_of(known) != jx_roles_of(person))))
		return jx_fail_with(&task->error, JX_REASON_LEAD_NOT_EDITED, JX_ARGS(JX_TEXT(id)));
	return is_moved && person->department[0] != '\0'
		       ? jx_department_check_exists(task, person->department)
		       : JX_OK;
}

static enum jx_status log_update(struct jx_task *task, const JxUpdatePersonRequest *request)
{
	const JxPerson *person = request->person;
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxInvitationRecord what = JX_INVITATION_RECORD_INIT;
	what.title = person->title;
	what.roles = person->roles;
	what.n_roles = person->n_roles;
	what.department = person->department;
	record.invitation = &what;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = JX_LOG_UPDATE_PERSON,
			.object = person->name,
			.reason = request->reason,
			.record = &record},
		NULL);
}

enum jx_status jx_handle_update_person(struct jx_task *task)
{
	const JxUpdatePersonRequest *request = (const JxUpdatePersonRequest *)task->message;
	JxUpdatePersonResponse *reply = (JxUpdatePersonResponse *)task->reply;
	const JxPerson *person = request->person;
	char id[JX_MAX_CODE_BYTES + 1];
	if (person == NULL)
		return jx_task_fail_missing(task, "person");
	enum jx_status status = jx_task_id_of(task, "persons", "person.name", person->name, id, sizeof(id));
	if (status != JX_OK)
		return status;
	if (jx_text_is_blank(person->title))
		return jx_task_fail_missing(task, "person.title");
	if (jx_text_is_blank(request->reason))
		return jx_fail_at(
			&task->error, JX_REASON_REASON_REQUIRED, "reason", JX_ARGS(JX_TEXT(person->name)));
	status = jx_people_check_roles(task, person);
	if (status == JX_OK)
		status = check_known(task, person, id);
	if (status == JX_OK)
		status = jx_person_update(task->db, person, &task->error);
	if (status == JX_OK)
		status = log_update(task, request);
	return status == JX_OK ? jx_person_get(task->db, id, &task->arena, &reply->person, &task->error)
			       : status;
}
