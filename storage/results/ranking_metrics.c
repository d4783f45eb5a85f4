/* The values of all metrics, loaded as rows and put into columns. */
#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "proto/contract/base/fnv.h"
#include "storage/results/ranking_loader.h"
#include "storage/sql_states.h"

/* A value before it has its column. */
struct cell {
	struct jx_ranking_value value;
	uint32_t row;
	uint32_t key_id;
};

/* A key of the table: how many values it has, and where its column will be. */
struct key {
	char *text;
	uint32_t n_cells;
	uint32_t column;
	uint32_t id;
};

#define NO_COLUMN UINT32_MAX

struct metrics {
	struct jx_ranking_loader *loader;
	struct jx_ranking_memory *memory;
	struct jx_ranking_array cells;
	struct jx_ranking_array keys; /* by id */
	uint32_t *slots; /* hash table over memory->missing: index, 0 for free; "" is not in it */
	size_t n_slots;
};

static size_t first_slot(const struct metrics *metrics, const char *text)
{
	return (size_t)jx_fnv_text(JX_FNV_START, text) & (metrics->n_slots - 1);
}

static void put_slot(struct metrics *metrics, uint32_t index)
{
	char *const *texts = metrics->memory->missing.items;
	size_t at = first_slot(metrics, texts[index]);
	while (metrics->slots[at] != 0)
		at = (at + 1) & (metrics->n_slots - 1);
	metrics->slots[at] = index;
}

static bool grow_slots(struct metrics *metrics)
{
	size_t n_slots = metrics->n_slots == 0 ? 256 : metrics->n_slots * 2;
	uint32_t *slots = calloc(n_slots, sizeof(*slots));
	if (slots == NULL)
		return false;
	free(metrics->slots);
	metrics->slots = slots;
	metrics->n_slots = n_slots;
	for (uint32_t i = 1; i < metrics->memory->missing.n; i++)
		put_slot(metrics, i);
	return true;
}

/* The index of a text among those stored; many reports lack the same figure. */
static uint32_t intern_text(struct metrics *metrics, struct jx_sql *sql, const char *text)
{
	struct jx_ranking_array *missing = &metrics->memory->missing;
	if (text[0] == '\0')
		return 0;
	if (missing->n * 2 >= metrics->n_slots && !grow_slots(metrics)) {
		jx_sql_set_error(sql, jx_fail(sql->error, JX_REASON_OUT_OF_MEMORY));
		return 0;
	}
	size_t at = first_slot(metrics, text);
	for (; metrics->slots[at] != 0; at = (at + 1) & (metrics->n_slots - 1))
		if (strcmp(((char **)missing->items)[metrics->slots[at]], text) == 0)
			return metrics->slots[at];
	char *copy = jx_sql_copy(sql, text, &metrics->memory->texts);
	char **item = jx_ranking_array_add(missing, sizeof(*item), sql);
	if (item == NULL)
		return 0;
	*item = copy;
	metrics->slots[at] = (uint32_t)(missing->n - 1);
	return metrics->slots[at];
}

static enum jx_status load_keys(struct metrics *metrics)
{
	struct jx_sql sql;
	jx_sql_start(&sql, metrics->loader->db, "SELECT id, key FROM metric_keys ORDER BY id",
		metrics->loader->error);
	while (jx_sql_next(&sql)) {
		struct key *key = jx_ranking_array_add(&metrics->keys, sizeof(*key), &sql);
		if (key != NULL)
			*key = (struct key){.text = jx_sql_text(&sql, 1, &metrics->memory->texts),
				.column = NO_COLUMN,
				.id = (uint32_t)jx_sql_int(&sql, 0)};
	}
	return jx_sql_end(&sql);
}

static int compare_id(const void *id, const void *key)
{
	uint32_t left = *(const uint32_t *)id;
	uint32_t right = ((const struct key *)key)->id;
	return left < right ? -1 : left > right;
}

static struct key *find_key(const struct metrics *metrics, uint32_t id)
{
	if (metrics->keys.n == 0)
		return NULL;
	return jx_array_search(&id, metrics->keys.items, metrics->keys.n, sizeof(struct key), compare_id);
}

/* Columns of add_cell(), in its order. */
enum column { VERSION_ID, KEY_ID, MICROS, DECIMALS, MISSING };

static void add_cell(struct metrics *metrics, struct jx_sql *sql, uint32_t row)
{
	struct key *key = find_key(metrics, (uint32_t)jx_sql_int(sql, KEY_ID));
	if (key == NULL) {
		jx_sql_set_error(
			sql, jx_fail_with(sql->error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("metric key"))));
		return;
	}
	struct cell *cell = jx_ranking_array_add(&metrics->cells, sizeof(*cell), sql);
	if (cell == NULL)
		return;
	key->n_cells++;
	*cell = (struct cell){
		.row = row,
		.key_id = key->id,
		.value = {.is_computable = !jx_sql_is_null(sql, MICROS),
			.micros = jx_sql_int(sql, MICROS),
			.decimals = (uint8_t)jx_sql_int(sql, DECIMALS),
			.missing = intern_text(metrics, sql, jx_sql_text_ref(sql, MISSING))},
	};
}

static enum jx_status load_cells(struct metrics *metrics)
{
	const struct jx_ranking_row *rows = metrics->memory->rows.items;
	const size_t n_rows = metrics->memory->rows.n;
	uint32_t row = 0;
	struct jx_sql sql;
	/* In the order of the rows, so that one walk over them finds the row of each value. */
	jx_ranking_start(metrics->loader, &sql,
		"SELECT m.version_id, m.key_id, m.micros, m.decimals, m.missing FROM submissions s"
		" JOIN metric_values m ON m.version_id = s.accepted_version_id WHERE s.round_id = ? AND s.state " SQL_IS_ACCEPTED
		" ORDER BY s.department",
		"SELECT m.version_id, m.key_id, m.micros, m.decimals, m.missing FROM publication_rows p"
		" JOIN metric_values m ON m.version_id = p.version_id WHERE p.round_id = ? AND p.number = ?"
		" ORDER BY p.department");
	while (jx_sql_next(&sql)) {
		int64_t version_id = jx_sql_int(&sql, VERSION_ID);
		while (row < n_rows && rows[row].version_id != version_id)
			row++;
		if (row < n_rows)
			add_cell(metrics, &sql, row);
		else
			jx_sql_set_error(&sql,
				jx_fail_with(sql.error, JX_REASON_INTERNAL, JX_ARGS(JX_TEXT("metric rows"))));
	}
	return jx_sql_end(&sql);
}

/* Which columns stay when there are too many: metrics without an argument first, then the most used. */
static int compare_use(const void *a, const void *b)
{
	const struct key *left = *(const struct key *const *)a;
	const struct key *right = *(const struct key *const *)b;
	bool is_left_class = strchr(left->text, ':') != NULL;
	bool is_right_class = strchr(right->text, ':') != NULL;
	if (is_left_class != is_right_class)
		return is_left_class ? 1 : -1;
	if (left->n_cells != right->n_cells)
		return left->n_cells > right->n_cells ? -1 : 1;
	return strcmp(left->text, right->text);
}

static int compare_text(const void *a, const void *b)
{
	return strcmp((*(const struct key *const *)a)->text, (*(const struct key *const *)b)->text);
}

static void set_columns(struct jx_ranking *ranking, struct key **used, size_t n)
{
	jx_array_sort(used, n, sizeof(*used), compare_use);
	ranking->n_keys = n > JX_MAX_RANKING_KEYS ? JX_MAX_RANKING_KEYS : n;
	jx_array_sort(used, ranking->n_keys, sizeof(*used), compare_text);
	for (uint32_t i = 0; i < ranking->n_keys; i++) {
		used[i]->column = i;
		ranking->keys[i] = used[i]->text;
	}
}

static enum jx_status choose_columns(struct metrics *metrics)
{
	struct jx_ranking *ranking = &metrics->memory->ranking;
	struct key *keys = metrics->keys.items;
	struct key **used = calloc(metrics->keys.n + 1, sizeof(*used));
	ranking->keys = calloc(metrics->keys.n + 1, sizeof(char *));
	if (used == NULL || ranking->keys == NULL) {
		free(used);
		return jx_fail(metrics->loader->error, JX_REASON_OUT_OF_MEMORY);
	}
	size_t n = 0;
	for (size_t i = 0; i < metrics->keys.n; i++)
		if (keys[i].n_cells > 0)
			used[n++] = &keys[i];
	set_columns(ranking, used, n);
	free(used);
	return JX_OK;
}

static enum jx_status fill_values(struct metrics *metrics)
{
	struct jx_ranking *ranking = &metrics->memory->ranking;
	const struct cell *cells = metrics->cells.items;
	const size_t n_rows = metrics->memory->rows.n;
	size_t n = ranking->n_keys * n_rows;
	if (n > JX_MAX_RANKING_BYTES / sizeof(*ranking->values))
		return jx_fail_with(
			metrics->loader->error, JX_REASON_CALL_TOO_LARGE, JX_ARGS(JX_TEXT("ranking")));
	ranking->values = calloc(n + 1, sizeof(*ranking->values));
	if (ranking->values == NULL)
		return jx_fail(metrics->loader->error, JX_REASON_OUT_OF_MEMORY);
	for (size_t i = 0; i < metrics->cells.n; i++) {
		size_t column = find_key(metrics, cells[i].key_id)->column;
		if (column != NO_COLUMN)
			ranking->values[column * n_rows + cells[i].row] = cells[i].value;
	}
	return JX_OK;
}

static enum jx_status load_columns(struct metrics *metrics)
{
	enum jx_status status = load_keys(metrics);
	if (status != JX_OK)
		return status;
	status = load_cells(metrics);
	if (status != JX_OK)
		return status;
	status = choose_columns(metrics);
	return status == JX_OK ? fill_values(metrics) : status;
}

enum jx_status jx_ranking_load_metrics(struct jx_ranking_loader *loader)
{
	struct metrics metrics = {.loader = loader, .memory = loader->memory};
	enum jx_status status = load_columns(&metrics);
	free(metrics.cells.items);
	free(metrics.keys.items);
	free(metrics.slots);
	return status;
}
