#include "jixiao/v1/schema.h"
#include "server/cache/snapshots.h"
#include "server/handlers/handlers.h"
#include "server/handlers/ranking/rankings.h"

/* Of task->view, beside JX_VIEW_ACCEPTED: formulas may name fields of reports. */
#define VIEW_REPORTS 2u

enum jx_status jx_authorise_rank_departments(struct jx_task *task)
{
	const JxRankDepartmentsRequest *request = (const JxRankDepartmentsRequest *)task->message;
	enum jx_status status = jx_rank_authorise(task, request->round, request->source);
	if (status != JX_OK)
		return status;
	struct jx_rank_call *call = task->prepared;
	call->reads_reports = jx_rank_reads_reports(task, request, call->is_published);
	task->view |= call->reads_reports ? VIEW_REPORTS : 0;
	return JX_OK;
}

/* Finds the order, or makes it. What formulas read of reports is in the database only as the round stands. */
static enum jx_status find_order(struct jx_task *task)
{
	const struct jx_rank_call *call = task->prepared;
	struct jx_snapshots *snapshots = task->services->snapshots;
	const struct jx_ranking_query query =
		jx_ranking_query_of((const JxRankDepartmentsRequest *)task->message, call->reads_reports);
	task->order = jx_snapshots_get_order(snapshots, task->snapshot, &query);
	if (task->order != NULL)
		return JX_OK;
	enum jx_status status = call->reads_reports ? jx_rank_check_current(task) : JX_OK;
	if (status != JX_OK)
		return status;
	status = jx_rank_order_of(task, jx_snapshot_ranking(task->snapshot), &query, &task->order);
	if (status == JX_OK)
		jx_snapshots_put_order(snapshots, task->snapshot, task->order);
	return status;
}

enum jx_status jx_handle_rank_departments(struct jx_task *task)
{
	struct jx_table table;
	enum jx_status status = jx_rank_find_snapshot(task, &table);
	if (status != JX_OK)
		return status;
	status = find_order(task);
	if (status != JX_OK)
		return status;
	const struct jx_rank_table ranked = {jx_snapshot_ranking(task->snapshot), task->order};
	return jx_rank_reply(task, &ranked, &table);
}
