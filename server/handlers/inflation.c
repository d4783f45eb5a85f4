/*
 * The two tables beside the ranking: how far claims stand above the figures, and how much can be verified.
 *
 * Both are made from a snapshot of the round, as a ranking is, and are for finance, auditors and analysts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/limits.h"
#include "proto/contract/ranking/inflation.h"
#include "server/handlers/handlers.h"
#include "server/handlers/rankings.h"

#define MICROS         INT64_C(1000000)
#define PERCENT        100
#define FULL_CLAIM     (100 * MICROS)
#define HIGH_CLAIM     (98 * MICROS)
#define SHOWN_DECIMALS 2

static JxDecimal *new_decimal(struct jx_task *task, int64_t micros)
{
	JxDecimal *decimal = jx_task_new(task, JX_DECIMAL_DESCRIPTOR);
	if (decimal == NULL)
		return NULL;
	decimal->micros = micros;
	decimal->decimals = SHOWN_DECIMALS;
	return decimal;
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

/* The snapshot the caller may see, and the name of its publication. */
static enum jx_status load(struct jx_task *task, const char *round, JxReportSource source,
	struct jx_ranking **ret_ranking, char **ret_publication)
{
	bool is_published;
	char name[96];
	enum jx_status status =
		jx_task_id_of(task, "rounds", "round", round, task->round, sizeof(task->round));
	if (status == JX_OK)
		status = jx_rank_scope(task, source, &is_published);
	if (status == JX_OK)
		status = jx_rank_load(task, is_published, ret_ranking);
	if (status != JX_OK || !is_published)
		return status;
	(void)snprintf(name, sizeof(name), "rounds/%s/publications/%u", (*ret_ranking)->round,
		(*ret_ranking)->publication);
	*ret_publication = jx_arena_strdup(&task->arena, name);
	return *ret_publication != NULL ? JX_OK : jx_task_no_memory(task);
}

static bool is_in(const struct jx_ranking_row *row, const char *peer_group)
{
	return peer_group[0] == '\0' || strcmp(row->peer_group, peer_group) == 0;
}

/* ---- inflation ---- */

/* A row on its way: which one of the snapshot, and its index. */
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

static enum jx_status measure(struct jx_task *task, const struct jx_ranking *ranking, const char *peer_group,
	struct entry **ret_entries, size_t *ret_n, struct jx_inflation *ret_inflation)
{
	uint32_t *copies = NULL;
	size_t n = 0;
	struct entry *entries = jx_arena_calloc(&task->arena, ranking->n_rows + 1, sizeof(*entries));
	struct jx_inflation_item *items = jx_arena_calloc(&task->arena, ranking->n_rows + 1, sizeof(*items));
	enum jx_status status = jx_ranking_copies(task->db, ranking, &task->arena, &task->error, &copies);
	if (status != JX_OK)
		return status;
	if (entries == NULL || items == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < ranking->n_rows; i++) {
		const struct jx_ranking_row *row = &ranking->rows[i];
		if (!is_in(row, peer_group))
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
	qsort(entries, n, sizeof(*entries), by_index);
	*ret_entries = entries;
	*ret_n = n;
	return JX_OK;
}

static bool put_gap(struct jx_task *task, const struct jx_ranking_row *row, JxDecimal **place)
{
	if (!row->claimed.has || !row->reviewed.has)
		return true;
	*place = new_decimal(task, row->claimed.micros - row->reviewed.micros);
	return *place != NULL;
}

static JxInflationRow *inflation_row(
	struct jx_task *task, const struct jx_ranking *ranking, const struct entry *entry)
{
	const struct jx_ranking_row *from = &ranking->rows[entry->row];
	const struct jx_inflation_item *item = &entry->item;
	uint32_t n_lines = from->n_computed + from->n_carried;
	/* The names and scores are those of the ranking. */
	JxRankRow *ranked = jx_rank_row(&task->arena, ranking, entry->row);
	JxInflationRow *row = jx_task_new(task, JX_INFLATION_ROW_DESCRIPTOR);
	if (ranked == NULL || row == NULL || jx_rank_keep_texts(task, &ranked, 1) != JX_OK)
		return NULL;
	row->department = ranked->department;
	row->title = ranked->title;
	row->peer_group = ranked->peer_group;
	row->claimed_score = ranked->claimed_score;
	row->computed_score = ranked->computed_score;
	row->reviewed_score = ranked->reviewed_score;
	row->copied_texts = entry->copies;
	row->computed_lines = from->n_computed;
	row->is_flagged = item->is_flagged;
	bool is_ok = put_gap(task, from, &row->claimed_less_reviewed) &&
		     put_share(task, from->n_full, n_lines, &row->full_share) &&
		     put_share(task, from->n_carried, n_lines, &row->not_computed_share);
	if (item->has_index) {
		row->excess = new_decimal(task, item->excess);
		row->index = new_decimal(task, item->index);
		is_ok = is_ok && row->excess != NULL && row->index != NULL;
	}
	if (item->has_distance)
		is_ok = (row->distance = new_decimal(task, item->distance)) != NULL && is_ok;
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
		if (!is_in(row, peer_group) || !row->claimed.has)
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

static enum jx_status fill_inflation(struct jx_task *task, const struct jx_ranking *ranking,
	const char *peer_group, JxListInflationResponse *reply)
{
	struct entry *entries = NULL;
	struct jx_inflation inflation = {0};
	size_t n = 0;
	enum jx_status status = measure(task, ranking, peer_group, &entries, &n, &inflation);
	if (status != JX_OK)
		return status;
	reply->rows = jx_arena_calloc(&task->arena, n + 1, sizeof(*reply->rows));
	bool is_ok = reply->rows != NULL && put_claims(task, ranking, peer_group, reply);
	for (size_t i = 0; is_ok && i < n; i++) {
		reply->rows[i] = inflation_row(task, ranking, &entries[i]);
		is_ok = reply->rows[i] != NULL;
		reply->n_rows += is_ok;
	}
	if (is_ok && inflation.has_median) {
		reply->median = new_decimal(task, inflation.median);
		reply->spread = new_decimal(task, inflation.spread);
		is_ok = reply->median != NULL && reply->spread != NULL;
	}
	return is_ok ? JX_OK : jx_task_no_memory(task);
}

enum jx_status jx_handle_list_inflation(struct jx_task *task)
{
	const JxListInflationRequest *request = (const JxListInflationRequest *)task->message;
	JX_AUTO(jx_ranking) ranking = NULL;
	JxListInflationResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	/* A row a department, which finance has made and no caller. */
	task->arena.max_bytes = JX_MAX_PUBLISHING_BYTES;
	enum jx_status status = load(task, request->round, request->source, &ranking, &reply->publication);
	return status == JX_OK ? fill_inflation(task, ranking, request->peer_group, reply) : status;
}

/* ---- coverage ---- */

/* A value of a metric, its texts kept. */
static JxMeasurement *measurement(
	struct jx_task *task, const struct jx_ranking *ranking, const char *key, size_t row)
{
	size_t column = jx_ranking_key(ranking, key);
	JxMeasurement *message = jx_task_new(task, JX_MEASUREMENT_DESCRIPTOR);
	if (message == NULL)
		return NULL;
	message->unit = (char *)"%";
	if (column >= ranking->n_keys) {
		message->missing = (char *)"projects";
		return message;
	}
	const struct jx_ranking_value *value = &ranking->values[column * ranking->n_rows + row];
	if (!value->is_computable) {
		message->missing = jx_arena_strdup(&task->arena, ranking->missing[value->missing]);
		return message->missing != NULL ? message : NULL;
	}
	message->value = new_decimal(task, value->micros);
	if (message->value != NULL)
		message->value->decimals = value->decimals;
	return message->value != NULL ? message : NULL;
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
	row->not_computed_lines = from->n_carried;
	row->project_coverage = measurement(task, ranking, "project_coverage", index);
	row->traceable_share = measurement(task, ranking, "traceable_share", index);
	return row->project_coverage != NULL && row->traceable_share != NULL ? row : NULL;
}

static int by_coverage(const void *a, const void *b)
{
	const JxCoverageRow *left = *(JxCoverageRow *const *)a;
	const JxCoverageRow *right = *(JxCoverageRow *const *)b;
	int64_t left_micros = left->coverage != NULL ? left->coverage->micros : -1;
	int64_t right_micros = right->coverage != NULL ? right->coverage->micros : -1;
	if (left_micros != right_micros)
		return left_micros < right_micros ? -1 : 1;
	return strcmp(left->department, right->department);
}

enum jx_status jx_handle_list_coverage(struct jx_task *task)
{
	const JxListCoverageRequest *request = (const JxListCoverageRequest *)task->message;
	JX_AUTO(jx_ranking) ranking = NULL;
	JxListCoverageResponse *reply = jx_task_reply(task);
	if (reply == NULL)
		return jx_task_no_memory(task);
	task->arena.max_bytes = JX_MAX_PUBLISHING_BYTES;
	enum jx_status status = load(task, request->round, request->source, &ranking, &reply->publication);
	if (status != JX_OK)
		return status;
	reply->rows = jx_arena_calloc(&task->arena, ranking->n_rows + 1, sizeof(*reply->rows));
	if (reply->rows == NULL)
		return jx_task_no_memory(task);
	for (size_t i = 0; i < ranking->n_rows; i++) {
		if (!is_in(&ranking->rows[i], request->peer_group))
			continue;
		JxCoverageRow *row = coverage_row(task, ranking, i);
		if (row == NULL)
			return jx_task_no_memory(task);
		reply->rows[reply->n_rows++] = row;
		*(ranking->rows[i].is_verifiable ? &reply->verifiable : &reply->unverifiable) += 1;
	}
	qsort(reply->rows, reply->n_rows, sizeof(*reply->rows), by_coverage);
	return JX_OK;
}
