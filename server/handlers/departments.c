#include "server/handlers/handlers.h"

#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/message/localized.h"
#include "server/handlers/page.h"
#include "storage/registry/store_departments.h"

static enum jx_status check_text(
	struct jx_task *task, const char *field, const char *text, size_t max_bytes, bool is_required)
{
	char limit[48];
	size_t n = strlen(text);
	if (n == 0 && is_required)
		return jx_fail_at(&task->error, JX_REASON_MISSING_FIELD, field, JX_ARGS(JX_TEXT(field)));
	if (n <= max_bytes)
		return JX_OK;
	(void)snprintf(limit, sizeof(limit), "at most %zu bytes", max_bytes);
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, field,
		JX_ARGS(JX_TEXT(field), JX_TEXT(text), JX_TEXT(limit)));
}

static enum jx_status check_department(struct jx_task *task, const JxDepartment *department)
{
	static const char DIGITS_AND_LETTERS[] =
		"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	enum jx_status status = check_text(task, "code", department->code, JX_MAX_CODE_BYTES, true);
	if (status == JX_OK && department->code[strspn(department->code, DIGITS_AND_LETTERS)] != '\0')
		status = jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "code",
			JX_ARGS(JX_TEXT("code"), JX_TEXT(department->code),
				JX_TEXT("digits and letters only")));
	if (status == JX_OK)
		status = check_text(task, "title", department->title, JX_MAX_NAME_BYTES, true);
	if (status == JX_OK)
		status = check_text(task, "short_title", department->short_title, JX_MAX_NAME_BYTES, false);
	if (status == JX_OK)
		status = check_text(task, "level", department->level, JX_MAX_CODE_BYTES, false);
	if (status == JX_OK)
		status = check_text(task, "nature", department->nature, JX_MAX_CODE_BYTES, false);
	if (status == JX_OK)
		status = check_text(task, "funding_form", department->funding_form, JX_MAX_CODE_BYTES, false);
	if (status == JX_OK)
		status = check_text(task, "peer_group", department->peer_group, JX_MAX_NAME_BYTES, false);
	return status;
}

static enum jx_status log_creation(struct jx_task *task, const char *code)
{
	char object[JX_MAX_CODE_BYTES + 16];
	(void)snprintf(object, sizeof(object), "departments/%s", code);
	return jx_task_log(
		task, &(struct jx_log_entry){.method = task->method->path, .object = object}, NULL);
}

enum jx_status jx_handle_create_department(struct jx_task *task)
{
	const JxCreateDepartmentRequest *request = (const JxCreateDepartmentRequest *)task->message;
	if (request->department == NULL)
		return jx_fail_at(
			&task->error, JX_REASON_MISSING_FIELD, "department", JX_ARGS(JX_TEXT("department")));
	bool is_unchanged = false;
	enum jx_status status = check_department(task, request->department);
	if (status == JX_OK)
		status = jx_department_insert(task->db, request->department, &task->error, &is_unchanged);
	if (status == JX_OK && !is_unchanged)
		status = log_creation(task, request->department->code);
	if (status != JX_OK)
		return status;
	JxCreateDepartmentResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	return jx_department_get(
		task->db, request->department->code, &task->arena, &task->error, &reply->department);
}

/* One row that cannot be added; both languages, because the caller's is not known here. */
static enum jx_status add_problem(
	struct jx_task *task, JxBatchCreateDepartmentsResponse *reply, size_t row, const char *code)
{
	char zh[512];
	char en[512];
	JxBatchRow *problem = jx_task_new(task, JX_BATCH_ROW_DESCRIPTOR);
	if (problem == NULL)
		return jx_task_no_memory(task);
	problem->row = (uint32_t)row + 1;
	problem->code = (char *)code;
	problem->problem =
		jx_localized_new(&task->arena, jx_error_sentence(&task->error, JX_ZH, zh, sizeof(zh)),
			jx_error_sentence(&task->error, JX_EN, en, sizeof(en)));
	if (problem->problem == NULL)
		return jx_task_no_memory(task);
	reply->problems[reply->n_problems++] = problem;
	return JX_OK;
}

static bool is_row_problem(enum jx_status status)
{
	return status == JX_INVALID || status == JX_EXISTS;
}

static enum jx_status create_row(struct jx_task *task, const JxDepartment *department, bool *ret_is_unchanged)
{
	enum jx_status status = check_department(task, department);
	if (status == JX_OK)
		status = jx_department_insert(task->db, department, &task->error, ret_is_unchanged);
	return status == JX_OK && !*ret_is_unchanged ? log_creation(task, department->code) : status;
}

/* All rows or none: a row with a problem makes the reply a list of problems, and the work is undone. */
enum jx_status jx_handle_batch_create_departments(struct jx_task *task)
{
	const JxBatchCreateDepartmentsRequest *request =
		(const JxBatchCreateDepartmentsRequest *)task->message;
	JxBatchCreateDepartmentsResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	if (request->n_departments > JX_MAX_BATCH_ROWS) {
		char limit[48];
		(void)snprintf(limit, sizeof(limit), "at most %u rows", JX_MAX_BATCH_ROWS);
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "departments",
			JX_ARGS(JX_TEXT("departments"), JX_TEXT("-"), JX_TEXT(limit)));
	}
	reply->problems = jx_arena_calloc(&task->arena, request->n_departments + 1, sizeof(*reply->problems));
	if (reply->problems == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < request->n_departments; i++) {
		bool is_unchanged = false;
		enum jx_status status = create_row(task, request->departments[i], &is_unchanged);
		if (is_row_problem(status))
			status = add_problem(task, reply, i, request->departments[i]->code);
		else if (status == JX_OK && is_unchanged)
			reply->unchanged++;
		else if (status == JX_OK)
			reply->created++;
		if (status != JX_OK)
			return status;
	}
	if (reply->n_problems > 0) {
		reply->created = 0;
		task->discard_writes = true;
	}
	return JX_OK;
}

enum jx_status jx_handle_get_department(struct jx_task *task)
{
	const JxGetDepartmentRequest *request = (const JxGetDepartmentRequest *)task->message;
	char code[JX_MAX_CODE_BYTES + 1];
	enum jx_status status = jx_task_id_of(task, "departments", "name", request->name, code, sizeof(code));
	if (status != JX_OK)
		return status;
	JxGetDepartmentResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	return jx_department_get(task->db, code, &task->arena, &task->error, &reply->department);
}

enum jx_status jx_handle_list_departments(struct jx_task *task)
{
	const JxListDepartmentsRequest *request = (const JxListDepartmentsRequest *)task->message;
	struct jx_page page;
	struct jx_departments rows = {0};
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status == JX_OK)
		status = jx_departments_list(task->db, &page, &task->arena, &task->error, &rows);
	if (status != JX_OK)
		return status;
	JxListDepartmentsResponse *reply = jx_task_reply(task);
	char *token = jx_page_token(task, rows.next);
	if (reply == NULL || token == NULL)
		return jx_task_no_memory(task);
	reply->departments = rows.rows;
	reply->n_departments = rows.n;
	reply->next_page_token = token;
	return JX_OK;
}
