#include "jixiao/v1/schema.h"
#include "server/cache/snapshots.h"
#include "server/handlers/handlers.h"
#include "server/handlers/ranking/rankings.h"

/* Of task->view. Published rankings, and formulas that name no field of reports, are the same for everybody. */
#define VIEW_ACCEPTED 1u
#define VIEW_REPORTS  2u

/* What a call carries from its authorisation to its read; in its arena. */
struct ranking_call {
	bool is_published;
	bool reads_reports;
	uint64_t version; /* of the snapshots, before the read begins */
};

enum jx_status jx_authorise_rank_departments(struct jx_task *task)
{
	const JxRankDepartmentsRequest *request = (const JxRankDepartmentsRequest *)task->message;
	struct ranking_call *call = jx_arena_calloc(&task->arena, 1, sizeof(*call));
	if (call == NULL)
		return jx_task_no_memory(task);
	task->prepared = call;
	call->version = jx_snapshots_version(task->services->snapshots);
	enum jx_status status =
		jx_task_id_of(task, "rounds", "round", request->round, task->round, sizeof(task->round));
	if (status != JX_OK)
		return status;
	status = jx_rank_scope(task, request->source, &call->is_published);
	if (status != JX_OK)
		return status;
	call->reads_reports = jx_rank_reads_reports(task, request, call->is_published);
	task->view = (call->is_published ? 0 : VIEW_ACCEPTED) | (call->reads_reports ? VIEW_REPORTS : 0);
	return JX_OK;
}

static enum jx_status find_snapshot(struct jx_task *task, const struct ranking_call *call)
{
	struct jx_snapshots *snapshots = task->services->snapshots;
	task->snapshot = jx_snapshots_get(snapshots, task->round, call->is_published);
	if (task->snapshot != NULL)
		return JX_OK;
	struct jx_ranking *ranking = NULL;
	enum jx_status status = jx_rank_load(task, call->is_published, &ranking);
	if (status != JX_OK)
		return status;
	task->snapshot = jx_snapshots_put(snapshots, ranking, call->is_published, call->version);
	return task->snapshot != NULL ? JX_OK : jx_task_no_memory(task);
}

static enum jx_status find_order(struct jx_task *task, const struct ranking_call *call)
{
	struct jx_snapshots *snapshots = task->services->snapshots;
	const struct jx_ranking_query query =
		jx_ranking_query_of((const JxRankDepartmentsRequest *)task->message, call->reads_reports);
	task->order = jx_snapshots_get_order(snapshots, task->snapshot, &query);
	if (task->order != NULL)
		return JX_OK;
	enum jx_status status =
		jx_rank_order_of(task, jx_snapshot_ranking(task->snapshot), &query, &task->order);
	if (status == JX_OK)
		jx_snapshots_put_order(snapshots, task->snapshot, task->order, call->version);
	return status;
}

enum jx_status jx_handle_rank_departments(struct jx_task *task)
{
	const struct ranking_call *call = task->prepared;
	enum jx_status status = find_snapshot(task, call);
	if (status != JX_OK)
		return status;
	status = find_order(task, call);
	if (status != JX_OK)
		return status;
	const struct jx_rank_table table = {jx_snapshot_ranking(task->snapshot), task->order};
	return jx_rank_reply(task, &table, call->is_published);
}
