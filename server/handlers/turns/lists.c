/*
 * The lists of finance: what waits for review, how far a round has come, whom to remind.
 */
#include "server/handlers/handlers.h"

#include "server/handlers/page.h"
#include "storage/registry/store_rounds.h"
#include "storage/turns/store_progress.h"
#include "storage/turns/store_queue.h"

static enum jx_status read_round(struct jx_task *task, const char *name)
{
	return jx_task_id_of(task, "rounds", "round", name, task->round, sizeof(task->round));
}

enum jx_status jx_handle_list_queue(struct jx_task *task)
{
	const JxListQueueRequest *request = (const JxListQueueRequest *)task->message;
	JxListQueueResponse *reply = (JxListQueueResponse *)task->reply;
	const struct jx_queue_query query = {.round = task->round,
		.person = task->caller.id,
		.department = task->caller.department,
		.is_by_age = request->order == JX_QUEUE_ORDER_AGE,
		.only_mine = request->only_mine};
	struct jx_page page;
	struct jx_queue_rows rows = {.next = ""};
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status == JX_OK)
		status = read_round(task, request->round);
	if (status == JX_OK)
		status = jx_queue_list(task->db, &query, &page, &task->arena, &rows, &task->error);
	if (status != JX_OK)
		return status;
	reply->rows = rows.rows;
	reply->n_rows = rows.n;
	reply->next_page_token = jx_page_token(task, rows.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_get_progress(struct jx_task *task)
{
	const JxGetProgressRequest *request = (const JxGetProgressRequest *)task->message;
	JxGetProgressResponse *reply = (JxGetProgressResponse *)task->reply;
	struct jx_progress progress = {0};
	enum jx_status status = read_round(task, request->round);
	if (status == JX_OK)
		status = jx_round_get(task->db, task->round, &task->arena, &reply->round, &task->error);
	if (status == JX_OK)
		status = jx_progress_count(
			task->db, task->round, task->now_ms, &task->arena, &progress, &task->error);
	reply->states = progress.states;
	reply->n_states = progress.n_states;
	reply->late = progress.n_late;
	return status;
}

enum jx_status jx_handle_list_reminders(struct jx_task *task)
{
	const JxListRemindersRequest *request = (const JxListRemindersRequest *)task->message;
	JxListRemindersResponse *reply = (JxListRemindersResponse *)task->reply;
	const struct jx_reminders_query query = {
		.round = task->round, .only_overdue = request->only_overdue, .now_ms = task->now_ms};
	struct jx_page page;
	struct jx_reminders reminders = {.next = ""};
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status == JX_OK)
		status = read_round(task, request->round);
	if (status == JX_OK)
		status = jx_reminders_list(task->db, &query, &page, &task->arena, &reminders, &task->error);
	if (status != JX_OK)
		return status;
	reply->reminders = reminders.rows;
	reply->n_reminders = reminders.n;
	reply->next_page_token = jx_page_token(task, reminders.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
