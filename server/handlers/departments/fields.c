/* What may stand in a department, and what is put down when it changes. See departments.h. */
#include <stdio.h>
#include <string.h>

#include "proto/contract/figure/instant.h"

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/base/text_class.h"
#include "proto/contract/service/states.h"
#include "server/base/zone.h"
#include "server/handlers/departments/departments.h"
#include "storage/registry/store_departments.h"

_Static_assert(JX_MAX_NAME_BYTES == 300 && JX_MAX_REASON_BYTES == 3000, "see the words of the refusals");

/* Whether a word is one of those that a field takes. */
static enum jx_status check_word(struct jx_task *task, enum jx_department_field field, const char *text)
{
	char zh[JX_DEPARTMENT_WORDS_BYTES];
	char en[JX_DEPARTMENT_WORDS_BYTES];
	const char *code = jx_department_word(field, text);
	if (code != NULL && strcmp(code, text) == 0)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_UNKNOWN_WORD, jx_department_field_name(field),
		JX_ARGS(JX_TEXT(jx_department_field_name(field)), JX_TEXT(text),
			JX_WORDS(jx_department_words(field, JX_ZH, zh),
				jx_department_words(field, JX_EN, en))));
}

static enum jx_status check_field(
	struct jx_task *task, const JxDepartment *department, enum jx_department_field field)
{
	static const char DIGITS_AND_LETTERS[] =
		"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	const char *text = jx_department_field_get(department, field);
	const char *name = jx_department_field_name(field);
	size_t max = jx_department_field_bytes(field);
	char zh[48];
	char en[48];
	if ((field == JX_DEPARTMENT_CODE || field == JX_DEPARTMENT_TITLE) && jx_text_is_blank(text))
		return jx_task_fail_missing(task, name);
	if (field == JX_DEPARTMENT_CODE && text[strspn(text, DIGITS_AND_LETTERS)] != '\0')
		return jx_task_fail_value(task, name, text, "只能是数字和字母", "digits and letters only");
	if (strlen(text) <= max)
		return check_word(task, field, text);
	(void)snprintf(zh, sizeof(zh), "最多 %zu 字节", max);
	(void)snprintf(en, sizeof(en), "at most %zu bytes", max);
	return jx_task_fail_value(task, name, text, zh, en);
}

enum jx_status jx_department_check_fields(
	struct jx_task *task, const JxDepartment *department, uint32_t fields)
{
	enum jx_status status = JX_OK;
	for (int field = 0; status == JX_OK && field < JX_DEPARTMENT_FIELDS; field++)
		if ((fields & JX_FIELD_BIT(field)) != 0)
			status = check_field(task, department, (enum jx_department_field)field);
	return status;
}

enum jx_status jx_department_fail_twin(
	struct jx_task *task, const JxDepartment *department, const JxDepartment *twin)
{
	if (strcmp(department->title, twin->title) == 0)
		return jx_fail_at(&task->error, JX_REASON_TITLE_TAKEN, "title",
			JX_ARGS(JX_TEXT(twin->code), JX_TEXT(twin->title)));
	return jx_fail_at(&task->error, JX_REASON_CODE_TWIN, "code",
		JX_ARGS(JX_TEXT(department->code), JX_TEXT(twin->code), JX_TEXT(twin->title)));
}

enum jx_status jx_department_fail_retired(struct jx_task *task, const JxDepartment *department)
{
	char zh[256] = "由财政局明确由哪个部门承接";
	char en[256] = "finance says which department does its work now";
	if (department->n_successors > 0) {
		const char *first = jx_name_last(department->successors[0]);
		const bool is_one = department->n_successors == 1;
		(void)snprintf(zh, sizeof(zh), "由 %s%s承接", first, is_one ? " " : " 等部门");
		(void)snprintf(
			en, sizeof(en), "its work is done by %s%s now", first, is_one ? "" : " and others");
	}
	return jx_fail_with(&task->error, JX_REASON_DEPARTMENT_RETIRED,
		JX_ARGS(JX_TEXT(department->code), JX_TEXT(department->title),
			JX_TEXT(department->retire_date), JX_WORDS(zh, en)));
}

enum jx_status jx_department_check_exists(struct jx_task *task, const char *name)
{
	JxDepartment *department = NULL;
	if (name[0] == '\0')
		return JX_OK;
	enum jx_status status =
		jx_department_get(task->db, jx_name_last(name), &task->scratch, &department, &task->error);
	if (status == JX_NOT_FOUND)
		return JX_OK;
	if (status != JX_OK || department == NULL || department->retire_date[0] == '\0')
		return status;
	return jx_department_fail_retired(task, department);
}

enum jx_status jx_department_read_fields(
	struct jx_task *task, char *const *names, size_t n, uint32_t *ret_fields)
{
	*ret_fields = 0;
	if (n == 0)
		return jx_task_fail_missing(task, "fields");
	for (size_t i = 0; i < n; i++) {
		enum jx_department_field field = jx_department_field_of(names[i]);
		if (field == JX_DEPARTMENT_FIELDS || field == JX_DEPARTMENT_CODE)
			return jx_task_fail_value(task, "fields", names[i],
				"title、short_title、level、nature、funding_form、peer_group、is_finance",
				"title, short_title, level, nature, funding_form, peer_group, is_finance");
		*ret_fields |= JX_FIELD_BIT(field);
	}
	return JX_OK;
}

/* ---- what a change rests on ---- */

static enum jx_status check_length(
	struct jx_task *task, const char *field, const char *text, size_t max, const char *zh, const char *en)
{
	return strlen(text) <= max ? JX_OK : jx_task_fail_value(task, field, text, zh, en);
}

/* A day that has come. */
static enum jx_status read_day(struct jx_task *task, const char *text, char **ret_day)
{
	char today_text[48];
	struct jx_date date = {0};
	int32_t today = jx_zone_day(task->now_ms);
	(void)snprintf(today_text, sizeof(today_text), "%04d-%02d-%02d", today / 10000 % 10000,
		today / 100 % 100, today % 100);
	*ret_day = jx_arena_strdup(&task->arena, text[0] != '\0' ? text : today_text);
	if (*ret_day == NULL)
		return jx_task_no_memory(task);
	if (text[0] == '\0')
		return JX_OK;
	if (!jx_date_parse(text, strlen(text), &date) || date.first != date.last)
		return jx_task_fail_value(task, "effective_date", text, "应为某一天，如 2026-01-01",
			"a day such as 2026-01-01");
	return date.first <= today
		       ? JX_OK
		       : jx_task_fail_value(task, "effective_date", text, "不能是以后的日期，到日再改",
				 "not a day to come; change it when the day has come");
}

enum jx_status jx_department_read_basis(struct jx_task *task, JxDepartmentChangeKind kind,
	const struct jx_basis *basis, struct jx_department_change *ret_change)
{
	char *day = NULL;
	enum jx_status status = check_length(
		task, "reason", basis->reason, JX_MAX_REASON_BYTES, "最多 3000 字节", "at most 3000 bytes");
	if (status == JX_OK)
		status = check_length(task, "document", basis->document, JX_MAX_NAME_BYTES, "最多 300 字节",
			"at most 300 bytes");
	if (status == JX_OK)
		status = read_day(task, basis->effective_date, &day);
	if (status != JX_OK)
		return status;
	*ret_change = (struct jx_department_change){
		kind, day, basis->document, basis->reason, task->caller.id, task->now_ms};
	return JX_OK;
}

/* ---- what is put down ---- */

/* What the log says of each kind. */
static const char *const ACTS[] = {
	[JX_DEPARTMENT_CHANGE_KIND_UPDATE] = JX_LOG_UPDATE_DEPARTMENT,
	[JX_DEPARTMENT_CHANGE_KIND_RETIRE] = JX_LOG_RETIRE_DEPARTMENT,
	[JX_DEPARTMENT_CHANGE_KIND_MERGE] = JX_LOG_MERGE_DEPARTMENT,
	[JX_DEPARTMENT_CHANGE_KIND_SPLIT] = JX_LOG_SPLIT_DEPARTMENT,
	[JX_DEPARTMENT_CHANGE_KIND_REINSTATE] = JX_LOG_REINSTATE_DEPARTMENT,
};

enum jx_status jx_department_make(
	struct jx_task *task, const JxDepartment *after, const struct jx_department_change *change)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxDepartmentChangeRecord what = JX_DEPARTMENT_CHANGE_RECORD_INIT;
	JxDepartment logged = *after;
	enum jx_status status = jx_department_change(task->db, after, change, &what.number, &task->error);
	if (status == JX_OK && change->kind != JX_DEPARTMENT_CHANGE_KIND_UPDATE)
		status = jx_department_set_successors(
			task->db, after->code, after->successors, after->n_successors, &task->error);
	if (status != JX_OK)
		return status;
	logged.n_predecessors = 0;
	what.department = &logged;
	what.effective_date = (char *)change->effective_date;
	what.document = (char *)change->document;
	record.department_change = &what;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = ACTS[change->kind],
			.object = after->name,
			.reason = change->reason,
			.record = &record},
		NULL);
}

enum jx_status jx_department_add(struct jx_task *task, const JxDepartment *department, bool *ret_is_unchanged)
{
	JxLogRecord record = JX_LOG_RECORD_INIT;
	JxDepartment logged = *department;
	char name[JX_RESOURCE_NAME_BYTES];
	enum jx_status status = jx_department_insert(task->db, department, ret_is_unchanged, &task->error);
	if (status != JX_OK || *ret_is_unchanged)
		return status;
	logged.retire_date = (char *)protobuf_c_empty_string;
	logged.n_successors = 0;
	logged.n_predecessors = 0;
	record.department = &logged;
	return jx_task_log(task,
		&(struct jx_log_entry){.act = JX_LOG_CREATE_DEPARTMENT,
			.object = jx_name_department(name, department->code),
			.record = &record},
		NULL);
}

enum jx_status jx_department_differ(struct jx_task *task, const JxDepartment *before,
	const JxDepartment *after, uint32_t fields, JxFieldDifference ***ret_fields, size_t *ret_n)
{
	JxFieldDifference **list =
		jx_arena_calloc(&task->arena, JX_DEPARTMENT_FIELDS, sizeof(JxFieldDifference *));
	size_t n = 0;
	if (list == NULL)
		return jx_task_no_memory(task);
	for (int i = 0; i < JX_DEPARTMENT_FIELDS; i++) {
		enum jx_department_field field = (enum jx_department_field)i;
		const char *was = jx_department_field_get(before, field);
		const char *is = jx_department_field_get(after, field);
		if ((fields & JX_FIELD_BIT(i)) == 0 || strcmp(was, is) == 0)
			continue;
		JxFieldDifference *difference = jx_task_new(task, JX_FIELD_DIFFERENCE_DESCRIPTOR);
		if (difference == NULL)
			return jx_task_no_memory(task);
		difference->field = (char *)jx_department_field_name(field);
		difference->before = (char *)was;
		difference->after = (char *)is;
		list[n++] = difference;
	}
	*ret_fields = list;
	*ret_n = n;
	return JX_OK;
}
