/*
 * Coverage: how much of each report can be verified, computed from a snapshot of the round as a ranking is. For
 * finance, auditors and analysts.
 */
#include "server/handlers/handlers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "server/handlers/page.h"
#include "server/handlers/ranking/rankings.h"

/* A metric whose text may outlive the snapshot. */
static JxMeasurement *measurement(
	struct jx_task *task, const struct jx_ranking *ranking, const char *metric, size_t row)
{
	JxMeasurement *message = jx_rank_percent(&task->arena, ranking, metric, row, "projects");
	if (message == NULL)
		return NULL;
	message->missing = jx_arena_strdup(&task->arena, message->missing);
	return message->missing != NULL ? message : NULL;
}

static JxCoverageRow *coverage_row(struct jx_task *task, const struct jx_ranking *ranking, size_t index)
{
	const struct jx_ranking_row *from = &ranking->rows[index];
	JxRankRow *ranked = jx_rank_row(&task->arena, ranking, index);
	JxCoverageRow *row = jx_task_new(task, JX_COVERAGE_ROW_DESCRIPTOR);
	if (ranked == NULL || row == NULL || jx_rank_keep_texts(task, &ranked, 1) != JX_OK)
		return NULL;
	row->department = ranked->department;
	row->title = ranked->title;
	row->peer_group = ranked->peer_group;
	row->coverage = ranked->coverage;
	row->group = ranked->group;
	row->computed_lines = from->n_computed;
	row->not_computed_lines = from->n_not_computed;
	row->project_coverage = measurement(task, ranking, "project_coverage", index);
	row->traceable_share = measurement(task, ranking, "traceable_share", index);
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
	qsort(entries, n, sizeof(*entries), by_coverage);
	*ret_entries = entries;
	return JX_OK;
}

static enum jx_status fill_coverage(
	struct jx_task *task, const struct jx_ranking *ranking, JxListCoverageResponse *reply)
{
	const JxListCoverageRequest *request = (const JxListCoverageRequest *)task->message;
	struct entry *entries = NULL;
	struct jx_row_range page;
	enum jx_status status = sort_rows(task, ranking, &entries, reply);
	if (status != JX_OK)
		return status;
	status = jx_page_cut(task, request->page_size, request->page_token, JX_MAX_RANK_ROWS,
		(size_t)reply->verifiable + reply->unverifiable, &page);
	if (status != JX_OK)
		return status;
	reply->next_page_token = page.next_page_token;
	reply->rows = jx_arena_calloc(&task->arena, page.n + 1, sizeof(*reply->rows));
	if (reply->rows == NULL)
		return jx_task_no_memory(task);
	assert(page.n == 0 || entries != NULL);
	for (; reply->n_rows < page.n; reply->n_rows++) {
		JxCoverageRow *row = coverage_row(task, ranking, entries[page.first + reply->n_rows].row);
		if (row == NULL)
			return jx_task_no_memory(task);
		reply->rows[reply->n_rows] = row;
	}
	return JX_OK;
}

enum jx_status jx_handle_list_coverage(struct jx_task *task)
{
	const JxListCoverageRequest *request = (const JxListCoverageRequest *)task->message;
	JX_AUTO(jx_ranking) ranking = NULL;
	JxListCoverageResponse *reply = (JxListCoverageResponse *)task->reply;
	enum jx_status status =
		jx_rank_open(task, request->round, request->source, &ranking, &reply->publication);
	return status == JX_OK ? fill_coverage(task, ranking, reply) : status;
}
