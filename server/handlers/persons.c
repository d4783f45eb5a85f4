#include "server/handlers/handlers.h"

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/service/states.h"
#include "server/handlers/page.h"
#include "storage/registry/store_enrolment.h"

enum jx_status jx_handle_get_caller(struct jx_task *task)
{
	JxGetCallerResponse *reply = (JxGetCallerResponse *)task->reply;
	reply->department_title = jx_arena_strdup(&task->arena, task->caller.department_title);
	if (reply->department_title == NULL)
		return jx_task_no_memory(task);
	reply->county = (char *)task->services->county;
	return jx_person_get(task->db, task->caller.id, &task->arena, &reply->person, &task->error);
}

static bool is_lead(const JxPerson *person)
{
	return (jx_roles_of(person) & JX_ROLE_LEAD) != 0;
}

/* The last lead remains one: nobody could invite another. */
static enum jx_status check_last_lead(struct jx_task *task, const char *id)
{
	JxPerson *person = NULL;
	uint32_t n_leads = 0;
	enum jx_status status = jx_person_get(task->db, id, &task->arena, &person, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_persons_count_role(task->db, JX_PERSON_ROLE_LEAD, &n_leads, &task->error);
	if (status != JX_OK || n_leads > 1 || person->state != JX_PERSON_STATE_ACTIVE || !is_lead(person))
		return status;
	return jx_fail_with(&task->error, JX_REASON_LAST_LEAD, JX_ARGS(JX_TEXT(person->name)));
}

enum jx_status jx_handle_list_persons(struct jx_task *task)
{
	const JxListPersonsRequest *request = (const JxListPersonsRequest *)task->message;
	struct jx_page page;
	struct jx_persons rows = {0};
	JxListPersonsResponse *reply = (JxListPersonsResponse *)task->reply;
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	status = jx_persons_list(task->db, &page, &task->arena, &rows, &task->error);
	if (status != JX_OK)
		return status;
	reply->persons = rows.rows;
	reply->n_persons = rows.n;
	reply->next_page_token = jx_page_token(task, rows.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

/* An invitation is taken back; the person may have used it meanwhile. */
static enum jx_status check_invited(struct jx_task *task, const char *id)
{
	JxPerson *person = NULL;
	enum jx_status status = jx_person_get(task->db, id, &task->arena, &person, &task->error);
	if (status != JX_OK || person->state == JX_PERSON_STATE_INVITED)
		return status;
	return jx_fail_with(&task->error,
		person->state == JX_PERSON_STATE_ACTIVE ? JX_REASON_PERSON_ACTIVE : JX_REASON_NOT_INVITED,
		JX_ARGS(JX_TEXT(id)));
}

enum jx_status jx_handle_revoke_person(struct jx_task *task)
{
	const JxRevokePersonRequest *request = (const JxRevokePersonRequest *)task->message;
	char id[JX_MAX_CODE_BYTES + 1];
	JxRevokePersonResponse *reply = (JxRevokePersonResponse *)task->reply;
	enum jx_status status = jx_task_id_of(task, "persons", "name", request->name, id, sizeof(id));
	if (status != JX_OK)
		return status;
	if (jx_text_is_blank(request->reason))
		return jx_fail_at(
			&task->error, JX_REASON_REASON_REQUIRED, "reason", JX_ARGS(JX_TEXT(request->name)));
	status = check_last_lead(task, id);
	if (status == JX_OK && request->is_of_invitation)
		status = check_invited(task, id);
	if (status != JX_OK)
		return status;
	status = jx_certificates_list(task->db, id, NULL, &task->arena, &task->ended, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_person_revoke(task->db, id, task->now_ms, &task->error);
	if (status != JX_OK)
		return status;
	status = jx_task_log(task,
		&(struct jx_log_entry){
			.act = JX_LOG_REVOKE_PERSON, .object = request->name, .reason = request->reason},
		NULL);
	if (status != JX_OK)
		return status;
	return jx_person_get(task->db, id, &task->arena, &reply->person, &task->error);
}
