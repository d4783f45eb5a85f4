/* One department: fields changed, its end taken back, what has changed about it. */
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/base/text_class.h"
#include "server/handlers/departments/departments.h"
#include "server/handlers/handlers.h"
#include "server/handlers/page.h"
#include "storage/registry/store_departments.h"

/* The department of a name, as it is. */
static enum jx_status find(
	struct jx_task *task, const char *field, const char *name, JxDepartment **ret_department)
{
	char code[JX_MAX_CODE_BYTES + 1];
	enum jx_status status = jx_task_id_of(task, "departments", field, name, code, sizeof(code));
	return status == JX_OK ? jx_department_get(task->db, code, &task->arena, ret_department, &task->error)
			       : status;
}

/* As it will be: the fields that the request names, over what is there. */
static JxDepartment merged(const JxDepartment *now, const JxDepartment *wanted, uint32_t fields)
{
	JxDepartment after = *now;
	for (int i = 0; i < JX_DEPARTMENT_FIELDS; i++)
		if ((fields & JX_FIELD_BIT(i)) != 0)
			jx_department_field_set(&after, (enum jx_department_field)i,
				jx_department_field_get(wanted, (enum jx_department_field)i));
	return after;
}

/* A title that is another one's, unless it was so before. */
static enum jx_status check_title(struct jx_task *task, const JxUpdateDepartmentRequest *request,
	const JxDepartment *now, const JxDepartment *after)
{
	JxDepartment *twin = NULL;
	if (request->allows_twins || strcmp(now->title, after->title) == 0)
		return JX_OK;
	enum jx_status status = jx_department_find_namesake(
		task->db, after->code, after->title, &task->arena, &twin, &task->error);
	if (status != JX_OK || twin == NULL)
		return status;
	return jx_department_fail_twin(task, after, twin);
}

enum jx_status jx_handle_update_department(struct jx_task *task)
{
	const JxUpdateDepartmentRequest *request = (const JxUpdateDepartmentRequest *)task->message;
	JxUpdateDepartmentResponse *reply = (JxUpdateDepartmentResponse *)task->reply;
	struct jx_department_change change;
	JxDepartment *now = NULL;
	uint32_t fields = 0;
	if (request->department == NULL)
		return jx_task_fail_missing(task, "department");
	enum jx_status status = find(task, "department.name", request->department->name, &now);
	if (status == JX_OK)
		status = jx_department_read_fields(task, request->fields, request->n_fields, &fields);
	if (status == JX_OK)
		status = jx_department_read_basis(task, JX_DEPARTMENT_CHANGE_KIND_UPDATE,
			&(struct jx_basis){request->effective_date, request->document, request->reason},
			&change);
	if (status != JX_OK || now == NULL)
		return status;
	JxDepartment after = merged(now, request->department, fields);
	status = jx_department_differ(task, now, &after, fields, &reply->fields, &reply->n_fields);
	if (status == JX_OK)
		status = jx_department_check_fields(task, &after, fields);
	if (status == JX_OK)
		status = check_title(task, request, now, &after);
	if (status == JX_OK && reply->n_fields > 0)
		status = jx_department_make(task, &after, &change);
	task->touches_every_round = reply->n_fields > 0;
	return status == JX_OK ? jx_department_get(
					 task->db, now->code, &task->arena, &reply->department, &task->error)
			       : status;
}

enum jx_status jx_handle_reinstate_department(struct jx_task *task)
{
	const JxReinstateDepartmentRequest *request = (const JxReinstateDepartmentRequest *)task->message;
	JxReinstateDepartmentResponse *reply = (JxReinstateDepartmentResponse *)task->reply;
	struct jx_department_change change;
	JxDepartment *now = NULL;
	enum jx_status status = find(task, "name", request->name, &now);
	if (status != JX_OK || now == NULL)
		return status;
	if (now->retire_date[0] == '\0' && now->n_successors == 0)
		return jx_fail_with(
			&task->error, JX_REASON_DEPARTMENT_EXISTS_STILL, JX_ARGS(JX_TEXT(now->code)));
	if (jx_text_is_blank(request->reason))
		return jx_fail_at(
			&task->error, JX_REASON_REASON_REQUIRED, "reason", JX_ARGS(JX_TEXT(request->name)));
	status = jx_department_read_basis(task, JX_DEPARTMENT_CHANGE_KIND_REINSTATE,
		&(struct jx_basis){"", "", request->reason}, &change);
	if (status != JX_OK)
		return status;
	JxDepartment after = *now;
	after.retire_date = (char *)protobuf_c_empty_string;
	after.n_successors = 0;
	status = jx_department_make(task, &after, &change);
	return status == JX_OK ? jx_department_get(
					 task->db, now->code, &task->arena, &reply->department, &task->error)
			       : status;
}

enum jx_status jx_handle_list_department_changes(struct jx_task *task)
{
	const JxListDepartmentChangesRequest *request = (const JxListDepartmentChangesRequest *)task->message;
	JxListDepartmentChangesResponse *reply = (JxListDepartmentChangesResponse *)task->reply;
	char code[JX_MAX_CODE_BYTES + 1];
	struct jx_page page;
	struct jx_department_changes rows = {0};
	enum jx_status status = jx_task_id_of(task, "departments", "name", request->name, code, sizeof(code));
	if (status == JX_OK)
		status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status == JX_OK)
		status = jx_department_changes_list(task->db, code, &page, &task->arena, &rows, &task->error);
	if (status != JX_OK)
		return status;
	reply->changes = rows.rows;
	reply->n_changes = rows.n;
	reply->next_page_token = jx_page_token(task, rows.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
