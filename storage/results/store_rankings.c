#include "storage/results/store_rankings.h"

#include <stdlib.h>
#include <string.h>

#include "proto/contract/base/array.h"
#include "storage/columns.h"
#include "storage/registry/store_rounds.h"
#include "storage/results/ranking_loader.h"
#include "storage/sql_departments.h"
#include "storage/sql_states.h"

static enum jx_status fail_memory(struct jx_error *error)
{
	return jx_fail(error, JX_REASON_OUT_OF_MEMORY);
}

void *jx_ranking_array_add(struct jx_ranking_array *array, size_t item_bytes, struct jx_sql *sql)
{
	void *items = array->items;
	if (jx_array_grow(&items, item_bytes, array->n, &array->room, SIZE_MAX) != JX_OK) {
		jx_sql_set_error(sql, fail_memory(sql->error));
		return NULL;
	}
	array->items = items;
	return (char *)items + item_bytes * array->n++;
}

void jx_ranking_start(const struct jx_ranking_loader *loader, struct jx_sql *sql, const char *accepted,
	const char *published)
{
	uint32_t number = loader->memory->ranking.publication;
	jx_sql_start(sql, loader->db, number == 0 ? accepted : published, loader->error);
	jx_sql_bind_int(sql, loader->round);
	if (number != 0)
		jx_sql_bind_int(sql, number);
}

static void free_memory(struct jx_ranking_memory *memory)
{
	jx_arena_clear(&memory->texts);
	free(memory->rows.items);
	free(memory->missing.items);
	free(memory->not_filed.items);
	free(memory->not_accepted.items);
	free(memory->waived.items);
	free(memory->ranking.keys);
	free(memory->ranking.values);
	free(memory);
}

void jx_ranking_free(struct jx_ranking *ranking)
{
	if (ranking != NULL)
		free_memory(ranking->memory);
}

static char *read_text(struct jx_ranking_loader *loader, struct jx_sql *sql, int column)
{
	return jx_sql_text(sql, column, &loader->memory->texts);
}

/* Columns of read_round(), in its order. */
enum round_column {
	ROUND,
	ROUND_TITLE,
	YEAR,
	STATE,
	RULEBOOK,
	RULEBOOK_NUMBER,
	RULEBOOK_DIGEST,
	CHANGE_NUMBER
};

static void read_round(struct jx_ranking_loader *loader, struct jx_sql *sql)
{
	struct jx_ranking *ranking = &loader->memory->ranking;
	ranking->round = read_text(loader, sql, ROUND);
	ranking->title = read_text(loader, sql, ROUND_TITLE);
	ranking->year = (uint32_t)jx_sql_int(sql, YEAR);
	ranking->state = (JxRoundState)jx_sql_int(sql, STATE);
	ranking->rulebook = jx_sql_edition_name(sql, RULEBOOK, &loader->memory->texts);
	ranking->rulebook_digest = read_text(loader, sql, RULEBOOK_DIGEST);
	ranking->change_number = (uint64_t)jx_sql_int(sql, CHANGE_NUMBER);
}

static enum jx_status load_round(struct jx_ranking_loader *loader, const char *round)
{
	enum jx_status status = jx_round_row(loader->db, round, &loader->round, loader->error);
	if (status != JX_OK)
		return status;
	struct jx_sql sql;
	jx_sql_start(&sql, loader->db,
		"SELECT r.name, r.title, r.year, r.state, b.name, b.number, b.digest, r.change_number FROM rounds r"
		" LEFT JOIN rulebooks b ON b.id = r.rulebook_id WHERE r.id = ?",
		loader->error);
	jx_sql_bind_int(&sql, loader->round);
	while (jx_sql_next(&sql))
		read_round(loader, &sql);
	return jx_sql_end(&sql);
}

void jx_ranking_add_other(struct jx_ranking_loader *loader, struct jx_sql *sql, int department, int is_filed)
{
	struct jx_ranking_memory *memory = loader->memory;
	char **code = jx_ranking_array_add(
		jx_sql_int(sql, is_filed) != 0 ? &memory->not_accepted : &memory->not_filed, sizeof(*code),
		sql);
	if (code != NULL)
		*code = read_text(loader, sql, department);
}

static struct jx_ranking_score read_score(struct jx_sql *sql, int column)
{
	return (struct jx_ranking_score){
		.micros = jx_sql_int(sql, column),
		.decimals = (uint8_t)jx_sql_int(sql, column + 1),
		.has = !jx_sql_is_null(sql, column),
	};
}

#define SHOWN_DECIMALS 2 /* of every score that is computed */

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
	UNANSWERED,
	GROUP,
	GRADE,
	COMPUTED_LINES,
	NOT_COMPUTED_LINES,
	FULL_LINES,
	COMPUTED,
	FINAL,
	COMMON,
	DEDUCTION,
	COVERAGE,
	POINTS_COMPUTED,
	CLAIMED_COMPUTED,
	COUNTED_COMPUTED,
	FLAGS
};
#define ROW_COLUMNS                                                                                                                       \
	" " SQL_TITLE_THEN ", " SQL_PEER_GROUP_THEN                                                                                       \
	", v.digest, v.claimed_micros, v.claimed_decimals, v.id, v.number, v.is_late,"                                                    \
	" s.is_unanswered, t.group_id, t.grade, t.computed_lines, t.not_computed_lines, t.full_lines, t.computed_micros, t.final_micros," \
	" t.common_micros, t.deduction_micros, t.coverage_micros, t.points_computed_micros,"                                              \
	" t.claimed_computed_micros, t.counted_computed_micros, coalesce(g.flags, 0) "

struct jx_ranking_score jx_ranking_computed(struct jx_sql *sql, int column)
{
	return (struct jx_ranking_score){.micros = jx_sql_int(sql, column),
		.decimals = SHOWN_DECIMALS,
		.has = !jx_sql_is_null(sql, column)};
}

static struct jx_ranking_row read_row(struct jx_ranking_loader *loader, struct jx_sql *sql)
{
	return (struct jx_ranking_row){
		.department = read_text(loader, sql, DEPARTMENT),
		.reviewed = read_score(sql, REVIEWED),
		.title = read_text(loader, sql, TITLE),
		.peer_group = read_text(loader, sql, PEER_GROUP),
		.digest = read_text(loader, sql, DIGEST),
		.claimed = read_score(sql, CLAIMED),
		.version_id = jx_sql_int(sql, VERSION_ID),
		.version = (uint32_t)jx_sql_int(sql, VERSION),
		.is_late = jx_sql_int(sql, LATE) != 0,
		.is_unanswered = jx_sql_int(sql, UNANSWERED) != 0,
		.is_verifiable = jx_sql_int(sql, GROUP) == JX_COVERAGE_GROUP_VERIFIABLE,
		.grade = read_text(loader, sql, GRADE),
		.n_computed = (uint32_t)jx_sql_int(sql, COMPUTED_LINES),
		.n_not_computed = (uint32_t)jx_sql_int(sql, NOT_COMPUTED_LINES),
		.n_full = (uint32_t)jx_sql_int(sql, FULL_LINES),
		.flags = (uint32_t)jx_sql_int(sql, FLAGS),
		.computed = jx_ranking_computed(sql, COMPUTED),
		.final = jx_ranking_computed(sql, FINAL),
		.common = jx_ranking_computed(sql, COMMON),
		.deduction = jx_ranking_computed(sql, DEDUCTION),
		.coverage = jx_ranking_computed(sql, COVERAGE),
		.points_computed = jx_ranking_computed(sql, POINTS_COMPUTED),
		.claimed_computed = jx_ranking_computed(sql, CLAIMED_COMPUTED),
		.counted_computed = jx_ranking_computed(sql, COUNTED_COMPUTED),
	};
}

static enum jx_status load_rows(struct jx_ranking_loader *loader)
{
	struct jx_sql sql;
	jx_sql_start(&sql, loader->db,
		"SELECT s.department, s.reviewed_micros, s.reviewed_decimals," ROW_COLUMNS
		"FROM submissions s JOIN departments d ON d.code = s.department"
		" JOIN versions v ON v.id = s.accepted_version_id LEFT JOIN scores t ON t.version_id = v.id"
		" LEFT JOIN input_flags g ON g.version_id = v.id WHERE s.round_id = ? AND s.state " SQL_IS_ACCEPTED
		" ORDER BY s.department",
		loader->error);
	jx_sql_bind_int(&sql, loader->round);
	while (jx_sql_next(&sql)) {
		struct jx_ranking_row *row = jx_ranking_array_add(&loader->memory->rows, sizeof(*row), &sql);
		if (row != NULL)
			*row = read_row(loader, &sql);
	}
	return jx_sql_end(&sql);
}

/* The departments that have no row: those that have filed, and those that have not. */
static enum jx_status load_others(struct jx_ranking_loader *loader)
{
	struct jx_sql sql;
	jx_sql_start(&sql, loader->db,
		"SELECT department, CASE WHEN version > 0 THEN 1 ELSE 0 END FROM submissions"
		" WHERE round_id = ? AND state " SQL_NOT_ACCEPTED " AND state <> " SQL_WAIVED
		" ORDER BY department",
		loader->error);
	jx_sql_bind_int(&sql, loader->round);
	while (jx_sql_next(&sql))
		jx_ranking_add_other(loader, &sql, 0, 1);
	return jx_sql_end(&sql);
}

static enum jx_status load_waived(struct jx_ranking_loader *loader)
{
	struct jx_sql sql;
	jx_sql_start(&sql, loader->db,
		"SELECT s.department, " SQL_TITLE_THEN ", " SQL_WAIVER_DOCUMENT ", " SQL_MERGED_INTO
		" FROM submissions s JOIN departments d ON d.code = s.department"
		" WHERE s.round_id = ? AND s.state = " SQL_WAIVED " ORDER BY s.department",
		loader->error);
	jx_sql_bind_int(&sql, loader->round);
	while (jx_sql_next(&sql)) {
		struct jx_ranking_waived *waived =
			jx_ranking_array_add(&loader->memory->waived, sizeof(*waived), &sql);
		if (waived != NULL)
			*waived = (struct jx_ranking_waived){read_text(loader, &sql, 0),
				read_text(loader, &sql, 1), read_text(loader, &sql, 2),
				read_text(loader, &sql, 3)};
	}
	return jx_sql_end(&sql);
}

static enum jx_status load_accepted(struct jx_ranking_loader *loader)
{
	enum jx_status status = load_rows(loader);
	if (status == JX_OK)
		status = load_others(loader);
	return status == JX_OK ? load_waived(loader) : status;
}

static enum jx_status load_snapshot(struct jx_ranking_loader *loader, const char *round)
{
	enum jx_status status = load_round(loader, round);
	if (status == JX_OK)
		status = loader->memory->ranking.publication == 0 ? load_accepted(loader)
								  : jx_ranking_load_published(loader);
	return status == JX_OK ? jx_ranking_load_metrics(loader) : status;
}

static void set_arrays(struct jx_ranking_memory *memory)
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
	ranking->waived = memory->waived.items;
	ranking->n_waived = memory->waived.n;
	ranking->memory = memory;
}

/* The first of the missing figures is none. */
static bool add_none(struct jx_ranking_array *missing)
{
	void *items = NULL;
	if (jx_array_grow(&items, sizeof(char *), 0, &missing->room, SIZE_MAX) != JX_OK)
		return false;
	missing->items = items;
	((char **)missing->items)[missing->n++] = (char *)protobuf_c_empty_string;
	return true;
}

enum jx_status jx_ranking_load(struct jx_db *db, const char *round, uint32_t publication,
	struct jx_ranking **ret_ranking, struct jx_error *error)
{
	struct jx_ranking_memory *memory = calloc(1, sizeof(*memory));
	if (memory == NULL)
		return fail_memory(error);
	jx_arena_init(&memory->texts, JX_MAX_RANKING_BYTES);
	memory->ranking.publication = publication;
	struct jx_ranking_loader loader = {.db = db, .error = error, .memory = memory};
	enum jx_status status =
		add_none(&memory->missing) ? load_snapshot(&loader, round) : fail_memory(error);
	if (status != JX_OK) {
		free_memory(memory);
		return status;
	}
	set_arrays(memory);
	*ret_ranking = &memory->ranking;
	return JX_OK;
}

size_t jx_ranking_bytes(const struct jx_ranking *ranking)
{
	const struct jx_ranking_memory *memory = ranking->memory;
	size_t n_texts = memory->missing.room + memory->not_filed.room + memory->not_accepted.room;
	return sizeof(*memory) + memory->texts.n_held_bytes +
	       memory->waived.room * sizeof(struct jx_ranking_waived) +
	       memory->rows.room * sizeof(struct jx_ranking_row) +
	       (n_texts + ranking->n_keys) * sizeof(char *) +
	       ranking->n_keys * ranking->n_rows * sizeof(*ranking->values);
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
