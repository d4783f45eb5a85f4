/* What waits for the caller. */
#include "storage/turns/store_turns.h"

#include "server/handlers/handlers.h"
#include "server/handlers/page.h"

enum jx_status jx_handle_list_turns(struct jx_task *task)
{
	const JxListTurnsRequest *request = (const JxListTurnsRequest *)task->message;
	JxListTurnsResponse *reply = (JxListTurnsResponse *)task->reply;
	const struct jx_turns_query query = {.person = task->caller.id,
		.department = task->caller.department,
		.roles = task->caller.roles,
		.now_ms = task->now_ms};
	struct jx_page page;
	struct jx_turns turns = {.next = ""};
	enum jx_status status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status == JX_OK)
		status = jx_turns_list(task->db, &query, &page, &task->arena, &turns, &task->error);
	if (status != JX_OK)
		return status;
	reply->turns = turns.rows;
	reply->n_turns = turns.n;
	reply->next_page_token = jx_page_token(task, turns.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
