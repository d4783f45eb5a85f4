/*
 * Inflation: how far each claim stands above what the figures give, computed from a snapshot of the round as a ranking
 * is. For finance, auditors and analysts.
 */
#include "server/handlers/handlers.h"

#include <assert.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/limits.h"
#include "proto/contract/ranking/inflation.h"
#include "server/cache/snapshots.h"
#include "server/handlers/page.h"
#include "server/handlers/ranking/rankings.h"
#include "storage/results/store_texts.h"

#define MICROS         INT64_C(1000000)
#define PERCENT        100
#define FULL_CLAIM     (100 * MICROS)
#define HIGH_CLAIM     (98 * MICROS)
#define SHOWN_DECIMALS 2

static JxDecimal *new_decimal(struct jx_task *task, int64_t micros)
{
	return jx_rank_decimal(&task->arena, micros, SHOWN_DECIMALS);
}

/* part of whole in percent, rounded half up to two decimals; absent when whole is 0. */
static bool put_share(struct jx_task *task, uint32_t part, uint32_t whole, JxDecimal **place)
{
	if (whole == 0)
		return true;
	int64_t hundredths = ((int64_t)part * PERCENT * 100 * 2 + whole) / ((int64_t)whole * 2);
	*place = new_decimal(task, hundredths * 10000);
	return *place != NULL;
}

/* A row of the table: which one of the snapshot, and its index. */
struct entry {
	uint32_t row;
	uint32_t copies;
	struct jx_inflation_item item;
};

static int by_index(const void *a, const void *b)
{
	const struct entry *left = a;
	const struct entry *right = b;
	if (left->item.has_index != right->item.has_index)
		return left->item.has_index ? -1 : 1;
	if (left->item.has_index && left->item.index != right->item.index)
		return left->item.index > right->item.index ? -1 : 1;
	return (left->row > right->row) - (left->row < right->row);
}

/* How many texts each row has in common with others: counted once for a snapshot, from the database as it stands. */
static enum jx_status find_copies(
	struct jx_task *task, const struct jx_ranking *ranking, const uint32_t **ret_copies)
{
	struct jx_snapshots *snapshots = task->services->snapshots;
	uint32_t *copies = NULL;
	*ret_copies = jx_snapshots_get_copies(snapshots, task->snapshot);
	if (*ret_copies != NULL)
		return JX_OK;
	enum jx_status status = jx_rank_check_current(task);
	if (status != JX_OK)
		return status;
	status = jx_ranking_copies(task->db, ranking, &copies, &task->error);
	if (status == JX_OK)
		*ret_copies = jx_snapshots_put_copies(snapshots, task->snapshot, copies);
	return status;
}

static enum jx_status measure_rows(struct jx_task *task, const struct jx_ranking *ranking,
	const char *peer_group, struct entry **ret_entries, size_t *ret_n, struct jx_inflation *ret_inflation)
{
	const uint32_t *copies = NULL;
	size_t n = 0;
	struct entry *entries = jx_arena_calloc(&task->arena, ranking->n_rows + 1, sizeof(*entries));
	struct jx_inflation_item *items = jx_arena_calloc(&task->arena, ranking->n_rows + 1, sizeof(*items));
	enum jx_status status = find_copies(task, ranking, &copies);
	if (status != JX_OK)
		return status;
	if (entries == NULL || items == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < ranking->n_rows; i++) {
		const struct jx_ranking_row *row = &ranking->rows[i];
		if (!jx_rank_is_in(row, peer_group))
			continue;
		entries[n] = (struct entry){.row = (uint32_t)i, .copies = copies[i]};
		items[n++] = (struct jx_inflation_item){.points = row->points_computed.micros,
			.claimed = row->claimed_computed.micros,
			.computed = row->counted_computed.micros,
			.n_lines = row->n_computed};
	}
	status = jx_inflation_run(items, n, ret_inflation);
	if (status != JX_OK)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < n; i++)
		entries[i].item = items[i];
	jx_array_sort(entries, n, sizeof(*entries), by_index);
	*ret_entries = entries;
	*ret_n = n;
	return JX_OK;
}

static bool put_difference(struct jx_task *task, const struct jx_ranking_row *row, JxDecimal **place)
{
	if (!row->claimed.has || !row->reviewed.has)
		return true;
	*place = new_decimal(task, row->claimed.micros - row->reviewed.micros);
	return *place != NULL;
}

/* The claimed total against what the lines come to: the computed score, and what the computed lines claim beyond theirs. */
static bool put_total(struct jx_task *task, const struct jx_ranking_row *row, JxInflationRow *ret_row)
{
	if (!row->claimed.has || !row->computed.has)
		return true;
	int64_t excess = row->claimed.micros - row->computed.micros;
	int64_t of_lines = row->claimed_computed.micros - row->counted_computed.micros;
	ret_row->is_total_flagged = excess - (of_lines > 0 ? of_lines : 0) > MICROS;
	ret_row->claimed_less_computed = new_decimal(task, excess);
	return ret_row->claimed_less_computed != NULL;
}

static JxInflationRow *inflation_row(
	struct jx_task *task, const struct jx_ranking *ranking, const struct entry *entry)
{
	const struct jx_ranking_row *from = &ranking->rows[entry->row];
	const struct jx_inflation_item *item = &entry->item;
	uint32_t n_lines = from->n_computed + from->n_not_computed;
	/* The names and scores are those of the ranking. */
	JxRankRow *ranked = jx_rank_row(&task->arena, ranking, entry->row);
	JxInflationRow *row = jx_task_new(task, JX_INFLATION_ROW_DESCRIPTOR);
	if (ranked == NULL || row == NULL)
		return NULL;
	row->department = ranked->department;
	row->title = ranked->title;
	row->peer_group = ranked->peer_group;
	row->claimed_score = ranked->claimed_score;
	row->computed_score = ranked->computed_score;
	row->reviewed_score = ranked->reviewed_score;
	row->copied_texts = entry->copies;
	row->flags = ranked->flags;
	row->n_flags = ranked->n_flags;
	row->computed_lines = from->n_computed;
	row->is_flagged = item->is_flagged;
	bool is_ok = put_difference(task, from, &row->claimed_less_reviewed) && put_total(task, from, row) &&
		     put_share(task, from->n_full, n_lines, &row->full_share) &&
		     put_share(task, from->n_not_computed, n_lines, &row->not_computed_share);
	if (item->has_index) {
		row->excess = new_decimal(task, item->excess);
		row->index = new_decimal(task, item->index);
		is_ok = is_ok && row->excess != NULL && row->index != NULL;
	}
	if (item->has_distance) {
		row->distance = new_decimal(task, item->distance);
		is_ok = is_ok && row->distance != NULL;
	}
	return is_ok ? row : NULL;
}

/* What the county claims for itself. */
static bool put_claims(struct jx_task *task, const struct jx_ranking *ranking, const char *peer_group,
	JxListInflationResponse *reply)
{
	int64_t sum = 0;
	int64_t n = 0;
	for (size_t i = 0; i < ranking->n_rows; i++) {
		const struct jx_ranking_row *row = &ranking->rows[i];
		if (!jx_rank_is_in(row, peer_group) || !row->claimed.has)
			continue;
		sum += row->claimed.micros;
		n++;
		reply->claim_full += row->claimed.micros >= FULL_CLAIM;
		reply->claim_98 += row->claimed.micros >= HIGH_CLAIM;
	}
	if (n == 0)
		return true;
	reply->mean_claimed = new_decimal(task, (sum / n + 5000) / 10000 * 10000);
	return reply->mean_claimed != NULL;
}

/* Median and spread, over all departments of the table. */
static bool put_summary(
	struct jx_task *task, const struct jx_inflation *inflation, JxListInflationResponse *reply)
{
	if (!inflation->has_median)
		return true;
	reply->median = new_decimal(task, inflation->median);
	reply->spread = new_decimal(task, inflation->spread);
	return reply->median != NULL && reply->spread != NULL;
}

/* The rows of a page, as many as fit. */
static enum jx_status fill_rows(struct jx_task *task, const struct entry *entries,
	const struct jx_row_range *range, JxListInflationResponse *reply)
{
	size_t n_bytes = 0;
	reply->rows = jx_arena_calloc(&task->arena, range->n + 1, sizeof(*reply->rows));
	if (reply->rows == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < range->n; i++) {
		JxInflationRow *row =
			inflation_row(task, jx_snapshot_ranking(task->snapshot), &entries[range->first + i]);
		if (row == NULL)
			return jx_task_no_memory(task);
		if (!jx_page_has_room(&n_bytes, &row->base))
			return JX_OK;
		reply->rows[reply->n_rows++] = row;
	}
	return JX_OK;
}

static enum jx_status fill_inflation(
	struct jx_task *task, struct jx_table *table, JxListInflationResponse *reply)
{
	const JxListInflationRequest *request = (const JxListInflationRequest *)task->message;
	const struct jx_ranking *ranking = jx_snapshot_ranking(task->snapshot);
	struct entry *entries = NULL;
	struct jx_inflation inflation = {0};
	struct jx_row_range page;
	enum jx_status status =
		measure_rows(task, ranking, request->peer_group, &entries, &table->n_rows, &inflation);
	if (status != JX_OK)
		return status;
	status = jx_page_cut(task, table, &page);
	if (status != JX_OK)
		return status;
	if (!put_claims(task, ranking, request->peer_group, reply) || !put_summary(task, &inflation, reply))
		return jx_task_no_memory(task);
	assert(page.n == 0 || entries != NULL);
	status = fill_rows(task, entries, &page, reply);
	if (status != JX_OK)
		return status;
	reply->publication = jx_rank_publication_name(task, ranking);
	reply->publication_stage = ranking->stage;
	reply->next_page_token = jx_rank_end_page(task, table, page.first + reply->n_rows);
	return reply->publication != NULL && reply->next_page_token != NULL ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_authorise_list_inflation(struct jx_task *task)
{
	const JxListInflationRequest *request = (const JxListInflationRequest *)task->message;
	return jx_rank_authorise(task, request->round, request->source);
}

enum jx_status jx_handle_list_inflation(struct jx_task *task)
{
	struct jx_table table;
	/* A row a department, which finance has made and no caller. */
	task->arena.max_bytes = JX_MAX_PUBLISHING_BYTES;
	enum jx_status status = jx_rank_find_snapshot(task, &table);
	return status == JX_OK ? fill_inflation(task, &table, (JxListInflationResponse *)task->reply)
			       : status;
}
