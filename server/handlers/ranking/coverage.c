/*
 * Coverage: how much of each report can be verified, computed from a snapshot of the round as a ranking is. For
 * finance, auditors and analysts.
 */
#include "server/handlers/handlers.h"

#include <assert.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "server/cache/snapshots.h"
#include "server/handlers/page.h"
#include "server/handlers/ranking/rankings.h"

static JxCoverageRow *coverage_row(struct jx_task *task, const struct jx_ranking *ranking, size_t index)
{
	const struct jx_ranking_row *from = &ranking->rows[index];
	JxRankRow *ranked = jx_rank_row(&task->arena, ranking, index);
	JxCoverageRow *row = jx_task_new(task, JX_COVERAGE_ROW_DESCRIPTOR);
	if (ranked == NULL || row == NULL)
		return NULL;
	row->department = ranked->department;
	row->title = ranked->title;
	row->peer_group = ranked->peer_group;
	row->coverage = ranked->coverage;
	row->flags = ranked->flags;
	row->n_flags = ranked->n_flags;
	row->group = ranked->group;
	row->computed_lines = from->n_computed;
	row->not_computed_lines = from->n_not_computed;
	row->project_coverage = jx_rank_percent(&task->arena, ranking, "project_coverage", index, "projects");
	row->traceable_share = jx_rank_percent(&task->arena, ranking, "traceable_share", index, "projects");
	return row->project_coverage != NULL && row->traceable_share != NULL ? row : NULL;
}

/* A row of the table: which one of the snapshot, and its coverage; -1 for none. */
struct entry {
	uint32_t row;
	int64_t micros;
};

/* Equal ones in the order of the snapshot, which is that of department codes. */
static int by_coverage(const void *a, const void *b)
{
	const struct entry *left = a;
	const struct entry *right = b;
	if (left->micros != right->micros)
		return left->micros < right->micros ? -1 : 1;
	return (left->row > right->row) - (left->row < right->row);
}

/* The departments asked for in the order of the table, and how many of them can be verified. */
static enum jx_status sort_rows(struct jx_task *task, const struct jx_ranking *ranking,
	struct entry **ret_entries, JxListCoverageResponse *reply)
{
	const JxListCoverageRequest *request = (const JxListCoverageRequest *)task->message;
	struct entry *entries = jx_arena_calloc(&task->arena, ranking->n_rows + 1, sizeof(*entries));
	size_t n = 0;
	if (entries == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < ranking->n_rows; i++) {
		const struct jx_ranking_row *row = &ranking->rows[i];
		if (!jx_rank_is_in(row, request->peer_group))
			continue;
		entries[n++] = (struct entry){(uint32_t)i, row->coverage.has ? row->coverage.micros : -1};
		*(row->is_verifiable ? &reply->verifiable : &reply->unverifiable) += 1;
	}
	jx_array_sort(entries, n, sizeof(*entries), by_coverage);
	*ret_entries = entries;
	return JX_OK;
}

/* The rows of a page, as many as fit. */
static enum jx_status fill_rows(struct jx_task *task, const struct entry *entries,
	const struct jx_row_range *range, JxListCoverageResponse *reply)
{
	size_t n_bytes = 0;
	reply->rows = jx_arena_calloc(&task->arena, range->n + 1, sizeof(*reply->rows));
	if (reply->rows == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < range->n; i++) {
		JxCoverageRow *row = coverage_row(
			task, jx_snapshot_ranking(task->snapshot), entries[range->first + i].row);
		if (row == NULL)
			return jx_task_no_memory(task);
		if (!jx_page_has_room(&n_bytes, &row->base))
			return JX_OK;
		reply->rows[reply->n_rows++] = row;
	}
	return JX_OK;
}

static enum jx_status fill_coverage(
	struct jx_task *task, struct jx_table *table, JxListCoverageResponse *reply)
{
	const struct jx_ranking *ranking = jx_snapshot_ranking(task->snapshot);
	struct entry *entries = NULL;
	struct jx_row_range page;
	enum jx_status status = sort_rows(task, ranking, &entries, reply);
	if (status != JX_OK)
		return status;
	table->n_rows = (size_t)reply->verifiable + reply->unverifiable;
	status = jx_page_cut(task, table, &page);
	if (status != JX_OK)
		return status;
	assert(page.n == 0 || entries != NULL);
	status = fill_rows(task, entries, &page, reply);
	if (status != JX_OK)
		return status;
	reply->publication = jx_rank_publication_name(task, ranking);
	reply->publication_stage = ranking->stage;
	reply->next_page_token = jx_rank_end_page(task, table, page.first + reply->n_rows);
	return reply->publication != NULL && reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_authorise_list_coverage(struct jx_task *task)
{
	const JxListCoverageRequest *request = (const JxListCoverageRequest *)task->message;
	return jx_rank_authorise(task, request->round, request->source);
}

enum jx_status jx_handle_list_coverage(struct jx_task *task)
{
	struct jx_table table;
	/* A row a department, which finance has made and no caller. */
	task->arena.max_bytes = JX_MAX_PUBLISHING_BYTES;
	enum jx_status status = jx_rank_find_snapshot(task, &table);
	return status == JX_OK ? fill_coverage(task, &table, (JxListCoverageResponse *)task->reply) : status;
}
