#include "storage/results/store_rankings.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/fnv.h"
#include "storage/log/store_log.h"
#include "storage/columns.h"
#include "storage/content.h"
#include "storage/sql.h"

/* An array that grows by doubling. */
struct array {
	void *items;
	size_t n;
	size_t n_room;
};

/* What a snapshot owns. */
struct memory {
	struct jx_ranking ranking;
	struct jx_arena texts;
	struct array rows;
	struct array missing;
	struct array not_filed;
	struct array not_accepted;
};

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

/* What is needed while loading only. */
struct loader {
	struct jx_db *db;
	struct jx_error *error;
	struct memory *memory;
	int64_t round;
	struct array cells;
	struct array keys; /* by id */
	uint32_t *slots;   /* hash table over memory->missing: index, 0 for free; "" is not in it */
	size_t n_slots;
};

static enum jx_status fail_memory(struct jx_error *error)
{
	return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

/* Room for one more item of size bytes; NULL without memory. */
static void *array_add(struct array *array, size_t size)
{
	if (array->n == array->n_room) {
		size_t n_room = array->n_room == 0 ? 64 : array->n_room * 2;
		void *items = reallocarray(array->items, n_room, size);
		if (items == NULL)
			return NULL;
		array->items = items;
		array->n_room = n_room;
	}
	return (char *)array->items + size * array->n++;
}

static void memory_free(struct memory *memory)
{
	jx_arena_clear(&memory->texts);
	free(memory->rows.items);
	free(memory->missing.items);
	free(memory->not_filed.items);
	free(memory->not_accepted.items);
	free(memory->ranking.keys);
	free(memory->ranking.values);
	free(memory);
}

void jx_ranking_free(struct jx_ranking *ranking)
{
	if (ranking != NULL)
		memory_free(ranking->memory);
}

static char *text_of(struct loader *loader, struct jx_sql *sql, int column)
{
	return jx_sql_text(sql, column, &loader->memory->texts);
}

static enum jx_status load_round(struct loader *loader, const char *round)
{
	struct jx_ranking *ranking = &loader->memory->ranking;
	struct jx_log_head head;
	enum jx_status status = jx_round_row(loader->db, round, loader->error, &loader->round);
	if (status == JX_OK)
		status = jx_log_head(loader->db, loader->error, &head);
	if (status != JX_OK)
		return status;
	ranking->n_log_entries = head.n_entries;
	struct jx_sql sql;
	jx_sql_start(&sql, loader->db,
		"SELECT r.name, r.title, r.year, r.state, b.name, b.number, b.digest FROM rounds r"
		" LEFT JOIN rulebooks b ON b.id = r.rulebook_id WHERE r.id = ?",
		loader->error);
	jx_sql_bind_int(&sql, loader->round);
	while (jx_sql_next(&sql)) {
		ranking->round = text_of(loader, &sql, 0);
		ranking->title = text_of(loader, &sql, 1);
		ranking->year = (uint32_t)jx_sql_int(&sql, 2);
		ranking->state = (JxRoundState)jx_sql_int(&sql, 3);
		ranking->rulebook = jx_sql_edition_name(&sql, 4, &loader->memory->texts);
		ranking->rulebook_digest = text_of(loader, &sql, 6);
	}
	return jx_sql_end(&sql);
}

static enum jx_status check_publication(struct loader *loader)
{
	uint32_t number = loader->memory->ranking.publication;
	struct jx_sql sql;
	bool is_found = number == 0;
	jx_sql_start(&sql, loader->db, "SELECT 1 FROM publications WHERE round_id = ? AND number = ?",
		loader->error);
	jx_sql_bind_int(&sql, loader->round);
	jx_sql_bind_int(&sql, number);
	while (jx_sql_next(&sql))
		is_found = true;
	enum jx_status status = jx_sql_end(&sql);
	if (status == JX_OK && !is_found)
		return jx_fail_with(loader->error, JX_REASON_NOT_PUBLISHED,
			JX_ARGS(JX_TEXT(loader->memory->ranking.round)));
	return status;
}

/* Begin with one of two statements of the same shape: of what is accepted, or of a publication. */
static void start(struct loader *loader, struct jx_sql *sql, const char *accepted, const char *published)
{
	uint32_t number = loader->memory->ranking.publication;
	jx_sql_start(sql, loader->db, number == 0 ? accepted : published, loader->error);
	jx_sql_bind_int(sql, loader->round);
	if (number != 0)
		jx_sql_bind_int(sql, number);
}

static struct jx_ranking_score read_score(struct jx_sql *sql, int column)
{
	return (struct jx_ranking_score){
		.micros = jx_sql_int(sql, column),
		.decimals = (uint8_t)jx_sql_int(sql, column + 1),
		.has = !jx_sql_is_null(sql, column),
	};
}

/* Columns of read_row(), in its order. */
enum row_column {
	DEPARTMENT,
	REVIEWED,
	REVIEWED_DECIMALS,
	TITLE,
	PEER_GROUP,
	DIGEST,
	CLAIMED,
	CLAIMED_DECIMALS,
	VERSION_ID,
	VERSION,
	LATE,
	GROUP,
	GRADE,
	N_COMPUTED,
	N_CARRIED,
	N_FULL,
	COMPUTED,
	FINAL,
	COMMON,
	DEDUCTED,
	COVERAGE,
	POINTS_COMPUTED,
	CLAIMED_COMPUTED,
	COUNTED_COMPUTED
};
#define ROW_COLUMNS                                                                                          \
	" d.title, d.peer_group, v.digest, v.claimed_micros, v.claimed_decimals, v.id, v.number, v.is_late," \
	" t.group_id, t.grade, t.n_computed, t.n_carried, t.n_full, t.computed_micros, t.final_micros,"      \
	" t.common_micros, t.deducted_micros, t.coverage_micros, t.points_computed_micros,"                  \
	" t.claimed_computed_micros, t.counted_computed_micros "
#define SHOWN_DECIMALS 2 /* of every score that is computed */

static struct jx_ranking_score read_computed(struct jx_sql *sql, int column)
{
	return (struct jx_ranking_score){.micros = jx_sql_int(sql, column),
		.decimals = SHOWN_DECIMALS,
		.has = !jx_sql_is_null(sql, column)};
}

static struct jx_ranking_row read_row(struct loader *loader, struct jx_sql *sql)
{
	return (struct jx_ranking_row){
		.department = text_of(loader, sql, DEPARTMENT),
		.reviewed = read_score(sql, REVIEWED),
		.title = text_of(loader, sql, TITLE),
		.peer_group = text_of(loader, sql, PEER_GROUP),
		.digest = text_of(loader, sql, DIGEST),
		.claimed = read_score(sql, CLAIMED),
		.version_id = jx_sql_int(sql, VERSION_ID),
		.version = (uint32_t)jx_sql_int(sql, VERSION),
		.is_late = jx_sql_int(sql, LATE) != 0,
		.is_verifiable = jx_sql_int(sql, GROUP) == JX_COVERAGE_GROUP_VERIFIABLE,
		.grade = text_of(loader, sql, GRADE),
		.n_computed = (uint32_t)jx_sql_int(sql, N_COMPUTED),
		.n_carried = (uint32_t)jx_sql_int(sql, N_CARRIED),
		.n_full = (uint32_t)jx_sql_int(sql, N_FULL),
		.computed = read_computed(sql, COMPUTED),
		.final = read_computed(sql, FINAL),
		.common = read_computed(sql, COMMON),
		.deducted = read_computed(sql, DEDUCTED),
		.coverage = read_computed(sql, COVERAGE),
		.points_computed = read_computed(sql, POINTS_COMPUTED),
		.claimed_computed = read_computed(sql, CLAIMED_COMPUTED),
		.counted_computed = read_computed(sql, COUNTED_COMPUTED),
	};
}

static enum jx_status load_rows(struct loader *loader)
{
	struct jx_sql sql;
	start(loader, &sql,
		"SELECT s.department, s.reviewed_micros, s.reviewed_decimals," ROW_COLUMNS
		"FROM submissions s"
		" JOIN departments d ON d.code = s.department JOIN versions v ON v.id = s.accepted_version_id"
		" LEFT JOIN scores t ON t.version_id = v.id"
		" WHERE s.round_id = ? AND s.state BETWEEN 6 AND 9 ORDER BY s.department",
		"SELECT p.department, p.reviewed_micros, p.reviewed_decimals," ROW_COLUMNS
		"FROM publication_rows p JOIN departments d ON d.code = p.department"
		" JOIN versions v ON v.id = p.version_id LEFT JOIN scores t ON t.version_id = v.id"
		" WHERE p.round_id = ? AND p.number = ? ORDER BY p.department");
	while (jx_sql_next(&sql)) {
		struct jx_ranking_row *row = array_add(&loader->memory->rows, sizeof(*row));
		if (row == NULL) {
			jx_sql_set_error(&sql, fail_memory(loader->error));
			break;
		}
		*row = read_row(loader, &sql);
	}
	return jx_sql_end(&sql);
}

static size_t hash_of(const char *text)
{
	return (size_t)jx_fnv_text(JX_FNV_START, text);
}

static void put_slot(struct loader *loader, uint32_t index)
{
	char *const *texts = loader->memory->missing.items;
	size_t at = hash_of(texts[index]) & (loader->n_slots - 1);
	while (loader->slots[at] != 0)
		at = (at + 1) & (loader->n_slots - 1);
	loader->slots[at] = index;
}

static bool grow_slots(struct loader *loader)
{
	size_t n_slots = loader->n_slots == 0 ? 256 : loader->n_slots * 2;
	uint32_t *slots = calloc(n_slots, sizeof(*slots));
	if (slots == NULL)
		return false;
	free(loader->slots);
	loader->slots = slots;
	loader->n_slots = n_slots;
	for (uint32_t i = 1; i < loader->memory->missing.n; i++)
		put_slot(loader, i);
	return true;
}

/* The index of a text among those kept; many reports lack the same figure. */
static uint32_t intern(struct loader *loader, struct jx_sql *sql, const char *text)
{
	struct array *missing = &loader->memory->missing;
	if (text[0] == '\0')
		return 0;
	if (missing->n * 2 >= loader->n_slots && !grow_slots(loader)) {
		jx_sql_set_error(sql, fail_memory(loader->error));
		return 0;
	}
	size_t at = hash_of(text) & (loader->n_slots - 1);
	for (; loader->slots[at] != 0; at = (at + 1) & (loader->n_slots - 1))
		if (strcmp(((char **)missing->items)[loader->slots[at]], text) == 0)
			return loader->slots[at];
	char *copy = jx_arena_strdup(&loader->memory->texts, text);
	char **place = copy == NULL ? NULL : array_add(missing, sizeof(*place));
	if (place == NULL) {
		jx_sql_set_error(sql, copy == NULL ? jx_arena_fail(&loader->memory->texts, loader->error)
						   : fail_memory(loader->error));
		return 0;
	}
	*place = copy;
	loader->slots[at] = (uint32_t)(missing->n - 1);
	return loader->slots[at];
}

static enum jx_status load_keys(struct loader *loader)
{
	struct jx_sql sql;
	jx_sql_start(&sql, loader->db, "SELECT id, key FROM metric_keys ORDER BY id", loader->error);
	while (jx_sql_next(&sql)) {
		struct key *key = array_add(&loader->keys, sizeof(*key));
		if (key == NULL) {
			jx_sql_set_error(&sql, fail_memory(loader->error));
			break;
		}
		*key = (struct key){.text = text_of(loader, &sql, 1),
			.column = NO_COLUMN,
			.id = (uint32_t)jx_sql_int(&sql, 0)};
	}
	return jx_sql_end(&sql);
}

/* Ids are given in order and never taken back, so the key with id n is the n-th; a not_computable would be damage. */
static struct key *key_of(struct loader *loader, uint32_t id)
{
	struct key *keys = loader->keys.items;
	return id >= 1 && id <= loader->keys.n && keys[id - 1].id == id ? &keys[id - 1] : NULL;
}

static void add_cell(struct loader *loader, struct jx_sql *sql, uint32_t row)
{
	struct key *key = key_of(loader, (uint32_t)jx_sql_int(sql, 1));
	struct cell *cell = key == NULL ? NULL : array_add(&loader->cells, sizeof(*cell));
	if (cell == NULL) {
		jx_sql_set_error(sql, key == NULL ? jx_fail_with(loader->error, JX_REASON_INTERNAL,
							    JX_ARGS(JX_TEXT("metric key")))
						  : fail_memory(loader->error));
		return;
	}
	key->n_cells++;
	*cell = (struct cell){
		.row = row,
		.key_id = key->id,
		.value = {.is_computable = !jx_sql_is_null(sql, 2),
			.micros = jx_sql_int(sql, 2),
			.decimals = (uint8_t)jx_sql_int(sql, 3),
			.missing = intern(loader, sql, jx_sql_text_ref(sql, 4))},
	};
}

static enum jx_status load_cells(struct loader *loader)
{
	const struct jx_ranking_row *rows = loader->memory->rows.items;
	uint32_t row = 0;
	struct jx_sql sql;
	/* CROSS: the records in their order outside, so that the rows of load_rows() come by once. */
	start(loader, &sql,
		"SELECT m.version_id, m.key_id, m.micros, m.decimals, m.missing FROM submissions s"
		" CROSS JOIN metric_values m ON m.version_id = s.accepted_version_id"
		" WHERE s.round_id = ? AND s.state BETWEEN 6 AND 9 ORDER BY s.department",
		"SELECT m.version_id, m.key_id, m.micros, m.decimals, m.missing FROM publication_rows p"
		" CROSS JOIN metric_values m ON m.version_id = p.version_id"
		" WHERE p.round_id = ? AND p.number = ? ORDER BY p.department");
	while (jx_sql_next(&sql)) {
		int64_t version_id = jx_sql_int(&sql, 0);
		while (row < loader->memory->rows.n && rows[row].version_id != version_id)
			row++;
		if (row < loader->memory->rows.n)
			add_cell(loader, &sql, row);
		else
			jx_sql_set_error(&sql, jx_fail_with(loader->error, JX_REASON_INTERNAL,
						       JX_ARGS(JX_TEXT("metric rows"))));
	}
	return jx_sql_end(&sql);
}

/* Which columns to keep when there are too many: metrics without an argument first, then the most used. */
static int by_use(const void *a, const void *b)
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

static int by_text(const void *a, const void *b)
{
	return strcmp((*(const struct key *const *)a)->text, (*(const struct key *const *)b)->text);
}

static void set_columns(struct loader *loader, struct key **used, size_t n)
{
	struct jx_ranking *ranking = &loader->memory->ranking;
	qsort(used, n, sizeof(*used), by_use);
	ranking->n_keys = n > JX_MAX_RANKING_KEYS ? JX_MAX_RANKING_KEYS : n;
	qsort(used, ranking->n_keys, sizeof(*used), by_text);
	for (uint32_t i = 0; i < ranking->n_keys; i++) {
		used[i]->column = i;
		ranking->keys[i] = used[i]->text;
	}
}

static enum jx_status choose_columns(struct loader *loader)
{
	struct key *keys = loader->keys.items;
	struct key **used = calloc(loader->keys.n + 1, sizeof(*used));
	loader->memory->ranking.keys = calloc(loader->keys.n + 1, sizeof(char *));
	if (used == NULL || loader->memory->ranking.keys == NULL) {
		free(used);
		return fail_memory(loader->error);
	}
	size_t n = 0;
	for (size_t i = 0; i < loader->keys.n; i++)
		if (keys[i].n_cells > 0)
			used[n++] = &keys[i];
	set_columns(loader, used, n);
	free(used);
	return JX_OK;
}

static enum jx_status fill_values(struct loader *loader)
{
	struct jx_ranking *ranking = &loader->memory->ranking;
	const struct cell *cells = loader->cells.items;
	size_t n = ranking->n_keys * loader->memory->rows.n;
	if (n > JX_MAX_RANKING_BYTES / sizeof(*ranking->values))
		return jx_fail_with(loader->error, JX_REASON_CALL_TOO_LARGE, JX_ARGS(JX_TEXT("ranking")));
	ranking->values = calloc(n + 1, sizeof(*ranking->values));
	if (ranking->values == NULL)
		return fail_memory(loader->error);
	for (size_t i = 0; i < loader->cells.n; i++) {
		size_t column = key_of(loader, cells[i].key_id)->column;
		if (column != NO_COLUMN)
			ranking->values[column * loader->memory->rows.n + cells[i].row] = cells[i].value;
	}
	return JX_OK;
}

static enum jx_status load_others(struct loader *loader)
{
	struct jx_sql sql;
	/* 11: WAIVED, which need not file. */
	start(loader, &sql,
		"SELECT department, version > 0 FROM submissions WHERE round_id = ?"
		" AND state NOT BETWEEN 6 AND 9 AND state <> 11 ORDER BY department",
		"SELECT department, is_filed FROM publication_rows WHERE round_id = ? AND number = ?"
		" AND version_id IS NULL ORDER BY department");
	while (jx_sql_next(&sql)) {
		bool is_filed = jx_sql_int(&sql, 1) != 0;
		char **place =
			array_add(is_filed ? &loader->memory->not_accepted : &loader->memory->not_filed,
				sizeof(*place));
		if (place != NULL)
			*place = text_of(loader, &sql, 0);
		else
			jx_sql_set_error(&sql, fail_memory(loader->error));
	}
	return jx_sql_end(&sql);
}

static enum jx_status load(struct loader *loader, const char *round)
{
	enum jx_status status = load_round(loader, round);
	if (status == JX_OK)
		status = check_publication(loader);
	if (status == JX_OK)
		status = load_rows(loader);
	if (status == JX_OK)
		status = load_keys(loader);
	if (status == JX_OK)
		status = load_cells(loader);
	if (status == JX_OK)
		status = choose_columns(loader);
	if (status == JX_OK)
		status = fill_values(loader);
	return status == JX_OK ? load_others(loader) : status;
}

static void publish_arrays(struct memory *memory)
{
	struct jx_ranking *ranking = &memory->ranking;
	ranking->rows = memory->rows.items;
	ranking->n_rows = memory->rows.n;
	ranking->missing = memory->missing.items;
	ranking->n_missing = memory->missing.n;
	ranking->not_filed = memory->not_filed.items;
	ranking->n_not_filed = memory->not_filed.n;
	ranking->not_accepted = memory->not_accepted.items;
	ranking->n_not_accepted = memory->not_accepted.n;
	ranking->memory = memory;
}

enum jx_status jx_ranking_load(struct jx_db *db, const char *round, uint32_t publication,
	struct jx_error *error, struct jx_ranking **ret_ranking)
{
	struct memory *memory = calloc(1, sizeof(*memory));
	if (memory == NULL)
		return fail_memory(error);
	jx_arena_init(&memory->texts, JX_MAX_RANKING_BYTES);
	memory->ranking.publication = publication;
	struct loader loader = {.db = db, .error = error, .memory = memory};
	char **none = array_add(&memory->missing, sizeof(*none));
	if (none != NULL)
		*none = (char *)protobuf_c_empty_string;
	enum jx_status status = none == NULL ? fail_memory(error) : load(&loader, round);
	free(loader.cells.items);
	free(loader.keys.items);
	free(loader.slots);
	if (status != JX_OK) {
		memory_free(memory);
		return status;
	}
	publish_arrays(memory);
	*ret_ranking = &memory->ranking;
	return JX_OK;
}

size_t jx_ranking_key(const struct jx_ranking *ranking, const char *key)
{
	size_t low = 0;
	size_t high = ranking->n_keys;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(ranking->keys[middle], key);
		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return ranking->n_keys;
}

/* Of each version the texts whose hash another version of the same table has. */
#define COPIES(table, version, where)                                                         \
	"SELECT a." version ", count(DISTINCT t.hash) FROM " table                            \
	" a JOIN texts t ON t.version_id = a." version " WHERE " where                        \
	" AND EXISTS (SELECT 1 FROM texts o JOIN " table " b ON b." version " = o.version_id" \
	" WHERE o.hash = t.hash AND b.round_id = a.round_id AND b.department <> a.department"

enum jx_status jx_ranking_copies(struct jx_db *db, const struct jx_ranking *ranking, struct jx_arena *arena,
	struct jx_error *error, uint32_t **ret_counts)
{
	int64_t round = 0;
	uint32_t *counts = jx_arena_calloc(arena, ranking->n_rows + 1, sizeof(*counts));
	struct jx_sql sql;
	enum jx_status status = jx_round_row(db, ranking->round, error, &round);
	if (counts == NULL)
		return jx_arena_fail(arena, error);
	if (status != JX_OK)
		return status;
	jx_sql_start(&sql, db,
		ranking->publication == 0
			? COPIES("submissions", "accepted_version_id",
				  "a.round_id = ? AND a.state BETWEEN 6 AND 9") " AND b.state BETWEEN 6 AND "
										"9)"
										" GROUP BY a.id ORDER BY "
										"a.department"
			: COPIES("publication_rows", "version_id",
				  "a.round_id = ?1 AND a.number = ?2") " AND b.number = a.number) GROUP BY "
								       "a.department ORDER BY a.department",
		error);
	jx_sql_bind_int(&sql, round);
	if (ranking->publication != 0)
		jx_sql_bind_int(&sql, ranking->publication);
	size_t row = 0;
	while (jx_sql_next(&sql)) {
		while (row < ranking->n_rows && ranking->rows[row].version_id != jx_sql_int(&sql, 0))
			row++;
		if (row < ranking->n_rows)
			counts[row] = (uint32_t)jx_sql_int(&sql, 1);
	}
	status = jx_sql_end(&sql);
	if (status == JX_OK)
		*ret_counts = counts;
	return status;
}
