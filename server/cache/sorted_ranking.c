#include "server/cache/sorted_ranking.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/fnv.h"

void jx_row_values_clear(struct jx_row_values *values)
{
	free(values->by);
	free(values->missing);
	free(values->is_met);
	jx_arena_clear(&values->texts);
	*values = (struct jx_row_values){0};
}

/* Names and numbers of a class are a metric, known or not; anything else is a formula. */
bool jx_sorted_ranking_is_formula(const char *by)
{
	static const char IN_KEY[] = "abcdefghijklmnopqrstuvwxyz0123456789_:";
	return by[strspn(by, IN_KEY)] != '\0';
}

static enum jx_status find_metric(
	const struct jx_ranking *ranking, struct jx_sorted_ranking *order, struct jx_error *error)
{
	char argument[JX_METRIC_ARGUMENT_BYTES];
	const char *by = order->query.by;
	order->column = ranking->n_keys;
	if (by[0] == '\0' || jx_sorted_ranking_is_formula(by))
		return JX_OK;
	enum jx_status status = jx_metric_find(by, &order->metric, argument, error);
	/* A ranking by what departments claim for themselves is what this product exists to end. */
	if (status == JX_OK && order->metric != NULL && !order->metric->is_for_ranking)
		status = jx_fail_at(error, JX_REASON_NOT_RANKABLE, "by", JX_ARGS(JX_TEXT(by)));
	if (status == JX_OK)
		order->column = jx_ranking_key(ranking, by);
	return status;
}

static const struct jx_ranking_score *score_of(const struct jx_ranking_row *row, JxScoreKind kind)
{
	switch (kind) {
	case JX_SCORE_KIND_CLAIMED:
		return &row->claimed;
	case JX_SCORE_KIND_COMPUTED:
		return &row->computed;
	case JX_SCORE_KIND_REVIEWED:
		return &row->reviewed;
	case JX_SCORE_KIND_COMMON:
		return &row->common;
	case JX_SCORE_KIND_UNSPECIFIED:
	case JX_SCORE_KIND_FINAL:
	case _JIXIAO__V1__SCORE_KIND_IS_INT_SIZE:
		break;
	}
	return &row->final;
}

/* By a score, a report that cannot be verified is shown separately. Claims give nobody a rank: all are. The common
 * indicators are computed from figures that every report has: none is. */
static bool is_apart(const struct jx_ranking_row *row, JxScoreKind kind)
{
	if (kind == JX_SCORE_KIND_CLAIMED)
		return true;
	return kind != JX_SCORE_KIND_COMMON && !row->is_verifiable;
}

static struct jx_rank_item item_of(
	const struct jx_ranking *ranking, const struct jx_sorted_ranking *order, size_t row)
{
	struct jx_rank_item item = {.index = (uint32_t)row};
	const struct jx_ranking_value *value = NULL;
	if (order->score != JX_SCORE_KIND_UNSPECIFIED) {
		const struct jx_ranking_score *score = score_of(&ranking->rows[row], order->score);
		item.has_key = score->has;
		item.key = score->micros;
		item.is_apart = is_apart(&ranking->rows[row], order->score);
	} else if (order->values.by != NULL) {
		value = &order->values.by[row];
	} else if (order->column < ranking->n_keys) {
		value = &ranking->values[order->column * ranking->n_rows + row];
	}
	if (value != NULL) {
		item.has_key = value->is_computable;
		item.key = value->micros;
	}
	return item;
}

/* FNV-1a, its bits mixed once more: codes that follow one another must not lie in a row. They are the county's own, so
 * nobody chooses them to collide. */
static size_t slot_of(const struct jx_sorted_ranking *order, const char *code)
{
	uint64_t hash = jx_fnv_text(JX_FNV_START, code);
	hash = (hash ^ hash >> 32) * UINT64_C(0x9E3779B97F4A7C15);
	return (size_t)(hash >> 32) & (order->n_slots - 1);
}

/* Visits the rows in their order in memory, not in that of the table: with a nation's departments every step out of
 * order waits for memory. */
static bool make_slots(const struct jx_ranking *ranking, struct jx_sorted_ranking *order)
{
	order->n_slots = 2;
	while (order->n_slots < 2 * order->n_items)
		order->n_slots *= 2;
	order->slots = calloc(order->n_slots, sizeof(*order->slots));
	uint32_t *positions = calloc(ranking->n_rows + 1, sizeof(*positions));
	bool is_ok = order->slots != NULL && positions != NULL;
	for (size_t i = 0; is_ok && i < order->n_items; i++)
		positions[order->items[i].index] = (uint32_t)i + 1;
	for (size_t row = 0; is_ok && row < ranking->n_rows; row++) {
		if (positions[row] == 0)
			continue;
		size_t at = slot_of(order, ranking->rows[row].department);
		while (order->slots[at].position != 0)
			at = (at + 1) & (order->n_slots - 1);
		order->slots[at] =
			(struct jx_sorted_ranking_slot){.position = positions[row], .row = (uint32_t)row};
	}
	free(positions);
	return is_ok;
}

static char *put_text(char **at, const char *text)
{
	char *copy = *at;
	size_t n = strlen(text) + 1;
	memcpy(copy, text, n);
	*at += n;
	return copy;
}

static struct jx_sorted_ranking *new_order(const struct jx_ranking_query *query)
{
	size_t n = strlen(query->by) + strlen(query->peer_group) + strlen(query->where) + 3;
	struct jx_sorted_ranking *order = calloc(1, sizeof(*order) + n);
	if (order == NULL)
		return NULL;
	char *at = order->texts;
	order->query = *query;
	order->query.by = put_text(&at, query->by);
	order->query.peer_group = put_text(&at, query->peer_group);
	order->query.where = put_text(&at, query->where);
	order->refcount = 1;
	if (query->by[0] == '\0')
		order->score = query->score != JX_SCORE_KIND_UNSPECIFIED ? query->score : JX_SCORE_KIND_FINAL;
	return order;
}

static bool is_in_group(const struct jx_ranking *ranking, const struct jx_sorted_ranking *order, size_t row)
{
	const char *group = order->query.peer_group;
	return group[0] == '\0' || strcmp(ranking->rows[row].peer_group, group) == 0;
}

static enum jx_status fill_items(
	const struct jx_ranking *ranking, struct jx_sorted_ranking *order, struct jx_error *error)
{
	order->items = calloc(ranking->n_rows + 1, sizeof(*order->items));
	if (order->items == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	for (size_t i = 0; i < ranking->n_rows; i++) {
		if (!is_in_group(ranking, order, i))
			continue;
		if (order->values.is_met != NULL && !order->values.is_met[i])
			order->n_excluded++;
		else
			order->items[order->n_items++] = item_of(ranking, order, i);
	}
	bool is_higher_first =
		order->metric != NULL ? order->metric->is_higher_first : !order->query.is_lower_first;
	if (jx_rank_order(order->items, order->n_items, is_higher_first) != JX_OK ||
		!make_slots(ranking, order))
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	return JX_OK;
}

enum jx_status jx_sorted_ranking_new(const struct jx_ranking *ranking, const struct jx_ranking_query *query,
	struct jx_row_values *values, struct jx_sorted_ranking **ret_order, struct jx_error *error)
{
	struct jx_sorted_ranking *order = new_order(query);
	if (order == NULL) {
		if (values != NULL)
			jx_row_values_clear(values);
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	if (values != NULL) {
		order->values = *values;
		*values = (struct jx_row_values){0};
	}
	enum jx_status status = find_metric(ranking, order, error);
	if (status == JX_OK)
		status = fill_items(ranking, order, error);
	if (status != JX_OK) {
		jx_sorted_ranking_unref(order);
		return status;
	}
	*ret_order = order;
	return JX_OK;
}

void jx_sorted_ranking_ref(struct jx_sorted_ranking *order)
{
	assert(order->refcount > 0);
	order->refcount++;
}

void jx_sorted_ranking_unref(struct jx_sorted_ranking *order)
{
	if (order == NULL)
		return;
	assert(order->refcount > 0);
	if (--order->refcount > 0)
		return;
	jx_row_values_clear(&order->values);
	free(order->items);
	free(order->slots);
	free(order);
}

size_t jx_sorted_ranking_bytes(const struct jx_sorted_ranking *order, const struct jx_ranking *ranking)
{
	const struct jx_row_values *values = &order->values;
	size_t n_of_row = sizeof(*order->items);
	if (values->by != NULL)
		n_of_row += sizeof(*values->by) + sizeof(*values->missing);
	if (values->is_met != NULL)
		n_of_row += sizeof(*values->is_met);
	return sizeof(*order) + ranking->n_rows * n_of_row + order->n_slots * sizeof(*order->slots) +
	       values->texts.n_held_bytes;
}

bool jx_sorted_ranking_is(const struct jx_sorted_ranking *order, const struct jx_ranking_query *query)
{
	return strcmp(order->query.by, query->by) == 0 &&
	       strcmp(order->query.peer_group, query->peer_group) == 0 &&
	       strcmp(order->query.where, query->where) == 0 && order->query.score == query->score &&
	       order->query.is_lower_first == query->is_lower_first &&
	       order->query.reads_reports == query->reads_reports;
}

const struct jx_rank_item *jx_sorted_ranking_find(
	const struct jx_sorted_ranking *order, const struct jx_ranking *ranking, const char *code)
{
	for (size_t at = slot_of(order, code); order->slots[at].position != 0;
		at = (at + 1) & (order->n_slots - 1)) {
		const struct jx_sorted_ranking_slot *slot = &order->slots[at];
		if (strcmp(ranking->rows[slot->row].department, code) == 0)
			return &order->items[slot->position - 1];
	}
	return NULL;
}
