/*
 * The departments that a table is without, by name: for finance and auditors as it is now, for everyone else as in
 * what is published, whose ranking counts the same ones.
 */
#include "server/handlers/handlers.h"

#include "server/handlers/page.h"
#include "server/handlers/ranking/rankings.h"
#include "storage/registry/store_rounds.h"

enum jx_status jx_handle_list_missing_departments(struct jx_task *task)
{
	const JxListMissingDepartmentsRequest *request =
		(const JxListMissingDepartmentsRequest *)task->message;
	struct jx_missing_query query = {.round = task->round};
	struct jx_missing missing = {0};
	struct jx_page page;
	bool is_published;
	JxListMissingDepartmentsResponse *reply = (JxListMissingDepartmentsResponse *)task->reply;
	enum jx_status status =
		jx_task_id_of(task, "rounds", "round", request->round, task->round, sizeof(task->round));
	if (status != JX_OK)
		return status;
	status = jx_rank_scope(task, request->source, &is_published);
	if (status == JX_OK && is_published)
		status = jx_rank_current_publication(task, &query.publication);
	if (status != JX_OK)
		return status;
	status = jx_page_of(task, request->page_size, request->page_token, &page);
	if (status != JX_OK)
		return status;
	status = jx_missing_list(task->db, &query, &page, &task->arena, &missing, &task->error);
	if (status != JX_OK)
		return status;
	reply->departments = missing.rows;
	reply->n_departments = missing.n;
	reply->next_page_token = jx_page_token(task, missing.next);
	return reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}
