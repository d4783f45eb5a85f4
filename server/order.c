#include "server/order.h"

#include <stdlib.h>
#include <string.h>

static enum jx_status find_metric(
	const struct jx_ranking *ranking, const char *by, struct jx_error *error, struct jx_order *order)
{
	char argument[JX_METRIC_ARGUMENT_BYTES];
	order->column = ranking->n_keys;
	if (by[0] == '\0')
		return JX_OK;
	enum jx_status status = jx_metric_find(by, &order->metric, argument, error);
	/* A ranking by what departments claim for themselves is what this product exists to end. */
	if (status == JX_OK && !order->metric->is_for_ranking)
		status = jx_fail_field(error, JX_REASON_NOT_RANKABLE, "by", by, NULL, NULL);
	if (status == JX_OK)
		order->column = jx_ranking_key(ranking, by);
	return status;
}

static struct jx_rank_item item_of(const struct jx_ranking *ranking, const struct jx_order *order, size_t row)
{
	struct jx_rank_item item = {.index = (uint32_t)row};
	if (order->metric == NULL) {
		item.has_key = ranking->rows[row].reviewed.has;
		item.key = ranking->rows[row].reviewed.micros;
	} else if (order->column < ranking->n_keys) {
		const struct jx_ranking_value *value =
			&ranking->values[order->column * ranking->n_rows + row];
		item.has_key = value->is_computable;
		item.key = value->micros;
	}
	return item;
}

/* FNV-1a, its bits mixed once more: codes that follow one another must not lie in a row. They are the county's own, so
 * nobody chooses them to collide. */
static size_t slot_of(const struct jx_order *order, const char *code)
{
	uint64_t hash = UINT64_C(14695981039346656037);
	for (const char *at = code; *at != '\0'; at++)
		hash = (hash ^ (uint8_t)*at) * UINT64_C(1099511628211);
	hash = (hash ^ hash >> 32) * UINT64_C(0x9E3779B97F4A7C15);
	return (size_t)(hash >> 32) & (order->n_slots - 1);
}

/* Goes through the rows in their order in memory, not in that of the table: with a nation's departments every step out
 * of order waits for memory. */
static bool make_slots(const struct jx_ranking *ranking, struct jx_order *order)
{
	order->n_slots = 2;
	while (order->n_slots < 2 * order->n_items)
		order->n_slots *= 2;
	order->slots = calloc(order->n_slots, sizeof(*order->slots));
	uint32_t *places = calloc(ranking->n_rows + 1, sizeof(*places));
	bool is_ok = order->slots != NULL && places != NULL;
	for (size_t i = 0; is_ok && i < order->n_items; i++)
		places[order->items[i].index] = (uint32_t)i + 1;
	for (size_t row = 0; is_ok && row < ranking->n_rows; row++) {
		if (places[row] == 0)
			continue;
		size_t at = slot_of(order, ranking->rows[row].department);
		while (order->slots[at].place != 0)
			at = (at + 1) & (order->n_slots - 1);
		order->slots[at] = (struct jx_order_slot){.place = places[row], .row = (uint32_t)row};
	}
	free(places);
	return is_ok;
}

static struct jx_order *order_new(const char *by, const char *peer_group)
{
	size_t n_by = strlen(by) + 1;
	size_t n_group = strlen(peer_group) + 1;
	struct jx_order *order = calloc(1, sizeof(*order) + n_by + n_group);
	if (order == NULL)
		return NULL;
	memcpy(order->by, by, n_by);
	memcpy(order->by + n_by, peer_group, n_group);
	order->peer_group = order->by + n_by;
	order->n_holders = 1;
	return order;
}

static enum jx_status fill(const struct jx_ranking *ranking, struct jx_order *order, struct jx_error *error)
{
	bool is_all = order->peer_group[0] == '\0';
	order->items = calloc(ranking->n_rows + 1, sizeof(*order->items));
	if (order->items == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY, NULL, NULL, NULL);
	for (size_t i = 0; i < ranking->n_rows; i++)
		if (is_all || strcmp(ranking->rows[i].peer_group, order->peer_group) == 0)
			order->items[order->n_items++] = item_of(ranking, order, i);
	bool is_higher_first = order->metric == NULL || order->metric->is_higher_first;
	if (jx_rank_order(order->items, order->n_items, is_higher_first) != JX_OK ||
		!make_slots(ranking, order))
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY, NULL, NULL, NULL);
	return JX_OK;
}

enum jx_status jx_order_make(const struct jx_ranking *ranking, const char *by, const char *peer_group,
	struct jx_error *error, struct jx_order **ret_order)
{
	struct jx_order *order = order_new(by, peer_group);
	if (order == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY, NULL, NULL, NULL);
	enum jx_status status = find_metric(ranking, by, error, order);
	if (status == JX_OK)
		status = fill(ranking, order, error);
	if (status == JX_OK)
		*ret_order = order;
	else
		jx_order_give_back(order);
	return status;
}

void jx_order_give_back(struct jx_order *order)
{
	if (order == NULL || --order->n_holders > 0)
		return;
	free(order->items);
	free(order->slots);
	free(order);
}

bool jx_order_is(const struct jx_order *order, const char *by, const char *peer_group)
{
	return strcmp(order->by, by) == 0 && strcmp(order->peer_group, peer_group) == 0;
}

const struct jx_rank_item *jx_order_find(
	const struct jx_order *order, const struct jx_ranking *ranking, const char *code)
{
	for (size_t at = slot_of(order, code); order->slots[at].place != 0;
		at = (at + 1) & (order->n_slots - 1)) {
		const struct jx_order_slot *slot = &order->slots[at];
		if (strcmp(ranking->rows[slot->row].department, code) == 0)
			return &order->items[slot->place - 1];
	}
	return NULL;
}
