/* Reminders that a lead sends. @thread writer. */
#include "server/handlers/handlers.h"

#include "proto/contract/base/resource_name.h"
#include "server/handlers/page.h"
#include "server/handlers/records.h"
#include "storage/registry/store_rounds.h"
#include "storage/turns/store_progress.h"

/* Reminds one, when it is its turn. */
static enum jx_status remind(struct jx_task *task, const char *department, JxRemindDepartmentsResponse *reply)
{
	const struct jx_reminders_query query = {.round = task->round, .now_ms = task->now_ms};
	struct jx_record_key key;
	JxReminder *reminder = NULL;
	jx_record_key_set(&key, task->round, department);
	enum jx_status status =
		jx_reminder_find(task->db, &query, department, &task->arena, &reminder, &task->error);
	bool is_sent_now = reminder != NULL && jx_timestamp_ms(reminder->reminded_time) == task->now_ms;
	if (status != JX_OK || reminder == NULL || is_sent_now) /* named twice */
		return status;
	const struct jx_new_reminder sent = {task->round, department, task->caller.id, task->now_ms};
	const struct jx_log_entry entry = {.act = JX_LOG_REMIND, .object = key.name};
	status = jx_reminder_insert(task->db, &sent, &task->error);
	if (status == JX_OK)
		status = jx_task_log(task, &entry, NULL);
	reminder->reminder_count++;
	reminder->reminded_time = jx_task_timestamp(task, task->now_ms);
	reply->reminders[reply->n_reminders++] = reminder;
	return status;
}

static enum jx_status check_count(struct jx_task *task, size_t n)
{
	if (n >= 1 && n <= JX_MAX_PAGE_SIZE)
		return JX_OK;
	return jx_fail_at(&task->error, JX_REASON_BAD_FIELD, "departments",
		JX_ARGS(JX_TEXT("departments"), JX_U64(n), JX_WORDS("1 至 1000 个", "1 to 1,000 of them")));
}

enum jx_status jx_handle_remind_departments(struct jx_task *task)
{
	const JxRemindDepartmentsRequest *request = (const JxRemindDepartmentsRequest *)task->message;
	JxRemindDepartmentsResponse *reply = (JxRemindDepartmentsResponse *)task->reply;
	JxRound *round = NULL;
	enum jx_status status =
		jx_task_id_of(task, "rounds", "round", request->round, task->round, sizeof(task->round));
	if (status == JX_OK)
		status = check_count(task, request->n_departments);
	if (status == JX_OK)
		status = jx_round_get(task->db, task->round, &task->arena, &round, &task->error);
	if (status != JX_OK)
		return status;
	reply->reminders = jx_arena_calloc(&task->arena, request->n_departments, sizeof(JxReminder *));
	if (reply->reminders == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; status == JX_OK && i < request->n_departments; i++) {
		char code[JX_MAX_CODE_BYTES + 1];
		status = jx_task_id_of(
			task, "departments", "departments", request->departments[i], code, sizeof(code));
		if (status == JX_OK)
			status = remind(task, code, reply);
	}
	return status;
}
