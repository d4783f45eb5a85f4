/* A publication in all its orders, each computed once. */
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/resource_name.h"
#include "proto/contract/figure/figure.h"
#include "proto/contract/page/private.h"
#include "proto/contract/ranking/rank.h"

struct jx_page_table {
	const JxPublication *publication;
	uint32_t *orders[JX_PAGE_ORDERS]; /* each of n_rows */
	uint32_t *by_group; /* of n_rows: the groups one after the other, in each as published */
	struct jx_page_group *groups;
	size_t n_groups;
};

static const char *code_of(const JxRankRow *row)
{
	return jx_name_last(row->department);
}

static const JxDecimal *key_of(const JxRankRow *row, enum jx_page_order order)
{
	switch (order) {
	case JX_PAGE_BY_CLAIMED:
		return row->claimed_score;
	case JX_PAGE_BY_COMPUTED:
		return row->computed_score;
	case JX_PAGE_BY_REVIEWED:
		return row->reviewed_score;
	case JX_PAGE_BY_COVERAGE:
		return row->coverage;
	case JX_PAGE_BY_EXECUTION:
		return row->execution_rate != NULL ? row->execution_rate->value : NULL;
	case JX_PAGE_BY_RANK:
	case JX_PAGE_BY_CODE:
	case JX_PAGE_ORDERS:
		break;
	}
	return NULL;
}

/* Something to sort rows by their texts with. */
struct entry {
	const char *first, *second;
	uint32_t row;
};

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left;
	const struct entry *b = right;
	int by_first = strcmp(a->first, b->first);
	int by_second = by_first != 0 ? by_first : strcmp(a->second, b->second);
	return by_second != 0 ? by_second : (a->row > b->row) - (a->row < b->row);
}

/* By department codes, which no two rows share; the other orders begin with this one. */
static void sort_by_code(struct jx_page_table *table, struct entry *entries)
{
	const JxPublication *publication = table->publication;
	for (size_t i = 0; i < publication->n_rows; i++)
		entries[i] = (struct entry){code_of(publication->rows[i]), "", (uint32_t)i};
	jx_array_sort(entries, publication->n_rows, sizeof(*entries), compare_entries);
	for (size_t i = 0; i < publication->n_rows; i++)
		table->orders[JX_PAGE_BY_CODE][i] = entries[i].row;
}

static bool sort_by_key(struct jx_page_table *table, enum jx_page_order order, struct jx_rank_item *items)
{
	const JxPublication *publication = table->publication;
	const uint32_t *by_code = table->orders[JX_PAGE_BY_CODE];
	for (size_t i = 0; i < publication->n_rows; i++) {
		const JxDecimal *key = key_of(publication->rows[by_code[i]], order);
		bool has_key = jx_has_decimal(key);
		items[i] = (struct jx_rank_item){
			.key = has_key ? key->micros : 0, .index = (uint32_t)i, .has_key = has_key};
	}
	if (jx_rank_order(items, publication->n_rows, true) != JX_OK)
		return false;
	for (size_t i = 0; i < publication->n_rows; i++)
		table->orders[order][i] = by_code[items[i].index];
	return true;
}

static bool add_group(struct jx_page_table *table, size_t *room, const struct entry *entry, size_t first)
{
	if (jx_array_grow((void **)&table->groups, sizeof(*table->groups), table->n_groups, room, SIZE_MAX) !=
		JX_OK)
		return false;
	table->groups[table->n_groups++] = (struct jx_page_group){entry->first, (uint32_t)first, 0};
	return true;
}

static bool sort_by_group(struct jx_page_table *table, struct entry *entries)
{
	const JxPublication *publication = table->publication;
	size_t room = 0;
	size_t n = 0;
	for (size_t i = 0; i < publication->n_rows; i++)
		if (publication->rows[i]->peer_group[0] != '\0')
			entries[n++] = (struct entry){publication->rows[i]->peer_group, "", (uint32_t)i};
	jx_array_sort(entries, n, sizeof(*entries), compare_entries);
	for (size_t i = 0; i < n; i++) {
		bool is_new = i == 0 || strcmp(entries[i].first, entries[i - 1].first) != 0;
		if (is_new && !add_group(table, &room, &entries[i], i))
			return false;
		table->by_group[i] = entries[i].row;
		table->groups[table->n_groups - 1].n++;
	}
	return true;
}

static bool sort_all(struct jx_page_table *table)
{
	size_t n = table->publication->n_rows;
	struct entry *entries = calloc(n + 1, sizeof(*entries));
	struct jx_rank_item *items = calloc(n + 1, sizeof(*items));
	bool is_ok = entries != NULL && items != NULL;
	if (is_ok)
		sort_by_code(table, entries);
	for (size_t i = 0; is_ok && i < n; i++)
		table->orders[JX_PAGE_BY_RANK][i] = (uint32_t)i;
	for (int order = JX_PAGE_BY_CLAIMED; is_ok && order < JX_PAGE_BY_CODE; order++)
		is_ok = sort_by_key(table, (enum jx_page_order)order, items);
	is_ok = is_ok && sort_by_group(table, entries);
	free(entries);
	free(items);
	return is_ok;
}

enum jx_status jx_page_table_new(
	const JxPublication *publication, struct jx_page_table **ret_table, struct jx_error *error)
{
	struct jx_page_table *table = calloc(1, sizeof(*table));
	if (table == NULL)
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	table->publication = publication;
	table->by_group = calloc(publication->n_rows + 1, sizeof(*table->by_group));
	bool is_ok = table->by_group != NULL;
	for (size_t i = 0; i < JX_PAGE_ORDERS; i++) {
		table->orders[i] = calloc(publication->n_rows + 1, sizeof(*table->orders[i]));
		is_ok = is_ok && table->orders[i] != NULL;
	}
	if (!is_ok || !sort_all(table)) {
		jx_page_table_free(table);
		return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
	}
	*ret_table = table;
	return JX_OK;
}

void jx_page_table_free(struct jx_page_table *table)
{
	if (table == NULL)
		return;
	for (size_t i = 0; i < JX_PAGE_ORDERS; i++)
		free(table->orders[i]);
	free(table->by_group);
	free(table->groups);
	free(table);
}

size_t jx_page_table_bytes(const struct jx_page_table *table)
{
	return sizeof(*table) + (JX_PAGE_ORDERS + 1) * table->publication->n_rows * sizeof(uint32_t) +
	       table->n_groups * sizeof(*table->groups);
}

const JxPublication *jx_page_table_publication(const struct jx_page_table *table)
{
	return table->publication;
}

const struct jx_page_group *jx_page_table_groups(const struct jx_page_table *table, size_t *ret_n)
{
	*ret_n = table->n_groups;
	return table->groups;
}

bool jx_page_table_rows(const struct jx_page_table *table, const struct jx_page_address *address,
	size_t max_rows, struct jx_page_rows *ret_rows)
{
	size_t n = table->publication->n_rows;
	const uint32_t *rows = table->orders[address->order];
	if (address->group > table->n_groups)
		return false;
	if (address->group > 0) {
		const struct jx_page_group *group = &table->groups[address->group - 1];
		rows = table->by_group + group->first;
		n = group->n;
	}
	uint32_t pieces = n == 0 ? 1 : (uint32_t)((n + max_rows - 1) / max_rows);
	if (address->piece == 0 || address->piece > pieces)
		return false;
	size_t first = (size_t)(address->piece - 1) * max_rows;
	*ret_rows = (struct jx_page_rows){.rows = rows + first,
		.n = n - first < max_rows ? n - first : max_rows,
		.first = first,
		.n_all = n,
		.pieces = pieces};
	return true;
}

const JxRankRow *jx_page_table_find(const struct jx_page_table *table, const char *code)
{
	const uint32_t *by_code = table->orders[JX_PAGE_BY_CODE];
	size_t low = 0;
	size_t high = table->publication->n_rows;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const JxRankRow *row = table->publication->rows[by_code[middle]];
		int order = strcmp(code, code_of(row));
		if (order == 0)
			return row;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* ---- all pages of a publication ---- */

/* All pieces of one order, group or file. */
static enum jx_status each_piece(const struct jx_page_table *table, struct jx_page_address *address,
	jx_page_on_address on_address, void *user)
{
	struct jx_page_rows rows;
	size_t max_rows = address->kind == JX_PAGE_TABLE ? JX_PAGE_ROWS : JX_DATA_ROWS;
	enum jx_status status = JX_OK;
	for (address->piece = 1; status == JX_OK && jx_page_table_rows(table, address, max_rows, &rows);
		address->piece++)
		status = on_address(user, address);
	return status;
}

static enum jx_status each_table(const struct jx_page_table *table, struct jx_page_address *address,
	jx_page_on_address on_address, void *user)
{
	enum jx_status status = JX_OK;
	address->kind = JX_PAGE_TABLE;
	for (int order = 0; status == JX_OK && order < JX_PAGE_ORDERS; order++) {
		address->order = (enum jx_page_order)order;
		status = each_piece(table, address, on_address, user);
	}
	address->order = JX_PAGE_BY_RANK;
	for (size_t i = 0; status == JX_OK && i < table->n_groups; i++) {
		address->group = (uint32_t)i + 1;
		status = each_piece(table, address, on_address, user);
	}
	address->group = 0;
	return status;
}

enum jx_status jx_page_each(const struct jx_page_table *table, const char *round, uint32_t number,
	jx_page_on_address on_address, void *user)
{
	static const enum jx_page_kind SINGLE[] = {JX_PAGE_CHANGES, JX_PAGE_CHARTS};
	struct jx_page_address address = {.publication = number, .piece = 1};
	enum jx_status status = JX_OK;
	size_t n = strlen(round);
	memcpy(address.round, round, n < sizeof(address.round) ? n : sizeof(address.round) - 1);
	for (int language = JX_ZH; status == JX_OK && language <= JX_EN; language++) {
		address.language = (enum jx_language)language;
		status = each_table(table, &address, on_address, user);
		for (size_t i = 0; status == JX_OK && i < JX_COUNT_OF(SINGLE); i++) {
			address.kind = SINGLE[i];
			address.piece = 1;
			status = on_address(user, &address);
		}
	}
	address.language = JX_ZH;
	address.kind = JX_PAGE_CSV;
	if (status == JX_OK)
		status = each_piece(table, &address, on_address, user);
	address.kind = JX_PAGE_JSON;
	if (status == JX_OK)
		status = each_piece(table, &address, on_address, user);
	address.kind = JX_PAGE_PACKAGE;
	address.piece = 1;
	return status == JX_OK ? on_address(user, &address) : status;
}
