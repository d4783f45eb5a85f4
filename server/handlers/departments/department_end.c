/*
 * The end of departments: abolished, merged into one, or one split into several. @thread writer.
 *
 * What was filed stays where it is. In rounds that departments still file in, those that have filed nothing need not, by the
 * document of their end, and those that take over are put on the roster.
 */
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text_class.h"
#include "server/handlers/departments/departments.h"
#include "server/handlers/handlers.h"
#include "server/handlers/records.h"
#include "server/handlers/rounds/rounds.h"
#include "storage/filing/store_waivers.h"
#include "storage/registry/store_departments.h"
#include "storage/registry/store_rounds.h"

#define MAX_NAMED   20u
#define MAX_EFFECTS 2000u
_Static_assert(MAX_NAMED == 20, "see the words of the refusal");

struct ending {
	struct jx_task *task;
	const JxRetireDepartmentsRequest *request;
	JxRetireDepartmentsResponse *reply;
	struct jx_department_change change;
	JxDepartment *ended[MAX_NAMED];
	JxDepartment *successors[MAX_NAMED];
	size_t n_ended;
	size_t n_successors;
};

/* ---- who ---- */

static bool is_named(JxDepartment *const *departments, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(departments[i]->code, code) == 0)
			return true;
	return false;
}

/* Departments that exist, each once. */
static enum jx_status find_all(struct jx_task *task, const char *field, char *const *names, size_t n,
	JxDepartment **out, size_t *ret_n)
{
	char code[JX_MAX_CODE_BYTES + 1];
	enum jx_status status = JX_OK;
	if (n > MAX_NAMED)
		return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, field,
			JX_ARGS(JX_TEXT(field), JX_U64(n), JX_WORDS("最多 20 个", "at most 20")));
	for (size_t i = 0; status == JX_OK && i < n; i++) {
		JxDepartment *department = NULL;
		status = jx_task_id_of(task, "departments", field, names[i], code, sizeof(code));
		if (status == JX_OK)
			status = jx_department_get(task->db, code, &task->arena, &department, &task->error);
		if (status != JX_OK || department == NULL)
			return status;
		if (department->retire_date[0] != '\0')
			return jx_department_fail_retired(task, department);
		if (!is_named(out, *ret_n, code))
			out[(*ret_n)++] = department;
	}
	return status;
}

/* Whether a department goes on, with less to do. */
static bool stays(const struct ending *ending, const JxDepartment *department)
{
	return is_named(ending->successors, ending->n_successors, department->code);
}

static enum jx_status read_request(struct ending *ending)
{
	struct jx_task *task = ending->task;
	const JxRetireDepartmentsRequest *request = ending->request;
	JxDepartmentChangeKind kind = request->n_successors == 0   ? JX_DEPARTMENT_CHANGE_KIND_RETIRE
				      : request->n_successors == 1 ? JX_DEPARTMENT_CHANGE_KIND_MERGE
								   : JX_DEPARTMENT_CHANGE_KIND_SPLIT;
	if (request->n_departments == 0)
		return jx_task_fail_missing(task, "departments");
	if (jx_text_is_blank(request->document))
		return jx_task_fail_missing(task, "document");
	enum jx_status status = jx_department_read_basis(task, kind,
		&(struct jx_basis){request->effective_date, request->document, request->reason},
		&ending->change);
	if (status == JX_OK)
		status = find_all(task, "departments", request->departments, request->n_departments,
			ending->ended, &ending->n_ended);
	if (status == JX_OK)
		status = find_all(task, "successors", request->successors, request->n_successors,
			ending->successors, &ending->n_successors);
	if (status == JX_OK && ending->n_ended > 1 && ending->n_successors > 1)
		return jx_fail_with(&task->error, JX_REASON_SPLIT_OF_ONE,
			JX_ARGS(JX_U64(ending->n_ended), JX_U64(ending->n_successors)));
	return status;
}

/* ---- rounds ---- */

static enum jx_status add_effect(
	struct ending *ending, const char *code, const char *round, JxRosterEffect effect)
{
	char name[JX_RESOURCE_NAME_BYTES];
	struct jx_task *task = ending->task;
	JxRetireDepartmentsResponse *reply = ending->reply;
	if (reply->n_effects == MAX_EFFECTS)
		return JX_OK;
	JxRetirementEffect *row = jx_task_new(task, JX_RETIREMENT_EFFECT_DESCRIPTOR);
	if (row == NULL)
		return jx_task_no_memory(task);
	row->department = jx_arena_strdup(&task->arena, jx_name_department(name, code));
	row->round = jx_arena_strdup(&task->arena, jx_name_round(name, round));
	row->effect = effect;
	if (row->department == NULL || row->round == NULL)
		return jx_task_no_memory(task);
	reply->effects[reply->n_effects++] = row;
	return JX_OK;
}

static enum jx_status log_roster(struct ending *ending, const char *round)
{
	return jx_round_log(ending->task, round,
		&(struct jx_log_entry){.act = JX_LOG_CHANGE_ROSTER, .reason = ending->request->document});
}

/* Puts one that takes over on the roster, unless it is there. */
static enum jx_status put_on(struct ending *ending, const JxDepartment *successor, const char *round)
{
	struct jx_task *task = ending->task;
	struct jx_record_key key;
	struct jx_record record = {0};
	jx_record_key_set(&key, round, successor->code);
	enum jx_status status = jx_record_get(task, &key, &record);
	if (status != JX_NOT_FOUND)
		return status;
	const char *const codes[] = {successor->code};
	status = jx_round_roster_add(task->db, round, codes, 1, &task->error);
	if (status == JX_OK)
		status = log_roster(ending, round);
	return status == JX_OK ? add_effect(ending, successor->code, round, JX_ROSTER_EFFECT_PUT_ON) : status;
}

static enum jx_status take_off(struct ending *ending, const JxDepartment *department, const char *round)
{
	const char *const codes[] = {department->code};
	enum jx_status status =
		jx_round_roster_remove(ending->task->db, round, codes, 1, &ending->task->error);
	if (status == JX_OK)
		status = log_roster(ending, round);
	return status == JX_OK ? add_effect(ending, department->code, round, JX_ROSTER_EFFECT_TAKEN_OFF)
			       : status;
}

/* Who files for it: the one that it is merged into, if that has to file itself. */
static enum jx_status find_filer(struct ending *ending, const char *round, const char **ret_code)
{
	struct jx_record_key key;
	struct jx_record record = {0};
	*ret_code = "";
	if (ending->n_successors != 1)
		return JX_OK;
	jx_record_key_set(&key, round, ending->successors[0]->code);
	enum jx_status status = jx_record_get(ending->task, &key, &record);
	if (status == JX_OK && record.message->state != JX_SUBMISSION_STATE_WAIVED)
		*ret_code = ending->successors[0]->code;
	return status == JX_NOT_FOUND ? JX_OK : status;
}

static enum jx_status waive(struct ending *ending, const JxDepartment *department, const char *round)
{
	struct jx_task *task = ending->task;
	const JxRetireDepartmentsRequest *request = ending->request;
	const char *reason = jx_text_is_blank(request->reason) ? request->document : request->reason;
	JxLogRecord logged = JX_LOG_RECORD_INIT;
	JxWaiverRecord what = JX_WAIVER_RECORD_INIT;
	char merged_into[JX_RESOURCE_NAME_BYTES] = "";
	const char *filer = "";
	struct jx_record_key key;
	struct jx_record record = {0};
	struct jx_facts facts;
	jx_record_key_set(&key, round, department->code);
	enum jx_status status = jx_record_get(task, &key, &record);
	if (status == JX_OK)
		status = jx_record_facts(task, &record, &facts);
	if (status == JX_OK)
		status = find_filer(ending, round, &filer);
	if (status != JX_OK)
		return status;
	facts.has_reason = true;
	facts.has_document = true;
	what.document = request->document;
	if (filer[0] != '\0')
		what.merged_into = (char *)jx_name_department(merged_into, filer);
	logged.waiver = &what;
	const struct jx_doing doing = {
		.act = JX_ACT_WAIVE, .facts = &facts, .change = {.review_reason = reason}, .logged = &logged};
	const struct jx_waiver waiver = {
		record.id, request->document, filer, reason, task->caller.id, task->now_ms};
	status = jx_record_act(task, &record, &doing, NULL);
	if (status == JX_OK)
		status = jx_waiver_insert(task->db, &waiver, &task->error);
	return status == JX_OK ? add_effect(ending, department->code, round, JX_ROSTER_EFFECT_WAIVED)
			       : status;
}

/* One of its records: in a draft the roster is made anew; while departments file, they need not; later nothing changes. */
static enum jx_status settle(
	struct ending *ending, const JxDepartment *department, const struct jx_open_record *record)
{
	const bool is_filing =
		record->round_state == JX_ROUND_STATE_OPEN || record->round_state == JX_ROUND_STATE_CLOSING;
	const bool has_filed = record->state != JX_SUBMISSION_STATE_NOT_STARTED &&
			       record->state != JX_SUBMISSION_STATE_DRAFT;
	enum jx_status status = JX_OK;
	if (record->state == JX_SUBMISSION_STATE_WAIVED)
		return JX_OK;
	if (has_filed ||
		!(is_filing || (record->round_state == JX_ROUND_STATE_DRAFT && record->is_untouched)))
		return add_effect(ending, department->code, record->round, JX_ROSTER_EFFECT_GOES_ON);
	for (size_t i = 0; status == JX_OK && i < ending->n_successors; i++)
		status = put_on(ending, ending->successors[i], record->round);
	if (status != JX_OK)
		return status;
	return is_filing ? waive(ending, department, record->round)
			 : take_off(ending, department, record->round);
}

static enum jx_status settle_rounds(struct ending *ending, const JxDepartment *department)
{
	struct jx_task *task = ending->task;
	struct jx_open_record *records = NULL;
	size_t n = 0;
	enum jx_status status = jx_department_open_records(
		task->db, department->code, &task->scratch, &records, &n, &task->error);
	for (size_t i = 0; status == JX_OK && i < n; i++)
		status = settle(ending, department, &records[i]);
	return status;
}

/* ---- the departments ---- */

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Those that take over, without itself, in the order of their codes. */
static enum jx_status name_successors(struct ending *ending, JxDepartment *after)
{
	struct jx_task *task = ending->task;
	after->n_successors = 0;
	after->successors = jx_arena_calloc(&task->arena, MAX_NAMED, sizeof(char *));
	if (after->successors == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < ending->n_successors; i++)
		if (strcmp(ending->successors[i]->code, after->code) != 0)
			after->successors[after->n_successors++] = ending->successors[i]->name;
	jx_array_sort(after->successors, after->n_successors, sizeof(char *), compare_names);
	return JX_OK;
}

static enum jx_status end_one(struct ending *ending, const JxDepartment *department)
{
	struct jx_task *task = ending->task;
	JxRetireDepartmentsResponse *reply = ending->reply;
	JxDepartment after = *department;
	const bool goes_on = stays(ending, department);
	if (goes_on && ending->n_successors == 1)
		return JX_OK; /* "merge A B --into A" */
	enum jx_status status = goes_on ? JX_OK : settle_rounds(ending, department);
	if (status == JX_OK)
		status = name_successors(ending, &after);
	if (status != JX_OK)
		return status;
	if (!goes_on)
		after.retire_date = (char *)ending->change.effective_date;
	status = jx_department_make(task, &after, &ending->change);
	if (status == JX_OK && !goes_on)
		status = jx_department_people(task->db, after.code, &task->arena, reply, &task->error);
	if (status == JX_OK && !goes_on)
		status = jx_department_count_items(task->db, after.code, reply, &task->error);
	return status == JX_OK ? jx_department_get(task->db, after.code, &task->arena,
					 &reply->departments[reply->n_departments++], &task->error)
			       : status;
}

enum jx_status jx_handle_retire_departments(struct jx_task *task)
{
	struct ending ending = {.task = task,
		.request = (const JxRetireDepartmentsRequest *)task->message,
		.reply = (JxRetireDepartmentsResponse *)task->reply};
	JxRetireDepartmentsResponse *reply = ending.reply;
	reply->departments = jx_arena_calloc(&task->arena, MAX_NAMED, sizeof(JxDepartment *));
	reply->effects = jx_arena_calloc(&task->arena, MAX_EFFECTS, sizeof(JxRetirementEffect *));
	if (reply->departments == NULL || reply->effects == NULL)
		return jx_task_no_memory(task);
	enum jx_status status = read_request(&ending);
	for (size_t i = 0; status == JX_OK && i < ending.n_ended; i++)
		status = end_one(&ending, ending.ended[i]);
	if (status == JX_OK && reply->n_departments == 0) /* into itself, and nothing else */
		status = jx_task_fail_value(task, "departments",
			ending.ended[0] != NULL ? ending.ended[0]->code : "", "不能只并入自己",
			"not merged into itself alone");
	task->touches_every_round = true;
	return status;
}
