#include "server/handlers/handlers.h"

#include <string.h>

#include "jixiao/v1/schema.h"
#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/message/localized.h"
#include "server/handlers/departments/departments.h"
#include "server/handlers/page.h"
#include "storage/registry/store_departments.h"

_Static_assert(JX_MAX_BATCH_ROWS == 30000, "see the words of the refusal");

/* Checks and adds a department, and logs it when it is new. */
static enum jx_status add_department(
	struct jx_task *task, const JxDepartment *department, bool *ret_is_unchanged)
{
	enum jx_status status = jx_department_check_fields(task, department, JX_ALL_DEPARTMENT_BITS);
	return status == JX_OK ? jx_department_add(task, department, ret_is_unchanged) : status;
}

/* Another one that exists and might be meant. */
static enum jx_status check_twin(struct jx_task *task, const JxDepartment *department, bool is_allowed)
{
	JxDepartment *twin = NULL;
	if (is_allowed)
		return JX_OK;
	enum jx_status status = jx_department_find_twin(
		task->db, department->code, department->title, &task->arena, &twin, &task->error);
	return status != JX_OK || twin == NULL ? status : jx_department_fail_twin(task, department, twin);
}

enum jx_status jx_handle_create_department(struct jx_task *task)
{
	const JxCreateDepartmentRequest *request = (const JxCreateDepartmentRequest *)task->message;
	bool is_unchanged = false;
	JxCreateDepartmentResponse *reply = (JxCreateDepartmentResponse *)task->reply;
	if (request->department == NULL)
		return jx_task_fail_missing(task, "department");
	enum jx_status status = add_department(task, request->department, &is_unchanged);
	if (status == JX_OK && !is_unchanged)
		status = check_twin(task, request->department, request->allows_twins);
	if (status != JX_OK)
		return status;
	return jx_department_get(
		task->db, request->department->code, &task->arena, &reply->department, &task->error);
}

/* ---- many at once ---- */

/*
 * A reader checks all rows. The writer adds them in steps, JX_BATCH_STEP_ROWS a job, each a department of its own with its
 * entry in the log. When the daemon ends between two steps, the same request goes on where it ended: what is there already
 * is unchanged. What was rejected: one job for all, for which everybody else waited half a second.
 */
struct batch {
	const JxDepartment **rows; /* to be added, none twice */
	size_t n;
	size_t n_done;
	uint32_t n_created;
	uint32_t n_unchanged;
	JxBatchRow **problems;
	size_t n_problems;
};

/* A row of the request by its department's code. */
struct coded {
	const JxDepartment *department;
	size_t row;
};

static int compare_coded(const void *a, const void *b)
{
	const struct coded *left = a;
	const struct coded *right = b;
	int order = strcmp(left->department->code, right->department->code);
	return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

/* One row that cannot be added; both languages, because the caller's is not known here. */
static enum jx_status add_problem(struct jx_task *task, struct batch *batch, const struct coded *coded)
{
	char zh[512];
	char en[512];
	JxBatchRow *problem = jx_task_new(task, JX_BATCH_ROW_DESCRIPTOR);
	if (problem == NULL)
		return jx_task_no_memory(task);
	problem->row = (uint32_t)coded->row + 1;
	problem->code = coded->department->code;
	problem->problem =
		jx_localized_new(&task->arena, jx_error_sentence(&task->error, JX_ZH, zh, sizeof(zh)),
			jx_error_sentence(&task->error, JX_EN, en, sizeof(en)));
	if (problem->problem == NULL)
		return jx_task_no_memory(task);
	batch->problems[batch->n_problems++] = problem;
	return JX_OK;
}

static bool is_row_problem(enum jx_status status)
{
	return status == JX_INVALID || status == JX_EXISTS;
}

/* Equal but for the name, which nobody reads. */
static bool is_same(const JxDepartment *a, const JxDepartment *b)
{
	for (int i = 0; i < JX_DEPARTMENT_FIELDS; i++) {
		enum jx_department_field field = (enum jx_department_field)i;
		if (strcmp(jx_department_field_get(a, field), jx_department_field_get(b, field)) != 0)
			return false;
	}
	return true;
}

/* Whether a row is to be added: it is good, and neither stored nor in the batch before. */
static enum jx_status check_row(
	struct jx_task *task, const struct coded *coded, const struct coded *before, bool *ret_is_there)
{
	const JxDepartment *department = coded->department;
	enum jx_status status = jx_department_check_fields(task, department, JX_ALL_DEPARTMENT_BITS);
	if (status == JX_OK)
		status = jx_department_compare(task->db, department, ret_is_there, &task->error);
	if (status != JX_OK || before == NULL || strcmp(before->department->code, department->code) != 0)
		return status;
	*ret_is_there = true;
	return is_same(before->department, department)
		       ? JX_OK
		       : jx_fail_with(&task->error, JX_REASON_DEPARTMENT_EXISTS,
				 JX_ARGS(JX_TEXT(department->code), JX_TEXT(before->department->title)));
}

static enum jx_status check_rows(
	struct jx_task *task, struct batch *batch, const struct coded *coded, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool is_there = false;
		enum jx_status status = check_row(task, &coded[i], i > 0 ? &coded[i - 1] : NULL, &is_there);
		if (is_row_problem(status))
			status = add_problem(task, batch, &coded[i]);
		else if (status == JX_OK && is_there)
			batch->n_unchanged++;
		else if (status == JX_OK)
			batch->rows[batch->n++] = coded[i].department;
		if (status != JX_OK)
			return status;
	}
	return JX_OK;
}

static int compare_problems(const void *a, const void *b)
{
	const JxBatchRow *left = *(JxBatchRow *const *)a;
	const JxBatchRow *right = *(JxBatchRow *const *)b;
	return (left->row > right->row) - (left->row < right->row);
}

enum jx_status jx_load_batch_create_departments(struct jx_task *task)
{
	const JxBatchCreateDepartmentsRequest *request =
		(const JxBatchCreateDepartmentsRequest *)task->message;
	size_t n = request->n_departments;
	if (n > JX_MAX_BATCH_ROWS)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "departments",
			JX_ARGS(JX_TEXT("departments"), JX_U64(n),
				JX_WORDS("最多 30000 行", "at most 30000 rows")));
	struct batch *batch = jx_arena_calloc(&task->arena, 1, sizeof(*batch));
	struct coded *coded = jx_arena_calloc(&task->scratch, n + 1, sizeof(*coded));
	if (batch == NULL || coded == NULL)
		return jx_task_no_memory(task);
	task->prepared = batch;
	batch->rows = jx_arena_calloc(&task->arena, n + 1, sizeof(JxDepartment *));
	batch->problems = jx_arena_calloc(&task->arena, n + 1, sizeof(*batch->problems));
	if (batch->rows == NULL || batch->problems == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < n; i++)
		coded[i] = (struct coded){request->departments[i], i};
	jx_array_sort(coded, n, sizeof(*coded), compare_coded);
	enum jx_status status = check_rows(task, batch, coded, n);
	jx_array_sort(batch->problems, batch->n_problems, sizeof(*batch->problems), compare_problems);
	return status;
}

/* Adds the next rows. One whose code another person has taken since the check is named by the check that follows. */
static enum jx_status add_rows(struct jx_task *task, struct batch *batch)
{
	enum jx_status status = JX_OK;
	for (size_t i = 0; status == JX_OK && i < JX_BATCH_STEP_ROWS && batch->n_done < batch->n; i++) {
		bool is_unchanged = false;
		status = add_department(task, batch->rows[batch->n_done++], &is_unchanged);
		batch->n_created += is_unchanged ? 0 : 1;
		batch->n_unchanged += is_unchanged ? 1 : 0;
	}
	task->starts_over = is_row_problem(status) && task->n_starts + 1 < JX_PUBLISHING_TRIES;
	return status;
}

/* A row with a problem makes the reply a list of problems, and nothing is added. */
enum jx_status jx_handle_batch_create_departments(struct jx_task *task)
{
	struct batch *batch = task->prepared;
	JxBatchCreateDepartmentsResponse *reply = (JxBatchCreateDepartmentsResponse *)task->reply;
	enum jx_status status = batch->n_problems == 0 ? add_rows(task, batch) : JX_OK;
	task->goes_on = status == JX_OK && batch->n_problems == 0 && batch->n_done < batch->n;
	task->discard_writes = batch->n_problems > 0;
	reply->created = batch->n_created;
	reply->unchanged = batch->n_unchanged;
	reply->problems = batch->problems;
	reply->n_problems = batch->n_problems;
	return status;
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
