#include "server/handlers/handlers.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/message/localized.h"
#include "server/handlers/page.h"
#include "storage/registry/store_departments.h"

_Static_assert(JX_MAX_BATCH_ROWS == 30000, "see the words of the refusal");

/* A text of a department: where it is, and how long it may be. */
struct text_rule {
	const char *field;
	size_t offset;
	size_t max_bytes;
	bool is_required;
};

static const struct text_rule TEXTS[] = {
	{"code", offsetof(JxDepartment, code), JX_MAX_CODE_BYTES, true},
	{"title", offsetof(JxDepartment, title), JX_MAX_NAME_BYTES, true},
	{"short_title", offsetof(JxDepartment, short_title), JX_MAX_NAME_BYTES, false},
	{"level", offsetof(JxDepartment, level), JX_MAX_CODE_BYTES, false},
	{"nature", offsetof(JxDepartment, nature), JX_MAX_CODE_BYTES, false},
	{"funding_form", offsetof(JxDepartment, funding_form), JX_MAX_CODE_BYTES, false},
	{"peer_group", offsetof(JxDepartment, peer_group), JX_MAX_NAME_BYTES, false},
};

static enum jx_status check_text(
	struct jx_task *task, const JxDepartment *department, const struct text_rule *rule)
{
	const char *text = *(char *const *)((const char *)department + rule->offset);
	char zh[48];
	char en[48];
	if (rule->is_required && jx_text_is_blank(text))
		return jx_task_fail_missing(task, rule->field);
	if (strlen(text) <= rule->max_bytes)
		return JX_OK;
	(void)snprintf(zh, sizeof(zh), "最多 %zu 字节", rule->max_bytes);
	(void)snprintf(en, sizeof(en), "at most %zu bytes", rule->max_bytes);
	return jx_task_fail_value(task, rule->field, text, zh, en);
}

static enum jx_status check_department(struct jx_task *task, const JxDepartment *department)
{
	static const char DIGITS_AND_LETTERS[] =
		"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	for (size_t i = 0; i < JX_COUNT_OF(TEXTS); i++) {
		enum jx_status status = check_text(task, department, &TEXTS[i]);
		if (status != JX_OK)
			return status;
	}
	if (department->code[strspn(department->code, DIGITS_AND_LETTERS)] == '\0')
		return JX_OK;
	return jx_task_fail_value(
		task, "code", department->code, "只能是数字和字母", "digits and letters only");
}

/* Checks and adds a department, and logs it when it is new. */
static enum jx_status add_department(
	struct jx_task *task, const JxDepartment *department, bool *ret_is_unchanged)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	char name[JX_RESOURCE_NAME_BYTES];
	enum jx_status status = check_department(task, department);
	if (status != JX_OK)
		return status;
	status = jx_department_insert(task->db, department, ret_is_unchanged, &task->error);
	if (status != JX_OK || *ret_is_unchanged)
		return status;
	record.department = (JxDepartment *)department;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = JX_LOG_CREATE_DEPARTMENT,
			.object = jx_name_department(name, department->code),
			.record = &record},
		NULL);
}

enum jx_status jx_handle_create_department(struct jx_task *task)
{
	const JxCreateDepartmentRequest *request = (const JxCreateDepartmentRequest *)task->message;
	bool is_unchanged = false;
	JxCreateDepartmentResponse *reply = (JxCreateDepartmentResponse *)task->reply;
	if (request->department == NULL)
		return jx_task_fail_missing(task, "department");
	enum jx_status status = add_department(task, request->department, &is_unchanged);
	if (status != JX_OK)
		return status;
	return jx_department_get(
		task->db, request->department->code, &task->arena, &reply->department, &task->error);
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

/* All rows or none: a row with a problem makes the reply a list of problems, and the work is undone. */
enum jx_status jx_handle_batch_create_departments(struct jx_task *task)
{
	const JxBatchCreateDepartmentsRequest *request =
		(const JxBatchCreateDepartmentsRequest *)task->message;
	JxBatchCreateDepartmentsResponse *reply = (JxBatchCreateDepartmentsResponse *)task->reply;
	if (request->n_departments > JX_MAX_BATCH_ROWS)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "departments",
			JX_ARGS(JX_TEXT("departments"), JX_U64(request->n_departments),
				JX_WORDS("最多 30000 行", "at most 30000 rows")));
	reply->problems = jx_arena_calloc(&task->arena, request->n_departments + 1, sizeof(*reply->problems));
	if (reply->problems == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < request->n_departments; i++) {
		bool is_unchanged = false;
		enum jx_status status = add_department(task, request->departments[i], &is_unchanged);
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
	JxGetDepartmentResponse *reply = (JxGetDepartmentResponse *)task->reply;
	enum jx_status status = jx_task_id_of(task, "departments", "name", request->name, code, sizeof(code));
	if (status != JX_OK)
		return status;
	return jx_department_get(task->db, code, &task->arena, &reply->department, &task->error);
}

enum jx_status jx_handle_list_departments(struct jx_task *task)
{
	const JxListDepartmentsRequest *request = (const JxListDepartmentsRequest *)task->message;
	struct jx_page page;
	struct jx_departments rows = {0};
	JxListDepartmentsResponse *reply = (JxListDepartmentsResponse *)task->reply;
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	status = jx_departments_list(task->db, &page, &task->arena, &rows, &task->error);
	if (status != JX_OK)
		return status;
	reply->departments = rows.rows;
	reply->n_departments = rows.n;
	reply->next_page_token = jx_page_token(task, rows.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
